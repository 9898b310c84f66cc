"""`python -m bench.screening_table`: the table of docs/screening.md, measured anew and written there.

The labelled set: the real enterprise names that are published with this project (config/demo), each
written otherwise in every way of `variants`, and each with namesakes that are other enterprises. They
are looked for among all those names and as many generated ones.
"""

import csv
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from bench import data, variants
from bench.screenings import fill
from creditsvc import settings
from creditsvc.app import build
from creditsvc.db import migrate
from creditsvc.db.engine import open_engine, reading
from creditsvc.enterprises import name_index
from creditsvc.enterprises.name_index import Proposal
from creditsvc.enterprises.naming import Reader, plain
from creditsvc.settings import ROOT

DOC = ROOT / "docs" / "screening.md"
BEGIN, END = "<!-- python -m bench.screening_table -->", "<!-- end -->"
HEAD = (
    "| 写法 / written otherwise | 例 / cases | 首位 / first | 前十 / Recall@10 | 强候选的准确率 / precision"
    " of strong candidates |\n|---|--:|--:|--:|--:|"
)
OTHER_HEAD = (
    "| 另一企业 / another enterprise | 例 / cases | 称名称相同 / called same name | 提出 / proposed |"
    " 说明不同之处 / said to differ |\n|---|--:|--:|--:|--:|"
)
STRONG = frozenset({"same_name", "same_core", "slip", "homophone"})
SOURCES = {
    "published_listings.csv": ("company_name",),
    "penalty_decisions.csv": ("company_name", "former_name"),
}
DRAWS = 3  # variants of each name and kind


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The counts of one kind. strong: strong candidates, of which right are the one meant."""

    cases: int = 0
    first: int = 0
    ten: int = 0
    strong: int = 0
    right: int = 0


def main() -> int:
    """Measure and write."""
    text = DOC.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    DOC.write_text(f"{before}{BEGIN}\n{measured()}\n{END}{after}", encoding="utf-8")
    return 0


def measured() -> str:
    """Both tables."""
    real = names_that_ship()
    generated = [name for name in data.made_names() if name not in set(real)]
    with tempfile.TemporaryDirectory(prefix="creditsvc-bench-") as folder:
        environ = {
            "CREDITSVC_DATA_DIR": folder,
            "CREDITSVC_DATABASE_URL": f"sqlite:///{Path(folder) / 'register.db'}",
        }
        runtime = build(settings.read(environ))
        opened = open_engine(f"sqlite:///{Path(folder) / 'register.db'}")
        migrate.upgrade(opened, migrate.REGISTER)
        opened.dispose()
        fill(runtime, [*real, *generated])
        reader = runtime.part(Reader)
        name_index.make(runtime.work.engine, reader, lambda _: None)
        with Session(reading(runtime.work.engine)) as session:
            same = [_same(session, reader, kind, real) for kind in variants.SAME]
            others = [_other(session, reader, kind, real) for kind in variants.OTHERS]
        runtime.work.engine.dispose()
    about = (
        f"{len(real)} 个真实名称（config/demo），与 {len(generated)} 个生成的名称同库 / {len(real)} real"
        f" names (config/demo) among {len(generated)} generated ones"
    )
    return "\n".join([about, "", HEAD, *same, "", OTHER_HEAD, *others])


def names_that_ship() -> list[str]:
    """The enterprises' names in the published cases, each once."""
    found: dict[str, None] = {}
    for file, columns in SOURCES.items():
        with (ROOT / "config" / "demo" / file).open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                found |= dict.fromkeys(row[one].strip() for one in columns)
    unlike: dict[str, str] = {}
    for name in found:
        if len(plain(name)) > 3 and "*" not in name and "某" not in name:
            unlike.setdefault(plain(name), name)
    return list(unlike.values())


def _asked(
    reader: Reader,
    kinds: Mapping[str, tuple[str, str, variants.Change]],
    kind: str,
    names: Sequence[str],
) -> Iterable[tuple[str, str]]:
    """Each name with a text that is it written otherwise, and no other name of the set."""
    change, every = kinds[kind][2], {plain(name) for name in names}
    for name in names:
        made = (variants.variant(reader, change, (kind, no), name) for no in range(DRAWS))
        for text in dict.fromkeys(one for one in made if one):
            if plain(text) == plain(name) or plain(text) not in every:
                yield name, text


def _same(session: Session, reader: Reader, kind: str, names: Sequence[str]) -> str:
    row = Row()
    for name, text in _asked(reader, variants.SAME, kind, names):
        found = name_index.propose(session, reader, text, 10)
        hits = [plain(one.named.name) == plain(name) for one in found]
        strong = [hit for hit, one in zip(hits, found, strict=True) if _is_strong(one)]
        row = Row(
            cases=row.cases + 1,
            first=row.first + (hits[:1] == [True]),
            ten=row.ten + any(hits),
            strong=row.strong + len(strong),
            right=row.right + sum(strong),
        )
    zh, en, _ = variants.SAME[kind]
    shares = (
        _share(row.first, row.cases),
        _share(row.ten, row.cases),
        _share(row.right, row.strong),
    )
    return f"| {zh} / {en} | {row.cases} | {' | '.join(shares)} |"


def _other(session: Session, reader: Reader, kind: str, names: Sequence[str]) -> str:
    cases = same = proposed = differ = 0
    for name, text in _asked(reader, variants.OTHERS, kind, names):
        cases += 1
        for one in name_index.propose(session, reader, text, 10):
            if plain(one.named.name) == plain(name):
                proposed += 1
                same += one.likeness.klass == "same_name"
                differ += bool(one.likeness.reasons)
    zh, en, _ = variants.OTHERS[kind]
    shares = (_share(same, cases), _share(proposed, cases), _share(differ, proposed))
    return f"| {zh} / {en} | {cases} | {' | '.join(shares)} |"


def _is_strong(one: Proposal) -> bool:
    return one.likeness.klass in STRONG and "region_differs" not in one.likeness.reasons


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.1%}" if whole else "–"


if __name__ == "__main__":
    sys.exit(main())
