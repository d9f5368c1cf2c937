"""What the server has acknowledged is there after `kill -9`, whole and on the trail."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.web.operations.homes import Home
from tests.web.operations.saving import HANDS, Saving, names, whole_patients
from tests.web.operations.serving import server

pytestmark = pytest.mark.allow_hosts(["127.0.0.1"])

KILL_AFTER = 60


def test_killed_server_has_lost_nothing_it_acknowledged(home: Home) -> None:
    wanted = list(names())
    with server(home) as first, ThreadPoolExecutor(HANDS) as pool:
        saving = Saving(first.port, enough_after=KILL_AFTER)
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
