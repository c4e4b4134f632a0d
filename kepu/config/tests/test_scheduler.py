"""The scheduler does each chore when due, and one that fails stops no other."""

from datetime import timedelta

import pytest

from kepu.config.scheduler import Chore, chores, run_due


def test_a_chore_is_done_when_due_and_not_before() -> None:
    done: list[str] = []
    waiting = [Chore("a", lambda: done.append("a"), timedelta(minutes=1))]
    assert [run_due(waiting, now) for now in (0.0, 59.0, 60.0, 61.0)] == [1, 0, 1, 0]
    assert done == ["a", "a"]


def test_a_chore_that_fails_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    def fail() -> None:
        raise ValueError("broken")

    done: list[str] = []
    waiting = [
        Chore("bad", fail, timedelta(minutes=1)),
        Chore("good", lambda: done.append("good"), timedelta(minutes=1)),
    ]
    run_due(waiting, 0.0)
    assert done == ["good"]
    assert "chore failed: bad" in caplog.text


def test_every_chore_runs_on_an_empty_installation(own_database: None, caplog: pytest.LogCaptureFixture) -> None:
    waiting = chores()
    assert run_due(waiting, 0.0) == len(waiting)
    assert caplog.text == ""
