# bench/vault.py
# A vault to measure with, and what opening it costs by itself.  Not for: judging.
import ctypes
import ctypes.util
import json
import os
import statistics
import time

from inputs import put_aside
from measure import Failed, repeat, run

PASSPHRASE = "measured rather than guessed"
ARGON2ID13 = 2


class Vault:
    def __init__(self, bench, name, memory_mib=None):
        self.bench, self.memory_mib = bench, memory_mib
        self.path = os.path.join(bench.work, name)
        self.secret = os.path.join(bench.work, "passphrase")
        with open(self.secret, "w", encoding="ascii") as file:
            file.write(PASSPHRASE + "\n")

    def words(self, *words):
        return [self.bench.daybook, "--vault", self.path, "--passphrase-file", self.secret, "--json",
                *words]

    def fresh(self):
        self.forget()
        memory = ["--memory", str(self.memory_mib)] if self.memory_mib else []
        run(self.words("create", *memory), self.bench.work)

    def forget(self):
        put_aside(self.path, self.bench.attic)

    def exists(self):
        return os.path.exists(self.path)

    def run(self, *words, codes=(0, 3)):
        return run(self.words(*words), self.bench.work, codes=codes)

    def repeat(self, name, times, *words, **options):
        return repeat(name, times, self.bench.work, self.words(*words), codes=(0, 3), **options)

    def stretch_cost(self):
        """Memory in KiB and passes, where docs/format/vault.md section 3 puts them."""
        with open(os.path.join(self.path, "h0"), "rb") as file:
            head = file.read(12)
        return int.from_bytes(head[4:8], "little"), int.from_bytes(head[8:12], "little")

    def stretch_s(self, times):
        """The key derivation alone: the same libsodium call at the same cost, in this process."""
        name = ctypes.util.find_library("sodium") or "libsodium.so.23"
        try:
            sodium = ctypes.CDLL(name)
        except OSError:
            return None
        memory_kib, passes = self.stretch_cost()
        out, salt = ctypes.create_string_buffer(64), bytes(16)
        secret = PASSPHRASE.encode()
        took = []
        for _ in range(times):
            begin = time.monotonic()
            code = sodium.crypto_pwhash(out, ctypes.c_ulonglong(64), secret,
                                        ctypes.c_ulonglong(len(secret)), salt,
                                        ctypes.c_ulonglong(passes),
                                        ctypes.c_size_t(memory_kib * 1024), ARGON2ID13)
            took.append(time.monotonic() - begin)
            if code != 0:
                return None
        return statistics.median(took)


def objects_of(text):
    """The JSON objects of a command's output, one a line."""
    found = []
    for line in text.splitlines():
        if line.startswith("{"):
            found.append(json.loads(line))
    return found


def records_of(outcome):
    return sum(item.get("records") or 0 for item in objects_of(outcome.output))


def must_hold(outcome, expected, what):
    found = records_of(outcome)
    if found != expected:
        raise Failed(f"{what}: {found} records came out, {expected} went in")
