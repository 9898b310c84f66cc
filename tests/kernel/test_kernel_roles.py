"""What each role may do, told here once more and not read from the kernel: a scope too many is a breach."""

import pytest

from creditsvc.kernel import roles

# Scope by scope, the roles that carry it, and whether a partner's client may carry it too.
SCOPES: list[tuple[str, str, bool]] = [
    ("assessments.read", "clerk handler approver legal_reviewer credit_officer auditor", True),
    ("audit.read", "auditor", False),
    ("changes.read", "credit_officer auditor", True),
    ("credit.batch", "", True),
    ("credit.read", "", True),
    ("credit.screen", "", True),
    ("enterprises.read", "clerk handler approver legal_reviewer credit_officer auditor", True),
    ("events.read", "clerk handler approver legal_reviewer credit_officer auditor", True),
    ("events.write", "clerk", True),
    ("law.adopt", "credit_officer", False),
    ("listings.confirm", "credit_officer", False),
    ("listings.import", "credit_officer", False),
    ("listings.read", "handler approver legal_reviewer credit_officer auditor", False),
    ("measures.feedback", "", True),
    ("partners.manage", "credit_officer", False),
    ("partners.read", "credit_officer auditor", False),
    ("persons.reveal", "handler approver", False),
    ("proceedings.decide", "approver", False),
    ("proceedings.handle", "handler", False),
    ("proceedings.read", "handler approver legal_reviewer credit_officer auditor", False),
    ("proceedings.review", "legal_reviewer", False),
    ("publishing.release", "credit_officer", False),
    ("users.manage", "credit_officer", False),
    ("users.read", "credit_officer auditor", False),
]


@pytest.mark.parametrize(("scope", "carriers", "for_partners"), SCOPES)
def test_a_scope_is_carried_by_these_and_nobody_else(scope, carriers, for_partners):
    assert roles.roles_with(scope) == carriers.split()
    assert (scope in roles.PARTNER_SCOPES) == for_partners
    assert (scope in roles.PERSON_SCOPES) == bool(carriers)


def test_there_are_no_other_scopes_and_an_unknown_role_or_scope_gives_nothing():
    assert {scope for scope, *_ in SCOPES} == roles.ALL_SCOPES
    assert roles.scopes_of(frozenset({"clerk", "auditor", "king"})) == {
        scope for scope, carriers, _ in SCOPES if {"clerk", "auditor"} & set(carriers.split())
    }
    assert roles.scopes_of(frozenset({"king"})) == frozenset()
    assert roles.roles_with("king.make") == []


def test_each_role_is_called_so_in_both_languages():
    assert dict(roles.TITLES) == {
        "clerk": ("录入员", "clerk"),
        "handler": ("承办人", "handler"),
        "approver": ("审批人", "approver"),
        "legal_reviewer": ("法制审核人", "legal reviewer"),
        "credit_officer": ("信用管理员", "credit officer"),
        "auditor": ("审计员", "auditor"),
    }
    assert list(roles.ROLES) == list(roles.TITLES)
