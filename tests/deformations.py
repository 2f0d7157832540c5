"""What becomes of a clean log in the world: one small function each, named after what does it.

Each takes a `Sheet`, chance, and one of its wordings. What it makes still says what the log said, to a careful reader:
where it does not for certain, its `doubt` says so. They are put on in the order of this file: what is written in the
cells, the columns, their names, the rows, the file. `claims` name what two of them cannot both change.

`python -m tests.deformations --cases 2000` draws logs, puts several on each, and prints what the product makes of them.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from tests.clean_logs import AFTERWARDS, FIRST_DAY, YES_NO, Cell, Doubt, Row, Sheet
from tests.wordings import (
    CLOSED,
    CODED,
    FLOATS,
    GRADES,
    IN_WORDS,
    IN_WORDS_ABROAD,
    LANGUAGES,
    MARKS,
    MIXED_NO,
    MIXED_YES,
    MONTHS,
    NULLS,
    PLACES,
    SIGNS,
    TRUE_FALSE,
    UNSURE,
    WELL_AND_BADLY,
    WITH_A_PLACE,
    WITHOUT_A_PLACE,
    Answers,
)

Change = Callable[[Sheet, random.Random, Any], Sheet]
FACTORS = ("new_product", "harsh_product", "persistent_redness", "followed_up")


@dataclass(frozen=True)
class Deformation:
    """One thing that the world does to a log.

    Attributes
    ----------
    change : callable
    claims : frozenset of str
        What it changes that nothing else may change too.
    needs : tuple of str
        Roles of columns without which it does not happen.
    doubt : Doubt
        What the file lets a careful reader know afterwards.
    is_told_by : frozenset of str
        Roles of columns of which one lets a careful reader know all the same what else nobody could.
    wordings : tuple
        The ways in which it happens.
    """

    change: Change
    claims: frozenset[str]
    needs: tuple[str, ...]
    doubt: Doubt
    is_told_by: frozenset[str]
    wordings: tuple[Any, ...]

    @property
    def name(self) -> str:
        """What does it in the world."""
        return self.change.__name__

    def __call__(self, sheet: Sheet, random_: random.Random) -> Sheet:
        """Return the sheet as it is afterwards, in any of the wordings."""
        return self.put_on(sheet, random_, random_.randrange(len(self.wordings)))

    def put_on(self, sheet: Sheet, random_: random.Random, wording: int) -> Sheet:
        """Return the sheet as it is afterwards, in one of the wordings."""
        return self.change(sheet, random_, self.wordings[wording]).doubtful(self.doubt_in(sheet))

    def doubt_in(self, sheet: Sheet) -> Doubt:
        """Return what a careful reader of a sheet can know after it."""
        return self.doubt if self.is_told_by.isdisjoint(sheet.roles) else "fair to ask"

    def happens_to(self, sheet: Sheet) -> bool:
        """Tell whether the sheet has what it changes."""
        return set(self.needs) <= set(sheet.roles)

    def goes_with(self, other: Deformation) -> bool:
        """Tell whether both can be put on one sheet."""
        return self.claims.isdisjoint(other.claims)


DEFORMATIONS: dict[str, Deformation] = {}


def deformation(
    claims: str = "",
    *,
    needs: tuple[str, ...] = (),
    doubt: Doubt = "none",
    is_told_by: tuple[str, ...] = (),
    wordings: Sequence[Any] = ("",),
) -> Callable[[Change], Change]:
    """Return what adds a function to the deformations; it always claims its own name."""

    def added(change: Change) -> Change:
        names = frozenset([*claims.split(), change.__name__])
        DEFORMATIONS[change.__name__] = Deformation(change, names, needs, doubt, frozenset(is_told_by), tuple(wordings))
        return change

    return added


def _words(answers: Answers) -> dict[str, str]:
    return {"yes": answers.yes, "no": answers.no}


def _some(cells: Sequence[Cell], random_: random.Random, least: int = 1) -> set[int]:
    """Return the positions of some cells, at least so many where there are."""
    return set(random_.sample(range(len(cells)), min(len(cells), random_.randint(least, max(least, len(cells) // 2)))))


def _unknown(sheet: Sheet) -> list[int]:
    return [row for row, outcome in enumerate(sheet.truth.outcomes) if not outcome]


# What is written in the cells: the answers ----


@deformation(
    "outcome outcome-name",
    wordings=(
        "No breakout", "no_breakout", "Free of breakouts", "Breakout-free", "breakout free", "Without breakout",
        "No breakout?", "Did not break out", "Breakout absent", "Not broken out", "No acne flare", "Non-breakout",
        "Absence of breakout", "No break-out (yes/no)", "Skin did not break out", "no breakouts", "Nobreakout",
        "Breakout: none", "No flare up", "No reaction", "No post treatment breakout", "No adverse outcome",
        "Clear of breakouts", "Never broke out", "Didn't break out", "Unbroken skin (no breakout)", "Kein breakout",
    ),
)  # fmt: skip
def negated_question(sheet: Sheet, _: random.Random, name: str) -> Sheet:
    """Ask whether the skin did not break out."""
    return sheet.worded({"yes": "no", "no": "yes"}, ["breakout"]).renamed("breakout", name)


@deformation(
    "outcome outcome-name",
    doubt="fair to ask",
    wordings=("Skin stayed clear", "Breakout avoided", "Skin clear after treatment", "Complication-free", "Uneventful"),
)
def asked_for_clear_skin(sheet: Sheet, _: random.Random, name: str) -> Sheet:
    """Ask whether all went well."""
    return sheet.worded({"yes": "no", "no": "yes"}, ["breakout"]).renamed("breakout", name)


@deformation(
    needs=("new_product",),
    wordings=("No new product", "no_new_product", "Without new product", "Free of new products", "No new skincare"),
)
def negated_factor(sheet: Sheet, _: random.Random, name: str) -> Sheet:
    """Ask whether no new product was used."""
    return sheet.worded({"yes": "no", "no": "yes"}, ["new_product"]).renamed("new_product", name)


@deformation(
    needs=("persistent_redness",),
    wordings=("No persistent redness", "Free of redness", "Redness absent", "no_redness", "Without redness"),
)
def negated_warning_sign(sheet: Sheet, _: random.Random, name: str) -> Sheet:
    """Ask whether there was no redness."""
    return sheet.worded({"yes": "no", "no": "yes"}, ["persistent_redness"]).renamed("persistent_redness", name)


@deformation(
    needs=("followed_up",),
    wordings=(
        "Not followed up", "not_followed_up", "No follow-up", "Lost to follow-up", "Without follow up", "Unfollowed",
        "Follow-up missing", "no follow up done", "Not reviewed", "Not contacted",
    ),
)  # fmt: skip
def negated_follow_up(sheet: Sheet, _: random.Random, name: str) -> Sheet:
    """Ask whether the client was lost."""
    return sheet.worded({"yes": "no", "no": "yes"}, ["followed_up"]).renamed("followed_up", name)


@deformation("answers", wordings=LANGUAGES)
def answers_in_another_language(sheet: Sheet, _: random.Random, words: Answers) -> Sheet:
    """Answer in the clinic's language under English names."""
    return sheet.worded(_words(words))


@deformation(
    "answers", wordings=[(one, other) for one in LANGUAGES[:6] for other in (*LANGUAGES[6:12], Answers("yes", "no"))]
)
def answers_in_two_languages(sheet: Sheet, random_: random.Random, languages: tuple[Answers, Answers]) -> Sheet:
    """Answer in the language of whoever fills in the row."""
    return sheet.changed("breakout", lambda cell: _words(random_.choice(languages)).get(str(cell), cell))


@deformation(
    "answers", wordings=[(words, pattern) for words in LANGUAGES[:14] for pattern in ("{} / {}", "{} ({})", "{}/{}")]
)
def answers_labelled_twice(sheet: Sheet, _: random.Random, wording: tuple[Answers, str]) -> Sheet:
    """Answer in English and in the clinic's language at once."""
    words, pattern = wording
    return sheet.worded({"yes": pattern.format("Yes", words.yes), "no": pattern.format("No", words.no)}, ["breakout"])


@deformation("answers", doubt="fair to ask", wordings=[each for each in LANGUAGES if not "".join(each).isascii()])
def answers_read_in_a_wrong_encoding(sheet: Sheet, _: random.Random, words: Answers) -> Sheet:
    """Save what was read in the encoding of another computer: “NÃ£o”."""
    return sheet.worded({word: text.encode().decode("cp1252", "replace") for word, text in _words(words).items()})


@deformation(
    "answers kind encoding",
    doubt="fair to ask",
    wordings=(
        ("cp1252", Answers("Sim", "Não")), ("mac-roman", Answers("Sì", "No")), ("cp850", Answers("Sí", "No")),
        ("cp1250", Answers("Áno", "Nie")), ("cp1251", Answers("Да", "Нет")), ("koi8-r", Answers("Да", "Нет")),
        ("cp1253", Answers("Ναι", "Όχι")), ("cp1254", Answers("Evet", "Hayır")), ("cp1255", Answers("כן", "לא")),
        ("cp1256", Answers("نعم", "لا")), ("cp874", Answers("ใช่", "ไม่ใช่")), ("cp932", Answers("はい", "いいえ")),
        ("cp932", Answers("有", "無")), ("gb18030", Answers("是", "否")), ("gb18030", Answers("有", "无")),
        ("big5", Answers("是", "否")), ("cp949", Answers("예", "아니오")), ("euc-jp", Answers("あり", "なし")),
        ("cp1252", Answers("Ja", "N\u00adein")), ("cp1252", Answers("y\u00ades", "\u00adno")),
    ),
)  # fmt: skip
def text_of_an_older_computer(sheet: Sheet, _: random.Random, wording: tuple[str, Answers]) -> Sheet:
    """Save in the encoding of a country, answers in its language."""
    encoding, words = wording
    return replace(sheet.worded(_words(words)), encoding=encoding)


@deformation(
    "kind encoding last-column",
    doubt="fair to ask",
    wordings=(
        ("cp1250", ("Kraków", "Łódź", "Gdańsk")), ("iso8859-2", ("Plzeň", "Jičín", "Žatec")),
        ("cp1250", ("Győr", "Pécs", "Szentendre")), ("cp1250", ("Bucureşti", "Iaşi", "Constanţa")),
        ("iso8859-16", ("București", "Iași", "Constanța")), ("cp1257", ("Šiauliai", "Panevėžys", "Telšiai")),
        ("iso8859-13", ("Rīga", "Liepāja", "Jelgava")), ("cp1254", ("İzmir", "Kadıköy", "Beşiktaş")),
        ("cp852", ("Żory", "Świdnica", "Zgierz")), ("cp775", ("Jūrmala", "Cēsis", "Ogre")),
        ("mac-roman", ("Köln", "Düsseldorf", "Fürth")), ("cp850", ("Nîmes", "Orléans", "Besançon")),
    ),
)  # fmt: skip
def towns_in_the_letters_of_an_older_computer(
    sheet: Sheet, random_: random.Random, wording: tuple[str, tuple[str, ...]]
) -> Sheet:
    """Save the names of a few towns in the encoding of a country."""
    encoding, towns = wording
    column = [random_.choice(towns) for _ in sheet.rows]
    return replace(sheet.with_column("Town", "added town", column), encoding=encoding)


@deformation("answers", wordings=TRUE_FALSE)
def localised_true_and_false(sheet: Sheet, _: random.Random, words: Answers) -> Sheet:
    """Write truth values as a spreadsheet of another country does."""
    return sheet.worded(_words(words))


@deformation("answers", wordings=MARKS)
def ticks_and_crosses(sheet: Sheet, _: random.Random, words: Answers) -> Sheet:
    """Answer with a mark for yes and another for no."""
    return sheet.worded(_words(words))


@deformation("answers", doubt="fair to ask", wordings=SIGNS)
def plus_and_minus(sheet: Sheet, _: random.Random, words: Answers) -> Sheet:
    """Answer with signs of which one may also mean that nothing is known."""
    return sheet.worded(_words(words), ["breakout"])


@deformation("answers outcome", wordings=IN_WORDS)
def outcome_in_words(sheet: Sheet, _: random.Random, words: Answers) -> Sheet:
    """Say the outcome in words of its own."""
    return sheet.worded(_words(words), ["breakout"])


@deformation("answers outcome", wordings=IN_WORDS_ABROAD)
def outcome_in_words_of_another_language(sheet: Sheet, _: random.Random, words: Answers) -> Sheet:
    """Name spots and clear skin as the staff of another country do."""
    return sheet.worded(_words(words), ["breakout"])


@deformation("answers outcome", doubt="must ask", is_told_by=("onset_day", "severity"), wordings=WELL_AND_BADLY)
def signs_of_well_and_badly(sheet: Sheet, _: random.Random, words: Answers) -> Sheet:
    """Answer with a sign that says how well it went, or whether anything happened: only its course tells which."""
    return sheet.worded(_words(words), ["breakout"])


@deformation(
    "answers outcome above below",
    doubt="fair to ask",
    wordings=(
        ("1 = clear, 0 = spots", "0", "1", True), ("Key: x = none, o = spots", "o", "x", True),
        ("Y = stayed clear, N = broke out", "N", "Y", False), ("1 = keine Pickel, 0 = Pickel", "0", "1", False),
        ("no = boutons, yes = peau nette", "no", "yes", False), ("✅ = clear skin; ❌ = pimples", "❌", "✅", True),
    ),
)  # fmt: skip
def key_in_a_note(sheet: Sheet, _: random.Random, wording: tuple[str, str, str, bool]) -> Sheet:
    """Explain signs that mean the opposite of the usual in a note above or below the table."""
    note, yes, no, is_above = wording
    said = sheet.worded({"yes": yes, "no": no}, ["breakout"])
    if is_above:
        return replace(said, above=(*said.above, (note,)))
    blank = sheet.first_cell("")
    return replace(said, below=(*said.below, blank, (note, *blank[1:])))


@deformation("answers", wordings=CLOSED)
def closing_marks(sheet: Sheet, random_: random.Random, words: Answers) -> Sheet:
    """Leave a full stop, a quotation mark or a blank at some of the answers."""
    closed = _some(sheet.rows, random_, 4)
    cells = [
        _words(words).get(str(cell), cell) if row in closed else cell
        for row, cell in enumerate(sheet.column("breakout"))
    ]
    return sheet.filled("breakout", cells)


@deformation("answers", wordings=CODED)
def code_and_label(sheet: Sheet, _: random.Random, words: Answers) -> Sheet:
    """Write the code of an answer beside its label."""
    return sheet.worded(_words(words), ["breakout"])


@deformation("answers", wordings=FLOATS)
def codes_as_decimals(sheet: Sheet, _: random.Random, words: Answers) -> Sheet:
    """Write 1 and 0 as a program does in a column with blanks."""
    return sheet.worded(_words(words)).worded({"unknown": ""}, ["breakout"])


@deformation("answers")
def spelled_by_many_hands(sheet: Sheet, random_: random.Random, _: str) -> Sheet:
    """Spell yes and no as each of the staff does; nobody denies a “No breakout” with “none”."""
    is_turned = sheet.column("breakout")[sheet.truth.outcomes.index("yes")] == "no"
    words = {"yes": MIXED_YES, "no": [word for word in MIXED_NO if not is_turned or word not in {"none", "nil"}]}
    return sheet.changed("breakout", lambda cell: random_.choice(words[str(cell)]) if cell in words else cell)


@deformation(
    "answers outcome",
    doubt="must ask",
    is_told_by=("onset_day", "severity"),
    wordings=(Answers("1", "2"), Answers("2", "1")),
)
def one_two_coding(sheet: Sheet, _: random.Random, words: Answers) -> Sheet:
    """Code the answers 1 and 2, and leave the key at home: only what breakouts were like tells which is which."""
    return sheet.worded(_words(words))


@deformation(
    "answers outcome outcome-name",
    wordings=(
        ("Breakout (1 = yes, 2 = no)", "1", "2"), ("Breakout (1=no, 2=yes)", "2", "1"),
        ("Breakout (0 = yes, 1 = no)", "0", "1"), ("breakout [0=no; 1=yes]", "1", "0"),
        ("Breakout (Y = clear, N = broke out)", "N", "Y"), ("Breakout? 1-Yes 2-No", "1", "2"),
        ("Breakout (A: yes, B: no)", "A", "B"), ("Breakout (yes = skin stayed clear)", "no", "yes"),
    ),
)  # fmt: skip
def legend_in_the_header(sheet: Sheet, _: random.Random, legend: tuple[str, str, str]) -> Sheet:
    """Say in the header what the codes mean."""
    name, yes, no = legend
    return sheet.worded({"yes": yes, "no": no}, ["breakout"]).renamed("breakout", name)


@deformation("answers outcome", doubt="fair to ask", wordings=GRADES)
def graded_outcome(sheet: Sheet, random_: random.Random, grades: tuple[str, ...]) -> Sheet:
    """Say how bad the breakout was instead of whether there was one."""
    return sheet.worded({"no": grades[0]}, ["breakout"]).changed(
        "breakout", lambda cell: random_.choice(grades[1:]) if cell == "yes" else cell
    )


@deformation("answers outcome", doubt="fair to ask", wordings=("", " spots", " lesions"))
def counts_of_spots(sheet: Sheet, random_: random.Random, unit: str) -> Sheet:
    """Count the spots."""
    cells = [
        f"{0 if cell == 'no' else random_.choice((1, 1, 2, 3, 5, 8, 12))}{unit}" if cell in {"yes", "no"} else cell
        for cell in sheet.column("breakout")
    ]
    # More than 1 and 0 occurs, or it would be no count.
    cells[sheet.truth.outcomes.index("yes")] = f"4{unit}"
    return sheet.filled("breakout", cells)


@deformation("answers outcome", doubt="fair to ask", wordings=WITH_A_PLACE)
def yes_with_a_place(sheet: Sheet, random_: random.Random, pattern: str) -> Sheet:
    """Say beside yes where, and beside no what was found."""
    return sheet.changed(
        "breakout",
        lambda cell: (
            pattern.format(random_.choice(PLACES))
            if cell == "yes"
            else random_.choice(WITHOUT_A_PLACE)
            if cell == "no"
            else cell
        ),
    )


@deformation("answers outcome unknowns", doubt="must ask", wordings=("x", "X", "✓", "yes", "1", "Y", "TRUE", "checked"))
def only_ticks(sheet: Sheet, _: random.Random, tick: str) -> Sheet:
    """Tick the breakouts, and leave every other cell blank."""
    return sheet.changed("breakout", lambda cell: tick if cell == "yes" else "")


@deformation("answers outcome unknowns", doubt="must ask", wordings=("no", "none", "0", "clear"))
def only_the_good_ones(sheet: Sheet, _: random.Random, word: str) -> Sheet:
    """Write down only who stayed clear, and leave every other cell blank."""
    return sheet.changed("breakout", lambda cell: word if cell == "no" else "")


# What is written in the cells: what is not known ----


@deformation("unknowns", wordings=UNSURE)
def unsure_words(sheet: Sheet, _: random.Random, word: str) -> Sheet:
    """Say in words that the outcome is not known."""
    unknown = set(_unknown(sheet))
    return sheet.filled(
        "breakout", [word if row in unknown else cell for row, cell in enumerate(sheet.column("breakout"))]
    )


@deformation("unknowns", wordings=NULLS)
def null_words(sheet: Sheet, random_: random.Random, word: str) -> Sheet:
    """Write a program's word for nothing where nothing is known, in the factors, too."""
    unknown = set(_unknown(sheet))
    sheet = sheet.filled(
        "breakout", [word if row in unknown else cell for row, cell in enumerate(sheet.column("breakout"))]
    )
    for role in ("new_product", "harsh_product", "skin_type", "extra room"):
        if role in sheet.roles:
            lost = _some(sheet.rows, random_)
            cells = [word if row in lost else cell for row, cell in enumerate(sheet.column(role))]
            sheet = sheet.filled(role, cells)
    return sheet


@deformation("answers outcome unknowns", doubt="fair to ask", wordings=("9", "99", "8", "-1", "999", "-9", "77", "-99"))
def missing_code_in_the_outcome(sheet: Sheet, _: random.Random, code: str) -> Sheet:
    """Code the outcome 1 and 0, and what is not known with a number far from them."""
    return sheet.worded({"yes": "1", "no": "0", "": code, "unknown": code}, ["breakout"])


@deformation("onset", needs=("onset_day",), wordings=("999", "99", "9999", "-9", "-1", "88", "777", "99.0"))
def missing_code_in_onset(sheet: Sheet, random_: random.Random, code: str) -> Sheet:
    """Write a number for the day of onset that nobody knows."""
    yes = [row for row, outcome in enumerate(sheet.truth.outcomes) if outcome == "yes"]
    lost = {yes[place] for place in _some(yes, random_, 2)}
    cells = [code if row in lost else cell for row, cell in enumerate(sheet.column("onset_day"))]
    return sheet.filled("onset_day", cells)


@deformation("onset", needs=("onset_day",), wordings=("0", "n/a", "none", "-", "999"))
def onset_of_those_without(sheet: Sheet, _: random.Random, word: str) -> Sheet:
    """Fill in the day of onset where there was no breakout."""
    return sheet.changed("onset_day", lambda cell: cell or word)


# What is written in the cells: numbers and dates ----


@deformation(
    "onset",
    needs=("onset_day",),
    wordings=(("Onset (hours)", "{}"), ("hours to breakout", "{}"), ("onset day", "{} h"), ("onset", "{} hours")),
)
def onset_counted_in_hours(sheet: Sheet, _: random.Random, wording: tuple[str, str]) -> Sheet:
    """Count the hours until the breakout began instead of the days."""
    name, pattern = wording
    counted = sheet.changed(
        "onset_day", lambda cell: pattern.format(24 * int(str(cell))) if str(cell).isdecimal() else cell
    )
    return counted.renamed("onset_day", name)


@deformation("last-column", wordings=("1900-01-01", "1970-01-01", "0000-00-00", "9999-12-31"))
def a_day_that_is_no_day(sheet: Sheet, random_: random.Random, filler: str) -> Sheet:
    """Fill the first day in that a program knows where there was no date."""
    day = dt.date(2026, 3, 1)
    cells = [
        (day + dt.timedelta(days=random_.randrange(60))).isoformat() if cell == "yes" else filler
        for cell in sheet.column("breakout")
    ]
    return sheet.with_column("Breakout seen on", "added day", cells)


@deformation("hours", needs=("makeup_after_hours",), wordings=("{} days", "{}d", "{} Tage", "{} jours"))
def days_in_an_hours_column(sheet: Sheet, _: random.Random, pattern: str) -> Sheet:
    """Write days beside hours."""
    return sheet.changed(
        "makeup_after_hours",
        lambda cell: pattern.format(int(str(cell)) // 24) if cell in {"24", "48"} else f"{cell} h",
    )


@deformation("hours", needs=("makeup_after_hours",), wordings=("{} min", "{}:00", "PT{}H", "{}h00"))
def hours_as_durations(sheet: Sheet, _: random.Random, pattern: str) -> Sheet:
    """Write hours as a clock, a program or in minutes."""
    hours = (lambda cell: int(str(cell)) * 60) if "min" in pattern else str
    return sheet.changed("makeup_after_hours", lambda cell: pattern.format(hours(cell)))


@deformation("cost", needs=("extra cost",), wordings=("1.250,00", "1.250", "1 250", "1'250", "1,250.00"))
def thousands_marks(sheet: Sheet, random_: random.Random, pattern: str) -> Sheet:
    """Group the thousands of some amounts, beside amounts below a thousand."""
    decimals = pattern.partition("250")[2]
    above = _some(sheet.rows, random_, 3)
    cells = [
        pattern.replace("250", f"{random_.randrange(0, 990, 10):03}") if row in above else f"{cell}{decimals}"
        for row, cell in enumerate(sheet.column("extra cost"))
    ]
    return sheet.filled("extra cost", cells)


@deformation("depth", needs=("needle_depth_mm",), wordings=("{}", "{} mm", "{}mm"))
def decimal_commas(sheet: Sheet, _: random.Random, pattern: str) -> Sheet:
    """Write a comma in front of decimals, and maybe the unit behind them."""
    return sheet.changed("needle_depth_mm", lambda cell: pattern.format(str(cell).replace(".", ",")))


@deformation(
    "dates",
    wordings=(
        "%y-%m-%d", "%y/%m/%d", "%y.%m.%d", "%d/%m/%Y", "%m/%d/%Y", "%d.%m.%y", "%Y%m%d", "%a %d %b %Y",
        "%A, %B %d, %Y",
        "%d-%b-%y", "%b %d, %Y, %I:%M:%S %p", "%Y/%m/%d", "%d %m %Y", "%d. %m. %Y", "%Y-%m-%d %H:%M:%S UTC",
        "%Y-%m-%dT%H:%M:%S.000+02:00", "%Y-%m-%dT%H:%M:%SZ", "%m/%d/%Y, %I:%M:%S %p", "%d/%m/%Y, %H:%M:%S",
        "%d.%m.%Y, %H:%M:%S", "%d.%m.%Y %H:%M Uhr", "%a %b %d %Y %H:%M:%S GMT+0100 (Central European Standard Time)",
        "%m/%d/%Y %I:%M %p", "%d/%m/%Y %I:%M:%S a.m.", "%Y-%m-%d %H:%M:%S+00", "%d %B %Y at %H:%M", "%Y.%m.%d. %H:%M",
        "%d%b%Y", "%B %d %Y", "%Y/%m/%d %p%I:%M:%S", "%Y年%m月%d日", "%Y년 %m월 %d일", "%Y-%j", "%G-W%V-%u", "%d/%m",
        "%b %Y", "%s",
    ),
)  # fmt: skip
def dates_of_another_program(sheet: Sheet, _: random.Random, pattern: str) -> Sheet:
    """Write dates as another program, browser or country does."""
    return sheet.changed("treatment_date", lambda cell: _moment(cell).strftime(pattern))


def _moment(cell: Cell) -> dt.datetime:
    day = dt.date.fromisoformat(str(cell))
    return dt.datetime(day.year, day.month, day.day, 9 + day.day % 8, day.day, 10, tzinfo=dt.UTC)


@deformation("dates answers depth delimiter kind")
def german_spreadsheet(sheet: Sheet, _: random.Random, __: str) -> Sheet:
    """Save from a German spreadsheet: semicolons, decimal commas, WAHR and FALSCH, days first."""
    sheet = sheet.worded({"yes": "WAHR", "no": "FALSCH"})
    sheet = sheet.changed("treatment_date", lambda cell: _moment(cell).strftime("%d.%m.%Y"))
    if "needle_depth_mm" in sheet.roles:
        sheet = sheet.changed("needle_depth_mm", lambda cell: str(cell).replace(".", ","))
    return replace(sheet, delimiter=";")


@deformation(
    "dates",
    wordings=[
        (language, pattern)
        for language in MONTHS
        for pattern in ("{day} {month} {year}", "{day:02}-{month}-{short:02}", "{day}. {month} {year}")
    ],
)
def month_names_in_another_language(sheet: Sheet, _: random.Random, wording: tuple[str, str]) -> Sheet:
    """Write the month in the clinic's language."""
    language, pattern = wording
    months = MONTHS[language].split()

    def written(cell: Cell) -> str:
        day = _moment(cell)
        return pattern.format(day=day.day, month=months[day.month - 1], year=day.year, short=day.year % 100)

    return sheet.changed("treatment_date", written)


@deformation(
    "dates",
    wordings=(
        (543, "{year}-{month:02}-{day:02}"), (543, "{day:02}/{month:02}/{year}"), (-2018, "R{year}.{month}.{day}"),
        (-2018, "令和{year}年{month}月{day}日"), (-1911, "{year}/{month:02}/{day:02}"),
        (-1911, "民國{year}年{month}月{day}日"),
    ),
)  # fmt: skip
def years_of_another_calendar(sheet: Sheet, _: random.Random, calendar: tuple[int, str]) -> Sheet:
    """Count years as Thailand, Japan or Taiwan does."""
    offset, pattern = calendar

    def written(cell: Cell) -> str:
        day = _moment(cell)
        return pattern.format(year=day.year + offset, month=day.month, day=day.day)

    return sheet.changed("treatment_date", written)


@deformation("dates", wordings=("", ".0", ".5"))
def serial_numbers_for_dates(sheet: Sheet, _: random.Random, end: str) -> Sheet:
    """Lose the format of a spreadsheet's dates."""
    first = dt.date(1899, 12, 30)
    return sheet.changed("treatment_date", lambda cell: f"{(dt.date.fromisoformat(str(cell)) - first).days}{end}")


@deformation("dates", wordings=("٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹", "०१२३४५६७८९", "０１２３４５６７８９", "๐๑๒๓๔๕๖๗๘๙"))
def digits_of_another_script(sheet: Sheet, _: random.Random, digits: str) -> Sheet:
    """Write the digits of dates and numbers in the script of the country."""
    table = str.maketrans("0123456789", digits)
    for role in ("treatment_date", "onset_day", "makeup_after_hours"):
        if role in sheet.roles:
            sheet = sheet.changed(role, lambda cell: str(cell).translate(table))
    return sheet


# What is written in the cells: marks that nobody sees ----


@deformation("", wordings=("\u200b", "\u00a0", " ", "\ufeff", "\u200e", "\u00ad", "\u2060", "\u202f", "\t", "\u3000"))
def copied_from_a_web_page(sheet: Sheet, random_: random.Random, mark: str) -> Sheet:
    """Carry invisible marks and doubled spaces into cells and header."""
    for role in [role for role in (*YES_NO, "skin_type") if role in sheet.roles]:
        marked = _some(sheet.rows, random_, 3)
        cells = [
            f"{cell}{mark}" if row in marked and cell != "" else cell for row, cell in enumerate(sheet.column(role))
        ]
        sheet = sheet.filled(role, cells)
    if random_.random() < 0.5:
        sheet = replace(sheet, header=tuple(name.replace(" ", f" {mark}") + mark for name in sheet.header))
    return sheet


# The columns ----


@deformation()
def columns_in_another_order(sheet: Sheet, random_: random.Random, _: str) -> Sheet:
    """Move the columns."""
    order = random_.sample(range(len(sheet.header)), len(sheet.header))
    return replace(
        sheet,
        header=tuple(sheet.header[at] for at in order),
        roles=tuple(sheet.roles[at] for at in order),
        rows=tuple(tuple(row[at] for at in order) for row in sheet.rows),
    )


@deformation(
    "outcome outcome-columns outcome-name",
    wordings=(
        ("Breakout (before treatment)", "Breakout (after treatment)"), ("breakout_before", "breakout_after"),
        ("Breakout before", "Breakout after"), ("Pre-treatment breakout", "Post-treatment breakout"),
        ("Before: breakout", "After: breakout"), ("Breakout [pre]", "Breakout [post]"),
        ("Baseline / breakout", "Follow-up / breakout"),
        ("Breakout - baseline", "Breakout - follow-up"), ("pre_breakout", "post_breakout"),
        ("Breakout at consultation", "Breakout at review"), ("Breakout on arrival", "Breakout"),
        ("Breakout in the past", "Breakout"),
        ("Breakout (prior)", "Breakout (post)"), ("Existing breakout", "New breakout"),
        ("Breakout before tx?", "Breakout after tx?"),
        ("History of breakouts", "Breakouts after"), ("Had breakout before", "Had breakout"),
    ),
)  # fmt: skip
def asked_before_and_after(sheet: Sheet, random_: random.Random, names: tuple[str, str]) -> Sheet:
    """Ask the same question before and after the treatment."""
    before, after = names
    at = sheet.at("breakout") + random_.randint(0, 1)
    yes, no = _answers_of(sheet)
    cells = [random_.choice((yes, no, no)) for _ in sheet.rows]
    return sheet.renamed("breakout", after).with_column(before, "added before", cells, at)


def _answers_of(sheet: Sheet) -> tuple[Cell, Cell]:
    """Return how yes and no are written in the outcome column."""
    cells = sheet.column("breakout")
    return cells[sheet.truth.outcomes.index("yes")], cells[sheet.truth.outcomes.index("no")]


@deformation("outcome outcome-columns outcome-name", wordings=(0, 1))
def header_stands_twice_one_blank(sheet: Sheet, _: random.Random, behind: int) -> Sheet:
    """Begin a column of the same name that is left blank."""
    name = sheet.header[sheet.at("breakout")]
    return sheet.with_column(name, "added breakout, blank", [""] * len(sheet.rows), sheet.at("breakout") + behind)


@deformation(
    "outcome outcome-columns outcome-name",
    doubt="must ask",
    wordings=(
        ("breakout_1", "breakout_2"), ("Breakout 1", "Breakout 2"), ("breakout (visit 1)", "breakout (visit 2)"),
        ("Month 1 / breakout", "Month 2 / breakout"), ("Week 2 breakout", "Week 6 breakout"), ("breakout", "breakout"),
        ("breakout", "breakout_2"), ("breakout.1", "breakout.2"), ("Breakout left", "Breakout right"),
        ("Breakout", "Breakout (2)"),
        ("Breakout (nurse)", "Breakout (client)"), ("breakout_w1", "breakout_w4"),
        ("Breakout day 3", "Breakout day 14"),
        ("breakout a", "breakout b"),
    ),
)  # fmt: skip
def numbered_siblings(sheet: Sheet, random_: random.Random, names: tuple[str, str]) -> Sheet:
    """Ask twice, with other answers: any of both, the first or each a row of its own may be meant."""
    yes, no = _answers_of(sheet)
    cells: list[Cell] = [random_.choice((yes, no, no)) for _ in sheet.rows]
    sheet = sheet.renamed("breakout", names[0])
    return sheet.with_column(names[1], "added breakout, again", cells, sheet.at("breakout") + 1)


def _choices(sheet: Sheet, names: Mapping[str, Sequence[Cell]]) -> Sheet:
    """Return the sheet with one column a choice in place of the outcome."""
    at = sheet.at("breakout")
    sheet = sheet.without("breakout")
    for place, (name, cells) in enumerate(names.items()):
        sheet = sheet.with_column(name, "breakout" if not place else f"added breakout, {name}", cells, at + place)
    return sheet


def _ticked(sheet: Sheet, random_: random.Random, no: str, places: Sequence[str], ticks: tuple[str, str]) -> Sheet:
    """Tick `no` where there was no breakout, else some places; nothing is filled in where the outcome is not known."""
    chosen = [
        {no} if outcome == "no" else set(random_.sample(places, random_.randint(1, len(places)))) if outcome else None
        for outcome in sheet.truth.outcomes
    ]
    first = random_.random() < 0.5
    names = [no, *places] if first else [*places, no]
    return _choices(
        sheet,
        {name: ["" if each is None else ticks[0] if name in each else ticks[1] for each in chosen] for name in names},
    )


@deformation(
    "answers outcome outcome-columns outcome-name unknowns",
    wordings=[
        (pattern, none, ticks)
        for pattern in ("Breakout (choice={})", "breakout: {}", "Breakout [{}]", "Breakout - {}", "breakout/{}")
        for none in ("None", "No breakout")
        for ticks in (("Checked", "Unchecked"), ("1", "0"), ("TRUE", "FALSE"))
    ],
)
def one_column_a_choice(sheet: Sheet, random_: random.Random, wording: tuple[str, str, tuple[str, str]]) -> Sheet:
    """Give each choice of a checkbox question a column, as REDCap, LimeSurvey and Kobo do."""
    pattern, none, ticks = wording
    places = [pattern.format(place.capitalize()) for place in random_.sample(PLACES, random_.randint(1, 3))]
    return _ticked(sheet, random_, pattern.format(none), places, ticks)


@deformation(
    "answers outcome outcome-columns outcome-name unknowns",
    doubt="fair to ask",
    wordings=(("breakout___0", "breakout___1"), ("Breakout (choice=No)", "Breakout (choice=Yes)"),
    ("breakout_no", "breakout_yes")),
)  # fmt: skip
def yes_and_no_each_a_column(sheet: Sheet, random_: random.Random, names: tuple[str, str]) -> Sheet:
    """Give yes a column and no another."""
    return _ticked(sheet, random_, names[0], names[1:], ("1", "0"))


@deformation(
    "answers outcome outcome-columns outcome-name unknowns",
    doubt="must ask",
    wordings=(("breakout___1", "breakout___2", "breakout___3"), ("breakout___2", "breakout___1"), ("Q3_1", "Q3_2")),
)
def redcap_raw_checkboxes(sheet: Sheet, random_: random.Random, names: tuple[str, ...]) -> Sheet:
    """Give each choice a column under its code, and leave the key at home."""
    return _ticked(sheet, random_, names[0], names[1:], ("1", "0"))


@deformation(
    wordings=(
        ("breakout_complete", "2", "0"), ("breakout_complete", "Complete", "Incomplete"),
        ("Breakout form complete?", "Yes", "No"),
        ("breakout status", "done", "open"), ("breakout_complete", "1", "0"),
    ),
)  # fmt: skip
def form_status_column(sheet: Sheet, random_: random.Random, wording: tuple[str, str, str]) -> Sheet:
    """Say whether the form about the breakout is complete."""
    name, done, still_open = wording
    cells = [done if outcome or random_.random() < 0.5 else still_open for outcome in sheet.truth.outcomes]
    return sheet.with_column(name, "added breakout, form", cells, sheet.at("breakout") + random_.randint(0, 1))


@deformation(
    wordings=(
        {"Created": "moment", "Created by": "staff", "Breakout updated by": "staff", "Breakout updated": "moment"},
        {"_id": "number", "_uuid": "code", "_submission_time": "moment", "_validation_status": "", "_index": "row"},
        {"Timestamp": "moment"},
        {"ID": "row", "Start time": "moment", "Completion time": "moment", "Email": "", "Name": ""},
        {"": "row"},
        {"submitdate": "moment", "lastpage": "4", "startlanguage": "en", "seed": "number"},
        {"breakout_timestamp": "moment", "breakout_by": "staff"},
        {"Deleted": "no", "Archived": "no"},
        {"IsActive": "1", "RowVersion": "number"},
    ),
)  # fmt: skip
def columns_of_an_export_program(sheet: Sheet, random_: random.Random, columns: dict[str, str]) -> Sheet:
    """Add what a program writes about its rows."""
    for name, kind in reversed(columns.items()):
        cells = [_program_text(kind, row, random_) for row in range(len(sheet.rows))]
        sheet = sheet.with_column(name, f"added {name}", cells, 0)
    return sheet


def _program_text(kind: str, row: int, random_: random.Random) -> str:
    match kind:
        case "moment":
            return f"2026-07-{1 + row % 28:02}T{8 + row % 10:02}:{row % 60:02}:00"
        case "staff":
            return random_.choice(("desk1", "desk2"))
        case "number":
            return str(51_000 + 7 * row)
        case "code":
            return f"{random_.getrandbits(64):016x}"
        case "row":
            return str(row + 1)
        case _:
            return kind


@deformation(
    wordings=(
        ("Breakout risk", ("yes", "no")), ("Breakout-prone skin", ("yes", "no")),
        ("Breakout photo taken", ("yes", "no")),
        ("Family history of breakouts", ("yes", "no")), ("Breakout treated", ("yes", "no")),
        ("Breakout notes", ("", "", "see card")),
        ("Told about breakouts", ("yes", "no")), ("Breakout expected", ("yes", "no")),
        ("Breakout advice given", ("yes", "no")),
        ("Breakout type", ("papules", "", "whiteheads")), ("Usual breakout area", ("chin", "cheeks")),
    ),
)  # fmt: skip
def another_column_of_the_same_word(
    sheet: Sheet, random_: random.Random, wording: tuple[str, tuple[str, ...]]
) -> Sheet:
    """Ask something else about breakouts, too."""
    name, answers = wording
    cells = [random_.choice(answers) for _ in sheet.rows]
    return sheet.with_column(
        name, f"added {name}", cells, random_.choice((0, 1, sheet.at("breakout"), len(sheet.header)))
    )


@deformation(
    wordings=(
        "Redness before treatment", "Photo at follow up", "Aftercare followed", "Happy at follow up",
        "Infection control checklist done", "Referred by a friend", "History of infection", "Redness explained",
        "Follow up email sent", "Swelling advice given",
    ),
)  # fmt: skip
def a_question_with_the_word_of_a_field(sheet: Sheet, random_: random.Random, name: str) -> Sheet:
    """Ask something else in which a follow-up or a warning sign is named."""
    cells = [random_.choice(("yes", "no")) for _ in sheet.rows]
    return sheet.with_column(name, f"added {name}", cells, random_.choice((1, len(sheet.header))))


@deformation(
    doubt="fair to ask",
    wordings=(
        ("Swelling", ("none", "mild", "severe")), ("Redness at 24h", ("yes", "no")), ("Pustules", ("0", "1", "2", "5")),
        ("Side effects", ("", "", "swelling", "swelling; pustules")), ("Severity", ("", "1", "3", "5")),
        ("Aftercare score", ("5", "4", "2")), ("Moisturiser", ("none", "CeraVe", "comedogenic")),
        ("Kept clean", ("x", "")),
    ),
)  # fmt: skip
def a_field_in_answers_of_its_own(sheet: Sheet, random_: random.Random, wording: tuple[str, tuple[str, ...]]) -> Sheet:
    """Answer a question of the codebook in words that it does not have."""
    name, answers = wording
    cells = [random_.choice(answers) for _ in sheet.rows]
    return sheet.with_column(name, f"added {name}", cells)


@deformation(
    wordings=(
        ("Concerns", "1,2"),
        ("Concerns", "1;3"),
        ("Areas", "chin, cheeks"),
        ("Areas", "a; b"),
        ("Concerns", "1 2 6"),
    )
)
def several_codes_in_a_cell(sheet: Sheet, random_: random.Random, wording: tuple[str, str]) -> Sheet:
    """Write all answers to one question into one cell."""
    name, pattern = wording
    mark = next(mark for mark in (", ", "; ", ",", ";", " ") if mark in pattern)
    codes = ("chin", "cheeks", "nose") if "chin" in pattern else ("a", "b", "c") if "a" in pattern else tuple("123456")
    cells = [mark.join(sorted(random_.sample(codes, random_.randint(1, 3)))) for _ in sheet.rows]
    return sheet.with_column(name, "added codes", cells, random_.choice((1, len(sheet.header))))


@deformation("last-column")
def comments_that_are_mostly_blank(sheet: Sheet, random_: random.Random, _: str) -> Sheet:
    """Leave room for comments at the end."""
    cells = ["called back" if random_.random() < 0.1 else "" for _ in sheet.rows]
    return sheet.with_column("Comments", "added comments", cells)


@deformation("row-numbers", wordings=("", "Unnamed: 0", "#", "No.", "row"))
def numbered_rows(sheet: Sheet, _: random.Random, name: str) -> Sheet:
    """Give every row a number, as a program or a person does."""
    return sheet.with_column(name, "added number", [str(row) for row in range(1, len(sheet.rows) + 1)], 0)


# Their names ----


@deformation(
    "outcome-name",
    wordings=(
        "Did the client have a breakout?", "Did the client have a breakout after the treatment?",
        "Any breakout since your visit?",
        "Breakout after treatment?", "Has your skin broken out since the treatment?",
        "Did the skin break out afterwards (yes/no)?",
        "Breakout within 14 days", "Breakout in the two weeks after treatment", "Was there a breakout?",
        "Q7. Breakout after treatment?",
        "Breakout reported at follow-up", "Breakout (Y/N)", "Breakout? *", "Breakout y/n", "3. Breakout",
        "Q3 Breakout", "[Q3] Breakout",
        "breakout_yn", "Breakout [yes/no]", "BREAKOUT:", "Breakout since last visit",
        "Did you experience a breakout? (required)",
        "Brekout", "Break-out", "break out?", "Breakout*", "Breakout  ", "Outcome: breakout", "Breakout outcome",
        "is_breakout",
        "has_breakout", "Breakout observed", "Breakout - yes or no", "breakoutYN", "hadBreakout", "Post-op breakout",
    ),
)  # fmt: skip
def question_as_header(sheet: Sheet, _: random.Random, question: str) -> Sheet:
    """Name the outcome as a form asks for it."""
    return sheet.renamed("breakout", question)


@deformation(
    "prefix",
    wordings=[
        (treatment, followup, mark)
        for treatment,
        followup in (("treatment", "followup"), ("visit", "review"), ("group1", "group2"), ("Section A", "Section B"))
        for mark in ("/", "-", ".", ":", "_", " - ", "::", "__")
    ],
)  # fmt: skip
def groups_of_questions(sheet: Sheet, _: random.Random, wording: tuple[str, str, str]) -> Sheet:
    """Put the group of a question in front of its name, as Kobo, ODK and SurveyJS do."""
    treatment, followup, mark = wording
    later = {"breakout", "onset_day", "severity", "followed_up", "persistent_redness"}
    names = (
        f"{followup if role in later or role.startswith('added') else treatment}{mark}{name}" if name else ""
        for role, name in zip(sheet.roles, sheet.header, strict=True)
    )
    return replace(sheet, header=tuple(names))


@deformation("prefix header-lines", wordings=("codes", "names"))
def qualtrics_three_headers(sheet: Sheet, _: random.Random, wording: str) -> Sheet:
    """Write codes, questions and import ids in three lines above the rows."""
    width = len(sheet.header)
    codes = tuple(f"Q{place}" for place in range(1, width + 1)) if wording == "codes" else sheet.header
    ids = tuple(f'{{"ImportId":"QID{place}"}}' for place in range(1, width + 1))
    return replace(sheet, header=codes, below_header=(sheet.header, ids))


@deformation("prefix header-lines")
def surveymonkey_two_headers(sheet: Sheet, _: random.Random, __: str) -> Sheet:
    """Write the kind of answer in a line below the questions."""
    return replace(sheet, below_header=(("Open-Ended Response", *["Response"] * (len(sheet.header) - 1)),))


@deformation("header-lines", wordings=("units", "types", "hints"))
def line_of_units(sheet: Sheet, _: random.Random, wording: str) -> Sheet:
    """Write units, types or hints in a line below the names."""
    hints: dict[str, dict[str, str]] = {
        "units": {"treatment_date": "dd/mm/yyyy", "needle_depth_mm": "mm", "makeup_after_hours": "h",
        "breakout": "yes/no"},
        "types": dict.fromkeys(sheet.roles, "text") | {"treatment_date": "date", "breakout": "boolean"},
        "hints": {"breakout": "(yes or no)", "client_id": "(code)", "treatment_date": "(day of treatment)"},
    }  # fmt: skip
    return replace(sheet, below_header=(tuple(hints[wording].get(role, "") for role in sheet.roles),))


@deformation("prefix header-lines", wordings=("Aftercare", "Visit"))
def groups_over_some_names(sheet: Sheet, random_: random.Random, group: str) -> Sheet:
    """Name a group over two columns, and the two in a line below; the others are named beside the group."""
    outcome = sheet.at("breakout")
    first = random_.choice([at for at in range(len(sheet.header) - 1) if outcome not in {at, at + 1}])
    header = (*sheet.header[:first], group, "", *sheet.header[first + 2 :])
    parts = tuple(name if place in {first, first + 1} else "" for place, name in enumerate(sheet.header))
    return replace(sheet, header=header, below_header=(parts,))


# The rows ----


@deformation("rows row-numbers header-lines last-column", wordings=("arms", "instruments"))
def redcap_longitudinal(sheet: Sheet, _: random.Random, wording: str) -> Sheet:
    """Write one row an event: factors in the first, what came of it in another row of the same record."""
    first, second = ("baseline_arm_1", "week_2_arm_1") if wording == "arms" else ("Treatment", "Follow-up")
    sheet = sheet.without("client_id")
    rows: list[Row] = []
    for number, row in enumerate(sheet.rows, 1):
        after = [role in AFTERWARDS or role.startswith("added breakout") for role in sheet.roles]
        rows += [
            (str(number), first, *("" if late else cell for cell, late in zip(row, after, strict=True))),
            (str(number), second, *(cell if late else "" for cell, late in zip(row, after, strict=True))),
        ]
    return replace(
        sheet,
        header=("record_id", "redcap_event_name", *sheet.header),
        roles=("added record", "added event", *sheet.roles),
        rows=tuple(rows),
    )


@deformation(
    "rows row-numbers header-lines last-column outcome-columns",
    doubt="fair to ask",
    wordings=(
        ("review", "day {}"), ("Follow-up day", "{}"), ("follow_up_date", "date"), ("Visit", "visit {}"),
        ("Nachkontrolle", "Tag {}"), ("Contrôle", "J+{}"), ("再診", "{}日"), ("Diary day", "{}"),
        ("time after treatment", "{} days"),
    ),
)  # fmt: skip
def follow_ups_in_rows_of_their_own(sheet: Sheet, random_: random.Random, wording: tuple[str, str]) -> Sheet:
    """Write a row for each follow-up of a treatment, with what was noted of it in the first or in all of them."""
    name, pattern = wording
    no = _answers_of(sheet)[1]
    at, repeats = sheet.at("breakout"), random_.random() < 0.5
    keys = [place for place, role in enumerate(sheet.roles) if role in {"client_id", "treatment_date", "breakout"}]
    rows: list[Row] = []
    for number, row in enumerate(sheet.rows):
        found = random_.sample((3, 7, 14), random_.randint(1, 3))
        for place, day in enumerate(sorted(found)):
            cells = [cell if repeats or not place or each in keys else "" for each, cell in enumerate(row)]
            if place and sheet.truth.outcomes[number] == "yes":
                cells[at] = random_.choice((row[at], no))
            date = FIRST_DAY + dt.timedelta(days=400 + number + day)
            rows.append((*cells, date.isoformat() if pattern == "date" else pattern.format(day)))
    added = sheet.with_column(name, "added review", [""] * len(sheet.rows))
    return replace(added, rows=tuple(rows))


@deformation("rows row-numbers header-lines last-column outcome-columns")
def a_row_for_what_was_done_and_one_for_what_came_of_it(sheet: Sheet, random_: random.Random, _: str) -> Sheet:
    """Enter the outcome in a new row with the number of the treatment."""
    ids = [f"T{number:03}" for number in range(len(sheet.rows))]
    sheet = sheet.with_column("treatment_id", "added treatment_id", ids, 0)
    first: list[Row] = []
    later: list[Row] = []
    for row in sheet.rows:
        by_role = dict(zip(sheet.roles, row, strict=True))
        after = {role: cell for role, cell in by_role.items() if role in AFTERWARDS and role != "treatment_date"}
        first.append(sheet.line({role: cell for role, cell in by_role.items() if role not in after}))
        later.append(sheet.line({**after, "added treatment_id": row[0]}))
    rows = (
        [*first, *later] if random_.random() < 0.5 else [row for pair in zip(first, later, strict=True) for row in pair]
    )
    return replace(sheet, rows=tuple(rows))


@deformation(
    "rows row-numbers header-lines last-column outcome-columns outcome-name outcome prefix",
    doubt="must ask",
    wordings=("visit{}_{}", "Visit {} / {}", "Session {}: {}"),
)
def two_visits_side_by_side(sheet: Sheet, _: random.Random, pattern: str) -> Sheet:
    """Write two treatments into one row, each with columns of its own."""
    pairs = [(*sheet.rows, sheet.line({}))[place : place + 2] for place in range(0, len(sheet.rows), 2)]
    return replace(
        sheet,
        header=tuple(pattern.format(visit, name) for visit in (1, 2) for name in sheet.header),
        roles=(*sheet.roles, *(f"added {role} of the second visit" for role in sheet.roles)),
        rows=tuple((*first, *second) for first, second in pairs),
    )


@deformation(
    "rows",
    doubt="fair to ask",
    wordings=(
        ("Appointment status", "Completed", ("Cancelled", "No show")),
        ("Status", "Attended", ("DNA", "Cancelled by client")),
        ("Visit status", "Arrived", ("No-Show", "Rescheduled")), ("State", "Done", ("Booked", "Cancelled")),
        ("Attended", "Yes", ("No",)), ("Cancelled", "", ("x",)),
    ),
)  # fmt: skip
def booked_and_cancelled(sheet: Sheet, random_: random.Random, wording: tuple[str, str, tuple[str, ...]]) -> Sheet:
    """List visits that never took place among those that did."""
    name, done, others = wording
    sheet = sheet.with_column(name, "added status", [done] * len(sheet.rows), 2)
    lines = {}
    for place in _some(sheet.rows, random_, 2):
        booked = dict(zip(sheet.roles, sheet.rows[place], strict=True)) | {"added status": random_.choice(others)}
        lines[place] = [sheet.line({role: cell for role, cell in booked.items() if not _is_result(role)})]
    return sheet.inserted(lines)


def _is_result(role: str) -> bool:
    return role in {*AFTERWARDS, "added before"} - {"treatment_date"} or role.startswith("added breakout")


@deformation(
    "rows below-header",
    wordings=("EXAMPLE", "e.g.", "Beispiel", "Exemple", "Ejemplo", "Esempio", "Voorbeeld", "例", "Example row"),
)
def example_row_of_a_template(sheet: Sheet, _: random.Random, word: str) -> Sheet:
    """Leave the row in that shows how the template is filled in."""
    return sheet.inserted({0: [_named_row(sheet, word)]})


@deformation(
    "rows",
    doubt="fair to ask",
    wordings=("TEST", "Test patient", "dummy", "Testkunde", "sample entry", "Mustermann", "テスト"),
)
def form_tried_out(sheet: Sheet, random_: random.Random, word: str) -> Sheet:
    """Enter a treatment of nobody, to see whether the form works."""
    return sheet.inserted({random_.randint(1, len(sheet.rows)): [_named_row(sheet, word)]})


def _named_row(sheet: Sheet, word: str) -> Row:
    """Return a treatment with a breakout of somebody called like a word, under the first column of neither."""
    first = next(role for role in sheet.roles if role not in {"breakout", *YES_NO})
    known = next(row for row, outcome in enumerate(sheet.truth.outcomes) if outcome == "yes")
    of_row = dict(zip(sheet.roles, sheet.rows[known], strict=False))
    return sheet.line(of_row | {first: word})


@deformation("below", needs=("client_id",), wordings=("sum", "count"))
def sums_without_a_word(sheet: Sheet, _: random.Random, what: str) -> Sheet:
    """Add up the breakouts, or count the days and the breakouts, below the last row."""
    treatments, yes, _no = sheet.truth.counts
    counted = {"treatment_date": str(treatments)} if what == "count" and all(sheet.column("treatment_date")) else {}
    return replace(sheet, below=(*sheet.below, sheet.line({"breakout": str(yes), **counted})))


@deformation(
    "below",
    doubt="fair to ask",
    wordings=(
        (("Product", "Price", "Stock"), ("Serum", "49.90", "3"), ("Gel", "19.90", "12")),
        (("Practitioner", "Since", "Room"), ("Ann", "2019", "A"), ("Ben", "2022", "B")),
        (("Produkt", "Preis", "Lieferant"), ("Serum", "49,90", "Acme"), ("Maske", "9,90", "Beta")),
    ),
)
def list_of_something_else_below(sheet: Sheet, _: random.Random, lines: tuple[tuple[str, ...], ...]) -> Sheet:
    """Keep a list of something else below the log."""
    blank = sheet.first_cell("")
    rows = [(*line, *blank[len(line) :])[: len(blank)] for line in lines]
    return replace(sheet, below=(*sheet.below, blank, *rows))


@deformation(
    "rows",
    doubt="fair to ask",
    wordings=(
        ("Visit type", "Treatment", ("Consultation", "Patch test")),
        ("Appointment", "Treatment", ("Follow-up", "Phone call")),
        ("Terminart", "Behandlung", ("Beratung", "Nachkontrolle")),
        ("Type de visite", "Soin", ("Consultation", "Contrôle")),
    ),
)
def consultations_among_treatments(
    sheet: Sheet, random_: random.Random, wording: tuple[str, str, tuple[str, ...]]
) -> Sheet:
    """List visits in which nobody was treated."""
    name, done, others = wording
    sheet = sheet.with_column(name, "added visit", [done] * len(sheet.rows), 2)
    lines = {}
    for place in _some(sheet.rows, random_, 2):
        visit = dict(zip(sheet.roles, sheet.rows[place], strict=True)) | {"added visit": random_.choice(others)}
        lines[place] = [sheet.line(visit)]
    return sheet.inserted(lines)


@deformation("rows repeats row-numbers header-lines last-column", wordings=("record_id", "Record ID", "study_id"))
def entered_twice_by_two_people(sheet: Sheet, _: random.Random, name: str) -> Sheet:
    """Enter each record twice, as REDCap's double data entry does, without a slip."""
    return _entered_twice(sheet, name, sheet.rows)


@deformation("rows repeats row-numbers header-lines last-column blanks answers", doubt="must ask")
def entered_twice_with_slips(sheet: Sheet, random_: random.Random, _: str) -> Sheet:
    """Enter each record twice, with another outcome in some of the second entries."""
    slips = _slips(sheet, random_, 4)
    cells = [slips.get(row, cell) for row, cell in enumerate(sheet.column("breakout"))]
    return _entered_twice(sheet, "record_id", sheet.filled("breakout", cells).rows)


def _slips(sheet: Sheet, random_: random.Random, most: int) -> dict[int, Cell]:
    """Return the other outcome for up to `most` rows whose outcome is known."""
    yes, no = _answers_of(sheet)
    other = {yes: no, no: yes}
    known = {row: other[cell] for row, cell in enumerate(sheet.column("breakout")) if cell in other}
    return {row: known[row] for row in random_.sample(list(known), min(most, len(known)))}


def _entered_twice(sheet: Sheet, name: str, second: Sequence[Row]) -> Sheet:
    numbered = sheet.with_column(name, "added record", [f"{row}--1" for row in range(1, len(sheet.rows) + 1)], 0)
    again = ((f"{number}--2", *row) for number, row in enumerate(second, 1))
    pairs = zip(numbered.rows, again, strict=True)
    return replace(numbered, rows=tuple(row for pair in pairs for row in pair))


@deformation(
    "rows",
    needs=("client_id",),
    wordings=("CLOSED", "Clinic closed", "Bank holiday", "closed - staff training", "Urlaub", "Fermé", "Festivo"),
)
def days_the_clinic_was_closed(sheet: Sheet, random_: random.Random, word: str) -> Sheet:
    """Note in the log on which days nobody was treated."""
    days = _some(sheet.rows, random_)
    closed = {
        row: [sheet.line({"client_id": word, "treatment_date": sheet.column("treatment_date")[row]})] for row in days
    }
    return sheet.inserted(closed)


@deformation("rows", needs=("client_id",), doubt="fair to ask")
def export_pasted_twice(sheet: Sheet, _: random.Random, __: str) -> Sheet:
    """Paste the same export once more below the first."""
    return replace(sheet, rows=sheet.rows * 2)


@deformation(
    "rows below answers unknowns outcome",
    wordings=(Answers("TRUE", "FALSE"), Answers("1", "0"), Answers("☑", "☐"), Answers("WAHR", "FALSCH")),
)
def prefilled_checkboxes(sheet: Sheet, random_: random.Random, words: Answers) -> Sheet:
    """Fill the checkboxes of rows that wait for treatments."""
    sheet = sheet.worded(_words(words)).worded({"unknown": ""}, ["breakout"])
    waiting = sheet.line({role: words.no for role in YES_NO if role in sheet.roles})
    return replace(sheet, below=(*sheet.below, *[waiting] * random_.randint(5, 60)))


@deformation("rows below", wordings=("Record", "No", "#", "treatment id"))
def rows_numbered_in_advance(sheet: Sheet, random_: random.Random, name: str) -> Sheet:
    """Give numbers to more rows than there are treatments yet."""
    sheet = sheet.with_column(name, "added number", [str(row) for row in range(1, len(sheet.rows) + 1)], 0)
    more = range(len(sheet.rows) + 1, len(sheet.rows) + random_.randint(3, 40))
    return replace(sheet, below=(*sheet.below, *(sheet.line({"added number": str(row)}) for row in more)))


def _places(sheet: Sheet, random_: random.Random) -> list[int]:
    """Return where the rows of a report are cut into two to four blocks, the first row among them."""
    return [0, *sorted(random_.sample(range(2, len(sheet.rows) - 1), random_.randint(1, 3)))]


@deformation(
    "rows",
    wordings=(
        ("Location: {}", ("Hill", "Harbour", "Park", "Mill")), ("{}", ("Harbour", "Hill", "Park", "Mill")),
        ("Room {}", ("1", "2", "3", "4")), ("Week {}", ("1", "2", "3", "4")),
        ("Part {} of the log", ("A", "B", "C", "D")),
        ("Practitioner: {}", ("P01", "P02", "P03", "P04")), ("— {} —", ("Hill", "Harbour", "Park", "Mill")),
        ("Treatment: {}", ("pen A", "pen B", "roller", "stamp")),
    ),
)  # fmt: skip
def bands_of_a_report(sheet: Sheet, random_: random.Random, wording: tuple[str, tuple[str, ...]]) -> Sheet:
    """Put the name of a group above its rows."""
    pattern, names = wording
    bands = zip(_places(sheet, random_), names, strict=False)
    return sheet.inserted({place: [sheet.first_cell(pattern.format(name))] for place, name in bands})


@deformation(
    "rows",
    wordings=(
        "Total",
        "Subtotal",
        "Summe",
        "Zwischensumme",
        "Gesamt",
        "Total général",
        "Totaal",
        "Razem",
        "Итого",
        "合計",
        "TOTAL:",
    ),
)
def totals_inside(sheet: Sheet, random_: random.Random, word: str) -> Sheet:
    """Add up the breakouts of each block below it."""
    ends = [*_places(sheet, random_)[1:], len(sheet.rows)]
    label = sheet.roles[0] if sheet.roles[0] != "breakout" else sheet.roles[1]
    lines: dict[int, list[Row]] = {}
    for start, end in zip([0, *ends], ends, strict=False):
        breakouts = sheet.truth.outcomes[start:end].count("yes")
        lines[end] = [sheet.line({label: word, "breakout": str(breakouts)})]
    return sheet.inserted(lines)


@deformation("rows", wordings=("Total breakouts this year", "Gesamt aller Reaktionen", "Total des réactions"))
def total_in_words_of_its_own(sheet: Sheet, _: random.Random, words: str) -> Sheet:
    """Add up the breakouts below the last row, and say what of."""
    label = sheet.roles[0] if sheet.roles[0] != "breakout" else sheet.roles[1]
    total = sheet.line({label: words, "breakout": str(sheet.truth.outcomes.count("yes"))})
    return sheet.inserted({len(sheet.rows): [total]})


@deformation(
    "page",
    wordings=(
        "Page {} of 9",
        "Seite {} von 9",
        "- {} -",
        "{}/9",
        "Printed 1 July 2026, page {}",
        "page {}",
        "continued ({})",
    ),
)
def page_marks(sheet: Sheet, random_: random.Random, pattern: str) -> Sheet:
    """Leave the ends of printed pages between the rows."""
    places = _places(sheet, random_)[1:]
    return sheet.inserted({place: [sheet.first_cell(pattern.format(page))] for page, place in enumerate(places, 1)})


@deformation("repeats")
def header_on_every_page(sheet: Sheet, random_: random.Random, _: str) -> Sheet:
    """Repeat the header where a page or a pasted export begins."""
    return sheet.inserted({place: [sheet.header] for place in _places(sheet, random_)[1:]})


@deformation(
    "below",
    wordings=(
        (("Breakouts", "{yes}"), ("No breakouts", "{no}")), (("Total", "{all}"),), (("Rate", "{rate}"),),
        (("yes", "{yes}"), ("no", "{no}"), ("unknown", "{unknown}")), (("Source: clinic system", ""),),
        (("yes = breakout, no = none", ""),), (("Count", "{all}"), ("Breakouts", "{yes}"), ("%", "{rate}")),
        (("Signed", "P01"),), (("End of report", ""),), (("{all} records", ""),),
    ),
)  # fmt: skip
def summary_below(sheet: Sheet, _: random.Random, lines: tuple[tuple[str, str], ...]) -> Sheet:
    """Sum up below a blank line."""
    treatments, yes, no = sheet.truth.counts
    told = {
        "yes": yes,
        "no": no,
        "all": treatments,
        "unknown": treatments - yes - no,
        "rate": f"{100 * yes / (yes + no):.1f}%",
    }
    blank = sheet.first_cell("")
    rows = [(first.format(**told), second.format(**told), *blank[2:]) for first, second in lines]
    return replace(sheet, below=(*sheet.below, blank, *rows))


@deformation("line-ends")
def line_breaks_in_cells(sheet: Sheet, random_: random.Random, _: str) -> Sheet:
    """Write notes and the header over several lines of a cell; nobody notes such a thing beside a total."""
    is_treatment = [date != "" for date in sheet.column("treatment_date")]
    cells = ["red,\ncalled back" if random_.random() < 0.3 and noted else "" for noted in is_treatment]
    return sheet.with_column("Notes\n(free text)", "added notes", cells)


@deformation("rows")
def notes_run_over_rows(sheet: Sheet, random_: random.Random, _: str) -> Sheet:
    """Go on with a long note in the next row."""
    noted = _some(sheet.rows, random_, 2)
    cells = ["slight redness, will call back" if row in noted else "" for row in range(len(sheet.rows))]
    sheet = sheet.with_column("Notes", "added notes", cells)
    more = sheet.line({"added notes": "on Monday morning"})
    return sheet.inserted({row + 1: [more] for row in noted})


@deformation("blanks")
def blank_rows_between(sheet: Sheet, random_: random.Random, _: str) -> Sheet:
    """Leave rows blank."""
    return sheet.inserted({place: [sheet.first_cell("")] for place in _some(sheet.rows, random_)})


@deformation("rows repeats page header", wordings=("", "Hill", "Log of the second quarter"))
def tables_one_below_another(sheet: Sheet, random_: random.Random, title: str) -> Sheet:
    """Begin a table of the same columns below another."""
    again = [sheet.first_cell(""), *([sheet.first_cell(title)] if title else []), sheet.header]
    return sheet.inserted(dict.fromkeys(_places(sheet, random_)[1:], again))


@deformation("last-column", doubt="fair to ask")
def summary_beside(sheet: Sheet, _: random.Random, __: str) -> Sheet:
    """Sum up beside the rows, behind a blank column."""
    yes, no = sheet.truth.counts[1:]
    more = [("", "Breakout", "Count"), ("", "yes", str(yes)), ("", "no", str(no))]
    rows = tuple((*row, *(more[place + 1] if place < 2 else ("", "", ""))) for place, row in enumerate(sheet.rows))
    roles = (*sheet.roles, "added gap", "added summary", "added sum")
    below = tuple((*row, "", "", "") for row in sheet.below)
    return replace(sheet, header=(*sheet.header, *more[0]), roles=roles, rows=rows, below=below)


# The file ----


@deformation("ragged")
def spreadsheet_drops_delimiters(sheet: Sheet, random_: random.Random, _: str) -> Sheet:
    """Lose the delimiters behind the last filled cell of some rows, as Excel does below its first sixteen."""
    return replace(
        sheet,
        rows=tuple(
            _stripped(row) if place > 15 or random_.random() < 0.3 else row for place, row in enumerate(sheet.rows)
        ),
    )


def _stripped(row: Row) -> Row:
    filled = [place for place, cell in enumerate(row) if cell != ""]
    return row[: max(filled, default=0) + 1]


@deformation("ragged", wordings=(1, 3))
def trailing_delimiters(sheet: Sheet, random_: random.Random, most: int) -> Sheet:
    """Write delimiters behind the last cell: of every line, or of some rows."""
    if most == 1:
        return replace(
            sheet,
            header=(*sheet.header, ""),
            roles=(*sheet.roles, "added end"),
            below_header=tuple((*line, "") for line in sheet.below_header),
            rows=tuple((*row, "") for row in sheet.rows),
            below=tuple((*row, "") for row in sheet.below),
        )
    return replace(sheet, rows=tuple((*row, *[""] * random_.randint(0, most)) for row in sheet.rows))


@deformation("ragged")
def delimiter_behind_every_row_but_the_header(sheet: Sheet, _: random.Random, __: str) -> Sheet:
    """End every row with a delimiter, but not the header."""
    return replace(sheet, rows=tuple((*row, "") for row in sheet.rows))


@deformation(
    "ragged header last-column",
    wordings=(("Remarks",), ("Remarks", "Picture"), ("Fee", "Paid", "By")),
    doubt="must ask",
)
def answers_left_out_of_every_row(sheet: Sheet, _: random.Random, names: tuple[str, ...]) -> Sheet:
    """Name questions that nobody answered, and end every row before them."""
    return replace(sheet, header=(*sheet.header, *names), roles=(*sheet.roles, *[""] * len(names)))


@deformation(
    "above",
    wordings=(
        ("Outcome log",), ("Harbour clinic", "", "Exported 1 July 2026"),
        ("Report: breakouts after treatment", "Period: 2025/26", ""),
        ("", ""), ("Clinic:,Harbour", "From:,1 Sep 2025", ""),
        ("Created as new data set" + ", by reception" * 30,), ("# Exported by the clinic, 1 July 2026", "# all rooms"),
    ),
)  # fmt: skip
def title_above(sheet: Sheet, _: random.Random, lines: tuple[str, ...]) -> Sheet:
    """Put a title and particulars above the table."""
    return replace(sheet, above=tuple(tuple(line.split(",")) for line in lines))


@deformation("header above header-lines repeats", doubt="must ask")
def header_lost(sheet: Sheet, _: random.Random, __: str) -> Sheet:
    """Lose the header."""
    return replace(sheet, has_header=False)


@deformation("delimiter kind file-end", wordings=(";", "\t", "|"))
def another_delimiter(sheet: Sheet, _: random.Random, delimiter: str) -> Sheet:
    """Part the values by another mark."""
    return replace(sheet, delimiter=delimiter)


@deformation("delimiter kind above", wordings=(";", ",", "\t"))
def sep_line(sheet: Sheet, _: random.Random, delimiter: str) -> Sheet:
    """Say the delimiter in the first line, as Excel has it."""
    return replace(sheet, delimiter=delimiter, first_line=f"sep={delimiter}")


@deformation("kind encoding", wordings=("utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"))
def unicode_text(sheet: Sheet, _: random.Random, encoding: str) -> Sheet:
    """Save as another kind of Unicode text."""
    return replace(sheet, encoding=encoding)


@deformation("kind line-ends", wordings=("\r", "\n", "\n blank", "\r\r\n"))
def line_ends_of_another_system(sheet: Sheet, _: random.Random, end: str) -> Sheet:
    """End the lines as another system does, or twice."""
    first = end.partition(" ")[0]
    return replace(sheet, line_end=first, blank_lines=int(first != end))


@deformation("kind quotes", wordings=("all", "whole lines quoted", "quoted behind a blank"))
def quotes_of_another_program(sheet: Sheet, _: random.Random, wording: str) -> Sheet:
    """Put quotation marks around every value, every line, or behind a blank."""
    if wording == "all":
        return replace(sheet, quoting=csv.QUOTE_ALL)
    return replace(sheet, style="whole lines quoted" if wording == "whole lines quoted" else "quoted behind a blank")


@deformation("delimiter kind encoding line-ends quotes ragged", wordings=("xlsx", "xls", "ods"))
def saved_as_a_workbook(sheet: Sheet, random_: random.Random, kind: str) -> Sheet:
    """Save as a workbook, of texts or of dates, numbers and truth values."""
    sheet = replace(sheet, kind="xlsx" if kind == "xlsx" else "xls" if kind == "xls" else "ods")
    return _with_types(sheet) if kind != "ods" and random_.random() < 0.6 else sheet


def _with_types(sheet: Sheet) -> Sheet:
    truth = {"yes": True, "no": False, "TRUE": True, "FALSE": False}
    for role in sheet.roles:
        if role in YES_NO:
            sheet = sheet.changed(role, lambda cell: truth.get(str(cell), cell))
        elif role == "treatment_date":
            sheet = sheet.changed(role, _day_or_text)
        elif role in {"needle_depth_mm", "onset_day", "makeup_after_hours", "extra cost"}:
            sheet = sheet.changed(role, _number_or_text)
    return sheet


def _day_or_text(cell: Cell) -> Cell:
    try:
        return dt.date.fromisoformat(str(cell))
    except ValueError:
        return cell


def _number_or_text(cell: Cell) -> Cell:
    try:
        return float(str(cell))
    except ValueError:
        return cell


@deformation("delimiter kind encoding line-ends quotes ragged dates", wordings=("day first", "month first"))
def days_and_months_swapped_in_a_workbook(sheet: Sheet, _: random.Random, wording: str) -> Sheet:
    """Open dates of another country in Excel: some become dates with day and month swapped, others stay texts."""
    pattern = "%d/%m/%Y" if wording == "day first" else "%m/%d/%Y"

    def swapped(cell: Cell) -> Cell:
        day = _day_or_text(cell)
        if not isinstance(day, dt.date):
            return cell
        return dt.date(day.year, day.day, day.month) if day.day <= 12 else day.strftime(pattern)

    return replace(sheet.changed("treatment_date", swapped), kind="xlsx")


@deformation("delimiter kind encoding line-ends quotes ragged rows repeats below page", wordings=("clinic", "breakout"))
def cells_merged_in_the_body(sheet: Sheet, random_: random.Random, role: str) -> Sheet:
    """Merge cells that say the same over their rows."""
    if role == "clinic":
        size = len(sheet.rows)
        names = sorted(random_.choice(("Harbour", "Hill", "Park")) for _ in range(size))
        sheet = sheet.with_column("Clinic", "clinic", names, 0)
    column = sheet.column(role)
    starts = [row for row in range(len(column)) if row == 0 or column[row] != column[row - 1]]
    ends = [*(start - 1 for start in starts[1:]), len(column) - 1]
    merged = [
        (sheet.at(role), top, bottom)
        for top, bottom in zip(starts, ends, strict=True)
        if top < bottom and column[top] != ""
    ]
    hidden = {row for _, top, bottom in merged for row in range(top + 1, bottom + 1)}
    cells = ["" if row in hidden else cell for row, cell in enumerate(column)]
    return replace(sheet.filled(role, cells), kind="xlsx", merged=tuple(merged))


@deformation(
    "delimiter kind encoding line-ends quotes ragged answers",
    wordings=('"yes";;"no"', '"Ja";"Ja";"Nein"', '[=1]"Y";[=0]"N"', '"✓";;"✗"', '[Red]"Yes";;"No"'),
)
def number_formats_that_show_words(sheet: Sheet, _: random.Random, code: str) -> Sheet:
    """Type 1 and 0 into cells that show words for them."""
    numbers = {"yes": 1.0, "no": 0.0}
    sheet = sheet.changed("breakout", lambda cell: numbers.get(str(cell), cell))
    return replace(sheet, kind="xlsx", formats=((sheet.at("breakout"), code),))


@deformation(
    "delimiter kind encoding line-ends quotes ragged rows repeats below page blanks answers",
    doubt="fair to ask",
    wordings=("xlsx", "xls"),
)
def rows_struck_through(sheet: Sheet, random_: random.Random, kind: str) -> Sheet:
    """Strike through what was entered wrongly, and enter it once more below."""
    at = sheet.at("breakout")
    slips = _slips(sheet, random_, 3)
    lines = {row: [(*sheet.rows[row][:at], cell, *sheet.rows[row][at + 1 :])] for row, cell in slips.items()}
    struck = tuple(row + before for before, row in enumerate(sorted(slips)))
    return replace(sheet.inserted(lines), kind="xlsx" if kind == "xlsx" else "xls", struck=struck)


@deformation("delimiter kind encoding line-ends quotes ragged rows repeats below page", doubt="fair to ask")
def one_sheet_a_month(sheet: Sheet, random_: random.Random, _: str) -> Sheet:
    """Begin a new sheet each month."""
    starts = _places(sheet, random_)
    lengths = [end - start for start, end in zip(starts, [*starts[1:], len(sheet.rows)], strict=True)]
    names = ("January", "February", "March", "April")
    return replace(sheet, kind="xlsx", sheets=tuple(zip(names, lengths, strict=False)))


@deformation("delimiter kind encoding line-ends quotes ragged answers outcome", doubt="must ask")
def formulas_never_calculated(sheet: Sheet, _: random.Random, __: str) -> Sheet:
    """Write the outcome as formulas of which no result was ever saved."""
    words = {word: f'=IF("{word}"="yes","yes","no")' for word in ("yes", "no")}
    return replace(sheet.worded(words, ["breakout"]), kind="xlsx")


@deformation("delimiter kind encoding line-ends quotes ragged", doubt="fair to ask")
def web_page_called_a_workbook(sheet: Sheet, _: random.Random, __: str) -> Sheet:
    """Save a table of a web page under the name of a workbook."""
    return replace(sheet, kind="html")


@deformation("delimiter kind encoding line-ends quotes ragged header", doubt="fair to ask")
def statistics_file(sheet: Sheet, _: random.Random, __: str) -> Sheet:
    """Save from a statistics program, each text with a label."""
    return replace(sheet, kind="dta")


@deformation(
    "delimiter kind line-ends quotes ragged rows repeats below above header-lines page header last-column blanks "
    "row-numbers",
    wordings=("row names", ""),
)
def written_by_r(sheet: Sheet, _: random.Random, wording: str) -> Sheet:
    """Write as R's write.table does: blanks between quoted values, and row names under no header."""
    written = replace(sheet, delimiter=" ", quoting=csv.QUOTE_ALL)
    if not wording:
        return written
    rows = tuple((str(number), *row) for number, row in enumerate(sheet.rows, 1))
    return replace(written, rows=rows, roles=("added row name", *sheet.roles))


@deformation(wordings=("gz", "zip"))
def compressed(sheet: Sheet, _: random.Random, packing: str) -> Sheet:
    """Compress the file."""
    return replace(sheet, packing="gz" if packing == "gz" else "zip")


@deformation(
    "delimiter kind encoding line-ends quotes ragged rows repeats below above header-lines page header last-column "
    "blanks",
    doubt="fair to ask",
)
def turned_on_its_side(sheet: Sheet, _: random.Random, __: str) -> Sheet:
    """Put one treatment in each column."""
    lines = tuple(zip(sheet.header, *sheet.rows, strict=True))
    return replace(
        sheet, has_header=False, rows=tuple(lines), roles=tuple(f"added {row}" for row in range(len(lines[0])))
    )


if __name__ == "__main__":
    from tests.deformation_trials import main

    main()
