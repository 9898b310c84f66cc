"""What the lines of a trail say of due process; part of verify.py, and like it shares no code.

A line says who made which move on which matter; newer lines also say the days on
which the party was told and could speak. What an older line does not say is not held against it.
"""

from datetime import datetime, timedelta

STEPS = ("propose", "notice", "decide", "conclude")
TOLD = ("notice", "renotice")
APPLIED_FOR = ("repair", "record_repair", "person_repair", "redlist")
NOT_HANDLING = {"review", "hear", "decide"}  # every other move of a case is handling it


def beijing(instant):
    """The day in Beijing on which an instant in UTC falls, as text."""
    return (datetime.fromisoformat(instant[:19]) + timedelta(hours=8)).date().isoformat()


class Process:
    """No entry without all that has to come before it, no grant by those who prepared it."""

    def __init__(self, fault):
        self.fault, self.actor, self.day = fault, None, ""
        self.cases, self.outside, self.standing, self.ended = {}, {}, set(), set()
        self.applications, self.granted, self.confirmed, self.repaired = {}, {}, set(), set()
        self.bans, self.persons = {}, {}

    def begin(self, act):
        """Who acts now, and on which day."""
        self.actor, self.day = act["actor"], beijing(act["at"])

    def line(self, verb, subject, facts):
        """One line."""
        noun, _, participle = verb.partition(".")
        if noun == "proceeding":
            case = self.cases.setdefault(subject, Case())
            case.moves.append((facts.get("move"), self.actor, self.day, facts))
        elif noun == "external":
            self.from_elsewhere(participle, subject, facts)
        elif noun in APPLIED_FOR:
            self.applied_for(noun, subject, facts)
        else:
            known = {
                "ban": self.barred, "person_entry": self.person, "decision.granted": self.grant,
                "listing.entered": self.entered, "listing.ended": self.ends,
            }  # fmt: skip
            read = known.get(verb) or known.get(noun)
            if read is not None:
                read(subject, facts)

    def grant(self, subject, facts):
        """A decision that grants an honour, by the application it answers."""
        self.granted[subject] = facts["application"]

    def from_elsewhere(self, participle, subject, facts):
        """A decision made elsewhere: imported by one person, confirmed by another."""
        place, known = f"external decision {subject}", self.outside.setdefault(subject, {})
        known[participle] = self.actor
        if participle != "confirmed":
            return
        self.confirmed.add(facts.get("decision"))
        if "imported" not in known:
            self.fault(place, "confirmed without having been imported")
        elif known["imported"] == self.actor:
            self.fault(place, "imported and confirmed by one person")

    def applied_for(self, noun, subject, facts):
        """An application for repair or for an honour: whoever handled it does not grant it."""
        moves = self.applications.setdefault(subject, [])
        if facts.get("move") == "grant":
            place = f"{noun} {subject}"
            before = "announce" if noun == "redlist" else "accept"
            if before not in [move for move, _ in moves]:
                self.fault(place, f"granted without the step before it: {before}")
            if self.actor in [actor for _, actor in moves]:
                self.fault(place, "whoever handled the application granted it")
            if noun in ("repair", "person_repair"):
                self.repaired.add(facts.get("listing") or facts.get("person_entry"))
        moves.append((facts.get("move"), self.actor))

    def barred(self, subject, facts):
        """A ban: one of the authority's own is decided as a case is; one by law by another person."""
        case = self.bans.setdefault(subject, BanCase())
        case.moves.append((facts.get("move"), self.actor, self.day, facts))
        if facts.get("move") == "decide":
            made = case if facts.get("own") else ByLaw(case.moves)
            for what in made.faults() if "own" in facts else ():
                self.fault(f"ban {subject}", what)

    def person(self, subject, facts):
        """A person's entry: it stands from its service on, after all that has to come before."""
        place, case = f"entry of a person {subject}", self.persons.setdefault(subject, PersonCase())
        case.moves.append((facts.get("move"), self.actor, self.day, facts))
        if facts.get("move") == "serve":
            for what in case.faults():
                self.fault(place, what)
        if facts.get("move") == "end" and case.last("serve") < 0:
            self.fault(place, "ended without having been served")
        if facts.get("reason") == "repaired" and subject not in self.repaired:
            self.fault(place, "removed early without an application that was granted")

    def entered(self, listing, facts):
        """An entry: its case went its way, or two people took it in, or it was granted."""
        place = f"entry {listing}"
        if listing in self.standing:
            self.fault(place, "entered twice")
        self.standing.add(listing)
        origin, decision, case = (facts.get(name) for name in ("origin", "decision", "proceeding"))
        if case is not None or origin == "own":
            for what in self.cases.get(case, Case()).faults():
                self.fault(place, what)
        if origin == "external" and decision not in self.confirmed:
            self.fault(place, "nobody confirmed the decision made elsewhere")
        if origin == "grant":
            moves = self.applications.get(self.granted.get(decision), [])
            if "grant" not in [move for move, _ in moves]:
                self.fault(place, "its application was not granted")

    def ends(self, listing, facts):
        """An end: of what stands, once; early removal only where an application was granted."""
        place = f"entry {listing}"
        if listing not in self.standing:
            self.fault(place, "ended without having been entered")
        if listing in self.ended:
            self.fault(place, "ended twice")
        if facts.get("reason") == "repaired" and listing not in self.repaired:
            self.fault(place, "removed early without an application that was granted")
        self.ended.add(listing)


class Case:
    """The moves of one case, oldest first, as (move, actor, day of the act, facts)."""

    steps = STEPS  # which moves there must be, in this order

    def __init__(self, moves=()):
        self.moves = list(moves)

    def last(self, *named):
        """The place of the last of those moves; -1: there was none."""
        return max((n for n, one in enumerate(self.moves) if one[0] in named), default=-1)

    def facts(self, *named):
        """What the last of those moves says of itself."""
        place = self.last(*named)
        return self.moves[place][3] if place >= 0 else {}

    def by(self, *named):
        """Who made the last of those moves."""
        place = self.last(*named)
        return self.moves[place][1] if place >= 0 else None

    def day(self, *named):
        """The day of the act that made the last of those moves."""
        return self.moves[self.last(*named)][2]

    def handlers(self, until):
        """Whoever handled the case before the move at the place *until*."""
        return {who for move, who, _, _ in self.moves[:until] if move not in NOT_HANDLING}

    def faults(self):
        """What does not hold of the way to the entry."""
        order = [move for move, _, _, _ in self.moves]
        found = tuple(move for move in order if move in self.steps)
        if found[-len(self.steps) :] != self.steps:
            yield f"its case lacks a step: {', '.join(map(str, order)) or 'no case'}"
            return
        yield from self.wrong_hands()
        if self.told_unopened():
            yield "its party was told before the case was opened"
        yield from self.hearing()
        yield from self.preparation()
        yield from self.days()

    def told_unopened(self):
        """Whether the party was told, in a line that tells days, before the opening."""
        told = "served_on" in self.facts("notice")
        return told and not -1 < self.last("open") < self.last("notice")

    def owed(self):
        """What is due before the decision, by the opening."""
        return self.facts("open")

    def wrong_hands(self):
        """Handler, reviewer, presider and decider are different people."""
        decided, heard = self.last("decide"), self.last("hear")
        decider, handlers = self.by("decide"), self.handlers(decided)
        if decider in handlers:
            yield "whoever handled its case decided it"
        if decider in {who for move, who, _, _ in self.moves[:decided] if move in NOT_HANDLING}:
            yield "whoever reviewed its case, or presided over its hearing, decided it"
        if -1 < self.last("review") < decided and self.by("review") in handlers:
            yield "whoever handled its case reviewed it"
        if heard >= 0 and self.by("hear") in self.handlers(heard):
            yield "whoever handled its case presided over its hearing"

    def hearing(self):
        """What was asked for was called and held, or taken back."""
        asked, held = self.last("request_hearing"), self.last("hear")
        if asked < 0:
            return
        if not asked < max(held, self.last("withdraw_hearing")) < self.last("decide"):
            yield "the hearing that its party asked for was neither held nor taken back"
        elif held > asked and not asked < self.last("call_hearing") < held:
            yield "its hearing was held without having been called"

    def preparation(self):
        """Review and deliberation where the opening says that they are due, undone by nothing since."""
        opening, decided = self.owed(), self.last("decide")
        since = self.last(*TOLD, "reply", "request_hearing", "hear")
        reviewed, met = self.last("review"), self.last("deliberate")
        approved = self.facts("review").get("opinion", "approve") == "approve"
        if since < reviewed < decided:
            if not approved:
                yield "its last legal review returned it"
        elif opening.get("review_due"):
            yield "its legal review is missing, or older than what came in since"
        if opening.get("deliberation_due") and not since < met < decided:
            yield "its deliberation is missing, or older than what came in since"

    def days(self):
        """Decided after the party had its time, and entered once the decision was served."""
        decided_on = self.facts("decide").get("decided_on")
        if decided_on is None:  # an older line, which tells no day
            return
        told, waiver = self.facts(*TOLD), {}
        if self.last("waive") > self.last(*TOLD):
            waiver = self.facts("waive")
        if not waiver and decided_on <= told.get("reply_until", ""):
            yield f"it was decided on {decided_on}, while its party could still reply"
        asked = self.last("request_hearing", "hear", "withdraw_hearing") > self.last(*TOLD)
        until = told.get("hearing_until") or ""
        if not asked and not waiver.get("hearing") and decided_on <= until:
            yield f"it was decided on {decided_on}, while its party could still ask for a hearing"
        if decided_on > self.day("decide"):
            yield "its decision is dated after the act that recorded it"
        yield from self.service(decided_on)

    def service(self, decided_on):
        """Entered once the decision counts as served."""
        served_on, concluded_on = self.facts("conclude").get("served_on"), self.day("conclude")
        if served_on is None or not decided_on <= served_on <= concluded_on:
            yield "it was entered before its decision counted as served"


class PersonCase(Case):
    """The case of a person, who stands on the list from when the decision counts as served, now or later."""

    steps = ("propose", "notice", "decide", "serve")

    def service(self, decided_on):
        """Served no earlier than decided."""
        served_on = self.facts("serve").get("served_on")
        if served_on is None or served_on < decided_on:
            yield "its decision counts as served before it was made"


class BanCase(Case):
    """The case of a ban that the authority decides: no opening; a review is due after a hearing."""

    steps = ("propose", "notice", "decide")

    def told_unopened(self):
        """No opening is asked for."""
        return False

    def owed(self):
        """By the notice, and by whether a hearing was held."""
        told = self.facts(*TOLD)
        return {
            "review_due": self.last("hear") >= 0,
            "deliberation_due": told.get("deliberation_due"),
        }

    def service(self, decided_on):
        """A ban runs before its service too."""
        del decided_on
        return ()


class ByLaw(BanCase):
    """A ban that follows by law: nobody is told, and another person decides it on its paper."""

    steps = ("propose", "decide")
