"""The ground of a person's entry in words: that of any list, told to a person by mask and role. Pure."""

from dataclasses import dataclass

from creditsvc.documents.barred import Party
from creditsvc.documents.grounds import Told
from creditsvc.law.rulebook import Law


@dataclass(frozen=True, slots=True, kw_only=True)
class Entered:
    """A ground as papers tell it to a person."""

    told: Told
    party: Party

    def about(self, law: Law) -> str:
        """What a document is about that is about this."""
        del law
        return "person"

    @property
    def region(self) -> str | None:
        """Where all of its events happened."""
        return self.told.region

    @property
    def remedies(self) -> str:
        """By which name the rulebook knows the time for remedies against it."""
        return self.told.list_id

    def facts(self) -> dict[str, object]:
        """What every document may say of it."""
        return {**self.told.facts(), **self.party.facts()}
