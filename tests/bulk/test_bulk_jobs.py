"""Look-ups by the hundred thousand: uploaded, answered in parts, each code logged, the file fetched and forgotten."""

import csv
import io
from base64 import b64decode
from hashlib import sha256

import orjson
import pytest
from builders import OPERATOR, a_code, an_event
from due_process import office
from lookup_house import an_entry, the_log

from creditsvc import jobs
from creditsvc.access import partners
from creditsvc.access import service as access
from creditsvc.access.contracts import Confirmation
from creditsvc.access.domain import Claims
from creditsvc.bulk import domain, service, store
from creditsvc.bulk.domain import from_csv
from creditsvc.bulk.files import Results
from creditsvc.worker import Worker, topics

__all__ = ["office"]
URL = "/v1/credit/jobs"
once = pytest.mark.parametrize("engine_name", ["sqlite"])  # what refuses or writes files


@pytest.fixture(autouse=True)
def _small_parts(monkeypatch):
    for module in ("creditsvc.bulk.domain", "creditsvc.bulk.running"):
        monkeypatch.setattr(f"{module}.PART", 2)


@pytest.fixture
def bank(clerk):
    return clerk.partner("credit.batch")


def upload(client, bank, codes, **query):
    return client.post(URL, json={"identifiers": codes}, headers=bank, query_string=query)


def fetched(client, path, bank):
    with client.get(path, headers=bank) as got:
        assert got.data
        return got


def work(runtime):
    runtime.clock.advance(seconds=1)  # acts at one instant are told apart by microseconds ahead
    worker = Worker(runtime=runtime, topics=topics(runtime))
    while worker.one_job():
        pass


def test_every_code_is_answered_in_its_order_and_logged(runtime, client, bank):
    an_entry(runtime)
    codes = [a_code(3), a_code(1), "x", a_code(2), a_code(1)]
    made = upload(client, bank, codes)
    assert (made.status_code, made.json["state"], made.json["total"]) == (202, "waiting", 5)
    assert made.json["result"] is None
    work(runtime)
    shown = client.get(made.headers["Location"], headers=bank).json
    assert (shown["state"], shown["done"], shown["result"]["bytes"] > 0) == ("done", 5, True)
    got = fetched(client, shown["result"]["href"], bank)
    lines = [orjson.loads(line) for line in got.data.splitlines()]
    assert [line["identifier"] for line in lines] == codes
    assert [line.get("status") for line in lines] == ["not_listed", "listed", None, "not_listed", "listed"]  # fmt: skip
    assert lines[2]["problem"]["status"] == 422
    digest = sha256(got.data)
    assert shown["result"]["sha256"] == digest.hexdigest()
    told = got.headers["Repr-Digest"].removeprefix("sha-256=:").removesuffix(":")
    assert b64decode(told) == digest.digest()
    rows = the_log(runtime)
    assert [row["route"] for row in rows] == [URL] * 5
    assert {row["purpose"] for row in rows} == {"loan"}


@once
def test_a_worker_that_died_goes_on_with_the_part_it_was_at(runtime, client, bank, clock, monkeypatch):  # fmt: skip
    made = upload(client, bank, [a_code(n) for n in range(5)])

    class Killed(BaseException):
        """The end of the process."""

    put, times = Results.put_part, []

    def die(self, key, no, lines, at=0):
        times.append(no)
        if len(times) == 2:
            raise Killed
        put(self, key, no, lines, at)

    monkeypatch.setattr(Results, "put_part", die)
    with pytest.raises(Killed):
        work(runtime)
    clock.advance(seconds=31)
    work(runtime)
    assert times == [1, 2, 2, 3]
    shown = client.get(made.headers["Location"], headers=bank).json
    got = fetched(client, shown["result"]["href"], bank)
    assert [orjson.loads(line)["uscc"] for line in got.data.splitlines()] == [a_code(n) for n in range(5)]  # fmt: skip


def test_a_job_waits_for_its_partner_s_quota_and_goes_on(runtime, client, clerk, clock):
    bank = clerk.partner("credit.batch", quota=1, quota_seconds=60)
    codes = [a_code(n) for n in range(3)]
    made = upload(client, bank, codes)
    told = []
    for _ in codes:
        work(runtime)
        shown = client.get(made.headers["Location"], headers=bank).json
        told.append((shown["state"], shown["done"]))
        clock.advance(seconds=60)
    assert told == [("running", 1), ("running", 2), ("done", 3)]
    got = fetched(client, shown["result"]["href"], bank)
    assert [orjson.loads(line)["uscc"] for line in got.data.splitlines()] == codes
    assert [row["status"] for row in the_log(runtime)] == [200, 429, 200, 429, 200]


@once
def test_a_csv_comes_in_and_goes_out_safe_for_spreadsheets(runtime, client, bank, office):
    office.record(an_event(uscc=a_code(1), name="=HYPERLINK(1)"))
    body = f"\ufeff统一社会信用代码,备注\r\n{a_code(1)},甲\r\n\r\n{a_code(2)},乙\r\n"
    made = client.post(
        f"{URL}?format=csv", data=body.encode(), headers=bank, content_type="text/csv"
    )
    assert made.json["total"] == 2, made.json
    work(runtime)
    got = fetched(client, f"{URL}/{made.json['id']}/result", bank)
    assert got.content_type == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(got.data.decode("utf-8-sig"))))
    assert [row["uscc"] for row in rows] == [a_code(1), a_code(2)]
    assert (rows[0]["name"], rows[0]["registered"], rows[1]["tier"]) == ("'=HYPERLINK(1)", "true", "")  # fmt: skip


@once
def test_a_partner_whose_contract_ended_meanwhile_gets_no_part_of_a_file(runtime, client, clerk, bank):  # fmt: skip
    made = upload(client, bank, [a_code(1), a_code(2), a_code(3)])
    with runtime.work.act(OPERATOR) as act:
        access.suspend_partner(act, clerk.partners["虚构银行"])
    work(runtime)
    with runtime.work.act(OPERATOR) as act:
        access.resume_partner(act, clerk.partners["虚构银行"])
    shown = client.get(made.headers["Location"], headers=bank).json
    assert (shown["state"], shown["reason"], shown["result"]) == ("failed", "not-authenticated", None)  # fmt: skip
    assert client.get(f"{URL}/{shown['id']}/result", headers=bank).status_code == 409


@once
@pytest.mark.parametrize(
    ("bound", "ends"), [(Confirmation(kind="dpop", thumbprint="t"), "done"), (None, "failed")]
)
def test_a_job_goes_on_under_the_key_that_brought_it(runtime, client, clerk, bank, bound, ends):
    del bank
    partner = clerk.partners["虚构银行"]
    claims = Claims(
        subject=f"client:{partner}", client_id=partner, scopes=frozenset({"credit.batch"}), jti="one",
        issued_at=0, expires_at=0, confirmation=bound,
    )  # fmt: skip
    with runtime.work.act(OPERATOR) as act:
        partners.change_contract(act, partner, {"token_binding": "any"})
        job = service.take_in(act, claims, "loan", [a_code(1)], "jsonl")
    work(runtime)
    with runtime.work.read() as session:
        assert store.get(session, job.id).state == ends


@once
def test_a_table_names_what_the_purpose_does_not_see(runtime, client, clerk, office):
    office.record(an_event(uscc=a_code(1)))
    platform = clerk.partner("credit.batch", purposes=("bid",), purpose="bid", name="平台")
    made = upload(client, platform, [a_code(1)], format="csv")
    work(runtime)
    got = fetched(client, f"{URL}/{made.json['id']}/result", platform)
    [row] = csv.DictReader(io.StringIO(got.data.decode("utf-8-sig")))
    assert (row["status"], row["tier"], row["withheld"]) == ("not_listed", "", "tier records")


@once
def test_the_file_is_kept_as_long_as_the_operator_says_and_then_gone(runtime, client, clerk, bank, clock):  # fmt: skip
    key = upload(client, bank, [a_code(1)]).json["id"]
    work(runtime)
    clock.advance(days=7, seconds=-1)
    bank = clerk.partner("credit.batch")  # the token of before has run out
    assert fetched(client, f"{URL}/{key}/result", bank).status_code == 200
    assert jobs.sweep(runtime) == 0
    clock.advance(seconds=1)
    gone = client.get(f"{URL}/{key}/result", headers=bank)
    assert (gone.status_code, gone.json["type"]) == (404, "/problems/lookup-result-gone")
    assert jobs.sweep(runtime) == 1
    assert jobs.sweep(runtime) == 0
    assert list(runtime.settings.results_dir.iterdir()) == []
    assert client.get(f"{URL}/{key}", headers=bank).json["result"] is None


@once
def test_another_partner_sees_nothing_of_it_and_an_open_job_has_no_file(client, clerk, bank):
    key = upload(client, bank, [a_code(1)]).json["id"]
    other = clerk.partner("credit.batch", name="虚构保险")
    assert client.get(URL, headers=other).json == {"jobs": []}
    assert client.get(f"{URL}/{key}", headers=other).status_code == 404
    assert client.get(f"{URL}/{key}/result", headers=other).status_code == 404
    open_ = client.get(f"{URL}/{key}/result", headers=bank)
    assert (open_.status_code, open_.json["state"]) == (409, "waiting")
    assert [one["id"] for one in client.get(URL, headers=bank).json["jobs"]] == [key]


@once
def test_a_partner_has_as_many_open_jobs_as_it_may(client, bank, monkeypatch):
    monkeypatch.setattr("creditsvc.bulk.service.MOST_OPEN", 1)
    assert upload(client, bank, [a_code(1)]).status_code == 202
    assert upload(client, bank, [a_code(1)]).status_code == 409


@once
@pytest.mark.parametrize(
    ("body", "media", "status"),
    [
        (b"{", "application/json", 400), (b"\xff", "text/csv", 400), (b"[]", "application/json", 422),
        (b'{"identifiers": []}', "application/json", 422), (b'{"identifiers": [1]}', "application/json", 422),
        (b'{"identifiers": ["x"], "y": 1}', "application/json", 422), (b"uscc\n\n", "text/csv", 422),
    ],
)  # fmt: skip
def test_an_upload_that_holds_no_codes_is_refused(client, bank, body, media, status):
    answer = client.post(URL, data=body, headers=bank, content_type=media)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")


@once
def test_the_purpose_is_stated_and_the_form_is_known(client, bank):
    bare = {"Authorization": bank["Authorization"]}
    assert upload(client, bare, [a_code(1)]).status_code == 400
    assert upload(client, bare | {"Purpose": "curiosity"}, [a_code(1)]).status_code == 403
    assert upload(client, bank, [a_code(1)], format="xlsx").status_code == 422


def test_as_many_codes_as_a_job_takes_and_one_more(monkeypatch):
    monkeypatch.setattr(domain, "MOST_CODES", 2)
    assert from_csv("a\nb\n") == ["a", "b"]
    with pytest.raises(domain.WrongUpload):
        from_csv("a\nb\nc\n")
