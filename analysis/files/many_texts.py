"""The distinct texts of a column: a few are a list, a million stay with Arrow and are looked at by their forms."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from itertools import compress
from typing import TYPE_CHECKING, NamedTuple, cast, overload

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

if TYPE_CHECKING:
    from collections.abc import Iterator

# So many Python texts are made and gone through in a few milliseconds.
MOST_LISTED = 10_000
# Of so many codes each is sought by itself: comparing whole columns of small numbers is faster than looking up.
FEW_CODES = 3
# Up to so many texts, to count each by itself takes less time than to look at each row.
FEW_TO_COUNT = 12
# Of texts that begin alike the rest is sorted as a number where it has no more bytes than that.
NUMBER_BYTES, MOST_SHARED = 8, 16
_ALIKE = bytes.maketrans(b"123456789", b"0" * 9)
_ALIKE_LETTERS = str.maketrans("123456789", "0" * 9)
# What is neither a blank nor a sign that nobody sees, and so stands at both ends of most texts.
_FIRST_PLAIN, _LAST_PLAIN = ord("!"), ord("~")
_PLAIN = np.zeros(256, dtype=bool)
_PLAIN[_FIRST_PLAIN : _LAST_PLAIN + 1] = True


class Coded(NamedTuple):
    """A column, or a part of one, as Arrow's texts.

    Attributes
    ----------
    codes : ndarray of int, one for each row
        In as few bytes as they fit in.
    texts : StringArray
        Each of them once, as they come.
    """

    codes: np.ndarray
    texts: pa.StringArray

    @classmethod
    def of(cls, column: pa.DictionaryArray) -> Coded:
        """Return what Arrow has encoded."""
        return cls(narrow(column.indices.to_numpy(), len(column.dictionary)), column.dictionary)


class ManyTexts(Sequence[str]):
    """Distinct texts held by Arrow, each of which becomes a Python text when it is asked for.

    Parameters
    ----------
    array : LargeStringArray
        Without nulls.
    """

    def __init__(self, array: pa.LargeStringArray) -> None:
        self.array = array

    @cached_property
    def forms(self) -> tuple[list[str], np.ndarray]:
        """See `digit_forms`: several look for something in the forms of the same texts."""
        _, offsets, data = self.array.buffers()
        alike = pa.py_buffer(data.to_pybytes().translate(_ALIKE))
        forms = pa.LargeStringArray.from_buffers(len(self.array), offsets, alike, offset=self.array.offset)
        encoded = forms.dictionary_encode()
        return encoded.dictionary.to_pylist(), narrow(encoded.indices.to_numpy(), len(encoded.dictionary))

    def __len__(self) -> int:
        """Return how many there are."""
        return len(self.array)

    @overload
    def __getitem__(self, place: int) -> str: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[str, ...]: ...
    def __getitem__(self, place: int | slice) -> str | tuple[str, ...]:
        """Return one of them, or a tuple of several."""
        found = self.array[place]
        return tuple(found.to_pylist()) if isinstance(place, slice) else cast("str", found.as_py())

    def __iter__(self) -> Iterator[str]:
        """Yield them in their order, a part at a time."""
        for start in range(0, len(self.array), MOST_LISTED):
            yield from self.array.slice(start, MOST_LISTED).to_pylist()

    def taken(self, places: np.ndarray) -> ManyTexts:
        """Return those in some places; the first ones in their order, as ids often are, are not copied."""
        if np.array_equal(places, np.arange(len(places))):
            return ManyTexts(self.array.slice(0, len(places)))
        return ManyTexts(self.array.take(pa.array(places)))

    def distinct(self) -> tuple[ManyTexts, np.ndarray]:
        """Return each text once, as they come, and for every text its place among these."""
        encoded = self.array.dictionary_encode()
        return ManyTexts(encoded.dictionary), encoded.indices.to_numpy()

    def positions(self, texts: ManyTexts, preferred: np.ndarray | None = None) -> np.ndarray:
        """Return the place of each of some distinct texts; -1 where it is not among these.

        Where a text stands in several places it is the first of them, if possible one that is marked as preferred.
        """
        # Only those sought are remembered, and all of these are looked at.
        found = pc.index_in(self.array, value_set=texts.array).fill_null(-1).to_numpy()
        at = np.flatnonzero(found >= 0)[::-1]
        places = np.full(len(texts), -1, dtype=np.int64)
        places[found[at]] = at
        if preferred is not None:
            at = at[preferred[at]]
            places[found[at]] = at
        return places

    def places_matching(self, pattern: str) -> np.ndarray:
        """Return the places of the texts in which a pattern of RE2 is found."""
        return np.flatnonzero(pc.match_substring_regex(self.array, pattern).to_numpy(zero_copy_only=False))

    def replaced(self, places: np.ndarray, texts: Sequence[str]) -> ManyTexts:
        """Return these with other texts in some places, which ascend."""
        if not len(places):
            return self
        marks = np.zeros(len(self), dtype=bool)
        marks[places] = True
        return ManyTexts(pc.replace_with_mask(self.array, pa.array(marks), pa.array(texts, pa.large_string())))

    def followed_by(self, texts: ManyTexts) -> ManyTexts:
        """Return these and others behind them."""
        return ManyTexts(pa.concat_arrays([self.array, texts.array])) if len(texts) else self


def as_many(texts: Sequence[str]) -> ManyTexts:
    """Return texts as they are held by Arrow."""
    return texts if isinstance(texts, ManyTexts) else ManyTexts(pa.array(texts, pa.large_string()))


def with_one_more(texts: Sequence[str], text: str) -> Sequence[str]:
    """Return texts and one behind them."""
    if isinstance(texts, ManyTexts):
        return texts.followed_by(as_many([text]))
    return (*texts, text)


def texts_in(categories: pd.Index) -> Sequence[str]:
    """Return the texts of a categorical column: a list, or `ManyTexts` where Arrow holds them."""
    if not _is_of_arrow(categories):
        return cast("Sequence[str]", categories.tolist())
    array = pa.array(categories.array)
    array = array.combine_chunks() if isinstance(array, pa.ChunkedArray) else array
    return ManyTexts(array.cast(pa.large_string()))


def listed_if_few(texts: pa.StringArray) -> Sequence[str]:
    """Return texts of Arrow as Python texts, unless there are too many to go through one by one."""
    return ManyTexts(texts.cast(pa.large_string())) if len(texts) > MOST_LISTED else tuple(texts.to_pylist())


def index_of(texts: Sequence[str]) -> pd.Index:
    """Return distinct texts as the categories of a column."""
    if isinstance(texts, ManyTexts):
        held: pd.Index = pd.Index(pd.array(texts.array, dtype="str"))
        return held
    return pd.Index(list(texts), dtype=object)


def categorical(codes: np.ndarray, categories: pd.Index) -> pd.Categorical:
    """Return a column in as few bytes as its codes fit in.

    Parameters
    ----------
    codes : ndarray of int
        Positions in `categories`, or -1.
    categories : Index
        Distinct: to see that of a million takes longer than all else, so it is taken for granted.
    """
    codes = narrow(codes, len(categories))
    # The only way without a look.
    dtype = pd.CategoricalDtype._from_fastpath(categories, ordered=False)  # type: ignore[attr-defined] # noqa: SLF001
    return pd.Categorical.from_codes(codes, dtype=dtype, validate=False)


def narrow(codes: np.ndarray, texts: int) -> np.ndarray:
    """Return codes in as few bytes as those of so many texts fit in."""
    return codes.astype(np.min_scalar_type(-max(texts, 1)), copy=False)


def value_of_each(codes: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Return for each code the value in its place; numpy would make large numbers of the codes first."""
    taken: np.ndarray = pa.array(values).take(pa.array(codes)).to_numpy()
    return taken


def joined(columns: Sequence[pd.Series]) -> pd.Categorical:
    """Return columns of texts one below the other."""
    listed = [pd.Series(categorical(each.array.codes, each.array.categories.astype(object))) for each in columns]
    return pd.api.types.union_categoricals(listed)


def digit_forms(texts: Sequence[str]) -> tuple[list[str], np.ndarray]:
    """Return what texts look like where one digit is as good as another, and the place of each text's form."""
    if isinstance(texts, ManyTexts):
        return texts.forms
    alike_texts = [text.translate(_ALIKE_LETTERS) for text in texts]
    places = {form: place for place, form in enumerate(dict.fromkeys(alike_texts))}
    return list(places), np.array([places[form] for form in alike_texts], dtype=np.int32)


def are_blank(texts: Sequence[str]) -> np.ndarray:
    """Mark the texts that hold nothing but blanks."""
    if not isinstance(texts, ManyTexts):
        return ~np.fromiter(map(bool, map(str.strip, texts)), dtype=bool, count=len(texts))
    blank = ~_with_plain_edges(texts)
    places = np.flatnonzero(blank)
    blank[places] = [not text.strip() for text in texts.taken(places)]
    return blank


def are_stripped(texts: ManyTexts) -> bool:
    """Tell whether it shows at once that no text has blanks at its ends."""
    return bool(_with_plain_edges(texts).all())


def begin_with(texts: ManyTexts, sign: str) -> bool:
    """Tell whether any text begins with a sign of ASCII."""
    starts, ends, data = _edges(texts)
    return bool((data[starts[ends > starts]] == ord(sign)).any())


def sorted_places(texts: ManyTexts) -> np.ndarray:
    """Return the places of texts in the order that Python sorts them in, which is that of their bytes in UTF-8."""
    numbers = _as_numbers(texts)
    if numbers is None:
        of_arrow: np.ndarray = pc.array_sort_indices(texts.array).to_numpy()
        return of_arrow
    return np.arange(len(numbers)) if _ascend(numbers) else np.argsort(numbers)


def in_one(parts: Sequence[Coded]) -> Coded:
    """Return the parts of a column as one."""
    texts = pa.concat_arrays([part.texts for part in parts])
    if len(texts) > MOST_LISTED and _are_distinct(ManyTexts(texts.cast(pa.large_string()))):
        whole = Coded(narrow(np.arange(len(texts)), len(texts)), texts)
    else:
        whole = Coded.of(texts.dictionary_encode())
    codes = np.empty(sum(len(part.codes) for part in parts), dtype=whole.codes.dtype)
    row = text = 0
    for part in parts:
        # With "clip" numpy writes where it is told to without a buffer between; no code lies outside.
        np.take(whole.codes[text:], part.codes, out=codes[row : row + len(part.codes)], mode="clip")
        row, text = row + len(part.codes), text + len(part.texts)
    return Coded(codes, whole.texts)


def _are_distinct(texts: ManyTexts) -> bool:
    """Tell whether it shows by their numbers, which are sorted much faster than texts are compared."""
    numbers = _as_numbers(texts)
    if numbers is None:
        return False
    if not _ascend(numbers):
        numbers.sort()
    return bool((numbers[1:] != numbers[:-1]).all())


def _ascend(numbers: np.ndarray) -> bool:
    """Tell whether numbers stand in their order, as those of ids often do."""
    return bool((numbers[1:] >= numbers[:-1]).all())


def _as_numbers(texts: ManyTexts) -> np.ndarray | None:
    """Return a number for each text, in the order of the texts, by what follows where all of them begin alike.

    None where that has more bytes than a number. Texts hold no zero byte, so that a shorter one is less.
    """
    starts, ends, data = _edges(texts)
    lengths = ends - starts
    if len(data) < NUMBER_BYTES or not lengths.all():
        return None
    shared = _shared_at_the_start(starts, lengths, data)
    if lengths.max(initial=0) - shared > NUMBER_BYTES:
        return None
    starts += shared
    words = np.ndarray(len(data) - NUMBER_BYTES + 1, dtype=">u8", buffer=data.data, strides=(1,))
    # The last ones are shorter than a number: those before them are shifted out.
    before = np.maximum(starts - len(words) + 1, 0)
    numbers = words[starts - before].astype(np.uint64) << (8 * before).astype(np.uint64)
    unused = (8 * (NUMBER_BYTES + shared - lengths)).astype(np.uint64)
    of_texts: np.ndarray = (numbers >> unused) << unused
    return of_texts


def _shared_at_the_start(starts: np.ndarray, lengths: np.ndarray, data: np.ndarray) -> int:
    """Return how many bytes all texts begin with alike, of as many as are looked at, and each has one more."""
    most = int(lengths.min(initial=MOST_SHARED)) - 1 if len(lengths) else 0
    return next((place for place in range(most) if (data[starts + place] != data[starts[0] + place]).any()), most)


def rows_with_each(column: pd.Categorical) -> np.ndarray:
    """Return in how many rows each text of a column stands; all of its codes are texts."""
    codes, texts = column.codes, len(column.categories)
    if texts > FEW_TO_COUNT:
        return np.bincount(codes, minlength=texts)
    return np.array([np.count_nonzero(codes == code) for code in range(texts)], dtype=np.int64)


def rows_marked(marks: np.ndarray, codes: np.ndarray) -> np.ndarray:
    """Return for each row whether its code is marked.

    Parameters
    ----------
    marks : ndarray of bool, one for each code
    codes : ndarray of int, one for each row
    """
    marked = np.flatnonzero(marks)
    if len(marked) <= FEW_CODES:
        return _rows_with(marked, codes)
    if len(marks) - len(marked) <= FEW_CODES:
        return ~_rows_with(np.flatnonzero(~marks), codes)
    rows: np.ndarray = marks[codes]
    return rows


def _rows_with(wanted: np.ndarray, codes: np.ndarray) -> np.ndarray:
    rows = np.zeros(len(codes), dtype=bool)
    for code in wanted.tolist():
        rows |= codes == code
    return rows


def _with_plain_edges(texts: ManyTexts) -> np.ndarray:
    """Mark the texts whose first and last sign are seen and of ASCII: to strip these changes nothing."""
    starts, ends, data = _edges(texts)
    if not len(data):
        return np.zeros(len(texts), dtype=bool)
    is_filled: np.ndarray = ends > starts
    # Of most ids every sign is such a one, which is seen much faster than what stands at the ends of each.
    if data.min() >= _FIRST_PLAIN and data.max() <= _LAST_PLAIN:
        return is_filled
    firsts = data[np.minimum(starts, len(data) - 1)]
    plain: np.ndarray = _PLAIN[firsts] & _PLAIN[data[ends - 1]] & is_filled
    return plain


def _edges(texts: ManyTexts) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return where each text begins and ends in the bytes of all, and these."""
    array = texts.array
    _, offsets, data = array.buffers()
    places = np.frombuffer(offsets, dtype=np.int64)[array.offset : array.offset + len(array) + 1]
    letters = np.frombuffer(data, dtype=np.uint8) if data is not None else np.empty(0, dtype=np.uint8)
    return places[:-1].copy(), places[1:], letters


def _is_of_arrow(categories: pd.Index) -> bool:
    return len(categories) > MOST_LISTED and isinstance(categories.dtype, pd.StringDtype)


def those_at(texts: Sequence[str], places: np.ndarray) -> Sequence[str]:
    """Return the texts in some places."""
    return texts.taken(places) if isinstance(texts, ManyTexts) else [texts[place] for place in places.tolist()]


def any_holds(texts: Sequence[str], part: str) -> bool:
    """Tell whether a part stands in any text."""
    if isinstance(texts, ManyTexts):
        return bool(pc.any(pc.match_substring(texts.array, part)).as_py())
    return any(part in text for text in texts)


def selected(texts: Sequence[str], marks: np.ndarray) -> Sequence[str]:
    """Return the texts that are marked."""
    if not isinstance(texts, ManyTexts):
        return tuple(compress(texts, marks))
    return texts if marks.all() else ManyTexts(texts.array.filter(pa.array(marks)))
