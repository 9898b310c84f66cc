"""DOCX, XLSX and OFD: sound ZIP packages of the kind they say, without macros or outside parts. Pure."""

import zlib
from collections.abc import Mapping
from io import BytesIO
from xml.parsers import expat
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from creditsvc.papers.domain import MIB, PaperRefused, refused

UNPACKED_LIMIT = 100 * MIB  # five times the largest file: no office paper comes near
MOST_PARTS = 5000
MOST_RATIO = 200  # of one part larger than a mebibyte; sheets of equal rows reach some fifty
END = b"PK\x05\x06" + bytes(2 + 2)  # the end record of an archive of one disk
END_SIZE = 22
ENCRYPTED = 0x1 | 0x40 | 0x2000
CONTENT_TYPES = "[Content_Types].xml"
_MAIN = "application/vnd.openxmlformats-officedocument.{}.main+xml"
KINDS = {
    "docx": (CONTENT_TYPES, _MAIN.format("wordprocessingml.document")),
    "xlsx": (CONTENT_TYPES, _MAIN.format("spreadsheetml.sheet")),
    "ofd": ("OFD.xml", None),
}
# Parts that run, or that carry files of their own (ECMA-376-1, 15.2; [MS-OFFMACRO2] 2.2).
ACTIVE = ("vbaproject.bin", "vbadata.xml", "/activex/", "/embeddings/", "/macrosheets/", "/externallinks/", "/ctrlprops/")  # fmt: skip
HARMLESS_LINKS = ("http://", "https://", "mailto:")


def must_be_inert(kind: str, content: bytes) -> None:
    """Refuse what is not one whole package of *kind* that holds text and pictures only."""
    try:
        with ZipFile(BytesIO(content)) as package:
            _must_fill(package, content)
            parts = {part.filename: part for part in package.infolist()}
            _must_be_modest(package, parts)
            _must_be_kind(package, parts, kind)
            for name in parts:
                _must_be_passive(package, name)
    except (BadZipFile, zlib.error, expat.ExpatError, EOFError, NotImplementedError, ValueError) as why:  # fmt: skip
        raise _not(kind) from why


def _must_fill(package: ZipFile, content: bytes) -> None:
    """The archive begins with the first byte and ends with the last: nothing before, nothing after."""
    first = min((part.header_offset for part in package.infolist()), default=-1)
    tail = content[-END_SIZE:]
    whole = first == 0 and content.startswith(b"PK\x03\x04") and tail.startswith(END)
    if not whole or tail[-2:] != b"\0\0" or package.comment:
        raise refused(
            "content-around",
            "压缩包之前、之后还有内容，请用原软件另存后再传",
            "something stands before or after the package; save it anew from its program",
        )


def _must_be_modest(package: ZipFile, parts: Mapping[str, ZipInfo]) -> None:
    """Names are plain and differ, nothing is encrypted, and the parts unpack to what they declare."""
    listed = package.infolist()
    odd = [
        each.filename
        for each in listed
        if each.filename.startswith(("/", "\\"))
        or "\\" in each.filename
        or ".." in each.filename.split("/")
        or each.compress_type not in {ZIP_STORED, ZIP_DEFLATED}
    ]
    if odd or len({name.lower() for name in parts}) != len(listed) or len(listed) > MOST_PARTS:
        raise refused(
            "odd-package",
            "压缩包的目录不正常，请用原软件另存后再传",
            "the parts of the package are not in order; save it anew from its program",
        )
    if any(each.flag_bits & ENCRYPTED for each in listed):
        raise refused(
            "encrypted", "文件已加密，请去掉密码后再传", "the file is encrypted; save it without password"
        )  # fmt: skip
    bombs = [e for e in listed if e.file_size > max(MIB, MOST_RATIO * e.compress_size)]
    if bombs or sum(each.file_size for each in listed) > UNPACKED_LIMIT:
        raise refused(
            "unpacks-too-large",
            f"解压后过大（上限 {UNPACKED_LIMIT // MIB} MiB，单个部分 {MOST_RATIO} 倍），请精简后再传",
            f"it unpacks to more than {UNPACKED_LIMIT // MIB} MiB or {MOST_RATIO} times; make it smaller",
        )
    if (
        package.testzip() is not None
    ):  # reads each part up to its declared size and compares its sum
        raise BadZipFile


def _must_be_kind(package: ZipFile, parts: Mapping[str, ZipInfo], kind: str) -> None:
    needed, main = KINDS[kind]
    if needed not in parts:
        raise _not(kind)
    found = _elements(package.read(needed))
    if main is None:
        return
    types = {each.get("ContentType", "") for _, each in found}
    if any("macroenabled" in each.lower() for each in types):
        raise _active("macroEnabled")
    if main not in types:
        raise _not(kind)


def _must_be_passive(package: ZipFile, name: str) -> None:
    lowered = f"/{name.lower()}"
    active = next((word for word in ACTIVE if word in lowered), None)
    if active is not None:
        raise _active(name)
    if not lowered.endswith(".rels"):
        return
    for _, each in _elements(package.read(name)):
        target = each.get("Target", "").lower()
        link = each.get("Type", "").endswith("/hyperlink") and target.startswith(HARMLESS_LINKS)
        if each.get("TargetMode", "").lower() == "external" and not link:
            raise refused(
                "outside-target",
                "文件会从外部加载内容（模板、图片、对象或者文件链接），请断开链接，或者导出为 PDF 后再传",
                "the file loads something from outside (template, picture, object or file link); break the"
                " link or export it to PDF",
            )


def _elements(text: bytes) -> list[tuple[str, dict[str, str]]]:
    """The elements of a small XML part with their attributes; one with a DTD is refused."""
    found: list[tuple[str, dict[str, str]]] = []

    def no_dtd(*_: object) -> None:
        raise ValueError("a package part declares no DTD")  # ECMA-376-2, 6.2.5

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = no_dtd
    parser.StartElementHandler = lambda name, attributes: found.append((name, attributes))
    parser.Parse(text, True)
    return found


def _active(what: str) -> PaperRefused:
    return refused(
        "active-content",
        f"文件含有宏、控件或者嵌入的文件（{what}），请导出为 PDF 后再传",
        f"the file holds macros, controls or embedded files ({what}); export it to PDF",
    )


def _not(kind: str) -> PaperRefused:
    return refused(
        "not-as-named",
        f"内容不是完整的 {kind} 文件，请核对文件名和内容，或者另存后再传",
        f"the content is not a whole {kind} file; check name and content, or save it anew",
    )
