"""A tier scheme in Chinese and English: tiers, what leads to each, what each entails, how we know."""

from collections.abc import Iterator

from creditsvc.law.duties import ALL, NO_LEVEL, Duty
from creditsvc.law.duty_wording import duty_text
from creditsvc.law.explain import off_line, provenance_line
from creditsvc.law.grading import Counting, Scheme, Tier
from creditsvc.law.procedures import ALWAYS
from creditsvc.law.rulebook import Law
from creditsvc.law.supervision import figures_of_tier

Line = tuple[str, str]


def scheme_lines(law: Law, scheme: Scheme) -> Iterator[Line]:
    """A scheme line by line, each in Chinese and English; best tier first."""
    yield f"{scheme.id}  {scheme.title['zh']}", f"{scheme.id}  {scheme.title['en']}"
    yield f"来源：{scheme.source}", f"Source: {scheme.source}"
    yield from off_line(scheme.off)
    if scheme.maps is not None:
        title = law.schemes[scheme.maps].title
        yield (
            f"由方案 {scheme.maps}（{title['zh']}）对应而来",
            f"Maps the scheme {scheme.maps} ({title['en']})",
        )
    yield (
        "自最差的等级起依次判断，第一个符合的即是",
        "Tried from the worst tier; the first that applies is it",
    )
    for tier in scheme.tiers:
        yield from _tier(law, scheme, tier)
    yield from _texts(law, scheme)
    place = f"{scheme.place.file}:{scheme.place.line}"
    yield f"出处：{place}", f"Stands at {place}"


def _tier(law: Law, scheme: Scheme, tier: Tier) -> Iterator[Line]:
    yield f"等级 {tier.id}  {tier.title['zh']}", f"Tier {tier.id}  {tier.title['en']}"
    if tier.of:
        yield (
            f"  对应：{scheme.maps} 的 {'、'.join(tier.of)}",
            f"  Stands for: {', '.join(tier.of)}",
        )
    for zh, en in _conditions(scheme, tier):
        yield f"  条件：{zh}", f"  Condition: {en}"
    if tier.note is not None:
        yield f"  说明：{tier.note['zh']}", f"  Note: {tier.note['en']}"
    for duty in law.duties.lines:
        for figure in sorted(figures_of_tier(law, duty, scheme, tier.id)):
            zh, en = _entailed(duty, figure)
            yield f"  监管：{zh}", f"  Supervision: {en}"
    zh, en = provenance_line(tier.provenance)
    yield f"  {zh}", f"  {en}"


def _conditions(scheme: Scheme, tier: Tier) -> Iterator[Line]:
    for name in sorted(tier.lists):
        title = scheme.lists[name]
        yield f"在名单“{title['zh']}”上", f"on the list: {title['en']}"
    for name in sorted(tier.records):
        title = scheme.records[name]
        yield f"有{title['zh']}在公示中", f"a {title['en']} on display"
    for each in tier.counts:
        yield _counting(each)
    if tier.otherwise:
        yield "以上其他等级都不符合", "no other tier applies"


def _counting(each: Counting) -> Line:
    return (
        f"此前{each.months}个月内{each.title['zh']}{each.at_least}起以上",
        f"at least {each.at_least} of: {each.title['en']} in the {each.months} months before",
    )


def _entailed(duty: Duty, figure: int) -> Line:
    """What a line on supervision says, its id, and whether it is off."""
    text = duty_text(duty, figure)
    off = ("，停用", ", off") if duty.off is not None else ("", "")
    return f"{text['zh']}〔{duty.id}{off[0]}〕", f"{text['en']} [{duty.id}{off[1]}]"


def _texts(law: Law, scheme: Scheme) -> Iterator[Line]:
    """The lines on supervision: those of the tiers of *scheme*, and those of whatever tier."""
    yield "监管规定", "On supervision"
    for duty in law.duties.lines:
        if duty.by == "tiers" and not any(
            figures_of_tier(law, duty, scheme, tier.id) for tier in scheme.tiers
        ):
            continue
        yield _text(law, duty)
        yield from ((f"  {zh}", f"  {en}") for zh, en in off_line(duty.off))
        for key, figure in duty.figures.items() if duty.by != "tiers" else ():
            named = law.lists[key].title if key in law.lists else _KEYS.get(key)
            told = named or {"zh": f"标准化{key}级", "en": f"standardisation level {key}"}
            text = duty_text(duty, figure)
            yield f"  {told['zh']}：{text['zh']}", f"  {told['en']}: {text['en']}"


def _text(law: Law, duty: Duty) -> Line:
    """Where a line on supervision stands, where and when it holds, and how we know it."""
    zh, en = [f"{duty.basis}，{duty.article}"], [f"{duty.basis}, {duty.article}"]
    if duty.region is not None:
        zh.append(f"行政区划 {duty.region}")
        en.append(f"region {duty.region}")
    if duty.sectors is not None:
        titles = [each.title for name, each in law.kinds.sectors.items() if name in duty.sectors]
        zh.append("、".join(each["zh"] for each in titles))
        en.append(", ".join(each["en"] for each in titles))
    if duty.in_force is not ALWAYS:
        first, last = duty.in_force.from_, duty.in_force.last
        zh.append(f"自{first}起" if last is None else f"{first}至{last}")
        en.append(f"from {first}" if last is None else f"{first} to {last}")
    mark = provenance_line(duty.provenance)
    return (
        f"{duty.id}  {'；'.join([*zh, mark[0]])}",
        f"{duty.id}  {'; '.join([*en, mark[1]])}",
    )


_KEYS = {
    ALL: {"zh": "全部企业", "en": "every enterprise"},
    NO_LEVEL: {"zh": "未达标", "en": "no standardisation level"},
}
