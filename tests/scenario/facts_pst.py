"""Facts about mailboxes of Outlook."""
from facts import *

MAIL, CONTACT, NOTE = "email", "contact", "note"


def no_items(report, rows):
    equal((report["format"], report["status"], rows), ("pst", "read", []), "a mailbox without mail")


def at_top(rows):
    """Without what is attached to another thing: single times of an appointment that differ from its rule."""
    return [r for r in rows if not any(c["key"] == "attached-to" for c in r["claims"])]


def weekly_appointment(report, rows):
    calendar = [r for r in at_top(rows) if r["channel"] == "calendar"]
    equal([(r["subject"], r["at"], r["time_basis"]) for r in calendar],
          [("Test appointment", "2016-08-02T15:00:00Z", "instant")], "one calendar item")
    equal(claimed(calendar, "repeats"), ["weekly"], "it repeats each week")
    equal(doubt_codes(calendar)["repeats"], 1, "and that is said")


def contact_and_list(report, rows):
    contacts = {claimed([r], "message-class")[0]: r for r in rows if r["kind"] == CONTACT}
    equal(sorted(contacts), ["IPM.Contact", "IPM.DistList"], "one contact, one distribution list")
    equal([p["handle"] for p in contacts["IPM.Contact"]["to"]], ["contact1@rjohnson.id.au"], "its address")
    holds(contacts["IPM.DistList"]["to"], "the list is not left out, nor are its members")


def body_types(report, rows):
    rows = in_file_order(rows)
    equal({r["origin"]["inside"] for r in rows}, {"Inbox/tmp"}, "folder")
    equal(claimed(rows, "folder"), ["Inbox/tmp"] * 4, "folder, as a claim")
    equal([r["subject"] for r in rows], ["original email"] + ["FW: original email"] * 3, "subjects")
    equal((min(utc_times(rows)), max(utc_times(rows))), ("2017-08-30T19:26:03Z", "2017-08-30T19:27:50Z"), "first and last")
    equal([len(claimed([r], "alternative")) or sum(a["name"] == "body.html" for a in r["attachments"]) for r in rows],
          [1, 1, 0, 0], "two have a page beside the text")
    equal([[a["name"] for a in r["attachments"] if a["name"] != "body.html"] for r in rows], [[], [], ["body.rtf"], []],
          "rich text, which is the one attachment")
    equal([bool(r["text"]) for r in rows], [True] * 4, "all have words")


TABLE = {
    "email/pst/microsoft_Empty.pst": ({}, [no_items]),
    "email/pst/javalibpst_dist-list.pst": ({CONTACT: 2, NOTE: 4}, [weekly_appointment, contact_and_list]),
    "email/pst/tika_variousBodyTypes.pst": ({MAIL: 4}, [body_types]),
}
CODES = {}
