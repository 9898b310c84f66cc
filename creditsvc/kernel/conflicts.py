"""When two people count as one: whoever acts for another is, in conflicts of office, that other too.

Pure. A delegate may not decide what the delegator handled, nor the delegator what the delegate did;
nor may two delegates of the same person. Two people for whom one and the same third acts stay two.
"""

from collections.abc import Collection, Iterable

from creditsvc.kernel.caller import account

Link = tuple[str, str]  # the account that acts, and the one it acts for


def behind(actor: str, links: Collection[Link]) -> frozenset[str]:
    """The accounts that stand behind *actor*: its own, and those it acts for."""
    own = account(actor)
    return frozenset({own, *(principal for delegate, principal in links if delegate == own)})


def clash(actor: str, parts: Iterable[str], links: Collection[Link]) -> frozenset[str]:
    """Those of *parts* (ids) behind whom somebody stands who also stands behind *actor*."""
    mine = behind(actor, links)
    return frozenset(part for part in parts if mine & behind(part, links))
