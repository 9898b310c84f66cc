"""A rulebook comes into use by two people; then everybody is worked out under it, and no case undone."""

import threading

import pytest
from builders import a_code, an_event, two_major_accidents
from due_process import a_decree, a_person
from rulebook_drafts import a_draft, adopted, stricter, with_another_term, without_rule
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from creditsvc.app import build
from creditsvc.changes import service as changes
from creditsvc.findings import adoption
from creditsvc.findings import service as findings
from creditsvc.findings.adoption import AlreadyProposed, NotSound, SameAdopter, UnknownProposal
from creditsvc.findings.rulebooks import Laws, Rulebook
from creditsvc.proceedings.domain import BasisGone
from creditsvc.worker import Worker, topics

RULE = "WS11-6-2"


def proposed(runtime, directory, who="officer"):
    rulebook = Rulebook.read(directory)
    with runtime.work.act(a_person(who)) as act:
        adoption.propose(act, runtime.part(Laws), rulebook, document_no="虚〔1〕号", reason=None)
    return rulebook.law.digest


def confirm(runtime, digest, who):
    with runtime.work.act(a_person(who)) as act:
        adoption.adopt(act, runtime.part(Laws), digest)


def in_use(runtime):
    with runtime.work.read() as session:
        return runtime.part(Laws).in_use(session).digest


def work(runtime):
    """The worker, until nothing is left to do."""
    worker, stop = Worker(runtime=runtime, topics=topics(runtime)), threading.Event()
    runtime.clock.advance(seconds=1)
    while worker.round(stop):
        runtime.clock.advance(seconds=1)


def test_a_rulebook_is_in_use_from_the_act_after_another_person_adopted_it(runtime, tmp_path):
    digest = proposed(runtime, stricter(tmp_path))
    assert in_use(runtime) == runtime.part(Laws).directory.law.digest
    confirm(runtime, digest[:12], "officer2")
    assert in_use(runtime) == digest


def test_a_process_that_runs_already_notices_an_adoption_by_another(
    runtime, settings, clock, tmp_path
):
    other = build(settings, clock=clock)
    digest = adopted(other, stricter(tmp_path))
    other.work.engine.dispose()
    assert in_use(runtime) == digest
    with runtime.work.act(a_person("clerk")) as act:
        assert runtime.part(Laws).in_use(act.session).digest == digest


def test_who_proposed_a_rulebook_may_not_adopt_it(runtime, tmp_path):
    digest = proposed(runtime, stricter(tmp_path))
    with pytest.raises(SameAdopter):
        confirm(runtime, digest, "officer")
    assert in_use(runtime) != digest


def test_what_is_withdrawn_can_no_longer_be_adopted_but_proposed_anew(runtime, tmp_path):
    draft = stricter(tmp_path)
    digest = proposed(runtime, draft)
    with pytest.raises(AlreadyProposed):
        proposed(runtime, draft, "officer2")
    with runtime.work.act(a_person("officer3")) as act:
        adoption.withdraw(act, digest, "未经集体讨论")
    with pytest.raises(UnknownProposal):
        confirm(runtime, digest, "officer2")
    proposed(runtime, draft, "officer2")
    confirm(runtime, digest, "officer")
    assert in_use(runtime) == digest
    with pytest.raises(AlreadyProposed, match="is in use"):
        proposed(runtime, draft)


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (("kinds.yaml", "  honour.liability_insurance:", "  honour.insured:"), "insurance"),
        (
            ("instruments/regulation493.yaml", "  id: regulation493\n", "  id: other\n"),
            "regulation493",
        ),
    ],
    ids=["a kind", "an instrument"],
)
def test_a_rulebook_that_drops_a_word_the_record_may_bear_is_refused(
    runtime, tmp_path, change, says
):
    draft = a_draft(tmp_path, change)
    with pytest.raises(NotSound) as refusal:
        proposed(runtime, draft)
    assert any(f"{says}” is gone" in one.en for one in refusal.value.errors)


def test_a_rulebook_that_lint_complains_of_is_refused_line_by_line(runtime, tmp_path):
    draft = a_draft(
        tmp_path, ("procedures.yaml", "\nserious_dishonesty.reply:", "\nnobodys.reply:")
    )
    with pytest.raises(NotSound) as refusal:
        proposed(runtime, draft)
    assert any(one.pointer.startswith("instruments/order11.yaml:") for one in refusal.value.errors)


OUTCOME = {"outcome": "adopted", "by": "user:officer2", "proposed_by": "user:officer"}


@pytest.mark.parametrize(
    "changes_",
    [
        {"by": "user:officer"},
        {"by": " "},
        {"proposed_by": "user:nobody"},
        {"digest": "0" * 64},
        {"outcome": "decreed"},
    ],
    ids=["the proposer", "nobody", "another's name for the proposer", "another rulebook", "else"],
)
def test_the_database_takes_an_adoption_by_a_second_person_only(runtime, tmp_path, changes_):
    digest = proposed(runtime, stricter(tmp_path))
    with runtime.work.read() as session:
        [waiting] = adoption.waiting(session)
        key = session.execute(text("SELECT id FROM rulebook_proposals")).scalar_one()
    row = {"proposal_id": key, "act_no": waiting.act_no, "digest": digest, **OUTCOME, **changes_}
    columns = ", ".join(f'"{name}"' for name in row)
    values = ", ".join(f":{name}" for name in row)
    statement = text(f"INSERT INTO rulebook_outcomes ({columns}) VALUES ({values})")
    with pytest.raises(IntegrityError), runtime.work.engine.begin() as connection:
        connection.execute(statement, row)
    with runtime.work.engine.begin() as connection:
        connection.execute(statement, {**row, "digest": digest, **OUTCOME})
    with pytest.raises(DBAPIError), runtime.work.engine.begin() as connection:
        connection.execute(statement, {**row, "digest": digest, **OUTCOME, "act_no": 1})


def test_after_an_adoption_everybody_is_worked_out_under_it_once(runtime, office, tmp_path):
    office.two_accidents(1)
    office.record(an_event(uscc=a_code(2), name="虚构乙", source_ref="E-2"))
    digest = adopted(runtime, without_rule(tmp_path))
    work(runtime)
    with runtime.work.read() as session:
        held = findings.held(session, office.key(1))
        stored = session.execute(text("SELECT DISTINCT law_digest FROM credit_snapshots")).scalars()
        assert list(stored) == [digest]
        acts = session.execute(text("SELECT max(no) FROM acts")).scalar_one()
        jobs = session.execute(text("SELECT count(*) FROM outbox WHERE done_at IS NULL"))
        assert jobs.scalar_one() == 0
    assert held[RULE].outcome == "gone"
    with office.act() as act:
        assert changes.tell_again(act, acts, None) is None
        assert len(act.touched) == 0


def test_a_walk_that_was_broken_off_goes_on_where_it_stopped(
    runtime, office, tmp_path, monkeypatch
):
    monkeypatch.setattr(changes, "MOST_KEYS", 2)
    for number in range(1, 6):
        office.record(an_event(uscc=a_code(number), name=f"虚构{number}", source_ref=f"E-{number}"))
    digest = adopted(runtime, stricter(tmp_path))
    runtime.clock.advance(seconds=1)
    worker = Worker(runtime=runtime, topics=topics(runtime))
    while worker.one_job():  # what an entry left for the portal comes first
        pass
    with runtime.work.engine.begin() as connection:  # as if it had died before it said so
        connection.execute(text("UPDATE outbox SET done_at = NULL, lease = NULL"))
    work(runtime)
    with runtime.work.read() as session:
        rows = session.execute(text("SELECT law_digest FROM credit_snapshots")).scalars()
        assert list(rows) == [digest] * 5
        walked = session.execute(
            text(
                "SELECT enterprise_id, count(*) FROM findings GROUP BY enterprise_id, act_no, rule"
            )
        )
        assert {row[1] for row in walked} <= {1}


@pytest.mark.parametrize("draft", [without_rule, stricter, with_another_term])
def test_a_rulebook_adopted_later_leaves_what_is_decided_as_it_is(runtime, office, tmp_path, draft):
    first, _ = office.two_accidents()
    entry = office.listed(first.enterprise_id)
    before = office.position(first.enterprise_id)
    adopted(runtime, draft(tmp_path))
    work(runtime)
    after = office.position(first.enterprise_id)
    assert (after.status, after.entries) == (before.status, before.entries)
    assert office.entry(entry) == office.entry(before.entries[0])
    assert office.entry(entry).last_day == entry.last_day
    office.status(first, "revoke")
    office.clock.advance(minutes=1)
    assert office.position(first.enterprise_id).status == "not_listed"
    assert office.entry(entry).end.reason == "annulled"


@pytest.mark.parametrize("draft", [without_rule, stricter, with_another_term])
def test_a_case_decided_before_an_adoption_is_concluded_as_decided(
    runtime, office, tmp_path, draft
):
    first, _ = office.two_accidents()
    case = office.decided(first.enterprise_id)
    adopted(runtime, draft(tmp_path))
    work(runtime)
    entry = office.conclude(office.case(case))
    assert entry.ground["law_digest"] == runtime.part(Laws).directory.law.digest
    assert (entry.last_day.year - entry.starts_on.year) == 3


@pytest.mark.parametrize("draft", [without_rule, stricter, with_another_term])
def test_a_case_not_yet_decided_falls_with_the_rule_it_rests_on(runtime, office, tmp_path, draft):
    first, _ = office.two_accidents()
    case = office.noticed(first.enterprise_id)
    adopted(runtime, draft(tmp_path))
    office.clock.advance(days=15)
    with pytest.raises(BasisGone):
        office.decide(case)
    work(runtime)
    assert office.case(case).stage == "dropped"


def test_a_case_the_new_rulebook_bears_is_decided_under_it(runtime, office, tmp_path):
    first, _ = office.two_accidents()
    case = office.noticed(first.enterprise_id)
    title = ("instruments/order11.yaml", "two major accidents within", "two major accidents in")
    digest = adopted(runtime, a_draft(tmp_path, title))
    work(runtime)
    office.clock.advance(days=15)
    entry = office.conclude(office.decide(case))
    assert entry.ground["law_digest"] == digest
    adopted(runtime, without_rule(tmp_path))
    work(runtime)
    assert office.entry(entry).end is None


def test_an_entry_made_elsewhere_stays_whatever_becomes_of_its_rule(runtime, office, tmp_path):
    entry = office.entry(office.confirmed(a_decree(rule=RULE)))
    adopted(runtime, without_rule(tmp_path))
    work(runtime)
    assert office.entry(entry) == entry
    office.record(an_event())
    assert office.entry(entry) == entry


def test_what_was_known_at_a_past_act_is_told_under_the_rulebook_of_then(
    runtime, clerk, client, office, tmp_path
):
    clerk.record(*two_major_accidents())
    bank = clerk.partner("credit.read", "assessments.read")
    then = clerk.look_up(a_code(1), bank).json
    digest = adopted(runtime, without_rule(tmp_path))
    now = clerk.look_up(a_code(1), bank).json
    assert (then["law_digest"], now["law_digest"]) == (in_use_first(runtime), digest)
    again = clerk.look_up(a_code(1), bank, known_at=str(then["data_version"])).json
    assert again["law_digest"] == then["law_digest"]
    route = f"/v1/enterprises/{a_code(1)}/assessment"
    rules = [
        [
            one["rule"]
            for one in client.get(route, headers=bank, query_string=query).json["findings"]
        ]
        for query in ({}, {"known_at": str(then["data_version"])})
    ]
    assert RULE not in rules[0]
    assert RULE in rules[1]


def test_a_ready_answer_of_another_rulebook_is_not_handed_out(runtime, clerk, tmp_path):
    clerk.record(an_event())
    bank = clerk.partner("credit.read", "credit.batch")
    before = clerk.look_up(a_code(1), bank)
    digest = adopted(runtime, with_another_term(tmp_path))
    held = {"If-None-Match": before.headers["ETag"]}
    answers = [clerk.look_up(a_code(1), bank), clerk.look_up(a_code(1), bank | held)]
    assert [one.status_code for one in answers] == [200, 200]
    assert {one.json["law_digest"] for one in answers} == {digest}
    assert clerk.look_up(a_code(7), bank).json["law_digest"] == digest
    batch = clerk.client.post(
        "/v1/credit/lookups", json={"identifiers": [a_code(1), a_code(7)]}, headers=bank
    )
    assert {one["law_digest"] for one in batch.json["results"]} == {digest}
    work(runtime)
    ready = clerk.look_up(a_code(1), bank)
    assert ready.json["law_digest"] == digest
    again = {"If-None-Match": ready.headers["ETag"]}
    assert clerk.look_up(a_code(1), bank | again).status_code == 304


def in_use_first(runtime):
    return runtime.part(Laws).directory.law.digest


def test_a_kind_that_a_rulebook_brings_is_taken_from_its_adoption_on(runtime, clerk, tmp_path):
    prize = "  honour.safety_prize: {zh: 安全奖, en: safety prize, polarity: favourable}\n"
    draft = a_draft(
        tmp_path,
        ("kinds.yaml", "  honour.liability_insurance:", f"{prize}  honour.liability_insurance:"),
    )
    event = an_event(kind="honour.safety_prize", facts={}, penalised_on=None)
    who = clerk.person("clerk", "clerk")
    assert clerk.client.post("/v1/events", json=event, headers=who).status_code == 422
    adopted(runtime, draft)
    assert clerk.client.post("/v1/events", json=event, headers=who).status_code == 201
