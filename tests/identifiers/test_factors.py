"""A column outside the codebook is kept for what it plainly is: a factor or a measurement, in small files, too."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from analysis.identifiers import kinds
from analysis.identifiers.choices import ScreenChoices
from analysis.identifiers.screening import screen
from analysis.importing.choices import ImportChoices
from analysis.importing.cleaning import clean
from analysis.importing.opening import open_file
from analysis.wording.files import people_found
from tests.identifiers.measure import table_of
from tests.identifiers.tables import KEY, one

if TYPE_CHECKING:
    from collections.abc import Sequence

    from analysis.identifiers.screening import Finding

CHANCE = random.Random(11)


def found(header: str, texts: Sequence[str]) -> Finding | None:
    findings = screen(table_of({header: texts}), key=KEY).findings
    return findings[0] if findings else None


def in_turn(texts: Sequence[str], rows: int) -> list[str]:
    return [texts[row % len(texts)] for row in range(rows)]


FACTORS = {
    "three levels": ("Cica", "Aqua", "Hyalu"),
    "words": ("dry patches", "mild redness", "none", "swelling"),
    "numbered": ("Room 1", "Room 2", "Suite 3"),
    "sizes": ("S", "M", "L"),
    "grades": ("I", "II", "III"),
    "codes": ("A1", "B2", "C3"),
    "other letters": ("乾燥肌", "脂性肌", "混合肌"),
    "answers": ("oui", "non", "?"),
}


@pytest.mark.parametrize("rows", [12, 20, 40, 300])
@pytest.mark.parametrize("texts", FACTORS.values(), ids=FACTORS)
def test_a_factor_stays_in_a_file_of_any_size(texts: tuple[str, ...], rows: int) -> None:
    assert found("Info 2", in_turn(texts, rows)) is None


MEASUREMENTS = {
    "shots": lambda: str(CHANCE.randrange(400, 15_000)),
    "price": lambda: f"£{CHANCE.uniform(40, 900):.2f}",
    "minutes": lambda: f"{CHANCE.randrange(5, 90)} min",
    "pressure": lambda: f"{CHANCE.randrange(100, 150)}/{CHANCE.randrange(60, 99)}",
    "settings": lambda: f"{CHANCE.uniform(0, 3):.1f} mm / {CHANCE.randrange(50, 150)} Hz",
    "temperature": lambda: f"{CHANCE.uniform(18, 25):.1f} °C",
    "cycle": lambda: str(4_100 + CHANCE.randrange(40)),
    "seconds since 1970": lambda: str(1_767_600_000 + CHANCE.randrange(30_000_000)),
    "colonies": lambda: str(CHANCE.randrange(100, 4_000)) + "0" * CHANCE.randrange(4, 7),
    "limit": lambda: f"<{CHANCE.randrange(5, 90)}",
}


@pytest.mark.parametrize("rows", [12, 40, 300])
@pytest.mark.parametrize("kind", MEASUREMENTS)
def test_a_measurement_stays_however_seldom_its_numbers_come_again(kind: str, rows: int) -> None:
    assert found("Info 2", [MEASUREMENTS[kind]() for _ in range(rows)]) is None


UNKNOWN = {
    "words": lambda number: f"{'BCDFGH'[number % 6]}{'aeiou'[number % 5]}{'lmnprst'[number % 7]}{'aeo'[number % 3]}",
    "nine digits": lambda number: str(100_000_007 + 37_003_331 * number % 899_999_993),
    "five digits": lambda number: str(10_000 + 7_919 * number % 89_999),
    "zero before it": lambda number: f"{7_919 * number % 9_999:04}",
    "uuid": lambda number: f"{number * 2_654_435_761 % 2**32:08x}-41d4-a716",
    "card": lambda number: f"LC-{70_000 + 313 * number}",
    "plate": lambda number: f"{10 + number} KT {100 + 7 * number}",
    "insurance": lambda number: f"{100 + 7 * number}/{10_000 + 331 * number}",
    "place": lambda number: f"51.{50_000 + number}, -0.{12_000 + 7 * number}",
}


@pytest.mark.parametrize("rows", [12, 40, 300])
@pytest.mark.parametrize("kind", UNKNOWN)
def test_what_differs_as_people_do_is_out_whatever_it_is(kind: str, rows: int) -> None:
    clients = [number for number in range(rows) for _ in range(1 + number % 4)][:rows]
    finding = found("Info 2", [UNKNOWN[kind](number) for number in clients])
    assert finding is not None
    assert finding.action == "dropped"


def test_levels_typed_once_each_beside_a_few_that_come_again_are_remarks() -> None:
    texts = [*in_turn(("Google", "Instagram"), 80), "Sevgi", "Yılmaz", "her sister Oda", "Frau Lüth"]
    finding = found("Heard", texts)
    assert finding is not None
    assert (finding.kind, finding.reason) == (kinds.UNCLEAR, "4 of its 6 texts occur in one row only")


def test_in_a_large_file_a_column_filled_seldom_is_judged_as_the_others() -> None:
    """Thirty rows of three hundred are no small file: two rows each could be a guardian's."""
    seldom = [f"word{row // 2 if row < 30 else ''}" if row < 30 else "" for row in range(300)]
    finding = found("Extra", seldom)
    assert finding is not None
    assert finding.kind == kinds.UNCLEAR


NAMES = {
    "Turkish": ("Sevgi Aydın", "Elif Demir", "Zeynep Koç"),
    "Arabic": ("فاطمة العلي", "محمد حداد", "ليلى منصور"),
    "Hindi": ("सुनीता राव", "अमित शर्मा", "प्रिया दास"),
    "Hebrew": ("שרה כהן", "דוד לוי", "נועה מזרחי"),
    "Chinese": ("王小明", "李娜", "张伟"),
    "Japanese": ("山本 直人", "鈴木 舞", "井上 太一"),
    "Korean": ("김민준", "이서연", "박지훈"),
    "Russian": ("Анна Петрова", "Ольга Смирнова", "Иван Кузнецов"),
    "Greek": ("Μαρία Παππά", "Γιώργος Ρήγας", "Ελένη Δούκα"),
    "Vietnamese": ("Nguyễn Lan", "Trần Hoa", "Lê Minh"),
    "with a title": ("Dr Rao", "Dr. Weiß", "Dr Ó Sé"),
}


@pytest.mark.parametrize("texts", NAMES.values(), ids=NAMES)
def test_names_are_no_factor_however_often_they_come_again(texts: tuple[str, ...]) -> None:
    finding = found("Info 2", in_turn(texts, 90))
    assert finding is not None
    assert (finding.kind, finding.action) == (kinds.NAME, "dropped")


HEADERS = (
    ("Nr. telefonu", kinds.PHONE, "{}12 345 678"), ("携帯番号", kinds.PHONE, "090-{}234-5678"),
    ("Data urodzenia", kinds.BIRTH_DATE, "{}.05.1980"), ("जन्म तिथि", kinds.BIRTH_DATE, "1{}/05/1980"),
    ("Kfz-Kennzeichen", kinds.PLATE, "M-AB {}23"), ("車のナンバー", kinds.PLATE, "品川 {}0-12"),
    ("Thẻ thành viên", kinds.ACCOUNT, "{}8214"), ("Kundenkarte", kinds.ACCOUNT, "{}8214"),
    ("N° de dossier", kinds.RECORD_NUMBER, "{}8"), ("病历号", kinds.RECORD_NUMBER, "{}8"),
    ("Versichertennummer", kinds.NATIONAL_NUMBER, "A{}2345"), ("رقم التأمين", kinds.NATIONAL_NUMBER, "{}2345"),
    ("CAP", kinds.POSTCODE, "2012{}"), ("우편번호", kinds.POSTCODE, "0452{}"),
    ("lat", kinds.COORDINATES, "51.{}2345"), ("Yaş", kinds.AGE, "3{}"), ("อายุ", kinds.AGE, "3{}"),
)  # fmt: skip


@pytest.mark.parametrize(("header", "kind", "form"), HEADERS)
def test_a_header_tells_in_whatever_language_it_is(header: str, kind: str, form: str) -> None:
    """The numbers repeat as levels do: only the header says whose they are."""
    finding = found(header, in_turn([form.format(number) for number in range(1, 4)], 60))
    assert finding is not None
    assert finding.kind == kind


@pytest.mark.parametrize("header", ["Clinic postcode", "PLZ der Filiale", "CP du centre", "店舗の郵便番号"])
def test_the_clinics_own_postcode_is_nobodys(header: str) -> None:
    assert found(header, in_turn(("20121", "20135"), 60)) is None


def test_what_is_no_plain_factor_is_named_with_its_reason_and_kept_on_a_word() -> None:
    texts = [f"gift {row}" for row in range(60)]
    given_table = table_of({"Gift": texts, "breakout": in_turn(("yes", "no"), 60)})
    screened = screen(given_table)
    assert one(screened).reason == "each of its texts stands in 1 row on average, too few for a group"
    (said,) = people_found(screened.findings)
    assert said.endswith("It is left out unless you choose to keep it: “Gift”.")
    reasons = {column.name: column.reason for column in clean(screened.table, findings=screened.findings)[1].columns}
    assert reasons["Gift"].startswith("it may name people: each of its texts")
    kept = screen(given_table, ScreenChoices(keep=frozenset({("Gift", kinds.UNCLEAR)})))
    assert one(kept).action == "kept"
    assert list(kept.table.frame["Gift"]) == texts


def test_choosing_what_a_column_means_means_that_it_is_used() -> None:
    rows = "\n".join(f"k{row * 7919 % 997}x{row % 3},{'yes' if row % 3 else 'no'}" for row in range(60))
    content = f"Kürzel 2,breakout\n{rows}\n".encode()
    left_out = open_file(content, "log.csv", ImportChoices(), KEY)
    assert one(left_out.screened).kind == kinds.UNCLEAR
    used = open_file(content, "log.csv", ImportChoices(columns=(("Kürzel 2", "client_id"),)), KEY)
    assert used.cleaned(ImportChoices(columns=(("Kürzel 2", "client_id"),)))[0].frame["client_id"].nunique() == 60
