"""What every table of the clinic shares: an opaque key, and pairs of *when* and *who*.

The audit trail names rows by these keys alone, so that a person can be erased and the
trail still stands.
"""

import uuid

from django.db import models


class OpaqueModel(models.Model):
    """A row whose public name is a random UUID, which says nothing about anybody."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)

    class Meta:
        """Abstract: each table stands alone."""

        abstract = True


def together(stem: str) -> models.CheckConstraint:
    """Return the law that `<stem>_at` and `<stem>_by` are both known or both empty."""
    at, by = f"{stem}_at__isnull", f"{stem}_by__isnull"
    return models.CheckConstraint(
        condition=models.Q(**{at: True, by: True}) | models.Q(**{at: False, by: False}),
        name=f"%(app_label)s_%(class)s_{stem}_by_and_at_together",
    )


def known_by(stem: str) -> models.CheckConstraint:
    """Return the law that `<stem>_by` stands only beside `<stem>_at`.

    For deeds that a patient may do too, who has no account: the trail says who it was.
    """
    at, by = f"{stem}_at__isnull", f"{stem}_by__isnull"
    return models.CheckConstraint(
        condition=models.Q(**{by: True}) | models.Q(**{at: False}),
        name=f"%(app_label)s_%(class)s_{stem}_by_needs_at",
    )
