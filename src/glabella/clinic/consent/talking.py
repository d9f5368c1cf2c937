"""When a talk needs an interpreter."""

from django.utils.translation import gettext as _

from glabella.clinic.people.models import Patient


def interpreter_needed(patient: Patient, language: str) -> str:
    """Return why a talk needs an interpreter; "" if it needs none.

    Args:
        language: That of the consent's text.
    """
    if patient.interpreter_language:
        return _("the card asks for an interpreter: %(language)s.") % {
            "language": patient.interpreter_language
        }
    if patient.language.split("-")[0] != language:
        return _("the text is not in the patient's language.")
    return ""
