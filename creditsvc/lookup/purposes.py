"""Which parts of an answer a purpose may see: data of `config/codes/purposes.csv`, read at the start.

Whether an enterprise is listed, by which entries, whether that can be said, and whether it is contested,
everybody is told: an answer with less would be a false one. What is kept back is named in `withheld`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Self

import orjson

from creditsvc.kernel.caller import Caller
from creditsvc.kernel.canonical import canonical_bytes, digest
from creditsvc.kernel.codetables import BadTable, rows
from creditsvc.kernel.refusals import NotPermitted
from creditsvc.measures.binding import concerns

OTHERS = "*"
EX_OFFICIO = "ex_officio"
ASSESSMENT = "assessment"
# The parts of an answer, with the members that tell them.
PARTS: Mapping[str, tuple[str, ...]] = {
    "tier": ("tier", "tier_reason"),
    "bans": ("bans",),
    "measures": ("measures",),
    "records": ("records",),
}
COLUMNS = frozenset({"code", "zh", "en", "sees", "source"})
_SOME_MEASURES = b'"measures":[{'


class PurposeTooNarrow(NotPermitted):
    """The purpose is agreed, and is none for which this is told."""

    kind = "purpose-too-narrow"


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What one asker sees. field: of its contract, whose measures it gets. withheld: parts kept back."""

    field: str | None
    withheld: tuple[str, ...]

    @property
    def told(self) -> str:
        """The member `withheld` as JSON."""
        return orjson.dumps(self.withheld).decode()

    def of(self, body: bytes) -> bytes:
        """The answer *body*, which tells everything, as this asker gets it.

        One answer is kept for all; what an asker gets is a function of it, of contract and purpose,
        as its ETag is.
        """
        if not self.withheld and _SOME_MEASURES not in body:
            return body
        told: dict[str, Any] = orjson.loads(body)
        told["measures"] = [one for one in told["measures"] if concerns(self.field, one)]
        for part in self.withheld:
            for member in PARTS[part]:
                del told[member]
        return canonical_bytes(told)


@dataclass(frozen=True, slots=True, kw_only=True)
class Purposes:
    """The table, and its digest: answers under another table have another ETag."""

    sees: Mapping[str, frozenset[str]]
    titles: Mapping[str, tuple[str, str]]
    digest: str

    @classmethod
    def read(cls, path: Path) -> Self:
        """The table in *path*; raises BadTable."""
        known = {*PARTS, ASSESSMENT}
        found: dict[str, frozenset[str]] = {}
        titles: dict[str, tuple[str, str]] = {}
        for line, row in rows(path, COLUMNS):
            parts = frozenset(row["sees"].split())
            if row["code"] in found or not parts <= known:
                raise BadTable(
                    path, line, f"a code used twice, or parts other than {sorted(known)}"
                )
            found[row["code"]] = parts
            titles[row["code"]] = (row["zh"], row["en"])
        if OTHERS not in found:
            raise BadTable(path, 1, f"no line {OTHERS} for purposes that are not named")
        seen = digest({key: sorted(one) for key, one in found.items()})
        return cls(sees=found, titles=titles, digest=seen)

    def view(self, purpose: str | None, field: str | None) -> View:
        """What a partner of *field* sees for *purpose*; None: a person by office, who sees all."""
        if purpose is None:
            return View(field=field, withheld=())
        sees = self._sees(purpose)
        return View(field=field, withheld=tuple(part for part in PARTS if part not in sees))

    def kept_from(self, caller: Caller) -> frozenset[str]:
        """The parts that no purpose agreed with *caller* sees; none for people, who act by office."""
        if caller.kind == "person":
            return frozenset()
        seen = frozenset().union(*map(self._sees, caller.purposes))
        return frozenset(PARTS) - seen

    def title(self, purpose: str | None) -> dict[str, str]:
        """A purpose in both languages; of one that is not in the table, its code."""
        if purpose is None or purpose == EX_OFFICIO:
            return {"zh": "依职权", "en": "by office"}
        zh, en = self.titles.get(purpose, (purpose, purpose))
        return {"zh": zh, "en": en}

    def must_see(self, part: str, purpose: str | None) -> None:
        """Raises PurposeTooNarrow unless *part* is told for *purpose* (None: by office)."""
        if purpose is not None and part not in self._sees(purpose):
            raise PurposeTooNarrow(
                "该用途不能查看这一内容；按合同以其他用途查询，或者变更合同",
                "this is not told for that purpose; ask for another one that your contract has",
                field="Purpose",
                purpose=purpose,
            )

    def _sees(self, purpose: str) -> frozenset[str]:
        return self.sees.get(purpose, self.sees[OTHERS])
