#!/usr/bin/env python3
"""The contract that others script against, from outside: every command, option, exit code and JSON key of it.

Where a command line is wrong, the words are looked at as well: what went wrong, that nothing was changed, what to
do next."""
import csv, io, json, os, pty, re, select, subprocess, sys, time, zipfile
from scenario import *

COMMANDS = {  # command: (options it must have, a plain use that is complete)
    "create": (["memory", "generate"], []), "keys": (["new-passphrase-file", "generate", "words-file", "out", "label"], []),
    "recover": (["sheet", "new-passphrase-file", "generate"], []),
    "add": (["when", "until", "precision", "what", "place", "by", "kind", "witness", "effect",
             "changed", "known", "observer", "attach", "private"], []),
    "import": (["format", "me", "zone", "date-order", "columns", "days", "password-file", "ask-password", "keep-only"], []),
    "list": (["from", "to", "person", "kind", "channel", "limit", "after"], []),
    "show": ([], []), "search": (["limit", "after"], []), "people": (["why"], []),
    "picture": (["html", "pdf"], []), "correct": (["why", "and"], []), "remove": (["why", "whole-file", "yes"], []),
    "backup": (["verify-all"], []), "restore": ([], []), "merge": (["from", "other-passphrase-file"], []),
    "handover": (["name"], []), "settings": ([], []),
    "pack": (["out", "from", "to", "person", "key-dates", "select", "hide", "for"], []),
    "verify": ([], []), "check": ([], []), "support": (["area"], []), "report": (["area"], []), "serve": ([], []), "demo": ([], [])}
GLOBAL = ["--vault", "--passphrase-file", "--json", "--quiet"]
LATER = ["scan", "watch"]

USAGE_ERRORS = {  # name: (arguments, words that the message must hold)
    "unknown_command": (["frobnicate"], ["no command", "frobnicate"]),
    "unknown_option": (["list", "--colour", "red"], ["no option", "--colour"]),
    "unknown_letter": (["list", "-x"], ["no option", "-x"]),
    "option_of_another_command": (["list", "--witness", "Mina"], ["no option", "--witness"]),
    "value_is_missing": (["add", "--what", "x", "--when"], ["--when needs a value"]),
    "flag_with_a_value": (["list", "--json=yes"], ["--json takes no value"]),
    "create_with_a_word": (["create", "somewhere"], ["no further words"]),
    "create_memory": (["create", "--memory", "7"], ["--memory"]),
    "add_without_when": (["add", "--what", "x"], ["--when"]),
    "add_without_what": (["add", "--when", "now"], ["--what"]),
    "add_with_a_word": (["add", "--when", "now", "--what", "x", "y"], ["--what"]),
    "add_when": (["add", "--when", "soon", "--what", "x"], ["soon", "2024-03-24"]),
    "add_until_before": (["add", "--when", "2024-03-24 21:00", "--until", "2024-03-24 20:00", "--what", "x"], ["end"]),
    "add_precision": (["add", "--when", "2024", "--precision", "day", "--what", "x"], ["year"]),
    "add_known": (["add", "--when", "now", "--what", "x", "--known", "guessed"], ["saw, heard, told and found"]),
    "import_nothing": (["import"], ["file or folder"]),
    "import_date_order": (["import", "x", "--date-order", "ydm"], ["dmy, mdy or ymd"]),
    "import_days": (["import", "x", "--days", "March"], ["2024-03-24", "2024-03-24..2024-04-02"]),
    "import_days_backwards": (["import", "x", "--days", "2024-04-02..2024-03-24"], ["2024-03-24..2024-04-02"]),
    "import_days_three": (["import", "x", "--days", "2024-03-24..2024-03-25..2024-03-26"], ["2024-03-24..2024-04-02"]),
    "list_with_a_word": (["list", "doorstep"], ["search"]),
    "list_kind": (["list", "--kind", "thing"], ["kinds are"]),
    "list_from": (["list", "--from", "24/3/2024"], ["not a date"]),
    "list_limit": (["list", "--limit", "0"], ["--limit"]),
    "show_nothing": (["show"], ["name one record"]),
    "search_nothing": (["search"], ["what to look for"]),
    "search_quote": (["search", '"open'], ["quotation mark"]),
    "search_kind": (["search", "kind:thing"], ["not a kind"]),
    "people_verb": (["people", "join", "a", "b", "--why", "x"], ["people split"]),
    "people_without_why": (["people", "name", "07700900202", "Owen"], ["--why"]),
    "picture_with_a_word": (["picture", "Owen"], ["--person"]),
    "correct_nothing": (["correct", "--why", "x"], ["name one record"]),
    "correct_without_why": (["correct", "1", "--what", "x"], ["--why"]),
    "correct_no_change": (["correct", "0", "--why", "x"], ["different"]),
    "remove_nothing": (["remove", "--why", "x"], ["name records"]),
    "remove_without_why": (["remove", "0", "--yes"], ["--why"]),
    "remove_without_yes": (["remove", "0", "--why", "x"], ["--yes"]),
    "pack_without_out": (["pack"], ["--out"]),
    "pack_for": (["pack", "--out", "p", "--for", "judge"], ["police, solicitor, advocate or me"]),
    "pack_hide": (["pack", "--out", "p", "--hide", "it"], ["--hide is one of"]),
    "pack_from": (["pack", "--out", "p", "--from", "spring"], ["not a date"]),
    "verify_nothing": (["verify"], ["one pack"]),
    "check_with_a_word": (["check", "x"], ["verify checks a pack"]),
    "support_with_a_word": (["support", "Derbyshire"], ["--area"]),
    "settings_name": (["settings", "colour", "red"], ["jurisdiction", "initials"]),
    "settings_without_value": (["settings", "jurisdiction"], ["settings jurisdiction scotland"]),
    "settings_jurisdiction": (["settings", "jurisdiction", "wales"], ["england-wales, scotland or northern-ireland"]),
    "settings_initials": (["settings", "initials", "mh"], ["capital letters"]),
    "keys_verb": (["keys", "turn"], ["renew"]),
    "keys_drop_nothing": (["keys", "drop"], ["keys drop 2"]),
    "keys_with_two_words": (["keys", "words", "again"], ["keys alone lists"]),
    "recover_with_a_word": (["recover", "x"], ["--sheet"]),
    "demo_with_two_words": (["demo", "a", "b"], ["one folder"]),
}

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
with open(os.path.join(ROOT, "data/support.json"), encoding="utf-8") as file:
    FIRST_CALLS = [s for s in json.load(file) if s["id"] in ("emergency-999", "silent-solution-55", "police-101")]

NEAREST = {"lsit": "list", "serach": "search", "imprt": "import", "pic": "picture", "suport": "support",
           "verfy": "verify", "crate": "create"}

PARTY_KEYS = {"handle", "as_written", "name", "person"}
RECORD_KEYS = {"id", "kind", "channel", "conversation", "at", "until", "at_local", "zone", "time_basis", "precision",
          "written_at", "direction", "from", "to", "subject", "text", "kinds", "kinds_proposed", "place", "attachments", "marks",
          "doubts", "origin", "supersedes", "entry"}
REPORT_KEYS = {"original", "format", "status", "records", "by_kind", "first", "last", "senders", "attachments", "doubts",
          "questions", "omits", "me", "left_out", "duplicate_of", "entry"}
PICTURE_KEYS = {"statement", "contacts", "approaches", "days_touched", "first", "last", "by_channel", "by_person",
           "by_kind", "by_hour", "replies", "undated", "misdated", "unknown_sender", "unknown_direction",
           "from_others", "unnamed", "key_events", "bursts", "gaps"}
VERIFY_KEYS = {"ok", "what", "head_code", "levels", "not_checked", "problems"}
DEMO_KEYS = {"vault", "passphrase_file", "pack", "records", "imports", "picture", "verify"}
UTC = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?Z")

ENCRYPTED = "Messages and calls are end-to-end encrypted."
CHAT = (f"24/03/2024, 21:05 - {ENCRYPTED}\n"
        "24/03/2024, 21:05 - Owen: open the door\n24/03/2024, 21:06 - Owen: I can see the light\n"
        "24/03/2024, 21:10 - Mina: please go home\n25/03/2024, 08:00 - Owen: IMG-1.jpg (file attached)\n")
SMS = ('<?xml version="1.0" encoding="UTF-8"?>\n<smses count="2">\n'
       '<sms address="+447700900202" date="1711400000000" type="1" body="answer me" read="1" status="-1" />\n'
       '<sms address="07700 900202" date="1711400100000" type="1" body="" read="1" status="-1" />\n</smses>\n')


def has(keys, got, what):
    missing = set(keys) - set(got)
    holds(not missing, f"{what} lacks {sorted(missing)}")


def two_lines(run, what):
    """`daybook: what: why`, then what is safe and what to do next."""
    lines = run.err.splitlines()
    holds(len(lines) == 2, f"two lines were expected: {run.err!r}")
    holds(re.fullmatch(rf"daybook: {what}: .+", lines[0]), lines[0])
    holds(lines[1].endswith(".") and len(lines[1]) > 20, f"no next step: {lines[1]!r}")
    return lines[0]


def error_object(run):
    error = run.one()["error"]
    equal(sorted(error), ["code", "message", "next", "safe"], "the keys of an error")
    for key, value in error.items():
        holds(isinstance(value, str) and value, f"{key} says nothing")
    return error


# --- the command line ---

def help_everywhere(_):
    for command, (options, _ignored) in COMMANDS.items():
        for line in ([command, "-h"], [command, "--help"], ["-h", command], ["--help", command], ["--json", command, "--help"],
                     [command, "--wrong", "-h"], ["help", command]):
            out = run(DAYBOOK, *line).want(DONE).out
            holds(out.startswith(f"usage: daybook {command}"), f"{line}: {out[:200]!r}")
        for option in options:
            holds("--" + option in out, f"the help of {command} does not name --{option}")
    for line in (["-h"], ["--help"], [], ["help"], ["--quiet", "-h"]):
        out = run(DAYBOOK, *line).want(DONE).out
        has(COMMANDS, re.findall(r"^  (\w+) ", out, re.M), "the list of commands")
        has(GLOBAL, re.findall(r"--[a-z-]+", out), "the usage line")
        for number in ("999", "55", "101"):
            holds(number in out, f"{number} is not on the first page")


def version_everywhere(_):
    for line in [["--version"], ["--version", "list"]] + [[command, "--version"] for command in COMMANDS]:
        out = run(DAYBOOK, *line).want(DONE).out
        holds(re.fullmatch(r"daybook \d+\.\d+\.\d+\n", out), f"{line}: {out!r}")
    holds(re.fullmatch(r"daybook-verify \d+\.\d+\.\d+\n", run(VERIFY, "--version").want(DONE).out), "daybook-verify")


def wrong_usage(w, arguments, words):
    run = w.vault.run(*arguments).want(USAGE)
    equal(run.out, "", "standard output")
    what = arguments[0] if arguments[0] in COMMANDS else "start"
    first = two_lines(run, what)
    for word in words:
        holds(word.lower() in first.lower(), f"{word!r} is not in {first!r}")
    holds("Nothing was changed" in run.err, run.err)
    for line in (["--json"] + arguments, arguments + ["--json"]):
        if arguments[-1].startswith("--when"):
            continue  # the last word would be its value
        answer = w.vault.run(*line).want(USAGE)
        error = error_object(answer)
        equal(error["code"], "format", f"code for {line}")
        equal(error["message"] in first, True, f"the same words as for people: {error}")


def later_commands(w):
    for command in LATER:
        run = w.vault.run(command, "something").want(USAGE)
        holds("not built yet" in two_lines(run, "start"), run.err)
        error_object(w.vault.json(command).want(USAGE))


def nearest(w):
    for typed, meant in NEAREST.items():
        holds(f"did you mean {meant}?" in w.vault.run(typed).want(USAGE).err, f"{typed} is not taken for {meant}")
    holds("did you mean --witness?" in w.vault.run("add", "--witnes", "x").want(USAGE).err, "an option's nearest")
    holds("did you mean" not in w.vault.run("zzzzzz").want(USAGE).err, "what is far from everything is not guessed")


def options_anywhere(w):
    v = w.vault
    want = v.run("list", "--limit", "2", "--newest", "--json").want(DONE).out
    secret = ["--vault", v.path, "--passphrase-file", v.secret]
    for line in (["--limit", "2", *secret, "--newest", "--json", "list"], ["list", "--json", "--newest", "--limit=2", *secret],
                 ["--limit=2", "list", f"--vault={v.path}", "--newest", "--json", f"--passphrase-file={v.secret}"],
                 ["--json", "--newest", *secret, "--limit", "2", "--", "list"]):
        equal(run(DAYBOOK, *line).want(DONE).out, want, f"{line}")
    equal(len(v.json("search", "--", "--gate").want(DONE).rows()), 1, "-- ends the options: a word with two hyphens")


def quiet(w):
    run = w.vault.run("list", "--quiet", "--limit", "1").want(DONE)
    equal(run.err, "", "--quiet says nothing beside the answer")
    holds(w.vault.run("list", "--limit", "1").want(DONE).err != "", "without --quiet the next page is named")


# --- the vault and the passphrase ---

def vault_lookup(w):
    s = w.scratch
    made = {}
    for name in ("option", "variable", "xdg/daybook", "home/.local/share/daybook"):
        vault = Vault(s.at("lookup", name), w.vault.secret)
        vault.run("create", "--memory", "64").want(DONE)
        vault.run("add", "--when", "2024", "--what", name).want(DONE)
        made[name] = vault.path
    env = {"DAYBOOK_PASSPHRASE_FILE": w.vault.secret, "HOME": s.at("lookup", "home")}
    def first(*args, **more):
        return run(DAYBOOK, "list", "--json", *args, env={**env, **more}).want(DONE).rows()[0]["text"]
    xdg = {"XDG_DATA_HOME": s.at("lookup", "xdg")}
    equal(first("--vault", made["option"], **xdg, DAYBOOK_VAULT=made["variable"]), "option", "--vault")
    equal(first(**xdg, DAYBOOK_VAULT=made["variable"]), "variable", "DAYBOOK_VAULT")
    equal(first(**xdg, DAYBOOK_VAULT=""), "xdg/daybook", "XDG_DATA_HOME")
    equal(first(XDG_DATA_HOME=""), "home/.local/share/daybook", "HOME")


def no_vault(w):
    run = Vault(w.scratch.at("nowhere"), "/no/such/file").run("list").want(FAILED)
    first = two_lines(run, "list")
    holds("no vault at" in first and "nowhere" in first, first)
    holds("daybook create" in run.err, "what to do next")
    error_object(Vault(w.scratch.at("nowhere"), w.vault.secret).json("list").want(FAILED))
    again = w.vault.run("create").want(FAILED)
    holds("already" in two_lines(again, "create"), again.err)


def passphrases(w):
    wrong = w.scratch.put("wrong.txt", "another passphrase\n")
    run = Vault(w.vault.path, wrong).run("list").want(FAILED)
    holds("passphrase" in two_lines(run, "list") and "recovery words" in run.err, run.err)
    gone = Vault(w.vault.path, w.scratch.at("gone.txt")).run("list").want(FAILED)
    holds("passphrase file" in two_lines(gone, "list"), gone.err)
    env = {"DAYBOOK_PASSPHRASE_FILE": wrong}
    w.vault.run("list", env=env).want(DONE)  # --passphrase-file is before the variable
    none = globals()["run"](DAYBOOK, "--vault", w.vault.path, "list", start_new_session=True).want(FAILED)
    holds("terminal" in two_lines(none, "list"), none.err)


def recovery_words(w):
    vault = Vault(w.scratch.at("words"), w.vault.secret)
    made = vault.json("create", "--memory", "64").want(DONE).one()
    equal(sorted(made), ["recovery_words", "vault"], "what create says")
    words = made["recovery_words"].split()
    equal(len(words), 12, "recovery words")
    typed = w.scratch.put("words.txt", "  ".join(words).upper() + "\n")
    Vault(vault.path, typed).run("list").want(DONE)
    turned = w.scratch.put("turned.txt", " ".join(words[1:] + words[:1]))
    Vault(vault.path, turned).run("list").want(FAILED)


def at_terminal(arguments, answers, timeout=60):
    """Runs daybook on a terminal of its own and answers what it asks; gives what was shown and the exit code."""
    pid, terminal = pty.fork()
    if pid == 0:
        os.execv(DAYBOOK, [DAYBOOK, *arguments])
    seen, waiting, end = "", list(answers), time.monotonic() + timeout
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.2)[0]:
            try:
                piece = os.read(terminal, 65536)
            except OSError:
                break
            if not piece:
                break
            seen += piece.decode("utf-8", "replace")
        if waiting and seen.rstrip(" ").endswith(waiting[0][0]):
            answer = waiting.pop(0)[1]
            answer = answer(seen.rstrip(" ")) if callable(answer) else answer
            os.write(terminal, answer.encode() + b"\n")
    os.close(terminal)
    return seen, os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])


OFFER, AGAIN, TYPE = "or type your own:", "The same again:", "leaves it out):"


def shown_words(seen, after, count):
    """The words on the indented line after `after`."""
    words = re.search(rf"{after}[^\n]*\n(?:[^\n]*\n)??\s*\n    ([a-z ]+?)\r?\n", seen).group(1).split()
    equal(len(words), count, f"words after {after!r}")
    return words


def terminal(w):
    path = w.scratch.at("typed")
    asked = [(OFFER, PASSPHRASE), (AGAIN, PASSPHRASE), (TYPE, "no such words"), (TYPE, "")]
    seen, code = at_terminal(["--vault", path, "create", "--memory", "64"], asked)
    equal(code, DONE, seen)
    holds("recovery words" in seen and PASSPHRASE not in seen, "what is typed is not shown")
    holds("Words 1, 2, 3" in seen and "not what was shown" in seen and "Left out" in seen, seen)
    seen, code = at_terminal(["--vault", path, "list"], [("Passphrase:", PASSPHRASE)])
    equal(code, DONE, seen)
    other = [asked[0], (AGAIN, "something else")]
    seen, code = at_terminal(["--vault", w.scratch.at("typo"), "create"], other)
    equal(code, FAILED, seen)
    holds("not the same" in seen and not os.path.exists(w.scratch.at("typo")), seen)


def offered_words(w):
    """Six words are offered and taken with Enter; the twelve are typed again, with one slip, in capitals."""
    path, offered, twelve = w.scratch.at("offered"), [], []

    def answer(seen):
        if seen.endswith(OFFER):
            offered[:] = shown_words(seen, "hard to guess", 6)
            return ""
        twelve[:] = shown_words(seen, "recovery words", 12)
        slip = "Word 3 is not what was shown" not in seen
        return " ".join(twelve[:2] + ["abbey" if slip and twelve[2] != "abbey" else twelve[2]] + twelve[3:]).upper()
    seen, code = at_terminal(["--vault", path, "create", "--memory", "64"], [(OFFER, answer), (TYPE, answer), (TYPE, answer)])
    equal(code, DONE, seen)
    holds("Left out" not in seen and "Word 3 is not" in seen, seen)
    for secret in (" ".join(offered), " ".join(offered).title(), " ".join(twelve)):
        Vault(path, w.scratch.put("offered.txt", secret)).run("list").want(DONE)


def keys_of(vault):
    return [(row["number"], row["kind"], row["label"], row["used_now"]) for row in vault.json("keys").want(DONE).rows()]


def key_changes(w):
    """Every way in is listed, changed, added and dropped, by a script; old secrets cease, and nothing else does."""
    s = w.scratch
    vault = Vault(s.at("keyed"), w.vault.secret)
    words = s.put("keyed-words.txt", vault.json("create", "--memory", "64").want(DONE).one()["recovery_words"])
    vault.run("add", "--when", "2024", "--what", "kept").want(DONE)
    equal(keys_of(vault), [(0, "passphrase", None, True), (1, "recovery words", None, False)], "as it was made")
    equal(keys_of(Vault(vault.path, words))[1][3], True, "opened with the words")
    new = s.put("keyed-new.txt", "another one that is long enough")
    changed = vault.run("keys", "passphrase", "--new-passphrase-file", new).want(DONE)
    holds("older copy" in changed.out and "renew" in changed.out, "what a change does not do is said")
    vault.run("list").want(FAILED)
    vault = Vault(vault.path, new)
    drawn = vault.json("keys", "passphrase", "--generate").want(DONE).one()["passphrase"]
    equal(len(drawn.split()), 6, "drawn words")
    vault = Vault(vault.path, s.put("keyed-drawn.txt", drawn.upper()))
    split = vault.json("keys", "split", "--label", "Saima, drawer").want(DONE).one()
    equal(keys_of(vault)[2], (2, "two halves", "Saima, drawer", False), "a pair of halves")
    for halves, code in ((split["halves"], DONE), (split["halves"][::-1], DONE), (split["halves"][:1], FAILED)):
        Vault(vault.path, s.put("keyed-halves.txt", " ".join(halves))).run("list").want(code)
    refused = vault.run("keys", "drop", "2").want(FAILED)
    holds("--yes" in two_lines(refused, "keys"), refused.err)
    for number in ("0", "1", "5", "x"):
        vault.run("keys", "drop", number, "--yes").want(FAILED)
    vault.run("keys", "drop", "2", "--yes").want(DONE)
    Vault(vault.path, s.put("keyed-halves.txt", " ".join(split["halves"]))).run("list").want(FAILED)
    more = vault.json("keys", "words").want(DONE).one()["recovery_words"]
    Vault(vault.path, words).run("list").want(FAILED)
    Vault(vault.path, s.put("keyed-more.txt", more)).run("list").want(DONE)
    equal([r["text"] for r in vault.records()], ["kept"], "nothing but the ways in has changed")
    vault.sound()
    vault.run("keys", "passphrase").want(FAILED)  # nobody is there to be asked


def key_words_at_terminal(w):
    """New words are shown and typed before the old ones cease; Enter alone changes nothing."""
    vault = Vault(w.scratch.at("rewording"), w.vault.secret)
    words = w.scratch.put("rewording.txt", vault.json("create", "--memory", "64").want(DONE).one()["recovery_words"])
    line = ["--vault", vault.path, "keys", "words"]
    seen, code = at_terminal(line, [("Passphrase:", PASSPHRASE), ("alone stops):", "")])
    equal(code, FAILED, seen)
    holds("nothing was changed" in seen, seen)
    Vault(vault.path, words).run("list").want(DONE)
    seen, code = at_terminal(line, [("Passphrase:", PASSPHRASE),
                                    ("alone stops):", lambda seen: " ".join(shown_words(seen, "recovery words", 12)))])
    equal(code, DONE, seen)
    Vault(vault.path, words).run("list").want(FAILED)


def recovery_sheet(w):
    """Both headers gone: sheet and words make them anew; what does not fit is refused and named."""
    s = w.scratch
    vault = Vault(s.at("sheeted"), w.vault.secret)
    words = s.put("sheeted-words.txt", vault.json("create", "--memory", "64").want(DONE).one()["recovery_words"])
    vault.run("add", "--when", "2024", "--what", "kept").want(DONE)
    wrong = vault.run("keys", "sheet", "--words-file", s.put("no-words.txt", "twelve of them")).want(FAILED)
    holds("twelve words" in two_lines(wrong, "keys"), wrong.err)
    sheet, page = s.at("sheet.txt"), s.at("sheet.pdf")
    for path in (sheet, page):
        vault.run("keys", "sheet", "--words-file", words, "--out", path).want(DONE)
        equal(os.stat(path).st_mode & 0o777, 0o600, "who may read it")
        vault.run("keys", "sheet", "--words-file", words, "--out", path).want(FAILED)  # nothing is written over
    holds(open(page, "rb").read(5) == b"%PDF-", "a PDF")
    text = open(sheet).read()
    equal(vault.json("keys", "sheet", "--words-file", words).want(DONE).one()["lines"],
          re.findall(r"^    (\d  .*)$", text, re.M), "the same lines")
    for word in ("stalk", "evidence", "police", "incident", open(words).read().strip()):
        holds(word not in text.lower(), f"the sheet says {word!r}")
    with_words = Vault(vault.path, words)
    recover = ("recover", "--sheet", sheet, "--generate")
    whole = with_words.json(*recover).want(FAILED)
    equal(error_object(whole)["code"], "conflict", "a header that is whole")
    os.remove(os.path.join(vault.path, "h0"))
    with open(os.path.join(vault.path, "h1"), "r+b") as header:
        header.write(bytes(512))
    lost = vault.run("list").want(FAILED)
    holds("recovery sheet" in lost.err, f"what helps is not said: {lost.err!r}")
    slip = s.put("slip.txt", text.replace(re.search(r"^    4  (.{4})", text, re.M).group(1), "zzzz"))
    named = with_words.run("recover", "--sheet", slip, "--generate").want(FAILED)
    holds("line 4" in two_lines(named, "recover"), named.err)
    short = s.put("short.txt", re.sub(r"^    6  .*$", "", text, flags=re.M))
    holds("line 6" in with_words.run("recover", "--sheet", short, "--generate").want(FAILED).err, "a missing line")
    Vault(vault.path, s.put("no.txt", "abbey " * 11 + "acorn")).run(*recover).want(FAILED)
    drawn = with_words.json(*recover).want(DONE).one()["passphrase"]
    again = Vault(vault.path, s.put("sheeted-new.txt", drawn))
    equal([r["text"] for r in again.records()], ["kept"], "after recovering")
    again.sound()
    with_words.run("list").want(DONE)
    for name in ("h0", "h1"):
        os.remove(os.path.join(vault.path, name))
    holds("recovery sheet" in vault.run("list").want(FAILED).err, "both are missing")
    lines = re.findall(r"^    \d  (.*)$", text, re.M)
    typed = [(f"Line {i}:", line.replace(" ", "").upper()) for i, line in enumerate(lines, 1)]
    typed.insert(2, ("Line 3:", lines[2][:-1]))
    seen, code = at_terminal(["--vault", vault.path, "recover"],
                             typed + [("recovery words:", open(words).read()), (OFFER, PASSPHRASE), (AGAIN, PASSPHRASE)])
    equal(code, DONE, seen)
    equal(seen.count("There is a slip in it"), 1, "slips")
    equal([r["text"] for r in vault.records()], ["kept"], "after recovering from paper")


def renewed_key(w):
    """After `keys renew` the old key, words and halves open nothing; the passphrase and all that is kept stay."""
    s = w.scratch
    vault = Vault(s.at("renewed"), w.vault.secret)
    words = s.put("renewed-words.txt", vault.json("create", "--memory", "64").want(DONE).one()["recovery_words"])
    chat = s.put("renewed-chat.txt", CHAT)
    vault.run("import", chat).want(DONE)
    vault.run("add", "--when", "2024", "--what", "kept", "--attach", chat).want(DONE)
    halves = vault.json("keys", "split").want(DONE).one()["halves"]
    before, old = vault.records(), vault.copy(s.at("renewed-old"))
    rows = vault.json("keys", "renew").want(DONE).rows()
    equal([sorted(row) for row in rows],
          [["recovery_words"], ["damaged_files", "entries", "files", "set_aside_removed"]], "what renew says")
    equal(vault.records(), before, "the same records")
    vault.sound()
    equal(keys_of(vault), [(0, "passphrase", None, True), (1, "recovery words", None, False)], "the ways in")
    for secret, code in ((open(words).read(), FAILED), (" ".join(halves), FAILED), (rows[0]["recovery_words"], DONE)):
        Vault(vault.path, s.put("renewed-try.txt", secret)).run("list").want(code)
    for name in ("h0", "h1"):  # the old key, in the hand of somebody who copied the folder before
        shutil.copy(os.path.join(old.path, name), os.path.join(vault.path, name))
    shown = vault.json("list", "--all")
    equal([r for r in shown.rows() if r.get("text")], [], "what the old key shows of the new folder")
    equal(old.records(), before, "the copy from before")


def several_logs(w):
    """A copy becomes a vault again; a friend's vault is handed over and taken in; a pack of both logs is checked twice."""
    s = w.scratch
    vault = w.fresh("several")
    chat = s.put("several-chat.txt", CHAT)
    vault.run("add", "--when", "2024-03-20", "--what", "Stood at the gate", "--attach", chat).want(DONE)
    equal(vault.json("backup", s.at("several-copy")).want(DONE).one()["whole"], True, "the copy")
    new = Vault(s.at("several-new"), vault.secret)
    got = new.json("restore", s.at("several-copy")).want(DONE).one()
    equal(sorted(got), ["bytes", "entries", "files", "lacking", "missing_entries", "vault"], "what restore says")
    without_log = lambda rows: [{k: v for k, v in row.items() if k != "log"} for row in rows]
    equal(without_log(new.records()), without_log(vault.records()), "the same records")
    holds("already" in new.run("restore", s.at("several-copy")).want(FAILED).err, "it stands there")
    twin = w.fresh("several-twin")  # a copy of one vault that both went on writing
    twin.run("add", "--when", "2024", "--what", "elsewhere").want(DONE)
    holds("copy that was written to" in new.run("merge", twin.path).want(FAILED).err, "a fork is told, and nobody accused")
    friend = Vault(s.at("several-friend"), s.put("several-friend.txt", "another one altogether"))
    friend.run("create", "--memory", "64").want(DONE)
    friend.run("add", "--when", "2024-03-21", "--what", "I saw him follow her", "--known", "saw").want(DONE)
    got = friend.json("handover", s.at("several-hand"), "--name", "Kasia Halden").want(DONE).one()
    words = s.put("several-words.txt", got["recovery_words"])
    new.run("merge", s.at("several-hand"), "--other-passphrase-file", words).want(DONE)
    equal(new.json("merge", s.at("several-hand"), "--other-passphrase-file", words).want(DONE).one()["logs"], 0, "nothing new")
    hers = next(r for r in new.records() if r["text"] == "I saw him follow her")
    equal((hers["observer"], hers["handed_by"], hers["entry"]), ("Kasia Halden", "Kasia Halden", 0), "who saw it")
    equal(new.json("show", hers["id"]).want(DONE).one()["proof"]["in_log"], True, "proved under her head")
    new.sound()
    equal(new.json("check").want(DONE).one()["problems"], [], "problems")
    pack = s.at("several-pack")
    new.run("pack", "--out", pack, "--for", "police").want(DONE)
    for slot in ("1", "2"):
        holds(os.path.exists(os.path.join(pack, "proof", slot, "checkpoint.txt")), f"the head of log {slot}")
    verify = os.path.join(BUILD, "daybook-verify")
    equal(subprocess.run([verify, pack], capture_output=True).returncode, DONE, "daybook-verify")
    equal(subprocess.run(["sh", os.path.join(pack, "proof", "verify.sh")], capture_output=True).returncode, DONE, "verify.sh")
    holds("this vault itself" in new.run("merge", new.path).want(FAILED).err, "itself")
    new.run("merge", s.at("nowhere")).want(FAILED)


def removal(w):
    """It is said what goes before it is asked for; only a yes removes; the keys are those of the interface."""
    vault = w.fresh("removal")
    vault.run("add", "--when", "2024-03-20", "--what", "Stood at the gate", "--attach", w.scratch.put("gate.txt", "x")).want(DONE)
    vault.run("add", "--when", "2024-03-21", "--what", "Rang").want(DONE)
    id_ = next(r["id"] for r in vault.records() if r["text"] == "Stood at the gate")
    line = ["--vault", vault.path, "--passphrase-file", vault.secret, "remove", id_, "--why", "a mistake"]
    for answer, code, left in (("no", FAILED, 3), ("", FAILED, 3), ("yes", DONE, 1)):
        seen, got = at_terminal(line, [("Type yes:", answer)])
        equal(got, code, seen)
        holds(all(word in seen for word in ("Stood at the gate", "gate.txt", "cannot be brought back", "A note stays",
                                            "packs, backups")), f"it is not said before: {seen}")
        equal(len(vault.records()), left, f"records after {answer!r}")
    gone = vault.json("show", id_).want(FAILED).one()
    equal((sorted(gone), sorted(gone["removed"])), (["id", "removed"], ["at", "entry", "why"]), "what was removed")
    holds("removed:" in vault.run("show", id_).want(FAILED).out, "show in words")
    rest = vault.records()[0]["id"]
    got = vault.json("remove", rest, "--why", "x", "--yes").want(DONE).one()
    equal(sorted(got), ["entries", "entry", "finished", "removal", "removed", "stays"], "what remove says")
    equal(vault.sound()["removed"], 4, "entries that went")
    holds("removed: 4 entries" in vault.run("check").want(DONE).out, "check in words")


# --- records ---

def is_record(record):
    has(RECORD_KEYS, record, f"a record of kind {record.get('kind')}")
    holds(record["kind"] in ("incident message call voicemail email photo video audio document position contact payment "
                             "system note").split(), record["kind"])
    for key in ("at", "until", "written_at"):
        holds(record[key] is None or UTC.fullmatch(record[key]), f"{key}: {record[key]}")
    holds(record["direction"] in ("in", "out", "unknown", None), record["direction"])
    holds(record["time_basis"] in ("instant", "local", "date", "none"), record["time_basis"])
    holds(record["precision"] in ("second", "minute", "hour", "day", "month", "year", None), record["precision"])
    for party in [record["from"]] * (record["from"] is not None) + record["to"]:
        equal(set(party), PARTY_KEYS, "the keys of a party")
    for file in record["attachments"]:
        equal(set(file), {"name", "type", "bytes", "sha256", "missing"}, "the keys of an attachment")
    for doubt in record["doubts"]:
        equal(set(doubt), {"code", "detail"}, "the keys of a doubt")
    if record["origin"] is not None:
        equal(set(record["origin"]), {"original", "name", "inside", "position"}, "the keys of an origin")
    for key, value in record.items():
        holds(value != "" or key == "text", f"{key} is empty where null says that there is none")
    return record


def records(w):
    rows = w.vault.records()
    for row in rows:
        is_record(row)
    kinds = {row["kind"] for row in rows}
    has({"incident", "message", "document"}, kinds, "the vault")
    order = [row["at"] or "" for row in rows]
    equal(order, sorted(order), "the order of time")
    chat = next(row for row in rows if row["text"] == "open the door")
    equal((chat["channel"], chat["time_basis"], chat["at_local"], chat["at"]),
          ("whatsapp", "local", "2024-03-24T21:05:00", "2024-03-24T21:05:00Z"), "a message")
    sms = next(row for row in rows if row["text"] == "answer me")
    equal((sms["from"]["handle"], sms["time_basis"], sms["at"], sms["direction"]),
          ("+447700900202", "instant", "2024-03-25T20:53:20Z", "in"), "a text message")
    nothing = next(row for row in rows if row["channel"] == "sms" and row["text"] != "answer me")
    equal(nothing["text"], "", "a message that is there and says nothing")


def proposed_kinds(w):
    """What came in is offered as a contact, until somebody says what it was; nothing else is offered as anything."""
    vault = w.fresh("proposed")
    vault.run("import", w.scratch.put("proposed/texts.xml", SMS.replace('type="1" body=""', 'type="2" body="no"'))).want(DONE)
    vault.run("import", w.scratch.put("proposed/note.txt", "hello")).want(DONE)
    vault.run("add", "--when", "2024", "--what", "seen").want(DONE)
    told = {(r["kind"], r["direction"]): r for r in vault.records()}
    equal({key: (r["kinds"], r["kinds_proposed"]) for key, r in told.items()},
          {("message", "in"): ([], ["contacting"]), ("message", "out"): ([], []), ("document", None): ([], []), ("incident", None): ([], [])},
          "what each is offered as")
    one = told["message", "in"]["id"]
    equal(vault.json("show", one).want(DONE).one()["kinds_proposed"], ["contacting"], "show says it as well")
    said = vault.json("correct", one, "--kind", "threat", "--why", "it was").want(DONE).one()["id"]
    row = next(r for r in vault.records() if r["id"] == said)
    equal((row["kinds"], row["kinds_proposed"]), (["threat"], []), "somebody said what it was")


def incident(w):
    row = next(row for row in w.vault.records("--kind", "incident") if row["text"].startswith("He stood"))
    want = {"at_local": "2024-03-20T18:00:00", "at": "2024-03-20T18:00:00Z", "until": "2024-03-20T18:30:00Z",
            "precision": "hour", "time_basis": "local", "place": "Home", "kinds": ["following", "watching"],
            "by": ["Owen", "a friend of his"], "witnesses": ["Saima"], "effect": "No sleep", "changed": "New lock",
            "known": "saw", "observer": "Saima", "direction": None, "from": None, "to": [], "origin": None,
            "supersedes": None, "subject": None}
    for key, value in want.items():
        equal(row[key], value, key)
    equal([(a["name"], a["bytes"], a["missing"]) for a in row["attachments"]], [("note.txt", 5, False)], "attachments")
    holds("never leaves" not in json.dumps(row), "a list does not show private notes")


PRECISIONS = {  # as typed: (precision asked for, time basis, precision, at_local, doubt)
    "2024": (None, "date", "year", "2024-01-01T00:00:00", None),
    "2024-03": (None, "date", "month", "2024-03-01T00:00:00", None),
    "2024-03-24": (None, "date", "day", "2024-03-24T00:00:00", None),
    "2024-03-24 21:05": (None, "local", "minute", "2024-03-24T21:05:00", None),
    "2024-07-24 21:05:07": (None, "local", "second", "2024-07-24T21:05:07", None),
    "2024-07-24T21:05:07Z": (None, "instant", "second", "2024-07-24T22:05:07", None),
    "2024-07-24T21:05:07+05:00": ("minute", "instant", "minute", "2024-07-24T17:05:07", None),
    "2024-10-27 01:30": (None, "local", "minute", "2024-10-27T01:30:00", "time-twice"),
    "2024-03-31 01:30": ("hour", "local", "hour", "2024-03-31T01:30:00", "time-missing"),
    "unknown": (None, "none", None, None, None),
}


def precisions(w):
    vault = w.fresh("precisions")
    for typed, (asked, basis, precision, local, doubt) in PRECISIONS.items():
        options = ["--precision", asked] if asked else []
        saved = vault.json("add", "--when", typed, "--what", "x", *options).want(DONE).one()
        row = vault.json("show", saved["id"]).want(DONE).one()
        equal((row["time_basis"], row["precision"], row["at_local"], row["at"] is None),
              (basis, precision, local, local is None), typed)
        equal([d["code"] for d in row["doubts"]], [doubt] if doubt else [], f"doubts of {typed}")
        equal(saved["doubt"], doubt, f"what add says of {typed}")


def show(w):
    listed = w.vault.records()
    for row in listed[:4]:
        shown = is_record(w.vault.json("show", row["id"]).want(DONE).one())
        equal({key: shown[key] for key in row}, row, "show and list give the same record")
        has({"history", "proof"}, shown, "show")
        equal(shown["history"][0]["entry"], row["entry"], "its history begins with its entry")
        holds(shown["proof"]["in_log"] and len(shown["proof"]["head_code"]) == 24, f"{shown['proof']}")
    missing = w.vault.run("show", "nosuch").want(FAILED)
    holds("no record nosuch" in two_lines(missing, "show") and "[brackets]" in missing.err, missing.err)
    note = next(row for row in listed if row["text"] and row["text"].startswith("He stood"))
    holds("never leaves" in w.vault.run("show", note["id"]).want(DONE).out, "a private note is shown to its owner")


def corrections(w):
    vault = w.fresh("corrections")
    chat = w.scratch.put("corrections-chat.txt", CHAT)
    vault.run("import", chat).want(DONE)
    first = vault.json("add", "--when", "2024-04", "--what", "a knock", "--place", "Home").want(DONE).one()["id"]
    second = vault.json("correct", first, "--when", "2024-04-02", "--why", "found the date").want(DONE).one()["id"]
    third = vault.json("correct", second, "--what", "three knocks", "--why", "heard it again").want(DONE).one()["id"]
    rows = vault.records("--kind", "incident")
    equal([(r["id"], r["supersedes"], r["text"], r["precision"], r["place"]) for r in rows],
          [(third, second, "three knocks", "day", "Home")], "only the newest version is listed")
    for version in (first, second, third):
        shown = vault.json("show", version).want(DONE).one()
        equal([(h["id"], h["why"], h["supersedes"]) for h in shown["history"]],
              [(first, None, None), (second, "found the date", first), (third, "heard it again", second)], "history")
    refused = vault.run("correct", first, "--what", "two", "--why", "x").want(FAILED)
    holds(third in two_lines(refused, "correct"), "the newest version is named")
    equal(len(vault.records("--kind", "incident")), 1, "a refused correction adds nothing")
    message = next(r for r in vault.records() if r["text"] == "I can see the light")
    fixed = vault.json("correct", message["id"], "--place", "the street", "--why", "where he stood").want(DONE).one()["id"]
    row = next(r for r in vault.records() if r["id"] == fixed)
    equal((row["origin"], row["supersedes"], row["text"]), (message["origin"], message["id"], message["text"]),
          "a corrected message keeps its origin")
    vault.run("correct", "nosuch", "--what", "x", "--why", "y").want(FAILED)
    vault.sound()
    for name, options in {"whole": [], "one": ["--select", fixed]}.items():
        path = w.scratch.at("corrected-" + name)
        vault.run("pack", "--out", path, *options).want(DONE)
        run(VERIFY, path).want(DONE)
        holds(b"I can see the light" in words_of(path), "the original of a corrected message is in the pack")


def filters(w):
    def texts(*options):
        return [r["text"] for r in w.vault.records(*options)]
    equal(texts("--from", "2024-03-24", "--to", "2024-03-24"), [ENCRYPTED, "open the door", "I can see the light", "please go home"],
          "both ends are included")
    equal(texts("--from", "2024-03-24 21:06", "--to", "2024-03-24 21:06"), ["I can see the light"], "one minute")
    equal(texts("--channel", "sms"), ["answer me", ""], "channel")
    equal(texts("--person", "Mina"), ["please go home"], "person")
    equal(texts("--kind", "incident", "--from", "2024-03-20"), ["He stood at the --gate"], "kind")
    equal(texts("--from", "2030"), [], "nothing")
    equal(w.vault.run("list", "--from", "2030").want(DONE).out, "", "nothing in words")


def pages(w):
    everything = [r["id"] for r in w.vault.records()]
    for order, options in ((everything, []), (everything[::-1], ["--newest"])):
        by_cursor, by_id, after = [], [], []
        while True:
            page = w.vault.json("list", "--limit", "3", *options, *after).want(DONE)
            by_cursor += [r["id"] for r in page.rows()]
            cursor = re.search(r"--after (\d+)", page.err)
            if cursor is None:
                break
            after = ["--after", cursor.group(1)]
        equal(by_cursor, order, "page by page with the cursor that is named")
        while len(by_id) < len(order):
            after = ["--after", by_id[-1]] if by_id else []
            by_id += [r["id"] for r in w.vault.json("list", "--limit", "4", *options, *after).want(DONE).rows()]
        equal(by_id, order, "page by page with the last record's id")
    w.vault.run("list", "--after", "nosuch").want(FAILED)


SEARCHES = {  # query: the texts it finds
    "door": ["open the door"], "DOOR open": ["open the door"], "do*": ["open the door"], "nowhere": [],
    '"the door"': ["open the door"], '"door the"': [], "from:Mina": ["please go home"], "from:07700900202": ["answer me", ""],
    "from:2024-03-25 on:sms": ["answer me", ""], "to:2024-03-20": ["He stood at the --gate"],
    "on:2024-03-24 light": ["I can see the light"], "on:sms answer": ["answer me"],
    "kind:incident": ["A letter", "He stood at the --gate"], "has:missing": ["IMG-1.jpg (file attached)"],
    "has:attachment kind:incident": ["He stood at the --gate"],
}


def searches(w):
    for query, want in SEARCHES.items():
        got = [r["text"] for r in w.vault.json("search", query).want(DONE).rows()]
        equal(sorted(map(str, got)), sorted(map(str, want)), query)
    equal(w.vault.run("search", "open", "door").want(DONE).out, w.vault.run("search", "open door").want(DONE).out, "words")
    holds("Nothing was found" in w.vault.run("search", "nowhere").want(DONE).err, "nothing in words")


def people(w):
    vault = w.vault.copy(w.scratch.at("people"))
    def person():
        return {r["from"]["person"] for r in vault.records("--channel", "sms")}
    rows = vault.json("people").want(DONE).rows()
    has({"handle", "name", "person"}, rows[0], "people")
    equal(person(), {None}, "nobody is named at first")
    vault.run("people", "name", "07700 900202", "Owen Price", "--why", "he gave me this number").want(DONE)
    equal(person(), {"Owen Price"}, "however the number is written")
    equal({r["person"] for r in vault.json("people").want(DONE).rows() if r["handle"] == "+447700900202"}, {"Owen Price"}, "people")
    equal([r["text"] for r in vault.records("--person", "Owen Price")], ["answer me", ""], "--person")
    vault.run("people", "split", "+447700900202", "--why", "it was his brother's").want(DONE)
    equal(person(), {None}, "taken back")


LONG = "I know which train you take on Thursdays"


def texts_of(*rows):
    lines = "".join(f'<sms address="{number}" date="{1711314307000 + minute * 60000}" type="1" body="{body}" />' for
                    number, minute, body in rows)
    return f'<?xml version="1.0" encoding="UTF-8"?><smses count="{len(rows)}">{lines}</smses>'


def proposals(w):
    vault = w.fresh("proposals")
    days = 24 * 60
    texts = [("07700900202", 0, LONG), ("07700900202", 1, "answer"), ("07700900303", 4 * days, LONG + "!"),
             ("07700900404", 30 * days, "see you at six then, bring the cake"), ("07700900404", 31 * days, "answer")]
    vault.run("import", w.scratch.put("proposals/texts.xml", texts_of(*texts))).want(DONE)
    equal(vault.json("people", "proposals").want(DONE).rows(), [], "nobody to compare with")
    vault.run("people", "name", "07700 900202", "Owen Price", "--why", "his number").want(DONE)
    vault.run("people", "role", "Owen Price", "subject", "--why", "it is about him").want(DONE)
    vault.run("event", "add", "blocked", "--when", "2024-03-26", "--handle", "07700 900202").want(DONE)
    rows = vault.json("people", "proposals").want(DONE).rows()
    equal([(r["handle"], r["person"], r["contacts"]) for r in rows], [("+447700900303", "Owen Price", 1)], "one number")
    equal([(r["code"], r["count"]) for r in rows[0]["reasons"]], [("same-words", 1), ("after-block", 2)], "and why")
    equal({(r["from"]["handle"], r["from"]["person"]) for r in vault.records("--channel", "sms")},
          {("+447700900202", "Owen Price"), ("+447700900303", None), ("+447700900404", None)}, "nothing was joined")
    vault.run("people", "name", "07700 900303", "Owen Price", "--why", "the same words").want(DONE)
    equal(vault.json("people", "proposals").want(DONE).rows(), [], "joined, it is proposed no more")
    vault.run("people", "split", "07700 900303", "--why", "not sure").want(DONE)
    equal(len(vault.json("people", "proposals").want(DONE).rows()), 1, "taken apart, it is again")


def roles(w):
    vault = w.fresh("roles")
    vault.run("import", w.scratch.put("roles/texts.xml", texts_of(("07700900202", 0, "a"), ("07700900303", 1, "b"), ("07700900404", 2, "c")))).want(DONE)
    for number, person in (("07700900202", "Owen Price"), ("07700900303", "Dean"), ("07700900404", "Saima")):
        vault.run("people", "name", number, person, "--why", "known").want(DONE)
    vault.run("add", "--when", "2024-03-25", "--what", "outside", "--by", "Owen Price").want(DONE)
    def counted():
        return vault.json("picture").want(DONE).one()["by_person"]
    equal(counted(), {"Owen Price": 2}, "whom an incident names")
    vault.run("people", "role", "Dean", "proxy", "--why", "he said so").want(DONE)
    equal(counted(), {"Owen Price": 2, "Dean": 1}, "and who acts for him")
    vault.run("people", "role", "dean", "witness", "--why", "a mistake").want(DONE)
    equal(counted(), {"Owen Price": 2}, "the newest holds")
    vault.run("people", "role", "Owen Price", "helper", "--why", "a test").want(DONE)
    equal(counted(), {"Owen Price": 2, "Dean": 1, "Saima": 1}, "with nobody left it is of everybody, and incidents count")
    vault.run("people", "role", "Owen Price", "none", "--why", "taken back").want(DONE)
    vault.run("people", "role", "PC 1234", "officer", "--why", "gave her number").want(DONE)
    equal(counted(), {"Owen Price": 2}, "as before")
    equal({(r["person"], r["role"], r["handle"]) for r in vault.json("people").want(DONE).rows() if r["role"]},
          {("Dean", "witness", "+447700900303"), ("PC 1234", "officer", None)},
          "who has a part, with a number or without")
    vault.run("people", "role", "Saima", "boss", "--why", "x").want(USAGE)
    vault.run("people", "role", "Saima", "witness").want(USAGE)
    os.remove(os.path.join(vault.path, "i"))
    equal(counted(), {"Owen Price": 2}, "the log alone says it too")


def events(w):
    vault = w.fresh("events")
    vault.run("import", w.scratch.put("events/texts.xml", SMS)).want(DONE)
    told = next(r for r in vault.records("--channel", "sms") if r["text"])
    vault.run("event", "add", "told-to-stop", "--of", told["id"]).want(DONE)
    vault.run("event", "add", "order-made", "--when", "2024-07-01", "--court", "Derby", "--terms", "not to ring\nnot to come near",
              "--expires", "2026-07-01").want(DONE)
    vault.run("event", "add", "spoke-to-police", "--when", "2024-07-02 10:00", "--officer", "PC 1234", "--promised", "a call back",
              "--promised-by", "2024-07-09", "--reference", "24/0001").want(DONE)
    vault.run("add", "--when", "2024-07-03", "--what", "he was there again", "--by", "Owen Price").want(DONE)
    rows = vault.json("event").want(DONE).rows()
    equal([r["kind"] for r in rows], ["told-to-stop", "order-made", "spoke-to-police"], "in order of time")
    equal((rows[0]["at"], rows[0]["details"]), (told["at"], {"shown-by": told["id"]}), "the time of what shows it")
    equal(rows[1]["details"], {"court": "Derby", "terms": "not to ring\nnot to come near", "expires": "2026-07-01"}, "terms")
    equal(vault.records("--kind", "incident")[0]["text"], "Told to stop", "without words it is called by its kind")
    picture = vault.json("picture").want(DONE).one()
    equal([e["kind"] for e in picture["key_events"]], ["told-to-stop", "order-made"], "a word with the police is no key event")
    equal((picture["contacts"], picture["unnamed"]), (1, 0), "and no contact of anybody")
    vault.run("correct", rows[2]["id"], "--why", "misheard", "--reference", "24/0002").want(DONE)
    equal(vault.json("event").want(DONE).rows()[2]["details"], {"officer": "PC 1234", "promised": "a call back",
          "promised-by": "2024-07-09", "reference": "24/0002"}, "one detail corrected, the others as they were")
    equal([r["text"] for r in vault.json("search", "24/0002").want(DONE).rows()], ["Spoke to the police"], "found by its reference")
    count = len(vault.records())
    for wrong in (["told-to-stop"], ["no-such", "--when", "now"], ["hearing", "--when", "now", "--expires", "soon"],
                  ["hearing", "--when", "now", "--kind", "watching"]):
        vault.run("event", "add", *wrong).want(USAGE)
    vault.run("event", "add", "told-to-stop", "--of", "aaaaaaaaaaaaaaaaaaaaaaaaaa").want(FAILED)
    equal(len(vault.records()), count, "nothing was written")
    pack = w.scratch.at("events/pack")
    vault.run("pack", "--out", pack, "--hide", "source").want(DONE)
    for name in ("data/00-read-first.html", "data/chronology.csv"):
        with open(os.path.join(pack, name), encoding="utf-8") as page:
            holds("24/0002" not in page.read(), f"{name} tells what was hidden")


# --- reports ---

def import_reports(w):
    vault = w.fresh("imports")
    chat, sms = w.scratch.put("imports/chat.txt", CHAT), w.scratch.put("imports/texts.xml", SMS)
    reports = vault.json("import", os.path.dirname(chat)).want(DONE).rows()
    for report in reports:
        has(REPORT_KEYS, report, "an import report")
        equal(set(report["original"]), {"sha256", "bytes", "name"}, "the original of a report")
        equal(set(report["attachments"]), {"present", "missing"}, "the attachments of a report")
        for doubt in report["doubts"]:
            equal(set(doubt), {"code", "count", "example"}, "a doubt of a report")
        for question in report["questions"]:
            equal(set(question), {"code", "choices"}, "a question of a report")
        holds(UTC.fullmatch(report["first"]) and UTC.fullmatch(report["last"]), report["first"])
    by_name = {r["original"]["name"]: r for r in reports}
    chat_report, sms_report = by_name["chat.txt"], by_name["texts.xml"]
    equal((chat_report["format"], chat_report["status"], chat_report["attachments"]["missing"], chat_report["duplicate_of"]),
          ("whatsapp-txt", "read", 1, None), "the chat")
    equal((sms_report["records"], sms_report["by_kind"], sms_report["original"]["bytes"]), (2, {"message": 2}, len(SMS)), "the texts")
    equal([q["choices"] for q in chat_report["questions"] if q["code"] == "me"], [["Owen", "Mina"]], "who is me")
    again = vault.json("import", chat).want(DONE).one()
    holds(again["duplicate_of"], "the same file twice")
    answered = vault.json("import", chat, "--me", "Mina").want(DONE).one()
    equal((answered["questions"], answered["records"]), ([], chat_report["records"]), "the answer re-reads it")
    equal({r["direction"] for r in vault.records("--channel", "whatsapp") if r["from"]}, {"in", "out"}, "directions")
    equal(len(vault.records()), chat_report["records"] + 2, "re-reading doubles nothing")
    cut = w.scratch.put("imports/cut.xml", SMS[:-60])
    partly = vault.json("import", cut).want(DOUBTS).one()
    equal(partly["status"], "partly", "a file that is cut off")
    gone = vault.json("import", w.scratch.at("gone.txt")).want(FAILED)
    holds("gone.txt" in error_object(gone)["message"], gone.out)
    vault.json("import", w.scratch.at("gone.txt"), chat).want(DOUBTS)
    vault.sound()


def picture(w):
    vault = w.vault
    got = vault.json("picture").want(DONE).one()
    has(PICTURE_KEYS, got, "a picture")
    equal(len(got["by_hour"]), 24, "hours")
    html, pdf = w.scratch.at("picture.html"), w.scratch.at("picture.pdf")
    vault.run("picture", "--html", html, "--pdf", pdf).want(DONE)
    holds(open(html, encoding="utf-8").read().lower().startswith("<!doctype html"), "a page")
    holds(open(pdf, "rb").read(5) == b"%PDF-", "a PDF")
    screen = vault.run("picture").want(DONE).out
    holds(" ".join(got["statement"].split()) in " ".join(screen.split()), f"other words on the screen: {screen[:300]!r}")
    other = w.fresh("picture")
    other.run("add", "--when", "2024-05-01 10:00", "--what", "told to stop", "--kind", "told-to-stop").want(DONE)
    for day in ("2024-04-20", "2024-05-02", "2024-05-03"):
        other.run("add", "--when", day, "--what", "outside", "--by", "Owen", "--kind", "watching").want(DONE)
    event = other.json("picture").want(DONE).one()
    equal([(e["kind"], e["before_28d"], e["after_28d"], e["since"]) for e in event["key_events"]],
          [("told-to-stop", 1, 2, 2)], "key events")
    equal((event["contacts"], event["days_touched"], event["by_kind"]), (3, 3, {"watching": 3}), "counts")


def left_out(vault):
    got = vault.json("picture").want(DONE).one()
    return got["contacts"], got["unknown_direction"], got["from_others"], got["unnamed"]


def not_counted(w):
    """What is not counted as a contact is counted beside them, and the screen names the command that changes it."""
    vault = w.fresh("beside")
    chat = w.scratch.put("beside/chat.txt", CHAT)
    vault.run("import", chat).want(DONE, DOUBTS)
    equal(left_out(vault), (0, 4, 0, 0), "nobody has said who is who")
    screen = " ".join(vault.run("picture").want(DONE).out.split())
    holds("4 where Daybook does not know which side is you" in screen and "--me" in screen, screen)
    vault.run("import", chat, "--me", "Mina").want(DONE, DOUBTS)
    equal(left_out(vault), (3, 0, 0, 0), "said")
    vault.run("add", "--when", "2024-04-01", "--what", "outside again").want(DONE)
    vault.run("add", "--when", "2024-04-01", "--what", "told the police", "--kind", "reported").want(DONE)
    equal(left_out(vault), (3, 0, 0, 1), "an incident without a name; a report to the police lacks none")
    vault.run("add", "--when", "2024-04-02", "--what", "outside", "--by", "O. Marsh").want(DONE)
    equal(left_out(vault), (1, 0, 3, 1), "the picture is now of a person whose name the chat does not have")
    screen = " ".join(vault.run("picture").want(DONE).out.split())
    holds("3 from other people (people joins" in screen and "1 that name nobody" in screen, screen)
    vault.run("people", "name", "Owen", "O. Marsh", "--why", "his name in the chat").want(DONE)
    equal(left_out(vault), (4, 0, 0, 1), "joined")
    vault.run("import", w.scratch.put("beside/1.eml", "From: mina@example.org\nTo: ann@example.org, owen@example.com\n"
              "Subject: s\nDate: Sun, 24 Mar 2024 21:05:07 +0000\n\nleave us alone\n"), "--me", "mina@example.org").want(DONE)
    replies = vault.json("picture").want(DONE).one()["replies"]
    vault.run("people", "name", "owen@example.com", "O. Marsh", "--why", "his address").want(DONE)
    equal(vault.json("picture").want(DONE).one()["replies"], replies + 1, "what went to somebody else first went to him as well")
    pack = w.scratch.at("beside-pack")
    vault.run("pack", "--out", pack).want(DONE)
    page = " ".join(open(os.path.join(pack, "data", "00-read-first.html"), encoding="utf-8").read().split())
    holds("1 incident that does not say who it was: in the chronology" in page, "on paper too")


def is_verify(report, what):
    has(VERIFY_KEYS, report, "a verify report")
    has({"files", "entries", "log", "stamps"}, report["levels"], "levels")
    for level in report["levels"].values():
        equal(set(level), {"checked", "failed"}, "a level")
    for problem in report["problems"]:
        equal(set(problem), {"level", "path", "what"}, "a problem")
    equal(report["what"], what, "what was checked")
    return report


def packs(w):
    s, vault = w.scratch, w.vault
    for name in ("whole", "whole.zip"):
        path = s.at("packs", name)
        os.makedirs(s.at("packs"), exist_ok=True)
        made = vault.json("pack", "--out", path).want(DONE).one()
        equal((made["pack"], len(made["head_code"])), (path, 24), "what pack says")
        report = is_verify(vault.json("verify", path).want(DONE).one(), "pack")
        equal((report["ok"], report["head_code"], report["problems"]), (True, made["head_code"], []), "it holds")
        stand_alone = run(VERIFY, "--json", path).want(DONE).one()
        equal(stand_alone, report, "both programs say the same")
    holds(zipfile.is_zipfile(s.at("packs", "whole.zip")), "a ZIP")
    with open(s.at("packs", "whole", "data", "chronology.csv"), "a", encoding="utf-8") as file:
        file.write("one more\n")
    bad = is_verify(vault.json("verify", s.at("packs", "whole")).want(FAILED).one(), "pack")
    holds(not bad["ok"] and bad["levels"]["files"]["failed"] >= 1 and bad["problems"], "an altered file is found")
    is_verify(vault.json("verify", vault.path).want(DONE).one(), "vault")
    is_verify(vault.json("check").want(DONE).one(), "vault")
    two_lines(vault.run("verify", s.at("nowhere")).want(FAILED), "verify")
    for line, code in (([s.at("nowhere")], FAILED), ([], USAGE), (["a", "b"], USAGE), (["--colour", "a"], USAGE)):
        answer = run(VERIFY, *line, "--json").want(code)
        error_object(answer)
        holds(re.match(r"daybook-verify: check: .+\nNothing was changed\. .+\.\n", answer.err), answer.err)
    for audience in ("police", "solicitor", "advocate", "me"):
        vault.run("pack", "--out", s.at("packs", audience), "--for", audience).want(DONE)
        holds(audience in open(s.at("packs", audience, "data", "00-read-first.html"), encoding="utf-8").read(), audience)


def exhibits(w):
    """A label that was handed over is that file's for ever; what was not yet is numbered as it comes."""
    vault = w.fresh("exhibits")
    for n, name in enumerate("abcd"):
        vault.run("import", w.scratch.put(f"exhibits/{name}.xml", texts_of((f"0770090010{n}", n, f"words of {name}")))).want(DONE)
    def labels(number, *more):
        path = w.scratch.at("exhibits", f"pack{number}")
        vault.run("pack", "--out", path, *more).want(DONE)
        run(VERIFY, path, "--quiet").want(DONE)
        with open(os.path.join(path, "data", "00-read-first.html"), encoding="utf-8") as file:
            page = file.read()
        return dict(re.findall(r"<td[^>]*>([A-Z]+/\d+)</td><td[^>]*>([a-z])\.xml</td>", re.sub(r"<a [^>]*>|</a>", "", page)))
    def record_of(name):
        return next(r for r in vault.records() if r["text"] == f"words of {name}")["id"]
    third = record_of("c")
    equal(labels(1, "--select", third), {"DB/3": "c"}, "numbers run over all files, shown or not")
    vault.run("remove", record_of("a"), "--why", "not about him", "--whole-file", "--yes").want(DONE)
    equal(labels(2), {"DB/1": "b", "DB/2": "d", "DB/3": "c"}, "c keeps its number, though a file before it is gone")
    vault.run("settings", "initials", "MH").want(DONE)
    vault.run("import", w.scratch.put("exhibits/e.xml", texts_of(("07700900105", 9, "words of e")))).want(DONE)
    equal(labels(3), {"DB/1": "b", "DB/2": "d", "DB/3": "c", "MH/4": "e"}, "what was handed over keeps its initials, too")
    vault.run("remove", record_of("e"), "--why", "a mistake", "--whole-file", "--yes").want(DONE)
    vault.run("import", w.scratch.put("exhibits/f.xml", texts_of(("07700900106", 9, "words of f")))).want(DONE)
    equal(labels(4), {"DB/1": "b", "DB/2": "d", "DB/3": "c", "MH/5": "f"}, "a number that was handed over is never given again")
    vault.run("exhibits", "refer", "DB/2", "KS/17").want(DONE)
    vault.run("exhibits", "refer", "DB/3", "KS/18").want(DONE)
    vault.run("exhibits", "refer", "DB/3", "none").want(DONE)
    vault.run("exhibits", "refer", "MH/9", "KS/1").want(FAILED)
    vault.run("exhibits", "refer", "DB/2").want(USAGE)
    listed = vault.json("exhibits").want(DONE).rows()
    equal([(r["label"], r["name"], r["reference"]) for r in listed],
          [("DB/3", "c.xml", None), ("DB/1", "b.xml", None), ("DB/2", "d.xml", "KS/17"), ("MH/4", None, None), ("MH/5", "f.xml", None)],
          "what was handed over, in order, and what they call it")
    vault.run("pack", "--out", w.scratch.at("exhibits", "pack5")).want(DONE)
    with open(w.scratch.at("exhibits", "pack5", "data", "00-read-first.html"), encoding="utf-8") as file:
        page = file.read()
    holds("DB/2<br>theirs: KS/17<" in page and "KS/18" not in page, "their reference stands beside the label")


def damage(w):
    vault = w.vault.copy(w.scratch.at("damaged"))
    note = w.scratch.put("damage/a\x1b[2Jname.bin", os.urandom(5000))
    vault.run("import", note).want(DONE)
    newest = max((os.path.join(base, name) for base, _, names in os.walk(os.path.join(vault.path, "o")) for name in names),
                 key=lambda path: (os.path.getsize(path), path))
    with open(newest, "r+b") as file:
        file.seek(6000)
        byte = file.read(1)
        file.seek(6000)
        file.write(bytes([byte[0] ^ 1]))
    run = vault.run("check").want(FAILED)
    holds("a [2Jname.bin" in run.out and "\x1b" not in run.out + run.err, f"the file is named, harmlessly: {run.out!r}")
    holds("keep every copy" in run.err, f"no next step: {run.err!r}")
    report = is_verify(vault.json("check").want(FAILED).one(), "vault")
    equal((report["ok"], report["levels"]["originals"]["failed"]), (False, 1), "one original")
    holds("All of it holds" not in vault.run("verify", vault.path).want(DONE).out, "a quick look does not say more than it saw")


def words_of(path):
    """All bytes of a pack, its PDFs as text where that can be had."""
    found = b""
    for base, _, names in os.walk(path):
        for name in names:
            full = os.path.join(base, name)
            found += open(full, "rb").read()
            if name.endswith(".pdf") and shutil.which("pdftotext"):
                found += subprocess.run(["pdftotext", full, "-"], stdout=subprocess.PIPE, check=True).stdout
    return found


def private_notes(w):
    vault = w.fresh("private")
    one = vault.json("add", "--when", "2024-03-20", "--what", "seen outside", "--private", "CANARYONE").want(DONE).one()["id"]
    two = vault.json("correct", one, "--what", "seen at the gate", "--private", "CANARYTWO", "--why", "clearer").want(DONE).one()["id"]
    holds("CANARYTWO" in vault.run("show", two).want(DONE).out, "the note is there")
    for name, options in {"all": [], "chosen": ["--select", two], "dated": ["--from", "2024"]}.items():
        path = w.scratch.at(f"private-{name}")
        vault.run("pack", "--out", path, *options).want(DONE)
        words = words_of(path)
        holds(b"seen at the gate" in words and b"seen outside" in words, f"{name}: both versions are in the pack")
        holds(b"CANARY" not in words, f"{name}: a private note is in the pack")
        run(VERIFY, path).want(DONE)
    html = w.scratch.at("private.html")
    vault.run("picture", "--html", html).want(DONE)
    holds("CANARY" not in open(html, encoding="utf-8").read(), "nor in a picture")


def chosen(w):
    vault = w.fresh("chosen")
    note = w.scratch.put("chosen.txt", "a photograph, say")
    ids = {}
    for day, options in (("2024-03-01", ["--attach", note]), ("2024-04-01", []), ("2024-05-01", ["--by", "Owen"])):
        ids[day] = vault.json("add", "--when", day, "--what", "on " + day, "--place", "Mill Lane", "--by", "Owen", *options).want(DONE).one()["id"]
    def pack(name, *options):
        path = w.scratch.at("chosen-" + name)
        made = vault.json("pack", "--out", path, *options).want(DONE).one()
        run(VERIFY, path).want(DONE)
        return made, words_of(path)
    made, words = pack("one", "--select", ids["2024-03-01"])
    equal((made["records"], made["left_out"], made["exhibits"]), (1, 3, 1), "an incident brings what is attached to it")
    holds(b"a photograph, say" in words and b"on 2024-04-01" not in words, "that and nothing else")
    holds(b"1 contact " in words and b"3 contacts" not in words, "its picture counts what is in it")
    made, words = pack("dates", "--from", "2024-04", "--to", "2024-04")
    equal(made["records"], 1, "dates")
    holds(b"on 2024-04-01" in words and b"on 2024-05-01" not in words, "dates")
    made, words = pack("hidden", "--hide", "place", "--select", ids["2024-04-01"])
    holds(not [n for n in os.listdir(w.scratch.at("chosen-hidden", "data", "entries", "000003")) if "place" in n], "the field is left out")


def hidden_parts(w):
    """A field that is left out stands nowhere in the pack, and its own verifier finds the pack sound; what proves it cannot be left out."""
    vault = w.fresh("hidden")
    vault.run("import", w.scratch.put("hidden/texts.xml", texts_of(("07700900202", 0, "one"), ("07700900202", 1440, "two")))).want(DONE)
    vault.run("add", "--when", "2024-03-22", "--what", "outside", "--attach", w.scratch.put("hidden/note.txt", "a photograph, say")).want(DONE)
    one = next(r["id"] for r in vault.records() if r["text"] == "one")
    vault.run("correct", one, "--when", "2023-07-14 10:00", "--what", "as a rowan", "--why", "the clock was wrong").want(DONE)
    for field in ("written", "when", "source", "content", "text", "people", "place", "relations", "derived", "effect"):
        path = w.scratch.at("hidden-" + field)
        made = vault.json("pack", "--out", path, "--hide", field).want(DONE).one()
        run(VERIFY, path).want(DONE)
        words = words_of(path)
        equal([os.path.exists(os.path.join(path, "data", "originals")), b"a photograph, say" in words], [field != "content"] * 2, f"files, {field} hidden")
        equal([day in words for day in (b"14 Jul", b"July 2023", b"2023-07-14")], [field != "when"] * 3, f"the day it was set to, {field} hidden")
        equal(b"as a rowan" in words, field != "text", f"words it was set to, {field} hidden")
        equal((made["exhibits"], b"/1" in words), (2, True), "exhibits keep their numbers")
    holds("are not in this pack" in open(w.scratch.at("hidden-content/data/00-read-first.html"), encoding="utf-8").read(), "that is said")
    for field in ("kind", "id", "name", "reading", "receipt", "private"):
        holds("--hide is one of" in vault.run("pack", "--out", w.scratch.at("no"), "--hide", field).want(USAGE).err, field)


def key_dates_of_nobody(w):
    """A pack about a person says how many key dates that name nobody it leaves out, and takes them in when asked, never others'."""
    vault = w.fresh("nobody")
    vault.run("import", w.scratch.put("nobody/texts.xml", texts_of(
        ("07700900202", 0, "from Owen"), ("07700900202", 3 * 1440, "again"), ("07700900303", 1, "from Rolf")))).want(DONE)
    for number, name in (("07700900202", "Owen"), ("07700900303", "Rolf")):
        vault.run("people", "name", number, name, "--why", "theirs").want(DONE)
    ids = {r["text"]: r["id"] for r in vault.records()}
    def event(kind, what, *more):
        return vault.json("event", "add", kind, "--what", what, *more).want(DONE).one()["id"]
    event("moved", "nobody, no date", "--when", "unknown")
    event("told-to-stop", "nobody, shown by his", "--of", ids["from Owen"])
    event("blocked", "his number", "--when", "2024-03-25", "--handle", "07700 900202")
    wrong = event("reported", "nobody, wrongly told", "--when", "2024-03-26", "--force", "Derbyshire")
    vault.run("correct", wrong, "--what", "nobody, set right", "--why", "a slip").want(DONE)
    event("changed-number", "her own number", "--when", "2024-04-02", "--handle", "07700900999")
    event("order-made", "names him", "--when", "2024-04-01", "--by", "Owen")
    event("blocked", "OTHERS number", "--when", "2024-03-25", "--handle", "07700900303")
    event("blocked", "OTHERS unnamed", "--when", "2024-03-25", "--handle", "07700900404")
    event("warned", "OTHERS name", "--when", "2024-03-25", "--by", "Rolf")
    event("told-to-stop", "OTHERS message", "--of", ids["from Rolf"])
    event("spoke-to-police", "OTHERS, no key date", "--when", "2024-03-25")
    vault.run("add", "--when", "2024-03-25", "--what", "OTHERS, perhaps", "--kind", "reported", "--kind", "following").want(DONE)
    his = ["from Owen", "again", "names him"]
    taken = ["from Owen", "nobody, shown by his", "his number", "nobody, set right", "again", "names him", "her own number", "nobody, no date"]
    spring = [text for text in taken if text not in ("again", "nobody, no date", "names him", "her own number")]
    for name, options, shown, in_it, out in (("plain", [], his, 0, 5), ("taken", ["--key-dates"], taken, 5, 0),
                                             ("spring", ["--to", "2024-03-26", "--key-dates"], spring, 3, 0),
                                             ("spring-plain", ["--to", "2024-03-26"], his[:1], 0, 3)):
        path = w.scratch.at("nobody-" + name)
        made = vault.json("pack", "--out", path, "--person", "Owen", *options).want(DONE).one()
        equal((made["key_dates_taken"], made["key_dates_left_out"], made["records"]), (in_it, out, len(shown)), f"{name}: what pack says")
        run(VERIFY, path).want(DONE)
        with open(os.path.join(path, "data", "chronology.csv"), encoding="utf-8-sig", newline="") as file:
            text = file.read()
            rows = list(csv.DictReader(io.StringIO(text)))
        equal([next(t for t in taken if t in "|".join(row.values())) for row in rows], shown, f"{name}: its rows, in order of time")
        words = words_of(path)
        holds(b"OTHERS" not in words and b"07700900404" not in words, f"{name}: what is others' is in it")
        equal(b"nobody, wrongly told" in words, in_it != 0, f"{name}: a correction brings what it corrects")
        with open(os.path.join(path, "data", "00-read-first.html"), encoding="utf-8") as file:
            first = file.read()
        equal("Told to stop" in first.split("What the numbers leave out")[0], in_it != 0, f"{name}: the picture has what the pack has")
        for told, count in (("such as a report or an order: left out", out), ("such as a report or an order: taken into", in_it)):
            said = re.search(r"(\d+) key dates?(?: among these)? that name nobody, " + told[: told.index(":") + 1] + " " + told.split(": ")[1], first)
            equal(int(said[1]) if said else 0, count, f"{name}: the first page, {told!r}")
    for name, options, told in (("p", [], "5 key dates that name nobody are left out"), ("q", ["--key-dates"], "5 key dates that name nobody are in it")):
        out = vault.run("pack", "--out", w.scratch.at("nobody-" + name), "--person", "Owen", *options).want(DONE).out
        holds(told in out, out)
        equal("--key-dates" in out, not options, "the option is offered where it would do something")
    for options in ([], ["--person", "Owen", "--select", ids["again"]]):
        vault.run("pack", "--out", w.scratch.at("nobody-none"), "--key-dates", *options).want(USAGE)


def persons_in_any_spelling(w):
    """However a person is named, the picture and the pack are of them, as the list is: never a pack full of messages and no contact."""
    vault = w.fresh("spelling")
    vault.run("import", w.scratch.put("spelling/texts.xml", texts_of(
        ("07700900202", 0, "one"), ("07700900202", 60, "two"), ("07700900303", 90, "three"), ("07700900404", 120, "four")))).want(DONE)
    for number in ("07700900202", "07700900303"):
        vault.run("people", "name", number, "Owen Price", "--why", "his").want(DONE)
    vault.run("people", "name", "07700900404", "Mina Price-Hall", "--why", "hers").want(DONE)
    vault.run("add", "--when", "2024-03-26", "--what", "outside", "--by", "Owen Price", "--kind", "watching").want(DONE)
    # A part of a name finds what goes by that name; the picture is of whom it is the name of.
    for n, (name, drawn, contacts) in enumerate((("Owen Price", 4, 4), ("owen price", 4, 4), ("OWEN", 4, 1), ("07700 900202", 2, 2),
                                                 ("+447700900202", 2, 2), ("07700900303", 1, 1), ("Nobody Known", 0, 0))):
        listed = vault.records("--person", name)
        picture = vault.json("picture", "--person", name).want(DONE).one()
        equal((picture["contacts"], len(listed)), (drawn, contacts), f"the picture and the list of {name!r}")
        path = w.scratch.at(f"spelling-{n}")
        made = vault.run("pack", "--out", path, "--person", name).want(DONE if contacts else FAILED)
        if contacts:
            with open(os.path.join(path, "data", "00-read-first.html"), encoding="utf-8") as file:
                holds(f"{contacts} contact" in file.read(), f"the pack of {name!r}")
        holds(contacts or "no record fits" in made.err, made.err)


def conversations_listed(w):
    """Numbers of one person stand together, the most used first; the list counts what stands with each, what was sent to several at each."""
    vault, mails = w.fresh("talks"), []
    def mail(sender, *to):
        n = len(mails)
        mails.append(f"From x Mon Jan  1 00:00:00 2024\nFrom: {sender}\nTo: {', '.join(to)}\nSubject: words {n}\n"
                     f"Date: Mon, 1 Jan 2024 10:{n:02}:00 +0000\nMessage-ID: <{n}@example.org>\n\nbody {n}\n\n")
    me = "me@example.org"
    for address, count in (("a1", 6), ("b1", 5), ("c", 4), ("a2", 3), ("b2", 2), ("a3", 1)):
        for _ in range(count):
            mail(f"{address}@example.com", me)
    mail(me, "a1@example.com", "b1@example.com")
    mail(me, "a1@example.com", "b1@example.com", "elsewhere@example.com")
    mail(me, "a3@example.com")
    vault.run("import", "--me", me, w.scratch.put("talks/box.mbox", "".join(mails))).want(DONE)
    for address in ("a1", "a2", "a3", "b1", "b2"):
        vault.run("people", "name", f"{address}@example.com", {"a": "Ann", "b": "Ben"}[address[0]], "--why", "known").want(DONE)
    path = w.scratch.at("talks-pack")
    vault.run("pack", "--out", path).want(DONE)
    with open(os.path.join(path, "data", "conversations.html"), encoding="utf-8") as file:
        page = file.read()
    first, *parts = re.split(r"<h2[^>]*>", page)
    told = re.findall(r'<tr><td[^>]*>([^<]*)</td><td[^>]*><a href="#p-talk-2d(\d)">(\w+)@example.com</a></td><td class="n">(\d+)</td>', first)
    equal(told, [("Ann", "1", "a1", "8"), ("", "2", "a2", "3"), ("", "3", "a3", "2"), ("Ben", "4", "b1", "7"), ("", "5", "b2", "2"),
                 ("", "6", "c", "4")], "the list")
    equal([(part.split("@")[0], part[part.index("<tbody"):].count("<tr")) for part in parts], [(name, int(n)) for _, _, name, n in told], "what stands there")


def undated_packs(w):
    """More records without a time than a page of the list holds: all of them, once, at the end."""
    vault = w.fresh("undated")
    cards = 10050
    vault.run("import", w.scratch.put("undated/cards.vcf", "".join(
        f"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Card {i}\r\nEND:VCARD\r\n" for i in range(cards)))).want(DONE)
    vault.run("add", "--when", "2024-03-20", "--what", "Dated").want(DONE)
    path = w.scratch.at("undated-pack")
    equal(vault.json("pack", "--out", path).want(DONE).one()["records"], cards + 1, "records")
    with open(os.path.join(path, "data", "chronology.csv"), encoding="utf-8-sig", newline="") as file:
        rows = ["|".join(row) for row in csv.reader(file)][1:]
    names = [int(name) for row in rows[1:] for name in re.findall(r"Card (\d+)", row)[:1]]
    equal(("Dated" in rows[0], sorted(names)), (True, list(range(cards))), "each once, behind what has a time")


def failed_packs(w):
    vault = w.fresh("failed")
    vault.run("add", "--when", "2024", "--what", "x").want(DONE)
    before = vault.sound()["log_entries"]
    there = w.scratch.put("there/file", "x")
    for name, options in {"there": [], "no/such/folder": [], "id": ["--select", "nosuch"], "dates": ["--from", "1999", "--to", "1999"]}.items():
        two_lines(vault.run("pack", "--out", w.scratch.at(name), *options).want(FAILED), "pack")
        holds(name == "there" or not os.path.exists(w.scratch.at(name)), f"something was left at {name}")
    equal(open(there).read(), "x", "nothing is overwritten")
    equal(vault.sound()["log_entries"], before, "a pack that was not made is not logged as given")


def help_lines(w):
    for command, key in (("support", "phone"), ("report", "report_online")):
        rows = run(DAYBOOK, command, "--json", "--area", "Derbyshire").want(DONE).rows()
        holds(rows and all(key in row and "as_of" in row and row["source"] for row in rows), f"{command}: {rows[:1]}")
        out = run(DAYBOOK, command, "--area", "Derbyshire", env={"HOME": "/nonexistent"}).want(DONE).out
        holds(out.startswith("In danger now") and "Derby" in out or command == "support", out[:200])
        for row in rows:
            holds(row["source"][0] in out and (row["as_of"] or "bears no date") in out, f"{command}: a date or a source: {row}")
        for service in FIRST_CALLS:
            holds(service["phone"] in out and service["source"][0] in out, f"{command} does not tell where {service['id']} is from")
        unknown = run(DAYBOOK, command, "--area", "Nowhereshire").want(DOUBTS)
        holds("999" in unknown.out and "county" in unknown.err, f"{command}: {unknown.err}")
        everything = run(DAYBOOK, command, "--json").want(DONE).rows()
        holds(len(everything) > len(rows) or command == "support", f"{command} without a place")
    equal(len(run(DAYBOOK, "report", "--json", "--area", "derbyshire").want(DONE).rows()), 1, "one force")
    holds(len(run(DAYBOOK, "support", "--area", "Nowhereshire", "--json").rows()) > 3, "the lines for everybody")


def exhibit_labels(pack):
    with open(os.path.join(pack, "data", "00-read-first.html"), encoding="utf-8") as file:
        return set(re.findall(r"<td[^>]*>([A-Z]+)/\d+", file.read()))


def settings(w):
    """What was said last counts, in every later command, in a pack, and in a copy that is restored."""
    vault = w.fresh("settings")
    equal(vault.json("settings").want(DONE).one(), {"jurisdiction": "england-wales", "initials": "DB"}, "nobody said")
    holds("nobody chose yet" in vault.run("settings").want(DONE).out, "that nobody chose is said")
    vault.run("add", "--when", "2024", "--what", "x", "--attach", w.scratch.put("settings/note.txt", "hello")).want(DONE)
    pack = w.scratch.at("settings-pack")
    vault.run("pack", "--out", pack).want(DONE)
    equal(exhibit_labels(pack), {"DB"}, "the letters of a pack before")
    equal(vault.json("settings", "jurisdiction", "northern-ireland").want(DONE).one(),
          {"jurisdiction": "northern-ireland", "initials": "DB"}, "said")
    vault.run("settings", "initials", "KK").want(DONE)
    vault.run("settings", "initials", "MH").want(DONE)
    now = {"jurisdiction": "northern-ireland", "initials": "MH"}
    equal(vault.json("settings").want(DONE).one(), now, "the newest")
    for name, options, letters in (("a", [], {"DB", "MH"}), ("b", ["--exhibits", "AB"], {"DB", "MH", "AB"})):  # what was handed over stays
        vault.run("add", "--when", "2024", "--what", "y", "--attach", w.scratch.put(f"settings/{name}.txt", name)).want(DONE)
        vault.run("pack", "--out", f"{pack}-{name}", *options).want(DONE)
        equal(exhibit_labels(f"{pack}-{name}"), letters, f"a pack with {options}")
        run(VERIFY, f"{pack}-{name}").want(DONE)
    before = vault.sound()["log_entries"]
    vault.run("settings", "initials", "mh").want(USAGE)
    equal(vault.sound()["log_entries"], before, "what is refused is not written")
    copy = w.scratch.at("settings-copy")
    vault.run("backup", copy).want(DONE)
    again = Vault(w.scratch.at("settings-again"), vault.secret)
    again.run("restore", copy).want(DONE)
    equal(again.json("settings").want(DONE).one(), now, "restored")
    equal(again.json("settings", "jurisdiction", "scotland").want(DONE).one()["jurisdiction"], "scotland", "and set again")


def key_dates(_):
    """What `add --help` and `event --help` name is what the data has, no wider than the rest."""
    with open(os.path.join(ROOT, "data/behaviour.json"), encoding="utf-8") as file:
        data = json.load(file)
    kinds, events, log = ([kind["code"] for kind in data[name]] for name in ("kinds", "key_events", "log_entries"))
    for command, lists in (("add", (("or one of these:", "Key dates", sorted(kinds)), ("Key dates have these:", "--effect", events))),
                           ("event", (("KIND  ", "or, for the log", events), ("log of contacts:", "--of", log)))):
        out = run(DAYBOOK, command, "--help").want(DONE).out
        for begin, end, want in lists:
            part = out.split(begin + " ")[1].split(end)[0]
            told = part.split()
            equal(sorted(told) if want == sorted(kinds) else told, want, f"{command} --help behind {begin!r}")
            for line in part.splitlines()[1:-1]:
                holds(line.startswith("       ") and len(line) <= 96, f"{command} --help: {line!r}")
            holds(len([line for line in out.splitlines() if begin in line][0]) <= 96, f"{command} --help: the first line behind {begin!r}")


def demo(w):
    folder = w.scratch.at("demo")
    got = run(DAYBOOK, "demo", folder, "--json", timeout=900).want(DONE).one()
    has(DEMO_KEYS, got, "a demo")
    has(PICTURE_KEYS, got["picture"], "its picture")
    is_verify(got["verify"], "pack")
    for report in got["imports"]:
        has(REPORT_KEYS, report, "an import report")
    vault = Vault(got["vault"], got["passphrase_file"])
    equal(len(vault.records()), got["records"], "records")
    run(VERIFY, got["pack"]).want(DONE)
    two_lines(run(DAYBOOK, "demo", folder).want(FAILED), "demo")


class World:
    """A vault with a little of everything, made once."""

    def __init__(self, scratch):
        self.scratch = scratch
        self.empty = new_vault(scratch, "empty")
        self.vault = self.fresh("vault")
        note = scratch.put("note.txt", "hello")
        self.vault.run("add", "--when", "2024-03-20 18:00", "--until", "2024-03-20 18:30", "--precision", "hour", "--what",
                       "He stood at the --gate", "--place", "Home", "--by", "Owen", "--by", "a friend of his", "--kind",
                       "following", "--kind", "watching", "--witness", "Saima", "--effect", "No sleep", "--changed",
                       "New lock", "--known", "saw", "--observer", "Saima", "--attach", note, "--private",
                       "never leaves").want(DONE)
        self.vault.run("add", "--when", "unknown", "--what", "A letter").want(DONE)
        chat, sms = scratch.put("in/chat.txt", CHAT), scratch.put("in/texts.xml", SMS)
        self.vault.run("import", chat, sms).want(DONE)

    def fresh(self, name):
        return self.empty.copy(self.scratch.at("vaults", name))


CASES = {"help_everywhere": help_everywhere, "version_everywhere": version_everywhere, "later_commands": later_commands,
         "nearest_word": nearest, "options_before_and_after": options_anywhere, "quiet": quiet,
         "vault_lookup": vault_lookup, "no_vault": no_vault, "passphrases": passphrases, "recovery_words": recovery_words,
         "terminal": terminal, "offered_words": offered_words, "key_changes": key_changes,
         "key_words_at_terminal": key_words_at_terminal, "recovery_sheet": recovery_sheet, "renewed_key": renewed_key,
         "records": records, "proposed_kinds": proposed_kinds, "incident": incident, "precisions": precisions, "show": show,
         "corrections": corrections, "filters": filters, "pages": pages, "searches": searches, "people": people,
         "proposals": proposals, "roles": roles, "events": events,
         "import_reports": import_reports, "picture": picture, "not_counted": not_counted, "packs": packs, "exhibits": exhibits,
         "private_notes": private_notes, "damage": damage, "several_logs": several_logs, "removal": removal,
         "chosen_records": chosen, "hidden_parts": hidden_parts, "failed_packs": failed_packs, "help_lines": help_lines,
         "settings": settings, "key_dates_of_nobody": key_dates_of_nobody, "undated_packs": undated_packs, "conversations_listed": conversations_listed, "persons_in_any_spelling": persons_in_any_spelling, "key_dates": key_dates, "demo": demo}

with Scratch() as scratch:
    world = World(scratch)
    for name, check in CASES.items():
        if not sys.argv[1:] or name in sys.argv[1:]:
            case(f"commands__{name}", check, world)
    for name, (arguments, words) in USAGE_ERRORS.items():
        if not sys.argv[1:] or name in sys.argv[1:]:
            case(f"commands__usage_{name}", wrong_usage, world, arguments, words)
finish()
