"""SQLite, with one difference: a test database can be emptied.

Trail and record refuse to be emptied, as they must; between tests that really commit,
Django has to.
"""

from collections.abc import Iterable

from django.db.backends.sqlite3 import base, operations

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


class DatabaseWrapper(base.DatabaseWrapper):
    ops_class = DatabaseOperations
