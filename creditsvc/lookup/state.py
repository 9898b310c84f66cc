"""What the counter reads of partner and code in one statement, and the answer that stands ready."""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

import orjson

from creditsvc.access.contracts import Terms
from creditsvc.access.domain import Client, Standing
from creditsvc.lookup.held import Row


class Ready(NamedTuple):
    """A ready answer as it is stored, body in UTF-8. body None: the asker has it already.

    A tuple in the order of the columns: a batch reads thousands.
    """

    status: str
    law_digest: str
    valid_until: str | None
    digest: str
    body: bytes | None

    def holds(self, law_digest: str, now: str) -> bool:
        """Whether it still says what is so under that law at *now*."""
        return self.law_digest == law_digest and (
            self.valid_until is None or now < self.valid_until
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """What one statement read. act: the latest act's number. logged: the outcome if it was logged.

    adopted: digest of the rulebook adopted last; None: none was.
    lagging: it was read from a replica that trails the register too far to be relied on.
    succession: no answer is ready for the code, but it or an older number inside it is on record.
    """

    act: int
    act_at: str
    adopted: str | None
    client: Client | None
    revoked: bool
    ready: Ready | None
    succession: bool
    logged: str | None = None
    lagging: bool = False

    @property
    def field(self) -> str | None:
        """The field in the partner's contract; None: it names none, or nobody is known."""
        return None if self.client is None else self.client.field

    @property
    def standing(self) -> Standing | None:
        """How client and token stand; None if no such client is on record."""
        if self.client is None:
            return None
        return Standing(client=self.client, user=None, token_revoked=self.revoked)


class EmptyRegisterError(LookupError):
    """The register has no act yet: nothing can be said of anybody."""


def state_of(row: Row, client_id: str, logged: str | None) -> State:
    """What a row of the one statement says; *logged*: the outcome if it was logged with it."""
    (
        act,
        at,
        adopted,
        name,
        kind,
        scopes,
        purposes,
        field,
        standing,
        demand,
        quota,
        seconds,
        sources,
        revoked,
        status,
        law,
        until,
        digest,
        body,
        succession,
    ) = row
    if act is None:
        raise EmptyRegisterError
    contract = (name, kind, scopes, purposes, field, standing, demand, quota, seconds, sources)
    return State(
        act=act,
        act_at=at,
        adopted=adopted,
        client=_client(client_id, *contract) if name else None,
        revoked=bool(revoked),
        ready=status and Ready(status, law, until, digest, body),
        succession=bool(succession),
        logged=logged,
    )


@lru_cache(maxsize=4096)
def _client(client_id: str, *columns: Any) -> Client:
    """The client that a row with these columns speaks of."""
    name, kind, scopes, purposes, field, standing, demand, quota, seconds, sources = columns
    return Client(
        client_id=client_id,
        name=name,
        kind=kind,
        scopes=frozenset(orjson.loads(scopes)),
        purposes=frozenset(orjson.loads(purposes)),
        field=field,
        redirect_uris=(),
        status=standing,
        token_binding=demand,
        terms=Terms(
            quota=quota,
            quota_seconds=seconds,
            required_sources=tuple(sorted(orjson.loads(sources or "{}").items())),
        ),
    )
