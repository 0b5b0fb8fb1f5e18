"""What our own code sees in vaults against what the second reader sees (reader.mjs, written from docs/format alone).

Usage: compare.py random SEED COUNT | true SEED COUNT | reference | blind
random     COUNT vaults made from SEED, half of them damaged; the key derivation costs nothing
true       the same with Argon2id on both sides
reference  docs/format/vectors/vault, by passphrase and by words
blind      tests of this test: what only one of the two is shown must be noticed
Any disagreement ends it with the seed and number that make the vault again."""
import json
import os
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
BUILD = os.environ["DAYBOOK_BUILD"]
PASSPHRASE = "plain lantern over the orchard"
BATCH = 100


def program(name, *arguments):
    run = subprocess.run([os.path.join(BUILD, "tests/second", name), *map(str, arguments)], stdout=subprocess.PIPE)
    if run.returncode != 0:
        sys.exit(f"{name} {' '.join(map(str, arguments))} ended with {run.returncode}")
    return [json.loads(line) for line in run.stdout.decode().splitlines()]


def second_reader(jobs):
    """One document for each (folder, how, secret bytes)."""
    text = "".join(f"{folder} {how} {secret.hex()}\n" for folder, how, secret in jobs)
    run = subprocess.run(["node", os.path.join(HERE, "reader.mjs")], input=text.encode(), stdout=subprocess.PIPE)
    if run.returncode != 0:
        sys.exit("the second reader did not run: ./test installs what it needs (tools/fetch-noble)")
    return [json.loads(line) for line in run.stdout.decode().splitlines()]


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


def main(mode, *arguments):
    if mode == "random":
        random_vaults("second_vaults", int(arguments[0]), int(arguments[1]), "long")
    elif mode == "true":
        random_vaults("second_vaults_true", int(arguments[0]), int(arguments[1]), "given")
    print("both readers agree")


main(*sys.argv[1:])
