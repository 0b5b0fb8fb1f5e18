"""What the tables of facts about the outside exports ask of a report and of listed records."""
from collections import Counter
from scenario import *


def texts(rows):
    return [r["text"] or "" for r in rows]


def attachments(rows):
    return [a for r in rows for a in r["attachments"]]


def names(rows):
    return [a["name"] for a in attachments(rows)]


def doubt_codes(rows):
    return Counter(d["code"] for r in rows for d in r["doubts"])


def counted(rows, field, value):
    return sum(r[field] == value for r in rows)


def marked(rows, mark):
    return sum(mark in r["marks"] for r in rows)


def claimed(rows, key):
    return [c["value"] for r in rows for c in r["claims"] if c["key"] == key]


def channels(**wanted):
    return lambda report, rows: equal(dict(Counter(r["channel"] for r in rows)), wanted, "channels")


def in_file_order(rows):
    return sorted(rows, key=lambda r: r["origin"]["position"])


def said(rows, words, times=1):
    equal(sum(words in text for text in texts(rows)), times, f"records that say {words!r}")


def local_times(rows):
    return [r["at_local"] for r in rows]


def utc_times(rows):
    return [r["at"] for r in rows]


def wall(first, last):
    """First and last by the clock on the wall."""
    def check(report, rows):
        equal((min(local_times(rows)), max(local_times(rows))), (first, last), "first and last")
    return check


def utc(first, last):
    def check(report, rows):
        equal((report["first"], report["last"]), (first, last), "first and last of the report")
        equal((min(utc_times(rows)), max(utc_times(rows))), (first, last), "first and last of the list")
    return check


def directions(came, went):
    return lambda report, rows: equal((counted(rows, "direction", "in"), counted(rows, "direction", "out")),
                                      (came, went), "received and sent")


def other_sides(n):
    def check(report, rows):
        parties = [r["from"] if r["direction"] == "in" else None for r in rows]
        seen = {p["handle"] for p in parties if p} | {p["handle"] for r in rows for p in r["to"]}
        equal(len(seen - {None}), n, f"addresses {sorted(seen - {None})}")
    return check
