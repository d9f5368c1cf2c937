"""What is new in a consent against the last one that was signed."""

from collections.abc import Mapping
from decimal import Decimal

from django.utils.translation import gettext as _

from glabella.clinic.consent.standing import effect_word, group_word, language_now
from glabella.clinic.consent.values import Scope
from glabella.clinic.practice.knowledge import library


def differences(before: Scope, after: Scope) -> list[dict[str, str]]:
    """Return the rows that differ, as `diff` shows them: label, before, after."""
    rows = [
        (_("Product"), before.product, after.product),
        (_("Conditions"), _conditions(before), _conditions(after)),
        *(
            (group_word(one), _units(before, one), _units(after, one))
            for one in dict.fromkeys([*before.groups, *after.groups])
        ),
        (
            _("In all"),
            _said(before.total_units, before.product),
            _said(after.total_units, after.product),
        ),
        (_("Side effects named"), _risks(before, after), _risks(after, before)),
    ]
    return [
        {"label": label, "before": old, "after": new}
        for label, old, new in rows
        if old != new
    ]


def _conditions(scope: Scope) -> str:
    known: Mapping[str, object] = library().protocols
    names = [
        library().protocol(one).name.in_language(language_now())
        for one in scope.protocols
        if one in known
    ]
    return ", ".join(names)


def _units(scope: Scope, group: str) -> str:
    units = scope.groups.get(group)
    return _("not treated") if units is None else _said(units, scope.product)


def _said(units: Decimal, product: str) -> str:
    return f"{format(units.normalize() + 0, 'f')} {_('U')} {product}"


def _risks(scope: Scope, other: Scope) -> str:
    """Return the risks that stand in one scope alone."""
    return ", ".join(effect_word(one) for one in scope.risks if one not in other.risks)
