"""Days in words, in both languages: "3 December 2026", "3. Dezember 2026".

For sentences that people read; data keep ISO 8601. Nothing here knows a locale of the
machine: the same sentence comes out everywhere.
"""

from datetime import date

from glabella.core.sources import Text

ENGLISH = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
GERMAN = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)


def day_text(day: date) -> Text:
    """Return a day as sentences of each language say it."""
    return Text(
        en=f"{day.day} {ENGLISH[day.month - 1]} {day.year}",
        de=f"{day.day}. {GERMAN[day.month - 1]} {day.year}",
    )
