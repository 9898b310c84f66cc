"""Screenings as a bank asks for them."""

import pytest
from builders import a_code, an_event


@pytest.fixture
def post(client, clerk):
    def posted(body, name="虚构银行", **headers):
        who = clerk.partner("credit.screen", name=name)
        return client.post("/v1/screenings", json=body, headers=who | headers)

    return posted


@pytest.fixture
def screen(post):
    def screened(*queries, name="虚构银行", **more):
        answer = post({"queries": list(queries), **more}, name)
        assert answer.status_code == 200, answer.json
        return answer.json["results"]

    return screened


@pytest.fixture
def held(clerk):
    def recorded(*names):
        clerk.record(
            *(
                an_event(source_ref=f"E-{no}", uscc=a_code(no), name=name)
                for no, name in enumerate(names, start=1)
            )
        )

    return recorded
