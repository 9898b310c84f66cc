"""Which machine reports under which source. A source belongs to one client, or to none.

An operator binds a client to its sources when the partner is registered; it then has these and no
others. A client nobody bound takes a source by being the first that reports under it.
"""

from collections.abc import Callable, Iterable

from sqlalchemy.orm import Session

from creditsvc.access import staff_store as store
from creditsvc.access.domain import ForeignSource, GrantInvalid, SourceTaken
from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.kernel.caller import Caller
from creditsvc.kernel.remit import Need

CLIENT = "client:"
LONGEST = 200


def must_own(act: Act, source: str, *, in_use: Callable[[], bool]) -> None:
    """Refuse a machine that writes under a source that is not its own. People are judged by remit.

    in_use: whether anybody has reported under the source already; asked only where that decides.
    """
    if act.actor.kind != "machine":
        return
    client_id = act.actor.id.removeprefix(CLIENT)
    owner = store.owner_of(act.session, source)
    if owner == client_id:
        return
    if owner is not None or store.has_contract(act.session, client_id) or in_use():
        raise ForeignSource(
            f"来源“{source}”不属于该客户端；只能以自己的来源报送、更正和撤销，由信用管理员登记来源",
            f"the source {source!r} is not this client's; it reports, corrects and revokes under its "
            "own, which a credit officer binds to it",
            field="/source",
            need=Need(scope="events.write"),
        )
    _bind(act, client_id, [source], by_contract=False)


def bind(act: Act, client_id: str, names: Iterable[str]) -> None:
    """These sources, and no others, are the client's by contract; none frees all it had."""
    wanted = sorted({name.strip() for name in names})
    for name in wanted:
        if not name or len(name) > LONGEST or not name.isprintable():
            raise GrantInvalid(
                "来源名称为空、过长或含控制符", "a source is empty, too long or unprintable",
                field="sources",
            )  # fmt: skip
        if store.owner_of(act.session, name) not in {None, client_id}:
            raise SourceTaken(
                f"来源“{name}”已属于另一客户端",
                f"the source {name!r} is another client's",
                field="sources",
            )
    store.free_sources(act.session, client_id)
    _bind(act, client_id, wanted, by_contract=True)


def read_by(session: Session, caller: Caller) -> frozenset[str] | None:
    """The sources whose events *caller* reads: a machine those it has; None: a person, all of them."""
    if caller.kind != "machine":
        return None
    return frozenset(store.sources(session).get(caller.id.removeprefix(CLIENT), ()))


def sources(session: Session) -> dict[str, list[str]]:
    """The sources of each client that has any."""
    return store.sources(session)


def _bind(act: Act, client_id: str, names: list[str], *, by_contract: bool) -> None:
    rows = [
        {"source": name, "client_id": client_id, "by_contract": by_contract, "act_no": act.no}
        for name in names
    ]
    if rows:
        store.bind_sources(act.session, rows)
    trail.note(act, "partner.sources-set", client_id, sources=names, by_contract=by_contract)
