"""A template, what a person adds to it, and the filled page. Pure."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias

from creditsvc.kernel.refusals import Conflict, NotFound, Unprocessable

Item: TypeAlias = Mapping[str, str]
Facts: TypeAlias = Mapping[str, str | Sequence[Item] | None]
Block: TypeAlias = Mapping[str, Any]
FIELD = re.compile(r"\{(\w+)\}", re.ASCII)


class UnknownTemplate(NotFound):
    """There is no such document for such a thing."""

    kind = "unknown-template"


class FactsMissing(Conflict):
    """The document says what is not on record yet, or what a person must say; *missing* names it."""

    kind = "document-facts-missing"


class OtherDocument(Conflict):
    """The document does not fit what the case is about."""

    kind = "other-document"


class NotAsked(Unprocessable):
    """A person said something that the document has no place for; it is never dropped in silence."""

    kind = "not-asked"


class UnprintableSign(Conflict):
    """A sign that the font has not, or that cannot be seen; a box or a gap in its place would mislead."""

    kind = "unprintable-sign"


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A field of the templates, in words. *said*: a person says it where the record does not."""

    name: str
    zh: str
    en: str
    said: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """A document as data. *of*: what it is asked of; *about*: what it fits, by the words of ABOUT.

    *needs*: facts without which it is not written though it does not print them. *fields*: every
    field it names, wherever.
    """

    id: str
    of: str
    about: frozenset[str]
    title: str
    needs: tuple[str, ...]
    blocks: tuple[Block, ...]
    fields: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What the person who asks for a document says: by field.

    *case_number*, *access_code*: as another room made them.
    """

    said: Mapping[str, str]
    day: date | None = None
    access_code: str | None = None
    case_number: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A filled template: texts in place of fields, nothing left open. *day*: that of the document."""

    title: str
    authority: str
    number: str | None
    day: date
    blocks: tuple[Block, ...]
