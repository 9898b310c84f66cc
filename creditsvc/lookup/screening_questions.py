"""What a screening asks: names, identifiers, or both. Reads JSON values; asks no database."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson

from creditsvc.enterprises.naming import LONGEST, plain
from creditsvc.kernel import uscc as codes
from creditsvc.kernel.refusals import Refusal, Unprocessable
from creditsvc.lookup.questions import NotJson, WrongCode

MOST = 100
"""Queries of one request."""
CANDIDATES = 10
MOST_CANDIDATES = 50
LONGEST_REF = 100
_MEMBERS = ("ref", "name", "uscc", "registration_no", "organisation_code")
_NUMBERS = _MEMBERS[2:]


class WrongScreening(Unprocessable):
    """The body is not a list of queries, is too long, or has members nobody knows."""

    kind = "wrong-screening"


class WrongQuery(Unprocessable):
    """One query cannot be read: an unknown member, nothing to look for, or a value of another sort."""

    kind = "wrong-query"


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """One question, its identifiers in normal form. At least one of name and identifiers is there."""

    name: str | None = None
    uscc: str | None = None
    registration_no: str | None = None
    organisation_code: str | None = None

    @property
    def identifiers(self) -> Mapping[str, str]:
        """The identifiers given, by their kind."""
        given = {kind: getattr(self, kind) for kind in _NUMBERS}
        return {kind: value for kind, value in given.items() if value is not None}

    @property
    def subject(self) -> str:
        """What the log's digest is made of: the first identifier, else the name in normal form."""
        return next(iter(self.identifiers.values()), None) or plain(self.name or "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Screening:
    """The queries in their order, each as sent, and read or refused; and how many candidates of each."""

    sent: Sequence[Any]
    queries: Sequence[Query | Refusal]
    limit: int


def screening(body: bytes) -> Screening:
    """The screening that *body* asks for; raises NotJson, WrongScreening."""
    try:
        given = orjson.loads(body)
    except orjson.JSONDecodeError as why:
        raise NotJson("请求体不是 JSON", "the body is not JSON") from why
    queries = given.get("queries") if isinstance(given, dict) else None
    if not isinstance(given, dict) or not isinstance(queries, list) or not queries:
        raise WrongScreening(
            '要有 queries，且为非空数组，如 {"queries": [{"name": "…"}]}',
            'queries must be there, an array that is not empty: {"queries": [{"name": "…"}]}',
            field="queries",
        )
    if len(queries) > MOST:
        raise WrongScreening(
            f"一次最多 {MOST} 个", f"at most {MOST} queries in one request", field="queries"
        )
    _known(given, ("queries", "limit"), WrongScreening)
    limit = given.get("limit", CANDIDATES)
    if not isinstance(limit, int) or isinstance(limit, bool) or not 1 <= limit <= MOST_CANDIDATES:
        raise WrongScreening(
            f"limit 为 1 至 {MOST_CANDIDATES} 的整数",
            f"limit is a whole number from 1 to {MOST_CANDIDATES}",
            field="limit",
        )
    return Screening(sent=queries, queries=[_read(one) for one in queries], limit=limit)


def _read(sent: Any) -> Query | Refusal:
    try:
        return _query(sent)
    except Refusal as refusal:
        return refusal


def _query(sent: Any) -> Query:
    if not isinstance(sent, dict):
        raise WrongQuery("每个查询是一个对象", "each query is an object", field="queries")
    _known(sent, _MEMBERS, WrongQuery)
    given = {member: _text(sent, member) for member in _MEMBERS}
    if not any(given[member] for member in _MEMBERS[1:]):
        raise WrongQuery(
            "至少给出名称或者一个标识", "give a name or an identifier at least", field="name"
        )
    return Query(
        name=given["name"] and name(given["name"]),
        uscc=given["uscc"] and _uscc(given["uscc"]),
        registration_no=given["registration_no"]
        and _of_kind(given["registration_no"], "registration"),
        organisation_code=given["organisation_code"]
        and _of_kind(given["organisation_code"], "organisation"),
    )


def name(text: str) -> str:
    """The name as given; raises WrongQuery for one that is too long or names nothing."""
    if len(text) > LONGEST:
        raise WrongQuery(
            f"名称最长 {LONGEST} 字", f"a name has at most {LONGEST} signs", field="name"
        )
    if not plain(text):
        raise WrongQuery(
            "名称里没有文字或者数字", "there is no letter or digit in the name", field="name"
        )
    return text


def _known(given: Mapping[str, Any], members: Sequence[str], refusal: type[Refusal]) -> None:
    others = ", ".join(sorted(set(given) - set(members)))[:200]
    if others:
        raise refusal(
            f"不认识的字段：{others}；可用：{'、'.join(members)}",
            f"unknown members: {others}; known: {', '.join(members)}",
            field=others.partition(",")[0],
        )


def _text(sent: Mapping[str, Any], member: str) -> str | None:
    value = sent.get(member)
    if value is not None and not isinstance(value, str):
        raise WrongQuery(f"{member} 须为文本", f"{member} is a text", field=member)
    if member == "ref" and value is not None and len(value) > LONGEST_REF:
        raise WrongQuery(
            f"ref 最长 {LONGEST_REF} 字", f"ref has at most {LONGEST_REF} signs", field=member
        )
    return value or None


def _uscc(text: str) -> str:
    code = codes.written(text)
    if fault := codes.problem(code):
        zh, _, en = fault.partition(" / ")
        raise WrongCode(zh, en, field="uscc")
    return code


def _of_kind(text: str, kind: str) -> str:
    code = codes.written(text)
    if kind == "registration" and codes.kind_of_identifier(code) != kind:
        raise WrongCode(
            "注册号应为 15 位或者 13 位数字", "a registration number has 15 or 13 digits",
            field="registration_no",
        )  # fmt: skip
    if kind == "organisation":
        if fault := codes.organisation_problem(code):
            zh, _, en = fault.partition(" / ")
            raise WrongCode(zh, en, field="organisation_code")
        return code.replace("-", "")
    return code
