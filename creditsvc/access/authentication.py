"""How a client proves itself at the OAuth endpoints: each by the one method it is registered for."""

from urllib.parse import unquote_plus

import structlog
from authlib.oauth2.rfc6749 import InvalidClientError, InvalidRequestError  # type: ignore[import-untyped]
from authlib.oauth2.rfc6749.requests import OAuth2Request  # type: ignore[import-untyped]
from flask import Request

from creditsvc.access import assertions
from creditsvc.access.assertions import Assertions
from creditsvc.access.oauth_client import OAuthClient, client_named
from creditsvc.access.possession import certificate
from creditsvc.web.runtime import runtime

SECRET = ("client_secret_basic", "client_secret_post")
BY_CERTIFICATE = "self_signed_tls_client_auth"
CONFIDENTIAL = (*SECRET, assertions.METHOD, BY_CERTIFICATE)
ALL = (*CONFIDENTIAL, "none")
log = structlog.get_logger("creditsvc.access")


def proved(asked: OAuth2Request, here: Request) -> tuple[str, OAuthClient]:
    """The method by which the client proved itself, and the client.

    Raises InvalidRequestError where it tries two ways at once, else InvalidClientError or BadPossession.
    """
    form = asked.form
    tried = [
        name
        for name, given in (
            ("basic", asked.headers.get("Authorization")),
            ("post", form.get("client_secret")),
            ("assertion", form.get("client_assertion")),
        )
        if given is not None
    ]
    if len(tried) > 1:
        raise InvalidRequestError("more than one way of client authentication was used")
    if tried == ["assertion"]:
        return assertions.METHOD, _by_assertion(asked)
    if tried == ["basic"]:
        return _by_basic(here, form.get("client_id"))
    client_id = form.get("client_id", "")
    if tried == ["post"]:
        return "client_secret_post", _by_secret(client_id, form.get("client_secret"))
    client = client_named(client_id)
    if client is not None and client.client.auth_method == BY_CERTIFICATE:
        return BY_CERTIFICATE, _by_certificate(client, here)
    return "none", _by_secret(client_id, None)


def _by_assertion(asked: OAuth2Request) -> OAuthClient:
    try:
        client = Assertions()(client_named, asked)
    except InvalidClientError as why:
        log.info("client.refused", method=assertions.METHOD, why=why.description)
        raise
    if client is None:
        raise InvalidClientError(description="another client_assertion_type")
    named = asked.form.get("client_id")
    if named is not None and named != client.get_client_id():
        raise InvalidRequestError("client_id and the assertion differ")
    return client  # type: ignore[no-any-return]


def _by_basic(here: Request, client_id: str | None) -> tuple[str, OAuthClient]:
    basic = here.authorization
    if basic is None or basic.type != "basic":
        raise InvalidClientError(description="another scheme than Basic")
    named = unquote_plus(basic.username or "")
    if client_id is not None and client_id != named:
        raise InvalidRequestError("client_id and the Authorization header differ")
    return "client_secret_basic", _by_secret(named, unquote_plus(basic.password or ""))


def _by_secret(client_id: str, secret: str | None) -> OAuthClient:
    client = client_named(client_id)
    if client is None or not client.proves_itself(secret):
        raise InvalidClientError(description="secret")
    return client


def _by_certificate(client: OAuthClient, here: Request) -> OAuthClient:
    der = certificate(runtime(), here.environ)
    if not client.owns(der, runtime().clock.now().timestamp()):
        log.info("client.refused", method=BY_CERTIFICATE, why="certificate")
        raise InvalidClientError(description="certificate")
    return client
