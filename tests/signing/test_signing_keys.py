"""Keys, signatures and keyed digests: what is believed, what is refused, what is never shown."""

import json
import stat
from base64 import urlsafe_b64encode
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import given
from hypothesis import strategies as st
from joserfc import jws
from joserfc.jwk import ECKey, OctKey

from creditsvc.kernel.canonical import canonical_bytes
from creditsvc.signing import service
from creditsvc.signing.service import BadKeys, Keys, check_jws

TYP = "receipt+jws"


@pytest.fixture
def keys(tmp_path):
    return Keys.open(tmp_path / "keys")


def part(value):
    return urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def test_what_was_signed_is_read_again_and_a_dict_is_signed_as_its_canonical_bytes(keys):
    claims = {"b": "是", "a": [1, None, True]}
    assert keys.verify_jws(keys.sign_jws(claims, TYP), TYP) == claims
    text = keys.sign_jws(claims, TYP)
    assert text.split(".")[1] == urlsafe_b64encode(canonical_bytes(claims)).rstrip(b"=").decode()
    assert keys.verify_jws(keys.sign_jws(b'{"z": 1, "a": 2}', TYP), TYP) == {"z": 1, "a": 2}


def test_the_header_names_algorithm_type_and_thumbprint_and_nothing_else(keys):
    header = jws.extract_compact(keys.sign_jws({}, TYP).encode()).headers()
    assert header == {"alg": "ES256", "typ": TYP, "kid": keys.active_kid}
    public = keys.public_jwks()["keys"][0]
    assert ECKey.import_key(public).thumbprint() == keys.active_kid


def test_the_active_key_alone_signs_after_a_rotation_and_old_signatures_stay_good(keys):
    old = keys.sign_jws({"n": 1}, TYP)
    first, second = keys.active_kid, keys.rotate()
    assert keys.active_kid == second != first
    for _ in range(20):
        made = jws.extract_compact(keys.sign_jws({}, TYP).encode())
        assert made.headers()["kid"] == second
    assert keys.verify_jws(old, TYP) == {"n": 1}
    assert [key["kid"] for key in keys.public_jwks()["keys"]] == [second, first]


def test_another_process_sees_a_rotation_at_once(keys, tmp_path):
    other = Keys.open(tmp_path / "keys", create=False)
    before = other.generation
    text = keys.sign_jws({"n": 1}, TYP)
    keys.rotate()
    newer = keys.sign_jws({"n": 2}, TYP)
    assert other.verify_jws(newer, TYP) == {"n": 2}
    assert other.verify_jws(text, TYP) == {"n": 1}
    assert other.active_kid == keys.active_kid
    assert other.generation != before


def test_many_processes_that_start_at_once_make_one_key(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: Keys.open(tmp_path / "new" / "keys"), range(16)))
    assert len({keys.active_kid for keys in made}) == 1
    assert len({keys.keyed_digest("x") for keys in made}) == 1
    assert len(made[0].public_jwks()["keys"]) == 1


def test_many_rotations_at_once_lose_no_key(keys):
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: keys.rotate(), range(16)))
    assert len(keys.public_jwks()["keys"]) == 17
    assert set(made) < {key["kid"] for key in keys.public_jwks()["keys"]}


def test_only_the_owner_may_read_the_files(keys, tmp_path):
    keys.rotate()
    directory = tmp_path / "keys"
    assert stat.S_IMODE(directory.stat().st_mode) == 0o700
    assert {stat.S_IMODE(file.stat().st_mode) for file in directory.iterdir()} == {0o600}


@pytest.mark.parametrize("name", ["index.json", "digest.key", "*.jwk"])
def test_a_file_open_to_others_is_refused_with_the_mend(keys, tmp_path, name):
    file = next((tmp_path / "keys").glob(name))
    file.chmod(0o640)
    with pytest.raises(BadKeys, match="chmod 600"):
        Keys.open(tmp_path / "keys")


def test_keys_that_are_not_there_are_not_made_unasked(tmp_path):
    with pytest.raises(BadKeys, match="index"):
        Keys.open(tmp_path / "none", create=False)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("index.json", "{"),
        ("index.json", "[]"),
        ("index.json", '{"keys": []}'),
        ("index.json", '{"keys": ["../../etc/passwd"]}'),
        ("digest.key", "00"),
        ("digest.key", "not hex"),
        ("*.jwk", "{}"),
        ("*.jwk", "nonsense"),
    ],
)
def test_a_damaged_directory_is_refused_and_shows_no_key(keys, tmp_path, name, text):
    next((tmp_path / "keys").glob(name)).write_text(text)
    with pytest.raises(BadKeys) as refused:
        Keys.open(tmp_path / "keys")
    assert str(tmp_path / "keys") in str(refused.value)


def test_a_key_under_a_wrong_name_is_refused(keys, tmp_path):
    file = next((tmp_path / "keys").glob("*.jwk"))
    other = ECKey.generate_key("P-256")
    file.write_text(json.dumps(other.as_dict(private=True, kid=file.stem)))
    with pytest.raises(BadKeys, match="jwk"):
        Keys.open(tmp_path / "keys")


def test_nothing_private_shows_in_the_jwks_or_in_any_repr(keys, tmp_path):
    secret = json.loads(next((tmp_path / "keys").glob("*.jwk")).read_text())["d"]
    digest_key = (tmp_path / "keys" / "digest.key").read_text()
    shown = f"{keys!r} {keys._ring!r} {keys.public_jwks()} {vars(keys)}"
    assert secret not in shown
    assert digest_key not in shown
    assert repr(bytes.fromhex(digest_key)) not in shown
    assert set(keys.public_jwks()["keys"][0]) == {"kty", "crv", "x", "y", "kid", "alg", "use"}


def forgeries(keys):
    """Texts that are wrong in one thing each, by what is wrong."""
    good = keys.sign_jws({"a": 1}, TYP)
    head, body, sign = good.split(".")
    kid = keys.active_kid
    foreign = ECKey.generate_key("P-256")
    public = json.dumps(keys.public_jwks()["keys"][0])
    real = {"alg": "ES256", "typ": TYP, "kid": kid}

    def by(key, header):
        return jws.serialize_compact(header, b"{}", key, algorithms=[header["alg"]])

    yield "another type", keys.sign_jws({"a": 1}, "at+jwt")
    yield "no signature", f"{part({**real, 'alg': 'none'})}.{body}."
    yield "empty signature", f"{head}.{body}."
    yield "foreign key, own kid", by(foreign, {**real, "kid": foreign.thumbprint()})
    yield "foreign key, our kid", by(foreign, real)
    yield "public key as a shared secret", by(OctKey.import_key(public), {**real, "alg": "HS256"})
    yield "no kid", f"{part({'alg': 'ES256', 'typ': TYP})}.{body}.{sign}"
    yield "kid of another kind", f"{part({**real, 'kid': [kid]})}.{body}.{sign}"
    yield "key in the header", f"{part({**real, 'jwk': {}})}.{body}.{sign}"
    yield "critical extension", f"{part({**real, 'crit': ['b64'], 'b64': False})}.{body}.{sign}"
    yield "other body", f"{head}.{part({'a': 2})}.{sign}"
    yield "padding", f"{head}.{body}.{sign}=="
    yield "blank", f"{good}\n"
    yield "two parts", f"{head}.{body}"
    yield "four parts", f"{good}.{body}"
    yield "five parts", f"{head}.a.{body}.a.{sign}"
    yield "no JSON", "YQ.YQ.YQ"
    yield "a list", keys.sign_jws(b"[1]", TYP)
    yield "no text", ""
    yield "not ASCII", f"{head}.{body}.é"
    yield "deep", f"{part('x')}.{urlsafe_b64encode(b'[' * 240_000).decode()}.{sign}"


def test_every_forgery_is_a_value_error(keys):
    believed = []
    for what, text in forgeries(keys):
        try:
            keys.verify_jws(text, TYP)
        except ValueError:
            continue
        believed.append(what)
    assert believed == []


def test_a_signature_has_one_spelling(keys):
    """The last sign of 64 bytes in base64url has four spare bits, which must be zero."""
    good = keys.sign_jws({"a": 1}, TYP)
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    accepted = []
    for letter in letters:
        try:
            keys.verify_jws(good[:-1] + letter, TYP)
        except ValueError:
            continue
        accepted.append(letter)
    assert accepted == [good[-1]]


@given(st.text(max_size=60))
def test_no_text_at_all_breaks_the_check(text):
    with pytest.raises(ValueError, match="/"):
        check_jws(text, TYP, {"keys": []})


def test_a_signature_is_checked_offline_with_the_public_keys_alone(keys):
    text, jwks = keys.sign_jws({"a": 1}, TYP), keys.public_jwks()
    assert check_jws(text, TYP, json.loads(json.dumps(jwks))) == {"a": 1}
    for bad in ({}, {"keys": None}, {"keys": [{}]}, {"keys": [{"kid": "x", "kty": "?"}]}):
        with pytest.raises(ValueError, match="JWK"):
            check_jws(text, TYP, bad)


def test_a_keyed_digest_is_the_same_for_the_same_text_and_key_only(keys, tmp_path):
    other = Keys.open(tmp_path / "other")
    assert keys.keyed_digest("某公司") == keys.keyed_digest("某公司")
    assert len(keys.keyed_digest("")) == 64
    assert keys.keyed_digest("a") != keys.keyed_digest("b")
    assert keys.keyed_digest("a") != other.keyed_digest("a")
    before = keys.keyed_digest("a")
    keys.rotate()
    assert keys.keyed_digest("a") == before


def test_what_is_longer_than_anything_we_sign_is_not_even_read(keys):
    with pytest.raises(ValueError, match="compact"):
        keys.verify_jws("a.b." + "c" * service.LONGEST, TYP)


def test_keyed_digests_of_many_texts_are_those_of_each_under_one_look_at_the_keys(
    keys, monkeypatch
):
    texts = ["某公司", "", "a"]
    each = [keys.keyed_digest(text) for text in texts]
    looked = []
    stamp = service.store.stamp
    monkeypatch.setattr(service.store, "stamp", lambda place: looked.append(place) or stamp(place))
    assert keys.keyed_digests(iter(texts)) == each
    assert len(looked) == 1
