"""`glabella score`: an instrument from its items, or from its total."""

from argparse import Namespace
from collections.abc import Sequence
from decimal import Decimal

from glabella.cli.arguments import Parser, Words, number, parse, verb_parser
from glabella.cli.printing import print_json, print_page
from glabella.cli.score_json import Scored, score_json
from glabella.cli.score_page import score_blocks
from glabella.core.errors import InputError
from glabella.core.instruments import Instrument
from glabella.core.score_change import Change, change
from glabella.core.scores import Score
from glabella.core.scoring import score
from glabella.core.truth import Truth
from glabella.protocols.document import Language, as_text
from glabella.protocols.instruments_loader import load_instruments

EXAMPLES = """\
  glabella score phq9 2 2 1 1 0 1 1 0 0        nine items in order
  glabella score phq9 2 2 1 1 - 1 1 0 0        the fifth is missing: no total
  glabella score phq9 9=1                      only item 9 is known
  glabella score hit6 --total 62               added up on the holder's form
  glabella score phq9 --total 6 --baseline 15  and what became of it

exit code: 0 if there is a result and no suicide item is positive, else 1.
"""

MISSING = "-"


def score_verb(words: Words) -> int:
    """Print the score of one instrument."""
    asked = parse(_parser(), words)
    library = load_instruments()
    instrument = library.instrument(asked.instrument)
    made = _score(instrument, asked)
    scored = Scored(instrument, made, _change(instrument, asked, made), library)
    say = Language(asked.language)
    if asked.json:
        print_json("score", score_json(scored, say))
    else:
        print_page(as_text(score_blocks(scored, say)))
    return exit_code(made)


def exit_code(made: Score) -> int:
    """Return 1 where an answer must be looked at or is missing."""
    suicide = made.suicide_item
    is_alarming = suicide is not None and suicide.positive is Truth.YES
    return 1 if is_alarming or not made.complete else 0


def _score(instrument: Instrument, asked: Namespace) -> Score:
    if not asked.items and asked.total is None:
        raise InputError(
            "neither items nor a total are given.",
            where=instrument.id,
            mending="Give the items in order, or --total N.",
        )
    return score(
        instrument,
        _answers(instrument, asked.items),
        total=asked.total,
        band_set=asked.band_set,
        form=asked.form,
    )


def _change(instrument: Instrument, asked: Namespace, made: Score) -> Change | None:
    if asked.baseline is None:
        return None
    before = score(
        instrument, {}, total=asked.baseline, band_set=asked.band_set, form=asked.form
    )
    return change(instrument, baseline=before, current=made)


def _answers(instrument: Instrument, items: Sequence[str]) -> dict[str, Decimal | None]:
    """Return the answers by item, from ITEM=VALUE or from values in order."""
    named = [text for text in items if "=" in text]
    if named and len(named) < len(items):
        raise InputError(
            "some values have the name of their item and some have none.",
            where=instrument.id,
            mending="Write all as values in order, or all as ITEM=VALUE.",
        )
    if named:
        return _named(instrument, named)
    if len(items) > len(instrument.items):
        raise InputError(
            f"{len(items)} values are given for {len(instrument.items)} items.",
            where=instrument.id,
            mending="Give one value for each item, in order.",
        )
    ids = [item.id for item in instrument.items]
    return {key: _value(text) for key, text in zip(ids, items, strict=False)}


def _named(instrument: Instrument, named: Sequence[str]) -> dict[str, Decimal | None]:
    answers: dict[str, Decimal | None] = {}
    for text in named:
        item, _, value = text.partition("=")
        if item in answers:
            raise InputError(
                f'item "{item}" is given twice.',
                where=instrument.id,
                mending="Keep one.",
            )
        answers[item] = _value(value)
    return answers


def _value(text: str) -> Decimal | None:
    return None if text == MISSING else number(text)


def _parser() -> Parser:
    parser = verb_parser(
        "score", "Score the items of an instrument.", examples=EXAMPLES
    )
    say = parser.add_argument
    say("instrument", metavar="INSTRUMENT", help="such as phq9, hit6, madrs")
    say(
        "items",
        nargs="*",
        metavar="ITEM",
        help="values in order, or ITEM=VALUE; - is an item that was not answered",
    )
    say("--total", type=number, metavar="N", help="the total, instead of items")
    say("--baseline", type=number, metavar="N", help="the total at baseline")
    say("--band-set", metavar="NAME", help="published bands; default: the first")
    say("--form", metavar="NAME", help="the printed form, where forms differ")
    return parser
