"""The words of state: verdict, truth, dose, day, source, in both languages."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import timezone, translation

from glabella.core.eligibility import Verdict
from glabella.core.errors import InputError
from glabella.core.quantity import Dose
from glabella.core.truth import Truth
from glabella.web.templatetags import ui
from glabella.web.words import TRUTHS, VERDICTS, relation_in_words
from tests.web.rendering import german, rendered, said

TODAY = date(2026, 3, 2)


def test_each_verdict_has_a_word_an_icon_and_a_look_of_its_own() -> None:
    looks = {(str(s.word), s.icon, s.tone) for s in VERDICTS.values()}

    assert set(VERDICTS) == set(Verdict)
    assert len(looks) == len(Verdict)


@pytest.mark.parametrize("value", [Verdict.BLOCKED, "blocked"])
def test_verdict_says_its_word(value: Verdict | str) -> None:
    assert said(ui.verdict(value)) == "blocked"


def test_verdict_that_needs_facts_is_hatched() -> None:
    assert 'class="verdict-mark hatch"' in ui.verdict("needs_facts")
    assert "hatch" not in ui.verdict("indicated")


def test_verdict_large_has_the_size_in_its_class() -> None:
    assert 'class="verdict is-go is-large"' in ui.verdict("indicated", large=True)


@pytest.mark.parametrize(
    ("value", "word"),
    [
        (Truth.YES, "yes"),
        (Truth.NO, "no"),
        (Truth.UNKNOWN, "unknown"),
        (True, "yes"),
        (False, "no"),
        (None, "unknown"),
        ("unknown", "unknown"),
    ],
    ids=["yes", "no", "unknown", "true", "false", "none", "text"],
)
def test_truth_says_its_word(value: Truth | str | bool | None, word: str) -> None:  # noqa: FBT001 the value itself
    assert said(ui.truth(value)) == word


def test_truth_unknown_is_hatched_and_never_blank() -> None:
    assert 'class="truth-mark hatch"' in ui.truth(None)


def test_truth_of_something_else_is_refused() -> None:
    with pytest.raises(InputError, match='"maybe" is no answer'):
        ui.truth("maybe")


def test_truths_all_have_words() -> None:
    assert set(TRUTHS) == set(Truth)


@pytest.mark.parametrize(
    ("amount", "product"),
    [
        (Decimal("12.50"), "onabotulinumtoxinA"),
        (Dose(Decimal("12.5"), "onabotulinumtoxinA"), ""),
    ],
)
def test_dose_names_its_product(amount: Dose | Decimal, product: str) -> None:
    assert said(ui.dose(amount, product)) == "12.5 U onabotulinumtoxinA"


def test_dose_without_a_product_is_refused() -> None:
    with pytest.raises(InputError, match="Name the product"):
        ui.dose(100)


def test_dose_in_german_has_a_comma() -> None:
    with german():
        assert said(ui.dose(Decimal("12.5"), "x")) == "12,5 E x"


def test_quantity_keeps_the_unit_beside_the_number() -> None:
    assert said(ui.quantity(Decimal("2.50"), "ml")) == "2.5 ml"
    assert said(ui.quantity(3)) == "3"
    assert said(ui.quantity("about 3", "ml")) == "about 3 ml"
    assert said(ui.quantity(None, "ml")) == "unknown"


def test_day_is_written_for_people_and_for_machines() -> None:
    assert ui.day(TODAY) == '<time datetime="2026-03-02">2 Mar 2026</time>'


def test_day_in_german() -> None:
    with german():
        assert said(ui.day(TODAY)) == "02.03.2026"


def test_day_unknown_is_said() -> None:
    assert said(ui.day(None)) == "unknown"
    assert said(ui.moment(None)) == "unknown"


def test_day_with_today_says_how_far() -> None:
    assert said(ui.day(date(2026, 3, 30), today=TODAY)) == "30 Mar 2026 in 4 weeks"


def test_day_of_a_moment_is_that_of_the_active_zone() -> None:
    late = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)

    with timezone.override("Asia/Singapore"):
        assert said(ui.day(late)) == "3 Mar 2026"


def test_day_of_a_naive_moment_is_taken_as_it_is() -> None:
    naive = datetime(2026, 3, 2, 20, 0)  # noqa: DTZ001 what is tested

    assert said(ui.day(naive)) == "2 Mar 2026"
    assert said(ui.moment(naive)) == "2 Mar 2026, 20:00"


def test_moment_is_that_of_the_active_zone() -> None:
    with timezone.override("Europe/Zurich"):
        at = datetime(2026, 7, 1, 22, 30, tzinfo=UTC)

        assert said(ui.moment(at)) == "2 Jul 2026, 00:30"


@pytest.mark.parametrize(
    ("day", "words"),
    [
        (date(2026, 3, 2), "today"),
        (date(2026, 3, 3), "tomorrow"),
        (date(2026, 3, 1), "yesterday"),
        (date(2026, 3, 15), "in 13 days"),
        (date(2026, 3, 16), "in 2 weeks"),
        (date(2026, 2, 15), "2 weeks 1 day ago"),
        (date(2026, 9, 6), "in 26 weeks 6 days"),
        (date(2026, 9, 7), "in about 6 months"),
        (date(2024, 3, 3), "about 24 months ago"),
        (date(2024, 3, 2), "about 2 years ago"),
    ],
)
def test_relation_is_exact_up_to_half_a_year(day: date, words: str) -> None:
    assert relation_in_words(day, today=TODAY) == words


def test_relation_in_german_stands_in_the_dative() -> None:
    with german():
        assert relation_in_words(date(2026, 2, 15), today=TODAY) == (
            "vor 2 Wochen 1 Tag"
        )


def test_marks_say_why() -> None:
    assert said(ui.unverified("read only in a copy")) == (
        "unverified read only in a copy"
    )
    assert said(ui.recalled()) == "recalled, not read"
    assert said(ui.draft_mark()) == "draft, not signed"


def test_words_of_the_glossary_in_german() -> None:
    with german():
        assert said(ui.verdict("not_indicated")) == "nicht angezeigt"
        assert said(ui.truth(None)) == "unbekannt"
        assert said(ui.unverified()) == "ungeprüft"


def test_translation_is_chosen_when_shown() -> None:
    english = said(ui.verdict("deferred"))
    with translation.override("de"):
        assert translation.get_language() == "de"

    assert english == "deferred"


def test_sources_open_without_script() -> None:
    html = rendered("{% source_mark 1 source basis=seen %}")

    assert 'popovertarget="source-' in html
    assert " popover>" in html
    assert said(html) == (
        "1 Example label, 2025 Place: section 4 "
        "Tier A: regulator, guideline or authorisation holder "
        "Status: read in this source Read on 15 Jan 2026"
    )


def test_two_marks_of_one_page_have_two_notes() -> None:
    html = rendered("{% source_mark 1 source %}{% source_mark 1 source %}")
    first, second = (part.split('"')[0] for part in html.split('popovertarget="')[1:])

    assert first != second


def test_source_recalled_says_what_would_verify_it() -> None:
    html = rendered("{% source_mark 1 loose basis=memory %}")

    assert said(html) == (
        "1 Loose note Tier D: anything else, such as a news page "
        "Status: recalled from memory, not read Read on 2026 "
        "To verify: open the label"
    )


def test_source_list_counts_as_the_marks_do() -> None:
    html = rendered("{% source_list rows %}")

    assert said(html).startswith("7 Example label, 2025 Place: section 4")


def test_source_mark_without_a_request_still_opens() -> None:
    html = rendered("{% source_mark 1 source %}", bare=True)

    assert 'popovertarget="source-1"' in html
