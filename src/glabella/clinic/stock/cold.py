"""What a temperature means for the vials in a place: shared by deeds and reads."""

from collections.abc import Iterable, Mapping

import attrs
from django.db.models import Q, QuerySet

from glabella.clinic.stock.models import Holding, Place
from glabella.clinic.stock.values import NewReading
from glabella.core.keeping import Storage
from glabella.core.product import Product


@attrs.frozen
class Excursion:
    """Vials of a lot that were warmer or colder than their product allows.

    Args:
        is_proposed: Whether quarantine is proposed: the limit was read in a source. One
            that nobody read only asks somebody to look it up.
    """

    holding: Holding
    storage: Storage

    @property
    def is_proposed(self) -> bool:
        """Whether quarantine is proposed."""
        return self.storage.may_be_proposed


def kept_in(place: Place) -> QuerySet[Holding]:
    """Return what is kept in a place, and what nobody has said the place of."""
    here = Q(place=place) | Q(place__isnull=True)
    rows = Holding.objects.filter(here, outlet_id=place.outlet_id, vials__gt=0)
    return rows.select_related("lot", "place").order_by("lot__product", "lot__number")


def excursions(
    reading: NewReading,
    rows: Iterable[Holding],
    *,
    products: Mapping[str, Product],
) -> list[Excursion]:
    """Return the holdings for which a reading lies outside their limits."""
    found = []
    for row in rows:
        product = products.get(row.lot.product)
        storage = product.storage if product is not None else None
        if storage is not None and storage.is_left(
            coldest=reading.coldest, warmest=reading.warmest
        ):
            found.append(Excursion(row, storage))
    return found
