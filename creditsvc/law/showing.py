"""A whole instrument in Chinese and English: what it is, over what it lies, and all it says."""

from collections.abc import Iterator

from creditsvc.law.explain import in_force_line, off_line, provenance_line
from creditsvc.law.rulebook import DisplayOrder, Instrument, Law, Rule

RANK_TITLES = {
    "law": ("法律", "law"),
    "administrative_regulation": ("行政法规", "administrative regulation"),
    "central_policy": ("党中央、国务院政策文件", "policy of the Party centre or State Council"),
    "departmental_rule": ("部门规章", "departmental rule"),
    "local_regulation": ("地方性法规", "local regulation"),
    "local_government_rule": ("地方政府规章", "rule of a local government"),
    "normative_document": ("规范性文件", "normative document"),
}
_EFFECTS = {
    "adds": ("增设情形", "adds situations"),
    "narrows": ("缩小适用范围", "narrows its scope"),
    "implements": ("组织实施", "implements it"),
    "publishes": ("规定公布渠道", "says where it is published"),
    "determines": ("规定由谁认定", "says who determines"),
    "supervises": ("规定监管措施", "says how it is supervised"),
}


def instrument_lines(law: Law, source: Instrument) -> Iterator[tuple[str, str]]:
    """An instrument line by line, each in Chinese and English."""
    rank = RANK_TITLES[source.rank]
    yield f"{source.id}  {source.title['zh']}", f"{source.id}  {source.title['en']}"
    yield f"文号：{source.number}；制定机关：{source.issuer}", f"Number: {source.number}"
    yield f"效力位阶：{rank[0]}", f"Rank: {rank[1]}"
    yield in_force_line(source)
    yield from off_line(source.off)
    yield from _reach(law, source)
    yield provenance_line(source.provenance)
    for zh, en, provisions in (
        ("认定", "Determines", source.determines),
        ("公布", "Published", source.channels),
    ):
        for each in provisions:
            yield (
                f"{zh}：{each.text['zh']}（{each.article}）",
                f"{en}: {each.text['en']} ({each.article})",
            )
    yield from _says(law, source)
    place = f"{source.place.file}:{source.place.line}"
    yield f"出处：{place}", f"Stands at {place}"


def _reach(law: Law, source: Instrument) -> Iterator[tuple[str, str]]:
    if source.region is not None:
        yield f"地域：行政区划 {source.region}", f"Region: {source.region}"
    if source.basis is not None:
        rank = RANK_TITLES[source.basis.rank]
        yield (
            f"上位依据：{source.basis.title}（{rank[0]}）",
            f"Rests on: {source.basis.title} ({rank[1]})",
        )
    if source.overlay is not None:
        under = law.instruments[source.overlay.instrument].title
        effect = _EFFECTS[source.overlay.effect]
        yield f"叠加于{under['zh']}：{effect[0]}", f"Laid over {under['en']}: {effect[1]}"


def _says(law: Law, source: Instrument) -> Iterator[tuple[str, str]]:
    """Its rules and display order; or that it carries none."""
    rules = [rule for rule in law.rules if rule.instrument is source]
    orders = [each for each in (*law.displays, *law.displays_off) if each.instrument is source]
    for rule in rules:
        yield _rule(rule)
    for order in orders:
        yield from _shown(order)
    if not rules and not orders:
        yield "规则：没有", "Rules: none"


def _rule(rule: Rule) -> tuple[str, str]:
    off = ("（停用）", " (off)") if rule.off is not None else ("", "")
    return (
        f"规则 {rule.id}{off[0]}：{rule.title['zh']}（{rule.article}）",
        f"Rule {rule.id}{off[1]}: {rule.title['en']} ({rule.article})",
    )


def _shown(order: DisplayOrder) -> Iterator[tuple[str, str]]:
    for klass, shown in order.shown.items():
        yield (
            f"公示 {klass}：最短{shown.earliest}个月，最长{shown.longest}个月（{order.article}）",
            f"Display {klass}: {shown.earliest} to {shown.longest} months ({order.article})",
        )
