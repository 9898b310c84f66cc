"""Several processes on one register: nothing of what they record is missed, and the feed has no gap."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from builders import a_code, an_event, two_major_accidents
from due_process import RULE, Office, office

from creditsvc.changes import service as changes
from creditsvc.findings import service as findings

__all__ = ["office"]
CLERK = Path(__file__).with_name("writing_clerk.py")
ROUNDS = 3


class Hand:
    """A clerk in a process of its own."""

    def __init__(self, settings) -> None:
        places = (settings.database_url, settings.log_url, settings.keys_dir, settings.drop_dir)
        self.process = subprocess.Popen(
            [sys.executable, str(CLERK), *map(str, places)],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def wait_for(self, word: str) -> None:
        assert self.process.stdout is not None
        assert self.process.stdout.readline().strip() == word

    def give(self, *events) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("".join(json.dumps(one) + "\n" for one in events))
        self.process.stdin.flush()

    def close(self) -> int:
        self.process.communicate(timeout=60)
        return self.process.returncode


@pytest.fixture
def sit_down(runtime, settings):
    """So many clerks, ready at their desks."""
    made: list[Hand] = []

    def seated(how_many: int) -> list[Hand]:
        made.extend(Hand(settings) for _ in range(how_many))
        for hand in made:
            hand.wait_for("ready")
        return made

    yield seated
    for hand in made:
        if hand.process.poll() is None:
            hand.process.kill()
        hand.process.communicate()


def test_two_processes_record_one_accident_each_and_the_finding_exists(office: Office, sit_down):
    hands = sit_down(2)
    numbers = range(1, ROUNDS + 1)
    pairs = [two_major_accidents(number, f"虚构{number}号煤业") for number in numbers]
    hands[0].give(*(first for first, _ in pairs))
    hands[1].give(*(second for _, second in pairs))
    assert [hand.close() for hand in hands] == [0, 0]
    for number in numbers:
        with office.runtime.work.read() as session:
            held = findings.held(session, office.key(number))
        assert held[RULE].outcome == "met"
        assert len(held[RULE].body["evidence"]) == 2


def test_a_reader_who_follows_four_writers_misses_no_line(office: Office, sit_down):
    hands = sit_down(4)
    for place, hand in enumerate(hands):
        hand.give(
            *(
                an_event(source_ref=f"E-{place}-{n}", uscc=a_code(place * 100 + n), name=f"虚构{place}-{n}")
                for n in range(1, 11)
            )
        )  # fmt: skip
        assert hand.process.stdin is not None
        hand.process.stdin.close()
        hand.process.stdin = None
    seen, acts, writing = [], [], True
    while writing:
        writing = any(hand.process.poll() is None for hand in hands)
        with office.runtime.work.read() as session:
            lines = changes.after(session, seen[-1] if seen else 0)
        seen += [line.seq for line in lines]
        acts += [line.act_no for line in lines]
    assert [hand.process.returncode for hand in hands] == [0, 0, 0, 0]
    assert seen == list(range(1, 41))
    assert acts == sorted(acts)
