"""The papers of the demo's cases: fictional numbers, and digests of nothing but those."""

from datetime import date
from hashlib import sha256

from creditsvc.cli.demo_county import County, Step
from creditsvc.proceedings.domain import Document


def document(county: County, kind: str, step: Step, day: date) -> Document:
    """A paper of *kind* in the case of *step*."""
    number = county.paper(kind, step.given["case"], str(day))
    return Document(number=number, day=day, digest=digest(number))


def digest(text: str) -> str:
    """What stands for the digest of a file that there is not."""
    return sha256(text.encode()).hexdigest()
