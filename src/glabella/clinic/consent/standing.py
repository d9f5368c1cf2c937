"""Whether a plan may go ahead by consent; each reason against it in words.

A consent covers a course: a further session needs a dated re-confirmation; another
product, condition or muscle group, a higher dose, a new risk, another country, a use
that is no longer authorised and 12 months need a new consent.
"""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from glabella.clinic.consent.models import Consent, Reconfirmation
from glabella.clinic.consent.planned import scope_of, unauthorised
from glabella.clinic.consent.texts import consent_text
from glabella.clinic.consent.values import Scope, Standing
from glabella.clinic.people.cards import Person
from glabella.clinic.planning.models import Plan
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.queries import today_at
from glabella.core.protocol import Label
from glabella.core.sources import Text

MONTHS = 12


def standing(person: Person, plan: Plan, *, on: date) -> Standing:
    """Return whether a consent of this person covers a plan on a day."""
    rows = Consent.objects.filter(patient_id__in=person.ids)
    rows = rows.select_related("outlet", "plan")
    rows = rows.order_by("-signed_at", "-prepared_at")
    found = list(rows)
    running = [one for one in found if one.signed_at and one.withdrawn_at is None]
    if not running:
        return _none(found)
    wanted = scope_of(plan)
    gaps = {
        one.id: (
            *gaps_of(one, wanted, on=on),
            *_other_country(one, plan),
            *_no_longer_authorised(one, plan),
        )
        for one in running
    }
    covering = next((one for one in running if not gaps[one.id]), None)
    if covering is None:
        return Standing(running[0], False, gaps[running[0].id], False)  # noqa: FBT003 in the order of the fields
    is_asked = not _is_confirmed(covering, plan, on=on)
    return Standing(covering, True, (), is_asked)  # noqa: FBT003 in the order of the fields


def gaps_of(consent: Consent, wanted: Scope, *, on: date) -> Iterator[str]:
    """Yield what a signed consent does not cover on a day, in words."""
    given = Scope.of_json(consent.scope)
    if signed_on(consent) > on:
        yield _("the consent was signed on a later day.")
    yield from _other_things(given, wanted)
    yield from _more_units(given, wanted)
    risks = [one for one in wanted.risks if one not in given.risks]
    if risks:
        yield _("a risk that the consent does not name: %(risks)s.") % {
            "risks": ", ".join(map(effect_word, risks))
        }
    if is_outdated(consent, on=on):
        yield _("the consent is %(months)d months old or older.") % {"months": MONTHS}


def is_outdated(consent: Consent, *, on: date) -> bool:
    """Return whether a consent was signed 12 months ago or longer."""
    if consent.signed_at is None:
        return False
    return _same_day_next_year(signed_on(consent)) <= on


def signed_on(consent: Consent) -> date:
    """Return the day on which a consent was signed, where it was; the last if never."""
    if consent.signed_at is None:
        return date.max
    return today_at(consent.outlet, at=consent.signed_at)


def effect_word(risk: str) -> str:
    """Return a side effect in plain words."""
    named = consent_text().effects.get(risk)
    if named is not None:
        return _say(named.name)
    every = (e for p in library().protocols.values() for e in p.side_effects)
    return next((_say(e.name) for e in every if e.id == risk), risk)


def group_word(group: str) -> str:
    """Return a muscle group in plain words."""
    return _say(consent_text().group(group))


def _none(found: list[Consent]) -> Standing:
    """Return why nothing is signed: nothing is there, it is open, or withdrawn."""
    newest = max(found, key=lambda one: one.prepared_at, default=None)
    if newest is None:
        why = _("there is no consent yet.")
    elif newest.withdrawn_at is not None:
        why = _("the consent was withdrawn.")
    else:
        why = _("the consent is not signed yet.")
    return Standing(newest, False, (why,), False)  # noqa: FBT003 in the order of the fields


def _is_confirmed(consent: Consent, plan: Plan, *, on: date) -> bool:
    """Return whether it is the first session, or was confirmed for this very day."""
    if consent.plan_id == plan.id:
        return True
    rows = Reconfirmation.objects.filter(consent=consent, plan=plan, on=on)
    return rows.exists()


def _other_country(consent: Consent, plan: Plan) -> Iterator[str]:
    """Yield it: status, emergency advice and rules were those of that country."""
    if consent.plan.profile != plan.profile:
        yield _("the consent was given in another country.")


def _no_longer_authorised(consent: Consent, plan: Plan) -> Iterator[str]:
    """Yield the uses that the patient read are authorised, and that no longer are."""
    given = Scope.of_json(consent.scope)
    if given.product != plan.product:
        return  # another product is said already
    names = [
        _say(library().protocol(one).name)
        for one in unauthorised(plan)
        if given.labels.get(one) == Label.ON_LABEL.value
    ]
    if names:
        yield _(
            "it says that this use is authorised, which no longer holds: %(names)s."
        ) % {"names": ", ".join(names)}


def _other_things(given: Scope, wanted: Scope) -> Iterator[str]:
    if given.product != wanted.product:
        yield _("another product: %(product)s.") % {"product": wanted.product}
    names = [
        _say(library().protocol(one).name)
        for one in wanted.protocols
        if one not in given.protocols
    ]
    if names:
        yield _("another condition: %(names)s.") % {"names": ", ".join(names)}
    groups = [group_word(one) for one in wanted.groups if one not in given.groups]
    if groups:
        yield _("another muscle group: %(groups)s.") % {"groups": ", ".join(groups)}


def _more_units(given: Scope, wanted: Scope) -> Iterator[str]:
    if given.product != wanted.product:
        return  # their units cannot be compared
    for group, units in wanted.groups.items():
        most = given.groups.get(group)
        if most is not None and units > most:
            yield _("more units for %(group)s: %(units)s instead of %(most)s.") % {
                "group": group_word(group),
                "units": format(units.normalize(), "f"),
                "most": format(most.normalize(), "f"),
            }
    if wanted.total_units > given.total_units:
        yield _("more units in all: %(units)s instead of %(most)s.") % {
            "units": format(wanted.total_units.normalize(), "f"),
            "most": format(given.total_units.normalize(), "f"),
        }


def _same_day_next_year(day: date) -> date:
    """Return the day 12 months later; of 29 February it is the first of March."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return date(day.year + 1, 3, 1)


def language_now() -> str:
    """Return "de" or "en", whichever the reader uses."""
    return "de" if (get_language() or "en").startswith("de") else "en"


def _say(text: Text) -> str:
    return text.in_language(language_now())
