"""The page that checks receipts: valid or not, what it says, and of today only what anyone may see."""

import io
from base64 import urlsafe_b64encode
from datetime import UTC, datetime

import pytest
from builders import a_code, two_major_accidents
from lookup_house import an_entry
from proof_house import a_receipt, now, verdict

from creditsvc.lookup.evidence import new_number
from creditsvc.lookup.receipts import TYPE
from creditsvc.lookup.service import Desk
from creditsvc.proofs.domain import since
from creditsvc.signing.service import Keys

PATH = "/public/receipts"


@pytest.fixture
def listed(clerk, runtime):
    """An enterprise on the public list of serious dishonesty; its entry."""
    clerk.record(*two_major_accidents())
    return an_entry(runtime)


def headed(header: str) -> str:
    return f"{urlsafe_b64encode(header.encode()).rstrip(b'=').decode()}.e30.e30"


def pasted(client, receipt: str) -> str:
    answer = client.post(PATH, data={"receipt": receipt}, content_type="multipart/form-data")
    assert answer.status_code == 200
    return answer.text


def test_a_receipt_is_checked_by_its_number_by_its_text_and_by_its_file(clerk, client, listed):
    receipt, number = a_receipt(clerk)
    by_number = client.get(PATH, query_string={"number": number.lower()})
    assert by_number.status_code == 200
    assert by_number.headers["Cache-Control"] == "no-store"
    by_file = client.post(
        PATH, data={"file": (io.BytesIO(receipt.encode() + b"\r\n"), "receipt.jws")}
    ).text
    for page in (by_number.text, pasted(client, f" {receipt}\n"), by_file):
        assert verdict(page) == "收据有效"
        assert "已列入失信名单" in page
        assert number in page
        assert "应急管理部令第11号 第六条第（二）项" in page


def test_the_page_tells_of_today_what_the_public_list_tells(clerk, client, clock, listed):
    receipt, _ = a_receipt(clerk)
    assert "仍在公开名单中，至 <time>2029-05-01</time>" in now(pasted(client, receipt))
    clock.move_to(datetime(2029, 5, 1, 16, 0, tzinfo=UTC))  # midnight in Beijing: its term is over
    page = now(pasted(client, receipt))
    assert "现在不在公开名单中" in page
    assert "expired" not in page  # why it went is not told


def test_what_came_after_is_told_as_far_as_it_is_public(clerk, client, runtime):
    clerk.record(*two_major_accidents())
    receipt, _ = a_receipt(clerk)
    assert "没有本企业在有效期内的条目" in now(pasted(client, receipt))
    an_entry(runtime)
    assert "收据未载，现在公开" in now(pasted(client, receipt))


def test_of_a_list_that_is_not_public_nothing_is_told_whatever_became_of_the_entry():
    entry = {"id": "1", "list": "blacklist", "list_title": {"zh": "“黑名单”", "en": "blacklist"}}
    answer = {"listings": [entry], "suspended_listings": []}
    [told] = since(answer, public={}, lists={"serious_dishonesty"})
    assert (told.word, told.row) == ("not_told", {})
    [told] = since(answer, public={}, lists={"blacklist"})
    assert told.word == "not_shown"


def test_what_is_not_ours_or_was_changed_is_told_as_invalid(clerk, client, runtime):
    receipt, _ = a_receipt(clerk, a_code(7))
    for wrong in (
        "",
        "hello",
        receipt[:-4] + "AAAA",
        receipt.replace(".", "!", 1),
        "\ud800",
        "。" * 50,
        headed(r'{"alg":"ES256","kid":"1","typ":"\ud800"}'),  # half a sign, which no page can show
        headed(r'{"alg":"ES256","kid":"\ud800","typ":"credit-receipt+jwt"}'),
    ):
        page = pasted(client, wrong.encode("utf-8", "replace").decode())
        assert verdict(page) == "收据无效"
        assert 'id="says"' not in page


def test_a_good_signature_under_a_number_never_given_out_is_not_to_be_relied_on(
    clerk, client, runtime
):
    receipt, _ = a_receipt(clerk, a_code(7))
    keys = runtime.part(Keys)
    claims = keys.verify_jws(receipt, TYPE)
    again = keys.sign_jws(claims | {"purpose": "other"}, TYPE)  # the number of another receipt
    for forged in (again, keys.sign_jws(claims | {"jti": "0" * 24}, TYPE)):
        assert verdict(pasted(client, forged)).startswith("不可采信")


def test_other_evidence_of_ours_is_good_and_its_content_is_for_its_holder(client, runtime):
    number, keys = new_number(), runtime.part(Keys)
    other = keys.sign_jws({"jti": number, "secret": "甲"}, "credit-bid+jwt")
    assert verdict(pasted(client, other)).startswith("不可采信")
    runtime.part(Desk).keep(number, "2026-11-20T04:00:00.000000Z", other)
    for page in (pasted(client, other), client.get(PATH, query_string={"number": number}).text):
        assert verdict(page).startswith("证据有效，但不是收据")
        assert "甲" not in page


@pytest.mark.parametrize("number", ["0000-0000-0000-0000-0000", "hello", "' OR 1=1 --"])
def test_a_number_never_given_out_is_not_found(client, number):
    answer = client.get(PATH, query_string={"number": number})
    assert answer.status_code == 404
    assert verdict(answer.text).startswith("没有给出过这个编号")


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_the_empty_page_asks_and_judges_nothing(client):
    page = client.get(PATH)
    assert page.status_code == 200
    assert 'id="verdict"' not in page.text
    assert "default-src 'self'" in page.headers["Content-Security-Policy"]
    assert page.text.count("<label for=") == 3


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_what_a_receipt_says_is_never_read_as_markup(clerk, client, runtime):
    name = "虚构<script>alert(1)</script>公司"
    clerk.record(*two_major_accidents(name=name))
    receipt, _ = a_receipt(clerk)
    page = pasted(client, receipt)
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
