"""Answers by letter, of executors that have no program: recorded by a person of the entry's authority."""

from uuid import UUID

from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.listings import parts
from creditsvc.listings import service as listings
from creditsvc.measures import letter_store, store
from creditsvc.measures.domain import AnswerIncomplete, Given, Letter, UnknownMeasure, must_fit
from creditsvc.proceedings.domain import Document


def record(act: Act, action_id: UUID, given: Given, document: Document) -> Letter:
    """Record what the executor answered on *document*; the same order of words as by its program.

    Raises UnknownMeasure, OutsideRemit, Recused, OrderSuperseded, AnswerNotInOrder,
    AnswerIncomplete.
    """
    known = store.action_with_order(act.session, action_id)
    if known is None:
        raise UnknownMeasure("没有这项措施", "no such measure", measure=str(action_id))
    action, order = known
    parts.must_cover(act, listings.get(act.session, action.listing_id), parts.HANDLES)
    before = [
        one
        for one in letter_store.letters(act.session, [action_id]).get(action_id, [])
        if one.order_no == order.no
    ]
    must_fit(action, order, before[-1].word if before else None, given, act.day)
    first = given.acted_on or action.valid_from
    if not first <= document.day <= act.day:
        raise AnswerIncomplete(
            f"复函日期须在{first.isoformat()}至今天之间，不早于执行、解除之日",
            f"the letter is dated between {first.isoformat()} and today, and not before what it says",
            field="document.day",
        )
    key = act.new_id()
    row = {
        "id": key,
        "act_no": act.no,
        "action_id": action_id,
        "order_no": order.no,
        "no": len(before) + 1,
        "word": given.word,
        "reason": given.reason,
        "service_item": given.service_item,
        "amount": given.amount,
        "basis": given.basis,
        "acted_on": given.acted_on,
        "document_no": document.number,
        "document_day": document.day,
        "document_digest": document.digest,
        "recorded_by": act.actor.id,
    }
    letter_store.add(act.session, row)
    trail.note(
        act, f"letter.{given.word}", key, action=str(action_id), order=order.no,
        letter=document.number,
    )  # fmt: skip
    return letter_store.letters(act.session, [action_id])[action_id][-1]
