"""PostgreSQL, with two differences: a test database can be emptied, and thrown away.

Trail and record refuse to be emptied, as they must; between tests that really commit,
Django has to. And a session that some thread of a browser test has left open must not
keep the database alive when all tests are over.
"""

from collections.abc import Iterable

from django.db.backends.postgresql import base, creation, operations

from glabella.clinic.audit import guards
from glabella.clinic.record import guards as record_guards
from tests.engines.kept import KEPT


class DatabaseOperations(operations.DatabaseOperations):
    def execute_sql_flush(self, sql_list: Iterable[str]) -> None:
        guards.take_down(self.connection)
        record_guards.take_down(self.connection)
        for kept in KEPT.values():
            kept.take_down(self.connection)
        super().execute_sql_flush(sql_list)
        guards.put_up(self.connection)
        record_guards.put_up(self.connection)
        for kept in KEPT.values():
            kept.put_up(self.connection)


class DatabaseCreation(creation.DatabaseCreation):
    def _destroy_test_db(self, test_database_name: str, verbosity: int) -> None:  # noqa: ARG002 named by Django
        name = self.connection.ops.quote_name(test_database_name)
        with self._nodb_cursor() as cursor:  # type: ignore[attr-defined]  # the stubs lack it
            cursor.execute(f"DROP DATABASE {name} WITH (FORCE)")


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
    creation_class = DatabaseCreation
