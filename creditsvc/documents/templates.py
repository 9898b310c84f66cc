"""The templates of `config/documents`, read strictly: an unknown word or field is an error, never a gap."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from creditsvc.documents.domain import FIELD, Block, Field, Template

FIELDS = "fields.yaml"
NUMBER = "number"  # printed under the title of every document but of forms of the house
MATTERS = (
    "proceeding", "listing", "repair", "objection", "event", "application", "loss", "ban", "person_entry",
)  # fmt: skip
ABOUT = frozenset(
    {
        "adverse",
        "favourable",
        "restoration",
        "record",
        "identity",
        "own_ban",
        "ban_by_law",
        "person",
    }
)
# By the word that makes a block what it is, the first that is there: the keys it has beside `when`.
KINDS: Mapping[str, frozenset[str]] = {
    "each": frozenset({"each", "text"}),
    "to": frozenset({"to"}),
    "heading": frozenset({"heading"}),
    "text": frozenset({"text"}),
    "table": frozenset({"table", "write"}),
    "write": frozenset({"write", "label"}),
    "note": frozenset({"note"}),
    "sign": frozenset({"sign"}),
    "issued": frozenset({"issued"}),
    "door": frozenset({"door"}),
}


class BadTemplate(ValueError):  # noqa: N818 - named for what it is, as refusals are
    """A template that cannot be meant; the message names the file, the place and the mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Templates:
    """All templates by id, and every field by name."""

    by_id: Mapping[str, Template]
    fields: Mapping[str, Field]

    @classmethod
    def read(cls, directory: Path) -> "Templates":
        """The templates and fields in *directory*. Raises BadTemplate."""
        stated = _load(directory / FIELDS)
        fields = {
            name: Field(name=name, zh=of["zh"], en=of["en"], said=of.get("said", False))
            for name, of in stated.items()
        }
        paths = [path for path in sorted(directory.glob("*.yaml")) if path.name != FIELDS]
        found = [_template(path, _load(path), fields) for path in paths]
        return cls(by_id={each.id: each for each in found}, fields=fields)


def _load(path: Path) -> dict[str, Any]:
    loaded = YAML(typ="safe", pure=True).load(path.read_text(encoding="utf-8"))
    if not isinstance(loaded, dict):
        raise BadTemplate(f"{path.name}: 应为键值表 / a mapping is expected")
    return loaded


def _template(path: Path, stated: dict[str, Any], fields: Mapping[str, Field]) -> Template:
    unknown = set(stated) - {"of", "about", "title", "numbered", "needs", "blocks"}
    about = frozenset(stated.get("about", ABOUT))
    if unknown or stated.get("of") not in MATTERS or not about <= ABOUT:
        raise BadTemplate(f"{path.name}: {sorted(unknown) or 'of / about'}")
    blocks = tuple(_block(path, number, each) for number, each in enumerate(stated["blocks"], 1))
    numbered = (NUMBER,) if stated.get("numbered", True) else ()
    needs = (*numbered, *stated.get("needs", ()))
    named = {*needs, *_named(stated["title"]), *(n for each in blocks for n in _in_block(each))}
    strange = sorted(named - set(fields))
    if strange:
        raise BadTemplate(
            f"{path.name}: {FIELDS} 中没有的字段 / fields that are not in it: {strange}"
        )
    return Template(
        id=path.stem,
        of=stated["of"],
        about=about,
        title=stated["title"],
        needs=needs,
        blocks=blocks,
        fields=frozenset(named),
    )


def kind_of(block: Block) -> str:
    """The word that says what a block is."""
    return next(kind for kind in KINDS if kind in block)


def _block(path: Path, number: int, stated: Any) -> Block:
    kinds = [kind for kind in KINDS if isinstance(stated, dict) and kind in stated]
    if not kinds or set(stated) - KINDS[kinds[0]] - {"when"}:
        raise BadTemplate(f"{path.name}: 第{number}块 / block {number}: {stated!r}")
    return dict(stated)


def _in_block(block: Block) -> Iterator[str]:
    """Every field a block names; those of an item of a list belong to the list."""
    if "when" in block:
        yield block["when"]
    if "each" in block:
        yield block["each"]
        return
    if "door" in block:
        yield block["door"]
    if "issued" in block:
        yield from ("authority", "day")
    for key, value in block.items():
        if key not in {"when", "door", "issued"}:
            yield from _named(value)


def _named(value: Any) -> Iterator[str]:
    """The fields in a text, or in the texts of nested lists."""
    if isinstance(value, str):
        yield from FIELD.findall(value)
    elif isinstance(value, list):
        for each in value:
            yield from _named(each)
