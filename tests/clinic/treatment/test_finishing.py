"""The end of a treatment: record, stock and seal at once; what deviates is named."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from glabella.clinic.audit.errors import DeedRefusedError, StaleError
from glabella.clinic.consent.models import Consent
from glabella.clinic.record import actions as records
from glabella.clinic.record.models import Session, Task
from glabella.clinic.record.values import NewSession
from glabella.clinic.stock import actions as stock
from glabella.clinic.stock.models import Holding, Movement, Vial
from glabella.clinic.treatment import actions
from glabella.clinic.treatment.models import Treatment, TreatmentVial
from glabella.clinic.treatment.values import Change, Ending, NewSite, NewVial
from tests import world
from tests.clinic.scene import Scene
from tests.clinic.treatment import build

pytestmark = pytest.mark.django_db


def finish(scene: Scene, row: Treatment, **more: Any) -> Session:
    row.refresh_from_db()
    known: dict[str, Any] = {
        "name": "Lead Synthetic",
        "version": row.version,
        "all_as_planned": True,
        "reason": "in an emergency",
    }
    ending = Ending(**{**known, **more})
    return actions.finish(row.id, ending, who=scene.who, by=scene.by, at=build.AT)


def units_of(kind: str) -> Decimal:
    rows = Movement.objects.filter(kind=kind).values_list("units", flat=True)
    return sum(rows, Decimal(0))


def test_finish_seals_record_and_stock(ready: build.Ready) -> None:
    row = build.prepared(ready)
    session = finish(ready.scene, row)

    row.refresh_from_db()
    assert (row.state, row.session, row.deviations) == ("finished", session, [])
    assert (session.sealed_name, session.deviations) == ("Lead Synthetic", [])
    assert session.lots.get().units == TreatmentVial.objects.get().units_used == 155
    assert (units_of("open"), units_of("use"), units_of("waste")) == (200, -155, -45)
    assert Vial.objects.get().units_left == 0
    assert not Task.objects.exists()


def test_volume_is_kept_only_with_the_units_it_was_planned_for(
    ready: build.Ready,
) -> None:
    row = build.prepared(ready)
    site = row.sites.order_by("position")[0]
    scene = ready.scene
    change = Change(site.units - 1, site.version, "small brow")
    actions.change_site(site.id, change, by=scene.by, at=build.AT)
    session = finish(scene, row)

    given = session.sites.order_by("position")
    assert given[0].volume_ml is None
    assert given[1].volume_ml == row.sites.order_by("position")[1].volume_ml


def test_finish_waits_for_open_sites(ready: build.Ready) -> None:
    row = build.prepared(ready)

    with pytest.raises(DeedRefusedError, match="31 sites are still open"):
        finish(ready.scene, row, all_as_planned=False)


def test_finish_of_nothing_is_refused(here: Scene) -> None:
    with pytest.raises(DeedRefusedError, match="nothing was injected"):
        finish(here, build.afterwards(here))


def test_finish_on_an_old_page_is_told(ready: build.Ready) -> None:
    row = build.prepared(ready)

    with pytest.raises(StaleError):
        finish(ready.scene, row, version=row.version - 1)


def test_finish_twice_is_one_session(ready: build.Ready) -> None:
    row = build.prepared(ready)
    finish(ready.scene, row)

    with pytest.raises(DeedRefusedError, match="finished"):
        finish(ready.scene, row)
    assert Session.objects.count() == 1


def test_crash_in_the_middle_leaves_nothing_half(
    ready: build.Ready, monkeypatch: pytest.MonkeyPatch
) -> None:
    row = build.prepared(ready)

    def crash(*_args: object, **_more: object) -> None:
        raise ZeroDivisionError

    # The last step but one: record and stock are written already.
    monkeypatch.setattr(records, "seal_session", crash)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        finish(ready.scene, row)

    row.refresh_from_db()
    assert (row.state, Session.objects.count()) == ("open", 0)
    assert (units_of("use"), Vial.objects.get().units_left) == (0, 200)
    assert row.sites.filter(state="planned").count() == 31
    monkeypatch.undo()
    assert finish(ready.scene, row).units == 155


def recall(ready: build.Ready, row: Treatment) -> None:
    lot = row.vials.get().lot
    assert lot is not None
    by = ready.scene.by
    stock.recall(lot.id, reference="letter", by=by, at=build.AT)


def quarantine(ready: build.Ready, row: Treatment) -> None:
    lot = row.vials.get().lot
    assert lot is not None
    stock.quarantine(lot.id, reason="warm", by=ready.scene.by, at=build.AT)


def expire(_ready: build.Ready, row: Treatment) -> None:
    row.vials.update(expires_on=world.TODAY - timedelta(days=1))


def run_out(_ready: build.Ready, row: Treatment) -> None:
    row.vials.update(discard_at=build.AT - timedelta(minutes=1))


def look_once(_ready: build.Ready, row: Treatment) -> None:
    row.vials.update(checked_at=None, checked_by=None)


def withdraw(ready: build.Ready, _row: Treatment) -> None:
    Consent.objects.filter(id=ready.consent.id).update(
        withdrawn_at=build.AT, withdrawn_by=ready.scene.user, withdrawn_reason="x"
    )


def decide_against(ready: build.Ready, _row: Treatment) -> None:
    build.decision(ready.scene, "blocked", decided_at=build.AT)


def inject_last_week(ready: build.Ready, _row: Treatment) -> None:
    scene = ready.scene
    new = NewSession(
        outlet=scene.outlet.id,
        protocol=build.MIGRAINE,
        product=build.ONA,
        on=world.TODAY - timedelta(days=7),
        units=Decimal(395),
    )
    records.record_session(scene.card.id, new, by=scene.by, at=build.AT)


def take_out(ready: build.Ready, row: Treatment) -> None:
    one = row.vials.get()
    actions.remove_vial(one.id, reason="broken", by=ready.scene.by, at=build.AT)


@pytest.mark.parametrize(
    ("named", "damage"),
    [
        (["recalled_lot"], recall),
        (["recalled_lot"], quarantine),
        (["expired"], expire),
        (["expired"], run_out),
        (["unchecked_dilution"], look_once),
        (["no_documented_consent"], withdraw),
        (["no_decision"], decide_against),
        (["too_early"], inject_last_week),
        (["stock_mismatch"], take_out),
    ],
)
def test_deviation_is_named_recorded_and_reviewed(
    ready: build.Ready,
    named: list[str],
    damage: Callable[[build.Ready, Treatment], None],
) -> None:
    row = build.prepared(ready)
    damage(ready, row)
    with pytest.raises(DeedRefusedError, match="it deviates"), transaction.atomic():
        finish(ready.scene, row, reason=" ")

    session = finish(ready.scene, row)

    kept = [one for one in session.deviations if one != "over_cap"]
    assert (kept, session.deviation_reason) == (named, "in an emergency")
    assert session.sealed_at is not None
    assert Task.objects.get(about=session.id).kind == "deviation_review"


def test_more_than_the_cap_is_recorded(ready: build.Ready) -> None:
    row = build.prepared(ready)
    new = NewSite("masseter", "left", Decimal(500), reason="a mistake")
    actions.add_site(row.id, new, by=ready.scene.by, at=build.AT)
    session = finish(ready.scene, row)

    assert session.units == 655
    assert "stock_mismatch" in session.deviations
    assert session.lots.get().units == 200


def given(here: Scene, units: int = 20, **more: Any) -> Treatment:
    row = build.afterwards(here, **more)
    new = NewSite("masseter", "left", Decimal(units))
    actions.add_site(row.id, new, by=here.by, at=build.AT)
    return row


def test_record_afterwards_names_what_nobody_asked(here: Scene) -> None:
    session = finish(here, given(here))

    assert session.deviations == [
        "no_documented_consent",
        "no_decision",
        "stock_mismatch",
        "no_time_out",
    ]
    assert session.lots.count() == 0


def test_vial_from_elsewhere_is_kept_as_printed(here: Scene) -> None:
    row = given(here)
    new = NewVial(number="X1", vial_units=Decimal(50), expires_on=date(2026, 1, 31))
    actions.add_vial(row.id, new, who=here.who, by=here.by, at=build.AT)
    session = finish(here, row)

    lot = session.lots.get()
    assert (lot.lot, lot.lot_number, lot.units) == (None, "X1", 20)
    assert {"expired", "stock_mismatch"} <= set(session.deviations)


def test_recalled_lot_that_was_given_leaves_the_fridge(here: Scene) -> None:
    row, lot = given(here), build.lot(here, units=50, vials=1)
    stock.recall(lot.id, reference="letter", by=here.by, at=build.AT)
    one = build.vial(here, row, lot)
    session = finish(here, row)

    assert one.vial is None
    assert "recalled_lot" in session.deviations
    told = Task.objects.get(kind="lot_recall")
    assert (told.patient_id, told.is_urgent) == (here.card.id, True)
    assert (Holding.objects.get().vials, units_of("use")) == (0, -20)
    assert units_of("waste") == -30


def test_recalled_lot_nobody_holds_any_more_is_recorded(here: Scene) -> None:
    row, lot = given(here), build.lot(here, units=50, vials=1)
    stock.recall(lot.id, reference="letter", by=here.by, at=build.AT)
    Holding.objects.update(vials=0)
    build.vial(here, row, lot)

    assert finish(here, row).lots.get().lot == lot
    assert units_of("use") == 0


def two_vials(ready: build.Ready) -> tuple[Treatment, list[TreatmentVial]]:
    row, scene = build.started(ready), ready.scene
    lot = build.lot(scene, units=100, vials=2)
    made = [build.vial(scene, row, lot) for _each in range(2)]
    return row, [build.checked(scene, one) for one in made]


def used(row: Treatment) -> list[Decimal]:
    return list(
        row.vials.order_by("added_at", "id").values_list("units_used", flat=True)
    )


def test_units_are_shared_out_in_the_order_of_the_vials(ready: build.Ready) -> None:
    row, _vials = two_vials(ready)
    finish(ready.scene, row)

    assert used(row) == [100, 55]
    assert (units_of("use"), units_of("waste")) == (-155, -45)


def test_units_are_drawn_as_said(ready: build.Ready) -> None:
    row, vials = two_vials(ready)
    said = {vials[0].id: Decimal(80), vials[1].id: Decimal(75)}
    finish(ready.scene, row, used=said)

    assert sorted(used(row)) == [75, 80]


@pytest.mark.parametrize(("drawn", "words"), [(101, "cannot come"), (99, "add up")])
def test_units_nobody_can_have_drawn_are_refused(
    ready: build.Ready, drawn: int, words: str
) -> None:
    row, vials = two_vials(ready)
    said = {one.id: Decimal(drawn) for one in vials}

    with pytest.raises(DeedRefusedError, match=words):
        finish(ready.scene, row, used=said)


def test_shared_vial_keeps_its_rest(ready: build.Ready) -> None:
    scene = ready.scene
    stock.allow_sharing(
        scene.outlet.id, reason="rare", name="Lead", by=scene.by, at=build.AT
    )
    row = build.prepared(ready)
    finish(scene, row)

    assert Vial.objects.get().units_left == 45
    assert units_of("waste") == 0


@pytest.mark.parametrize(
    "deed",
    [
        "UPDATE treatment_treatment SET note = 'x'",
        "DELETE FROM treatment_treatment",
        "UPDATE treatment_treatedsite SET units = 1",
        "DELETE FROM treatment_treatedsite",
        "UPDATE treatment_treatmentvial SET units_used = 0",
        "DELETE FROM treatment_treatmentvial",
    ],
)
def test_database_keeps_what_was_finished(ready: build.Ready, deed: str) -> None:
    finish(ready.scene, build.prepared(ready))

    with (
        pytest.raises(DatabaseError, match="the record is kept"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(deed)
