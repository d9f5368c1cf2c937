"""Words of the diaries: what is asked, by which codes, and what is handed to deeds."""

from collections.abc import Mapping
from datetime import date, datetime
from types import MappingProxyType
from uuid import UUID

import attrs
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from glabella.clinic.record.values import NewDiaryDay

Words = Mapping[str, Promise]

DIARIES: Words = MappingProxyType(
    {"headache": _("Headache"), "bladder": _("Bladder"), "jaw": _("Jaw")}
)
# How the entry came: on a page, kept on the device meanwhile, or out of a file.
WAYS = ("page", "offline", "file")

# Classes as ICHD-3 counts days by; the last two have no number of their own here.
MEDICINES: Words = MappingProxyType(
    {
        "triptan": _("Triptan"),
        "simple_analgesic": _("Simple painkiller (such as ibuprofen or paracetamol)"),
        "combination_analgesic": _("Painkiller with several substances"),
        "opioid": _("Opioid"),
        "ergotamine": _("Ergotamine"),
        "gepant": _("Gepant"),
        "other": _("Another one, or I do not know"),
    }
)
SHORT_MEDICINES: Words = MappingProxyType(
    {
        "triptan": _("Triptan"),
        "simple_analgesic": _("Simple painkiller"),
        "combination_analgesic": _("Combined painkiller"),
        "opioid": _("Opioid"),
        "ergotamine": _("Ergotamine"),
        "gepant": _("Gepant"),
        "other": _("Another or unknown"),
    }
)
SYMPTOMS: Words = MappingProxyType(
    {
        "nausea": _("Nausea"),
        "vomiting": _("Vomiting"),
        "light": _("Light hurt"),
        "sound": _("Noise hurt"),
        "smell": _("Smells hurt"),
        "one_sided": _("On one side"),
        "throbbing": _("Throbbing"),
        "worse_moving": _("Worse when moving"),
        "dizziness": _("Dizziness"),
        "neck": _("Neck pain"),
    }
)
# Every detail of any diary, as a page of staff and a conflict name it.
DETAILS: Words = MappingProxyType(
    {
        "symptoms": _("Symptoms"),
        "aura": _("Aura"),
        "doses": _("Doses taken"),
        "note": _("Note"),
        "voids": _("Times passed water"),
        "leaks": _("Times leaked"),
        "urge_leaks": _("Of these, after a sudden urge"),
        "pads": _("Pads"),
        "urgency": _("Sudden urges"),
        "nights": _("Times up at night"),
        "volume_ml": _("Amount passed in the day (ml)"),
        "on_waking": _("Pain on waking"),
        "grinding": _("Grinding or clenching noticed"),
        "locking": _("Jaw locked or caught"),
        "chewing": _("Chewing hurt"),
    }
)
# Which diary goes with a protocol; from what the protocols follow up.
DIARY_OF: Mapping[str, str] = MappingProxyType(
    {
        "chronic_migraine": "headache",
        "migraine_with_depression": "headache",
        "overactive_bladder": "bladder",
        "neurogenic_detrusor_overactivity": "bladder",
        "bruxism_masseter": "jaw",
    }
)
NOTE_LENGTH = 500
YES, NO = pgettext_lazy("answer", "yes"), pgettext_lazy("answer", "no")


@attrs.frozen
class Arriving:
    """One day as it comes in.

    Args:
        day: What is to be stored.
        key: Made on the device; the same key is stored once.
        base: The entry of that day that the writer saw; None if they saw none.
        is_base_known: Whether the writer could see what stood there at all; offline
            they could not.
        way: One of `WAYS`.
        written_on_device_at: By the clock of the device, if it was kept there.
    """

    day: NewDiaryDay
    key: UUID
    base: UUID | None = None
    is_base_known: bool = True
    way: str = "page"
    is_by_proxy: bool = False
    written_on_device_at: datetime | None = None


@attrs.frozen
class Wish:
    """How a person wants to be reminded of the day."""

    is_on: bool = False
    hour: int = 18
    paused_until: date | None = None

    def holds(self, on: date) -> bool:
        """Return whether there is a reminder on a day."""
        return self.is_on and (self.paused_until is None or on >= self.paused_until)
