"""The full text: from protocols and claims, graded, cited, shown where it may be."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from glabella.clinic.accounts.roles import Role
from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.practice.models import Outlet
from glabella.clinic.public import actions, queries
from glabella.clinic.public.content import conditions, speech
from glabella.clinic.public.full import popular, text_for
from glabella.clinic.public.full_values import FullText, Part
from glabella.clinic.public.models import FullRelease
from glabella.clinic.public.values import NOT_INDEXED, NewRelease
from tests import world
from tests.clinic.pages import client_of, get, post, said

pytestmark = pytest.mark.django_db

ALWAYS = {"what", "who", "how", "studies", "claims", "areas", "course", "safety"}
PASSWORD = "correct horse battery staple"  # noqa: S105 of a synthetic account


def full(slug: str, language: str = "en") -> FullText:
    found = text_for(slug, language=language)
    assert found is not None
    return found


def part(text: FullText, anchor: str) -> Part:
    return next(one for one in text.parts if one.anchor == anchor)


def in_the_states(profile: str = "full") -> Outlet:
    place = world.outlet("Outlet of Red", profile="US", time_zone="America/New_York")
    place.public_text_profile = profile
    place.save()
    return place


def a_release(place: Outlet, condition: str = "depression") -> FullRelease:
    lead = world.actor(world.member(Role.LEAD_CLINICIAN, place))
    new = NewRelease(place.id, condition, "Lead of Red", world.TODAY)
    return actions.release_full(new, by=lead, at=world.AT)


@pytest.mark.parametrize("slug", conditions())
def test_text_has_all_its_parts_in_both_languages(slug: str) -> None:
    english, german = full(slug), full(slug, "de-CH")

    anchors = [one.anchor for one in english.parts]
    assert {*anchors} >= {*ALWAYS, "status"}
    assert anchors == [one.anchor for one in german.parts]
    assert [len(one.statements) for one in english.parts] == [
        len(one.statements) for one in german.parts
    ]
    assert english.lead != german.lead


@pytest.mark.parametrize("slug", conditions())
def test_every_number_leads_to_a_source(slug: str) -> None:
    text = full(slug)
    told = [said.numbers for one in text.parts for said in one.statements]
    told += [rate.numbers for one in text.parts for rate in one.rates]
    numbers = {number for some in told for number in some}

    assert numbers == {one.number for one in text.references}
    assert [one.number for one in text.references] == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("slug", conditions())
def test_claims_and_rates_are_graded_and_cited(slug: str) -> None:
    text = full(slug)

    claims = part(text, "claims").statements
    assert [one.head for one in claims if not (one.grade and one.head)] == []
    assert len(claims) == len(conditions()[slug].claims)
    rates = [rate for one in text.parts for rate in one.rates]
    assert [rate.name for rate in rates if not rate.numbers] == []


def test_popular_claims_are_all_graded_in_the_open() -> None:
    graded = {key for one in conditions().values() for key in one.claims}

    assert len(popular()) == 8
    assert set(popular()) <= graded


def test_text_on_depression_says_that_the_largest_trial_missed_its_goal() -> None:
    english = [one.words for one in part(full("depression"), "studies").statements]
    german = [one.words for one in part(full("depression", "de"), "studies").statements]

    assert any("missed its primary endpoint" in words for words in english)
    assert any("verfehlte" in words for words in german)
    assert full("depression").parts[-1].statements[0].grade == "off label"


def test_unknown_condition_has_no_text() -> None:
    assert text_for("other", language="en") is None


def test_law_lets_the_united_states_alone_speak_fully() -> None:
    assert [key for key, one in speech().items() if one.is_full] == ["US"]


@pytest.mark.parametrize("profile", sorted(set(speech()) - {"US"}))
def test_release_is_refused_where_the_law_allows_the_condition_only(
    profile: str,
) -> None:
    place = world.outlet(profile=profile)
    by = world.actor(world.member(Role.LEAD_CLINICIAN, place))
    new = NewRelease(place.id, "depression", "Lead", world.TODAY)

    with pytest.raises(DeedRefusedError, match="the condition only"):
        actions.set_speech(place.id, "full", by=by, at=world.AT)
    with pytest.raises(DeedRefusedError, match="the condition only"):
        actions.release_full(new, by=by, at=world.AT)


def test_outlet_that_speaks_of_conditions_only_releases_nothing() -> None:
    with pytest.raises(DeedRefusedError, match="shows the condition only"):
        a_release(in_the_states("condition_only"))


def test_text_is_released_once_and_only_if_there_is_one() -> None:
    place = in_the_states()
    a_release(place)

    with pytest.raises(DeedRefusedError, match="released already"):
        a_release(place)
    with pytest.raises(DeedRefusedError, match="not known"):
        a_release(place, "other")


def test_stranger_reads_a_released_text_and_no_machine_keeps_it() -> None:
    place = in_the_states()
    a_release(place)
    client = Client()

    page = get(client, "public:released", place.id, "depression")

    assert page.status_code == 200
    assert "Lead of Red" in said(page)
    assert 'name="robots" content="noindex' in said(page)
    assert page.headers["X-Robots-Tag"] == NOT_INDEXED
    assert "no-store" in page.headers["Cache-Control"]
    assert reverse("public:released", args=[place.id, "depression"]) in said(
        get(client, "public:outlet", place.id)
    )
    assert "/places/" not in client.get("/sitemap.xml").content.decode().replace(
        f"/places/{place.id}/</loc>", ""
    )


@pytest.mark.parametrize("spoilt", ["release", "outlet", "law", "closed"])
def test_without_one_of_the_three_the_condition_is_all_there_is(spoilt: str) -> None:
    place = in_the_states()
    release = a_release(place)
    if spoilt == "release":
        release.ended_at, release.ended_by = world.AT, release.released_by
        release.save()
    else:
        changes: dict[str, dict[str, Any]] = {
            "outlet": {"public_text_profile": "condition_only"},
            "law": {"profile": "DE"},
            "closed": {"closed_at": world.AT},
        }
        Outlet.objects.filter(id=place.id).update(**changes[spoilt])

    page = get(Client(), "public:released", place.id, "depression")

    assert queries.releases(Outlet.objects.get(id=place.id)) == []
    if spoilt == "closed":
        assert page.status_code == 404
    else:
        assert page.headers["Location"] == "/care/depression/"


def test_lead_sets_releases_and_takes_back_by_name() -> None:
    place = in_the_states("condition_only")
    lead = world.member(Role.LEAD_CLINICIAN, place)
    lead.set_password(PASSWORD)
    lead.save()
    client = client_of(lead)
    form = {
        "condition": "depression",
        "name": "Lead of Red",
        "released_on": world.TODAY.isoformat(),
        "password": PASSWORD,
    }

    post(client, "public:speech", place.id, profile="full")
    unread = post(client, "public:release", place.id, **form)
    done = post(client, "public:release", place.id, **form, read="on")
    row = FullRelease.objects.get()
    door = said(get(client, "public:door"))
    post(client, "public:end_release", row.id)

    assert (unread.status_code, done.status_code) == (422, 302)
    assert (row.country, row.name) == ("US", "Lead of Red")
    assert "Lead of Red released it" in door
    assert queries.releases(Outlet.objects.get(id=place.id)) == []


def test_lead_of_another_outlet_releases_nothing_here() -> None:
    place = in_the_states()
    client = client_of(world.member(Role.LEAD_CLINICIAN, world.outlet()))

    assert get(client, "public:release", place.id).status_code == 404
    assert get(client, "public:speech", place.id).status_code == 404


def test_crawlers_find_conditions_and_nothing_behind_them(client: Client) -> None:
    robots = client.get("/robots.txt").content.decode().splitlines()
    sitemap = client.get("/sitemap.xml").content.decode()

    assert robots[-2:] == ["Disallow: /", "Sitemap: http://localhost/sitemap.xml"]
    assert "Disallow: /care/door/" in robots
    assert [
        slug for slug in conditions() if f"/care/{slug}/</loc>" not in sitemap
    ] == []
    assert "/door/" not in sitemap


def test_page_is_known_by_the_address_of_the_practice_alone() -> None:
    page = said(get(Client(), "public:index", **{"from": "a-stranger"}))

    assert '<link rel="canonical" href="http://localhost/care/">' in page
    assert '<meta property="og:url" content="http://localhost/care/">' in page
    assert "a-stranger" not in page.partition("</head>")[0]
