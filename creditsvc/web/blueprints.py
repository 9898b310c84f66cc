"""Blueprints that refuse what they do not know, in a query as in a body: a misspelt filter is no filter."""

import json
from typing import Any

import flask_smorest
import orjson
from flask import Request
from marshmallow import RAISE, missing
from webargs.core import is_json
from webargs.flaskparser import FlaskParser


class _Strict(FlaskParser):
    """webargs drops unknown query parameters unless it is told otherwise.

    And it reads JSON as Python does: nested without end, with numbers without end and half signs, which
    are found to be too much only further in.
    """

    DEFAULT_UNKNOWN_BY_LOCATION: dict[str, str | None] = {  # noqa: RUF012 - as webargs declares it
        **FlaskParser.DEFAULT_UNKNOWN_BY_LOCATION,
        "query": RAISE,
    }

    def _raw_load_json(self, req: Request) -> Any:
        body = req.get_data(cache=True)
        if not is_json(req.mimetype) or not body:
            return missing
        try:
            return orjson.loads(body)
        except (
            orjson.JSONDecodeError
        ) as why:  # it may name no text, which webargs takes for no body
            raise json.JSONDecodeError(why.msg, "?", 0) from why


class Blueprint(flask_smorest.Blueprint):
    """A blueprint of the API whose query parameters are all known."""

    ARGUMENTS_PARSER = _Strict()
