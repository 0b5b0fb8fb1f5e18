# bench/peers.py
# The other programs, each run on the same input as Daybook, where they are installed.
# Not for: judging.  What they also do is said in `does`.
import os
import re
import shutil
import subprocess

from inputs import make_cold, put_aside
from measure import Failed, repeat, run


def installed(program):
    return shutil.which(program) is not None


def version_of(*words):
    try:
        said = subprocess.run(words, capture_output=True, text=True, check=False).stdout
    except OSError:
        return "unknown"
    return said.strip().splitlines()[0] if said.strip() else "unknown"


def speed(algorithm):
    """`openssl speed` over 64 KiB blocks, one second; bytes per second, or None."""
    words = ["openssl", "speed", "-mr", "-seconds", "1", "-bytes", "65536", "-evp", algorithm]
    said = subprocess.run(words, capture_output=True, text=True, check=False).stdout
    found = re.search(r"^\+F:\d+:[^:]+:([0-9.]+)$", said, re.M)
    return float(found.group(1)) if found else None


# What bench-peer-read was built with, by the kind of file.
LIBRARIES = {"xml": "libxml2", "json": "yajl", "mail": "GMime"}


def library(bench, what, path, by_things):
    """MB (or mails) a second of processor time of a library that reads the same file; None when it
    was not there when the bench was built."""
    program = os.path.join(bench.build, "bench", "bench-peer-read")
    if what not in run([program, "names"], bench.work).output.split():
        return None
    said = run([program, what, path, str(bench.times)], bench.work).output
    found = re.search(r" ([0-9.]+) MB/s \d+ things ([0-9.]+) things/s$", said.strip())
    if not found:
        raise Failed(f"bench-peer-read {what}: {said.strip()}")
    return float(found.group(2 if by_things else 1))


class Peer:
    """One program that keeps a folder of files."""

    def __init__(self, bench):
        self.bench = bench
        self.place = os.path.join(bench.work, "peer-" + self.program)

    def start(self):
        put_aside(self.place, self.bench.attic)

    def env(self):
        return {}

    def check(self):
        """Did it do all of the job?  Raises Failed if not."""

    def measure(self, source, times):
        def before():
            self.start()
            make_cold(source)

        series = repeat(self.name, times, self.bench.work, self.words(source), before=before,
                        after=lambda _outcome, _last: self.check(), env=self.env())
        for suffix in ("", "-cache", "-base"):
            put_aside(self.place + suffix, self.bench.attic)
        return series


class Copy(Peer):
    program, name = "cp", "cp + sync"
    does = "copies; no encryption, no hash, nothing read back"

    def words(self, source):
        return ["sh", "-c", 'cp -r "$1" "$2" && sync -f "$2"', "sh", source, self.place]


class Restic(Peer):
    program, name = "restic", "restic backup"
    does = "also deduplicates and compresses; does not read back"

    def env(self):
        return {"RESTIC_REPOSITORY": self.place, "RESTIC_PASSWORD": "measured",
                "RESTIC_CACHE_DIR": self.place + "-cache"}

    def start(self):
        put_aside(self.place, self.bench.attic)
        put_aside(self.place + "-cache", self.bench.attic)
        run(["restic", "init", "-q"], self.bench.work, env=self.env())

    def words(self, source):
        return ["restic", "backup", "-q", source]


class Borg(Peer):
    program, name = "borg", "borg create, repokey"
    does = "also deduplicates and compresses (lz4); does not read back"

    def env(self):
        return {"BORG_REPO": self.place, "BORG_PASSPHRASE": "measured",
                "BORG_BASE_DIR": self.place + "-base"}

    def start(self):
        put_aside(self.place, self.bench.attic)
        put_aside(self.place + "-base", self.bench.attic)
        os.makedirs(self.place + "-base")
        run(["borg", "init", "-e", "repokey"], self.bench.work, env=self.env())

    def words(self, source):
        return ["borg", "create", "::a", source]


class Mu(Peer):
    program, name = "mu", "mu index (Maildir)"
    does = "indexes words of a Maildir; keeps no copy, encrypts nothing"

    def start(self):
        put_aside(self.place, self.bench.attic)
        run(["mu", "init", "--muhome", self.place, "--maildir", self.bench.maildir], self.bench.work)

    def words(self, source):
        return ["mu", "index", "--muhome", self.place, "--quiet"]

    def check(self):
        found = run(["mu", "find", "--muhome", self.place, "--fields", "i", ""], self.bench.work)
        if found.output.count("\n") != self.bench.mails:
            raise Failed(f"mu took in {found.output.count(chr(10))} mails of {self.bench.mails}")


class Notmuch(Peer):
    program, name = "notmuch", "notmuch new (Maildir)"
    does = "indexes words of a Maildir; keeps no copy, encrypts nothing"

    def env(self):
        return {"NOTMUCH_CONFIG": self.place + "/config"}

    def start(self):
        put_aside(self.place, self.bench.attic)
        os.makedirs(self.place + "/database")
        with open(self.place + "/config", "w", encoding="utf-8") as file:
            file.write(f"[database]\npath={self.place}/database\nmail_root={self.bench.maildir}\n"
                       "[user]\nname=Kim Archer\nprimary_email=kim.archer@example.org\n"
                       "[new]\ntags=unread\n")

    def words(self, source):
        return ["notmuch", "new", "--quiet", "--no-hooks"]

    def check(self):
        found = run(["notmuch", "count", "*"], self.bench.work, env=self.env()).output.strip()
        if found != str(self.bench.mails):
            raise Failed(f"notmuch took in {found} mails of {self.bench.mails}")
