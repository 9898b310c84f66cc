"""Case numbers and access codes drawn by lot; a code leaves this module in clear once."""

import secrets

from creditsvc.access import credentials
from creditsvc.door.domain import ALPHABET, CODE_SIGNS, code_of, number_of

LOTS = 10**7  # seven digits


def new_number(year: int) -> str:
    """A case number of *year* that nobody can tell from those before it."""
    return number_of(year, secrets.randbelow(LOTS))


def new_code() -> tuple[str, str]:
    """An access code as it is shown once, and what is kept of it (takes a fifth of a second)."""
    signs = "".join(secrets.choice(ALPHABET) for _ in range(CODE_SIGNS))
    return code_of(signs), credentials.hash_password(signs)
