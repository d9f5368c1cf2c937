"""A treatment and a sealed session as their pages show them: words, totals, figures."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

import attrs
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from glabella.clinic.people.cards import Person
from glabella.clinic.planning.drawings import Drawing, drawings
from glabella.clinic.practice.knowledge import figures
from glabella.clinic.record.models import Session
from glabella.clinic.treatment import queries
from glabella.clinic.treatment.deviations import WORDS as DEVIATIONS
from glabella.clinic.treatment.deviations import deviations
from glabella.clinic.treatment.making_ready import (
    is_ready_to_use,
    proposal,
    units_per_tenth_ml,
)
from glabella.clinic.treatment.models import TreatedSite, Treatment, TreatmentVial
from glabella.clinic.treatment.values import GIVEN, Totals
from glabella.clinic.treatment.words import CHECKS, SIDES, SITE_STATES, muscle_name

TONES = {"planned": "neutral", "done": "accent", "changed": "wait", "added": "wait"}


@attrs.frozen
class Placed:
    """A site that knows its place, for the figures."""

    muscle: str
    side: str
    point: int
    units: Decimal | None
    figure: str
    figure_version: str
    x: Decimal | None
    y: Decimal | None
    is_schematic: bool = True


@attrs.frozen
class Line:
    """One row of the table of sites.

    Args:
        ticket: For the form of this row alone.
    """

    site: TreatedSite
    name: str
    side: str
    state: str
    tone: str
    ticket: UUID

    @property
    def is_open(self) -> bool:
        """Whether it still waits."""
        return self.site.state == "planned"

    @property
    def is_given(self) -> bool:
        """Whether something was injected."""
        return self.site.state in GIVEN

    @property
    def is_off_plan(self) -> bool:
        """Whether something else was given than planned."""
        return self.site.state not in {"planned", "done"}


@attrs.frozen
class Group:
    """The sites of one figure, with how many still wait."""

    figure: str
    title: str
    lines: tuple[Line, ...]

    @property
    def waiting(self) -> int:
        """How many of them are open."""
        return sum(line.is_open for line in self.lines)

    @property
    def waiting_words(self) -> str:
        """The word on the button that ticks them."""
        words = ngettext(
            "%(figure)s: %(count)d as planned",
            "%(figure)s: %(count)d as planned",
            self.waiting,
        )
        return words % {"figure": self.title, "count": self.waiting}

    @property
    def is_worth_a_look(self) -> bool:
        """Whether something in it differs from the plan, or some are ticked singly."""
        return any(line.is_off_plan for line in self.lines) or (
            0 < self.waiting < len(self.lines)
        )

    @property
    def units(self) -> Decimal:
        """What was given, or is still planned, on this figure."""
        kept = (x.site.units for x in self.lines if x.site.state != "left_out")
        return sum(kept, Decimal(0))


def groups(sites: Iterable[TreatedSite]) -> tuple[Group, ...]:
    """Return the sites by figure, in the order of the needle."""
    found: dict[str, list[Line]] = {}
    for site in sites:
        found.setdefault(site.figure, []).append(_line(site))
    return tuple(
        Group(figure, _title(figure), tuple(lines)) for figure, lines in found.items()
    )


def _title(figure: str) -> str:
    known = figures().get(figure)
    if known is None:
        return _("Without a place on a figure")
    return known.title.in_language(get_language() or "en")


def _line(site: TreatedSite) -> Line:
    return Line(
        site=site,
        name=muscle_name(site.muscle),
        side=str(SIDES[site.side]),
        state=str(SITE_STATES[site.state]),
        tone=TONES.get(site.state, "neutral"),
        ticket=uuid4(),
    )


def given_figures(sites: Iterable[TreatedSite]) -> tuple[Drawing, ...]:
    """Return the figures with what was given or still waits; nothing left out."""
    kept = [_placed(site) for site in sites if site.state != "left_out"]
    return drawings(kept, language=get_language() or "en", is_live=False, key="given")


def _placed(site: TreatedSite) -> Placed:
    return Placed(
        **{field.name: getattr(site, field.name) for field in attrs.fields(Placed)}
    )


def session_figures(session: Session) -> tuple[Drawing, ...]:
    """Return the figures of a sealed session."""
    points: dict[tuple[str, str], int] = {}
    placed = []
    for site in session.sites.all():
        key = (site.muscle, site.side)
        points[key] = points.get(key, 0) + 1
        placed.append(
            Placed(
                muscle=site.muscle,
                side=site.side,
                point=points[key],
                units=site.units,
                figure=site.figure,
                figure_version=site.figure_version,
                x=site.x,
                y=site.y,
            )
        )
    return drawings(placed, language=get_language() or "en", is_live=False, key="given")


def vial_rows(vials: Sequence[TreatmentVial], *, at: datetime) -> list[dict[str, Any]]:
    """Return the vials as the page shows them: strength, clock, second look."""
    return [
        {
            "vial": one,
            "strength": units_per_tenth_ml(one),
            "is_past": one.discard_at is not None and one.discard_at <= at,
            "needs_check": one.checked_at is None,
            "checked_how": CHECKS.get(one.checked_how, ""),
            "left": one.vial.units_left if one.vial else None,
        }
        for one in vials
    ]


def page_context(row: Treatment, who: Person, *, at: datetime) -> dict[str, Any]:
    """Return what the page of an open treatment is made of."""
    sites, vials = queries.sites_of(row), queries.vials_of(row)
    totals = queries.totals(sites, vials)
    named = deviations(row, who, units=totals.at_end)
    wanted = totals.at_end - totals.in_vials
    return {
        "treatment": row,
        "groups": groups(sites),
        "drawings": given_figures(sites),
        "vials": vial_rows(vials, at=at),
        "totals": totals,
        "waiting": sum(site.state == "planned" for site in sites),
        "is_untouched": _is_untouched(sites),
        "proposal": proposal(row, wanted),
        "is_ready": is_ready_to_use(row.product),
        "deviations": [DEVIATIONS[code] for code in named],
        "reactions": queries.reactions_of(row),
    }


def _is_untouched(sites: Sequence[TreatedSite]) -> bool:
    return bool(sites) and all(site.state in {"planned", "done"} for site in sites)


__all__ = [
    "Group",
    "Line",
    "Placed",
    "Totals",
    "given_figures",
    "groups",
    "page_context",
    "session_figures",
    "vial_rows",
]
