"""What differs between two rulebooks, rule by rule and measure by measure, in lines a reviewer can read."""

from collections.abc import Iterator, Mapping

from creditsvc.law.domain import Texts
from creditsvc.law.explain import consequence_lines, in_force_line
from creditsvc.law.loader import Files
from creditsvc.law.measure_lines import terms_lines
from creditsvc.law.measures import Measure
from creditsvc.law.rulebook import Instrument, Law, Rule


def differences(before: Law, after: Law) -> Iterator[str]:
    """Lines for each rule and instrument that is new, gone or changed, by id; what of it changed."""
    for old, new in ((before.instruments, after.instruments), (_rules(before), _rules(after))):
        for name in sorted(old.keys() | new.keys()):
            if name not in old:
                yield f"+ {name}  {new[name].title['zh']}"
            elif name not in new:
                yield f"- {name}  {old[name].title['zh']}"
            else:
                yield from _changed(name, old[name], new[name])
    yield from _measures(before, after)


def _measures(before: Law, after: Law) -> Iterator[str]:
    """The same for measures; a text that changed shows in each measure that rests on it."""
    old, new = before.measures.measures, after.measures.measures
    for name in sorted(old.keys() | new.keys()):
        if name not in old:
            yield f"+ {name}  {new[name].title['zh']}"
        elif name not in new:
            yield f"- {name}  {old[name].title['zh']}"
        else:
            was, now = _measure(before, old[name]), _measure(after, new[name])
            for word in sorted(was.keys() | now.keys()):
                if was.get(word) != now.get(word):
                    yield f"~ {name}  {word}：{was.get(word, '没有')} → {now.get(word, '没有')}"


def _measure(law: Law, one: Measure) -> dict[str, str]:
    """What a reviewer looks at in a measure, each with its name, in Chinese."""
    told: dict[str, list[str]] = {
        "标题": [one.title["zh"]],
        "状态": [_state(one.off)],
        "来源": [one.provenance],
        "另须": [one.needs_act] if one.needs_act is not None else [],
    }
    for zh, _ in terms_lines(law, one):
        name, _, text = zh.partition("：")
        told.setdefault(name, []).append(text)
    return {name: "；".join(texts) for name, texts in told.items() if texts}


def _state(off: Texts | None) -> str:
    return "启用" if off is None else f"停用（{off['zh']}）"


def _rules(law: Law) -> Mapping[str, Rule]:
    return {rule.id: rule for rule in law.rules}


def _changed(name: str, old: Rule | Instrument, new: Rule | Instrument) -> Iterator[str]:
    before, after = _told(old), _told(new)
    told = [word for word in after if before[word] != after[word]]
    for word in told:
        yield f"~ {name}  {word}：{before[word]} → {after[word]}"
    if not told and isinstance(old, Rule) and isinstance(new, Rule) and old.digest != new.digest:
        yield f"~ {name}  所在文件的其他内容 / other words of its file"


def _told(one: Rule | Instrument) -> dict[str, str]:
    """What a reviewer looks at, each with its name, in Chinese."""
    shared = {
        "标题": one.title["zh"],
        "状态": _state(one.off),
        "来源": one.provenance,
    }
    if isinstance(one, Instrument):
        return shared | {
            "施行": in_force_line(one)[0],
            "位阶": one.rank,
            "地域": one.region or "全国",
        }
    lines = [zh for zh, _ in consequence_lines(one)]
    return shared | {"条款": one.article, "条件": one.sentence["zh"], "后果": "；".join(lines)}


def changed_files(before: Files, after: Files) -> Iterator[str]:
    """A line for each file that is new, gone or reads differently, by path."""
    for path in sorted(before.keys() | after.keys()):
        if path not in before:
            yield f"+ {path}"
        elif path not in after:
            yield f"- {path}"
        elif before[path] != after[path]:
            yield f"~ {path}"
