"""What a practice has decided by name: signatures, confirmations, label decisions."""

from datetime import date

import attrs

from glabella.core.protocol import Label


@attrs.frozen
class Signature:
    """A clinician has signed one version of one protocol."""

    protocol: str
    version: str
    who: str
    on: date
    digest: str | None = None


@attrs.frozen
class Confirmation:
    """A clinician vouches for one unverified statement, or for a combination.

    `what` is "PROTOCOL/CRITERION", "PROTOCOL/SCHEME" or "PROTOCOL+PROTOCOL".
    """

    what: str
    who: str
    on: date


@attrs.frozen
class LabelDecision:
    """A clinician has decided a conflict about a label after reading it."""

    protocol: str
    product: str
    profile: str
    status: Label
    who: str
    on: date


@attrs.frozen
class Practice:
    """The decisions of one practice; without any, everything is a draft."""

    name: str = ""
    signatures: tuple[Signature, ...] = ()
    confirmations: tuple[Confirmation, ...] = ()
    label_decisions: tuple[LabelDecision, ...] = ()

    def signature(self, protocol: str, version: str, digest: str) -> Signature | None:
        """Return the signature of that very version and text, if there is one."""
        for item in self.signatures:
            same_text = item.digest is None or item.digest == digest
            if (item.protocol, item.version) == (protocol, version) and same_text:
                return item
        return None

    def confirmation(self, what: str) -> Confirmation | None:
        """Return who vouched for a statement, if anybody did."""
        return next((item for item in self.confirmations if item.what == what), None)

    def label_decision(
        self, protocol: str, *, product: str, profile: str
    ) -> LabelDecision | None:
        """Return how the practice decided a label conflict, if it did."""
        for item in self.label_decisions:
            if (item.protocol, item.product, item.profile) == (
                protocol,
                product,
                profile,
            ):
                return item
        return None


NO_PRACTICE = Practice()
