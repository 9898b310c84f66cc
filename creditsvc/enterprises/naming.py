"""A name in its normal form, and taken apart: regions, trade name, trade, legal form, branch.

Pure. How likely two names mean one enterprise is `likeness`'s matter; that they do, nobody's:
identifiers decide, names only propose.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final
from unicodedata import is_normalized

from opencc import OpenCC

from creditsvc.enterprises.name_words import LegalForm, NameWords, Place
from creditsvc.kernel.text import name_key

LONGEST = 200  # signs of a name that are read
CONVERSION: Final = "t2s"
ANYWHERE = 0  # the place of a name that names none
_MOST_ROUNDS = 4
_SHORTEST = 2
_simplify = OpenCC(CONVERSION)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parts:
    """A name taken apart; every part in normal form.

    regions: bare names, in order. place: the first four digits of the last region's code, of its
    province with 00 where the city is not certain; ANYWHERE. core: what is left without regions and
    legal form. trade_name and trade: the core in two (字号、行业). branch: what follows the company.
    """

    plain: str
    regions: tuple[str, ...] = ()
    place: int = ANYWHERE
    core: str = ""
    trade_name: str = ""
    trade: str = ""
    legal_form: LegalForm | None = None
    branch: str = ""
    inner: str = field(default="", compare=False)

    @property
    def stem(self) -> str:
        """What tells enterprises apart: core and branch."""
        return self.core + self.branch


def plain(name: str) -> str:
    """The normal form: width, case, script, blanks, brackets and all punctuation away.

    Only letters and digits are left, traditional characters as simplified ones; idempotent. Of a
    name longer than LONGEST signs the rest is not read.
    """
    form = _letters(name_key(name[:LONGEST]))
    for _ in range(_MOST_ROUNDS):  # what conversion gives may be a sign to fold, and the reverse
        simple = _simplify.convert(form)
        if simple == form and is_normalized("NFKC", form):
            break
        form = _letters(name_key(simple))
    return form


def _letters(text: str) -> str:
    """Letters and digits alone; folding may have made more of them than are read."""
    kept = text if text.isalnum() else "".join(sign for sign in text if sign.isalnum())
    return kept[:LONGEST]


class Reader:
    """Takes names apart by *words*."""

    def __init__(self, words: NameWords) -> None:
        self.words = words
        self._forms = {one.zh: one for one in words.legal_forms}
        self.companies = [one.zh for one in words.legal_forms if one.company]
        self._marks = frozenset(words.branch_marks)
        self._longest_mark = max(map(len, words.branch_marks), default=0)
        self._longest_place = max(map(len, words.places), default=0)
        self._longest_trade = max(map(len, words.trades), default=0)
        self._longest_form = max(map(len, self._forms), default=0)
        self.read = lru_cache(maxsize=8192)(self._read)

    def _read(self, form: str) -> Parts:
        """The parts of the normal form *form*."""
        head, tail = self._divided(form)
        legal_form = self._legal_form(head)
        body = head[: -len(legal_form.zh)] if legal_form else head
        places, core = self._located(body)
        inner = self._inner(core)
        trade = self._trade(core)
        branch = self._shortened(tail)
        around = places or ([self.words.places[inner]] if inner in self.words.places else [])
        within, _ = self._leading(branch)
        return Parts(
            plain=form,
            regions=tuple(one.bare for one in places),
            place=_place_of(within or around),
            core=core,
            trade_name=core[: len(core) - len(trade)],
            trade=trade,
            legal_form=legal_form,
            branch=branch,
            inner=inner,
        )

    def starts_with_place(self, text: str) -> bool:
        """Whether the name of a region stands at the beginning of *text*."""
        return self._place_length(text) > 0

    def _divided(self, form: str) -> tuple[str, str]:
        """The company's own name, and what of a part of it follows."""
        end = 0
        for company in self.companies:
            at = form.rfind(company, 1)
            if at > 0:
                end = max(end, at + len(company))
        if not end and self.mark(form):  # where only 公司 stands before: 某某公司城东分公司
            at = form.rfind("公司", 1, len(form) - len(self.mark(form)))
            end = at + 2 if at > 0 else 0
        return (form[:end], form[end:]) if end else (form, "")

    def _legal_form(self, head: str) -> LegalForm | None:
        for length in range(min(self._longest_form, len(head) - 1), 1, -1):
            if head[-length:] in self._forms:
                return self._forms[head[-length:]]
        return None

    def mark(self, text: str) -> str:
        """The mark of a branch at the end of *text*; empty: none."""
        for length in range(min(self._longest_mark, len(text)), 1, -1):
            if text[-length:] in self._marks:
                return text[-length:]
        return ""

    def _shortened(self, tail: str) -> str:
        mark = self.mark(tail)
        return tail[: -len(mark)] if mark and len(tail) > len(mark) else tail

    def _located(self, body: str) -> tuple[list[Place], str]:
        """Regions at the beginning, and the rest; a rest that names no trade keeps its region."""
        places, rest = self._leading(body)
        if places and (len(rest) < _SHORTEST or self.only_trades(rest)):
            rest = places[-1].bare + rest
        return places, rest

    def _leading(self, text: str) -> tuple[list[Place], str]:
        places: list[Place] = []
        while length := self._place_length(text):
            place = self.words.places[text[:length]]
            if places and place.bare == places[-1].bare:  # 万年县万年青: the second is no region
                break
            places.append(place)
            text = text[length:]
        return places, text

    def _place_length(self, text: str) -> int:
        for length in range(min(self._longest_place, len(text)), 1, -1):
            if text[:length] in self.words.places:
                return length
        return 0

    def _inner(self, core: str) -> str:
        """A province or city named inside the core, as in 虚构（山东）体育; empty: none."""
        for at in range(_SHORTEST, len(core) - 1):
            for length in (3, 2):
                if core[at : at + length] in self.words.large:
                    return core[at : at + length]
        return ""

    def only_trades(self, text: str) -> bool:
        """Whether *text* is made of words for trades, and so names nobody."""
        return len(self._trade("\0" + text)) == len(text)

    def _trade(self, core: str) -> str:
        """The trade at the end of *core*; something is always left before it."""
        left = len(core)
        while (length := self._trade_length(core[:left])) and left - length >= 1:
            left -= length
        if left < _SHORTEST and not core.startswith("\0"):  # one sign is no trade name
            return ""
        return core[left:]

    def _trade_length(self, text: str) -> int:
        for length in range(min(self._longest_trade, len(text) - 1), 0, -1):
            if text[-length:] in self.words.trades:
                return length
        return 0


def _place_of(places: Sequence[Place]) -> int:
    """The city that the regions name; one that does not lie in those before it does not count."""
    codes: frozenset[str] = frozenset()
    for place in places:
        within = {one for one in place.codes if any(_holds(two, one) for two in codes)}
        codes = frozenset(within) or codes or place.codes
    cities, provinces = {one[:4] for one in codes}, {one[:2] for one in codes}
    if len(cities) == 1:
        return int(next(iter(cities)))
    return int(next(iter(provinces))) * 100 if len(provinces) == 1 else ANYWHERE


def _holds(larger: str, smaller: str) -> bool:
    return smaller.startswith(larger.rstrip("0") if len(larger.rstrip("0")) > 1 else larger[:2])
