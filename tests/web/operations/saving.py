"""Hands at the front desk that fill in the form of a new patient, again and again."""

import http.client
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

from tests.web.operations.homes import Home
from tests.web.operations.serving import Browser

SAVES, HANDS = 200, 4
LETTERS = "abcdefghij"
FORM = {"given_names": "Qqanary", "sex": "unknown", "language": "de"}


def names() -> Iterator[str]:
    """Yield family names that no test of duplicates takes for each other."""
    for number in range(SAVES):
        yield "Zy" + "".join(LETTERS[int(digit)] * 3 for digit in f"{number:03}")


class Saving:
    """A person who is signed in, and what the server has acknowledged to them."""

    def __init__(self, port: int, *, enough_after: int = SAVES) -> None:
        self.acknowledged: list[str] = []
        self.enough = threading.Event()
        self._enough_after = enough_after
        self._browser = Browser(port)
        self._browser.sign_in()

    def save(self, name: str) -> bool:
        """Send one form; return whether the server said that it is saved."""
        browser = Browser(self._browser.port, self._browser.cookies)
        try:
            answer = browser.post("/desk/patients/new/", family_name=name, **FORM)
        except (OSError, http.client.HTTPException):
            return False
        if answer.status != http.client.FOUND:
            self.enough.set()
            raise AssertionError(answer)
        self.acknowledged.append(name)
        if len(self.acknowledged) >= self._enough_after:
            self.enough.set()
        return True

    def save_all(self, pool: ThreadPoolExecutor, wanted: list[str]) -> list[bool]:
        return list(pool.map(self.save, wanted))


def whole_patients(home: Home) -> tuple[set[str], set[str]]:
    """Return the family names of all patients, and of those with all that belongs."""
    there = home.rows("SELECT family_name FROM people_patient")
    whole = home.rows(
        "SELECT p.family_name FROM people_patient p"
        " JOIN people_registration r ON r.patient_id = p.id"
        " JOIN audit_event e ON e.patient = p.id"
        " WHERE e.deed = 'people.register_patient'"
    )
    return {name for (name,) in there}, {name for (name,) in whole}
