"""Broken promises, and findings about data.

A clinical *no* is never an exception: it is a verdict.
Exceptions are for input that cannot be used and for programming mistakes.
A *finding* is a mistake in a data file, reported with its place so that all mistakes
can be mended at once.
"""

import attrs


class GlabellaError(Exception):
    """Any error that Glabella raises on purpose."""


class InputError(GlabellaError):
    """Input from outside that cannot be used.

    Args:
        what: What is wrong, in words.
        where: File, line, field or resource.
        mending: What the person can do about it.
    """

    def __init__(self, what: str, *, where: str = "", mending: str = "") -> None:
        """Keep the three parts apart so that doors can show them as they like."""
        self.what = what
        self.where = where
        self.mending = mending
        super().__init__(self._sentence())

    def _sentence(self) -> str:
        start = f"{self.where}: {self.what}" if self.where else self.what
        return f"{start} {self.mending}" if self.mending else start


class UnknownNameError(InputError):
    """A name that nothing in the data answers to."""


class TruthValueError(GlabellaError, TypeError):
    """A three-valued answer was used where yes-or-no was needed."""


@attrs.frozen(order=True)
class Finding:
    """One mistake in a data file: where it is, which law it breaks, how to mend it."""

    file: str
    place: str
    law: str
    mending: str

    def __str__(self) -> str:
        """Return one line for a terminal."""
        return f"{self.file}, {self.place}: {self.law} {self.mending}"


class FindingsError(GlabellaError):
    """Data that cannot be loaded, with every finding."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        """Carry all findings; the message lists them line by line."""
        self.findings = findings
        super().__init__("\n".join(str(finding) for finding in findings))
