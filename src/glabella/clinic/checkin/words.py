"""Words of this app that stand in several places."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SEVERITY: Mapping[str, Promise] = MappingProxyType(
    {
        "mild": _("It is there, but I can do everything."),
        "moderate": _("It bothers me in daily life."),
        "severe": _("I cannot do what I need to do."),
    }
)


def severity_words(code: str) -> str:
    """Return how bad something is, in words."""
    return str(SEVERITY[code])
