"""Over HTTP, the moves of a case that another room holds: the same addresses below each room's own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic
from uuid import UUID

from flask import Response
from flask.typing import ResponseReturnValue
from marshmallow import Schema
from sqlalchemy.orm import Session

from creditsvc.db.work import Act
from creditsvc.proceedings import parsing
from creditsvc.proceedings.domain import Deliberation, Review
from creditsvc.proceedings.held import Place, Room, T
from creditsvc.proceedings.rendering import words
from creditsvc.proceedings.schemas import (
    DeliberationIn,
    HearingIn,
    HearingNoticeIn,
    HearingRequestIn,
    HearingWithdrawalIn,
    LegalReviewIn,
    ReplyIn,
    WaiverIn,
)
from creditsvc.web.blueprints import Blueprint
from creditsvc.web.etags import VERSIONED, version_named
from creditsvc.web.guard import authenticated, requires
from creditsvc.web.runtime import runtime

Body = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk(Generic[T]):
    """The room behind a blueprint, the name of its key in addresses, and how a matter is shown."""

    room: Room[T]
    key: str
    shown: Callable[[Session, T, datetime], Response]
    out: type[Schema]

    def moved(self, where: dict[str, UUID], move: Callable[[Act, Place], T]) -> Response:
        """What *move* made of the matter at *where*, at the version the caller names."""
        with runtime().work.act(authenticated()) as act:
            one = move(act, (where[self.key], version_named()))
            return self.shown(act.session, one, act.at)


def answers(blueprint: Blueprint, desk: Desk[T]) -> None:
    """What comes back from the party: its reply, or that it gives its time up."""
    at, room = f"/<uuid:{desk.key}>", desk.room

    @blueprint.post(f"{at}/reply")
    @requires("proceedings.handle", person=True)
    @blueprint.arguments(ReplyIn)
    @blueprint.response(200, desk.out)
    @blueprint.doc(**VERSIONED)
    def reply(body: Body, **where: UUID) -> ResponseReturnValue:
        """陈述申辩；逾期的也登记。Record what the party replied, late or not."""
        given = parsing.reply(body)
        return desk.moved(where, lambda act, it: room.reply(act, words(act.session), it, given))

    @blueprint.post(f"{at}/waiver")
    @requires("proceedings.handle", person=True)
    @blueprint.arguments(WaiverIn)
    @blueprint.response(200, desk.out)
    @blueprint.doc(**VERSIONED)
    def waive(body: Body, **where: UUID) -> ResponseReturnValue:
        """放弃陈述申辩（和听证）的书面材料。The paper by which the party gives up its time to reply."""
        given = parsing.waiver(body)
        return desk.moved(where, lambda act, it: room.waive(act, it, given))


def hearings(blueprint: Blueprint, desk: Desk[T]) -> None:
    """A hearing from its request to its minutes."""
    at, room = f"/<uuid:{desk.key}>", desk.room

    @blueprint.post(f"{at}/hearing-request")
    @requires("proceedings.handle", person=True)
    @blueprint.arguments(HearingRequestIn)
    @blueprint.response(200, desk.out)
    @blueprint.doc(**VERSIONED)
    def request_hearing(body: Body, **where: UUID) -> ResponseReturnValue:
        """当事人要求听证，决定等待。The party asks for a hearing; the decision waits for it."""
        paper, on = parsing.document(body), body["received_on"]
        return desk.moved(
            where, lambda act, it: room.request(act, words(act.session), it, paper, on)
        )

    @blueprint.post(f"{at}/hearing-withdrawal")
    @requires("proceedings.handle", person=True)
    @blueprint.arguments(HearingWithdrawalIn)
    @blueprint.response(200, desk.out)
    @blueprint.doc(**VERSIONED)
    def withdraw_hearing(body: Body, **where: UUID) -> ResponseReturnValue:
        """书面撤回听证申请。The party takes its request back in writing."""
        paper = parsing.document(body)
        return desk.moved(where, lambda act, it: room.withdraw(act, it, paper))

    @blueprint.post(f"{at}/hearing-notice")
    @requires("proceedings.handle", person=True)
    @blueprint.arguments(HearingNoticeIn)
    @blueprint.response(200, desk.out)
    @blueprint.doc(**VERSIONED)
    def call_hearing(body: Body, **where: UUID) -> ResponseReturnValue:
        """听证通知：时间、地点、主持人（非本案调查人员）。Call the hearing: day, place, who presides."""
        given = parsing.call(body)
        return desk.moved(where, lambda act, it: room.call(act, words(act.session), it, given))

    @blueprint.post(f"{at}/hearing")
    @requires("proceedings.review", person=True)
    @blueprint.arguments(HearingIn)
    @blueprint.response(200, desk.out)
    @blueprint.doc(**VERSIONED)
    def hear(body: Body, **where: UUID) -> ResponseReturnValue:
        """听证笔录，由主持人提交。The minutes, filed by the one who presided."""
        given = parsing.minutes(body, authenticated().id)
        return desk.moved(where, lambda act, it: room.hear(act, words(act.session), it, given))


def opinions(blueprint: Blueprint, desk: Desk[T]) -> None:
    """What comes before the decision: the legal review and the deliberation."""
    at, room = f"/<uuid:{desk.key}>", desk.room

    @blueprint.post(f"{at}/review")
    @requires("proceedings.review", person=True)
    @blueprint.arguments(LegalReviewIn)
    @blueprint.response(200, desk.out)
    @blueprint.doc(**VERSIONED)
    def review(body: Body, **where: UUID) -> ResponseReturnValue:
        """法制审核：通过，或者附理由退回承办人。The legal review: approve, or return with reasons."""
        given = Review(
            document=parsing.document(body),
            by=authenticated().id,
            opinion=body["opinion"],
            reasons=body["reasons"],
            complex_case=body["complex"],
        )
        return desk.moved(where, lambda act, it: room.review(act, words(act.session), it, given))

    @blueprint.post(f"{at}/deliberation")
    @requires("proceedings.handle", person=True)
    @blueprint.arguments(DeliberationIn)
    @blueprint.response(200, desk.out)
    @blueprint.doc(**VERSIONED)
    def deliberate(body: Body, **where: UUID) -> ResponseReturnValue:
        """负责人集体讨论的记录（复杂、重大的）。The paper of the principals' joint deliberation."""
        given = Deliberation(document=parsing.document(body), present=tuple(body["present"]))
        return desk.moved(
            where, lambda act, it: room.deliberate(act, words(act.session), it, given)
        )
