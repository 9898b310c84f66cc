"""The conditions of 133号 at both sides of every boundary, and against the rule they make up; no database."""

from datetime import date
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from creditsvc.findings.domain import assess
from creditsvc.law.domain import Event
from creditsvc.law.loader import load
from creditsvc.law.reading import RulebookError
from creditsvc.listings.domain import Entry
from creditsvc.redlist.conditions import Known, checked_form, examine
from creditsvc.settings import ROOT

LAW = load(ROOT / "config" / "law")
GRANT = LAW.instruments["redlist133"].grants["redlist"]
PAPERS = {each.id: None for each in GRANT.conditions}
ON = date(2026, 11, 20)
EDGE, PAST = "2023-11-20", "2023-11-19"  # 36 months before ON, and the day before that
BOTH = {"no_new_occupational_disease": True, "no_joint_punishment_elsewhere": True}


def event(kind, occurred="2026-01-05", penalised=None, status="effective", **facts):
    return Event(
        ref=f"{kind} {occurred} {penalised}",
        kind=kind,
        occurred_on=date.fromisoformat(occurred),
        penalised_on=penalised and date.fromisoformat(penalised),
        status=status,
        facts=facts,
    )


COMMITMENT = event("honour.commitment", **BOTH)
CERTIFICATE = event("honour.standardization", level="1", valid_until="2026-11-20")
HONOURS = [COMMITMENT, CERTIFICATE]


def states(*events, papers=PAPERS, adverse=(), on=ON):
    case = assess(LAW, list(events), on).case
    return {one.id: one for one in examine(GRANT, Known(case=case, kinds=LAW.kinds, adverse=adverse), papers)}  # fmt: skip


def lacking(*events, **more):
    return {name: one.state for name, one in states(*events, **more).items() if one.lacking}


def test_a_clean_record_with_its_honours_and_papers_lacks_nothing():
    assert lacking(*HONOURS) == {}
    assert {one.state for one in states(*HONOURS).values()} == {"met", "for_people"}


@pytest.mark.parametrize(
    ("bad", "broken"),
    [
        (event("ws.unlicensed_operation", EDGE), {"no_dishonesty"}),
        (event("ws.unlicensed_operation", PAST), set()),
        (event("fs.penalty", PAST, EDGE), {"no_penalty"}),
        (event("fs.penalty", "2023-11-01", PAST), set()),
        (event("ws.penalty", "2026-01-01", "2026-02-01"), {"no_dishonesty", "no_penalty"}),
        (event("ws.penalty", "2026-01-01", "2026-11-21"), {"no_dishonesty"}),
        (event("ws.accident", EDGE, deaths=1, liable=True), {"no_fatal_accident"}),
        (event("ws.accident", PAST, deaths=1, liable=True), set()),
        (event("ws.accident", EDGE, deaths=0, liable=True), set()),
        (event("ws.accident", EDGE, deaths=1, liable=False), set()),
        (event("ws.accident", PAST, EDGE, deaths=0, liable=True), {"no_penalty"}),
        (event("ws.penalty", "2026-01-01", "2026-02-01", status="revoked"), set()),
    ],
    ids=lambda one: one.ref if isinstance(one, Event) else "",
)  # fmt: skip
def test_bad_conduct_breaks_its_own_conditions_to_the_day(bad, broken):
    found = states(*HONOURS, bad)
    assert {name for name, one in found.items() if one.lacking} == broken
    assert {one.state for one in found.values() if one.lacking} <= {"not_met"}
    assert {one.against for name, one in found.items() if name in broken} <= {(bad.ref,)}


@pytest.mark.parametrize(
    ("honours", "open_ones"),
    [
        ([CERTIFICATE], {"commitment", "no_occupational_disease", "no_joint_punishment"}),
        ([COMMITMENT], {"standardization"}),
        ([COMMITMENT, event("honour.standardization", level="1", valid_until="2026-11-19")], {"standardization"}),
        ([COMMITMENT, event("honour.standardization", level="2", valid_until="2027-11-19")], {"standardization"}),
        ([CERTIFICATE, event("honour.commitment", **{**BOTH, "no_joint_punishment_elsewhere": False})], {"no_joint_punishment"}),
        ([*HONOURS, event("honour.commitment", "2026-02-01", **{**BOTH, "no_new_occupational_disease": False})], {"no_occupational_disease"}),
    ],
    ids=["no-commitment", "no-certificate", "expired-yesterday", "level-two", "punished-elsewhere", "a-later-word"],
)  # fmt: skip
def test_an_honour_that_is_not_on_record_is_named(honours, open_ones):
    found = lacking(*honours)
    assert found == dict.fromkeys(open_ones, "not_met")


def test_what_is_unknown_or_suspended_is_open_and_never_met():
    suspended = event("ws.penalty", "2026-01-01", "2026-02-01", status="suspended")
    assert lacking(*HONOURS, suspended) == {"no_dishonesty": "unknown", "no_penalty": "unknown"}
    unclear = event("ws.accident", "2026-01-01", deaths=1)
    assert lacking(*HONOURS, unclear) == {"no_fatal_accident": "unknown"}
    assert "liable" in states(*HONOURS, unclear)["no_fatal_accident"].missing[0]
    silent = event("honour.commitment")
    assert lacking(CERTIFICATE, silent) == {
        "no_occupational_disease": "unknown",
        "no_joint_punishment": "unknown",
    }


def test_a_paper_is_asked_for_where_the_record_cannot_tell():
    found = lacking(*HONOURS, papers={})
    wanted = {"commitment", "no_dishonesty", "no_occupational_disease", "no_joint_punishment"}
    assert found == dict.fromkeys(wanted, "paper_missing")


def test_who_stands_on_an_adverse_list_is_a_target_of_joint_punishment():
    entry = Entry(
        id=UUID(int=7), decision_id=UUID(int=8), enterprise_id=UUID(int=9), list="fire_serious_dishonesty",
        act_no=1, from_at=None, starts_on=ON, last_day=None, ground={},
    )  # fmt: skip
    found = states(*HONOURS, adverse=[entry])["no_joint_punishment"]
    assert (found.state, found.against) == ("not_met", (str(entry.id),))
    assert "fire_serious_dishonesty" in checked_form(found)["because"]["zh"]


KINDS = st.sampled_from(["ws.penalty", "ws.accident", "fs.accident", "fs.venue_unchecked", "lp.false_report"])  # fmt: skip
DAYS = st.sampled_from(["2023-11-18", PAST, EDGE, "2023-11-21", "2026-11-19", "2026-11-20", "2026-11-21"])  # fmt: skip
FACTS = st.fixed_dictionaries(
    {}, optional={"deaths": st.sampled_from([0, 1]), "liable": st.booleans()}
)


@st.composite
def incidents(draw):
    kind = draw(KINDS)
    facts = draw(FACTS) if kind.endswith("accident") else {}
    status = draw(st.sampled_from(["effective", "suspended", "revoked"]))
    occurred, penalised = draw(DAYS), draw(st.none() | DAYS)
    return event(kind, min(occurred, penalised or occurred), penalised, status, **facts)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(incidents(), max_size=3, unique_by=lambda one: one.ref),
    st.sampled_from([HONOURS, [COMMITMENT], [CERTIFICATE], [CERTIFICATE, event("honour.commitment")]]),
)  # fmt: skip
def test_the_conditions_together_are_the_rule(bad, honours):
    """All met: the rule is met; one not met: it is not; otherwise it is open."""
    events = [*honours, *bad]
    found = [one.state for one in states(*events).values()]
    said = assess(LAW, events, ON).evaluation
    met = any(one.rule == "RL133-2" for one in said.findings)
    open_ = any(one.rule == "RL133-2" for one in said.undetermined)
    assert met == (set(found) <= {"met", "for_people"})
    assert open_ == ("unknown" in found and "not_met" not in found)


@pytest.mark.parametrize(
    ("was", "becomes", "says"),
    [
        ("        paper: {zh: 公开的承诺书, en: the commitment as published}\n", "        paper: {zh: 公开的承诺书}\n", "en"),
        ("id: no_penalty", "id: commitment", "写了两次"),
        ("    renewal: {months: 6, provenance: design}\n", "", "renewal"),
        ("when: {event: {kind: honour.commitment, latest: true}}\n        paper: {zh: 公开的承诺书, en: the commitment as published}", "ends_by_record: true", "如何核对"),
    ],
    ids=["half-a-text", "twice", "no-renewal", "unchecked"],
)  # fmt: skip
def test_a_grant_that_cannot_be_meant_is_refused_with_its_line(was, becomes, says):
    folder = ROOT / "config" / "law"
    files = {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*.yaml")}  # fmt: skip
    name = "instruments/redlist133.yaml"
    assert was in files[name]
    with pytest.raises(RulebookError, match=says) as refused:
        load({**files, name: files[name].replace(was, becomes, 1)})
    assert refused.value.line > 1


def test_a_rulebook_without_grants_is_read_as_before():
    law = load(ROOT / "config" / "law")
    assert all(not law.instruments[name].grants for name in ("order11", "ningxia2018"))
