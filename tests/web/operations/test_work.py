"""The worker: each message at most once, whenever and however often it is killed."""

import subprocess
import sys
from collections import Counter

import pytest

from tests.web.operations.halting_worker import HALT
from tests.web.operations.homes import GLABELLA, ROOT, Home
from tests.web.operations.posting import (
    HOST,
    Post,
    mail_server,
    verb,
    worker,
    write_messages,
)

pytestmark = pytest.mark.allow_hosts([HOST])

TO = "canary0@example.org"
MANY = 12


def states(home: Home) -> dict[str, int]:
    return dict(Counter(row[0] for row in home.rows("SELECT state FROM post_message")))


def let_time_pass(home: Home) -> None:
    """Let what is claimed have been claimed long ago."""
    with home.connect() as connection:
        connection.execute(
            "UPDATE post_message SET claimed_at = '2020-01-01 12:00:00+00:00'"
            " WHERE state = 'claimed'"
        )


def kill_at(home: Home, post: Post, where: str) -> None:
    """Kill a worker at a step of its work on one message."""
    post.holds = where == "during the hand-over"
    with worker(home, post, halting=where) as running:
        if post.holds:
            assert post.has_come.wait(timeout=60)
        else:
            running.wait_for(HALT)
        running.kill()
    post.holds = False


@pytest.mark.parametrize(
    ("where", "before", "after", "state"),
    [
        ("before the claim", 0, 1, "handed_over"),
        ("after the claim", 0, 0, "uncertain"),
        ("during the hand-over", 1, 1, "uncertain"),
        ("after the hand-over", 1, 1, "uncertain"),
        ("after the note", 1, 1, "handed_over"),
    ],
)
def test_killed_worker_sends_nothing_twice(
    where: str, before: int, after: int, state: str, home: Home
) -> None:
    write_messages(home, 1)
    with mail_server() as post:
        kill_at(home, post, where)
        arrived = post.arrived.count(TO)
        let_time_pass(home)
        codes = [verb(home, post, "work", "--once").code for _ in range(2)]

    assert (arrived, post.arrived.count(TO)) == (before, after)
    assert (codes, states(home)) == ([0, 0], {state: 1})


def test_queue_that_sends_again_would_be_caught(home: Home) -> None:
    """The control: what a queue does that promises at least once arrives twice."""
    write_messages(home, 1)
    with mail_server() as post:
        kill_at(home, post, "during the hand-over")
        with home.connect() as connection:
            connection.execute("UPDATE post_message SET state = 'waiting'")
        verb(home, post, "work", "--once")

    assert post.arrived == [TO, TO]


def test_two_workers_side_by_side_share_the_work(home: Home) -> None:
    write_messages(home, MANY)
    with mail_server() as post:
        both = [
            subprocess.Popen(  # noqa: S603 our own command line
                [sys.executable, str(GLABELLA), "work", "--once"],
                env={**home.environment, **post.environment},
                cwd=ROOT,
                stdout=subprocess.DEVNULL,
            )
            for _ in range(2)
        ]
        codes = [one.wait(timeout=120) for one in both]

    assert (codes, states(home)) == ([0, 0], {"handed_over": MANY})
    assert sorted(post.arrived) == sorted(f"canary{n}@example.org" for n in range(MANY))


def test_worker_stops_gracefully_and_leaves_its_signs(home: Home) -> None:
    write_messages(home, 1)
    with mail_server() as post, worker(home, post) as running:
        assert post.has_come.wait(timeout=60)
        log = running.stop()

    signs = home.rows("SELECT stopped_at IS NOT NULL, trouble FROM post_worker")
    assert (running.process.returncode, states(home)) == (0, {"handed_over": 1})
    assert [(bool(has_stopped), trouble) for has_stopped, trouble in signs] == [
        (True, "")
    ]
    assert log.splitlines()[-1] == "Stopped."
    assert "canary" not in log


def test_test_message_says_what_came_of_it(home: Home) -> None:
    with mail_server() as post:
        sent = verb(home, post, "mail", TO, "--language", "de")
    refused = home.run("mail", TO, "--outlet", "Zurich")
    nowhere = home.run("mail", TO, "--outlet", "Nowhere")

    assert (sent.code, sent.out) == (
        0,
        "It is handed over. Look whether it arrives.\n",
    )
    assert post.arrived == [TO]
    assert (refused.code, refused.out) == (
        1,
        "It was not handed over (waiting): no mail server answers.\n",
    )
    assert (nowhere.code, nowhere.err.startswith("glabella: Nowhere: there is")) == (
        2,
        True,
    )


def test_gateway_that_is_not_there_is_said_before_anybody_waits(home: Home) -> None:
    with mail_server() as post:
        post_environment = {**home.environment, "GLABELLA_SMS": "no.such.Gateway"}
        result = subprocess.run(  # noqa: S603 our own command line
            [sys.executable, str(GLABELLA), "work", "--once"],
            env=post_environment,
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )

    assert result.returncode == 2
    assert result.stderr == (
        "glabella: GLABELLA_SMS: there is no such gateway: No module named 'no'. Write "
        "the dotted name of a class that is installed, or leave it out.\n"
    )
    assert post.arrived == []
