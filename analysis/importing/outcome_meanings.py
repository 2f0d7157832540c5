"""What the texts of the outcome column mean: by the manager's word, else by the header, the column or the codebook."""

from __future__ import annotations

from typing import TYPE_CHECKING

from analysis.outcome_log.answers import answers_of_pair
from analysis.outcome_log.codebook import NO, YES, fold, load, opposite
from analysis.outcome_log.legends import legend
from analysis.outcome_log.outcome_words import answer_in_words, denies_anything, sign_of
from analysis.outcome_log.values import level_key

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from analysis.importing.choices import ImportChoices
    from analysis.importing.import_account import OutcomeMeaning

# Under “No breakout” nobody knows of what there was none.
_DENIES_ANYTHING = frozenset({"none", "nil", "never"})
# What a box says that is not ticked. Beside a "no" it may mean that nobody looked.
_UNTICKED = frozenset({"unchecked", "not checked", "unticked", "not ticked", "not selected", "unselected"})


def outcome_meanings(
    texts: Iterable[str], choices: ImportChoices, *, header: str = "", is_turned: bool = False
) -> tuple[OutcomeMeaning, ...]:
    """Return what each text of the outcome column means: by the manager's word, else by the codebook.

    Parameters
    ----------
    texts : iterable of str
    choices : ImportChoices
    header : str
        Of the column; it may say what the answers mean.
    is_turned : bool
        Whether the header denies, so that the codebook's yes means no breakout and its no means one.
    """
    chosen: dict[str, OutcomeMeaning] = {level_key(text): "unknown" for text in choices.unknown}
    chosen |= {level_key(text): "no" for text in choices.no}
    chosen |= {level_key(text): "yes" for text in choices.yes}
    texts = tuple(texts)
    pairs = answers_of_pair(texts, load().outcome) or {} if not chosen else {}
    if not chosen and (meanings := legend(header)):
        by_header: dict[str, OutcomeMeaning] = {YES: "yes", NO: "no", "": "unknown"}
        legends = {text: by_header[meanings[level_key(text)]] for text in texts if level_key(text) in meanings}
        rest = dict(zip(texts, outcome_meanings(texts, choices, is_turned=is_turned), strict=True))
        if len(meanings) == 1 and any({meaning, rest[text]} == {"yes", "no"} for text, meaning in legends.items()):
            # The header turns one sign round and says nothing of the others.
            rest = {text: "unknown" if meaning == "unknown" else "not understood" for text, meaning in rest.items()}
        return tuple(legends.get(text) or rest[text] for text in texts)
    meant = tuple(_outcome_meaning(text, chosen, choices, pairs.get(text), is_turned=is_turned) for text in texts)
    unticked = {text for text in texts if fold(text) in _UNTICKED and level_key(text) not in chosen}
    if not any(load().answer_of(text) == NO for text in texts if text not in unticked):
        return meant
    return tuple("not understood" if text in unticked else each for text, each in zip(texts, meant, strict=True))


def _outcome_meaning(
    text: str, chosen: Mapping[str, OutcomeMeaning], choices: ImportChoices, in_pair: str | None, *, is_turned: bool
) -> OutcomeMeaning:
    codebook = load()
    if level_key(text) in chosen:
        return chosen[level_key(text)]
    if codebook.outcome.is_missing(text) and in_pair is None:
        return "unknown"
    if chosen:
        return choices.others or "not understood"
    if sign_of(text) is not None:
        return "not understood"
    own = codebook.outcome.level_of(text) or answer_in_words(text)
    level = in_pair or own
    # “clear”, “flare” and “no spots” say what they mean under any header.
    is_own_word = codebook.answer_of(text) is None and own is not None
    if is_turned and is_own_word and (fold(text) in _DENIES_ANYTHING or denies_anything(text)):
        return "not understood"
    if is_turned and not is_own_word and level is not None:
        level = opposite(level)
    return "yes" if level == YES else "no" if level == NO else "not understood"
