"""create_app(): the one module that knows every room."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any
from uuid import UUID

import orjson
from flask import Flask, Request
from flask.json.provider import DefaultJSONProvider
from flask.typing import ResponseReturnValue
from sqlalchemy import text
from werkzeug.exceptions import RequestEntityTooLarge

from creditsvc.access import api as access_api
from creditsvc.access import service as access
from creditsvc.access import who_may
from creditsvc.bans import api as bans_api
from creditsvc.bans import matters
from creditsvc.board import api as board_api
from creditsvc.bulk import api as bulk_api
from creditsvc.bulk.files import Results
from creditsvc.changes import api as changes_api
from creditsvc.changes.cutting import Cut
from creditsvc.db import migrate
from creditsvc.db.engine import open_engine
from creditsvc.db.work import Work
from creditsvc.documents import api as documents_api
from creditsvc.documents.templates import Templates
from creditsvc.door import api as door_api
from creditsvc.enterprises import api as enterprises_api
from creditsvc.enterprises.name_words import NameWords
from creditsvc.enterprises.naming import Reader, plain
from creditsvc.events import api as events_api
from creditsvc.events.import_rows import Words, WordsNow
from creditsvc.findings.rulebooks import Laws, Rulebook
from creditsvc.kernel.clock import Clock, SystemClock, new_id
from creditsvc.kernel.periods import Calendar
from creditsvc.kernel.refusals import Unavailable
from creditsvc.kernel.regions import Regions
from creditsvc.kernel.roles import ALL_SCOPES
from creditsvc.law.rulebook import Law
from creditsvc.listings import api as listings_api
from creditsvc.lookup import api as lookup_api
from creditsvc.lookup import bids_api, lookers_api, screening_api
from creditsvc.lookup import service as lookup
from creditsvc.lookup.dropping import Retention
from creditsvc.lookup.purposes import Purposes
from creditsvc.measures import api as measures_api
from creditsvc.papers import api as papers_api
from creditsvc.person_entries import api as person_entries_api
from creditsvc.persons import api as persons_api
from creditsvc.persons.keys import PersonKeys
from creditsvc.persons.matters import Matters
from creditsvc.proceedings import api as proceedings_api
from creditsvc.proofs import api as proofs_api
from creditsvc.publishing import api as publishing_api
from creditsvc.redlist import api as redlist_api
from creditsvc.remedies import api as remedies_api
from creditsvc.remedies import suits_api
from creditsvc.repairs import api as repairs_api
from creditsvc.settings import Settings, read
from creditsvc.settle import Settle
from creditsvc.subscriptions import api as subscriptions_api
from creditsvc.subscriptions.sending import Sender
from creditsvc.web import docs, problems
from creditsvc.web.blueprints import PartOfPath
from creditsvc.web.guard import AUTHENTICATOR, open_to_all
from creditsvc.web.may import COLLEAGUES
from creditsvc.web.runtime import EXTENSION, Runtime, runtime

BODY_LIMIT = 21 * 1024 * 1024
ROOMS = (
    access_api,
    papers_api,
    enterprises_api,
    events_api,
    proceedings_api,
    listings_api,
    persons_api,
    bans_api,
    person_entries_api,
    repairs_api,
    redlist_api,
    remedies_api,
    suits_api,
    documents_api,
    measures_api,
    door_api,
    changes_api,
    subscriptions_api,
    lookup_api,
    bids_api,
    bulk_api,
    screening_api,
    lookers_api,
    publishing_api,
    board_api,
    proofs_api,
)


class WholeRequest(Request):
    """A request whose body is read whole or refused (413), also where no length was announced.

    Werkzeug reads such a body (chunked) up to the limit and drops the rest in silence.
    """

    def get_data(self, *args: Any, **kwargs: Any) -> Any:
        body = super().get_data(*args, **kwargs)
        if self.content_length is None and len(body) == self.max_content_length:
            raise RequestEntityTooLarge
        return body


class Json(DefaultJSONProvider):
    """JSON as it goes out with Chinese that people can read, and comes in without tricks.

    Python's own reader follows nesting and numbers until it breaks, and takes half signs for text.
    """

    ensure_ascii = False

    def loads(self, s: str | bytes, **kwargs: Any) -> Any:
        del kwargs
        return orjson.loads(s)


class NotReady(Unavailable):
    """The register is not there yet, or not at the schema this program needs."""

    kind = "not-ready"


def build(
    settings: Settings | None = None,
    *,
    clock: Clock | None = None,
    make_id: Callable[[], UUID] = new_id,
) -> Runtime:
    """The parts of a service under *settings*; commands, workers and the web app all start here."""
    settings = settings or read()
    clock = clock or SystemClock()
    words = read_words(settings.config_dir)
    laws = Laws(words[Rulebook])
    settle = Settle(laws=laws, names=words[Reader])
    engine = open_engine(settings.database_url)
    work = Work(
        engine=engine, clock=clock, new_id=make_id, opening=settle.opening, closing=settle.closing
    )

    def words_now() -> Words:
        with work.read() as session:
            return Words(kinds=laws.in_use(session).kinds, regions=words[Regions])

    parts: dict[type, Any] = {
        Laws: laws,
        WordsNow: WordsNow(read=words_now),
        Matters: matters.finder(laws, clock),
        Results: Results(folder=settings.results_dir),
        Sender: Sender(networks=settings.webhook_networks),
        Cut: Cut(from_=words[Purposes].kept_from),
        PersonKeys: PersonKeys(given=settings.person_keys),
        **{kind: words[kind] for kind in (Calendar, Purposes, Reader, Regions, Retention)},
        **access.parts(settings, clock),
        **lookup.parts(settings, engine, clock),
    }
    return Runtime(settings=settings, clock=clock, work=work, parts=parts)


@lru_cache(maxsize=4)
def read_words(config_dir: Path) -> Mapping[type, Any]:
    """The rulebook there, its words, the calendar and the regions; values, so read once a process."""
    codes = config_dir / "codes"
    rulebook = Rulebook.read(config_dir / "law")
    regions = Regions.read(
        codes / "regions.csv", codes / "regions_history.csv", codes / "region_extensions.csv"
    )
    return MappingProxyType(
        {
            Rulebook: rulebook,
            Law: rulebook.law,
            Calendar: Calendar.read(codes / "holidays.csv"),
            Regions: regions,
            Reader: Reader(NameWords.read(codes / "name_words.yaml", regions, plain)),
            Purposes: Purposes.read(codes / "purposes.csv"),
            Retention: Retention.read(codes / "retention.csv"),
        }
    )


@lru_cache(maxsize=4)
def read_templates(config_dir: Path) -> Templates:
    """The templates of documents there; read by whoever writes them, as commands need not wait for it."""
    return Templates.read(config_dir / "documents")


def create_app(given: Runtime | None = None) -> Flask:
    """The web application over *given*, or over what the environment says."""
    given = given or build()
    given.parts[Templates] = read_templates(given.settings.config_dir)
    app = Flask("creditsvc", static_folder=None)
    app.request_class = WholeRequest
    app.url_map.converters["default"] = PartOfPath
    app.config.update(
        API_TITLE="企业安全信用服务 / Enterprise safety credit",
        API_VERSION="v1",
        OPENAPI_VERSION="3.0.3",
        OPENAPI_URL_PREFIX="/",
        OPENAPI_JSON_PATH="openapi.json",
        MAX_CONTENT_LENGTH=BODY_LIMIT,
        PROPAGATE_EXCEPTIONS=False,
    )
    app.json = Json(app)
    app.extensions[EXTENSION] = given
    app.extensions[AUTHENTICATOR] = access.authenticate
    app.extensions[COLLEAGUES] = who_may.colleagues
    api = docs.made_for(app, ALL_SCOPES)
    for room in ROOMS:
        for blueprint in room.blueprints:
            api.register_blueprint(blueprint)
    app.register_blueprint(docs.blueprint)
    problems.install(app)
    app.add_url_rule("/healthz", view_func=healthz)
    app.add_url_rule("/readyz", view_func=readyz)
    return app


@open_to_all("the process is up; says nothing else")
def healthz() -> ResponseReturnValue:
    """Whether the process answers."""
    return {"status": "ok"}


@open_to_all("whether answers can be given; no data")
def readyz() -> ResponseReturnValue:
    """Whether the register is there, at the schema this program needs, and filled."""
    work = runtime().work
    schema = migrate.current(work.engine, migrate.REGISTER)
    if (schema,) != migrate.REGISTER.heads:
        raise NotReady("登记库尚未就绪", "the register is not at the schema needed", schema=schema)
    with work.read() as session:
        acts = session.scalar(text("SELECT max(no) FROM acts"))
    if acts is None:
        raise NotReady("登记库还是空的", "the register is empty", schema=schema)
    return {"status": "ready", "schema": schema, "data_version": acts}
