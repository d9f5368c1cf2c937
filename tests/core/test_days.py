"""Days in words: both languages, every month."""

from datetime import date

from glabella.core.days import ENGLISH, GERMAN, day_text


def test_day_is_said_as_each_language_says_it() -> None:
    said = day_text(date(2026, 3, 1))

    assert (said.en, said.de) == ("1 March 2026", "1. März 2026")


def test_every_month_has_its_name() -> None:
    said = [day_text(date(2026, month, 9)) for month in range(1, 13)]

    assert [one.en for one in said] == [f"9 {name} 2026" for name in ENGLISH]
    assert [one.de for one in said] == [f"9. {name} 2026" for name in GERMAN]
    assert (len(set(ENGLISH)), len(set(GERMAN))) == (12, 12)
