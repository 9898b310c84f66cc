"""The reader of the OpenAPI document at /docs, from files in the package; and what is said of all routes."""

from collections.abc import Iterable
from pathlib import Path

from flask import Blueprint, Flask, Response, redirect, send_from_directory
from flask.typing import ResponseReturnValue
from flask_smorest import Api
from marshmallow import INCLUDE, Schema, fields
from swagger_ui_bundle import swagger_ui_path

from creditsvc.web.guard import open_to_all

blueprint = Blueprint("docs", __name__)
FILES = Path(str(swagger_ui_path))
PAGE = """<!doctype html>
<html lang="zh-CN">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>企业安全信用服务接口 / API</title>
<link rel="stylesheet" href="/docs/swagger-ui.css">
</head>
<body>
<div id="reader"></div>
<script src="/docs/swagger-ui-bundle.js"></script>
<script src="/docs/start.js"></script>
</body>
</html>
"""
START = """SwaggerUIBundle({url: "/openapi.json", dom_id: "#reader", deepLinking: true, validatorUrl: null});
"""


class ProblemOut(Schema):
    """A problem document (RFC 9457): what was refused, why, the field, the mend, and what more it says."""

    class Meta:
        """Extension members (RFC 9457 section 3.2): `may`, `latest` and whatever else helps."""

        unknown = INCLUDE

    type = fields.String(required=True)
    title = fields.String(required=True)
    status = fields.Raw(required=True)
    detail = fields.String(required=True)
    instance = fields.String()
    field = fields.String()
    errors = fields.List(fields.Dict())


class ProblemApi(Api):
    """The API whose errors are problem documents, in the description as in the answers."""

    ERROR_SCHEMA = ProblemOut
    DEFAULT_RESPONSE_CONTENT_TYPE = "application/problem+json"  # of the errors, which come first


def made_for(app: Flask, scopes: Iterable[str]) -> Api:
    """The API of *app*, described with the *scopes* there are."""
    api = ProblemApi(app)
    api.DEFAULT_RESPONSE_CONTENT_TYPE = "application/json"  # of all other answers
    describe(api, scopes)
    return api


def describe(api: Api, scopes: Iterable[str]) -> None:
    """Say in the document how a caller is known, and which *scopes* there are."""
    named = dict.fromkeys(sorted(scopes), "")
    token = {"tokenUrl": "/oauth/token", "scopes": named}
    person = {"authorizationUrl": "/oauth/authorize", **token}
    flows = {"clientCredentials": token, "authorizationCode": person}
    api.spec.components.security_scheme("oauth2", {"type": "oauth2", "flows": flows})


@blueprint.get("/docs")
@open_to_all("documentation")
def reader() -> ResponseReturnValue:
    """The reader's page."""
    answer = Response(PAGE, content_type="text/html; charset=utf-8")
    answer.headers["Content-Security-Policy"] = (
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:"
    )
    return answer


@blueprint.get("/docs/start.js")
@open_to_all("documentation")
def start() -> ResponseReturnValue:
    """The line that starts the reader; a file of its own so that no inline script is allowed."""
    return Response(START, content_type="text/javascript; charset=utf-8")


@blueprint.get("/docs/<path:name>")
@open_to_all("documentation")
def file(name: str) -> ResponseReturnValue:
    """A file of the reader."""
    return send_from_directory(FILES, name)


@blueprint.get("/")
@open_to_all("the way in")
def home() -> ResponseReturnValue:
    """Visitors without an address are shown the public lists."""
    return redirect("/public/lists")
