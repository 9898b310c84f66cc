"""Optimistic locks: the version goes out as ETag and must come back as If-Match."""

import re
from typing import Any

from flask import Response, request

from creditsvc.kernel.refusals import Invalid

IF_MATCH: dict[str, Any] = {
    "in": "header",
    "name": "If-Match",
    "required": True,
    "schema": {"type": "string", "pattern": r'^(W/)?"[0-9]{1,9}"$'},
    "description": "所依据的版本，即读取时的 ETag / the version acted on: the ETag as it was read",
    "example": '"3"',
}
VERSIONED: dict[str, Any] = {"parameters": [IF_MATCH]}  # of a view that calls `version_named`
_VERSION = re.compile(r'(?:W/)?"(\d{1,9})"')


class VersionMissing(Invalid):
    """A move names the version it was decided on."""

    kind = "version-missing"


def tag(answer: Response, version: int) -> Response:
    """Put *version* on an answer."""
    answer.headers["ETag"] = f'"{version}"'
    return answer


def version_named() -> int:
    """The version that the caller acts on, from If-Match; raises VersionMissing (428)."""
    found = _VERSION.fullmatch(request.headers.get("If-Match", "").strip())
    if found is None:
        raise VersionMissing(
            '缺少 If-Match 请求头（例如 If-Match: "3"），请先读取再办理',
            'If-Match is missing; read the case first and send its ETag, such as If-Match: "3"',
            field="If-Match",
        )
    return int(found[1])
