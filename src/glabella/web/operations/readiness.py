"""Whether the database can be used: it answers, is migrated, and its head is sealed."""

from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from glabella.clinic.audit import guards
from glabella.clinic.audit.chain import is_sealed
from glabella.clinic.audit.models import Event, Head
from glabella.core.errors import InputError


def where() -> str:
    """Return what a person calls the database; never its password."""
    settings = connection.settings_dict
    if connection.vendor == "sqlite":
        return str(settings["NAME"])
    return f"PostgreSQL database {settings['NAME']}"


def check_answers() -> None:
    """Ask the database for anything.

    Raises:
        InputError: It does not answer.
    """
    try:
        connection.ensure_connection()
        connection.introspection.table_names()
    except DatabaseError as error:
        raise InputError(
            f"the database does not answer: {str(error).strip()}.",
            where=where(),
            mending="Start it, or correct GLABELLA_DATABASE.",
        ) from error


def pending() -> tuple[str, ...]:
    """Return the migrations that the tables lack, as "app.name"."""
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return tuple(f"{step.app_label}.{step.name}" for step, _ in plan)


def unknown() -> tuple[str, ...]:
    """Return the migrations that the tables have and this program does not know."""
    loader = MigrationExecutor(connection).loader
    known = set(loader.disk_migrations or {})
    return tuple(
        f"{app}.{name}"
        for app, name in sorted(set(loader.applied_migrations) - known)
        if app in loader.migrated_apps
    )


def check_known() -> None:
    """Refuse tables that a newer program has made.

    Raises:
        InputError: This program does not know them.
    """
    if newer := unknown():
        raise InputError(
            f"a newer program has changed the tables: {', '.join(newer)}.",
            where=where(),
            mending="Install that version of Glabella.",
        )


def check_migrated() -> None:
    """Refuse tables that are not those of this program.

    Raises:
        InputError: They are behind, or ahead.
    """
    check_known()
    if behind := pending():
        raise InputError(
            f"the tables are behind the program by {len(behind)} migrations, the "
            f"first of them {behind[0]}.",
            where=where(),
            mending="Make a backup, then type `glabella migrate`.",
        )


def check_sealed() -> None:
    """Refuse a trail whose end is not what the program wrote.

    Only the end is looked at, so that a server starts at once; `glabella verify` reads
    all of it.

    Raises:
        InputError: The head, the last event or a guard is not right.
    """
    head = Head.objects.filter(id=1).first() or Head()
    last = Event.objects.order_by("-sequence").values_list("sequence", "digest").first()
    is_at_end = (head.sequence, head.digest) == (last or (0, ""))
    if is_at_end and is_sealed(head) and not guards.missing(connection):
        return
    raise InputError(
        "the trail is not sealed: somebody has changed it outside the program.",
        where=where(),
        mending="`glabella verify` says what was done. Restore a backup that verifies.",
    )
