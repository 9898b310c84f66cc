"""Changing keys: every seal is made anew under the newest one, some at a time, and may stop anywhere."""

from sqlalchemy.orm import Session

from creditsvc.audit import service as trail
from creditsvc.db.work import Act
from creditsvc.persons import sealing, store
from creditsvc.persons.keys import Ring

AT_A_TIME = 200


def rotate_some(act: Act, ring: Ring, limit: int = AT_A_TIME) -> int:
    """Seal the next *limit* values under the newest key; how many there were. 0: all are.

    Each is opened and held against its commitment first. Killed at any point, what is committed is
    whole, and the next run goes on with the rest.
    """
    old = store.sealed_otherwise(act.session, ring.newest, limit)
    made = [
        (place, sealing.seal(ring, place, sealing.unseal(ring, place, sealed, committed)))
        for place, sealed, committed in old
    ]
    if made:
        store.replace(act.session, made)
        trail.note(act, "persons.rotated", ring.newest, seals=len(made))
    return len(made)


def held(session: Session) -> dict[str, int]:
    """How many values each key seals, by its name: a key that seals none may be destroyed."""
    return store.by_key(session)
