"""Facts about the exports of Google, and of GPX files."""
from facts import *

CHAT = "google/synth_chat/Groups/DM AbCdEfG/"


def chat(report, rows):
    rows = in_file_order(rows)
    equal([r["at"] for r in rows], ["2024-03-24T21:05:07Z", "2024-03-24T21:06:00Z", "2024-03-24T21:07:00Z"],
          "the form of 24 hours, and of 12 with U+202F")
    equal(claimed(rows, "written-time")[1], "Sunday, March 24, 2024 at 9:06:00\u202fPM UTC", "as written")
    equal([r["text"] for r in rows], ["answer your phone", "again", None], "texts")
    equal([r["marks"] for r in rows], [[], [], ["deleted"]], "one was deleted")
    equal(names(rows), ["File-door.jpg"], "the attachment")
    equal([r["from"] and r["from"]["handle"] for r in rows], ["dan@example.org", "dan@example.org", None], "senders")


def beside(report, rows):
    equal([a["sha256"] for a in attachments(rows)],
          ["385765e0b2c5846b950c7aff8c4aad38b47193f6e90042f933025e6b07665c34"], "the photograph beside it")


def members(report, rows):
    rows = in_file_order(rows)
    equal([(r["subject"], r["to"][0]["handle"]) for r in rows],
          [("Daniel Reed", "dan@example.org"), ("Maya Okafor", "maya@example.org")], "members")


TABLE = {
    CHAT + "messages.json": ({"message": 3}, [chat, utc("2024-03-24T21:05:07Z", "2024-03-24T21:07:00Z")]),
    CHAT + "group_info.json": ({"contact": 2}, [members]),
    "google/synth_chat/Groups": ({"message": 3}, [chat, beside]),
}
CODES = {}
