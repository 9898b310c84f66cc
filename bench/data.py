"""What is measured with: fictional codes with real or made-up names, and the events a source sends.

Everything is drawn from a fixed seed, so two runs measure the same.
"""

import gzip
import os
import random
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from creditsvc.kernel.uscc import check_sign

SEED = 20261121
FOLDER = "CREDITSVC_BENCH_DATA"
NAMES = "enterprise_names_200k.txt.gz"
YEARS = 4  # the events lie in the last so many years
Row = dict[str, Any]

_PLACES = ("甘肃", "兰州", "山西", "大同", "河南", "平顶山", "贵州", "六盘水", "青海", "宁夏")
_HOUSES = ("宏远", "金鼎", "永盛", "安泰", "恒通", "华瑞", "鑫源", "嘉禾", "天成", "众合", "百川")
_TRADES = ("煤业", "矿业", "化工", "烟花", "建材", "冶金", "机械", "商贸", "物流", "消防技术服务")
_FORMS = ("有限公司", "有限责任公司", "股份有限公司", "集团有限公司")
_KINDS: Sequence[tuple[str, int]] = (
    ("ws.penalty", 30),
    ("ws.accident", 16),
    ("fs.penalty", 14),
    ("honour.standardization", 10),
    ("ws.unlicensed_operation", 6),
    ("ws.report_violation", 6),
    ("honour.liability_insurance", 5),
    ("ws.hazard_ignored", 4),
    ("fs.accident", 4),
    ("fs.hazard_unrectified", 3),
    ("ws.suspension_defied", 2),
)
_SECTORS = ("coal_mine", "noncoal_mine", "chemical", "fireworks", "construction", "commerce")
_REGIONS = ("620102", "620103", "140105", "410105", "520102")


def names() -> tuple[list[str], str]:
    """Names of enterprises, and in both languages where they are from."""
    folder = os.environ.get(FOLDER)
    if folder is None:
        return made_names(), f"生成的名称（未设 {FOLDER}） / generated names ({FOLDER} is not set)"
    with gzip.open(Path(folder) / NAMES, "rt", encoding="utf-8") as file:
        lines = (line.strip() for line in file)
        real = [line for line in lines if line and not line.startswith("#")]
    return real, f"真实名称 {len(real)} 个，代码为虚构 / {len(real)} real names, fictional codes"


def made_names() -> list[str]:
    """Made-up names, in an order of the fixed seed."""
    made = [
        f"{place}虚构{house}{trade}{form}"
        for place in _PLACES
        for house in _HOUSES
        for trade in _TRADES
        for form in _FORMS
    ]
    random.Random(SEED).shuffle(made)
    return made


def code(number: int) -> str:
    """The *number*-th fictional unified code: region 919999, which is not assigned to anybody."""
    body = f"91999999{number:09d}"
    return body + check_sign(body)


def events(
    numbers: Sequence[int], called: Sequence[str], rows: int, today: date, seed: int = SEED
) -> Iterator[Row]:
    """*rows* events as a source sends them, spread at random over the enterprises *numbers*."""
    draw = random.Random(seed)
    for row in range(rows):
        number = numbers[row] if row < len(numbers) else draw.choice(numbers)
        yield event(draw, row, number, called[number % len(called)], today)


def event(draw: random.Random, row: int, number: int, name: str, today: date) -> Row:
    """One event of the enterprise *number*: what happened, and the penalty some weeks later."""
    [kind] = draw.choices([k for k, _ in _KINDS], [w for _, w in _KINDS])
    conduct = today - timedelta(days=draw.randrange(1, 365 * YEARS))
    penalised = min(today, conduct + timedelta(days=draw.randrange(10, 120)))
    made: Row = {
        "source": "bench",
        "source_ref": f"B-{row:08d}",
        "uscc": code(number),
        "name": name,
        "kind": kind,
        "occurred_on": conduct.isoformat(),
        "authority": "虚构区应急管理局",
        "document_no": f"（虚）应急罚〔{penalised.year}〕{row}号",
        "region": draw.choice(_REGIONS),
        "sector": draw.choice(_SECTORS),
        "facts": _facts(draw, kind, conduct),
    }
    if not kind.startswith("honour."):
        made["penalised_on"] = penalised.isoformat()
    return made


def _facts(draw: random.Random, kind: str, conduct: date) -> Row:
    if kind.endswith(".accident"):
        deaths = draw.choice((0, 1, 1, 2, 3, 4))
        loss = draw.randrange(1, 900) * 10_000
        return {"deaths": deaths, "direct_loss": f"{loss}.00", "liable": draw.random() < 0.8}
    if kind.endswith(".penalty"):
        fine = draw.randrange(1, 60) * 1_000
        return {"penalty_types": ["fine"], "fine": f"{fine}.00", "procedure": "general"}
    if kind == "ws.report_violation":
        return {"mode": draw.choice(("concealed", "late", "omitted"))}
    if kind == "ws.unlicensed_operation":
        return {"licence_state": draw.choice(("none", "expired", "suspended"))}
    if kind.startswith("honour."):
        until = {"valid_until": (conduct + timedelta(days=3 * 365)).isoformat()}
        return until | ({"level": "2"} if kind == "honour.standardization" else {})
    return {}
