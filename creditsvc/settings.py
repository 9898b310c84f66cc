"""What an operator may set, read once from the environment into a frozen value. No law lives here."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from ipaddress import ip_network
from pathlib import Path

PREFIX = "CREDITSVC_"
ROOT = Path(__file__).resolve().parent.parent


class BadSetting(ValueError):  # noqa: N818 - named for what it is, as refusals are
    """A setting that cannot be meant; the message names it and the mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Places and lifetimes of one installation.

    database_url: the register, `sqlite:///FILE` or `postgresql+psycopg://…`.
    log_url: the look-up log; on SQLite a file of its own, so that look-ups never wait for writers.
    config_dir: law, codes and calendars. keys_dir: signing keys and the digest key, mode 0600.
    drop_dir: where files for the credit portal are laid. base_url: the public address, also the
    OAuth issuer. token_seconds: life of an access token. import_chunk: rows a transaction.
    replica_url: a replica of the register that look-ups read; None: the register itself. They cannot
    say anything while it lacks an act older than replica_seconds.
    results_dir: where results of large look-ups are kept, and result_days for how long.
    webhook_networks: networks beside the open Internet to which webhooks are sent (CIDR).
    person_keys: the keys that seal persons in cases, or the file that holds them (persons/keys.py).
    proxy_key: the file with the key under which a proxy signs client certificates; None: no proxy does.
    """

    database_url: str
    log_url: str
    config_dir: Path
    keys_dir: Path
    drop_dir: Path
    base_url: str
    token_seconds: int
    import_chunk: int
    replica_url: str | None = None
    replica_seconds: int = 10
    results_dir: Path = ROOT / "var" / "results"
    result_days: int = 7
    webhook_networks: tuple[str, ...] = ()
    person_keys: str | None = field(default=None, repr=False)
    proxy_key: str | None = None


def read(environ: Mapping[str, str] | None = None) -> Settings:
    """The settings that *environ* (default: the process's) asks for; unknown names are refused."""
    env = os.environ if environ is None else environ
    given = {
        key[len(PREFIX) :].lower(): value for key, value in env.items() if key.startswith(PREFIX)
    }
    known = {one.name for one in fields(Settings)} | {"data_dir"}
    # CREDITSVC_TEST_* and CREDITSVC_BENCH_* speak to the tools beside the program, not to it.
    unknown = sorted(
        name for name in set(given) - known if not name.startswith(("test_", "bench_"))
    )
    if unknown:
        raise BadSetting(
            f"不认识的设置 / unknown settings: {', '.join(PREFIX + n.upper() for n in unknown)}"
        )
    data = Path(given.get("data_dir", ROOT / "var"))
    url = given.get("database_url", f"sqlite:///{data / 'register.db'}")
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise BadSetting(
            f"{PREFIX}DATABASE_URL: 请用 sqlite:///文件 或 postgresql+psycopg://… / use one of these"
        )
    return Settings(
        database_url=url,
        log_url=given.get("log_url", _log_url(url)),
        config_dir=Path(given.get("config_dir", ROOT / "config")),
        keys_dir=Path(given.get("keys_dir", data / "keys")),
        drop_dir=Path(given.get("drop_dir", data / "portal")),
        base_url=given.get("base_url", "http://127.0.0.1:8000").rstrip("/"),
        token_seconds=_count("token_seconds", given.get("token_seconds", "600"), most=3600),
        import_chunk=_count("import_chunk", given.get("import_chunk", "200"), most=500),
        replica_url=given.get("replica_url"),
        replica_seconds=_count("replica_seconds", given.get("replica_seconds", "10"), most=3600),
        results_dir=Path(given.get("results_dir", data / "results")),
        result_days=_count("result_days", given.get("result_days", "7"), most=90),
        webhook_networks=_networks(given.get("webhook_networks", "")),
        person_keys=given.get("person_keys"),
        proxy_key=given.get("proxy_key"),
    )


def _log_url(url: str) -> str:
    """The look-up log's place: beside an SQLite register, inside a PostgreSQL one."""
    if not url.startswith("sqlite:///"):
        return url
    path = Path(url.removeprefix("sqlite:///"))
    return f"sqlite:///{path.with_name(path.stem + '-lookups' + path.suffix)}"


def _networks(text: str) -> tuple[str, ...]:
    """Networks in CIDR, commas between them."""
    given = [part.strip() for part in text.split(",") if part.strip()]
    try:
        return tuple(str(ip_network(part)) for part in given)
    except ValueError as why:
        raise BadSetting(
            f"{PREFIX}WEBHOOK_NETWORKS={text!r}: 要网段，如 10.0.0.0/8,192.168.1.0/24 / "
            "networks, such as 10.0.0.0/8,192.168.1.0/24"
        ) from why


def _count(name: str, text: str, *, most: int) -> int:
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= most:
        raise BadSetting(
            f"{PREFIX}{name.upper()}={text!r}: 要 1 到 {most} 的整数 / a whole number 1 to {most}"
        )
    return int(text)
