"""What one query of a screening comes to: whom its identifiers name, whom its name proposes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from sqlalchemy.orm import Session

from creditsvc.enterprises import name_index
from creditsvc.enterprises.domain import Enterprise
from creditsvc.enterprises.identifying import Identified, contradicts, identify
from creditsvc.enterprises.likeness import Likeness
from creditsvc.enterprises.name_index import Proposal
from creditsvc.enterprises.naming import Reader, plain
from creditsvc.lookup.false_positives import FalsePositive
from creditsvc.lookup.screening_questions import Query

Kind = Literal["identified", "conflict", "candidates", "none_found", "cannot_say"]
BESIDE = 50  # proposals read beyond the limit, for those that are vetoed or set aside


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """An enterprise that may be meant. proposal None: an identifier names it.

    before: a decision of the partner that counts no more, for the enterprise has a new name.
    """

    enterprise: Enterprise
    proposal: Proposal | None = None
    before: FalsePositive | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """The outcome of a query. name_check: how the name is like the identified enterprise's names.

    indexed: whether all names could be searched. vetoed: alike by name, another by its identifier.
    """

    query: Query
    kind: Kind
    identified: Identified
    candidates: Sequence[Candidate] = ()
    vetoed: Sequence[Proposal] = ()
    set_aside: Sequence[tuple[Proposal, FalsePositive]] = ()
    name_check: Likeness | None = None
    more: bool = False
    indexed: bool = True

    @property
    def enterprise(self) -> Enterprise | None:
        """The one enterprise that the identifiers name."""
        return self.identified.subjects[0] if self.kind == "identified" else None

    @property
    def told(self) -> list[Enterprise]:
        """The enterprises whose status is told."""
        first = [self.enterprise] if self.enterprise else []
        return [*first, *(one.enterprise for one in self.candidates)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Finder:
    """Answers the queries of one request in one state of the register."""

    session: Session
    reader: Reader
    decided: Mapping[tuple[str, UUID], FalsePositive]
    indexed: bool
    limit: int

    def find(self, query: Query) -> Found:
        """Whom *query* may mean."""
        identified = identify(self.session, query.identifiers)
        named = {one.id for one in identified.subjects}
        proposals = self._proposals(query)
        candidates, vetoed, set_aside = [], [], []
        for one in proposals:
            if one.enterprise.id in named:
                continue
            decision = self.decided.get((plain(query.name or ""), one.enterprise.id))
            if contradicts(query.identifiers, one.enterprise):
                vetoed.append(one)
            elif decision is not None and not decision.outlived_by(one.newest_act):
                set_aside.append((one, decision))
            else:
                candidates.append(
                    Candidate(enterprise=one.enterprise, proposal=one, before=decision)
                )
        alone = len(named) == 1 and identified.conflict is None
        if not alone:  # none of several decides, so all are shown
            candidates = [*map(_by_number, identified.subjects), *candidates]
        return Found(
            query=query,
            kind=self._kind(query, identified, alone=alone, some=bool(candidates)),
            identified=identified,
            candidates=candidates[: self.limit],
            vetoed=vetoed[: self.limit],
            set_aside=set_aside[: self.limit],
            name_check=self._name_check(query, identified) if alone else None,
            more=max(len(candidates), len(vetoed), len(set_aside)) > self.limit,
            indexed=self.indexed or query.name is None,
        )

    def _proposals(self, query: Query) -> list[Proposal]:
        if query.name is None or not self.indexed:
            return []
        return name_index.propose(self.session, self.reader, query.name, self.limit + BESIDE)

    def _kind(self, query: Query, identified: Identified, *, alone: bool, some: bool) -> Kind:
        if identified.conflict is not None:
            return "conflict"
        if alone:
            return "identified"
        if some:
            return "candidates"
        return "none_found" if self.indexed or query.name is None else "cannot_say"

    def _name_check(self, query: Query, identified: Identified) -> Likeness | None:
        if query.name is None:
            return None
        key = identified.subjects[0].id
        return name_index.nearest(self.session, self.reader, query.name, key)


def _by_number(one: Enterprise) -> Candidate:
    return Candidate(enterprise=one)
