"""A tag that tells whose entries a device keeps, and tells nobody else anything."""

from django.conf import settings
from django.utils.crypto import salted_hmac

from glabella.clinic.portal.request import PortalRequest

_SALT = "glabella.clinic.diary.owner"


def owner_of(request: PortalRequest) -> str:
    """Return a tag of who is inside: the same on every visit, and not to be guessed.

    Entries that one person wrote on a shared phone are not sent for another.
    """
    proxy = request.proxy.id if request.proxy else ""
    whole = f"{request.door.id}:{proxy}"
    key = settings.SECRET_KEY
    return salted_hmac(_SALT, whole, secret=key, algorithm="sha256").hexdigest()[:32]
