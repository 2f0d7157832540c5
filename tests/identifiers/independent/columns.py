"""Columns as clinics have them in many languages, by people, by staff and harmless, in files of several sizes.

The people are Faker's and do not exist. None of this was written with an eye on the rules of the screen, nor changed
after them: only the languages of ``headers.json`` were looked at while the rules were mended, those of
``held_out_headers.json`` and the kinds that only these have measure them.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, Literal

from faker import Faker

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

Part = Literal["looked at", "held out"]
Truth = Literal["person", "staff", "harmless"]
FILES: dict[Part, str] = {"looked at": "headers.json", "held out": "held_out_headers.json"}
SEEDS: dict[Part, int] = {"looked at": 20261101, "held out": 20261102}
TRUTHS: tuple[Truth, ...] = ("person", "staff", "harmless")
SIZES = (12, 40, 300, 3_000)
SILENT_HEADERS = ("F7", "misc", "Info 2", "X1", "extra", "Column 12")
# Faker has no such names in the letters of these countries, where clinics write them in Latin ones.
LATIN_INITIALS = frozenset({"ja_JP", "zh_CN", "ko_KR", "th_TH", "vi_VN", "hi_IN"})
# What only its header tells from a number.
ONLY_BY_HEADER = frozenset({"age", "postcode", "latitude"})
ENGLISH: dict[str, tuple[str, ...]] = {
    "maiden name": ("Maiden name", "Name at birth"),
    "device id": ("MAC", "Device address"),
    "telegram": ("Telegram", "Messenger"),
    "came with": ("Came with", "Accompanied by", "Friend"),
    "place in words": ("what3words", "Place"),
    "towel colour": ("Towel colour", "Gown"),
    "lamp hours": ("Lamp hours", "Bulb age (h)"),
    "tip size": ("Tip size", "Nozzle"),
    "numbing minutes": ("Numbing (min)", "Time under cream"),
    "playlist": ("Playlist", "Music"),
}
TITLES = {
    "en_GB": "Mrs", "de_DE": "Frau", "fr_FR": "Mme", "es_ES": "Sra.", "it_IT": "Sig.ra", "pl_PL": "Pani",
    "pt_BR": "Sra.", "sv_SE": "Fru", "cs_CZ": "Paní", "el_GR": "κα", "ru_RU": "г-жа",
}  # fmt: skip
FAMILY_NAME_FIRST = frozenset({"ja_JP", "zh_CN", "ko_KR", "vi_VN", "hu_HU"})
UNSPACED = frozenset({"zh_CN", "ko_KR"})


@dataclass(frozen=True)
class DrawnColumn:
    """A column, what it is, and where it is from."""

    header: str
    texts: tuple[str, ...]
    truth: Truth
    kind: str
    locale: str
    rows: int
    header_tells: bool


@cache
def drawn_columns(part: Part, rows: int) -> tuple[DrawnColumn, ...]:
    """Return the columns of files of `rows` rows, the same every time."""
    chance = random.Random(SEEDS[part] + rows)
    Faker.seed(SEEDS[part] + rows)
    return tuple(_columns(chance, part, rows))


def _columns(chance: random.Random, part: Part, rows: int) -> Iterator[DrawnColumn]:
    written = _read(FILES[part])
    everywhere = _read(FILES["looked at"])["everywhere"]
    for locale in (name for name in written if name not in {"description", "everywhere"}):
        fake = Faker(locale)
        drawn: list[tuple[Truth, str, tuple[str, ...]]] = [
            *(("person", kind, texts) for kind, texts in _of_people(fake, chance, locale, rows, part)),
            *(("staff", kind, texts) for kind, texts in _of_staff(fake, chance, locale, rows)),
            *(("harmless", kind, texts) for kind, texts in _harmless(fake, chance, locale, rows, part)),
        ]
        for truth, kind, texts in drawn:
            headers = written[locale].get(kind) or everywhere.get(kind) or ENGLISH[kind]
            is_silent = kind not in ONLY_BY_HEADER and truth != "staff" and chance.random() < 0.2
            header = chance.choice(SILENT_HEADERS if is_silent else headers)
            yield DrawnColumn(header, texts, truth, kind, locale, rows, not is_silent)


# People ----


def _full_name(fake: Faker, locale: str) -> str:
    first, last = fake.first_name(), fake.last_name()
    if locale in FAMILY_NAME_FIRST:
        return f"{last}{first}" if locale in UNSPACED else f"{last} {first}"
    return f"{first} {last}"


def _initials(fake: Faker, chance: random.Random, locale: str) -> str:
    if locale in LATIN_INITIALS:
        first, last = chance.choice("AHKMNSTY"), chance.choice("AIKMNOSTWY")
    else:
        first, last = fake.first_name()[0], fake.last_name()[0]
    return chance.choice((f"{first}{last}", f"{first}.{last}."))


def _of_people(
    fake: Faker, chance: random.Random, locale: str, rows: int, part: Part
) -> Iterator[tuple[str, tuple[str, ...]]]:
    def digits(form: str) -> str:
        return "".join(str(chance.randrange(10)) if sign == "9" else sign for sign in form)

    def born(form: str) -> str:
        return fake.date_of_birth(minimum_age=16, maximum_age=80).strftime(form)

    def name() -> str:
        return _full_name(fake, locale)

    code = chance.choice(("%d%m%y", "%d%m%Y", "%y%m%d"))
    initials_form = chance.random()
    day = chance.choice(("%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y"))
    card = chance.choice(("9999 9999 9999", "999999999", "LC-99999", "70999999", "99999"))
    health = chance.choice(("999 999 9999", "A999999999", "9999-9999-99", "9999999999"))
    policy = chance.choice(("P999999", "999/99999", "AB 9999 9999", "99999999"))
    record = chance.choice(("999999", "H99999", "99-9999", "9999"))
    licence = chance.choice(("B999999999", "AB99 9999", "9999999999"))
    latin = Faker("en_GB" if locale in {*LATIN_INITIALS, "ar_AA", "he_IL", "el_GR", "ru_RU"} else locale)
    title = TITLES.get(locale)
    of_clients: dict[str, Callable[[], str]] = {
        "name": (lambda: f"{title} {fake.last_name()}") if title and chance.random() < 0.3 else name,
        "surname first": lambda: f"{fake.last_name()}, {fake.first_name()}",
        "first name": fake.first_name,
        "surname": fake.last_name,
        "initials": lambda: _initials(fake, chance, locale),
        "e-mail address": fake.email,
        "phone": fake.phone_number,
        "address": lambda: fake.address().replace("\n", ", "),
        "street": fake.street_address,
        "postcode": fake.postcode,
        "date of birth": lambda: born(day),
        "birthday": lambda: born("%d.%m."),
        "national number": fake.ssn,
        "health card": lambda: digits(health),
        "insurance number": lambda: digits(policy),
        "record number": lambda: digits(record),
        "passport": lambda: digits(f"{chance.choice('ABCKLNPX')}9999999"),
        "driving licence": lambda: digits(licence),
        "IBAN": fake.iban,
        "credit card": lambda: fake.credit_card_number("visa"),
        "handle": chance.choice((latin.user_name, lambda: f"@{latin.user_name()}")),
        "login": latin.user_name,
        "profile": lambda: f"instagram.com/{latin.user_name()}",
        "IP address": fake.ipv4,
        "photo": chance.choice((lambda: digits("IMG_9999.jpg"), lambda: f"{latin.user_name()}_before.png")),
        "age": lambda: str(chance.randrange(16, 93)),
        "number plate": fake.license_plate,
        "coordinates": lambda: f"{fake.latitude():.5f}, {fake.longitude():.5f}",
        "latitude": lambda: f"{chance.uniform(51.2, 51.7):.6f}",
        "emergency contact": lambda: f"{name()} {fake.phone_number()}" if chance.random() < 0.5 else name(),
        "partner": name,
        "loyalty card": lambda: digits(card),
        "client code": lambda: (
            f"{latin.first_name()[0]}{latin.last_name()[0]}{'-' if initials_form < 0.3 else ''}{born(code)}"
            if initials_form < 0.8
            else f"{latin.last_name()[:3].upper()}{latin.first_name()[:2].upper()}{born('%y')}"
        ),
        "name and phone": lambda: f"{name()}, {fake.phone_number()}",
    }
    if part == "held out":
        of_clients |= {
            "maiden name": fake.last_name,
            "device id": fake.mac_address,
            "telegram": lambda: f"@{latin.user_name()}",
            "came with": name,
            "place in words": lambda: ".".join(latin.words(3)),
        }
    for kind, make in of_clients.items():
        yield kind, _visits(chance, make, rows)
    yield "note", tuple("" if chance.random() < 0.4 else fake.sentence(nb_words=9) for _ in range(rows))
    # A few people each have many of the clients; others have no referrer, or a shop window.
    pool = max(4, min(60, rows // 6))
    words = _read("levels.json")[locale]["source"].split("|")[:2]
    some = words if chance.random() < 0.3 else []
    yield "referred by", _taken_from(chance, [*(name() for _ in range(pool)), *some], rows, 0.3)
    yield "family doctor", _taken_from(chance, [f"Dr {fake.last_name()}" for _ in range(pool)], rows, 0.1)
    yield "guardian", _visits(chance, name, rows, 0.6)
    yield "consent signed by", _visits(chance, name, rows, 0.1)


def _of_staff(fake: Faker, chance: random.Random, locale: str, rows: int) -> Iterator[tuple[str, tuple[str, ...]]]:
    people = 3 if rows < 100 else 6
    makers: dict[str, Callable[[], str]] = {
        "practitioner": lambda: _full_name(fake, locale),
        "nurse": fake.first_name,
        "entered by": lambda: _full_name(fake, locale),
        "staff initials": lambda: _initials(fake, chance, locale).replace(".", ""),
    }
    for kind, make in makers.items():
        yield kind, _taken_from(chance, [make() for _ in range(people)], rows, 0.05)


# Everything else ----


def _harmless(
    fake: Faker, chance: random.Random, locale: str, rows: int, part: Part
) -> Iterator[tuple[str, tuple[str, ...]]]:
    levels = {kind: words.split("|") for kind, words in _read("levels.json")[locale].items()}
    few = 3 if rows < 40 else 4
    for kind, words in levels.items():
        # As many as stand five times and more in most files of forty rows.
        yield kind, _taken_from(chance, words[:6], rows, 0.1)
    towns = [fake.city() for _ in range(few)]
    start = dt.date(2025, 1, 6)

    def day(form: str) -> str:
        return (start + dt.timedelta(days=chance.randrange(400))).strftime(form)

    def number(low: float, high: float, form: str) -> str:
        return form.format(chance.uniform(low, high))

    form = chance.choice(("%d/%m/%Y", "%Y-%m-%d", "%d.%m.%Y"))
    taken = {
        "clinic": towns,
        "room": [str(1 + room) for room in range(few)],
        "device": ["Dermapen 4", "SkinPen", "Exceed"],
        "product": ["CeraVe", "Cicaplast B5", "Aqua Balm", "Hyalu B5"][:few],
        "clinic postcode": [fake.postcode() for _ in range(2)],
        "cartridge pins": ["12", "16", "36"],
        "firmware": ["2.1.0", "2.1.3", "3.0.1"],
        "lot": [f"{chance.choice('ABGL')}{chance.randrange(1000, 9999)}" for _ in range(few)],
        "needle depth": ["0.5", "1.0", "1.5", "2.0"][:few],
        "year": ["2024", "2025"],
    }
    if part == "held out":
        taken |= {
            "towel colour": ["white", "grey", "blue"],
            "tip size": ["S", "M", "L"],
            "playlist": ["Rain", "Piano", "Café Jazz"],
        }
    for kind, words in taken.items():
        yield kind, _taken_from(chance, words, rows, 0.05)
    cycle = chance.randrange(100, 4_000)
    made: dict[str, Callable[[int], str]] = {
        "date": lambda _: day(form),
        "time": lambda _: f"{chance.randrange(8, 19):02}:{chance.choice('0134')}0",
        "month": lambda _: day(chance.choice(("%Y-%m",))),
        "ISO week": lambda _: day("%G-W%V"),
        "price": lambda _: number(40, 400, chance.choice(("{:.0f}", "{:.2f}"))),
        "minutes": lambda _: str(5 * chance.randrange(4, 19)),
        "autoclave cycle": lambda row: str(cycle + row // 4),
        "shots": lambda _: str(chance.randrange(400, 15_000)),
        "sessions": lambda _: str(chance.randrange(1, 9)),
        "temperature": lambda _: number(18, 26, "{:.1f}"),
        "humidity": lambda _: number(25, 70, "{:.0f}"),
        "BMI": lambda _: number(17, 39, "{:.1f}"),
        "energy": lambda _: str(chance.randrange(10, 80)),
        "hydration": lambda _: number(15, 80, "{:.2f}"),
    }
    if part == "held out":
        made |= {
            "lamp hours": lambda _: str(chance.randrange(0, 2_000)),
            "numbing minutes": lambda _: str(chance.randrange(10, 61)),
        }
    for kind, make in made.items():
        yield kind, tuple("" if chance.random() < 0.05 else make(row) for row in range(rows))


def _visits(chance: random.Random, make: Callable[[], str], rows: int, blank: float | None = None) -> tuple[str, ...]:
    """Return the value of each treatment of clients who come back up to five times, in a mixed order."""
    most = 3 if rows < 40 else 5
    texts: list[str] = []
    while len(texts) < rows:
        texts += [make()] * chance.randrange(1, most + 1)
    texts = texts[:rows]
    chance.shuffle(texts)
    share = chance.choice((0.0, 0.0, 0.15)) if blank is None else blank
    return tuple("" if chance.random() < share else text for text in texts)


def _taken_from(chance: random.Random, words: list[str], rows: int, blank: float) -> tuple[str, ...]:
    """Return one of a few texts for each treatment, some of them more often than others."""
    weights = [chance.uniform(1, 3) for _ in words]
    texts = chance.choices(words, weights, k=rows)
    return tuple("" if chance.random() < blank else text for text in texts)


@cache
def _read(name: str) -> dict[str, dict[str, str]]:
    words: dict[str, dict[str, str]] = json.loads(
        resources.files(__package__).joinpath(name).read_text(encoding="utf-8")
    )
    return words
