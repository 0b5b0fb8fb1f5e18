"""Facts about the outside exports of Apple's programs: Messages on a Mac, and backups of an iPhone."""
from facts import *

MSG, CALL, SYS = "message", "call", "system"
SMS_DB = "ios_backup/synth_unencrypted/00008030-00112233445566EE"


def row(rows, number):
    found = [r for r in rows if number in claimed([r], "row")]
    equal(len(found), 1, f"rows numbered {number}")
    return found[0]


def messages(report, rows):
    equal(report["format"], "imessage", "format")
    equal(len({p["handle"] for r in rows for p in [r["from"], *r["to"]] if p}), 3, "handles that are one of 3 addresses")
    equal(counted(rows, "conversation", None), 2, "rows that hang on no conversation")
    equal([r["origin"]["position"] for r in rows if "deleted" in r["marks"]], [18], "the recoverable one")
    equal(claimed([row(rows, "18")], "deleted-at"), ["2024-04-03T00:00:00Z"], "when it was deleted")
    equal({n: bool(row(rows, n)["text"]) for n in ("2", "3", "7", "9", "10", "13")}, dict.fromkeys(("2", "3", "7", "9", "10", "13"), True),
          "rows whose text is only in attributedBody")
    equal(len(row(rows, "3")["text"].encode()), 209, "bytes of row 3")
    equal((row(rows, "5")["marks"], row(rows, "6")["marks"]), (["reaction"], ["reaction-removed"]), "a reaction, and taken back")
    equal(len(claimed([row(rows, "7")], "earlier-wording")), 2, "earlier wordings of row 7, of three versions")
    holds(claimed([row(rows, "7")], "earlier-wording")[0].endswith("I will hurt you"), "the first wording")
    holds("edited" in row(rows, "7")["marks"] and "unsent" in row(rows, "8")["marks"], "edited and unsent")
    equal([a["missing"] for a in row(rows, "9")["attachments"]], [False, True], "two attachments, one not there")
    equal([row(rows, n)["kind"] for n in ("11", "12", "14")], ["system"] * 3, "events of the group")
    equal(row(rows, "16")["at"], "2015-05-01T10:00:00Z", "a date in seconds")
    equal((row(rows, "15")["at"], row(rows, "15")["channel"]), ("2024-03-31T01:00:00Z", "sms"), "row 15")
    equal((counted(rows, "direction", "out"), row(rows, "2")["direction"]), (1, "out"), "sent by the owner")


def calls(report, rows):
    equal([r["kind"] for r in rows], [CALL] * 6, "calls")
    equal([r["duration"] for r in rows if r["direction"] == "out"], [182], "the one that was made")
    equal([(r["from"] or {}).get("handle") for r in rows if "withheld" in r["marks"]], [None], "the empty address")
    equal(sum((r["from"] or {}).get("handle") == "+447700900202" for r in rows), 3, "an address as text and as bytes")


def voicemail(report, rows):
    equal([("deleted" in r["marks"], [a["missing"] for a in r["attachments"]]) for r in rows], [(False, [True]), (True, [True])],
          "one of the two is in the bin; alone, no sound is beside them")


def address_book(report, rows):
    equal([(r["subject"], [p["handle"] for p in r["to"]]) for r in rows], [("Daniel Reed", ["+447700900202", "dan@example.org"])], "the person")


def telephone(report, rows):
    equal(claimed(rows, "phone-number"), ["+44 7700 900101"], "its number")
    equal(rows[0]["at"], "2024-11-01T09:00:00Z", "when it was copied")


def manifest(report, rows):
    """With the whole folder: what the list names is looked for in it."""
    equal(report["attachments"], {"present": 0, "missing": 9}, "the list alone finds none of the 9 files")
    holds(any("9 files, 19 folders" in d["example"] for d in report["doubts"] if d["code"] == "backup-list"), "28 rows")


def whole_backup(report, rows):
    equal(report["format"], "imessage", "the main file")
    equal(report["attachments"], {"present": 2, "missing": 1}, "pictures and recordings of its messages")
    messages(report, rows)


def locked(report, rows):
    equal((report["status"], claimed(rows, "encrypted")), ("partly", ["yes"]), "it is said to be locked")
    holds("password" in report["why"] and "kept" in report["why"], f"and explained: {report['why']}")


TABLE = {
    "imessage/synth_macos": ({MSG: 16, SYS: 3}, [messages, utc("2015-05-01T10:00:00Z", "2024-04-04T00:00:00Z")]),
    f"{SMS_DB}": ({MSG: 16, SYS: 3}, [whole_backup]),
    f"{SMS_DB}/5a/5a4935c78a5255723f707230a451d79c540d2741": ({CALL: 6}, [calls]),
    f"{SMS_DB}/99/992df473bbb9e132f4b3b6e4d33f72171e97bc7a": ({"voicemail": 2}, [voicemail]),
    f"{SMS_DB}/31/31bb7ba8914766d4ba40d6dfb6113c8b614be442": ({"contact": 1}, [address_book]),
    f"{SMS_DB}/Manifest.db": ({SYS: 1}, [manifest]),
    f"{SMS_DB}/Info.plist": ({SYS: 1}, [telephone]),
    "ios_backup/synth_encrypted_stub/00008030-00AABBCCDDEEFF00/Manifest.plist": ({SYS: 1}, [locked]),
}
CODES = {"ios_backup/synth_encrypted_stub/00008030-00AABBCCDDEEFF00/Manifest.plist": DOUBTS}
