"""The sign-in page: its words, its headers and its protection against forged posts. No OAuth here."""

import hmac
import secrets
from dataclasses import dataclass
from urllib.parse import urlsplit

from flask import Request, Response, make_response, render_template

from creditsvc.access.domain import Client
from creditsvc.signing.service import Keys
from creditsvc.web.runtime import runtime

FORM_LIFE = 900  # seconds that a page may stand open before it is sent
SCOPES = {
    "assessments.read": ("查看企业评价", "see assessments of enterprises"),
    "audit.read": ("查看审计记录", "read the audit trail"),
    "changes.read": ("查看状态变化", "read changes of status"),
    "enterprises.read": ("查看企业登记", "see the register of enterprises"),
    "events.read": ("查看事件", "see events"),
    "events.write": ("登记和更正事件", "record and correct events"),
    "law.adopt": ("提出、采用规则书", "propose and adopt rulebooks"),
    "listings.confirm": ("确认他处作出的列入", "confirm listings decided elsewhere"),
    "listings.import": ("导入他处作出的列入", "import listings decided elsewhere"),
    "listings.read": ("查看名单", "see listings"),
    "partners.manage": ("登记和撤销合作方", "register and revoke partners"),
    "partners.read": ("查看合作方", "see partners"),
    "persons.reveal": (
        "查看本机关案件中人员的姓名和证件号码（逐次留痕）",
        "read who persons in cases of your authority are, each time on record",
    ),
    "proceedings.decide": ("审批案件决定", "decide in proceedings"),
    "proceedings.handle": ("办理案件", "handle proceedings"),
    "proceedings.read": ("查看案件", "see proceedings"),
    "proceedings.review": ("法制审核", "review cases in law"),
    "publishing.release": ("批准公布", "release publications"),
    "users.manage": ("管理人员、委托和回避", "manage people, delegations and recusals"),
    "users.read": ("查看人员、委托和回避", "see people, delegations and recusals"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What the page says above the form, and the status it is sent with."""

    status: int
    zh: str
    en: str
    retry_after: int | None = None


WRONG = Notice(
    status=403,
    zh="用户名或密码不对，或账号已停用。",
    en="The user name or password is wrong, or the account is suspended.",
)
STALE = Notice(
    status=403,
    zh="页面已失效，请重新填写后提交。",
    en="This page is no longer valid; please fill it in and send it again.",
)


def wait(seconds: int) -> Notice:
    """Too many failed tries."""
    return Notice(
        status=429,
        zh=f"尝试次数过多，请在 {seconds} 秒后再试。",
        en=f"Too many tries; wait {seconds} seconds.",
        retry_after=seconds,
    )


def page(
    request: Request, client: Client, scopes: frozenset[str], *, notice: Notice | None = None
) -> Response:
    """The form, with a new cookie; without scripts and without anything from elsewhere."""
    nonce, style = _new_nonce(), secrets.token_urlsafe(16)
    html = render_template(
        "access/authorize.html",
        client=client,
        scopes=[(scope, *SCOPES[scope]) for scope in sorted(scopes)],
        notice=notice,
        form_token=_form_token(nonce, request),
        style=style,
    )
    answer = make_response(html, notice.status if notice else 200)
    answer.set_cookie(
        cookie_name(),
        nonce,
        max_age=FORM_LIFE,
        secure=_secure(),
        httponly=True,
        samesite="Strict",
        path="/" if _secure() else "/oauth/authorize",
    )
    if notice and notice.retry_after:
        answer.headers["Retry-After"] = str(notice.retry_after)
    return _guarded(answer, style, request.args.get("redirect_uri", ""))


def refusal(zh: str, en: str) -> Response:
    """A page that says why nothing can be signed in to, and leads nowhere."""
    style = secrets.token_urlsafe(16)
    answer = make_response(render_template("access/refused.html", zh=zh, en=en, style=style), 400)
    return _guarded(answer, style, "")


def genuine(request: Request) -> bool:
    """Whether the post comes from a page that we gave to this browser for this very request."""
    nonce = request.cookies.get(cookie_name(), "")
    made, _, random = nonce.partition(".")
    if not (made.isascii() and made.isdigit() and len(made) < 12 and random):
        return False
    age = runtime().clock.now().timestamp() - int(made)
    sent = request.form.get("form_token", "")
    return 0 <= age < FORM_LIFE and hmac.compare_digest(
        _form_token(nonce, request).encode(), sent.encode()
    )


def cookie_name() -> str:
    """With TLS the name itself keeps sister hosts from setting it."""
    return "__Host-creditsvc-form" if _secure() else "creditsvc-form"


def _new_nonce() -> str:
    return f"{int(runtime().clock.now().timestamp())}.{secrets.token_urlsafe(16)}"


def _form_token(nonce: str, request: Request) -> str:
    query = request.query_string.decode("latin-1")
    return runtime().part(Keys).keyed_digest(f"form\0{nonce}\0{query}")


def _secure() -> bool:
    return runtime().settings.base_url.startswith("https:")


def _guarded(answer: Response, style: str, redirect_uri: str) -> Response:
    """The headers of a page that takes a password."""
    # form-action is also held against where the post is redirected to.
    target = urlsplit(redirect_uri)
    beyond = f" {target.scheme}://{target.netloc}" if target.netloc else ""
    answer.headers["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'nonce-{style}'; form-action 'self'{beyond}; "
        "frame-ancestors 'none'; base-uri 'none'"
    )
    answer.headers["X-Frame-Options"] = "DENY"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Referrer-Policy"] = "no-referrer"
    answer.headers["Cache-Control"] = "no-store"
    return answer
