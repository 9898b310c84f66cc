"""Entries of persons as answers over HTTP: as they stand now, with their clocks, the person masked."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from flask import Response, jsonify
from sqlalchemy.orm import Session

from creditsvc.db import acts
from creditsvc.kernel.clock import legal_day
from creditsvc.person_entries.clocks import clocks
from creditsvc.person_entries.domain import PersonEntry
from creditsvc.person_entries.form import stored
from creditsvc.persons import service as persons
from creditsvc.proceedings.rendering import words
from creditsvc.web.etags import tag
from creditsvc.web.runtime import runtime


def present(session: Session) -> datetime:
    """Now, or the instant of the last act where that is a little later than the clock's."""
    now, last = runtime().clock.now(), acts.last(session)
    return max([now, *acts.moments(session, [last]).values()])


def shown(session: Session, one: PersonEntry, moment: datetime) -> Response:
    """The entry as it stands at *moment*, its version as ETag."""
    return tag(jsonify(forms(session, [one], moment)[0]), one.version)


def forms(
    session: Session, entries: Sequence[PersonEntry], moment: datetime
) -> list[dict[str, Any]]:
    """The entries as they stand at *moment*, each with its clocks and the person masked."""
    law, calendar = words(session)
    people = persons.many(session, {one.person_id for one in entries})
    return [
        {
            **stored(one),
            "stage": one.stage.value,
            "last_day": one.last_day and one.last_day.isoformat(),
            "person": {
                "id": str(one.person_id),
                "masked_name": people[one.person_id].masked_name,
                "role": people[one.person_id].role,
            },
            "stands": one.stands_at(moment),
            "end_reason": one.end_reason_at(moment),
            "clocks": [each.form() for each in clocks(law, calendar, one, legal_day(moment))],
        }
        for one in entries
    ]
