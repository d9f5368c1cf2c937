import re
import sys
from decimal import Decimal

import attrs
import pytest
from django.test import Client
from django.urls import reverse

from glabella.clinic.accounts.roles import Role
from glabella.clinic.library.evidence import pooled
from glabella.clinic.library.evidence.answer import Answer, Refusal
from glabella.clinic.library.evidence.choice import Choice, chosen_rows, scales_of
from glabella.clinic.library.evidence.knowledge import shelf
from glabella.clinic.library.evidence.numbers import Numbers
from glabella.core.sources import Status
from glabella.evidence.outcomes import Scale
from glabella.evidence.questions import Counts, Effect, Means, QuestionRows
from glabella.evidence.row_effects import answer as pool
from glabella.protocols.document import Language
from tests import world
from tests.clinic.pages import client_of, get, said

pytestmark = pytest.mark.django_db

RESPONSE = "depression_response"
SCORE = "depression_score"
ENGLISH = Language("en")


@pytest.fixture
def reader() -> Client:
    return client_of(world.member(Role.CLINICIAN, world.outlet()))


def shown(page: str) -> str:
    """Return the words of a page without its tags, single spaces between them."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def words(reader: Client, name: str, **query: str) -> str:
    return shown(said(get(reader, "library:question", name, **query)))


def many(count: int) -> QuestionRows:
    """Return as many studies as asked, with 10, 11, 12... of 40 events against 8."""
    rows = shelf().rows(RESPONSE)
    copies = [
        attrs.evolve(rows.rows[0], label=f"Study {n}", data=Counts(10 + n, 40, 8, 40))
        for n in range(count)
    ]
    return attrs.evolve(rows, rows=tuple(copies))


def answered(rows: QuestionRows, choice: Choice = Choice()) -> Answer:  # noqa: B008 a frozen value
    found = pooled.pool(rows, choice, ENGLISH)
    assert isinstance(found, Answer)
    return found


@pytest.mark.parametrize("name", sorted(shelf().questions))
def test_question_says_what_its_grading_allows_and_that_it_is_a_draft(
    reader: Client, name: str
) -> None:
    page = words(reader, name)

    assert shelf().gradings[name].conclusion.en in page
    assert "Draft of this project; no clinician has signed it." in page


@pytest.mark.parametrize("name", sorted(shelf().questions))
def test_question_has_a_plot_or_the_reason_why_not(reader: Client, name: str) -> None:
    page = said(get(reader, "library:question", name))

    reason = shelf().rows(name).cannot_be_pooled
    drawings = page.count('role="img"')
    assert drawings == (2 if reason is None else 0)
    assert (reason is not None and reason.en in page) == (drawings == 0)


def test_every_question_is_listed(reader: Client) -> None:
    page = said(get(reader, "library:questions"))

    listed = re.findall(r'href="/evidence/questions/(\w+)/"', page)
    assert sorted(listed) == sorted(shelf().questions)


@pytest.mark.parametrize("name", ["question", "whatif", "question_csv", "study"])
def test_unknown_name_is_not_found(reader: Client, name: str) -> None:
    assert get(reader, f"library:{name}", "no_such_thing").status_code == 404


def test_unknown_claim_is_not_found(reader: Client) -> None:
    assert get(reader, "library:claim", "no_such_thing").status_code == 404


def test_numbers_are_those_of_the_statistics(reader: Client) -> None:
    made = pool(shelf().rows(RESPONSE))
    write = Numbers(ENGLISH)

    page = words(reader, RESPONSE)

    ends = write.interval(made.shown(made.effect.low), made.shown(made.effect.high))
    assert f"Odds ratio {write(made.shown(made.effect.estimate))} {ends}" in page


def test_study_left_out_leaves_one_that_cannot_be_pooled(reader: Client) -> None:
    page = words(reader, RESPONSE, without="finzi2014")

    assert "Cannot be pooled, because only one study has usable numbers" in page


def test_recalled_study_enters_by_name_and_is_shown_to_move_it(reader: Client) -> None:
    page = words(reader, RESPONSE, recalled="wollmer2012")

    rows = chosen_rows(
        shelf(), RESPONSE, Choice(recalled=frozenset({"wollmer2012"}))
    ).rows
    assert [row.study for row in rows] == ["finzi2014", "magid2014", "wollmer2012"]
    assert "As the library stands: Odds ratio 10.09" in page
    assert "As you chose: Odds ratio 8.27" in page


def test_recalled_numbers_stay_out_unless_named() -> None:
    rows = chosen_rows(shelf(), "migraine_headache_days", Choice())

    assert [row for row in rows.rows if row.status is Status.RECALLED] == []


def test_study_of_pooled_trials_gives_way_to_its_parts() -> None:
    held = shelf()
    whole = attrs.evolve(held.study("finzi2014"), parts=("magid2014",))
    library = attrs.evolve(held, studies={**held.studies, "finzi2014": whole})

    rows = chosen_rows(library, RESPONSE, Choice())

    assert [row.study for row in rows.rows] == ["magid2014"]


def test_reader_of_a_part_of_the_page_gets_the_answer_only(reader: Client) -> None:
    url = reverse("library:question", args=[RESPONSE])

    part = reader.get(url, {"model": "dl"}, headers={"HX-Request": "true"})

    page = part.content.decode()
    assert "<h1" not in page
    assert "random effects, DerSimonian-Laird; intervals: Knapp-Hartung" in page
    assert 'id="moved" class="visually-hidden" role="status" hx-swap-oob' in page


def test_impossible_choice_is_told_and_the_usual_one_shown(reader: Client) -> None:
    found = get(reader, "library:question", RESPONSE, model="magic")

    assert found.status_code == 422
    assert "The choice in this address is not possible" in said(found)
    assert "random effects, REML" in said(found)


@pytest.mark.parametrize(
    ("model", "said_so"),
    [
        ("ce", "one common effect; intervals: normal"),
        ("mh", "one common effect, Mantel-Haenszel"),
        ("peto", "one common effect, Peto"),
        ("pm", "random effects, Paule-Mandel; intervals: Knapp-Hartung"),
    ],
)
def test_model_is_named(model: str, said_so: str) -> None:
    assert answered(shelf().rows(RESPONSE), Choice(model=model)).model == said_so


def test_measure_can_be_chosen_where_all_studies_give_counts(reader: Client) -> None:
    page = words(reader, RESPONSE, measure="risk_ratio")

    assert "As you chose: Risk ratio" in page


def test_model_without_variance_between_studies_says_so(reader: Client) -> None:
    page = words(reader, RESPONSE, model="mh")

    assert "not part of this model" in page


def test_scores_offer_the_difference_that_is_preferred(reader: Client) -> None:
    page = said(get(reader, "library:question", SCORE, estimand="adjusted"))

    assert '<option value="adjusted" selected>' in page


def test_counts_offer_no_difference_of_scores(reader: Client) -> None:
    assert 'name="estimand"' not in said(get(reader, "library:question", RESPONSE))


def test_scales_are_those_that_all_rows_have() -> None:
    (row,) = shelf().rows("bruxism_pain").rows
    printed = attrs.evolve(
        row, data=Effect(Scale.MEAN_DIFFERENCE, Decimal(1), se=Decimal(1))
    )
    assert isinstance(row.data, Means)

    both = scales_of((row,), Scale.MEAN_DIFFERENCE)
    one = scales_of((row, printed), Scale.MEAN_DIFFERENCE)

    assert both == (Scale.MEAN_DIFFERENCE, Scale.STANDARDISED_DIFFERENCE)
    assert one == (Scale.MEAN_DIFFERENCE,)


def test_funnel_needs_ten_studies() -> None:
    assert answered(many(9)).funnel is None
    found = answered(many(10)).funnel
    assert found is not None
    assert found.wide.count('role="img"') == 1


def test_address_holds_only_what_differs_from_the_usual_choice() -> None:
    choice = Choice(
        without=frozenset({"b", "a"}), recalled=frozenset({"c"}), model="dl"
    )

    assert choice.query() == "?without=a&without=b&recalled=c&model=dl"
    assert Choice().query() == ""


def test_what_the_statistics_refuse_is_told() -> None:
    rows = shelf().rows(SCORE)

    found = pooled.pool(rows, Choice(measure="odds_ratio"), ENGLISH)

    assert isinstance(found, Refusal)
    assert "has no numbers for a odds ratio" in found.reason


def test_refusal_stands_on_the_page(
    reader: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "numpy", None)

    page = words(reader, RESPONSE)

    assert "The statistics are not installed" in page


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0.00"),
        (0.00018, "0.0002"),
        (-1.256, "\N{MINUS SIGN}1.26"),
        (564299.85, "564300"),
    ],
)
def test_number_is_never_rounded_to_nothing(value: float, text: str) -> None:
    assert Numbers(ENGLISH)(value) == text


def test_german_numbers_have_a_comma() -> None:
    write = Numbers(Language("de"))

    assert write.interval(-0.5, 1.25) == "[\N{MINUS SIGN}0,50; 1,25]"
    assert write.p(0.0001) == "< 0,001"
    assert write.p(0.25) == "= 0,250"


def test_plot_leaves_room_for_the_words_of_both_sides() -> None:
    all_above_one = answered(many(3)).forest.narrow
    both_sides = answered(shelf().rows(SCORE)).forest.narrow

    assert "toxin better →" in all_above_one
    assert "…" not in all_above_one
    assert "control better →" in both_sides
