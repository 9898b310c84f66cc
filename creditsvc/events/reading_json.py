"""JSON lines: one object a line, every number exact, no name twice in an object (RFC 8259, RFC 7493)."""

import json
from collections.abc import Iterator
from decimal import Decimal
from typing import BinaryIO, Never

from creditsvc.events.quoting import shown
from creditsvc.events.reading_rows import LONGEST, BadRow, RawRow, Row, Unreadable, overlong
from creditsvc.events.reading_text import Encoding, Lines
from creditsvc.kernel.refusals import Invalid


class NotAnEvent(Invalid):
    """The text is no JSON object that can be read in only one way."""

    kind = "not-a-json-object"


def parse_object(text: str) -> dict[str, object]:
    """The JSON object that *text* holds; numbers with a fraction become exact decimals.

    Raises NotAnEvent for anything else: broken JSON, a name given twice, NaN or Infinity.
    """
    try:
        value = _DECODER.decode(text)
    except json.JSONDecodeError as why:
        raise NotAnEvent(
            f"JSON 在第 {why.colno} 个字符处有误（{_ZH.get(why.msg, '语法错误')}）",
            f"the JSON is broken at character {why.colno}: {why.msg}",
        ) from why
    except RecursionError as why:
        raise NotAnEvent("JSON 嵌套过深", "the JSON is nested too deeply") from why
    if not isinstance(value, dict):
        raise NotAnEvent(
            "应为一个 JSON 对象（以 { 开始）", "expected one JSON object, which begins with {"
        )
    return value


def json_rows(lines: Lines) -> Iterator[Row]:
    """Every line that is not blank, as a row or as the reason why it is none."""
    for text in lines:
        if lines.overlong:
            yield overlong(lines.overlong.pop())
        elif not text.isspace():
            yield _row(lines.number, text)


def refuse_truncated(file: BinaryIO, encoding: Encoding) -> None:
    """Raise Unreadable if the last line breaks off: the rows behind it are missing, so none is read."""
    if _is_array(file, encoding):
        raise Unreadable(
            "这是 JSON 数组；请每行写一个对象（JSONL）",
            "this is a JSON array; write one object a line (JSONL)",
        )
    text, line = _last_line(file, encoding)
    if text.startswith("{") and _breaks_off(text):
        raise Unreadable(
            "文件被截断，最后一行不完整；请重新传送",
            "the file is cut off in its last line; send it again",
            line=line,
        )


def _is_array(file: BinaryIO, encoding: Encoding) -> bool:
    """Whether one array spans the file; an array in a line of its own among others is a bad row."""
    file.seek(encoding.mark)
    first = file.readline(LONGEST).strip()
    alone = not file.read(4096).strip()
    return first.startswith(b"[") and (alone or not first.endswith(b"]"))


def _row(line: int, text: str) -> Row:
    try:
        return RawRow(line=line, values=parse_object(text))
    except NotAnEvent as why:
        return BadRow(line=line, field=why.field, reason=str(why))


def _breaks_off(text: str) -> bool:
    try:
        _DECODER.decode(text)
    except json.JSONDecodeError as why:
        return not text.endswith("}") or why.pos >= len(text)
    except (NotAnEvent, RecursionError):  # complete, and wrong in another way: the row says so
        return False
    return False


def _last_line(file: BinaryIO, encoding: Encoding) -> tuple[str, int]:
    """The last line that is not blank, without its end, and its number; ("", 1) where there is none."""
    file.seek(encoding.mark)
    last, number = (b"", 1), 0
    while raw := file.readline(LONGEST + 1):
        if raw.strip() and len(raw) <= LONGEST:
            last = (raw, number + 1)
        number += raw.endswith(b"\n")
    return last[0].decode(encoding.name, "strict").strip(), last[1]


def _no_twins(pairs: list[tuple[str, object]]) -> dict[str, object]:
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twin = next(name for name in names if names.count(name) > 1)
        raise NotAnEvent(
            f"“{shown(twin)}”出现了两次", f"{shown(twin)!r} is given twice", field=shown(twin)
        )
    return found


def _no_nan(word: str) -> Never:
    raise NotAnEvent(f"{word} 不是数", f"{word} is not a number")


def _whole(digits: str) -> int:
    if len(digits) > 30:  # no count and no amount is so long; Python itself refuses 4,300 digits
        raise NotAnEvent("数字过长", "a number is too long")
    return int(digits)


_DECODER = json.JSONDecoder(
    object_pairs_hook=_no_twins, parse_float=Decimal, parse_int=_whole, parse_constant=_no_nan
)
_ZH = {
    "Unterminated string starting at": "字符串缺少结束引号",
    "Expecting value": "此处应有一个值",
    "Expecting ',' delimiter": "此处应有逗号",
    "Expecting ':' delimiter": "此处应有冒号",
    "Expecting property name enclosed in double quotes": "字段名应加双引号",
    "Extra data": "对象之后还有多余内容",
    "Invalid control character at": "字符串中有控制字符",
    "Invalid \\escape": "转义有误",
}
