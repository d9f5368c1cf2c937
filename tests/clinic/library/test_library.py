import re

import pytest
from django.test import Client

from glabella.clinic.accounts.models import User
from glabella.clinic.accounts.roles import Role
from glabella.clinic.library import queries
from glabella.clinic.library.maps import maps_of
from glabella.clinic.library.reading import sections, signed_text
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.models import Confirmation, Outlet, ProtocolSignature
from glabella.clinic.practice.queries import decisions
from glabella.clinic.record.models import Decision
from glabella.core.eligibility import Verdict
from glabella.protocols.document import Language
from tests import world
from tests.clinic.pages import client_of, get, post, said

pytestmark = pytest.mark.django_db

MIGRAINE = "chronic_migraine"


@pytest.fixture
def place() -> Outlet:
    return world.outlet()


@pytest.fixture
def lead(place: Outlet) -> User:
    return world.member(Role.LEAD_CLINICIAN, place, name="Lead Synthetic")


@pytest.fixture
def doctor(lead: User) -> Client:
    return client_of(lead)


def _sign(doctor: Client, **more: str) -> int:
    data = {
        "digest": library().protocol(MIGRAINE).digest,
        "read": "on",
        "password": world.PASSWORD,
    }
    return post(doctor, "library:sign", MIGRAINE, **data | more).status_code


def test_every_protocol_is_listed_as_a_draft_at_first(doctor: Client) -> None:
    page = said(get(doctor, "library:protocols"))

    assert page.count("draft, read only") == len(library().protocols)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("name", sorted(library().protocols))
def test_nothing_of_the_printed_page_is_lost_on_screen(
    name: str, language: str
) -> None:
    protocol = library().protocol(name)

    found = sections(library(), protocol, Language(language))

    texts = {s.text for part in found for p in part.parts for s in p.statements}
    for criterion in protocol.criteria:
        assert criterion.text.in_language(language) in texts


def test_page_shows_map_rules_and_sources(doctor: Client) -> None:
    page = said(get(doctor, "library:protocol", MIGRAINE))

    assert "<svg" in page
    assert "schematic" in page
    assert "popovertarget" in page
    assert get(doctor, "library:protocol", "nonsense").status_code == 404


def test_page_without_a_scheme_of_sites_has_no_map(doctor: Client) -> None:
    without = [
        p for p in library().protocols.values() if not any(s.sites for s in p.schemes)
    ]

    for protocol in without:
        assert 'id="map"' not in said(get(doctor, "library:protocol", protocol.id))


def test_lead_clinician_signs_what_stands(doctor: Client) -> None:
    assert "Sign for this practice" in said(get(doctor, "library:protocol", MIGRAINE))

    assert _sign(doctor) == 302

    row = ProtocolSignature.objects.get()
    assert row.signed_name == "Lead Synthetic"
    assert row.content == signed_text(library(), library().protocol(MIGRAINE))
    protocol = library().protocol(MIGRAINE)
    assert decisions().signature(MIGRAINE, protocol.version, protocol.digest)
    assert "in use" in said(get(doctor, "library:protocol", MIGRAINE))


@pytest.mark.parametrize(
    ("more", "words"),
    [
        ({"password": "wrong"}, "the password is not right"),
        ({"digest": "f" * 64}, "the text has changed"),
        ({"read": ""}, "Sign only what you have read"),
    ],
)
def test_signature_is_refused(
    doctor: Client, *, more: dict[str, str], words: str
) -> None:
    data = {
        "digest": library().protocol(MIGRAINE).digest,
        "read": "on",
        "password": world.PASSWORD,
    }

    answer = post(doctor, "library:sign", MIGRAINE, **data | more)

    assert answer.status_code == 422
    assert words in said(answer)
    assert ProtocolSignature.objects.count() == 0


def test_clinician_reads_and_does_not_sign(place: Outlet) -> None:
    clinician = client_of(world.member(Role.CLINICIAN, place))

    assert "Sign for this practice" not in said(
        get(clinician, "library:protocol", MIGRAINE)
    )
    assert _sign(clinician) == 403


def test_signature_is_withdrawn_with_a_reason(doctor: Client) -> None:
    assert get(doctor, "library:withdraw", MIGRAINE).status_code == 404
    _sign(doctor)

    wrong = {"reason": "superseded", "password": "wrong"}
    assert post(doctor, "library:withdraw", MIGRAINE, **wrong).status_code == 422
    right = wrong | {"password": world.PASSWORD}
    assert post(doctor, "library:withdraw", MIGRAINE, **right).status_code == 302

    assert decisions().signatures == ()


def test_newer_text_shows_what_differs(doctor: Client) -> None:
    assert get(doctor, "library:changes", MIGRAINE).status_code == 404
    _sign(doctor)
    assert "The texts are the same." in said(get(doctor, "library:changes", MIGRAINE))
    row = ProtocolSignature.objects.get()
    old = row.content.replace("Chronic migraine", "Chronic migraine, as it was", 1)
    ProtocolSignature.objects.update(content=old, digest="0" * 64)

    page = said(get(doctor, "library:changes", MIGRAINE))

    assert "Chronic migraine, as it was" in page
    assert "newer text, not signed" in said(get(doctor, "library:protocols"))


def _decision(place: Outlet, verdict: Verdict) -> Decision:
    protocol = library().protocol(MIGRAINE)
    return Decision.objects.create(
        patient=world.patient(place),
        protocol=MIGRAINE,
        protocol_version=protocol.version,
        digest=protocol.digest,
        profile="CH",
        phase="start",
        verdict=verdict.value,
        on=world.TODAY,
        facts={"on": "2026-11-02", "facts": {"nmj_disorder_mg_or_lems": True}},
        answer={},
        decided_at=world.AT,
    )


def test_past_decisions_are_judged_again(doctor: Client, place: Outlet) -> None:
    same = _decision(place, Verdict.BLOCKED)
    other = _decision(place, Verdict.INDICATED)

    found = {
        row.decision: row
        for row in queries.replay(library(), library().protocol(MIGRAINE))
    }

    assert not found[same.id].differs
    assert (found[other.id].before, found[other.id].after) == (
        Verdict.INDICATED,
        Verdict.BLOCKED,
    )
    page = said(get(doctor, "library:replay", MIGRAINE))
    assert "2 past decisions were judged again" in page
    assert "Decisions that would differ" in page


def test_replay_without_differences_says_so(doctor: Client, place: Outlet) -> None:
    _decision(place, Verdict.BLOCKED)

    assert "None would differ." in said(get(doctor, "library:replay", MIGRAINE))


def test_who_signs_a_newer_text_is_told_what_it_would_have_changed(
    doctor: Client, place: Outlet
) -> None:
    _sign(doctor)
    ProtocolSignature.objects.update(digest="0" * 64)
    _decision(place, Verdict.BLOCKED)
    _decision(place, Verdict.INDICATED)

    page = said(get(doctor, "library:sign", MIGRAINE))

    assert "2 past decisions were judged again" in page
    assert "1 would differ." in page


def test_statement_is_confirmed_by_name(doctor: Client) -> None:
    what = f"{MIGRAINE}/landmarks"
    data = {"what": what, "basis": "atlas, page read", "password": world.PASSWORD}

    assert post(doctor, "library:confirm", MIGRAINE, **data).status_code == 302

    row = Confirmation.objects.get()
    assert (row.what, row.confirmed_name) == (what, "Lead Synthetic")
    wrong = data | {"what": f"{MIGRAINE}/nonsense"}
    answer = post(doctor, "library:confirm", MIGRAINE, **wrong)
    assert "there is no such statement" in said(answer)


@pytest.mark.parametrize(
    ("what", "answer"),
    [
        (f"{MIGRAINE}/cm_days", True),
        (f"{MIGRAINE}+bruxism_masseter", True),
        ("bruxism_masseter+major_depression", False),
        ("major_depression/landmarks", False),
    ],
)
def test_statement_belongs_to_its_protocol(what: str, *, answer: bool) -> None:
    protocol = library().protocol(MIGRAINE)

    assert queries.is_statement(library(), protocol, what) is answer


def _numbers(name: str) -> dict[str, list[str]]:
    """Return the numbers that stand on the map of each scheme."""
    found = maps_of(library(), library().protocol(name), language="en")
    return {
        scheme.name: [
            number
            for drawing in scheme.drawings
            for number in re.findall(r"<text[^>]*>(\d+)</text>", drawing.svg)
        ]
        for scheme in found
    }


def test_division_that_was_only_recalled_gives_no_number_on_the_map() -> None:
    numbers = _numbers("major_depression")

    assert numbers["Glabella 39 U (Wollmer 2012, Magid 2014; men)"] == []
    assert sorted(numbers["Glabella 40 U (Finzi 2014; men)"]) == [
        "10",
        "7",
        "7",
        "8",
        "8",
    ]


def test_printed_scheme_shows_all_its_units_on_the_map() -> None:
    numbers = _numbers("chronic_migraine")

    (fixed,) = [n for name, n in numbers.items() if "155 U" in name]
    assert sum(map(int, fixed)) == 155
