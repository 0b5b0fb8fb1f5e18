#!/usr/bin/env python3
"""The program that reads hostile files: what it is linked with, and what happens where it is not installed."""
import os, shutil
from scenario import *

READER = os.path.join(BUILD, "daybook-reader")
ALLOWED = ("linux-vdso", "ld-linux", "libc.so", "libm.so", "libexif.", "libz.", "libutf8proc.", "libseccomp.",
           "libnettle.", "liblzma.", "libbz2.", "libzstd.", "libjpeg.", "libpng16.", "libwebp.")
CHAT = "24/03/2024, 21:05 - Daniel Reed: hello\n24/03/2024, 21:06 - Maya: stop\n25/03/2024, 08:00 - Daniel Reed: why\n"


def libraries_are_few():
    names = [line.split()[0] for line in run("ldd", READER).want(DONE).out.splitlines() if line.split()]
    strange = [n for n in names if not os.path.basename(n).startswith(ALLOWED)]
    equal(strange, [], "libraries that reading does not need")
    holds(len(names) >= 4, f"the list was read: {names}")


def by_hand():
    told = run(READER)
    equal((told.code, told.out), (USAGE, ""), "started by hand")
    holds("started by daybook" in told.err, told.err)


def texts(vault, path):
    report = vault.json("import", path).want(DONE, DOUBTS).rows()[0]
    equal(report["records"], 3, f"records; {report}")
    return [r["text"] for r in vault.records()]


def without_it(scratch):
    """Only `daybook` was copied: it reads by starting itself."""
    path = scratch.put("in/WhatsApp Chat with Daniel Reed.txt", CHAT)
    want = texts(new_vault(scratch, "with"), path)
    alone = scratch.at("bin", "daybook")
    os.makedirs(scratch.at("bin"))
    shutil.copy(DAYBOOK, alone)
    vault = new_vault(scratch, "without")
    words = ("--vault", vault.path, "--passphrase-file", vault.secret, "--json")
    run(alone, *words, "import", path).want(DONE, DOUBTS)
    equal([r["text"] for r in run(alone, *words, "list", "--all").want(DONE).rows()], want, "what was read")


with Scratch() as scratch:
    case("reader__is_linked_with_few_libraries", libraries_are_few)
    case("reader__says_what_it_is", by_hand)
    case("reader__may_be_missing", without_it, scratch)
finish()
