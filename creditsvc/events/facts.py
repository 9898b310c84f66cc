"""Facts of an event into one form by type, so that 1 and "1", 1000 and "1000.00" are the same fact.

The kinds file says which facts there are. Only what can be meant in one way is accepted; floats are
not, because their text is not exact.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from creditsvc.events.quoting import pointer_to, shown
from creditsvc.kernel.clock import BadDay, parse_day
from creditsvc.kernel.money import BadAmount, fen, yuan
from creditsvc.kernel.refusals import FieldError
from creditsvc.law.kinds import Fact, Kind, Kinds

_WHOLE = re.compile(r"[0-9]{1,12}")
_FIGURE = re.compile(r"[0-9]{1,12}(\.[0-9]{1,8})?")
_LARGEST = 10**12  # counts of people and days; whatever is more is a slip
_DIGITS = 20
_YES_NO = {"true": True, "false": False, "是": True, "否": False}
_SEPARATORS = re.compile(r"[;,、|；，]")


def normal_facts(
    stated: Mapping[str, object], kind: str, kinds: Kinds
) -> tuple[Mapping[str, object], tuple[FieldError, ...]]:
    """The facts in their one form, and everything wrong with them. Absent (None, "", []) stays absent."""
    known = kinds.kinds[kind]
    found: dict[str, object] = {}
    faults: list[FieldError] = []
    for name, value in stated.items():
        if name not in known.facts:
            faults += (
                replace(one, pointer=pointer_to("facts", name))
                for one in _unknown(name, kind, kinds)
            )
        elif not _is_absent(value):
            normal = _normal(known, name, value)
            if isinstance(normal, FieldError):
                faults.append(normal)
            else:
                found[name] = normal
    return MappingProxyType(found), tuple(faults)


def _is_absent(value: object) -> bool:
    # An empty list of penalties would be “only warnings” to whoever asks whether all are warnings.
    return value is None or (isinstance(value, str | list | tuple) and not value)


def _unknown(name: str, kind: str, kinds: Kinds) -> tuple[FieldError, ...]:
    return kinds.check(kind, {shown(name): None})


def _normal(kind: Kind, name: str, value: object) -> object:
    fact = kind.facts[name]
    normal = _FORMS[fact.type](fact, value)
    if normal is not None:
        return normal
    zh, en = fact.fault(object()) or ("有误", "is wrong")
    given = shown(value)
    return FieldError(
        pointer=pointer_to("facts", name),
        zh=f"{zh}，而不是“{given}”",
        en=f"{en}; it was given as {given!r}",
    )


def _integer(_: Fact, value: object) -> int | None:
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value if 0 <= value < _LARGEST else None
    if isinstance(value, Decimal):  # JSON knows one kind of number: 3.0 is 3
        figure = _decimal(_, value)
        return int(figure) if figure is not None and figure == figure.to_integral_value() else None
    text = _text(value)
    return int(text) if _WHOLE.fullmatch(text) else None


def _money(_: Fact, value: object) -> Decimal | None:
    if not isinstance(value, int | Decimal | str):
        return None
    try:
        return Decimal(yuan(fen(_text(value) if isinstance(value, str) else value)))
    except BadAmount:
        return None


def _decimal(_: Fact, value: object) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, int | Decimal | str):
        return None
    if isinstance(value, Decimal) and not (value.is_finite() and abs(value.adjusted()) < _DIGITS):
        return None
    text = format(value, "f") if isinstance(value, Decimal) else _text(str(value))
    if not _FIGURE.fullmatch(text):
        return None
    return Decimal(text.rstrip("0").rstrip(".") if "." in text else text)


def _boolean(_: Fact, value: object) -> bool | None:
    return value if isinstance(value, bool) else _YES_NO.get(_text(value).lower())


def _code(fact: Fact, value: object) -> str | None:
    if isinstance(value, bool):  # a spreadsheet turns the code “false” (谎报) into its own FALSE
        value = str(value).lower()
    text = str(value) if isinstance(value, int) else _text(value)
    if text in fact.values:
        return text
    return next((code for code, title in fact.values.items() if title["zh"] == text), None)


def _codes(fact: Fact, value: object) -> tuple[str, ...] | None:
    if isinstance(value, str):
        value = [part for part in _SEPARATORS.split(value) if part.strip()]
    if not isinstance(value, list | tuple):
        return None
    codes = {_code(fact, one) for one in value}
    known = {code for code in codes if code is not None}
    return tuple(sorted(known)) if known and known == codes else None


def _date(_: Fact, value: object) -> date | None:
    if isinstance(value, date):
        return value
    try:
        return parse_day(_text(value))
    except BadDay:
        return None


def _text(value: object) -> str:
    if not isinstance(value, str):
        return ""
    return value.strip() if value.isascii() else unicodedata.normalize("NFKC", value).strip()


_FORMS: Mapping[str, Callable[[Fact, object], object]] = {
    "integer": _integer,
    "money": _money,
    "decimal": _decimal,
    "boolean": _boolean,
    "code": _code,
    "codes": _codes,
    "date": _date,
}
