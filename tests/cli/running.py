"""Run a verb as a script would, and read what it printed."""

import json
from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from glabella.cli.arguments import SCHEMAS
from glabella.cli.main import main


class Run(NamedTuple):
    """What a verb gave back."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The document on standard output, its numbers exact, valid by its schema."""
        made = json.loads(self.out, parse_float=Decimal)
        assert problems(json.loads(self.out)) == []
        return made


def program(capsys: pytest.CaptureFixture[str]) -> Callable[..., Run]:
    """Return a function that runs the program with words."""

    def run(*words: object) -> Run:
        code = main([str(word) for word in words])
        out, err = capsys.readouterr()
        return Run(code, out, err)

    return run


@cache
def schemas() -> dict[str, Any]:
    """Return every published schema by its verb."""
    return {
        path.stem: json.loads(path.read_text("utf-8"))
        for path in sorted(SCHEMAS.glob("*.json"))
    }


@cache
def _validator(verb: str) -> Draft202012Validator:
    found = [(one["$id"], Resource.from_contents(one)) for one in schemas().values()]
    registry: Registry[Any] = Registry().with_resources(found)
    return Draft202012Validator(schemas()[verb], registry=registry)


def problems(document: Any) -> list[str]:
    """Return where a document leaves the schema that it names."""
    verb = document["schema"].removeprefix("glabella.").removesuffix("/1")
    return [
        f"{list(error.absolute_path)}: {error.message}"
        for error in _validator(verb).iter_errors(document)
    ]
