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


TABLE = {
    "vcard/ezvcard_John_Doe_ANDROID.vcf": ({CONTACT: 6}, [address_book, versions(*["2.1"] * 6), photo, android_book]),
    "vcard/ezvcard_John_Doe_IPHONE.vcf": ({CONTACT: 1}, [address_book, versions("3.0"), phones(7), photo, iphone_book]),
    "vcard/ezvcard_John_Doe_GMAIL.vcf": ({CONTACT: 1}, [address_book, versions("3.0"), phones(2), gmail_book]),
    "vcard/ezvcard_John_Doe_MS_OUTLOOK.vcf": ({CONTACT: 1}, [address_book, versions("2.1"), phones(2), photo,
        outlook_book]),
    "vcard/ezvcard_gmail-list.vcf": ({CONTACT: 3}, [address_book, versions("3.0", "3.0", "3.0"), phones(0)]),
    "vcard/waexporter_contacts.vcf": ({CONTACT: 6}, [address_book, whatsapp_book,
        versions("3.0", "2.1", "2.1", "2.1", "2.1", "2.1")]),
}
CODES = {}
