"""Papers over HTTP: in by form or bare, out as a download in a sandbox, for those who may."""

from hashlib import sha256
from io import BytesIO

import pytest
from files import TEXT, a_pdf

PDF = a_pdf()
HERE = f"/v1/papers/{sha256(PDF).hexdigest()}"


@pytest.fixture
def handler(clerk):
    return clerk.person("handler", "handler")


def bare(client, who, content=PDF, name="意见.pdf", kind="application/pdf"):
    return client.post(
        "/v1/papers", query_string={"filename": name}, data=content, content_type=kind, headers=who
    )


def test_a_file_goes_in_once_and_comes_out_as_a_download(clerk, client, handler):
    made = bare(client, handler)
    assert (made.status_code, made.headers["Location"]) == (201, HERE)
    assert made.json["digest"] == sha256(PDF).hexdigest()
    assert (made.json["kept_by"], made.json["size"]) == ("user:handler", len(PDF))
    assert bare(client, handler, name="同一份.pdf").status_code == 200
    auditor = clerk.person("auditor", "auditor")
    given = client.get(HERE, headers=auditor)
    assert (given.status_code, given.data, given.content_type) == (200, PDF, "application/pdf")
    assert given.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''")
    assert given.headers["X-Content-Type-Options"] == "nosniff"
    assert given.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert given.headers["Cache-Control"] == "no-store"
    assert int(given.headers["Content-Length"]) == len(PDF)


def test_a_file_goes_in_by_form(client, handler):
    form = {"file": (BytesIO(TEXT), "说明.txt")}
    made = client.post("/v1/papers", data=form, headers=handler)
    assert (made.status_code, made.json["type"]) == (201, "text/plain")
    given = client.get(made.headers["Location"], headers=handler)
    assert given.content_type == "text/plain; charset=utf-8"


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({"other": (TEXT, "a.txt")}, "file"),
        ({"file": (TEXT, "a.txt"), "more": "x"}, "file"),
        ({"file": (TEXT, "")}, "name"),
        ({"file": (b"", "a.txt")}, "file"),
        ({"file": (TEXT, "a.exe.txt")}, "name"),
    ],
)
def test_a_form_that_is_not_one_sound_file_is_refused(client, handler, form, field):
    sent = {n: (BytesIO(v[0]), v[1]) if isinstance(v, tuple) else v for n, v in form.items()}
    refused = client.post("/v1/papers", data=sent, headers=handler)
    assert (refused.status_code, refused.json["field"]) == (422, field)
    assert " / " in refused.json["detail"]


def test_a_bare_body_needs_a_name_and_a_true_type(client, handler):
    refused = client.post("/v1/papers", data=PDF, content_type="application/pdf", headers=handler)
    assert (refused.status_code, refused.json["field"]) == (422, "filename")
    refused = bare(client, handler, kind="image/png")
    assert (refused.status_code, refused.json["field"]) == (422, "declared_type")


def test_a_body_past_the_limit_is_not_read(client, handler):
    assert bare(client, handler, content=bytes(22 * 1024 * 1024)).status_code == 413


def test_only_handlers_put_papers_in_and_nobody_without_the_scope_reads_them(
    clerk, client, handler
):
    bare(client, handler)
    assert bare(client, clerk.person("clerk", "clerk")).status_code == 403
    assert bare(client, clerk.partner("events.write")).status_code == 403
    assert client.get(HERE, headers=clerk.person("clerk", "clerk")).status_code == 403
    assert client.get(HERE).status_code == 401
    assert client.get("/v1/papers/" + "0" * 64, headers=handler).status_code == 404
