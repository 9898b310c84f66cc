"""Blueprints that refuse what they do not know, in a query as in a body: a misspelt filter is no filter."""

import flask_smorest
from marshmallow import RAISE
from webargs.flaskparser import FlaskParser


class _Strict(FlaskParser):
    """webargs drops unknown query parameters unless it is told otherwise."""

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {  # noqa: RUF012 - as webargs declares it
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": RAISE,
    }


class Blueprint(flask_smorest.Blueprint):
    """A blueprint of the API whose query parameters are all known."""

    ARGUMENTS_PARSER = _Strict()
