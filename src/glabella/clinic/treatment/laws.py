"""Laws that the deeds of a treatment share: it is open, and this is what was seen."""

from uuid import UUID

from django.db import models
from django.utils.translation import gettext as _

from glabella.clinic.audit.errors import DeedRefusedError, StaleError
from glabella.clinic.people import laws
from glabella.clinic.treatment.models import TreatedSite, Treatment


def opened(key: UUID) -> Treatment:
    """Return an open treatment, locked until the deed is done.

    Raises:
        DeedRefusedError: If it is finished or abandoned, or there is none.
    """
    row: Treatment = laws.found(Treatment.objects.filter(id=key))
    if row.state != "open":
        raise DeedRefusedError(
            _("this treatment is finished; nothing in it changes."),
            where=_("treatment"),
            mending=_("Add an addendum to the session."),
        )
    return row


def unchanged(row: Treatment, version: int) -> None:
    """Refuse if somebody has changed anything since the page was shown.

    Raises:
        StaleError: If so.
    """
    if row.version != version:
        raise StaleError({})


def step(row: Treatment, **changes: object) -> None:
    """Save one step: its changes, and that there was one."""
    rows = Treatment.objects.filter(id=row.id)
    rows.update(version=models.F("version") + 1, **changes)
    row.refresh_from_db()


def opened_site(
    key: UUID, *, version: int, state: str = ""
) -> tuple[Treatment, TreatedSite]:
    """Return a site of an open treatment as it was seen, and the treatment.

    Args:
        state: What the deed makes of it; a site that is there already is as good as
            seen, so a second click does no harm.

    Raises:
        StaleError: If somebody has changed the site since.
        DeedRefusedError: If the treatment is not open, or there is no such site.
    """
    rows = TreatedSite.objects.filter(id=key)
    owner = rows.values_list("treatment_id", flat=True).first()
    row = opened(owner) if owner else laws.found(rows)
    site: TreatedSite = laws.found(rows)
    if site.version != version and site.state != state:
        raise StaleError({"units": str(site.units), "state": site.state})
    return row, site
