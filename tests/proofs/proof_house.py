"""Short ways to receipts and to the page that checks them."""

from builders import Clerk, a_code
from lookup_house import a_bank


def a_receipt(clerk: Clerk, code: str = a_code(1)) -> tuple[str, str]:
    """A receipt of a bank about *code*, and its number."""
    answer = clerk.client.get(f"/v1/credit/{code}/receipt", headers=a_bank(clerk))
    assert answer.status_code == 200, answer.json
    return answer.text, answer.headers["Evidence-Number"]


def verdict(page: str) -> str:
    """The heading of the verdict on a page."""
    return page.split('<h2 id="verdict" class="both"><span>')[1].split("</span>", maxsplit=1)[0]


def now(page: str) -> str:
    """What a page says of today."""
    return page.split('<section aria-labelledby="since">')[1].split("</section>", maxsplit=1)[0]
