"""Blueprints that refuse what they do not know, in a query as in a body: a misspelt filter is no filter."""

import json
from typing import Any

import flask_smorest
import orjson
from flask import Request
from marshmallow import RAISE, Schema, ValidationError, missing
from webargs.core import is_json
from webargs.flaskparser import FlaskParser
from werkzeug import routing


class PartOfPath(routing.UnicodeConverter):
    """A part of a path: as Werkzeug has it, without NUL, which PostgreSQL takes in no text."""

    def to_python(self, value: str) -> Any:
        """The part as it is; one with a NUL names nothing."""
        if "\0" in value:
            raise routing.ValidationError
        return super().to_python(value)


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
            found = orjson.loads(body)
        except (
            orjson.JSONDecodeError
        ) as why:  # it may name no text, which webargs takes for no body
            raise json.JSONDecodeError(why.msg, "?", 0) from why
        if b"\\u0000" in body:
            _refuse_nul(found)
        return found

    def load_querystring(self, req: Request, schema: Schema) -> Any:
        """Parse the query."""
        _refuse_nul([*req.args, *(value for _, value in req.args.items(multi=True))])
        return super().load_querystring(req, schema)


def _refuse_nul(value: Any) -> None:
    """Raise ValidationError if a text in *value* holds a NUL, which PostgreSQL takes in no text."""
    if isinstance(value, dict):
        value = [*value.keys(), *value.values()]
    if isinstance(value, list):
        for one in value:
            _refuse_nul(one)
    elif isinstance(value, str) and "\0" in value:
        raise ValidationError("文本里有空字符（NUL），请删除 / a text holds a NUL sign; remove it")


class Blueprint(flask_smorest.Blueprint):
    """A blueprint of the API whose query parameters are all known."""

    ARGUMENTS_PARSER = _Strict()
