"""How screens name roles, purposes and deeds."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from glabella.clinic.accounts.deed_words import DEEDS
from glabella.clinic.accounts.page_words import PAGES
from glabella.clinic.accounts.roles import Role

ROLES = {
    Role.FRONT_DESK: gettext_lazy("front desk"),
    Role.ASSISTANT: gettext_lazy("assistant"),
    Role.CLINICIAN: gettext_lazy("clinician"),
    Role.LEAD_CLINICIAN: gettext_lazy("lead clinician"),
    Role.AUDITOR: gettext_lazy("auditor"),
    Role.ADMINISTRATOR: gettext_lazy("administrator"),
}

PURPOSES = {
    "care": gettext_lazy("care"),
    "front_desk": gettext_lazy("front desk"),
    "administration": gettext_lazy("administration"),
    "audit": gettext_lazy("audit"),
    "break_glass": gettext_lazy("broken glass"),
    "export": gettext_lazy("export"),
    "import": gettext_lazy("import"),
    "maintenance": gettext_lazy("maintenance"),
    "portal": gettext_lazy("portal"),
}


def role_in_words(role: str) -> str:
    """Return a role as people say it; a word nobody knows stays as it is."""
    return str(ROLES[Role(role)]) if role in set(Role) else role


def purpose_in_words(purpose: str) -> str:
    """Return what a visit was for."""
    return str(PURPOSES.get(purpose, purpose))


def deed_in_words(deed: str) -> str:
    """Return a deed of the trail as the end of a sentence: "opened: notes".

    A deed or page without words of its own is shown by its name, never left out.
    """
    kind, _space, page = deed.partition(" ")
    sentences = {
        "read": _("opened: %(page)s"),
        "list": _("looked through: %(page)s"),
        "refused": _("was refused: %(page)s"),
    }
    if page and kind in sentences:
        return sentences[kind] % {"page": PAGES.get(page, page)}
    return str(DEEDS.get(deed, deed))
