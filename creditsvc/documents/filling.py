"""A template and facts make a page. Values are put in once, as they are; nothing in them is read as a field. Pure."""

import unicodedata
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from creditsvc.documents.domain import (
    FIELD,
    Block,
    Facts,
    FactsMissing,
    Field,
    Given,
    Item,
    NotAsked,
    Page,
    Template,
    UnprintableSign,
)
from creditsvc.documents.templates import NUMBER, kind_of

ALWAYS = frozenset({"authority", "day"})


def must_be_asked(template: Template, given: Given, fields: Mapping[str, Field]) -> None:
    """Refuse what a person said and the document has no place for."""
    able = {name for name in template.fields | ALWAYS if fields[name].said}
    strange = sorted(set(given.said) - able)
    if given.access_code is not None and "access_code" not in template.fields:
        strange.append("access_code")
    if given.case_number is not None and given.access_code is None:
        strange.append("case_number")
    if strange:
        raise NotAsked(
            f"这份文书没有这些内容：{'、'.join(strange)}；可以写：{'、'.join(sorted(able))}",
            f"the document has no place for {', '.join(strange)}; it takes {', '.join(sorted(able))}",
            field=strange[0],
        )


def fill(template: Template, facts: Facts, fields: Mapping[str, Field], day: date) -> Page:
    """The page; raises FactsMissing with every field that is not there, UnprintableSign."""
    shown = [each for each in template.blocks if "when" not in each or facts.get(each["when"])]
    asked = {*template.needs, *ALWAYS, *FIELD.findall(template.title)}
    asked |= {name for each in shown for name in _asked(each)}
    missing = sorted(name for name in asked if not facts.get(name))
    if missing:
        raise _missing([fields[name] for name in missing])
    number = facts.get(NUMBER) if NUMBER in template.needs else None
    page = Page(
        title=_filled(template.title, facts),
        authority=_filled("{authority}", facts),
        number=str(number) if number else None,
        day=day,
        blocks=tuple(made for each in shown for made in _made(each, facts)),
    )
    for text in texts(page):
        _must_be_seen(text)
    return page


def texts(page: Page) -> Iterator[str]:
    """Every text of a page, in order."""
    yield page.title
    yield page.authority
    yield page.number or ""
    for block in page.blocks:
        yield from _texts(block)


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _texts(inner)


def _asked(block: Block) -> Iterator[str]:
    if "each" in block:
        yield block["each"]
    elif "door" in block:
        yield block["door"]
    else:
        yield from (n for text in _texts({k: v for k, v in block.items() if k != "when"}) for n in FIELD.findall(text))  # fmt: skip


def _made(block: Block, facts: Facts) -> Iterator[Block]:
    """The block with its fields filled; a text of several lines and a list make several."""
    kind = kind_of(block)
    if kind == "each":
        items = facts[block["each"]]
        for item in items if isinstance(items, list | tuple) else ():
            yield from _paragraphs(_of_item(block["text"], item))
    elif kind == "text":
        yield from _paragraphs(_filled(block["text"], facts))
    elif kind == "door":
        yield {"kind": "door", "url": facts["door_url"], "code": facts["access_code"]}
    elif kind == "issued":
        yield {"kind": "issued", "authority": facts["authority"], "day": facts["day"]}
    else:
        filled = {k: _deep(v, facts) for k, v in block.items() if k != "when"}
        yield {"kind": kind, **filled}


def _paragraphs(text: str) -> Iterator[Block]:
    for line in text.split("\n"):
        if line.strip():
            yield {"kind": "text", "text": line.strip()}


def _deep(value: Any, facts: Facts) -> Any:
    if isinstance(value, str):
        return _filled(value, facts)
    return [_deep(each, facts) for each in value] if isinstance(value, list) else value


def _filled(text: str, facts: Facts) -> str:
    return FIELD.sub(lambda hit: _plain(facts[hit[1]]), text)


def _of_item(text: str, item: Item) -> str:
    return FIELD.sub(lambda hit: _plain(item[hit[1]]), text)


def _plain(value: object) -> str:
    """A value as it is printed: line ends and blanks in one form, everything else untouched."""
    return unicodedata.normalize("NFC", str(value)).replace("\r\n", "\n").replace("\t", " ")


def _must_be_seen(text: str) -> None:
    """Refuse signs nobody sees or that turn the direction of writing; they make a paper say two things."""
    for sign in text:
        if sign != "\n" and unicodedata.category(sign) in {
            "Cc",
            "Cf",
            "Cs",
            "Co",
            "Cn",
            "Zl",
            "Zp",
        }:
            raise UnprintableSign(
                f"内容含有看不见的字符（U+{ord(sign):04X}，在“{_around(text, sign)}”中），请先更正",
                f"the content holds an invisible sign (U+{ord(sign):04X}); correct it first",
                sign=f"U+{ord(sign):04X}",
            )


def _around(text: str, sign: str) -> str:
    at = text.index(sign)
    near = text[max(0, at - 8) : at + 9]
    return "".join(each for each in near if each.isprintable())


def _missing(found: list[Field]) -> FactsMissing:
    said = [each for each in found if each.said]
    mend = (
        f"；请在请求中给出：{'、'.join(f'{each.name}（{each.zh}）' for each in said)}"
        if said
        else ""
    )
    mend_en = f"; say in the request: {', '.join(each.name for each in said)}" if said else ""
    return FactsMissing(
        f"还不能出具，缺少：{'、'.join(each.zh for each in found)}{mend}",
        f"it cannot be written yet; lacking: {', '.join(each.en for each in found)}{mend_en}",
        missing=[{"field": each.name, "zh": each.zh, "en": each.en, "said": each.said} for each in found],
    )  # fmt: skip
