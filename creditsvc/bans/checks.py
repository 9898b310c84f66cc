"""Of whom a ban may be, and that nobody is barred twice for the same facts. Pure."""

from collections.abc import Iterable
from uuid import UUID

from creditsvc.bans.domain import (
    ENTERPRISE,
    Ban,
    BannedBefore,
    NoBan,
    Stage,
)
from creditsvc.persons.domain import Person


def must_fit(subject: str, enterprise_id: UUID, person: Person | None) -> None:
    """Raises NoBan unless a ban of *subject* is of the enterprise, or of a person of that role."""
    if subject == ENTERPRISE:
        if person is not None:
            raise NoBan(
                "对企业的禁入不涉及人员", "a ban of the enterprise names no person", field="person"
            )
        return
    if person is None or (person.enterprise_id, person.role) != (enterprise_id, subject):
        raise NoBan(
            f"请先在该企业的案件中登记身份为 {subject} 的人员（/v1/persons），再填写其编号",
            f"first record a person with the role {subject} in a case of this enterprise"
            " (/v1/persons), then name its key here",
            field="person",
        )


def must_be_first(ban: Ban, before: Iterable[Ban]) -> None:
    """Raises BannedBefore if the same facts led to a ban of the same subject, or are about to."""
    for other in before:
        same = (other.basis.rule, other.subject, other.person_id) == (
            ban.basis.rule, ban.subject, ban.person_id,
        )  # fmt: skip
        stands = other.stage is Stage.DECIDED and set(ban.basis.evidence) <= set(
            other.basis.evidence
        )
        if same and (stands or other.stage is Stage.PROPOSED):
            raise BannedBefore(
                "同一事实、同一规则对同一主体已有禁入或者已提出",
                "the same facts under the same rule carry a ban of this subject, or one is proposed",
                ban=str(other.id),
            )
