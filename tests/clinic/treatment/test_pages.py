"""The pages of a treatment: vials by scan or by hand, sites, reactions, the end."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from glabella.clinic.accounts.roles import Role
from glabella.clinic.stock import actions as stock
from glabella.clinic.stock.models import Lot, Vial
from glabella.clinic.treatment import actions
from glabella.clinic.treatment.models import (
    TreatedSite,
    Treatment,
    TreatmentVial,
)
from tests import world
from tests.clinic.pages import client_of, get, post, said
from tests.clinic.scene import Scene
from tests.clinic.treatment import build

pytestmark = pytest.mark.django_db

ANSWERS = {
    "is_identified": "on",
    "allergies": "none",
    "pregnancy": "no",
    "antithrombotics": "no",
}


@pytest.fixture
def row(ready: build.Ready) -> Treatment:
    return build.started(ready)


def send(client: Client, name: str, row: Treatment, *args: Any, **data: Any) -> str:
    """Send a form and return the page that follows, with what it says."""
    address = (row.patient_id, row.id, *args)
    answer = post(client, f"treatment:{name}", *address, **data)
    if answer.status_code == 302:
        followed = client.get(answer["Location"])
        assert isinstance(followed, HttpResponse)
        return said(followed)
    return said(answer)


def scan(client: Client, row: Treatment, code: str) -> str:
    return send(client, "scan", row, code=code)


def test_page_of_the_sessions_begins_the_time_out(
    ready: build.Ready, doctor: Client
) -> None:
    page = said(get(doctor, "treatment:sessions", ready.scene.card.id))

    assert "All checked: start" in page
    assert "No session yet" in page


def test_page_of_the_sessions_says_what_lacks(here: Scene, doctor: Client) -> None:
    page = said(get(doctor, "treatment:sessions", here.card.id))

    assert "There is no approved plan." in page
    assert "All checked: start" not in page


def test_page_of_the_sessions_leads_back_to_what_is_open(
    row: Treatment, doctor: Client
) -> None:
    page = said(get(doctor, "treatment:sessions", row.patient_id))

    assert "A treatment is open" in page
    assert f"/{row.id}/" in page


def test_reader_sees_no_start(ready: build.Ready) -> None:
    auditor = client_of(world.member(Role.AUDITOR, ready.scene.outlet))
    page = said(get(auditor, "treatment:sessions", ready.scene.card.id))

    assert "All checked: start" not in page


def start(client: Client, ready: build.Ready, **more: Any) -> HttpResponse:
    data = {**ANSWERS, "clinician": ready.staff.id, **more}
    return post(client, "treatment:start", ready.scene.card.id, ready.plan.id, **data)


def test_page_of_the_start_asks_everything(ready: build.Ready, doctor: Client) -> None:
    address = (ready.scene.card.id, ready.plan.id)
    assert "Time-out" in said(get(doctor, "treatment:start", *address))

    answer = start(doctor, ready, allergies="new", is_identified="")

    assert answer.status_code == 422
    assert "Name it." in said(answer)
    assert Treatment.objects.count() == 0


def test_refused_start_keeps_what_was_answered(
    ready: build.Ready, doctor: Client
) -> None:
    answer = start(
        doctor, ready, pregnancy="unknown", allergies="new", allergy_words="Latex"
    )

    assert answer.status_code == 422
    assert "Nobody knows whether there is a pregnancy." in said(answer)
    assert ready.scene.card.allergies.get().substance == "Latex"
    assert Treatment.objects.count() == 0


def test_start_sent_twice_is_one_treatment(ready: build.Ready, doctor: Client) -> None:
    ticket = "6f1c2f0e-58a5-4c8e-9d4a-0a4ddc6f2f11"
    first = start(doctor, ready, ticket=ticket)
    second = start(doctor, ready, ticket=ticket)

    assert first["Location"] == second["Location"]
    assert Treatment.objects.count() == 1


def test_plan_of_nobody_is_not_found(ready: build.Ready, doctor: Client) -> None:
    answer = get(doctor, "treatment:start", ready.scene.card.id, ready.consent.id)

    assert answer.status_code == 404


def test_scan_adds_a_vial_and_a_second_scan_confirms_it(
    row: Treatment, ready: build.Ready, doctor: Client
) -> None:
    build.lot(ready.scene)
    assert "The vial is added" in scan(doctor, row, "(10)C1234")
    assert "a moment ago" in scan(doctor, row, "(10)C1234")

    TreatmentVial.objects.update(added_at=build.AT - timedelta(minutes=5))
    assert "The second look fits" in scan(doctor, row, "(10)C1234")

    one = row.vials.get()
    assert (one.scanned, one.checked_how, one.diluent_ml) == (True, "scan", 4)


@pytest.mark.parametrize(
    ("code", "words"),
    [
        (" ", "nothing was scanned"),
        ("(17)280531", "does not say the lot"),
        ("(10)c1234", "does not say the lot"),
        ("nonsense", "damaged"),
        ("(10)OTHER", "holds no lot OTHER"),
        ("(10)C1234(17)270531", "another expiry"),
    ],
)
def test_scan_that_leaves_a_doubt_asks(
    row: Treatment, ready: build.Ready, doctor: Client, code: str, words: str
) -> None:
    build.lot(ready.scene)

    assert words in scan(doctor, row, code)
    assert row.vials.count() == 0


def test_lot_number_of_two_presentations_asks(
    row: Treatment, ready: build.Ready, doctor: Client
) -> None:
    build.lot(ready.scene)
    build.lot(ready.scene, units=50)

    assert "two presentations" in scan(doctor, row, "(10)C1234")


def test_article_number_tells_presentations_apart(
    row: Treatment, ready: build.Ready, doctor: Client
) -> None:
    build.lot(ready.scene)
    other = build.lot(ready.scene, units=50)
    Lot.objects.exclude(id=other.id).update(gtin="00012345678905")
    Lot.objects.filter(id=other.id).update(gtin="04012345678901")
    scan(doctor, row, "(01)04012345678901(10)C1234")

    assert row.vials.get().lot == other


@pytest.mark.parametrize("bar", ["recalled", "quarantined", "expired"])
def test_barred_lot_opens_no_vial(
    row: Treatment, ready: build.Ready, doctor: Client, bar: str
) -> None:
    scene = ready.scene
    expiry = world.TODAY - timedelta(days=1 if bar == "expired" else -100)
    lot = build.lot(scene, expires_on=expiry)
    if bar == "recalled":
        stock.recall(lot.id, reference="letter", by=scene.by, at=build.AT)
    if bar == "quarantined":
        stock.quarantine(lot.id, reason="warm", by=scene.by, at=build.AT)

    assert "no vial of it may be opened" in scan(doctor, row, "(10)C1234")
    page = send(doctor, "open_best", row)
    assert "nobody can say which vials to open" in page
    assert Vial.objects.count() == 0


def test_other_product_is_refused(
    row: Treatment, ready: build.Ready, doctor: Client
) -> None:
    lot = build.lot(ready.scene, product="incobotulinumtoxinA", units=100)
    page = send(doctor, "add_vial", row, lot=f"lot:{lot.id}")

    assert "Select a valid choice" in page


def test_vial_is_chosen_by_hand(
    row: Treatment, ready: build.Ready, doctor: Client
) -> None:
    lot = build.lot(ready.scene)
    address = (row.patient_id, row.id)
    assert "C1234" in said(get(doctor, "treatment:add_vial", *address))
    data = {"lot": f"lot:{lot.id}", "diluent": build.SALINE, "diluent_ml": "2"}
    page = send(doctor, "add_vial", row, **data)
    assert "Say when the diluent was added." in page

    moment = world.AT.strftime("%Y-%m-%dT%H:%M")
    send(doctor, "add_vial", row, **data, reconstituted_at=moment)

    one = row.vials.get()
    assert one.vial is not None
    assert (one.diluent, one.diluent_ml, one.vial.units_left) == (build.SALINE, 2, 200)


def test_vial_without_a_diluent_has_no_clock(
    row: Treatment, ready: build.Ready, doctor: Client
) -> None:
    lot = build.lot(ready.scene)
    send(doctor, "add_vial", row, lot=f"lot:{lot.id}", diluent=build.SALINE)

    one = row.vials.get()
    assert (one.diluent, one.diluent_ml, one.reconstituted_at) == ("", None, None)


def test_open_vial_of_the_same_person_is_used_on(
    row: Treatment, ready: build.Ready, doctor: Client
) -> None:
    scene = ready.scene
    one = build.vial(scene, row, build.lot(scene))
    address = (row.patient_id, row.id)
    again = f"open:{one.vial_id}"
    Vial.objects.update(discard_at=None)  # pages run by the clock of this machine
    assert "stands in the treatment already" in send(doctor, "add_vial", row, lot=again)
    assert one.vial_id is not None
    by, at = scene.by, build.AT
    actions.remove_vial(one.id, reason="wrong click", by=by, at=at)
    assert "open: 200 U left" in said(get(doctor, "treatment:add_vial", *address))

    send(doctor, "add_vial", row, lot=again)

    assert row.vials.filter(removed_at__isnull=True).get().vial_id == one.vial_id


def test_vial_of_somebody_else_is_refused(row: Treatment, ready: build.Ready) -> None:
    scene = ready.scene
    other = Scene(scene.outlet, scene.user, scene.by, world.patient(scene.outlet))
    theirs = build.vial(other, build.afterwards(other), build.lot(scene))
    from glabella.clinic.audit.errors import DeedRefusedError  # noqa: PLC0415 only here
    from glabella.clinic.treatment.values import NewVial  # noqa: PLC0415 only here

    new = NewVial(vial=theirs.vial_id)
    with pytest.raises(DeedRefusedError, match="belongs to somebody else"):
        actions.add_vial(row.id, new, who=scene.who, by=scene.by, at=build.AT)


def colleague(scene: Scene, role: Role = Role.ASSISTANT) -> str:
    return world.member(role, scene.outlet).email


def test_second_person_confirms_the_dilution(
    row: Treatment, ready: build.Ready, doctor: Client
) -> None:
    scene = ready.scene
    one = build.vial(scene, row, build.lot(scene))
    address = (row.patient_id, row.id, one.id)
    assert "C1234" in said(get(doctor, "treatment:check_dilution", *address))
    email = colleague(scene)

    def look(email: str, password: str = world.PASSWORD) -> str:
        data = {"email": email, "password": password}
        return send(doctor, "check_dilution", row, one.id, **data)

    assert "name or password is not right" in look(email, "wrong")
    assert "does not treat at this outlet" in look(colleague(scene, Role.FRONT_DESK))
    assert "cannot be the second person" in look(scene.user.email)
    assert "Confirmed by a second person." in look(email)
    one.refresh_from_db()
    assert one.checked_by is not None
    assert (one.checked_how, one.checked_by.email) == ("person", email)
    assert "it is confirmed already" in look(email)


def test_scan_of_another_lot_does_not_confirm(
    row: Treatment, ready: build.Ready
) -> None:
    from glabella.clinic.audit.errors import DeedRefusedError  # noqa: PLC0415 only here
    from glabella.clinic.treatment.values import Check  # noqa: PLC0415 only here

    scene = ready.scene
    one = build.vial(scene, row, build.lot(scene))
    with pytest.raises(DeedRefusedError, match="lot X9 was read"):
        actions.check_dilution(
            one.id, Check("scan", number="X9"), by=scene.by, at=build.AT
        )


def test_vial_is_taken_out_with_a_reason(
    row: Treatment, ready: build.Ready, doctor: Client
) -> None:
    one = build.vial(ready.scene, row, build.lot(ready.scene))
    page = send(doctor, "remove_vial", row, one.id, reason="broken")

    one.refresh_from_db()
    assert one.removed_reason == "broken"
    assert "Taken out." in page
    answer = get(doctor, "treatment:label", row.patient_id, row.id, one.id)
    assert answer.status_code == 404


def test_label_is_a_small_paper(
    row: Treatment, ready: build.Ready, doctor: Client
) -> None:
    one = build.vial(ready.scene, row, build.lot(ready.scene))
    address = (row.patient_id, row.id, one.id)
    first = get(doctor, "treatment:label", *address)
    TreatmentVial.objects.update(
        diluent_ml=None, reconstituted_at=None, discard_at=None
    )
    second = get(doctor, "treatment:label", *address)

    assert first["Content-Type"] == "application/pdf"
    assert first.content[:5] == second.content[:5] == b"%PDF-"


def test_sites_are_ticked_changed_and_left_out_by_page(
    row: Treatment, doctor: Client
) -> None:
    one, two, three = row.sites.order_by("position")[:3]
    send(doctor, "tick", row, one.id, version=1)
    assert "Change" in said(
        get(doctor, "treatment:change_site", row.patient_id, row.id, two.id)
    )
    send(doctor, "change_site", row, two.id, units="4", reason="small", version=1)
    send(doctor, "leave_out", row, three.id, reason="a mole", version=1)
    new = {"muscle": "masseter", "side": "left", "units": "5", "reason": "pain"}
    send(doctor, "add_site", row, **new)

    found = row.sites.filter(position__in=(1, 2, 3, 32)).order_by("position")
    states = [(site.state, site.reason) for site in found]
    assert states == [
        ("done", ""),
        ("changed", "small"),
        ("left_out", "a mole"),
        ("added", "pain"),
    ]
    row.refresh_from_db()
    send(doctor, "tick_all", row, version=row.version)
    assert not row.sites.filter(state="planned").exists()
    assert "Sign and seal" in said(
        get(doctor, "treatment:treatment", row.patient_id, row.id)
    )


def test_tick_on_an_old_page_is_told(row: Treatment, doctor: Client) -> None:
    one = row.sites.order_by("position")[0]
    TreatedSite.objects.filter(id=one.id).update(version=7)

    assert "Somebody else has changed this" in send(
        doctor, "tick", row, one.id, version="x"
    )
