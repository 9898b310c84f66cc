"""Why a move of an application is refused."""

from creditsvc.kernel.refusals import Conflict, NotFound, NotPermitted, Stale, Unprocessable


class UnknownRepair(NotFound):
    """No application has that key."""

    kind = "unknown-repair"


class StaleRepair(Stale):
    """The application moved on since the caller read it."""

    kind = "stale-repair"


class RepairOpen(Conflict):
    """An application for the same entry or record is not decided yet."""

    kind = "repair-open"


class WrongRepairStage(Conflict):
    """The move does not follow from where the application stands."""

    kind = "wrong-repair-stage"


class NotRepairable(Unprocessable):
    """The law gives this entry no early removal, or this record no repair."""

    kind = "not-repairable"


class NotEligible(Conflict):
    """A condition of early removal is not met, or a bar stands in its way."""

    kind = "not-eligible"


class NotJudged(Unprocessable):
    """A grant says of each condition and bar that people judge how it was verified."""

    kind = "not-judged"


class RepairNotInOrder(Unprocessable):
    """A day or a text of the move cannot be right."""

    kind = "repair-not-in-order"


class NoExtension(Conflict):
    """The law gives no longer time, or it was taken already, or the time is over."""

    kind = "no-extension"


class HandledIt(NotPermitted):
    """Whoever handled an application does not decide it."""

    kind = "handled-it"


class NoRestoration(Conflict):
    """There is no grant to revoke, or the law does not say what then follows."""

    kind = "no-restoration"


class NoGapsNotice(Conflict):
    """The law gives no notice of gaps, or it was given already, or nothing is lacking."""

    kind = "no-gaps-notice"


class TooEarlyToRevoke(Conflict):
    """The party may still reply to the notice that its repair may be revoked."""

    kind = "too-early-to-revoke"


class NoticeRecorded(Conflict):
    """The repair notice of that entry or record was recorded already."""

    kind = "repair-notice-recorded"


class NoticeNotOwed(Unprocessable):
    """No repair notice is owed for it, or its days cannot be right."""

    kind = "repair-notice-not-owed"
