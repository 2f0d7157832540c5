"""Numbers as clinics write them: one format a column, units converted or refused, and codes for "not known"."""

from __future__ import annotations

import math
import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Mark = Literal[",", "."]

# Units ----

# The names of units in many languages, by what they measure and how many of the first of its kind each is.
_KINDS: dict[str, dict[float, str]] = {
    "length": {
        1: (
            "mm millimetre millimetres millimeter millimeters millimètre millimètres milímetro milímetros "
            "millimetro millimetri мм χιλ 毫米 ミリ 밀리미터 มม"
        ),
        10: "cm centimetre centimetres centimeter centimeters zentimeter centimètre centimètres см 厘米 センチ",
        0.001: "µm μm um micron microns micrometre micrometres micrometer micrometers mikron mikrometer мкм 微米",
        25.4: "in inch inches zoll pouce pouces",
    },
    "time": {
        1: (
            "h hr hrs hour hours std stunde stunden heure heures hora horas ora ore uur uren timme timmar "
            "tim time timer tunti tuntia tund tundi stunda stundas val valanda valandos godz godzina godziny "
            "godzin hod hodina hodiny hodin ura ure sat sata sati óra oră час часа часов ч год година години "
            "ώρα ώρες saat שעה שעות ساعة ساعات ساعت घंटा घंटे ชั่วโมง ชม giờ jam 小时 小時 時間 时 時 시간"
        ),
        24: (
            "d day days tag tage tagen jour jours día dia días dias giorno giorni gg dag dagen dagar dage "
            "dager døgn päivä päivää pv päev päeva diena dienas diena dienos dieną dzień dni den dny dní dnů "
            "dnu deň dan dana nap zi zile день дня дней дн ден дни днів дни ημέρα ημέρες μέρα μέρες gün יום "
            "ימים يوم أيام ایام روز दिन วัน ngày hari 天 日 日間 日间 일"
        ),
        168: (
            "wk wks week weeks woche wochen wo sem semaine semaines semana semanas settimana settimane "
            "weken vecka veckor uge uger uke uker viikko viikkoa vko nädal nädalat nedēļa nedēļas savaitė "
            "savaitės tydzień tygodnie tygodni týden týdny týdnů týždeň týždne týždňov teden tedna tednov "
            "tjedan tjedna tjedana hét hetek săptămână săptămâni неделя недели недель нед седмица седмици "
            "тиждень тижні εβδομάδα εβδομάδες hafta שבוע שבועות أسبوع أسابيع هفته सप्ताह สัปดาห์ tuần minggu "
            "周 週 週間 星期 주"
        ),
        1 / 60: (
            "min mins minute minutes minuten minuto minutos minuti minut minuter minutt minutter minuuttia "
            "minuty perc минут минута минуты мин хв λεπτά dk dakika דקה דקות دقيقة دقائق دقیقه मिनट นาที "
            "phút menit minit 分 分钟 分鐘 分間 분"
        ),
        1 / 3600: "sec secs second seconds sek sekunde sekunden seconde secondes",
    },
    "share": {
        1: "% ％ ٪ percent pct prozent pourcent porcentaje procent prosent процент %s",
    },
    "age": {
        1: (
            "y yr yrs year years jahre jahr ans an años año anni anno anos ano jaar jaren år vuotta lat lata "
            "rok roky roků год лет года yaş 岁 歳 才 세"
        ),
    },
}
# What each unit measures and how many of the first of its kind it is.
_UNITS: dict[str, tuple[str, float]] = {
    name: (kind, size) for kind, sizes in _KINDS.items() for size, names in sizes.items() for name in names.split()
}
_MOST_PARTS = 3

# Signs ----

_BLANKS = " \u00a0\u202f\u2009\u2007"
_APOSTROPHES = "'’`´"
# Arabic marks, full-width signs, and the minus of typesetters.
_SIGNS = str.maketrans("٫٬．，％٪−–－＋", ".,.,%%---+")
_NUMBER = re.compile(
    rf"([-+]?)(\d[\d.,{_BLANKS}{_APOSTROPHES}]*|[.,]\d+)(e[-+]?\d{{1,2}})?\s*(%|[^\W\d_]+\.?)?", re.IGNORECASE
)
# Most cells: these are read in one way only where dots are no thousands.
_PLAIN = re.compile(r"-?(?:0|[1-9]\d{0,14})(?:\.\d+)?", re.ASCII)
_PART = re.compile(r"(\d+(?:[.,]\d+)?)\s*([^\W\d_]+)\.?\s*(?:and|und|et|y|e|en|og|och|,)?\s*", re.IGNORECASE)
_LEADING_ZERO = re.compile(r"0\d+")
_BLANK_GROUPS = re.compile(rf"\d{{1,3}}(?:[{_BLANKS}{_APOSTROPHES}]\d{{3}})+(?:[.,]\d+)?")
# "<5", "> 48 h", "≥ 12": what a laboratory or a statistics office writes where it will not say more.
_LIMIT = re.compile(r"[<>≤≥]\s*=?\s*\d[\d.,]*\s*(%|[^\W\d_]{1,8}\.?)?", re.IGNORECASE)
_THOUSANDS = {mark: re.compile(rf"[1-9]\d{{0,2}}(?:\{mark}\d{{3}})+") for mark in ",."}
_LAKHS = {mark: re.compile(rf"[1-9]\d?(?:\{mark}\d{{2}})+\{mark}\d{{3}}") for mark in ",."}
# What could group thousands or begin a fraction, found in all texts of a column at once.
_MAY_GROUP = re.compile(r"\d[.,]\d{3}(?!\d)")

# Codes ----

# Statistics software and its users write these where nothing is known, so that the code stands out.
_CODES = frozenset(
    sign * float(digit * length) for digit in "789" for length in range(1, 7) for sign in (1, -1)
) | frozenset({-1.0, 996.0, 997.0, 998.0, 9996.0, 9997.0, 9998.0, 96.0, 97.0, 98.0})
LEAST_CODE = 66
# Beyond a year no course is followed up, so such a code cannot be a day.
SURE_CODE = 365


# No number of a log has more digits, signs and words of its unit.
LONGEST_QUANTITY = 400


class Quantity(NamedTuple):
    """A number and its unit, "" where none is written."""

    number: float
    unit: str = ""


@dataclass(frozen=True)
class NumberFormat:
    """Which mark begins the fraction in a column.

    Attributes
    ----------
    decimal : {",", "."}
    groups : bool
        Whether the other mark groups thousands where it could also begin a fraction.
    is_doubtful : bool
        Whether neither the column nor the file decides; then `example` could be read in two ways.
    example : str
    """

    decimal: Mark = "."
    groups: bool = False
    is_doubtful: bool = False
    example: str = ""

    @property
    def other(self) -> NumberFormat:
        """The format that would read the same texts the other way."""
        return NumberFormat("," if self.decimal == "." else ".", groups=not self.groups)


def read_number(text: str, *, commas_are_thousands: bool = False, dots_are_thousands: bool = False) -> float | None:
    """Return the number that `text` writes, its unit or percent sign dropped; None where it is none.

    "007" is a code, not the number seven.
    """
    text = text.strip()
    if not dots_are_thousands and _PLAIN.fullmatch(text):
        return float(text)
    quantity = read_quantity(text, commas_are_thousands=commas_are_thousands, dots_are_thousands=dots_are_thousands)
    return None if quantity is None else quantity.number


def read_quantity(
    text: str, *, commas_are_thousands: bool = False, dots_are_thousands: bool = False
) -> Quantity | None:
    """Return the number that `text` writes with its unit; "1 h 30 min" in the first of its units."""
    text = text.strip()
    if len(text) > LONGEST_QUANTITY:
        return None
    if not dots_are_thousands and _PLAIN.fullmatch(text):
        return Quantity(float(text))
    if not text.isascii():
        text = text.translate(_SIGNS)
    match = _NUMBER.fullmatch(text)
    if match is None:
        return _of_parts(text)
    sign, digits, exponent, unit = match.groups()
    unit = unit_called(unit or "")
    number = None if unit is None else _number(digits, commas=commas_are_thousands, dots=dots_are_thousands)
    if number is None or unit is None:
        return None
    value = float(f"{sign}{number}{exponent or ''}")
    return Quantity(value, unit) if math.isfinite(value) else None


def unit_called(text: str) -> str | None:
    """Return the unit of that name as it is known here, "" for no text; None where it is none."""
    plain = text.casefold().rstrip(".")
    return plain if not plain or plain in _UNITS else None


def converted(quantity: Quantity, unit: str | None) -> float | None:
    """Return `quantity` in `unit`, in which it is taken to be without one; None where it measures something else."""
    if not quantity.unit or unit is None or quantity.unit == unit:
        return quantity.number
    if unit not in _UNITS:
        return None
    (kind, size), (wanted, of) = _UNITS[quantity.unit], _UNITS[unit]
    return None if kind != wanted else round(quantity.number * size / of, 9)


def is_same_unit(one: str, other: str) -> bool:
    """Tell whether two names of units mean the same, such as h and hours."""
    return one == other or _UNITS.get(one, one) == _UNITS.get(other, other)


def common_unit(quantities: Iterable[Quantity]) -> str | None:
    """Return the most common of the units written in a column; None where none is."""
    units = Counter(quantity.unit for quantity in quantities if quantity.unit)
    return units.most_common(1)[0][0] if units else None


def _of_parts(text: str) -> Quantity | None:
    """Return what "1 h 30 min" or "2d4h" come to, in the first of their units."""
    parts: list[tuple[str, str]] = []
    place = 0
    while place < len(text) and len(parts) <= _MOST_PARTS:
        match = _PART.match(text, place)
        if match is None:
            return None
        parts.append((match[1], match[2]))
        place = match.end()
    units = [unit_called(unit) for _, unit in parts]
    if not 1 < len(parts) <= _MOST_PARTS or not all(units):
        return None
    first = units[0]
    values = [
        converted(Quantity(float(number.replace(",", ".")), unit or ""), first)
        for (number, _), unit in zip(parts, units, strict=True)
    ]
    known = [value for value in values if value is not None]
    return Quantity(sum(known), first or "") if len(known) == len(parts) and len(set(units)) == len(units) else None


def _number(digits: str, *, commas: bool, dots: bool) -> str | None:
    """Return digits with a decimal point and without marks that group thousands; None where they are no number."""
    digits = digits.rstrip(_BLANKS)
    if any(mark in digits for mark in _BLANKS + _APOSTROPHES):
        if not _BLANK_GROUPS.fullmatch(digits.strip()):
            return None
        digits = re.sub(rf"[{_BLANKS}{_APOSTROPHES}]", "", digits)
    if _LEADING_ZERO.match(digits):
        return None
    if commas or 0 <= digits.find(",") < digits.rfind(".") or _groups(digits, ","):
        digits = digits.replace(",", "")
    elif "," in digits:
        digits = digits.replace(".", "") if digits.find(".") < digits.find(",") else digits
        digits = digits.replace(",", ".")
    elif dots or _groups(digits, "."):
        digits = digits.replace(".", "")
    return None if digits.count(".") > 1 or not any(map(str.isdecimal, digits)) else digits


def _groups(digits: str, mark: Mark) -> bool:
    """Tell whether `mark` stands in `digits` more than once, where thousands or lakhs part."""
    if digits.count(mark) <= 1:
        return False
    return bool(_THOUSANDS[mark].fullmatch(digits) or _LAKHS[mark].fullmatch(digits))


def is_limit(text: str) -> bool:
    """Tell whether `text` gives only a limit, such as "<5"."""
    return _LIMIT.fullmatch(text.strip()) is not None


# The column as a whole ----


def number_format(texts: Sequence[str], of_file: Mark | None = None) -> NumberFormat:
    """Return which mark begins the fraction in a column, as all its cells tell, else as the file does.

    Parameters
    ----------
    texts : sequence of str
    of_file : {",", "."}, optional
        The mark that the other columns or the layout of the file tell.
    """
    together = "\n".join(texts)
    if not _MAY_GROUP.search(together):
        return NumberFormat()
    marks = decimal_marks(texts)
    if marks == {","}:
        return NumberFormat(",", groups=_has_mark(texts, "."))
    if marks == {"."}:
        return NumberFormat(".", groups=_has_mark(texts, ","))
    has_commas, has_dots = _has_mark(texts, ","), _has_mark(texts, ".")
    example = _example(texts)
    if marks or has_commas == has_dots:
        return NumberFormat(is_doubtful=bool(marks) or has_commas, example=example)
    if of_file is not None:
        return NumberFormat(of_file, groups=has_dots if of_file == "," else has_commas, example=example)
    return NumberFormat(groups=True) if has_commas else NumberFormat(is_doubtful=True, example=example)


def decimal_marks(texts: Iterable[str]) -> frozenset[str]:
    """Return the marks that can only begin a fraction in these numbers: both, where they contradict each other."""
    marks: set[str] = set()
    for text in texts:
        if "," in text or "." in text:
            match = _NUMBER.fullmatch(text.strip())
            if match is not None and unit_called(match[4] or "") is not None:
                marks |= _decimal_mark(match[2])
    return frozenset(marks)


def _decimal_mark(digits: str) -> set[str]:
    digits = re.sub(rf"[{_BLANKS}{_APOSTROPHES}]", "", digits)
    last = max(digits.rfind(","), digits.rfind("."))
    if last < 0:
        return set()
    mark = digits[last]
    other = "," if mark == "." else "."
    if digits.count(mark) > 1:
        return {other} if _groups(digits, "," if mark == "," else ".") else set()
    if other in digits:
        return {mark}
    return set() if _THOUSANDS["," if mark == "," else "."].fullmatch(digits) else {mark}


def _has_mark(texts: Iterable[str], mark: str) -> bool:
    return any(
        (match := _NUMBER.fullmatch(text.strip())) is not None and mark in match[2] for text in texts if mark in text
    )


def _example(texts: Iterable[str]) -> str:
    return next((text.strip() for text in texts if _MAY_GROUP.search(text)), "")


# Codes for "not known" ----


def missing_codes(numbers: Iterable[float]) -> tuple[float, ...]:
    """Return the numbers of a column that look like codes for "not known": 99, 999, -9 and their like.

    Each lies far from all others: farther from them than these lie apart, or below zero where no other does.
    """
    distinct = sorted(set(numbers))
    codes = [number for number in distinct if number in _CODES]
    others = [number for number in distinct if number not in _CODES]
    # 7, 8 and 9 may be days and grades like all others.
    others = sorted({*others, *(code for code in codes if 0 <= code < LEAST_CODE)})
    if not others:
        return tuple(code for code in codes if code >= LEAST_CODE) if len(codes) == 1 else ()
    low, high = others[0], others[-1]
    width = max(high - low, 1)
    return tuple(
        code
        for code in codes
        if (code < 0 <= low and float(code).is_integer()) or (code >= LEAST_CODE and code - high > width)
    )
