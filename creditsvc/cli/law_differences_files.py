"""What differs between two rulebooks where no rule, measure or period tells it: value by value, by its place."""

from collections.abc import Iterator, Mapping
from typing import Any

from creditsvc.law.loader import Files
from creditsvc.law.parsing import parse

# Each file, or what of an instrument, that the lines on rules, measures and procedure leave out.
_FILES = {
    "kinds.yaml": ("事件种类", "kinds of events"),
    "lists.yaml": ("名单", "lists"),
    "records.yaml": ("记录分类", "classes of records"),
    "publication.yaml": ("公布", "publication"),
    "supervision.yaml": ("监管频次", "supervision"),
    "two_dates.yaml": ("新旧规定的适用", "rules of two dates"),
    "base_list.yaml": ("措施基础清单", "base list of measures"),
}
_OF_INSTRUMENT = {
    "grants": ("授予", "grants"),
    "display": ("记录公示和修复", "display and repair"),
    "exits": ("移出", "exits"),
    "determines": ("认定", "determines"),
    "channels": ("公布渠道", "channels"),
}
_TIERS = ("等级方案", "tier scheme")
_NONE = "没有 / none"


def file_differences(before: Files, after: Files) -> Iterator[str]:
    """A line for each value that is new, gone or changed, with the place where it stands."""
    for path, (zh, en) in _FILES.items():
        yield from _told(f"{zh} / {en}", _plain(before, path), _plain(after, path))
    for name, (old, new) in _pairs(_tiers(before), _tiers(after)):
        yield from _told(f"{_TIERS[0]} / {_TIERS[1]} {name}", old, new)
    for name, (old, new) in _pairs(_instruments(before), _instruments(after)):
        if old is None or new is None:
            continue  # the instrument itself is told as new or gone
        for word, (zh, en) in _OF_INSTRUMENT.items():
            yield from _told(f"{name} {zh} / {en}", old.get(word), new.get(word))


def _told(label: str, before: Any, after: Any, place: str = "") -> Iterator[str]:
    """Lines where the two differ: mappings by key, rows by their id, everything else as a whole."""
    if before == after:
        return
    old, new = _by_name(before), _by_name(after)
    if old is not None and new is not None:
        for name, (was, now) in _pairs(old, new):
            yield from _told(label, was, now, f"{place}.{name}" if place else name)
        return
    sign = "+" if before is None else "-" if after is None else "~"
    where = f"  {place}" if place else ""
    yield f"{sign} {label}{where}：{_text(before)} → {_text(after)}"


def _by_name(value: Any) -> Mapping[str, Any] | None:
    """The parts of a value by name: a mapping's, or rows' that each have an id of their own."""
    if isinstance(value, Mapping):
        return {str(key): each for key, each in value.items()}
    if isinstance(value, list) and value and all(isinstance(each, Mapping) for each in value):
        names = [str(each.get("id") or each.get("list") or "") for each in value]
        if all(names) and len(set(names)) == len(names):
            return dict(zip(names, value, strict=True))
    return None


def _pairs(
    before: Mapping[str, Any], after: Mapping[str, Any]
) -> Iterator[tuple[str, tuple[Any, Any]]]:
    for name in [*before, *(each for each in after if each not in before)]:
        yield name, (before.get(name), after.get(name))


def _text(value: Any) -> str:
    if value is None:
        return _NONE
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_text(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(_text(each) for each in value) + "]"
    return str(value).lower() if isinstance(value, bool) else str(value)


def _plain(files: Files, path: str) -> Any:
    return parse(files[path], path).plain() if path in files else None


def _tiers(files: Files) -> dict[str, Any]:
    """The schemes by their names, whatever their files are called."""
    found: dict[str, Any] = {}
    for path in sorted(files):
        if path.startswith("tiers/"):
            plain = _plain(files, path)
            found[str(plain.get("id", path))] = plain
    return found


def _instruments(files: Files) -> dict[str, Any]:
    paths = [path for path in sorted(files) if path.startswith("instruments/")]
    found = [_plain(files, path) for path in paths]
    return {str(each["instrument"]["id"]): each for each in found}
