"""The printed report: all chapters, nothing left out in silence, the same bytes, a seal that finds tampering."""

import json
from datetime import date, timedelta
from io import BytesIO

import answers
import pytest
from builders import a_code, an_event
from lookup_house import a_bank, an_entry, the_log
from pyhanko.keys import load_cert_from_pemder
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from creditsvc.lookup.receipts import checked
from creditsvc.lookup.service import Desk
from creditsvc.proofs import printing, sealing
from creditsvc.proofs.report import NOT_KEPT, NOTHING, UNSURE, WITHHELD, report
from creditsvc.proofs.timeline import timeline
from creditsvc.signing.service import Keys

DAY = date(2026, 11, 20)
URL = "https://credit.example.cn/public/receipts?number=7K3M-9QWX-2H4T-8B6N-RAAA"


@pytest.fixture(params=["sqlite"])  # the store of what is given out is tested with receipts
def engine_name(request):
    return request.param


@pytest.fixture
def certificate(runtime):
    """A certificate of the service's own, valid for thirty days."""
    settings = runtime.settings
    made = sealing.certify(settings.keys_dir, "虚构市信用服务", runtime.clock.now(), 30)
    assert (settings.keys_dir / sealing.KEY).stat().st_mode & 0o077 == 0
    return made


def of(answer):
    return report(answers.as_receipt(answer), "虚构银行", URL)


def chapter(told, words):
    return next(one for one in told["chapters"] if words in one["zh"])


def asked(clerk):
    return clerk.client.get(f"/v1/credit/{a_code(1)}/report.pdf", headers=a_bank(clerk))


def judged(runtime, content):
    """How an independent reader judges the seal on *content*, trusting the service's certificate."""
    root = load_cert_from_pemder(str(runtime.settings.keys_dir / sealing.CERTIFICATE))
    trusted = ValidationContext(trust_roots=[root], moment=runtime.clock.now())
    [seal] = PdfFileReader(BytesIO(content)).embedded_signatures
    return validate_pdf_signature(seal, trusted)


def test_a_report_is_sealed_numbered_and_logged_and_its_number_opens_what_it_says(
    clerk, runtime, certificate
):
    clerk.record(an_event())
    an_entry(runtime)
    answer = asked(clerk)
    assert (answer.status_code, answer.content_type) == (200, "application/pdf")
    number = answer.headers["Evidence-Number"]
    [row] = the_log(runtime)
    assert (row["route"], row["outcome"], row["evidence"]) == (
        "/v1/credit/{uscc}/report.pdf", "listed", number,
    )  # fmt: skip
    kept = runtime.part(Desk).kept(number)
    assert checked(kept, runtime.part(Keys).public_jwks()).status == "listed"
    page = clerk.client.get("/public/receipts", query_string={"number": number})
    assert "收据有效" in page.text
    status = judged(runtime, answer.data)
    assert status.bottom_line
    assert status.signer_reported_dt == runtime.clock.now()
    tampered = bytearray(answer.data)
    tampered[len(tampered) // 2] ^= 1
    assert not judged(runtime, bytes(tampered)).intact


def test_without_a_certificate_there_is_no_report_and_nothing_is_kept(clerk, runtime):
    answer = asked(clerk)
    assert (answer.status_code, answer.json["type"]) == (503, "/problems/no-certificate")
    assert "creditsvc receipt certificate" in answer.json["detail"]
    [row] = the_log(runtime)
    assert (row["outcome"], row["evidence"]) == ("refused:no-certificate", None)


def test_a_certificate_seals_on_its_last_day_and_not_after(clerk, runtime, certificate, clock):
    clock.move_to(certificate.not_valid_after_utc)
    assert asked(clerk).status_code == 200
    clock.move_to(certificate.not_valid_after_utc + timedelta(seconds=1))
    assert asked(clerk).status_code == 503


def test_a_key_open_to_others_or_a_file_that_is_no_certificate_seals_nothing(
    clerk, runtime, certificate
):
    keys = runtime.settings.keys_dir
    (keys / sealing.KEY).chmod(0o640)
    assert "chmod 600" in asked(clerk).json["detail"]
    (keys / sealing.KEY).chmod(0o600)
    (keys / sealing.CERTIFICATE).write_text("hello")
    assert asked(clerk).json["type"] == "/problems/no-certificate"


def test_a_certificate_is_not_replaced_and_a_request_is_over_the_same_key(runtime, certificate):
    from cryptography import x509  # noqa: PLC0415

    keys = runtime.settings.keys_dir
    with pytest.raises(sealing.CertificateThere):
        sealing.certify(keys, "x", runtime.clock.now(), 1)
    wanted = x509.load_pem_x509_csr(sealing.request(keys, "虚构市信用服务"))
    assert wanted.public_key() == certificate.public_key()


def test_the_same_report_gives_the_same_bytes_and_the_seal_leaves_them_as_they_are(
    runtime, certificate
):
    told = of(answers.an_answer())
    content = printing.pdf(told, DAY)
    assert printing.pdf(of(answers.an_answer()), DAY) == content
    assert (
        sealing.Seal(runtime.settings.keys_dir, runtime.clock.now())
        .on(content, "x")
        .startswith(content)
    )


def test_thirty_entries_and_a_long_name_are_all_printed_and_a_sign_without_glyph_is_named():
    told = of(answers.many())
    assert len(chapter(told, "严重失信")["cards"]) == 15
    assert len(chapter(told, "行政处罚")["cards"]) == 11
    assert len(told["exits"]) == 28
    assert len(told["timeline"]["bars"]) == 29
    given = json.loads(printing._given(told, DAY)["sys_inputs"]["report"])
    assert given["name"] == answers.LONG + "〓〓"
    assert given["lacking"] == "U+20BB7、U+10000"
    assert len(printing.pictures(told, DAY, ppi=20)) > 8


def test_each_ground_is_printed_with_article_document_days_and_way_out():
    told = of(answers.many())
    rows = dict(chapter(told, "严重失信")["cards"][0]["rows"])
    assert rows["依据"] == "应急管理部令第11号 第六条第（二）项"
    assert rows["决定"] == "虚构市应急管理局，（虚）应急列〔2026〕1号，2026-05-01"
    assert rows["截止（含当日）"] == "2029-05-01"
    way = dict(told["exits"][0]["rows"])
    assert way["最早可以提前结束"] == "2027-05-01"
    assert "履行行政处罚决定规定的义务（第十九条）" in way["提前结束的条件"]
    assert "异议处理中" in chapter(told, "行政处罚")["cards"][0]["flag"]


@pytest.mark.parametrize("answer", [answers.nobody(), answers.an_answer()])
def test_an_empty_chapter_says_so_and_one_not_kept_here_says_that(answer):
    told = of(answer)
    assert chapter(told, "严重失信")["empty"] == NOTHING
    assert chapter(told, "司法判决")["empty"] == NOT_KEPT
    assert told["timeline"] is None
    assert len(printing.pictures(told, DAY, ppi=20)) == 2


def test_where_nothing_can_be_said_no_chapter_of_listings_reads_as_clean():
    told = of(answers.cannot_say())
    assert chapter(told, "严重失信")["empty"] == UNSURE
    assert told["verdict"]["zh"].startswith("不能断定")
    assert len(told["reasons"]) == 2
    assert any("不是“未列入”" in one for one in told["rights"])


def test_completeness_is_printed_per_source_and_its_absence_is_told():
    assert of(answers.many())["complete_to"][0] == ("虚构来源-0", "2026-11-19")
    assert of(answers.nobody())["complete_to"] == []


def test_a_bar_runs_from_its_first_to_its_last_day_and_an_open_one_to_the_edge():
    answer = answers.an_answer(
        listings=[answers.a_listing(starts_on="2026-05-01")],
        suspended_listings=[answers.a_listing(2, starts_on="2026-06-01", last_day=None)],
    )
    chart = timeline(answer)
    first, last = date(2026, 5, 1), date(2029, 5, 1)
    length = (last - first).days + 90
    bar, opened = chart["bars"]
    assert bar["from"] == pytest.approx(45 / length, abs=1e-4)
    assert bar["to"] == pytest.approx(1 - 45 / length, abs=1e-4)
    assert bar["mark"] == pytest.approx((45 + 365) / length, abs=1e-4)
    assert (opened["to"], opened["open"]) == (1.0, True)
    assert chart["now_day"] == "2026-11-20"
    assert [tick["year"] for tick in chart["ticks"]] == ["2027", "2028", "2029"]


def test_an_axis_of_a_century_has_few_ticks():
    answer = answers.an_answer(
        listings=[answers.a_listing(starts_on="1949-10-01", last_day="2049-10-01")]
    )
    assert len(timeline(answer)["ticks"]) <= 12


def test_what_the_purpose_may_not_see_is_said_to_be_kept_back_and_never_to_be_nothing():
    gone = {"tier", "tier_reason", "records"}
    told_of = {name: value for name, value in answers.an_answer().items() if name not in gone}
    told = of(told_of | {"withheld": ["tier", "records"]})
    empty = {each["zh"]: each["empty"] for each in told["chapters"] if not each["cards"]}
    assert empty["信用评价信息"] == empty["行政管理信息：公示中的行政处罚"] == WITHHELD
    assert "行政管理信息：公示中的行政处罚" not in dict(told["counts"])
    assert ["信用等级", "所述用途不能查看"] in told["overview"]
