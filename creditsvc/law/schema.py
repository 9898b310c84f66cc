"""JSON Schemas (draft 2020-12) of the rulebook's files, made from the program's own words, for editors.

They tell structure, and the kinds, lists and facts of one rulebook; what only the loader and lint can
see (days in order, bounds that exclude each other) they leave to them.
"""

from creditsvc.law.doubts import DOUBTS
from creditsvc.law.duties import PER_YEAR, WEIGHTS
from creditsvc.law.duty_text import SAYS
from creditsvc.law.facts import TYPES
from creditsvc.law.kinds import POLARITIES
from creditsvc.law.rulebook import Law
from creditsvc.law.schema_course import local_procedures, period, services, steps
from creditsvc.law.schema_measures import base_list, measures
from creditsvc.law.schema_parts import (
    BILINGUAL,
    FLAG,
    MARK,
    NATURAL,
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
from creditsvc.law.schema_rules import CLASSES, EVENT, asked, definitions, instrument

_DRAFT = "https://json-schema.org/draft/2020-12/schema"


def schemas(law: Law) -> dict[str, Schema]:
    """The schema of each kind of file, by name: `kinds`, `lists`, `instrument`, `tiers` and so on."""
    names = Names.of(law)
    with_conditions: Schema = {"$defs": definitions(names)}
    polarity: dict[str, Schema] = {**TITLED, "polarity": one_of(POLARITIES)}
    found = {
        "base_list": base_list(),
        "coverage": listed(_section()),
        "instrument": {**instrument(names), **with_conditions},
        "kinds": _kinds(),
        "lists": by_name(mapping(polarity, {**polarity, "weight": POSITIVE})),
        "measures": measures(names),
        "local_procedures": local_procedures(),
        "procedures": by_name(period()),
        "publication": listed(_publication(names)),
        "records": {**_records(names), "$defs": {"asked": asked()}},
        "service": services(),
        "steps": steps(),
        "supervision": _supervision(names),
        "tiers": {**_tiers(names), **with_conditions},
        "two_dates": _two_dates(),
    }
    return {name: {"$schema": _DRAFT, "title": name, **schema} for name, schema in found.items()}


def _kinds() -> Schema:
    fact = mapping(
        ("zh", "en", "type"),
        {
            **TITLED,
            "type": one_of(TYPES),
            "values": by_name(BILINGUAL),
            "ordered": FLAG,
            "absent_means": FLAG,
        },
    )
    grades = mapping(
        ("fact", "source", "floors"),
        {"fact": TEXT, "source": TEXT, "floors": by_name(by_name(NATURAL))},
    )
    counting = mapping(
        ("figures", "days", "source", "provenance"),
        {
            "figures": texts(TEXT),
            "days": POSITIVE,
            "shorter": by_name(POSITIVE),
            "source": TEXT,
            "provenance": MARK,
        },
    )
    kind = mapping(
        ("zh", "en", "polarity"),
        {
            **TITLED,
            "polarity": one_of(POLARITIES),
            "facts": listed(TEXT),
            "own_facts": by_name(fact),
            "graded_by": TEXT,
            "counted_by": TEXT,
            "follows_penalty": FLAG,
        },
    )
    sector: Schema = {**mapping(TITLED, TITLED), "additionalProperties": FLAG}
    return mapping(
        ("facts", "kinds", "sectors"),
        {
            "grades": by_name(grades),
            "counting": by_name(counting),
            "facts": by_name(fact),
            "kinds": by_name(kind),
            "sectors": by_name(sector),
        },
    )


def _section() -> Schema:
    line = mapping(("id",), {"id": TEXT, "at": texts(TEXT), **TITLED})
    said: Schema = {**line, "anyOf": [{"required": ["at"]}, {"required": ["zh", "en"]}]}
    return mapping(("zh", "en", "lines"), {**TITLED, "lines": listed(said)})


def _records(names: Names) -> Schema:
    """`records.yaml`."""
    example = mapping((), {"kind": texts(names.kind), "where": names.where})
    klass = mapping(
        ("class", "source"),
        {
            "class": one_of(CLASSES),
            "source": TEXT,
            "any": listed(example),
            "otherwise": FLAG,
        },
    )
    return mapping(
        ("titles", "kinds", "classes"),
        {
            "titles": mapping(CLASSES, dict.fromkeys(CLASSES, BILINGUAL)),
            "kinds": texts(names.kind),
            "from_conduct": texts(names.kind),
            "classes": listed(either(klass, "any", "otherwise"), least=1),
        },
    )


def _two_dates() -> Schema:
    said: dict[str, Schema] = {**TITLED, "provenance": MARK}
    principle: dict[str, Schema] = {"article": TEXT, **said}
    limit: dict[str, Schema] = {"months": POSITIVE, **principle}
    remark = mapping(said, said)
    return mapping(
        ("principle", "doubts", "settled", "limits"),
        {
            "principle": mapping(principle, principle),
            "doubts": mapping(DOUBTS, dict.fromkeys(DOUBTS, remark)),
            "settled": remark,
            "limits": listed(mapping(limit, limit)),
        },
    )


def _publication(names: Names) -> Schema:
    """One entry of `publication.yaml`."""
    props: dict[str, Schema] = {"list": one_of(names.lists), "public": FLAG, "basis": TEXT}
    more: dict[str, Schema] = {"fields": texts(TEXT), **TITLED, "in_force": SPAN}
    return mapping(("list", "public", "basis", "zh", "en"), {**props, **more})


def _supervision(names: Names) -> Schema:
    """`supervision.yaml`."""
    figure: Schema = {"anyOf": [POSITIVE, one_of(WEIGHTS)]}
    line = mapping(
        ("id", "says", "basis", "article", "provenance"),
        {
            "id": TEXT,
            "says": one_of(SAYS),
            "lists": by_name(figure, names.lists),
            "tiers": by_name(figure),
            "levels": by_name(figure),
            "all": figure,
            "scheme": one_of(names.schemes),
            "per": one_of(PER_YEAR),
            "authority": BILINGUAL,
            "basis": TEXT,
            "article": TEXT,
            "region": REGION,
            "sectors": listed(one_of(names.sectors)),
            "in_force": SPAN,
            "off": BILINGUAL,
            "provenance": MARK,
        },
    )
    certificate = mapping(
        ("kind", "level", "valid_until"),
        {"kind": names.kind, "level": one_of(names.facts), "valid_until": one_of(names.facts)},
    )
    return mapping(
        ("certificate", "exceptions", "lines"),
        {
            "certificate": certificate,
            "exceptions": listed(BILINGUAL),
            "lines": listed(either(line, "lists", "tiers", "levels", "all")),
        },
    )


def _tiers(names: Names) -> Schema:
    """One file of `tiers/`."""
    count = mapping(
        ("at_least", "within"),
        {
            "records": listed(one_of(CLASSES), least=1),
            "event": EVENT,
            "at_least": POSITIVE,
            "within": mapping(("months",), {"months": POSITIVE}),
        },
    )
    tier = mapping(
        ("id", "zh", "en", "provenance"),
        {
            "id": TEXT,
            **TITLED,
            "note": BILINGUAL,
            "provenance": MARK,
            "lists": texts(one_of(names.lists)),
            "records": listed(one_of(CLASSES)),
            "counts": listed(either(count, "records", "event")),
            "otherwise": FLAG,
            "of": listed(TEXT, least=1),
        },
    )
    return mapping(
        ("id", "title", "source", "tiers"),
        {
            "id": TEXT,
            "title": BILINGUAL,
            "source": TEXT,
            "off": BILINGUAL,
            "maps": one_of(names.schemes),
            "tiers": listed(tier, least=1),
        },
    )
