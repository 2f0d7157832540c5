"""Read mutated workbooks until the time is up: each must be read or refused in a sentence, and cost little.

Run on demand, ``python -m tests.fuzz.workbooks --minutes 10``. What it finds is printed and kept in the folder named by
``--finds``; mend it, and make it a test in tests/files.
"""

from __future__ import annotations

import argparse
import io
import random
import re
import resource
import time
import traceback
import zipfile
from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from analysis.errors import DashboardError
from analysis.files.reading import read
from tests.files.workbooks import ods, packed, xls, xlsx

ROWS: list[Sequence[object]] = [
    ["id", "date", "breakout", "depth"],
    *([str(n), f"2026-05-{n:02}", ["yes", "no"][n % 2], n / 4] for n in range(1, 9)),
]
SEEDS = {
    "xlsx": xlsx({"Log": ROWS, "Lists": [["yes"], ["no"]]}, merged=["A12:C13"], hidden=["Lists"]),
    "xls": xls({"Log": ROWS, "Lists": [["yes"], ["no"]]}),
    "ods": ods({"Log": ROWS, "Lists": [["yes"], ["no"]]}),
}
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
SHARED = f'<sst xmlns="{NAMESPACE}" count="9" uniqueCount="2"><si><t>a</t></si></sst>'
EXTREME = (0, 1, 127, 128, 255, 256, 32767, 32768, 65535, 65536, 2**20, 2**31 - 1, 2**31, 2**32 - 1, 2**63, 10**30)
# A sound file of this size is read in a tenth of a second, most of it the start of the process.
LONGEST_SECONDS = 20.0
MOST_GROWTH_BYTES = 300_000_000
# What no check foresaw, and the process of its own made harmless: worth a check.
STOPPED = "stopped in its process"
BROKE_DOWN = re.compile("takes more memory|takes longer")


def main() -> None:
    """Fuzz, and print what was found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--finds", type=Path, default=Path("fuzz_finds"))
    said = parser.parse_args()
    outcomes: Counter[str] = Counter()
    started = time.monotonic()
    number = said.seed
    while time.monotonic() - started < 60 * said.minutes:
        kind, content = case(number)
        outcome = tried(content, f"log.{kind}")
        outcomes[f"{kind}: {outcome}"] += 1
        if outcome.startswith("FOUND") or outcome == STOPPED:
            said.finds.mkdir(exist_ok=True)
            (said.finds / f"{number}.{kind}").write_bytes(content)
            print(f"case {number}, {kind}: {outcome}")
        number += 1
    for outcome, times in sorted(outcomes.items()):
        print(f"{times:7,}  {outcome}")


def case(number: int) -> tuple[str, bytes]:
    """Return one mutated workbook; the same number gives the same one."""
    random_ = random.Random(number)
    kind = random_.choice(sorted(SEEDS))
    content = SEEDS[kind]
    mutate = mutated_bytes if kind == "xls" or random_.random() < 0.1 else mutated_parts
    return kind, mutate(content, random_)


def tried(content: bytes, name: str) -> str:
    """Read a file and return what came of it."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    started = time.monotonic()
    try:
        read(content, name)
        outcome = "read"
    except DashboardError as refusal:
        outcome = STOPPED if BROKE_DOWN.search(str(refusal)) else "refused"
    except BaseException:  # noqa: BLE001 - whatever comes up is what is looked for
        return f"FOUND a traceback\n{traceback.format_exc()}"
    if time.monotonic() - started > LONGEST_SECONDS:
        return f"FOUND slow: {time.monotonic() - started:.0f} s, {outcome}"
    if resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 - before > MOST_GROWTH_BYTES:
        return f"FOUND large: {outcome}"
    return outcome


def mutated_parts(content: bytes, random_: random.Random) -> bytes:
    """Return a ZIP workbook with the text of some parts mutated."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    if "content.xml" not in parts:
        parts["xl/sharedStrings.xml"] = SHARED.encode()
    for _ in range(random_.randint(1, 4)):
        name = random_.choice(sorted(parts))
        parts[name] = random_.choice(XML_MUTATIONS)(parts[name], random_)
    return packed(parts)


def mutated_bytes(content: bytes, random_: random.Random) -> bytes:
    """Return a file with some of its bytes mutated."""
    for _ in range(random_.randint(1, 6)):
        content = random_.choice(BYTE_MUTATIONS)(content, random_)
    return content


def _spot(content: bytes, random_: random.Random) -> int:
    return random_.randrange(max(len(content), 1))


def _number(content: bytes, random_: random.Random) -> bytes:
    """Replace one number of an attribute or a text by an extreme one."""
    numbers = list(re.finditer(rb"\d+", content))
    if not numbers:
        return content
    chosen = random_.choice(numbers)
    extreme = str(random_.choice(EXTREME)).encode() * random_.choice((1, 1, 1, 300))
    return content[: chosen.start()] + random_.choice((b"", b"-")) + extreme + content[chosen.end() :]


def _attribute(content: bytes, random_: random.Random) -> bytes:
    """Give one element an attribute that repeats or counts."""
    names = (
        "table:number-rows-repeated",
        "table:number-columns-repeated",
        "text:c",
        "count",
        "uniqueCount",
        "r",
        "s",
        "t",
    )
    tags = list(re.finditer(rb"<[\w:]+(?=[\s/>])", content))
    if not tags:
        return content
    end = random_.choice(tags).end()
    return content[:end] + f' {random_.choice(names)}="{random_.choice(EXTREME)}"'.encode() + content[end:]


def _element(content: bytes, random_: random.Random) -> bytes:
    """Repeat, drop or move a piece between two tags."""
    edges = [match.start() for match in re.finditer(rb"<", content)]
    if len(edges) < 3:
        return content
    start, end = sorted(random_.sample(edges, 2))
    piece = content[start:end]
    to = random_.choice(edges)
    mutated: bytes = random_.choice(
        (
            content[:end] + piece * random_.choice((1, 2, 1000)) + content[end:],
            content[:start] + content[end:],
            content[:to] + piece + content[to:],
        )
    )
    return mutated[:50_000_000]


def _flip(content: bytes, random_: random.Random) -> bytes:
    spot = _spot(content, random_)
    return content[:spot] + bytes([random_.randrange(256)]) + content[spot + 1 :]


def _cut(content: bytes, random_: random.Random) -> bytes:
    return content[: _spot(content, random_)]


def _spaces(content: bytes, random_: random.Random) -> bytes:
    """Put a run of blanks, as OpenDocument writes it, into a text."""
    blanks = f'<text:s text:c="{random_.choice(EXTREME)}"/>'.encode()
    return content.replace(b"<text:p>", b"<text:p>" + blanks, random_.choice((1, -1)))


def _extreme_field(content: bytes, random_: random.Random) -> bytes:
    """Replace two or four bytes by an extreme number."""
    size: int = random_.choice((2, 4))
    spot = _spot(content, random_)
    value: int = random_.choice(EXTREME) % 256**size
    return content[:spot] + value.to_bytes(size, "little") + content[spot + size :]


def _record(content: bytes, random_: random.Random) -> bytes:
    """Replace a number in a record of an old workbook, found by its kind."""
    kinds = (0x00FC, 0x0200, 0x00FD, 0x0203, 0x0208, 0x0085, 0x00BD, 0x00E5, 0x041E, 0x00E0)
    places = [match.start() for match in re.finditer(re.escape(random_.choice(kinds).to_bytes(2, "little")), content)]
    if not places:
        return content
    spot = random_.choice(places) + 2 + 2 * random_.randrange(8)
    value = random_.choice(EXTREME) % 256**4
    return content[:spot] + value.to_bytes(4, "little") + content[spot + 4 :]


Mutation = Callable[[bytes, random.Random], bytes]
XML_MUTATIONS: Sequence[Mutation] = (_number, _number, _attribute, _attribute, _element, _flip, _cut, _spaces)
BYTE_MUTATIONS: Sequence[Mutation] = (_extreme_field, _extreme_field, _record, _record, _record, _flip, _cut)

if __name__ == "__main__":
    main()
