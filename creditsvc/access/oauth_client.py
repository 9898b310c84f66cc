"""A client as Authlib wants to see it. Answers from the row; decides nothing that the row does not."""

from authlib.oauth2.rfc6749 import ClientMixin  # type: ignore[import-untyped]

from creditsvc.access import credentials, store
from creditsvc.access.certificates import thumbprint
from creditsvc.access.contracts import Confirmation
from creditsvc.access.domain import CLIENT_ID, Client, granted, scope_text
from creditsvc.access.store import Proofs
from creditsvc.web.runtime import runtime


class OAuthClient(ClientMixin):  # type: ignore[misc]
    """An active client with what it proves itself by. confirmation: what its next token is bound to."""

    def __init__(self, client: Client, proofs: Proofs) -> None:
        self.client = client
        self.proofs = proofs
        self.confirmation: Confirmation | None = None

    def __repr__(self) -> str:
        return f"OAuthClient({self.client.client_id!r})"

    def proves_itself(self, secret: str | None) -> bool:
        """Whether *secret* is the client's; a public client has none and shows none."""
        if secret is None:
            return self.client.public
        return credentials.matches(secret, self.proofs.secret_digest)

    def owns(self, der: bytes | None, now: float) -> bool:
        """Whether *der* is a certificate that it registered, and good *now* (seconds since 1970)."""
        if der is None:
            return False
        shown = thumbprint(der)
        return any(
            one.thumbprint == shown and one.not_before <= now <= one.not_after
            for one in self.proofs.certificates
        )

    def get_client_id(self) -> str:
        """The id."""
        return self.client.client_id

    def get_default_redirect_uri(self) -> None:
        """None: the address is always named."""
        return

    def get_allowed_scope(self, scope: str | None) -> str | None:
        """What is granted when *scope* is asked for; None refuses (RFC 6749 section 3.3)."""
        found = granted(scope, self.client.scopes)
        return None if found is None else scope_text(found)

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Whether the address is registered, sign for sign (RFC 9700 section 2.1)."""
        return redirect_uri in self.client.redirect_uris

    def check_response_type(self, response_type: str) -> bool:
        """Only people's programs get codes."""
        return self.client.kind == "console" and response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        """Machines speak for themselves; people's programs exchange codes."""
        wanted = "authorization_code" if self.client.kind == "console" else "client_credentials"
        return grant_type == wanted


def client_named(client_id: str) -> OAuthClient | None:
    """The active client of this id."""
    if not CLIENT_ID.fullmatch(client_id):
        return None
    with runtime().work.read() as session:
        found = store.client(session, client_id)
    if found is None or found[0].status != "active":
        return None
    return OAuthClient(*found)
