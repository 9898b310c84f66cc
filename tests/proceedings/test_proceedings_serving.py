"""When a paper counts as served: each kind with its proofs, and never before they are there."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from due_process import a_paper, served
from lawbooks import LAW

from creditsvc.law.course import CourseBook
from creditsvc.proceedings.domain import NotInOrder, Service
from creditsvc.proceedings.serving import counted

ON = date(2026, 11, 20)
TODAY = date(2026, 12, 31)
DAY = timedelta(days=1)
PROOFS = {
    "in_person": (),
    "mail": (),
    "left_at_place": ("witnesses",),
    "mail_refused": ("returned",),
    "electronic": ("consent",),
    "by_proxy": ("mandate",),
    "public_notice": ("failed_attempts", "publication"),
}


def a_service(kind: str, *proofs: str, day: date = ON) -> Service:
    return replace(served(ON, kind=kind), proofs={name: a_paper(day, name) for name in proofs})


def test_every_kind_of_the_rulebook_is_tried_here():
    assert set(PROOFS) == set(LAW.course.services)


@pytest.mark.parametrize("kind", PROOFS)
def test_a_service_with_its_proofs_counts(kind):
    found = counted(LAW, a_service(kind, *PROOFS[kind]), today=TODAY)
    assert found.served_on == (date(2026, 12, 20) if kind == "public_notice" else ON)


@pytest.mark.parametrize("kind", [kind for kind, proofs in PROOFS.items() if proofs])
def test_a_service_without_its_proofs_does_not(kind):
    with pytest.raises(NotInOrder) as refused:
        counted(LAW, a_service(kind), today=TODAY)
    assert refused.value.field == "service.proofs"
    assert set(PROOFS[kind]) <= set(refused.value.facts["missing"])


def test_left_at_the_place_a_recording_does_as_well_as_witnesses():
    assert counted(LAW, a_service("left_at_place", "recording"), today=TODAY).served_on == ON


def test_a_public_notice_counts_only_after_other_kinds_failed():
    with pytest.raises(NotInOrder) as refused:
        counted(LAW, a_service("public_notice", "publication"), today=TODAY)
    assert refused.value.facts["missing"] == ["failed_attempts"]


def test_a_public_notice_counts_thirty_days_after_it_was_published():
    published = a_service("public_notice", "failed_attempts", "publication")
    late = replace(published, proofs={**published.proofs, "publication": a_paper(ON + DAY, "公告")})
    assert counted(LAW, late, today=TODAY).served_on == ON + 31 * DAY


@pytest.mark.parametrize(("day", "counts"), [(ON - DAY, ON), (ON, ON), (ON + DAY, ON + DAY)])
def test_no_clock_runs_before_the_proof(day, counts):
    given = a_service("left_at_place", "witnesses", day=day)
    assert counted(LAW, given, today=TODAY).served_on == counts


@pytest.mark.parametrize(("day", "fits"), [(ON, True), (ON + DAY, False)])
def test_a_consent_is_signed_before_the_paper_is_sent(day, fits):
    given = a_service("electronic", "consent", day=day)
    if fits:
        assert counted(LAW, given, today=TODAY).served_on == ON
        return
    with pytest.raises(NotInOrder) as refused:
        counted(LAW, given, today=TODAY)
    assert refused.value.field == "service.proofs.consent.day"


def test_no_proof_is_dated_in_the_future():
    with pytest.raises(NotInOrder):
        counted(LAW, a_service("left_at_place", "recording", day=TODAY + DAY), today=TODAY)


def test_a_proof_that_the_kind_does_not_know_is_named():
    with pytest.raises(NotInOrder) as refused:
        counted(LAW, a_service("mail", "consent"), today=TODAY)
    assert refused.value.field == "service.proofs.consent"


@pytest.mark.parametrize("kind", ["pigeon", ""])
def test_a_kind_that_nobody_knows_is_none(kind):
    with pytest.raises(NotInOrder) as refused:
        counted(LAW, a_service(kind), today=TODAY)
    assert refused.value.field == "service.kind"
    assert "public_notice" in refused.value.en


@pytest.mark.parametrize("kind", ["electronic", "public_notice"])
def test_under_a_rulebook_that_says_nothing_the_receipt_alone_suffices(kind):
    former = replace(LAW, course=CourseBook())
    assert counted(former, a_service(kind), today=TODAY).served_on == ON
    with pytest.raises(NotInOrder):
        counted(former, a_service("mail_refused"), today=TODAY)
