"""The words of codes that following up shows; for clinicians, never for patients."""

from types import MappingProxyType

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

CHANNEL = (
    ("phone", _("Phone call")),
    ("walk_in", _("Walk-in")),
    ("message", _("Message")),
)
ANSWER = (
    ("yes", pgettext_lazy("answer", "Yes")),
    ("no", pgettext_lazy("answer", "No")),
    ("unknown", pgettext_lazy("answer", "not asked")),
)
SEVERITY = (
    ("unknown", _("not known")),
    ("mild", _("mild")),
    ("moderate", _("moderate")),
    ("severe", _("severe")),
)
CAUSALITY = (
    ("not_assessed", _("not assessed")),
    ("unlikely", pgettext_lazy("causality", "unlikely")),
    ("possible", pgettext_lazy("causality", "possible")),
    ("probable", pgettext_lazy("causality", "probable")),
    ("certain", pgettext_lazy("causality", "certain")),
)
SERIOUS = (
    ("", _("not judged yet")),
    ("yes", _("serious")),
    ("no", _("not serious")),
)
BECAUSE = (
    ("death", _("death")),
    ("life_threatening", _("danger to life")),
    ("hospital", _("stay in hospital, or a longer one")),
    ("disability", _("lasting or significant disability")),
    ("congenital", _("congenital anomaly")),
    ("other", _("other medically important condition")),
)
OUTCOME = (
    ("unknown", _("not known")),
    ("recovered", _("recovered")),
    ("recovering", _("recovering")),
    ("not_recovered", _("not recovered")),
    ("lasting", _("recovered with lasting effects")),
    ("death", _("died")),
)
# What the rules advise; advice, never a command, and never a word about the person.
ADVICE = MappingProxyType(
    {
        "continue": _("Continue"),
        "review_no_response": _("Review: little change so far"),
        "consider_pause": _("Consider a pause: it works"),
        "not_assessable": _("Not assessable yet"),
    }
)
ADVICE_WHY = MappingProxyType(
    {
        "continue": _("No rule on file advises otherwise."),
        "review_no_response": _(
            "A rule on file asks to look at it together: dose, sites, other causes, "
            "other options. It stops nothing and cancels no booking."
        ),
        "consider_pause": _(
            "A rule on file says that a pause may be tried because the treatment works."
            " It stops nothing and cancels no booking."
        ),
        "not_assessable": _(
            "A number is missing, or too few days are recorded. "
            "That says nothing about the effect."
        ),
    }
)
WINDOWS = MappingProxyType(
    {
        "onset": _("Effect begins"),
        "full_effect": _("Full effect"),
        "review": _("Look at the result"),
        "score": _("Take the scores"),
        "wear_off": _("Effect wears off"),
    }
)
STATES = MappingProxyType({"past": _("over"), "now": _("now"), "later": _("later")})
CHANGES = MappingProxyType({"started": _("started"), "stopped": _("stopped")})
SIDES = MappingProxyType(
    {"left": _("left"), "right": _("right"), "middle": _("middle")}
)
LABELS = MappingProxyType(
    {
        "on_label": _("on label"),
        "off_label": _("OFF LABEL"),
        "unverified": _("label status not verified"),
        "conflict": _("label status in conflict"),
    }
)
