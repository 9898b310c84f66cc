"""Optimistic locks: the version goes out as ETag and must come back as If-Match."""

import re

from flask import Response, request

from creditsvc.kernel.refusals import Invalid

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
