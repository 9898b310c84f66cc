"""Taking the bundled real rows into the register, through the services and with two people."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

from creditsvc.cli.demo_lists import decree
from creditsvc.cli.demo_people import Crew
from creditsvc.cli.demo_rows import Gazetteer, Lacking, Stated, accident, penalty, read_rows
from creditsvc.db.work import Act
from creditsvc.events import service as events
from creditsvc.events.import_rows import Words, WordsNow, doubt_of
from creditsvc.findings.rulebooks import Laws
from creditsvc.kernel.regions import Regions
from creditsvc.kernel.uscc import normalise
from creditsvc.listings import service as listings
from creditsvc.proceedings import external
from creditsvc.proceedings.decree import Decree

PENALTIES, ACCIDENTS, LISTS = "penalty_decisions.csv", "accidents.csv", "published_listings.csv"


@dataclass(slots=True, kw_only=True)
class Tally:
    """What became of the rows of one file. *left_out*: reasons with the number of rows."""

    file: str
    rows: int = 0
    recorded: int = 0
    parked: int = 0
    entered: int = 0
    left_out: Counter[str] = field(default_factory=Counter)


def take_events(crew: Crew, folder: Path, file: str, at: datetime) -> Tally:
    """Record or park what the rows of *file* state; rows that state too little are only counted."""
    words = crew.runtime.part(WordsNow).read()
    places = Gazetteer.of(words.regions)
    read = {PENALTIES: penalty, ACCIDENTS: accident}[file]
    tally = Tally(file=file)
    with crew.act("clerk", at) as act:
        for row in read_rows(folder / file):
            tally.rows += 1
            stated = read(row, places)
            if isinstance(stated, Lacking):
                tally.left_out[str(stated)] += 1
            else:
                _take(act, words, stated, tally)
    return tally


def coded_penalties(folder: Path, regions: Regions) -> Iterator[tuple[str, str]]:
    """Name and code of each real enterprise whose penalty is stated in full, in order of the file."""
    places = Gazetteer.of(regions)
    for row in read_rows(folder / PENALTIES):
        stated = penalty(row, places)
        if isinstance(stated, Stated) and stated.doubt is None and "uscc" in stated.events[0]:
            yield row["company_name"], normalise(stated.events[0]["uscc"])


def take_lists(crew: Crew, folder: Path, at: datetime) -> Tally:
    """One person imports the lists, another confirms a day later, and the entries are made."""
    laws, regions = crew.runtime.part(Laws), crew.runtime.part(Regions)
    with crew.runtime.work.read() as session:
        law = laws.in_use(session)
    path = folder / LISTS
    tally = Tally(file=LISTS)
    decrees: list[Decree] = []
    for row in read_rows(path):
        tally.rows += 1
        found = decree(row, law, regions)
        if isinstance(found, Lacking):
            tally.left_out[str(found)] += 1
        else:
            decrees.append(found)
    take_in(crew, decrees, sha256(path.read_bytes()).hexdigest(), at)
    taken = {(one.source, one.source_ref) for one in decrees}
    with crew.act("officer2", at + timedelta(days=1)) as act:
        for waiting in external.waiting(act.session):
            if (waiting.content["source"], waiting.content["source_ref"]) in taken:
                listings.enter(act, laws, external.confirm(act, waiting.id))
                tally.entered += 1
    return tally


def take_in(crew: Crew, decrees: list[Decree], file_digest: str, at: datetime) -> None:
    """One person imports decisions; they list only after another has confirmed them."""
    with crew.act("officer", at) as act:
        for one in decrees:
            external.take_in(act, one, file_digest=file_digest)


def _take(act: Act, words: Words, stated: Stated, tally: Tally) -> None:
    for raw in stated.events:
        parsed = words.parse(raw, strict_code=False, today=act.day)
        doubt = _open(doubt_of(parsed), stated.doubt)
        if doubt is None:
            events.record(act, parsed.content)
            tally.recorded += 1
        else:
            field_, reason = doubt
            adverse = words.is_adverse(parsed.content)
            events.park(act, parsed.content, field=field_, reason=reason, adverse=adverse)
            tally.parked += 1


def _open(whose: tuple[str, str] | None, what: tuple[str, str] | None) -> tuple[str, str] | None:
    """What a person must settle: whose the row is, or what it leaves open, or both."""
    if whose is None or what is None:
        return whose or what
    if whose[0] == what[0]:
        return what  # the row's own words say more than the form of its number
    return whose[0], f"{whose[1]}；{what[1]}"
