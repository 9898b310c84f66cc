"""PNG and JPEG by their headers and marks alone; no pixel is ever decoded here. Pure."""

from creditsvc.papers.domain import PaperRefused, refused

MOST_PIXELS = 100_000_000  # an A3 page at 600 dpi has 70 million
PNG = b"\x89PNG\r\n\x1a\n"
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}  # SOF0 … SOF15
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})  # marks that no length follows


def must_be_png(content: bytes) -> None:
    """Refuse what is not one whole PNG of a sane size (W3C PNG 5.3, 11.2.1)."""
    if not content.startswith(PNG) or content[12:16] != b"IHDR":
        raise _not("PNG")
    _must_be_sane(int.from_bytes(content[16:20], "big"), int.from_bytes(content[20:24], "big"))
    at = len(PNG)
    while at + 12 <= len(content):
        name, length = content[at + 4 : at + 8], int.from_bytes(content[at : at + 4], "big")
        at += 12 + length
        if name == b"IEND":
            return _must_end(at, content)
    raise _not("PNG")


def must_be_jpeg(content: bytes) -> None:
    """Refuse what is not one whole JPEG of a sane size (ITU-T T.81 annex B)."""
    if not content.startswith(b"\xff\xd8\xff"):
        raise _not("JPEG")
    at, framed = 2, False
    while at + 4 <= len(content) and content[at] == 0xFF:
        mark, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4], "big")
        if mark == 0xFF or mark in _BARE:
            at += 1 if mark == 0xFF else 2
            continue
        if mark in _FRAMES:
            high, wide = content[at + 5 : at + 7], content[at + 7 : at + 9]
            _must_be_sane(int.from_bytes(wide, "big"), int.from_bytes(high, "big"))
            framed = True
        at += 2 + max(length, 2)
        if mark == 0xDA:  # the scan: coded bytes up to the next mark that is none of its own
            at = _scan_end(content, at)
        if framed and content[at : at + 2] == b"\xff\xd9":
            return _must_end(at + 2, content)
    raise _not("JPEG")


def _scan_end(content: bytes, at: int) -> int:
    while (at := content.find(b"\xff", at)) != -1:
        follows = content[at + 1 : at + 2]
        if follows and follows[0] != 0 and follows[0] not in _BARE:
            return at
        at += 1 if follows == b"\xff" else 2
    raise _not("JPEG")


def _must_be_sane(width: int, height: int) -> None:
    if not 0 < width * height <= MOST_PIXELS:
        raise refused(
            "too-many-pixels",
            f"图片像素为 {width}×{height}，须在 1 至 {MOST_PIXELS} 之间，请缩小后再传",
            f"the picture has {width}×{height} pixels, of 1 to {MOST_PIXELS}; make it smaller",
        )


def _must_end(at: int, content: bytes) -> None:
    if at != len(content):
        raise refused(
            "content-after-end",
            "图片结束之后还有内容，请用图片软件重新保存后再传",
            "something follows the end of the picture; save it anew",
        )


def _not(kind: str) -> PaperRefused:
    return refused(
        "not-as-named",
        f"内容不是完整的 {kind} 图片，请核对文件名和内容",
        f"the content is not a whole {kind} picture; check name and content",
    )
