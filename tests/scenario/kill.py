#!/usr/bin/env python3
"""Power and patience run out at the worst moment: every write, sync and rename of `add`, `import`, `keys` and `remove` is killed
in turn.

After each kill the vault must open and be whole, hold all that was acknowledged, show no clear text on the
disk, and the same command given again must lead to the same records as a run that nothing disturbed."""
import os, sys
from acts import *

THIN = int(os.environ.get("DAYBOOK_THIN", "1"))  # of the longer acts but `add` and `import`, one call in so many
CHANGES = {"write", "sync", "syncfs", "cut", "rename", "unlink", "mkdir", "open"}  # what the trace names
LEAST = 60  # calls; a run that needs less sees nothing
FILES = 12  # objects that an import makes here, at most


class Subject:
    """One command, killed everywhere.

    How many calls there are differs a little from run to run (threads, random names), so the killing goes on
    until several runs get through."""
    least = LEAST

    def __init__(self, scratch, start, name, command, repeatable):
        self.scratch, self.start, self.name, self.command = scratch, start, name, command
        self.repeatable = repeatable
        whole = self.copy("whole")
        self.trace = scratch.at(f"{name}-trace")
        self.said = whole.json(*command, env={**self.preload(whole), "KILLAT_TRACE": self.trace}).want(DONE, DOUBTS).err
        self.after = self.opened(whole).records()
        self.kept = self.opened(whole).sound()["levels"]["originals"]["checked"]
        self.earlier = self.copy("earlier").records()

    def copy(self, tag):
        vault = self.start.copy(self.scratch.at(f"{self.name}-{tag}", "vault"))
        os.makedirs(self.scratch.at(f"{self.name}-{tag}", "tmp"))
        return vault

    def opened(self, vault):
        """The vault with the secret that opens it now."""
        return vault

    def preload(self, vault):
        tmp = os.path.join(os.path.dirname(vault.path), "tmp")
        return {"TMPDIR": tmp, "HOME": tmp, "XDG_DATA_HOME": tmp}

    def torn(self):
        """A vault in which the last entry was being written when the program was killed, and left so."""
        writes = [line.rstrip("\n").split("\t")[1] for line in open(self.trace) if line.startswith("write\t")]
        last = max(n for n, path in enumerate(writes, 1) if inside(path, "vault").startswith("l/"))
        vault = self.copy("torn")
        vault.json(*self.command, env={**self.preload(vault), "KILLAT_HALF": str(last)}).want(KILLED)
        return vault

    def killed(self, how, n):
        """Kills at call n.  Returns whether it came to that, and what was wrong, or nothing."""
        tag = f"at-{n}"
        folder, run = self.scratch.at(f"{self.name}-{tag}"), None
        try:
            vault = self.copy(tag)
            run = vault.json(*self.command, env={**self.preload(vault), how: str(n)})
            run.want(KILLED, DONE, DOUBTS)
            equal(clear_text(folder), [], "clear text after the kill")
            self.examine(vault, run)
            equal(clear_text(folder), [], "clear text after the next starts")
        except Wrong as wrong:
            return run is not None and run.code == KILLED, f"{how} {n}: {wrong}"
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        return run.code == KILLED, None

    def examine(self, vault, run):
        rows = vault.records()
        have, ids = set(essence(rows)), {r["id"] for r in rows}
        holds(set(essence(self.earlier)) <= have, "an earlier record is gone")
        holds(have <= set(essence(self.after)), "a record nobody wrote")
        kept = {r["origin"]["original"] for r in rows if r["origin"]}
        for line in run.rows():
            if "id" in line:
                holds(line["id"] in ids, f"acknowledged and gone: {line['id']}")
            elif "original" in line:
                holds(line["original"]["sha256"] in kept, f"acknowledged and gone: {line['original']['name']}")
        vault.json(*self.command).want(DONE, DOUBTS)
        again = vault.records()
        if self.repeatable:
            equal(essence(again), essence(self.after), "records after the same command again")
        else:
            written = [sum(r["kind"] == "incident" for r in r_) for r_ in (rows, again)]
            equal(written[1], written[0] + 1, "incidents after one more")
            equal(set(essence(again)), set(essence(self.after)), "records after one more")
        equal(vault.sound()["levels"]["originals"]["checked"], self.kept, "what was kept before is known again")

    def everywhere(self, how, counts, thin=1):
        killed, wrong = every_call(lambda n: self.killed(how, n), thin)
        print(f"    {self.name}: {killed} calls, each killed once ({how})" + (f"; one in {thin} was" if thin > 1 else ""), flush=True)
        holds(not wrong, f"{len(wrong)} of {killed}:\n" + "\n".join(wrong[:8]))
        seen = sum(line.split("\t")[0] in counts for line in open(self.trace))
        # Files that wait are synced together or one by one, so two runs may differ by as many calls as there are files.
        holds(killed * thin >= seen - FILES and seen > self.least,
              f"{killed} calls were killed and {seen} seen: the library did not stand between")

    def durable(self):
        """At every answer, all that the log and the objects hold was synced, and so were their names; and no entry is
        written before the objects that it may name."""
        answers, wrong = 0, []
        disk = Disk(self.start.path)
        for line in open(self.trace):
            what, path, *more = [os.path.basename(p) if i == 0 else inside(p, "vault")
                                 for i, p in enumerate(line.rstrip("\n").split("\t"))]
            if what == "said":
                answers += 1
                wrong += disk.uncertain()
            elif what == "write" and path.startswith("l/"):
                wrong += [object_ for object_ in disk.uncertain() if object_.startswith("o/")]
                disk.take(what, path)
            else:
                disk.take(what, path, *more)
        holds(answers, "nothing was said")
        equal(wrong, [], "said before it was certain")


class Passphrase(Subject):
    """A passphrase is changed: the old or the new one opens, never neither, and the new one once that was said."""
    least = 1  # both headers are written

    def __init__(self, scratch, start, new):
        self.new = new
        super().__init__(scratch, start, "passphrase", ("keys", "passphrase", "--new-passphrase-file", new), False)

    def opened(self, vault):
        changed = Vault(vault.path, self.new)
        return changed if changed.json("list").code == DONE else vault

    def examine(self, vault, run):
        there = self.opened(vault)
        equal(essence(there.records()), essence(self.after), "records")
        holds(there.secret == self.new or run.code != DONE, "said, and the old passphrase is still in force")
        holds(there.secret != self.new or vault.json("list").code == FAILED, "both open it")
        there.json("keys", "passphrase", "--new-passphrase-file", self.new).want(DONE)
        Vault(vault.path, self.new).sound()


class Removal(Subject):
    """Records that go for good: all of them or none, and once it was said that they are gone, gone."""

    def __init__(self, scratch, start, name, command, gone):
        self.gone = gone
        super().__init__(scratch, start, name, command, False)

    def examine(self, vault, run):
        ids = {r["id"] for r in vault.records()}
        holds(set(self.stay()) <= ids, "a record that nobody removed is gone")
        left = ids & self.gone
        holds(left in (set(), self.gone), f"half of it is gone: {left}")
        holds(not left or not run.out, f"said to be removed, and there: {left}")
        vault.sound()
        again = vault.json(*self.command)
        again.want(*((DONE,) if left else (FAILED,)))
        holds(left or "was removed for good" in again.err, again.err)
        equal(essence(vault.records()), essence(self.after), "records in the end")
        equal(vault.sound()["levels"]["originals"]["checked"], self.kept, "files that stay")
        equal(len(objects(vault)), self.kept, "files on the disk, and none that nobody names")

    def stay(self):
        return {r["id"] for r in self.earlier} - self.gone


def objects(vault):
    return [name for _, _, files in os.walk(os.path.join(vault.path, "o")) for name in files]


def inside(path, folder):
    """A path as seen from the folder of that name; the folder itself is empty."""
    _, found, rest = (path + "/").rpartition(f"/{folder}/")
    return rest.rstrip("/") if found else path


class Disk:
    """What would not survive a loss of power: bytes that were not synced, names whose folder was not."""

    def __init__(self, folder):
        self.there = {inside(os.path.join(where, name), os.path.basename(folder))
                      for where, folders, files in os.walk(folder) for name in folders + files}
        self.bytes, self.names = set(), set()

    def take(self, what, path, to=None):
        if what in ("write", "cut"):
            self.bytes.add(path)
        elif what in ("open", "mkdir") and path not in self.there:
            self.there.add(path)
            self.names.add(path)
        elif what == "rename":
            self.names = self.names - {path} | {to}
            self.bytes = self.bytes - {path} | ({to} if path in self.bytes else set())
        elif what == "unlink":
            self.names.discard(path)
            self.bytes.discard(path)
        elif what == "syncfs":
            self.bytes, self.names = set(), set()
        elif what == "sync":
            self.bytes.discard(path)
            self.names = {n for n in self.names if os.path.dirname(n) != path}

    def uncertain(self):
        """The index and the signed heads are made again from these."""
        return sorted(p for p in self.bytes | self.names if p.split("/")[0] in ("l", "o", "h0", "h1"))


def every_call_is_seen(scratch):
    """The program has no way to change a file but those that the library stands in front of."""
    changing = {"write", "writev", "pwrite", "pwritev", "pwritev2", "open", "openat", "creat", "fopen", "freopen", "fdopen",
                "fsync", "fdatasync", "syncfs", "sync", "msync", "truncate", "ftruncate", "fallocate",
                "posix_fallocate", "rename", "renameat", "renameat2", "link", "linkat", "symlink", "symlinkat", "unlink",
                "unlinkat", "remove", "rmdir", "mkdir", "mkdirat", "mknod", "mknodat", "mkstemp", "mkostemp", "tmpfile",
                "copy_file_range", "sendfile", "splice", "tee"}

    def names(*options):
        out = subprocess.run(["nm", "-D", *options], stdout=subprocess.PIPE, check=True, text=True).stdout
        return {line.split()[-1].split("@")[0] for line in out.splitlines()}
    asked = {name for name in names("--undefined-only", DAYBOOK)
             if name.removesuffix("_2").removesuffix("64").strip("_") in changing}
    holds(len(asked) >= 6, f"only {asked}")
    equal(asked - names("--defined-only", KILLAT), set(), "calls that nobody would count")


def canary_is_found(scratch):
    """The search for clear text would notice it."""
    scratch.put("seen/name", "x" + CANARY)
    equal(len(clear_text(scratch.at("seen"))), 1, "files")


def power_loss_would_be_seen(scratch):
    """The search for what is not certain notices a missing sync, of bytes and of a name."""
    os.makedirs(scratch.at("disk", "l"))
    for left_out, wrong in (("none", []), ("l/1", ["l/1"]), ("l", ["l/1"])):
        disk = Disk(scratch.at("disk"))
        for what, path in (("open", "l/1"), ("write", "l/1"), ("sync", "l/1"), ("sync", "l"), ("write", "i")):
            if what != "sync" or path != left_out:
                disk.take(what, path)
        equal(disk.uncertain(), wrong, f"without the sync of {left_out}")


# For every start from here on; nothing is killed yet, and opening a vault costs nothing.
quick_keys()
with Scratch() as scratch:
    case("kill__canary_in_clear_would_be_seen", canary_is_found, scratch)
    case("kill__missing_sync_would_be_seen", power_loss_would_be_seen, scratch)
    case("kill__every_call_is_counted", every_call_is_seen, scratch)
    few, folder = put_exports(scratch, "few"), put_exports(scratch, "in")
    for i in range(6):  # from so many folders on, they are synced with one call
        scratch.put(f"in/door-{i}.txt", f"{CANARY} {i}")
    start = new_vault(scratch)
    start.json("add", "--when", "2024-03-20 10:00", "--what", f"{CANARY} stood at the gate").want(DONE)
    add = Subject(scratch, start, "add", (
        "add", "--when", "2024-03-24 21:05", "--what", f"{CANARY} knocked", "--private", CANARY,
        "--attach", scratch.put("door.jpg", photo())), False)
    bring = Subject(scratch, start, "import", ("import", folder), True)
    new = scratch.put("new.txt", "seven boats below the quiet bridge")
    change = Passphrase(scratch, add.copy("changed"), new)
    filled = start.copy(scratch.at("filled", "vault"))
    filled.json("import", few).want(DONE, DOUBTS)
    renew = Subject(scratch, filled, "renew", ("keys", "renew"), True)
    full = start.copy(scratch.at("full", "vault"))
    full.json("import", few).want(DONE)
    full.json(*add.command).want(DONE)
    rows = full.records()
    goes = {r["id"] for r in rows if CANARY + " knocked" in (r["text"] or "") or
            (r["origin"] and r["origin"]["name"] in ("door.jpg", "sms-20240324.xml"))}
    holds(len(goes) == 22, f"what is to be removed: {len(goes)}")
    names = [r["id"] for r in rows if r["id"] in goes and (r["kind"] == "incident" or "message 0" in (r["text"] or ""))]
    take_out = Removal(scratch, full, "remove", ("remove", *names, "--whole-file", "--yes", "--why", "a mistake"), goes)
    look = Subject(scratch, Subject(scratch, start, "few", ("import", few), True).torn(), "list", ("list", "--all"), True)
    case("kill__torn_entry_is_set_aside", holds, "had not finished was set aside" in look.said, look.said)
    for name, check, *how in (
            ("add_answers_when_it_is_durable", add.durable),
            ("import_answers_when_it_is_durable", bring.durable),
            ("add_at_every_call", add.everywhere, "KILLAT", CHANGES),
            ("add_in_the_middle_of_every_write", add.everywhere, "KILLAT_HALF", {"write"}),
            ("import_at_every_call", bring.everywhere, "KILLAT", CHANGES),
            ("passphrase_answers_when_it_is_durable", change.durable),
            ("passphrase_at_every_call", change.everywhere, "KILLAT", CHANGES),
            ("passphrase_in_the_middle_of_every_write", change.everywhere, "KILLAT_HALF", {"write"}),
            ("renew_answers_when_it_is_durable", renew.durable),
            ("renew_at_every_call", renew.everywhere, "KILLAT", CHANGES, THIN),
            ("remove_answers_when_it_is_durable", take_out.durable),
            ("remove_at_every_call", take_out.everywhere, "KILLAT", CHANGES, THIN),
            ("remove_in_the_middle_of_every_write", take_out.everywhere, "KILLAT_HALF", {"write"}, THIN),
            ("start_after_a_torn_entry_at_every_call", look.everywhere, "KILLAT", CHANGES, THIN)):
        if name in (sys.argv[1:] or [name]):
            case(f"kill__{name}", check, *how)
finish()
