"""What a person does with a diary: for each act a folder to start from, one command, and what must hold however it ended."""
import hashlib, os, shutil, zipfile
from scenario import *
from scenario import run as program

CANARY = "Quillonby-canary-7313"  # stands in every input; never in clear on the disk
MANY = 1000


def essence(rows):
    """What must be the same whichever way a vault came to hold it."""
    return sorted((r["kind"], r["channel"], r["at"] or "", r["text"] or "", r["origin"]["original"] or "" if r["origin"] else "",
                   tuple((a["name"], a["sha256"]) for a in r["attachments"])) for r in rows)


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


def sms(count):
    rows = "".join(f'<sms protocol="0" address="+447700900202" date="{1711314307000 + i * 60000}" type="1" '
                   f'body="{CANARY} message {i}" read="1" status="-1" contact_name="Daniel Reed" />\n' for i in range(count))
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<smses count="{count}">\n{rows}</smses>\n'


def chat():
    lines = [f"24/03/2024, 21:{m:02} - Daniel Reed: {CANARY} chat {m}" for m in range(10)]
    return "\n".join(lines + ["24/03/2024, 21:30 - Daniel Reed: IMG-20240324-WA0003.jpg (file attached)", ""])


def photo():
    """A small JPEG with a comment that holds the canary."""
    words = CANARY.encode()
    comment = b"\xff\xfe" + (len(words) + 2).to_bytes(2, "big") + words
    return b"\xff\xd8" + comment + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00" + bytes(3000) + b"\xff\xd9"


def put_exports(scratch, name):
    """A backup of texts and a chat with a picture; the folder."""
    scratch.put(f"{name}/sms-20240324.xml", sms(20))
    with zipfile.ZipFile(scratch.at(name, "WhatsApp Chat with Daniel Reed.zip"), "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("WhatsApp Chat with Daniel Reed.txt", chat())
        archive.writestr("IMG-20240324-WA0003.jpg", photo() + b"2")
    return scratch.at(name)


class Act:
    """One command in a copy of a folder that holds "vault" and what else it needs.

    In the words of the command "{}" stands for that folder."""
    twice = {DONE}  # what the same command may answer after it was done
    begins = False  # there is no vault before it
    needs_room = True
    dies = False  # the libraries that draw pages end the program when there is no memory; the vault stays whole

    def __init__(self, scratch, name, start, *command):
        self.scratch, self.name, self.start, self.command = scratch, name, start, command
        self.secret = scratch.at("passphrase.txt")
        self.earlier = [] if self.begins else self.vault(start).records()
        folder = self.copy("undisturbed")
        self.do(folder).want(DONE)
        self.after = self.vault(folder).records()
        self.sound(folder)
        shutil.rmtree(folder)

    def copy(self, tag):
        folder = self.scratch.at(f"{self.name}-{tag}")
        shutil.copytree(self.start, folder, symlinks=True)
        os.makedirs(os.path.join(folder, "tmp"), exist_ok=True)
        return folder

    def vault(self, folder):
        return Vault(os.path.join(folder, "vault"), self.secret)

    def do(self, folder, **more):
        tmp = os.path.join(folder, "tmp")
        env = {"TMPDIR": tmp, "HOME": tmp, "XDG_DATA_HOME": tmp, **more.pop("env", {})}
        return self.vault(folder).json(*[word.replace("{}", folder) for word in self.command], env=env, **more)

    def in_clear(self, folder):
        """Clear text where none may be: beside what the person brought and asked for."""
        return [path for part in ("vault", "copy", "given", "tmp") for path in clear_text(os.path.join(folder, part))]

    def sound(self, folder):
        self.vault(folder).sound()

    def whole(self, folder, run):
        """After it was stopped, refused or done: nothing is lost, nothing is half; doing it again does it."""
        equal(self.in_clear(folder), [], "clear text")
        there = self.kept(folder, run)
        self.do(folder).want(*({DONE} if there is False else self.twice))
        equal(set(essence(self.vault(folder).records())), set(essence(self.after)), "records after the same command again")
        self.sound(folder)
        equal(self.in_clear(folder), [], "clear text after the next starts")

    def unread(self, folder, run):
        """Records that stand for files which were kept and could not be read this time."""
        return set()

    def kept(self, folder, run):
        have = set(essence(self.vault(folder).records()))
        holds(set(essence(self.earlier)) <= have, "an earlier record is gone")
        extra = have - set(essence(self.after)) - self.unread(folder, run)
        holds(not extra, f"a record nobody wrote: {sorted(extra)[:3]}")
        if run.code == DONE:
            equal(have, set(essence(self.after)), "said to be done")
        self.sound(folder)


def digests(folder):
    """Name and SHA-256 of each file there."""
    out = set()
    for path, _, names in os.walk(folder):
        for name in names:
            with open(os.path.join(path, name), "rb") as file:
                out.add((name, hashlib.sha256(file.read()).hexdigest()))
    return out


class Import(Act):
    """Every file is kept; one that could not be read for want of memory is read by the next import."""

    def unread(self, folder, run):
        """Told in the report; where memory ran out behind it there is none, and any of the files may be one."""
        if run.code == DOUBTS:
            files = {(r["original"]["name"], r["original"]["sha256"]) for r in run.rows() if r["status"] == "kept" and r["why"]}
        else:
            files = set() if run.code == DONE else digests(os.path.join(folder, "in"))
        return {("document", "file", "", "", digest, ((name, digest),)) for name, digest in files}


class Index(Act):
    """Made anew from the log; without room it is kept in memory."""
    needs_room = False


class Begin(Act):
    """A vault where there was none: either it opens, or the same command makes it."""
    begins = True
    twice = {DONE, FAILED}

    def kept(self, folder, run):
        """Returns whether there is one."""
        there = self.vault(folder).json("list").code == DONE
        holds(there or run.code != DONE, "said to be made, and does not open")
        if there:
            self.sound(folder)
        return there


class Restore(Begin):
    """Until it is finished the same command goes on."""

    def kept(self, folder, run):
        unfinished = os.path.exists(os.path.join(folder, "vault", "b"))
        holds(not unfinished or run.code != DONE, "said to be ready, and is not")
        return False if unfinished else super().kept(folder, run)


class Correct(Act):
    """The earlier wording or the later, never both."""
    twice = {DONE, FAILED}  # that version was corrected already

    def kept(self, folder, run):
        have = essence(self.vault(folder).records())
        holds(have == essence(self.after) or (run.code != DONE and have == essence(self.earlier)), "neither version alone")
        self.sound(folder)


class Remove(Act):
    """All of it or nothing."""
    twice = {DONE, FAILED}

    def kept(self, folder, run):
        have = essence(self.vault(folder).records())
        holds(have == essence(self.after) or (run.code != DONE and have == essence(self.earlier)), "half of it is gone")
        self.sound(folder)


class Change(Act):
    """Of the passphrase: the old or the new one opens, and the new one once that was said."""
    needs_room = False  # the headers are written in their place

    def vault(self, folder):
        new = Vault(os.path.join(folder, "vault"), os.path.join(folder, "new.txt"))
        return new if os.path.exists(new.secret) and new.json("list").code == DONE else super().vault(folder)


class Copy(Act):
    """The copy elsewhere is a vault as soon as it can be taken for one."""

    def kept(self, folder, run):
        super().kept(folder, run)
        copy = Vault(os.path.join(folder, "copy"), self.secret)
        if run.code == DONE or os.path.exists(os.path.join(copy.path, "h0")):
            copy.sound()


class Give(Act):
    """What is handed over opens with its words, or was never said to be ready."""
    twice = {DONE, FAILED}  # nobody knows the words of one that was stopped: another folder is named

    def kept(self, folder, run):
        super().kept(folder, run)
        if run.code == DONE:
            words = self.scratch.put(f"{os.path.basename(folder)}-words", run.one()["recovery_words"])
            Vault(os.path.join(folder, "given"), words).sound()
        shutil.rmtree(os.path.join(folder, "given"), ignore_errors=True)


class Pack(Act):
    """A pack that has its name is whole; what was not finished stands beside it, and it is said."""
    dies = True

    def kept(self, folder, run):
        super().kept(folder, run)
        out = os.path.join(folder, "pack")
        if run.code == DONE or os.path.exists(out):
            program(VERIFY, out).want(DONE)
        left = [path for path in (out + ".wait.part", out + ".part") if os.path.exists(path)]
        if left:
            again = self.do(folder).want(FAILED)
            holds("was not finished stands at" in again.err and "delete it" in again.err, again.err)
        for path in left:
            shutil.rmtree(path) if os.path.isdir(path) else os.unlink(path)
        shutil.rmtree(out, ignore_errors=True)


def filled(scratch):
    """The folder that most acts start from: entries, a file, two imports, a corrected incident."""
    vault = new_vault(scratch, os.path.join("filled", "vault"))
    scratch.put("filled/in/door.jpg", photo())
    vault.json("add", "--when", "2024-03-20 10:00", "--what", f"{CANARY} stood at the gate", "--attach",
               scratch.at("filled", "in", "door.jpg")).want(DONE)
    vault.copy(scratch.at("begin-import", "vault"))
    shutil.copytree(put_exports(scratch, "filled/in"), scratch.at("begin-import", "in"))
    vault.json("import", scratch.at("filled", "in")).want(DONE, DOUBTS)
    vault.json("add", "--when", "2024-03-24 21:05", "--what", f"{CANARY} knocked", "--private", CANARY).want(DONE)
    return vault


def acts(scratch):
    """All of them, by name.  The folders they start from are made here."""
    vault = filled(scratch)
    start = os.path.dirname(vault.path)
    knocked, gate = [next(r["id"] for r in vault.records() if word in (r["text"] or "")) for word in ("knocked", "gate")]

    def begin(name, **parts):
        """A start with nothing in it but these parts of the filled one."""
        for to, of in parts.items():
            shutil.copytree(of, scratch.at(name, to))
        os.makedirs(scratch.at(name), exist_ok=True)
        return scratch.at(name)
    copy, given = scratch.at("backup-of-it"), scratch.at("given-by-her")
    vault.json("backup", copy).want(DONE)
    her = new_vault(scratch, "hers")
    her.json("add", "--when", "2024-04-01", "--what", f"{CANARY} I saw him", "--attach", scratch.at("filled", "in", "door.jpg")).want(DONE)
    words = her.json("handover", given, "--name", "Kasia Halden").want(DONE).one()["recovery_words"]
    scratch.put("begin-many/in/sms.xml", sms(MANY))
    scratch.put("begin-phrase/new.txt", "seven boats below the quiet bridge")
    unindexed = begin("begin-index", vault=vault.path)
    for name in os.listdir(os.path.join(unindexed, "vault")):
        if name == "i" or name.startswith("i-"):
            os.unlink(os.path.join(unindexed, "vault", name))
    merged = begin("begin-merge", vault=vault.path, given=given)
    scratch.put("begin-merge/words.txt", words)
    out = [
        Begin(scratch, "create", begin("begin-nothing"), "create", "--memory", "64"),
        Act(scratch, "add", start, "add", "--when", "2024-03-25 08:00", "--what", f"{CANARY} rang", "--attach", "{}/in/door.jpg"),
        Import(scratch, "import", scratch.at("begin-import"), "import", "{}/in"),
        Import(scratch, "import-many", begin("begin-many", vault=vault.path), "import", "{}/in"),
        Correct(scratch, "correct", start, "correct", knocked, "--what", f"{CANARY} knocked twice", "--why", "remembered"),
        Remove(scratch, "remove", start, "remove", gate, "--yes", "--why", "a mistake"),
        Change(scratch, "passphrase", begin("begin-phrase", vault=vault.path), "keys", "passphrase",
               "--new-passphrase-file", "{}/new.txt"),
        Act(scratch, "renew", start, "keys", "renew"),
        Copy(scratch, "backup", start, "backup", "{}/copy"),
        Restore(scratch, "restore", begin("begin-restore", copy=copy), "restore", "{}/copy"),
        Index(scratch, "index", unindexed, "list"),
        Act(scratch, "merge", merged, "merge", "{}/given", "--from", "Kasia Halden", "--other-passphrase-file", "{}/words.txt"),
        Give(scratch, "handover", start, "handover", "{}/given", "--name", "Nadia Novak"),
        Pack(scratch, "pack", start, "pack", "--out", "{}/pack"),
    ]
    return {act.name: act for act in out}
