"""Days, events, counts and choices point to nobody, in whatever language and however few the rows."""

from __future__ import annotations

import datetime as dt
import random
from typing import TYPE_CHECKING

import pytest

from analysis.identifiers import kinds
from analysis.identifiers.moments import is_moment, moment
from analysis.identifiers.screening import screen
from tests.identifiers.measure import table_of
from tests.identifiers.tables import ANSWERS, KEY, one, table

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SIZES = (24, 40, 300)

MONTHS = {
    "English, short": "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec",
    "English": "January February March April May June July August September October November December",
    "German, short": "Jan. Feb. März Apr. Mai Juni Juli Aug. Sept. Okt. Nov. Dez.",
    "German": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
    "French, short": "janv. févr. mars avr. mai juin juil. août sept. oct. nov. déc.",
    "French": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre",
    "Spanish, short": "ene feb mar abr may jun jul ago sep oct nov dic",
    "Spanish": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre",
    "Italian": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre",
    "Portuguese": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro",
    "Dutch": "januari februari maart april mei juni juli augustus september oktober november december",
    "Swedish": "januari februari mars april maj juni juli augusti september oktober november december",
    "Danish": "januar februar marts april maj juni juli august september oktober november december",
    "Finnish": "tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta "
    "lokakuuta marraskuuta joulukuuta",
    "Polish": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia",
    "Czech": "ledna února března dubna května června července srpna září října listopadu prosince",
    "Turkish": "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık",
    "Russian": "января февраля марта апреля мая июня июля августа сентября октября ноября декабря",
    "Greek": "Ιανουαρίου Φεβρουαρίου Μαρτίου Απριλίου Μαΐου Ιουνίου Ιουλίου Αυγούστου Σεπτεμβρίου Οκτωβρίου Νοεμβρίου "
    "Δεκεμβρίου",
    "Hungarian": "január február március április május június július augusztus szeptember október november december",
    "Romanian": "ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie",
    "Arabic": "يناير فبراير مارس أبريل مايو يونيو يوليو أغسطس سبتمبر أكتوبر نوفمبر ديسمبر",
    "Hebrew": "ינואר פברואר מרץ אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר",
    "Thai": "ม.ค. ก.พ. มี.ค. เม.ย. พ.ค. มิ.ย. ก.ค. ส.ค. ก.ย. ต.ค. พ.ย. ธ.ค.",
}


def _twelve(day: dt.datetime) -> str:
    return f"{day.hour % 12 or 12}:{day:%M:%S}"


def _half(day: dt.datetime, halves: str) -> str:
    return halves.split()[day.hour >= 12]


FORMS: dict[str, Callable[[dt.datetime], str]] = {
    "American browser": lambda day: f"{day.month}/{day.day}/{day.year}, {_twelve(day)} {_half(day, 'AM PM')}",
    "narrow blank": lambda day: f"{day.month}/{day.day}/{day.year}, {_twelve(day)}\u202f{_half(day, 'AM PM')}",
    "British browser": lambda day: f"{day:%d/%m/%Y, %H:%M:%S}",
    "German browser": lambda day: f"{day.day}.{day.month}.{day.year}, {day:%H:%M:%S}",
    "Uhr": lambda day: f"{day:%d.%m.%Y %H:%M} Uhr",
    "à": lambda day: f"{day:%d/%m/%Y à %Hh%M}",
    "UTC": lambda day: f"{day:%Y-%m-%d %H:%M:%S} UTC",
    "Z": lambda day: f"{day:%Y-%m-%dT%H:%M:%S}.000Z",
    "offset": lambda day: f"{day:%Y-%m-%dT%H:%M:%S}.000+01:00",
    "short offset": lambda day: f"{day:%Y-%m-%d %H:%M:%S} +0100",
    "JavaScript": lambda day: f"{day:%a %b %d %Y %H:%M:%S} GMT+0100 (Central European Standard Time)",
    "mail": lambda day: f"{day:%a, %d %b %Y %H:%M:%S} GMT",
    "zone": lambda day: f"{day:%Y-%m-%d %H:%M:%S} Europe/London",
    "Google Forms": lambda day: f"{day:%Y/%m/%d} {_twelve(day)} {_half(day, 'AM PM')} GMT+1",
    "Google Forms, German": lambda day: f"{day:%Y/%m/%d} {_twelve(day)} {_half(day, 'vorm. nachm.')} MEZ",
    "Spanish": lambda day: f"{day:%d/%m/%Y} {_twelve(day)} {_half(day, 'a. p.')} m.",
    "year first, two digits": lambda day: f"{day:%y-%m-%d}",
    "year first, slashes": lambda day: f"{day:%y/%m/%d}",
    "hyphens": lambda day: f"{day:%d-%m-%Y}",
    "hyphens, no zeros": lambda day: f"{day.day}-{day.month}-{day.year}",
    "hyphens, time": lambda day: f"{day:%d-%m-%Y %H:%M}",
    "hyphens, short offset": lambda day: f"{day:%d-%m-%Y %H:%M:%S}+0100",
    "American, short": lambda day: f"{day.month}/{day.day}/{day:%y %H:%M}",
    "compact": lambda day: f"{day:%Y%m%d}",
    "compact with time": lambda day: f"{day:%Y%m%d%H%M%S}",
    "screenshot": lambda day: f"{day:%Y-%m-%d_%H-%M-%S}",
    "month": lambda day: f"{day:%m/%Y}",
    "ISO week": lambda day: f"{day:%G-W%V}",
    "year": lambda day: str(day.year),
    "serial": lambda day: str((day.date() - dt.date(1899, 12, 30)).days),
    "Unix": lambda day: str(int(day.replace(tzinfo=dt.UTC).timestamp())),
    "Japanese": lambda day: f"{day.year}年{day.month}月{day.day}日",
    "Japanese, weekday": lambda day: f"{day.year}年{day.month}月{day.day}日({'月火水木金土日'[day.weekday()]})",
    "Chinese, half": lambda day: f"{day.year}/{day.month}/{day.day} {_half(day, '上午 下午')}{_twelve(day)}",
    "Reiwa": lambda day: f"令和{day.year - 2018}年{day.month}月{day.day}日",
    "Reiwa, short": lambda day: f"R{day.year - 2018}.{day.month}.{day.day}",
    "Minguo": lambda day: f"民國{day.year - 1911}年{day.month}月{day.day}日",
    "Minguo, digits": lambda day: f"{day.year - 1911}/{day:%m/%d}",
    "Buddhist": lambda day: f"{day:%d/%m}/{day.year + 543}",
    "Buddhist, year first": lambda day: f"{day.year + 543}-{day:%m-%d}",
    "Korean": lambda day: f"{day.year}. {day.month}. {day.day}. {_half(day, '오전 오후')} {_twelve(day)}",
    "Hijri": lambda day: f"{day.day}/{day.month}/1447",
    "Arabic digits": lambda day: f"{day:%d/%m/%Y}".translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩")),
    "span": lambda day: f"{day:%d/%m/%Y} - {day + dt.timedelta(days=7):%d/%m/%Y}",
    "weekday": lambda day: f"{day:%A, %d %B %Y}",
    "th": lambda day: f"{day.day}th {day:%B %Y}",
    "at": lambda day: f"{day:%B} {day.day}, {day.year} at {_twelve(day)} PM",
    "time": lambda day: f"{day:%H:%M:%S}",
}


def _named(months: str) -> dict[str, Callable[[dt.datetime], str]]:
    names = months.split()
    return {
        "plain": lambda day: f"{day.day} {names[day.month - 1]} {day.year}",
        "dashes": lambda day: f"{day:%d}-{names[day.month - 1]}-{day:%y}",
        "time": lambda day: f"{day.day} {names[day.month - 1]} {day:%Y %H:%M}",
        "de": lambda day: f"{day.day} de {names[day.month - 1]} de {day.year}",
        "month": lambda day: f"{names[day.month - 1]} {day.year}",
    }


ALL_FORMS = FORMS | {
    f"{language}, {form}": write for language, months in MONTHS.items() for form, write in _named(months).items()
}


def days(rows: int) -> list[dt.datetime]:
    start = dt.datetime(2026, 1, 5, 10, 0, 10)  # noqa: DTZ001 - no zone is meant
    return [start + dt.timedelta(days=3 * row, minutes=37 * row, seconds=11 * row) for row in range(rows)]


def stays(header: str, texts: Sequence[str]) -> bool:
    answers = [ANSWERS[row % 3] for row in range(len(texts))]
    return screen(table_of({header: texts, "breakout": answers}), key=KEY).findings == ()


@pytest.mark.parametrize("form", ALL_FORMS)
def test_days_of_treatment_stay_however_they_are_written(form: str) -> None:
    # Every form under every name, and each language and each form in every size under some.
    place = list(ALL_FORMS).index(form)
    for number, header in enumerate(("treatment date", "Q3", "Timestamp", "施術日")):
        rows = SIZES[(place + number) % len(SIZES)]
        texts = [ALL_FORMS[form](day) for day in days(rows)]
        assert stays(header, texts), (rows, header, texts[:3])


# No year, one of no birth, or an instant to the second, which nobody knows of a birth.
NO_BIRTHS = {"month", "ISO week", "year", "serial", "Unix", "time", "Hijri", "span", "screenshot", "compact with time"}


@pytest.mark.parametrize(
    "form",
    [form for form in ALL_FORMS if form not in NO_BIRTHS and "Reiwa" not in form and not form.endswith(", month")],
)
def test_births_are_found_however_they_are_written(form: str) -> None:
    born = [day.replace(year=1950 + 7 * row % 55, day=min(day.day, 28)) for row, day in enumerate(days(60))]
    finding = one(screen(table(Q3=tuple(map(ALL_FORMS[form], born)), breakout=ANSWERS), key=KEY))
    assert (finding.column, finding.kind) == ("Q3", kinds.BIRTH_DATE)


@pytest.mark.parametrize(
    "text",
    [
        "Anna May", "April Jones", "May", "12 High Street", "020 7946 0018", "12 34 56 78", "943 476 5919", "3 zones",
        "12-34-5678", "2026", "12", "10 mm", "1,5", "A-12", "12/13/14/15", "45/45/45", "2026-13-45", "Mr Mon", "m", "",
        "5 May 2026 Anna", "call on 5 May 2026", "5 Rose 2026", "10:00 Anna", "x" * 500, "9" * 70,
    ],
)  # fmt: skip
def test_what_is_no_moment(text: str) -> None:
    assert text == "May" or not is_moment(text)


def test_a_year_that_may_stand_first_or_last_is_given_both_ways() -> None:
    assert moment("26-01-05").years == (2005, 2026)
    assert moment("05.01.26").years == (2026, 2005)
    assert moment("20.03.91").years == (1991,)
    assert moment("昭和55年3月2日").years == (1980,)


CHANCE = random.Random(7)

NUMBERS: dict[str, Callable[[int], str]] = {
    "from one": lambda row: str(1 + row),
    "ids of submissions": lambda row: str(181_223_344 + 7 * row),
    "ids of ten digits": lambda row: str(4_100_234_560 + 11 * row),
    "euros": lambda _: f"{CHANCE.randrange(50, 900)},{CHANCE.randrange(100):02} €",
    "thousands": lambda _: f"{CHANCE.randrange(1, 9)}.{CHANCE.randrange(1000):03}",
    "millions": lambda _: f"{CHANCE.randrange(1, 99)} {CHANCE.randrange(1000):03} 000",
    "rupiah": lambda _: f"Rp {CHANCE.randrange(1, 9)}.{CHANCE.randrange(1000):03}.000",
    "francs": lambda _: f"CHF {CHANCE.randrange(1, 9)}'{CHANCE.randrange(1000):03}.00",
    "clock": lambda _: f"{CHANCE.randrange(3)}:{CHANCE.randrange(60):02}:{CHANCE.randrange(60):02}",
    "hours and minutes": lambda _: f"{CHANCE.randrange(3)} h {CHANCE.randrange(60)} min",
    "settings": lambda _: f"{CHANCE.randrange(1, 3)}.{CHANCE.randrange(9)} mm / {CHANCE.randrange(80, 160)} Hz",
    "pressure": lambda _: f"{CHANCE.randrange(100, 150)}/{CHANCE.randrange(60, 99)}",
}


@pytest.mark.parametrize("header", ["_id", "_index", "Q3", "cost", "count", "Duration (in seconds)", "Nr", "prix"])
@pytest.mark.parametrize("kind", NUMBERS)
def test_counts_costs_durations_and_running_numbers_stay(kind: str, header: str) -> None:
    for rows in SIZES:
        assert stays(header, [NUMBERS[kind](row) for row in range(rows)])


VILLAGES = ("Moe", "Ahm", "Eli", "Uno", "Bra", "Sol")
FIRST = ("Anna", "Tom", "Priya", "Elena", "Omar", "Jane")
EVENTS = ("baseline_arm_1", "week_2_arm_1", "Follow-up Month 3")
PLACES = ("Harbour", "Hill", "Kings Road", "St James")
CARE = ("Micro Needling", "Chemical Peel", "Skin Booster", "Lip Filler", "Hydra Facial")
WORDS: list[tuple[str, Sequence[str]]] = [
    *((header, EVENTS) for header in (
        "redcap_event_name", "Event Name", "Visit name", "FolderName", "Timepoint name", "Form name", "Survey name",
        "Nombre del evento", "Nom de la visite", "Naam bezoek", "Nome da visita", "Name der Visite", "Instrument name",
    )),
    *((header, CARE) for header in (
        "Service name", "Name der Behandlung", "Nombre del tratamiento", "Nome do tratamento", "Nom du soin",
    )),
    *((header, PLACES) for header in (
        "redcap_data_access_group", "Data Access Group", "Praxisname", "Nombre de la clínica", "Location name",
    )),
    ("Arm name", ("Arm 1: Active", "Arm 2: Placebo")),
    ("Nombre del equipo", ("Vivace RF", "Dermapen Four")),
    ("Breakout where", ("Chin", "Forehead", "None", "Cheeks")),
    ("部位", ("全脸", "额头", "下巴", "脸颊")),
    ("施術", ("石膏", "高周波", "橋本式", "森林浴", "金の糸", "水光注射")),
    ("Products used", ("Sunday Riley", "Laura Mercier", "Elizabeth Arden", "Anne Semonin", "Tata Harper")),
    ("Raum", ("Suite 1", "Flat 2", "Unit 3", "Suite 4")),
    ("email_complete", ("Incomplete", "Complete")),
    ("photo_complete", ("Incomplete", "Complete")),
    ("email reply", ("no reply", "reached")),
    ("Phone or email", ("Email", "SMS", "Phone")),
    ("note", ("Mild", "Severe", "None")),
    ("Nombre de boutons", ("1 à 5", "6 à 10", "aucun")),
    ("Phone call date", ("2026-01-05", "2026-01-09", "2026-01-11")),
    ("Date of photo", ("05/01/2026", "09/01/2026")),
    ("Notes updated on", ("5 Jan 2026", "9 Jan 2026")),
    ("Lot", ("652-849-7812", "289-373-9568", "962-866-4106", "713-555-0142")),
    ("Charge", ("2031-1875-95", "6387-4440-19", "8371-6360-18", "0502917091")),
]  # fmt: skip


@pytest.mark.parametrize(("header", "texts"), WORDS, ids=[header for header, _ in WORDS])
def test_events_choices_and_things_stay(header: str, texts: Sequence[str]) -> None:
    for rows in SIZES:
        assert stays(header, [CHANCE.choice(texts) for _ in range(rows)])


@pytest.mark.parametrize(
    ("header", "texts", "kind"),
    [
        ("note", ("Anna", "Tom", "Priya"), kinds.FREE_TEXT),
        ("Notes", ("rang, all well", "will ring again"), kinds.FREE_TEXT),
        ("Email", ("jane@example.com", "tom@example.com"), kinds.EMAIL),
        ("E-mail", ("jane.example.com", "tom.example.com"), kinds.EMAIL),
        ("redcap_survey_identifier", ("jane@example.com", "tom@example.com"), kinds.EMAIL),
        ("Practitioner", ("07700 900123", "07700 900456"), kinds.PHONE),
        (
            "Q3",
            tuple(f"{place}tykket {number}B, 887{number} Aas" for number, place in enumerate(VILLAGES)),
            kinds.ADDRESS,
        ),
        ("Name of client (visit)", ("Zxq", "Brr", "Kml"), kinds.NAME),
        ("Patient (form 1)", tuple(f"{name} {VILLAGES[place]}sen" for place, name in enumerate(FIRST)), kinds.NAME),
        ("Form filled in by", tuple(f"{name} {VILLAGES[place]}sen" for place, name in enumerate(FIRST)), kinds.NAME),
        ("Complete name", ("Zxq", "Brr", "Kml"), kinds.NAME),
        ("in_reply_to_screen_name", ("Zxq", "Brr", "Kml"), kinds.NAME),
        ("Q3", ("600 123 456", "611 222 333", "655 987 654", "699 100 200"), kinds.PHONE),
        ("Q3", ("91-03-20", "74-10-30", "46-09-25", "02-08-15", "83-12-31", "66-01-19"), kinds.BIRTH_DATE),
        ("Date of birth", ("5 Jan 1980", "9 Mar 1971"), kinds.BIRTH_DATE),
    ],
)
def test_what_points_to_a_person_is_still_found(header: str, texts: tuple[str, ...], kind: str) -> None:
    assert one(screen(table(**{header: (*texts, *texts), "breakout": ANSWERS}), key=KEY)).kind == kind
