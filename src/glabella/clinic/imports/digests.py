"""The digest of a row, by which an undo knows whether somebody has touched it since."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db.models import Model

CHUNK = 500


def table(name: str) -> type[Model]:
    """Return a table by its name, such as "people.Patient"."""
    return apps.get_model(name)


def digests_of(name: str, rows: Iterable[UUID]) -> dict[UUID, str]:
    """Return the digest of each row that is there, of all its columns."""
    model = table(name)
    columns = [field.attname for field in model._meta.concrete_fields]
    found: dict[UUID, str] = {}
    for chunk in in_chunks(rows):
        there = model._default_manager.filter(pk__in=chunk).values(*columns)
        found.update((values["id"], _digest(values)) for values in there)
    return found


def _digest(values: Mapping[str, Any]) -> str:
    canonical = json.dumps(values, sort_keys=True, default=str, ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


def in_chunks(rows: Iterable[UUID]) -> Iterator[list[UUID]]:
    """Return keys in pieces that any database takes in one question."""
    keys = list(rows)
    return (keys[i : i + CHUNK] for i in range(0, len(keys), CHUNK))
