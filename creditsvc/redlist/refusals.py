"""Why this room says no."""

from creditsvc.kernel.refusals import Conflict, NotFound, NotPermitted, Stale, Unprocessable


class UnknownApplication(NotFound):
    """No application for an honour has that key."""

    kind = "unknown-application"


class UnknownLoss(NotFound):
    """No case about the loss of an honour has that key."""

    kind = "unknown-loss"


class StaleRedlist(Stale):
    """The application or the case moved on since the caller read it."""

    kind = "stale-redlist"


class NotGrantable(Unprocessable):
    """The rule leads to no honour that is applied for, or its instrument says nothing of how."""

    kind = "not-grantable"


class ApplicationOpen(Conflict):
    """An application of this enterprise for the same honour is not decided yet."""

    kind = "application-open"


class TooEarlyToRenew(Conflict):
    """The honour stands, and its renewal may not be applied for yet."""

    kind = "too-early-to-renew"


class WrongRedlistStage(Conflict):
    """The move does not follow from where the application or the case stands."""

    kind = "wrong-redlist-stage"


class ConditionsNotMet(Conflict):
    """A condition of the honour is not met, not known, or not shown."""

    kind = "conditions-not-met"


class RedlistNotJudged(Unprocessable):
    """A move says of each condition on paper how it was verified."""

    kind = "redlist-not-judged"


class RedlistNotInOrder(Unprocessable):
    """A day or a text of the move cannot be right."""

    kind = "redlist-not-in-order"


class AnotherLevel(Unprocessable):
    """It is the turn of another level, or of another authority."""

    kind = "another-level"


class PartTaken(NotPermitted):
    """Whoever had a part in an application or a case does not take this one too."""

    kind = "part-taken"


class StillAnnounced(Conflict):
    """A grant before the public notice is over."""

    kind = "still-announced"


class ObjectionOpen(Conflict):
    """A grant while an objection waits for its answer, or was upheld."""

    kind = "objection-open"


class ObjectionSettled(Conflict):
    """The objection was answered already, or is none of this application."""

    kind = "objection-settled"


class NoHonour(Unprocessable):
    """The entry is no honour that stands, so it cannot be lost."""

    kind = "no-honour"


class LossOpen(Conflict):
    """Whether this honour is lost is being decided already."""

    kind = "loss-open"
