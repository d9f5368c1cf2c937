"""What stands in the way of undoing a run: rows changed, gone, or referred to."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any
from uuid import UUID

import attrs

from glabella.clinic.imports.digests import digests_of, in_chunks, table
from glabella.clinic.imports.models import Made, Run
from glabella.clinic.stock.models import Movement

# Rows that belong to another and say nothing of their own: the time that an appointment
# holds. Moving or cancelling it changes the appointment too.
_OWNED = frozenset({"booking.Cell"})


@attrs.frozen
class Obstacle:
    """One row of a run that cannot be taken back.

    Args:
        why: "changed", "gone" or "referred_to".
        table: Of the row.
        by_table: Of what refers to it.
        patient: The person concerned, if the row is a card.
    """

    line: int
    why: str
    table: str
    by_table: str = ""
    patient: UUID | None = None


def obstacles_of(run: Run) -> list[Obstacle]:
    """Return what stands in the way of undoing a run, in the order of its lines."""
    made: dict[str, dict[UUID, Made]] = defaultdict(dict)
    for one in run.made.all():
        made[one.table][one.row] = one
    found = [
        *_touched(made),
        *_referred(made),
        *_moved_since(made["stock.Movement"]),
    ]
    return sorted(set(found), key=lambda one: (one.line, one.table, one.by_table))


def _touched(made: dict[str, dict[UUID, Made]]) -> Iterator[Obstacle]:
    for name, rows in made.items():
        now = digests_of(name, rows)
        for key, one in rows.items():
            if now.get(key) != one.digest:
                yield _obstacle(one, "changed" if key in now else "gone")


def _referred(made: dict[str, dict[UUID, Made]]) -> Iterator[Obstacle]:
    for name, rows in made.items():
        for model, column in _links_to(table(name)):
            label = model._meta.label
            if label in _OWNED:
                continue
            mine = made.get(label, {})
            for chunk in in_chunks(rows):
                there = model._default_manager.filter(**{f"{column}__in": chunk})
                for key, about in there.values_list("pk", column):
                    if key not in mine:
                        yield _obstacle(rows[about], "referred_to", by_table=label)


def _moved_since(made: dict[UUID, Made]) -> Iterator[Obstacle]:
    """Yield each receipt whose lot was moved at the same outlet afterwards."""
    for moved in Movement.objects.filter(id__in=made):
        later = Movement.objects.filter(
            lot_id=moved.lot_id,
            outlet_id=moved.outlet_id,
            moved_at__gt=moved.moved_at,
        )
        if later.exclude(id__in=made).exists():
            label = "stock.Movement"
            yield _obstacle(made[moved.id], "referred_to", by_table=label)


def _links_to(model: Any) -> Iterator[tuple[Any, str]]:  # noqa: ANN401 a table of any app
    for link in model._meta.get_fields(include_hidden=True):
        if link.auto_created and not link.concrete:
            yield link.related_model, link.field.attname


def _obstacle(one: Made, why: str, *, by_table: str = "") -> Obstacle:
    patient = one.row if one.table == "people.Patient" else None
    return Obstacle(one.line, why, one.table, by_table=by_table, patient=patient)
