#!/usr/bin/env python3
"""What a run leaves behind: no secret stands in the memory of a program that ends, nor in any file it wrote.

tests/tools/memscan.c notes every piece of locked memory that is given back, and looks for its content in all memory
that the program could write to, just before it is gone."""
import os, re
from scenario import *

MEMSCAN = os.path.join(BUILD, os.environ.get("DAYBOOK_MEMSCAN", "tests/tools/memscan.so"))
CHAT = "24/03/2024, 21:05 - Owen: open the door\n24/03/2024, 21:06 - Owen: I can see the light\n"


def scanned(s, vault, *command, **env):
    """The places where a secret was found, after one command; and how many secrets there were."""
    out = s.at("found.txt")
    if os.path.exists(out):
        os.remove(out)
    run = vault.json(*command, env={"LD_PRELOAD": MEMSCAN, "MEMSCAN": out, **env}).want(DONE)
    lines = open(out).read().splitlines()
    looked = re.fullmatch(r"looked for (\d+) in (\d+) bytes", lines[-1])
    holds(looked and int(looked[2]) > 1 << 20, f"it did not look: {lines[-1:]}")
    return lines[:-1], int(looked[1]), run


def would_be_found(s):
    vault = new_vault(s, "control")
    found, _, _ = scanned(s, vault, "list", MEMSCAN_CONTROL="1")
    holds(found, "a copy that was left behind is not seen")


def nothing_is_left(s):
    secret = s.put("passphrase.txt", PASSPHRASE)
    vault, chat, words = Vault(s.at("vault"), secret), s.put("chat.txt", CHAT), s.at("words.txt")
    new = s.put("new.txt", "seven boats below the quiet bridge")
    shown = [PASSPHRASE, open(new).read()]
    for command in (("create", "--memory", "64"), ("import", chat), ("add", "--when", "2024", "--what", "Rang", "--attach", chat),
                    ("list",), ("search", "door"), ("pack", "--out", s.at("pack")), ("check",), ("keys",),
                    ("keys", "sheet", "--words-file", words), ("keys", "split"), ("keys", "words"),
                    ("keys", "passphrase", "--new-passphrase-file", new), ("keys", "renew")):
        found, secrets, run = scanned(s, vault, *command)
        equal(found, [], f"left by {' '.join(command)}")
        holds(secrets >= (8 if command[0] != "create" else 6), f"{command}: only {secrets} secrets were seen")
        for row in run.rows():
            if "recovery_words" in row:
                s.put("words.txt", row["recovery_words"])
                shown.append(row["recovery_words"])
            shown += row.get("halves", [])
        if command[:2] == ("keys", "passphrase"):
            vault = Vault(vault.path, new)
    for where, _, files in os.walk(s.path):
        for name in files:
            if name in ("words.txt", "passphrase.txt", "new.txt"):
                continue  # the ones we wrote
            content = open(os.path.join(where, name), "rb").read()
            for text in shown:
                holds(text.encode() not in content, f"{name} holds what only the person may know")


with Scratch() as scratch:
    case("memory__a_secret_left_behind_would_be_seen", would_be_found, scratch)
    case("memory__no_secret_is_left_in_memory_or_files", nothing_is_left, scratch)
finish()
