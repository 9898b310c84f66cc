"""What may be registered as a client: names, scopes, purposes and addresses, checked. Stores nothing."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, replace
from typing import Any

from creditsvc.access import credentials
from creditsvc.access.contracts import Terms
from creditsvc.access.domain import CODE, Client, GrantInvalid
from creditsvc.kernel.roles import PARTNER_SCOPES, PERSON_SCOPES

# https anywhere; http only to the visitor's own machine (RFC 8252 section 7.3).
REDIRECT = re.compile(
    r"(https://[A-Za-z0-9.-]+|http://(127\.0\.0\.1|localhost|\[::1\]))(:\d{1,5})?(/[!-~]*)?",
    re.ASCII,
)


def partner(name: str, scopes: Iterable[str], purposes: Iterable[str], field: str | None) -> Client:
    """A partner's machine under a new id; raises GrantInvalid."""
    wanted, agreed = frozenset(scopes), frozenset(purposes)
    _only(wanted, PARTNER_SCOPES)
    for purpose in agreed:
        _code(purpose, "purpose")
    if field is not None:
        _code(field, "field")
    return Client(
        client_id=credentials.new_client_id("partner"),
        name=_name(name),
        kind="partner",
        scopes=wanted,
        purposes=agreed,
        field=field,
        redirect_uris=(),
        status="active",
    )


def changed(client: Client, changes: Mapping[str, Any]) -> Client:
    """The partner *client* under a contract with *changes*; raises GrantInvalid."""
    own = {name: changes[name] for name in ("field", "token_binding") if name in changes}
    terms = {one.name: changes[one.name] for one in fields(Terms) if one.name in changes}
    if "required_sources" in terms:
        terms["required_sources"] = tuple(sorted((terms["required_sources"] or {}).items()))
    made = replace(
        client,
        name=_name(changes.get("name", client.name)),
        scopes=frozenset(changes.get("scopes", client.scopes)),
        purposes=frozenset(changes.get("purposes", client.purposes)),
        terms=replace(client.terms, **terms),
        **own,
    )
    _only(made.scopes, PARTNER_SCOPES)
    for purpose in made.purposes:
        _code(purpose, "purpose")
    if made.field is not None:
        _code(made.field, "field")
    _bound(made.token_binding)
    _termed(made.terms)
    return made


def console(
    name: str, redirect_uris: Iterable[str], scopes: Iterable[str], *, public: bool
) -> Client:
    """A program that people sign in through, under a new id; raises GrantInvalid."""
    wanted, uris = frozenset(scopes), tuple(dict.fromkeys(redirect_uris))
    _only(wanted, PERSON_SCOPES)
    bad = next((uri for uri in uris if not REDIRECT.fullmatch(uri) or "#" in uri), None)
    if bad is not None or not uris:
        raise GrantInvalid(
            f"回调地址不可用：{bad or '一个也没有'}；要 https，或本机的 http，且不带片段",
            f"redirect address: {bad or 'none given'}; it must be https, or http to this machine, "
            "without a fragment",
            field="redirect_uris",
        )
    return Client(
        client_id=credentials.new_client_id("console"),
        name=_name(name),
        kind="console",
        scopes=wanted,
        purposes=frozenset(),
        field=None,
        redirect_uris=uris,
        status="active",
        auth_method="none" if public else "client_secret",
    )


def _bound(demand: str | None) -> None:
    if demand not in {None, "dpop", "mtls", "any"}:
        raise GrantInvalid(
            "令牌绑定应为 dpop、mtls 或 any",
            "the token binding is dpop, mtls or any",
            field="token_binding",
        )


def _termed(terms: Terms) -> None:
    if (terms.quota is None) is not (terms.quota_seconds is None):
        raise GrantInvalid(
            "配额要同时写明次数和秒数", "a quota needs its look-ups and its seconds", field="quota"
        )
    for name, limit in (
        ("quota", 10**9),
        ("quota_seconds", 31 * 86_400),
        ("retention_days", 36_500),
    ):
        value = getattr(terms, name)
        if value is not None and not 1 <= value <= limit:
            raise GrantInvalid(
                f"{name} 应为 1 到 {limit} 的整数",
                f"{name} is a whole number 1 to {limit}",
                field=name,
            )
    for name in ("contact", "disclosure_basis"):
        value = getattr(terms, name)
        if value is not None and not (0 < len(value) <= 200 and value.isprintable()):
            raise GrantInvalid(f"{name} 为空或过长", f"{name} is empty or too long", field=name)
    _sourced(terms.required_sources)
    if terms.disclosure not in {"name", "class"}:
        raise GrantInvalid(
            "告知方式应为 name 或 class", "the disclosure is name or class", field="disclosure"
        )
    if terms.disclosure == "class" and terms.disclosure_basis is None:
        raise GrantInvalid(
            "只告知类别的，要写明依据（条款）",
            "telling the class alone needs the clause it rests on",
            field="disclosure_basis",
        )


def _sourced(required: Iterable[tuple[str, int]]) -> None:
    for source, days in required:
        if not (0 < len(source) <= 200 and source.isprintable() and 1 <= days <= 366):
            raise GrantInvalid(
                f"要求的来源“{source}”不可用：名称不得为空，天数为 1 到 366",
                f"required source {source!r}: it needs a name and 1 to 366 days",
                field="required_sources",
            )


def _only(asked: frozenset[str], known: frozenset[str]) -> None:
    """Refuse unless something was asked for and all of it is known."""
    strange = sorted(asked - known)
    if strange or not asked:
        raise GrantInvalid(
            f"权限范围不可用：{'、'.join(strange) or '一个也没有'}；可用：{'、'.join(sorted(known))}",
            f"scope not known: {', '.join(strange) or 'none given'}; "
            f"one or more of: {', '.join(sorted(known))}",
            field="scope",
        )


def _code(code: str, field: str) -> None:
    if not CODE.fullmatch(code):
        raise GrantInvalid(
            f"代码不合规格：{code}；用小写字母、数字和 . _ : -",
            f"{code!r} is not a code: use lower-case letters, digits and . _ : -",
            field=field,
        )


def _name(name: str) -> str:
    clean = name.strip()
    if not clean or len(clean) > 200 or not clean.isprintable():
        raise GrantInvalid(
            "名称为空、过长或含控制符", "the name is empty, too long or unprintable", field="name"
        )
    return clean
