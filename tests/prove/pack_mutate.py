#!/usr/bin/env python3
"""tests/prove/pack_mutate.py MAKE_PACK DAYBOOK_VERIFY [all]
Changes a good pack in many ways, as an accident would (the lists then no longer fit) and as a liar
would (the lists are made again after the change, so only the deeper levels can tell), and asks both
checkers, daybook-verify and the pack's own verify.sh: neither may accept a change, and the levels
that daybook-verify names must be the expected ones.  Also checks the good pack, as a folder, as a
ZIP, and unpacked by another program.  With "all", verify.sh sees every change and the ZIP every
kind of damage (three minutes); without, a part of both (half a minute)."""
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import zipfile

MAKE, VERIFY = sys.argv[1:3]
ALL = sys.argv[3:] == ["all"]
FAILED = []
COUNT = 0


def run(*args):
    return subprocess.run(args, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False)


def read(root, name):
    with open(os.path.join(root, name), "rb") as f:
        return f.read()


def write(root, name, data):
    path = os.path.join(root, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(data)


def names(root):
    out = []
    for folder, _, files in os.walk(root):
        out += [os.path.relpath(os.path.join(folder, f), root) for f in files]
    return sorted(out)


def relist(root):
    """Both manifests and Payload-Oxum, made again: what a careful liar does."""
    payload = [n for n in names(root) if n.startswith("data/")]
    total = sum(os.path.getsize(os.path.join(root, n)) for n in payload)
    info = [line for line in read(root, "bag-info.txt").decode().split("\n") if "Oxum" not in line]
    write(root, "bag-info.txt",
          ("\n".join(info) + "Payload-Oxum: %d.%d\n" % (total, len(payload))).encode())

    def lines(some):
        return "".join("%s  %s\n" % (hashlib.sha256(read(root, n)).hexdigest(), n) for n in some).encode()
    write(root, "manifest-sha256.txt", lines(payload))
    write(root, "tagmanifest-sha256.txt", lines(
        n for n in names(root) if not n.startswith("data/") and n != "tagmanifest-sha256.txt"))


def verify(path):
    done = run(VERIFY, "--json", path)
    return done.returncode, json.loads(done.stdout)


def check(ok, *what):
    global COUNT
    COUNT += 1
    if not ok:
        FAILED.append(" ".join(map(str, what)))
        print("FAILED:", *what)


def flip(data, at, bit=1):
    return data[:at] + bytes([data[at] ^ bit]) + data[at + 1:]


def good(work):
    folder = os.path.join(work, "good")
    packed = os.path.join(work, "Good Pack.zip")
    check(run(MAKE, folder).returncode == 0, "make folder")
    check(run(MAKE, packed).returncode == 0, "make zip")
    check(run(MAKE, folder).returncode == 1, "an existing name is refused")
    check(not os.path.exists(folder + ".part"), "nothing half-done is left")
    for path in (folder, packed):
        code, report = verify(path)
        check(code == 0 and report["ok"] and report["problems"] == [], path, report)
    check(verify(folder)[1]["pack_code"] == verify(packed)[1]["pack_code"], "one code for both forms")
    out = os.path.join(work, "unpacked")
    with zipfile.ZipFile(packed) as z:
        check(z.testzip() is None, "zip checksums")
        z.extractall(out)
    check(verify(os.path.join(out, "good-pack"))[0] == 0, "unpacked zip")
    check(run("sh", os.path.join(folder, "proof/verify.sh"), "all").returncode == 0, "verify.sh")
    relist(os.path.join(out, "good-pack"))
    check(verify(os.path.join(out, "good-pack"))[0] == 0, "made lists again")
    return folder, packed


def mutations(root):
    """name, function(copy), levels that may be named (the first of them must be)."""
    def change(name, how):
        return lambda r: write(r, name, how(read(r, name)))

    def drop(name):
        return lambda r: os.unlink(os.path.join(r, name))

    def add(name, data):
        return lambda r: write(r, name, data)

    def copy(a, b):
        return lambda r: write(r, b, read(r, a))
    e5, e2, r3 = "data/entries/000005/", "data/entries/000002/", "data/readings/000003/"
    leaves = read(root, r3 + "leaves.txt").split(b"\n")
    yield "field value", change(e5 + "f07-text.txt", lambda d: d.replace(b"road", b"lane")), "entries"
    yield "field salt", change(e5 + "f07-text.txt", lambda d: flip(d, 30)), "entries"
    yield "field length", change(e5 + "f07-text.txt", lambda d: d + b"x"), "entries"
    yield "field under another name", copy(e5 + "f07-text.txt", e5 + "f09-place.txt"), "entries"
    yield "field of another entry", copy(e2 + "f01-id.txt", e5 + "f01-id.txt"), "entries"
    yield "commitment", change(e5 + "entry.txt", lambda d: flip(d, 40)), "entries", "log"
    yield "hidden commitment", change(e5 + "entry.txt", lambda d: flip(d, len(d) - 10)), "log"
    yield "entry of another", copy(e2 + "entry.txt", e5 + "entry.txt"), "entries", "log"
    yield "entry not sixteen lines", change(e5 + "entry.txt", lambda d: d[:-65]), "entries", "log"
    yield "entry gone", drop(e5 + "entry.txt"), "entries", "log"
    yield "unknown file in an entry", add(e5 + "f16-more.txt", b"x"), "entries"
    yield "unknown file among entries", add("data/entries/note.txt", b"x"), "entries"
    yield "entry number with more zeros", copy(e5 + "entry.txt", "data/entries/0000005/entry.txt"), "entries"
    yield "entry copied to a new number", copy(e5 + "entry.txt", "data/entries/000042/entry.txt"), "log"
    yield "original", change("data/originals/000002-2.txt", lambda d: d + b" "), "originals"
    yield "original added", add("data/originals/000009-1.jpg", b"planted"), "originals"
    yield "content field gone", drop(e2 + "f05-content.txt"), "originals"
    yield "attachment", change("data/attachments/000003-0.bin", lambda d: flip(d, 3)), "originals"
    yield "attachment added", add("data/attachments/x.bin", b"planted"), "originals"
    yield "record text", change(r3 + "records.txt", lambda d: d.replace(b"message 06", b"message 60")), "readings"
    yield "record salt", change(r3 + "records.txt", lambda d: flip(d, 60)), "readings"
    yield "record number", change(r3 + "records.txt", lambda d: d.replace(b"record 6 ", b"record 4 ")), "readings"
    yield "record to hidden place", change(r3 + "records.txt", lambda d: d.replace(b"record 36 ", b"record 35 ")), "readings"
    yield "record beyond the end", change(r3 + "records.txt", lambda d: d.replace(b"record 36 ", b"record 37 ")), "readings"
    yield "record twice", change(r3 + "records.txt", lambda d: d + d[19:]), "readings"
    yield "records cut off", change(r3 + "records.txt", lambda d: d[:-5]), "readings"
    yield "records head", change(r3 + "records.txt", lambda d: d[1:]), "readings"
    yield "records gone", drop(r3 + "records.txt"), "readings"
    yield "leaf", change(r3 + "leaves.txt", lambda d: flip(d, 100)), "readings"
    yield "leaves turned round", change(r3 + "leaves.txt", lambda d: b"\n".join(
        leaves[:1] + leaves[2:0:-1] + leaves[3:])), "readings"
    yield "leaf left out", change(r3 + "leaves.txt", lambda d: b"\n".join(leaves[:-2] + [b""])), "readings"
    yield "leaf more", change(r3 + "leaves.txt", lambda d: d + leaves[2] + b"\n"), "readings"
    yield "leaf count", change(r3 + "leaves.txt", lambda d: d.replace(b" 16\n", b" 32\n")), "readings"
    yield "leaf count not a power", change(r3 + "leaves.txt", lambda d: d.replace(b" 16\n", b" 17\n")), "readings"
    yield "leaves cut off", change(r3 + "leaves.txt", lambda d: d[:-1]), "readings"
    yield "reading without its field", drop("data/entries/000003/f12-reading.txt"), "readings"
    yield "reading of no entry", lambda r: shutil.copytree(
        os.path.join(r, r3), os.path.join(r, "data/readings/000007")), "readings"
    yield "unknown file in a reading", add(r3 + "notes.txt", b"x"), "readings"
    yield "proof hash", change("proof/000005.tlog-proof", lambda d: flip(d, 40)), "log"
    yield "proof of another", copy("proof/000004.tlog-proof", "proof/000005.tlog-proof"), "log"
    yield "proof number", change("proof/000005.tlog-proof", lambda d: d.replace(b"index 5", b"index 4")), "log"
    yield "proof gone", drop("proof/000005.tlog-proof"), "log"
    yield "proof of no entry", copy("proof/000005.tlog-proof", "proof/000077.tlog-proof"), "log"
    yield "head size", change("proof/checkpoint.txt", lambda d: d.replace(b"\n9\n", b"\n8\n")), "log"
    yield "head signature", change("proof/checkpoint.txt", lambda d: flip(d, len(d) - 12)), "log"
    yield "head gone", drop("proof/checkpoint.txt"), "log"
    yield "body", change("proof/checkpoint-body.txt", lambda d: flip(d, 5)), "log"
    yield "signature file", change("proof/checkpoint-sig.bin", lambda d: flip(d, 5)), "log"
    yield "pem", change("proof/log.pub.pem", lambda d: flip(d, 50)), "log"
    yield "vkey", change("proof/log.vkey", lambda d: flip(d, 45)), "log"
    yield "vkey gone", drop("proof/log.vkey"), "log"
    yield "stranger in proof", add("proof/stamp-1.tsr", b"x"), "log"


SCRIPT_BLIND = {
    # What verify.sh leaves to the program: forms, and files it does not use.
    "unknown file in an entry", "unknown file among entries", "entry number with more zeros",
    "attachment", "attachment added", "unknown file in a reading", "proof of no entry", "vkey",
    "vkey gone", "stranger in proof", "records gone", "leaves cut off",
}


def main():
    with tempfile.TemporaryDirectory() as work:
        folder, packed = good(work)
        for i, (name, act, *levels) in enumerate(mutations(folder)):
            for liar in (False, True):
                copy = os.path.join(work, "copy%d%d" % (i, liar))
                shutil.copytree(folder, copy)
                act(copy)
                if liar:
                    relist(copy)
                code, report = verify(copy)
                found = {p["level"] for p in report["problems"]}
                check(code == 1 and not report["ok"], name, liar, code, report)
                check(levels[0] in found or (not liar and "files" in found), name, liar, found)
                allowed = set(levels) | ({"originals"} if "readings" in levels else set())
                check(not liar or found <= allowed, name, "names other levels", found)
                if (ALL and not liar) or (liar and name not in SCRIPT_BLIND and (ALL or i % 3 == 0)):
                    done = run("sh", os.path.join(copy, "proof/verify.sh"), "all")
                    check(done.returncode == 1, "verify.sh:", name, liar, done.stdout, done.stderr)
                shutil.rmtree(copy)
        every_file(work, folder)
        lists(work, folder)
        zips(work, packed)
    print("%d checks, %d failed" % (COUNT, len(FAILED)))
    return 1 if FAILED else 0


def every_file(work, folder):
    """One bit in each file, and each file away."""
    copy = os.path.join(work, "every")
    shutil.copytree(folder, copy)
    for name in names(copy):
        data = read(copy, name)
        for at in {0, len(data) // 2, len(data) - 1} if data else ():
            write(copy, name, flip(data, at))
            check(run(VERIFY, copy).returncode == 1, "bit in", name, at)
        os.unlink(os.path.join(copy, name))
        check(run(VERIFY, copy).returncode == 1, "without", name)
        write(copy, name, data)
    check(run(VERIFY, copy).returncode == 0, "put back")


def lists(work, folder):
    copy = os.path.join(work, "lists")

    def fresh():
        shutil.rmtree(copy, ignore_errors=True)
        shutil.copytree(folder, copy)

    def files_fail(what):
        code, report = verify(copy)
        check(code == 1 and {p["level"] for p in report["problems"]} >= {"files"}, what, code, report)
    for name in ("data/Thumbs.db", "data/.hidden", "data/a b.txt", "data/-x", ".DS_Store", "data/\u00e9.txt"):
        fresh()
        write(copy, name, b"x")
        files_fail(name)
    fresh()
    os.symlink("00-read-first.html", os.path.join(copy, "data/link.html"))
    files_fail("link")
    fresh()
    os.mkfifo(os.path.join(copy, "data/pipe"))
    files_fail("pipe")
    fresh()
    write(copy, "fetch.txt", b"http://example.com/x 1 data/x\n")
    relist(copy)
    files_fail("fetch.txt")
    for old, new in ((b"  data/", b" *data/"), (b"data/00", b"data/../data/00"), (b"\n", b"\r\n")):
        fresh()
        data = read(copy, "manifest-sha256.txt").replace(old, new, 1)
        write(copy, "manifest-sha256.txt", data)
        files_fail(new)
    fresh()
    data = read(copy, "manifest-sha256.txt")
    write(copy, "manifest-sha256.txt", data + data[:data.index(b"\n") + 1])
    files_fail("listed twice")
    for old, new in ((b"Payload-Oxum: ", b"Payload-Oxum: 1"), (b"Payload-Oxum", b"Other-Label")):
        fresh()
        write(copy, "bag-info.txt", read(copy, "bag-info.txt").replace(old, new))
        write(copy, "tagmanifest-sha256.txt", b"".join(
            b"%s  %s\n" % (hashlib.sha256(read(copy, n)).hexdigest().encode(), n.encode())
            for n in names(copy) if not n.startswith("data/") and n != "tagmanifest-sha256.txt"))
        files_fail(new)
    fresh()
    write(copy, "bag-info.txt", read(copy, "bag-info.txt").replace(b"Pack-Version: 1", b"Pack-Version: 2"))
    relist(copy)
    check(verify(copy)[0] == 3, "another version cannot be checked", verify(copy))
    fresh()
    os.unlink(os.path.join(copy, "bagit.txt"))
    check(run(VERIFY, copy).returncode == 1, "not a pack")
    check(run(VERIFY, os.path.join(work, "nothing")).returncode == 1, "nothing there")
    check(run(VERIFY).returncode == 2 and run(VERIFY, "--what", "x").returncode == 2, "usage")
    if os.geteuid() != 0:
        fresh()
        os.chmod(os.path.join(copy, "data/00-read-first.html"), 0)
        check(verify(copy)[0] == 3, "an unreadable file is a doubt")


def zips(work, packed):
    def rezip(name, how, **options):
        path = os.path.join(work, name)
        with zipfile.ZipFile(packed) as a, zipfile.ZipFile(path, "w", **options) as b:
            how(a, b)
        return path

    def same(a, b):
        for info in a.infolist():
            b.writestr(zipfile.ZipInfo(info.filename), a.read(info))

    def twice(a, b):
        same(a, b)
        b.writestr(zipfile.ZipInfo(a.namelist()[0]), b"another")

    def climbing(a, b):
        same(a, b)
        b.writestr(zipfile.ZipInfo("good-pack/data/../../../x"), b"x")

    def outside(a, b):
        same(a, b)
        b.writestr(zipfile.ZipInfo("other/x"), b"x")

    def link(a, b):
        same(a, b)
        info = zipfile.ZipInfo("good-pack/data/link")
        info.create_system = 3
        info.external_attr = 0o120777 << 16
        b.writestr(info, b"/etc/passwd")

    def packed_small(a, b):
        for info in a.infolist():
            b.writestr(info.filename, a.read(info), zipfile.ZIP_DEFLATED)
    check(run(VERIFY, rezip("same.zip", same)).returncode == 0, "another program's plain zip")
    for name, how in (("twice", twice), ("climbing", climbing), ("outside", outside)):
        check(run(VERIFY, rezip(name + ".zip", how)).returncode == 1, "zip", name)
    for name, how in (("link", link), ("deflated", packed_small)):
        check(run(VERIFY, rezip(name + ".zip", how)).returncode == 3, "zip", name)
    with open(packed, "rb") as f:
        data = f.read()
    broken = os.path.join(work, "broken.zip")
    step = 1 if ALL else 9
    for at in list(range(0, len(data), 101 * step)) + list(range(len(data) - 400, len(data), step)):
        with open(broken, "wb") as f:
            f.write(flip(data, at))
        code = run(VERIFY, broken).returncode
        # A checksum or a date of the ZIP itself may change without changing any file.
        check(code in (1, 3) or verify(broken)[1]["pack_code"] == verify(packed)[1]["pack_code"], "zip bit", at, code)
    for n in (0, 1, 21, 22, 100, len(data) - 1):
        with open(broken, "wb") as f:
            f.write(data[:n])
        check(run(VERIFY, broken).returncode == 3, "zip cut at", n)
    for extra in (b"x", b"PK\5\6" + b"\0" * 18):
        with open(broken, "wb") as f:
            f.write(data + extra)
        check(run(VERIFY, broken).returncode in (1, 3), "zip with more behind it")


sys.exit(main())
