"""Whether a file's content is what its name says, whole, alone and without anything that acts. Pure.

Structure is checked, not meaning: this keeps out what runs, hides or unpacks itself, and is no
virus scanner. Content is therefore also only ever handed out as a download in a sandbox.
"""

from collections.abc import Callable

from creditsvc.papers import images, packages, pdf
from creditsvc.papers.domain import refused

# Where readers look for another format: PDF readers near the start, unpackers near the end.
PDF_NEAR = 1024
ZIP_NEAR = 22 + 0xFFFF
ZIP_END = b"PK\x05\x06"
CONTROLS = frozenset(map(chr, range(32))) - set("\t\n\r\f")
OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
Check = Callable[[bytes], None]


def must_be(ending: str, content: bytes) -> None:
    """Refuse *content* that is not a sound file of the kind that *ending* names."""
    if content.startswith(OLD_OFFICE):
        raise refused(
            "encrypted-or-old",
            "文件是加密的或者旧版 Office 格式；请去掉密码，另存为 docx、xlsx 或者 PDF",
            "the file is encrypted or of an old Office format; save it without password as docx, xlsx or PDF",
        )
    CHECKS[ending](content)
    _must_be_one(ending, content)


def _must_be_one(ending: str, content: bytes) -> None:
    """No other format's reader may find a file of its own in it."""
    pdf_inside = ending != "pdf" and b"%PDF-" in content[:PDF_NEAR]
    zip_inside = ending not in packages.KINDS and ZIP_END in content[-ZIP_NEAR:]
    if pdf_inside or zip_inside:
        raise refused(
            "two-formats",
            "文件同时像另一种格式，请用原软件重新导出后再传",
            "the file is of another format too; export it anew from its program",
        )


def _text(content: bytes) -> None:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as why:
        raise refused(
            "not-utf-8",
            "文本文件须为 UTF-8 编码，请另存为 UTF-8 后再传",
            "a text file is UTF-8; save it so",
        ) from why
    if CONTROLS & set(text):
        raise refused(
            "not-text",
            "文件含有控制字符，不是纯文本",
            "the file holds control signs and is not plain text; send it as what it is",
        )


CHECKS: dict[str, Check] = {
    "pdf": pdf.must_be_inert,
    "docx": lambda content: packages.must_be_inert("docx", content),
    "xlsx": lambda content: packages.must_be_inert("xlsx", content),
    "ofd": lambda content: packages.must_be_inert("ofd", content),
    "png": images.must_be_png,
    "jpg": images.must_be_jpeg,
    "jpeg": images.must_be_jpeg,
    "txt": _text,
}
