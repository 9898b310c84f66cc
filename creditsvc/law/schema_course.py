"""JSON Schemas of the files on the course of a case: periods, steps, kinds of service, local files."""

from creditsvc.law.course import CONTENTS, MUSTS
from creditsvc.law.course_reading import LOCAL_RANKS
from creditsvc.law.procedures import BOUND, UNITS
from creditsvc.law.schema_parts import (
    FLAG,
    MARK,
    POSITIVE,
    REGION,
    SPAN,
    TEXT,
    TITLED,
    Schema,
    by_name,
    either,
    listed,
    mapping,
    one_of,
)


def period() -> Schema:
    """One period, wherever it stands."""
    props = dict.fromkeys(UNITS, POSITIVE)
    own: dict[str, Schema] = {
        "binds": one_of(BOUND),
        "least": FLAG,
        "article": TEXT,
        **TITLED,
        "in_force": SPAN,
        "region": REGION,
        "domain": TEXT,
        "provenance": MARK,
    }
    return either(mapping(("article", "zh", "en", "provenance"), {**props, **own}), *UNITS)


def steps() -> Schema:
    """`steps.yaml`."""
    need: dict[str, Schema] = {"must": one_of(MUSTS), "article": TEXT, **TITLED, "provenance": MARK}
    more: dict[str, Schema] = {"contents": listed(one_of(CONTENTS)), "in_force": SPAN}
    return by_name(mapping(need, {**need, **more}))


def services() -> Schema:
    """`service.yaml`."""
    proofs = by_name(mapping(("zh", "en"), {**TITLED, "before": FLAG}))
    need: dict[str, Schema] = {**TITLED, "article": TEXT, "provenance": MARK}
    more: dict[str, Schema] = {
        "needs": proofs,
        "one_of": proofs,
        "after_days": POSITIVE,
        "in_force": SPAN,
    }
    return by_name(mapping(need, {**need, **more}))


def local_procedures() -> Schema:
    """One file of `procedures/`."""
    need: dict[str, Schema] = {"region": REGION, "title": TEXT, "rank": one_of(LOCAL_RANKS)}
    return mapping(need, {**need, "periods": by_name(period()), "steps": steps()})
