"""Tier schemes as they are read from the rulebook."""

from collections.abc import Mapping

from creditsvc.law.orders import read_class_name
from creditsvc.law.reading import Text
from creditsvc.law.rulebook import ListKind, Scheme, Tier


def read_scheme(document: Text, records: Text, lists: Mapping[str, ListKind]) -> Scheme:
    """One tier scheme, best tier first. Raises RulebookError."""
    document.only("id", "title", "tiers")
    tiers: list[Tier] = []
    for entry in document.need("tiers").items:
        tier = _tier(entry, lists)
        if any(other.id == tier.id for other in tiers):
            raise entry.error(f"等级“{tier.id}”重复", f"tier “{tier.id}” is given twice")
        tiers.append(tier)
    titles = records.need("titles").fields
    return Scheme(
        id=document.need("id").text,
        title=document.need("title").bilingual,
        tiers=tuple(tiers),
        lists={name: each.title for name, each in lists.items()},
        records={name: title.bilingual for name, title in titles.items()},
    )


def _tier(entry: Text, lists: Mapping[str, ListKind]) -> Tier:
    entry.only("id", "zh", "en", "lists", "records", "otherwise")
    listed, records, otherwise = entry.get("lists"), entry.get("records"), entry.get("otherwise")
    for each in listed.items if listed is not None else []:
        if each.text not in lists:
            words = "、".join(lists), ", ".join(lists)
            raise each.error(
                f"不认识的名单；可用：{words[0]}", f"unknown list; use one of: {words[1]}"
            )
    if listed is None and records is None and (otherwise is None or not otherwise.flag):
        raise entry.error("等级没有任何条件", "the tier has no condition")
    return Tier(
        id=entry.need("id").text,
        title={"zh": entry.need("zh").text, "en": entry.need("en").text},
        lists=frozenset(listed.texts) if listed is not None else frozenset(),
        records=frozenset(read_class_name(each) for each in records.items)
        if records is not None
        else frozenset(),
        otherwise=otherwise is not None and otherwise.flag,
        place=entry.place,
    )
