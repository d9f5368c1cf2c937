"""Reading tables with every mistake reported at once, each with its place.

A `Table` wraps one table of a file.
Each accessor takes a key, checks its type and returns the value or a harmless stand-in
while noting a finding; `done` reports the keys nobody asked for.
A file with findings is never used, so a stand-in never reaches a patient.
"""

from collections.abc import Mapping
from decimal import Decimal
from enum import Enum
from typing import TypeVar

from glabella.core.errors import Finding
from glabella.core.sources import Basis, Status, Text

Choice = TypeVar("Choice", bound=Enum)


class Table:
    """One table of a file: typed access that collects findings."""

    def __init__(
        self,
        values: Mapping[str, object],
        *,
        file: str,
        place: str,
        findings: list[Finding],
    ) -> None:
        """Wrap a table; `place` is how a person finds it in the file."""
        self._values = values
        self._asked: set[str] = set()
        self.file = file
        self.place = place
        self.findings = findings

    def blame(self, law: str, mending: str) -> None:
        """Note a mistake at this table's place."""
        self.findings.append(Finding(self.file, self.place, law, mending))

    def has(self, key: str) -> bool:
        """Return whether the key is there."""
        return key in self._values

    def raw(self, key: str) -> object:
        """Return the value as it stands, or None."""
        self._asked.add(key)
        return self._values.get(key)

    def _typed(self, key: str, wanted: str, *, required: bool) -> object:
        value = self.raw(key)
        if value is None and required:
            self.blame(f'lacks "{key}".', f"Add {key} = {wanted}.")
        return value

    def string(self, key: str, default: str = "") -> str:
        """Return a text; required unless a default is given."""
        value = self._typed(key, '"..."', required=not default)
        if value is None:
            return default
        if isinstance(value, str):
            return value
        self.blame(f'"{key}" is {value!r}, not a text.', "Put it in quotes.")
        return default

    def optional_string(self, key: str) -> str | None:
        """Return a text, or None if the key is absent."""
        return self.string(key, default="-") if self.has(key) else None

    def strings(self, key: str) -> tuple[str, ...]:
        """Return a list of texts; empty if absent."""
        value = self.raw(key)
        if value is None:
            return ()
        if isinstance(value, list) and all(isinstance(item, str) for item in value):
            return tuple(value)
        self.blame(f'"{key}" is {value!r}, not a list of texts.', 'Write ["a", "b"].')
        return ()

    def decimal(self, key: str) -> Decimal:
        """Return a required number, exact."""
        value = self._typed(key, "a number", required=True)
        number = exact_number(value)
        if number is None and value is not None:
            self.blame(f'"{key}" is {value!r}, not a number.', "Write digits only.")
        return Decimal(0) if number is None else number

    def optional_decimal(self, key: str) -> Decimal | None:
        """Return a number, or None if absent."""
        return self.decimal(key) if self.has(key) else None

    def decimals(self, key: str) -> tuple[Decimal, ...]:
        """Return a list of numbers, exact; empty if absent."""
        value = self.raw(key)
        items = value if isinstance(value, list) else []
        numbers = [exact_number(item) for item in items]
        if value is not None and (not items or None in numbers):
            self.blame(f'"{key}" is {value!r}.', "Write a list of numbers.")
        return tuple(number for number in numbers if number is not None)

    def integer(self, key: str) -> int:
        """Return a required whole number."""
        number = self.decimal(key)
        if number != number.to_integral_value():
            self.blame(f'"{key}" is {number}, not whole.', "Write a whole number.")
        return int(number)

    def optional_integer(self, key: str) -> int | None:
        """Return a whole number, or None if absent."""
        return self.integer(key) if self.has(key) else None

    def flag(self, key: str, *, default: bool) -> bool:
        """Return true or false."""
        value = self.raw(key)
        if value is None:
            return default
        if isinstance(value, bool):
            return value
        self.blame(f'"{key}" is {value!r}.', "Write true or false.")
        return default

    def choice(self, key: str, kinds: type[Choice], default: Choice) -> Choice:
        """Return a member of a closed list; `default` stands in after a mistake."""
        value = self._typed(key, '"..."', required=True)
        for member in kinds:
            if member.value == value:
                return member
        if value is not None:
            names = ", ".join(str(member.value) for member in kinds)
            self.blame(f'"{key}" is {value!r}.', f"Use one of {names}.")
        return default

    def text(self, key: str) -> Text:
        """Return a required text in both languages."""
        found = self.optional_text(key)
        if not self.has(key):
            self.blame(f'lacks "{key}".', f'Add {key}.en = "..." and {key}.de = "...".')
        return found or Text("", "")

    def optional_text(self, key: str) -> Text | None:
        """Return a text in both languages, or None if absent."""
        table = self.table(key)
        if table is None:
            return None
        answer = Text(table.string("en"), table.string("de"))
        table.done()
        return answer

    def table(self, key: str) -> "Table | None":
        """Return the table under a key, or None if absent."""
        value = self.raw(key)
        if value is None:
            return None
        if isinstance(value, Mapping):
            return self._inner(value, f"{self.place}.{key}")
        self.blame(f'"{key}" is {value!r}, not a table.', f"Write [{key}].")
        return None

    def tables(self, key: str) -> "list[Table]":
        """Return the tables of a list; each is named by its id where it has one."""
        value = self.raw(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(
            isinstance(v, Mapping) for v in value
        ):
            self.blame(f'"{key}" is no list of tables.', f"Write [[{key}]].")
            return []
        prefix = f"{self.place}.{key}" if self.place != "file" else key
        return [
            self._inner(item, f'{prefix} "{item.get("id", number)}"')
            for number, item in enumerate(value, start=1)
        ]

    def _inner(self, values: Mapping[str, object], place: str) -> "Table":
        return Table(values, file=self.file, place=place, findings=self.findings)

    def basis(self, key: str = "basis") -> Basis:
        """Return where the numbers of this table come from.

        The keys stand in the table: basis, sources, place, confidence, check, note.
        """
        status = self.choice(key, Status, Status.RECALLED)
        answer = Basis(
            status=status,
            sources=self.strings("sources"),
            place=self.optional_string("place"),
            confidence=self.optional_string("confidence"),
            check=self.optional_string("check"),
            note=self.optional_string("note"),
        )
        if status is Status.SEEN and not answer.sources:
            self.blame("is SEEN but names no source.", 'Add sources = ["..."].')
        is_recalled = self.raw(key) == Status.RECALLED.value
        if is_recalled and answer.confidence is None:
            self.blame("is RECALLED without confidence.", "Add confidence and check.")
        return answer

    def values(self, key: str) -> tuple[tuple[str, object], ...]:
        """Return a free table of printed values, as pairs."""
        value = self.raw(key)
        if value is None:
            return ()
        if isinstance(value, Mapping):
            return tuple(value.items())
        self.blame(f'"{key}" is no table.', f"Write {key} = {{ ... }}.")
        return ()

    def origin(self) -> tuple[str, ...]:
        """Return the parts of the clinical fact sheet that the table encodes."""
        if isinstance(self.raw("origin"), str):
            return (self.string("origin"),)
        return self.strings("origin")

    def done(self) -> None:
        """Report keys that nothing reads: a misspelt key must not vanish."""
        for key in self._values:
            if key not in self._asked:
                self.blame(f'has an unknown key "{key}".', "Correct or remove it.")


def named_tables(
    tables: Mapping[str, object], *, file: str, findings: list[Finding]
) -> dict[str, Table]:
    """Return the tables of a file whose keys are ids; anything else is a finding."""
    found = {}
    for key, values in tables.items():
        inner = values if isinstance(values, Mapping) else {}
        table = Table(inner, file=file, place=f"[{key}]", findings=findings)
        if not isinstance(values, Mapping):
            table.blame("is no table.", f"Write [{key}].")
        found[key] = table
    return found


def exact_number(value: object) -> Decimal | None:
    """Return a finite number; TOML also knows nan and inf, which are no doses."""
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        return None
    number = Decimal(value)
    return number if number.is_finite() else None
