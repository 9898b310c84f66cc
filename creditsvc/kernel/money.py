"""Money in CNY: yuan as exact text or Decimal outside, whole fen inside. No floats, no rounding."""

import re
from decimal import Decimal

from creditsvc.kernel.refusals import Invalid

MOST_FEN = 2**53 - 1  # some 90 trillion yuan, and exact in every reader of JSON

_FEN_DIGITS = 2  # decimals of yuan that make one fen
_WAN_DIGITS = 6  # decimals of 万元 that make one fen
_MOST_DIGITS = 20
_PLAIN = re.compile(r"(\d{1,20})(?:\.(\d{1,20}))?", re.ASCII)


class BadAmount(Invalid):
    """The amount is not an exact, non-negative number of fen."""

    kind = "bad-amount"


def fen(value: str | int | Decimal) -> int:
    """Yuan as whole fen. Refuses floats, signs, exponents and more than two decimals."""
    return _scaled(value, _FEN_DIGITS)


def from_wan(value: str | int | Decimal) -> int:
    """An amount in 万元 (10,000 yuan) as whole fen. Refuses more than six decimals."""
    return _scaled(value, _WAN_DIGITS)


def yuan(amount: int) -> str:
    """Whole fen as yuan with two decimals, the text that `fen` reads back."""
    if isinstance(amount, bool) or not 0 <= amount <= MOST_FEN:
        raise _refused(
            amount, "不是可登记的整数分", "is not a whole number of fen that can be recorded"
        )
    return f"{amount // 100}.{amount % 100:02d}"


def _scaled(value: str | int | Decimal, decimals: int) -> int:
    """The number times ten to the power of *decimals*, where that is whole and in range."""
    match = _PLAIN.fullmatch(_plain_text(value))
    if not match:
        raise _refused(value, "须为非负的十进制数", "must be a plain, non-negative decimal number")
    whole, fraction = match[1], match[2] or ""
    if len(fraction) > decimals:
        raise _refused(value, f"小数超过 {decimals} 位", f"has more than {decimals} decimals")
    amount = int(whole + fraction.ljust(decimals, "0"))
    if amount > MOST_FEN:
        raise _refused(value, "超出可登记的范围", "is more than can be recorded")
    return amount


def _plain_text(value: object) -> str:
    """Floats, booleans and absurd sizes become a text that cannot be read, whatever types claim."""
    if isinstance(value, str):
        return value
    if isinstance(value, Decimal) and abs(value.adjusted()) < _MOST_DIGITS:
        return format(value, "f")
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= MOST_FEN:
        return str(value)
    return f"({type(value).__name__})"


def _refused(value: object, zh: str, en: str) -> BadAmount:
    text = _plain_text(value)
    return BadAmount(f"金额“{text}”{zh}", f"the amount {text!r} {en}")
