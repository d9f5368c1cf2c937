"""What of a plan the database itself keeps.

An approved plan is frozen, and so are its sites; it may only be replaced by a newer one
or withdrawn, once and by name. What was confirmed stays as it was said.
"""

from glabella.clinic.audit.keeping import Kept, Part

KEPT = Kept(
    forever=("planning_confirmed",),
    frozen={"planning_plan": ("approved_at", "withdrawn_at")},
    afterwards={"planning_plan": ("replaced", "withdrawn")},
    parts={
        "planning_plansite": Part(
            "plan_id", "planning_plan", ("approved_at", "withdrawn_at")
        )
    },
)
