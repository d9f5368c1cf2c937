"""Words of consent that several pages say."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

BANDS: Mapping[str, Promise] = MappingProxyType(
    {
        "very_easy": _("very easy to read"),
        "easy": _("easy to read"),
        "medium": _("of medium difficulty"),
        "hard": _("hard to read"),
        "very_hard": _("very hard to read"),
    }
)
PURPOSES: Mapping[str, Promise] = MappingProxyType(
    {
        "record": _("in the record"),
        "teaching": _("for teaching"),
        "publication": _("for publication"),
    }
)
