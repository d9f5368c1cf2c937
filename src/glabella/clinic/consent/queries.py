"""Reads about consent: what was signed, what it covers, what photographs may do."""

import hashlib
from uuid import UUID

import attrs

from glabella.clinic.consent.content import digest_of
from glabella.clinic.consent.models import AtHome, Clause, Consent, PhotoConsent
from glabella.clinic.consent.standing import standing
from glabella.clinic.consent.values import Scope
from glabella.clinic.people.cards import Person
from glabella.clinic.record.queries import document_content
from glabella.core.errors import InputError


@attrs.frozen
class Verified:
    """Whether what was signed is still what is on file.

    Args:
        is_text_kept: The text has the digest it was made with.
        is_paper_kept: The sealed document has the digest it was signed with.
    """

    is_text_kept: bool
    is_paper_kept: bool

    @property
    def is_kept(self) -> bool:
        """Whether both are."""
        return self.is_text_kept and self.is_paper_kept


def consents(person: Person) -> list[Consent]:
    """Return the consents of a person, the newest first."""
    rows = Consent.objects.filter(patient_id__in=person.ids)
    rows = rows.select_related("plan", "outlet").prefetch_related("talks")
    return list(rows.order_by("-prepared_at"))


def consent_of(person: Person, key: UUID) -> Consent | None:
    """Return one consent of a person, or None."""
    rows = Consent.objects.select_related("plan__outlet", "outlet", "signed_document")
    return rows.filter(patient_id__in=person.ids, id=key).first()


def verified(consent: Consent) -> Verified:
    """Return whether text and sealed paper are as they were signed."""
    is_text_kept = digest_of(consent.content) == consent.content_digest
    if consent.signed_document is None:
        return Verified(is_text_kept, is_text_kept)
    try:
        content = document_content(consent.signed_document)
    except InputError:  # missing, or not what was received
        return Verified(is_text_kept, is_paper_kept=False)
    digest = hashlib.sha256(content).hexdigest()
    return Verified(is_text_kept, is_paper_kept=digest == consent.signed_digest)


def last_scope(person: Person, *, before: Consent) -> Scope | None:
    """Return what the last signed consent before another one covered, or None."""
    rows = Consent.objects.filter(
        patient_id__in=person.ids,
        signed_at__isnull=False,
        prepared_at__lt=before.prepared_at,
    )
    row = rows.order_by("-signed_at").first()
    return Scope.of_json(row.scope) if row else None


def written_at_home(consent: Consent) -> AtHome | None:
    """Return what the person wrote last while reading at home, or None."""
    return consent.written_at_home.order_by("-written_at").first()


def clauses(outlet: UUID) -> list[Clause]:
    """Return the clauses that an outlet adds now, the oldest first."""
    return list(Clause.objects.filter(outlet_id=outlet, ended_at__isnull=True))


def photo_consents(person: Person) -> list[PhotoConsent]:
    """Return every consent to photographs, the newest first."""
    rows = PhotoConsent.objects.filter(patient_id__in=person.ids)
    return list(rows.select_related("document").order_by("-signed_at"))


def photo_purposes(person: Person) -> frozenset[str]:
    """Return for what photographs of a person may be used now.

    The newest consent counts alone: a narrower one takes the place of a wider one, and
    its withdrawal leaves nothing.
    """
    newest = next(iter(photo_consents(person)), None)
    if newest is None or newest.withdrawn_at is not None:
        return frozenset()
    return frozenset(newest.purposes)


__all__ = [
    "Verified",
    "clauses",
    "consent_of",
    "consents",
    "last_scope",
    "photo_consents",
    "photo_purposes",
    "standing",
    "verified",
    "written_at_home",
]
