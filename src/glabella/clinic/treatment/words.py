"""The codes of a treatment as a person reads them."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import get_language, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from glabella.clinic.practice.knowledge import library

Words = MappingProxyType[str, Promise]

SITE_STATES: Words = MappingProxyType(
    {
        "planned": _("open"),
        "done": _("as planned"),
        "changed": _("changed"),
        "left_out": _("left out"),
        "added": _("added"),
    }
)
SIDES: Words = MappingProxyType(
    {
        "left": pgettext_lazy("of the body", "left"),
        "right": pgettext_lazy("of the body", "right"),
        "middle": pgettext_lazy("of the body", "middle"),
    }
)
GUIDANCES: Words = MappingProxyType(
    {
        "none": _("none: by landmarks"),
        "emg": _("EMG"),
        "ultrasound": _("ultrasound"),
        "stimulation": _("electrical stimulation"),
    }
)
ALLERGIES: Words = MappingProxyType(
    {
        "as_listed": _("As listed, nothing new"),
        "none": _("None"),
        "new": _("Something new"),
    }
)
PREGNANCIES: Words = MappingProxyType(
    {
        "no": _("No"),
        "yes": _("Yes, or possible"),
        "unknown": _("Nobody knows"),
        "not_applicable": _("Cannot be"),
    }
)
ANTITHROMBOTICS: Words = MappingProxyType(
    {"no": _("No"), "yes": _("Yes"), "unknown": _("Nobody knows")}
)
REACTIONS: Words = MappingProxyType(
    {
        "vasovagal": _("Fainting (vasovagal)"),
        "anaphylaxis": _("Anaphylaxis"),
        "other": pgettext_lazy("reaction", "Other"),
    }
)
CHECKS: Words = MappingProxyType(
    {"person": _("by a second person"), "scan": _("by a second scan")}
)
MODES: Words = MappingProxyType(
    {"planned": _("By plan"), "afterwards": _("Recorded afterwards")}
)


def muscle_name(muscle: str) -> str:
    """Return a muscle in the language in use; an unknown id stays as it is."""
    found = library().muscles.get(muscle)
    return found.name.in_language(get_language() or "en") if found else muscle


def protocol_name(protocol: str) -> str:
    """Return a condition in the language in use; an unknown id stays as it is."""
    found = library().protocols.get(protocol)
    return found.name.in_language(get_language() or "en") if found else protocol


def choices(words: Mapping[str, Promise]) -> list[tuple[str, Promise]]:
    """Return codes with their words, for a field to choose from."""
    return list(words.items())
