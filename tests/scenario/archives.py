#!/usr/bin/env python3
"""The same export in every packing, and the password of a locked one: what comes out is the same, and the password
stands nowhere but in the vault."""
import base64, hashlib, importlib.machinery, importlib.util, io, json, os, pty, select, tarfile, time, zipfile
from scenario import *

CANARY = "Quillonby-canary-7313"
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
FIXTURE = os.path.join(ROOT, "..", "shared", "fixtures", "whatsapp", "synth_WhatsApp Chat with Daniel Reed.zip")


def maker():
    loader = importlib.machinery.SourceFileLoader("make_archives", os.path.join(ROOT, "tools", "make-archives"))
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("make_archives", loader))
    loader.exec_module(module)
    return module


def told(vault, path, *options):
    """What the records of a file say, without what depends on the vault and the packing."""
    report = vault.json("import", "--me", "Maya Okafor", *options, path).want(DONE, DOUBTS).rows()[0]
    rows = [r for r in vault.records()]
    out = []
    for r in rows:
        full = vault.json("show", r["id"]).want(DONE).one()
        out.append((r["kind"], r["channel"], r["conversation"], r["at"], r["text"],
                    [(a.get("name"), a.get("type"), a.get("sha256"), a.get("bytes")) for a in full.get("attachments", [])],
                    sorted(d if isinstance(d, str) else d["code"] for d in full.get("doubts") or [])))
    return report, sorted(out, key=str)


def same_records(s):
    make = maker()
    files = make.WHATSAPP
    if os.path.exists(FIXTURE):
        archive = zipfile.ZipFile(FIXTURE)
        files = [(name, archive.read(name)) for name in archive.namelist()]
    packed = {"a.zip": make.zipped(files), "a.tgz": make.gzip.compress(make.tar(files), mtime=0),
              "a.tar": make.tar(files, tarfile.GNU_FORMAT), "a.tar.xz": make.lzma.compress(make.tar(files)),
              "a.7z": make.seven(files), "locked.zip": make.locked_zip(files, CANARY.encode(), 256),
              "older.zip": make.locked_zip(files, CANARY.encode(), late=True)}
    secret, want = s.put("password.txt", CANARY + "\n"), None
    for name, content in packed.items():
        # One name for all: a chat is called after its file where nothing else says so.
        path = s.put(f"{name}-in/WhatsApp Chat with Daniel Reed.zip", content)
        vault = new_vault(s, "vault-" + name)
        report, got = told(vault, path, *(["--password-file", secret] if "r.zip" in name or "locked" in name else []))
        equal((report["status"], report["why"]), ("read", None), name)
        want = want or got
        equal(got, want, name)
    holds(len(want) >= 4, "records")


def wrong_then_right(s):
    make, vault = maker(), new_vault(s, "asked")
    path = s.put("asked-in/WhatsApp Chat with Daniel Reed.zip", make.locked_zip(make.WHATSAPP, CANARY.encode(), 256))
    report = vault.json("import", path).want(DOUBTS).one()
    equal([q["code"] for q in report["questions"]], ["password"], "it is asked for")
    words = vault.run("import", "--password-file", s.put("wrong.txt", "something else"), path).want(DOUBTS).out
    holds("did not open with the password" in words and "Nothing is lost" in words and "--password-file" in words, words)
    holds("something else" not in words, "the wrong one is not repeated")
    report = vault.json("import", "--password-file", s.put("right.txt", CANARY), path).want(DONE).one()
    equal((report["status"], report["by_kind"]["message"], report["questions"]), ("read", 3, report["questions"]), "the right one")
    equal([q for q in report["questions"] if q["code"] == "password"], [], "nothing is asked any more")
    # Read again for another answer, without saying the password again: it is another import, and asks again.
    vault.json("import", "--me", "Maya Okafor", "--password-file", s.at("right.txt"), path).want(DONE)
    equal(len(vault.records()), 5, "records of the newest reading")
    for wrong, say in (("nowhere.txt", "nowhere.txt"), ("empty.txt", "empty")):
        s.put("empty.txt", "\n")
        run = vault.run("import", "--password-file", s.at(wrong), path)
        holds(run.code != DONE and say in run.err, f"{wrong}: {run.err}")


def stays_in_the_vault(s):
    make, vault = maker(), new_vault(s, "canary")
    secret, told_all = s.put("canary.txt", CANARY), b""
    good = s.put("canary-in/WhatsApp Chat with Daniel Reed.zip", make.locked_zip(make.WHATSAPP, CANARY.encode(), 128))
    other = s.put("canary-in/other.zip", make.locked_zip(make.WHATSAPP, b"another", 128))
    for words in (["import", "--password-file", secret, good, other], ["import", "--password-file", secret, other], ["list", "--all"],
                  ["check"], ["people"]):
        for way in (vault.run, vault.json):
            got = way(*words).want(DONE, DOUBTS)
            told_all += (got.out + got.err).encode("utf-8", "surrogateescape")
    for record in vault.records():
        got = vault.json("show", record["id"]).want(DONE)
        told_all += (got.out + got.err + vault.run("show", record["id"]).out).encode("utf-8", "surrogateescape")
    vault.run("pack", "--out", s.at("pack")).want(DONE)
    vault.run("picture", "--html", s.at("picture.html")).want(DONE)
    for where in (s.at("pack"), s.at("picture.html"), vault.path):
        names = [where] if os.path.isfile(where) else [os.path.join(base, n) for base, _, found in os.walk(where) for n in found]
        for name in names:
            told_all += open(name, "rb").read()
            if name.endswith(".zip"):
                archive = zipfile.ZipFile(name)
                told_all += b"".join(archive.read(i) for i in archive.infolist() if not i.flag_bits & 1)
    for needle in (CANARY.encode(), CANARY.encode("utf-16-le"), CANARY.lower().encode()):
        holds(needle not in told_all, "the password stands in what Daybook says or writes")
    run(VERIFY, s.at("pack")).want(DONE)


def wants_too_much_memory(s):
    """A dictionary is as large as the archive says; a reader has 512 MiB."""
    make, vault = maker(), new_vault(s, "memory")
    for name, content in {"1-gib.7z": make.seven(make.WHATSAPP, "lzma", dictionary=1 << 30),
                          "300-mib.7z": make.seven(make.WHATSAPP, "lzma", dictionary=300 << 20),
                          "4-gib.tar.xz": make.xz_with_dictionary(make.tar(make.WHATSAPP), 40)}.items():
        report = vault.json("import", s.put("memory-in/" + name, content)).want(DOUBTS).one()
        holds(report["status"] == "partly" and "memory" in report["why"], f"{name}: {report}")
        holds(report["records"] >= 1, name)
    report = vault.json("import", s.put("memory-in/64-mib.7z", make.seven(make.WHATSAPP, "lzma", dictionary=64 << 20))).want(DONE).one()
    equal((report["status"], report["records"]), ("read", 5), "as 7-Zip makes them")


def asked_at_the_terminal(s):
    make, vault = maker(), new_vault(s, "typed")
    path = s.put("typed-in/WhatsApp Chat with Daniel Reed.zip", make.locked_zip(make.WHATSAPP, CANARY.encode()))
    pid, terminal = pty.fork()
    if pid == 0:
        os.execve(DAYBOOK, [DAYBOOK, "--vault", vault.path, "import", "--ask-password", path], {**os.environ, **EVERYWHERE})
    seen, asked, end = "", [("Passphrase:", PASSPHRASE), ("Password of the file:", CANARY)], time.monotonic() + 60
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                seen += os.read(terminal, 65536).decode("utf-8", "replace")
            except OSError:
                break
        if asked and seen.rstrip(" ").endswith(asked[0][0]):
            os.write(terminal, asked.pop(0)[1].encode() + b"\n")
    os.close(terminal)
    equal((os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]), asked), (DONE, []), seen)
    holds("5 records" in seen and CANARY not in seen, seen)


def joined_and_linked(s):
    """What stands behind the end of the first of two archives is read; a link or a device is not a picture."""
    make = maker()
    chat = b"24/03/2024, 21:05 - Daniel Reed: p.jpg (file attached)\n24/03/2024, 21:06 - Maya Okafor: no\n"
    letter = make.tar([("letter.pdf", b"%PDF-1.4 a letter")])
    zipped = io.BytesIO(make.zipped([("_chat.txt", chat), ("letter.pdf", b"%PDF-1.4 a letter"), ("odd/", b"bytes in a folder"), ("empty/", b"")]))
    with zipfile.ZipFile(zipped, "a") as out:
        link = zipfile.ZipInfo("p.jpg")
        link.create_system, link.external_attr = 3, 0o120777 << 16
        out.writestr(link, "/etc/hostname")
    cases = {"link.zip": (zipped.getvalue(), "link-not-followed", ["letter.pdf", "odd", "p.jpg"])}
    for name, kind, target in (("soft", tarfile.SYMTYPE, "/etc/hostname"), ("hard", tarfile.LNKTYPE, "_chat.txt"),
                               ("disk", tarfile.BLKTYPE, ""), ("pipe", tarfile.FIFOTYPE, "")):
        first, doubt = make.tar([("_chat.txt", chat)], extra=[make.member("p.jpg", type=kind, linkname=target)]), "special-file"
        if target:
            doubt = "link-not-followed"
        cases[f"{name}.tar"] = (first + letter, doubt, ["letter.pdf", "p.jpg"])
        cases[f"{name}.tgz"] = (make.gzip.compress(first, mtime=0) + make.gzip.compress(letter, mtime=0), doubt, ["letter.pdf", "p.jpg"])
    for name, (content, doubt, documents) in cases.items():
        vault = new_vault(s, f"joined-{name}")
        report = vault.json("import", "--me", "Maya Okafor", s.put(f"joined-in/{name}", content)).want(DONE, DOUBTS).one()
        equal([d["count"] for d in report["doubts"] if d["code"] == doubt], [1], f"{name}: {report['doubts']}")
        rows = [vault.json("show", r["id"]).want(DONE).one() for r in vault.records()]
        equal(sorted(r["origin"]["inside"] for r in rows if r["kind"] == "document"), documents, f"{name}: kept beside the chat")
        named = [a for r in rows if r["kind"] == "message" for a in r["attachments"]]
        equal([(a["name"], a["missing"], a["sha256"]) for a in named], [("p.jpg", True, None)], f"{name}: the link")


def hidden_behind_an_empty_list(s):
    """Twenty-two bytes at the end of a zip say that there is nothing in it."""
    make, vault = maker(), new_vault(s, "hidden")
    path = s.put("hidden-in/WhatsApp Chat with Daniel Reed.zip", make.zipped(make.WHATSAPP) + b"PK\5\6" + bytes(18))
    report = vault.json("import", "--me", "Maya Okafor", path).want(DONE, DOUBTS).one()
    holds(report["by_kind"].get("message", 0) >= 3 and report["status"] == "partly", f"{report}")


def folders_name_chats(s):
    """What only the folder says is said too when a download was unpacked; where it lies on the disk is nobody's name."""
    files = {"WhatsApp Chat - Daniel Reed/_chat.txt": ("Daniel Reed", "[24/03/2024, 21:05:07] A: I know\n[24/03/2024, 21:06:07] B: no\n"),
             "c900100/messages.json": ("900100", '[{"ID":1,"Timestamp":"2024-03-24 21:05:07","Contents":"x"}]'),
             "Dan/chat.md": ("Dan", "[2024-03-24 21:05:07] Dan: I know  \n")}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        for name, (_, text) in files.items():
            s.put("folders-in/" + name, text)
            out.writestr(name, text)
    s.put("folders-zip/all.zip", packed.getvalue())
    for place, sure in (("folders-in", False), ("folders-zip", True)):
        vault = new_vault(s, "vault-" + place)
        reports = vault.json("import", s.at(place)).want(DONE, DOUBTS).rows()
        equal(sorted({r["conversation"] for r in vault.records() if r["kind"] == "message"}), sorted(chat for chat, _ in files.values()), place)
        codes = [d["code"] for report in reports for d in report.get("doubts", [])]
        equal("chat-by-folder" in codes, not sure, f"{place}: {codes}")


def words_hide_no_chat(s):
    """A file that a message names is one of the message only when it is a picture or the like: words that anybody can
    type may name another chat, or a mail, which is read all the same."""
    make = maker()
    jpeg = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xd9"
    mail = b"From: zoe@example.org\r\nTo: maya@example.org\r\nDate: Sun, 24 Mar 2024 21:00:00 +0000\r\nSubject: he is here\r\n\r\nhelp\r\n"
    zoe = b"[2024-03-24 21:05:07] Zoe: one  \n[2024-03-24 21:06:07] Me: two  \n"
    typed = (b"[2024-03-24 21:05:07] Me: stop  \n[2024-03-24 21:06:07] Daniel: look [x](./Zoe/chat.md) [y](./media/mail.eml)  \n"
             b"[2024-03-24 21:07:07] Daniel:   ![p](./media/p.jpg)  \n")
    sent = b"24/03/2024, 21:05 - Daniel Reed: chat.md (file attached)\n24/03/2024, 21:06 - Daniel Reed: p.jpg (file attached)\n24/03/2024, 21:07 - Maya Okafor: no\n"
    signal = [("Daniel/chat.md", typed), ("Daniel/media/mail.eml", mail), ("Daniel/media/p.jpg", jpeg), ("Zoe/chat.md", zoe)]
    whatsapp = [("_chat.txt", sent), ("p.jpg", jpeg), ("chat.md", zoe)]
    cases = {"signal.zip": (make.zipped(signal), ["mail.eml", "p.jpg"], 1), "signal.tgz": (make.gzip.compress(make.tar(signal), mtime=0), ["mail.eml", "p.jpg"], 1),
             "whatsapp.zip": (make.zipped(whatsapp), ["chat.md", "p.jpg"], 0)}
    for name, (content, named, mails) in cases.items():
        vault = new_vault(s, f"hide-{name}")
        vault.json("import", s.put(f"hide-in/{name}", content)).want(DONE, DOUBTS)
        rows = [vault.json("show", r["id"]).want(DONE).one() for r in vault.records()]
        equal(sorted(r["text"] for r in rows if r["origin"]["inside"] and r["origin"]["inside"].endswith("Zoe/chat.md" if mails else "chat.md")
                     and r["text"] in ("one", "two")), ["one", "two"], f"{name}: the chat is read: {rows}")
        equal(len([r for r in rows if r["subject"] == "he is here"]), mails, f"{name}: and the mail")
        equal(sorted(a["name"].split("/")[-1] for r in rows if r["kind"] == "message" and r["text"] != "he is here" for a in r["attachments"] if not a["missing"]),
              named, f"{name}: what the messages name is theirs")
        equal([r for r in rows if r["kind"] in ("document", "photo")], [], f"{name}: and nothing is listed twice")


def signal_names_the_sum_of_a_file(s):
    """A file with other bytes than Signal's export says is doubted, in a folder and in a zip; the right one is not."""
    def line(name, at, content):
        sum64 = base64.b64encode(hashlib.sha256(content).digest()).decode()
        pointer = {"contentType": "image/jpeg", "locatorInfo": {"plaintextHash": sum64, "size": len(content)}}
        return {"chatItem": {"chatId": "10", "authorId": "2", "dateSent": str(at), "incoming": {},
                             "standardMessage": {"text": {"body": name}, "attachments": [{"pointer": pointer}]}}}

    jpeg = b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0\xff\xd9"
    lines = [{"version": "1", "backupTimeMs": "1711400000000"}, {"account": {"username": "maya.01"}}, {"recipient": {"id": "1", "self": {}}},
             {"recipient": {"id": "2", "contact": {"e164": "447700900303", "profileGivenName": "Daniel"}}},
             {"chat": {"id": "10", "recipientId": "2"}}, line("right", 1711314307123, jpeg), line("changed", 1711314308123, jpeg + b"1")]
    files = {"main.jsonl": "".join(json.dumps(l) + "\n" for l in lines).encode()}
    for content in (jpeg, jpeg + b"1"):
        name = hashlib.sha256(content).hexdigest()
        files[f"files/{name[:2]}/{name}.jpg"] = jpeg  # the second is not what its name says
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as out:
        for name, content in files.items():
            s.put("sums-in/" + name, content)
            out.writestr(name, content)
    s.put("sums-zip/all.zip", packed.getvalue())
    for place in ("sums-in", "sums-zip"):
        vault = new_vault(s, "vault-" + place)
        reports = vault.json("import", s.at(place)).want(DONE, DOUBTS).rows()
        rows = {r["text"]: r for r in vault.records() if r["kind"] == "message"}
        equal([[a["missing"] for a in rows[name]["attachments"]] for name in ("right", "changed")], [[False], [False]], place)
        equal([[d["code"] for d in rows[name]["doubts"]] for name in ("right", "changed")], [[], ["checksum-differs"]], place)
        said = [d for report in reports for d in report.get("doubts", []) if d["code"] == "checksum-differs"]
        holds(len(said) == 1 and hashlib.sha256(jpeg).hexdigest() in said[0]["example"], f"{place}: {said}")


def doubts_in_words(scratch):
    """A doubt about one file of an archive is a whole sentence, and where it stands comes behind it."""
    path = scratch.put("words.zip", b"")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as z:
        z.writestr("ig/your_instagram_activity/messages/inbox/dan_1/message_1.json", '{"participants":[{"name":"Dan"},{"name":"Maya"}],'
                   '"messages":[{"sender_name":"Dan","timestamp_ms":1711314307123,"content":"hi"}],"title":"Dan","thread_path":"inbox/dan_1"}')
        z.writestr("sms/sms-1.xml", '<?xml version="1.0"?><smses count="2"><sms address="07700900303" date="1711314307123" type="1" body="x"/>'
                   'between<sms address="07700900303" date="-5" type="1" body="y"/></smses>')
    vault = new_vault(scratch, "words")
    out = vault.run("import", path).want(DONE, DOUBTS).out
    holds("doubt: Only the name of its folder says whether this is from Messenger or Instagram. "
          "(in ig/your_instagram_activity/messages/inbox/dan_1/message_1.json)\n" in out, out)
    holds("doubt: There is text between the messages that belongs to none. (in sms/sms-1.xml)\n" in out, out)
    holds(" 24 March 2024\n" in out and "1970" not in out, "a time that cannot be right is no end of the span: " + out)
    picture = vault.json("picture").want(DONE).one()
    holds("1970" not in picture["statement"], picture["statement"])
    equal((picture["undated"], picture["misdated"]), (1, 1), "it is counted apart")
    equal([r["at"] for r in vault.records("--kind", "message") if r["text"] == "y"], ["1969-12-31T23:59:59.995Z"], "and shown as it is written")


quick_keys()
with Scratch() as scratch:
    case("archives__a_file_with_another_sum_than_signals_is_doubted", signal_names_the_sum_of_a_file, scratch)
    case("archives__words_that_somebody_typed_hide_no_chat", words_hide_no_chat, scratch)
    case("archives__folders_name_chats_unpacked_too", folders_name_chats, scratch)
    case("archives__doubts_are_in_words", doubts_in_words, scratch)
    case("archives__an_empty_list_hides_nothing", hidden_behind_an_empty_list, scratch)
    case("archives__joined_ones_are_read_and_links_are_none", joined_and_linked, scratch)
    case("archives__every_packing_gives_the_same_records", same_records, scratch)
    case("archives__a_password_is_asked_for_and_may_be_wrong", wrong_then_right, scratch)
    case("archives__a_password_stays_in_the_vault", stays_in_the_vault, scratch)
    case("archives__a_dictionary_too_large_is_said", wants_too_much_memory, scratch)
    case("archives__a_password_is_typed_unseen", asked_at_the_terminal, scratch)
finish()
