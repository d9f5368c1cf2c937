"""From where a request came: the address that the trail and the lock-out speak of."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Return the address of the other end of the line.

    Headers are what anybody may write, so they count only behind a proxy of one's own
    (`GLABELLA_PROXY`), and of the forwarded addresses only the last: that which the
    proxy itself has added.
    """
    nearest = str(request.META.get("REMOTE_ADDR", ""))
    if not settings.GLABELLA_PROXY:
        return nearest
    forwarded = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
    return forwarded.rpartition(",")[2].strip() or nearest
