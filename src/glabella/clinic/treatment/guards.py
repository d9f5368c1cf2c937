"""What the database keeps of a treatment: all of it, once finished or abandoned."""

from glabella.clinic.audit.keeping import Kept, Part

_ENDED = ("finished_at", "abandoned_at")
_PART = Part(key="treatment_id", parent="treatment_treatment", columns=_ENDED)

KEPT = Kept(
    frozen={"treatment_treatment": _ENDED},
    parts={
        "treatment_treatedsite": _PART,
        "treatment_treatmentvial": _PART,
    },
    # A reaction may come after the last needle; so it is no part.
    forever=("treatment_reaction",),
)
