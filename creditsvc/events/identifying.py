"""Which number says who the enterprise is: unified code, or an older one, from the columns they came in.

Only the form is judged. Whether the enterprise is known, and who an unsure row belongs to, is not
decided here.
"""

import re
from dataclasses import dataclass

from creditsvc.kernel import uscc as codes
from creditsvc.kernel.refusals import FieldError

_OLD = {
    "registration": ("注册号", "an old registration number"),
    "organisation": ("组织机构代码", "an organisation code"),
}
_EIGHTEEN = re.compile(r"[0-9A-Z]{18}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """The numbers of a row in their one form. *problem* says why the unified code is in doubt."""

    uscc: str | None
    other_id: str | None
    problem: str | None = None
    warnings: tuple[str, ...] = ()
    errors: tuple[FieldError, ...] = ()


def identified(uscc: str | None, other_id: str | None, *, strict: bool) -> Identified:
    """The numbers of a row. *strict*: what a file is only warned of is an error.

    A registration number or organisation code that stands in *uscc* belongs into *other_id*, a valid
    unified code in *other_id* into *uscc*. A resident's identity number is refused everywhere:
    persons are not on this register.
    """
    code, other = _normal(uscc), _normal(other_id)
    problem = codes.problem(code) if code else None
    personal = _residents(code if problem else None, other)
    if personal:
        return _refused(personal, *_RESIDENT)
    if code is None:
        return _without_code(other, strict=strict)
    if problem is None:
        return Identified(uscc=code, other_id=other)
    return _doubtful(code, other, problem, strict=strict)


def _doubtful(code: str, other: str | None, problem: str, *, strict: bool) -> Identified:
    sort = codes.kind_of_identifier(code)
    if sort in _OLD:
        return _old_in_place(code, other, _OLD[sort], strict=strict)
    if strict:
        zh, _, en = problem.partition(" / ")
        return _refused("/uscc", zh, en)
    return Identified(uscc=code, other_id=other, problem=problem, warnings=(f"uscc: {problem}",))


_RESIDENT = (
    "这是居民身份证号码，不得录入；请删除",
    "this is a resident's identity number, which must not be recorded; remove it",
)


def _normal(number: str | None) -> str | None:
    if number and _EIGHTEEN.fullmatch(number):
        return number
    return codes.normalise(number) or None if number else None


def _residents(code: str | None, other: str | None) -> str | None:
    """Where a resident's identity number stands, as a pointer; None if nowhere."""
    for pointer, number in (("/uscc", code), ("/other_id", other)):
        shaped = number is not None and _EIGHTEEN.fullmatch(number)
        if shaped and codes.kind_of_identifier(shaped[0]) == "unknown":
            return pointer
    return None


def _without_code(other: str | None, *, strict: bool) -> Identified:
    if other is None or not codes.is_valid(other):
        return Identified(uscc=None, other_id=other)
    zh, en = "统一社会信用代码应填在 uscc", "a unified social credit code belongs into uscc"
    if strict:
        return _refused("/other_id", zh, en)
    return Identified(uscc=other, other_id=None, warnings=(f"other_id: {zh} / {en}",))


def _old_in_place(
    code: str, other: str | None, sort: tuple[str, str], *, strict: bool
) -> Identified:
    zh = f"“{code}”是{sort[0]}，应填在 other_id"
    en = f"{code!r} is {sort[1]}; it belongs into other_id"
    if strict:
        return _refused("/uscc", zh, en)
    if other is not None and other != code:
        doubt = f"{zh}，而 other_id 另有“{other}” / {en}, where {other!r} stands already"
        return Identified(uscc=code, other_id=other, problem=doubt, warnings=(f"uscc: {doubt}",))
    return Identified(uscc=None, other_id=code, warnings=(f"uscc: {zh} / {en}",))


def _refused(pointer: str, zh: str, en: str) -> Identified:
    return Identified(uscc=None, other_id=None, errors=(FieldError(pointer=pointer, zh=zh, en=en),))
