"""Reading a rulebook's YAML with the file and line of every word.

YAML 1.2, core schema, without anchors, tags, directives, floats or repeated keys: one way to say one thing.
"""

import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.composer import Composer, ComposerError
from ruamel.yaml.error import MarkedYAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode
from ruamel.yaml.reader import ReaderError

from creditsvc.law.reading import Place, RulebookError, Text

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_TAG = "tag:yaml.org,2002:"
_HINTS = (  # a sign of the parser's complaint, and what to do
    ("\\t", "缩进请用空格，不用制表符", "indent with blanks, not tabs"),
    ("another document", "一个文件只写一份内容，请删去“---”", "one document a file: remove “---”"),
    (
        "alias",
        "以 * 开头的文字请加引号；不得引用",
        "put a text that begins with * in quotes; no aliases",
    ),
    (
        "tag",
        "以 ! 开头的文字请加引号；不得使用标签",
        "put a text that begins with ! in quotes; no tags",
    ),
    ("directive", "请删去“---”以前以 % 开头的行", "remove lines that begin with % before “---”"),
    ("depth", "层次太多，请检查缩进和括号", "too many levels: check indent and brackets"),
)
_DEEPEST = 40  # levels; the rulebook has about ten


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


class _Plain(Composer):
    """Composes what means the same to everyone: tags and directives would change what a word means."""

    def compose_document(self) -> Node:
        """Called by the parser for the document."""
        start = self.parser.peek_event()
        if start.version or start.tags:
            raise ComposerError(None, None, "found a directive", start.start_mark)
        document: Node = super().compose_document()
        return document

    def compose_node(self, parent: Node | None, index: object) -> Node:
        """Called by the parser for each value and key."""
        event = self.parser.peek_event()
        if getattr(event, "tag", None) is not None:
            raise ComposerError(None, None, "found a tag", event.start_mark)
        node: Node = super().compose_node(parent, index)
        return node


def parse(text: str, name: str) -> Text:
    """The one YAML document in *text*."""
    yaml = YAML(typ="safe", pure=True)
    yaml.Composer, yaml.max_depth = _Plain, _DEEPEST
    try:
        node = yaml.compose(io.StringIO(text))
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
    except ReaderError as error:
        line, character = text.count("\n", 0, error.position) + 1, f"#x{error.character:04x}"
        raise RulebookError(
            name,
            line,
            f"不得有控制字符 {character}，请删去",
            f"control character {character} cannot stand here: remove it",
        ) from error
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
