"""All facts as a page: by topic, with type, unit, question and life span."""

from collections.abc import Iterable, Iterator

from glabella.core.fact_types import FactDefinition
from glabella.protocols.document import Block, Entries, Entry, Heading, Language
from glabella.protocols.loader import Library


def facts_page(
    library: Library, say: Language, *, names: Iterable[str] | None = None
) -> Iterator[Block]:
    """Yield the facts by topic; all of them unless some are named."""
    definitions = library.catalogue.definitions
    wanted = [definitions[name] for name in (names or definitions)]
    yield Heading(say("Facts", "Angaben"), level=1)
    for topic in dict.fromkeys(definition.topic for definition in wanted):
        yield Heading(topic)
        found = [definition for definition in wanted if definition.topic == topic]
        yield Entries(tuple(_entry(definition, say) for definition in found))


def _entry(definition: FactDefinition, say: Language) -> Entry:
    both = (definition.question.en, definition.question.de)
    first, second = both if say.code == "en" else both[::-1]
    below = [first, second, _validity(definition, say)]
    if definition.derived_from:
        inputs = ", ".join(definition.derived_from)
        below.append(say(f"follows from {inputs}", f"folgt aus {inputs}"))
    return Entry(f"{definition.id}: {_type(definition)}", below=tuple(below))


def _type(definition: FactDefinition) -> str:
    words = [definition.type.value]
    if definition.unit:
        words.append(definition.unit)
    if definition.choices:
        words.append(f"({' | '.join(definition.choices)})")
    if definition.fields:
        fields = (f"{name} {kind.value}" for name, kind in definition.fields.items())
        words.append(f"({', '.join(fields)})")
    limits = [
        f"{sign} {number}"
        for sign, number in (("from", definition.minimum), ("to", definition.maximum))
        if number is not None
    ]
    return " ".join([*words, *limits])


def _validity(definition: FactDefinition, say: Language) -> str:
    days = definition.validity.days
    if days is None:
        return say("counts for life", "gilt auf Dauer")
    if days == 0:
        return say("counts on the same day", "gilt am selben Tag")
    return say(f"counts for {days} days", f"gilt {days} Tage")
