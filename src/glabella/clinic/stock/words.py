"""The codes of the stock as a person reads them."""

from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = MappingProxyType[str, Promise]

BARS: Words = MappingProxyType(
    {
        "recalled": _("the lot is recalled"),
        "quarantined": _("it is set aside in quarantine"),
        "expired": _("it is past its expiry"),
        "emptied": _("it is empty, or was thrown away"),
        "clock_run_out": _("its time after dissolving has run out"),
        "belongs_to_somebody_else": _("it belongs to somebody else"),
    }
)
WARNINGS: Words = MappingProxyType(
    {
        "not_reconstituted": _("Not dissolved yet"),
        "clock_unverified": _("The clock is unverified: read the leaflet"),
        "clock_run_out": _("An unverified clock has run out: read the leaflet"),
        "clock_unknown": _("No clock on file: read the leaflet"),
    }
)
KINDS: Words = MappingProxyType(
    {
        "receive": _("Received"),
        "move_out": _("Moved out"),
        "move_in": _("Moved in"),
        "open": _("Opened"),
        "use": _("Drawn for a session"),
        "waste": _("Thrown away"),
        "count": _("Counted"),
        "undo": _("Receipt taken back"),
    }
)
NOTES: Words = MappingProxyType(
    {
        "quarantine": _("Set aside in quarantine"),
        "release": _("Released from quarantine"),
        "recall": _("Recalled"),
        "correction": _("Corrected"),
    }
)
CLOCKS: Words = MappingProxyType(
    {
        "label": _("by the product information"),
        "unverified": _("unverified"),
        "house": _("shorter, by this practice"),
        "ready": _("ready to use"),
        "unknown": _("no clock on file"),
    }
)
KIT: Words = MappingProxyType(
    {"adrenaline": _("Adrenaline"), "other": pgettext_lazy("kit", "Other")}
)


def bar_in_words(code: str) -> str:
    """Return why something may not be used; "" for the empty code."""
    return str(BARS[code]) if code else ""


def warnings_in_words(codes: tuple[str, ...]) -> list[str]:
    """Return what to look at before a vial is used."""
    return [str(WARNINGS[code]) for code in codes]


SCANS: Words = MappingProxyType(
    {
        "empty": _("Nothing was scanned. Scan again."),
        "too_long": _("It is too long for one code. Scan one code at a time."),
        "other_kind": _("It is no GS1 code. Scan the square code, or type."),
        "other_keyboard": _(
            "The scanner types for another keyboard, so signs are exchanged. Set its "
            "keyboard language, or type what is printed."
        ),
        "pharmacy_code": _(
            "It is a pharmacy code (PPN), which is not read here. Type lot and expiry."
        ),
        "damaged": _(
            "A field is damaged or not known. Scan again, or type what is printed."
        ),
        "gtin": _("The check digit of the article number is wrong. Scan again."),
        "expiry": _("There is no such day of expiry. Scan again, or type the day."),
        "twice": _(
            "One field is there twice with two values. Scan one code at a time."
        ),
        "merged": _(
            "Fields may have run together, because the separator is missing. Look at "
            "the box and choose what is printed."
        ),
    }
)
DOUBTS: Words = MappingProxyType(
    {
        "lower_case": _("The lot came in small letters: compare it with the box."),
        "no_gtin": _("The code does not say which product it is."),
        "no_lot": _("The code holds no lot: type it from the box."),
        "no_expiry": _("The code holds no expiry: type it from the box."),
    }
)


def scan_in_words(code: str) -> str:
    """Return why a scan cannot be read."""
    return str(SCANS[code])


def doubts_in_words(codes: tuple[str, ...]) -> list[str]:
    """Return what to compare with the box after a scan."""
    return [str(DOUBTS[code]) for code in codes]
