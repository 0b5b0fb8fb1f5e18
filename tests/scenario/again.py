#!/usr/bin/env python3
"""The index is filled by two sources: the worker's answers as they come, and the stored reading when it is made anew.
Both must answer alike; a stop in between must lead to the same."""
import os, signal, subprocess, time
from scenario import *

PAGE = 4096
LARGE = 60000  # over the number from which the index is written without a journal


def sms(count, first=0):
    rows = "".join(
        f'<sms protocol="0" address="+4477009002{i % 7:02}" date="{1711314307000 + i // 3 * 60000}" type="{1 + i % 2}" '
        f'body="number {i} of the {["red", "green", "blue"][i % 3]} door" read="1" status="-1" />\n'
        for i in range(first, first + count))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<smses count="{count}">\n{rows}</smses>\n'


def answers(vault):
    """Everything, and a few questions that words, people and times answer."""
    asked = [("list", "--all"), ("search", "green door", "--limit", "50"), ("search", "from:07700900203", "--limit", "50"),
             ("list", "--from", "2024-04-01", "--to", "2024-04-02", "--all")]
    return [asked_twice(vault, *words).want(DONE).out for words in asked]


def asked_twice(vault, *words):
    """A command that meets damage in the index says so, and the next one makes the index anew."""
    first = vault.json(*words)
    return vault.json(*words) if first.code == FAILED and "makes it anew" in first.err else first


def forget_index(vault):
    for name in ("i", "i-wal", "i-journal"):
        if os.path.exists(os.path.join(vault.path, name)):
            os.remove(os.path.join(vault.path, name))


def same_after_rebuild(scratch, name, *files):
    vault = new_vault(scratch, name)
    paths = [scratch.put(f"{name}-in/{i}.xml", text) for i, text in enumerate(files)]
    for path in paths:
        vault.json("import", path).want(DONE, DOUBTS)
    first = answers(vault)
    holds(len(first[0].splitlines()) > 10, "records came")
    forget_index(vault)
    again = answers(vault)
    for was, now in zip(first, again):
        equal(now, was, "an answer after the index was made anew")
    vault.sound()


def stopped_while_indexing(scratch):
    """Killed at several moments of a large import; the next opening finishes it, with the same answers."""
    path = scratch.put("stop/large.xml", sms(LARGE))
    whole = new_vault(scratch, "stop-whole")
    whole.json("import", path).want(DONE, DOUBTS)
    want = answers(whole)
    for after_s in (0.15, 0.4, 0.8, 1.2):
        vault = new_vault(scratch, f"stop-{after_s}")
        child = subprocess.Popen([DAYBOOK, "--vault", vault.path, "--passphrase-file", vault.secret, "--json", "import", path],
                                 stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(after_s)
        child.send_signal(signal.SIGKILL)
        child.wait()
        vault.json("import", path).want(DONE, DOUBTS)
        rows = [{k: v for k, v in r.items() if k not in ("id", "entry", "written_at")} for r in vault.records()]
        wanted = [{k: v for k, v in r.items() if k not in ("id", "entry", "written_at")} for r in whole.records()]
        equal(len(rows), LARGE, f"records after a stop at {after_s} s")
        equal(rows == wanted, True, f"the same records after a stop at {after_s} s")
        equal(vault.json("search", "green door", "--limit", "50").rows()[7]["text"],
              whole.json("search", "green door", "--limit", "50").rows()[7]["text"], "a word finds the same")
        vault.sound()
        shutil.rmtree(vault.path)
    equal(answers(whole), want, "the undisturbed one answers as before")


def largest_object(vault):
    found = [os.path.join(where, name) for where, _, names in os.walk(os.path.join(vault.path, "o")) for name in names]
    return max(found, key=os.path.getsize)


def damaged_before_it_was_read(scratch):
    """A large original turns out to be damaged when most of its records are in the index already."""
    vault = new_vault(scratch, "damaged")
    paths = [scratch.put("damaged-in/large.xml", sms(LARGE)), scratch.put("damaged-in/small.xml", sms(7, LARGE))]
    vault.json("import", "--keep-only", *paths).want(DONE, DOUBTS)
    path = largest_object(vault)
    with open(path, "r+b") as file:
        file.seek(os.path.getsize(path) * 9 // 10)
        was = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([was[0] ^ 1]))
    for _ in range(2):
        told = vault.json("list", "--all").want(DONE, DOUBTS)
        equal([r["text"] for r in told.rows()], [f"number {i} of the {['red', 'green', 'blue'][i % 3]} door"
                                                for i in range(LARGE, LARGE + 7)], "the other file is read")
        holds("damaged" in told.err, f"it is said: {told.err!r}")
    with open(path, "r+b") as file:
        file.seek(os.path.getsize(path) * 9 // 10)
        file.write(was)
    equal(len(vault.records()), LARGE + 7, "records after the file was put back")
    vault.sound()


def any_page_of_the_index_damaged(scratch):
    """Whichever page it is, and whenever it is met: the index is made anew, and the next command shows everything."""
    vault = new_vault(scratch, "pages")
    vault.json("import", scratch.put("pages-in/few.xml", sms(20))).want(DONE, DOUBTS)
    want = answers(vault)
    path = os.path.join(vault.path, "i")
    whole = open(path, "rb").read()
    pages = len(whole) // PAGE
    holds(pages > 8, f"an index of {pages} pages")
    for page in range(0, pages, 1 + pages // 24):
        spoiled = bytearray(whole)
        for at in range(page * PAGE + 64, (page + 1) * PAGE):
            spoiled[at] ^= 0x5a
        with open(path, "wb") as file:
            file.write(spoiled)
        equal(answers(vault), want, f"what is answered after page {page} was damaged")
    vault.sound()


def texts(when, *rows):
    """A backup of that day: (address, second, type, words)."""
    lines = "".join(f'<sms address="{a}" date="{1711314307000 + s * 1000}" type="{t}" body="{b}" read="1" status="-1" />\n'
                    for a, s, t, b in rows)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<smses count="{len(rows)}" backup_date="{when}">\n{lines}</smses>\n'


def in_all_of_them(vault, row):
    """The names of the files that have a message."""
    shown = vault.json("show", row["id"]).want(DONE).one()
    names = [shown["origin"]["name"]] + [o["name"] for o in shown["also_in"]]
    equal(len(names), row["doubles"] + 1, "as many files as the list counts")
    for other in shown["also_in"]:
        behind = vault.json("show", other["id"]).want(DONE).one()
        equal((behind["text"], behind["origin"]["original"]), (row["text"], other["original"]), "the other one")
        holds(row["id"] in [o["id"] for o in behind["also_in"]], "and that names the first")
        holds("also in:   " + other["name"] in vault.run("show", row["id"]).want(DONE).out, "in words")
    return sorted(names)


def overlapping_backups(scratch):
    """What is in two backups is listed once, with both; what is twice in one of them is listed twice."""
    daniel, sam = "+447700900201", "07700 900202"
    march = scratch.put("backups/march.xml", texts("march", (daniel, 0, 1, "answer me"), (daniel, 0, 1, "answer me"),
        (sam, 5, 2, "call me"), (daniel, 9, 1, "only in March")))
    april = scratch.put("backups/april.xml", texts("april", (daniel, 0, 1, "answer me"), (daniel, 0, 1, "answer me"),
        (daniel, 0, 1, "answer me"), ("+447700900202", 5, 2, "call me"), (daniel, 19, 1, "only in April")))
    for first, second in ((march, april), (april, march)):
        vault = new_vault(scratch, "backups-" + os.path.basename(first))
        for path in (first, second):
            vault.json("import", path).want(DONE)
        for _ in range(2):
            rows = vault.records()
            found = sorted((r["text"], in_all_of_them(vault, r)) for r in rows)
            both = ["april.xml", "march.xml"]
            equal(found, [("answer me", ["april.xml"]), ("answer me", both), ("answer me", both), ("call me", both),
                          ("only in April", ["april.xml"]), ("only in March", ["march.xml"])], "where each message stands")
            forget_index(vault)
        vault.sound()


def longer_exports(scratch):
    """The next month's export of a chat holds the last one's messages once more."""
    march = "24/03/2024, 21:05 - Maya: who is there\n24/03/2024, 21:06 - Maya: I can see you\n"
    april = march + "24/04/2024, 21:06 - Daniel Reed: me\n24/04/2024, 21:06 - Daniel Reed: me\n"
    may = april + "24/05/2024, 21:06 - Daniel Reed: still here\n"
    vault = new_vault(scratch, "longer")
    for name, chat in (("march", march), ("april", april), ("may", may)):
        vault.json("import", scratch.put(f"longer-in/{name}.txt", chat), "--me", "Maya").want(DONE)
    for _ in range(2):
        equal([(r["text"], in_all_of_them(vault, r)) for r in vault.records()],
              [("who is there", ["april.txt", "march.txt", "may.txt"]), ("I can see you", ["april.txt", "march.txt", "may.txt"]),
               ("me", ["april.txt", "may.txt"]), ("me", ["april.txt", "may.txt"]), ("still here", ["may.txt"])],
              "where each message stands")
        forget_index(vault)
    vault.sound()


CHAT = "24/03/2024, 21:05 - Daniel Reed: IMG-20240324-WA0003.jpg (file attached)\n24/03/2024, 21:06 - Maya: no\n"
PICTURE = b"\xff\xd8\xff\xe0" + bytes(300)


def present(vault, path, *options):
    """How many files beside the chat are found when it is brought in, or read again."""
    reports = vault.json("import", *options, path).want(DONE, DOUBTS).rows()
    return [(r["attachments"]["present"], r["attachments"]["missing"]) for r in reports if r["format"] == "whatsapp-txt"]


def pictures_beside_a_chat(scratch):
    vault = new_vault(scratch, "beside")
    first = os.path.dirname(scratch.put("beside/march/chat.txt", CHAT.encode()))
    scratch.put("beside/march/IMG-20240324-WA0003.jpg", PICTURE)
    equal(present(vault, first), [(1, 0)], "beside the chat")
    equal(present(vault, first, "--me", "Maya"), [(1, 0)], "when it is read again with an answer")
    # The next month's export holds the same picture once more.
    second = os.path.dirname(scratch.put("beside/april/chat.txt", (CHAT + "24/04/2024, 21:05 - Maya: stop\n").encode()))
    scratch.put("beside/april/IMG-20240324-WA0003.jpg", PICTURE)
    equal(present(vault, second), [(1, 0)], "beside a later export of the chat")
    equal(present(vault, second, "--me", "Maya"), [(1, 0)], "and when that is read again")
    entries = vault.json("check").want(DONE).one()["log_entries"]
    vault.json("import", second).want(DONE, DOUBTS)
    equal(vault.json("check").want(DONE).one()["log_entries"], entries, "nothing is said twice")
    photo = [r for r in vault.records() if r["kind"] == "photo"][0]
    vault.json("remove", photo["id"], "--whole-file", "--why", "not mine", "--yes").want(DONE)
    equal(vault.json("check").want(DONE).one()["removed"], 3, "the picture, its reading, and that it came again")
    vault.sound()


quick_keys()
with Scratch() as scratch:
    case("again__pictures_beside_a_chat", pictures_beside_a_chat, scratch)
    case("again__any_page_of_the_index_damaged", any_page_of_the_index_damaged, scratch)
    case("again__overlapping_backups", overlapping_backups, scratch)
    case("again__longer_exports", longer_exports, scratch)
    case("again__few_records", same_after_rebuild, scratch, "few", sms(20))
    case("again__several_blocks", same_after_rebuild, scratch, "blocks", sms(7001))
    case("again__without_a_journal", same_after_rebuild, scratch, "large", sms(LARGE))
    case("again__overlapping_copies", same_after_rebuild, scratch, "overlap", sms(5000), sms(5000, 2500))
    case("again__damaged_before_it_was_read", damaged_before_it_was_read, scratch)
    case("again__stopped_while_indexing", stopped_while_indexing, scratch)
finish()
