"""The forms of the stock."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from glabella.clinic.accounts.confirm import SignatureFields
from glabella.clinic.folder.fields import DAY, DAY_FORMATS
from glabella.clinic.practice.knowledge import library
from glabella.clinic.practice.models import Outlet
from glabella.clinic.stock.models import Place
from glabella.clinic.stock.values import Count, Held
from glabella.clinic.stock.words import KIT

_AREA = forms.Textarea(attrs={"rows": 2})
_MOMENT = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
_MOMENT_FORMATS = ("%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%d.%m.%Y %H:%M")
_FEW, _MANY = 10_000, 100_000


def product_choices() -> list[tuple[str, str]]:
    """Return the products on file by name, in the language of the page."""
    language = get_language() or "en"
    rows = library().products.values()
    known = sorted((row.id, row.name.in_language(language)) for row in rows)
    # Nothing is chosen beforehand: the first product must not be received by mistake.
    return [("", "---------"), *known]


def _places(outlet: UUID | None) -> QuerySet[Place]:
    if outlet is None:
        return Place.objects.none()
    return Place.objects.filter(outlet_id=outlet, ended_at__isnull=True)


class ReceiveForm(forms.Form):
    """Vials of one lot, as printed on the box."""

    product = forms.ChoiceField(label=_("Product"), choices=product_choices)
    vial_units = forms.DecimalField(
        label=_("Units in one vial"), min_value=Decimal("0.1"), max_value=_MANY
    )
    number = forms.CharField(label=_("Lot number"), max_length=40)
    expires_on = forms.DateField(
        label=_("Expiry"),
        widget=DAY,
        input_formats=DAY_FORMATS,
        help_text=_("Only month and year printed: the last day of the month."),
    )
    vials = forms.IntegerField(label=_("Vials"), min_value=1, max_value=_FEW)
    place = forms.ModelChoiceField(
        Place.objects.none(), label=_("Where it is put"), required=False
    )
    gtin = forms.CharField(required=False, max_length=14, widget=forms.HiddenInput)

    def __init__(self, *args: Any, outlet: UUID | None, **kwargs: Any) -> None:  # noqa: ANN401 handed on to the form
        """Offer the places of the outlet."""
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = _places(outlet)  # type: ignore[attr-defined]  # a choice of rows has one


class MoveForm(forms.Form):
    """Vials on their way to another outlet."""

    target = forms.ModelChoiceField(Outlet.objects.none(), label=_("To"))
    vials = forms.IntegerField(label=_("Vials"), min_value=1, max_value=_FEW)

    def __init__(self, *args: Any, outlet: UUID | None, **kwargs: Any) -> None:  # noqa: ANN401 handed on to the form
        """Offer the other outlets."""
        super().__init__(*args, **kwargs)
        rows = Outlet.objects.filter(closed_at__isnull=True)
        if outlet is not None:
            rows = rows.exclude(id=outlet)
        self.fields["target"].queryset = rows  # type: ignore[attr-defined]  # a choice of rows has one


class WasteForm(forms.Form):
    """Unopened vials that are thrown away."""

    vials = forms.IntegerField(label=_("Vials"), min_value=1, max_value=_FEW)
    reason = forms.CharField(label=_("Reason"), widget=_AREA)


class PlaceForm(forms.Form):
    """Where vials lie."""

    place = forms.ModelChoiceField(
        Place.objects.none(),
        label=_("Place"),
        required=False,
        empty_label=_("not known"),
    )

    def __init__(self, *args: Any, outlet: UUID | None, **kwargs: Any) -> None:  # noqa: ANN401 handed on to the form
        """Offer the places of the outlet."""
        super().__init__(*args, **kwargs)
        self.fields["place"].queryset = _places(outlet)  # type: ignore[attr-defined]  # a choice of rows has one


class RecallForm(forms.Form):
    """Who recalls a lot, and where that is printed."""

    reference = forms.CharField(
        label=_("Who recalls it, and where it is printed"), widget=_AREA
    )


class DilutionForm(forms.Form):
    """How a vial was dissolved."""

    diluent = forms.CharField(label=_("Diluent"), max_length=80)
    diluent_ml = forms.DecimalField(
        label=_("Volume (ml)"),
        min_value=Decimal("0.01"),
        max_value=Decimal("99.99"),
        decimal_places=2,
    )
    reconstituted_at = forms.DateTimeField(
        label=_("Made ready at"), widget=_MOMENT, input_formats=_MOMENT_FORMATS
    )
    discard_at = forms.DateTimeField(
        label=_("Throw away at"),
        widget=_MOMENT,
        input_formats=_MOMENT_FORMATS,
        required=False,
        help_text=_("Only if it is earlier than the product allows."),
    )


class NewPlaceForm(forms.Form):
    """A fridge or cupboard."""

    name = forms.CharField(label=_("Name"), max_length=60)


class ReadingForm(forms.Form):
    """One look at a thermometer."""

    celsius = forms.DecimalField(
        label=_("It shows (°C)"), max_digits=4, decimal_places=1
    )
    lowest = forms.DecimalField(
        label=_("Lowest since the last look (°C)"),
        max_digits=4,
        decimal_places=1,
        required=False,
    )
    highest = forms.DecimalField(
        label=_("Highest since the last look (°C)"),
        max_digits=4,
        decimal_places=1,
        required=False,
    )
    note = forms.CharField(label=_("Note"), widget=_AREA, required=False)


class LevelForm(forms.Form):
    """With how many vials left more is ordered."""

    product = forms.ChoiceField(label=_("Product"), choices=product_choices)
    vial_units = forms.DecimalField(
        label=_("Units in one vial"), min_value=Decimal("0.1"), max_value=_MANY
    )
    vials = forms.IntegerField(
        label=_("Order at this many usable vials"),
        min_value=0,
        max_value=_FEW,
        help_text=_("0: never ask."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)


class KitForm(forms.Form):
    """Something of the emergency kit."""

    kind = forms.ChoiceField(label=_("Kind"), choices=lambda: list(KIT.items()))
    name = forms.CharField(
        label=_("What it is"),
        max_length=120,
        help_text=_("Name, strength and size, as printed."),
    )
    lot_number = forms.CharField(label=_("Lot number"), max_length=40, required=False)
    expires_on = forms.DateField(
        label=_("Expiry"), widget=DAY, input_formats=DAY_FORMATS, required=False
    )


class SharingForm(SignatureFields):
    """The lead lets an outlet share vials, and signs for it."""

    reason = forms.CharField(label=_("Reason"), widget=_AREA)

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Ask for the reason before the signature."""
        super().__init__(*args, **kwargs)
        self.order_fields(["reason", "password", "code"])


class ReleaseForm(SignatureFields):
    """A physician vouches for vials that were set aside."""

    reason = forms.CharField(
        label=_("Why it may be used"),
        widget=_AREA,
        help_text=_("Who was asked, what was read, when."),
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        """Ask for the reason before the signature."""
        super().__init__(*args, **kwargs)
        self.order_fields(["reason", "password", "code"])


class CountForm(forms.Form):
    """The sheet of a stock-take: one line for each holding."""

    def __init__(self, *args: Any, rows: Iterable[Held], **kwargs: Any) -> None:  # noqa: ANN401 handed on to the form
        """Ask for each holding what was counted, and why it differs."""
        super().__init__(*args, **kwargs)
        self.rows = [row for row in rows if row.holding is not None]
        for row in self.rows:
            words = {"product": row.product, "number": row.number}
            self.fields[f"counted_{row.holding}"] = forms.IntegerField(
                label=_("Counted of %(product)s, lot %(number)s") % words,
                min_value=0,
                max_value=_FEW,
            )
            self.fields[f"reason_{row.holding}"] = forms.CharField(
                label=_("Reason of a difference, lot %(number)s") % words,
                required=False,
                max_length=200,
            )
            self.fields[f"expected_{row.holding}"] = forms.IntegerField(
                initial=row.vials, widget=forms.HiddenInput
            )

    def lines(self) -> list[tuple[Held, forms.BoundField, forms.BoundField]]:
        """Return each holding with its two fields."""
        return [
            (row, self[f"counted_{row.holding}"], self[f"reason_{row.holding}"])
            for row in self.rows
        ]


def counts_of(rows: Iterable[Held], data: Mapping[str, Any]) -> list[Count]:
    """Return what a filled sheet says."""
    return [
        Count(
            holding=row.holding,
            expected=data[f"expected_{row.holding}"],
            counted=data[f"counted_{row.holding}"],
            reason=data[f"reason_{row.holding}"],
        )
        for row in rows
        if row.holding is not None
    ]
