"""Why the service says no. Refusals know nothing of HTTP; the web edge gives each family its status."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from creditsvc.kernel.remit import Need

_KEBAB = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldError:
    """One fault in one place of a submitted document; *pointer* is a JSON pointer (RFC 6901)."""

    pointer: str
    zh: str
    en: str


class Refusal(Exception):  # noqa: N818 - a refusal is an answer, not an error of the program
    """An act was refused for a reason the asker can understand and often mend.

    *zh* and *en* say what was refused, why, and what to do. *field* names the one input at fault,
    *errors* list several; *facts* are machine-readable members of the answer (RFC 9457 section 3.2).
    """

    kind: ClassVar[str] = "refusal"

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        if not _KEBAB.fullmatch(cls.kind):
            raise TypeError(f"{cls.__name__}.kind is not kebab-case: {cls.kind!r}")

    def __init__(
        self,
        zh: str,
        en: str,
        *,
        field: str | None = None,
        errors: tuple[FieldError, ...] = (),
        **facts: object,
    ) -> None:
        super().__init__(zh, en)
        self.zh = zh
        self.en = en
        self.field = field
        self.errors = errors
        self.facts: dict[str, object] = facts

    def __str__(self) -> str:
        return f"{self.zh} / {self.en}"


class NotFound(Refusal):
    """What was asked for is not on record, or not for this caller to know of."""

    kind = "not-found"


class NotPermitted(Refusal):
    """The caller is known and may not do this.

    need: who could; None: whoever may call the route at all. The web edge tells it as `may`.
    """

    kind = "not-permitted"

    def __init__(
        self,
        zh: str,
        en: str,
        *,
        need: Need | None = None,
        field: str | None = None,
        errors: tuple[FieldError, ...] = (),
        **facts: object,
    ) -> None:
        super().__init__(zh, en, field=field, errors=errors, **facts)
        self.need = need


class Conflict(Refusal):
    """The act does not fit the present state of the record."""

    kind = "conflict"


class Stale(Refusal):
    """The caller acted on a version that has since been superseded."""

    kind = "stale"


class Invalid(Refusal):
    """The input cannot be read: its shape is wrong."""

    kind = "invalid"


class Unprocessable(Refusal):
    """The input can be read, and what it says cannot be accepted."""

    kind = "unprocessable"


class Exhausted(Refusal):
    """The caller has had its share for now; its fact `retry_after` says how many seconds to wait."""

    kind = "exhausted"


class Unavailable(Refusal):
    """The service cannot answer now; the same request may succeed later."""

    kind = "unavailable"


def every_refusal(family: type[Refusal] = Refusal) -> Iterator[type[Refusal]]:
    """*family* and all classes below it that are loaded, depth first, each once per parent."""
    yield family
    for below in family.__subclasses__():
        yield from every_refusal(below)
