"""PDF without scripts, launches, attachments or encryption, and with nothing after its end. Pure.

All of the bytes are searched, with escapes in names undone, whether or not the file's own index
leads there: older revisions and orphaned objects too. Object streams, where names hide compressed,
are unpacked; one that cannot be is refused.
"""

import re
import zlib
from collections.abc import Iterator

from creditsvc.papers.domain import MIB, refused

UNPACKED_LIMIT = 64 * MIB  # of all object streams; they hold dictionaries, never pictures
# Long enough that compressed bytes do not spell them by chance; what acts needs one of them (ISO
# 32000-1, 12.6.4, 7.11.4, 13.6, 12.7.8, 7.6).
FORBIDDEN = {
    b"JavaScript": "JavaScript",
    b"Launch": "Launch",
    b"EmbeddedFile": "EmbeddedFile",
    b"EmbeddedFiles": "EmbeddedFiles",
    b"RichMedia": "RichMedia",
    b"SubmitForm": "SubmitForm",
    b"ImportData": "ImportData",
    b"GoToE": "GoToE",
    b"XFA": "XFA",
}
_DELIMITED = rb"(?=[\x00\t\n\f\r ()<>\[\]{}/%]|$)"
_NAMES = re.compile(rb"/(" + rb"|".join(FORBIDDEN) + rb"|Encrypt)" + _DELIMITED)
_ESCAPE = re.compile(rb"#([0-9A-Fa-f]{2})")
_STREAM = re.compile(rb"(?<!end)stream\r?\n")
_OBJECTS = re.compile(rb"/ObjStm" + _DELIMITED + rb"|/First\s+\d+(?!\d|\s+\d+\s+R)")


def must_be_inert(content: bytes) -> None:
    """Refuse what is not one whole PDF that only shows pages."""
    if not re.match(rb"%PDF-[12]\.\d", content) or b"%%EOF" not in content[-2048:]:
        raise refused(
            "not-as-named",
            "内容不是完整的 PDF，请核对文件名和内容，或者重新导出",
            "the content is not a whole PDF; check name and content, or export it anew",
        )
    if content.rpartition(b"%%EOF")[2].strip(b"\r\n\t \x00"):
        raise refused(
            "content-after-end",
            "PDF 结束之后还有内容，请重新导出后再传",
            "something follows the end of the PDF; export it anew",
        )
    for text in (content, *_object_streams(content)):
        _must_not_act(text)


def _must_not_act(text: bytes) -> None:
    found = _NAMES.search(_ESCAPE.sub(lambda hit: bytes([int(hit[1], 16)]), text))
    if found is None:
        return
    if found[1] == b"Encrypt":
        raise refused(
            "encrypted",
            "PDF 已加密，请去掉密码和限制后再传",
            "the PDF is encrypted; save it without password or restrictions",
        )
    word = FORBIDDEN[found[1]]
    raise refused(
        "active-content",
        f"PDF 含有会执行或者夹带的内容（/{word}），请“打印为 PDF”后再传",
        f"the PDF holds something that acts or is attached (/{word}); print it to PDF and send that",
    )


def _object_streams(content: bytes) -> Iterator[bytes]:
    """The unpacked object streams. What stands since the last stream tells what a stream is."""
    since, room = 0, UNPACKED_LIMIT
    for begin in _STREAM.finditer(content):
        if begin.start() < since:
            continue  # the word stands inside of a stream
        end = content.find(b"endstream", begin.end())
        before = _ESCAPE.sub(lambda hit: bytes([int(hit[1], 16)]), content[since : begin.start()])
        since = len(content) if end == -1 else end
        if _OBJECTS.search(before):
            text = _unpacked(content[begin.end() : since], room)
            room -= len(text)
            yield text


def _unpacked(body: bytes, room: int) -> bytes:
    packer = zlib.decompressobj()
    try:
        text = packer.decompress(body, room + 1)
    except zlib.error:
        text = b""
    if not text or len(text) > room or not packer.eof:
        raise refused(
            "cannot-look-inside",
            "PDF 的内部结构无法检查，请“打印为 PDF”后再传",
            "the PDF cannot be looked into; print it to PDF and send that",
        )
    return text
