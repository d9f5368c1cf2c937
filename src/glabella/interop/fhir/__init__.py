"""FHIR R4: from a bundle to facts."""

from glabella.interop.fhir.reader import Reading, read_bundle

__all__ = ["Reading", "read_bundle"]
