# bench/measure.py
# One command run and watched: wall time, processor time and the highest memory of every process of
# its tree.  Not for: what is run or how it is judged (jobs.py, report.py).
#
# Memory is VmHWM of /proc/PID/status, read every 20 ms for the command and all its descendants.  The
# kernel keeps that mark itself, so a peak between two readings is not missed; only a process that
# lives less than 20 ms is.  A child that has not yet called exec still shows its parent's memory
# and is left out.
import os
import statistics
import subprocess
import threading
import time

SAMPLE_S = 0.02


class Failed(Exception):
    """A command that did not end as it should; the text says which and why."""


def be_urgent():
    """Ask for the processors before other programs, on a machine that has other things to do.  All
    that is measured gets the same.  Needs root; returns whether it was granted."""
    try:
        os.setsid()
    except OSError:
        pass  # a session leader already
    try:
        with open("/proc/self/autogroup", "w", encoding="ascii") as file:
            file.write("-15")
        os.setpriority(os.PRIO_PROCESS, 0, -10)
    except OSError:
        return False
    return True


class Outcome:
    """What one run came to.  Times in seconds, memory in bytes, keyed by role."""

    def __init__(self):
        self.wall_s = self.cpu_s = 0.0
        self.code = 0
        self.peaks = {}
        self.first_seen_s = {}
        self.last_seen_s = {}
        self.output = ""


def read_file(path):
    try:
        with open(path, "rb") as file:
            return file.read()
    except OSError:
        return b""


def children_of(pid):
    found = []
    try:
        tasks = os.listdir(f"/proc/{pid}/task")
    except OSError:
        return found
    for task in tasks:
        found += [int(word) for word in read_file(f"/proc/{pid}/task/{task}/children").split()]
    return found


def high_water_bytes(pid):
    for line in read_file(f"/proc/{pid}/status").splitlines():
        if line.startswith(b"VmHWM:"):
            return int(line.split()[1]) * 1024
    return 0


def role_of(command):
    words = command.split(b"\0")
    if b"--worker" in words:
        return "worker"
    return os.path.basename(words[0]).decode("utf-8", "replace")


class Watch(threading.Thread):
    """Follows a process tree until told to stop."""

    def __init__(self, pid, begin, outcome):
        super().__init__(daemon=True)
        self.pid, self.begin, self.outcome = pid, begin, outcome
        self.over = threading.Event()

    def take(self, pid, above):
        command = read_file(f"/proc/{pid}/cmdline")
        if command and command != above:
            role, now = role_of(command), time.monotonic() - self.begin
            peak = high_water_bytes(pid)
            if peak:
                self.outcome.peaks[role] = max(peak, self.outcome.peaks.get(role, 0))
                self.outcome.first_seen_s.setdefault(role, now)
                self.outcome.last_seen_s[role] = now
        for child in children_of(pid):
            self.take(child, command)

    def run(self):
        while not self.over.is_set():
            self.take(self.pid, None)
            self.over.wait(SAMPLE_S)


def run(words, work, env=None, codes=(0,), stdin=None):
    """Run one command to its end.  Its output goes through files, so that nobody waits for us."""
    outcome = Outcome()
    out_path, err_path = os.path.join(work, "stdout"), os.path.join(work, "stderr")
    surroundings = dict(os.environ, LC_ALL="C.UTF-8", **(env or {}))
    with open(out_path, "wb") as out, open(err_path, "wb") as err:
        begin = time.monotonic()
        child = subprocess.Popen(words, stdin=stdin or subprocess.DEVNULL, stdout=out, stderr=err,
                                 env=surroundings)
        watch = Watch(child.pid, begin, outcome)
        watch.start()
        _, status, usage = os.wait4(child.pid, 0)
        outcome.wall_s = time.monotonic() - begin
    watch.over.set()
    watch.join()
    child.returncode = outcome.code = os.waitstatus_to_exitcode(status)
    outcome.cpu_s = usage.ru_utime + usage.ru_stime
    outcome.output = read_file(out_path).decode("utf-8", "replace")
    if outcome.code not in codes:
        said = read_file(err_path).decode("utf-8", "replace").strip() or outcome.output[-400:]
        raise Failed(f"{' '.join(words[:6])} … ended with {outcome.code}: {said[-600:]}")
    return outcome


class Series:
    """Repeated runs of one thing; the figures are medians, the peaks the highest of all runs."""

    def __init__(self, name, outcomes):
        self.name, self.outcomes = name, outcomes
        self.n = len(outcomes)
        self.wall_s = statistics.median(o.wall_s for o in outcomes)
        self.cpu_s = statistics.median(o.cpu_s for o in outcomes)
        self.peaks = {}
        for outcome in outcomes:
            for role, peak in outcome.peaks.items():
                self.peaks[role] = max(peak, self.peaks.get(role, 0))

    def median(self, value):
        return statistics.median(value(o) for o in self.outcomes)

    def all_s(self):
        return [round(o.wall_s, 3) for o in self.outcomes]


def repeat(name, times, work, words, before=None, after=None, **options):
    """`before` makes the same start for every run, `after` may look at it or clear away; neither is
    timed.  What a run left to be written is written before the next begins."""
    outcomes = []
    for number in range(times):
        if before:
            before()
        os.sync()
        outcome = run(words, work, **options)
        os.sync()
        outcomes.append(outcome)
        if after:
            after(outcome, number + 1 == times)
    return Series(name, outcomes)
