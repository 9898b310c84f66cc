"""Roles of people: their titles in Chinese and English, and the scopes each carries. The one place for both."""

from collections.abc import Mapping
from types import MappingProxyType

PARTNER_SCOPES = frozenset(
    {
        "assessments.read",
        "changes.read",
        "credit.batch",
        "credit.read",
        "credit.screen",
        "enterprises.read",
        "events.read",
        "events.write",
        "measures.feedback",
    }
)
_READS = frozenset({"assessments.read", "enterprises.read", "events.read"})
_CASES = _READS | {"listings.read", "proceedings.read"}
ROLES: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "clerk": _READS | {"events.write"},
        "handler": _CASES | {"persons.reveal", "proceedings.handle"},
        "approver": _CASES | {"persons.reveal", "proceedings.decide"},
        "legal_reviewer": _CASES | {"proceedings.review"},
        "credit_officer": _CASES
        | {
            "changes.read",
            "law.adopt",
            "listings.confirm",
            "listings.import",
            "partners.manage",
            "partners.read",
            "publishing.release",
            "users.manage",
            "users.read",
        },
        "auditor": _CASES | {"audit.read", "changes.read", "partners.read", "users.read"},
    }
)
TITLES: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "clerk": ("录入员", "clerk"),
        "handler": ("承办人", "handler"),
        "approver": ("审批人", "approver"),
        "legal_reviewer": ("法制审核人", "legal reviewer"),
        "credit_officer": ("信用管理员", "credit officer"),
        "auditor": ("审计员", "auditor"),
    }
)
PERSON_SCOPES = frozenset().union(*ROLES.values())
ALL_SCOPES = PARTNER_SCOPES | PERSON_SCOPES


def scopes_of(roles: frozenset[str]) -> frozenset[str]:
    """All scopes that *roles* give; an unknown role gives none."""
    return frozenset().union(*(ROLES.get(role, frozenset()) for role in roles))


def roles_with(scope: str) -> list[str]:
    """The roles that carry *scope*, in the order in which they stand here."""
    return [role for role, scopes in ROLES.items() if scope in scopes]
