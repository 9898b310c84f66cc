"""SM4-GCM by the published vectors; a seal opens in its own place, with its own key, unaltered, or not at all."""

from dataclasses import replace
from uuid import UUID

import pytest
from cryptography.exceptions import InvalidTag
from people_in_cases import FIRST, NAME, SECOND, ring

from creditsvc.persons import sealing
from creditsvc.persons.domain import PersonKeysMissing, SealBroken
from creditsvc.persons.keys import PersonKeys
from creditsvc.persons.sealing import Place

PLACE = Place(person_id=UUID(int=1), field="name")
# RFC 8998 appendix A.1
KEY = bytes.fromhex("0123456789ABCDEFFEDCBA9876543210")
NONCE = bytes.fromhex("00001234567800000000ABCD")
BOUND = bytes.fromhex("FEEDFACEDEADBEEFFEEDFACEDEADBEEFABADDAD2")
PLAIN = bytes.fromhex("".join(sign * 16 for sign in "ABCDEFEA"))
SEALED = bytes.fromhex(
    "17F399F08C67D5EE19D0DC9969C4BB7D5FD46FD3756489069157B282BB200735"
    "D82710CA5C22F0CCFA7CBF93D496AC15A56834CBCF98C397B4024A2691233B8D"
    "83DE3541E4C2B58177E065A9BF7B62EC"
)


def test_the_cipher_is_the_one_of_rfc_8998():
    assert sealing.encrypt(KEY, NONCE, BOUND, PLAIN) == SEALED
    assert sealing.decrypt(KEY, NONCE, BOUND, SEALED) == PLAIN


@pytest.mark.parametrize("at", [0, 63, 64, 79])
def test_no_bit_of_ciphertext_or_tag_may_be_another(at):
    altered = bytearray(SEALED)
    altered[at] ^= 1
    with pytest.raises(InvalidTag):
        sealing.decrypt(KEY, NONCE, BOUND, bytes(altered))


@pytest.mark.parametrize(
    ("nonce", "bound", "sealed"),
    [(NONCE[:-1], BOUND, SEALED), (NONCE, BOUND[:-1], SEALED), (NONCE, BOUND, SEALED[-15:]), (NONCE, BOUND, b"")],
    ids=["nonce", "bound", "short-tag", "nothing"],
)  # fmt: skip
def test_nothing_opens_with_another_nonce_other_data_or_a_cut_tag(nonce, bound, sealed):
    with pytest.raises(InvalidTag):
        sealing.decrypt(KEY, nonce, bound, sealed)


@pytest.fixture
def kept():
    """A sealed name and the commitment to it."""
    content = sealing.fresh(NAME)
    return sealing.seal(ring(), PLACE, content), sealing.commitment(PLACE, content)


def test_what_was_sealed_opens(kept):
    assert sealing.unseal(ring(), PLACE, *kept).value == NAME
    assert sealing.unseal(ring(FIRST, SECOND), PLACE, *kept).value == NAME


def test_two_seals_of_one_name_have_nothing_in_common(kept):
    content = sealing.fresh(NAME)
    again = sealing.seal(ring(), PLACE, content)
    assert again.nonce != kept[0].nonce
    assert again.ciphertext != kept[0].ciphertext
    assert sealing.commitment(PLACE, content) != kept[1]


@pytest.mark.parametrize(
    "place", [replace(PLACE, field="number"), replace(PLACE, person_id=UUID(int=2))]
)
def test_a_seal_moved_to_another_field_or_person_does_not_open(kept, place):
    with pytest.raises(SealBroken):
        sealing.unseal(ring(), place, *kept)


@pytest.mark.parametrize(
    "changes", [{"ciphertext": "AAAA"}, {"ciphertext": "?"}, {"nonce": "00" * 12}, {"nonce": "zz"}]
)
def test_an_altered_seal_does_not_open(kept, changes):
    with pytest.raises(SealBroken):
        sealing.unseal(ring(), PLACE, replace(kept[0], **changes), kept[1])


def test_another_key_under_the_same_name_does_not_open(kept):
    with pytest.raises(SealBroken):
        sealing.unseal(ring("old:ZmVkY2JhOTg3NjU0MzIxMA=="), PLACE, *kept)


def test_a_seal_said_to_be_of_another_key_does_not_open(kept):
    with pytest.raises(SealBroken):
        sealing.unseal(ring(FIRST, SECOND), PLACE, replace(kept[0], key_id="new"), kept[1])


def test_a_seal_of_a_key_that_is_not_there_asks_for_that_key_by_name(kept):
    with pytest.raises(PersonKeysMissing) as why:
        sealing.unseal(ring(SECOND), PLACE, *kept)
    assert why.value.facts == {"key": "old"}


def test_a_value_sealed_by_somebody_with_the_key_in_place_of_another_is_refused(kept):
    other = sealing.seal(ring(), PLACE, sealing.fresh("虚丙"))
    with pytest.raises(SealBroken):
        sealing.unseal(ring(), PLACE, other, kept[1])


def test_the_last_key_seals():
    assert sealing.seal(ring(FIRST, SECOND), PLACE, sealing.fresh(NAME)).key_id == "new"


SECRET = FIRST.partition(":")[2]


@pytest.mark.parametrize(
    "given",
    [None, "", f"{FIRST},{FIRST}", f"bad name:{SECRET}", f"a:{SECRET[:-4]}", "a:***", f"{FIRST},:{SECRET}", "/nowhere/keys"],
)  # fmt: skip
def test_keys_that_cannot_be_used_are_refused_and_never_shown(given):
    keys = PersonKeys(given=given)
    with pytest.raises(PersonKeysMissing) as why:
        keys.ring()
    for said in (str(why.value), repr(why.value), repr(keys), repr(why.value.facts)):
        assert SECRET[:-4] not in said


def test_keys_are_read_from_a_private_file_and_anew_each_time(tmp_path):
    file = tmp_path / "person.keys"
    file.write_text(f"# oldest first\n{FIRST}\n\n")
    keys = PersonKeys(given=str(file))
    file.chmod(0o640)
    with pytest.raises(PersonKeysMissing, match="600"):
        keys.ring()
    file.chmod(0o600)
    assert keys.ring().newest == "old"
    file.write_text(f"{FIRST}\n{SECOND}\n")
    assert keys.ring().newest == "new"
    assert SECRET not in repr(keys.ring())
