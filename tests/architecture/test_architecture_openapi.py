"""The description of the API is valid, complete and true about errors."""

import inspect

import pytest
from openapi_spec_validator import validate


@pytest.fixture
def document(client):
    return client.get("/openapi.json").json


def test_the_description_is_valid_openapi(document):
    validate(document)


def test_every_route_for_partners_and_people_is_described(app, document):
    described = {path.replace("{", "<").replace("}", ">") for path in document["paths"]}
    for rule in app.url_map.iter_rules():
        path = str(rule).replace("uuid:", "").replace("path:", "")
        if path.startswith(("/v1/", "/public/", "/oauth/")):
            assert path in described, path


def test_errors_are_described_as_problem_documents(document):
    default = document["components"]["responses"]["DEFAULT_ERROR"]
    assert set(default["content"]) == {"application/problem+json"}
    for path, methods in document["paths"].items():
        for method in methods.values():
            if isinstance(method, dict):
                assert any(code in method["responses"] for code in ("default", "400", "4XX")), path


def test_every_view_that_acts_on_a_version_says_so(app, document):
    seen = 0
    for rule in app.url_map.iter_rules():
        view = inspect.unwrap(app.view_functions[rule.endpoint])
        if "version_named()" not in inspect.getsource(view):
            continue
        path = str(rule).replace("uuid:", "").replace("<", "{").replace(">", "}")
        for method in rule.methods - {"HEAD", "OPTIONS"}:
            named = document["paths"][path][method.lower()].get("parameters", ())
            assert "If-Match" in [one.get("name") for one in named], path
            seen += 1
    assert seen > 40


def test_the_reader_serves_its_own_files_only(client):
    page = client.get("/docs")
    assert page.status_code == 200
    assert "http" not in page.text.replace("http-equiv", "")
    with client.get("/docs/swagger-ui-bundle.js") as script:
        assert script.status_code == 200
    assert client.get("/docs/../settings.py").status_code == 404
