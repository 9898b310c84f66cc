"""Signed answers (JWS, RFC 7515; claims after RFC 7519): what was told, to whom, why, as of when.

A receipt proves itself with the public keys alone, years later, and also where the answer was that
nobody is listed. It says what held at `as_of`; it never says what holds now.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Self

import orjson

from creditsvc.kernel import uscc as codes
from creditsvc.kernel.clock import LEGAL_ZONE, parse_instant
from creditsvc.kernel.refusals import Invalid
from creditsvc.lookup.answering import Asked, answered
from creditsvc.lookup.evidence import new_number
from creditsvc.lookup.visits import Admitted, Given, House, Visit, receive
from creditsvc.signing.service import check_jws

TYPE = "credit-receipt+jwt"  # the `typ` of a receipt; RFC 8725 section 3.11
ROUTE = "/v1/credit/{uscc}/receipt"
SCOPE = "credit.read"
WORDS: Mapping[str, tuple[str, str]] = {
    "listed": ("已列入失信名单", "is listed"),
    "not_listed": ("未列入任何在有效期内的失信名单", "is not listed"),
    "cannot_say": (
        "不能断定是否列入，这不表示未列入",
        "cannot be said to be listed or not, which does not mean not listed",
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Receipt:
    """What a receipt says, read from claims whose signature was checked.

    number: its evidence number. audience: whom it was given to.
    """

    issuer: str
    audience: str
    number: str
    purpose: str
    uscc: str
    status: str
    as_of: datetime
    data_version: int
    statement: Mapping[str, str]
    answer: Mapping[str, Any]

    @classmethod
    def of(cls, claims: Mapping[str, Any]) -> Self:
        """The receipt in *claims*; ValueError if something is missing or at odds with itself."""
        try:
            answer = claims["answer"]
            found = cls(
                issuer=claims["iss"], audience=claims["aud"], number=claims["jti"],
                purpose=claims["purpose"], uscc=claims["sub"], status=claims["status"],
                as_of=parse_instant(claims["as_of"]), data_version=claims["data_version"],
                statement=claims["statement"], answer=answer,
            )  # fmt: skip
            told = (answer["uscc"], answer["status"], answer["as_of"], answer["data_version"])
        except (KeyError, TypeError, AttributeError, Invalid) as why:
            raise ValueError("收据内容不全 / the receipt is incomplete") from why
        if told != (found.uscc, found.status, claims["as_of"], found.data_version):
            raise ValueError("收据前后不一 / the receipt contradicts itself")
        return found


def checked(text: str, jwks: dict[str, Any]) -> Receipt:
    """The receipt in a compact JWS, checked offline with a public JWK set; ValueError if it is bad."""
    return Receipt.of(check_jws("".join(text.split()), TYPE, jwks))


def receipt(house: House, issuer: str, asked: Asked) -> Given:
    """The signed answer about one code: kept under its number, and logged, when this returns."""
    visit = visiting(house, asked, ROUTE)
    state = house.desk.state(visit.claims, visit.text)
    return receive(house, visit, state, lambda who: signed(house, issuer, visit, asked, who))


def visiting(house: House, asked: Asked, route: str) -> Visit:
    """The visit of whoever asks for an answer that can be proven."""
    return Visit(
        claims=asked.claims, route=route, scope=SCOPE, purpose=asked.purpose,
        text=codes.written(asked.text), now=house.clock.now(),
    )  # fmt: skip


def signed(house: House, issuer: str, visit: Visit, asked: Asked, who: Admitted) -> Given:
    """The answer that *asked* gets, as a receipt that is kept already; its outcome bears the number."""
    given = answered(house, visit, replace(asked, tags=()), who)  # never "as you have it"
    told, number = orjson.loads(given.body), new_number()
    client = who.state.client
    machine = visit.claims.username is None and client is not None
    claims = {
        "iss": issuer,
        "aud": visit.claims.client_id if machine else visit.claims.subject,
        "partner": client.name if machine and client else None,
        "iat": int(parse_instant(told["as_of"]).timestamp()),
        "jti": number,
        "purpose": who.purpose,
        "sub": told["uscc"],
        "status": told["status"],
        "as_of": told["as_of"],
        "data_version": told["data_version"],
        "law_digests": [told["law_digest"]],
        "statement": statement(told),
        "answer": told,
    }
    jws = house.keys.sign_jws(claims, TYPE)
    house.desk.keep(number, visit.at, jws)
    outcomes = [one._replace(evidence=number) for one in given.outcomes]
    return Given(body=jws.encode(), outcomes=outcomes)


def statement(told: Mapping[str, Any]) -> dict[str, str]:
    """What an answer says, as one sentence in each language."""
    zh, en = WORDS[told["status"]]
    who = f"{told['name']}（{told['uscc']}）" if told["name"] else told["uscc"]
    asked_of = told["valid_at"]
    about = f"，问及 {local(asked_of)} 的状态" if asked_of else ""
    about_en = f", asked of {local(asked_of)}," if asked_of else ""
    known = told["known_at"]
    knew = f"、按当时已知（第 {known} 号行为）" if known is not None else ""
    knew_en = f" as known at act {known}" if known is not None else ""
    return {
        "zh": f"截至北京时间 {local(told['as_of'])}，按数据版本 {told['data_version']}{knew}{about}：{who}{zh}。",
        "en": f"As of {local(told['as_of'])} Beijing time, under data version {told['data_version']}{knew_en}"
        f"{about_en} {who} {en}.",
    }


def local(instant: str) -> str:
    """An instant of an answer as a clock in Beijing shows it."""
    return parse_instant(instant).astimezone(LEGAL_ZONE).strftime("%Y-%m-%d %H:%M:%S")
