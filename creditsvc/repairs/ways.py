"""What a repair asks for: from which day, on which conditions and papers, and what bars it. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from creditsvc.law.rulebook import Requirement, Restoration
from creditsvc.proceedings.domain import Document
from creditsvc.repairs.domain import Effect, Obstacle


@dataclass(frozen=True, slots=True, kw_only=True)
class Way:
    """What leads out under one rulebook.

    *earliest*: first day to apply; None: any day. *documents*: papers besides those for conditions.
    """

    earliest: date | None
    article: str
    conditions: tuple[Requirement, ...]
    bars: tuple[Requirement, ...] = ()
    documents: tuple[Requirement, ...] = ()
    restoration: Restoration | None = None

    @property
    def on_paper(self) -> tuple[Requirement, ...]:
        """What needs a paper: the conditions that people judge, and the documents."""
        return (*(each for each in self.conditions if not each.automatic), *self.documents)

    @property
    def to_judge(self) -> tuple[str, ...]:
        """What people judge before a grant: these conditions, and that no bar stands."""
        return tuple(each.id for each in (*self.conditions, *self.bars) if not each.automatic)

    def form(self) -> list[dict[str, object]]:
        """Everything asked for, as JSON values."""
        return [
            {"id": each.id, "article": each.article, "automatic": each.automatic, **each.text}
            for each in (*self.conditions, *self.documents, *self.bars)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What came in for an effect: when, with which papers; *today*: when that is looked at."""

    effect: Effect
    received_on: date
    proofs: Mapping[str, Document]
    today: date


def too_early(way: Way, received_on: date, zh: str, en: str) -> Iterator[Obstacle]:
    """That the application came before its first day; *zh*, *en*: what was applied for."""
    if way.earliest is not None and received_on < way.earliest:
        yield Obstacle(
            id="earliest",
            article=way.article,
            zh=f"{way.earliest}以前不得申请{zh}",
            en=f"{en} may not be applied for before {way.earliest}",
            from_day=way.earliest,
        )


def lacking(way: Way, proofs: Mapping[str, Document]) -> Iterator[Obstacle]:
    """Each paper that is asked for and not there."""
    for asked in way.on_paper:
        if asked.id not in proofs:
            yield Obstacle(
                id=asked.id,
                article=asked.article,
                zh=f"缺少证明材料：{asked.text['zh']}",
                en=f"no paper proves: {asked.text['en']}",
            )


def whole(number: str, each: Requirement) -> Requirement:
    """A requirement whose article names its instrument."""
    article = cited(number, each.article)
    return Requirement(id=each.id, article=article, text=each.text, automatic=each.automatic)


def cited(number: str, article: str) -> str:
    """An article with the number of its instrument, where it does not name one itself."""
    return article if "号" in article or "《" in article else f"{number}{article}"
