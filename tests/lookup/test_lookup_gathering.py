"""What several threads log at once is written once, whole, and told as written only when it is."""

import sqlite3
import threading
import time

import pytest

from creditsvc.lookup.gathering import BrokenOffError, Gathering


class Disk:
    """A slow place to write to, which can fail."""

    def __init__(self, *, failure=None):
        self.writes = []
        self.failure = failure
        self.begun = threading.Event()
        self.may_end = threading.Event()

    def write(self, rows):
        self.begun.set()
        assert self.may_end.wait(10)
        if self.failure is not None:
            raise self.failure
        self.writes.append(list(rows))


def together(gathering, names):
    """Each name added by a thread of its own while the first is being written; what each was told."""
    told = {}

    def add(name):
        try:
            gathering.add([(name,)])
            told[name] = "durable"
        except Exception as why:  # noqa: BLE001 - the test looks at each
            told[name] = why

    return told, [threading.Thread(target=add, args=(name,)) for name in names]


def run(disk, names):
    gathering = Gathering(disk.write)
    told, threads = together(gathering, names)
    threads[0].start()
    assert disk.begun.wait(10)
    for thread in threads[1:]:
        thread.start()
    until = time.monotonic() + 10
    while len(gathering._waiting) < len(names) - 1 and time.monotonic() < until:
        time.sleep(0.001)
    assert told == {}  # nobody is told before it is written
    disk.may_end.set()
    for thread in threads:
        thread.join(10)
    return told


def test_who_comes_alone_writes_at_once():
    disk = Disk()
    disk.may_end.set()
    gathering = Gathering(disk.write)
    gathering.add([("a",), ("b",)])
    gathering.add([("c",)])
    assert disk.writes == [[("a",), ("b",)], [("c",)]]


def test_all_who_wait_are_written_in_one_go_after_the_write_under_way():
    disk = Disk()
    told = run(disk, "abcd")
    assert set(told.values()) == {"durable"}
    assert disk.writes[0] == [("a",)]
    assert sorted(disk.writes[1]) == [("b",), ("c",), ("d",)]
    assert len(disk.writes) == 2


def test_a_failed_write_is_told_to_everyone_whose_row_was_in_it():
    told = run(Disk(failure=sqlite3.OperationalError("disk full")), "abc")
    assert [str(why) for why in told.values()] == ["disk full"] * 3


def test_a_writer_that_breaks_off_leaves_nobody_believing_that_all_is_written():
    told = run(Disk(failure=ZeroDivisionError()), "abc")
    assert "durable" not in told.values()
    assert {type(why) for why in told.values()} <= {ZeroDivisionError, BrokenOffError}


def test_after_a_failure_the_next_write_is_tried_afresh():
    disk = Disk(failure=sqlite3.OperationalError("disk full"))
    disk.may_end.set()
    gathering = Gathering(disk.write)
    with pytest.raises(sqlite3.OperationalError):
        gathering.add([("a",)])
    disk.failure = None
    gathering.add([("b",)])
    assert disk.writes == [[("b",)]]
