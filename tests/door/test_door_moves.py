"""What a party does in its own case, and that it reaches no other; over HTTP."""

import re
from datetime import date

import pytest
from builders import a_code
from due_process import a_decree
from files import TEXT, a_docx, a_pdf, changed
from knocking import PAGE, problem
from removals import apply

from creditsvc.papers import service as papers
from creditsvc.proceedings import service as proceedings
from creditsvc.proceedings.domain import Document
from creditsvc.repairs import service as repairs


@pytest.fixture
def inside(party):
    """A program inside the first enterprise's case, whose notice was served today."""
    return party.inside(party.case())


def shown(party, inside):
    return party.client.get("/case/matter", headers=inside).json


def test_a_party_reads_its_case_with_facts_articles_and_days(party, inside):
    case = shown(party, inside)
    assert case["enterprise"] == {"name": "虚构甲煤业有限公司", "code": a_code(1)}
    assert case["proceeding"]["stage"] == "noticed"
    assert case["proceeding"]["notice"]["reply_until"] > case["today"]
    assert "第六条" in case["ground"]["article"]
    assert len(case["ground"]["events"]) == 2
    assert case["ground"]["months"] == 36
    assert case["entry"] is None
    assert "user:" not in str(case)


def test_a_reply_with_files_is_a_paper_that_names_each_file(party, inside, runtime):
    files = [("file", "意见.pdf", a_pdf()), ("file", "说明.txt", TEXT)]
    sent = party.send("reply", inside, files, text="事实有误\r\n请复核", contact="虚构电话 000")
    assert sent.status_code == 201, sent.json
    case = shown(party, inside)
    assert (
        case["proceeding"]["replies"][0]["number"] == sent.json["number"] == f"网{case['number']}-1"
    )
    took = party.client.get(f"/case/papers/{sent.json['digest']}", headers=inside)
    assert took.headers["Content-Disposition"].startswith("attachment")
    said = took.data.decode()
    assert "事实有误\n请复核" in said
    assert "联系方式：虚构电话 000" in said
    for each in case["submissions"][0]["files"]:
        assert f"{each['name']}  SHA-256 {each['digest']}" in said
        assert party.client.get(f"/case/papers/{each['digest']}", headers=inside).status_code == 200
        officer = party.client.get(f"/v1/papers/{each['digest']}", headers=party.handler)
        assert officer.status_code == 200
    with runtime.work.read() as session:
        (one,) = proceedings.find(session)
        by = [by for _, move, by, _ in proceedings.moves(session, one.id) if move == "reply"]
    assert by == [f"party:{case['number']}"]


def test_a_late_reply_is_recorded_until_the_decision_and_refused_after_it(party, clock):
    case = party.case()
    inside = party.inside(case)
    clock.advance(days=30)
    inside = party.inside(case)
    assert shown(party, inside)["proceeding"]["notice"]["over"]
    assert party.send("reply", inside, text="迟到的意见").status_code == 201
    party.decided(case)
    inside = party.inside(case)
    assert problem(party.send("reply", inside, text="再说")) == (409, "wrong-stage")
    assert len(shown(party, inside)["submissions"]) == 1  # nothing is left of what was refused


def test_a_hearing_is_asked_for_once_and_in_time(party, inside):
    assert shown(party, inside)["proceeding"]["may_ask_for_hearing"]
    assert party.send("hearing", inside, text="要求听证").status_code == 201
    seen = shown(party, inside)["proceeding"]
    assert seen["hearing"]["requested_on"] == shown(party, inside)["today"]
    assert not seen["may_ask_for_hearing"]
    assert problem(party.send("hearing", inside, text="要求听证")) == (409, "wrong-stage")


def test_two_pages_of_one_case_may_both_send(party):
    browser = party.browser(party.case())
    first, second = (browser.get("/case/matter", headers=PAGE).text for _ in range(2))
    for page in (first, second):
        token = re.search(r'name="form_token" value="(\w+)"', page)[1]
        sent = browser.post("/case/reply", data={"form_token": token, "text": "意见"}, headers=PAGE)
        assert sent.status_code == 303
    assert browser.get("/case/matter", headers=PAGE).text.count("陈述申辩意见") >= 2


def test_a_decision_is_read_only_once_it_was_served(party, clock):
    case = party.case()
    clock.advance(days=15)
    today = str(party.clerk.today())
    body = {"document": {"number": "决1号", "day": today, "digest": "0" * 64}, "authority": "虚构区应急管理局"}  # fmt: skip
    party.review(case)
    assert party.clerk.move(case, "decision", body, party.clerk.person("approver", "approver")).status_code == 200  # fmt: skip
    seen = shown(party, party.inside(case))["proceeding"]
    assert (seen["stage"], seen["decision"]) == ("decided", None)
    served = {"service": {"kind": "mail", "day": today, "reference": "EMS-2"}}
    assert party.clerk.move(case, "conclusion", served, party.handler).status_code == 201
    seen = shown(party, party.inside(case))
    assert seen["proceeding"]["decision"]["number"] == "决1号"
    assert [each["key"] for each in seen["entry"]["remedies"]]


def test_an_objection_is_raised_flagged_at_once_and_taken_back(party, clock):
    case = party.case()
    party.decided(case)
    inside = party.inside(case)
    assert problem(party.send("objection", inside, text="不服", ground="mood")) == (422, "unprocessable-entity")  # fmt: skip
    sent = party.send("objection", inside, [("file", "证.docx", a_docx())], text="事实有误", ground="facts")  # fmt: skip
    assert sent.status_code == 201, sent.json
    clock.advance(seconds=1)
    entry = shown(party, inside)["entry"]
    assert entry["under_objection"]
    (one,) = shown(party, inside)["objections"]
    partner = party.clerk.partner("credit.read")
    answer = party.clerk.look_up(a_code(1), partner).json
    assert "under_objection" in str(answer)
    back = party.send("withdrawal", inside, text="不再坚持", objection=one["id"])
    assert back.status_code == 201, back.json
    clock.advance(seconds=1)
    assert not shown(party, inside)["entry"]["under_objection"]


def test_early_removal_is_applied_for_with_a_proof_for_each_condition(party, office):
    entry = office.confirmed(a_decree(decided_on=date(2025, 3, 3), authority="虚构区应急管理局"))
    inside = party.inside(entry.id, "listings")
    way = shown(party, inside)["entry"]["way"]
    first, *rest = [each["id"] for each in way["proofs"]]
    strange = party.send("application", inside, [("proof.moon", "证.pdf", a_pdf())], text="申请")
    assert problem(strange) == (422, "repair-not-in-order")
    sent = party.send(
        "application", inside, [(f"proof.{first}", "证.pdf", a_pdf())], text="申请移出"
    )
    assert sent.status_code == 201, sent.json
    (one,) = shown(party, inside)["entry"]["applications"]
    assert (one["stage"], one["own"], one["may_supplement"]) == ("received", True, True)
    more = [(f"proof.{name}", f"{name}证.pdf", a_pdf(f"% {name}\n".encode())) for name in rest]
    assert party.send("supplement", inside, more, application=one["id"]).status_code == 201
    officer = party.client.get(f"/v1/repairs/{one['id']}", headers=party.handler).json
    assert set(officer["proofs"]) == {first, *rest}
    assert party.send("withdrawal", inside, text="撤回", application=one["id"]).status_code == 201
    assert shown(party, inside)["entry"]["applications"][0]["stage"] == "withdrawn"


@pytest.mark.parametrize("engine_name", ["sqlite"])  # nothing here depends on the engine
def test_an_answer_is_the_partys_also_where_who_wrote_it_took_the_application(party, office):
    """It came in on paper, and the same clerk answered it: that is no paper of the party's own."""
    entry = office.confirmed(a_decree(decided_on=date(2025, 3, 3), authority="虚构区应急管理局"))
    one = apply(office, entry)
    with office.act("handler") as act:
        kept = papers.keep(act, a_pdf(), "不予受理.pdf", "application/pdf")
        answer = Document(number="驳1号", day=office.today, digest=kept.digest)
        law = office.laws.in_use(act.session)
        repairs.decline(act, law, one.id, one.version, document=answer, reasons="材料不齐")
    inside = party.inside(entry.id, "listings")
    assert [each["number"] for each in shown(party, inside)["papers"]] == ["驳1号"]


def test_a_door_opens_no_other_enterprises_case(party, office, clock):
    mine, theirs = party.case(), party.case(2, "虚构乙矿业有限公司")
    party.decided(theirs)
    inside = party.inside(theirs)
    sent = party.send("objection", inside, [("file", "密.pdf", a_pdf())], text="不服", ground="law")
    other = shown(party, inside)
    objection = other["objections"][0]["id"]
    inside = party.inside(mine)
    for digest in (sent.json["digest"], *(each["digest"] for each in other["papers"])):
        assert problem(party.client.get(f"/case/papers/{digest}", headers=inside)) == (404, "not-in-this-case")  # fmt: skip
    assert party.send("withdrawal", inside, text="x", objection=objection).status_code == 404
    record = other["records"][0]["record"]
    for what, fields in (
        ("application", {"record": record}),
        ("supplement", {"application": record}),
        ("withdrawal", {"application": record}),
    ):
        assert problem(party.send(what, inside, text="x", **fields)) == (404, "not-in-this-case")
    stray = party.send("reply", inside, text="x", proceeding=theirs)
    assert stray.status_code == 422  # a field that nobody asked for
    assert "虚构乙" not in str(shown(party, inside))
    assert shown(party, inside)["submissions"] == []
    paper = party.client.post("/v1/papers", data=TEXT, headers={**party.handler, "Content-Type": "text/plain"}, query_string={"filename": "内.txt"})  # fmt: skip
    assert (
        party.client.get(f"/case/papers/{paper.json['digest']}", headers=inside).status_code == 404
    )


def test_a_party_uses_no_other_room_and_officers_no_door(party, inside):
    assert party.client.get("/v1/proceedings", headers=inside).status_code == 401
    assert party.client.get("/case/matter", headers=party.handler).status_code == 401


def test_hostile_files_are_refused_and_nothing_of_them_is_kept(party, inside):
    for name, content in (
        ("意见.exe", b"MZ"),
        ("意见.pdf", a_pdf(b"4 0 obj\n<< /S /JavaScript /JS (x) >>\nendobj\n")),
        ("意见.docx", changed(a_docx(), **{"word/vbaProject.bin": b"x"})),
        ("意见.pdf.txt", TEXT),
        ("空.txt", b""),
    ):
        refused = party.send("papers", inside, [("file", name, content)], text="材料")
        assert problem(refused) == (422, "paper-refused"), name
    assert shown(party, inside)["submissions"] == []


def test_empty_and_overlong_sendings_are_refused_with_the_mend(party, inside):
    assert problem(party.send("papers", inside)) == (422, "nothing-sent")
    assert problem(party.send("papers", inside, text="一" * 4001)) == (422, "nothing-sent")
    many = [("file", f"{n}.txt", f"{n}".encode()) for n in range(11)]
    assert problem(party.send("papers", inside, many)) == (422, "nothing-sent")
    assert problem(party.send("papers", inside, [("photo", "a.txt", b"a")])) == (
        422,
        "nothing-sent",
    )
    assert problem(party.send("papers", inside, text="a\x00b")) == (422, "paper-refused")


def test_a_forged_form_moves_nothing(party):
    browser = party.browser(party.case())
    page = browser.get("/case/matter", headers=PAGE)
    token = re.search(r'name="form_token" value="(\w+)"', page.text)[1]
    for data, headers in (
        ({"text": "伪造"}, PAGE),
        ({"text": "伪造", "form_token": "0" * 64}, PAGE),
        ({"text": "伪造", "form_token": token}, {**PAGE, "Sec-Fetch-Site": "cross-site"}),
    ):
        assert browser.post("/case/reply", data=data, headers=headers).status_code == 403
    assert "陈述申辩意见" not in browser.get("/case/matter", headers=PAGE).text


def test_a_hearing_asked_for_is_taken_back_and_asked_for_again(party, inside):
    assert not shown(party, inside)["proceeding"]["may_withdraw_hearing"]
    early = party.send("withdrawal", inside, text="不要听证", hearing="true")
    assert early.status_code == 409, early.json
    assert party.send("hearing", inside, text="要求听证").status_code == 201
    assert shown(party, inside)["proceeding"]["may_withdraw_hearing"]
    page = party.client.get("/case/matter", headers=inside | PAGE).text
    assert "撤回听证要求" in page
    back = party.send("withdrawal", inside, text="不要听证", hearing="true")
    assert back.status_code == 201, back.json
    seen = shown(party, inside)["proceeding"]
    assert (seen["hearing"]["withdrawn"], seen["may_withdraw_hearing"]) == (True, False)
    assert seen["may_ask_for_hearing"]
    assert party.send("hearing", inside, text="仍要求听证").status_code == 201


def test_a_record_and_who_it_is_are_contested_before_any_entry(party, inside, clock):
    records = shown(party, inside)["records"]
    for about in (records[0]["record"], "identity"):
        sent = party.send("objection", inside, text="不是本单位", ground="wrong_subject", about=about)  # fmt: skip
        assert sent.status_code == 201, sent.json
    clock.advance(seconds=1)
    found = shown(party, inside)["objections"]
    assert [each["about"]["kind"] for each in found] == ["event", "enterprise"]
    other = party.inside(party.case(2, "虚构乙煤业有限公司"))
    assert shown(party, other)["objections"] == []
    for each in found:
        gone = party.send("withdrawal", other, text="撤回", objection=each["id"])
        assert problem(gone) == (404, "not-in-this-case")
        back = party.send("withdrawal", inside, text="撤回", objection=each["id"])
        assert back.status_code == 201, back.json
    assert {each["stage"] for each in shown(party, inside)["objections"]} == {"withdrawn"}
    for about in ("nothing", "7"):
        assert problem(party.send("objection", inside, text="不服", ground="facts", about=about)) == (404, "not-in-this-case")  # fmt: skip


def test_a_refusal_keeps_what_was_written_and_names_the_field(party, inside):
    refused = party.send("objection", inside | PAGE, text="写了很久的<b>意见</b>", ground="mood")
    assert refused.status_code == 422
    assert "请改正这些栏目：理由" in refused.text
    assert "写了很久的&lt;b&gt;意见&lt;/b&gt;" in refused.text
    assert "/case/matter#objection" in refused.text
