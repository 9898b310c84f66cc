"""A party at its door: what it holds, how it knocks, what it sends; over HTTP."""

from io import BytesIO

from builders import (
    a_code,
    a_document,
    a_review,
    a_service,
    an_opening,
    two_major_accidents,
)

JSON = {"Accept": "application/json"}
PAGE = {"Accept": "text/html"}


class Party:
    """Opens cases as officers do and knocks as an enterprise does."""

    def __init__(self, app, clerk, clock):
        self.app, self.clerk, self.clock = app, clerk, clock
        self.client = clerk.client

    @property
    def handler(self):
        return self.clerk.person("handler", "handler")

    def case(self, number=1, name="虚构甲煤业有限公司"):
        """A case whose notice was served today."""
        self.clerk.record(*two_major_accidents(number, name))
        made = self.client.post("/v1/proceedings", json={"uscc": a_code(number), "rule": "WS11-6-2"}, headers=self.handler)  # fmt: skip
        today = str(self.clerk.today())
        began = self.clerk.move(made.json["id"], "opening", an_opening(today), self.handler)
        assert began.status_code == 200, began.json
        told = {"document": a_document(day=today), "service": a_service(today)}
        assert self.clerk.move(made.json["id"], "notice", told, self.handler).status_code == 200
        return made.json["id"]

    def decided(self, case):
        """The case decided and served fifteen days later; the key of its entry."""
        self.clock.advance(days=15)
        today = str(self.clerk.today())
        decision = {"document": a_document("决1号", today), "authority": "虚构区应急管理局", "reply_answer": "不予采纳"}  # fmt: skip
        self.review(case)
        approver = self.clerk.person("approver", "approver")
        assert self.clerk.move(case, "decision", decision, approver).status_code == 200
        served = {"service": a_service(today, "EMS-2")}
        return self.clerk.move(case, "conclusion", served, self.handler).json["id"]

    def review(self, case):
        """A legal review of today that approves."""
        reviewer = self.clerk.person("reviewer", "legal_reviewer")
        made = self.clerk.move(case, "review", a_review(str(self.clerk.today())), reviewer)
        assert made.status_code == 200, made.json

    def code(self, key, room="proceedings"):
        """A code made by the handler: (number, code)."""
        made = self.client.post(f"/v1/{room}/{key}/access-code", headers=self.handler)
        assert made.status_code == 201, made.json
        return made.json["number"], made.json["access_code"]

    def knock(self, number, code, address="198.51.100.1", **more):
        """A try at the door by a program."""
        return self.client.post(
            "/case/session", json={"number": number, "code": code}, headers=JSON,
            environ_base={"REMOTE_ADDR": address}, **more,
        )  # fmt: skip

    def inside(self, key, room="proceedings"):
        """The headers of a program's open visit."""
        opened = self.knock(*self.code(key, room))
        assert opened.status_code == 201, opened.json
        return {"Authorization": f"Bearer {opened.json['token']}", **JSON}

    def browser(self, key):
        """A browser with an open visit."""
        number, code = self.code(key)
        browser = self.app.test_client()
        opened = browser.post("/case/session", data={"number": number, "code": code}, headers=PAGE)
        assert (opened.status_code, opened.headers["Location"]) == (303, "/case/matter")
        return browser

    def send(self, what, inside, files=(), **fields):
        """Something sent; *files* are (field, name, content)."""
        sent = [(field, (BytesIO(content), name)) for field, name, content in files]
        data = {**fields}
        for field, file in sent:
            data.setdefault(field, []).append(file)
        return self.client.post(f"/case/{what}", data=data, headers=inside, content_type="multipart/form-data")  # fmt: skip


def problem(answer):
    return answer.status_code, answer.json["type"].removeprefix("/problems/")
