"""Statutory periods of proceedings and what may be published of a list, as they are read."""

from collections.abc import Mapping
from datetime import date

from creditsvc.kernel.spans import Span
from creditsvc.law.course import Period
from creditsvc.law.instruments import read_region, read_span
from creditsvc.law.reading import MARKS, Text
from creditsvc.law.rulebook import ListKind, Publication

UNITS = ("working_days", "days", "months", "years")
MORE = ("region", "domain", "binds", "least")
BOUND = ("authority", "party")
ALWAYS = Span(from_=date.min)


def read_procedures(document: Text) -> dict[str, Period]:
    """The periods by key. Raises RulebookError."""
    return {key: read_period(key, entry) for key, entry in document.fields.items()}


def read_period(key: str, entry: Text) -> Period:
    """One period, wherever it stands. Raises RulebookError."""
    entry.only(*UNITS, *MORE, "article", "zh", "en", "in_force", "provenance")
    units = [unit for unit in UNITS if unit in entry.fields]
    if len(units) != 1:
        words = "、".join(UNITS), ", ".join(UNITS)
        raise entry.error(f"须写且只写一种期间单位：{words[0]}", f"give exactly one of: {words[1]}")
    in_force, region, domain = (entry.get(name) for name in ("in_force", "region", "domain"))
    binds, least = entry.get("binds"), entry.get("least")
    return Period(
        key=key,
        amount=entry.need(units[0]).positive,
        unit=units[0],
        article=entry.need("article").text,
        text={"zh": entry.need("zh").text, "en": entry.need("en").text},
        in_force=read_span(in_force) if in_force is not None else ALWAYS,
        region=read_region(region) if region is not None else None,
        domain=domain.text if domain is not None else None,
        provenance=entry.need("provenance").one_of(MARKS),
        binds=binds.one_of(BOUND) if binds is not None else "authority",
        least=least is not None and least.flag,
    )


def read_publications(document: Text, lists: Mapping[str, ListKind]) -> tuple[Publication, ...]:
    """What may be public, list by list. Raises RulebookError."""
    return tuple(_publication(entry, lists) for entry in document.items)


def _publication(entry: Text, lists: Mapping[str, ListKind]) -> Publication:
    entry.only("list", "public", "basis", "fields", "zh", "en", "in_force")
    listed, in_force, fields = entry.need("list"), entry.get("in_force"), entry.get("fields")
    if listed.text not in lists:
        words = "、".join(lists), ", ".join(lists)
        raise listed.error(
            f"不认识的名单；可用：{words[0]}", f"unknown list; use one of: {words[1]}"
        )
    return Publication(
        list=listed.text,
        public=entry.need("public").flag,
        basis=entry.need("basis").text,
        fields=fields.texts if fields is not None else (),
        note={"zh": entry.need("zh").text, "en": entry.need("en").text},
        in_force=read_span(in_force) if in_force is not None else ALWAYS,
        place=entry.place,
    )
