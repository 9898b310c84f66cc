"""The parts of a request's body as values of the room, once the schemas have seen their shape."""

from collections.abc import Mapping
from typing import Any

from creditsvc.proceedings.domain import Attachment, Document, Service

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
