"""Whose an event is: a machine changes those of its sources, a person those of the remit."""

from dataclasses import replace
from io import BytesIO

import orjson
import pytest
from builders import a_code, an_event
from due_process import a_person, office

from creditsvc.access import people
from creditsvc.access import service as access
from creditsvc.access.domain import ForeignSource, GrantInvalid, OutsideRemit, SourceTaken
from creditsvc.events import importing
from creditsvc.events import service as events
from creditsvc.events.import_rows import WordsNow
from creditsvc.events.importing import Upload
from creditsvc.kernel.caller import Caller

__all__ = ["office"]
OURS = "虚构区应急管理局"


@pytest.fixture
def machine(office):
    """Makes a partner's machine with the sources of its contract; as an actor."""

    def make(*sources):
        with office.act() as act:
            client, _ = access.register_partner(
                act, name="虚构数据中心", scopes=["events.write"], purposes=[], source_names=sources
            )
        return Caller(
            id=f"client:{client.client_id}",
            kind="machine",
            name=client.name,
            scopes=client.scopes,
            roles=frozenset(),
        )

    return make


def record(office, actor, **changes):
    with office.runtime.work.act(actor) as act:
        return events.record(act, office.parsed(an_event(**changes))).version


def revoke(office, actor, version):
    with office.runtime.work.act(actor) as act:
        return events.set_status(act, version.event_id, "revoke", reason="误", document_no=None)


def test_a_machine_reports_and_revokes_under_the_sources_of_its_contract_alone(office, machine):
    mine, other = machine("甲源"), machine("乙源")
    version = record(office, mine, source="甲源")
    for deed in (
        lambda: revoke(office, other, version),
        lambda: record(office, other, source="甲源", source_ref="E-2"),
        lambda: record(office, mine, source="丙源"),  # nobody's, and not in its contract
    ):
        with pytest.raises(ForeignSource) as refused:
            deed()
        assert refused.value.field == "/source"
    assert revoke(office, mine, version).status == "revoked"


def test_a_machine_cannot_end_an_entry_by_revoking_what_somebody_else_reported(office, machine):
    one, _ = office.two_accidents()
    entry = office.listed(one.enterprise_id)
    with pytest.raises(ForeignSource):
        revoke(office, machine(), one)
    changed = office.parsed(an_event(source_ref=one.content["source_ref"], facts={"deaths": 1}))
    with office.runtime.work.act(machine()) as act, pytest.raises(ForeignSource):
        events.correct(act, one.event_id, changed, reason="误")
    assert office.entry(entry).end is None


def test_an_unbound_machine_takes_a_source_by_being_the_first_under_it(office, machine):
    first, second = machine(), machine()
    version = record(office, first, source="新源")
    assert record(office, first, source="新源", source_ref="E-2").seq == 1
    with pytest.raises(ForeignSource):
        record(office, second, source="新源", source_ref="E-3")
    assert revoke(office, first, version).status == "revoked"
    with pytest.raises(SourceTaken), office.act() as act:
        access.set_sources(act, second.id.removeprefix("client:"), ["新源"])


def test_nobody_takes_a_source_that_people_or_waiting_rows_have_used(office, machine):
    office.record(an_event(source="人源"))
    office.park(source="待源", uscc=None)
    for source in ("人源", "待源"):
        with pytest.raises(ForeignSource):
            record(office, machine(), source=source, source_ref="E-9")


def test_a_contract_changed_counts_from_the_next_act(office, machine):
    actor = machine("甲源")
    key = actor.id.removeprefix("client:")
    with office.act() as act:
        access.set_sources(act, key, ["乙源"])
    with pytest.raises(ForeignSource):
        record(office, actor, source="甲源")
    assert record(office, actor, source="乙源").seq == 1
    with pytest.raises(GrantInvalid), office.act() as act:
        access.set_sources(act, key, [" "])


def a_clerk(**remit):
    return replace(a_person("li"), **remit)


@pytest.mark.parametrize(
    ("remit", "may"),
    [
        ({"authority": OURS}, True),
        ({"authority": "别处应急管理局"}, False),
        ({"authority": OURS, "region": "620100"}, True),
        ({"authority": OURS, "region": "620103"}, False),
        ({"region": "62"}, True),
        ({"region": "35"}, False),
        ({}, True),
    ],
)
def test_a_person_moves_the_status_and_corrects_within_the_remit(office, remit, may):
    [version] = office.record(an_event())
    changed = office.parsed(an_event(summary="补充"))

    def correct():
        with office.runtime.work.act(a_clerk(**remit)) as act:
            events.correct(act, version.event_id, changed, reason="补充")

    if may:
        correct()
        assert revoke(office, a_clerk(**remit), version).status == "revoked"
        return
    for deed in (correct, lambda: revoke(office, a_clerk(**remit), version)):
        with pytest.raises(OutsideRemit) as refused:
            deed()
        assert refused.value.need.matter.authority == OURS


def test_an_event_without_region_is_decided_by_the_authority_and_the_trail_says_so(office):
    [version] = office.record(an_event(region=None))
    revoke(office, a_clerk(authority=OURS, region="620103"), version)
    with office.runtime.work.read() as session:
        facts = session.connection().exec_driver_sql(
            "SELECT facts FROM trail WHERE verb = 'remit.untested'"
        )
        assert [row[0] for row in facts] == ['{"bounds":["region"]}']


def test_a_parked_row_is_resolved_within_the_remit(office):
    office.park(uscc=None, source_ref="P-1")
    with office.runtime.work.act(a_clerk(region="35")) as act:
        [row] = events.parked(act.session)
        with pytest.raises(OutsideRemit):
            events.resolve(act, row.id, uscc=a_code(1), reason="查明")
    with office.runtime.work.act(a_clerk(region="6201")) as act:
        assert events.resolve(act, row.id, uscc=a_code(1), reason="查明")


def test_a_region_that_is_none_is_refused_when_a_person_is_added(office):
    with office.act() as act, pytest.raises(GrantInvalid) as refused:
        people.add_user(
            act, username="li.na", name="李", password="correct horse battery", roles=["clerk"],
            region="620",
        )  # fmt: skip
    assert refused.value.field == "region"


def test_rows_of_a_foreign_source_in_a_file_are_rejected_one_by_one(clerk, client, office):
    office.record(an_event(source="人源"))
    who = clerk.partner("events.write", name="虚构数据中心")
    rows = [an_event(source="人源", source_ref="E-2"), an_event(source="自源", source_ref="E-3")]
    body = b"\n".join(orjson.dumps(row) for row in rows)
    answer = client.post("/v1/imports?filename=a.jsonl", data=body, headers=who)
    assert (answer.json["recorded"], answer.json["rejected"]) == (1, 1)


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_an_import_is_read_by_the_client_that_sent_it_and_people_of_its_authority(clerk, client):
    mine, other = (clerk.partner("events.write", name=name) for name in ("虚构甲", "虚构乙"))
    theirs = clerk.person("stranger", "clerk", authority="虚构市应急管理局")

    def sent(who, source, ref):
        body = orjson.dumps(an_event(source=source, source_ref=ref)) + b"\n{}\n"
        return client.post("/v1/imports?filename=a.jsonl", data=body, headers=who).json["rejects"]

    by_machine = sent(mine, "甲源", "E-1")
    by_person = sent(clerk.person("clerk", "clerk"), "人源", "E-2")
    colleague = clerk.person("colleague", "clerk")
    for rejects, who, status, kind in (
        (by_machine, mine, 200, None),
        (by_machine, other, 403, "foreign-import"),
        (by_machine, theirs, 200, None),  # a machine is of no authority
        (by_person, mine, 403, "foreign-import"),
        (by_person, colleague, 200, None),
        (by_person, theirs, 403, "outside-remit"),
    ):
        for path in (rejects, rejects.removesuffix("/rejects")):
            answer = client.get(path, headers=who)
            assert answer.status_code == status, path
            assert kind is None or answer.json["type"].endswith(kind)
    told = client.get(by_person, headers=theirs).json["may"]
    assert (told["authority"], told["people"]) == (OURS, [])


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_machine_goes_on_with_no_import_that_another_began(office, machine, runtime):
    body = b"\n".join(orjson.dumps(an_event(source="甲源", source_ref=f"E-{n}")) for n in range(3))
    words, mine = runtime.part(WordsNow).read(), machine("甲源")

    def run(actor, **more):
        upload = Upload(file=BytesIO(body), name="a.jsonl")
        return importing.run(runtime.work, words, upload, caller=actor, chunk=1, **more)

    def stop(*_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run(mine, progress=stop)
    foreign = run(machine())
    own = run(mine)
    assert (foreign.recorded, foreign.rejected) == (0, 3)
    assert (own.recorded, own.rejected, own.import_id == foreign.import_id) == (3, 0, False)


def test_a_client_reads_the_events_of_its_own_sources_alone_and_people_read_all(clerk, client):
    (others,) = clerk.record(an_event())
    bank = clerk.partner("events.read", "events.write", source_names=["虚构银行报送"])
    sent = client.post("/v1/events", json=an_event(source="虚构银行报送"), headers=bank)
    assert sent.status_code == 201, sent.json
    record = f"/v1/enterprises/{a_code(1)}/events"
    mine = client.get(record, headers=bank).json
    assert [one["id"] for one in mine["events"]] == [sent.json["id"]]
    assert client.get(f"/v1/events/{sent.json['id']}", headers=bank).status_code == 200
    refused = client.get(f"/v1/events/{others}", headers=bank)
    assert (refused.status_code, refused.json["type"]) == (403, "/problems/foreign-event")
    assert "/v1/credit/" in refused.json["detail"]
    person = clerk.person("clerk", "clerk")
    assert client.get(record, headers=person).json["count"] == 2
    assert client.get(f"/v1/events/{others}", headers=person).status_code == 200
