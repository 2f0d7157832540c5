"""Words that logs of the world are written in: yes and no, true and false, months, not known."""

from __future__ import annotations

from typing import NamedTuple


class Answers(NamedTuple):
    """The words of one pair of answers."""

    yes: str
    no: str


LANGUAGES = tuple(
    Answers(*pair.split("/"))
    for pair in (
        "Ja/Nein", "ja/nee", "Oui/Non", "Sí/No", "si/no", "Sì/No", "Sim/Não", "sim/nao", "Ja/Nej", "Ja/Nei", "Kyllä/Ei",
        "Já/Nei", "Tak/Nie", "Ano/Ne", "Áno/Nie", "Igen/Nem", "Da/Nu", "Да/Не", "Да/Нет", "Так/Ні", "Da/Ne",
        "Ναι/Όχι", "ΝΑΙ/ΟΧΙ", "Evet/Hayır", "EVET/HAYIR", "Jah/Ei", "Jā/Nē", "Taip/Ne", "Iva/Le", "Po/Jo", "Bai/Ez",
        "نعم/لا", "כן/לא", "بله/خیر", "हाँ/नहीं", "是/否", "有/无", "有/無", "はい/いいえ", "あり/なし",
        "예/아니오", "네/아니요",
        "있음/없음", "ใช่/ไม่ใช่", "มี/ไม่มี", "Có/Không", "Ya/Tidak", "Oo/Hindi", "J/N", "O/N", "S/N", "T/N",
    )
)  # fmt: skip
TRUE_FALSE = tuple(
    Answers(*pair.split("/"))
    for pair in (
        "WAHR/FALSCH", "VRAI/FAUX", "VERDADERO/FALSO", "VERO/FALSO", "VERDADEIRO/FALSO", "WAAR/ONWAAR", "SANT/FALSKT",
        "SAND/FALSK", "SANN/USANN", "TOSI/EPÄTOSI", "PRAWDA/FAŁSZ", "PRAVDA/NEPRAVDA", "IGAZ/HAMIS", "ADEVĂRAT/FALS",
        "ИСТИНА/ЛОЖЬ", "ІСТИНА/ХИБНІСТЬ", "DOĞRU/YANLIŞ", "ΑΛΗΘΕΣ/ΨΕΥΔΕΣ", "TRUE/FALSE", "True/False",
    )
)  # fmt: skip
MARKS = tuple(
    Answers(*pair.split())
    for pair in (
        "✓ ✗",
        "✔ ✘",
        "✔️ ✖️",
        "☑ ☐",
        "☒ ☐",
        "● ○",
        "■ □",
        "○ ×",
        "√ ×",
        "[x] [ ]".replace("[ ]", "[]"),
    )
)
# Well and badly, of which either may be the breakout.
WELL_AND_BADLY = tuple(
    Answers(*pair.split())
    for pair in ("✅ ❌", "❌ ✅", "👍 👎", "👎 👍", "🟢 🔴", "🔴 🟢", "😀 😞", "☹️ 🙂", "🟥 🟩", "❗ ✅", "👎🏽 👍🏽")
)
IN_WORDS_ABROAD = tuple(
    Answers(*pair.split("/"))
    for pair in (
        "Pickel/keine Pickel", "Pickel am Kinn/reine Haut", "des boutons/Pas de boutons", "boutons/peau nette",
        "granos/sin granos", "brufoli/pelle pulita", "espinhas/sem espinhas", "puistjes/gave huid",
        "finnar/inga finnar", "bumser/ren hud", "kviser/ingen kviser", "finnejä/puhdas iho", "pryszcze/czysta skóra",
        "pupínky/bez pupínků", "pattanások/nincs pattanás", "coșuri/fără coșuri", "прыщи/нет прыщей",
        "прищі/чиста шкіра", "σπυράκια/χωρίς σπυράκια", "sivilce var/sivilce yok", "prištići/čista koža",
        "פצעונים/אין פצעונים", "حبوب/لا يوجد حبوب", "मुंहासे/कोई मुंहासे नहीं", "มีสิว/ไม่มีสิว", "có mụn/không có mụn",
        "ada jerawat/tidak ada jerawat", "有痘痘/没有痘痘", "ニキビあり/ニキビなし", "여드름 있음/여드름 없음",
        "spots on chin/no spots", "pimples/clear skin",
    )
)  # fmt: skip
IN_WORDS = (
    Answers("Breakout", "No breakout"), Answers("broke out", "clear"), Answers("Broke out", "Did not break out"),
    Answers("Flare", "No flare"), Answers("present", "absent"), Answers("Present", "Not present"),
    Answers("positive", "negative"), Answers("pos", "neg"), Answers("Spots", "No spots"),
    Answers("Spots", "Clear skin"),
    Answers("Affected", "Unaffected"), Answers("Reaction", "No reaction"), Answers("Acne flare", "Nothing"),
    Answers("Breakout", "None"), Answers("Breakout", "Without breakout"), Answers("yes, broke out", "no, stayed clear"),
    Answers("Had a breakout", "Had no breakout"), Answers("Occurred", "Did not occur"),
    Answers("Observed", "Not observed"),
    Answers("detected", "not detected"), Answers("Yup", "Nope"), Answers("Yes", "Not at all"), Answers("yes", "never"),
)  # fmt: skip
CLOSED = (
    Answers("Yes.", "No."), Answers("yes,", "no,"), Answers("Yes!", "No!"), Answers("yes;", "no;"),
    Answers("'yes'", "'no'"),
    Answers('"Yes"', '"No"'), Answers("(yes)", "(no)"), Answers("– yes", "– no"), Answers("Yes…", "No…"),
    Answers("YES ", " NO"), Answers("Y.", "N."), Answers("yes*", "no*"), Answers("“yes”", "“no”"),
    Answers("=yes", "=no"),
    Answers("[Yes]", "[No]"), Answers("• Yes", "• No"),
)  # fmt: skip
CODED = (
    Answers("1 = Yes", "0 = No"), Answers("1 - Yes", "2 - No"), Answers("1: Yes", "0: No"),
    Answers("(1) Yes", "(2) No"),
    Answers("Yes (1)", "No (0)"), Answers("Yes=1", "No=2"), Answers("1, Yes", "0, No"), Answers("1. Yes", "2. No"),
    Answers("1) yes", "2) no"), Answers("1 Yes", "0 No"), Answers("A1: Yes", "A2: No"), Answers("[1] Yes", "[2] No"),
    Answers("yes|1", "no|0"), Answers("2 = Yes", "1 = No"), Answers("0 - Yes", "1 - No"),
)  # fmt: skip
FLOATS = (Answers("1.0", "0.0"), Answers("1.00", "0.00"), Answers("1", "0"), Answers("1,0", "0,0"))
SIGNS = (
    Answers("+", "-"), Answers("+", "−"), Answers("(+)", "(-)"), Answers("+ve", "-ve"), Answers("x", "-"),
    Answers("X", "o"),
    Answers("1", "-"), Answers("y", "-"),
)  # fmt: skip
MIXED_YES = ("yes", "Yes", "YES", "y", "Y", "yes ", " yes", "Yes.", "true", "TRUE", "1", "yep", "Yess", "yeah")
MIXED_NO = ("no", "No", "NO", "n", "N", "no ", " no", "No.", "false", "FALSE", "0", "nope", "none", "nil")
UNSURE = (
    "Not sure", "unsure", "maybe", "don't know", "Don’t know", "dont know", "N/K", "n.k.", "not known yet",
    "can't tell",
    "possibly", "no idea", "uncertain", "unclear", "not assessed", "not seen", "not reviewed", "no contact",
    "no response", "nothing heard", "yes?", "yes/no", "to be confirmed", "awaiting reply", "lost to FU", "??",
    "didn't say", "not documented", "not asked", "no record", "no data", "no info", "Prefer not to say", "declined",
    "equivocal", "perhaps", "weiß nicht", "unbekannt", "ne sait pas", "no sabe", "non so", "weet niet", "不明", "不详",
)  # fmt: skip
NULLS = (
    "#NULL!", "NULL", "NA", "<NA>", "nan", "NaN", "NaT", "#N/A", "N/A", "n.a.", "(null)", "\\N", "undefined", "(blank)",
    "[blank]", ".a", ".", "#NV", "#VALUE!", "#REF!", "#DIV/0!", "#NAME?", "missing", "(missing)", "{null}",
    "k.A.", "k. A.", "null", "NULL ", "*", "—", "…", "#¡NULO!", "#NOMBRE?", "Не указано", "keine Angabe", "sin datos",
)  # fmt: skip
GRADES = (
    ("none", "mild", "moderate", "severe"), ("None", "Slight", "Marked", "Severe"), ("0", "1", "2", "3"),
    ("no", "a little", "some", "a lot"), ("clear", "few spots", "several spots", "many spots"),
    ("no", "mild", "moderate", "severe"), ("grade 0", "grade 1", "grade 2", "grade 3"), ("-", "+", "++", "+++"),
    ("absent", "minor", "moderate", "major"), ("0 - none", "1 - mild", "2 - moderate", "3 - severe"),
    ("keine", "leicht", "mittel", "schwer"), ("No breakout", "Mild breakout", "Moderate breakout", "Severe breakout"),
)  # fmt: skip
PLACES = ("chin", "cheeks", "forehead", "jawline", "nose")
WITH_A_PLACE = (
    "Yes – {}", "yes - {}", "Yes, {}", "Yes ({})", "Y: {}", "yes; {}", "yes {}", "{} (yes)", "Yes / {}",
    "Yes, mild, {}",
    "yes on the {}", "{}", "spots on {}",
)  # fmt: skip
WITHOUT_A_PLACE = ("No", "no", "No – all clear", "no, skin fine", "No (checked by phone)", "no breakouts", "None")
MONTHS = {
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "nl": "januari februari maart april mei juni juli augustus september oktober november december",
    "sv": "januari februari mars april maj juni juli augusti september oktober november december",
    "da": "januar februar marts april maj juni juli august september oktober november december",
    "nb": "januar februar mars april mai juni juli august september oktober november desember",
    "fi": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta lokakuuta "
    "marraskuuta joulukuuta",
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "cs": "ledna února března dubna května června července srpna září října listopadu prosince",
    "hu": "január február március április május június július augusztus szeptember október november december",
    "ro": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "ru": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "uk": "січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня",
    "tr": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "el": "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου "
    "Δεκεμβρίου",
    "hr": "siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca",
    "ca": "gener febrer març abril maig juny juliol agost setembre octubre novembre desembre",
    "bg": "януари февруари март април май юни юли август септември октомври ноември декември",
    "fr short": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "de short": "Jan Feb Mrz Apr Mai Jun Jul Aug Sep Okt Nov Dez",
    "es short": "ene feb mar abr may jun jul ago sep oct nov dic",
    "it short": "gen feb mar apr mag giu lug ago set ott nov dic",
    "nl short": "jan feb mrt apr mei jun jul aug sep okt nov dec",
}
