"""What differs between two rulebooks, rule by rule, in lines a reviewer can read."""

from collections.abc import Iterator

from creditsvc.law.loader import Files
from creditsvc.law.rulebook import Law


def differences(before: Law, after: Law) -> Iterator[str]:
    """A line for each rule that is new, gone or changed, by id."""
    olds, news = ({each.id: each for each in book.rules} for book in (before, after))
    for name in sorted(olds.keys() | news.keys()):
        if name not in olds:
            yield f"+ {name}  {news[name].title['zh']}"
        elif name not in news:
            yield f"- {name}  {olds[name].title['zh']}"
        elif olds[name].digest != news[name].digest:
            yield f"~ {name}  {olds[name].sentence['zh']} → {news[name].sentence['zh']}"


def changed_files(before: Files, after: Files) -> Iterator[str]:
    """A line for each file that is new, gone or reads differently, by path."""
    for path in sorted(before.keys() | after.keys()):
        if path not in before:
            yield f"+ {path}"
        elif path not in after:
            yield f"- {path}"
        elif before[path] != after[path]:
            yield f"~ {path}"
