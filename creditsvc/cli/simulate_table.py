"""What a simulated year came to, counted from the register itself."""

from collections import Counter
from collections.abc import Iterator
from datetime import date

from sqlalchemy.orm import Session

from creditsvc.bans import service as bans
from creditsvc.changes import service as changes
from creditsvc.cli.simulate_office import Office
from creditsvc.db import acts
from creditsvc.enterprises import service as enterprises
from creditsvc.events import service as events
from creditsvc.findings import service as findings
from creditsvc.kernel.clock import legal_day
from creditsvc.listings import service as listings
from creditsvc.proceedings import clocks
from creditsvc.proceedings import service as proceedings
from creditsvc.redlist import moving
from creditsvc.remedies import service as remedies
from creditsvc.repairs import service as repairs

Counts = Counter[str]
AT_ONCE = 500
HEADINGS = {
    "acts": ("行为", "acts"),
    "enterprises": ("企业", "enterprises"),
    "events": ("事件（按状态）", "events by status"),
    "findings": ("认定（按结果）", "findings by outcome"),
    "cases": ("案件（按阶段）", "cases by stage"),
    "bans": ("禁入（按阶段）", "bans by stage"),
    "entries": ("名单条目", "entries by list and end"),
    "objections": ("异议", "objections"),
    "repairs": ("信用修复申请", "applications for repair"),
    "honours": ("红名单申请", "applications for the redlist"),
    "clocks": ("期限", "clocks of cases"),
    "feed": ("变更流（按事由）", "feed lines by reason"),
    "refused": ("违法举动被拒（举动：理由）", "unlawful moves refused"),
    "overtaken": ("办理中因记录变化被挡", "lawful moves that a change overtook"),
}
WORDS = {
    "total": "合计",
    "effective": "有效",
    "suspended": "暂停",
    "revoked": "撤销",
    "met": "符合",
    "undetermined": "不能判断",
    "gone": "不再符合",
    "proposed": "已提出",
    "opened": "已立案",
    "noticed": "已告知",
    "replied": "已申辩",
    "heard": "已听证",
    "reviewed": "已审核",
    "decided": "已决定",
    "served": "已送达",
    "concluded": "已办结",
    "dropped": "已终结",
    "in_time": "按期",
    "overdue": "逾期",
    "running": "未届满",
    "received": "已收到",
    "accepted": "已受理",
    "declined": "不予受理",
    "upheld": "成立",
    "rejected": "不成立",
    "granted": "准予",
    "refused": "不予准许",
    "checked": "已初审",
    "announced": "公示中",
    "stands": "在列",
    "expired": "期满",
    "repaired": "提前移出或者修复",
    "annulled": "依据撤销",
    "objection_upheld": "异议成立",
    "listed": "列入",
    "ban_begun": "禁入开始",
    "ban_ended": "禁入终止",
    "status_changed": "状态变化",
    "tier_changed": "等级变化",
    "objection_raised": "提出异议",
    "objection_closed": "异议办结",
    "resumed": "恢复执行",
    "serious_dishonesty": "安全生产严重失信",
    "fire_serious_dishonesty": "消防安全严重失信",
    "redlist": "红名单",
    "ban_untold": "未告知先决定禁入",
    "ban_too_early": "期限未满先决定禁入",
    "ban_unreviewed": "听证后未审核先决定禁入",
    "ban_undeliberated": "情节严重未集体讨论先决定禁入",
    "ban_decided_by_handler": "承办人自行决定禁入",
    "notice_unopened": "未立案先告知",
    "review_too_early": "期限未满先审核",
    "decide_too_early": "期限未满先决定",
    "review_own_case": "审核自己承办的案件",
    "decide_own_case": "决定自己承办的案件",
    "decide_unreviewed": "未审核先决定",
    "decide_for_another": "以其他机关名义决定",
    "list_unserved": "未送达先列入",
    "heard_pending": "听证未举行先审核",
    "repair_too_early": "未到期限受理修复",
    "grant_own_repair": "批准自己承办的修复",
    "grant_while_announced": "公示未满先授予",
    "confirm_own_import": "确认自己导入的决定",
    "decide_objection_to_own_entry": "决定对自己所作列入的异议",
}


def counted(office: Office) -> dict[str, Counts]:
    """Every count, by heading."""
    with office.runtime.work.read() as session:
        keys = [key for some in events.with_events(session, AT_ONCE) for key in some]
        known = enterprises.by_ids(
            session, [*keys, *(entry.enterprise_id for entry in listings.every(session))]
        )
        record = events.records_of(session, keys)
        held = [one for key in keys for one in findings.held(session, key).values()]
        return {
            "acts": Counter(total=acts.last(session)),
            "enterprises": Counter(total=len(known)),
            "events": Counter(one.status for each in record.values() for one in each),
            "findings": Counter(one.outcome for one in held),
            "cases": Counter(proceedings.get(session, key).stage.value for key in office.cases),
            "bans": Counter(bans.get(session, key).stage.value for key in office.bans),
            "entries": Counter(_entries(session, office)),
            "objections": Counter(
                remedies.get(session, key).stage.value for key in office.objections
            ),
            "repairs": Counter(repairs.get(session, key).stage.value for key in office.repairs),
            "honours": Counter(moving.get(session, key).stage.value for key in office.honours),
            "clocks": Counter(_clocks(session, office)),
            "feed": Counter(_feed(session)),
            "refused": Counter({f"{what}:{kind}": n for (what, kind), n in office.refused.items()}),
            "overtaken": Counter(office.overtaken),
        }


def table(counts: dict[str, Counts], *, began: date, ended: date) -> Iterator[str]:
    """The counts as lines, Chinese first."""
    yield f"虚构县 {began} 至 {ended} / a fictional county from {began} to {ended}"
    for name, (zh, en) in HEADINGS.items():
        total = counts[name].total()
        yield f"{zh} / {en}: {total}"
        if set(counts[name]) != {"total"}:
            for each, number in sorted(counts[name].items(), key=lambda one: (-one[1], one[0])):
                yield f"    {number:6d}  {_word(each)}"


def _word(name: str) -> str:
    """A count's name, each part of it in Chinese where there is a word, then as the register says it."""
    words = "：".join(WORDS.get(part, part) for part in name.split(":"))
    return name if words == name else f"{words} / {name}"


def _entries(session: Session, office: Office) -> Iterator[str]:
    now = office.clock.now()
    for entry in listings.every(session):
        yield f"{entry.list}:{entry.end_reason_at(now) or 'stands'}"


def _clocks(session: Session, office: Office) -> Iterator[str]:
    """Each clock that binds the authority, of every case."""
    law, today = office.laws.in_use(session), legal_day(office.clock.now())
    for key in office.cases:
        case = proceedings.get(session, key)
        for one in clocks.clocks(law, office.calendar, case, today):
            if one.period.binds == "party" or one.period.longer_is_stricter:
                continue
            yield "overdue" if one.overdue else "running" if one.done_on is None else "in_time"


def _feed(session: Session) -> Iterator[str]:
    seq = 0
    while lines := changes.after(session, seq):
        yield from (line.reason for line in lines)
        seq = lines[-1].seq
