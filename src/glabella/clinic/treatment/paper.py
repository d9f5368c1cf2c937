"""The label of a syringe: patient, product, strength and times, on a small sticker."""

from importlib.resources import files

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from glabella.clinic.folder.paper import typeset
from glabella.clinic.people.cards import Person
from glabella.clinic.treatment.making_ready import units_per_tenth_ml
from glabella.clinic.treatment.models import TreatmentVial
from glabella.core.quantity import plain_number


def label(one: TreatmentVial, who: Person, *, number: str) -> bytes:
    """Return the label of the syringes that are drawn from a vial, as PDF.

    Args:
        number: The patient's number at the outlet.
    """
    strength = units_per_tenth_ml(one)
    card = who.patient
    born = date_format(card.birth_date, "Y-m-d") if card.birth_date else "-"
    data = {
        "language": get_language() or "en",
        "title": _("Syringe label"),
        "name": f"{card.family_name}, {card.given_names}",
        "who": f"{_('born')} {born}   {number}",
        "product": one.product,
        "strength": _("%(units)s U per 0.1 ml") % {"units": plain_number(strength)}
        if strength is not None
        else _("strength not recorded"),
        "lot": _("Lot %(lot)s") % {"lot": one.lot_number},
        "times": _times(one),
    }
    return typeset(files("glabella.clinic.treatment") / "typst" / "label.typ", data)


def _times(one: TreatmentVial) -> str:
    said = []
    if one.reconstituted_at is not None:
        said.append(_("made ready %(time)s") % {"time": _time(one.reconstituted_at)})
    if one.discard_at is not None:
        said.append(_("discard at %(time)s") % {"time": _time(one.discard_at)})
    return "   ".join(said)


def _time(moment: object) -> str:
    return date_format(localtime(moment), "Y-m-d H:i")  # type: ignore[arg-type]  # a column of the database, never None here
