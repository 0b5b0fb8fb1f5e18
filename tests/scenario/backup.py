#!/usr/bin/env python3
"""A copy of the vault elsewhere, by the real programs: made, brought up to date, checked, refused, cut off at every call.

After each kill the vault is whole, the copy from before is one too, and the same command given again finishes it."""
import os, sys
from concurrent.futures import ThreadPoolExecutor
from scenario import *

CANARY = "Quillonby-canary-7313"


def files_of(folder):
    found = {}
    for where, _, names in os.walk(folder):
        for name in names:
            path = os.path.join(where, name)
            with open(path, "rb") as file:
                found[os.path.relpath(path, folder)] = file.read()
    return found


def started(scratch, name):
    """A vault with three attachments."""
    vault = new_vault(scratch, os.path.join(name, "vault"))
    for i in range(3):
        photo = scratch.put(f"{name}/in/{i}.bin", os.urandom(3000 * 10 ** i) + CANARY.encode())
        vault.json("add", "--when", "2024-03-20 10:00", "--what", f"{CANARY} {i}", "--attach", photo).want(DONE)
    return vault


def looked_at(vault, to):
    """What a check of the copy says."""
    return Vault(to, vault.secret).json("check").want(DONE).one()


def made_and_brought_up_to_date(scratch):
    vault = started(scratch, "made")
    to = scratch.at("made", "copy")
    equal(vault.json("backup").want(DONE).one(), {"last_copy": None}, "before there is one")
    holds("no copy of this vault elsewhere" in vault.run("list").want(DONE).err, "list says that there is none")
    first = vault.json("backup", to).want(DONE).one()
    holds(first["whole"] and first["first"] and first["logged"], first)
    holds(looked_at(vault, to)["ok"], "the copy holds")
    copied = {p: b for p, b in files_of(to).items() if p != "b"}
    equal({p: b for p, b in files_of(vault.path).items() if p in copied and p[0] == "o"},
          {p: b for p, b in copied.items() if p[0] == "o"}, "objects, byte for byte")
    equal({p.split("/")[0] for p in files_of(to)}, {"b", "h0", "h1", "l", "o", "r"}, "what it consists of")
    vault.json("add", "--when", "2024-03-21", "--what", "rang").want(DONE)
    second = vault.json("backup", to, "--verify-all").want(DONE).one()
    equal([second["first"], second["looked_at"], second["mended"]], [False, second["objects"], 0], "the second run")
    holds(second["copied"] <= 4, f"only what is new: {second}")
    holds(looked_at(vault, to)["log"] if "log" in looked_at(vault, to) else True, "the copy holds")
    last = vault.json("backup").want(DONE).one()["last_copy"]
    equal([last["place"], last["verified"], last["entries"]], [to, "all", second["entries"]], "what the log says")
    holds("Last copy elsewhere: less than an hour ago" in vault.run("list").want(DONE).err, "list says how old it is")
    equal(vault.run("--quiet", "list").want(DONE).err, "", "quiet is quiet")
    holds(CANARY.encode() not in b"".join(files_of(to).values()), "clear text in the copy")
    vault.sound()


def is_for_reading(scratch):
    vault = started(scratch, "reading")
    to = scratch.at("reading", "copy")
    vault.json("backup", to).want(DONE)
    before = files_of(to)
    copy = Vault(to, vault.secret)
    run = copy.run("add", "--when", "now", "--what", "x").want(FAILED)
    holds("is a copy of the vault" in run.err and "daybook restore" in run.err, run.err)
    copy.json("check", "--sample", "50%").want(DONE)
    copy.json("verify", to).want(DONE)
    equal(files_of(to), before, "looking changes nothing")


def refused(scratch):
    vault = started(scratch, "refused")
    other = new_vault(scratch, os.path.join("refused", "other"))
    copy_of_other = scratch.at("refused", "copy-of-other")
    other.json("backup", copy_of_other).want(DONE)
    scratch.put("refused/letters/mine.txt", "mine")
    os.symlink(vault.path, scratch.at("refused", "link"))
    for to, words in ((vault.path, "inside"), (os.path.join(vault.path, "o"), "inside"), (scratch.at("refused"), "inside"),
                      (os.path.join(vault.path, "new"), "inside"), (scratch.at("refused", "link", "new"), "inside"),
                      (other.path, "stands at"), (copy_of_other, "another vault"), (scratch.at("refused", "letters"), "name a new folder"),
                      (scratch.at("refused", "not", "there"), "cannot find"), ("/proc/daybook-copy", "")):
        before = {p: files_of(p) for p in (vault.path, other.path, copy_of_other, scratch.at("refused", "letters"))}
        run = vault.run("backup", to).want(FAILED)
        holds(run.err.startswith("daybook: backup: ") and words in run.err, f"{to}: {run.err!r}")
        for path, was in before.items():
            now = files_of(path)
            equal([p for p in was if not p.startswith(("i", "r/")) and now.get(p) != was[p]], [], f"{to}: {path} was changed")
    vault.run("backup").want(DONE)
    vault.run("backup", "a", "b").want(USAGE)
    for share in ("0", "101%", "x", "1.234%", ""):
        vault.run("check", "--sample", share).want(USAGE)
    for share in ("5%", "0.01", "100", "99.9%"):
        holds(vault.json("check", "--sample", share).want(DONE).one()["ok"], share)


def half_copied(scratch):
    """A vault that a synchronising program has not finished."""
    vault = started(scratch, "half")
    half = vault.copy(scratch.at("half", "half"))
    for where, _, names in os.walk(os.path.join(half.path, "o")):
        for name in names[:1]:
            os.unlink(os.path.join(where, name))
    open(os.path.join(half.path, "h0 (conflicted copy 2024-03-24)"), "w").close()
    report = half.json("check").want(FAILED).one()
    said = " ".join(p["what"] for p in report["problems"])
    holds("a copy that was not finished: " in said and "are not there" in said, said)
    holds("conflicted copy" in said and "two versions" in said, said)
    holds("conflicted copy" in half.run("list").err, "said at every opening")
    for name in ("h0", "h1"):
        os.unlink(os.path.join(half.path, name))
    holds("this looks like a copy that was not finished" in half.run("list").want(FAILED).err, "without headers")


def segment_too_long(scratch):
    """Something is put behind the last entry of the log while nobody looks."""
    vault = started(scratch, "long")
    folder = os.path.join(vault.path, "l", os.listdir(os.path.join(vault.path, "l"))[0])
    with open(os.path.join(folder, os.listdir(folder)[0]), "ab") as file:
        file.write(os.urandom(700))
    run = vault.run("list").want(DONE)
    holds("had not finished was set aside" in run.err, run.err)
    equal(len(vault.records()), 6, "records")
    vault.sound()


def full(scratch, start, n):
    tag = f"full-{n}"
    vault, to = start.copy(scratch.at(tag, "vault")), scratch.at(tag, "copy")
    run = vault.json("backup", to, env={"KILLAT_FULL": str(n)}).want(DONE, FAILED, DOUBTS)
    if run.code == FAILED:
        holds("No space left" in run.err or "more room is needed" in run.err, f"call {n}: {run.err!r}")
    vault.sound()
    sums = vault.json("backup", to).want(DONE).one()
    holds(sums["whole"], f"call {n}: {sums}")
    holds(looked_at(vault, to)["ok"], f"call {n}: the copy holds")
    shutil.rmtree(scratch.at(tag))
    return run.code


def full_at_every_call(scratch, start):
    with ThreadPoolExecutor(2) as pool:
        codes = list(pool.map(lambda n: full(scratch, start, n), range(1, 140, 3)))
    holds(codes.count(FAILED) > 20, f"few runs met the full disk: {codes}")


def killed(scratch, start, first_copy, how, n):
    """Returns whether it came to that, and what was wrong, or nothing."""
    tag = f"kill-{how}-{n}"
    vault, to = start.copy(scratch.at(tag, "vault")), scratch.at(tag, "copy")
    if first_copy:
        shutil.copytree(first_copy, to)
    run = vault.json("backup", to, env={how: str(n)})
    try:
        run.want(KILLED, DONE)
        vault.sound()
        if os.path.exists(os.path.join(to, "h0")):
            holds(looked_at(vault, to)["ok"], "the copy is one at every moment")
        sums = vault.json("backup", to).want(DONE).one()
        holds(sums["whole"] and sums["mended"] == 0, sums)
        holds(looked_at(vault, to)["ok"], "the copy holds")
        equal(os.listdir(os.path.join(to, "t")), [], "what is left of the run that was killed")
    except Wrong as wrong:
        return True, f"{how} {n}: {wrong}"
    finally:
        shutil.rmtree(scratch.at(tag), ignore_errors=True)
    return run.code == KILLED, None


def at_every_call(scratch, start, first_copy, how):
    count, wrong = every_call(lambda n: killed(scratch, start, first_copy, how, n))
    print(f"    {count} calls, each killed once ({how})", flush=True)
    holds(not wrong, f"{len(wrong)} of {count}:\n" + "\n".join(wrong[:8]))
    holds(count > 20, f"only {count} calls were seen")


def wanted(name):
    return not sys.argv[1:] or name in sys.argv[1:]


with Scratch() as scratch:
    for name, check in (("made_and_brought_up_to_date", made_and_brought_up_to_date), ("is_for_reading", is_for_reading),
                        ("refused", refused), ("half_copied", half_copied), ("segment_too_long", segment_too_long)):
        if wanted(name):
            case(f"backup__{name}", check, scratch)
    quick_keys()
    start = started(scratch, "start")
    copy = scratch.at("start-copy")
    start.json("backup", copy).want(DONE)
    start.json("add", "--when", "2024-03-22", "--what", "knocked").want(DONE)
    for name, check, *how in (("full_at_every_call", full_at_every_call), ("first_at_every_call", at_every_call, None, "KILLAT"),
                              ("second_at_every_call", at_every_call, copy, "KILLAT"),
                              ("second_in_the_middle_of_every_write", at_every_call, copy, "KILLAT_HALF")):
        if wanted(name):
            case(f"backup__{name}", check, scratch, start, *how)
finish()
