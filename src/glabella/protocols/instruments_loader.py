"""All instruments, their sources and the licence register, or all findings.

`instruments/` holds one TOML file for each instrument and `register.toml`;
`instruments/wording/` the holders' text, one file for each instrument and language.
Data with findings is not used at all.
"""

from collections.abc import Mapping
from pathlib import Path

import attrs

from glabella.core.errors import Finding, FindingsError, UnknownNameError
from glabella.core.instruments import (
    Instrument,
    LanguageRecord,
    Licence,
    LicenceStatus,
    Wording,
    WordingState,
)
from glabella.core.sources import Source
from glabella.core.tables import Table
from glabella.protocols.catalogue_reader import read_sources
from glabella.protocols.instruments_check import (
    LANGUAGES,
    content_findings,
    licence_findings,
)
from glabella.protocols.instruments_reader import read_instrument, read_wording
from glabella.protocols.raw_data import DATA, RawData, read_raw

INSTRUMENTS = "instruments/"
REGISTER = INSTRUMENTS + "register.toml"
WORDING = INSTRUMENTS + "wording/"


@attrs.frozen
class InstrumentLibrary:
    """Instruments by id, what the holders permit, and where the figures were read."""

    instruments: Mapping[str, Instrument]
    licences: Mapping[str, Licence]
    sources: Mapping[str, Source]

    def instrument(self, instrument_id: str) -> Instrument:
        """Return an instrument.

        Raises:
            UnknownNameError: If there is no instrument of that id.
        """
        found = self.instruments.get(instrument_id)
        if found is None:
            raise UnknownNameError(
                f'there is no instrument "{instrument_id}".',
                mending="The instruments are: " + ", ".join(self.instruments) + ".",
            )
        return found


def load_instruments(folder: Path = DATA) -> InstrumentLibrary:
    """Return the instruments of a data folder, by default those of the package.

    Raises:
        FindingsError: With every mistake in the instruments, register and sources.
    """
    library, findings = read_instruments(read_raw(folder))
    if findings:
        raise FindingsError(tuple(findings))
    return library


def read_instruments(raw: RawData) -> tuple[InstrumentLibrary, list[Finding]]:
    """Return what could be read, and every finding."""
    findings = list(raw.findings)
    sources = read_sources(raw, findings)
    licences = _read_register(raw, findings)
    instruments: dict[str, Instrument] = {}
    for file, values in raw.below(INSTRUMENTS):
        if file == REGISTER or file.startswith(WORDING):
            continue
        name = file.removeprefix(INSTRUMENTS).removesuffix(".toml")
        table = Table(values, file=file, place="file", findings=findings)
        texts = _wordings(raw, name, findings=findings)
        instrument = read_instrument(table, wordings=texts)
        instruments[instrument.id] = instrument
        if instrument.id != name:
            table.blame(f'has the id "{instrument.id}".', "Name the file after it.")
        findings += content_findings(instrument, sources, file=file)
        licence = licences.get(instrument.id)
        findings += licence_findings(instrument, licence, file=file)
    findings += _strays(raw, instruments)
    findings += [
        Finding(REGISTER, name, "has no instrument.", "Remove it, or add its file.")
        for name in licences
        if name not in instruments
    ]
    return InstrumentLibrary(instruments, licences, sources), findings


def _wordings(
    raw: RawData, name: str, *, findings: list[Finding]
) -> tuple[Wording, ...]:
    """Return the texts of an instrument, by language."""
    found = []
    for language in LANGUAGES:
        file = f"{WORDING}{name}.{language}.toml"
        if file in raw.files:
            values = raw.files[file]
            table = Table(values, file=file, place="file", findings=findings)
            found.append(read_wording(language, table))
    return tuple(found)


def _strays(raw: RawData, instruments: Mapping[str, Instrument]) -> list[Finding]:
    """Return texts that belong to no instrument or language: they would be lost."""
    known = {
        f"{WORDING}{name}.{lang}.toml" for name in instruments for lang in LANGUAGES
    }
    return [
        Finding(file, "file", "belongs to no instrument.", "Name it ID.LANGUAGE.toml.")
        for file, _ in raw.below(WORDING)
        if file not in known
    ]


def _read_register(raw: RawData, findings: list[Finding]) -> dict[str, Licence]:
    """Return what the holders permit, by instrument."""
    register = raw.files.get(REGISTER, {})
    file = Table(register, file=REGISTER, place="file", findings=findings)
    licences = {}
    for name in register:
        row = file.table(name)
        if row is not None:
            licences[name] = _licence(row)
    return licences


def _licence(row: Table) -> Licence:
    licence = Licence(
        holder=row.string("holder"),
        status=row.choice("status", LicenceStatus, LicenceStatus.UNKNOWN),
        redistribution_ok=row.flag("redistribution_ok", default=False),
        electronic_ok=row.flag("electronic_ok", default=False),
        translation_ok=row.flag("translation_ok", default=False),
        languages=_languages(row),
        statement_quote=row.optional_string("statement_quote") or "",
        url=row.optional_string("url") or "",
        retrieved_on=row.optional_string("retrieved_on") or "",
        retrieved_by=row.optional_string("retrieved_by") or "",
        notice=row.optional_string("notice_text") or "",
    )
    row.done()
    return licence


def _languages(row: Table) -> dict[str, LanguageRecord]:
    records = {}
    for language in LANGUAGES:
        table = row.table(language)
        if table is not None:
            state = table.choice("wording", WordingState, WordingState.TOTAL_ONLY)
            reason = table.optional_string("reason") or ""
            records[language] = LanguageRecord(state, reason)
            table.done()
    return records
