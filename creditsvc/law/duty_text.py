"""The lines on supervision as they are read from `supervision.yaml`, with every word checked."""

from collections.abc import Mapping

from creditsvc.law.duties import (
    ALL,
    NO_LEVEL,
    PER_YEAR,
    WEIGHTS,
    By,
    Certificate,
    Duties,
    Duty,
    Says,
)
from creditsvc.law.grading import Scheme
from creditsvc.law.instruments import Vocabulary, read_off, read_span
from creditsvc.law.procedures import ALWAYS
from creditsvc.law.reading import MARKS, Text

_WORDS = (
    "id", "says", "lists", "tiers", "levels", "all", "scheme", "per", "authority", "basis",
    "article", "region", "sectors", "in_force", "off", "provenance",
)  # fmt: skip
SAYS: dict[str, Says] = {
    "floor": "floor",
    "ceiling": "ceiling",
    "oversight_ceiling": "oversight_ceiling",
    "interview": "interview",
    "draw": "draw",
}
_BY: dict[str, By] = {"lists": "lists", "tiers": "tiers", "levels": "levels", "all": "all"}
_PROVINCE = 2  # digits; a region of the country has an even number of them, up to six


def read_duties(document: Text, words: Vocabulary, schemes: Mapping[str, Scheme]) -> Duties:
    """Every line on supervision. Raises RulebookError."""
    document.only("certificate", "exceptions", "lines")
    certificate = _certificate(document.need("certificate"), words)
    known = _Known(words, schemes, certificate)
    lines: dict[str, Duty] = {}
    for entry in document.need("lines").items:
        line = known.line(entry)
        if line.id in lines:
            first = lines[line.id].place
            raise entry.need("id").error(
                f"监管规定“{line.id}”重复，首见于 {first.file}:{first.line}",
                f"the line “{line.id}” is given twice, first at {first.file}:{first.line}",
            )
        lines[line.id] = line
    return Duties(
        lines=tuple(lines.values()),
        exceptions=tuple(each.bilingual for each in document.need("exceptions").items),
        certificate=certificate,
    )


def _certificate(entry: Text, words: Vocabulary) -> Certificate:
    entry.only("kind", "level", "valid_until")
    named, kinds = entry.need("kind"), words.kinds.kinds
    named.one_of(tuple(kinds))
    facts = kinds[named.text].facts
    level, until = entry.need("level"), entry.need("valid_until")
    level.one_of(tuple(name for name, fact in facts.items() if fact.type == "code"))
    until.one_of(tuple(name for name, fact in facts.items() if fact.type == "date"))
    return Certificate(
        kind=named.text,
        level=level.text,
        valid_until=until.text,
        levels=tuple(facts[level.text].values),
    )


class _Known:
    """What a line may name: lists, tiers of schemes, levels, sectors."""

    def __init__(
        self, words: Vocabulary, schemes: Mapping[str, Scheme], certificate: Certificate
    ) -> None:
        self._words = words
        self._schemes = schemes
        self._levels = (*certificate.levels, NO_LEVEL)

    def line(self, entry: Text) -> Duty:
        """One line."""
        says = SAYS[entry.only(*_WORDS).need("says").one_of(tuple(SAYS))]
        by = self._by(entry)
        authority, region, in_force = (
            entry.get(each) for each in ("authority", "region", "in_force")
        )
        return Duty(
            id=entry.need("id").text,
            says=says,
            by=by,
            figures=self._figures(entry, by, says),
            scheme=entry.need("scheme").text if by == "tiers" else None,
            per=_per(entry, says),
            authority=authority.bilingual if authority is not None else None,
            basis=entry.need("basis").text,
            article=entry.need("article").text,
            region=_region(region) if region is not None else None,
            sectors=self._sectors(entry.get("sectors")),
            in_force=read_span(in_force) if in_force is not None else ALWAYS,
            off=read_off(entry),
            provenance=entry.need("provenance").one_of(MARKS),
            place=entry.need("id").place,
        )

    def _by(self, entry: Text) -> By:
        found = [by for word, by in _BY.items() if word in entry.fields]
        if len(found) != 1:
            raise entry.error(
                f"须写且只写一种对象：{'、'.join(_BY)}", f"give exactly one of: {', '.join(_BY)}"
            )
        if found[0] != "tiers" and "scheme" in entry.fields:
            raise entry.fields["scheme"].error(
                "只有写 tiers 时才写 scheme", "a scheme belongs to tiers only"
            )
        return found[0]

    def _figures(self, entry: Text, by: By, says: Says) -> dict[str, int]:
        stated = entry.need(by)
        if by == "all":
            return {ALL: _figure(stated, says)}
        allowed = self._keys(entry, by)
        if not stated.fields:
            raise stated.error("至少写一项", "name at least one")
        for key, value in stated.fields.items():
            if key not in allowed:
                raise value.error(
                    f"不认识的“{key}”；可用：{'、'.join(allowed)}",
                    f"unknown “{key}”; use one of: {', '.join(allowed)}",
                )
        return {key: _figure(value, says) for key, value in stated.fields.items()}

    def _keys(self, entry: Text, by: By) -> tuple[str, ...]:
        if by == "lists":
            return tuple(self._words.lists)
        if by == "levels":
            return self._levels
        scheme = entry.need("scheme").one_of(tuple(self._schemes))
        return tuple(tier.id for tier in self._schemes[scheme].tiers)

    def _sectors(self, entry: Text | None) -> frozenset[str] | None:
        if entry is None:
            return None
        known = tuple(self._words.kinds.sectors)
        return frozenset(each.one_of(known) for each in entry.items)


def _per(entry: Text, says: Says) -> str:
    """The period of a figure; a weight in the draw has none, and ceilings are for a year."""
    if says == "draw":
        if "per" in entry.fields:
            raise entry.fields["per"].error(
                "draw 没有周期，请删去", "a draw has no period: remove it"
            )
        return "year"
    return entry.need("per").one_of(tuple(PER_YEAR))


def _figure(entry: Text, says: Says) -> int:
    return WEIGHTS.index(entry.one_of(WEIGHTS)) if says == "draw" else entry.positive


def _region(entry: Text) -> str:
    code = entry.text
    if not code.isdecimal() or len(code) % _PROVINCE or len(code) > 3 * _PROVINCE:
        raise entry.error(
            "应为两位、四位或六位行政区划代码", "must be a region of two, four or six digits"
        )
    return code
