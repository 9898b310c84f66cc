"""One cell of a table into the contract's spelling of its field: days, amounts, codes, words.

Only the spelling changes here. Whether a value is right is the domain's question, so what is not
recognised passes through unchanged and is refused there by name.
"""

import re
import unicodedata
from datetime import date, datetime
from decimal import Decimal

from creditsvc.events.reading_words import (
    FREE_TEXT,
    IDENTIFIERS,
    LISTS,
    UNKNOWN,
    WORDS,
)
from creditsvc.kernel.money import BadAmount, from_wan, yuan
from creditsvc.kernel.refusals import Invalid

_DAY = re.compile(
    r"(\d{4})([-/.年])(\d{1,2})([-/.月])(\d{1,2})日?(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?",
    re.ASCII,
)
_GROUPED = re.compile(r"[0-9]{1,3}(,[0-9]{3})+(\.[0-9]+)?")
_SCIENTIFIC = re.compile(r"[0-9](\.[0-9]+)?[eE]\+?[0-9]+")
_AS_TEXT = re.compile(r'="(.*)"|\'(.*)')  # what people type to keep Excel from counting
_EXCEL_ERROR = re.compile(r"#(N/A|REF!|VALUE!|DIV/0!|NAME\?|NULL!|NUM!)")
_SEPARATORS = re.compile(r"[;,、|]")
_EXCEL_DIGITS = 15  # what a cell holds exactly; the sixteenth digit of a code is already invented


class BadCell(Invalid):
    """The cell's value is lost, or contradicts its heading."""

    kind = "bad-cell"


def clean(field: str, cell: object, *, in_wan: bool = False) -> object:
    """The cell's value in the contract's spelling; None where the cell says nothing.

    *in_wan*: the heading counts in 万元, so the amount is multiplied by 10,000, exactly.
    """
    if cell is None or cell == "":
        return None
    if isinstance(cell, bool):
        return cell
    text = _text(field, cell)
    if not text or text in UNKNOWN:
        return None
    if text[0] == "#" and _EXCEL_ERROR.fullmatch(text):
        raise BadCell(f"单元格是 Excel 错误值 {text}", f"the cell holds the Excel error {text}")
    if field in FREE_TEXT:
        return text
    if field in IDENTIFIERS:
        return _identifier(text)
    return _from_wan(text) if in_wan else _typed(field, text)


def _text(field: str, cell: object) -> str:
    if isinstance(cell, str):
        text = cell
    elif isinstance(cell, int | float):
        text = _number(field, cell)
    elif isinstance(cell, datetime):
        text = cell.date().isoformat()
    elif isinstance(cell, date):
        text = cell.isoformat()
    else:
        text = str(cell)
    if field in FREE_TEXT:
        return text.strip()
    return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def _number(field: str, cell: float) -> str:
    if abs(cell) >= 10**_EXCEL_DIGITS and field in IDENTIFIERS | FREE_TEXT:
        raise _lost_digits()
    exact = Decimal(f"{cell:.{_EXCEL_DIGITS}g}")  # as Excel shows it: 0.1+0.2 is 0.3
    return format(exact.to_integral_value() if exact == exact.to_integral_value() else exact, "f")


def _lost_digits() -> BadCell:
    return BadCell(
        "号码被存成了数字，末几位已丢失；请将该列设为文本后重新填写",
        "the code was stored as a number and has lost its last digits; make the column text",
    )


def _identifier(text: str) -> str:
    if _SCIENTIFIC.fullmatch(text):
        raise _lost_digits()
    typed = _AS_TEXT.fullmatch(text)
    return (typed[1] or typed[2] or "").strip() if typed else text


def _typed(field: str, text: str) -> object:
    if field in LISTS:
        words = WORDS.get(field, {})
        parts = (part.strip() for part in _SEPARATORS.split(text))
        return [words.get(part, part) for part in parts if part]
    if field in WORDS:
        return WORDS[field].get(text, text)
    day = _DAY.fullmatch(text)
    if day and (day[2] == day[4] or day[2] + day[4] == "年月"):
        return f"{day[1]}-{int(day[3]):02}-{int(day[5]):02}"
    if _GROUPED.fullmatch(text):
        return text.replace(",", "")
    return text


def _from_wan(text: str) -> str:
    plain = text.replace(",", "") if _GROUPED.fullmatch(text) else text
    try:
        return yuan(from_wan(plain.removesuffix("万元").rstrip()))
    except BadAmount as why:
        raise BadCell(f"以万元计的{why.zh}", f"in 万元, {why.en}") from why
