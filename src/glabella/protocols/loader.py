"""The whole library of protocols, facts and sources, loaded together.

`load` raises if anything is wrong; `load_with_findings` returns what could be read and
all mistakes, for the checker.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

import attrs
import simplejson

from glabella.core.consent import ConsentItem
from glabella.core.errors import Finding, FindingsError, UnknownNameError
from glabella.core.fact_types import Catalogue
from glabella.core.muscles import Muscle
from glabella.core.product import Product
from glabella.core.profile import Profile
from glabella.core.protocol import Criterion, Protocol, Remark
from glabella.core.sources import Source
from glabella.core.tables import Table
from glabella.core.urgent import UrgentRule
from glabella.protocols.catalogue_reader import (
    read_catalogue,
    read_sources,
    read_validities,
)
from glabella.protocols.general_reader import read_consent, read_remarks
from glabella.protocols.muscle_reader import read_muscles
from glabella.protocols.product_reader import read_products, read_profiles
from glabella.protocols.protocol_reader import read_criterion, read_protocol
from glabella.protocols.raw_data import DATA, RawData, read_raw, version_key
from glabella.protocols.urgent_reader import read_urgent

Item = TypeVar("Item")


@attrs.frozen
class Library:
    """Everything the data files say, as core values."""

    sources: dict[str, Source]
    catalogue: Catalogue
    shared_rules: dict[str, Criterion]
    muscles: dict[str, Muscle]
    products: dict[str, Product]
    profiles: dict[str, Profile]
    protocols: dict[str, Protocol]
    urgent: tuple[UrgentRule, ...]
    consent: tuple[ConsentItem, ...]
    remarks: tuple[Remark, ...]
    raw: RawData

    def protocol(self, protocol_id: str) -> Protocol:
        """Return a protocol; raise UnknownNameError for a name that is none."""
        return _known(self.protocols, protocol_id, "protocol")

    def product(self, product_id: str) -> Product:
        """Return a product; raise UnknownNameError for a substance nobody knows."""
        return _known(self.products, product_id, "product")

    def profile(self, profile_id: str) -> Profile:
        """Return a country profile; raise UnknownNameError for a name that is none."""
        return _known(self.profiles, profile_id, "profile")


def _known(items: Mapping[str, Item], name: str, kind: str) -> Item:
    if name not in items:
        raise UnknownNameError(
            f'there is no {kind} "{name}".', mending=f"Use one of {', '.join(items)}."
        )
    return items[name]


def load(folder: Path = DATA) -> Library:
    """Return the library; raise FindingsError with every mistake if there is one."""
    library, findings = load_with_findings(folder)
    if findings:
        raise FindingsError(tuple(findings))
    return library


def load_with_findings(folder: Path = DATA) -> tuple[Library, list[Finding]]:
    """Return what could be read, and every mistake in the data."""
    raw = read_raw(folder)
    findings = list(raw.findings)
    validities = read_validities(raw.files.get("validity.toml", {}), findings)
    catalogue = read_catalogue(raw, validities, findings)
    shared = _shared_rules(raw, catalogue, findings)
    library = Library(
        sources=read_sources(raw, findings),
        catalogue=catalogue,
        shared_rules=shared,
        muscles=read_muscles(raw, findings),
        products=read_products(raw, findings),
        profiles=read_profiles(raw, findings),
        protocols=_protocols(raw, catalogue, shared, findings),
        urgent=read_urgent(raw, catalogue, findings),
        consent=read_consent(raw, findings),
        remarks=read_remarks(raw, findings),
        raw=raw,
    )
    return library, findings


def _shared_rules(
    raw: RawData, catalogue: Catalogue, findings: list[Finding]
) -> dict[str, Criterion]:
    rules: dict[str, Criterion] = {}
    for file, tables in raw.below("rules/"):
        table = Table(tables, file=file, place="file", findings=findings)
        for part in table.tables("criterion"):
            rule = read_criterion(part, catalogue)
            part.done()
            if rule.id in rules:
                part.blame("is a shared rule twice.", "Keep one.")
            rules[rule.id] = rule
        table.done()
    return rules


def _protocols(
    raw: RawData,
    catalogue: Catalogue,
    shared: dict[str, Criterion],
    findings: list[Finding],
) -> dict[str, Protocol]:
    """Return the newest version of each protocol, by id."""
    protocols: dict[str, Protocol] = {}
    every = [each for each in raw.below("conditions/") if _is_protocol(each[0])]
    for file, tables in sorted(every, key=lambda each: version_key(each[0])):
        table = Table(tables, file=file, place="file", findings=findings)
        protocol = read_protocol(
            table, catalogue=catalogue, shared=shared, digest=_digest(raw, file)
        )
        if file.split("/")[1:3] != [protocol.id, protocol.version]:
            table.blame("stands in the wrong folder.", "Use conditions/ID/VERSION/.")
        protocols[protocol.id] = protocol
    return protocols


def _is_protocol(file: str) -> bool:
    return file.endswith("/protocol.toml")


def _digest(raw: RawData, file: str) -> str:
    """Return the hash by which a signed text is known: its file and its shared rules.

    A rule that a protocol takes from rules/ is part of what a clinician signs.
    """
    used = raw.files[file].get("shared_rules")
    names = set(used) if isinstance(used, list) else set()
    parts = [raw.digests[file]]
    for _, tables in raw.below("rules/"):
        rules = tables.get("criterion")
        parts += [
            simplejson.dumps(rule, use_decimal=True, sort_keys=True)
            for rule in (rules if isinstance(rules, list) else [])
            if isinstance(rule, Mapping) and rule.get("id") in names
        ]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()
