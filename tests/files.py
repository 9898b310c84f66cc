"""Small files of each kind, made here byte by byte, and hostile ones made from them."""

import struct
import zlib
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import docx
import xlsxwriter

TEXT = "虚构甲煤业有限公司的陈述意见\n".encode()


def a_pdf(extra: bytes = b"") -> bytes:
    """A PDF of one empty page, with *extra* before its index."""
    return (
        b"%PDF-1.7\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [3 0 R] /Count 1 >>\nendobj\n"
        b"3 0 obj\n<< /Type /Page /Parent 2 0 R /MediaBox [0 0 9 9] >>\nendobj\n"
        + extra
        + b"\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
    )


def an_object_stream(
    held: bytes, head: bytes = b"/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode"
) -> bytes:
    """An object stream that holds *held* compressed."""
    return (
        b"9 0 obj\n<< "
        + head
        + b" >>\nstream\n"
        + zlib.compress(b"8 0 " + held)
        + b"\nendstream\nendobj"
    )


def a_png(width: int = 1, height: int = 1) -> bytes:
    """A PNG of that size, by its header."""
    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + _part(b"IHDR", head)
        + _part(b"IDAT", zlib.compress(b"\0\0"))
        + _part(b"IEND", b"")
    )


def _part(name: bytes, content: bytes) -> bytes:
    return (
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
    )


def a_jpeg(comment: bytes = b"") -> bytes:
    """The marks of a JPEG of one pixel; its scan has a stuffed byte and a restart."""
    said = b"\xff\xfe" + struct.pack(">H", 2 + len(comment)) + comment
    frame = b"\xff\xc0" + struct.pack(">HBHHB", 11, 8, 1, 1, 1) + b"\x01\x11\x00"
    scan = (
        b"\xff\xda"
        + struct.pack(">HB", 8, 1)
        + b"\x01\x00\x00\x3f\x00"
        + b"\x12\xff\x00\xff\xd0\x34"
    )
    return b"\xff\xd8" + said + frame + scan + b"\xff\xd9"


def a_docx() -> bytes:
    """A DOCX of one paragraph."""
    made, out = docx.Document(), BytesIO()
    made.add_paragraph("虚构")
    made.save(out)
    return out.getvalue()


def an_xlsx() -> bytes:
    """An XLSX of one cell."""
    out = BytesIO()
    book = xlsxwriter.Workbook(out)
    book.add_worksheet().write(0, 0, "虚构")
    book.close()
    return out.getvalue()


def an_ofd() -> bytes:
    """An OFD of no page."""
    return a_zip(
        {"OFD.xml": b'<?xml version="1.0"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016"/>'}
    )


def a_zip(parts: dict[str, bytes]) -> bytes:
    """A ZIP of *parts*."""
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return out.getvalue()


def changed(package: bytes, **parts: bytes) -> bytes:
    """*package* with parts added or put in place of its own; `__` in a name stands for `/`."""
    with ZipFile(BytesIO(package)) as old:
        held = {name: old.read(name) for name in old.namelist()}
    return a_zip(held | {name.replace("__", "/"): content for name, content in parts.items()})


SOUND = {
    "意见.pdf": a_pdf(),
    "意见.docx": a_docx(),
    "清单.xlsx": an_xlsx(),
    "决定.ofd": an_ofd(),
    "照片.png": a_png(),
    "照片.JPG": a_jpeg(),
    "照片.jpeg": a_jpeg(),
    "说明.txt": TEXT,
}
