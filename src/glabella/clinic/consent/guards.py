"""What of a consent the database itself keeps.

The text never changes. A signature and a withdrawal are added, once and by name; so are
the end of a clause and the copy handed over after a talk.
"""

import attrs

from glabella.clinic.audit.keeping import Kept

# The tables of the first migrations; what came later stands below.
FIRST = Kept(
    forever=("consent_reconfirmation",),
    gaining={
        "consent_clause": ("ended",),
        "consent_consent": ("signed", "withdrawn"),
        "consent_photoconsent": ("withdrawn",),
        "consent_talk": ("copy_given",),
    },
)
KEPT = attrs.evolve(FIRST, forever=("consent_athome", "consent_reconfirmation"))
