"""What our own code sees in vaults against what the second reader sees (reader.mjs, written from docs/format alone).

Usage: compare.py random SEED COUNT | true SEED COUNT | reference | readings | records SEED COUNT | blind
random     COUNT vaults made from SEED, half of them damaged; the key derivation costs nothing
true       the same with Argon2id on both sides
reference  docs/format/vectors/vault, by passphrase and by words
readings   vaults that the program itself made, with everything the corpora and the sample case hold imported
records    the corpus of records, and COUNT changed ones
blind      tests of this test: what only one of the two is shown must be noticed
Any disagreement ends it with the seed and number that make the vault again."""
import json
import os
import random
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BUILD = os.path.abspath(os.environ.get("DAYBOOK_BUILD", os.path.join(ROOT, "build")))
PASSPHRASE = "plain lantern over the orchard"
BATCH = 100
VALUES = [b"", b"0", b"1", b"-1", b"-0", b"+1", b"01", b"4294967295", b"4294967296", b"9223372036854775807",
          b"9223372036854775808", b"-9223372036854775808", b"-9223372036854775809", b"18446744073709551615",
          b"18446744073709551616", b"instant", b"local", b"date", b"second", b"none", b"in", b"self", b"missing",
          b"extracted", b"beside", b"2024-02-29T00:00:00", b"2023-02-29T00:00:00", b"0000-01-01T00:00:00",
          b"0001-01-01T00:00:00", b"9999-12-31T23:59:59", b"2024-01-01T23:59:60", b"2024-01-01T24:00:00",
          b"2024-01-01T00:00:00.5", b"2024-01-01T00:00:00.500", b"2024-01-01T00:00:00.500000",
          b"2024-01-01T00:00:00.000001", b"2024-01-01T00:00:00.000", b"2024-01-01", b"2024-01-01T00:00", b"+01:00",
          b"00" * 32, b"AB" * 32, "caf\u00e9".encode(), b"\xc3", b"\xed\xa0\x80", b"\xf4\x90\x80\x80", b"a\x00b"]

# Every field once or more.
FULL_RECORD = b"""kind=message channel=sms conversation=c basis=local precision=minute at=1711314307000000
local=2024-03-24T21:05:00 zone=Europe/London until-basis=instant until-precision=second until-at=-5
until-local=2024-03-24T21:05:07.250 until-zone=+01:00 direction=out from-handle=h from-written=w from-name=n to=
to-handle=h to-written=w to-name=n to= subject=s body=b place=p effect=e changed=c known=k observer=o duration=7
behaviour=b behaviour=b by=a witness=w attachment=extracted attachment-name=n attachment-type=t attachment-bytes=9
attachment-extract=0 attachment-sha256=0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef
attachment=missing mark=deleted mark=edited doubt=d doubt-detail=x doubt=d claim=c claim-value=v raw=r inside=i
position=3"""


def program(name, *arguments):
    run = subprocess.run([os.path.join(BUILD, "tests/second", name), *map(str, arguments)], stdout=subprocess.PIPE)
    if run.returncode != 0:
        sys.exit(f"{name} {' '.join(map(str, arguments))} ended with {run.returncode}")
    return [json.loads(line) for line in run.stdout.decode().splitlines()]


def reader(lines, *arguments):
    try:
        run = subprocess.run(["node", os.path.join(HERE, "reader.mjs"), *arguments], input=lines, stdout=subprocess.PIPE)
    except FileNotFoundError:
        sys.exit("node is not installed: ./test installs it")
    if run.returncode != 0:
        sys.exit("the second reader did not run: ./test installs what it needs (tools/fetch-test-modules, zstd)")
    return run.stdout.decode().split("\n")[:-1]


def second_reader(jobs):
    """One document for each (folder, how, secret bytes)."""
    lines = "".join(f"{folder} {how} {secret.hex()}\n" for folder, how, secret in jobs)
    return [json.loads(line) for line in reader(lines.encode())]


def first_difference(ours, theirs, place=""):
    if isinstance(ours, dict) and isinstance(theirs, dict):
        for key in sorted(ours.keys() | theirs.keys()):
            found = first_difference(ours.get(key), theirs.get(key), f"{place}.{key}")
            if found:
                return found
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for number, pair in enumerate(zip(ours, theirs)):
            found = first_difference(*pair, f"{place}[{number}]")
            if found:
                return found
    elif ours != theirs:
        return f"{place}: ours {json.dumps(ours)[:600]}, second reader {json.dumps(theirs)[:600]}"
    return None


def disagreement(ours, theirs):
    for document in (ours, theirs):
        document.get("problems", []).sort()
    # Our code gives no root over a damaged log; the second reader may, from the sum in a later record.
    for one, other in zip(ours.get("logs", []), theirs.get("logs", [])):
        if one["root"] is None and ours["problems"]:
            other["root"] = None
    return first_difference(ours, theirs)


def unnoticed(line, document):
    """What was done to the files and had to be reported, and is not."""
    expected = line["expected"]
    if not expected:
        return None
    told = ["refused"] if "refused" in document else document["problems"]
    if expected == "*":
        return None if told else "nothing is reported"
    return None if any(one.startswith(expected) for one in told) else f"not reported: {expected}"


def random_vaults(name, seed, count, how):
    tally = {}
    for first in range(0, count, BATCH):
        folder = tempfile.mkdtemp()
        try:
            lines = program(name, "make", folder, seed, first, min(BATCH, count - first))
            jobs = [(f"{folder}/{line['number']}", how, bytes.fromhex(line["long"])) for line in lines]
            if how == "given":
                jobs = [(job[0], how, line["secret"].encode()) for job, line in zip(jobs, lines)]
            for line, theirs in zip(lines, second_reader(jobs), strict=True):
                bad = disagreement(line["document"], theirs) or unnoticed(line, theirs)
                if bad:
                    sys.exit(f"seed {seed}, vault {line['number']} ({line['spoiled'] or 'nothing spoiled'}): {bad}")
                one = tally.setdefault(line["spoiled"] or "nothing", [0, 0])
                one[0] += 1
                one[1] += bool(theirs.get("refused") or theirs.get("problems"))
        finally:
            shutil.rmtree(folder)
    for spoiled, (vaults, problems) in sorted(tally.items()):
        print(f"{vaults:5} vaults, {problems:4} with problems: {spoiled}")


def both(folder, secret, how="given", spelled=None):
    """The one document of both readers; `spelled`: how the second one is given the secret."""
    line = program("second_vaults_true", "tell", folder, secret)[0]
    given = bytes.fromhex(line["long"]) if how == "long" else (spelled or secret).encode()
    theirs = second_reader([(folder, how, given)])[0]
    bad = disagreement(line["document"], theirs)
    if bad:
        sys.exit(f"{folder}: {bad}")
    return theirs


def reference():
    folder = os.path.join(ROOT, "docs/format/vectors")
    with open(os.path.join(folder, "vault.txt"), encoding="utf-8") as lines:
        values = dict(line.rstrip("\n").split(" ", 1) for line in lines if not line.startswith("#"))
    typed = " " + values["words"].upper().replace(" ", "\t\n")
    for slot, (secret, spelled) in enumerate(((values["passphrase"], None), (values["words"], typed))):
        document = both(os.path.join(folder, "vault"), secret, spelled=spelled)
        log = document["logs"][0]
        found = [document["header"]["slot"], log["id"], log["key"], log["root"], len(log["entries"])]
        if document["problems"] or found != [slot, values["log-id"], values["public-key"], values["root"], 5]:
            sys.exit(f"the reference vault is not what vault.txt says: {found} {document['problems']}")


def daybook(vault, *arguments):
    secret = vault + ".secret"
    with open(secret, "w", encoding="ascii") as out:
        out.write(PASSPHRASE)
    run = subprocess.run([os.path.join(BUILD, "daybook"), "--vault", vault, "--passphrase-file", secret, *arguments],
                         stdout=subprocess.PIPE, stderr=subprocess.STDOUT, stdin=subprocess.DEVNULL)
    if run.returncode not in (0, 3):
        sys.exit(f"daybook {' '.join(arguments)} ended with {run.returncode}: {run.stdout.decode()[-500:]}")


def flip(path, place):
    with open(path, "r+b") as file:
        file.seek(place, os.SEEK_END if place < 0 else os.SEEK_SET)
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte[0] ^ 1]))


def readings():
    folder = tempfile.mkdtemp()
    try:
        case = os.path.join(folder, "case")
        subprocess.run([os.path.join(BUILD, "daybook-sample"), case], check=True, stdout=subprocess.DEVNULL)
        corpora = [os.path.join(ROOT, "tests/corpora", name, "good") for name in ("mail", "mbox", "sms", "whatsapp")]
        for name, sources in (("case", [case]), ("corpora", corpora)):
            vault = os.path.join(folder, name + "-vault")
            daybook(vault, "create", "--memory", "64")
            for source in sources:
                daybook(vault, "import", source)
            found = both(vault, PASSPHRASE, "long")
            told = [sum(reading[what] for reading in found["readings"]) for what in ("records", "extracts")]
            print(f"{name}: {len(found['readings'])} readings, {told[0]} records, {told[1]} extracts")
            if found["problems"] or min(told) == 0:
                sys.exit(f"a vault the program made: {found['problems']}")
        for area in (0, 2048):  # both keys of the object that a reading stands in
            number = found["readings"][0]["entry"]
            value = bytes.fromhex(found["logs"][0]["entries"][number]["values"][12]).decode()
            name = value.split("object ")[1].strip()
            flip(os.path.join(vault, "o", name[:2], name), area)
        found = both(vault, PASSPHRASE, "long")
        if f"log 0 reading of entry {number}" not in found["problems"]:
            sys.exit("a reading that cannot be read any more is not reported")
    finally:
        shutil.rmtree(folder)


def fields_of(record):
    """[name, value] of the fields of a good record."""
    fields = []
    while record:
        head, _, rest = record.partition(b"\n")
        name, length = head.split(b" ")
        fields.append([name, rest[:int(length)]])
        record = rest[int(length) + 1:]
    return fields


def changed(dice, fields, others):
    """A record that is nearly right: a field more, less, elsewhere, or with another value."""
    fields = [field[:] for field in fields]
    for _ in range(dice.randint(1, 2)):
        at = dice.randrange(len(fields))
        turn = dice.randrange(6)
        if turn == 0 and len(fields) > 1:
            del fields[at]
        elif turn == 1:
            fields.insert(at, dice.choice(others))
        elif turn == 2:
            fields.insert(at, fields[dice.randrange(len(fields))])
        elif turn == 3:
            fields[at][1] = dice.choice(VALUES)
        elif turn == 4:
            fields[at][1] = dice.choice([value for name, value in others if name == fields[at][0]])
        else:
            value = bytearray(fields[at][1] or b"0")
            value[dice.randrange(len(value))] = dice.choice(b"0123456789-:.+TZab\x00\x7f\xff")
            fields[at][1] = bytes(value)
    return b"".join(b"%s %d\n%s\n" % (name, len(value), value) for name, value in fields)


def records(seed, count):
    folder = os.path.join(ROOT, "tests/corpora/record")
    corpus = {kind: [open(os.path.join(folder, kind, name), "rb").read()
                     for name in sorted(os.listdir(os.path.join(folder, kind)))] for kind in ("good", "bad")}
    good = [fields_of(record) for record in corpus["good"]] + [[field.split(b"=") for field in FULL_RECORD.split()]]
    others = [field for fields in good for field in fields]
    dice = random.Random(seed)
    tried = corpus["good"] + corpus["bad"] + [changed(dice, dice.choice(good), others) for _ in range(count)]
    lines = b"".join(record.hex().encode() + b"\n" for record in tried)
    ours = subprocess.run([os.path.join(BUILD, "tests/second/second_vaults"), "records"], input=lines,
                          stdout=subprocess.PIPE, check=True).stdout.decode().split()
    theirs = reader(lines, "records")
    for number, (record, one, other) in enumerate(zip(tried, ours, theirs, strict=True)):
        if one != other:
            sys.exit(f"seed {seed}, record {number}: ours {one}, second reader {other}: {record!r}")
    if ours[:len(corpus["good"]) + len(corpus["bad"])] != ["true"] * len(corpus["good"]) + ["false"] * len(corpus["bad"]):
        sys.exit("the corpus of records is not judged as it is sorted")
    print(f"{len(tried)} records, {ours.count('true')} of them canonical")


def blind():
    """Vaults that the second reader sees otherwise than our code saw them: each must be noticed."""
    folder = tempfile.mkdtemp()
    try:
        lines = [line for line in program("second_vaults", "make", folder, 1, 0, 120)
                 if not line["spoiled"] and line["document"].get("objects") and line["document"]["logs"][0]["entries"]]
        for turn, line in enumerate(lines):
            vault = f"{folder}/{line['number']}"
            log = line["document"]["logs"][0]["id"]
            name = line["document"]["objects"][0]["id"]
            below = ("h1", f"o/{name[:2]}/{name}", f"l/{log}/{0:016x}", f"r/{log}/{0:016x}")
            flip(os.path.join(vault, below[turn % 4]), -20)
        jobs = [(f"{folder}/{line['number']}", "long", bytes.fromhex(line["long"])) for line in lines]
        for line, theirs in zip(lines, second_reader(jobs), strict=True):
            if not disagreement(line["document"], theirs):
                sys.exit(f"vault {line['number']}, spoiled behind our back: not noticed")
        if len(lines) < 8:
            sys.exit(f"only {len(lines)} vaults to try")
        print(f"{len(lines)} of {len(lines)} noticed")
    finally:
        shutil.rmtree(folder)


def main(mode, *arguments):
    if mode == "random":
        random_vaults("second_vaults", int(arguments[0]), int(arguments[1]), "long")
    elif mode == "true":
        random_vaults("second_vaults_true", int(arguments[0]), int(arguments[1]), "given")
    elif mode == "records":
        records(int(arguments[0]), int(arguments[1]))
    else:
        {"reference": reference, "readings": readings, "blind": blind}[mode]()
    print("both readers agree")


main(*sys.argv[1:])
