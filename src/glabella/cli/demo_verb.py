"""`glabella demo`: the whole way for one synthetic patient, printed for a person."""

from argparse import Namespace
from collections.abc import Iterator, Sequence
from pathlib import Path

import attrs

from glabella.cli.answer import PatientAnswer, answer_patient
from glabella.cli.arguments import Parser, Words, parse, verb_parser
from glabella.cli.assess_json import assess_json
from glabella.cli.assess_overview import overview_blocks
from glabella.cli.assess_page import question_blocks
from glabella.cli.course import make_courses
from glabella.cli.course_json import course_json
from glabella.cli.course_page import course_body
from glabella.cli.fact_rows import Json, fact_words
from glabella.cli.inquiry import Inquiry, read_inquiry
from glabella.cli.note_page import note_blocks
from glabella.cli.plan import make_plan
from glabella.cli.plan_json import plan_json
from glabella.cli.plan_page import plan_body
from glabella.cli.printing import document, print_json, print_page
from glabella.cli.urgent_page import urgent_blocks
from glabella.cli.words_of_verdicts import draft_sentence
from glabella.core.errors import InputError
from glabella.core.plan import Plan
from glabella.core.planning import Wish
from glabella.core.protocol import Protocol
from glabella.core.schemes import Choice
from glabella.protocols.document import (
    Block,
    Entries,
    Entry,
    Heading,
    Language,
    Paragraph,
    as_text,
)

FILES = Path(__file__).parent / "demo"
PATIENT, PRACTICE = FILES / "patient.toml", FILES / "practice.toml"

# Present in a clone of the project only; an installed package has no tests.
BUNDLES = Path(__file__).parents[3] / "tests" / "data" / "synthea"
BUNDLE = "Ima_Reinger*.json*"

MIGRAINE, DEPRESSION = "chronic_migraine", "major_depression"
SCHEME = "glabella_female_29"
PRODUCT = "onabotulinumtoxinA"

EXAMPLES = """\
  glabella demo
  glabella demo --language de
  glabella demo --write my-folder     copies the files, to try the other verbs on

exit code: 0.
"""


@attrs.frozen
class Way:
    """What the demo shows: the record alone, completed, and confirmed by name."""

    record: PatientAnswer | None
    completed: PatientAnswer
    plan: Plan
    pair: PatientAnswer
    confirmed_plan: Plan
    confirmed_pair: PatientAnswer


def demo(words: Words) -> int:
    """Print the main job from facts to course, for a synthetic patient."""
    asked = parse(_parser(), words)
    say = Language(asked.language)
    if asked.write:
        _copy(Path(asked.write))
        return 0
    way = _walk()
    if asked.json:
        print_json("demo", _json(way, say))
    else:
        print_page(as_text(_page(way, say)))
    return 0


def bundle() -> Path | None:
    """Return the synthetic record, where the tests of the project are at hand."""
    return next(iter(sorted(BUNDLES.glob(BUNDLE))), None)


def _inquiry(*paths: Path, practice: Path | None = None) -> Inquiry:
    return read_inquiry(
        Namespace(
            patient=[str(path) for path in paths],
            on=None,
            profile=None,
            practice=str(practice) if practice else None,
            product=PRODUCT,
        )
    )


def _walk() -> Way:
    record = bundle()
    inputs = (record, PATIENT) if record else (PATIENT,)
    inquiry = _inquiry(*inputs)
    confirmed = _inquiry(*inputs, practice=PRACTICE)
    every = list(inquiry.library.protocols.values())
    pair = [inquiry.library.protocol(name) for name in (MIGRAINE, DEPRESSION)]
    return Way(
        record=_record_alone(record, inquiry, pair[:1]),
        completed=answer_patient(inquiry, every, with_flips=False),
        plan=make_plan(inquiry, _wishes(pair)),
        pair=answer_patient(inquiry, pair, with_flips=False),
        confirmed_plan=make_plan(confirmed, _wishes(pair)),
        confirmed_pair=answer_patient(confirmed, pair, with_flips=False),
    )


def _record_alone(
    record: Path | None, inquiry: Inquiry, protocols: Sequence[Protocol]
) -> PatientAnswer | None:
    """Return what the record alone says, on the day of the completed one."""
    if record is None:
        return None
    words = Namespace(
        patient=[str(record)],
        on=inquiry.facts.on,
        profile=None,
        practice=None,
        product=PRODUCT,
    )
    return answer_patient(read_inquiry(words), protocols, with_flips=False)


def _wishes(protocols: Sequence[Protocol]) -> list[Wish]:
    schemes = {DEPRESSION: SCHEME}
    return [Wish(each, Choice(scheme=schemes.get(each.id))) for each in protocols]


def _json(way: Way, say: Language) -> Json:
    inquiry = way.completed.inquiry
    pair = [each.protocol for each in way.pair.answers]
    return {
        "synthetic": True,
        "bundle": way.record is not None,
        "assess": document("assess", assess_json(way.completed, say)),
        "plan": document("plan", plan_json(way.plan, way.pair, say)),
        "confirmed_plan": document(
            "plan", plan_json(way.confirmed_plan, way.confirmed_pair, say)
        ),
        "course": document(
            "course", course_json(make_courses(inquiry, pair), way.pair, say)
        ),
    }


# ---- the page -----------------------------------------------------------------------


def _page(way: Way, say: Language) -> Iterator[Block]:
    yield _banner(way, say)
    if way.record is not None:
        yield from _the_record(way.record, say)
    yield from _the_verdicts(way, say)
    yield from _the_plan(way, say)
    yield from _the_course(way, say)


def _banner(way: Way, say: Language) -> Block:
    day = way.completed.inquiry.facts.on.isoformat()
    return Paragraph(
        say(
            f"Glabella, demo: a synthetic patient on {day}; nobody like her exists.",
            f"Glabella, Demo: eine synthetische Patientin am {day}; es gibt sie nicht.",
        )
    )


def _command(*lines: str) -> Block:
    return Paragraph("$ glabella " + " \\\n      ".join(lines))


def _the_record(record: PatientAnswer, say: Language) -> Iterator[Block]:
    yield Heading(say("1. What the record says", "1. Was die Akte sagt"), level=1)
    yield _command("assess bundle.json --protocol chronic_migraine --ask")
    facts = record.inquiry.facts.all_facts()
    yield Entries(tuple(Entry(fact_words(fact, say)) for fact in facts))
    yield Heading(say("To be asked next", "Als Nächstes zu fragen"))
    yield from question_blocks(record.ask, record, say)
    yield from note_blocks(record.inquiry, say)


def _the_verdicts(way: Way, say: Language) -> Iterator[Block]:
    title = say(
        "2. With diary, history and PHQ-9: every protocol",
        "2. Mit Tagebuch, Vorgeschichte und PHQ-9: alle Protokolle",
    )
    yield Heading(title, level=1)
    yield _command("assess bundle.json patient.toml")
    yield from urgent_blocks(way.completed, say)
    yield from overview_blocks(way.completed, say)


def _the_plan(way: Way, say: Language) -> Iterator[Block]:
    yield Heading(say("3. One plan for both", "3. Ein Plan für beides"), level=1)
    yield _command(
        "plan bundle.json patient.toml --product onabotulinumtoxinA",
        "--protocol chronic_migraine --protocol major_depression",
        "--scheme major_depression=glabella_female_29",
    )
    for each in way.pair.answers:
        yield Paragraph(draft_sentence(each.protocol, say))
    yield from plan_body(attrs.evolve(way.plan, sites=()), way.pair, say)
    title = say(
        "4. The same, once an invented clinician has confirmed it by name",
        "4. Dasselbe, nachdem eine erfundene Ärztin es namentlich bestätigt hat",
    )
    yield Heading(title, level=1)
    yield _command("plan ... --practice practice.toml")
    yield from plan_body(way.confirmed_plan, way.confirmed_pair, say)


def _the_course(way: Way, say: Language) -> Iterator[Block]:
    inquiry = way.completed.inquiry
    courses = make_courses(inquiry, [each.protocol for each in way.pair.answers])
    yield Heading(say("5. What follows", "5. Was folgt"), level=1)
    yield _command(
        "course bundle.json patient.toml",
        "--protocol chronic_migraine --protocol major_depression",
    )
    yield from course_body(courses, inquiry, say)


def _copy(folder: Path) -> None:
    """Copy the files of the demo, and overwrite none."""
    record = bundle()
    sources = {"patient.toml": PATIENT, "practice.toml": PRACTICE}
    if record is not None:
        sources["bundle.json" + record.suffix.replace(".json", "")] = record
    folder.mkdir(parents=True, exist_ok=True)
    for name in sources:
        if (folder / name).exists():
            raise InputError(
                "the file is there already.",
                where=str(folder / name),
                mending="Name another folder.",
            )
    for name, source in sources.items():
        (folder / name).write_bytes(source.read_bytes())
        print(folder / name)


def _parser() -> Parser:
    parser = verb_parser(
        "demo", "The whole way, on a synthetic patient.", examples=EXAMPLES
    )
    parser.add_argument(
        "--write", metavar="DIR", help="copy the files of the demo into a folder"
    )
    return parser
