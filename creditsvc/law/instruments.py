"""The head of an instrument's file, as it is read: rank, days, terms, exits, overlay, whether it is off."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from creditsvc.kernel.spans import Span
from creditsvc.law.consequences import read_list, read_term
from creditsvc.law.exits import read_exit
from creditsvc.law.grants import read_grant
from creditsvc.law.kinds import Kinds
from creditsvc.law.reading import MARKS, Text
from creditsvc.law.rulebook import Basis, Instrument, ListKind, Overlay, Provision

# From the strongest to the weakest (立法法 chapters 2-5); the last is no law at all.
RANKS = (
    "law",
    "administrative_regulation",
    "central_policy",
    "departmental_rule",
    "local_regulation",
    "local_government_rule",
    "normative_document",
)
_REGION = re.compile(r"[0-9]{2}([0-9]{2}){0,2}")
# What a text does to the one it overlays.
EFFECTS = ("adds", "narrows", "implements", "publishes", "determines", "supervises")
SECTIONS = (
    "instrument", "terms", "rules", "grants", "exits", "display", "determines", "channels",
)  # fmt: skip
_HEAD = (
    "id", "number", "title", "issuer", "rank", "in_force", "region", "basis", "sectors",
    "requires", "counts_earlier", "overlays", "effect", "off", "provenance",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The words a rule may use."""

    kinds: Kinds
    lists: Mapping[str, ListKind]


def read_instrument(document: Text, words: Vocabulary) -> Instrument:
    """The head of an instrument's file. Raises RulebookError."""
    document.only(*SECTIONS)
    head = document.need("instrument").only(*_HEAD)
    region, basis = head.get("region"), head.get("basis")
    return Instrument(
        id=head.need("id").text,
        number=head.need("number").text,
        title=head.need("title").bilingual,
        issuer=head.need("issuer").text,
        rank=head.need("rank").one_of(RANKS),
        in_force=read_span(head.need("in_force")),
        region=read_region(region) if region is not None else None,
        basis=_basis(basis) if basis is not None else None,
        terms={name: read_term(each) for name, each in _by_list(document, "terms", words)},
        exits={name: read_exit(each) for name, each in _by_list(document, "exits", words)},
        grants={
            name: read_grant(each, words.kinds)
            for name, each in _by_list(document, "grants", words)
        },
        overlay=_overlay(head),
        determines=_provisions(document.get("determines")),
        channels=_provisions(document.get("channels")),
        off=read_off(head),
        provenance=head.need("provenance").one_of(MARKS),
        place=head.place,
    )


def read_off(entry: Text) -> dict[str, str] | None:
    """Why an instrument or rule is switched off, in Chinese and English; None if it is on."""
    off = entry.get("off")
    return off.bilingual if off is not None else None


def read_span(entry: Text) -> Span:
    """The days in force: `from`, and where it has ended `to`, both of them included."""
    entry.only("from", "to")
    first, last = entry.need("from").day, entry.get("to")
    if last is None:
        return Span.closed(first, None)
    if last.day < first:
        raise last.error(
            f"止日 {last.day} 早于起日 {first}", f"ends on {last.day}, before it begins on {first}"
        )
    if last.day == date.max:
        raise last.error("无期限请删去 to", "leave out “to” where there is no end")
    return Span.closed(first, last.day)


def read_region(entry: Text) -> str:
    """The first digits of GB/T 2260 codes: two for a province, four for a city, six for a county."""
    if not _REGION.fullmatch(entry.text):
        raise entry.error(
            f"“{entry.text}”不是区划代码的前两位、四位或六位数字",
            f"“{entry.text}” is not the first two, four or six digits of region codes",
        )
    return entry.text


def _by_list(document: Text, section: str, words: Vocabulary) -> Iterator[tuple[str, Text]]:
    entry = document.get(section)
    for name, each in (entry.fields if entry is not None else {}).items():
        yield read_list(name, each, words.lists), each


def _basis(entry: Text) -> Basis:
    entry.only("title", "rank", "region")
    region = entry.get("region")
    return Basis(
        title=entry.need("title").text,
        rank=entry.need("rank").one_of(RANKS),
        region=read_region(region) if region is not None else None,
    )


def _overlay(head: Text) -> Overlay | None:
    """Which instrument this one overlays, and what it does to it; both are said, or neither."""
    under, effect = head.get("overlays"), head.get("effect")
    if under is None and effect is None:
        return None
    return Overlay(
        instrument=head.need("overlays").text, effect=head.need("effect").one_of(EFFECTS)
    )


def _provisions(entry: Text | None) -> tuple[Provision, ...]:
    return tuple(_provision(each) for each in entry.items) if entry is not None else ()


def _provision(entry: Text) -> Provision:
    entry.only("article", "zh", "en", "provenance")
    return Provision(
        article=entry.need("article").text,
        text={"zh": entry.need("zh").text, "en": entry.need("en").text},
        provenance=entry.need("provenance").one_of(MARKS),
    )
