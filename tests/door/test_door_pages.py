"""The pages: complete without scripts, every field labelled, every link good, printable, cached by nobody."""

import re
from html.parser import HTMLParser
from io import BytesIO

import pytest
from due_process import a_decree
from files import a_pdf
from knocking import PAGE

from creditsvc.door.domain import number_of

VOID = {"meta", "link", "input", "br"}


class Page(HTMLParser):
    """What a page holds; raises where its tags do not nest."""

    def __init__(self, html):
        super().__init__()
        self.open, self.seen = [], []
        self.feed(html)
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag):
        assert self.open.pop() == tag, (tag, self.getpos())

    def all(self, *tags):
        return [attrs for tag, attrs in self.seen if tag in tags]


def must_be_sound(html):
    page = Page(html)
    ids = [attrs["id"] for _, attrs in page.seen if "id" in attrs]
    assert len(ids) == len(set(ids)), sorted(each for each in ids if ids.count(each) > 1)
    labels = {attrs["for"] for attrs in page.all("label")}
    fields = [a for a in page.all("input", "select", "textarea") if a.get("type") != "hidden"]
    assert {field["id"] for field in fields} == labels
    for _, attrs in page.seen:
        for name in ("aria-labelledby", "aria-describedby"):
            assert set(attrs.get(name, "").split()) <= set(ids), attrs
        assert not {"style", "onclick", "onload"} & set(attrs)
    assert page.all("script", "style", "img", "iframe") == []
    assert [len(page.all("h1")), page.all("html")[0]["lang"]] == [1, "zh-CN"]
    return page


def test_the_way_in_is_a_page_without_scripts_that_nobody_keeps(client):
    for path, status in (("/case/", 200), ("/case/2026-0000-0010", 404)):
        answer = client.get(path, headers=PAGE)
        assert answer.status_code == status, path
        must_be_sound(answer.text)
        assert answer.headers["Cache-Control"] == "no-store"
        assert "script-src" not in answer.headers["Content-Security-Policy"]
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert answer.headers["Referrer-Policy"] == "no-referrer"
    with client.get("/case/static/door.css") as style:
        assert style.content_type.startswith("text/css")
    assert client.get("/case/static/../api.py").status_code == 404


def test_the_address_on_the_notice_fills_the_number_in_and_looks_nothing_up(client):
    number = number_of(2026, 1)
    page = must_be_sound(client.get(f"/case/{number}").text)
    assert [a["value"] for a in page.all("input") if a.get("id") == "number"] == [number]
    wrong = client.post("/case/session", data={"number": number, "code": "2"}, headers=PAGE)  # fmt: skip
    assert wrong.status_code == 403
    assert 'role="alert"' in wrong.text
    must_be_sound(wrong.text)
    hostile = client.post("/case/session", data={"number": f'"><b>{number}', "code": "2"}, headers=PAGE)  # fmt: skip
    assert "<b>" not in hostile.text


def test_a_cookie_holds_the_visit_and_no_script_reads_it(party):
    number, code = party.code(party.case())
    opened = party.app.test_client().post("/case/session", data={"number": number, "code": code}, headers=PAGE)  # fmt: skip
    cookie = opened.headers["Set-Cookie"]
    assert all(word in cookie for word in ("HttpOnly", "SameSite=Strict", "Path=/case"))


@pytest.mark.parametrize("stage", ["noticed", "listed", "elsewhere"])
def test_the_case_reads_as_a_sound_page_at_each_stage(party, office, clock, stage):
    if stage == "elsewhere":
        key = office.confirmed(a_decree(authority="虚构区应急管理局")).id
        number, code = party.code(key, "listings")
        browser = party.app.test_client()
        browser.post("/case/session", data={"number": number, "code": code}, headers=PAGE)
    else:
        key = party.case()
        if stage == "listed":
            party.decided(key)
            clock.advance(seconds=1)
        browser = party.browser(key)
    answer = browser.get("/case/matter", headers=PAGE)
    assert answer.status_code == 200
    page = must_be_sound(answer.text)
    wanted = {"noticed": "/case/reply", "listed": "/case/objection", "elsewhere": "/case/application"}  # fmt: skip
    assert wanted[stage] in {form["action"] for form in page.all("form")}
    token = re.search(r'name="form_token" value="(\w+)"', answer.text)[1]
    text = "<script>alert(1)</script>"
    data = {"form_token": token, "text": text, "ground": "facts", "file": (_pdf(), "证.pdf")}
    action = wanted[stage]
    if stage != "listed":
        data.pop("ground")
    sent = browser.post(action, data=data, headers=PAGE, content_type="multipart/form-data")
    assert sent.status_code == 303, sent.text
    clock.advance(seconds=1)
    after = browser.get(sent.headers["Location"], headers=PAGE)
    assert 'role="status"' in after.text
    assert "<script>" not in after.text
    must_be_sound(after.text)
    refused = browser.post(action, data={**data, "file": (_pdf(b"MZ"), "x.exe")}, headers=PAGE, content_type="multipart/form-data")  # fmt: skip
    assert refused.status_code == 422
    must_be_sound(refused.text)
    left = browser.post("/case/session/end", data={"form_token": token}, headers=PAGE)
    assert left.headers["Location"] == "/case/"
    assert browser.get("/case/matter", headers=PAGE).status_code == 401


def _pdf(content=None):
    return BytesIO(content or a_pdf())
