"""What the server has acknowledged is there after `kill -9`, whole and on the trail."""

import http.client
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.web.operations.homes import Home
from tests.web.operations.serving import Browser, server

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

SAVES, HANDS, KILL_AFTER = 200, 4, 60
LETTERS = "abcdefghij"
FORM = {"given_names": "Qqanary", "sex": "unknown", "language": "de"}


def names() -> Iterator[str]:
    """Yield family names that no test of duplicates takes for each other."""
    for number in range(SAVES):
        yield "Zy" + "".join(LETTERS[int(digit)] * 3 for digit in f"{number:03}")


class Saving:
    """Four hands that fill in the form of a new patient, again and again."""

    def __init__(self, port: int) -> None:
        self.acknowledged: list[str] = []
        self.enough = threading.Event()
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
        if len(self.acknowledged) >= KILL_AFTER:
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


def test_killed_server_has_lost_nothing_it_acknowledged(home: Home) -> None:
    wanted = list(names())
    with server(home) as first, ThreadPoolExecutor(HANDS) as pool:
        saving = Saving(first.port)
        done = pool.submit(lambda: saving.save_all(pool, wanted[: -HANDS * 5]))
        saving.enough.wait(timeout=120)
        first.kill()
        assert not all(done.result())  # it was killed in the middle
    verified = home.run("verify", "--json")
    there, whole = whole_patients(home)

    assert (verified.code, verified.json["findings"]) == (0, [])
    assert (there - whole, set(saving.acknowledged) - there) == (set(), set())

    # And it goes on: the rest is saved by a new server on the same home.
    rest = [name for name in wanted if name not in there]
    with server(home) as second, ThreadPoolExecutor(HANDS) as pool:
        assert all(Saving(second.port).save_all(pool, rest))
        second.stop()
    assert whole_patients(home) == (set(wanted), set(wanted))
    assert home.run("verify").code == 0
