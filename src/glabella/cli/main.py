"""The command `glabella`: find the verb by name, load it, tell errors apart.

A verb is a function that takes its words and returns an exit code.
It is loaded only when it is called, see `glabella.cli.late`.
"""

import io
import sys
from collections.abc import Callable, Sequence

from glabella import __version__
from glabella.cli.late import late
from glabella.cli.refusal import refuse
from glabella.core.errors import GlabellaError, UnknownNameError

FINE = 0
CLINICAL_NO = 1
BAD_INPUT = 2
OWN_FAULT = 3

Verb = Callable[[Sequence[str]], int]

VERBS: dict[str, str] = {
    "demo": "glabella.cli.demo_verb:demo",
    "assess": "glabella.cli.assess:assess_verb",
    "plan": "glabella.cli.plan:plan_verb",
    "course": "glabella.cli.course:course_verb",
    "response": "glabella.cli.response:response_verb",
    "score": "glabella.cli.score:score_verb",
    "protocols": "glabella.cli.protocols:protocols_verb",
    "facts": "glabella.cli.facts:facts_verb",
    "sources": "glabella.cli.sources:sources_verb",
    "check": "glabella.cli.check:check_verb",
    "studies": "glabella.cli.studies:studies_verb",
    "claims": "glabella.cli.claims:claims_verb",
    "pool": "glabella.cli.pool:pool_verb",
}

# Verbs that other rooms bring are found by this group of entry points.
VERB_GROUP = "glabella.verbs"

HELP = """\
usage: glabella VERB [words] [--json] [--language en|de] [--help]

From a patient's facts to a cited decision, an injection plan and a course.

  glabella demo
      the whole way, on a synthetic patient
  glabella assess patient.toml
      may I, should I: every protocol; a FHIR R4 bundle works too, and - reads
      standard input
  glabella assess bundle.json more.toml --protocol chronic_migraine --profile UK
      one protocol with all its reasons, from a bundle and a file that completes it
  glabella assess patient.toml --protocol chronic_migraine --ask
      what to ask next
  glabella plan patient.toml --protocol chronic_migraine
      where, how much, what to draw
  glabella course patient.toml --protocol chronic_migraine
      when it works, when to look, when again
  glabella response --protocol chronic_migraine --baseline 20 --current 12 \\
      --recorded 28 --cycles 2
      go on, review, or consider a pause
  glabella score phq9 2 2 1 1 0 1 1 0 0
      an instrument from its items; - is a missing one
  glabella protocols chronic_migraine
      what a protocol says, number by number
  glabella facts                        every fact that a patient file may hold
  glabella sources ICHD3                where a statement comes from
  glabella check                        all mistakes in the protocol files
  glabella studies --question depression_response
      what trials found, where each number was read, what can be pooled and what not
  glabella claims treats_depression     from a claim to its studies; what may be said
  glabella pool depression_response
      one effect from many studies, or from a file of your own; --plot forest.svg

a practice and its server (needs the extra `clinic`):

  glabella setup                        keys, tables, outlets, first administrator
  glabella serve --port 8000            the server, with several workers
  glabella work                         sends what is due, beside the server
  glabella mail you@practice.example    a message to yourself, to see that it arrives
  glabella migrate                      the tables as this version wants them
  glabella user list                    accounts, passwords, roles, lock-outs
  glabella backup today.glabella        one consistent file, while serving
  glabella restore today.glabella --into folder
      a new home, and the proof that it is what was backed up
  glabella verify                       whether the audit trail is whole

`glabella VERB --help` says more. Every verb takes --json, but serve; --schema prints
the JSON Schema of the verbs above the practice.

exit codes: 0 fine, 1 a clinical no or findings, 2 bad input, 3 a fault of ours
"""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one verb and return its exit code."""
    words = list(sys.argv[1:] if argv is None else argv)
    _speak_any_language()
    if not words or words[0] in {"-h", "--help", "help"}:
        print(HELP, end="")
        return FINE if words else BAD_INPUT
    if words[0] == "--version":
        print(f"glabella {__version__}")
        return FINE
    return _run(words[0], words[1:])


def _speak_any_language() -> None:
    """Let a terminal that lacks a letter show a stand-in instead of failing."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


def _run(name: str, words: Sequence[str]) -> int:
    try:
        return _find(name)(words)
    except SystemExit as end:  # the parser has printed its help
        return end.code if isinstance(end.code, int) else FINE
    except GlabellaError as error:
        refuse(error, as_json="--json" in words)
        return BAD_INPUT
    except BrokenPipeError:  # whoever read the page has closed it
        sys.stdout = None
        return FINE
    except Exception as fault:  # noqa: BLE001 the outermost loop: no fault is a clinical no
        sys.excepthook(type(fault), fault, fault.__traceback__)
        return OWN_FAULT


def _find(name: str) -> Verb:
    """Return the verb of that name, of this room or of another one."""
    place = VERBS.get(name) or _elsewhere(name)
    if place is None:
        raise UnknownNameError(
            f'there is no verb "{name}".',
            where="glabella",
            mending=f"Use one of {', '.join(VERBS)}.",
        )
    return late(place)


def _elsewhere(name: str) -> str | None:
    """Return where another room offers the verb; asked only if this one does not."""
    entry_points = late("importlib.metadata:entry_points")
    found: list[str] = [e.value for e in entry_points(group=VERB_GROUP, name=name)]
    return found[0] if found else None
