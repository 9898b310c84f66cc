"""Keeps the rulebook that ships and what the program says by it, for the releases to come.

Run at a release, from the project's root: .venv/bin/python tests/cases/make_former.py. What earlier releases left stays.
"""

import gzip
import json
import sys
from collections.abc import Iterator
from pathlib import Path

FOLDER = Path(__file__).parent
sys.path[:0] = [str(FOLDER), str(FOLDER.parents[1])]

from former import KEPT, RULEBOOK, VERDICTS, Bench, Question, as_line  # noqa: E402
from hypothesis import HealthCheck, Phase, given, seed, settings  # noqa: E402
from shipped import CONFIG, all_cases  # noqa: E402
from test_case_properties import DAYS, records  # noqa: E402

from creditsvc.law.loader import files_of  # noqa: E402

SEED = 20261001
DRAWN, WANTED = 6000, 300


def cases() -> Iterator[Question]:
    """Every case of the casebook."""
    for case in all_cases():
        yield Question(
            on=case.on,
            rows=tuple(dict(row) for row in case.rows),
            switched_on=case.book.switched_on,
            scheme=case.book.scheme,
        )


def drawn(bench: Bench) -> list[Question]:
    """Records that chance made, as many as wanted, of which no two get the same verdict."""
    law = bench.law()
    schemes = [None, *sorted(law.schemes)]
    kept: dict[str, Question] = {}

    @seed(SEED)
    @settings(
        max_examples=DRAWN,
        phases=[Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(rows=records(), on=DAYS)
    def draw(rows: list[dict[str, object]], on: object) -> None:
        if len(kept) < WANTED:
            question = Question(on=on, rows=tuple(rows), scheme=schemes[len(kept) % len(schemes)])
            kept.setdefault(_gist(bench, question), question)

    draw()
    if len(kept) < WANTED:
        raise SystemExit(f"only {len(kept)} different verdicts in {DRAWN} records: draw more")
    return list(kept.values())


def _gist(bench: Bench, question: Question) -> str:
    """What the verdict comes to: tier, rules met, rules open, classes of records."""
    told = [
        [
            each["tier"],
            [(one["rule"], one["legal_review"], len(one["evidence"])) for one in each["findings"]],
            [(one["rule"], len(one["missing"])) for one in each["undetermined"]],
            sorted(one["class"] for one in each["records"]),
        ]
        for each in bench.answers(question)
    ]
    return json.dumps(told)


def main() -> None:
    """Write the folder of the rulebook that ships."""
    texts = files_of(CONFIG / "law")
    bench = Bench(texts)
    folder = KEPT / bench.law().digest[:12]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / RULEBOOK).write_text(
        json.dumps(texts, ensure_ascii=False, indent=1, sort_keys=True) + "\n", encoding="utf-8"
    )
    questions = [*cases(), *drawn(bench)]
    lines = b"\n".join(as_line(each, bench.answers(each)) for each in questions)
    (folder / VERDICTS).write_bytes(gzip.compress(lines + b"\n", compresslevel=9, mtime=0))
    sys.stdout.write(f"{folder.relative_to(FOLDER.parents[1])}: {len(questions)} verdicts\n")


if __name__ == "__main__":
    main()
