"""What a finding and a rule say, in Chinese and English: article, demand, consequence, term, way out."""

from collections.abc import Iterator

from creditsvc.law.bans import BY_DECISION, BY_LAW, PERSON_TITLES, Ban
from creditsvc.law.domain import Term, Texts
from creditsvc.law.grant_lines import grant_lines
from creditsvc.law.rulebook import Exit, Instrument, Rule

_MARKS = {
    "seen": ("见于所存文本", "seen in a stored copy of the text"),
    "known high": ("未见文本，把握大", "not seen, known with high confidence"),
    "known med": ("未见文本，把握一般", "not seen, known with medium confidence"),
    "known low": ("未见文本，把握小", "not seen, known with low confidence"),
    "design": ("本系统的读法", "our own reading"),
}
STARTS = {
    "publication": ("公布之日", "publication"),
    "decision": ("决定之日", "the decision"),
    "grant": ("授予之日", "the grant"),
    "sentence_or_sanction": (
        "刑罚执行完毕或者受处分之日",
        "the end of the sentence or the sanction",
    ),
}

_ARISES = {
    BY_LAW: (
        "（依他处作出的判决、处分当然发生）",
        " (by law, from a judgement or sanction decided elsewhere)",
    ),
    BY_DECISION: ("（由本机关决定，须先告知）", " (decided by the authority, after notice)"),
    None: ("", ""),
}


def rule_lines(rule: Rule) -> Iterator[tuple[str, str]]:
    """A rule line by line, each in Chinese and English."""
    source = rule.instrument
    yield f"{rule.id}  {rule.title['zh']}", f"{rule.id}  {rule.title['en']}"
    yield (
        f"依据：{source.title['zh']}（{source.number}）{rule.article}",
        f"Basis: {source.title['en']} ({source.number}) {rule.article}",
    )
    yield in_force_line(source)
    yield from off_line(rule.off)
    yield f"条件：{rule.sentence['zh']}", f"Condition: {rule.sentence['en']}"
    yield from consequence_lines(rule)
    grant = source.grants.get(rule.list) if rule.list is not None else None
    if grant is not None:
        yield from grant_lines(grant)
    yield provenance_line(rule.provenance)
    place = f"{rule.place.file}:{rule.place.line}"
    yield f"出处：{place}，摘要 {rule.digest}", f"Stands at {place}, digest {rule.digest}"


def consequence_lines(rule: Rule) -> Iterator[tuple[str, str]]:
    """What follows when a rule is met: list, referral, ban, term, way out."""
    yield _consequence(rule)
    if rule.referral is not None:
        to, what = rule.referral.to, rule.referral.text
        yield f"移送：{to['zh']}——{what['zh']}", f"Referral: {to['en']}: {what['en']}"
    if rule.ban is not None:
        yield _ban(rule.ban)
    if rule.persons:
        zh, en = zip(*(PERSON_TITLES[role] for role in rule.persons), strict=True)
        yield f"同时列入的人员：{'、'.join(zh)}", f"Persons listed with it: {', '.join(en)}"
    if rule.term is not None:
        yield _term(rule.term)
    ending = rule.instrument.exits.get(rule.list) if rule.list is not None else None
    if ending is not None:
        yield from _exit(ending)


def in_force_line(source: Instrument) -> tuple[str, str]:
    """The days an instrument is in force."""
    span = source.in_force
    if span.last is None:
        return f"施行：自{span.from_}起", f"In force: from {span.from_}"
    return f"施行：{span.from_}至{span.last}", f"In force: {span.from_} to {span.last}"


def off_line(off: Texts | None) -> Iterator[tuple[str, str]]:
    """Why something is switched off; nothing where it is on."""
    if off is not None:
        yield f"已停用：{off['zh']}", f"Switched off: {off['en']}"


def provenance_line(mark: str) -> tuple[str, str]:
    """Where we know a line from."""
    zh, en = _MARKS[mark]
    return f"来源：{zh}", f"Provenance: {en}"


def _ban(ban: Ban) -> tuple[str, str]:
    start = STARTS[ban.counts_from] if ban.counts_from is not None else None
    counted = (
        (f"，自{start[0]}起算", f", counted from {start[1]}") if start is not None else ("", "")
    )
    arises = _ARISES[ban.arises]
    return (
        f"禁入：{ban.text['zh']}{counted[0]}{arises[0]}",
        f"Ban: {ban.text['en']}{counted[1]}{arises[1]}",
    )


def _consequence(rule: Rule) -> tuple[str, str]:
    if rule.about != "enterprise":
        return (
            "后果：只及于个人，不对企业作出结论",
            "Consequence: for persons only, none for the enterprise",
        )
    if rule.list_title is None:
        return "后果：不列入名单，不影响等级", "Consequence: no list, no effect on the tier"
    may = (
        ("可以列入（须裁量）", "may be entered (at discretion) on")
        if rule.discretionary
        else (
            "应当列入",
            "is to be entered on",
        )
    )
    return (
        f"后果：{may[0]}“{rule.list_title['zh']}”",
        f"Consequence: {may[1]} the {rule.list_title['en']}",
    )


def _term(term: Term) -> tuple[str, str]:
    start = STARTS[term.counts_from]
    again = (
        (f"；再次列入{term.repeat_months}个月", f"; {term.repeat_months} months when listed again")
        if term.repeat_months is not None
        else ("", "")
    )
    return (
        f"期限：自{start[0]}起{term.months}个月{again[0]}",
        f"Term: {term.months} months from {start[1]}{again[1]}",
    )


def _exit(ending: Exit) -> Iterator[tuple[str, str]]:
    if ending.ends == "ex_officio":
        yield (
            f"期满：依职权移出（{ending.article}）",
            f"At expiry: removed ex officio ({ending.article})",
        )
    else:
        yield (
            f"期满：经申请移出（{ending.article}）",
            f"At expiry: removed on application ({ending.article})",
        )
    if ending.early_after is not None:
        yield (
            f"提前移出：满{ending.early_after}个月可以申请（{ending.early_article}）",
            f"Early removal: after {ending.early_after} months, on application ({ending.early_article})",
        )
    for each in ending.conditions:
        yield (
            f"  条件：{each.text['zh']}（{each.article}）",
            f"  Condition: {each.text['en']} ({each.article})",
        )
    for each in ending.bars:
        yield (
            f"  障碍：{each.text['zh']}（{each.article}）",
            f"  Bar: {each.text['en']} ({each.article})",
        )
    for one in (*ending.returns, *ending.lost_by):
        back = one in ending.returns
        zh, en = ("再次列入", "Comes back") if back else ("提前失去", "Is lost")
        yield (
            f"  {zh}：{one.text['zh']}（{one.article}）",
            f"  {en}: {one.text['en']} ({one.article})",
        )
