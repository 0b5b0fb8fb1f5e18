"""A second reader of the vault format, written from docs/format/vault.md and log.md alone.

Reads the reference vault in docs/format/vectors/vault and checks every value of vault.txt and every
byte of every file that the format defines.  Standard library only: ChaCha20, Poly1305, XChaCha20 and
Ed25519 stand below.  Argon2id is the one step taken from vault.txt ("stretched-0").

Usage: vault_vectors.py docs/format/vectors src/keep/words.txt
"""
import base64
import hashlib
import hmac
import os
import struct
import sys

FIELDS = "kind id written when source content name text people place relations derived reading receipt effect private"


# --- primitives ---------------------------------------------------------------------------------

def rotl(v, n):
    return ((v << n) | (v >> (32 - n))) & 0xFFFFFFFF


def quarter(x, a, b, c, d):
    x[a] = (x[a] + x[b]) & 0xFFFFFFFF; x[d] = rotl(x[d] ^ x[a], 16)
    x[c] = (x[c] + x[d]) & 0xFFFFFFFF; x[b] = rotl(x[b] ^ x[c], 12)
    x[a] = (x[a] + x[b]) & 0xFFFFFFFF; x[d] = rotl(x[d] ^ x[a], 8)
    x[c] = (x[c] + x[d]) & 0xFFFFFFFF; x[b] = rotl(x[b] ^ x[c], 7)


def rounds(x):
    for _ in range(10):
        quarter(x, 0, 4, 8, 12); quarter(x, 1, 5, 9, 13)
        quarter(x, 2, 6, 10, 14); quarter(x, 3, 7, 11, 15)
        quarter(x, 0, 5, 10, 15); quarter(x, 1, 6, 11, 12)
        quarter(x, 2, 7, 8, 13); quarter(x, 3, 4, 9, 14)


SIGMA = struct.unpack("<4I", b"expand 32-byte k")


def chacha_block(key, counter, nonce):
    state = list(SIGMA + struct.unpack("<8I", key) + (counter,) + struct.unpack("<3I", nonce))
    x = state[:]
    rounds(x)
    return struct.pack("<16I", *((a + b) & 0xFFFFFFFF for a, b in zip(x, state)))


def chacha(key, nonce, data):
    out = bytearray()
    for i in range(0, len(data), 64):
        block = chacha_block(key, 1 + i // 64, nonce)
        out += bytes(a ^ b for a, b in zip(data[i:i + 64], block))
    return bytes(out)


def hchacha(key, nonce):
    x = list(SIGMA + struct.unpack("<8I", key) + struct.unpack("<4I", nonce))
    rounds(x)
    return struct.pack("<8I", *(x[0:4] + x[12:16]))


def poly1305(key, data):
    r = int.from_bytes(key[:16], "little") & 0x0FFFFFFC0FFFFFFC0FFFFFFC0FFFFFFF
    total = 0
    for i in range(0, len(data), 16):
        total = (total + int.from_bytes(data[i:i + 16] + b"\x01", "little")) * r % ((1 << 130) - 5)
    total += int.from_bytes(key[16:], "little")
    return (total & ((1 << 128) - 1)).to_bytes(16, "little")


def pad16(data):
    return data + bytes(-len(data) % 16)


def aead_open(key, nonce, bound, sealed):
    data, tag = sealed[:-16], sealed[-16:]
    once = chacha_block(key, 0, nonce)[:32]
    mac = poly1305(once, pad16(bound) + pad16(data) + struct.pack("<QQ", len(bound), len(data)))
    assert hmac.compare_digest(mac, tag), "tag does not hold"
    return chacha(key, nonce, data)


def wrap_open(key, nonce, bound, sealed):
    return aead_open(hchacha(key, nonce[:16]), bytes(4) + nonce[16:], bound, sealed)


def hkdf(secret, salt, info, n=32):
    prk = hmac.new(salt or bytes(32), secret, "sha256").digest()
    assert n <= 32
    return hmac.new(prk, info + b"\x01", "sha256").digest()[:n]


def sha(data):
    return hashlib.sha256(data).digest()


P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def point_add(p, q):
    a = (p[1] - p[0]) * (q[1] - q[0]) % P
    b = (p[1] + p[0]) * (q[1] + q[0]) % P
    c = 2 * p[3] * q[3] * D % P
    d = 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return (e * f % P, g * h % P, f * g % P, e * h % P)


def point_mul(s, p):
    q = (0, 1, 1, 0)
    while s:
        if s & 1:
            q = point_add(q, p)
        p = point_add(p, p)
        s >>= 1
    return q


def recover_x(y, sign):
    x2 = (y * y - 1) * pow(D * y * y + 1, P - 2, P)
    x = pow(x2, (P + 3) // 8, P)
    if (x * x - x2) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    return P - x if (x & 1) != sign else x


G_Y = 4 * pow(5, P - 2, P) % P
G_X = recover_x(G_Y, 0)
G = (G_X, G_Y, 1, G_X * G_Y % P)


def compress(p):
    z = pow(p[2], P - 2, P)
    x, y = p[0] * z % P, p[1] * z % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


def decompress(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = recover_x(y, sign)
    return (x, y, 1, x * y % P)


def ed25519_public(seed):
    h = hashlib.sha512(seed).digest()
    a = int.from_bytes(h[:32], "little") & ((1 << 254) - 8) | (1 << 254)
    return compress(point_mul(a, G))


def ed25519_holds(public, message, signature):
    r, s = signature[:32], int.from_bytes(signature[32:], "little")
    k = int.from_bytes(hashlib.sha512(r + public + message).digest(), "little") % L
    return compress(point_mul(s, G)) == compress(point_add(decompress(r), point_mul(k, decompress(public))))


def b32(data):
    return base64.b32encode(data).decode().rstrip("=").lower()


# --- the format -----------------------------------------------------------------------------------

def u(data, at, n):
    return int.from_bytes(data[at:at + n], "little")


def zero(data):
    assert not any(data), "zeros that are not zero"


def padme(n):
    e = n.bit_length() - 1
    s = (e.bit_length() - 1) + 1
    mask = (1 << (e - s)) - 1
    return (n + mask) & ~mask


def padded_object(n):
    for step in (4096, 16384, 65536):
        if n <= step:
            return step
    return padme(n)


def padded_record(n):
    return (n + 255) // 256 * 256 if n <= 4096 else padme(n)


def read_values(path):
    values = {}
    with open(path, encoding="utf-8") as lines:
        for line in lines:
            if not line.startswith("#"):
                name, _, value = line.rstrip("\n").partition(" ")
                values[name] = value
    return values


class Vault:
    def __init__(self, folder, values):
        self.folder, self.values = folder, values

    def expect(self, name, found):
        want = self.values[name]
        assert (found.hex() if isinstance(found, bytes) else str(found)) == want, name

    def file(self, *parts):
        with open(os.path.join(self.folder, *parts), "rb") as handle:
            return handle.read()

    def open_header(self):
        h = self.file("h0")
        assert len(h) == 4096 and h == self.file("h1")
        assert sha(h[:4064]) == h[4064:]
        assert (u(h, 0, 4), u(h, 4, 4), u(h, 8, 4), u(h, 12, 4), u(h, 16, 8)) == (1, 65536, 3, 0, 1)
        salt, log_id = h[24:40], h[40:56]
        self.log_id = log_id
        self.expect("salt", salt)
        self.expect("log-id", b32(log_id))
        for slot, kind in ((0, 1), (1, 2)):
            stretched = bytes.fromhex(self.values[f"stretched-{slot}"])
            key = hkdf(stretched, salt, b"daybook v1 slot %d" % slot)
            self.expect(f"slot-key-{slot}", key)
            s = h[128 + 256 * slot:128 + 256 * (slot + 1)]
            assert hkdf(key, b"", b"daybook v1 commit") == s[:32]
            self.expect(f"commitment-{slot}", s[:32])
            plain = wrap_open(key, s[32:56], salt + bytes([slot]), s[56:])
            assert len(plain) == 184 and plain[32] == kind and u(plain, 40, 8) == 1711314307000000
            zero(plain[33:40])
            zero(plain[49 + plain[48]:])
            self.expect("vault-key", plain[:32])
            vault_key = plain[:32]
        self.keys = {use: hkdf(vault_key, b"", b"daybook v1 " + use.encode())
                     for use in ("header", "object", "log", "signing", "index", "slots", "backup")}
        self.vault_key = vault_key
        for use, key in self.keys.items():
            self.expect("key-" + use, key)
        assert hmac.new(self.keys["header"], h[:4032], "sha256").digest() == h[4032:4064]
        self.seed = wrap_open(self.keys["signing"], h[56:80], log_id, h[80:128])
        self.public = ed25519_public(self.seed)
        self.expect("public-key", self.public)

    def open_words(self, list_path):
        with open(list_path, encoding="ascii") as handle:
            words = handle.read().split()
        bits = "".join(f"{words.index(w):011b}" for w in self.values["words"].split(" "))
        entropy = int(bits[:128], 2).to_bytes(16, "big")
        assert int(bits[128:], 2) == sha(entropy)[0] >> 4

    def open_sheet(self, keys):
        """The recovery sheet, typed in capitals without blanks, with the digits people take for letters."""
        text = ""
        for line in range(1, 9):
            printed = keys[f"sheet-{line}"]
            typed = printed.upper().replace("O", "0").replace("L", "1").replace("B", "8").replace(" ", "")
            chars = typed[1:].lower().replace("0", "o").replace("1", "l").replace("8", "b")
            assert typed[0] == str(line) and len(chars) == 26
            assert b32(sha(b"daybook sheet %d" % line + chars[:24].encode())[:2])[:2] == chars[24:]
            text += chars[:24]
            groups = " ".join(chars[i:i + 4] for i in range(0, 24, 4))
            assert printed == f"{line}  {groups}  {chars[24:]}"
        sheet = base64.b32decode(text.upper())
        assert len(sheet) == 120 and sha(sheet[:117])[:3] == sheet[117:]
        assert (sheet[0], u(sheet, 1, 3), sheet[4]) == (1, 65536, 3)
        self.expect("salt", sheet[5:21])
        self.expect("log-id", b32(sheet[21:37]))
        key = hkdf(bytes.fromhex(self.values["slot-key-1"]), b"", b"daybook v1 sheet" + sheet[21:37])
        assert wrap_open(key, bytes(24), sheet[:37], sheet[37:117]) == self.vault_key + self.seed

    def open_object(self, number):
        name = self.values[f"object-{number}"]
        f = self.file("o", name[:2], name)
        oid = base64.b32decode(name.upper() + "=" * 6)
        areas = [wrap_open(self.keys["object"], f[at:at + 24], oid, f[at + 24:at + 1024]) for at in (0, 2048)]
        assert areas[0] == areas[1]
        a = areas[0]
        assert u(a, 0, 4) == 1
        zero(a[4:8]), zero(a[80:])
        length, digest = u(a, 40, 8), a[48:80]
        self.expect(f"object-bytes-{number}", length)
        self.expect(f"object-sha256-{number}", digest)
        padded = padded_object(length)
        chunks = -(-padded // 65536)
        assert len(f) == 4112 + padded + 16 * chunks
        key = hkdf(a[8:40], f[4096:4112], b"daybook object v1" + oid)
        content = b""
        for i in range(chunks):
            at = 4112 + i * 65552
            nonce = i.to_bytes(11, "big") + bytes([i == chunks - 1])
            content += aead_open(key, nonce, b"", f[at:at + 65552])
        zero(content[length:])
        assert len(content) == padded and sha(content[:length]) == digest
        want = b"hello" if number == 0 else bytes((i * 7 + (i >> 8)) & 255 for i in range(70000))
        assert content[:length] == want

    def leaf(self, seed, fields):
        commitments = b""
        for name, value in zip(FIELDS.split(), fields):
            salt = hmac.new(seed, b"salt:" + name.encode(), "sha256").digest()
            text = b"daybook field v1\n%s\n%s\n%d\n" % (name.encode(), salt.hex().encode(), len(value))
            commitments += sha(text + value).hex().encode() + b"\n"
        return sha(b"\0" + b"daybook entry v1\n" + commitments)

    def open_log(self):
        f = self.file("l", b32(self.log_id), "0" * 16)
        at, number, stack, before, settled = 0, 0, [], bytes(32), 0
        while at < len(f):
            n = u(f, at, 4)
            assert u(f, at + 4, 8) == number
            body = wrap_open(self.keys["log"], f[at + 12:at + 36],
                             self.log_id + struct.pack("<Q", number) + b"\x01", f[at + 36:at + 36 + n])
            assert body[0] == 1 and body[1] == len(stack) == bin(number).count("1")
            zero(body[2:8])
            assert settled <= u(body, 8, 8) <= number
            settled = u(body, 8, 8)
            assert settled == (2 if number == 3 else number)
            assert body[16:48] == before
            lengths = struct.unpack("<16I", body[112:176])
            p = 176 + 32 * len(stack)
            assert [body[i:i + 32] for i in range(176, p, 32)] == [node for _, node in stack]
            fields = []
            for length in lengths:
                fields.append(body[p:p + length])
                p += length
            assert len(body) == padded_record(p)
            zero(body[p:])
            before = self.leaf(body[80:112], fields)
            assert before == body[48:80]
            self.expect(f"entry-seed-{number}", body[80:112])
            self.expect(f"entry-leaf-{number}", before)
            for name in ("kind", "text", "private"):
                self.expect(f"entry-{name}-{number}", fields[FIELDS.split().index(name)].decode())
            node = (1, before)
            while stack and stack[-1][0] == node[0]:
                node = (2 * node[0], sha(b"\x01" + stack.pop()[1] + node[1]))
            stack.append(node)
            at += 36 + n
            number += 1
        root = stack[-1][1]
        for _, node in reversed(stack[:-1]):
            root = sha(b"\x01" + node + root)
        self.expect("root", root)
        self.open_note(0, sha(b""))
        self.open_note(number, root)

    def open_note(self, entries, root):
        note = self.file("r", b32(self.log_id), f"{entries:016x}")
        text, _, signatures = note.partition(b"\n\n")
        text += b"\n"
        assert text == b"v1/%s\n%d\n%s\n" % (b32(self.log_id).encode(), entries, base64.b64encode(root))
        name = text.split(b"\n")[0]
        line = signatures.rstrip(b"\n").split(b" ")
        raw = base64.b64decode(line[2])
        assert line[1] == name
        assert raw[:4] == sha(name + b"\n\x01" + self.public)[:4]
        assert ed25519_holds(self.public, text, raw[4:])


def spelling(data, count, words):
    bits = "".join(f"{byte:08b}" for byte in data)
    return " ".join(words[int(bits[i * 11:i * 11 + 11], 2)] for i in range(count))


def check_words(keys, words):
    def spelled(name):
        data, _, text = keys[name].partition(" ")
        return bytes.fromhex(data), text
    for number in range(4):
        whole = {}
        for name in ("words", "halves-a", "halves-b"):
            entropy, text = spelled(f"{name}-{number}")
            assert spelling(entropy + sha(entropy)[:1], 12, words) == text, name
            whole[name] = entropy
        assert bytes(a ^ b for a, b in zip(whole["halves-a"], whole["halves-b"])) == whole["words"]
        random, text = spelled(f"phrase-{number}")
        assert spelling(random, 6, words) == text


def open_copy_note(path):
    """The note in a copy made by `backup`, vault.md section 10."""
    with open(path, encoding="ascii") as lines:
        values = dict(line.split() for line in lines)
    note = bytes.fromhex(values["note"])
    key = hkdf(bytes.fromhex(values["vault-key"]), b"", b"daybook v1 backup")
    assert len(note) == 512 and u(note, 0, 4) == 1
    zero(note[4:8])
    assert note[8:24].hex() == values["log-id"] and note[24:48].hex() == values["nonce"]
    plain = wrap_open(key, note[24:48], note[:24], note[48:])
    assert [plain[0], plain[1]] == [int(values["state"]), int(values["looked"])]
    zero(plain[2:8])
    for at, name in ((8, "begun"), (16, "finished"), (24, "entries"), (64, "objects"), (72, "bytes"), (80, "lacking")):
        assert u(plain, at, 8) == int(values[name]), name
    assert plain[32:64].hex() == values["root"]
    zero(plain[88:])


def main():
    root = sys.argv[1]
    assert poly1305(bytes.fromhex("85d6be7857556d337f4452fe42d506a80103808afb0db2fd4abff6af4149f51b"),
                    b"Cryptographic Forum Research Group").hex() == "a8061dc1305136c6c22b8baf0c0127a9"
    vault = Vault(os.path.join(root, "vault"), read_values(os.path.join(root, "vault.txt")))
    vault.open_header()
    vault.open_words(sys.argv[2])
    keys = read_values(os.path.join(root, "keys.txt"))
    with open(sys.argv[2], encoding="ascii") as handle:
        check_words(keys, handle.read().split())
    vault.open_sheet(keys)
    for number in range(2):
        vault.open_object(number)
    vault.open_log()
    open_copy_note(os.path.join(root, "copy.txt"))
    print("every value of the reference vault holds")


main()
