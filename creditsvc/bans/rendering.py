"""Bans as answers over HTTP: as they stand now, with their clocks, the person masked."""

from datetime import datetime
from typing import Any

from flask import Response, jsonify
from sqlalchemy.orm import Session

from creditsvc.bans import form
from creditsvc.bans.clocks import clocks
from creditsvc.bans.domain import Ban
from creditsvc.db import acts
from creditsvc.kernel.clock import legal_day
from creditsvc.persons import service as persons
from creditsvc.proceedings.rendering import words
from creditsvc.web.etags import tag
from creditsvc.web.runtime import runtime


def present(session: Session) -> datetime:
    """Now, or the instant of the last act where that is a little later than the clock's."""
    now, last = runtime().clock.now(), acts.last(session)
    return max([now, *acts.moments(session, [last]).values()])


def shown(session: Session, ban: Ban, moment: datetime) -> Response:
    """The ban as it stands at *moment*, its version as ETag."""
    return tag(jsonify(forms(session, [ban], moment)[0]), ban.version)


def forms(session: Session, bans: list[Ban], moment: datetime) -> list[dict[str, Any]]:
    """The bans as they stand at *moment*, each with its clocks and the person masked."""
    law, calendar = words(session)
    people = persons.many(session, {one.person_id for one in bans if one.person_id is not None})
    masked = {
        key: {"id": str(key), "masked_name": each.masked_name, "role": each.role}
        for key, each in people.items()
    }
    return [
        {
            **form.shown(ban, moment),
            "person": masked[ban.person_id] if ban.person_id is not None else None,
            "clocks": [one.form() for one in clocks(law, calendar, ban, legal_day(moment))],
        }
        for ban in bans
    ]
