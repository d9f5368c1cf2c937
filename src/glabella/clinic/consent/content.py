"""The whole text of a consent in one language, as plain data that is kept with it.

Nothing here looks at a clock or a database: the same making gives the same text, and
its digest says so.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

import attrs

from glabella.clinic.consent.effects import Effect
from glabella.clinic.consent.making import Making
from glabella.clinic.consent.texts import Block, Lines2, Needs
from glabella.clinic.consent.values import LANGUAGES
from glabella.clinic.practice.knowledge import library, shelf
from glabella.core.protocol import Label, Protocol
from glabella.core.sources import Text

CONDITION = "{condition}"
# The windows of a course that a patient is told of, where a source prints them.
WINDOWS = ("onset", "full_effect", "wear_off")
SOLD_AS = Text(
    "In {country} it is sold as {names}.", "Handelsnamen ({country}): {names}."
)
REACH = Text("You can reach us at {phone}.", "Sie erreichen uns unter {phone}.")
DECIDED = Text(
    "{name} has decided this by name after reading the label.",
    "{name} hat das nach dem Lesen der Fachinformation mit Namen entschieden.",
)
STUDIES = Text("Studies: {labels}", "Studien: {labels}")
UP_TO = Text(
    "In later sessions of this course up to {units} units of {product} in all may be"
    " given, in the same places.",
    "In späteren Sitzungen dieser Behandlung können an denselben Stellen insgesamt bis"
    " zu {units} Einheiten {product} gegeben werden.",
)
RANGE = Text("{low} to {high}", "{low} bis {high}")


def contents(making: Making) -> dict[str, Any]:
    """Return the text in every language, by language."""
    return {language: content_of(making, language) for language in LANGUAGES}


def digest_of(content: Mapping[str, Any]) -> str:
    """Return the SHA-256 of a text, the same for the same words."""
    plain = json.dumps(
        content, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(plain.encode()).hexdigest()


def content_of(making: Making, language: str) -> dict[str, Any]:
    """Return the text in a language: places, sections, questions, sources."""
    writer = _Writer(making, language, Notes())
    sections = [section for section in writer.sections() if section["blocks"]]
    text = making.text
    return {
        "title": text.title.in_language(language),
        "version": text.version,
        "places": writer.places(),
        "total": writer.number(making.scope.total_units),
        "product": making.product,
        "sections": sections,
        "effects": writer.effects(),
        "questions": [
            one.text.in_language(language)
            for one in text.questions
            if any(writer.fits(one.needs, each) for each in making.protocols)
        ],
        "declaration": text.declaration.in_language(language),
        "sources": writer.notes.titles(),
    }


def lines_of(content: Mapping[str, Any]) -> list[str]:
    """Return every sentence that a patient reads, for a measure of reading ease."""
    found: list[str] = []
    for section in content["sections"]:
        for block in section["blocks"]:
            found += [*block["text"], *block["items"], *block["after"]]
    return [*found, content["declaration"]]


@attrs.define
class Notes:
    """The sources of a document, numbered as they first appear."""

    _titles: dict[str, str] = attrs.field(factory=dict)

    def mark(self, key: str, title: str) -> int:
        """Return the number of a source; a new one gets the next."""
        self._titles.setdefault(key, title)
        return list(self._titles).index(key) + 1

    def titles(self) -> list[str]:
        """Return the titles in the order of their numbers."""
        return list(self._titles.values())


@attrs.frozen
class _Writer:
    making: Making
    language: str
    notes: Notes

    def number(self, value: Decimal) -> str:
        said = format(value.normalize() + 0, "f")
        return said.replace(".", ",") if self.language == "de" else said

    def say(self, text: Text) -> str:
        return text.in_language(self.language)

    def fits(self, needs: Needs, protocol: Protocol) -> bool:
        """Return whether a block belongs to a protocol of this plan."""
        label = self.making.labels[protocol.id].status
        groups = set(protocol.consent)
        if label is not Label.ON_LABEL:
            groups.add("off_label_extra")
        regions = {place.group for place in self.making.places}
        return (
            (not needs.protocols or protocol.id in needs.protocols)
            and (not needs.uses or protocol.use in needs.uses)
            and (not needs.labels or label in needs.labels)
            and _meet(needs.groups, groups)
            and _meet(needs.regions, regions)
            and _meet(needs.products, {self.making.product})
        )

    def places(self) -> list[dict[str, Any]]:
        muscles = library().muscles
        return [
            {
                "group": self.say(self.making.text.group(place.group)),
                "points": place.points,
                "units": self.number(place.units),
                "muscles": [
                    self.say(muscles[one].name) if one in muscles else one
                    for one in place.muscles
                ],
            }
            for place in self.making.places
        ]

    def sections(self) -> Iterator[dict[str, Any]]:
        for part, title in self.making.text.parts.items():
            blocks = list(self.clauses()) if part == "clauses" else []
            for block in self.making.text.blocks:
                if block.part == part:
                    blocks += self.printed(block)
            if part == "course":
                blocks += [*self.wider(), *self.windows()]
            yield {"id": part, "title": self.say(title), "blocks": blocks}

    def clauses(self) -> Iterator[dict[str, Any]]:
        for clause in self.making.clauses:
            if clause.language == self.language:
                lines = [one.strip() for one in clause.text.split("\n") if one.strip()]
                yield _plain(clause.title, lines)

    def wider(self) -> Iterator[dict[str, Any]]:
        """Yield how far later sessions may go, where that is more than the plan."""
        most = self.making.up_to
        if most is not None and most > self.making.scope.total_units:
            said = self.say(UP_TO)
            words = {"units": self.number(most), "product": self.making.product}
            yield _plain("", [said.format(**words)])

    def windows(self) -> Iterator[dict[str, Any]]:
        """Yield what sources print on onset and end, one block a condition."""
        for protocol in self.making.protocols:
            lines, marks = [], []
            for window in protocol.windows:
                is_read = not window.basis.is_recalled and window.text is not None
                if window.id in WINDOWS and is_read and window.text:
                    lines.append(self.say(window.text))
                    marks += self.marks(window.basis.sources)
            if lines:
                yield _plain(self.say(protocol.name), lines, sorted(set(marks)))

    def printed(self, block: Block) -> Iterator[dict[str, Any]]:
        fitting = [p for p in self.making.protocols if self.fits(block.needs, p)]
        is_each = any(CONDITION in line for line in block.text.in_language("en"))
        for protocol in fitting if is_each else fitting[:1]:
            yield self.block(block, protocol)

    def block(self, block: Block, protocol: Protocol) -> dict[str, Any]:
        filled = self.filled(block, protocol)
        text = self.lines(block.text, filled)
        marks = self.marks(block.basis.sources)
        for name in block.claims:
            claim = shelf().claim(name)
            text.append(self.say(claim.may_say))
            marks.append(self.claim_mark(name))
        if block.needs.labels and block.part == "status" and CONDITION in str(block):
            marks += self.label_marks(protocol)
            decided = self.making.labels[protocol.id].decided_by
            text += [self.say(DECIDED).format(name=decided)] if decided else []
        return {
            "id": block.id,
            "title": "",
            "tone": block.tone,
            "text": text,
            "items": self.lines(block.items, filled),
            "after": self.lines(block.after, filled),
            "marks": sorted(set(marks)),
        }

    def lines(self, lines: Lines2, filled: Mapping[str, str]) -> list[str]:
        return [
            _fill(line, filled).strip() for line in lines.in_language(self.language)
        ]

    def filled(self, block: Block, protocol: Protocol) -> dict[str, str]:
        country = self.say(library().profile(self.making.profile).name)
        reach = self.making.reach
        return {
            "condition": self.say(protocol.name),
            "country": country,
            "product": self.making.product,
            "brands": self.brands(country),
            "reach": self.say(REACH).format(phone=reach) if reach else "",
            **{name: self.value(path) for name, path in block.values},
        }

    def brands(self, country: str) -> str:
        product = library().product(self.making.product)
        sold = [
            brand.name
            for brand in product.brands
            if self.making.profile in brand.profiles and not brand.basis.is_recalled
        ]
        names = ", ".join(dict.fromkeys(sold))
        return self.say(SOLD_AS).format(country=country, names=names) if names else ""

    def value(self, path: str) -> str:
        """Return a number of the evidence library: "study/kind/id"."""
        return self.number(abs(number_at(path)))

    def marks(self, sources: Iterable[str]) -> list[int]:
        known = library().sources
        return [self.notes.mark(key, known[key].title) for key in sources]

    def label_marks(self, protocol: Protocol) -> list[int]:
        """Return the marks of the label texts, each with the day of the text."""
        found = []
        for statement in self.making.labels[protocol.id].statements:
            pieces = [statement.label, statement.label_date]
            title = ", ".join(one for one in pieces if one)
            if title:
                found.append(self.notes.mark(title, title))
            found += self.marks(statement.basis.sources)
        return found

    def claim_mark(self, name: str) -> int:
        claim = shelf().claim(name)
        labels = ", ".join(shelf().study(one).label for one in claim.studies)
        return self.notes.mark(f"claim {name}", self.say(STUDIES).format(labels=labels))

    def effects(self) -> list[dict[str, Any]]:
        return [
            {
                "name": self.say(effect.name),
                "rate": self.rate(effect),
                "control": self.printed_rate(effect.control),
                "marks": self.marks(effect.sources),
            }
            for effect in self.making.effects
        ]

    def rate(self, effect: Effect) -> str:
        if effect.low is None or effect.high is None:
            return ""
        low, high = self.number(effect.low), self.number(effect.high)
        return low if low == high else self.say(RANGE).format(low=low, high=high)

    def printed_rate(self, printed: str) -> str:
        return printed.replace(".", ",") if self.language == "de" else printed


def number_at(path: str) -> Decimal:
    """Return a number of the evidence library.

    Args:
        path: "study/people/key", "study/estimate/result" or "study/p/result".

    Raises:
        UnknownNameError: If there is no such study.
        LookupError: If it prints no such number, or the number is only recalled.
    """
    study_id, kind, key = path.split("/")
    study = shelf().study(study_id)
    if kind == "people":
        figure = dict(study.people)[key]
        found, basis = figure.value, figure.basis
    else:
        result = study.result(key)
        if result is None or result.estimate is None:
            raise LookupError(path)
        value = result.p if kind == "p" else result.estimate.value
        found, basis = value if value is not None else Decimal("NaN"), result.basis
    if basis.is_recalled or found.is_nan():
        raise LookupError(path)
    return found


def _fill(line: str, filled: Mapping[str, str]) -> str:
    for name, value in filled.items():
        line = line.replace(f"{{{name}}}", value)
    return line


def _plain(
    title: str, lines: list[str], marks: list[int] | None = None
) -> dict[str, Any]:
    return {
        "id": "",
        "title": title,
        "tone": "",
        "text": lines,
        "items": [],
        "after": [],
        "marks": marks or [],
    }


def _meet(wanted: Iterable[str], there: Iterable[str]) -> bool:
    asked = set(wanted)
    return not asked or not asked.isdisjoint(there)
