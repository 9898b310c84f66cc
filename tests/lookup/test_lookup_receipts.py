"""Receipts: the very answer, signed, numbered, kept and logged; checked offline; no forgery passes."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import timedelta

import pytest
from builders import PURPOSE, Clerk, a_code, an_event
from joserfc import jws
from joserfc.jwk import OctKey
from lookup_house import a_bank, a_parked_row, an_entry, the_log
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from creditsvc.kernel import uscc
from creditsvc.lookup.checking import altered_evidence
from creditsvc.lookup.evidence import new_number, read_number
from creditsvc.lookup.receipts import TYPE, Receipt, checked
from creditsvc.lookup.service import Desk, LogEngine
from creditsvc.signing.service import BadKeys, Keys


@pytest.fixture
def bank(clerk: Clerk) -> dict[str, str]:
    return a_bank(clerk)


def a_receipt(clerk: Clerk, bank: dict[str, str], code: str = a_code(1), **query: str):
    answer = clerk.client.get(f"/v1/credit/{code}/receipt", headers=bank, query_string=query)
    assert answer.status_code == 200, answer.json
    return answer


def part(value: dict) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def claims_in(receipt: str) -> dict:
    middle = receipt.split(".")[1]
    return json.loads(urlsafe_b64decode(middle + "=" * (-len(middle) % 4)))


def test_a_receipt_is_the_answer_of_the_look_up_signed_numbered_kept_and_logged(
    clerk, bank, runtime
):
    clerk.record(an_event())
    an_entry(runtime)
    answer = a_receipt(clerk, bank)
    assert answer.content_type == "application/jose"
    assert answer.headers["Cache-Control"] == "no-store"
    plain = clerk.look_up(a_code(1), bank).json
    told = checked(answer.text, runtime.part(Keys).public_jwks())
    assert told.answer == plain
    assert (told.status, told.purpose, told.uscc) == ("listed", PURPOSE, a_code(1))
    assert told.audience == clerk.partners["虚构银行"]
    assert told.issuer == runtime.settings.base_url
    assert claims_in(answer.text)["law_digests"] == [plain["law_digest"]]
    assert told.number == answer.headers["Evidence-Number"]
    assert runtime.part(Desk).kept(told.number) == answer.text
    row = the_log(runtime)[0]
    assert (row["route"], row["outcome"], row["evidence"]) == (
        "/v1/credit/{uscc}/receipt", "listed", told.number,
    )  # fmt: skip
    assert the_log(runtime)[1]["evidence"] is None


def test_that_nobody_is_listed_is_signed_with_moment_and_version(clerk, bank, runtime):
    told = checked(a_receipt(clerk, bank, a_code(7)).text, runtime.part(Keys).public_jwks())
    assert told.status == "not_listed"
    assert told.statement["zh"] == (
        f"截至北京时间 2026-11-20 12:00:00，按数据版本 {told.data_version}：{a_code(7)}未列入任何在有效期内的失信名单。"
    )
    assert (
        f"under data version {told.data_version} {a_code(7)} is not listed." in told.statement["en"]
    )


def test_that_nothing_can_be_said_is_signed_with_its_reasons(clerk, bank, runtime):
    clerk.record(an_event())
    a_parked_row(runtime)
    told = checked(a_receipt(clerk, bank).text, runtime.part(Keys).public_jwks())
    assert told.status == "cannot_say"
    assert [one["code"] for one in told.answer["reasons"]] == ["unresolved_row"]
    assert "不表示未列入" in told.statement["zh"]


def test_a_receipt_of_the_past_says_which_past(clerk, bank, runtime, clock):
    clerk.record(an_event())
    act = clerk.look_up(a_code(1), bank).json["data_version"]
    clock.advance(days=1)
    answer = a_receipt(clerk, a_bank(clerk), valid_at="2026-11-20", known_at=str(act))
    told = checked(answer.text, runtime.part(Keys).public_jwks())
    assert (told.answer["valid_at"], told.answer["known_at"]) == (
        "2026-11-20T15:59:59.999999Z",
        act,
    )
    assert f"第 {act} 号行为" in told.statement["zh"]
    assert "2026-11-20 23:59:59" in told.statement["zh"]


def test_an_etag_in_hand_gets_a_receipt_all_the_same(clerk, bank):
    etag = clerk.look_up(a_code(7), bank).headers["ETag"]
    assert a_receipt(clerk, bank | {"If-None-Match": etag}, a_code(7)).text.count(".") == 2


@pytest.mark.parametrize(
    ("changed", "refused"),
    [
        ({"Purpose": ""}, (400, "purpose-missing")),
        ({"Purpose": "other"}, (403, "purpose-not-agreed")),
        ({"code": a_code(1)[:-1] + "?"}, (422, "wrong-code")),
    ],
)
def test_what_a_look_up_refuses_a_receipt_refuses_and_the_log_has_it(
    clerk, bank, runtime, changed, refused
):
    code, (status, kind) = changed.get("code", a_code(1)), refused
    headers = bank | {name: text for name, text in changed.items() if name != "code"}
    answer = clerk.client.get(f"/v1/credit/{code}/receipt", headers=headers)
    assert (answer.status_code, answer.json["type"]) == (status, f"/problems/{kind}")
    [row] = the_log(runtime)
    assert (row["outcome"], row["evidence"]) == (f"refused:{kind}", None)


def test_without_a_place_to_keep_it_no_receipt_leaves(clerk, bank, runtime):
    with runtime.part(LogEngine).engine.begin() as connection:
        connection.execute(text("ALTER TABLE evidence RENAME TO elsewhere"))
    answer = clerk.client.get(f"/v1/credit/{a_code(1)}/receipt", headers=bank)
    assert (answer.status_code, answer.json["status"]) == (503, "cannot_say")
    with runtime.part(LogEngine).engine.begin() as connection:
        connection.execute(text("ALTER TABLE elsewhere RENAME TO evidence"))


@pytest.mark.parametrize("verb", ["UPDATE evidence SET jws = 'x'", "DELETE FROM evidence"])
def test_what_was_given_out_can_neither_be_changed_nor_deleted(clerk, bank, runtime, verb):
    a_receipt(clerk, bank)
    engine = runtime.part(LogEngine).engine
    with pytest.raises(DBAPIError, match="insert-only"), engine.begin() as connection:
        connection.execute(text(verb))


def test_a_kept_receipt_that_somebody_put_under_another_number_is_found(clerk, bank, runtime):
    number = a_receipt(clerk, bank, a_code(7)).headers["Evidence-Number"]
    assert altered_evidence(runtime) == []
    desk = runtime.part(Desk)
    for other, jws_ in (("0" * 24, desk.kept(number)), ("1" * 24, "forged")):
        desk.keep(other, "2026-11-20T04:00:00.000000Z", jws_)
    assert [one.place for one in altered_evidence(runtime)] == [
        "evidence:" + "0" * 24,
        "evidence:" + "1" * 24,
    ]


@pytest.mark.parametrize("engine_name", ["sqlite"])  # no store decides whether a signature is good
def test_no_forgery_passes(clerk, bank, runtime, tmp_path):
    good = a_receipt(clerk, bank, a_code(7)).text
    jwks = runtime.part(Keys).public_jwks()
    head, middle, seal = good.split(".")
    claims = claims_in(good)
    lie = part(claims | {"status": "listed"})
    kid = jwks["keys"][0]["kid"]
    none = part({"alg": "none", "kid": kid, "typ": TYPE})
    secret = OctKey.import_key(json.dumps(jwks["keys"][0]))  # the public key as a shared secret
    confused = jws.serialize_compact(
        {"alg": "HS256", "kid": kid, "typ": TYPE}, json.dumps(claims), secret, algorithms=["HS256"]
    )
    elsewhere = Keys.open(tmp_path / "elsewhere")
    strange = elsewhere.sign_jws(claims, TYPE)
    forged = {
        "changed": f"{head}.{lie}.{seal}",
        "none": f"{none}.{middle}.",
        "confused": confused,
        "strange key": strange,
        "other kind": runtime.part(Keys).sign_jws(claims, "at+jwt"),
        "other answer": runtime.part(Keys).sign_jws(claims | {"sub": a_code(8)}, TYPE),
        "half": runtime.part(Keys).sign_jws({"iss": "x"}, TYPE),
        "no receipt": "hello",
    }
    for name, text_ in forged.items():
        with pytest.raises(ValueError, match="/"):
            pytest.fail(f"{name}: {checked(text_, jwks)}")
    with pytest.raises(ValueError, match="密钥"):
        checked(good, elsewhere.public_jwks())
    for place in range(0, len(good), 97):
        tampered = good[:place] + ("A" if good[place] != "A" else "B") + good[place + 1 :]
        with pytest.raises(ValueError, match="/"):
            pytest.fail(f"{place}: {checked(tampered, jwks)}")


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_receipt_outlives_the_rotation_of_its_key_while_the_key_is_published(
    clerk, bank, runtime
):
    good = a_receipt(clerk, bank, a_code(7)).text
    keys = runtime.part(Keys)
    keys.rotate()
    published = keys.public_jwks()
    assert checked(good, published).uscc == a_code(7)
    only_new = {"keys": published["keys"][:1]}
    with pytest.raises(ValueError, match="密钥不认识"):
        checked(good, only_new)


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_retired_key_proves_what_it_signed_before_and_nothing_after(clerk, bank, runtime, clock):
    good, keys = a_receipt(clerk, bank, a_code(7)).text, runtime.part(Keys)
    kid, now = keys.active_kid, clock.now()
    with pytest.raises(BadKeys, match="须先更换"):
        keys.retire(kid, now)
    keys.rotate()
    keys.retire(kid, now + timedelta(seconds=1))
    assert checked(good, keys.public_jwks()).uscc == a_code(7)
    keys.retire(kid, now)
    with pytest.raises(ValueError, match="已停用"):
        checked(good, keys.public_jwks())
    with pytest.raises(ValueError, match="已停用"):
        keys.verify_jws(good, TYPE)
    assert a_receipt(clerk, a_bank(clerk), a_code(7)).text.count(".") == 2


def test_an_evidence_number_is_read_as_people_write_it_and_never_if_mistyped():
    number = new_number()
    assert number != new_number()
    assert read_number(number) == number
    assert read_number(f" {number.lower().replace('-', '')} ") == number
    signs = number.replace("-", "")
    for place, sign in enumerate(signs):
        other = uscc.ALPHABET[(uscc.ALPHABET.index(sign) + 1) % 31]
        assert read_number(signs[:place] + other + signs[place + 1 :]) is None
    swapped = signs[1] + signs[0] + signs[2:]
    assert (read_number(swapped) is None) is (signs[0] != signs[1])
    for wrong in ("", "7K3M", number + "0", number[:-1] + "I"):
        assert read_number(wrong) is None


def test_a_receipt_needs_every_claim():
    with pytest.raises(ValueError, match="不全"):
        Receipt.of({"answer": {}, "iss": "https://credit.example.cn"})
