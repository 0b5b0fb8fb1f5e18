#!/usr/bin/env python3
"""Power and patience run out at the worst moment: every write, sync and rename of `add` and `import` is killed in turn.

After each kill the vault must open and be whole, hold all that was acknowledged, show no clear text on the
disk, and the same command given again must lead to the same records as a run that nothing disturbed."""
import os, sys, zipfile
from concurrent.futures import ThreadPoolExecutor
from scenario import *

KILLAT = os.path.join(BUILD, os.environ.get("DAYBOOK_KILLAT", "killat.so"))
CANARY = "Quillonby-canary-7313"  # stands in every input; never in clear on the disk
KILLED = -9


def sms():
    rows = "".join(f'<sms protocol="0" address="+447700900202" date="{1711314307000 + i * 60000}" type="1" '
                   f'body="{CANARY} message {i}" read="1" status="-1" contact_name="Daniel Reed" />\n' for i in range(20))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<smses count="20">\n{rows}</smses>\n'


def chat():
    lines = [f"24/03/2024, 21:{m:02} - Daniel Reed: {CANARY} chat {m}" for m in range(10)]
    return "\n".join(lines + ["24/03/2024, 21:30 - Daniel Reed: IMG-20240324-WA0003.jpg (file attached)", ""])


def photo():
    """A small JPEG with a comment that holds the canary."""
    words = CANARY.encode()
    comment = b"\xff\xfe" + (len(words) + 2).to_bytes(2, "big") + words
    return b"\xff\xd8" + comment + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + bytes(3000) + b"\xff\xd9"


def inputs(scratch):
    scratch.put("in/sms-20240324.xml", sms())
    scratch.put("in/door.jpg", photo())
    with zipfile.ZipFile(scratch.at("in", "WhatsApp Chat with Daniel Reed.zip"), "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("WhatsApp Chat with Daniel Reed.txt", chat())
        archive.writestr("IMG-20240324-WA0003.jpg", photo() + b"2")
    return scratch.at("in")


def clear_text(folder):
    """Files in which the canary can be read, also in the two other ways text is commonly stored."""
    needles = [CANARY.encode(), CANARY.encode("utf-16-le"), CANARY.lower().encode()]
    seen = []
    for where, _, files in os.walk(folder):
        for name in files:
            with open(os.path.join(where, name), "rb") as file:
                content = file.read()
            if any(needle in content for needle in needles) or CANARY.lower() in name.lower():
                seen.append(os.path.join(where, name))
    return seen


def essence(rows):
    """What must be the same whichever way a vault came to hold it."""
    return sorted((r["kind"], r["channel"], r["at"] or "", r["text"] or "", r["origin"]["original"] or "" if r["origin"] else "",
                   tuple((a["name"], a["sha256"]) for a in r["attachments"])) for r in rows)


class Subject:
    """One command, killed everywhere."""

    def __init__(self, scratch, start, name, command, repeatable):
        self.scratch, self.start, self.name, self.command = scratch, start, name, command
        self.repeatable = repeatable
        whole = self.copy("whole")
        count = scratch.at(f"{name}-count")
        done = whole.json(*command, env={**self.preload(whole), "KILLAT_COUNT": count}).want(DONE, DOUBTS)
        self.calls = int(open(count).read())
        self.after = whole.records()
        self.whole_out = done.out
        self.earlier = start.records()

    def copy(self, tag):
        vault = self.start.copy(self.scratch.at(f"{self.name}-{tag}", "vault"))
        os.makedirs(self.scratch.at(f"{self.name}-{tag}", "tmp"))
        return vault

    def preload(self, vault, n=0):
        tmp = os.path.join(os.path.dirname(vault.path), "tmp")
        return {"LD_PRELOAD": KILLAT, "KILLAT": str(n), "TMPDIR": tmp, "HOME": tmp, "XDG_DATA_HOME": tmp}

    def killed(self, n):
        """Kills call n; returns what was wrong, or nothing."""
        tag = f"at-{n}"
        folder = self.scratch.at(f"{self.name}-{tag}")
        try:
            vault = self.copy(tag)
            run = vault.json(*self.command, env=self.preload(vault, n))
            equal(run.code, KILLED, f"exit; {run.err[-300:]}")
            equal(clear_text(folder), [], "clear text after the kill")
            self.examine(vault, run)
            equal(clear_text(folder), [], "clear text after the next start")
        except Wrong as wrong:
            return f"call {n} of {self.calls}: {wrong}"
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return None

    def examine(self, vault, run):
        rows = vault.records()
        vault.sound()
        have, ids = set(essence(rows)), {r["id"] for r in rows}
        holds(set(essence(self.earlier)) <= have, "an earlier record is gone")
        kept = {r["origin"]["original"] for r in rows if r["origin"]}
        for line in run.rows():
            if "id" in line:
                holds(line["id"] in ids, f"acknowledged and gone: {line['id']}")
            else:
                holds(line["records"] == 0 or line["original"]["sha256"] in kept,
                      f"acknowledged and gone: {line['original']['name']}")
        if self.repeatable:
            vault.json(*self.command).want(DONE, DOUBTS)
            equal(essence(vault.records()), essence(self.after), "records after the same command again")
        else:
            holds(have <= set(essence(self.after)), "a record nobody wrote")

    def everywhere(self):
        holds(self.calls > 10, f"only {self.calls} calls were counted: the library did not stand between")
        with ThreadPoolExecutor(2) as pool:
            wrong = [w for w in pool.map(self.killed, range(1, self.calls + 1)) if w]
        print(f"    {self.name}: {self.calls} calls, each killed once", flush=True)
        holds(not wrong, f"{len(wrong)} of {self.calls}:\n" + "\n".join(wrong[:8]))


def canary_is_found(scratch):
    """The search for clear text would notice it."""
    scratch.put("seen/name", "x" + CANARY)
    equal(len(clear_text(scratch.at("seen"))), 1, "files")


with Scratch() as scratch:
    case("kill__canary_in_clear_would_be_seen", canary_is_found, scratch)
    folder = inputs(scratch)
    start = new_vault(scratch)
    start.json("add", "--when", "2024-03-20 10:00", "--what", f"{CANARY} stood at the gate").want(DONE)
    add = ("add", "--when", "2024-03-24 21:05", "--what", f"{CANARY} knocked", "--private", CANARY,
           "--attach", os.path.join(folder, "door.jpg"))
    if "add" in (sys.argv[1:] or ["add"]):
        case("kill__add_at_every_call", lambda: Subject(scratch, start, "add", add, False).everywhere())
    if "import" in (sys.argv[1:] or ["import"]):
        case("kill__import_at_every_call",
             lambda: Subject(scratch, start, "import", ("import", folder), True).everywhere())
finish()
