"""What a purpose may see: parts of an answer, by a table; what everybody is told is never kept back."""

import orjson
import pytest
from builders import PURPOSE, a_code
from lookup_house import an_entry, the_log

from creditsvc.kernel.codetables import BadTable
from creditsvc.lookup.purposes import PARTS, Purposes
from creditsvc.settings import ROOT

SCOPES = ("credit.read", "credit.batch", "assessments.read")
ALWAYS = {
    "uscc", "name", "registered", "status", "reasons", "under_objection", "next_change_at",
    "law_digest", "as_of", "data_version", "complete_to", "valid_at", "known_at", "withheld",
    "listings", "suspended_listings",
}  # fmt: skip
MEMBERS = {member for members in PARTS.values() for member in members}


def partner(clerk, purpose, name=None):
    return clerk.partner(
        *SCOPES, purposes=(PURPOSE, "bid", "gossip"), purpose=purpose, name=name or "虚构银行"
    )


@pytest.fixture
def listed(runtime):
    return an_entry(runtime)


def test_each_purpose_sees_its_parts_and_what_is_kept_back_is_named(clerk, listed):
    whole = clerk.look_up(a_code(1), partner(clerk, PURPOSE)).json
    assert set(whole) == ALWAYS | MEMBERS
    assert whole["withheld"] == []
    bid = clerk.look_up(a_code(1), partner(clerk, "bid")).json
    assert bid["withheld"] == ["tier", "records"]
    assert set(bid) == ALWAYS | MEMBERS - {"tier", "tier_reason", "records"}
    other = clerk.look_up(a_code(1), partner(clerk, "gossip")).json
    assert other["withheld"] == ["tier", "bans", "measures", "records"]
    for told in (bid, other):
        assert (told["status"], told["listings"]) == ("listed", whole["listings"])


def test_an_answer_about_nobody_and_a_past_one_keep_back_the_same(clerk, listed):
    headers = partner(clerk, "bid")
    for code, query in ((a_code(7), {}), (a_code(1), {"valid_at": "2026-05-02"})):
        assert clerk.look_up(code, headers, **query).json["withheld"] == ["tier", "records"]


def test_batch_and_receipt_see_what_the_single_answer_sees(clerk, client, listed):
    for purpose in ("bid", PURPOSE):
        headers = partner(clerk, purpose)
        single = clerk.look_up(a_code(1), headers).json
        body = {"identifiers": [a_code(1), a_code(7)]}
        batch = client.post("/v1/credit/lookups", json=body, headers=headers).json["results"]
        varying = {"as_of", "data_version", "complete_to", "valid_at", "known_at"}
        one = {name: value for name, value in single.items() if name not in varying}
        assert {n: v for n, v in batch[0].items() if n not in varying | {"identifier"}} == one
        assert batch[1]["withheld"] == single["withheld"]
        receipt = client.get(f"/v1/credit/{a_code(1)}/receipt", headers=headers)
        assert receipt.status_code == 200
        from base64 import urlsafe_b64decode  # noqa: PLC0415

        told = orjson.loads(urlsafe_b64decode(receipt.text.split(".")[1] + "=="))["answer"]
        assert {n: v for n, v in told.items() if n not in varying} == one


def test_an_assessment_needs_a_purpose_that_sees_it_and_the_refusal_is_logged(
    clerk, client, runtime, listed
):
    path = f"/v1/enterprises/{a_code(1)}/assessment"
    assert client.get(path, headers=partner(clerk, PURPOSE)).status_code == 200
    answer = client.get(path, headers=partner(clerk, "bid"))
    assert (answer.status_code, answer.json["type"]) == (403, "/problems/purpose-too-narrow")
    assert the_log(runtime)[-1]["outcome"] == "refused:purpose-too-narrow"
    officer = clerk.person("officer", "credit_officer")
    assert client.get(path, headers=officer).status_code == 200


def test_another_purpose_or_another_field_is_another_etag(clerk, runtime, listed):
    from builders import OPERATOR  # noqa: PLC0415

    from creditsvc.access import partners  # noqa: PLC0415

    headers = partner(clerk, PURPOSE)
    tag = clerk.look_up(a_code(1), headers).headers["ETag"]
    assert clerk.look_up(a_code(1), headers | {"If-None-Match": tag}).status_code == 304
    assert (
        clerk.look_up(a_code(1), partner(clerk, "bid") | {"If-None-Match": tag}).status_code == 200
    )
    with runtime.work.act(OPERATOR) as act:
        partners.change_contract(act, clerk.partners["虚构银行"], {"field": "insurance"})
    for _ in range(2):  # before and after this process has seen the act
        changed = clerk.look_up(a_code(1), headers | {"If-None-Match": tag})
        assert changed.status_code == 200
    tag = changed.headers["ETag"]
    for _ in range(2):
        assert clerk.look_up(a_code(1), headers | {"If-None-Match": tag}).status_code == 304


def test_the_table_is_read_strictly(tmp_path):
    path, head = tmp_path / "purposes.csv", "code,zh,en,sees,source\n"
    for body in ("loan,贷,loan,tier,x\n", "*,他,o,everything,x\n", "*,a,b,,\n*,a,b,,\n"):
        path.write_text(head + body)
        with pytest.raises(BadTable):
            Purposes.read(path)
    shipped = Purposes.read(ROOT / "config" / "codes" / "purposes.csv")
    assert shipped.view(None, None).withheld == ()
    assert shipped.title("bid") == {"zh": "招标投标", "en": "bidding"}
    assert shipped.title("their own") == {"zh": "their own", "en": "their own"}
