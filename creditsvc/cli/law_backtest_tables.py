"""A back-test as tables of plain cells, Chinese headings first; the writers of files and texts share them."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from creditsvc.enterprises.domain import Enterprise
from creditsvc.kernel.regions import Regions
from creditsvc.law.domain import Texts
from creditsvc.tiers.backtest import DIRECTIONS, Books, Direction, Mover, State, Tally

Cell: TypeAlias = str | int
Row: TypeAlias = tuple[Cell, ...]

UNKNOWN: Texts = {"zh": "不明", "en": "unknown"}
DIRECTION: Mapping[Direction, Texts] = {
    "worse": {"zh": "等级下降", "en": "lower tier"},
    "better": {"zh": "等级上升", "en": "higher tier"},
    "other": {"zh": "等级不可比", "en": "tiers not comparable"},
    "rules": {"zh": "仅结论有变", "en": "findings only"},
    "same": {"zh": "不变", "en": "unchanged"},
}
STATE: Mapping[State, Texts] = {
    "none": {"zh": "不满足", "en": "not met"},
    "undetermined": {"zh": "无法判定", "en": "undetermined"},
    "review": {"zh": "须法制审核", "en": "for legal review"},
    "proposed": {"zh": "满足（须裁量）", "en": "met, at discretion"},
    "met": {"zh": "满足", "en": "met"},
}
NOTE: Texts = {
    "zh": "已作出决定的名单不因草案而变动；等级按 assess 的读法，依结论与公示中的记录得出",
    "en": "decided listings are not moved by a draft; tiers are read as assess reads them,"
    " from findings and records on display",
}
TITLES: Mapping[str, Texts] = {
    "summary": {"zh": "摘要", "en": "summary"},
    "tiers": {"zh": "等级", "en": "tiers"},
    "regions": {"zh": "地区", "en": "regions"},
    "sectors": {"zh": "行业", "en": "sectors"},
    "rules": {"zh": "规则", "en": "rules"},
    "months": {"zh": "逐月", "en": "months"},
    "movers": {"zh": "企业", "en": "movers"},
}
CHARTS: Mapping[str, Texts] = {
    "column": {
        "zh": "草案使多少企业换等级",
        "en": "enterprises that the draft moves to another tier",
    },
    "line": {"zh": "逐月会变动的企业", "en": "enterprises that would move, by month"},
}
NO_CITY = frozenset({"市辖区", "县", "省直辖县级行政区划", "自治区直辖县级行政区划"})
MOVER_HEAD = (
    "统一社会信用代码 / uscc",
    "其他编号 / other_id",
    "名称 / name",
    "省级 / province",
    "地区 / district",
    "地区代码 / region",
    "行业 / sector",
    "现等级 / tier in use",
    "草案等级 / tier of draft",
    "变动 / move",
    "新满足的规则 / rules gained",
    "不再满足的规则 / rules lost",
    "新的无法判定 / newly undetermined",
    "新的须审核 / newly for review",
    "其他有变的规则 / other rules changed",
    "本库编号 / id",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """One table; *id* is a key of TITLES. The first *named* cells of a row say what its figures are of."""

    id: str
    named: int
    head: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was compared, on which days and data, and what came of it."""

    books: Books
    regions: Regions
    days: tuple[date, ...]
    data_version: int
    enterprises: int
    switched_on: tuple[str, ...]
    tally: Tally

    @property
    def on(self) -> date:
        """The day itself."""
        return self.days[-1]

    @property
    def assessed(self) -> int:
        """Enterprises with events."""
        return sum(self.moves(self.on).values())

    def moves(self, day: date) -> Counter[Direction]:
        """Enterprises by direction on *day*."""
        return Counter({each: self.tally.directions[day, each] for each in DIRECTIONS})

    def tiers(self, day: date) -> Counter[tuple[str, str]]:
        """Enterprises by tier in use and tier of the draft on *day*."""
        found = {(a, b): n for (when, a, b), n in self.tally.tiers.items() if when == day}
        return Counter(found)


def both(texts: Texts) -> str:
    """Chinese, then English."""
    return f"{texts['zh']} / {texts['en']}"


def basis(report: Report) -> list[tuple[Texts, Cell]]:
    """What the report rests on, and its main figures."""
    moves = report.moves(report.on)
    return [
        ({"zh": "草案摘要", "en": "digest of the draft"}, report.books.draft.digest),
        (
            {"zh": "现用规则书摘要", "en": "digest of the rulebook in use"},
            report.books.in_use.digest,
        ),
        (
            {"zh": "为测算启用", "en": "switched on for this run"},
            "; ".join(report.switched_on) or "—",
        ),
        ({"zh": "等级方案", "en": "tier scheme"}, report.books.scheme),
        ({"zh": "评估日", "en": "on"}, report.on.isoformat()),
        ({"zh": "数据版本", "en": "data version"}, str(report.data_version)),
        ({"zh": "登记企业", "en": "enterprises registered"}, report.enterprises),
        (
            {"zh": "其中有事件（其余不会变动）", "en": "of them with events (others cannot move)"},
            report.assessed,
        ),
        *((DIRECTION[each], moves[each]) for each in DIRECTIONS),
    ]


def tables(report: Report) -> list[Table]:
    """Tiers, regions, sectors, rules, and months where there are any."""
    found = [_matrix(report), _regions(report), _sectors(report), _rules(report)]
    return [*found, _months(report)] if len(report.days) > 1 else found


def mover_row(report: Report, mover: Mover, who: Enterprise) -> Row:
    """One enterprise that moves."""
    move, (province, district) = mover.move, _places(report.regions, mover.region)
    return (
        who.uscc or "",
        who.other_id or "",
        who.name,
        province,
        district,
        mover.region or "",
        _sector(report.books, mover.sector),
        move.before,
        move.after,
        both(DIRECTION[move.direction]),
        *(
            "; ".join(rules)
            for rules in (
                move.gained,
                move.lost,
                move.newly_undetermined,
                move.newly_for_review,
                move.changed,
            )
        ),
        str(mover.id),
    )


def shift_rows(report: Report) -> list[tuple[str, int]]:
    """From which tier to which other, and how many; the most first, then by tier."""
    places = {tier: place for place, tier in enumerate(report.books.tiers)}
    found = [(-n, places[a], places[b]) for (a, b), n in report.tiers(report.on).items() if a != b]
    tiers = report.books.tiers
    return [(f"{tiers[a]} → {tiers[b]}", -number) for number, a, b in sorted(found)]


def rule_title(books: Books, rule: str) -> Texts:
    """What a rule is called; the draft's word goes first."""
    found = books.draft.rule(rule) or books.in_use.rule(rule)
    return UNKNOWN if found is None else found.title


def _matrix(report: Report) -> Table:
    tiers, found = report.books.tiers, report.tiers(report.on)
    return Table(
        id="tiers",
        named=1,
        head=("现等级＼草案等级 / in use \\ draft", *tiers, "合计 / total"),
        rows=tuple(
            (a, *(found[a, b] for b in tiers), sum(found[a, b] for b in tiers)) for a in tiers
        ),
    )


def _regions(report: Report) -> Table:
    counts = _by_key(report.tally.regions)
    return Table(
        id="regions",
        named=3,
        head=("地区代码 / region", "省级 / province", "地区 / district", *_MOVES_HEAD),
        rows=tuple(
            (code or "", *_places(report.regions, code), *_moves(counts[code]))
            for code in sorted(counts, key=lambda code: (code is None, code))
        ),
    )


def _sectors(report: Report) -> Table:
    counts = _by_key(report.tally.sectors)
    return Table(
        id="sectors",
        named=2,
        head=("行业代码 / sector", "行业 / name", *_MOVES_HEAD),
        rows=tuple(
            (code or "", _sector(report.books, code), *_moves(counts[code]))
            for code in sorted(counts, key=lambda code: (code is None, code))
        ),
    )


def _rules(report: Report) -> Table:
    return Table(
        id="rules",
        named=4,
        head=(
            "规则 / rule",
            "名称 / title",
            "现在 / in use",
            "草案 / draft",
            "企业数 / enterprises",
        ),
        rows=tuple(
            (rule, both(rule_title(report.books, rule)), both(STATE[a]), both(STATE[b]), number)
            for (rule, a, b), number in sorted(report.tally.rules.items())
        ),
    )


def _months(report: Report) -> Table:
    words = tuple(both(DIRECTION[each]) for each in DIRECTIONS)
    return Table(
        id="months",
        named=1,
        head=("评估日 / on", *words),
        rows=tuple(
            (day.isoformat(), *(report.moves(day)[each] for each in DIRECTIONS))
            for day in report.days
        ),
    )


_MOVES_HEAD = (
    "有事件的企业 / with events",
    *(both(DIRECTION[each]) for each in DIRECTIONS if each != "same"),
)


def _moves(counts: Mapping[Direction, int]) -> Iterator[int]:
    yield sum(counts.values())
    yield from (counts.get(each, 0) for each in DIRECTIONS if each != "same")


def _by_key(
    counts: Mapping[tuple[str | None, Direction], int],
) -> dict[str | None, dict[Direction, int]]:
    found: dict[str | None, dict[Direction, int]] = {}
    for (key, direction), number in counts.items():
        found.setdefault(key, {})[direction] = number
    return found


def _places(regions: Regions, code: str | None) -> Sequence[str]:
    """Names of the province and of the region itself, with its city where it has one."""
    if code is None:
        return both(UNKNOWN), both(UNKNOWN)
    province = regions.name(f"{code[:2]}0000") or code
    if code.endswith("0000"):
        return province, "—"
    city = "" if code.endswith("00") else regions.name(f"{code[:4]}00") or ""
    return province, ("" if city in NO_CITY else city) + (regions.name(code) or code)


def _sector(books: Books, code: str | None) -> str:
    if code is None:
        return both(UNKNOWN)
    found = books.in_use.kinds.sectors.get(code) or books.draft.kinds.sectors.get(code)
    return code if found is None else found.title["zh"]
