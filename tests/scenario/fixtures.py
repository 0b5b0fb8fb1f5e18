#!/usr/bin/env python3
"""Real exports from other people's test suites, and ours: the facts that were established without this program.

The files are not part of the repository; without them the test is skipped.  Every number and word below was
typed from the list that came with the files.  Times end in Z (known UTC) or not (the clock on the wall)."""
import importlib, os, sys
from concurrent.futures import ThreadPoolExecutor
from facts import *

FIXTURES = os.path.join(ROOT, "..", "shared", "fixtures")
if not os.path.exists(os.path.join(FIXTURES, "SOURCES.md")):
    print("the fixtures are not here; skipped")
    sys.exit(SKIP)


# -- SMS Backup & Restore ---------------------------------------------------------------------------------

def sms_small(report, rows):
    said(rows, "\n")


def sms_and_mms(report, rows):
    sms = [r for r in rows if r["channel"] == "sms"]
    equal((counted(sms, "direction", "in"), counted(sms, "direction", "out")), (21, 20), "sms received and sent")
    equal(len(rows) - len(sms), 8, "complete mms")
    cut = [d["example"] for d in report["doubts"] if d["code"] == "cut-off"]
    equal(len(cut), 1, "the ninth mms is reported as cut off")
    holds("+15550000009~+15550000012~+15550000013" in cut[0], f"and named: {cut}")
    equal(len({r["conversation"] for r in rows}), 7, "the other addresses")
    holds(any(d["code"] == "count-differs" and "58" in d["example"] for d in report["doubts"]), "the wrong count is reported")
    equal(max(utc_times(rows)), "2024-07-17T21:37:26Z", "last complete mms")
    equal(counted(rows, "conversation", "group_8@rcs.google.com"), 3, "messages of the RCS group")
    equal([c for c in claimed([r for r in rows if r["channel"] != "sms"], "sent")],
          ["2024-07-14T22:53:13Z", "2024-07-14T23:35:23Z", "2024-07-15T15:30:56Z", "2024-07-15T22:56:34Z",
           "2024-07-16T20:29:15Z", "2024-07-17T21:37:18Z"], "date_sent in seconds")
    for row in rows:
        holds(row["at"] > "2017", f"no time is read in the wrong unit: {row['at']}")


def nothing_in_it(report, rows):
    equal((report["status"], report["records"], report["why"], report["doubts"]), ("read", 0, None, []),
          "valid and empty")


def corrupt_attachments(report, rows):
    equal([a["missing"] for a in attachments(rows)], [True, True], "both parts are reported as damaged")
    equal(doubt_codes(rows)["attachment-damaged"], 2, "doubts")
    equal(all(texts(rows)), True, "the text parts survive")
    equal([a["sha256"] for a in attachments(rows)], [None, None], "nothing is invented")


def sample_mms(report, rows):
    equal(len(attachments(rows)), 4, "parts with base64")
    equal(sorted(a["name"].rsplit(".", 1)[1] for a in attachments(rows)), ["mp3", "mp4", "pdf", "png"], "their names")
    equal(sorted(a["type"] for a in attachments(rows)), ["application/pdf", "audio/mpeg", "image/png", "video/mp4"],
          "what they are by content")
    equal([a["missing"] for a in attachments(rows)], [False] * 4, "present")
    equal(sum(bool(t) for t in texts(rows)), 4, "the other four parts are text")


def edge_cases(report, rows):
    equal(sorted(map(bool, texts(rows))), [False, False, True, True], "one empty body and one mms without parts")
    said(rows, 'Hello 🌍 — this has «special» chars & symbols < > " \'')
    equal([r["text"] for r in rows if r["channel"] == "mms"], [None], "an mms without parts has no text")
    equal([r["text"] for r in rows if r["from"] and r["from"]["name"] == "Dana Empty"], [""], "an empty body is empty")
    equal([r["from"]["name"] for r in rows if r["text"] == "Minimal fields, no optionals."], [None], "no name is invented")


def mixed(report, rows):
    equal([(r["channel"], r["direction"], r["marks"]) for r in in_file_order(rows)],
          [("sms", "in", []), ("mms", "in", []), ("sms", "out", []), ("sms", "out", ["draft"])], "types in their order")


def one_call(report, rows):
    equal((rows[0]["direction"], rows[0]["duration"]), ("in", 125), "direction and seconds")


def malformed(report, rows):
    equal(counted(rows, "kind", "message"), 0, "messages invented from a broken file")
    holds(report["why"] or report["doubts"], "it says why")


def uk_sms(report, rows):
    sms = [r for r in rows if r["channel"] == "sms"]
    others = [r for r in rows if r["channel"] != "sms"]
    equal((len(sms), counted(sms, "direction", "in"), counted(sms, "direction", "out")), (18, 15, 3), "sms, received, sent")
    equal((len(others), counted(others, "direction", "in"), counted(others, "direction", "out")), (7, 6, 1), "mms")
    equal([d for d in report["doubts"] if d["code"] == "count-differs"], [], "the count is right")
    equal(counted(rows, "channel", "rcs"), 1, "messages of the RCS group")
    equal(sum(r["conversation"] == "+447700900202~+447700900303" for r in rows), 2, "messages with two people")
    equal(sum(r["text"] == "" for r in rows), 1, "the empty body")
    equal(sum(r["direction"] == "in" and r["channel"] == "sms" and not (r["from"] or {}).get("handle") for r in rows), 1,
          "the empty address")
    equal([c for c in claimed(others, "sent")], ["2024-03-26T18:30:00Z", "2024-03-27T10:04:59Z", "2024-03-29T11:00:00Z"],
          "date_sent in seconds")
    owners = [p for r in rows for p in [r["from"], *r["to"]] if p and p["as_written"] == "insert-address-token"]
    equal([p["handle"] for p in owners], [None, None], "the owner's token is no address")
    equal((marked(rows, "draft"), marked(rows, "failed")), (1, 1), "draft and failed")
    said(rows, "👀", 2)
    said(rows, "🥳")
    equal(texts(rows).count("null"), 1, "the word null")
    equal(doubt_codes(rows)["null-text"], 1, "null is doubted")
    twice = [r for r in rows if r["at"] == "2024-04-02T07:01:00Z"]
    equal([r["text"] for r in twice], ["Answer me"] * 2, "the two exact duplicates both stay in the list")
    sizes = sorted(a["bytes"] for a in attachments(rows))
    equal([s for s in sizes if s in (3620, 20844)], [3620, 20844], "jpeg and voice note, byte for byte")
    shas = {a["sha256"] for a in attachments(rows)}
    holds({"385765e0b2c5846b950c7aff8c4aad38b47193f6e90042f933025e6b07665c34",
           "30539be55e2d95986a08e619da6e7e057ad17cdb0c709420f1353bd9d2c14f2f"} <= shas, "their sums")
    holds(any(a["type"] == "text/vcard" for a in attachments(rows)), "a vCard part")
    handles = {r["from"]["handle"] for r in rows if r["from"] and (r["from"]["name"] or "") == "Daniel Reed"}
    equal(handles, {"+447700900202"}, "four ways of writing one number")
    everyone = [p for r in rows for p in [r["from"], *r["to"]] if p]
    written = {p["as_written"] for p in everyone if p["handle"] == "+447700900202"}
    holds({"+447700900202", "07700900202", "+44 7700 900202", "00447700900202"} <= written, f"as written: {written}")
    handles = {r["from"]["handle"] for r in rows if r["from"]}
    holds({"NHSNoReply", "60777"} <= handles, "a word and a short code as senders")
    for pair in (("2024-03-31T00:59:59Z", "2024-03-31T00:59:59"), ("2024-03-31T01:00:00Z", "2024-03-31T02:00:00"),
                 ("2024-10-27T00:30:00Z", "2024-10-27T01:30:00"), ("2024-10-27T01:30:00Z", "2024-10-27T01:30:00")):
        holds(pair in [(r["at"], r["at_local"]) for r in rows], f"clock change {pair}")
    holds(doubt_codes(rows)["addresses-equal"] == 1, "all addresses equal is doubted")


def uk_calls(report, rows):
    equal(Counter(r["direction"] for r in rows), Counter({"in": 10, "out": 2}), "incoming and outgoing")
    equal([marked(rows, m) for m in ("missed", "voicemail", "rejected", "blocked", "answered-elsewhere", "withheld")],
          [5, 1, 1, 1, 1, 3], "missed, voicemail, rejected, blocked, elsewhere, withheld")
    for row in rows:
        holds("withheld" not in row["marks"] or row["from"] is None or row["from"]["handle"] is None,
              "a withheld number stays unknown")
    emergency = [r for r in rows if any(p["as_written"] == "999" for p in r["to"])]
    equal([r["duration"] for r in emergency], [182], "the call to 999")
    night = [r for r in rows if r["at_local"] == "2024-10-27T01:30:00"]
    equal(utc_times(night), ["2024-10-27T00:30:00Z", "2024-10-27T01:30:00Z"], "two calls at one local time")
    equal([r["marks"] for r in night], [["missed"]] * 2, "both missed")


# -- WhatsApp ---------------------------------------------------------------------------------------------

def chatminer(report, rows):
    by_position = sorted(rows, key=lambda r: r["origin"]["position"])
    equal(by_position[1]["text"], ".", "a colon without a blank")
    equal(by_position[-1]["text"].count("\n"), 1, "the last entry spans two lines")
    equal(counted(rows, "kind", "system"), 2, "system lines")
    said(rows, "You were added")
    equal(sum("created group" in t for t in texts(rows)), 1, "the line that says who made the group")
    equal([q["code"] for q in report["questions"] if q["code"] == "date-order"], [], "the order is proven")


def odd_hour(report, rows):
    equal([d["count"] for d in report["doubts"] if d["code"] == "odd-hour"], [1], "00:08 a. m. is odd")


def german(report, rows):
    joined = "\n".join(texts(rows))
    for words in ("[1.2.2019, 00:00:00]", "2/11/19, 14:48"):
        holds(words in joined, f"{words} survives as text")
    equal(doubt_codes(rows)["header-lookalike"], 2, "odd lines are flagged")
    equal(sum(r["from"] is None for r in rows), 1, "entries without sender")


def colons(report, rows):
    whole = [f'{(r["from"] or {}).get("as_written")}: {r["text"]}' for r in rows]
    equal(sum("The final test: Does it work with colons?: Hallelujah!" in w for w in whole), 1, "every character survives")
    senders = {r["from"]["as_written"] for r in rows if r["from"]}
    holds("Even longer username with emoticons! 🙈 🙈" in senders, "emoji and blanks in a name")
    last = max(rows, key=lambda r: r["origin"]["position"])
    unsure = [d["detail"] for r in rows for d in r["doubts"] if d["code"] == "sender-unclear"]
    equal(unsure, ["The final test: Does it work with colons?"], "the name that may have a colon in it is said")
    equal(local_times(in_file_order(rows))[7:9], ["2019-11-10T14:25:00", "2019-11-02T14:33:00"], "times that run back stay")
    holds("2/11/19: Arrival" in last["text"] and "12/12/19: Departure" in last["text"], "continuation lines")


def langchain(report, rows):
    holds(any(d["code"] == "mixed-headers" for d in report["doubts"]), "seven shapes of header are doubted")
    holds("2023-01-23T03:22:00" in local_times(rows), "3:22_AM")


def android_group(report, rows):
    equal(counted(rows, "kind", "system"), 4, "system lines")
    said(rows, 'from "Flat 3B 🏠" to "You can\'t: hide"')
    lines = [t for t in texts(rows) if t.startswith("First line")]
    equal(len(lines) == 1 and lines[0].count("\n"), 4, "five lines: a header look-alike twice and a blank")
    named = [a for a in attachments(rows) if a["name"]]
    equal((len(named), len(attachments(rows)) - len(named)), (3, 1), "named and omitted attachments")
    said(rows, "caption: saw you today")
    equal((marked(rows, "deleted"), marked(rows, "edited"), texts(rows).count("null")), (2, 1, 1),
          "deleted, edited, null")
    equal(doubt_codes(rows)["time-twice"] >= 2, True, "times that were twice")


def android_12h(report, rows):
    rows = sorted(rows, key=lambda r: r["origin"]["position"])
    equal([t[11:16] for t in local_times(rows)], ["21:05", "21:05", "23:59", "00:00", "12:30", "01:02"], "times")


def ios_uk(report, rows):
    by_name = {a["name"]: a["missing"] for a in attachments(rows) if a["name"]}
    equal([by_name.get(n) for n in ("00000003-PHOTO-2024-03-24-21-05-40.jpg", "00000004-letter.pdf",
                                    "00000005-AUDIO-2024-03-24-21-06-30.opus")], [False, True, False],
          "photo and voice note present, letter missing")
    equal([marked(rows, m) for m in ("poll", "location", "missed", "view-once", "edited", "deleted")],
          [1, 1, 1, 1, 1, 2], "poll, location, missed call, view-once, edited, deleted")
    said(rows, "\u2068Maya Okafor\u2069")
    said(rows, "Stop.\nI mean it.")


def ios_us(report, rows):
    rows = sorted(rows, key=lambda r: r["origin"]["position"])
    equal([r["kind"] for r in (rows[0], rows[2])], ["system"] * 2, "the group's name is no sender")
    holds("Book Club" not in report["senders"], "the group's name is not counted as a person")
    equal({r["from"]["as_written"] for r in rows if r["from"] and "Daniel" in r["from"]["as_written"]}, {"~\u202fDaniel"},
          "a name somebody gave himself")
    equal(rows[4]["at_local"], "2024-03-25T00:00:00", "midnight")
    equal([d["code"] for d in report["doubts"] if d["code"] == "date-order"], [], "3/24 proves the order")


def resolvable(report, rows):
    equal([t[:10] for t in local_times(rows)], ["2024-02-03", "2024-02-04", "2024-03-01", "2024-04-02"], "days")


def unresolvable(report, rows):
    holds({"code": "date-order", "choices": ["dmy", "mdy"]} in report["questions"], "it asks")
    equal(doubt_codes(rows)["date-order"], 2, "and says so in each record")


def whatsapp_zip(report, rows):
    equal(report["attachments"], {"present": 3, "missing": 1}, "attachments")
    equal([a["name"] for a in attachments(rows) if a["missing"]], ["IMG-20240324-WA0005.jpg"], "the missing one")
    holds("Lettre à Daniel 🏠.pdf" in names(rows), "a name with emoji")


# -- e-mail -----------------------------------------------------------------------------------------------

def undated(report, rows):
    equal([(r["at"], r["time_basis"]) for r in rows], [(None, "none")] * len(rows), "no date is invented")
    equal(doubt_codes(rows)["no-date"], len(rows), "and that is said")


def dated(*moments):
    return lambda report, rows: equal(sorted(utc_times(rows)), sorted(moments), "dates")


def has_attachments(*wanted):
    def check(report, rows):
        for name in wanted:
            holds(name in names(rows), f"attachment {name!r} among {names(rows)}")
    return check


def named(count):
    return lambda report, rows: equal(len([n for n in names(rows) if n]), count, "named attachments")


def typed(*types):
    return lambda report, rows: equal(sorted(a["type"] for a in attachments(rows) if a["type"] in types),
                                      sorted(types), "attached types")


def subject(words):
    return lambda report, rows: holds(any(words == (r["subject"] or "") for r in rows),
                                      f"subjects {[r['subject'] for r in rows]}")


def from_name(name):
    return lambda report, rows: equal(rows[0]["from"]["name"], name, "the sender's name")


def body_has(*words):
    return lambda report, rows: [said(rows, w) for w in words]


def doubted(*codes):
    def check(report, rows):
        for code in codes:
            holds(doubt_codes(rows)[code], f"doubt {code} among {sorted(doubt_codes(rows))}")
    return check


def not_doubted(*codes):
    return lambda report, rows: equal([c for c in codes if doubt_codes(rows)[c]], [], "doubts")


def from_unknown(report, rows):
    equal(rows[0]["from"] and rows[0]["from"]["handle"], None, "no sender is invented")


def emoji_subject(report, rows):
    holds("🎉" in rows[0]["subject"] and "🍿" in rows[0]["subject"], rows[0]["subject"])


def year_3609(report, rows):
    holds(rows[0]["at"].startswith("3609-"), "shown as it stands")


def received_vs_date(report, rows):
    row = rows[0]
    holds("2024-03-01T12:00:00Z" in str(row) and "31 Mar 2024 01:00:05" in str(row), "both dates are kept")
    equal(row["from"]["name"], "Maya Okafor", "the name that impersonates")
    equal(row["from"]["handle"], "dan@example.net", "the address behind it")
    holds("192.0.2.55" in str(row), f"the originating address is shown")


def james_bond(report, rows):
    equal(sum("From Russia with love" in t for t in texts(rows)), 2, "the unescaped line stays in both bodies")


def quoted(report, rows):
    said(rows, "> quoted stuff")


def takeout(report, rows):
    equal(claimed(in_file_order(rows), "header-x-gmail-labels"),
          ["Inbox,Opened,Category Personal", "Spam,Nicht geöffnet", "Sent"], "labels")
    said(rows, "From here on nobody will help you.")
    equal(sum(t.startswith(">From quoted twice") for t in texts(rows)), 1, "two levels lose one")
    equal(sum("\nFrom the roof" in t for t in texts(rows)), 1, "one level loses it")


def forwarded(report, rows):
    equal(claimed(rows, "attached-mail-attachment"), ["broken.pdf"], "the file inside the forwarded mail")


def no_body(report, rows):
    equal((rows[0]["text"], rows[0]["attachments"]), (None, []), "neither text nor files")
    holds(doubt_codes(rows)["no-parts"], "and that is said")


def lines_like_headers(report, rows):
    said(rows, "* From Hotmail you get the ads as well.\r\n* From GMail you also get")
    equal(claimed(rows, "alternative"), ["text/html: the same words"], "two forms of one text")


def nested_three(report, rows):
    equal([v.split()[0:2] for v in claimed(in_file_order(rows), "mbox-from")], [["From", "-"]] * 3, "separators")


def mboxrd(report, rows):
    said(rows, "From one level\r\n>From two levels")
    equal(doubt_codes(rows)["zone-assumed"], 1, "one Date has no zone")


# -- photographs ------------------------------------------------------------------------------------------

def near(rows, latitude, longitude):
    text = str(rows[0]["claims"]) + str(rows[0]["place"])
    holds(latitude in text and longitude in text, f"position in {text}")


def gps_photo(report, rows):
    equal(rows[0]["at_local"], "2008-10-22T16:28:39", "the camera's clock")
    near(rows, "43.4674", "11.8851")
    holds("2008-10-23" in str(rows[0]["claims"]) and "14:27:07" in str(rows[0]["claims"]), "the satellites' clock")


def geo_photo(report, rows):
    equal(rows[0]["at_local"], "2012-02-19T16:43:29", "the camera's clock")
    equal(rows[0]["time_basis"], "local", "no offset")
    equal(claimed(rows, "exif-model"), ["Nexus S"], "the camera")
    near(rows, "51.5757", "-1.5678")
    holds("2012-02-20" in str(rows[0]["claims"]) or "2012:02:20" in str(rows[0]["claims"]), "the other day is shown")
    holds(rows[0]["doubts"], "that they disagree is doubted")


def xmp_photo(report, rows):
    holds("2012-04-30T12:52:07-04:00" in str(rows[0]["claims"]) or rows[0]["at"] == "2012-04-30T16:52:07Z",
          f"XMP CreateDate: {rows[0]['claims']}")
    # The list says "DateTimeOriginal blank"; there is none at all, and DateTime is written in another way.
    equal((claimed(rows, "exif-date-time-original"), rows[0]["at"]), ([], None), "no time of taking is invented")
    equal(doubt_codes(rows)["date-unreadable"], 1, "that EXIF's other date is written oddly is said")


def the_sample_photo(report, rows):
    """Every made-up export holds this photograph, byte for byte."""
    equal(report["original"]["sha256"], "385765e0b2c5846b950c7aff8c4aad38b47193f6e90042f933025e6b07665c34", "sum")
    equal([a["missing"] for a in attachments(rows)], [False], "present")
    geo_photo(report, rows)


def no_time(report, rows):
    equal((rows[0]["at"], rows[0]["at_local"]), (None, None), "no time is invented")


def orientation(value):
    return lambda report, rows: holds(str(value) in str([c for c in rows[0]["claims"] if "rientation" in str(c)]),
                                      f"orientation in {rows[0]['claims']}")


# file: records, checks
MSG, CALL, SYS, MAIL, PHOTO = "message", "call", "system", "email", "photo"
TABLE = {
    "sms_backup_restore/devadvance_sms_small.xml": ({MSG: 12}, [directions(8, 4), other_sides(3), sms_small,
        utc("2017-12-02T14:49:27.463Z", "2017-12-02T18:10:45.524Z")]),
    "sms_backup_restore/devadvance_sms_and_mms.xml": ({MSG: 49}, [sms_and_mms, channels(sms=41, mms=3, rcs=5),
        utc("2017-12-02T14:49:27.463Z", "2024-07-17T21:37:26Z")]),
    "sms_backup_restore/devadvance_corrupt_attachments.xml": ({MSG: 2}, [corrupt_attachments]),
    "sms_backup_restore/devadvance_sample_mms.xml": ({MSG: 4}, [sample_mms, channels(mms=4)]),
    "sms_backup_restore/devadvance_empty.xml": ({}, [nothing_in_it]),
    "sms_backup_restore/shruggie_edge_cases.xml": ({MSG: 4}, [edge_cases, channels(sms=3, mms=1)]),
    "sms_backup_restore/shruggie_malformed.xml": ({"document": 1}, [malformed]),
    "sms_backup_restore/shruggie_mixed.xml": ({MSG: 4}, [mixed, utc("2021-01-01T00:00:00Z", "2021-01-01T03:00:00Z")]),
    "sms_backup_restore/shruggie_minimal_calls.xml": ({CALL: 1}, [one_call,
        utc("2021-01-03T00:00:00Z", "2021-01-03T00:00:00Z")]),
    "sms_backup_restore/synth_uk_sms.xml": ({MSG: 25}, [uk_sms, utc("2024-03-24T21:05:07Z", "2024-10-27T01:30:00Z")]),
    "sms_backup_restore/synth_uk_calls.xml": ({CALL: 12}, [uk_calls]),
    "whatsapp/chatminer_android_ddmmyy_24h.txt": ({MSG: 7, SYS: 2}, [chatminer,
        wall("2019-01-01T11:25:00", "2021-12-30T22:01:00")]),
    "whatsapp/chatminer_android_mmddyyyy_12h_a.m.txt": ({MSG: 7, SYS: 2}, [chatminer, odd_hour,
        wall("2019-01-01T11:25:00", "2021-12-30T22:01:00")]),
    "whatsapp/chatminer_bracket_mmddyy_24h.txt": ({MSG: 7, SYS: 2}, [chatminer,
        wall("2019-01-01T11:25:00", "2021-12-30T22:01:00")]),
    "whatsapp/chatistics_ios_german_mixed.txt": ({MSG: 20, SYS: 1}, [german]),
    "whatsapp/chatistics_android_colon_names.txt": ({MSG: 9, SYS: 2}, [colons]),
    "whatsapp/langchain_mixed_headers.txt": ({MSG: 10}, [langchain]),
    "whatsapp/synth_android_uk_24h_group.txt": ({MSG: 19, SYS: 4}, [android_group]),
    "whatsapp/synth_android_uk_12h_nnbsp.txt": ({MSG: 5, SYS: 1}, [android_12h]),
    "whatsapp/synth_ios_uk": ({MSG: 14, CALL: 1, SYS: 1}, [ios_uk]),
    "whatsapp/synth_ios_us_12h_group.txt": ({MSG: 3, SYS: 3}, [ios_us]),
    "whatsapp/synth_ambiguous_resolvable.txt": ({MSG: 4}, [resolvable]),
    "whatsapp/synth_ambiguous_unresolvable.txt": ({MSG: 2}, [unresolvable]),
    "whatsapp/synth_WhatsApp Chat with Daniel Reed.zip": ({MSG: 5}, [whatsapp_zip]),
    "email/eml/mail_attachment_message_rfc822.eml": ({MAIL: 1}, [typed("message/rfc822"), forwarded]),
    "email/eml/mail_attachment_nonascii_filename.eml": ({MAIL: 1}, [has_attachments("ciële.txt")]),
    "email/eml/mail_attachment_pdf.eml": ({MAIL: 1}, [has_attachments("broken.pdf"), emoji_subject,
        dated("2005-05-10T17:26:39Z")]),
    "email/eml/mail_header_fields_with_empty_values.eml": ({MAIL: 1}, [from_name("Jørn Støylen")]),
    "email/eml/mail_multiple_content_types.eml": ({MAIL: 1}, [undated, doubted("header-twice")]),
    "email/eml/mail_missing_body.eml": ({MAIL: 1}, [no_body]),
    "email/eml/mail_japanese_shift_jis.eml": ({MAIL: 1}, [dated("2014-05-28T08:18:19Z"), body_has("あいうえお")]),
    "email/eml/mail_two_from_in_message.eml": ({MAIL: 1}, [named(0), lines_like_headers]),
    "email/eml/mail_raw_email_bad_time.eml": ({MAIL: 1}, [year_3609, doubted("date-implausible")]),
    "email/eml/tika_quoted_printable.eml": ({MAIL: 1}, [dated("2010-11-26T19:57:53Z"), body_has("Düsseldorf")]),
    "email/eml/tika_base64_body.eml": ({MAIL: 1}, [undated, body_has("voilà")]),
    "email/eml/tika_mixed_simple.eml": ({MAIL: 1}, [dated("2017-06-06T21:48:27Z"), typed("image/jpeg", "image/jpeg")]),
    "email/eml/tika_multipart_attachments.eml": ({MAIL: 1}, [undated, named(2),
        has_attachments("Test TxtA.txt", "Test TxtB.txt")]),
    "email/eml/tika_i18nheaders.eml": ({MAIL: 1}, [subject("If you can read this you understand the example.")]),
    "email/eml/enmime_bad-final-boundary.eml": ({MAIL: 1}, [has_attachments("foo_9E5D72.zip")]),
    "email/eml/enmime_malformed-base64-attach.eml": ({MAIL: 1}, [has_attachments("some.doc"), doubted("coding-damaged")]),
    "email/eml/enmime_mime-bad-8bit-filename.eml": ({MAIL: 1}, [has_attachments("管理.doc")]),
    "email/eml/enmime_multipart-wo-boundary.eml": ({MAIL: 1}, [undated, doubted("boundary-missing")]),
    "email/eml/mailparse_test_email_01.eml": ({MAIL: 1}, [undated, from_unknown, named(2),
        has_attachments("sample.pdf", "sample.txt")]),
    "email/eml/langchain_fake_email_attachment.eml": ({MAIL: 1}, [dated("2022-12-23T18:08:48Z"),
        has_attachments("fake-attachment.txt")]),
    "email/eml/synth_received_vs_date.eml": ({MAIL: 1}, [received_vs_date,
        doubted("date-differs-from-received", "authentication-failed"), body_has("It’s me… £10 says you’ll answer")]),
    "email/mbox/mimekit_simple.mbox": ({MAIL: 3}, [nested_three]),
    "email/mbox/mimekit_unmunged.mbox": ({MAIL: 2}, [james_bond]),
    "email/mbox/tika_quoted.mbox": ({MAIL: 1}, [quoted]),
    "email/mbox/tika_testMBOX_complex.mbox": ({MAIL: 1}, [dated("2015-07-20T07:01:07Z")]),
    "email/mbox/synth_takeout_unescaped.mbox": ({MAIL: 3}, [takeout,
        dated("2024-03-24T21:05:07Z", "2024-03-31T01:00:00Z", "2024-04-01T08:00:00Z")]),
    "email/mbox/synth_mboxrd_crlf.mbox": ({MAIL: 2}, [mboxrd]),
    "media/tika_testJPEG_GEO_2.jpg": ({PHOTO: 1}, [geo_photo]),
    "media/tika_testJPEG_EXIF_emptyDateTime.jpg": ({PHOTO: 1}, [xmp_photo]),
    "media/exifsamples_DSCN0010_gps.jpg": ({PHOTO: 1}, [gps_photo]),
    "media/exifsamples_portrait_6.jpg": ({PHOTO: 1}, [no_time, orientation(6)]),
    "meta/msgvault/json_with_media/your_activity_across_facebook/messages/inbox/bob_XYZ789/photos/tiny.png":
        ({PHOTO: 1}, [no_time]),
    "meta/msgvault/html_multi_media/your_activity_across_facebook/messages/inbox/carol_IMG456/photos/photo1.png":
        ({PHOTO: 1}, [no_time]),
    "meta/synth_instagram/your_instagram_activity/messages/inbox/danielr_17843123456789/photos/1_1.jpg":
        ({PHOTO: 1}, [the_sample_photo]),
    "google/synth_chat/Groups/DM AbCdEfG/File-door.jpg": ({PHOTO: 1}, [the_sample_photo]),
    "imessage/synth_macos/Attachments/aa/00/AT-1/IMG_0001.jpeg": ({PHOTO: 1}, [the_sample_photo]),
    "signal/synth_plaintext_export/files/38/385765e0b2c5846b950c7aff8c4aad38b47193f6e90042f933025e6b07665c34.jpg":
        ({PHOTO: 1}, [the_sample_photo]),
    "snapchat/synth_mydata/chat_media/2024-03-24_b~AAAA1111.jpg": ({PHOTO: 1}, [the_sample_photo]),
    "x/synth_archive/data/direct_messages_media/1772000000000000003-abc.jpg": ({PHOTO: 1}, [the_sample_photo]),
}
# Further tables, one for each family of formats: facts_NAME.py with TABLE and CODES like these.
CODES = {"sms_backup_restore/devadvance_sms_and_mms.xml": DOUBTS, "sms_backup_restore/shruggie_malformed.xml": DOUBTS,
         "sms_backup_restore/devadvance_corrupt_attachments.xml": DOUBTS,
         # Its attachment does not decode.
         "email/eml/enmime_malformed-base64-attach.eml": DOUBTS}

for family in ["apple", "meta", "chats", "google", "misc", "media", "pst"]:
    module = importlib.import_module(f"facts_{family}")
    TABLE.update(module.TABLE)
    CODES.update(module.CODES)


def facts_hold(outcome, wanted, checks, code, whole):
    """whole: of a folder all that was read counts, not only the reading with the most records."""
    imported, listed = outcome
    imported.want(code)
    reports, rows = imported.rows(), listed.want(DONE).rows()
    main = max(reports, key=lambda r: r["records"])
    rows = [r for r in rows if whole or len(reports) == 1 or main["format"] == "eml" or r["entry"] == main["entry"]
            or r["origin"]["original"] == main["original"]["sha256"]]
    equal(dict(Counter(r["kind"] for r in rows)), wanted, "records listed by kind")
    if not whole and (main["format"] != "eml" or len(reports) == 1):
        equal(main["by_kind"], wanted, "records by kind in the report")
    wrong = []
    for check in checks:
        try:
            check(main, rows)
        except Wrong as why:
            wrong.append(str(why))
    holds(not wrong, "\n".join(wrong))


def taken_in(vault, scratch, number, name):
    mine = vault.copy(scratch.at(f"vault-{number}"))
    imported = mine.json("import", "--days", "0001-01-01..9999-12-31", os.path.join(FIXTURES, name))
    return imported, mine.json("list", "--all")


quick_keys()
with Scratch() as scratch:
    fresh = new_vault(scratch)
    wanted = [n for n in TABLE if not sys.argv[1:] or any(a in n for a in sys.argv[1:])]
    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(lambda p: taken_in(fresh, scratch, *p), enumerate(wanted)))
    for name, outcome in zip(wanted, outcomes):
        kinds, checks = TABLE[name]
        short = name.split("/", 1)[1].rsplit(".", 1)[0].replace("/", "_").replace(" ", "_")
        case(f"fixture__{short}", facts_hold, outcome, kinds, checks, CODES.get(name, DONE),
             name.endswith("/"))
finish()
