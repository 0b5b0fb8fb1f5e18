"""What every scenario shares: the programs under test, throw-away vaults, and cases that print one line each.

A scenario runs the real programs from outside and looks only at what a person or a script would see:
exit codes, standard output, standard error, and the bytes on disk."""
import json, os, shutil, subprocess, sys, tempfile, traceback
from concurrent.futures import ThreadPoolExecutor

BUILD = os.path.abspath(os.environ.get("DAYBOOK_BUILD", "build"))
ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
DAYBOOK = os.path.join(BUILD, "daybook")
VERIFY = os.path.join(BUILD, "daybook-verify")
KILLAT = os.path.join(BUILD, os.environ.get("DAYBOOK_KILLAT", "tests/tools/killat.so"))
KILLED = -9
AT_ONCE, MOST_CALLS = 8, 5000  # a run that needs more would not end
PASSPHRASE = "copper lantern under nine bridges"
DONE, FAILED, USAGE, DOUBTS = 0, 1, 2, 3
SKIP = 77
EVERYWHERE = {}  # environment of every program that is started

_bad = 0


class Wrong(AssertionError):
    """A case that did not hold; its text says what was seen."""


def equal(got, want, what=""):
    if got != want:
        raise Wrong(f"{what}: got {got!r}, wanted {want!r}")


def holds(truth, what):
    if not truth:
        raise Wrong(what)


def case(name, check, *args):
    """Runs one check and prints its line; an exception of any kind is a failure."""
    global _bad
    try:
        check(*args)
    except Exception as wrong:  # a test must report whatever went wrong and go on
        _bad += 1
        print(f"[  FAILED  ] {name}", flush=True)
        text = str(wrong) if isinstance(wrong, Wrong) else traceback.format_exc()
        print("    " + text[:2000].replace("\n", "\n    "), flush=True)
        return False
    print(f"[       OK ] {name}", flush=True)
    return True


def finish():
    sys.exit(1 if _bad else 0)


class Run:
    """What one run of a program gave back."""

    def __init__(self, code, out, err):
        self.code, self.out, self.err = code, out, err

    def rows(self):
        return [json.loads(line) for line in self.out.splitlines() if line]

    def one(self):
        rows = self.rows()
        holds(len(rows) == 1, f"one JSON object was expected, got: {self.out[:500]} {self.err[:500]}")
        return rows[0]

    def want(self, *codes):
        holds(self.code in codes,
              f"exit {self.code}, wanted {codes}; out: {self.out[-600:]} err: {self.err[-600:]}")
        return self


def run(program, *args, env=None, timeout=300, stdin=subprocess.DEVNULL, **more):
    clean = {k: v for k, v in os.environ.items() if not k.startswith(("DAYBOOK_", "LD_PRELOAD"))}
    done = subprocess.run([program, *args], stdin=stdin, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          env={**clean, **EVERYWHERE, **(env or {})}, timeout=timeout, **more)
    return Run(done.returncode, done.stdout.decode("utf-8", "surrogateescape"),
               done.stderr.decode("utf-8", "replace"))


def quick_keys():
    """From here on a passphrase costs a hash and not a third of a second of Argon2id, for what asks about something else.

    Vaults made before are not opened any more.  The true price is paid in `commands`, `memory`, `recount` and `reader`."""
    EVERYWHERE.update({"LD_PRELOAD": KILLAT, "KILLAT_QUICK": "1"})


def every_call(one, thin=1):
    """Kills at call 1, 1 + thin …, until several runs get through: how many calls there are differs a little from run to run.

    one(n) returns whether it came to that, and what was wrong, or nothing.  Returns how many were killed, and all that was wrong."""
    wrong, count = [], 0
    with ThreadPoolExecutor(2) as pool:
        for first in range(1, MOST_CALLS, AT_ONCE * thin):
            answers = list(pool.map(one, range(first, first + AT_ONCE * thin, thin)))
            wrong += [w for _, w in answers if w]
            count += sum(k for k, _ in answers)
            if not any(k for k, _ in answers):
                break
    return count, wrong


class Scratch:
    """A folder of its own that is gone afterwards."""

    def __enter__(self):
        self.path = tempfile.mkdtemp(prefix="daybook-scenario-")
        return self

    def __exit__(self, *ignored):
        subprocess.run(["chmod", "-R", "u+rwX", self.path], stderr=subprocess.DEVNULL)
        shutil.rmtree(self.path, ignore_errors=True)

    def at(self, *names):
        return os.path.join(self.path, *names)

    def put(self, name, content):
        path = self.at(name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as file:
            file.write(content if isinstance(content, bytes) else content.encode("utf-8"))
        return path


class Vault:
    """A vault in a folder, its passphrase in a file beside it."""

    def __init__(self, path, secret):
        self.path, self.secret = path, secret

    def run(self, *args, **more):
        return run(DAYBOOK, "--vault", self.path, "--passphrase-file", self.secret, *args, **more)

    def json(self, *args, **more):
        return self.run("--json", *args, **more)

    def records(self, *args):
        return self.json("list", "--all", *args).want(DONE).rows()

    def sound(self):
        """`check` re-reads everything; the vault must be whole."""
        report = self.json("check").want(DONE).one()
        holds(report["ok"] and not report["problems"], f"the vault is harmed: {report['problems'][:3]}")
        return report

    def copy(self, path):
        shutil.copytree(self.path, path, symlinks=True)
        return Vault(path, self.secret)


def new_vault(scratch, name="vault"):
    secret = scratch.put("passphrase.txt", PASSPHRASE)
    vault = Vault(scratch.at(name), secret)
    vault.run("create", "--memory", "64").want(DONE)
    return vault
