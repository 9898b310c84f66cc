"""The schema of an instrument's file: its head, rules with their conditions, exits and display."""

from typing import get_args

from creditsvc.law.bans import ARISES, PERSONS, REACHES, ROLES, STARTS
from creditsvc.law.conditions import DAYS, PENALTY_NEEDS
from creditsvc.law.consequences import COUNTED_FROM
from creditsvc.law.domain import RecordClass
from creditsvc.law.exits import ENDS
from creditsvc.law.instruments import EFFECTS, RANKS
from creditsvc.law.matchers import TODAY
from creditsvc.law.rules import SUBJECTS
from creditsvc.law.schema_parts import (
    BILINGUAL,
    FLAG,
    MARK,
    POSITIVE,
    REGION,
    SPAN,
    TEXT,
    TITLED,
    Names,
    Schema,
    by_name,
    either,
    listed,
    mapping,
    one_of,
    texts,
)

CLASSES = get_args(RecordClass)
EVENT: Schema = {"$ref": "#/$defs/event"}
_CONDITION: Schema = {"$ref": "#/$defs/condition"}
_REQUIREMENT = mapping(
    ("id", "article", "zh", "en"), {"id": TEXT, "article": TEXT, **TITLED, "automatic": FLAG}
)
_TERM = mapping(
    ("months", "counts_from"),
    {"months": POSITIVE, "counts_from": one_of(COUNTED_FROM), "repeat_months": POSITIVE},
)
_PROVISION = mapping(
    ("article", "zh", "en", "provenance"), {"article": TEXT, **TITLED, "provenance": MARK}
)


def instrument(names: Names) -> Schema:
    """One file of `instruments/`."""
    requirements = listed(_REQUIREMENT)
    shown = mapping(("earliest", "longest"), {"earliest": POSITIVE, "longest": POSITIVE})
    display: dict[str, Schema] = {
        "article": TEXT,
        "shown": by_name(shown, CLASSES),
        "conditions": requirements,
        "documents": requirements,
        "shield": mapping(
            ("article", "conditions", "provenance"),
            {"article": TEXT, "conditions": requirements, "provenance": MARK},
        ),
        "again": mapping(
            ("article", "early", "provenance"),
            {"article": TEXT, "months": POSITIVE, "early": FLAG, "provenance": MARK},
        ),
    }
    return mapping(
        ("instrument",),
        {
            "instrument": _head(names),
            "terms": by_name(_TERM, names.lists),
            "rules": listed(_rule(names)),
            "grants": by_name(_grant(), names.lists),
            "exits": by_name(_exit(requirements), names.lists),
            "display": mapping(("article", "shown"), display),
            "determines": listed(_PROVISION),
            "channels": listed(_PROVISION),
        },
    )


def definitions(names: Names) -> dict[str, Schema]:
    """What schemas with conditions refer to: a condition, an event, what is asked of a fact."""
    return {"condition": _condition(names), "event": _event(names), "asked": asked()}


def _head(names: Names) -> Schema:
    basis = mapping(("title", "rank"), {"title": TEXT, "rank": one_of(RANKS), "region": REGION})
    return mapping(
        ("id", "number", "title", "issuer", "rank", "in_force", "provenance"),
        {
            "id": TEXT,
            "number": TEXT,
            "title": BILINGUAL,
            "issuer": TEXT,
            "rank": one_of(RANKS),
            "in_force": SPAN,
            "region": REGION,
            "basis": basis,
            "sectors": _sectors(names),
            "requires": one_of(PENALTY_NEEDS),
            "counts_earlier": FLAG,
            "overlays": TEXT,
            "effect": one_of(EFFECTS),
            "off": BILINGUAL,
            "provenance": MARK,
        },
    )


def _rule(names: Names) -> Schema:
    return mapping(
        ("id", "article", "title", "when", "provenance"),
        {
            "id": TEXT,
            "article": TEXT,
            "title": BILINGUAL,
            "when": _CONDITION,
            "then": _then(names),
            "sectors": _sectors(names),
            "regions": texts(REGION),
            "requires": one_of(PENALTY_NEEDS),
            "discretion": FLAG,
            "subject": one_of(SUBJECTS),
            "persons": listed(one_of(PERSONS), least=1),
            "counts_earlier": FLAG,
            "off": BILINGUAL,
            "provenance": MARK,
        },
    )


def _sectors(names: Names) -> Schema:
    return {"anyOf": [one_of(names.groups), listed(one_of(names.sectors), least=1)]}


def _then(names: Names) -> Schema:
    length: dict[str, Schema] = {"from": one_of(REACHES), "months": POSITIVE, "life": FLAG}
    ban = mapping(
        ("who", "from", "zh", "en"),
        {
            "who": listed(one_of(ROLES)),
            **length,
            "grave": either(mapping(("from",), length), "months", "life"),
            "counts_from": one_of(STARTS),
            "arises": one_of(ARISES),
            **TITLED,
        },
    )
    return mapping(
        ("list",),
        {
            "list": one_of((*names.lists, None)),
            "term": _TERM,
            "ban": either(ban, "months", "life"),
            "referral": mapping(("to", "zh", "en"), {"to": BILINGUAL, **TITLED}),
        },
    )


def _grant() -> Schema:
    level = mapping(("id", "zh", "en", "provenance"), {"id": TEXT, **TITLED, "provenance": MARK})
    condition: Schema = {
        **mapping(
            ("id", "article", "zh", "en"),
            {
                "id": TEXT,
                "article": TEXT,
                **TITLED,
                "when": _CONDITION,
                "paper": BILINGUAL,
                "unlisted": FLAG,
                "ends_by_record": FLAG,
            },
        ),
        "anyOf": [{"required": [word]} for word in ("when", "unlisted", "paper")],
    }
    renewal = mapping(("months", "provenance"), {"months": POSITIVE, "provenance": MARK})
    return mapping(
        ("article", "levels", "conditions", "renewal", "provenance"),
        {
            "article": TEXT,
            "levels": listed(level, least=1),
            "conditions": listed(condition, least=1),
            "renewal": renewal,
            "provenance": MARK,
        },
    )


def _exit(requirements: Schema) -> Schema:
    remarks = listed(
        mapping(
            ("id", "article", "zh", "en", "provenance"),
            {"id": TEXT, "article": TEXT, **TITLED, "provenance": MARK},
        )
    )
    early = mapping(
        ("after_months", "article"),
        {
            "after_months": POSITIVE,
            "article": TEXT,
            "conditions": requirements,
            "bars": requirements,
            "restoration": mapping(("months", "article"), {"months": POSITIVE, "article": TEXT}),
        },
    )
    return mapping(
        ("ends", "article"),
        {
            "ends": one_of(ENDS),
            "article": TEXT,
            "apply_days_before": POSITIVE,
            "early": early,
            "conditions": requirements,
            "returns": remarks,
            "lost_by": remarks,
        },
    )


def _event(names: Names) -> Schema:
    return mapping(
        ("kind",),
        {
            "kind": texts(names.kind),
            "except": texts(names.kind),
            "where": names.where,
            "requires": one_of(PENALTY_NEEDS),
            "latest": FLAG,
        },
    )


def _condition(names: Names) -> Schema:
    months: dict[str, Schema] = {"months": POSITIVE}
    within = either(mapping((), {**months, "days": POSITIVE}), "months", "days")
    count: dict[str, Schema] = {"event": EVENT, "at_least": POSITIVE, "within": within}
    absent: dict[str, Schema] = {
        "event": EVENT,
        "for": mapping(("months",), months),
        "by": texts(one_of(DAYS)),
    }
    several = listed(_CONDITION, least=1)
    words: dict[str, Schema] = {
        "event": EVENT,
        "count": mapping(("event", "at_least"), {**count, "by": one_of(DAYS)}),
        "sum": mapping(("event", "fact", "at_least"), {**count, "fact": one_of(names.facts)}),
        "absent": mapping(("event", "for"), absent),
        "all": several,
        "any": several,
        "not": _CONDITION,
    }
    return {**mapping((), words), "minProperties": 1, "maxProperties": 1}


def asked() -> Schema:
    """What may be asked of a fact: a value, one of several, or comparisons."""
    value: Schema = {"type": ["string", "integer", "boolean"]}
    values: Schema = {"anyOf": [value, listed(value, least=1)]}
    compared: dict[str, Schema] = {
        "one_of": values,
        "at_least": value,
        "at_most": value,
        "includes": values,
        "only": values,
        "not_before": one_of((TODAY,)),
    }
    return {"anyOf": [values, {**mapping((), compared), "minProperties": 1}]}
