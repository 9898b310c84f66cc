"""How the rules of two days are compared, as it is read from `two_dates.yaml`."""

from creditsvc.law.doubts import DOUBTS, Limit, Remark, TwoDayRules
from creditsvc.law.reading import MARKS, Text


def read_two_dates(document: Text) -> TwoDayRules:
    """Principle, doubts and limits. Raises RulebookError."""
    document.only("principle", "doubts", "settled", "limits")
    doubts = document.need("doubts").only(*DOUBTS)
    principle = document.need("principle").only("article", "zh", "en", "provenance")
    principle.need("article")
    return TwoDayRules(
        principle=read_remark("principle", principle),
        doubts={name: read_remark(name, _plain(doubts.need(name))) for name in DOUBTS},
        settled=read_remark("settled", _plain(document.need("settled"))),
        limits=tuple(_limit(each) for each in document.need("limits").items),
    )


def _plain(entry: Text) -> Text:
    return entry.only("zh", "en", "provenance")


def _limit(entry: Text) -> Limit:
    entry.only("months", "article", "zh", "en", "provenance")
    months, _ = entry.need("months").positive, entry.need("article")
    return Limit(months=months, remark=read_remark(f"after_{months}_months", entry))


def read_remark(name: str, entry: Text) -> Remark:
    """A sentence with its source and how well it is known; the words allowed are the caller's."""
    article = entry.get("article")
    return Remark(
        id=name,
        article=article.text if article is not None else None,
        text={"zh": entry.need("zh").text, "en": entry.need("en").text},
        provenance=entry.need("provenance").one_of(MARKS),
    )
