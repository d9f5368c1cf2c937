"""What a plan is made of: protocols, product, day; then scheme, sides and units."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.forms import BoundField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from glabella.clinic.folder.fields import DAY, DAY_FORMATS
from glabella.clinic.planning.values import Order
from glabella.clinic.planning.words import amount, language, muscle_name, say
from glabella.clinic.practice.knowledge import library
from glabella.core.protocol import Protocol, Scheme, SitePattern
from glabella.core.schemes import Bench, schemes_for

SIDES = [
    ("", gettext_lazy("as the scheme says")),
    ("both", gettext_lazy("both sides")),
    ("left", gettext_lazy("left only")),
    ("right", gettext_lazy("right only")),
]


class BasisForm(forms.Form):
    """Protocols, product and day, asked first: the rest depends on them."""

    protocol = forms.MultipleChoiceField(
        label=gettext_lazy("Protocols"), widget=forms.CheckboxSelectMultiple
    )
    product = forms.ChoiceField(label=gettext_lazy("Product"), widget=forms.RadioSelect)
    on = forms.DateField(
        label=gettext_lazy("Planned for"), widget=DAY, input_formats=DAY_FORMATS
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        decided: Mapping[str, str],
        profile: str,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        """Offer what was decided first, and the products of the country by brand.

        Args:
            decided: Words on the last decision, by protocol.
        """
        super().__init__(data, initial=dict(initial or {}))
        known = sorted(
            library().protocols.values(),
            key=lambda one: (one.id not in decided, say(one.name)),
        )
        self.fields["protocol"].choices = [  # type: ignore[attr-defined]  # a field of choices
            (one.id, _decided(one, decided)) for one in known
        ]
        self.fields["product"].choices = [  # type: ignore[attr-defined]  # a field of choices
            (one.id, _brands(one.id, profile)) for one in library().products.values()
        ]


def _decided(protocol: Protocol, decided: Mapping[str, str]) -> str:
    words = decided.get(protocol.id)
    name = say(protocol.name)
    return f"{name} ({words})" if words else name


def _brands(product: str, profile: str) -> str:
    brands = [
        brand.name
        for brand in library().product(product).brands
        if not brand.profiles or profile in brand.profiles
    ]
    return f"{product} ({', '.join(brands)})" if brands else product


class OrderForm(forms.Form):
    """What is chosen of one protocol for a product in a country."""

    scheme = forms.ChoiceField(
        label=gettext_lazy("Scheme"), widget=forms.RadioSelect, required=False
    )
    sides = forms.ChoiceField(
        label=gettext_lazy("Sides"), choices=SIDES, required=False
    )

    def __init__(
        self,
        data: Mapping[str, Any] | None = None,
        *,
        protocol: Protocol,
        bench: Bench,
        initial: Mapping[str, Any] | None = None,
    ) -> None:
        """Offer the schemes of this product, with a row for each range they print."""
        super().__init__(data, prefix=protocol.id, initial=dict(initial or {}))
        self.protocol, self.bench = protocol, bench
        self.schemes = schemes_for(protocol, bench)
        self.fields["scheme"].choices = [  # type: ignore[attr-defined]  # a field of choices
            (one.id, scheme_words(one)) for one in self.schemes
        ]
        defaults = [one.id for one in self.schemes if one.choice == "default"]
        if len(defaults) == 1:
            self.fields["scheme"].initial = defaults[0]
        for one in self.schemes:
            for pattern in one.sites:
                if _asks_units(one, pattern):
                    self._ask_units(one, pattern)
        self._ask_options()

    def _ask_options(self) -> None:
        for option in self._options():
            note = say(option.note) if option.note else ""
            self.fields[f"option-{option.id}"] = forms.BooleanField(
                label=say(option.name), required=False, help_text=note
            )
            for extra in option.extras:
                most = int(extra.max_units / extra.units_per_point)
                self.fields[f"extra-{option.id}-{extra.muscle}"] = forms.IntegerField(
                    label=_("Extra points: %(muscle)s")
                    % {"muscle": muscle_name(extra.muscle)},
                    required=False,
                    min_value=0,
                    max_value=most,
                    help_text=_("up to %(most)d of %(units)s, both sides together")
                    % {"most": most, "units": amount(extra.units_per_point)},
                )

    def _ask_units(self, scheme: Scheme, pattern: SitePattern) -> None:
        low, high = pattern.units_range or (None, None)
        self.fields[f"units-{scheme.id}-{pattern.muscle}"] = forms.DecimalField(
            label=_("Units per side: %(muscle)s")
            % {"muscle": muscle_name(pattern.muscle)},
            required=False,
            localize=True,
            min_value=Decimal(0),
            max_digits=6,
            decimal_places=2,
            help_text=_range(low, high),
        )
        few, many = pattern.points_range or (1, 60)
        self.fields[f"points-{scheme.id}-{pattern.muscle}"] = forms.IntegerField(
            label=_("Points per side: %(muscle)s")
            % {"muscle": muscle_name(pattern.muscle)},
            required=False,
            min_value=few,
            max_value=many,
            initial=pattern.points or (few if pattern.points_range else None),
        )

    def _options(self) -> list[Any]:
        known = {one.id for one in self.schemes}
        return [one for one in self.protocol.options if one.scheme in known]

    @property
    def name(self) -> str:
        """The name of the protocol."""
        return say(self.protocol.name)

    def range_groups(self) -> Iterator[tuple[str, list[tuple[str, Any, Any]]]]:
        """Yield each scheme that asks for units, with its rows: muscle, two fields."""
        for one in self.schemes:
            rows = [
                (
                    muscle_name(pattern.muscle),
                    self[f"units-{one.id}-{pattern.muscle}"],
                    self[f"points-{one.id}-{pattern.muscle}"],
                )
                for pattern in one.sites
                if _asks_units(one, pattern)
            ]
            if rows:
                yield say(one.name), rows

    def option_groups(self) -> Iterator[tuple[BoundField, list[BoundField]]]:
        """Yield each option with the fields of its extra points."""
        for option in self._options():
            extras = [self[f"extra-{option.id}-{e.muscle}"] for e in option.extras]
            yield self[f"option-{option.id}"], extras

    def clean(self) -> dict[str, Any]:
        """Refuse units outside a printed range before anything is counted."""
        data: dict[str, Any] = super().clean() or {}
        for one in self.schemes:
            if one.id != data.get("scheme"):
                continue
            for pattern in one.sites:
                name = f"units-{one.id}-{pattern.muscle}"
                given, span = data.get(name), pattern.units_range
                if given and span and not span[0] <= given <= span[1]:
                    self.add_error(name, _range(*span))
        return data

    def order(self) -> Order:
        """Return what was chosen."""
        data = self.cleaned_data
        scheme = data.get("scheme", "")
        options = [one for one in self._options() if data.get(f"option-{one.id}")]
        own = [one for one in options if not scheme or one.scheme == scheme]
        return Order(
            protocol=self.protocol.id,
            scheme=scheme,
            options=tuple(one.id for one in own),
            sides=data.get("sides", ""),
            units=_of(data, f"units-{scheme}-"),
            points=_points(data, scheme),
            extra_points={
                extra.muscle: given
                for one in own
                for extra in one.extras
                if (given := data.get(f"extra-{one.id}-{extra.muscle}")) is not None
            },
        )


def _of(data: Mapping[str, Any], start: str) -> dict[str, Any]:
    return {
        name.removeprefix(start): value
        for name, value in data.items()
        if name.startswith(start) and value
    }


def _points(data: Mapping[str, Any], scheme: str) -> dict[str, int]:
    """Return points only where units were entered: alone they mean nothing."""
    units = _of(data, f"units-{scheme}-")
    points = _of(data, f"points-{scheme}-")
    return {muscle: number for muscle, number in points.items() if muscle in units}


def initial_of(order: Order) -> dict[str, Any]:
    """Return an order as the form of its protocol shows it."""
    shown: dict[str, Any] = {"scheme": order.scheme, "sides": order.sides}
    shown |= {f"option-{name}": True for name in order.options}
    for muscle, units in order.units.items():
        shown[f"units-{order.scheme}-{muscle}"] = units
    for muscle, points in order.points.items():
        shown[f"points-{order.scheme}-{muscle}"] = points
    for muscle, points in order.extra_points.items():
        for name in order.options:
            shown[f"extra-{name}-{muscle}"] = points
    return shown


def _asks_units(scheme: Scheme, pattern: SitePattern) -> bool:
    """Return whether a clinician says the units: a range, or nothing printed."""
    span = pattern.units_range
    is_open = span is None or span[0] != span[1]
    return scheme.choice == "range" and is_open and pattern.units_per_point is None


def _range(low: Decimal | None, high: Decimal | None) -> str:
    if low is None or high is None:
        return _("No source on file prints units here: these will be by hand.")
    return _("published: %(low)s to %(high)s per side") % {
        "low": amount(low),
        "high": amount(high),
    }


KINDS = {
    "default": pgettext_lazy("scheme", "published, proposed first"),
    "named": pgettext_lazy("scheme", "published, by name"),
    "range": pgettext_lazy("scheme", "a range: you enter the units"),
}


def scheme_words(scheme: Scheme) -> str:
    """Return a scheme in one line: name, total, what kind, how sure."""
    parts = [scheme.name.in_language(language())]
    if scheme.total_units is not None:
        parts.append(amount(scheme.total_units))
    parts.append(str(KINDS[scheme.choice]))
    bases = [scheme.basis, *([scheme.split_basis] if scheme.split_basis else [])]
    if any(basis.is_recalled for basis in bases):
        parts.append(_("recalled, not read: must be confirmed by name"))
    return " · ".join(parts)


def order_forms(
    protocols: Sequence[Protocol],
    bench: Bench,
    *,
    data: Mapping[str, Any] | None,
    before: Mapping[str, Order] | None = None,
) -> list[OrderForm]:
    """Return a form for each protocol, filled with what was chosen before."""
    known = before or {}
    return [
        OrderForm(
            data,
            protocol=one,
            bench=bench,
            initial=initial_of(known[one.id]) if one.id in known else None,
        )
        for one in protocols
    ]
