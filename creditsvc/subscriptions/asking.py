"""What a partner may ask for when it subscribes: its words, checked."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from creditsvc.changes.domain import REASONS
from creditsvc.kernel import uscc
from creditsvc.kernel.caller import Caller
from creditsvc.kernel.refusals import FieldError
from creditsvc.subscriptions import domain
from creditsvc.subscriptions.domain import REGION, Filter, SubscriptionUnfit


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """What may be asked for here: the lists there are, and networks beside the open Internet."""

    lists: Collection[str]
    networks: Sequence[str]


def machine(caller: Caller) -> str:
    """The partner whose machine asks; raises SubscriptionUnfit for a person."""
    if caller.kind != "machine":
        raise SubscriptionUnfit(
            "订阅由合作方的程序以自己的令牌建立",
            "a partner's machine subscribes, with a token of its own",
        )
    return caller.id.removeprefix("client:")


def address(url: str, bounds: Bounds) -> str:
    """An address that messages may go to; raises SubscriptionUnfit."""
    domain.address(url, bounds.networks)
    return url


def cursor(given: int, last: int) -> int:
    """A place in the feed, whose last line is *last*; raises SubscriptionUnfit."""
    if given > last:
        raise SubscriptionUnfit(
            "游标不是变更接口给出的", "the feed never gave out this cursor", field="after"
        )
    return given


def choice(now: Filter, asked: Mapping[str, Any], bounds: Bounds) -> Filter:
    """The choice of changes as *asked*, over what it was; raises SubscriptionUnfit for a foreign word."""
    wrong = {
        "lists": [word for word in asked.get("lists") or () if word not in bounds.lists],
        "regions": [word for word in asked.get("regions") or () if not REGION.fullmatch(word)],
        "reasons": [word for word in asked.get("reasons") or () if word not in REASONS],
    }
    for name, words in wrong.items():
        if words:
            raise SubscriptionUnfit(
                f"{name} 里有不认识的值：{words[:5]}", f"{name} holds unknown values: {words[:5]}",
                field=name,
            )  # fmt: skip
    parts = {
        name: None if asked[name] is None else frozenset(asked[name])
        for name in ("lists", "regions", "reasons")
        if name in asked
    }
    return replace(now, **parts, watching=asked.get("watching", now.watching))


def codes_of(given: Sequence[str], field: str) -> list[str]:
    """Unified codes in their normal form, each once; raises SubscriptionUnfit, which names each fault."""
    normal = [uscc.written(one) for one in given]
    errors = tuple(
        FieldError(
            pointer=f"/{field}/{place}", zh=fault.partition(" / ")[0], en=fault.partition(" / ")[2]
        )
        for place, code in enumerate(normal)
        if (fault := uscc.problem(code)) is not None
    )
    if errors:
        raise SubscriptionUnfit(
            "有代码不合规格，逐项见 errors", "some codes are wrong; see errors",
            field=field, errors=errors[:100],
        )  # fmt: skip
    return list(dict.fromkeys(normal))
