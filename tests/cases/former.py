"""Verdicts of former releases: each rulebook that shipped, as text, and what was said by it then.

A later release must say the same of the same facts by the same rulebook. It may say more (a key that
was not there), and may put the sentences that explain a verdict in better words; those are not kept.
"""

import gzip
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from shipped import FOLDER, regions

from creditsvc.cli.assess import assess_rows
from creditsvc.kernel.canonical import canonical_bytes
from creditsvc.law.loader import load
from creditsvc.law.rulebook import Law

KEPT = FOLDER / "former"
RULEBOOK, VERDICTS = "rulebook.json", "verdicts.jsonl.gz"
_SENTENCES = ("explanation", "tier_reason")


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """Rows as a file holds them, and what is asked of them. *scheme* None: the one in force."""

    on: date
    rows: tuple[dict[str, Any], ...]
    switched_on: frozenset[str] = frozenset()
    scheme: str | None = None


class Bench:
    """Where questions are answered by one rulebook, read from its texts."""

    def __init__(self, texts: dict[str, str]) -> None:
        self._texts = texts
        self._laws: dict[frozenset[str], Law] = {}

    def law(self, switched_on: frozenset[str] = frozenset()) -> Law:
        """The rulebook with what is *switched_on*."""
        if switched_on not in self._laws:
            self._laws[switched_on] = load(self._texts, switched_on)
        return self._laws[switched_on]

    def answers(self, question: Question) -> list[Any]:
        """What is said of each enterprise, without sentences, as JSON holds it."""
        law = self.law(question.switched_on)
        scheme = law.schemes[question.scheme] if question.scheme is not None else None
        rows = [dict(row) for row in question.rows]
        told = assess_rows(law, regions(), rows, question.on, scheme=scheme)
        return [_without_sentences(json.loads(canonical_bytes(each))) for each in told]


def _without_sentences(told: Any) -> Any:
    if isinstance(told, dict):
        return {k: _without_sentences(v) for k, v in told.items() if k not in _SENTENCES}
    return [_without_sentences(each) for each in told] if isinstance(told, list) else told


def as_line(question: Question, answers: list[Any]) -> bytes:
    """One line of the file of verdicts."""
    return canonical_bytes(
        {
            "on": question.on,
            "rows": list(question.rows),
            "switched_on": question.switched_on,
            "scheme": question.scheme,
            "answers": answers,
        }
    )


def kept_verdicts(folder: Path) -> Iterator[tuple[Question, list[Any]]]:
    """Every question of a former release, and its answers."""
    with gzip.open(folder / VERDICTS, "rt", encoding="utf-8") as lines:
        for line in lines:
            kept = json.loads(line)
            yield (
                Question(
                    on=date.fromisoformat(kept["on"]),
                    rows=tuple(kept["rows"]),
                    switched_on=frozenset(kept["switched_on"]),
                    scheme=kept["scheme"],
                ),
                kept["answers"],
            )


def texts_of(folder: Path) -> dict[str, str]:
    """The rulebook of a former release: texts by path."""
    texts: dict[str, str] = json.loads((folder / RULEBOOK).read_bytes())
    return texts


def only_what_was_said(now: Any, then: Any) -> Any:
    """*now* without the keys that *then* did not have."""
    if isinstance(now, dict) and isinstance(then, dict):
        return {k: only_what_was_said(v, then[k]) for k, v in now.items() if k in then}
    if isinstance(now, list) and isinstance(then, list) and len(now) == len(then):
        return [only_what_was_said(*pair) for pair in zip(now, then, strict=True)]
    return now


def differences(bench: Bench, folder: Path) -> list[tuple[Question, bytes, bytes]]:
    """Each question on which *bench* says something else than was said then: both, in canonical JSON."""
    found = []
    for question, then in kept_verdicts(folder):
        now = only_what_was_said(bench.answers(question), then)
        if canonical_bytes(now) != canonical_bytes(then):
            found.append((question, canonical_bytes(then), canonical_bytes(now)))
    return found
