"""Whose matter it is: by authority and by region (GB/T 2260). Pure; reads no record and refuses nothing.

A bound that a caller does not have, or that a matter does not state, is not tested; the verdict says
which were not, so that a missing region never passes for a region that fits.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from typing import Literal
from uuid import UUID

from creditsvc.kernel.areas import lies_in

Bound = Literal["authority", "region"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Matter:
    """What a move is about.

    authority: the body whose matter it is; None: not known. regions: where it lies, six digits each;
    empty: not known. enterprise and cases: by which a person may be recused from it.
    """

    authority: str | None = None
    regions: frozenset[str] = frozenset()
    enterprise_id: UUID | None = None
    cases: frozenset[UUID] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Who could do what was refused: who holds *scope*, covers *matter*, and had none of *parts*.

    parts: ids of those who took part before; since: the day from which they may have (None: today).
    """

    scope: str
    matter: Matter = Matter()
    parts: frozenset[str] = frozenset()
    since: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """Whether a remit covers a matter. beyond: the bound it breaks; untested: bounds not stated."""

    beyond: Bound | None
    untested: tuple[Bound, ...]

    @property
    def covers(self) -> bool:
        """Whether no bound is broken."""
        return self.beyond is None


def judge(authority: str | None, region: str | None, matter: Matter) -> Verdict:
    """Whether the remit of *authority* in *region* (None: unbounded) covers *matter*.

    Of a matter in several regions all must lie within: what reaches beyond is for the body above.
    """
    untested: list[Bound] = []
    if authority is not None and matter.authority is None:
        untested.append("authority")
    if region is not None and not matter.regions:
        untested.append("region")
    return Verdict(beyond=_beyond(authority, region, matter), untested=tuple(untested))


def _beyond(authority: str | None, region: str | None, matter: Matter) -> Bound | None:
    stated = matter.authority
    if authority is not None and stated is not None and authority.strip() != stated.strip():
        return "authority"
    if region is not None and not _all_in(matter.regions, region):
        return "region"
    return None


def _all_in(regions: Collection[str], area: str) -> bool:
    return all(lies_in(one, area) for one in regions)
