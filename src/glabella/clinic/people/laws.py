"""Laws that deeds about people and about their record share."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any
from uuid import UUID

import attrs
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from glabella.clinic.audit.actor import Actor
from glabella.clinic.audit.errors import DeedRefusedError, StaleError
from glabella.clinic.people.columns import column_label, table_label

# What `end` writes, as a sentence says it.
_ENDINGS = MappingProxyType(
    {
        "closed": gettext_lazy("it is closed already, or was never there."),
        "ended": gettext_lazy("it is ended already, or was never there."),
        "identity_checked": gettext_lazy("somebody has checked it already."),
        "lifted": gettext_lazy("it is lifted already, or was never there."),
        "read": gettext_lazy("it is read already, or was never there."),
        "restricted": gettext_lazy("it is restricted already, or was never there."),
        "sealed": gettext_lazy("it is sealed already, or was never there."),
        "set_aside": gettext_lazy("it is set aside already, or was never there."),
        "signed": gettext_lazy("it is signed already, or was never there."),
        "undone": gettext_lazy("it is undone already, or was never there."),
        "withdrawn": gettext_lazy("it is withdrawn already, or was never there."),
    }
)


def words(text: str, *, where: str, mending: str = "") -> str:
    """Return a text without the blanks around it; refuse an empty one."""
    if not text.strip():
        raise DeedRefusedError(
            _("it is empty."), where=where, mending=mending or _("Say it in words.")
        )
    return text.strip()


def one_of(value: str, known: Collection[str], *, where: str) -> str:
    """Return a code that is known; refuse any other."""
    if value not in known:
        raise DeedRefusedError(
            _('"%(value)s" is not known.') % {"value": value},
            where=where,
            mending=_("Use one of %(codes)s.") % {"codes": ", ".join(known)},
        )
    return value


def not_after(day: date | None, at: datetime, *, where: str) -> date | None:
    """Return a day that has come somewhere on earth; refuse one that lies ahead."""
    # Places keep up to 14 hours ahead of UTC: there it may be tomorrow already.
    if day is not None and (day - at.date()).days > 1:
        raise DeedRefusedError(
            _("%(day)s lies ahead.") % {"day": day.isoformat()},
            where=where,
            mending=_("Check the year."),
        )
    return day


def change(
    model: type[models.Model],
    row: UUID,
    *,
    version: int,
    changes: Mapping[str, object],
    also: Mapping[str, object] = MappingProxyType({}),
) -> None:
    """Change a row that nobody has changed since it was read at `version`.

    Args:
        changes: What the form says, by column.
        also: Columns that follow from it and stand on no form.

    Raises:
        StaleError: If somebody has; the row is as they left it.
        DeedRefusedError: If there is no such row.
    """
    rows: models.QuerySet[Any] = model._default_manager.filter(id=row)
    current = rows.filter(version=version)
    if current.update(version=version + 1, **changes, **also):
        return
    theirs = rows.values(*changes).first()
    if theirs is None:
        raise _absent(model)
    raise StaleError(
        {
            name: "" if value is None else str(value)
            for name, value in theirs.items()
            if value != changes[name]
        }
    )


def end(
    rows: models.QuerySet[Any], stem: str, *, by: Actor, at: datetime, **more: str
) -> None:
    """Write when and by whom something ended, was lifted or withdrawn; only once.

    Args:
        rows: The one row.
        stem: Of the pair of columns: "ended" writes `ended_at` and `ended_by`.
        more: Other columns to write, such as a reason.

    Raises:
        DeedRefusedError: If it is done already, or there is no such row.
    """
    running = rows.filter(**{f"{stem}_at__isnull": True})
    done = {f"{stem}_at": at, f"{stem}_by_id": by.account}
    if not running.update(**done, **more):
        raise DeedRefusedError(
            str(_ENDINGS[stem]),
            where=table_label(rows.model._meta.label),
            mending=_("There is nothing to do."),
        )


def found(rows: models.QuerySet[Any]) -> Any:  # noqa: ANN401 a row of any table
    """Return the one row, locked until the deed is done; refuse if there is none."""
    row = rows.select_for_update(of=("self",)).first()
    if row is None:
        raise _absent(rows.model)
    return row


def _absent(model: type[models.Model]) -> DeedRefusedError:
    return DeedRefusedError(
        _("there is no such row."),
        where=table_label(model._meta.label),
        mending=_("Open the page again."),
    )


def fields_of(kind: type, changes: Mapping[str, object]) -> None:
    """Refuse a change of anything but the fields of a value such as `NewProblem`."""
    known = [field.name for field in attrs.fields(kind)]
    for name in changes:
        one_of(name, known, where=_("field"))


def check(
    changes: Mapping[str, object],
    *,
    at: datetime,
    words: Collection[str] = (),
    codes: Mapping[str, Collection[str]] = MappingProxyType({}),
    days: Collection[str] = (),
) -> None:
    """Check those fields that are there.

    Args:
        words: Fields that may not be empty.
        codes: Fields that must be one of some codes.
        days: Fields that may not lie ahead; two of them stand in their order.
    """
    for name, value in changes.items():
        if name in words and not str(value).strip():
            raise DeedRefusedError(
                _("it is empty."), where=column_label(name), mending=_("Say it.")
            )
        if name in codes:
            one_of(str(value), codes[name], where=column_label(name))
        if name in days and isinstance(value, date):
            not_after(value, at, where=column_label(name))
    known = [day for name in days if isinstance(day := changes.get(name), date)]
    if known != sorted(known):
        raise DeedRefusedError(
            _("it ends before it began."),
            where=", ".join(map(column_label, days)),
            mending=_("Check both days."),
        )
