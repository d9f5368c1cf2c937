"""`glabella pool`: one effect from the studies of a question, or of a file.

The statistics need NumPy and SciPy; they are loaded only when this verb is called.
"""

from argparse import Namespace
from collections.abc import Callable

from glabella.cli.arguments import Parser, Words, parse, verb_parser
from glabella.cli.late import late
from glabella.core.errors import InputError

EXAMPLES = """\
  glabella pool depression_response             a question of the library
  glabella pool studies.csv                     studies of your own
  glabella pool studies.csv --measure RR --model mh
  glabella pool studies.csv --model dl --interval z --digits 6
  glabella pool depression_response --plot forest.svg
  glabella pool studies.csv --plot funnel.pdf --chart funnel

The file has a line of column names, then one line for each study: `study`, and
effect with se, variance, or low and high; or events1 n1 events2 n2; or
n1 mean1 sd1 n2 mean2 sd2; and `group` for subgroups. 1 is treated, 2 control.
A study with several control groups names them in `control`.
Ratios are given as ratios.

exit code: 0 if the studies were pooled, 1 if they cannot be.
"""

MODELS = ("reml", "dl", "he", "hs", "sj", "ml", "eb", "pm", "ce", "mh", "peto")
INTERVALS = ("knha", "adhoc", "z")
MEASURES = ("MD", "SMD", "OR", "RR", "RD", "PETO")
ZERO_CELLS = ("only0", "all", "if0all", "none", "drop")
CHARTS = ("forest", "funnel", "baujat", "cumulative", "labbe")
ARMS = ("first", "combine")
ESTIMANDS = ("final", "change", "adjusted")


def pool_verb(words: Words) -> int:
    """Print the pooled effect, or why there is none."""
    asked = parse(_parser(), words)
    code: int = _answer()(asked)
    return code


def _answer() -> Callable[[Namespace], int]:
    try:
        return late("glabella.cli.pool_answer:pool_answer")
    except ModuleNotFoundError as error:
        if error.name and error.name.startswith("glabella"):
            raise
        raise InputError(
            f"the statistics need {error.name}, which is not installed.",
            where="glabella pool",
            mending="Install glabella with the extra `evidence`.",
        ) from error


def _parser() -> Parser:
    parser = verb_parser(
        "pool", "Pool the studies of a question or of a file.", examples=EXAMPLES
    )
    say = parser.add_argument
    say("studies", metavar="QUESTION|FILE", help="a question by its id, or a CSV file")
    _take_model(parser)
    _take_numbers(parser)
    say("--digits", type=int, default=3, metavar="N", help="decimals; default 3")
    say("--plot", metavar="FILE", help="write a chart, .svg or .pdf")
    say(
        "--chart",
        choices=CHARTS,
        default="forest",
        help="which one --plot draws; labbe: counts only; default forest",
    )
    return parser


def _take_model(parser: Parser) -> None:
    say = parser.add_argument
    say(
        "--model",
        choices=MODELS,
        default="reml",
        help="how tau2 is estimated; ce: a common effect; mh, peto: counts; "
        "default reml",
    )
    say(
        "--interval",
        choices=INTERVALS,
        help="knha: Knapp-Hartung, the default of random effects; adhoc: never "
        "narrower than z",
    )
    say("--level", type=float, default=95, metavar="N", help="percent; default 95")


def _take_numbers(parser: Parser) -> None:
    say = parser.add_argument
    say("--measure", choices=MEASURES, help="the scale; default: that of the numbers")
    say(
        "--zero-cells",
        choices=ZERO_CELLS,
        default="only0",
        help="which tables are given --add; drop: those without any event go; "
        "default only0",
    )
    say("--add", type=float, default=0.5, metavar="N", help="to each cell; default 0.5")
    say("--estimand", choices=ESTIMANDS, help="which difference of scores is preferred")
    say(
        "--arms",
        choices=ARMS,
        default="first",
        help="of a study whose arms share one control: the first counts (a file is "
        "refused), or all as one arm where counts or means allow it; default first",
    )
    say(
        "--include-recalled",
        action="store_true",
        help="take numbers that nobody has read in a source, too",
    )
