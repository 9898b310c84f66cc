"""A job of many look-ups: what was uploaded, how far it is, and what its file says of each code. Pure."""

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from creditsvc.access.contracts import Confirmation
from creditsvc.kernel.cells import tame
from creditsvc.kernel.refusals import Conflict, NotFound, Unprocessable

MOST_CODES = 500_000  # of one job
MOST_OPEN = 5  # jobs of one partner that are not done
PART = 1_000  # codes that are answered in one go
LONGEST_CODE = 200  # signs of an identifier that are read at all
HEADS = frozenset({"uscc", "identifier", "code", "统一社会信用代码"})
COLUMNS = (
    "identifier", "uscc", "name", "registered", "status", "reasons", "tier", "withheld", "under_objection",
    "lists", "last_days", "next_change_at", "as_of", "data_version", "problem",
)  # fmt: skip
State = Literal["waiting", "running", "done", "failed"]
Format = Literal["jsonl", "csv"]


class JobUnknown(NotFound):
    """No job of this partner has that key."""

    kind = "lookup-job-unknown"


class ResultNotReady(Conflict):
    """The job is not done."""

    kind = "lookup-job-open"


class ResultGone(NotFound):
    """The result was kept as long as results are, and is gone."""

    kind = "lookup-result-gone"


class WrongUpload(Unprocessable):
    """An upload that holds no codes, too many, or no list of them."""

    kind = "wrong-upload"


class TooManyJobs(Conflict):
    """The partner has as many open jobs as it may have."""

    kind = "too-many-lookup-jobs"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asker:
    """Who asked, by which token, with which scopes, and why: what each part is answered under.

    confirmation: the key that the token was bound to, whose holder brought the job.
    """

    client_id: str
    subject: str
    scopes: frozenset[str]
    jti: str
    confirmation: Confirmation | None
    purpose: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LookupJob:
    """A job and its file. digest: SHA-256 of the file in hex. until: when it is gone. reason: why it failed."""

    id: UUID
    asker: Asker
    format: Format
    total: int
    done: int
    state: State
    made_at: datetime
    finished_at: datetime | None
    digest: str | None
    size: int | None
    until: datetime | None
    reason: str | None


def from_json(found: Any) -> list[str]:
    """The codes of `{"identifiers": […]}`; raises WrongUpload."""
    given = found.get("identifiers") if isinstance(found, dict) else None
    if not isinstance(given, list) or set(found) != {"identifiers"}:
        raise _wrong('要 {"identifiers": ["…"]}', 'it must be {"identifiers": ["…"]}')
    if not all(isinstance(one, str) for one in given):
        raise _wrong("标识须为文本", "an identifier is a text")
    return _counted([one[:LONGEST_CODE] for one in given])


def from_csv(text: str) -> list[str]:
    """The codes in the first column; a heading is passed over. Raises WrongUpload."""
    try:
        rows = [row[0].strip() for row in csv.reader(io.StringIO(text)) if row and row[0].strip()]
    except csv.Error as why:
        raise _wrong("CSV 读不懂", "the CSV cannot be read") from why
    if rows and rows[0].lower() in HEADS:
        rows = rows[1:]
    return _counted([one[:LONGEST_CODE] for one in rows])


def csv_head() -> bytes:
    """The first line of a CSV file; a byte order mark, so that Excel reads UTF-8."""
    return ("\ufeff" + _csv_line(COLUMNS)).encode()


def csv_line(told: Mapping[str, Any]) -> bytes:
    """One answer as a line: of lists what they are and their last days, the rest in words as it is."""
    listings = told.get("listings", ())
    problem = told.get("problem")
    flat = {
        **{name: told.get(name) for name in COLUMNS},
        "reasons": " ".join(one["code"] for one in told.get("reasons", ())),
        "withheld": " ".join(told.get("withheld", ())),
        "lists": " ".join(one["list"] for one in listings),
        "last_days": " ".join(one["last_day"] or "-" for one in listings),
        "problem": problem and problem["detail"],
    }
    return _csv_line([_cell(flat[name]) for name in COLUMNS]).encode()


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(tame(str(value)))


def _csv_line(cells: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(cells)
    return out.getvalue()


def parts(codes: Sequence[str]) -> Iterator[list[str]]:
    """The codes in their order, PART at a time."""
    for first in range(0, len(codes), PART):
        yield list(codes[first : first + PART])


def _counted(codes: list[str]) -> list[str]:
    if not codes:
        raise _wrong("没有标识", "it holds no identifier")
    if len(codes) > MOST_CODES:
        raise _wrong(f"一次最多 {MOST_CODES} 个", f"at most {MOST_CODES} in one job")
    return codes


def _wrong(zh: str, en: str) -> WrongUpload:
    return WrongUpload(f"上传不可用：{zh}", f"the upload cannot be used: {en}", field="identifiers")
