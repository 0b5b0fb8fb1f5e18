"""Facts about address books, calendars, and the mail of Apple Mail and Outlook."""
from facts import *

CONTACT, NOTE, MAIL = "contact", "note", "email"


def handles(rows):
    return [p["handle"] for r in rows for p in r["to"]]


def subjects(rows):
    return [r["subject"] for r in rows]


def omits(words):
    return lambda report, rows: holds(any(words in o for o in report["omits"]), f"what it omits: {report['omits']}")


# -- address books ----------------------------------------------------------------------------------------

def address_book(report, rows):
    equal({(r["channel"], r["direction"], r["at"]) for r in rows}, {("contacts", None, None)}, "no message, no time")
    omits("address book of the person")(report, rows)


def versions(*wanted):
    return lambda report, rows: equal(claimed(in_file_order(rows), "vcard-version"), list(wanted), "versions")


def phones(count):
    return lambda report, rows: equal(len(claimed(rows, "phone")), count, "telephone numbers")


def photo(report, rows):
    equal([a["type"] for a in attachments(rows)], ["image/jpeg"], "the photograph")
    equal([a["missing"] for a in attachments(rows)], [False], "present")


def android_book(report, rows):
    rows = in_file_order(rows)
    equal([s is None for s in subjects(rows)], [True, True, False, False, False, False], "two cards without a name")
    equal(subjects(rows)[3], "Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ Ñ", "soft breaks")
    equal(handles(rows)[0], "john.doe@company.com", "a card with an address only")


def iphone_book(report, rows):
    holds("905-222-1234 [AssistantPhone]" in claimed(rows, "phone"), f"label {claimed(rows, 'phone')}")
    holds("http://www.ibm.com (pref) [HomePage]" in claimed(rows, "vcard-url"), f"label {claimed(rows, 'vcard-url')}")
    equal(attachments(rows)[0]["bytes"] > 30000, True, "a big photograph")


def gmail_book(report, rows):
    equal([c.split(" ")[0] for c in claimed(rows, "phone")], ["905-555-1234", "905-666-1234"], "numbers")


def outlook_book(report, rows):
    equal([c.split(" (")[0] for c in claimed(rows, "phone")], ["(905) 555-1234", "(905) 666-1234"], "as written")
    equal(handles(rows)[:2], ["9055551234", "9056661234"], "normalised")
    holds(claimed(rows, "vcard-label")[0].startswith("Cresent moon drive\r\nAlbaney"), "quoted-printable")


def whatsapp_book(report, rows):
    rows = in_file_order(rows)
    equal(subjects(rows)[2], "John Butler 🌟💫🌟", "emoji in quoted-printable")
    equal(subjects(rows)[3:], ["Airline Contact #'s", "James Peacock Elementary", "AAA Car Service"], "organisations")
    equal(doubt_codes(rows)["no-name"], 3, "cards without a name of a person")
    holds("5673334444 (HOME)" in claimed(rows, "phone"), "a bare parameter")


# -- calendars --------------------------------------------------------------------------------------------

def calendar(report, rows):
    equal({(r["channel"], r["direction"]) for r in rows}, {("calendar", None)} if rows else set(), "entries are not sent")
    omits("A calendar holds what somebody wrote into it")(report, rows)


def jazz(report, rows):
    equal((rows[0]["at"], rows[0]["until"], rows[0]["time_basis"]),
          ("2001-07-01T21:30:00Z", "2001-07-01T22:30:00Z", "instant"), "from and until")
    equal(rows[0]["place"], "Banque Nationale Stage ()", "where")
    said(rows, "SUSI HYLDGAARD\n\nAs the new millennium opens")


def own_zone_name(report, rows):
    equal((rows[0]["at_local"], rows[0]["zone"], rows[0]["time_basis"]),
          ("2014-08-29T08:00:00", "America/New_York", "local"), "the zone behind the name")
    equal(claimed(rows, "ics-dtstart"), ["20140829T080000 (TZID=custom_America/New_York)"], "as written")
    equal(rows[0]["at"], "2014-08-29T12:00:00Z", "the instant, by the clocks of New York")


def no_entries(report, rows):
    empty = [d["example"] for d in report["doubts"] if d["code"] == "calendar-empty"]
    holds(len(empty) == 1 and "äöü ÄÖÜ €" in empty[0] and "Plönë.org" in empty[0], f"what it says of itself: {empty}")


def zones_without_rules(report, rows):
    rows = in_file_order(rows)
    equal(counted(rows, "channel", "calendar") - claimed(rows, "calendar-entry").count("VTODO"), 3, "events")
    equal([(r["at_local"], r["zone"]) for r in (rows[0], rows[2])],
          [("2014-08-29T08:00:00", "America/New_York"), ("2014-08-29T08:00:00", "Asia/Singapore")], "zones by their names")
    equal([r["at"] for r in (rows[0], rows[2])], ["2014-08-29T12:00:00Z", "2014-08-29T00:00:00Z"], "and their instants")
    equal([r["time_basis"] for r in rows], ["local", "none", "local", "none"], "no time is invented")
    equal(claimed(rows, "ics-recurrence-id"), ["20190309T020000 (TZID=Europe/Moscow)"], "the time it replaces")
    equal(len(claimed(rows, "ics-rdate")), 3, "further dates")


def two_calendars(report, rows):
    rows = in_file_order(rows)
    equal([(r["subject"], r["at_local"][:10], r["time_basis"]) for r in rows],
          [("Christmas Day", "2003-12-25", "date"), ("Boxing Day", "2003-05-01", "date"),
           ("Christmas again!", "2003-12-25", "date")], "whole days, through folds behind blank lines")
    equal([r["until"] for r in rows], [None] * 3, "one day each")
    equal(claimed(rows, "calendar-method"), ["PUBLISH"] * 3, "what the calendars are for")


# -- Apple Mail -------------------------------------------------------------------------------------------

def apple_mail(report, rows):
    row = rows[0]
    equal((row["at"], row["at_local"]), ("2010-09-06T09:25:34Z", "2010-09-06T05:25:34"), "Date")
    equal((row["from"]["name"], row["from"]["handle"]), ("Julien Nioche (JIRA)", "jira@apache.org"), "name and address")
    equal(handles(rows), ["dev@tika.apache.org"], "to")
    equal(claimed(rows, "apple-flags"), ["0 (not read)"], "flags of the property list")
    equal(claimed(rows, "apple-to"), ["dev@tika.apache.org"], "the property list itself")
    holds(row["text"].endswith("to add a comment to the issue online.\n\n"), "the mail ends where the number says")
    equal(doubt_codes(rows), {}, "the number of bytes is right")


def maildir(report, rows):
    """cur 2, new 1, .Trash 1; what is still being delivered (tmp) is named and left out."""
    equal(sorted(claimed(rows, "maildir-flags")), ["FRS", "S", "ST"], "flags, and one without any")
    equal(sorted(utc_times(rows)), ["2024-03-24T21:05:07Z", "2024-03-24T21:06:07Z", "2024-03-24T21:07:07Z", "2024-03-24T21:09:07Z"],
          "the four mails, not that of tmp")
# -- Outlook ----------------------------------------------------------------------------------------------

def sent(moment):
    return lambda report, rows: equal((rows[0]["at"], rows[0]["time_basis"], claimed(rows, "sent-at")),
                                      (moment, "instant", [moment]), "submit time")


def delivered(moment):
    return lambda report, rows: equal(claimed(rows, "delivered-at"), [moment], "delivery time")


def sender(name, address):
    return lambda report, rows: equal((rows[0]["from"]["name"], rows[0]["from"]["handle"]), (name, address), "sender")


def recipients(count):
    return lambda report, rows: equal(len(rows[0]["to"]), count, "recipients")


def titled(words):
    return lambda report, rows: equal(rows[0]["subject"], words, "subject")


def headers(there):
    return lambda report, rows: equal(any(c["key"].startswith("header-") for c in rows[0]["claims"]), there, "headers")


def undated_draft(report, rows):
    equal((rows[0]["at"], rows[0]["time_basis"]), (None, "none"), "no time is invented")
    equal((claimed(rows, "sent-at"), claimed(rows, "delivered-at")), ([], []), "neither sent nor delivered")
    equal(rows[0]["marks"], ["draft"], "marked as a draft")


def no_sender(report, rows):
    equal([claimed(rows, k) for k in ("sender-name", "sender-address", "sender-smtp")], [[], [], []], "no sender is named")


def unnamed(report, rows):
    equal(rows[0]["from"], None, "no sender is invented")


def imported_later(report, rows):
    equal(doubt_codes(rows)["delivered-another-day"], 1, "a delivery 15 months later is doubted")


def forged_name(report, rows):
    equal(doubt_codes(rows)["name-looks-like-address"], 1, "a name that is another address")


def exchange(report, rows):
    holds(claimed(rows, "sender-address")[0].startswith("/O=EXCHANGE/OU=EXCHANGE ADMINISTRATIVE GROUP"), "X500 in 0C1F")
    equal(claimed(rows, "sender-smtp"), ["Chris.Wilson@leeds.gov.uk"], "SMTP in 5D01")
    equal((rows[0]["from"]["as_written"], rows[0]["from"]["handle"]),
          ("Chris.Wilson@leeds.gov.uk", "chris.wilson@leeds.gov.uk"), "who it is from")


def begins(words):
    return lambda report, rows: holds(rows[0]["text"].startswith(words), f"text {rows[0]['text'][:40]!r}")


def rich_text(report, rows):
    equal([(a["name"], a["type"], a["missing"]) for a in attachments(rows)], [("body.rtf", "application/rtf", False)],
          "the rich text, unpacked")
    equal([d for d in doubt_codes(rows) if d.startswith("rich-text")], [], "its checksum holds")


def nordic(report, rows):
    for letter in "åÅøØæÆ":
        said(rows, f"Char-{letter}-Char")


def reactions(report, rows):
    told = claimed(rows, "outlook-reaction")
    equal([t for t in told if t.startswith(("OwnerReactionType", "ReactionsCount"))],
          ["OwnerReactionType: Heart", "ReactionsCount: 1"], "reaction properties")


TABLE = {
    "vcard/ezvcard_John_Doe_ANDROID.vcf": ({CONTACT: 6}, [address_book, versions(*["2.1"] * 6), photo, android_book]),
    "vcard/ezvcard_John_Doe_IPHONE.vcf": ({CONTACT: 1}, [address_book, versions("3.0"), phones(7), photo, iphone_book]),
    "vcard/ezvcard_John_Doe_GMAIL.vcf": ({CONTACT: 1}, [address_book, versions("3.0"), phones(2), gmail_book]),
    "vcard/ezvcard_John_Doe_MS_OUTLOOK.vcf": ({CONTACT: 1}, [address_book, versions("2.1"), phones(2), photo,
        outlook_book]),
    "vcard/ezvcard_gmail-list.vcf": ({CONTACT: 3}, [address_book, versions("3.0", "3.0", "3.0"), phones(0)]),
    "vcard/waexporter_contacts.vcf": ({CONTACT: 6}, [address_book, whatsapp_book,
        versions("3.0", "2.1", "2.1", "2.1", "2.1", "2.1")]),
    "ics/tika_testICalendar.ics": ({NOTE: 1}, [calendar, jazz]),
    "ics/icalendar_america_new_york.ics": ({NOTE: 1}, [calendar, own_zone_name]),
    "ics/icalendar_calendar_with_unicode.ics": ({}, [calendar, no_entries]),
    "ics/icalendar_issue_722_missing_timezones.ics": ({NOTE: 4}, [calendar, zones_without_rules]),
    "ics/icalendar_multiple_calendar_components.ics": ({NOTE: 3}, [calendar, two_calendars]),
    "email/maildir/synth": ({MAIL: 4}, [maildir]),
    "email/emlx/tika_testEMLX.emlx": ({MAIL: 1}, [apple_mail]),
    "email/msg/bbottema_simple_sent.msg": ({MAIL: 1}, [sent("2006-08-12T18:25:25Z"), imported_later, recipients(1),
        sender("John Doe", "jdoes@someserver.com"), delivered("2007-11-29T02:13:02.765875Z"), headers(True)]),
    "email/msg/bbottema_unsent_draft.msg": ({MAIL: 1}, [undated_draft, no_sender, unnamed, titled("MSG Test File"),
        headers(False)]),
    "email/msg/bbottema_tst_unicode.msg": ({MAIL: 1}, [undated_draft, no_sender, titled("Testcase"), nordic]),
    "email/msg/bbottema_simple_email_with_TO_and_CC_multiple.msg": ({MAIL: 1}, [sent("2020-01-08T07:25:42Z"),
        recipients(6), headers(True)]),
    "email/msg/bbottema_Test_at_sign_in_personal_From_header.msg": ({MAIL: 1}, [sent("2021-06-26T11:56:37Z"),
        sender("bogus@acme.com", "bogus@domain.com"), forged_name]),
    "email/msg/msgreader_TxtSampleEmail.msg": ({MAIL: 1}, [sent("2017-10-23T07:31:27Z"), exchange, rich_text,
        begins("BOOK ONE: 1805")]),
    "email/msg/msgreader_HtmlSampleEmail.msg": ({MAIL: 1}, [sent("2017-10-23T07:31:03Z"), exchange, rich_text]),
    "email/msg/msgreader_RtfSampleEmail.msg": ({MAIL: 1}, [sent("2017-10-23T07:31:09Z"), exchange, rich_text]),
    "email/msg/msgreader_EmailWithReactions.msg": ({MAIL: 1}, [sent("2023-10-05T17:03:07Z"),
        delivered("2023-10-05T17:03:19.193577Z"), reactions]),
}
CODES = {"email/maildir/synth": DOUBTS, "vcard/ezvcard_John_Doe_ANDROID.vcf": DOUBTS}  # the second: a photograph that does not decode
