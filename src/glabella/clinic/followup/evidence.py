"""What a payer wants to see before it renews: criteria, failed medicines, change.

Everything stands in the record with its day; a figure from too few recorded days says
how many there were.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from glabella.clinic.followup.drafts import (
    Draft,
    days_words,
    figures_words,
    number_words,
)
from glabella.clinic.followup.queries.repeat import Outlook
from glabella.clinic.followup.repeat_paper import day_words
from glabella.clinic.followup.repeat_values import PaperTable
from glabella.clinic.people.cards import Person
from glabella.clinic.record import queries as record
from glabella.clinic.record.models import Therapy
from glabella.core.fact_types import Record
from glabella.core.facts import FactSet
from glabella.core.protocol import Kind
from glabella.core.quantity import plain_number
from glabella.protocols.document import Language
from glabella.protocols.wording import TRUTHS

# Outcomes of a medicine that count as failed, as both lists write them.
FAILED = ("failed", "not_tolerated", "unsuitable")
# Judgements that say why the treatment is due; cautions are for the clinician alone.
_SHOWN = (Kind.REQUIREMENT, Kind.INCLUSION)


def evidence_draft(who: Person, outlook: Outlook, *, language: str) -> Draft:
    """Return the pack: a covering letter, and the tables it speaks of."""
    name = outlook.protocol.name.in_language(language)
    text = [
        _("To whom it may concern,"),
        _(
            "We ask for the treatment of this patient to be covered: %(name)s. The"
            " tables below show the criteria, the medicines that were tried, the"
            " treatments given and the change since the first one."
        )
        % {"name": name},
        _("Each figure stands in our record with its day. We can send copies."),
    ]
    return Draft(
        subject=_("Evidence for the renewal: %(name)s") % {"name": name},
        text="\n\n".join(text),
        tables=(
            _criteria(outlook, Language(language)),
            _medicines(record.therapies(who), outlook.assessment.facts),
            _sessions(who, outlook),
            _change(outlook, language),
        ),
    )


def _criteria(outlook: Outlook, say: Language) -> PaperTable:
    rows = [
        (
            say.of(one.criterion.text),
            say.of(TRUTHS[one.truth]),
            "; ".join(
                day_words(day) for day in sorted({fact.as_of for fact in one.used})
            ),
            ", ".join(one.criterion.basis.sources),
        )
        for one in outlook.assessment.judgements
        if one.criterion.kind in _SHOWN
    ]
    return PaperTable(
        title=_("Criteria"),
        head=(_("Criterion"), _("Answer"), _("As of"), _("Source")),
        rows=tuple(rows),
        note=_("Answered by protocol %(id)s, version %(version)s.")
        % {"id": outlook.protocol.id, "version": outlook.protocol.version},
    )


def _medicines(therapies: Iterable[Therapy], facts: FactSet) -> PaperTable:
    rows = [*_listed(therapies), *_stated(facts.rows("preventives"))]
    return PaperTable(
        title=_("Medicines tried without success"),
        head=(_("Medicine"), _("Dose"), _("Taken"), _("Outcome")),
        rows=tuple(dict.fromkeys(rows)),
    )


def _listed(therapies: Iterable[Therapy]) -> Iterator[tuple[str, ...]]:
    for row in therapies:
        if row.outcome in FAILED:
            taken = days_words(row.started_on, row.stopped_on)
            yield (row.name, row.dose, taken, outcome_words(row.outcome))


def _stated(rows: Iterable[Record]) -> Iterator[tuple[str, ...]]:
    for row in rows:
        outcome = str(row.get("outcome") or "").replace(" ", "_")
        if outcome in FAILED:
            taken = days_words(_day(row.get("from")), _day(row.get("to")))
            name, dose = str(row.get("drug") or "?"), str(row.get("max_dose") or "")
            yield (name, dose, taken, outcome_words(outcome))


def _day(value: object) -> date | None:
    return value if isinstance(value, date) else None


def outcome_words(outcome: str) -> str:
    """Return the outcome of a medicine in words."""
    words = {
        "worked": _("worked"),
        "failed": _("failed"),
        "not_tolerated": _("not tolerated"),
        "unsuitable": _("unsuitable"),
    }
    return words.get(outcome, outcome)


def _sessions(who: Person, outlook: Outlook) -> PaperTable:
    rows = [
        (day_words(row.on), row.product, plain_number(row.units))
        for row in record.sessions(who)
        if row.protocol == outlook.protocol.id
    ]
    return PaperTable(
        title=_("Treatments given"),
        head=(_("Day"), _("Product"), _("Units")),
        rows=tuple(rows),
    )


def _change(outlook: Outlook, language: str) -> PaperTable:
    measures = {one.id: one for one in outlook.protocol.measures}
    rows = [
        (
            measures[one.measure].text.in_language(language),
            number_words(one.baseline),
            number_words(one.current),
            number_words(one.fall_percent),
            number_words(one.recorded_days),
        )
        for one in outlook.advice.figures
    ]
    notes = [figures_words(one) for one in outlook.advice.figures[:1]]
    return PaperTable(
        title=_("Change since the first treatment"),
        head=(_("Measure"), _("Before"), _("Now"), _("Fall in %"), _("Days recorded")),
        rows=tuple(rows),
        note=" ".join(notes),
    )
