"""The parts of a request's body as values of the room, once the schemas have seen their shape."""

from collections.abc import Mapping
from typing import Any

from creditsvc.proceedings.domain import (
    Attachment,
    Call,
    Document,
    Minutes,
    Reply,
    Service,
    Waiver,
)

Body = Mapping[str, Any]


def document(body: Body) -> Document:
    """The paper under `document`."""
    return Document(**body["document"])


def service(body: Body) -> Service:
    """The service under `service`."""
    given = dict(body["service"])
    proofs = {name: Document(**paper) for name, paper in given.pop("proofs").items()}
    return Service(**given, proofs=proofs)


def attachments(body: Body) -> tuple[Attachment, ...]:
    """The files under `attachments`."""
    return tuple(Attachment(**each) for each in body["attachments"])


def reply(body: Body) -> Reply:
    """What the party replied, and when it came."""
    return Reply(
        document=document(body), received_on=body["received_on"], attachments=attachments(body)
    )


def waiver(body: Body) -> Waiver:
    """What the party gives up: its time to reply, and its hearing where it says so."""
    return Waiver(document=document(body), hearing=body["hearing"])


def call(body: Body) -> Call:
    """The notice of a hearing."""
    return Call(
        document=document(body),
        service=service(body),
        held_on=body["held_on"],
        place=body["place"],
        presided_by=f"user:{body['presided_by']}",
    )


def minutes(body: Body, by: str) -> Minutes:
    """The minutes of a hearing, filed by whoever presided."""
    return Minutes(
        document=document(body),
        held_on=body["held_on"],
        presided_by=by,
        attachments=attachments(body),
    )
