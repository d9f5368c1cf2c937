"""Public holidays of an outlet: of its country, and of its region where one is named.

The days come from the `holidays` package; nobody here keeps a calendar by hand.
"""

from collections.abc import Mapping
from datetime import date

import holidays

from glabella.clinic.practice.models import Outlet

# Country of a profile, as the package names it.
COUNTRIES = {"UK": "GB"}


def holidays_of(
    outlet: Outlet, *, first: date, before: date, language: str = "en"
) -> Mapping[date, str]:
    """Return the public holidays in a span of days, with their names.

    A region that the package does not know counts as none: then only the days of the
    whole country are kept, and an outlet adds its own closures.

    Args:
        language: Of the names, where the package has them in it; else English.
    """
    country = COUNTRIES.get(outlet.profile, outlet.profile)
    supported = holidays.list_supported_countries(include_aliases=True)
    if country not in supported or first >= before:
        return {}
    region = outlet.region if outlet.region in supported[country] else None
    years = range(first.year, before.year + 1)
    named = _in_language(country, language)
    found = holidays.country_holidays(
        country, subdiv=region, years=years, language=named
    )
    return {day: name for day, name in sorted(found.items()) if first <= day < before}


def _in_language(country: str, language: str) -> str | None:
    """Return the spelling of a language, else of English, that the package has.

    Without one the package would follow the language of the machine.
    """
    spoken = holidays.list_localized_countries().get(country, [])
    found = {one.split("_")[0]: one for one in spoken}
    return found.get(language, found.get("en"))
