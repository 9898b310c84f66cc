"""A kept file, its limits, and what it may be called. Pure; what it may hold is in `contents`."""

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import datetime

from creditsvc.kernel.refusals import NotFound, Unprocessable

MIB = 1024 * 1024
FILE_LIMIT = 20 * MIB  # bytes: a hundred scanned pages; below what one request may carry
CASE_LIMIT = 200 * MIB  # bytes of all papers of one case: ten of the largest
NAME_LIMIT = 120  # signs: in UTF-8 at most 480 bytes, which every header and archive takes
# By ending: the media type under which a file goes out, whatever was declared.
TYPES = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "ofd": "application/ofd",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "txt": "text/plain",
}
# What senders declare who do not know, or who use a name of before the registration.
VAGUE = frozenset({"", "application/octet-stream"})
OTHER_NAMES = {"image/jpg": "image/jpeg", "application/x-ofd": "application/ofd"}
FORBIDDEN_SIGNS = frozenset('<>:"|?*%;')
_ENDING = re.compile(r"(?=.*[a-z])[a-z0-9]{2,5}", re.ASCII | re.IGNORECASE)


class UnknownPaper(NotFound):
    """No paper has that digest."""

    kind = "unknown-paper"


class PaperRefused(Unprocessable):
    """A file that is not kept. *reason* is a word for machines; the text says how to mend it."""

    kind = "paper-refused"


class PaperOfAnother(Unprocessable):
    """The paper was kept in the matter of another enterprise."""

    kind = "paper-of-another"


class PapersTooLarge(Unprocessable):
    """With this file, the papers of one case would pass the limit."""

    kind = "papers-too-large"


class AlteredPaper(Exception):  # noqa: N818 - a fault of the store, not an answer
    """What is stored is no longer what the digest says; it is never handed out whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Examined:
    """A file whose name, declared type and content agree: it may be kept."""

    content: bytes = field(repr=False)
    name: str
    type: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Paper:
    """A kept file.

    name: that under which it was first kept; a room that refers to it may know it by another.
    type: the media type that its content bears out. size: bytes. act_no: the act that kept it.
    """

    digest: str
    name: str
    type: str
    size: int
    act_no: int
    kept_by: str
    kept_at: datetime


def refused(reason: str, zh: str, en: str, field: str = "file") -> PaperRefused:
    """The refusal of a file: why, and how to mend it."""
    return PaperRefused(zh, en, field=field, reason=reason)


def safe_name(given: str) -> str:
    """The name without its path, as it may be shown and saved; raises PaperRefused.

    Signs that could make a name look like another one are refused, not taken out: whoever sent them
    shall see it.
    """
    name = unicodedata.normalize("NFC", re.split(r"[/\\]", given)[-1]).strip()
    hidden = [sign for sign in name if unicodedata.category(sign) in {"Cc", "Cf", "Cs", "Zl", "Zp"}]
    if hidden:
        raise refused(
            "hidden-signs",
            f"文件名含有看不见的或者改变书写方向的字符（U+{ord(hidden[0]):04X}），请改名后再传",
            f"the name holds an invisible or direction-changing sign (U+{ord(hidden[0]):04X}); rename it",
            "name",
        )
    strange = sorted(FORBIDDEN_SIGNS & set(name))
    if strange:
        raise refused(
            "forbidden-signs",
            f"文件名不得含有 {' '.join(strange)}，请改名后再传",
            f"a name must not hold {' '.join(strange)}; rename it",
            "name",
        )
    if len(name) > NAME_LIMIT:
        raise refused(
            "long-name",
            f"文件名不得超过{NAME_LIMIT}字，请缩短后再传",
            f"a name has at most {NAME_LIMIT} signs; shorten it",
            "name",
        )
    return name


def ending_of(name: str) -> str:
    """The one ending of a safe name, if files of that kind are kept; raises PaperRefused."""
    stem, _, ending = name.rpartition(".")
    kind = ending.lower()
    if not stem.strip(" .") or kind not in TYPES:
        raise refused(
            "type-not-kept",
            f"只收 {'、'.join(TYPES)} 文件；请转换格式（建议 PDF）后再传",
            f"files kept: {', '.join(TYPES)}; convert it (best to PDF)",
            "name",
        )
    inner = next((part for part in stem.split(".")[1:] if _ENDING.fullmatch(part.strip())), None)
    if inner is not None:
        raise refused(
            "two-endings",
            f"文件名像是有两个扩展名（.{inner}.{ending}），请改名，只留真实的一个",
            f"the name seems to have two endings (.{inner}.{ending}); rename it, keep the true one",
            "name",
        )
    return kind


def must_agree(declared: str, ending: str) -> None:
    """Refuse a declared media type that is not the one of the name's ending."""
    said = declared.partition(";")[0].strip().lower()
    if said not in VAGUE and OTHER_NAMES.get(said, said) != TYPES[ending]:
        raise refused(
            "types-differ",
            f"声明的类型与文件名不符：.{ending} 应为 {TYPES[ending]}",
            f"the declared type is not that of the name: .{ending} is {TYPES[ending]}",
            "declared_type",
        )


def must_fit(size: int, others: int) -> None:
    """Refuse an empty or too large file, or one too many: *others* is the size of those beside it."""
    if size == 0:
        raise refused("empty", "文件是空的，请检查后再传", "the file is empty; check it")
    if size > FILE_LIMIT:
        raise refused(
            "too-large",
            f"单个文件不得超过{FILE_LIMIT // MIB} MiB，请降低扫描分辨率或者分成几份",
            f"one file has at most {FILE_LIMIT // MIB} MiB; scan it coarser or split it",
        )
    if size + others > CASE_LIMIT:
        raise PapersTooLarge(
            f"同一案件的文件合计不得超过{CASE_LIMIT // MIB} MiB，已有 {others // MIB} MiB",
            f"the papers of one case have at most {CASE_LIMIT // MIB} MiB; {others // MIB} are there",
            field="file",
            limit=CASE_LIMIT,
            held=others,
        )
