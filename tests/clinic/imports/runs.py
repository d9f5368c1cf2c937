"""Builders: files, and runs that have come so far."""

from typing import Any
from uuid import UUID

import attrs

from glabella.clinic.accounts.models import User
from glabella.clinic.audit.actor import Actor
from glabella.clinic.imports import actions
from glabella.clinic.imports.actions.importing import Choices
from glabella.clinic.imports.models import Run
from glabella.clinic.imports.queries import report_of
from glabella.clinic.imports.report import Report
from glabella.clinic.imports.values import NewRun, Settings
from glabella.clinic.practice.models import Outlet
from tests import world

SYSTEM = "Elsewhere"
Nowhere = tuple[()]


def actor(user: User, place: Outlet) -> Actor:
    return attrs.evolve(world.actor(user, place), purpose="import")


@attrs.frozen
class Desk:
    """Somebody who imports at an outlet."""

    user: User
    place: Outlet

    @property
    def by(self) -> Actor:
        return actor(self.user, self.place)

    @property
    def who(self) -> dict[str, Any]:
        """Who acts, and when, for any deed."""
        return {"by": self.by, "at": world.AT}

    def uploaded(
        self, text: str | bytes, kind: str = "patients", name: str = "a.csv"
    ) -> Run:
        content = text.encode() if isinstance(text, str) else text
        new = NewRun(self.place.id, name, kind, SYSTEM)
        return actions.upload(content, new, by=self.by, at=world.AT)

    def tried(
        self, text: str | bytes, kind: str = "patients", **settings: object
    ) -> Run:
        return self.mapped(self.uploaded(text, kind), **settings)

    def mapped(self, run: Run, **settings: object) -> Run:
        how = Settings(system=SYSTEM, **settings)  # type: ignore[arg-type]  # words of a test
        actions.set_columns(run.id, run.columns, how, by=self.by, at=world.AT)
        return self.again(run)

    @property
    def here(self) -> frozenset[UUID]:
        return frozenset({self.place.id})

    def again(self, run: Run, outlets: frozenset[UUID] | Nowhere | None = ()) -> Run:
        where = self.here if isinstance(outlets, tuple) else outlets
        return actions.try_run(run.id, outlets=where, by=self.by, at=world.AT)

    def imported(
        self,
        run: Run,
        by_line: dict[int, str] | None = None,
        *,
        others: str = "skip",
        outlets: frozenset[UUID] | Nowhere | None = (),
    ) -> Run:
        choices = Choices(by_line=by_line or {}, others=others)
        where = self.here if isinstance(outlets, tuple) else outlets
        return actions.import_run(
            run.id, choices, outlets=where, by=self.by, at=world.AT
        )

    def undone(self, run: UUID) -> None:
        actions.undo_run(run, by=self.by, at=world.AT)


def report(run: Run) -> Report:
    run.refresh_from_db()
    found = report_of(run)
    assert found is not None
    return found


def codes(run: Run) -> list[tuple[int, str, str]]:
    """Return line, column and code of each finding."""
    return [
        (one.line, one.column, one.code)
        for row in report(run).rows
        for one in row.findings
    ]
