# bench/jobs.py
# What is measured, one function for each group of figures (bench/README.md explains them).
# Not for: how a run is watched (measure.py) or printed (report.py).
import os
import re
import statistics

import peers
from inputs import make_cold, make_warm, number_of, put_aside, size_of
from measure import Failed, run
from readers import PEAK_MAX_MIB, large, readers
from report import MIB, peaks_text
from vault import Vault, must_hold

LEAST_MEMORY_MIB = 64  # the least that `create --memory` takes, so that other peaks are seen


def speed(bench):
    report = bench.report
    report.title("What this machine can do")
    if not peers.installed("openssl"):
        report.missing("openssl speed", "openssl")
        return
    for algorithm in ("sha256", "chacha20-poly1305"):
        rate = peers.speed(algorithm)
        if rate:
            report.value(f"openssl speed {algorithm}, 64 KiB", rate / 1e6, "MB/s", 1, 0)
    path = bench.inputs.sms(bench.sms_count)
    size = os.path.getsize(path)
    make_warm(path)
    for words in (["openssl", "dgst", "-sha256", path], ["sha256sum", path]):
        if not peers.installed(words[0]):
            report.missing(" ".join(words[:-1]), words[0])
            continue
        outcomes = [run(words, bench.work) for _ in range(bench.times)]
        rate = statistics.median(size / outcome.wall_s / 1e6 for outcome in outcomes)
        report.value(f"{' '.join(words[:-1])}, one warm file", rate, "MB/s", bench.times, 0)


# --- 1: keeping originals ---

def keeping_words(bench):
    """The option that stops once all is kept, where this build has it."""
    said = run([bench.daybook, "import", "--help"], bench.work).output
    return ["--keep-only"] if "--keep-only" in said else []


def keep(bench):
    report = bench.report
    source = bench.inputs.mixed(bench.mixed_size)
    size, count = size_of(source)
    report.title(f"Keeping originals: {size / 1e6:.0f} MB, {count:,} files, cold cache")
    vault = Vault(bench, "vault-mixed")
    only = keeping_words(bench)

    def before():
        vault.fresh()
        make_cold(source)

    ours = vault.repeat("daybook import" + ("".join(" " + word for word in only)), bench.times,
                        "import", *only, source, before=before)
    report.series(ours, size)
    keeping_s = ours.wall_s
    if not only:
        keeping_s = ours.median(lambda o: o.first_seen_s.get("worker", o.wall_s))
        report.value("daybook: until the first file is read", keeping_s, "s", ours.n)
    stretch_s = vault.stretch_s(bench.times)
    if stretch_s:
        report.value("of that, deriving the key from the passphrase", stretch_s, "s", bench.times)
    disk_alone(bench, size)
    stored, _ = size_of(vault.path)
    report.value("vault on the disk, times the originals", stored / size, "x", 1)
    for peer, least in ((peers.Copy(bench), 0.5), (peers.Restic(bench), 3), (peers.Borg(bench), 2.5)):
        keep_against(bench, peer, source, size, keeping_s, stretch_s, least)


def disk_alone(bench, size):
    """What the disk needs for the same bytes read, written and read back, past the cache, one after
    the other: no program that reads back from the disk can be quicker than about this."""
    probe = os.path.join(bench.work, "disk-probe")
    block, count = 4 * MIB, 256
    try:
        write = run(["dd", "if=/dev/zero", f"of={probe}", f"bs={block}", f"count={count}",
                     "oflag=direct"], bench.work).wall_s
        read = run(["dd", f"if={probe}", "of=/dev/null", f"bs={block}", "iflag=direct"],
                   bench.work).wall_s
    except Failed as why:
        bench.report.failed("the disk alone", why)
        return
    os.unlink(probe)
    bench.report.value("the disk alone: the same bytes read, written, read back (dd, direct)",
                       (write + 2 * read) * size / (block * count), "s", 1)


def keep_against(bench, peer, source, size, keeping_s, stretch_s, least):
    report = bench.report
    if not peers.installed(peer.program):
        report.missing(peer.name, peer.program)
        return
    try:
        series = peer.measure(source, bench.times)
    except Failed as why:
        report.failed(peer.name, why)
        return
    report.series(series, size)
    report.note(f"  ({peer.name}: {peer.does})")
    report.figure(f"keeping, times as quick as {peer.name}", series.wall_s / keeping_s, "x", series.n,
                  least=least)
    if stretch_s and keeping_s > stretch_s:
        report.value("  the same without deriving the key", series.wall_s / (keeping_s - stretch_s),
                     "x", series.n)


def read_what_is_kept(bench, vault, count):
    """Reading is a job of its own, begun by the next opening; a worker is started for each file."""
    outcome = vault.run("list", "--limit", "1")
    bench.report.value("first: reading the kept files, one worker each", outcome.wall_s, "s", 1)
    bench.report.value("  files read", count / outcome.wall_s, "files/s", 1, 0)


# --- 2: messages ---

def phases(series):
    def kept(outcome):
        return outcome.first_seen_s.get("worker", 0)

    def was_read(outcome):
        return outcome.last_seen_s.get("worker", 0)

    return (series.median(kept), series.median(lambda o: was_read(o) - kept(o)),
            series.median(lambda o: o.wall_s - was_read(o)))


def import_once(bench, vault, name, path, expected, times):
    def before():
        vault.fresh()
        make_cold(path)

    def after(outcome, _last):
        must_hold(outcome, expected, name)

    series = vault.repeat(name, times, "import", path, before=before, after=after)
    bench.report.series(series, expected, "records/s", 1)
    kept, reading, indexing = phases(series)
    bench.report.note(f"  opened and kept after {kept:.2f} s, worker {reading:.2f} s, the rest "
                      f"{indexing:.2f} s (to 20 ms)")
    return series


def peak_mib(series):
    return max(series.peaks.values(), default=0) / MIB


def sms(bench):
    report = bench.report
    path = bench.inputs.sms(bench.sms_count)
    expected = number_of(bench.sms_count)
    report.title(f"{expected:,} SMS in one XML file of {os.path.getsize(path) / 1e6:.0f} MB, cold cache")
    usual = Vault(bench, "vault-sms-usual")
    series = import_once(bench, usual, "daybook import, vault as made by create", path, expected,
                         bench.times)
    report.note("  (its key derivation takes 256 MiB in the main process by design)")
    report.figure(f"{bench.sms_count} SMS kept, read, logged, indexed", series.wall_s, "s", series.n,
                  most=15 * expected / 1e6)
    report.figure("short messages into a vault", expected / series.wall_s, "/s", series.n,
                  least=80000, digits=0)
    report.value("  times its limit", expected / series.wall_s / 80000, "x", series.n)
    usual.forget()
    small = Vault(bench, "vault-sms", LEAST_MEMORY_MIB)
    series = import_once(bench, small, f"daybook import, create --memory {LEAST_MEMORY_MIB}", path,
                         expected, bench.times)
    report.figure(f"{bench.sms_count} SMS, highest memory of a process", peak_mib(series), "MiB",
                  series.n, most=PEAK_MAX_MIB, digits=0)
    bench.one_million_s = series.wall_s


def sms_many(bench):
    """Ten times as many: does the time grow in step, and the memory not at all?"""
    report = bench.report
    if bench.quick:
        return
    report.title("10,000,000 SMS in one XML file, cold cache")
    path = bench.inputs.sms("10M")
    many = Vault(bench, "vault-sms-10m", LEAST_MEMORY_MIB)
    series = import_once(bench, many, f"10M SMS, create --memory {LEAST_MEMORY_MIB}", path,
                         10 * 1000 * 1000, 1)
    if bench.one_million_s:
        report.figure("10M SMS, times the time of 1M", series.wall_s / bench.one_million_s, "x", 1,
                      most=11)
    report.figure("10M SMS, highest memory of a process", peak_mib(series), "MiB", 1,
                        most=PEAK_MAX_MIB, digits=0)
    many.forget()


# --- 3: search ---

SEARCH_LINE = re.compile(r"^\s*(.+?)\s+p50\s+([0-9.]+) ms\s+p99\s+([0-9.]+) ms")
SEARCH_LIMITS = {
    "two words": ("two-word search, p99", 10),
    "word in most rows, first page": ("word in nearly every message, first page, p99", 20),
    "list, any page": ("a page of list, p99", 20),
    "list by four filters, any page": ("a page of list by four filters, p99", 20),
}


def search(bench):
    report = bench.report
    rows = number_of(bench.sms_count)
    report.title(f"Search in an open index of {rows:,} records (bench-search)")
    program = os.path.join(bench.build, "bench", "bench-search")
    place = os.path.join(bench.work, "index")
    put_aside(place, bench.attic)
    os.makedirs(place)
    outcome = run([program, str(rows), place], bench.work)
    put_aside(place, bench.attic)
    for line in outcome.output.splitlines():
        report.note(line.strip())
        found = SEARCH_LINE.match(line)
        if found and found.group(1) in SEARCH_LIMITS:
            name, most = SEARCH_LIMITS[found.group(1)]
            report.figure(name, float(found.group(3)), "ms", 300, most=most)
    report.note(f"highest memory: {peaks_text(outcome.peaks)}")
    opening(bench)


# --- the picture ---

PICTURE_LINE = re.compile(r"^\s*picture and its (JSON|page)\s+best\s+([0-9.]+) ms\s+p50\s+([0-9.]+) ms")


def picture(bench):
    """From the roll-up of an open index; best of 15, the cache warm."""
    report = bench.report
    report.title("The picture of an open index (bench-picture)")
    program = os.path.join(bench.build, "bench", "bench-picture")
    place = os.path.join(bench.work, "picture")
    many = 500 * 1000 if bench.quick else 10 * 1000 * 1000
    for rows, most in ((50 * 1000, 150), (many, 400)):
        put_aside(place, bench.attic)
        os.makedirs(place)
        outcome = run([program, str(rows), place], bench.work)
        put_aside(place, bench.attic)
        for line in outcome.output.splitlines():
            report.note(line.strip())
            found = PICTURE_LINE.match(line)
            if found:
                report.figure(f"picture of {rows:,} records with its {found.group(1)}", float(found.group(2)), "ms", 15, most=most)
        report.note(f"highest memory: {peaks_text(outcome.peaks)}")


def opening(bench):
    """Through the whole program, on the vault of real records."""
    report = bench.report
    vault = Vault(bench, "vault-sms", LEAST_MEMORY_MIB)
    if not vault.exists():
        vault.fresh()
        vault.run("import", bench.inputs.sms(bench.sms_count))
    times = 3 * bench.times
    stretch_s = vault.stretch_s(times)
    listed = vault.repeat("daybook list --limit 1, open to exit", times, "list", "--limit", "1")
    report.series(listed)
    for query in ("copper marigold", "you"):
        report.series(vault.repeat(f"daybook search '{query}', open to exit", times, "search", query))
    if stretch_s is None:
        report.missing("key derivation alone", "libsodium")
        return
    report.value("key derivation alone (same libsodium call)", stretch_s, "s", times, 3)
    report.figure("opening a vault, beyond its key derivation", (listed.wall_s - stretch_s) * 1e3, "ms",
                  times, most=100, digits=0)


# --- 4: e-mail ---

def mail(bench):
    report = bench.report
    folder = bench.inputs.mail(bench.mail_count)
    box, bench.maildir = os.path.join(folder, "all.mbox"), os.path.join(folder, "maildir")
    bench.mails = number_of(bench.mail_count)
    report.title(f"{bench.mails:,} e-mails, {os.path.getsize(box) / 1e6:.0f} MB, cold cache")
    report.note("Daybook takes them as one mbox, mu and notmuch as a Maildir with the same mails:")
    report.note("the container differs, the mails do not.")
    vault = Vault(bench, "vault-mail")
    ours = import_once(bench, vault, "daybook import (mbox)", box, bench.mails, bench.times)
    vault.forget()
    for peer, least in ((peers.Mu(bench), 8), (peers.Notmuch(bench), 10)):
        if not peers.installed(peer.program):
            report.missing(peer.name, peer.program)
            continue
        try:
            series = peer.measure(bench.maildir, 1)
        except Failed as why:
            report.failed(peer.name, why)
            continue
        report.series(series, bench.mails, "mails/s", 1)
        report.note(f"  ({peer.name}: {peer.does})")
        report.figure(f"e-mail, times as quick as {peer.name}", series.wall_s / ours.wall_s, "x", 1,
                      least=least)


# --- 5: checking a pack ---

def verify(bench):
    report = bench.report
    source = bench.inputs.mixed(bench.mixed_size)
    pack = os.path.join(bench.work, "pack")
    report.title("Checking a pack, warm cache")
    vault = Vault(bench, "vault-mixed")
    if not vault.exists():
        vault.fresh()
        vault.run("import", *keeping_words(bench), source)
    read_what_is_kept(bench, vault, size_of(source)[1])
    put_aside(pack, bench.attic)
    made = vault.run("pack", "--out", pack)
    size, count = size_of(pack)
    report.value(f"daybook pack: {count:,} files, {size / 1e6:.0f} MB", made.wall_s, "s", 1)
    ours = bench.repeat("daybook-verify (2 threads)", [bench.verify, "--json", pack],
                        before=lambda: make_warm(pack))
    report.series(ours, size)
    if not peers.installed("openssl"):
        report.missing("openssl dgst -sha256", "openssl")
        return
    theirs = bench.repeat("openssl dgst -sha256 over its files (1 thread)",
                          ["sh", "-c", 'find "$1" -type f -print0 | xargs -0 openssl dgst -sha256',
                           "sh", pack], before=lambda: make_warm(pack))
    report.series(theirs, size)
    report.figure("checking, times as quick as openssl dgst", theirs.wall_s / ours.wall_s, "x",
                  bench.times, least=0.8)
    put_aside(pack, bench.attic)


# --- 6: a copy elsewhere, and the check of everything ---

def kept_vault(bench):
    """The vault of those 2 GiB, read and whole, so that nothing but the thing measured is done."""
    vault = Vault(bench, "vault-mixed")
    if not vault.exists():
        vault.fresh()
        vault.run("import", *keeping_words(bench), bench.inputs.mixed(bench.mixed_size))
    vault.run("list", "--limit", "1")
    return vault


def backup(bench):
    report = bench.report
    vault = kept_vault(bench)
    size, count = size_of(vault.path)
    report.title(f"A copy of a vault of {size / 1e6:.0f} MB, {count:,} files, cold cache")
    to = os.path.join(bench.work, "copy")

    def before():
        put_aside(to, bench.attic)
        make_cold(vault.path)

    ours = vault.repeat("daybook backup, first", bench.times, "backup", to, before=before)
    report.series(ours, size)
    again = vault.repeat("daybook backup, nothing new", bench.times, "backup", to,
                         before=lambda: make_cold(vault.path))
    report.series(again)
    put_aside(to, bench.attic)
    theirs = peers.Copy(bench).measure(vault.path, bench.times)
    report.series(theirs, size)
    report.figure("backup, times as quick as cp + sync", theirs.wall_s / ours.wall_s, "x", ours.n, least=0.6)
    report.value("backup, highest memory of a process", peak_mib(ours), "MiB", ours.n, 0)


def check(bench):
    report = bench.report
    vault = kept_vault(bench)
    size, count = size_of(vault.path)
    report.title(f"Checking a vault of {size / 1e6:.0f} MB, {count:,} files")
    for what, prepare in (("warm", make_warm), ("cold", make_cold)):
        ours = vault.repeat(f"daybook check, {what}", bench.times, "check", before=lambda p=prepare: p(vault.path))
        report.series(ours, size)
        theirs = bench.repeat(f"openssl dgst -sha256 over its files, {what}",
                              ["sh", "-c", 'find "$1" -type f -print0 | xargs -0 openssl dgst -sha256',
                               "sh", vault.path], before=lambda p=prepare: p(vault.path))
        report.series(theirs, size)
        report.figure(f"check, times as quick as openssl dgst, {what}", theirs.wall_s / ours.wall_s, "x", ours.n,
                      least=0.5)
    report.value("check, highest memory of a process", peak_mib(ours), "MiB", ours.n, 0)
    part = vault.repeat("daybook check --sample 5%, cold", bench.times, "check", "--sample", "5%",
                        before=lambda: make_cold(vault.path))
    report.series(part)
    source = bench.inputs.mixed(bench.mixed_size)
    for peer, words in ((peers.Restic(bench), ["restic", "check", "--read-data", "-q"]),
                        (peers.Borg(bench), ["borg", "check", "--verify-data"])):
        check_against(bench, peer, words, source, ours)


def check_against(bench, peer, words, source, ours):
    report = bench.report
    if not peers.installed(peer.program):
        report.missing(peer.name, peer.program)
        return
    try:
        peer.start()
        run(peer.words(source), bench.work, env=peer.env())
        theirs = bench.repeat(" ".join(words), words, env=peer.env(), before=lambda: make_cold(peer.place))
    except Failed as why:
        report.failed(peer.name, why)
        return
    report.series(theirs)
    report.figure(f"check, times as quick as {words[0]}", theirs.wall_s / ours.wall_s, "x", theirs.n, least=2)
    for suffix in ("", "-cache", "-base"):
        put_aside(peer.place + suffix, bench.attic)


# --- 7: making the index anew ---

QUERIES = (("list", "--limit", "1000"), ("list", "--newest", "--limit", "1000"), ("search", "--limit", "1000", "copper marigold"),
           ("search", "--limit", "1000", "you"), ("search", "--limit", "1000", "from:07700"), ("people",), ("picture",))


def answers(vault):
    return [vault.run(*words).output for words in QUERIES]


def rebuild(bench):
    report = bench.report
    path = bench.inputs.sms(bench.sms_count)
    expected = number_of(bench.sms_count)
    report.title(f"The index of {expected:,} messages made anew, cold cache")
    vault = Vault(bench, "vault-sms-rebuild", LEAST_MEMORY_MIB)
    imported = import_once(bench, vault, "daybook import", path, expected, bench.times)
    before_it = answers(vault)

    def before():
        for name in os.listdir(vault.path):
            if name == "i" or name.startswith("i-"):
                os.unlink(os.path.join(vault.path, name))
        make_cold(vault.path)

    made = vault.repeat("daybook list --limit 1, without an index", bench.times, "list", "--limit", "1", before=before)
    report.series(made, expected, "records/s", 1)
    report.figure("rebuilding, times the time of the import", made.wall_s / imported.wall_s, "x", made.n, most=0.6)
    same = answers(vault) == before_it
    report.value("every query answered as before" if same else "QUERIES ANSWERED OTHERWISE", float(same), "", 1, 0)
    vault.forget()


# --- 8: a long log ---

def log(bench):
    report = bench.report
    entries = 100000 if bench.quick else 10 * 1000 * 1000
    report.title(f"A log of {entries:,} entries: whole root, proofs by chance, one processor")
    place = os.path.join(bench.inputs.folder, f"log-{entries}")
    program = os.path.join(bench.build, "bench", "bench-log")
    run([program, str(entries), place], bench.work)
    series = bench.repeat("bench-log, made before", ["taskset", "-c", "0", program, str(entries), place])
    found = [float(line.split()[1]) for line in series.outcomes[-1].output.splitlines() if line.startswith("together")]
    report.series(series)
    report.figure("whole root, 10,000 inclusions, 1,000 consistencies", found[0], "s", 1, most=20)


# --- 9: pages ---

PAGES_LINE = re.compile(r"(\d+) pages (\d+) bytes ([0-9.]+) s ([0-9.]+) cpu-s")


def pages_of(series):
    """Pages, bytes, and the quickest processor time of all runs."""
    found = [PAGES_LINE.search(outcome.output) for outcome in series.outcomes]
    return int(found[0][1]), int(found[0][2]), min(float(f[4]) for f in found)


def pdf(bench):
    report = bench.report
    program = os.path.join(bench.build, "bench", "bench-pdf")
    rows = 20000 if bench.quick else 200000
    report.title(f"PDF: a chronology of {rows:,} records; 5,000 exhibits, 1,000 of them with a photograph of 300 kB")
    series = bench.repeat(f"bench-pdf rows {rows}", [program, "rows", str(rows)])
    report.series(series, rows, "rows/s", 1)
    pages, size, cpu_s = pages_of(series)
    report.figure("pages of a chronology, on one processor", pages / cpu_s, "/s", series.n, least=500, digits=0)
    report.value("bytes a page", size / pages, "", series.n, 0)
    series = bench.repeat("bench-pdf exhibits 5000 1000", [program, "exhibits", "5000", "1000"])
    report.series(series)
    pages, size, cpu_s = pages_of(series)
    report.figure(f"5,000 exhibits with 1,000 photographs, {pages} pages", series.wall_s, "s", series.n, most=60)
    report.figure("the same, highest memory", peak_mib(series), "MiB", series.n, most=512, digits=0)
    report.figure("the same, times the photographs in it", size / (1000 * 300000), "x", series.n, most=1.2)


ALL = {"speed": speed, "readers": readers, "large": large, "keep": keep, "sms": sms, "sms10m": sms_many, "search": search, "picture": picture, "mail": mail,
       "verify": verify, "backup": backup, "check": check, "rebuild": rebuild, "log": log, "pdf": pdf}
