"""Until when a dissolved vial may be used, and who says so."""

from datetime import datetime

from django.utils.translation import gettext as _

from glabella.clinic.audit.errors import DeedRefusedError
from glabella.clinic.stock.values import Dilution
from glabella.core.product import Product


def clock_of(
    product: Product | None, dilution: Dilution | None
) -> tuple[str, datetime | None]:
    """Return the kind of clock, one of `values.CLOCKS`, and when it runs out.

    A clock that nobody read in a source is kept as "unverified": it warns, and neither
    permits nor refuses by itself. The house may set a shorter one, never a longer one.

    Raises:
        DeedRefusedError: If the house's clock runs out before it starts, or later than
            the product's.
    """
    if dilution is None:
        return ("ready" if _is_ready(product) else "unknown"), None
    after = product.after_reconstitution if product is not None else None
    limit = after.discard_at(dilution.reconstituted_at) if after else None
    if dilution.discard_at is not None:
        _check_house(dilution.discard_at, dilution.reconstituted_at, limit)
        return "house", dilution.discard_at
    if after is None:
        return "unknown", None
    return ("label" if after.may_be_proposed else "unverified"), limit


def _is_ready(product: Product | None) -> bool:
    return (
        product is not None
        and bool(product.dilutions)
        and all(each.is_ready_to_use for each in product.dilutions)
    )


def _check_house(chosen: datetime, start: datetime, limit: datetime | None) -> None:
    if chosen <= start:
        raise DeedRefusedError(
            _("it would be thrown away before it is made ready."),
            where=_("discard at"),
            mending=_("Check both times."),
        )
    if limit is not None and chosen > limit:
        raise DeedRefusedError(
            _("it is later than the clock of the product."),
            where=_("discard at"),
            mending=_("Choose an earlier time, or leave it empty."),
        )
