"""Every route by every role: what `requires` says happens, and a refusal says who may instead."""

import pytest
from builders import bearer

from creditsvc.access.tokens import Tokens
from creditsvc.cli.staff import roles_table
from creditsvc.kernel.roles import PARTNER_SCOPES, PERSON_SCOPES, ROLES, TITLES, roles_with
from creditsvc.settings import ROOT
from creditsvc.web.guard import GUARD, PERSON

KEY = "00000000-0000-4000-8000-000000000000"


def guarded(app):
    """Every route that asks for a scope as method, path, scope, and whether a person is needed."""
    yield from (one for one in _asking(app) if not one[2].startswith(("open", "door: ")))


def doors(app):
    """The routes of an enterprise's own visit, which no token of the register opens."""
    return [one for one in _asking(app) if one[2].startswith("door: ")]


def _asking(app):
    for rule in app.url_map.iter_rules():
        guard = str(getattr(app.view_functions[rule.endpoint], GUARD, "open"))
        path = str(rule)
        for name in rule.arguments:
            kind = "uuid:" if f"<uuid:{name}>" in path else ""
            path = path.replace(f"<{kind}{name}>", KEY)
        for method in sorted(rule.methods - {"HEAD", "OPTIONS"}):
            yield method, path, guard.removesuffix(PERSON), guard.endswith(PERSON)


def asked(client, method, path, headers):
    return client.open(path, method=method, json={} if method != "GET" else None, headers=headers)


@pytest.mark.parametrize("engine_name", ["sqlite"])  # no store decides who may
@pytest.mark.parametrize("role", ROLES)
def test_a_role_may_what_its_scopes_carry_on_every_route_and_nothing_else(app, client, clerk, role):
    who, seen = clerk.person("somebody", role), 0
    for method, path, scope, _ in guarded(app):
        answer = asked(client, method, path, who)
        refused = answer.status_code == 403
        assert refused is (scope not in ROLES[role]), (method, path, answer.json)
        if refused:
            told = answer.json["may"]
            assert [one["code"] for one in told["roles"]] == roles_with(scope), path
            assert all((one["zh"], one["en"]) == TITLES[one["code"]] for one in told["roles"])
        seen += 1
    assert seen > 40


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_a_machine_may_nothing_that_a_person_must_do_and_is_never_told_names(
    app, client, clerk, runtime
):
    clerk.person("approver", "approver")
    clerk.partner(*PARTNER_SCOPES)
    key = clerk.partners["虚构银行"]
    scopes = PARTNER_SCOPES | PERSON_SCOPES  # its token says more than its contract
    who = bearer(runtime.part(Tokens).issue(f"client:{key}", key, scopes))
    for method, path, scope, person in guarded(app):
        answer = asked(client, method, path, who)
        assert (answer.status_code == 403) is (person or scope not in PARTNER_SCOPES), path
        assert "people" not in answer.json.get("may", {}) if answer.is_json else True


@pytest.mark.parametrize("engine_name", ["sqlite"])
def test_no_token_of_the_register_opens_an_enterprises_own_visit(app, client, clerk):
    who = clerk.person("somebody", *ROLES)
    for method, path, _, _ in doors(app):
        assert asked(client, method, path, who).status_code == 401, path


def test_every_scope_that_a_route_asks_for_is_carried_by_a_role_or_a_partner(app):
    assert {scope for _, _, scope, _ in guarded(app)} <= PERSON_SCOPES | PARTNER_SCOPES


def test_every_role_has_a_title_in_both_languages():
    assert list(TITLES) == list(ROLES)
    assert all(zh and en for zh, en in TITLES.values())


def test_the_table_of_roles_in_the_docs_is_the_one_in_the_program():
    told = (ROOT / "docs" / "roles.md").read_text()
    table = told.split("<!-- creditsvc user roles -->\n")[1].split("\n<!-- end -->")[0]
    assert table == roles_table()
