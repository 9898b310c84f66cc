"""What is recorded stays, what is corrected keeps the old belief, and what cannot be told is kept."""

import json
from datetime import date

import pytest
from builders import OPERATOR, a_code, an_event
from sqlalchemy import text

from creditsvc.audit import service as trail
from creditsvc.enterprises import service as enterprises
from creditsvc.events import service
from creditsvc.events.domain import StatusConflict
from creditsvc.events.import_rows import WordsNow
from creditsvc.events.parking import BadCode
from creditsvc.events.service import (
    EventDiffers,
    EventUnchanged,
    ReasonMissing,
    UnknownEvent,
    UnknownParked,
)
from creditsvc.kernel.refusals import Conflict
from creditsvc.kernel.text import name_key

TODAY = date(2026, 11, 20)


@pytest.fixture
def content(runtime):
    words = runtime.part(WordsNow).read()

    def make(**changes):
        raw = json.loads(json.dumps(an_event(**changes)))
        return words.parse(raw, strict_code=False, today=TODAY).content

    return make


@pytest.fixture
def do(runtime):
    """One act with one call in it."""

    def run(verb, *args, **kwargs):
        with runtime.work.act(OPERATOR) as act:
            return verb(act, *args, **kwargs)

    return run


def count(runtime, table):
    with runtime.work.read() as session:
        return session.scalar(text(f"SELECT count(*) FROM {table}"))


def test_the_same_content_again_is_the_same_event(runtime, do, content):
    first = do(service.record, content())
    again = do(service.record, content())
    assert (first.created, again.created) == (True, False)
    assert first.version == again.version
    assert count(runtime, "event_versions") == 1


def test_other_content_is_refused_and_both_digests_are_named(do, content):
    do(service.record, content())
    with pytest.raises(EventDiffers) as caught:
        do(service.record, content(region="620103"))
    assert caught.value.facts["recorded_digest"] == content().digest()
    assert caught.value.facts["sent_digest"] == content(region="620103").digest()
    assert content().digest() in str(caught.value)


def test_two_sources_may_use_one_reference(runtime, do, content):
    do(service.record, content())
    do(service.record, content(source="other"))
    assert count(runtime, "event_keys") == 2


def test_many_at_once_answer_in_their_order(runtime, do, content):
    do(service.record, content(source_ref="known"))
    answers = do(
        service.record_many,
        [
            content(source_ref="new", uscc=a_code(2)),
            content(source_ref="known"),
            content(source_ref="known", region="620103"),
            content(source_ref="new", uscc=a_code(2)),
            content(source_ref="new", uscc=a_code(3)),
            content(source_ref="newer", uscc=a_code(2), name="虚构乙"),
        ],
    )
    told = [a.created if not isinstance(a, EventDiffers) else "differs" for a in answers]
    assert told == [True, False, "differs", False, "differs", True]
    assert count(runtime, "event_versions") == 3
    assert count(runtime, "enterprises") == 2


def test_one_and_many_leave_the_same_record(runtime, do, content):
    contents = [content(source_ref=f"R{n}", uscc=a_code(n // 2 + 1)) for n in range(6)]
    do(service.record_many, contents)
    with runtime.work.read() as session:
        keys = [enterprises.find(session, a_code(n)).id for n in (1, 2, 3)]
        seen = [v.digest for key in keys for v in service.record_of(session, key)]
    assert sorted(seen) == sorted(c.digest() for c in contents)


def test_a_correction_keeps_what_was_believed(runtime, do, content):
    event = do(service.record, content()).version
    new = do(service.correct, event.event_id, content(region="620103"), reason="区划有误")
    with runtime.work.read() as session:
        history = service.history(session, event.event_id)
        then = service.history(session, event.event_id, known_at=event.act_no)
    assert [v.seq for v in history] == [1, 2]
    assert then == [event]
    assert (new.cause, new.reason, new.content["region"]) == ("corrected", "区划有误", "620103")


def test_after_a_correction_the_old_and_the_new_content_are_both_known(do, content):
    event = do(service.record, content()).version
    do(service.correct, event.event_id, content(region="620103"), reason="区划有误")
    for sent in (content(), content(region="620103")):
        again = do(service.record, sent)
        assert not again.created
        assert again.version.seq == 2


def test_a_correction_to_another_enterprise_leaves_the_first_without_it(runtime, do, content):
    event = do(service.record, content()).version
    do(service.correct, event.event_id, content(uscc=a_code(2), name="虚构乙"), reason="认错企业")
    with runtime.work.read() as session:
        first, second = (enterprises.find(session, a_code(n)) for n in (1, 2))
        assert service.record_of(session, first.id) == []
        assert [v.seq for v in service.record_of(session, second.id)] == [2]
        known = service.record_of(session, first.id, known_at=event.act_no)
    assert known == [event]


@pytest.mark.parametrize(
    ("changes", "reason", "refusal"),
    [
        ({}, "更正", EventUnchanged),
        ({"region": "620103"}, " ", ReasonMissing),
        ({"source_ref": "E-9"}, "更正", Conflict),
    ],
)
def test_what_is_no_correction_is_refused(do, content, changes, reason, refusal):
    event = do(service.record, content()).version
    with pytest.raises(refusal):
        do(service.correct, event.event_id, content(**changes), reason=reason)


def test_an_unknown_event_cannot_be_read(runtime, do, content):
    event = do(service.record, content()).version
    with runtime.work.read() as session:
        with pytest.raises(UnknownEvent):
            service.history(session, event.enterprise_id)
        with pytest.raises(UnknownEvent):
            service.history(session, event.event_id, known_at=event.act_no - 1)


def test_regions_are_those_of_the_events_that_tell_one(runtime, do, content):
    made = [
        do(service.record, content(source_ref=ref, region=region)).version.event_id
        for ref, region in (("a", "620100"), ("b", "620500"), ("c", None), ("d", "620100"))
    ]
    with runtime.work.read() as session:
        assert service.regions_of(session, made) == {"620100", "620500"}
        assert service.regions_of(session, map(str, made[2:])) == {"620100"}
        assert service.regions_of(session, []) == frozenset()


def test_a_status_moves_on_a_document_and_only_where_it_can(runtime, do, content):
    event = do(service.record, content()).version.event_id
    paper = {"reason": "复议", "document_no": "虚复议〔2026〕1号"}
    assert do(service.set_status, event, "suspend", **paper).status == "suspended"
    assert do(service.set_status, event, "reinstate", **paper).status == "effective"
    last = do(service.set_status, event, "revoke", **paper)
    assert (last.status, last.document_no, last.content["status"]) == (
        "revoked", "虚复议〔2026〕1号", "revoked",
    )  # fmt: skip
    with pytest.raises(StatusConflict):
        do(service.set_status, event, "suspend", **paper)


def test_an_enterprise_keeps_all_names_it_was_reported_under(runtime, do, content):
    do(service.record, content())
    do(service.record, content(source_ref="E-2", name="虚构甲煤业（集团）有限公司"))
    do(service.record, content(source_ref="E-3", name="虚构甲煤业(集团)有限公司"))
    with runtime.work.read() as session:
        enterprise = enterprises.find(session, a_code(1))
        names = [one.name for one in enterprises.names(session, enterprise.id)]
    assert names == ["虚构甲煤业（集团）有限公司", "虚构甲煤业有限公司"]
    assert enterprise.name == "虚构甲煤业（集团）有限公司"


def test_a_row_is_parked_once(runtime, do, content):
    row = content(uscc=None)
    how = {"field": "/uscc", "reason": "r", "adverse": True}
    assert do(service.park, row, **how)
    assert not do(service.park, row, **how)
    with runtime.work.read() as session:
        assert [p.name for p in service.parked(session)] == [row.name]
        assert service.waits_unresolved(session, [name_key(row.name)])


def test_a_row_about_an_event_on_record_is_not_parked(do, content):
    do(service.record, content())
    with pytest.raises(EventDiffers):
        do(service.park, content(uscc=None), field="/uscc", reason="r", adverse=True)


def parked_id(runtime):
    with runtime.work.read() as session:
        return service.parked(session)[0].id


def test_a_person_says_whom_a_parked_row_concerns(runtime, do, content):
    do(service.park, content(uscc=None), field="/uscc", reason="r", adverse=True)
    version = do(
        service.resolve, parked_id(runtime), uscc=f" {a_code(1).lower()}", reason="查询登记系统"
    )
    assert version.content["uscc"] == a_code(1)
    with runtime.work.read() as session:
        assert service.parked(session) == []
        assert not service.waits_unresolved(session, [name_key(content().name)])
        assert service.waits_unresolved(
            session, [name_key(content().name)], known_at=version.act_no - 1
        )


def test_a_parked_row_may_concern_nobody_here(runtime, do, content):
    do(service.park, content(uscc=None), field="/uscc", reason="r", adverse=True)
    assert do(service.resolve, parked_id(runtime), uscc=None, reason="外省企业") is None
    assert count(runtime, "event_versions") == 0


def test_a_parked_row_is_not_resolved_by_a_wrong_code_or_without_reason(runtime, do, content):
    do(service.park, content(uscc=None), field="/uscc", reason="r", adverse=True)
    key = parked_id(runtime)
    wrong = a_code(1)[:-1] + ("0" if a_code(1)[-1] != "0" else "1")
    with pytest.raises(BadCode):
        do(service.resolve, key, uscc=wrong, reason="r")
    with pytest.raises(ReasonMissing):
        do(service.resolve, key, uscc=a_code(1), reason=" ")
    do(service.resolve, key, uscc=a_code(1), reason="r")
    with pytest.raises(UnknownParked):
        do(service.resolve, key, uscc=a_code(1), reason="r")


def test_a_parked_row_closes_when_its_source_tells_whom_it_means(runtime, do, content):
    do(service.park, content(uscc=None), field="/uscc", reason="r", adverse=True)
    do(service.park, content(uscc=None, source_ref="E-9"), field="/uscc", reason="r", adverse=True)
    do(service.record, content())
    with runtime.work.read() as session:
        assert [p.content["source_ref"] for p in service.parked(session)] == ["E-9"]


def test_completeness_is_told_as_it_was_known(runtime, do):
    do(service.state_complete, "a", date(2026, 9, 30))
    do(service.state_complete, "a", date(2026, 10, 31))
    with runtime.work.read() as session:
        assert service.completeness(session) == {"a": date(2026, 10, 31)}
        assert service.completeness(session, known_at=1) == {"a": date(2026, 9, 30)}


def test_each_verb_leaves_its_line_in_the_trail(runtime, do, content):
    event = do(service.record, content()).version.event_id
    do(service.correct, event, content(region="620103"), reason="区划有误")
    do(service.set_status, event, "revoke", reason="撤销", document_no=None)
    do(service.park, content(uscc=None, source_ref="P"), field="/uscc", reason="r", adverse=True)
    do(service.resolve, parked_id(runtime), uscc=None, reason="r")
    with runtime.work.read() as session:
        verbs = list(
            session.scalars(text("SELECT verb FROM trail WHERE verb LIKE 'event.%' ORDER BY seq"))
        )
        assert trail.verify(session, lambda _: {}) == []
    assert verbs == [
        "event.recorded", "event.corrected", "event.revoked", "event.parked", "event.resolved",
    ]  # fmt: skip


def test_a_refused_act_leaves_nothing(runtime, do, content):
    do(service.record, content())
    before = {t: count(runtime, t) for t in ("acts", "trail", "event_keys", "enterprises")}
    with pytest.raises(EventDiffers):
        do(service.record, content(region="620103"))
    assert {t: count(runtime, t) for t in before} == before
