"""The body of a request into what a service call takes. Numbers stay exact; all faults are named at once."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from flask import request
from marshmallow import Schema, ValidationError

from creditsvc.events.domain import EventContent, EventRefused
from creditsvc.events.import_rows import Words, doubt_of
from creditsvc.events.reading import NotAnEvent, parse_object
from creditsvc.kernel.refusals import FieldError, Unprocessable


class BodyRefused(Unprocessable):
    """Members of the body are missing, unknown or of the wrong shape."""

    kind = "body-refused"


def json_body() -> dict[str, object]:
    """The one JSON object of this request; raises NotAnEvent (400) for anything else."""
    try:
        return parse_object(request.get_data().decode())
    except UnicodeDecodeError as why:
        raise NotAnEvent(
            f"请求体不是 UTF-8（第 {why.start} 字节）", f"the body is not UTF-8 (byte {why.start})"
        ) from why


def loaded(schema: Schema) -> dict[str, Any]:
    """The JSON object of this request in the shape of *schema*; raises BodyRefused."""
    try:
        found: dict[str, Any] = schema.load(json_body())
    except ValidationError as why:
        errors = tuple(
            FieldError(pointer=f"/{name}", zh=_zh(texts), en=_en(texts))
            for name, texts in why.messages_dict.items()
        )
        raise BodyRefused(
            errors[0].zh, errors[0].en, field=errors[0].pointer, errors=errors
        ) from why
    return found


def content_of(
    raw: Mapping[str, object], words: Words, today: date, *, inside: str = ""
) -> EventContent:
    """The event that *raw* states, whose enterprise can be told; raises EventRefused.

    *inside*: the JSON pointer to *raw* in the body. A client can mend at once what a file's clerk
    can't, so a doubt that would park a row of a file is a fault here.
    """
    try:
        parsed = words.parse(raw, strict_code=True, today=today)
    except EventRefused as why:
        raise _refused(why.errors, inside) from why
    doubt = doubt_of(parsed)
    if doubt is not None:
        field, reason = doubt
        zh, _, en = reason.partition(" / ")
        raise _refused((FieldError(pointer=field, zh=zh, en=en),), inside)
    return parsed.content


def _refused(errors: tuple[FieldError, ...], inside: str) -> EventRefused:
    placed = tuple(replace(error, pointer=inside + error.pointer) for error in errors)
    first, more = placed[0], len(placed) - 1
    return EventRefused(
        first.zh + (f"（另有 {more} 处错误）" if more else ""),
        first.en + (f" (and {more} more errors)" if more else ""),
        field=first.pointer,
        errors=placed,
    )


def _zh(texts: object) -> str:
    return _text(texts).partition(" / ")[0]


def _en(texts: object) -> str:
    text = _text(texts)
    return text.partition(" / ")[2] or text


def _text(texts: object) -> str:
    """The first message: ours are Chinese / English, the library's own are put into words here."""
    first = str(texts[0]) if isinstance(texts, list) and texts else str(texts)
    return _WORDS.get(first, first)


_WORDS = {
    "Missing data for required field.": "缺少这一项 / this member is missing",
    "Unknown field.": "没有这一项 / there is no such member",
    "Not a valid string.": "应为文本 / must be text",
    "Not a valid mapping type.": "应为对象 / must be an object",
    "Field may not be null.": "不能为 null / must not be null",
}
