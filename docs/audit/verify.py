"""Verifies an exported trail (`creditsvc export audit FILE`) without any code of the service.

    python3 docs/audit/verify.py FILE

Nothing but Python and process.py beside it is needed. It shares no line with the service and was written from the format
(docs/audit/README.md), RFC 6962, RFC 7515 and FIPS 186-5 alone: it grows the hash tree again act by
act, checks every signed root with the public keys in the file, and reads from the lines whether
each entry had its process (process.py). Status 0: all holds; 1: what does not is told, a line each; 2: the file
cannot be read.

Compare the `kid` that it prints with the one the authority made known by another way.
"""

import hashlib
import json
import sys
from base64 import urlsafe_b64decode
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))  # python -I leaves this folder out

from process import Process

# NIST P-256 (FIPS 186-5, SP 800-186)
P = 0xFFFFFFFF00000001000000000000000000000000FFFFFFFFFFFFFFFFFFFFFFFF
A = P - 3
B = 0x5AC635D8AA3A93E7B3EBBD55769886BC651D06B0CC53B0F63BCE3C3E27D2604B
N = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
G = (
    0x6B17D1F2E12C4247F8BCE6E563A440F277037D812DEB33A0F4A13945D898C296,
    0x4FE342E2FE1A7F9B8EE7EB4A7C0F9E162BCE33576B315ECECBB6406837BF51F5,
)


def add(one, two):
    """The sum of two points of the curve; None is the point at infinity."""
    if one is None or two is None:
        return one or two
    if one[0] == two[0]:
        if (one[1] + two[1]) % P == 0:
            return None
        slope = (3 * one[0] * one[0] + A) * pow(2 * one[1], -1, P)
    else:
        slope = (two[1] - one[1]) * pow(two[0] - one[0], -1, P)
    x = (slope * slope - one[0] - two[0]) % P
    return x, (slope * (one[0] - x) - one[1]) % P


def times(number, point):
    """*number* times *point*."""
    found = None
    while number:
        if number & 1:
            found = add(found, point)
        point = add(point, point)
        number >>= 1
    return found


def signed(message, signature, key):
    """Whether *signature* (64 bytes, r and s) over *message* is by the point *key* (ES256)."""
    r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")
    on_curve = (key[1] ** 2 - (key[0] ** 3 + A * key[0] + B)) % P == 0
    if len(signature) != 64 or not (0 < r < N and 0 < s < N) or not on_curve:
        return False
    e = int.from_bytes(hashlib.sha256(message).digest(), "big")
    w = pow(s, -1, N)
    point = add(times(e * w % N, G), times(r * w % N, key))
    return point is not None and point[0] % N == r


def unpacked(text):
    """The bytes of base64url without padding."""
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def canonical(value):
    """The bytes of RFC 8785 for the plain values that stand here: texts and whole numbers."""
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return text.encode()


def leaf(entry):
    """RFC 6962, section 2.1: the hash of a leaf."""
    return hashlib.sha256(b"\x00" + entry).digest()


def node(left, right):
    """RFC 6962, section 2.1: the hash of a node."""
    return hashlib.sha256(b"\x01" + left + right).digest()


class Tree:
    """The tree of RFC 6962 as it grows: the roots of its full subtrees, each with its size."""

    def __init__(self):
        self.size, self.full = 0, []

    def append(self, hash_):
        """One more leaf."""
        self.size += 1
        count = 1
        while self.full and self.full[-1][0] == count:
            hash_ = node(self.full.pop()[1], hash_)
            count *= 2
        self.full.append((count, hash_))

    def root(self):
        """The root, hexadecimal."""
        if not self.full:
            return hashlib.sha256(b"").hexdigest()
        found = self.full[-1][1]
        for _, left in reversed(self.full[:-1]):
            found = node(left, found)
        return found.hex()


class Trail:
    """Reads the records one after the other; *faults* is what does not hold."""

    def __init__(self):
        self.tree, self.faults, self.roots = Tree(), [], {}
        self.act, self.at, self.seq, self.lines, self.checkpoints = 0, "", 0, 0, 0
        self.sealed, self.ended, self.records, self.keys = True, None, 0, {}
        self.process = Process(self.fault)

    def fault(self, place, what):
        """Note what does not hold, and where."""
        self.faults.append(f"{place}: {what}")

    def take(self, record):
        """One record of the file."""
        if self.ended is not None:
            self.fault("end", "records follow the end")
        kind = record["type"]
        {
            "header": self.header, "act": self.begin, "line": self.line, "root": self.root,
            "checkpoint": self.checkpoint, "end": self.end,
        }[kind](record)  # fmt: skip
        self.records += 1

    def header(self, record):
        """Format and public keys."""
        if record["format"] != "creditsvc-audit/1":
            raise ValueError(f"unknown format {record['format']}")
        for key in record["jwks"]["keys"]:
            point = tuple(int.from_bytes(unpacked(key[name]), "big") for name in ("x", "y"))
            self.keys[key["kid"]] = point
            named = {name: key[name] for name in ("crv", "kty", "x", "y")}
            thumb = hashlib.sha256(canonical(named)).digest()  # RFC 7638
            if unpacked(key["kid"]) != thumb:
                self.fault(f"key {key['kid']}", "the kid is not the thumbprint of the key")

    def begin(self, record):
        """An act: the next number, no earlier than the one before."""
        place = f"act {record['act']}"
        if not self.sealed:
            self.fault(f"act {self.act}", "no root follows it")
        if record["act"] != self.act + 1:
            self.fault(place, f"act {self.act + 1} was expected")
        if record["at"] <= self.at:
            self.fault(place, f"its instant {record['at']} is not after that of the act before")
        self.act, self.at, self.sealed = record["act"], record["at"], False
        named = ("act", "at", "actor", "actor_kind")
        self.tree.append(leaf(canonical({name: record[name] for name in named})))
        self.process.begin(record)

    def line(self, record):
        """A line of the act that has begun."""
        place = f"line {record['seq']} (act {record['act']}, {record['verb']})"
        if record["act"] != self.act or self.sealed:
            self.fault(place, "does not stand with its act")
        if record["seq"] != self.seq + 1:
            self.fault(place, f"line {self.seq + 1} was expected")
        self.seq = record["seq"]
        self.lines += 1
        named = {name: record[name] for name in ("act", "seq", "verb", "subject")}
        self.tree.append(leaf(canonical(named) + b"\n" + record["facts"].encode()))
        self.process.line(record["verb"], record["subject"], json.loads(record["facts"]))

    def root(self, record):
        """The root after the act."""
        place = f"root of act {record['act']}"
        if record["act"] != self.act or self.sealed:
            self.fault(place, "does not stand after its act")
        if (record["size"], record["root"]) != (self.tree.size, self.tree.root()):
            self.fault(place, "does not follow from the acts and lines up to it")
        self.roots[record["act"]] = (record["size"], record["root"])
        self.sealed = True

    def checkpoint(self, record):
        """A root that the service signed."""
        place = f"checkpoint of act {record['act']}"
        self.checkpoints += 1
        if self.roots.get(record["act"] - 1) != (record["size"], record["root"]):
            self.fault(place, "is not the root of the act before it")
        head, body, signature = record["jws"].split(".")
        told = json.loads(unpacked(head))
        key = self.keys.get(told.get("kid"))
        if told.get("alg") != "ES256" or told.get("typ") != "trail-checkpoint+jws" or key is None:
            self.fault(place, "its header names another algorithm, type or an unknown key")
        elif not signed(f"{head}.{body}".encode(), unpacked(signature), key):
            self.fault(place, "the signature is not valid")
        said = {"act": record["act"] - 1, "tree_size": record["size"], "root": record["root"]}
        if json.loads(unpacked(body)) != said:
            self.fault(place, "what was signed is another root")

    def end(self, record):
        """How many records came before."""
        self.ended = record["records"]
        if self.ended != self.records:
            self.fault("end", f"{self.ended} records are told, {self.records} were read")


def main(path):
    """Verify the file and tell what was found; the status."""
    trail = Trail()
    try:
        with open(path, encoding="utf-8") as file:  # noqa: PTH123 - plain Python, read by auditors
            for number, text in enumerate(file, start=1):
                try:
                    trail.take(json.loads(text))
                except (KeyError, ValueError, TypeError) as why:
                    print(f"{path}:{number}: unreadable record ({why})", file=sys.stderr)
                    return 2
    except OSError as why:
        print(why, file=sys.stderr)
        return 2
    if not trail.sealed:
        trail.fault(f"act {trail.act}", "no root follows it")
    if trail.ended is None:
        trail.fault("end", "the file is cut: its end is missing")
    for fault in trail.faults:
        print(f"✗ {fault}", file=sys.stderr)
    entries, ended = len(trail.process.standing), len(trail.process.ended)
    print(
        f"{trail.act} acts, {trail.lines} lines, {trail.checkpoints} signed roots, root {trail.tree.root()}\n"
        f"{len(trail.process.cases)} cases, {entries} entries, {ended} ended before their term\n"
        f"{len(trail.process.bans)} bans, {len(trail.process.persons)} entries of persons\n"
        f"keys: {', '.join(trail.keys)}\n"
        f"{'✗ ' + str(len(trail.faults)) + ' faults' if trail.faults else '✓ all of it holds'}"
    )
    return 1 if trail.faults else 0


if __name__ == "__main__":
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        raise SystemExit(2)
    raise SystemExit(main(sys.argv[1]))
