"""Ask the credit service, keep what it answered, and follow what changes. Typed; nothing is guessed."""

from creditsvc_client.auth import Auth, ClientSecretBasic, PrivateKeyJwt, TokenAuth
from creditsvc_client.bookmarks import Bookmark, FileBookmark, Mark, MemoryBookmark
from creditsvc_client.client import Client
from creditsvc_client.problems import (
    CannotSay,
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    Problem,
    TooMany,
    Unauthorized,
    Unavailable,
    Unreachable,
)
from creditsvc_client.proving import SigningKey
from creditsvc_client.receipts import BadReceipt, Receipt, check_receipt
from creditsvc_client.retrying import Patience
from creditsvc_client.values import Answer, BatchAnswer, Change, Refused, Report

__all__ = [
    "Answer",
    "Auth",
    "BadReceipt",
    "BatchAnswer",
    "Bookmark",
    "CannotSay",
    "Change",
    "Client",
    "ClientSecretBasic",
    "Conflict",
    "FileBookmark",
    "Forbidden",
    "Invalid",
    "Mark",
    "MemoryBookmark",
    "NotFound",
    "Patience",
    "PrivateKeyJwt",
    "Problem",
    "Receipt",
    "Refused",
    "Report",
    "SigningKey",
    "TokenAuth",
    "TooMany",
    "Unauthorized",
    "Unavailable",
    "Unreachable",
    "check_receipt",
]
