"""What is printed at the desk: the list of a day, a treatment sheet, labels."""

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from importlib.resources import files
from uuid import UUID
from zoneinfo import ZoneInfo

import attrs
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from glabella.clinic.booking.models import Appointment
from glabella.clinic.desk.board import Lack
from glabella.clinic.folder.paper import typeset
from glabella.clinic.followup.drafts import muscle_words, side_words
from glabella.clinic.people.models import Patient
from glabella.clinic.planning.drawings import paper_maps
from glabella.clinic.planning.models import Plan, PlanSite
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.models import Outlet
from glabella.core.quantity import plain_number

_TEMPLATES = files("glabella.clinic.desk") / "typst"
_EMPTY_ROWS = 24  # of a sheet without a plan


@attrs.frozen
class Named:
    """Whose paper it is: the card, and its number at the outlet."""

    card: Patient
    number: str

    @property
    def name(self) -> str:
        """Family name, given names."""
        return f"{self.card.family_name}, {self.card.given_names}"

    @property
    def born(self) -> str:
        """The birth date in words."""
        day = self.card.birth_date
        return day_words(day) if day else _("not known")


def day_words(day: date) -> str:
    """Return a day as people read it everywhere."""
    return date_format(day, pgettext("date format", "j M Y"))


def day_list(
    rows: Sequence[Appointment],
    lacks: Mapping[UUID, list[Lack]] | None,
    *,
    place: Outlet,
    on: date,
    language: str,
) -> bytes:
    """Return the appointments of a day as PDF.

    Args:
        lacks: What each still lacks; None leaves the column out, for those who may not
            read the record.
    """
    head = [_("Time"), _("Name"), _("Born"), _("What for"), _("Who"), _("Room")]
    if lacks is not None:
        head.append(_("Lacks"))
    data = {
        "language": language,
        "words": {
            "title": _("List of the day"),
            "page": _("Page"),
            "none": _("Nobody is booked"),
        },
        "outlet": place.name,
        "day": day_words(on),
        "foot": _("Destroy it at the end of the day: it names patients."),
        "head": head,
        "rows": [_day_row(row, lacks, place=place) for row in rows],
    }
    return typeset(_TEMPLATES / "day.typ", data)


def _day_row(
    row: Appointment, lacks: Mapping[UUID, list[Lack]] | None, *, place: Outlet
) -> list[str]:
    local = row.starts_at.astimezone(ZoneInfo(place.time_zone))
    card = row.patient
    cells = [
        local.strftime("%H:%M"),
        f"{card.family_name}, {card.given_names}",
        day_words(card.birth_date) if card.birth_date else "",
        row.service.name,
        row.clinician.user.name if row.clinician else "",
        row.room.name if row.room else "",
    ]
    if lacks is not None:
        cells.append("; ".join(str(one.words) for one in lacks.get(row.id, ())))
    return cells


def treatment_sheet(
    named: Named, plan: Plan | None, *, on: date, language: str, is_blank: bool
) -> bytes:
    """Return the sheet of a treatment as PDF, with the map.

    Args:
        plan: What is filled in; None gives empty rows.
        is_blank: Leave the units out, to be filled in by hand.
    """
    sites = list(plan.sites.all()) if plan else []
    maps = paper_maps(sites, language=language, is_blank=is_blank) if sites else ()
    pictures = {
        f"map-{place}.svg": one.svg.encode() for place, one in enumerate(maps, start=1)
    }
    data = {
        "language": language,
        "words": _sheet_words(),
        "person": [
            [_("Patient"), named.name],
            [_("Born"), named.born],
            [_("Number"), named.number],
        ],
        "plan": _plan_pairs(plan, on=on),
        "draft": _("Not approved: do not treat by it.") if _is_open(plan) else "",
        "checks": _checks(),
        "maps": [
            {"file": name, "title": one.title}
            for name, one in zip(pictures, maps, strict=True)
        ],
        "head": ["", _("Muscle"), _("Side"), _("Units"), _("Volume"), _("Given")],
        "sites": _site_rows(sites, language=language, is_blank=is_blank),
        "total": _total(plan, is_blank=is_blank),
        "vial_head": _vial_head(),
        "foot": f"{named.name} · {named.number}",
    }
    return typeset(_TEMPLATES / "sheet.typ", data, files=pictures)


def _is_open(plan: Plan | None) -> bool:
    return plan is not None and plan.state != "approved"


def _sheet_words() -> dict[str, str]:
    return {
        "title": _("Treatment sheet"),
        "page": _("Page"),
        "time_out": _("Time-out"),
        "map": _("Map"),
        "no_map": _("no point is drawn"),
        "schematic": _("Places are schematic: they show the muscle."),
        "sites": _("Sites"),
        "vials": _("Vials"),
        "notes": _("Deviations and notes"),
        "observed": _("Observed for (minutes)"),
        "clinician": _("Clinician, time"),
        "second": _("Dilution confirmed by, time"),
    }


def _checks() -> list[str]:
    return [
        _("Right patient"),
        _("Allergies asked today"),
        _("Pregnancy asked today"),
        _("Ledger looked at"),
        _("Consent confirmed today"),
        _("Emergency kit at hand"),
    ]


def _plan_pairs(plan: Plan | None, *, on: date) -> list[list[str]]:
    if plan is None:
        blank = "................"
        return [[_("Day"), blank], [_("Product"), blank], [_("Units in all"), blank]]
    rows = [
        [_("Day"), day_words(plan.on)],
        [_("Product"), plan.product],
        [_("Approved by"), plan.approved_name or "-"],
    ]
    return [*rows, [_("Printed on"), day_words(on)]]


def _site_rows(
    sites: Sequence[PlanSite], *, language: str, is_blank: bool
) -> list[list[str]]:
    if not sites:
        return [[str(place), "", "", "", ""] for place in range(1, _EMPTY_ROWS + 1)]
    known, name = library(), muscle_words
    return [
        [
            str(site.position),
            f"{name(site.muscle, library=known, language=language)} {site.point}",
            side_words(site.side),
            "" if is_blank else f"{plain_number(site.units)} U",
            "" if is_blank else _volume(site.volume_ml),
        ]
        for site in sites
    ]


def _volume(value: Decimal | None) -> str:
    return "" if value is None else f"{plain_number(value)} ml"


def _total(plan: Plan | None, *, is_blank: bool) -> str:
    if plan is None or is_blank:
        return ""
    words = {"units": plain_number(plan.total_units), "product": plan.product}
    return _("Total %(units)s U of %(product)s") % words


def _vial_head() -> list[str]:
    return [
        _("Lot"),
        _("Expires"),
        _("Opened at"),
        _("Saline (ml)"),
        _("Units used"),
        _("Thrown away"),
    ]


def labels(named: Named, *, language: str) -> bytes:
    """Return a page of labels with the name of a patient."""
    lines = [f"{_('Born')} {named.born}", f"{_('Number')} {named.number}"]
    data = {
        "language": language,
        "title": _("Labels"),
        "name": named.name,
        "lines": lines,
    }
    return typeset(_TEMPLATES / "labels.typ", data)
