"""以人员身份登录，打印访问令牌。Sign in as a person of the demo and print an access token.

    python3 docs/sign_in.py handler [demo-credentials.json]

Does what a console does (authorization code with PKCE, RFC 7636), with Python alone.
"""

import base64
import hashlib
import json
import re
import secrets
import sys
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urlsplit


class Stay(urllib.request.HTTPRedirectHandler):
    """The code stands in the address we are sent to; nobody listens there."""

    def redirect_request(self, *_):
        """Follow nothing."""
        return


def token(told, username):
    """The access token of *username*, one of the people in *told*."""
    people = {one["username"]: one["password"] for one in told["people"]}
    if username not in people:
        raise SystemExit(f"没有这个人员，可用 / no such person; there are: {', '.join(people)}")
    console, back = told["console_client_id"], told["console_redirect_uri"]
    verifier = secrets.token_urlsafe(48)
    digest = hashlib.sha256(verifier.encode()).digest()
    asked = {
        "response_type": "code",
        "client_id": console,
        "redirect_uri": back,
        "state": secrets.token_urlsafe(8),
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
        "code_challenge_method": "S256",
    }
    page = f"{told['base_url']}/oauth/authorize?{urlencode(asked)}"
    browser = urllib.request.build_opener(Stay, urllib.request.HTTPCookieProcessor(CookieJar()))
    form = re.search(r'name="form_token" value="([^"]+)"', browser.open(page).read().decode())
    sent = {
        "form_token": form[1],
        "decision": "allow",
        "username": username,
        "password": people[username],
    }
    code = parse_qs(urlsplit(_sent_to(browser, page, sent)).query)["code"][0]
    grant = {
        "grant_type": "authorization_code",
        "client_id": console,
        "redirect_uri": back,
        "code": code,
        "code_verifier": verifier,
    }
    with browser.open(f"{told['base_url']}/oauth/token", urlencode(grant).encode()) as answer:
        return json.load(answer)["access_token"]


def _sent_to(browser, page, form):
    try:
        browser.open(page, urlencode(form).encode())
    except urllib.error.HTTPError as answer:
        if "Location" in answer.headers:
            return answer.headers["Location"]
    raise SystemExit("用户名或密码不对 / the user name or the password is wrong")


if __name__ == "__main__":
    if len(sys.argv) not in {2, 3}:
        raise SystemExit(__doc__)
    file = Path(sys.argv[2] if len(sys.argv) == 3 else "demo-credentials.json")
    print(token(json.loads(file.read_text(encoding="utf-8")), sys.argv[1]))
