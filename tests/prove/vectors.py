#!/usr/bin/env python3
"""tests/prove/vectors.py
A second implementation of docs/format/log.md, from that text alone and in nothing but Python's
standard library (Ed25519 too: RFC 8032 section 5.1), that recomputes docs/format/vectors/log.txt.

  vectors.py FILE          fails when FILE is not exactly what this program computes
  vectors.py --write FILE  writes it

Not for: fast signing, or keys that matter (nothing here is constant-time)."""
import base64
import hashlib
import hmac
import sys

FIELDS = ("kind id written when source content name text people place relations derived reading "
          "receipt effect private").split()
OUT = []


def sha(data):
    return hashlib.sha256(data).digest()


def mac(key, text):
    return hmac.new(key, text, hashlib.sha256).digest()


def put(*words):
    OUT.append(" ".join(w.hex() if isinstance(w, bytes) else str(w) for w in words))


# --- Ed25519, RFC 8032 section 5.1 ---------------------------------------------------------------
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def point_add(a, b):
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g = 2 * a[3] * b[3] * D % P
    h = 2 * a[2] * b[2] % P
    e, k, m, n = f - e, h - g, h + g, f + e
    return (e * k % P, m * n % P, k * m % P, e * n % P)


def point_mul(s, a):
    out = (0, 1, 1, 0)
    while s > 0:
        if s & 1:
            out = point_add(out, a)
        a = point_add(a, a)
        s >>= 1
    return out


def base_point():
    y = 4 * pow(5, P - 2, P) % P
    xx = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(xx, (P + 3) // 8, P)
    if (x * x - xx) % P != 0:
        x = x * pow(2, (P - 1) // 4, P) % P
    if x & 1:
        x = P - x
    return (x, y, 1, x * y % P)


BASE = base_point()


def point_bytes(a):
    z = pow(a[2], P - 2, P)
    x, y = a[0] * z % P, a[1] * z % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def key_expand(seed):
    h = hashlib.sha512(seed).digest()
    a = int.from_bytes(h[:32], "little") & ((1 << 254) - 8) | 1 << 254
    return a, h[32:]


def public_key(seed):
    return point_bytes(point_mul(key_expand(seed)[0], BASE))


def sign(seed, message):
    a, prefix = key_expand(seed)
    pub = public_key(seed)
    r = int.from_bytes(hashlib.sha512(prefix + message).digest(), "little") % L
    big_r = point_bytes(point_mul(r, BASE))
    k = int.from_bytes(hashlib.sha512(big_r + pub + message).digest(), "little") % L
    return big_r + ((r + k * a) % L).to_bytes(32, "little")


# --- log.md sections 2 to 4 ----------------------------------------------------------------------
def field_preimage(name, salt, value):
    head = "daybook field v1\n%s\n%s\n%d\n" % (name, salt.hex(), len(value))
    return head.encode() + value


def entry_text(commitments):
    return b"daybook entry v1\n" + b"".join(c.hex().encode() + b"\n" for c in commitments)


def record_preimage(salt, canonical):
    return b"daybook record v1\n%s\n%d\n" % (salt.hex().encode(), len(canonical)) + canonical


def leaf(data):
    return sha(b"\0" + data)


def put_entry(title, seed, values):
    put("entry", title)
    put("seed", seed)
    commitments = []
    for name in FIELDS:
        value = values.get(name, "").encode()
        salt = mac(seed, b"salt:" + name.encode())
        commitments.append(sha(field_preimage(name, salt, value)))
        put("field", name, salt, commitments[-1], value.hex() or "-")
    put("leaf", leaf(entry_text(commitments)))
    return leaf(entry_text(commitments))


# --- log.md section 5 ----------------------------------------------------------------------------
def split(n):
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def root(leaves):
    if not leaves:
        return sha(b"")
    if len(leaves) == 1:
        return leaves[0]
    k = split(len(leaves))
    return sha(b"\1" + root(leaves[:k]) + root(leaves[k:]))


def inclusion(m, leaves):
    if len(leaves) == 1:
        return []
    k = split(len(leaves))
    if m < k:
        return inclusion(m, leaves[:k]) + [root(leaves[k:])]
    return inclusion(m - k, leaves[k:]) + [root(leaves[:k])]


def consistency(m, leaves, whole=True):
    n = len(leaves)
    if m == 0:
        return []
    if m == n:
        return [] if whole else [root(leaves)]
    k = split(n)
    if m <= k:
        return consistency(m, leaves[:k], whole) + [root(leaves[k:])]
    return consistency(m - k, leaves[k:], False) + [root(leaves[:k])]


# --- log.md sections 6 to 9 ----------------------------------------------------------------------
def b64(data):
    return base64.b64encode(data).decode()


def b32(data):
    return base64.b32encode(data).decode().lower().rstrip("=")


def checkpoint_text(origin, size, tree_root):
    return ("%s\n%d\n%s\n" % (origin, size, b64(tree_root))).encode()


def key_number(origin, pub):
    return sha(origin.encode() + b"\n\1" + pub)[:4]


def signature_line(name, number, signature):
    return ("\u2014 %s %s\n" % (name, b64(number + signature))).encode()


def note(origin, seed, size, tree_root):
    text = checkpoint_text(origin, size, tree_root)
    pub = public_key(seed)
    return text + b"\n" + signature_line(origin, key_number(origin, pub), sign(seed, text))


def head_code(text):
    return b32(sha(text)[:15])


def proof_file(index, path, signed):
    head = "c2sp.org/tlog-proof@v1\nindex %d\n" % index
    return (head + "".join(b64(p) + "\n" for p in path) + "\n").encode() + signed


def consistency_file(old, path, signed):
    head = "daybook consistency v1\nold %d\n" % old
    return (head + "".join(b64(p) + "\n" for p in path) + "\n").encode() + signed


# --- the file ------------------------------------------------------------------------------------
def hashes(path):
    return " ".join(p.hex() for p in path) or "-"


def entries():
    seed = bytes(range(32))
    full = {
        "kind": "incident", "id": "aaaqeayeaudaocajbifqydiob4",
        "written": "utc 2024-03-24T21:30:00Z\nboot 123456789\nzone Europe/London\n",
        "when": "basis local\nprecision minute\nlocal 2024-03-24T21:05:00\nzone Europe/London\n",
        "source": "known saw\n",
        "content": "%s 12345 image/jpeg\n" % sha(b"a photograph").hex(),
        "name": "IMG 0001.jpg",
        "text": "He stood across the road for ten minutes.\nThen he left. \u0686\u06be zi\u0119\u0107 \U0001f6aa",
        "people": "by Ben Example\nwitness Ada Example\n", "place": "12 Example Street",
        "relations": "attached-to mfrggzdfmztwq2lknnwg23tpoa\n", "derived": "tool daybook 0.1.0\n",
        "receipt": sha(b"a receipt").hex() + "\n", "effect": "effect I could not sleep.\n",
        "private": "call the shelter first",
    }
    put("# An incident with nearly every field, an import's reading, and an entry with none.")
    put_entry("incident", seed, full)
    reading = {
        "kind": "reading", "id": "mfrggzdfmztwq2lknnwg23tpoa",
        "relations": "reads aaaqeayeaudaocajbifqydiob4\n", "derived": "tool daybook 0.1.0\nformat sms-xml\n",
        "reading": "records 5\nroot %s\nobject mfrggzdfmztwq2lknnwg23tpoa\n" % root(record_leaves()[1]).hex(),
    }
    put_entry("reading", RECORD_SEED, reading)
    put_entry("empty", b"\xff" * 32, {})


RECORD_SEED = sha(b"seed of the reading")
RECORDS = [b"kind 7\nmessage\nbody 5\nhello\n", b"kind 4\ncall\nduration 1\n7\n",
           b"kind 4\nnote\n", b"kind 6\nsystem\nraw 3\n\xff\xfe\x00\n",
           "kind 7\nmessage\nbody 4\n\U0001f6aa\n".encode()]


def record_leaves():
    salts = [mac(RECORD_SEED, b"record:%d" % i) for i in range(len(RECORDS))]
    return salts, [leaf(record_preimage(s, r)) for s, r in zip(salts, RECORDS)]


def records():
    salts, leaves = record_leaves()
    put("# Records of the entry \"reading\" above: number, salt, leaf, canonical bytes; then the root.")
    for i, canonical in enumerate(RECORDS):
        put("record", i, salts[i], leaves[i], canonical)
    put("record-salt", 18446744073709551615, mac(RECORD_SEED, b"record:18446744073709551615"))
    put("record-root", len(RECORDS), root(leaves))


LEAVES = [leaf(b"leaf %d" % i) for i in range(17)]


def trees():
    put("# Trees: leaf i is SHA-256(00 || \"leaf \" decimal i).  size, root.")
    for size in range(18):
        put("tree", size, root(LEAVES[:size]))
    put("# Inclusion: index, size, path from the leaf upwards.")
    for size in range(1, 18):
        for index in range(size):
            put("inclusion", index, size, hashes(inclusion(index, LEAVES[:size])))
    put("# Consistency: older size, newer size, path.")
    for new in range(18):
        for old in range(new + 1):
            put("consistency", old, new, hashes(consistency(old, LEAVES[:new])))
    put("# Must be refused: index = size, index beyond, a path too long, too short, turned round.")
    path = inclusion(5, LEAVES[:11])
    put("inclusion-bad", 1, 1, "-")
    put("inclusion-bad", 0, 0, "-")
    put("inclusion-bad", 11, 11, hashes(path))
    put("inclusion-bad", 16, 11, hashes(path))
    put("inclusion-bad", 4, 11, hashes(path))
    put("inclusion-bad", 5, 11, hashes(path + path[:1]))
    put("inclusion-bad", 5, 11, hashes(path[:-1]))
    put("inclusion-bad", 5, 11, hashes(path[::-1]))
    put("inclusion-bad", 5, 12, hashes(path))
    path = consistency(6, LEAVES[:11])
    put("consistency-bad", 6, 11, "-")
    put("consistency-bad", 11, 6, hashes(path))
    put("consistency-bad", 6, 11, hashes(path[:-1]))
    put("consistency-bad", 6, 11, hashes(path + path[:1]))
    put("consistency-bad", 7, 11, hashes(path))
    put("consistency-bad", 6, 12, hashes(path))
    put("consistency-bad", 0, 11, hashes(path))
    put("consistency-bad", 11, 11, hashes(path))


ORIGIN = "v1/" + b32(bytes(range(16)))
SEED = sha(b"signing seed")


def notes():
    pub = public_key(SEED)
    put("# A signed head: seed, public key, origin, verifier key, then the whole note as hex.")
    put("key", SEED, pub, ORIGIN,
        "%s+%s+%s" % (ORIGIN, key_number(ORIGIN, pub).hex(), b64(b"\1" + pub)))
    for size in (0, 1, 17):
        signed = note(ORIGIN, SEED, size, root(LEAVES[:size]))
        text = checkpoint_text(ORIGIN, size, root(LEAVES[:size]))
        put("note", size, root(LEAVES[:size]), head_code(text), signed)
    signed = note(ORIGIN, SEED, 17, root(LEAVES))
    put("proof", 5, 17, proof_file(5, inclusion(5, LEAVES), signed))
    put("proof", 0, 1, proof_file(0, [], note(ORIGIN, SEED, 1, LEAVES[0])))
    put("consistency-file", 6, 17, consistency_file(6, consistency(6, LEAVES), signed))
    other = signature_line("witness.example/a", b"\1\2\3\4", b"x" * 72)
    put("# Also good: other parties' lines before and after, and one of another kind under our name.")
    text, line = signed.split(b"\n\n")
    ours = signature_line(ORIGIN, b"\1\2\3\4", b"y" * 64)
    put("note-good", text + b"\n\n" + other + ours + line + other)
    notes_bad(pub, signed, text + b"\n", line)


def notes_bad(pub, signed, text, line):
    number = key_number(ORIGIN, pub)
    good = sign(SEED, text)
    put("# Must be refused: why, the note.")

    def bad(why, data):
        put("note-bad", why, data.hex() or "-")

    def resigned(why, new_text):
        bad(why, new_text + b"\n" + signature_line(ORIGIN, number, sign(SEED, new_text)))

    bad("empty", b"")
    bad("no-signature", text)
    bad("no-signature-line", text + b"\n")
    bad("signature-without-line-feed", signed[:-1])
    bad("carriage-returns", signed.replace(b"\n", b"\r\n"))
    bad("text-changed", signed.replace(b"\n17\n", b"\n16\n"))
    bad("signature-changed", text + b"\n" + signature_line(ORIGIN, number, good[:-1] + b"\0"))
    bad("signature-too-short", text + b"\n" + signature_line(ORIGIN, number, good[:-1]))
    bad("second-signature-does-not-hold", signed + signature_line(ORIGIN, number, good[::-1]))
    bad("other-key-number", text + b"\n" + signature_line(ORIGIN, b"\0\0\0\0", good))
    bad("other-name", text + b"\n" + signature_line("v1/" + b32(b"\0" * 16), number, good))
    bad("hyphen-for-dash", signed.replace("\u2014".encode(), b"-"))
    bad("unknown-line", signed + b"hello\n")
    bad("name-with-plus", signed + signature_line("a+b", b"\1\2\3\4", b"x" * 64))
    bad("base64-without-padding", signed.replace(b"=\n", b"\n"))
    bad("signature-of-nothing", signed + signature_line("a", b"\1\2\3\4", b""))
    resigned("size-with-leading-zero", text.replace(b"\n17\n", b"\n017\n"))
    resigned("size-with-sign", text.replace(b"\n17\n", b"\n+17\n"))
    resigned("size-too-large", text.replace(b"\n17\n", b"\n18446744073709551616\n"))
    resigned("root-in-hex", checkpoint_text(ORIGIN, 17, b"").replace(
        b"\n17\n\n", b"\n17\n" + root(LEAVES).hex().encode() + b"\n"))
    resigned("root-short", checkpoint_text(ORIGIN, 17, root(LEAVES)[:31]))
    resigned("extension-line", text + b"extension\n")
    resigned("no-root", text.rsplit(b"\n", 2)[0] + b"\n")
    bare = "example.com/log"
    for why, name in (("origin-of-another-form", bare), ("origin-too-short", ORIGIN[:-1]),
                      ("origin-upper-case", ORIGIN.upper())):
        new = checkpoint_text(name, 17, root(LEAVES))
        bad(why, new + b"\n" + signature_line(name, key_number(name, pub), sign(SEED, new)))
    bad("control-character", signed.replace(b"\n17\n", b"\n17\t\n"))
    bad("not-utf8", signed + b"\xe2\x80\x94 \xff AAAA\n")


def main():
    args = sys.argv[1:]
    put("# Test vectors of docs/format/log.md, written by tests/prove/vectors.py.  One vector a line,")
    put("# words parted by one space, bytes in lower-case hex, \"-\" for none.")
    entries()
    records()
    trees()
    notes()
    want = "\n".join(OUT) + "\n"
    if len(args) == 2 and args[0] == "--write":
        with open(args[1], "w", encoding="ascii") as f:
            f.write(want)
        return 0
    if len(args) != 1:
        print(__doc__)
        return 2
    with open(args[0], encoding="ascii") as f:
        got = f.read()
    if got == want:
        print("%d lines as computed" % len(OUT))
        return 0
    for i, (a, b) in enumerate(zip(got.split("\n"), OUT + [""])):
        if a != b:
            print("line %d differs:\n  file     %s\n  computed %s" % (i + 1, a[:200], b[:200]))
            break
    return 1


if __name__ == "__main__":
    sys.exit(main())
