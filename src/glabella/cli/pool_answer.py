"""What `glabella pool` does once the statistics are loaded."""

from argparse import Namespace
from pathlib import Path

from glabella.cli.plot_file import check_plot, write_plot
from glabella.cli.pool_json import pool_json
from glabella.cli.pool_page import pool_blocks
from glabella.cli.pool_plot import chart
from glabella.cli.pooled_studies import PooledStudies
from glabella.cli.printing import print_json, print_page
from glabella.core.errors import InputError, UnknownNameError
from glabella.evidence.effects.effect import Measure
from glabella.evidence.effects.zero_cells import To, ZeroCells
from glabella.evidence.effects_file import read_table, synthesise_table
from glabella.evidence.grouped_table import grouped
from glabella.evidence.library import load
from glabella.evidence.outcomes import Scale
from glabella.evidence.pooling.model import Model, Tau2, Test
from glabella.evidence.row_effects import MEASURES, answer
from glabella.evidence.shared_controls import control_counted_once
from glabella.evidence.study import Estimand
from glabella.evidence.synthesis import Choices, Weighting
from glabella.protocols.document import Language, as_text

WEIGHTINGS = {"mh": Weighting.MANTEL_HAENSZEL, "peto": Weighting.PETO}
SCALES: dict[Measure, Scale] = {measure: scale for scale, measure in MEASURES.items()}
COMBINE = "combine"
MOST_DIGITS = 15
LARGEST_FILE = 20_000_000
"""Bytes; a file of studies has a few thousand."""


def pool_answer(asked: Namespace) -> int:
    """Print what was asked; 0 if the studies were pooled, 1 if not."""
    if not 0 <= asked.digits <= MOST_DIGITS:
        raise InputError(
            f"{asked.digits} decimals cannot be printed.",
            where="--digits",
            mending=f"Give 0 to {MOST_DIGITS}.",
        )
    if asked.plot is not None:
        check_plot(asked.plot)
    choices = _choices(asked)
    say = Language(asked.language)
    is_file = Path(asked.studies).is_file()
    found = _of_file(asked, choices) if is_file else _of_question(asked, choices)
    if asked.plot is not None:
        _write_plot(asked, found, say)
    if asked.json:
        print_json("pool", pool_json(found, say))
    else:
        print_page(as_text(pool_blocks(found, say, digits=asked.digits)))
    return 0 if found.synthesis is not None else 1


def _choices(asked: Namespace) -> Choices:
    level = asked.level / 100
    weighting = WEIGHTINGS.get(asked.model, Weighting.INVERSE_VARIANCE)
    is_random = asked.model not in {"ce", *WEIGHTINGS}
    tau2 = Tau2(asked.model.upper()) if is_random else Tau2.COMMON
    usual = Test.KNAPP_HARTUNG if is_random else Test.NORMAL
    test = usual if asked.interval is None else Test(asked.interval)
    drop = asked.zero_cells == "drop"
    to = To.ONLY_ZERO if drop else To(asked.zero_cells)
    return Choices(Model(tau2, test, level), weighting, ZeroCells(asked.add, to, drop))


def _measure(asked: Namespace) -> Measure | None:
    return None if asked.measure is None else Measure(asked.measure)


def _of_file(asked: Namespace, choices: Choices) -> PooledStudies:
    if asked.estimand is not None or asked.include_recalled:
        raise InputError(
            "a file holds the numbers that it holds.",
            where="glabella pool",
            mending="Leave --estimand and --include-recalled to questions.",
        )
    path = Path(asked.studies)
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise InputError(
                "the file is too large for a table of studies.",
                where=asked.studies,
                mending="Give one line for each study.",
            )
        text = path.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            f"the file cannot be read: {error}.",
            where=asked.studies,
            mending="Save it as text in UTF-8.",
        ) from error
    read = read_table(text, name=asked.studies)
    table = control_counted_once(read, combine=asked.arms == COMBINE)
    measure = _measure(asked)
    return PooledStudies(
        name=asked.studies,
        rows=None,
        synthesis=synthesise_table(table, choices, measure),
        grouped=grouped(table, choices, measure),
    )


def _of_question(asked: Namespace, choices: Choices) -> PooledStudies:
    library = load()
    if asked.studies not in library.questions:
        raise UnknownNameError(
            f'there is neither a file nor a question "{asked.studies}".',
            where="glabella pool",
            mending=f"Name a file, or one of {', '.join(library.questions)}.",
        )
    estimand = None if asked.estimand is None else Estimand(asked.estimand)
    rows = library.rows(
        asked.studies,
        include_recalled=asked.include_recalled,
        estimand=estimand,
        combine_arms=asked.arms == COMBINE,
    )
    if rows.cannot_be_pooled is not None:
        return PooledStudies(asked.studies, rows, None)
    return PooledStudies(
        asked.studies, rows, answer(rows, choices, scale=_scale(asked))
    )


def _scale(asked: Namespace) -> Scale | None:
    measure = _measure(asked)
    if measure is None:
        return None
    if measure not in SCALES:
        raise InputError(
            f"{measure.value} is no scale of a question.",
            where="--measure",
            mending="Take --model peto for Peto's odds ratio.",
        )
    return SCALES[measure]


def _write_plot(asked: Namespace, found: PooledStudies, say: Language) -> None:
    place = asked.plot
    if found.synthesis is None:
        raise InputError(
            "there is no pooled effect, and so no plot.",
            where=place,
            mending="Leave --plot out to see why.",
        )
    drawn = chart(asked.chart, found, found.synthesis, say)
    write_plot(drawn, place, title=found.title(say), say=say)
