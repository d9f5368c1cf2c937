"""The database itself keeps what was signed, sealed or stated."""

from datetime import date
from decimal import Decimal

import pytest
from django.db import DatabaseError, connection, models, transaction

from glabella.clinic.record import actions, guards
from glabella.clinic.record.models import (
    Addendum,
    ContactAttempt,
    Decision,
    DiaryDay,
    ExternalDose,
    FactEntry,
    Note,
    Score,
    Session,
    SessionLot,
    Site,
)
from tests import world
from tests.clinic.record.rows import fill, session
from tests.clinic.scene import scene

pytestmark = pytest.mark.django_db


def refused(rows: models.QuerySet[models.Model], **changes: object) -> bool:
    """Return whether the database refuses a change, or with none the removal."""
    try:
        with transaction.atomic():
            if changes:
                rows.update(**changes)
            else:
                rows._raw_delete(rows.db)  # noqa: SLF001 past the guards of Django
    except DatabaseError as error:
        return "the record is kept" in str(error)
    return False


CHANGES: list[tuple[type[models.Model], dict[str, object]]] = [
    (Session, {"note": "other"}),
    (Session, {"sealed_name": "other"}),
    (Site, {"units": Decimal(9)}),
    (SessionLot, {"lot_number": "other"}),
    (Note, {"text": "other"}),
    (Addendum, {"text": "other"}),
    (Decision, {"verdict": "indicated"}),
    (ContactAttempt, {"result": "reached"}),
    (FactEntry, {"value": True}),
    (FactEntry, {"as_of": date(2020, 1, 1)}),
    (Score, {"total": Decimal(1)}),
    (ExternalDose, {"units": Decimal(1)}),
    (DiaryDay, {"had": False}),
]


def test_database_refuses_to_change_or_remove_what_is_kept() -> None:
    fill(scene())

    tables = {model for model, _ in CHANGES}
    changed = [
        (model.__name__, changes)
        for model, changes in CHANGES
        if not refused(model._default_manager.all(), **changes)
    ]
    removed = [
        model.__name__ for model in tables if not refused(model._default_manager.all())
    ]

    assert (changed, removed) == ([], [])


def test_database_refuses_a_site_added_to_a_sealed_session() -> None:
    fill(scene())
    sealed = Session.objects.get()

    with pytest.raises(DatabaseError, match="the record is kept"):
        Site.objects.create(
            session=sealed, position=2, muscle="x", side="left", units=1
        )


def test_draft_can_be_changed_and_removed() -> None:
    here = scene()
    draft = session(here)

    Session.objects.filter(id=draft.id).update(note="other")
    Site.objects.filter(session=draft).update(units=Decimal(3))
    actions.write_note(
        here.card.id,
        outlet=here.outlet.id,
        on=world.TODAY,
        text="draft",
        by=here.by,
        at=world.AT,
    )

    assert not refused(SessionLot.objects.all())
    assert not refused(Site.objects.all())
    assert not refused(Session.objects.all())
    assert not refused(Note.objects.all())


@pytest.mark.parametrize("model", [FactEntry, Score, ExternalDose])
def test_row_is_withdrawn_once(model: type[models.Model]) -> None:
    here = scene()
    fill(here)
    rows = model._default_manager.all()
    done = {"withdrawn_at": world.AT, "withdrawn_by": here.user}

    assert not refused(rows, **done)
    assert refused(rows, **{**done, "withdrawn_at": None, "withdrawn_by": None})


EMPTYING = {
    "sqlite": "INSERT OR REPLACE INTO {table} SELECT * FROM {table}",
    "postgresql": "SET CONSTRAINTS ALL IMMEDIATE; TRUNCATE {table} CASCADE",
}


@pytest.mark.parametrize(
    "table", [*guards.FROZEN, *guards.FOREVER, *guards.GAINING], ids=str
)
def test_table_is_neither_replaced_nor_emptied(table: str) -> None:
    fill(scene())
    statement = EMPTYING[connection.vendor].format(table=table)

    with (
        pytest.raises(DatabaseError, match="the record is kept"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(statement)


def test_guards_stand_can_be_put_up_twice_and_taken_down() -> None:
    before = guards.missing(connection)
    guards.put_up(connection)
    twice = guards.missing(connection)
    guards.take_down(connection)

    down = guards.missing(connection)

    assert (before, twice) == ((), ())
    assert len(down) == len(set(down)) > 20
