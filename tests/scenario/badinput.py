#!/usr/bin/env python3
"""Bad input is the normal case: each kind of it gets a sentence and an exit code, and harms nothing.

The original is kept whenever its bytes could be read, and the vault is re-read in full after every case."""
import fcntl, hashlib, os, sys, zipfile, zlib
from concurrent.futures import ThreadPoolExecutor
from scenario import *

HUGE = 100 * 1000 * 1000


def sms(rows, count=1):
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<smses count="{count}">\n{rows}</smses>\n'


def one_sms(body, date="1711314307000"):
    return f'<sms protocol="0" address="+447700900202" date="{date}" type="1" body="{body}" read="1" status="-1" />\n'


def spoken(run, *words):
    """One line that names what failed and why, then what is safe; with --json the same as an object."""
    first = run.err.splitlines()[0] if run.err else ""
    holds(first.startswith("daybook: "), f"the error is not said: {run.err[:300]!r}")
    for word in words:
        holds(word in run.err.lower(), f"{word!r} is not in {run.err!r}")


def said(report, code, *words):
    """The doubt of that code is there and says so in words."""
    found = [d for d in report["doubts"] if d["code"] == code]
    holds(found, f"no doubt {code}: {report['doubts']}")
    for word in words:
        holds(word in (found[0]["example"] or ""), f"{word!r} is not in {found[0]}")


class Case:
    """A vault of its own for each case, and the check that every case ends with."""

    def __init__(self, scratch, fresh, name):
        self.scratch, self.name = scratch, name
        self.vault = fresh.copy(scratch.at(name, "vault"))

    def put(self, file, content):
        return self.scratch.put(f"{self.name}/in/{file}", content)

    def imported(self, path, *codes, env=None, options=()):
        run = self.vault.json("import", *options, path, env=env)
        run.want(*codes)
        holds("Sanitizer" not in run.err, run.err)
        found = list(reports(run).values())
        equal(len(found), 1, f"reports {run.out[:300]} {run.err[:300]}")
        with open(path, "rb") as file:
            equal(found[0]["original"]["sha256"], hashlib.sha256(file.read()).hexdigest(), "the original")
        self.vault.sound()
        return found[0]


def wrong_passphrase(c):
    other = Vault(c.vault.path, c.put("other.txt", "not the passphrase at all"))
    run = other.json("list").want(FAILED)
    error = run.rows()[0]["error"]
    equal(sorted(error), ["code", "message", "next", "safe"], "the error's keys")
    holds("passphrase" in error["message"].lower(), error["message"])
    spoken(run, "passphrase")
    c.vault.sound()


def damage(path, at=100, bytes_=64):
    with open(path, "r+b") as file:
        file.seek(at)
        was = file.read(bytes_)
        file.seek(at)
        file.write(bytes(b ^ 0x5a for b in was))


def one_header(c, name):
    damage(os.path.join(c.vault.path, name))
    run = c.vault.run("list", "--all").want(DONE)
    holds("header" in run.err and "other" in run.err, f"it does not say that a copy was damaged: {run.err!r}")
    equal(len(c.vault.records()), 1, "records")
    c.vault.sound()


def both_headers(c):
    for name in ("h0", "h1"):
        damage(os.path.join(c.vault.path, name))
    spoken(c.vault.run("list").want(FAILED), "header")


def reports(run):
    """Of an import: the originals it took in, by name."""
    return {r["original"]["name"]: r for r in run.rows() if "original" in r}


def objects(vault):
    return {os.path.join(where, name) for where, _, files in os.walk(os.path.join(vault.path, "o")) for name in files}


def lost_object(c):
    """One object is gone or damaged, and the index with it: the rest is shown, and that something is missing is said."""
    c.vault.json("import", c.put("stays.xml", sms(one_sms("stays")))).want(DONE)
    before = objects(c.vault)
    c.vault.json("import", c.put("goes.xml", sms(one_sms("goes")))).want(DONE)
    added = sorted(objects(c.vault) - before)
    equal(len(added), 2, "the original and its reading")
    missing = 0
    for harm in (os.unlink, lambda path: os.truncate(path, 10), lambda path: damage(path, os.path.getsize(path) - 64)):
        for path in added:
            vault = c.vault.copy(c.scratch.at(c.name, "harmed"))
            os.unlink(os.path.join(vault.path, "i"))
            harm(os.path.join(vault.path, os.path.relpath(path, c.vault.path)))
            run = vault.json("list", "--all").want(DONE)
            texts = {r["text"] for r in run.rows()}
            holds({"stays", "Stood at the gate"} <= texts, f"the rest is not shown: {texts} {run.err}")
            if "goes" not in texts:
                missing += 1
                for _ in range(2):
                    holds("daybook check" in run.err and "not shown" in run.err, f"it is not said: {run.err!r}")
                    run = vault.json("list", "--all").want(DONE)
            vault.json("add", "--when", "2024-04-01", "--what", "Came again").want(DONE)
            holds(not vault.json("check").want(FAILED, DOUBTS).one()["ok"], "check does not see it")
            shutil.copy(path, os.path.join(vault.path, os.path.relpath(path, c.vault.path)))
            equal({r["text"] for r in vault.records()}, {"stays", "goes", "Stood at the gate", "Came again"}, "put back")
            vault.sound()
            shutil.rmtree(vault.path)
    holds(missing >= 3, f"only {missing} times was something not shown")


def full(c, start, command, n, how, in_the_end):
    """One run on a disk that is full from call n on, or at call n alone.  What it said holds; with room again the
    same command does the rest.  Returns the exit code."""
    folder = c.scratch.at(c.name, f"full-{n}")
    vault = start.copy(os.path.join(folder, "vault"))
    run = vault.json(*command, env={"KILLAT_FULL": str(n), **how})
    run.want(DONE, FAILED, DOUBTS)
    if run.code != DONE:
        holds("No space left" in run.err, f"call {n}: {run.err!r}")
        advice = "Make room on the disk" if run.code == FAILED else "Do not write it down again"
        holds(advice in run.err, f"call {n}: {run.err!r}")
    incidents = [r["id"] for r in vault.records() if r["text"] == "Knocked"]
    saved = [row["id"] for row in run.rows() if "id" in row]
    if command[0] == "add":
        equal(incidents, saved, f"call {n}: what was said to be saved, and nothing else; exit {run.code}")
    if run.code == FAILED or command[0] == "import":
        vault.json(*command).want(DONE)
    vault.sound()
    equal(len(vault.records()), in_the_end, f"records in the end, full at call {n}")
    shutil.rmtree(folder)
    return run.code


def full_disk(c):
    path = c.put("texts.xml", sms("".join(one_sms(f"number {i}") for i in range(3)), 3))
    start = new_vault(c.scratch, os.path.join(c.name, "start"))
    start.json("add", "--when", "2024-03-20 10:00", "--what", "Stood at the gate").want(DONE)
    start.json("add", "--when", "2024-03-21 10:00", "--what", "Rang").want(DONE)
    add = ("add", "--when", "2024-03-22 10:00", "--what", "Knocked")
    for command, in_the_end, calls in ((("import", path), 5, 90), (add, 3, 50)):
        for how in ({}, {"KILLAT_FULL_FOR": "1"}):
            with ThreadPoolExecutor(2) as pool:
                codes = list(pool.map(lambda n: full(c, start, command, n, how, in_the_end), range(1, calls)))
            holds(FAILED in codes and codes.count(DONE) < len(codes) - 20, f"few runs met the full disk: {codes}")
            holds(command[0] != "add" or DOUBTS in codes, f"it was never full between saving and listing: {codes}")


def run_verify(path):
    run(VERIFY, path).want(DONE)


def folder_sum(path):
    """Names, bytes and times of everything below."""
    return sorted((os.path.relpath(os.path.join(where, name), path), os.stat(os.path.join(where, name)).st_mtime_ns,
                   hash(open(os.path.join(where, name), "rb").read()) if name in files else None)
                  for where, folders, files in os.walk(path) for name in folders + files)


def reads_only(c, said, **more):
    """Every command that only reads does so, says why, and changes nothing; one that writes is refused plainly."""
    before = folder_sum(c.vault.path)
    answers = {}
    for command in (("list", "--all"), ("search", "waited"), ("show", c.shown), ("picture",), ("check",), ("keys",),
                    ("pack", "--out", c.scratch.at(c.name, "pack"))):
        run = c.vault.json(*command, **more).want(DONE)
        answers[command[0]] = run
        holds(said in run.err and "reading only" in run.err, f"{command[0]} does not say why: {run.err!r}")
        holds("carried out" not in run.err, f"a removal that is done is said to be open: {run.err!r}")
    equal([r["text"] for r in answers["list"].rows()], c.texts, "records")
    equal(len(answers["search"].rows()), 1, "found")
    holds(answers["check"].one()["ok"], "the check")
    run_verify(c.scratch.at(c.name, "pack"))
    shutil.rmtree(c.scratch.at(c.name, "pack"))
    refused = c.vault.json("add", "--when", "2024", "--what", "no", **more).want(FAILED)
    holds(said in refused.err, f"add does not say why: {refused.err!r}")
    c.vault.json("keys", "passphrase", "--generate", **more).want(FAILED)
    equal(folder_sum(c.vault.path), before, "what stands in the folder")


def prepared_to_read(c):
    c.vault.json("import", c.put("one.xml", sms(one_sms("hello")))).want(DONE)
    c.shown = c.vault.json("add", "--when", "2024-03-20 10:00", "--what", "He waited there").want(DONE).one()["id"]
    gone = c.vault.json("add", "--when", "2024-03-21", "--what", "Gone for good").want(DONE).one()["id"]
    c.vault.json("remove", gone, "--why", "a mistake", "--yes").want(DONE)
    c.texts = [r["text"] for r in c.vault.records()]
    equal(len(c.texts), 3, "records")


def read_only_medium(c):
    prepared_to_read(c)
    reads_only(c, "Read-only file system", env={"KILLAT_READONLY": c.vault.path})
    os.remove(os.path.join(c.vault.path, "i"))  # nor is an index needed
    reads_only(c, "Read-only file system", env={"KILLAT_READONLY": c.vault.path})


def two_programs(c):
    """The second one reads, while the first one holds the vault."""
    prepared_to_read(c)
    with open(os.path.join(c.vault.path, "h0"), "rb") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        reads_only(c, "open in another program")
    c.vault.json("add", "--when", "2024", "--what", "yes").want(DONE)
    c.vault.sound()


def vanishing(c):
    c.put("stays.xml", sms(one_sms("still here")))
    gone = c.put("vanishes.xml", sms(one_sms("gone")))
    run = c.vault.json("import", os.path.dirname(gone), env={"KILLAT_VANISH": "vanishes.xml"})
    run.want(DOUBTS)
    holds("vanishes.xml" in run.err and "No such file" in run.err, f"it does not name the file: {run.err!r}")
    equal(list(reports(run)), ["stays.xml"], "the others are taken in")
    c.vault.sound()


def cut_while_read(c):
    """Every file that changes meanwhile is kept as it was read, and that is said; also where no reader could tell."""
    texts = sms("".join(one_sms("x" * 1000) for _ in range(200)), 200)
    for name, content in (("shrinks.xml", texts), ("shrinks.bin", "y" * 9000)):
        path = c.put(name, content)
        run = c.vault.json("import", path, env={"KILLAT_CUT": name}).want(DOUBTS)
        report = reports(run)[name]
        equal(report["original"]["bytes"], len(content) // 2, "what could be read is kept")
        said(report, "changed-while-read", "changed while it was read")
        equal(report["status"], "partly", "status")
    steady = reports(c.vault.json("import", c.put("steady.bin", "z" * 9000)).want(DONE))["steady.bin"]
    equal(steady["doubts"], [], "a file that stays as it is")
    c.vault.sound()


def unreadable(c):
    path = c.put("locked.xml", sms(one_sms("no")))
    deny = {"KILLAT_DENY": "locked.xml"}
    run = c.vault.json("import", path, env=deny).want(FAILED)
    holds("locked.xml" in run.err and "Permission denied" in run.err, f"it does not name the file: {run.err!r}")
    c.put("open.xml", sms(one_sms("yes")))
    run = c.vault.json("import", os.path.dirname(path), env=deny).want(DOUBTS)
    holds("locked.xml" in run.err, f"it does not name the file: {run.err!r}")
    equal(list(reports(run)), ["open.xml"], "the others are taken in")
    c.vault.sound()


def not_there(c):
    run = c.vault.json("import", c.scratch.at("no-such-file")).want(FAILED)
    holds("no-such-file" in run.err, f"it does not name the file: {run.err!r}")
    c.vault.sound()


def empty(c):
    report = c.imported(c.put("empty.xml", b""), DONE)
    equal(report["original"]["bytes"], 0, "bytes")
    said(report, "empty-file", "nothing in this file")


def loops(c):
    """A folder that leads to itself, and one deeper than anyone would make."""
    first = c.put("deep/first.xml", sms(one_sms("found once")))
    folder = os.path.dirname(os.path.dirname(first))
    os.symlink(folder, os.path.join(folder, "deep", "round"))
    os.symlink("self", os.path.join(folder, "self"))
    deep = os.path.join(folder, *["d" * 20] * 120)
    os.makedirs(deep)
    with open(os.path.join(deep, "last.xml"), "w") as file:
        file.write(sms(one_sms("at the bottom")))
    run = c.vault.json("import", folder, timeout=60).want(DOUBTS)
    equal(list(reports(run)), ["first.xml"], "taken in")
    for words in ("round", "self", "links are not followed", "too many folders inside folders"):
        holds(words in run.err, f"{words!r} is not said: {run.err!r}")
    c.vault.sound()


def broken_delivery(c):
    """A mail that never left "tmp" is nowhere else: it is not said to be, and is read when it is given by itself."""
    mail = "From: Daniel Reed <dan@example.net>\nDate: Sun, 24 Mar 2024 21:05:07 +0000\nMessage-ID: <{0}@x>\n\nI see you, {0}.\n"
    c.put("Mail/cur/1.a.host:2,S", mail.format("one"))
    c.put("Mail/new/2.b.host", mail.format("two"))
    alone = c.put("Mail/tmp/3.c.host", mail.format("three"))
    run = c.vault.json("import", os.path.dirname(os.path.dirname(alone))).want(DOUBTS)
    equal(sorted(reports(run)), ["1.a.host:2,S", "2.b.host"], "taken in")
    for words in ("3.c.host", "may be in a folder beside it", "bring in this file by itself"):
        holds(words in run.err, f"{words!r} is not said: {run.err!r}")
    equal(c.imported(alone, DONE)["records"], 1, "mails in the one that was left")


def empty_zip(c):
    said(c.imported(c.put("nothing.zip", b""), DONE), "empty-file", "nothing in this file")
    path = c.scratch.at(c.name, "in", "no-entries.zip")
    with zipfile.ZipFile(path, "w"):
        pass
    said(c.imported(path, DONE), "empty-zip", "nothing in this zip")


def stored(name, content, flags=0):
    """A zip of one entry, written by hand so that its flags and name can be anything."""
    name = name if isinstance(name, bytes) else name.encode()
    crc = zlib.crc32(content)
    head = (20).to_bytes(2, "little") + flags.to_bytes(2, "little") + bytes(2) + bytes.fromhex("a8a87858") + \
        crc.to_bytes(4, "little") + len(content).to_bytes(4, "little") * 2 + len(name).to_bytes(2, "little") + bytes(2)
    local = b"PK\3\4" + head + name + content
    central = b"PK\1\2" + (20).to_bytes(2, "little") + head + bytes(2) + bytes(2) + bytes(2) + bytes(4) + bytes(4) + name
    end = b"PK\5\6" + bytes(4) + b"\1\0\1\0" + len(central).to_bytes(4, "little") + len(local).to_bytes(4, "little") + bytes(2)
    return local + central + end


CHAT = b"24/03/2024, 21:05 - Daniel Reed: hello\n24/03/2024, 21:06 - Maya: stop\n"


def encrypted_zip(c):
    report = c.imported(c.put("WhatsApp Chat with Daniel Reed.zip",
                              stored("WhatsApp Chat with Daniel Reed.txt", CHAT, 1)), DOUBTS)
    said(report, "zip-password", "locked with a password", "Unpack it")
    holds("password" in report["why"], f"it does not say why: {report['why']}")


def zip_bomb(c):
    path = c.scratch.at(c.name, "bomb.zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        with archive.open("_chat.txt", "w", force_zip64=True) as file:
            for _ in range(1500):
                file.write(bytes(1 << 20))
    report = c.imported(path, DOUBTS)
    said(report, "zip-entry", "zip bomb")
    equal((report["status"], report["by_kind"]), ("partly", {"document": 1}), "a bomb is no conversation")


def path_tricks(c):
    for i, name in enumerate([b"../../../../../../tmp/daybook-escaped.txt", b"/tmp/daybook-escaped.txt",
                              b"..\\..\\daybook-escaped.txt", b"a/../../b.txt", b"\xff\xfe\x00.txt", b"x" * 5000]):
        before = set(os.listdir(c.scratch.at(c.name)))
        report = c.imported(c.put(f"tricks-{i}.zip", stored(name, CHAT)), DONE)
        equal(report["by_kind"], {"message": 2}, "what is in it is read all the same")
        equal(set(os.listdir(c.scratch.at(c.name))), before | {"in"}, "files beside the vault")
        holds(not os.path.exists("/tmp/daybook-escaped.txt"), "a file was written outside")


def entity_bomb(c):
    levels = "".join(f'<!ENTITY e{i} "{("&e%d;" % (i - 1)) * 10}">' for i in range(1, 12))
    text = f'<?xml version="1.0"?>\n<!DOCTYPE smses [<!ENTITY e0 "boom">{levels}<!ENTITY f SYSTEM "file:///etc/passwd">]>\n' \
           f'<smses count="2">{one_sms("&e11;")}{one_sms("&f;")}</smses>\n'
    report = c.imported(c.put("sms-bomb.xml", text), DONE)
    said(report, "declaration", "not obeyed")
    said(report, "entity-unknown")
    whole = str(c.vault.records())
    holds("root:" not in whole and "boomboom" not in whole, "an entity was followed")


def huge_attribute(c):
    path = c.scratch.at(c.name, "huge.xml")
    with open(path, "w") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<smses count="2">\n' + one_sms("before"))
        file.write('<sms address="+447700900202" date="1711314307000" type="1" body="')
        for _ in range(100):
            file.write("a" * (HUGE // 100))
        file.write('" />\n</smses>\n')
    report = c.imported(path, DOUBTS)
    equal(report["records"], 2, "the one before and the long one, shortened")
    said(report, "attribute-cut", "the original has it")


def invalid_utf8(c):
    body = sms(one_sms("BAD")).encode().replace(b"BAD", b"caf\xe9 \xff\xfe \xed\xa0\x80 end")
    said(c.imported(c.put("sms-bytes.xml", body), DONE), "not-utf8")
    rows = [r for r in c.vault.records() if "end" in (r["text"] or "")]
    equal(len(rows), 1, "the message is there")
    holds(rows[0]["doubts"] or rows[0]["raw"], f"what is not text is doubted: {rows[0]}")
    chat = b"24/03/2024, 21:05 - Daniel Reed: caf\xe9 \xff\n24/03/2024, 21:06 - Maya: stop\n"
    said(c.imported(c.put("chat.txt", chat), DONE), "not-utf8")
    mail = b"From: dan@example.org\r\nTo: maya@example.org\r\nSubject: \xff\xfe\r\nDate: Sun, 24 Mar 2024 21:05:07 +0000\r\n" \
        b"\r\n\xc3\x28 words\r\n"
    said(c.imported(c.put("mail.eml", mail), DONE), "charset-guessed", "windows-1252")


def absurd_dates(c):
    dates = ["-1", "0", "-62135596800000", "99999999999999999999", "253402300800000", "9223372036854775807", "", "yesterday"]
    path = c.put("sms-dates.xml", sms("".join(one_sms(f"date {i}", d) for i, d in enumerate(dates)), len(dates)))
    report = c.imported(path, DONE)
    equal({d["code"]: d["count"] for d in report["doubts"]}, {"date-implausible": 5, "date-unreadable": 2, "date-absent": 1},
          "doubts")
    texts = [r["text"] for r in c.vault.records() if (r["text"] or "").startswith("date ")]
    equal(sorted(texts), [f"date {i}" for i in range(len(dates))], "no message is dropped for its date")
    equal([r["text"] for r in c.vault.records() if (r["text"] or "").startswith("date ") and not r["doubts"]], [],
          "a date that cannot be is doubted")
    mail = "From: dan@example.org\r\nTo: maya@example.org\r\nSubject: s\r\nDate: {}\r\n\r\nbody {}\r\n"
    for i, date in enumerate(["Sun, 99 Foo 99999 99:99:99 +9999", "Thu, 1 Jan -5 00:00:00 +0000", "31 Feb 2024 10:00:00 +0000"]):
        said(c.imported(c.put(f"mail-{i}.eml", mail.format(date, i)), DONE), "date-unreadable", date)


def removing(c):
    """What is named wrongly, twice or too late; each changes nothing."""
    c.vault.json("import", c.put("texts.xml", sms("".join(one_sms(f"number {i}") for i in range(3)), 3))).want(DONE)
    incident = next(r["id"] for r in c.vault.records() if r["kind"] == "incident")
    text = next(r["id"] for r in c.vault.records() if r["text"] == "number 1")

    def remove(*words):
        return c.vault.json("remove", *words, "--why", "a mistake", "--yes")

    spoken(remove("nosuch").want(FAILED), "no record nosuch")
    spoken(remove(incident, "nosuch").want(FAILED), "no record nosuch")
    spoken(remove(text).want(FAILED), "one of 3 records", "texts.xml", "--whole-file")
    spoken(c.vault.json("remove", incident, "--why", "x").want(USAGE), "--yes")
    equal(len(c.vault.records()), 4, "nothing was changed")
    done = remove(incident, incident).want(DONE).one()
    equal((done["entries"], len(done["removed"]), done["finished"]), (1, 1, True), "named twice, gone once")
    day = c.vault.json("show", incident).want(FAILED).one()["removed"]["at"][:10]
    spoken(remove(incident).want(FAILED), "was removed for good", day, "a mistake")
    spoken(c.vault.json("correct", incident, "--what", "x", "--why", "y").want(FAILED), "was removed for good")
    done = remove(text, "--whole-file").want(DONE).one()
    equal([part["records"] for part in done["removed"]], [3], "the file and all that was read from it")
    equal(c.vault.records(), [], "records")
    equal(c.vault.sound()["removed"], 3, "entries that went")
    equal(objects(c.vault), set(), "files")


def removing_on_a_full_disk(c):
    """Full from call n on, or at call n alone: gone or not, never half; with room again, the same command ends it."""
    start = new_vault(c.scratch, os.path.join(c.name, "start"))
    start.json("add", "--when", "2024-03-20 10:00", "--what", "stays").want(DONE)
    start.json("add", "--when", "2024-03-21 10:00", "--what", "goes", "--attach", c.put("a.txt", "a letter")).want(DONE)
    goes = next(r["id"] for r in start.records() if r["text"] == "goes")
    command = ("remove", goes, "--why", "a mistake", "--yes")

    def one(n, how):
        vault = start.copy(c.scratch.at(c.name, f"removing-{n}", "vault"))
        run = vault.json(*command, env={"KILLAT_FULL": str(n), **how}).want(DONE, FAILED, DOUBTS)
        texts = [r["text"] for r in vault.records()]
        holds("stays" in texts, f"call {n}: what nobody removed is gone")
        if run.code == FAILED:
            holds("No space left" in run.err, f"call {n}: {run.err!r}")
        else:
            equal(texts, ["stays"], f"call {n}: said to be gone; exit {run.code}")
        vault.json(*command).want(DONE, FAILED)
        equal([r["text"] for r in vault.records()], ["stays"], f"call {n}: in the end")
        vault.sound()
        equal(objects(vault), set(), f"call {n}: files")
        shutil.rmtree(c.scratch.at(c.name, f"removing-{n}"))
        return run.code

    for how in ({}, {"KILLAT_FULL_FOR": "1"}):
        with ThreadPoolExecutor(2) as pool:
            codes = list(pool.map(lambda n: one(n, how), range(1, 140, 2)))
        holds(FAILED in codes and DONE in codes, f"few runs met the full disk: {codes}")


def removing_where_nothing_can_be_written(c):
    """A file that may not be opened: refused, in words, and all of it is there afterwards."""
    incident = c.vault.records()[0]["id"]
    for name in ("h0", "0" * 16):  # the header; the first segment of the log
        run = c.vault.json("remove", incident, "--why", "x", "--yes", env={"KILLAT_DENY": name})
        spoken(run.want(FAILED), "permission denied")
        equal([r["id"] for r in c.vault.records()], [incident], "records")
        c.vault.sound()


def no_vault(c):
    spoken(Vault(c.scratch.at("nowhere"), c.vault.secret).run("list").want(FAILED))


def is_no_vault(c):
    os.makedirs(c.scratch.at(c.name, "plain"))
    spoken(Vault(c.scratch.at(c.name, "plain"), c.vault.secret).run("list").want(FAILED))


CASES = {
    "wrong_passphrase": wrong_passphrase, "no_vault_there": no_vault, "folder_that_is_no_vault": is_no_vault,
    "first_header_damaged": lambda c: one_header(c, "h0"), "second_header_damaged": lambda c: one_header(c, "h1"),
    "both_headers_damaged": both_headers, "lost_object": lost_object, "full_disk": full_disk, "file_vanishes": vanishing,
    "file_cut_while_read": cut_while_read, "unreadable_file": unreadable, "file_not_there": not_there,
    "empty_file": empty, "folder_loops_and_depth": loops, "empty_zip": empty_zip, "encrypted_zip": encrypted_zip,
    "broken_delivery": broken_delivery,
    "zip_bomb": zip_bomb, "path_tricks": path_tricks, "entity_bomb": entity_bomb, "huge_attribute": huge_attribute,
    "invalid_utf8": invalid_utf8, "absurd_dates": absurd_dates, "read_only_medium": read_only_medium,
    "two_programs_at_once": two_programs, "removing": removing,
    "removing_on_a_full_disk": removing_on_a_full_disk,
    "removing_where_nothing_can_be_written": removing_where_nothing_can_be_written,
}

quick_keys()
with Scratch() as scratch:
    fresh = new_vault(scratch)
    fresh.json("add", "--when", "2024-03-20 10:00", "--what", "Stood at the gate").want(DONE)
    for name, check in CASES.items():
        if sys.argv[1:] and name not in sys.argv[1:]:
            continue
        case(f"badinput__{name}", lambda: check(Case(scratch, fresh, name)))
        shutil.rmtree(scratch.at(name), ignore_errors=True)
finish()
