#!/usr/bin/env python3
"""Verifies a bundle (.agb) or a release (.agd) without Antigone: an independent reading of docs/journal.md.

Usage: verify.py FILE [CHECKPOINT]     CHECKPOINT: a file with a signed note kept elsewhere

Prints "N entries, root HEX", then each fault; exits 0, 3 (neither of them) or 5 (faults). Needs Python alone; signatures are
checked where the package cryptography is installed, and it says so where it is not.
"""
import base64
import hashlib
import json
import re
import sys
import unicodedata

try:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
except ImportError:
    Ed25519PublicKey = None

KEYS = {"action": str, "at": str, "by": str, "data": dict, "prev": str, "role": str, "seq": int, "site": str,
        "subject": str, "v": int}
MAY_LACK = {"box": str, "sealed": str, "sig": list, "when": str}


def sha256(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def leaf_of(entry):
    return sha256(b"\0", entry)


def holds(key, message, signature):
    """None: cannot be told."""
    if Ed25519PublicKey is None:
        return None
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(signature, message)
    except (InvalidSignature, ValueError):
        return False
    return True


class Tree:
    """The right edge of the tree of RFC 6962: edge[k] is the root of 2^k leaves."""

    def __init__(self, stored):
        self.size, at, self.edge = int.from_bytes(stored[:8], "big"), 8, {}
        for k in range(64):
            if self.size >> k & 1:
                self.edge[k] = stored[at:at + 32]
                at += 32
        if len(stored) < 8 or at != len(stored):
            raise ValueError("a tree that is none")

    def push(self, leaf):
        k = 0
        while self.size >> k & 1:
            leaf = sha256(b"\1", self.edge.pop(k), leaf)
            k += 1
        self.edge[k] = leaf
        self.size += 1

    def root(self):
        root = None
        for k in sorted(self.edge):
            root = self.edge[k] if root is None else sha256(b"\1", self.edge[k], root)
        return root or sha256()


def number(value):
    if isinstance(value, int):
        if not -2**63 <= value < 2**63:
            raise ValueError("a number is too large")
        return str(value)
    if value == int(value) and -2**63 <= value < 2**63:
        return str(int(value))
    return next(text for text in (f"{value:.{digits}g}" for digits in (15, 16, 17)) if float(text) == value)


def canonical(value):
    """The one spelling of a value."""
    if isinstance(value, dict):
        items = sorted((unicodedata.normalize("NFC", key), item) for key, item in value.items())
        return "{" + ",".join(canonical(key) + ":" + canonical(item) for key, item in items) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(canonical, value)) + "]"
    if isinstance(value, str):
        return json.dumps(unicodedata.normalize("NFC", value), ensure_ascii=False)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return number(value)
    return json.dumps(value)


def parse_entry(line):
    entry = json.loads(line)
    if not isinstance(entry, dict) or canonical(entry).encode() != line:
        raise ValueError("not canonical JSON")
    for key, value in entry.items():
        kind = KEYS.get(key) or MAY_LACK.get(key)
        if kind is None or type(value) is not kind or value == "" or value == []:
            raise ValueError(f"{key} is not right")
    missing = KEYS.keys() - entry.keys()
    if missing or entry["v"] != 1 or entry["seq"] < 0 or ("box" in entry) != ("sealed" in entry):
        raise ValueError("keys are missing")
    if not re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", entry["at"]):
        raise ValueError("at is not right")
    for key in ("prev", "box", "sealed"):
        if not re.fullmatch("[0-9a-f]{64}", entry.get(key, "0" * 64)):
            raise ValueError(f"{key} is not right")
    return entry


def check_entry_signatures(entry):
    alone = canonical({key: value for key, value in entry.items() if key not in ("seq", "prev", "sig")})
    for sig in entry.get("sig", []):
        if holds(bytes.fromhex(sig["key"]), b"antigone-entry-1\n" + alone.encode(), bytes.fromhex(sig["sig"])) is False:
            yield "a signature does not hold"


class Note:
    """A checkpoint: its text, and whether the site signed it (None: cannot be told)."""

    def __init__(self, note, site_key):
        text, _, signatures = note.partition("\n\n")
        text += "\n"
        self.origin, size, root = text.split("\n")[:3]
        self.size, self.root, self.signed = int(size), base64.b64decode(root, validate=True), False
        for line in signatures.splitlines():
            dash, name, blob = line.split(" ")
            blob = base64.b64decode(blob, validate=True)
            if dash == "\u2014" and blob[:4] == sha256(name.encode(), b"\n\1", site_key)[:4]:
                self.signed = holds(site_key, text.encode(), blob[4:])


class Verifier:
    def __init__(self):
        self.faults, self.head, self.entry, self.tree, self.at, self.entries = [], {}, None, None, None, 0
        self.notes, self.roots = [], {}
        self.files, self.parts = [], {}

    def fault(self, what):
        self.faults.append(what)

    def take_head(self, lines):
        if next(lines) != b"antigone-bundle 1":
            raise ValueError("not a bundle")
        for keyword, parts in (("site", 2), ("genesis", 1), ("after", 3)):
            word, *values = next(lines).decode().split(" ")
            if word != keyword or len(values) != parts:
                raise ValueError(f"{keyword} should stand here")
            self.head[keyword] = values
        self.key, self.prev = bytes.fromhex(self.head["site"][1]), self.head["after"][1]
        self.tree = Tree(base64.b64decode(self.head["after"][2], validate=True))
        if self.tree.size != int(self.head["after"][0]):
            raise ValueError("the tree is of another size")
        self.roots[self.tree.size] = self.tree.root()

    def take_entry(self, line):
        seq = self.tree.size
        try:
            self.entry = parse_entry(line)
        except (ValueError, RecursionError) as why:
            self.entry = {}
            self.fault(f"entry {seq}: {why}")
        else:
            if self.entry["seq"] != seq:
                self.fault(f"entry {seq}: it calls itself {self.entry['seq']}")
            if self.entry["prev"] != self.prev:
                self.fault(f"entry {seq}: it does not follow the one before")
            self.check_time()
            for what in check_entry_signatures(self.entry):
                self.fault(f"entry {seq}: {what}")
        self.prev = leaf_of(line).hex()
        if seq == 0 and self.prev != self.head["genesis"][0]:
            self.fault("entry 0: it is not the genesis")
        self.tree.push(bytes.fromhex(self.prev))
        self.roots[self.tree.size] = self.tree.root()
        self.entries += 1

    def check_time(self):
        clock = self.entry["action"] == "casebook.clock"
        if self.at and self.entry["at"] < self.at[0] and not clock and not self.at[1]:
            self.fault(f"entry {self.tree.size}: recorded before the entry before it")
        self.at = self.entry["at"], clock

    def take_box(self, seq, box):
        if int(seq) != self.tree.size - 1 or self.entry.get("box") != sha256(base64.b64decode(box, validate=True)).hex():
            self.fault(f"entry {self.tree.size - 1}: the sealed content is not its own")

    def take_file(self, *digests):
        if any(not re.fullmatch("[0-9a-f]{64}", digest) for digest in digests) or len(digests) != 3:
            raise ValueError("a file with digests that are none")
        self.files.append(digests)

    def take_part(self, content, part):
        self.parts.setdefault(content, hashlib.sha256()).update(base64.b64decode(part, validate=True))

    def check_files(self):
        """The last entry is the casebook.give that tells of them."""
        given = self.entry["data"] if self.entry and self.entry["action"] == "casebook.give" else {}
        digest = sha256(bytes.fromhex("".join("".join(digests) for digests in self.files))).hex()
        said = given.get("files", "0"), given.get("list", sha256().hex())
        if said != (str(len(self.files)), digest) or self.files != sorted(set(self.files)):
            self.fault("the list of files is not the one that was signed")
        for content, _, box in self.files:
            if content not in self.parts:
                self.fault(f"the file {content} is missing")
            elif self.parts[content].hexdigest() != box:
                self.fault(f"the file {content} was changed")
        for content in self.parts.keys() - {content for content, *_ in self.files}:
            self.fault(f"the file {content} is not in the list of files")

    def expect(self, whose, text):
        self.notes.append((whose, Note(text, self.key)))

    def check_notes(self):
        for whose, note in self.notes:
            if note.origin != f"antigone/{self.head['site'][0]}/{self.head['genesis'][0]}":
                self.fault(f"{whose} is of another chain")
            if note.signed is False:
                self.fault(f"{whose} is not signed by the site")
            if note.size > self.tree.size:
                self.fault(f"{whose}: entry {self.tree.size} and what follows was dropped")
            elif note.size in self.roots and self.roots[note.size] != note.root:
                self.fault(f"{whose} does not hold")

    def take(self, data):
        lines = iter(data.split(b"\n"))
        self.take_head(lines)
        before = 0
        for line in lines:
            word, *rest = line.decode().split(" ") if not line.startswith(b"{") else ("{",)
            if word == "end":
                self.take_end(data, rest, lines)
                return
            if word == "{":
                self.take_entry(line)
            elif word == "box" and before == "{":
                self.take_box(*rest)
            elif word == "file":
                self.take_file(*rest)
            elif word == "part":
                self.take_part(*rest)
            elif word == "checkpoint":
                self.check_files()
                self.expect("the checkpoint of the bundle", base64.b64decode(rest[0], validate=True).decode())
            elif word not in ("key", "filekey"):
                raise ValueError("a line that no bundle has")
            before = word
        raise ValueError("the bundle is cut short")

    def take_end(self, data, rest, lines):
        whole = data[:data.rindex(b"\nend ") + 1]
        if list(lines) != [b""] or rest != [str(self.entries), sha256(whole).hex()]:
            self.fault("the bundle was changed after it was written")
        if [note.size for _, note in self.notes] != [self.tree.size]:
            self.fault("the checkpoint of the bundle is not of all its entries")


class Release:
    """A release: facts, what each of them rests on, three acts, and the way to the checkpoint."""

    ACTS = ["release.propose", "release.approve", "release.issue"]

    def __init__(self, data):
        self.data, self.faults, self.shown, self.hashes, self.acts = data, [], [], [], []
        self.fact = self.entry = self.note = self.about = None
        self.counts = {"fact": 0, "entry": 0, "opening": 0, "leaf": 0}

    def fault(self, what):
        self.faults.append(what)

    def show(self, seq, leaf, low, high):
        if not low <= seq <= high or (self.shown and seq <= self.shown[-1][0]):
            self.fault(f"entry {seq}: not in its place")
        self.shown.append((seq, leaf))

    def check_whole(self, seq, line):
        self.entry, fact = parse_entry(line), self.fact
        self.show(seq, leaf_of(line), 0, self.about["frozen"])
        on = self.entry.get("when", self.entry["at"][:10])
        same = (self.entry["seq"] == seq and self.entry["site"] == self.site and self.entry["subject"] == fact["subject"]
                and fact.get("action", self.entry["action"]) == self.entry["action"] and fact.get("on", on) == on)
        if not same:
            self.fault(f"entry {seq}: not the one that the fact comes from")
        for what in check_entry_signatures(self.entry):
            self.fault(f"entry {seq}: {what}")
        if all(self.entry["data"].get(name) is not None for name in fact["fields"]):
            self.check_fields({})

    def check_fields(self, opened):
        for name, value in self.fact["fields"].items():
            if value not in (self.entry["data"].get(name), opened.get(name)):
                self.fault(f"entry {self.entry['seq']}: {name} is not what the fact says")
        self.fact = None

    def check_opening(self, plain):
        if sha256(plain).hex() != self.entry.get("sealed"):
            self.fault(f"entry {self.entry['seq']}: not what it committed to")
        self.check_fields(json.loads(plain[32:]))

    def check_act(self, seq, line, start):
        act, place = parse_entry(line), len(self.acts)
        self.show(seq, leaf_of(line), self.about["frozen"] + 1, 2**63)
        if place == 0:
            self.content = sha256(self.data[:start]).hex()
        says = [all(act["data"].get(key) == self.about[key] for key in ("dossier", "profile", "to", "basis")),
                place == 1 and act["by"] != self.acts[0]["by"], act["data"].get("digest") == getattr(self, "content", "")]
        if place > 2 or act["action"] != self.ACTS[place] or act["subject"] != self.about["release"] or not says[place]:
            self.fault(f"act {seq}: not of this release")
        if "sig" not in act or list(check_entry_signatures(act)):
            self.fault(f"act {seq}: its signature does not hold")
        self.acts.append(act)

    def take_head(self, lines):
        if next(lines) != b"antigone-release 1":
            raise ValueError("not a release")
        (_, self.site, key), (_, self.genesis), about = next(lines).decode().split(), next(lines).decode().split(), next(lines)
        self.key, self.about = bytes.fromhex(key), json.loads(about.removeprefix(b"about "))
        return sum(len(line) + 1 for line in self.data.split(b"\n")[:4])

    def take(self):
        lines = iter(self.data.split(b"\n"))
        start = self.take_head(lines)
        for line in lines:
            word, _, rest = line.partition(b" ")
            word = word.decode()
            self.counts[word] = self.counts.get(word, 0) + 1
            if self.fact and self.entry and word != "opening":
                self.fault(f"entry {self.entry['seq']}: what was sealed is not shown")
            if word == "fact":
                self.fact, self.entry = json.loads(rest), None
                if canonical(self.fact).encode() != rest:
                    raise ValueError("a fact that is not canonical")
            elif word in ("entry", "act"):
                seq, _, entry = rest.partition(b" ")
                self.check_whole(int(seq), entry) if word == "entry" else self.check_act(int(seq), entry, start)
            elif word == "opening":
                self.check_opening(base64.b64decode(rest, validate=True))
            elif word == "leaf":
                seq, leaf = rest.split()
                self.show(int(seq), bytes.fromhex(leaf.decode()), 0, self.about["frozen"])
                self.fact = None
            elif word == "hash":
                self.hashes.append(base64.b64decode(rest, validate=True))
            elif word == "checkpoint":
                self.note = Note(base64.b64decode(rest, validate=True).decode(), self.key)
            elif word == "signed":
                return self.check_end(start, bytes.fromhex(rest.decode()), list(lines))
            else:
                raise ValueError("a line that no release has")
            start += len(line) + 1
        raise ValueError("the release is cut short")

    def check_end(self, start, signature, rest):
        self.check_tree()
        if rest != [b""] or holds(self.key, b"antigone-release-1\n" + self.data[:start], signature) is False:
            self.fault("the release was changed after it was signed")
        if len(self.acts) != 3:
            self.fault("an act of the release is missing")

    def check_tree(self):
        shown, hashes = dict(self.shown), iter(self.hashes)

        def root(low, size):
            if not any(low <= seq < low + size for seq in shown):
                return next(hashes)
            if size == 1:
                return shown[low]
            half = 1
            while 2 * half < size:
                half *= 2
            return sha256(b"\1", root(low, half), root(low + half, size - half))

        if self.note.origin != f"antigone/{self.site}/{self.genesis}" or self.note.signed is False:
            self.fault("the checkpoint is not of this site")
        if root(0, self.note.size) != self.note.root or next(hashes, None) is not None:
            self.fault("entries, leaves and hashes do not lead to the checkpoint")


def verify_release(data, outside):
    release = Release(data)
    release.take()
    if outside:
        kept = Note(outside, release.key)
        if (kept.size, kept.root, kept.origin) != (release.note.size, release.note.root, release.note.origin):
            release.fault("the checkpoint from outside is another")
    print("{fact} facts: {entry} in whole entries, {opening} of them opened; {leaf} by their leaf".format(**release.counts))
    return release.faults


def main(path, outside=None):
    try:
        with open(path, "rb") as file:
            data = file.read()
        if data.startswith(b"antigone-release"):
            note = open(outside, encoding="utf-8", newline="").read() if outside else None
            return tell_faults(verify_release(data, note))
    except (ValueError, KeyError, TypeError, AttributeError, StopIteration, RecursionError, OSError) as why:
        print(f"{path}: {why}")
        return 3
    return verify_bundle(path, outside)


def tell_faults(faults):
    if Ed25519PublicKey is None:
        print("signatures were not checked: the Python package cryptography is not installed")
    for what in faults:
        print(what)
    return 5 if faults else 0


def verify_bundle(path, outside):
    verifier = Verifier()
    try:
        with open(path, "rb") as file:
            verifier.take(file.read())
        if outside:
            with open(outside, encoding="utf-8", newline="") as file:
                verifier.expect("the checkpoint from outside", file.read())
        verifier.check_notes()
    except (ValueError, StopIteration, OSError) as why:
        print(f"{path}: {why}")
        return 3
    print(f"{verifier.tree.size} entries, root {verifier.tree.root().hex()}")
    return tell_faults(verifier.faults)


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        sys.exit(__doc__)
    sys.exit(main(*sys.argv[1:]))
