"""The band of a patient and the timeline: who, what is urgent, what was when."""

from datetime import UTC, date, datetime
from decimal import Decimal

from glabella.core.quantity import Dose
from tests.web.rendering import rendered, said

CALM = {
    "name": "Zyxwvut, Qqanary",
    "url": "/p",
    "number": "P-1",
    "born": date(1980, 5, 1),
    "age": 46,
}


def band(**given: object) -> str:
    """Return the words of the band of a patient."""
    return said(rendered("{% patient_header patient %}", patient=CALM | given))


def test_patient_header_says_who() -> None:
    assert band() == "Zyxwvut, Qqanary 46 years born 1 May 1980 no. P-1"


def test_patient_header_of_one_year() -> None:
    assert "1 year born" in band(age=1)


def test_patient_header_says_what_is_urgent_first() -> None:
    words = band(urgent=[{"text": "an answer", "url": "/u"}, {"text": "another"}])

    assert words.startswith("Urgent: an answer Urgent: another Zyxwvut")


def test_patient_header_says_that_the_record_is_restricted() -> None:
    assert band(restricted="By court.").startswith("Restricted record. By court. Zyx")


def test_patient_header_shows_alerts_ledger_and_next_step() -> None:
    words = band(
        pronouns="she",
        sex_word="female",
        language="Deutsch",
        alerts=[{"text": "Allergy", "tone": "stop"}, {"text": "Interpreter"}],
        ledger=[
            {
                "dose": Dose(Decimal(155), "onabotulinumtoxinA"),
                "until": date(2026, 4, 1),
            },
            {"units": 20, "product": "incobotulinumtoxinA", "note": "elsewhere"},
        ],
        ledger_note="One dose is reported.",
        actions=[{"label": "Begin visit", "url": "/v"}],
    )

    assert words == (
        "Zyxwvut, Qqanary she 46 years born 1 May 1980 female no. P-1 Deutsch "
        "Allergy Interpreter Ledger 155 U onabotulinumtoxinA until 1 Apr 2026 "
        "20 U incobotulinumtoxinA elsewhere One dose is reported. Begin visit"
    )


def test_patient_header_of_somebody_who_died_shows_no_age() -> None:
    words = band(deceased_on=date(2026, 1, 2))

    assert words == "Zyxwvut, Qqanary deceased 2 Jan 2026 born 1 May 1980 no. P-1"


def test_timeline_shows_days_and_moments() -> None:
    entries = [
        {"at": date(2026, 1, 2), "title": "Session", "text": "Lot 1", "by": "Dr. E"},
        {
            "at": datetime(2026, 1, 3, 9, 5, tzinfo=UTC),
            "title": "Letter",
            "url": "/l",
            "icon": "file-text",
            "tone": "accent",
        },
    ]
    html = rendered("{% timeline entries %}", entries=entries)

    assert said(html) == "2 Jan 2026 Session Lot 1 Dr. E 3 Jan 2026, 09:05 Letter"
    assert 'class="is-neutral"' in html
    assert 'class="is-accent"' in html
