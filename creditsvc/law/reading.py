"""Reading a rulebook's YAML with the file and line of every word, so that errors can point at them.

YAML 1.2, core schema, without anchors, tags, floats or repeated keys: one way to say one thing.
"""

import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from creditsvc.law.places import Place, RulebookError

__all__ = ["MARKS", "Place", "RulebookError", "Text", "parse", "read", "text_of"]
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TAG = "tag:yaml.org,2002:"
MARKS = ("seen", "known high", "known med", "known low", "design")  # how well a source is known
_HINTS = (  # a sign of the parser's complaint, and what to do
    ("\\t", "缩进请用空格，不用制表符", "indent with blanks, not tabs"),
    ("another document", "一个文件只写一份内容，请删去“---”", "one document a file: remove “---”"),
    (
        "alias",
        "以 * 开头的文字请加引号；不得引用",
        "put a text that begins with * in quotes; no aliases",
    ),
)


@dataclass(frozen=True, slots=True)
class Text:
    """One value of the rulebook and its place; accessors refuse what is not of the wanted shape."""

    value: object
    place: Place
    name: str = ""

    def error(self, zh: str, en: str) -> RulebookError:
        """The refusal that points at this value."""
        return self.place.error(zh, en)

    def _wanted(self, zh: str, en: str) -> RulebookError:
        what = self.name or "value"
        return self.error(f"“{what}”应为{zh}", f"“{what}” must be {en}")

    @property
    def fields(self) -> dict[str, "Text"]:
        """The mapping's entries by key."""
        if not isinstance(self.value, dict):
            raise self._wanted("键值对", "a mapping of keys to values")
        return self.value

    @property
    def items(self) -> list["Text"]:
        """The sequence's members."""
        if not isinstance(self.value, list):
            raise self._wanted("列表（以“- ”开头）", "a list (lines that begin with “- ”)")
        return self.value

    def only(self, *allowed: str) -> "Text":
        """Itself, if no key but the *allowed* ones is used."""
        for key, entry in self.fields.items():
            if key not in allowed:
                words = "、".join(allowed), ", ".join(allowed)
                raise entry.error(
                    f"不认识的词“{key}”；此处可用：{words[0]}",
                    f"unknown word “{key}”; use one of: {words[1]}",
                )
        return self

    def get(self, key: str) -> "Text | None":
        """The entry under *key*, or None."""
        return self.fields.get(key)

    def need(self, key: str) -> "Text":
        """The entry under *key*; its absence is an error."""
        entry = self.fields.get(key)
        if entry is None:
            raise self.error(f"缺少“{key}”，请补上", f"“{key}” is missing: add it")
        return entry

    @property
    def text(self) -> str:
        """A text that is not blank."""
        if not isinstance(self.value, str) or not self.value.strip():
            raise self._wanted("非空文字", "a text that is not blank")
        return self.value

    def one_of(self, allowed: tuple[str, ...]) -> str:
        """A word out of *allowed*."""
        if self.text not in allowed:
            words = "、".join(allowed), ", ".join(allowed)
            raise self.error(
                f"“{self.name}”应为：{words[0]}；而不是“{self.text}”",
                f"“{self.name}” is one of: {words[1]}; not “{self.text}”",
            )
        return self.text

    @property
    def number(self) -> int:
        """A whole number."""
        if not isinstance(self.value, int) or isinstance(self.value, bool):
            raise self._wanted("整数", "a whole number")
        return self.value

    @property
    def positive(self) -> int:
        """A whole number above zero."""
        if self.number < 1:
            raise self._wanted("大于零的整数", "a whole number above zero")
        return self.number

    @property
    def natural(self) -> int:
        """A whole number, not below zero."""
        if self.number < 0:
            raise self._wanted("不小于零的整数", "a whole number, not below zero")
        return self.number

    @property
    def flag(self) -> bool:
        """true or false."""
        if not isinstance(self.value, bool):
            raise self._wanted("true 或 false", "true or false")
        return self.value

    @property
    def day(self) -> date:
        """A day of the calendar, YYYY-MM-DD."""
        if not isinstance(self.value, date):
            raise self._wanted("真实存在的日期（如 2023-10-01）", "a real day, like 2023-10-01")
        return self.value

    @property
    def bilingual(self) -> dict[str, str]:
        """A text in Chinese and English."""
        self.only("zh", "en")
        return {"zh": self.need("zh").text, "en": self.need("en").text}

    @property
    def texts(self) -> tuple[str, ...]:
        """One text, or a list of at least one, each of them once."""
        if isinstance(self.value, str):
            return (self.text,)
        found: list[str] = []
        for each in self.items:
            if each.text in found:
                raise each.error(
                    f"“{each.text}”写了两次，请删去一处", f"“{each.text}” stands twice: remove one"
                )
            found.append(each.text)
        if not found:
            raise self._wanted("至少有一项的列表", "a list of at least one")
        return tuple(found)

    def plain(self) -> object:
        """The value without places, for digests."""
        if isinstance(self.value, dict):
            return {key: entry.plain() for key, entry in self.value.items()}
        if isinstance(self.value, list):
            return [entry.plain() for entry in self.value]
        return self.value


def text_of(path: Path, base: Path) -> str:
    """The text in *path*; an error names the file relative to *base*."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        name, line = path.relative_to(base).as_posix(), error.object[: error.start].count(b"\n") + 1
        raise RulebookError(
            name, line, "文件不是 UTF-8，请另存为 UTF-8", "the file is not UTF-8: save it as UTF-8"
        ) from error


def read(path: Path, base: Path) -> Text:
    """The one document in *path*; places name the file relative to *base*."""
    return parse(text_of(path, base), path.relative_to(base).as_posix())


def parse(text: str, name: str) -> Text:
    """The one YAML document in *text*."""
    try:
        node = YAML(typ="safe", pure=True).compose(io.StringIO(text))
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        zh, en = _hint(error.problem or "")
        raise RulebookError(
            name,
            line,
            f"不是合法的 YAML（{error.problem}）：{zh}",
            f"not YAML ({error.problem}): {en}",
        ) from error
    except YAMLError as error:
        raise RulebookError(name, 1, f"不是合法的 YAML：{error}", f"not YAML: {error}") from error
    if node is None:
        raise RulebookError(
            name, 1, "文件是空的，请写上内容或者恢复", "the file is empty: write or restore it"
        )
    return _convert(node, name, "")


def _hint(problem: str) -> tuple[str, str]:
    """What to do about what the YAML parser stumbled over."""
    found = ((zh, en) for sign, zh, en in _HINTS if sign in problem)
    return next(
        found, ("请检查缩进、冒号后的空格、引号和括号", "check indent, colons, quotes, brackets")
    )


def _convert(node: Node, file: str, key: str) -> Text:
    place = Place(file, node.start_mark.line + 1)
    if node.anchor is not None:
        raise place.error(
            "不得使用锚点（&）和引用（*）", "anchors (&) and aliases (*) are not used here"
        )
    if isinstance(node, MappingNode):
        return Text(dict(_entries(node, file)), place, key)
    if isinstance(node, SequenceNode):
        return Text([_convert(each, file, key) for each in node.value], place, key)
    if isinstance(node, ScalarNode):
        return Text(_scalar(node, place), place, key)
    raise place.error("无法识别的内容", "content of an unknown shape")


def _entries(node: MappingNode, file: str) -> Iterator[tuple[str, Text]]:
    seen: set[str] = set()
    for key_node, value_node in node.value:
        place = Place(file, key_node.start_mark.line + 1)
        if not isinstance(key_node, ScalarNode):
            raise place.error("键必须是一个词", "a key must be one word")
        key = str(key_node.value)
        if key in seen:
            raise place.error(f"“{key}”写了两次，请删去一处", f"“{key}” stands twice: remove one")
        seen.add(key)
        entry = _convert(value_node, file, key)
        # An empty or nested value begins on a later line than its key; errors about it point at the key.
        yield key, Text(entry.value, place, key)


def _scalar(node: ScalarNode, place: Place) -> object:
    text = str(node.value)
    kind = node.tag.removeprefix(_TAG) if isinstance(node.tag, str) else str(node.ctag)
    kind = kind.removeprefix(_TAG)
    if kind == "str":
        return text
    if kind == "int":
        return _whole(text, place)
    if kind == "bool":
        return text.lower() == "true"
    if kind == "null":
        return None
    if kind == "timestamp":
        return _day(text, place)
    raise place.error(
        f"不能写 {text}：小数请写成带引号的文字",
        f"{text} cannot stand here: put decimals in quotes",
    )


def _whole(text: str, place: Place) -> int:
    digits = text.replace("_", "")
    if not digits.lstrip("+-").isdigit():
        raise place.error(
            f"请用十进制整数，而不是 {text}", f"write a decimal whole number, not {text}"
        )
    return int(digits)


def _day(text: str, place: Place) -> date:
    if not _DAY.fullmatch(text):
        raise place.error(
            f"日期应写成 2023-10-01，而不是 {text}", f"write days like 2023-10-01, not {text}"
        )
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise place.error(f"没有 {text} 这一天", f"there is no day {text}") from error
