"""JSON Schemas of the files on measures: what may be done, and what the basic list allows."""

from creditsvc.law.instruments import RANKS
from creditsvc.law.measure_reading import CAP_UNITS, VERBS
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


def measures(names: Names) -> Schema:
    """`measures.yaml`. Words that the file itself declares are left to the loader."""
    named = mapping(("zh", "en"), {**TITLED, "formerly": TEXT})
    text: dict[str, Schema] = {
        "title": TEXT,
        "rank": one_of(RANKS),
        "in_force": SPAN,
        "provenance": MARK,
    }
    tables = dict.fromkeys(("fields", "executors", "subjects"), by_name(named))
    return mapping(
        (*tables, "texts", "measures"),
        {
            **tables,
            "texts": by_name(mapping(text, {**text, "region": REGION})),
            "measures": listed(_measure(names)),
        },
    )


def _measure(names: Names) -> Schema:
    cap: dict[str, Schema] = {"months": POSITIVE, "percent": POSITIVE, "life": FLAG}
    basis: dict[str, Schema] = {"text": TEXT, "article": TEXT}
    need: dict[str, Schema] = {
        "id": TEXT,
        **TITLED,
        "field": texts(TEXT),
        "executor": texts(TEXT),
        "subject": texts(TEXT),
        "lists": texts(one_of(names.lists)),
        "basis": listed(mapping(basis, basis), least=1),
        "verb": one_of(VERBS),
        "provenance": MARK,
    }
    return mapping(
        need,
        {
            **need,
            "entry": texts(TEXT),
            "cap": either(mapping((), cap), *CAP_UNITS),
            "needs_act": TEXT,
            "region": REGION,
            "in_force": SPAN,
            "note": BILINGUAL,
            "off": BILINGUAL,
        },
    )


def base_list() -> Schema:
    """`base_list.yaml`."""
    edition: dict[str, Schema] = {"id": TEXT, **TITLED, "in_force": SPAN, "provenance": MARK}
    entry: dict[str, Schema] = {"class": TEXT, **TITLED, "provenance": MARK}
    return mapping(
        ("classes", "editions", "entries"),
        {
            "classes": by_name(BILINGUAL),
            "editions": listed(mapping(edition, edition), least=1),
            "entries": by_name(mapping(entry, {**entry, "editions": texts(TEXT)})),
        },
    )
