from datetime import timedelta
from decimal import Decimal
from typing import Any

import attrs
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from glabella.clinic.accounts.roles import Role
from glabella.clinic.planning import actions
from glabella.clinic.planning.models import Confirmed, Plan
from glabella.clinic.planning.values import Order
from tests import world
from tests.clinic.pages import client_of, get, post, said, shown_by
from tests.clinic.planning import build
from tests.clinic.scene import Scene

pytestmark = pytest.mark.django_db


def table(plan: Plan, **others: str) -> dict[str, str]:
    """Return the form of a plan as the page sends it, with other words in it."""
    rows = list(plan.sites.all())
    fields = {"version": str(plan.version), "sites-TOTAL": str(len(rows))}
    for n, row in enumerate(rows):
        fields |= {
            f"sites-{n}-muscle": row.muscle,
            f"sites-{n}-side": row.side,
            f"sites-{n}-point": str(row.point),
            f"sites-{n}-units": str(row.units),
            f"sites-{n}-figure": row.figure,
            f"sites-{n}-x": str(row.x),
            f"sites-{n}-y": str(row.y),
            f"sites-{n}-depth": row.depth,
            f"sites-{n}-schematic": "yes" if row.is_schematic else "no",
        }
    return fields | others


def send(doctor: Client, here: Scene, plan: Plan, **others: str) -> Any:
    fields = table(plan, **others)
    return post(doctor, "planning:edit", here.card.id, plan.id, **fields)


# ---- the list ------------------------------------------------------------------------


def test_list_teaches_when_it_is_empty(doctor: Client, here: Scene) -> None:
    assert "No plans yet" in said(get(doctor, "planning:plans", here.card.id))


def test_list_asks_as_often_for_one_plan_as_for_three(
    doctor: Client, here: Scene
) -> None:
    get(doctor, "planning:plans", here.card.id)  # what is read once only
    counts = []
    for _ in range(3):
        build.draft(here)
        with CaptureQueriesContext(connection) as asked:
            get(doctor, "planning:plans", here.card.id)
        counts.append(len(asked))

    assert counts[0] == counts[2]


# ---- a new plan ----------------------------------------------------------------------


def test_new_plan_is_chosen_in_two_steps(doctor: Client, here: Scene) -> None:
    first = said(get(doctor, "planning:new", here.card.id))
    basis = {
        "protocol": build.MIGRAINE,
        "product": build.ONA,
        "on": build.today(here).isoformat(),
    }
    second = said(get(doctor, "planning:new", here.card.id, **basis))
    answer = post(
        doctor,
        "planning:new",
        here.card.id,
        **basis,
        **{
            "chronic_migraine-scheme": "preempt_fixed_site_fixed_dose",
            "chronic_migraine-option-follow_the_pain": "on",
            "chronic_migraine-extra-follow_the_pain-temporalis": "2",
        },
    )

    plan = Plan.objects.get()
    assert "Chronic migraine" in first
    assert "155 U" in second
    assert answer.headers["Location"].endswith(f"{plan.id}/")
    assert plan.total_units == 165


def test_range_is_checked_before_anything_is_counted(
    doctor: Client, here: Scene
) -> None:
    basis = {
        "protocol": build.BRUXISM,
        "product": build.ONA,
        "on": build.today(here).isoformat(),
        "bruxism_masseter-scheme": "per_side_range",
        "bruxism_masseter-sides": "both",
    }
    name = "bruxism_masseter-units-per_side_range-masseter"
    points = "bruxism_masseter-points-per_side_range-masseter"

    wrong = post(doctor, "planning:new", here.card.id, **basis, **{name: "90"})
    assert (wrong.status_code, Plan.objects.count()) == (422, 0)
    assert "published: 10 U to 60 U per side" in said(wrong)

    right = post(
        doctor, "planning:new", here.card.id, **basis, **{name: "30", points: "3"}
    )
    assert right.status_code == 302
    order = Plan.objects.get().orders[0]
    assert (order["units"], order["points"]) == ({"masseter": "30"}, {"masseter": 3})


def test_past_day_is_refused_with_words(doctor: Client, here: Scene) -> None:
    basis = {"protocol": build.MIGRAINE, "product": build.ONA, "on": "2020-01-01"}

    answer = post(doctor, "planning:new", here.card.id, **basis)

    assert (answer.status_code, "has passed" in said(answer)) == (422, True)


def test_basis_asks_again_when_a_part_is_missing(doctor: Client, here: Scene) -> None:
    answer = get(doctor, "planning:new", here.card.id, product=build.ONA)

    assert answer.status_code == 422


def test_second_click_makes_no_second_plan(doctor: Client, here: Scene) -> None:
    basis = {
        "protocol": build.MIGRAINE,
        "product": build.ONA,
        "on": build.today(here).isoformat(),
    }
    page = get(doctor, "planning:new", here.card.id, **basis)
    ticket = str(shown_by(page)["ticket"])

    for _ in range(2):
        post(doctor, "planning:new", here.card.id, **basis, ticket=ticket)

    assert Plan.objects.count() == 1


def test_choices_of_a_draft_are_changed(doctor: Client, here: Scene) -> None:
    plan = build.draft(here)
    shown = said(get(doctor, "planning:choices", here.card.id, plan.id))
    basis = {
        "protocol": build.MIGRAINE,
        "product": build.ONA,
        "on": build.today(here).isoformat(),
        "version": "1",
    }
    answer = post(
        doctor,
        "planning:choices",
        here.card.id,
        plan.id,
        **basis,
        **{"chronic_migraine-scheme": "preempt_follow_the_pain_max"},
    )

    plan.refresh_from_db()
    assert "Choose anew" in shown
    assert (answer.status_code, plan.total_units) == (302, 195)


# ---- editing -------------------------------------------------------------------------


def test_table_is_saved(doctor: Client, here: Scene) -> None:
    plan = build.draft(here)

    answer = send(
        doctor,
        here,
        plan,
        **{"sites-0-units": "7,5", "sites-1-remove": "yes", "sites-2-x": "3.5"},
    )

    assert answer.status_code == 302
    plan.refresh_from_db()
    rows = list(plan.sites.all())
    assert (len(rows), rows[0].units, plan.total_units) == (
        30,
        Decimal("7.5"),
        Decimal("152.5"),
    )
    assert (rows[1].x, rows[1].is_schematic) == (Decimal("3.5"), False)


def test_count_keeps_nothing(doctor: Client, here: Scene) -> None:
    plan = build.draft(here)
    fields = table(plan, **{"sites-0-units": "10"})

    part = post(doctor, "planning:count", here.card.id, plan.id, **fields)
    page = post(doctor, "planning:edit", here.card.id, plan.id, **fields, deed="count")
    first = get(doctor, "planning:count", here.card.id, plan.id)

    assert shown_by(part)["count"]["units"] == 160
    assert "<html" not in said(part)
    assert shown_by(page)["count"]["units"] == 160
    assert shown_by(first)["count"]["units"] == 155
    plan.refresh_from_db()
    assert (plan.version, plan.total_units) == (1, 155)


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("units", "much", "is no number"),
        ("units", "", "units above 0"),
        ("units", "5.123", "decimal places"),
        ("x", "1e9", "is no number"),
        ("side", "up", "choose a side"),
        ("point", "first", "number of the point"),
    ],
)
def test_what_cannot_be_used_stays_in_the_table(
    doctor: Client, here: Scene, field: str, typed: str, words: str
) -> None:
    plan = build.draft(here)
    fields = table(plan, **{f"sites-0-{field}": typed})

    if field == "side":
        fields["sites-0-side"] = ""
    answer = post(doctor, "planning:edit", here.card.id, plan.id, **fields)

    assert (answer.status_code, words in said(answer)) == (422, True)
    assert plan.sites.count() == 31


def test_point_is_added_and_mirrored(doctor: Client, here: Scene) -> None:
    plan = build.draft(here)

    send(
        doctor,
        here,
        plan,
        deed="add",
        **{"add-muscle": "masseter", "add-side": "left", "add-units": "10"},
    )
    plan.refresh_from_db()
    send(doctor, here, plan, deed="mirror_left")

    found = [(row.side, row.units) for row in plan.sites.filter(muscle="masseter")]
    assert found == [("left", 10), ("right", 10)]


def test_added_point_that_cannot_be_used_is_refused(
    doctor: Client, here: Scene
) -> None:
    plan = build.draft(here)

    answer = send(
        doctor, here, plan, deed="add", **{"add-muscle": "masseter", "add-side": "left"}
    )

    assert (answer.status_code, plan.sites.count()) == (422, 31)


def test_second_clinician_sees_both(doctor: Client, here: Scene) -> None:
    plan = build.draft(here)
    fields = table(plan, **{"sites-0-units": "9"})
    send(doctor, here, plan, **{"sites-0-units": "7.5"})

    answer = post(doctor, "planning:edit", here.card.id, plan.id, **fields)

    assert answer.status_code == 422
    assert "What the other person has written" in said(answer)
    assert plan.sites.get(position=1).units == Decimal("7.5")


def test_difference_to_last_time_stands_in_words(doctor: Client, here: Scene) -> None:
    session = build.session(
        here, ("masseter", "left", "5"), on=build.today(here) - timedelta(days=90)
    )
    plan = actions.copy_session(
        here.card.id,
        session,
        on=build.today(here),
        outlet=here.outlet.id,
        by=here.by,
        at=build.AT,
    )
    [site] = build.sites(plan)
    build.change(here, plan, [attrs.evolve(site, units=Decimal(10))])

    page = said(get(doctor, "planning:edit", here.card.id, plan.id))
    beside = said(get(doctor, "planning:compare", here.card.id, plan.id))

    assert "+5 U Masseter muscle (left)" in page
    assert "+5 U Masseter muscle (left)" in beside


def test_copy_is_a_form(doctor: Client, here: Scene) -> None:
    session = build.session(
        here, ("masseter", "left", "5"), on=build.today(here) - timedelta(days=90)
    )
    day = build.today(here).isoformat()

    answer = post(doctor, "planning:copy", here.card.id, session.id, on=day)
    other = post(doctor, "planning:copy", here.card.id, here.card.id, on=day)

    assert (answer.status_code, Plan.objects.get().copied_from) == (302, session)
    assert other.status_code == 404


# ---- signing -------------------------------------------------------------------------


def test_plan_is_confirmed_and_approved_on_screen(doctor: Client, here: Scene) -> None:
    build.decide(here)
    plan = build.draft(here)
    send(doctor, here, plan, **{"sites-0-units": "7.5"})
    address = [here.card.id, plan.id]

    page = get(doctor, "planning:confirm", *address, what="by_hand")
    assert "differ from the published scheme" in said(page)
    doctor.post(
        reverse("planning:confirm", args=address) + "?what=by_hand",
        {"basis": "synthetic", "password": world.PASSWORD},
    )
    assert Confirmed.objects.count() == 1
    version = Plan.objects.get().version
    wrong = post(
        doctor,
        "planning:approve",
        *address,
        version=version,
        password="not this",  # noqa: S106 of a synthetic account
    )
    assert wrong.status_code == 422
    post(doctor, "planning:approve", *address, version=version, password=world.PASSWORD)

    plan = Plan.objects.get()
    assert plan.state == "approved"
    for name in ("planning:plan", "planning:print", "planning:plans"):
        assert "approved" in said(
            get(doctor, name, *(address if name != "planning:plans" else address[:1]))
        )
    edit = get(doctor, "planning:edit", *address)
    assert edit.headers["Location"].endswith("/show/")
    post(doctor, "planning:withdraw", *address, reason="synthetic")
    assert Plan.objects.get().state == "withdrawn"
    assert "synthetic" in said(get(doctor, "planning:plan", *address))


def test_unasked_confirmation_is_not_found(doctor: Client, here: Scene) -> None:
    plan = build.draft(here)

    answer = get(doctor, "planning:confirm", here.card.id, plan.id, what="nothing")

    assert answer.status_code == 404


def test_plan_of_somebody_else_is_not_found(doctor: Client, here: Scene) -> None:
    plan = build.draft(here)
    other = world.patient(here.outlet)

    assert get(doctor, "planning:plan", other.id, plan.id).status_code == 404


def test_auditor_reads_and_changes_nothing(here: Scene) -> None:
    plan = build.draft(here)
    auditor = client_of(world.member(Role.AUDITOR, here.outlet))

    shown = get(auditor, "planning:plan", here.card.id, plan.id)

    assert (shown.status_code, "Withdraw" in said(shown)) == (200, False)


def test_merged_protocols_ask_for_their_combination(
    doctor: Client, here: Scene
) -> None:
    orders = (Order(build.MIGRAINE), Order("glabellar_lines"))
    plan = build.draft(here, *orders)

    page = said(get(doctor, "planning:edit", here.card.id, plan.id))

    assert "no trial has studied this combination" in page
