"""The published schemas are closed, and speak the words of the core."""

from collections.abc import Iterator
from enum import Enum
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from glabella.cli.main import VERBS
from glabella.core.eligibility import Outcome, Verdict
from glabella.core.fact_types import FactType
from glabella.core.facts import Absence
from glabella.core.instruments import Direction, LicenceStatus, WordingState
from glabella.core.plan import PlanStatus
from glabella.core.protocol import Kind, Label, Phase
from glabella.core.response import Decision
from glabella.core.sources import Status
from glabella.core.truth import Truth
from glabella.core.urgent import Urgency
from glabella.interop.notes import NoteKind
from tests.cli.running import schemas


def test_every_verb_and_the_error_have_a_schema() -> None:
    assert set(schemas()) == {*VERBS, "error"}


@pytest.mark.parametrize("verb", [*VERBS, "error"])
def test_a_schema_is_sound_and_named(verb: str) -> None:
    schema = schemas()[verb]

    Draft202012Validator.check_schema(schema)
    named = schema["properties"]["schema"]["const"]
    assert (named, schema["$schema"]) == (
        f"glabella.{verb}/1",
        "https://json-schema.org/draft/2020-12/schema",
    )


@pytest.mark.parametrize("verb", [*VERBS, "error"])
def test_no_object_is_open(verb: str) -> None:
    """A table whose keys are names says at least what its values are."""
    found = [
        part.get("additionalProperties", True) for part in objects(schemas()[verb])
    ]

    assert [each for each in found if each is True] == []


def objects(schema: Any) -> Iterator[dict[str, Any]]:
    if isinstance(schema, dict):
        if schema.get("type") == "object":
            yield schema
        for part in schema.values():
            yield from objects(part)
    elif isinstance(schema, list):
        for part in schema:
            yield from objects(part)


@pytest.mark.parametrize(
    ("verb", "path", "words"),
    [
        ("assess", "$defs/verdict", Verdict),
        ("assess", "$defs/outcome", Outcome),
        ("assess", "$defs/kind", Kind),
        ("assess", "$defs/truth", Truth),
        ("assess", "$defs/phase", Phase),
        ("assess", "$defs/label_status", Label),
        ("assess", "$defs/basis", Status),
        ("assess", "$defs/missing/properties/reason", Absence),
        ("assess", "$defs/urgent/properties/urgency", Urgency),
        ("assess", "$defs/note/properties/kind", NoteKind),
        ("plan", "$defs/status", PlanStatus),
        ("response", "properties/decision", Decision),
        ("score", "properties/direction", Direction),
        ("score", "properties/licence/properties/status", LicenceStatus),
        (
            "score",
            "properties/licence/properties/wording/additionalProperties",
            WordingState,
        ),
        ("facts", "properties/facts/items/properties/type", FactType),
    ],
)
def test_an_enumeration_is_that_of_the_core(
    verb: str, path: str, words: type[Enum]
) -> None:
    part = schemas()[verb]
    for key in path.split("/"):
        part = part[key]

    assert part["enum"] == [word.value for word in words]
