"""Whether a receipt is ours, what it says, and what the public lists say of its subject today."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.clock import legal_day
from creditsvc.lookup import service as lookup
from creditsvc.lookup.evidence import opened, read_number
from creditsvc.lookup.receipts import TYPE, Receipt
from creditsvc.proofs.domain import Now, since
from creditsvc.publishing import service as publishing
from creditsvc.signing.service import Keys
from creditsvc.web.runtime import Runtime


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """word: `valid`, `invalid`, `unknown_number` (never given out here, or mistyped), `not_kept`: the
    signature is ours, but it is not what is kept under its number, so it is not to be relied on; or
    `other_kind`: it is evidence of ours, and no receipt. because: why, in both languages.
    now: as of *at*.
    """

    word: str
    at: datetime
    because: str = ""
    receipt: Receipt | None = None
    now: Sequence[Now] = ()


def of_text(runtime: Runtime, text: str) -> Verdict:
    """The verdict on a receipt that was pasted or uploaded."""
    at, compact = runtime.clock.now(), "".join(text.split())
    try:
        typ, claims = opened(compact, runtime.part(Keys).public_jwks())
        receipt = Receipt.of(claims) if typ == TYPE else None
    except ValueError as why:
        return Verdict(word="invalid", at=at, because=str(why))
    if runtime.part(lookup.Desk).kept(claims["jti"]) != compact:
        return Verdict(word="not_kept", at=at)
    return _valid(runtime, receipt, at) if receipt else Verdict(word="other_kind", at=at)


def of_number(runtime: Runtime, typed: str) -> Verdict:
    """The verdict on what was given out under the number that somebody typed or scanned."""
    number = read_number(typed)
    kept = number and runtime.part(lookup.Desk).kept(number)
    if not kept:
        return Verdict(word="unknown_number", at=runtime.clock.now())
    return of_text(runtime, kept)


def _valid(runtime: Runtime, receipt: Receipt, at: datetime) -> Verdict:
    with runtime.work.read() as session:
        law = runtime.part(Laws).in_use(session)
        public = publishing.shown_of(session, law, receipt.uscc, at)
    lists = publishing.public_lists(law, legal_day(at)).keys()
    return Verdict(
        word="valid", at=at, receipt=receipt, now=since(receipt.answer, public, set(lists))
    )
