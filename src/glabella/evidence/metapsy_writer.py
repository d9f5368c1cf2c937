"""Writing the library as a database in the Metapsy format.

Every study has a row: one for each contrast and outcome with numbers, and one without
numbers for a study that has none; what was not read stays NA, and a number that is
only recalled is left out.
Columns of our own end the table: the status of the numbers, their results and sources.
Effects (.g, .log_rr) are left NA, as in a database that metapsyTools is yet to fill;
arm 1 is the toxin, so they will have the sign of the first mean minus the second.
"""

import csv
import io
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path

import attrs
import simplejson

from glabella.core.sources import Status
from glabella.evidence.arm_pairs import arm_pairs
from glabella.evidence.library import Library
from glabella.evidence.options import weakest
from glabella.evidence.outcomes import OutcomeKind
from glabella.evidence.study import Contrast, Design, Result, Study

SHORTHAND = "botulinum-therapeutic"

MISSING = "NA"

COLUMNS: dict[str, str] = {
    "study": "label of the study",
    "condition_arm1": "what the first arm got: the toxin",
    "condition_arm2": "what the second arm got: placebo, active, nothing",
    "multi_arm1": "tells apart first arms of one study",
    "multi_arm2": "tells apart second arms of one study",
    "outcome_type": "msd, change, response, remission or other events",
    "instrument": "instrument as printed",
    "time": "time point in words",
    "time_weeks": "weeks after the injection",
    "rating": "who rates; NA, as it was not extracted",
    "n_arm1": "people of arm 1 whose end point is given",
    "mean_arm1": "mean at the end point, arm 1",
    "sd_arm1": "standard deviation at the end point, arm 1",
    "n_arm2": "people of arm 2 whose end point is given",
    "mean_arm2": "mean at the end point, arm 2",
    "sd_arm2": "standard deviation at the end point, arm 2",
    "n_change_arm1": "people of arm 1 whose change is given",
    "mean_change_arm1": "mean change from baseline, arm 1",
    "sd_change_arm1": "standard deviation of the change, arm 1",
    "n_change_arm2": "people of arm 2 whose change is given",
    "mean_change_arm2": "mean change from baseline, arm 2",
    "sd_change_arm2": "standard deviation of the change, arm 2",
    "event_arm1": "people of arm 1 with the event",
    "totaln_arm1": "people of arm 1 who are counted",
    "event_arm2": "people of arm 2 with the event",
    "totaln_arm2": "people of arm 2 who are counted",
    "dose_arm1": "dose of arm 1 and where, in words",
    "year": "year of publication",
    "design": "parallel, crossover or other",
    "doi": "DOI of the paper",
    "registration_number": "number in the register of trials",
    "full_ref": "the reference",
    ".id": "identifies the row",
    ".g": "Hedges' g; NA until it is computed",
    ".g_se": "standard error of g; NA until it is computed",
    ".log_rr": "logarithm of the risk ratio; NA until it is computed",
    ".log_rr_se": "standard error of it; NA until it is computed",
    "condition": "what is treated",
    "outcome": "outcome in the library of the project, with its sign convention",
    "status": "weakest status of the numbers: SEEN, DERIVED or RECALLED",
    "results": "lines of the library that the row rests on",
    "sources": "publications that were read for it",
}

DESIGNS = {Design.RANDOMISED: "parallel", Design.CROSSOVER: "crossover"}

Cells = dict[str, object]


@attrs.frozen
class _Line:
    """One contrast at one time: the lines of both arms, or of neither."""

    study: Study
    contrast: Contrast | None = None
    first: Result | None = None
    second: Result | None = None

    @property
    def results(self) -> tuple[Result, ...]:
        return tuple(each for each in (self.first, self.second) if each)


def write_metapsy(library: Library, folder: Path, *, searched_on: str) -> None:
    """Write data.csv and the metadata of a library into a folder.

    Args:
        library: What to write.
        folder: Where; it is made if it does not exist.
        searched_on: The day up to which publications were looked at, in ISO form.
    """
    metadata = folder / "metadata"
    metadata.mkdir(parents=True, exist_ok=True)
    (folder / "data.csv").write_text(metapsy_csv(library), "utf-8")
    studies = {study.label: _reference(study, library) for study in _studies(library)}
    texts = {
        "shorthand.txt": f"{SHORTHAND}\n",
        "last_search.txt": f"{searched_on}\n",
        "number_studies.txt": f"{len(studies)}\n",
        "references.json": _json(studies),
        "variable_description.json": _json(COLUMNS),
        "search_flow.json": _json({"included": len(studies)}),
    }
    for name, text in texts.items():
        (metadata / name).write_text(text, "utf-8")


def metapsy_csv(library: Library) -> str:
    """Return the table of a library, semicolons between cells, decimal commas."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\n")
    writer.writerow(COLUMNS)
    for study in _studies(library):
        for line in _lines(study):
            cells = _cells(line, library)
            writer.writerow([_cell(cells.get(column)) for column in COLUMNS])
    return buffer.getvalue()


def _studies(library: Library) -> list[Study]:
    """Return all studies that are not reviews of others."""
    return [each for each in library.studies.values() if not each.design.is_review]


def _json(value: Mapping[str, object]) -> str:
    return simplejson.dumps(value, indent=4, ensure_ascii=False) + "\n"


def _cell(value: object) -> str:
    match value:
        case None | "":
            return MISSING
        case Decimal():
            return f"{value:f}".replace(".", ",")
        case _:
            return str(value)


def _lines(study: Study) -> list[_Line]:
    """Return the rows of a study; one without numbers if it has none."""
    found = [_Line(study, *pair) for pair in arm_pairs(study)]
    if found:
        return found
    contrasts = study.contrasts or (None,)
    return [_Line(study, contrast) for contrast in contrasts]


def _cells(line: _Line, library: Library) -> Cells:
    cells = _study_cells(line.study, library)
    if line.contrast is not None:
        cells |= _arm_cells(line.study, line.contrast)
    for arm, result in (("arm1", line.first), ("arm2", line.second)):
        if result is not None:
            cells |= _number_cells(result, arm)
    if line.first is not None:
        cells |= _line_cells(line, line.first, library)
    words = (
        cells["study"],
        cells.get("outcome_type"),
        cells.get("instrument"),
        cells.get("time_weeks"),
        *(cells.get(f"multi_arm{arm}") for arm in (1, 2)),
    )
    cells[".id"] = "_".join(_cell(word).replace(" ", "") for word in words)
    return cells


def _study_cells(study: Study, library: Library) -> Cells:
    registry = study.detail("registry")
    paper = library.publications.get(study.publications[0])
    return {
        "study": study.label,
        "condition": study.condition,
        "year": study.year,
        "design": DESIGNS.get(study.design, study.design.value),
        "registration_number": registry.text if registry else None,
        "doi": paper.doi if paper else None,
        "full_ref": _reference(study, library),
        "sources": ", ".join(study.publications),
    }


def _reference(study: Study, library: Library) -> str:
    paper = library.publications.get(study.publications[0])
    return paper.cite if paper else study.label


def _arm_cells(study: Study, contrast: Contrast) -> Cells:
    arms = {arm.id: arm for arm in study.arms}
    dose = arms[contrast.arm].dose
    return {
        "condition_arm1": arms[contrast.arm].role.value,
        "multi_arm1": contrast.arm,
        "condition_arm2": arms[contrast.against].role.value,
        "multi_arm2": contrast.against,
        "dose_arm1": dose.text if dose else None,
    }


def _number_cells(result: Result, arm: str) -> Cells:
    told = result.numbers
    cells: Cells = {f"event_{arm}": told.events, f"totaln_{arm}": told.total}
    if told.mean is not None:
        cells |= {f"n_{arm}": told.n, f"mean_{arm}": told.mean, f"sd_{arm}": told.sd}
    if told.change is not None:
        cells |= {
            f"n_change_{arm}": told.n,
            f"mean_change_{arm}": told.change,
            f"sd_change_{arm}": told.change_sd,
        }
    return cells


def _line_cells(line: _Line, first: Result, library: Library) -> Cells:
    statuses: list[Status] = [each.basis.status for each in line.results]
    return {
        "outcome": first.outcome,
        "outcome_type": _outcome_type(first, library),
        "instrument": first.instrument,
        "time": first.measure,
        "time_weeks": first.week,
        "status": weakest(*statuses).value,
        "results": ", ".join(each.id for each in line.results),
    }


def _outcome_type(line: Result, library: Library) -> str:
    """Return the word of the format; other events than response keep their own name."""
    name = line.outcome or ""
    if library.outcomes[name].kind is OutcomeKind.SCORE:
        return "change" if line.numbers.mean is None else "msd"
    known = [word for word in ("response", "remission") if name.endswith(word)]
    return known[0] if known else name
