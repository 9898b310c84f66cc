"""Sources say how complete their data is, also when there is nothing to report."""

from builders import OPERATOR

from creditsvc.access import sources

SOURCE = "虚构市应急管理局"


def stated(clerk, who, source=SOURCE, day="2026-11-19"):
    body = {"source": source, "complete_to": day}
    return clerk.client.post("/v1/sources/completeness", json=body, headers=who)


def told(clerk):
    who = clerk.person("reader", "clerk")
    found = clerk.client.get("/v1/sources", headers=who).json["sources"]
    return {one["source"]: one["complete_to"] for one in found}


def test_a_source_without_news_states_its_day_and_may_take_it_back(clerk, runtime):
    source = clerk.partner("events.write", name="报送系统", purposes=())
    with runtime.work.act(OPERATOR) as act:
        sources.bind(act, clerk.partners["报送系统"], [SOURCE])
    assert stated(clerk, source).json == {
        "sources": [{"source": SOURCE, "complete_to": "2026-11-19"}]
    }
    assert stated(clerk, source, day="2026-11-20").status_code == 200  # today
    assert told(clerk) == {SOURCE: "2026-11-20"}
    assert stated(clerk, source, day="2026-11-01").status_code == 200
    assert told(clerk) == {SOURCE: "2026-11-01"}


def test_a_day_to_come_is_refused_with_the_field(clerk):
    answer = stated(clerk, clerk.person("clerk", "clerk"), day="2026-11-21")
    assert (answer.status_code, answer.json["field"]) == (422, "complete_to")
    assert told(clerk) == {}


def test_a_machine_speaks_for_its_own_sources_alone(clerk):
    other = clerk.partner("events.write", name="别人", purposes=())
    first = stated(clerk, other)  # nobody spoke for it yet, and nobody comes to have it so
    assert (first.status_code, first.json["type"]) == (403, "/problems/foreign-source")
    assert stated(clerk, clerk.person("clerk", "clerk")).status_code == 200
    assert stated(clerk, other).status_code == 403
    assert stated(clerk, other, source="").status_code == 422
