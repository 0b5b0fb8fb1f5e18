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
    # Two have no chat join; of these the recoverable one says elsewhere where it was.
    equal(counted(rows, "conversation", None), 1, "rows that hang on no conversation")
    holds(row(rows, "18")["conversation"], "the recoverable one says where it was")
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


def locked_folder(report, rows):
    equal(claimed(rows, "encrypted"), ["yes"], "it is said to be locked")
    equal([(r["channel"], r["attachments"][0]["name"], r["attachments"][0]["missing"]) for r in rows if r["kind"] == "document"],
          [("file", "Manifest.db", False)], "the list, which is encrypted too, is kept as it is")


def alone(report, rows):
    equal((report["format"], report["status"], report["questions"]), ("imessage-field", "read", []), "one field, and nothing is asked")
    equal((rows[0]["direction"], rows[0]["from"]), ("unknown", None), "nobody is invented")
    equal(doubt_codes(rows)["out-of-its-database"], 1, "that it is only a field is said")


def words(text):
    return lambda report, rows: equal((rows[0]["text"], rows[0]["at"]), (text, None), "words, and no time")


def fraktur(report, rows):
    equal((len(rows[0]["text"].encode()), len(rows[0]["text"]), len(rows[0]["text"].encode("utf-16-le")) // 2), (41, 11, 21),
          "bytes, code points, units of UTF-16")


def long_words(report, rows):
    equal(len(rows[0]["text"].encode()), 2359, "bytes, the length in the two-byte form")
    holds(rows[0]["text"].startswith("Sed nibh velit"), "its begin")


def four_versions(report, rows):
    """First message  (01:17:54.27), Edit 1 (01:18:00.47), Edit 2 (01:18:05.97), Edited message (01:18:14.01)."""
    versions = [v.split(" ", 1) for v in claimed(rows, "earlier-wording")]
    equal([v[1] for v in versions], ["First message  ", "Edit 1", "Edit 2"], "earlier wordings")
    near = lambda text, wanted: abs(float(text[17:-1]) - wanted) < 0.01
    equal([v[0][:17] for v in versions], ["2022-11-19T01:17:", "2022-11-19T01:18:", "2022-11-19T01:18:"], "to the minute")
    holds(near(versions[0][0], 54.27) and near(versions[1][0], 0.47) and near(versions[2][0], 5.97), f"to the second: {versions}")
    equal((rows[0]["text"], rows[0]["marks"]), ("Edited message", ["edited"]), "the last wording")
    last = claimed(rows, "edited-at")[0]
    holds(last.startswith("2022-11-19T01:18:") and near(last, 14.01), f"when: {last}")
    holds(rows[0]["at"].startswith("2022-11-19T01:17:54.27"), f"sent {rows[0]['at']}")


def taken_back(report, rows):
    equal((rows[0]["marks"], rows[0]["text"], claimed(rows, "earlier-wording")), (["unsent"], None, []), "unsent, without its words")


def to_a_link(report, rows):
    equal(claimed(rows, "edited-part"), ["1"], "part 1, part 0 is untouched")
    holds(claimed(rows, "earlier-wording")[0].endswith(" here we go!"), "what it said")
    holds(rows[0]["text"].startswith("https://"), f"a link now: {rows[0]['text']}")


STREAM, SUMMARY = "imessage/typedstream/", "imessage/message_summary_info/"
TABLE = {
    "imessage/synth_macos": ({MSG: 16, SYS: 3}, [messages, utc("2015-05-01T10:00:00Z", "2024-04-04T00:00:00Z")]),
    f"{SMS_DB}": ({MSG: 16, SYS: 3}, [whole_backup]),
    f"{SMS_DB}/5a/5a4935c78a5255723f707230a451d79c540d2741": ({CALL: 6}, [calls]),
    f"{SMS_DB}/99/992df473bbb9e132f4b3b6e4d33f72171e97bc7a": ({"voicemail": 2}, [voicemail]),
    f"{SMS_DB}/31/31bb7ba8914766d4ba40d6dfb6113c8b614be442": ({"contact": 1}, [address_book]),
    f"{SMS_DB}/Manifest.db": ({SYS: 1}, [manifest]),
    f"{SMS_DB}/Info.plist": ({SYS: 1}, [telephone]),
    "ios_backup/synth_encrypted_stub/00008030-00AABBCCDDEEFF00/Manifest.plist": ({SYS: 1}, [locked]),
    "ios_backup/synth_encrypted_stub/": ({SYS: 1, "document": 1}, [locked_folder]),
    STREAM + "AttributedBodyTextOnly.bin": ({MSG: 1}, [alone, words("Noter test")]),
    STREAM + "WeirdText.bin": ({MSG: 1}, [alone, words("𝖍𝖊𝖑𝖑𝖔 𝖜𝖔𝖗𝖑𝖉"), fraktur]),
    STREAM + "LongMessage.bin": ({MSG: 1}, [alone, long_words]),
    STREAM + "MultiPart.bin": ({MSG: 1}, [alone, words("\ufffctest 1\ufffctest 2 \ufffctest 3")]),
    STREAM + "URL.bin": ({MSG: 1}, [alone, words("https://github.com/ReagentX/Logria")]),
    STREAM + "Mention.bin": ({MSG: 1}, [alone, words("Test Dad ")]),
    SUMMARY + "Edited.bplist": ({MSG: 1}, [alone, four_versions]),
    SUMMARY + "Deleted.bplist": ({MSG: 1}, [alone, taken_back]),
    SUMMARY + "EditedToLink.bplist": ({MSG: 1}, [alone, to_a_link]),
}
CODES = {"ios_backup/synth_encrypted_stub/": DOUBTS, "ios_backup/synth_encrypted_stub/00008030-00AABBCCDDEEFF00/Manifest.plist": DOUBTS}
