"""What the OpenAPI document says of the OAuth endpoints. Their bodies are the RFCs', so nothing is parsed here."""

from typing import Any


def form(required: tuple[str, ...], optional: tuple[str, ...], rfc: str) -> dict[str, Any]:
    """Documentation of an endpoint that reads a form and answers JSON as *rfc* says."""
    fields = {name: {"type": "string"} for name in (*required, *optional)}
    schema = {"type": "object", "required": list(required), "properties": fields}
    return {
        "requestBody": {
            "required": True,
            "content": {"application/x-www-form-urlencoded": {"schema": schema}},
        },
        "responses": {
            "200": _json(f"{rfc} 的应答 / the answer of {rfc}"),
            "400": _json("RFC 6749 5.2 的错误 / an error of RFC 6749 section 5.2"),
            "401": _json("客户端未能证明身份 / the client did not prove itself"),
        },
    }


def document(rfc: str) -> dict[str, Any]:
    """Documentation of a public JSON document."""
    return {"responses": {"200": _json(rfc)}}


def page(*parameters: str) -> dict[str, Any]:
    """Documentation of the sign-in page with its query parameters."""
    return {
        "parameters": [
            {"in": "query", "name": name, "required": True, "schema": {"type": "string"}}
            for name in parameters
        ],
        "responses": {
            "200": _html("登录页 / the sign-in page"),
            "303": {"description": "回到应用 / back to the application"},
            "400": _html("应用未登记 / the application is not registered"),
            "403": _html("未能登录 / not signed in"),
            "429": _html("请稍候 / wait"),
        },
    }


def _json(text: str) -> dict[str, Any]:
    return {"description": text, "content": {"application/json": {"schema": {"type": "object"}}}}


def _html(text: str) -> dict[str, Any]:
    return {"description": text, "content": {"text/html": {"schema": {"type": "string"}}}}
