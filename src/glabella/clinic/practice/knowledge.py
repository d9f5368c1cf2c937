"""What the data files say, loaded once for a process: protocols, figures, instruments.

The files belong to the installed version and never change while it runs.
"""

import functools

from glabella.evidence.library import Library as Shelf
from glabella.evidence.library import load as load_evidence
from glabella.figures.library import load as load_figures
from glabella.figures.values import Figure
from glabella.protocols.instruments_loader import InstrumentLibrary, load_instruments
from glabella.protocols.loader import Library, load


@functools.cache
def library() -> Library:
    """Return protocols, facts, products, profiles and sources."""
    return load()


@functools.cache
def figures() -> dict[str, Figure]:
    """Return the figures of the body, by id."""
    return load_figures()


@functools.cache
def instruments() -> InstrumentLibrary:
    """Return the questionnaires and scales with their licences."""
    return load_instruments()


@functools.cache
def shelf() -> Shelf:
    """Return the evidence library: studies, questions, claims and gradings."""
    return load_evidence()
