#!/usr/bin/env python3
"""A database far larger than what the worker holds of it, and damaged ones, through the whole program."""
import sqlite3
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


with Scratch() as scratch:
    case("databases__are_read_whole_however_large", large, scratch)
    case("databases__say_when_people_are_lost", lost_people, scratch)
finish()
