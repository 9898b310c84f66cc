"""Every route says who may call it, and every problem it can answer has one name."""

from creditsvc.kernel.refusals import every_refusal
from creditsvc.web.guard import GUARD

OPEN = {
    "/", "/docs", "/docs/start.js", "/docs/<path:name>", "/healthz", "/readyz", "/openapi.json",
    "/oauth/token", "/oauth/introspect", "/oauth/revoke", "/oauth/jwks", "/oauth/authorize",
    "/.well-known/oauth-authorization-server",
    "/case/", "/case/<number>", "/case/session", "/case/static/<name>",
}  # fmt: skip
LIBRARY = {"/openapi.json"}  # flask-smorest's own view: the description of the API, nothing else


def test_every_route_is_guarded_or_open_for_a_stated_reason(app):
    bare = [
        str(rule)
        for rule in app.url_map.iter_rules()
        if not hasattr(app.view_functions[rule.endpoint], GUARD) and str(rule) not in LIBRARY
    ]
    assert bare == []


def test_only_the_routes_we_mean_are_open(app):
    opened = {
        str(rule)
        for rule in app.url_map.iter_rules()
        if str(getattr(app.view_functions[rule.endpoint], GUARD, "open")).startswith("open")
    }
    assert {path for path in opened if not path.startswith("/public/")} == OPEN


def test_every_move_in_a_case_needs_a_person(app):
    for rule in app.url_map.iter_rules():
        moves = str(rule).startswith(
            (
                "/v1/proceedings",
                "/v1/objections",
                "/v1/external-decisions",
                "/v1/listings/",
                "/v1/redlist",
            )
        )
        if moves and "POST" in rule.methods:
            guard = getattr(app.view_functions[rule.endpoint], GUARD)
            assert guard.endswith("(person)"), rule


def test_no_two_refusals_share_a_kind():
    kinds = [one.kind for one in set(every_refusal())]
    assert sorted(kinds) == sorted(set(kinds))


def test_a_request_without_token_is_refused_on_every_guarded_route(app, client):
    for rule in app.url_map.iter_rules():
        guard = str(getattr(app.view_functions[rule.endpoint], GUARD, "open"))
        if guard.startswith("open"):
            continue
        path = str(rule)
        for name in rule.arguments:
            kind = "uuid:" if f"<uuid:{name}>" in path else ""
            path = path.replace(f"<{kind}{name}>", "00000000-0000-4000-8000-000000000000")
        method = next(iter(sorted(rule.methods - {"HEAD", "OPTIONS"})))
        answer = client.open(path, method=method, json={} if method == "POST" else None)
        assert answer.status_code in {401, 422, 400}, (path, answer.status_code)
        assert answer.content_type == "application/problem+json"
