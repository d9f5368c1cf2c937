"""`glabella studies`: what trials found, number by number, and what can be pooled."""

import argparse
from collections.abc import Sequence
from pathlib import Path

from glabella.cli.arguments import Parser, Words, parse, verb_parser
from glabella.cli.fact_rows import Json
from glabella.cli.late import late
from glabella.cli.plot_file import check_plot
from glabella.cli.printing import print_json, print_page
from glabella.cli.studies_json import question_json, study_json, study_row
from glabella.cli.studies_page import question_page, studies_list, study_page
from glabella.cli.study_plot import Plotting, plotted
from glabella.core.errors import Finding, InputError
from glabella.evidence.library import Library, load
from glabella.evidence.metapsy_writer import write_metapsy
from glabella.evidence.references import bibtex, ris
from glabella.evidence.study import Study
from glabella.protocols.document import Block, Language, as_text

EXAMPLES = """\
  glabella studies
  glabella studies finzi2014
  glabella studies --question depression_response
  glabella studies --question migraine_headache_days --include-recalled
  glabella studies wearoff_scielo2021 --plot course.svg
  glabella studies guarda2008 --plot course.pdf --course 3
  glabella studies magid2014 --references bibtex
  glabella studies --write-metapsy FOLDER
  glabella studies --read-metapsy FOLDER
  glabella studies --inspect studies.csv

Each number comes with its status: seen in the source named, derived from numbers seen,
or recalled. Recalled numbers are never pooled unless --include-recalled asks for them.

exit code: 0, or 1 if --read-metapsy or --inspect finds something.
"""

FOUND = 1

REFERENCES = {"bibtex": bibtex, "ris": ris}

# The detectors compute effects; only these ways of asking need arrays.
READER = "glabella.evidence.metapsy:read_metapsy"
INSPECTOR = "glabella.evidence.detectors:inspect_csv"


def studies_verb(words: Words) -> int:
    """Print the studies, one of them, or what there is on a question."""
    asked = parse(_parser(), words)
    if asked.plot is not None:
        _check_plot(asked)
    if asked.read_metapsy:
        return _read(Path(asked.read_metapsy), asked)
    if asked.inspect:
        return _inspect(Path(asked.inspect), asked)
    library = load()
    if asked.write_metapsy:
        return _write(Path(asked.write_metapsy), library, asked)
    if asked.references:
        return _references(library, asked)
    say = Language(asked.language)
    if asked.question:
        _show_question(library, asked, say)
    else:
        _show_studies(library, asked, say)
    return 0


def _check_plot(asked: argparse.Namespace) -> None:
    """Refuse a plot of anything but one study."""
    check_plot(asked.plot)
    doing = ("question", "references", "write_metapsy", "read_metapsy", "inspect")
    if len(asked.study) != 1 or any(getattr(asked, each) for each in doing):
        raise InputError(
            "a plot shows one study.",
            where="glabella studies",
            mending="Name the study whose time course is to be drawn, and no more.",
        )


def _show_question(library: Library, asked: argparse.Namespace, say: Language) -> None:
    if asked.study:
        raise InputError(
            "a question and a study cannot be asked together.",
            where="glabella studies",
            mending="Ask for one of them.",
        )
    rows = library.rows(asked.question, include_recalled=asked.include_recalled)
    if asked.json:
        answer = question_json(rows, library, say)
        print_json("studies", {"language": say.code, "question": answer})
    else:
        print_page(as_text(question_page(rows, library, say)))


def _show_studies(library: Library, asked: argparse.Namespace, say: Language) -> None:
    found = [library.study(name) for name in asked.study]
    drawn = _plot(found, library, asked, say)
    if asked.json:
        make = study_json if found else study_row
        every = found or list(library.studies.values())
        shown = [make(study, library, say) for study in every]
        print_json("studies", {"language": say.code, "studies": shown})
    elif found:
        blocks = [block for study in found for block in study_page(study, library, say)]
        print_page(as_text([*blocks, *drawn]))
    else:
        print_page(as_text(studies_list(library, say)))


def _plot(
    found: Sequence[Study], library: Library, asked: argparse.Namespace, say: Language
) -> Sequence[Block]:
    """Draw what was asked for and return what the page says about it."""
    if asked.plot is None:
        return ()
    how = Plotting(asked.plot, asked.course, include_recalled=asked.include_recalled)
    return plotted(found[0], library, how, say)


def _references(library: Library, asked: argparse.Namespace) -> int:
    """Print the publications of the studies asked for, or all, for other programs."""
    studies = [library.study(name) for name in asked.study]
    ids = [name for study in studies for name in study.publications]
    wanted = dict.fromkeys(ids) if studies else library.publications
    papers = [library.publications[name] for name in wanted]
    text = REFERENCES[asked.references](papers)
    if asked.json:
        print_json("studies", {"language": asked.language, "references": text})
    else:
        print_page(text)
    return 0


def _write(folder: Path, library: Library, asked: argparse.Namespace) -> int:
    read = [each.read_on for each in library.publications.values() if each.read_on]
    try:
        write_metapsy(library, folder, searched_on=max(read))
    except OSError as error:
        raise InputError(
            f"cannot be written: {error}.",
            where=str(folder),
            mending="Name a folder that may be written.",
        ) from error
    if asked.json:
        print_json("studies", {"language": asked.language, "written": str(folder)})
    else:
        say = Language(asked.language)
        print_page(say(f"Written: {folder}\n", f"Geschrieben: {folder}\n"))
    return 0


def _read(folder: Path, asked: argparse.Namespace) -> int:
    database = late(READER)(folder)
    table: Json = {
        "rows": len(database.rows),
        "studies": len(database.studies),
        "sign": database.sign,
    }
    return _told(table, database.findings, asked)


def _inspect(path: Path, asked: argparse.Namespace) -> int:
    pairs, findings = late(INSPECTOR)(path)
    studies = {pair.study for pair in pairs}
    table: Json = {"rows": len(pairs), "studies": len(studies), "sign": None}
    return _told(table, findings, asked)


def _told(table: Json, findings: Sequence[Finding], asked: argparse.Namespace) -> int:
    """Print what is odd about a table of somebody else's."""
    if asked.json:
        found = {**table, "findings": [_finding(each) for each in findings]}
        print_json("studies", {"language": asked.language, "database": found})
    else:
        say = Language(asked.language)
        count = say(
            f"{table['rows']} rows, {table['studies']} studies, ",
            f"{table['rows']} Zeilen, {table['studies']} Studien, ",
        ) + say(f"{len(findings)} findings.", f"{len(findings)} Befunde.")
        print_page("\n".join([*map(str, findings), count]) + "\n")
    return FOUND if findings else 0


def _finding(finding: Finding) -> dict[str, str]:
    return {
        "file": finding.file,
        "place": finding.place,
        "law": finding.law,
        "mending": finding.mending,
    }


def _parser() -> Parser:
    parser = verb_parser(
        "studies",
        "List the studies, print some of them, or what there is on a question.",
        examples=EXAMPLES,
    )
    say = parser.add_argument
    say("study", nargs="*", metavar="ID", help="only these studies, in full")
    say("--question", metavar="ID", help="the rows that answer a question, and why not")
    say(
        "--include-recalled",
        action="store_true",
        help="let numbers count that are recalled and were read nowhere",
    )
    say(
        "--references",
        choices=list(REFERENCES),
        help="print the publications of these studies, or all, for other programs",
    )
    say("--plot", metavar="FILE", help="draw a time course of a study, .svg or .pdf")
    say("--course", type=int, default=1, metavar="N", help="which one; default: 1")
    say("--write-metapsy", metavar="FOLDER", help="write all as a Metapsy database")
    say("--read-metapsy", metavar="FOLDER", help="read such a database; report traps")
    say(
        "--inspect",
        metavar="FILE",
        help="look for mistakes in a CSV file with the columns of `glabella pool`",
    )
    return parser
