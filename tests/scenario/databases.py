#!/usr/bin/env python3
"""A database far larger than what the worker holds of it, and damaged ones, through the whole program."""
import json, sqlite3, zipfile
from phone import MESSAGES_TABLES, database
from scenario import *

MESSAGES, PEOPLE = 30000, 400


def conversation(messages, people, words):
    """People turn up over the years: their rows stand between those of the messages, all over the file."""
    met = 0
    for i in range(1, messages + 1):
        while met < people and met * messages <= i * people:
            met += 1
            yield "INSERT INTO handle VALUES (?, ?, 'SMS')", (met, f"person{met}@example.org")
            yield "INSERT INTO chat VALUES (?, ?)", (met, f"person{met}@example.org")
        who = i * 7919 % met + 1
        yield ("INSERT INTO message VALUES (?, ?, ?, ?, 'SMS', ?, 0)",
               (i, f"GUID-{i:032}", f"{words} {i} " + "and so on, " * 30, who, (700000000 + 60 * i) * 10**9))
        yield "INSERT INTO chat_message_join VALUES (?, ?)", (who, i)


def made(scratch, name, messages, people, words):
    return database(scratch, f"{name}/sms.db", *MESSAGES_TABLES, *conversation(messages, people, words))


def large(scratch):
    path = made(scratch, "large", MESSAGES, PEOPLE, "Message")
    holds(os.path.getsize(path) > 12 * 1024 * 1024, f"only {os.path.getsize(path)} bytes")
    vault = new_vault(scratch, "large-vault")
    report = vault.json("import", path).want(DONE).one()
    equal((report["status"], report["why"], report["by_kind"]["message"]), ("read", None, MESSAGES), "all of it is read")
    rows = vault.records()
    equal(len([r for r in rows if r["from"] is None or not r["from"]["handle"]]), 0, "everybody has a name")


def lost_people(scratch):
    """The page that says who is who is gone: no sender vanishes without a word."""
    path = made(scratch, "lost", 20, 3, "Lost")
    db = sqlite3.connect(path)
    root = db.execute("SELECT rootpage FROM sqlite_master WHERE name = 'handle'").fetchone()[0]
    size = db.execute("PRAGMA page_size").fetchone()[0]
    db.close()
    with open(path, "r+b") as out:
        out.seek((root - 1) * size)
        out.write(bytes(size))
    vault = new_vault(scratch, "lost-vault")
    report = vault.json("import", path).want(DOUBTS).one()
    equal(report["by_kind"]["message"], 20, "the messages")
    holds("sender-unknown" in [d["code"] for d in report["doubts"]], f"the senders: {report['doubts']}")
    equal(report["status"], "partly", "the damage")


def groups(scratch):
    """Who is in a group today need not have been in it then."""
    tables = [t.replace("chat_identifier TEXT", "chat_identifier TEXT, style INTEGER") for t in MESSAGES_TABLES]
    path = database(
        scratch, "group/sms.db", *tables, "CREATE TABLE chat_handle_join (chat_id INTEGER, handle_id INTEGER)",
        "INSERT INTO handle VALUES (1, 'dan@example.org', 'iMessage'), (2, '+447700900303', 'iMessage')",
        "INSERT INTO chat VALUES (1, 'chat100', 43)", "INSERT INTO chat_handle_join VALUES (1, 1), (1, 2)",
        "INSERT INTO message VALUES (1, 'G1', 'leave us alone', 0, 'iMessage', 733007107000000000, 1)",
        "INSERT INTO chat_message_join VALUES (1, 1)")
    vault = new_vault(scratch, "group-vault")
    vault.json("import", path).want(DONE)
    record = vault.records()[0]
    equal((record["to"], "recipients-unclear" in [d["code"] for d in record["doubts"]]), ([], True), "to whom is not known")
    equal([c["value"] for c in record["claims"] if c["key"] == "member-when-copied"], ["dan@example.org", "+447700900303"], "who is")


def calls(scratch):
    """Newer telephones keep whom a call was with in tables of their own."""
    path = database(
        scratch, "calls/CallHistory.storedata",
        "CREATE TABLE ZCALLRECORD (Z_PK INTEGER PRIMARY KEY, ZADDRESS VARCHAR, ZDATE TIMESTAMP, ZDURATION FLOAT, ZORIGINATED INTEGER,"
        " ZANSWERED INTEGER, ZCALLTYPE INTEGER, ZSERVICE_PROVIDER VARCHAR)",
        "CREATE TABLE ZHANDLE (Z_PK INTEGER PRIMARY KEY, ZTYPE INTEGER, ZVALUE VARCHAR)",
        "CREATE TABLE Z_2REMOTEPARTICIPANTHANDLES (Z_2REMOTEPARTICIPANTCALLS INTEGER, Z_4REMOTEPARTICIPANTHANDLES INTEGER)",
        "INSERT INTO ZHANDLE VALUES (1, 2, '+447700900202'), (2, 2, '+447700900303')",
        "INSERT INTO Z_2REMOTEPARTICIPANTHANDLES VALUES (1, 1), (2, 1), (2, 2)",
        "INSERT INTO ZCALLRECORD VALUES (1, '', 733010400, 0, 0, 0, 1, 'com.apple.Telephony')",
        "INSERT INTO ZCALLRECORD VALUES (2, '+447700900202', 733010500, 60, 1, 1, 1, '57T9237FN3.net.whatsapp.WhatsApp')",
        "INSERT INTO ZCALLRECORD VALUES (3, '', 733010600, 0, 0, 0, 1, 'com.apple.Telephony')")
    vault = new_vault(scratch, "calls-vault")
    vault.json("import", path).want(DONE, DOUBTS)
    rows = sorted(vault.records(), key=lambda r: r["at"])
    equal((rows[0]["from"]["handle"], "withheld" in rows[0]["marks"]), ("+447700900202", False), "the caller stands elsewhere")
    equal((rows[1]["channel"], rows[1]["to"][0]["handle"]), ("whatsapp", "+447700900202"), "a call of an app")
    holds("+447700900303" in json.dumps(vault.json("show", rows[1]["id"]).rows()), "who else was in it")
    holds("withheld" in rows[2]["marks"], "and this one is withheld")


def logs(scratch):
    """What was written last stands in a file beside the database: copied with it, in an archive, and brought in later."""
    seed = open(os.path.join(ROOT, "tests/corpora/sqlite/good/messages-logged"), "rb").read()
    at = seed.index(b"\x37\x7f\x06")
    path = scratch.put("logs/Messages/chat.db", seed[:at])
    vault = new_vault(scratch, "logs-vault")

    def words():
        return [r["text"][:12] for r in vault.records() if r["kind"] == "message"]

    report = vault.json("import", path).want(DONE, DOUBTS).one()
    holds("write-ahead-log" in [d["code"] for d in report["doubts"]], "it is said that the newest may be missing")
    equal(words(), ["before"], "without the log")
    log = scratch.put("logs/Messages/chat.db-wal", seed[at:])
    vault.json("import", os.path.dirname(path)).want(DONE, DOUBTS)
    equal(words(), ["after", "I know", "not finished"], "the log came later")
    entries = vault.sound()["log_entries"]
    vault.json("import", os.path.dirname(path)).want(DONE, DOUBTS)
    equal(vault.sound()["log_entries"], entries, "and is read once")
    archive = scratch.at("logs/messages.zip")
    with zipfile.ZipFile(archive, "w") as out:
        out.write(path, "Messages/chat.db")
        out.write(log, "Messages/chat.db-wal")
    vault = new_vault(scratch, "logs-zip-vault")
    vault.json("import", archive).want(DONE, DOUBTS)
    equal(words(), ["after", "I know", "not finished"], "in an archive")
    names = {"3d/3d0d7e5fb2ce288813306e4d4636395e047a3d28": seed[:at], "cd/cd47480f213dba9bc38ee792775d17e3f5a73a59": seed[at:]}
    for name, content in names.items():
        scratch.put("logs/Backup/" + name, content)
    archive = scratch.at("logs/backup.zip")
    with zipfile.ZipFile(archive, "w") as out:
        for name, content in names.items():
            out.writestr("Backup/" + name, content)
    for where in (scratch.at("logs/Backup"), archive):
        vault = new_vault(scratch, "logs-backup-vault-" + os.path.basename(where))
        vault.json("import", where).want(DONE, DOUBTS)
        equal(words(), ["after", "I know", "not finished"], "under the names of a backup")


quick_keys()
with Scratch() as scratch:
    case("databases__are_read_with_their_logs", logs, scratch)
    case("databases__know_a_group", groups, scratch)
    case("databases__know_whom_a_call_was_with", calls, scratch)
    case("databases__are_read_whole_however_large", large, scratch)
    case("databases__say_when_people_are_lost", lost_people, scratch)
finish()
