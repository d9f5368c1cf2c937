"""From where a request came: the address that the trail and the lock-out speak of."""

from ipaddress import IPv6Address, IPv6Network, ip_address

from django.conf import settings
from django.http import HttpRequest

HOUSEHOLD = 64  # bits of an IPv6 address that name its network


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


def line_of(request: HttpRequest) -> str:
    """Return the line that a request came over, for limits on how often one may ask.

    It is the address; of IPv6 the network of 64 bits, because one household is given a
    whole one and could ask from another address each time.
    """
    address = address_of(request)
    try:
        found = ip_address(address)
    except ValueError:
        return address
    if not isinstance(found, IPv6Address):
        return address
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(IPv6Network((int(found), HOUSEHOLD), strict=False))
