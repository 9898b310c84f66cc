"""Bytes into lines of text. The encoding is proved over the whole file before the first line is used.

UTF-8 (with or without mark), else GB 18030, which contains GBK. Nothing is ever replaced or guessed.
"""

import codecs
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from creditsvc.events.reading_rows import LONGEST, Unreadable

_CHUNK = 1024 * 1024
# GBK text passes for UTF-8 by chance for a sign or two (the famous 联通), three times running about
# once in a million files. A file that held so many good signs before the bad byte is damaged UTF-8,
# and reading it as GBK would quietly give every enterprise a false name.
_SURELY_UTF8 = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Encoding:
    """How a file's bytes are to be read, and how many of them are the mark at its head."""

    name: str
    mark: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Fault:
    line: int
    byte: int
    at_end: bool


def encoding_of(file: BinaryIO) -> Encoding:
    """The one encoding in which every byte of *file* makes sense. Raises Unreadable."""
    file.seek(0)
    head = file.read(4)
    if head[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE):
        raise Unreadable(
            "文件为 UTF-16 编码，请另存为 UTF-8", "the file is UTF-16; save it as UTF-8"
        )
    marked = head.startswith(codecs.BOM_UTF8)
    fault = _first_fault(file, "utf-8")
    if fault is None:
        return Encoding(name="utf-8", mark=len(codecs.BOM_UTF8) if marked else 0)
    if marked or _was_utf8_before(file, fault):
        raise _broken_utf8(fault)
    other = _first_fault(file, "gb18030")
    if other is None:
        return Encoding(name="gb18030")
    fault = max(fault, other, key=lambda one: one.byte)  # the likelier encoding got further
    raise Unreadable(
        f"既不是 UTF-8 也不是 GBK/GB18030 编码（第 {fault.byte} 字节）",
        f"neither UTF-8 nor GBK/GB18030 (byte {fault.byte} of the file)",
        line=fault.line,
    )


def _broken_utf8(fault: _Fault) -> Unreadable:
    if fault.at_end:
        return Unreadable(
            "文件在一个汉字中间被截断，请重新传送",
            "the file is cut off inside a character; send it again",
            line=fault.line,
        )
    return Unreadable(
        f"UTF-8 文件中有损坏的字节（第 {fault.byte} 字节）",
        f"a damaged byte in a UTF-8 file (byte {fault.byte})",
        line=fault.line,
    )


def _first_fault(file: BinaryIO, encoding: str) -> _Fault | None:
    file.seek(0)
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    lines, done = 1, 0
    while True:
        chunk = file.read(_CHUNK)
        held = len(decoder.getstate()[0])
        try:
            decoder.decode(chunk, final=not chunk)
        except UnicodeDecodeError as why:
            return _Fault(
                line=lines + why.object[: why.start].count(b"\n"),
                byte=done - held + why.start,
                at_end=not chunk,
            )
        if not chunk:
            return None
        lines += chunk.count(b"\n")
        done += len(chunk)


def _was_utf8_before(file: BinaryIO, fault: _Fault) -> bool:
    file.seek(0)
    decoder = codecs.getincrementaldecoder("utf-8")("strict")
    text = decoder.decode(file.read(min(fault.byte, _CHUNK)))
    return sum(sign > "\u07ff" for sign in text) >= _SURELY_UTF8


class Lines:
    """The lines of a file, each with its line end, in order.

    *number* is the line last handed out, *position* the bytes read so far. A line past the limit is
    passed over, handed out empty, and its number left in *overlong* for the caller to report.
    """

    def __init__(self, file: BinaryIO, encoding: Encoding) -> None:
        self._file = file
        self._encoding = encoding.name
        self.number = 0
        self.position = encoding.mark
        self.overlong: list[int] = []
        self.ended = False  # whether the last line handed out had a line end
        file.seek(encoding.mark)

    def __iter__(self) -> Iterator[str]:
        while raw := self._file.readline(LONGEST + 1):
            self.number += 1
            self.position += len(raw)
            self.ended = raw.endswith(b"\n")
            if len(raw) > LONGEST:
                self._pass_over(raw)
                yield "\n"
            else:
                yield raw.decode(self._encoding)

    def _pass_over(self, raw: bytes) -> None:
        self.overlong.append(self.number)
        while raw and not raw.endswith(b"\n"):
            raw = self._file.readline(LONGEST)
            self.position += len(raw)
        self.ended = bool(raw)
