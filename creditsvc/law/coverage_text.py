"""The coverage of the law as Markdown, Chinese first: the tables' lines, then all the rulebook says."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from creditsvc.kernel.spans import Span
from creditsvc.law.course import Period
from creditsvc.law.coverage import CLASSES, Line, Section, Spot, places
from creditsvc.law.domain import Term, Texts
from creditsvc.law.explain import STARTS
from creditsvc.law.measures import Measure
from creditsvc.law.rulebook import DisplayOrder, Law, Rule
from creditsvc.law.showing import RANK_TITLES

_HEAD = """# 法律覆盖表 / Coverage of the law

由 `creditsvc law coverage` 从规则书生成，请勿手改：`creditsvc law coverage > docs/law-coverage.md`。
Generated from the rulebook; do not edit by hand.

第一部分：法律表格的每个编号在规则书中的位置，或者为何没有。第二部分：规则书的全部内容，各写条款、施行日、来源和是否启用。
来源：seen 见于所存文本；known 未见文本而知道，high、med、low 为把握大、一般、小；design 为本系统的读法。
First, where each id of the legal tables stands, or why it does not; then all that the rulebook says."""
_ON = "启用 / on"
_ENDS = {"ex_officio": "依职权移出", "on_application": "经申请移出"}
_UNITS = {"working_days": "个工作日", "days": "日", "months": "个月", "years": "年"}


def markdown(law: Law, sections: Sequence[Section]) -> str:
    """The whole document."""
    known = places(law)
    parts = [_HEAD, "## 一、法律表格 / The tables"]
    for section in sections:
        rows = [_line(line, known) for line in section.lines]
        parts += _titled(section.title, ("编号 / id", "位置 / where", "说明 / note"), rows)
    parts.append("## 二、规则书 / The rulebook")
    for title, head, rows in _reverse(law):
        parts += _titled(title, head, rows)
    return "\n\n".join(parts) + "\n"


def _titled(title: Texts, head: Sequence[str], rows: Iterable[Sequence[str]]) -> list[str]:
    lines = [_row(head), _row(["---"] * len(head)), *map(_row, rows)]
    return [f"### {title['zh']} / {title['en']}", "\n".join(lines)]


def _row(cells: Sequence[str]) -> str:
    safe = (cell.replace("|", "\\|") for cell in cells)
    return f"| {' | '.join(safe)} |"


def _line(line: Line, known: Mapping[str, Spot]) -> tuple[str, ...]:
    note = f"{line.why['zh']} / {line.why['en']}" if line.why is not None else ""
    where = "<br>".join(_address(each, known) for each in line.at) or "没有 / none"
    return line.id, where, note


def _address(address: str, known: Mapping[str, Spot]) -> str:
    spot = known.get(address)
    if spot is None:
        return f"`{address}`"
    off = "（停用 / off）" if spot.off is not None else ""
    return f"`{address}` {spot.title['zh']}{off}"


_Table = tuple[Texts, tuple[str, ...], list[tuple[str, ...]]]


def _reverse(law: Law) -> Iterator[_Table]:
    """Everything the rulebook says, table by table."""
    days = ("施行 / in force", "来源 / provenance", "状态 / state")
    yield (
        {"zh": "文件", "en": "Instruments"},
        ("文件 / instrument", "文号 / number", "位阶 / rank", *days),
        [
            (
                each.id,
                each.number,
                RANK_TITLES[each.rank][0],
                span(each.in_force),
                each.provenance,
                _off(each.off),
            )
            for each in sorted(law.instruments.values(), key=lambda one: one.id)
        ],
    )
    yield (
        {"zh": "规则", "en": "Rules"},
        ("规则 / rule", "条款 / article", "后果 / consequence", *days),
        [_rule(rule) for rule in law.rules],
    )
    yield (
        {"zh": "名单期限和出口", "en": "Terms and ways out"},
        ("名单 / list", "期限 / term", "出口 / way out", *days),
        list(_terms(law)),
    )
    yield (
        {"zh": "公示", "en": "Display of records"},
        ("文件 / order", "条款 / article", "公示月数 / months shown", *days),
        [_display(order) for order in (*law.displays, *law.displays_off)],
    )
    yield (
        {"zh": "程序期间", "en": "Periods"},
        ("期间 / period", "条款 / article", "数 / figure", *days),
        [
            (
                key,
                one.article,
                f"{one.amount} {_UNITS[one.unit]}{_where(one)}",
                span(one.in_force),
                one.provenance,
                _ON,
            )
            for key, one in law.procedures.items()
        ],
    )
    yield (
        {"zh": "办案步骤", "en": "Steps of a case"},
        ("步骤 / step", "条款 / article", "何时必经 / when", *days),
        [
            (
                f"{one.list}.{one.name}",
                one.article,
                one.must,
                span(one.in_force),
                one.provenance,
                _ON,
            )
            for one in law.course.steps
            if one.local is None
        ],
    )
    yield (
        {"zh": "送达方式", "en": "Kinds of service"},
        ("方式 / kind", "条款 / article", "凭证 / proofs", *days),
        [
            (
                one.id,
                one.article,
                " ".join(proof.title["zh"] for proof in (*one.needs, *one.one_of)),
                span(one.in_force),
                one.provenance,
                _ON,
            )
            for one in law.course.services.values()
        ],
    )
    yield from _schemes(law)
    yield (
        {"zh": "措施", "en": "Measures"},
        ("措施 / measure", "名称 / title", "依据 / basis", *days),
        [_measure(each) for each in law.measures.measures.values()],
    )


def _schemes(law: Law) -> Iterator[_Table]:
    yield (
        {"zh": "等级方案", "en": "Tier schemes"},
        ("方案 / scheme", "依据 / source", "等级 / tiers", "状态 / state"),
        [
            (each.id, each.source, " ".join(tier.id for tier in each.tiers), _off(each.off))
            for each in law.schemes.values()
        ],
    )
    yield (
        {"zh": "监管频次", "en": "Supervision"},
        (
            "编号 / id",
            "依据 / basis",
            "条款 / article",
            "施行 / in force",
            "来源 / provenance",
            "状态 / state",
        ),
        [
            (
                each.id,
                each.basis,
                each.article,
                span(each.in_force),
                each.provenance,
                _off(each.off),
            )
            for each in law.duties.lines
        ],
    )


def _measure(measure: Measure) -> tuple[str, ...]:
    return (
        measure.id,
        measure.title["zh"],
        "；".join(f"{basis.title}{basis.article}" for basis in measure.bases),
        span(measure.in_force),
        measure.provenance,
        _off(measure.off),
    )


def span(days: Span) -> str:
    """Days in force, the last one included; open ends are left open."""
    return f"{days.from_} – {days.last or ''}".rstrip()


def _off(off: Texts | None) -> str:
    return _ON if off is None else f"停用：{off['zh']}"


def _rule(rule: Rule) -> tuple[str, ...]:
    about = "（仅及于个人）" if rule.about == "person" else ""
    leads = [rule.list_title["zh"]] if rule.list_title is not None else []
    leads += ["禁入"] if rule.ban is not None else []
    leads += ["移送"] if rule.referral is not None else []
    return (
        rule.id,
        f"{rule.instrument.number}{rule.article}",
        ("、".join(leads) or "没有") + about,
        span(rule.instrument.in_force),
        rule.provenance,
        "随文件停用 / off" if rule.instrument.off is not None else _off(rule.off),
    )


def _terms(law: Law) -> Iterator[tuple[str, ...]]:
    for source in law.instruments.values():
        for name, term in source.terms.items():
            ending = source.exits.get(name)
            yield (
                f"{source.number}：{law.lists[name].title['zh']}",
                _term(term),
                f"{_ENDS[ending.ends]}（{ending.article}）" if ending else "没有 / none",
                span(source.in_force),
                source.provenance,
                _off(source.off),
            )


def _where(period: Period) -> str:
    """The place and the domain that a period is limited to, in brackets."""
    limits = [each for each in (period.region, period.domain) if each is not None]
    return f"（{'、'.join(limits)}）" if limits else ""


def _term(term: Term) -> str:
    again = f"，再次 {term.repeat_months}" if term.repeat_months is not None else ""
    return f"自{STARTS[term.counts_from][0]}起 {term.months} 个月{again}"


def _display(order: DisplayOrder) -> tuple[str, ...]:
    shown = "；".join(
        f"{CLASSES[name]} {one.earliest}–{one.longest}" for name, one in order.shown.items()
    )
    source = order.instrument
    return (
        source.id,
        order.article,
        shown,
        span(source.in_force),
        source.provenance,
        _off(source.off),
    )
