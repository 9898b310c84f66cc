"""How a matter is found. The rooms of matters stand on the floors above, so `app` hands this in."""

from collections.abc import Callable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.kernel import remit
from creditsvc.persons.domain import Matter


@dataclass(frozen=True, slots=True, kw_only=True)
class Matters:
    """Finds a matter by kind and key, an event also by the rule it meets; raises UnknownMatter.

    whose: by kind and key, whose it is and where it lies, also when no rule is met any more.
    """

    find: Callable[[Session, str, UUID, str | None], Matter]
    whose: Callable[[Session, str, UUID], remit.Matter]
