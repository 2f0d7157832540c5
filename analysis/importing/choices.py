"""What the manager chose for a file, as one value: hashable, so that it can be part of a cache key."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from analysis.files.layout import ALL_SHEETS, ENCODINGS, LayoutChoices
from analysis.identifiers import kinds
from analysis.identifiers.choices import ScreenChoices
from analysis.outcome_log.codebook import fold
from analysis.outcome_log.columns import EXTRA_FACTOR, LEAVE_OUT
from analysis.outcome_log.log import OUTCOME

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from analysis.identifiers.screening import Finding
    from analysis.outcome_log.dates import DateOrder
    from analysis.outcome_log.value_kinds import ValueKind

# Which sheets hold the log is a choice of the layout: another sheet is another table.
ABOUT_SHEETS = "sheets"
ALL_TOGETHER = "all sheets with this header together"
# So is whether the first row names the columns.
ABOUT_FIRST_ROW = "first row"
NAMES_COLUMNS = "it names the columns"
IS_A_TREATMENT = "it is a treatment"
HEADER_ROWS: Mapping[str, int] = MappingProxyType({NAMES_COLUMNS: 1, IS_A_TREATMENT: 0})
# And so is which encoding makes words of it; the answer begins with its name.
ABOUT_ENCODING = "encoding"
_CODECS: Mapping[str, str] = MappingProxyType({title: encoding for encoding, title in ENCODINGS.items()})
# Any number of columns can mean one of these.
_SHARED = frozenset({EXTRA_FACTOR, LEAVE_OUT})


@dataclass(frozen=True)
class ImportChoices:
    """What the manager chose for a file.

    Attributes
    ----------
    columns : tuple of (column, meaning)
        The meaning is the name of a field, "extra factor" or "leave out".
    yes, no, unknown : frozenset of str
        Texts of the outcome column. Where any is given, every text that none lists means `others` (None: it is not
        understood), unless it says itself that the outcome is not known.
    values : tuple of (column, tuple of (text, meaning))
        For any other column; the meaning is a level, or "" for "not known".
    date_order : {"day first", "month first", "year first"} or None
        For columns whose dates do not tell it.
    forced_date_order : {"day first", "month first", "year first"} or None
        For all columns, also where the dates show otherwise; for one file only and not remembered.
    layout : LayoutChoices
    screen : ScreenChoices
    answers : tuple of (about, reading)
        What was answered where a file can be read in more than one way; see `decisions`.
    kinds : tuple of (column, kind)
        For columns outside the codebook: whether their values are numbers, ordered groups or names.
    """

    columns: tuple[tuple[str, str], ...] = ()
    yes: frozenset[str] = field(default_factory=frozenset)
    no: frozenset[str] = field(default_factory=frozenset)
    unknown: frozenset[str] = field(default_factory=frozenset)
    others: Literal["yes", "no"] | None = None
    values: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    date_order: DateOrder | None = None
    forced_date_order: DateOrder | None = None
    layout: LayoutChoices = field(default_factory=LayoutChoices)
    screen: ScreenChoices = field(default_factory=ScreenChoices)
    answers: tuple[tuple[str, str], ...] = ()
    kinds: tuple[tuple[str, ValueKind], ...] = ()

    @property
    def screening(self) -> ScreenChoices:
        """What holds for the screen: whoever says what a column means, says that it is to be used."""
        used = {(column, kinds.UNCLEAR) for column, meaning in self.columns if meaning != LEAVE_OUT}
        used |= {(column, kinds.UNCLEAR) for column, _ in self.kinds}
        return replace(self.screen, keep=self.screen.keep | used)

    def answer_to(self, about: str) -> str | None:
        """Return the reading that was chosen; None where nobody was asked yet."""
        return dict(self.answers).get(about)

    def with_answer(self, about: str, reading: str) -> ImportChoices:
        """Return the same choices with another answer to one question."""
        if about == ABOUT_SHEETS:
            sheet = ALL_SHEETS if reading == ALL_TOGETHER else _sheet_named(reading)
            return replace(self, layout=replace(self.layout, sheet=sheet))
        if about == ABOUT_ENCODING and (encoding := encoding_named(reading)) is not None:
            return replace(self, layout=replace(self.layout, encoding=encoding))
        if about == ABOUT_FIRST_ROW and reading in HEADER_ROWS:
            return replace(self, layout=replace(self.layout, header_rows=HEADER_ROWS[reading]))
        return replace(self, answers=tuple((dict(self.answers) | {about: reading}).items()))

    def without_answer(self, about: str) -> ImportChoices:
        """Return the same choices with one question open again."""
        return replace(self, answers=tuple(pair for pair in self.answers if pair[0] != about))

    def fitting(self, header: Iterable[str]) -> ImportChoices:
        """Return what of this applies to a file with these columns, whatever the case and spaces of their names."""
        names = list(header)
        spelled = {fold(name): name for name in reversed(names)} | {name: name for name in names}

        def own(column: str) -> str | None:
            return spelled.get(column) or spelled.get(fold(column))

        keep = {(name, kind) for column, kind in self.screen.keep if (name := own(column))}
        pseudonymise = {name for column in self.screen.pseudonymise if (name := own(column))}
        return replace(
            self,
            columns=tuple({name: meaning for column, meaning in self.columns if (name := own(column))}.items()),
            values=tuple({name: texts for column, texts in self.values if (name := own(column))}.items()),
            kinds=tuple({name: kind for column, kind in self.kinds if (name := own(column))}.items()),
            screen=ScreenChoices(frozenset(keep), frozenset(pseudonymise)),
        )

    def over(self, known: ImportChoices) -> ImportChoices:
        """Return these choices, and where they say nothing, what `known` says.

        Where they give a column another meaning, or a field another column, what `known` says of its texts is of
        something else: that goes as in `with_column`.
        """
        for column, meaning in self.columns:
            if known.contradicts(column, meaning):
                known = known.with_column(column, meaning)
        layout = {
            each.name: chosen
            if (chosen := getattr(self.layout, each.name)) is not None
            else getattr(known.layout, each.name)
            for each in fields(LayoutChoices)
        }
        of_outcome = self if self.yes or self.no or self.unknown else known
        return replace(
            self,
            columns=_chosen_anew(known.columns, self.columns),
            yes=of_outcome.yes,
            no=of_outcome.no,
            unknown=of_outcome.unknown,
            others=of_outcome.others,
            values=tuple((dict(known.values) | dict(self.values)).items()),
            date_order=self.date_order or known.date_order,
            layout=LayoutChoices(**layout),
            answers=tuple((dict(known.answers) | dict(self.answers)).items()),
            kinds=tuple((dict(known.kinds) | dict(self.kinds)).items()),
            screen=ScreenChoices(
                self.screen.keep | known.screen.keep, self.screen.pseudonymise | known.screen.pseudonymise
            ),
        )

    def remembered(self, findings: Iterable[Finding]) -> ImportChoices:
        """Return what of this holds for the next file, too: a column is kept only as what it looks like in this one."""
        kept = frozenset((each.column, each.kind) for each in findings if each.action == "kept")
        return replace(self, forced_date_order=None, screen=replace(self.screen, keep=kept))

    def with_column(self, column: str, meaning: str) -> ImportChoices:
        """Return the same choices with another meaning of one column, of whose texts nothing is chosen any more."""
        fresh = self.with_values(column, {})
        if meaning == OUTCOME:
            about_others = tuple(pair for pair in self.answers if not pair[0].startswith(OUTCOME))
            fresh = replace(fresh, yes=frozenset(), no=frozenset(), unknown=frozenset(), answers=about_others)
        return replace(fresh.with_kind(column, None), columns=_chosen_anew(self.columns, ((column, meaning),)))

    def with_kind(self, column: str, kind: ValueKind | None) -> ImportChoices:
        """Return the same choices with another kind of values for one column; None leaves it to the reading."""
        others = tuple(pair for pair in self.kinds if pair[0] != column)
        return replace(self, kinds=others if kind is None else (*others, (column, kind)))

    def contradicts(self, column: str, meaning: str) -> bool:
        """Tell whether these choices give a column another meaning, or its field to another column."""
        return any(
            (own != meaning) if fold(name) == fold(column) else (own == meaning and meaning not in _SHARED)
            for name, own in self.columns
        )

    def with_values(self, column: str, meanings: Mapping[str, str]) -> ImportChoices:
        """Return the same choices with other meanings for the texts of one column; none takes them back."""
        others = tuple(pair for pair in self.values if pair[0] != column)
        return replace(self, values=(*others, (column, tuple(meanings.items()))) if meanings else others)


def only_sheet(name: str) -> str:
    """Return the answer that one sheet alone holds the log."""
    return f"only “{name}”"


def encoding_named(reading: str) -> str | None:
    """Return the encoding that an answer begins with; None where it names none."""
    return _CODECS.get(reading.partition(":")[0])


def _sheet_named(reading: str) -> str:
    return reading.removeprefix("only “").removesuffix("”")


def _chosen_anew(known: Iterable[tuple[str, str]], fresh: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    """Return what columns mean: a field has one column, so what is chosen anew takes it from the one that had it."""
    columns, meanings = {column for column, _ in fresh}, {meaning for _, meaning in fresh}
    staying = (pair for pair in known if pair[0] not in columns and pair[1] not in meanings - _SHARED)
    return (*staying, *fresh)
