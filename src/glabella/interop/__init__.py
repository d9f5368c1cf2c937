"""Floor 1: how others say it.

Codecs between values of `core` and what other systems speak: FHIR R4 bundles and the
facts file. A code that is not known is reported, never dropped in silence.
"""
