"""`creditsvc receipt`: check a signed answer with the public keys alone, and hand those keys out."""

import json
from pathlib import Path
from typing import Any

import click

from creditsvc.cli.operator import Refused, refusals
from creditsvc.kernel.clock import SystemClock, instant_text, parse_instant
from creditsvc.lookup.evidence import opened
from creditsvc.lookup.receipts import TYPE, WORDS, Receipt
from creditsvc.proofs import sealing
from creditsvc.settings import read
from creditsvc.signing.service import BadKeys, Keys

FILE = click.Path(dir_okay=False, path_type=Path)
INVALID = 1


@click.group()
def receipt() -> None:
    """收据（签名答复）：查验、公钥 / receipts: check them; the public keys."""


@receipt.command()
@click.argument("file", type=click.Path(dir_okay=False, exists=True, path_type=Path))
@click.option(
    "--keys", type=FILE, help="公钥集文件（/oauth/jwks 所给）/ the JWK set; default: ours"
)
@click.option("--issuer", help="须由此地址签发 / the issuer it must name")
@click.option("--audience", help="须为给予此合作方 / the partner it must have been given to")
def verify(file: Path, *, keys: Path | None, issuer: str | None, audience: str | None) -> None:
    """离线查验 FILE 中的收据或其他签名证据 / check the receipt, or other evidence, in FILE offline.

    状态码 0 有效，1 无效，2 读不出 / exit status 0: valid, 1: not valid, 2: unreadable.
    """
    jwks = _key_set(keys)
    try:
        typ, claims = opened("".join(_text(file).split()), jwks)
        found = Receipt.of(claims) if typ == TYPE else None
        _must_name(claims.get("iss"), issuer, "签发者", "issuer")
        _must_name(claims.get("aud"), audience, "给予对象", "audience")
    except ValueError as why:
        click.echo(f"✗ 收据无效：{why}", err=True)
        raise SystemExit(INVALID) from why
    click.echo("✓ 收据有效 / the receipt is valid")
    for line in _told(found) if found else [json.dumps(claims, ensure_ascii=False, indent=1)]:
        click.echo(line)


@receipt.command("keys")
@click.argument("file", type=FILE)
def public_keys(file: Path) -> None:
    """把本服务的公钥集写到 FILE，供离线查验 / write the public keys to FILE, for checks offline."""
    file.write_text(json.dumps(_ours(), indent=1) + "\n", encoding="ascii")
    click.echo(f"{file}")


@receipt.command()
@click.argument("kid")
@click.option(
    "--at", "moment", required=True, help="时刻，带时区，如 2026-11-20T08:00:00+08:00 / an instant"
)
def retire(kid: str, moment: str) -> None:
    """宣布旧签名密钥自某时刻起签的一律无效 / what a former key signs from that moment on is not good.

    用于密钥可能泄露时；此前签的收据仍然有效 / for a key that may have leaked; receipts before stay good.
    """
    with refusals():
        at, directory = parse_instant(moment), read().keys_dir
    try:
        Keys.open(directory, create=False).retire(kid, at)
    except BadKeys as why:
        raise Refused(str(why)) from why
    click.echo(f"{kid}: exp {instant_text(at)}")


@receipt.command()
@click.option("--name", required=True, help="证书载明的名称，如机关全称 / the name it bears")
@click.option("--days", type=click.IntRange(1, 3650), default=1095, show_default=True)
@click.option(
    "--request",
    "asked",
    type=FILE,
    help="只写出证书请求（PKCS #10）/ only a request, for an authority",
)
def certificate(*, name: str, days: int, asked: Path | None) -> None:
    """给报告盖章用的密钥和自签证书 / the key and a self-signed certificate that reports are sealed with.

    docs/receipts.md 说明如何让人信任它，或换成机构颁发的 / how others come to trust it, or an authority's.
    """
    with refusals():
        directory = read().keys_dir
        Keys.open(directory)
        if asked is not None:
            asked.write_bytes(sealing.request(directory, name))
            click.echo(f"{asked}")
            return
        try:
            made = sealing.certify(directory, name, SystemClock().now(), days)
        except sealing.CertificateThere as why:
            raise Refused(str(why)) from why
    click.echo(f"{directory / sealing.CERTIFICATE}")
    click.echo(f"有效至 / valid until: {made.not_valid_after_utc:%Y-%m-%d}")
    click.echo(f"SHA-256: {sealing.fingerprint(made)}")


def _key_set(path: Path | None) -> dict[str, Any]:
    if path is None:
        return _ours()
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as why:
        raise Refused(f"公钥集读不出：{path} / the JWK set is unreadable") from why
    if not isinstance(found, dict) or not isinstance(found.get("keys"), list):
        raise Refused(f"不是公钥集（要有 keys）：{path} / not a JWK set: `keys` is missing")
    return found


def _ours() -> dict[str, Any]:
    with refusals():
        directory = read().keys_dir
    try:
        return Keys.open(directory, create=False).public_jwks()
    except BadKeys as why:
        raise Refused(
            f"{why}；在别处查验请用 --keys 给出公钥集文件 / elsewhere, give the JWK set with --keys"
        ) from why


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as why:
        raise Refused(f"读不出 / unreadable: {file}") from why


def _must_name(named: object, wanted: str | None, zh: str, en: str) -> None:
    if wanted is not None and named != wanted:
        raise ValueError(f"{zh}不是 {wanted}，而是 {named} / the {en} is {named}, not {wanted}")


def _told(found: Receipt) -> list[str]:
    zh, en = WORDS[found.status]
    entries = [*found.answer["listings"], *found.answer["suspended_listings"]]
    return [
        found.statement["zh"],
        found.statement["en"],
        f"状态 / status: {found.status}（{zh} / {en}）",
        f"证据编号 / evidence number: {found.number}",
        f"签发者 / issuer: {found.issuer}",
        f"给予 / audience: {found.audience}",
        f"用途 / purpose: {found.purpose}",
        f"数据版本 / data version: {found.data_version}",
        f"法规摘要 / law digest: {found.answer['law_digest']}",
        *(_entry(one) for one in entries),
        "收据说明当时的情况，不说明现在 / it says what held then, not what holds now",
    ]


def _entry(one: dict[str, Any]) -> str:
    ground, title = one["ground"], one["list_title"]
    days = f"{one['starts_on']} … {one['last_day'] or '—'}"
    return f"- {title['zh']} / {title['en']}: {ground['instrument']} {ground['article']}, {days}"
