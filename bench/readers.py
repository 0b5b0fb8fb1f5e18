# bench/readers.py
# The readers by themselves: how quickly one processor reads a large file of each kind, and with how
# much memory.  Not for: what an import takes (jobs.py).
import os
import re

import peers
from inputs import make_warm, number_of
from measure import Failed, run

PEAK_MAX_MIB = 256
LINE = re.compile(r"^(\S+) (worker|alone) ([0-9.]+) s ([0-9.]+) MB/s (\d+) records ([0-9.]+) records/s "
                  r"\d+ notes peak ([0-9.]+) MiB (\w+)$")


class Read:
    """One line of bench-read: MB and records a second of processor time, the peak in MiB."""

    def __init__(self, bench, path, *options):
        program = os.path.join(bench.build, "bench", "bench-read")
        said = run([program, "--times", str(bench.times), *options, path], bench.work).output
        found = LINE.match(said.strip())
        if not found or found.group(8) != "ok":
            raise Failed(f"bench-read {path}: {said.strip()}")
        self.format = found.group(1)
        self.rate, self.records = float(found.group(4)), int(found.group(5))
        self.records_rate, self.peak_mib = float(found.group(6)), float(found.group(7))


def must_give(reading, expected, name):
    if reading.records != expected:
        raise Failed(f"{name}: {reading.records} records came out, {expected} went in")


def against_peer(bench, what, path, ours, by_things):
    """The library that others read such files with, doing nothing with what it finds."""
    rate = peers.library(bench, what, path, by_things)
    name = peers.LIBRARIES[what]
    if rate is None:
        bench.report.missing(f"{name} alone", name)
        return
    unit = "mails/s" if by_things else "MB/s"
    bench.report.value(f"  {name} alone, same file", rate, unit, bench.times, 0 if by_things else 1)
    bench.report.value(f"  times as quick as {name} alone", ours / rate, "x", bench.times)


def one(bench, name, path, expected, least, what=None, by_records=False):
    report = bench.report
    make_warm(path)
    worker, alone = Read(bench, path), Read(bench, path, "--alone")
    must_give(worker, expected, name)
    ours = worker.records_rate if by_records else worker.rate
    unit = "mails/s" if by_records else "MB/s"
    report.figure(f"{name}, worker, one processor", ours, unit, bench.times, least=least,
                  digits=0 if by_records else 1)
    report.value("  times its limit", ours / least, "x", bench.times)
    report.value("  records a second", worker.records_rate, "records/s", bench.times, 0)
    report.value("  its reader without the frames", alone.rate, "MB/s", bench.times, 1)
    report.value("  its memory", worker.peak_mib, "MiB", bench.times, 0)
    if what:
        against_peer(bench, what, path, ours, by_records)
    return worker


def readers(bench):
    """Every form that comes in gigabytes."""
    report, inputs = bench.report, bench.inputs
    count, mails = bench.sms_count, bench.mail_count
    expected = number_of(count)
    report.title(f"Readers by themselves: {expected:,} messages of each kind, warm cache, processor time")
    peaks = [one(bench, *words) for words in (
        ("SMS XML", inputs.sms(count), expected, 250, "xml"),
        ("Meta JSON", inputs.chat("meta", count), expected, 200, "json"),
        ("Telegram JSON", inputs.chat("telegram", count), expected, 200, "json"),
        # Two lines that nobody sent stand at its begin.
        ("WhatsApp text", inputs.chat("whatsapp", count), expected + 2, 150),
        ("mbox", os.path.join(inputs.mail(mails), "all.mbox"), number_of(mails), 15000, "mail", True))]
    report.figure("readers, highest memory of a worker", max(read.peak_mib for read in peaks), "MiB",
                  bench.times, most=PEAK_MAX_MIB, digits=0)


def large(bench):
    """A mailbox of 12 GB and an XML of 4 GB go through a worker: its memory must not know."""
    report, inputs = bench.report, bench.inputs
    if bench.quick:
        return
    report.title("Files of any size: a mailbox of 12 GB, an XML of 4 GB")
    for name, path in (("mbox", inputs.mailbox("10500k")), ("SMS XML", inputs.sms("11M"))):
        size = os.path.getsize(path)
        reading = Read(bench, path)
        report.value(f"{name} of {size / 1e9:.1f} GB", reading.rate, "MB/s", bench.times, 1)
        report.figure(f"{name} of {size / 1e9:.1f} GB, memory of its worker", reading.peak_mib, "MiB",
                      bench.times, most=PEAK_MAX_MIB, digits=0)
