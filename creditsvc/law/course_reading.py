"""Steps, kinds of service and local files on procedure, as they are read."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from creditsvc.law.course import (
    CONTENTS,
    MUSTS,
    PENALTY,
    STEPS,
    CourseBook,
    Locality,
    Period,
    Proof,
    ServiceKind,
    Step,
)
from creditsvc.law.instruments import read_region, read_span
from creditsvc.law.procedures import ALWAYS, read_period
from creditsvc.law.reading import MARKS, Text
from creditsvc.law.rulebook import ListKind

LOCAL_RANKS = ("local_regulation", "local_government_rule", "normative_document")
LOCAL_WORDS = ("region", "title", "rank", "periods", "steps")
STEP_WORDS = ("must", "contents", "article", "zh", "en", "in_force", "provenance")
SERVICE_WORDS = (
    "zh", "en", "needs", "one_of", "after_days", "article", "in_force", "provenance",
)  # fmt: skip


def read_course(
    steps: Text | None,
    services: Text | None,
    local: Sequence[Text],
    national: Mapping[str, Period],
    lists: Mapping[str, ListKind],
) -> CourseBook:
    """The course of cases; what is not there (in older rulebooks) is empty. Raises RulebookError."""
    found = list(_steps(steps, None, lists)) if steps is not None else []
    for document in local:
        locality, below = _locality(document), document.get("steps")
        if below is not None:
            found += _steps(below, locality, lists)
    kinds = services.fields if services is not None else {}
    return CourseBook(
        periods=(*national.values(), *_local_periods(local, national)),
        steps=tuple(found),
        services={key: _service(key, entry) for key, entry in kinds.items()},
    )


def _local_periods(local: Iterable[Text], national: Mapping[str, Period]) -> Iterable[Period]:
    """The periods of local files; whom one binds follows from the national line of its key."""
    return (
        _local_period(key, entry, _locality(document), national)
        for document in local
        if (periods := document.get("periods")) is not None
        for key, entry in periods.fields.items()
    )


def _local_period(
    key: str, entry: Text, locality: Locality, national: Mapping[str, Period]
) -> Period:
    names = {each.rpartition(".")[2] for each in national}
    above = national.get(key)
    if above is None and key.rpartition(".")[2] not in names:
        raise entry.error(
            f"不认识的期间“{key}”；用 procedures.yaml 中的名称",
            f"unknown period “{key}”: use a name of procedures.yaml",
        )
    period = read_period(key, entry)
    if above is not None:
        period = replace(period, binds=above.binds, least=above.least)
    local = replace(locality, place=entry.place)
    return replace(period, local=local, region=local.region)


def _locality(document: Text) -> Locality:
    document.only(*LOCAL_WORDS)
    if document.get("periods") is None and document.get("steps") is None:
        raise document.error("须写 periods 或者 steps", "give periods, or steps, or both")
    return Locality(
        title=document.need("title").text,
        rank=document.need("rank").one_of(LOCAL_RANKS),
        region=read_region(document.need("region")),
        place=document.place,
    )


def _steps(
    entries: Text, locality: Locality | None, lists: Mapping[str, ListKind]
) -> Iterable[Step]:
    for key, entry in entries.fields.items():
        list_id, _, name = key.partition(".")
        if (list_id not in lists and list_id != PENALTY) or name not in STEPS:
            words = "、".join(STEPS), ", ".join(STEPS)
            raise entry.error(
                f"“{key}”应为 名单.步骤（或者 {PENALTY}.步骤）；步骤：{words[0]}",
                f"“{key}” is LIST.STEP, or {PENALTY}.STEP; a step is: {words[1]}",
            )
        yield _step(list_id, name, entry, locality)


def _step(list_id: str, name: str, entry: Text, locality: Locality | None) -> Step:
    entry.only(*STEP_WORDS)
    in_force, contents = entry.get("in_force"), entry.get("contents")
    return Step(
        list=list_id,
        name=name,
        must=entry.need("must").one_of(MUSTS),
        contents=tuple(each.one_of(CONTENTS) for each in contents.items) if contents else (),
        article=entry.need("article").text,
        text={"zh": entry.need("zh").text, "en": entry.need("en").text},
        in_force=read_span(in_force) if in_force is not None else ALWAYS,
        provenance=entry.need("provenance").one_of(MARKS),
        place=entry.place,
        local=locality,
    )


def _service(key: str, entry: Text) -> ServiceKind:
    entry.only(*SERVICE_WORDS)
    needs, one_of = entry.get("needs"), entry.get("one_of")
    in_force, after = entry.get("in_force"), entry.get("after_days")
    return ServiceKind(
        id=key,
        title={"zh": entry.need("zh").text, "en": entry.need("en").text},
        needs=_proofs(needs) if needs is not None else (),
        one_of=_proofs(one_of) if one_of is not None else (),
        after_days=after.positive if after is not None else 0,
        article=entry.need("article").text,
        in_force=read_span(in_force) if in_force is not None else ALWAYS,
        provenance=entry.need("provenance").one_of(MARKS),
        place=entry.place,
    )


def _proofs(entries: Text) -> tuple[Proof, ...]:
    found = []
    for key, entry in entries.fields.items():
        before = entry.only("zh", "en", "before").get("before")
        title = {"zh": entry.need("zh").text, "en": entry.need("en").text}
        found.append(Proof(id=key, title=title, before=before is not None and before.flag))
    return tuple(found)
