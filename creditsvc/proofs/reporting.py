"""The printed report: a receipt that is kept and logged, laid out, and sealed."""

from dataclasses import replace
from functools import partial

from creditsvc.kernel.clock import legal_day
from creditsvc.lookup.receipts import TYPE, Receipt, signed, visiting
from creditsvc.lookup.service import Asked, House
from creditsvc.lookup.visits import Admitted, Given, Visit, receive
from creditsvc.proofs import printing
from creditsvc.proofs.report import report
from creditsvc.proofs.sealing import Seal
from creditsvc.settings import Settings

ROUTE = "/v1/credit/{uscc}/report.pdf"
CHECKED_AT = "/public/receipts?number="
REASON = "公共信用信息报告 {number}"


def printed(house: House, settings: Settings, asked: Asked) -> Given:
    """The report about one code as a sealed PDF; its look-up is in the log when this returns."""
    visit = visiting(house, asked, ROUTE)
    state = house.desk.state(visit.claims, visit.text)
    return receive(house, visit, state, partial(_printed, house, settings, visit, asked))


def _printed(house: House, settings: Settings, visit: Visit, asked: Asked, who: Admitted) -> Given:
    seal = Seal(settings.keys_dir, visit.now)  # refused before anything is kept under a number
    given = signed(house, settings.base_url, visit, asked, who)
    receipt = Receipt.of(house.keys.verify_jws(given.body.decode(), TYPE))
    client = who.state.client
    partner = client.name if client and not visit.claims.username else ""
    url = f"{settings.base_url}{CHECKED_AT}{receipt.number}"
    content = printing.pdf(report(receipt, partner, url), legal_day(receipt.as_of))
    return replace(given, body=seal.on(content, REASON.format(number=receipt.number)))
