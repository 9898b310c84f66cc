"""The portal hears of every entry once, and of its end once, in files that are whole or not there."""

import json
from hashlib import sha256

import pytest
from builders import a_code, two_major_accidents

from creditsvc.changes import service as changes
from creditsvc.db import outbox
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.clock import day_begins, parse_day
from creditsvc.publishing.domain import FIELDS
from creditsvc.worker import Worker, topics


class Never:
    def is_set(self):
        return False

    def wait(self, timeout):
        raise AssertionError(timeout)


@pytest.fixture
def work(runtime, clock):
    """Let the worker do what is due; the files there are then."""
    worker = Worker(runtime=runtime, topics=topics(runtime))

    def now():
        clock.advance(seconds=1)
        worker.round(Never())
        return sorted(runtime.settings.drop_dir.glob("*"))

    return now


def lines(file):
    return [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def listed(clerk, clock):
    events = clerk.record(*two_major_accidents(1))
    return events, clerk.listed(a_code(1), "WS11-6-2", clock)


def test_an_entry_is_sent_with_its_columns_and_without_people(work, listed):
    (file,) = work()
    header, record, trailer = lines(file)
    assert file.name == f"portal-{header['job']:010}.jsonl"
    assert header["format"] == "creditsvc-portal/1"
    assert record["action"] == "entry"
    assert record["listing"] == listed[1]
    assert (record["name"], record["uscc"]) == ("虚构甲煤业有限公司", a_code(1))
    assert (record["decided_on"], record["published_on"], record["last_day"]) == (
        "2026-12-05", "2026-12-05", "2029-12-05",
    )  # fmt: skip
    assert "handler" not in file.read_text()
    assert trailer["record_count"] == 1


def test_the_trailer_shows_whether_the_file_is_whole(work, listed):
    (file,) = work()
    body, trailer = file.read_bytes().rsplit(b"\n", 2)[0] + b"\n", lines(file)[-1]
    assert trailer["sha256"] == sha256(body).hexdigest()


def test_an_annulled_entry_is_taken_back_under_the_names_it_was_sent_with(work, clerk, listed):
    work()
    clerk.status(listed[0][0], "revoke")
    removal = lines(work()[1])[1]
    assert removal["action"] == "removal"
    assert removal["listing"] == listed[1]
    assert removal["reason"] == "annulled"
    assert removal["removed_on"] == "2026-12-05"
    assert removal["uscc"] == a_code(1)


def test_an_entry_that_ends_by_time_alone_is_taken_back_by_the_worker(work, clock, listed, runtime):
    assert len(work()) == 1
    clock.move_to(day_begins(parse_day("2029-12-05")))
    assert len(work()) == 1
    clock.move_to(day_begins(parse_day("2029-12-06")))
    removal = lines(work()[1])[1]
    assert (removal["reason"], removal["removed_on"]) == ("expired", "2029-12-06")
    with runtime.work.read() as session:
        assert changes.next_due(session, clock.now()) is None


def test_nothing_is_sent_twice(work, clerk, listed):
    assert len(work()) == 1
    clerk.record(
        *[event | {"source_ref": event["source_ref"] + "b"} for event in two_major_accidents(1)]
    )
    assert len(work()) == 1


def test_a_job_done_twice_yields_the_same_bytes(work, listed, runtime, clock):
    (file,) = work()
    before = file.read_bytes()
    file.unlink()
    job = outbox.Job(
        number=lines_number(before), act_no=json.loads(before.splitlines()[0])["act"],
        topic="portal.file", payload={"records": [json.loads(before.splitlines()[1])]},
        attempts=2, lease=runtime.work.new_id(),
    )  # fmt: skip
    topics(runtime)["portal.file"](job)
    assert file.read_bytes() == before


def lines_number(body):
    return json.loads(body.splitlines()[0])["job"]


def test_a_full_disk_leaves_the_job_for_later_and_no_half_file(work, listed, runtime, clock):
    runtime.settings.drop_dir.parent.mkdir(exist_ok=True)
    runtime.settings.drop_dir.write_text("a file where the folder should be")
    assert work() == []
    assert outbox.standing(runtime.work.engine, now=clock.now()).waiting == 1
    runtime.settings.drop_dir.unlink()
    clock.advance(seconds=5)
    assert len(work()) == 1


def test_the_day_of_publication_is_told_with_the_listing_itself(clerk, listed):
    body = clerk.look_up(a_code(1), clerk.partner("credit.read")).json
    assert body["listings"][0]["published_on"] == "2026-12-05"


def test_each_policy_names_only_fields_that_are_known(runtime):
    for policy in runtime.part(Laws).directory.law.publications:
        assert set(policy.fields) <= set(FIELDS)
