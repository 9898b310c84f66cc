"""An enterprise reads at its door who looked it up: by name, or by class where the contract says so."""

import pytest
from builders import OPERATOR, a_code
from knocking import JSON, PAGE

from creditsvc.access import partners

pytestmark = pytest.mark.parametrize("engine_name", ["sqlite"])
LOOKS = "/case/look-ups"


@pytest.fixture
def seen(party, clerk):
    """The case of an enterprise that a bank looked up twice, an insurer and an officer once."""
    case = party.case()
    bank = clerk.partner("credit.read", "assessments.read")
    for _ in range(2):
        clerk.look_up(a_code(1), bank)
    insurer = clerk.partner("credit.read", name="虚构保险", field="insurance")
    clerk.look_up(a_code(1), insurer)
    clerk.look_up(a_code(2), insurer)
    path = f"/v1/enterprises/{a_code(1)}/assessment"
    assert clerk.client.get(path, headers=clerk.person("officer", "clerk")).status_code == 200
    return case


def test_each_asker_is_told_with_day_purpose_and_number(party, clerk, runtime, seen):
    with runtime.work.act(OPERATOR) as act:
        terms = {"disclosure": "class", "disclosure_basis": "合同第七条"}
        partners.change_contract(act, clerk.partners["虚构保险"], terms)
    answer = party.client.get(LOOKS, headers=party.inside(seen))
    assert answer.headers["Cache-Control"] == "no-store"
    told = {one["who"]["zh"]: one for one in answer.json["looks"]}
    assert {who: one["times"] for who, one in told.items()} == {
        "监督管理部门（依职权）": 1,
        "虚构银行": 2,
        "一家合作方（领域 insurance）": 1,
    }
    assert told["虚构银行"]["purpose"] == {"zh": "信贷审批", "en": "lending"}
    assert told["虚构银行"]["basis"] is None
    assert told["一家合作方（领域 insurance）"]["basis"] == "合同第七条"
    assert {one["day"] for one in told.values()} == {"2026-11-20"}
    assert "虚构保险" not in answer.text
    assert "officer" not in answer.text


def test_a_browser_gets_a_page_that_the_case_leads_to(party, seen):
    browser = party.browser(seen)
    assert LOOKS in browser.get("/case/matter", headers=PAGE).text
    page = browser.get(LOOKS, headers=PAGE)
    assert page.status_code == 200
    assert "虚构银行" in page.text
    assert "default-src 'none'" in page.headers["Content-Security-Policy"]


def test_without_a_visit_nobody_is_told(party, seen):
    assert party.client.get(LOOKS, headers=JSON).status_code == 401
    assert "虚构银行" not in party.client.get(LOOKS, headers=PAGE).text
