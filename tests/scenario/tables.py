#!/usr/bin/env python3
"""What a table's columns are is said once, and remembered for another with the same names."""
from scenario import *

NAMES = "Zeitpunkt;Wer;Was\n"
MARCH = NAMES + "24/03/2024;Daniel Reed;rang\n25/03/2024;Daniel Reed;rang again\n26/03/2024;Daniel Reed;came\n"
APRIL = NAMES + "13/04/2024;Daniel Reed;where are you\n14/04/2024;Daniel Reed;look outside\n15/04/2024;Daniel Reed;hello\n"
OTHER = "Was;Wer;Zeitpunkt\nrang;Daniel Reed;13/05/2024\ncame;Daniel Reed;14/05/2024\nwrote;Daniel Reed;15/05/2024\n"
SAID = "when=1 from=2 body=3"


def report(vault, *words):
    return vault.json("import", *words).want(DONE).one()


def codes(told):
    return [d["code"] for d in told["doubts"]]


def asked(told):
    return [q["code"] for q in told["questions"]]


def remembered(scratch):
    vault = new_vault(scratch, "tables")
    march, april, other = (scratch.put(f"tables-in/{n}.csv", text) for n, text in (("march", MARCH), ("april", APRIL), ("other", OTHER)))
    told = report(vault, march)
    equal((told["format"], told["records"], told["by_kind"]), ("csv", 3, {"note": 3}), "a table whose columns nobody knows")
    equal(told["questions"][0], {"code": "columns", "choices": ["1 Zeitpunkt", "2 Wer", "3 Was"]}, "they are asked for")
    told = report(vault, "--columns", SAID, march)
    equal((told["by_kind"], codes(told), "columns" in asked(told)), ({"message": 3}, [], False), "read again with the answer")
    told = report(vault, april)
    equal((told["by_kind"], codes(told), "columns" in asked(told)), ({"message": 3}, ["columns-remembered"], False), "another like it")
    equal(told["doubts"][0]["example"], SAID, "and it is said with what")
    told = report(vault, other)
    equal((told["by_kind"], asked(told)), ({"note": 3}, ["columns"]), "other names are asked about")
    # Who the owner is, said later, does not make the columns forgotten.
    told = report(vault, "--me", "Maya", april)
    equal((told["by_kind"], "columns-remembered" in codes(told)), ({"message": 3}, True), "with another answer")
    # The newest answer counts.
    report(vault, "--columns", "when=1 body=3", march)
    told = report(vault, scratch.put("tables-in/may.csv", APRIL.replace("/04/", "/05/")))
    equal((told["by_kind"], told["doubts"][0]["example"]), ({"note": 3}, "when=1 body=3"), "the newest answer")
    rows = [r for r in vault.records() if r["text"] == "look outside"]
    equal([r["at_local"] for r in rows], ["2024-04-14T00:00:00", "2024-05-14T00:00:00"], "days")
    vault.sound()


def statements_overlap(scratch):
    """The same payments in two downloads are listed once, as often as the one with more of them has them; another account is not the same."""
    head = "Date,Counter Party,Reference,Type,Amount (GBP),Account Number\n"
    twice = "24/03/2024,DAN REED,HELLO,FPI,0.01,12345678\n" * 2
    files = {"march": head + twice, "more": head + "23/03/2024,DAN REED,HI,FPI,0.01,12345678\n" + twice,
             "other": head + "24/03/2024,DAN REED,HELLO,FPI,0.01,87654321\n"}
    vault = new_vault(scratch, "overlap")
    for name, rows in (("march", 2), ("more", 3), ("other", 4)):
        vault.json("import", scratch.put(f"overlap-in/{name}.csv", files[name])).want(DONE, DOUBTS)
        equal(len(vault.records()), rows, name)
    vault.sound()


def wrong_words(scratch):
    vault = new_vault(scratch, "words")
    path = scratch.put("words-in/a.csv", MARCH)
    for said in ("when=1 who=2", "1=when", "when", "when=1 body=1", ""):
        told = vault.run("import", "--columns", said, path)
        holds(told.code not in (DONE, DOUBTS), f"{said!r} is refused")
        holds("duration" in told.err and "body" in told.err, f"all words are named: {told.err!r}")
    equal(vault.records(), [], "nothing was brought in")


def a_format_that_is_none(scratch):
    vault = new_vault(scratch, "format")
    path = scratch.put("format-in/a.csv", MARCH)
    told = vault.run("import", "--format", "whatsapp", path)
    holds(told.code not in (DONE, DOUBTS) and "whatsapp-txt" in told.err, f"said: {told.err!r}")
    holds(vault.run("import", "--format", "../x", path).code not in (DONE, DOUBTS), "refused")
    equal(vault.records(), [], "nothing was brought in")
    vault.sound()


def a_place_that_is_none(scratch):
    vault = new_vault(scratch, "zone")
    path = scratch.put("zone-in/a.csv", MARCH)
    for said in ("London", "europe/london", "../../etc/passwd"):
        told = vault.run("import", "--zone", said, path)
        holds(told.code not in (DONE, DOUBTS), f"{said!r} is refused")
        holds("Europe/London" in told.err and said in told.err, f"and said: {told.err!r}")
    equal(vault.records(), [], "nothing was brought in")
    report(vault, "--zone", "Europe/London", path)
    vault.sound()


def summer(scratch):
    """The days of a report are those of the clock on the wall."""
    vault = new_vault(scratch, "summer")
    path = scratch.put("summer-in/a.csv", "when,from,body\n01/07/2024 00:10,Daniel Reed,rang\n20/07/2024 00:10,Daniel Reed,came\n")
    told = vault.run("import", "--columns", "when=1 from=2 body=3", path)
    holds("1 July 2024 to 20 July 2024" in told.out, f"the days: {told.out!r}")


quick_keys()
with Scratch() as scratch:
    case("tables__a_zone_that_is_none_is_refused", a_place_that_is_none, scratch)
    case("tables__a_format_that_is_none", a_format_that_is_none, scratch)
    case("tables__days_of_a_report_are_local", summer, scratch)
    case("tables__overlapping_statements_count_once", statements_overlap, scratch)
    case("tables__columns_are_remembered", remembered, scratch)
    case("tables__wrong_words_are_refused", wrong_words, scratch)
finish()
