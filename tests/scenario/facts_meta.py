"""Facebook, Messenger and Instagram: what the list that came with the files says of each (see fixtures.py)."""
from facts import *

MSG, CALL, SYS = "message", "call", "system"
ROOT_FOLDER = "your_activity_across_facebook/messages"
INBOX = f"{ROOT_FOLDER}/inbox"
INSTAGRAM = "meta/synth_instagram/your_instagram_activity/messages"


def by_time(rows):
    return sorted(rows, key=lambda r: (r["at"] or "", r["origin"]["position"]))


def senders(*wanted):
    return lambda report, rows: equal(sorted({r["from"]["name"] for r in rows}), sorted(wanted), "people who write")


def says(*wanted):
    """The words of each message, from the oldest to the newest."""
    return lambda report, rows: equal([r["text"] for r in by_time(rows)], list(wanted), "texts by time")


def format_is(name):
    return lambda report, rows: equal(report["format"], name, "format")


def folder(name):
    return lambda report, rows: equal(set(claimed(rows, "thread-folder")), {name}, "folder of the thread")


def titled(name):
    return lambda report, rows: equal({r["conversation"] for r in rows}, {name}, "title of the thread")


def in_file(*wanted):
    return lambda report, rows: equal([r["text"] for r in in_file_order(rows)], list(wanted), "texts as the file has them")


def present(n, of):
    def check(report, rows):
        found = [a for r in rows if r["kind"] in (MSG, CALL, SYS) for a in r["attachments"]]
        equal(len(found), of, "files that are named")
        equal(sum(not a["missing"] for a in found), n, "of them there")
    return check


def asked(report, rows):
    equal([q["code"] for q in report["questions"]], ["me"], "the owner is asked for")


def no_zone(report, rows):
    equal(counted(rows, "time_basis", "local"), len(rows), "wall times")
    equal(doubt_codes(rows)["zone-assumed"], len(rows), "the zone is an assumption")


def instants(report, rows):
    equal(counted(rows, "time_basis", "instant"), len(rows), "known instants")


def broken(report, rows):
    both = sorted(r["kind"] for r in rows)
    equal(both, ["document", MSG], "the broken one is kept, its sibling is read")
    message = next(r for r in rows if r["kind"] == MSG)
    equal((message["text"], message["at"]), ("Still valid", "2020-09-13T12:26:40Z"), "the sibling")


def broken_said(report, rows):
    equal([d["code"] for d in report["doubts"]], ["broken-json"], "it is said that it is broken")
    holds("damaged" in report["doubts"][0]["example"], "and in words")


def e2ee_simple(report, rows):
    rows = by_time(rows)
    equal([r["marks"] for r in rows], [[], [], [], ["unsent"]], "the last one was taken back")
    equal(claimed(rows, "reaction"), ["❤ Test User"], "reaction")


def e2ee_utf8(report, rows):
    equal((marked(rows, "unsent"), present(0, 1)(report, rows)), (1, None), "taken back; one file failed")
    equal(claimed(rows, "file-left-out"), ["Failed to download media"], "why it is not there")
    equal(claimed(rows, "reaction"), ["😡 Maya Okafor"], "reaction")
    equal([d["code"] for d in report["doubts"]], [], "nothing was repaired")


def alice(report, rows):
    equal(claimed(rows, "reaction"), ["❤ Test User", "👍 Alice Example"], "reactions")
    holds("letters-repaired" in [d["code"] for d in report["doubts"]], "that letters were repaired is said")


def nontext(report, rows):
    rows = by_time(rows)
    equal([r["kind"] for r in rows], [SYS, MSG, CALL, CALL, MSG, MSG], "kinds")
    left, share, missed, call, photo, sticker = rows
    equal(left["text"], "Sam left the chat", "who left")
    equal(claimed([share], "link") + claimed([share], "share-text"),
          ["https://example.com/article", "Example share text"], "what was shared")
    equal((missed["marks"], call["marks"], call["duration"]), (["missed"], [], 192), "calls")
    equal([(a["name"], a["missing"]) for a in attachments([photo, sticker])],
          [("messages/inbox/sam_NONTXT/photos/missing.jpg", True), ("messages/stickers_used/1.png", True)], "files")


def instagram_inbox(report, rows):
    equal(marked(rows, "unsent"), 1, "taken back")
    equal(claimed(rows, "reaction-notice"), ["😂"], "a reaction that is told as a message")
    equal(claimed(rows, "link"), ["https://www.instagram.com/reel/XXXX/"], "a share")
    equal(claimed(rows, "share-text"), ["café d’hier"], "its words")
    equal(claimed(rows, "reaction"), ["❤ Daniel R 🖤 2024-03-24T21:07:30Z"], "a reaction")
    equal([r["marks"] for r in rows if r["kind"] == CALL], [["missed"]], "a missed call")
    equal(sum(r["at"] == "2024-03-24T21:05:07Z" for r in rows), 2, "two share one timestamp")
    said(rows, "Saw you with him… 👀\nI’m not angry")
    said(rows, "Leave me alone. I’ve told you “no”.")
    equal(names(rows), ["your_instagram_activity/messages/inbox/danielr_17843123456789/photos/1_1.jpg"], "the photo")


def langchain(report, rows):
    equal([r["at"] for r in in_file_order(rows)], sorted((r["at"] for r in rows), reverse=True), "newest first")
    equal(in_file_order(rows)[0]["text"], "Bye!", "the newest")


# file, or a folder of one download (its name ends in "/"): records, checks
TABLE = {
    "meta/langchain_facebook_chat.json": ({MSG: 11}, [format_is("meta-json"), langchain, titled("User 1 and User 2 chat"),
        senders("User 1", "User 2"), utc("2023-02-04T22:17:02.673Z", "2023-02-05T11:46:11.851Z"), asked, present(0, 1)]),
    "meta/msgvault/corrupt/": ({MSG: 1, "document": 1}, [broken]),
    f"meta/msgvault/corrupt/{INBOX}/broken_BAD/message_1.json": ({"document": 1}, [broken_said]),
    f"meta/msgvault/corrupt/{INBOX}/goodsibling_OK/message_1.json": ({MSG: 1}, [says("Still valid"),
        utc("2020-09-13T12:26:40Z", "2020-09-13T12:26:40Z")]),
    f"meta/msgvault/e2ee_simple/{ROOT_FOLDER}/alice_1.json": ({MSG: 4}, [format_is("meta-e2ee"), e2ee_simple,
        says("Hello", "café time?", "See you soon", "oops"), utc("2020-09-13T12:26:40Z", "2020-09-13T12:29:40Z")]),
    f"meta/msgvault/html_simple/{INBOX}/alice_ABC123/message_1.html": ({MSG: 3}, [format_is("meta-html"), no_zone,
        wall("2020-09-13T12:26:00", "2020-09-13T12:28:00"), in_file("Hello", "café time?", "See you soon"),
        senders("Test User", "Alice Example"), titled("Alice Example")]),
    f"meta/msgvault/html_multi_media/{INBOX}/carol_IMG456/message_1.html": ({MSG: 3}, [format_is("meta-html"), no_zone,
        in_file("Hello Carol", "Check out this photo", "Nice picture"), senders("Test User", "Carol Photoshare"),
        lambda report, rows: equal(names(rows), ["photos/photo1.png"], "image")]),
    "meta/msgvault/html_multi_media/": ({MSG: 3, "photo": 1}, [present(1, 1)]),
    "meta/msgvault/html_timestamps/layout1.html": ({MSG: 1}, [format_is("meta-html"), no_zone, says("ping"),
        wall("2019-10-19T14:37:00", "2019-10-19T14:37:00"), senders("Test User")]),
    "meta/msgvault/html_timestamps/layout2.html": ({MSG: 1}, [format_is("meta-html"), no_zone, says("ping"),
        wall("2019-10-19T14:37:00", "2019-10-19T14:37:00"), senders("Test User")]),
    f"meta/msgvault/json_group/{INBOX}/crew_GRP123/message_1.json": ({MSG: 3}, [in_file("Hey crew", "Hi!", "Hello."),
        senders("Test User", "Alice Example", "Bob Example"), titled("Crew"), instants,
        utc("2020-09-13T12:26:40Z", "2020-09-13T12:28:40Z"),
        lambda report, rows: equal(len(claimed(rows, "thread-participant")), 3, "participants")]),
    "meta/msgvault/json_multifile/": ({MSG: 4}, [titled("Dave Multi"),
        says("Message A (from file 1, oldest)", "Message B (from file 1, newer)", "Message C (from file 2)",
             "Message D (from file 10, newest)"),
        lambda report, rows: equal((min(utc_times(rows)), max(utc_times(rows))),
                                   ("2023-11-14T22:13:20Z", "2023-11-14T22:16:20Z"), "first and last")]),
    f"meta/msgvault/json_multifile/{INBOX}/dave_MULTI/message_1.json": ({MSG: 2}, [
        utc("2023-11-14T22:13:20Z", "2023-11-14T22:14:20Z")]),
    f"meta/msgvault/json_multifile/{INBOX}/dave_MULTI/message_2.json": ({MSG: 1}, [
        utc("2023-11-14T22:15:20Z", "2023-11-14T22:15:20Z")]),
    f"meta/msgvault/json_multifile/{INBOX}/dave_MULTI/message_10.json": ({MSG: 1}, [
        utc("2023-11-14T22:16:20Z", "2023-11-14T22:16:20Z")]),
    f"meta/msgvault/json_simple/{ROOT_FOLDER}/archived_threads/zoe_ARCH/message_1.json": ({MSG: 1}, [
        folder("archived_threads"), says("Old message in archive"), utc("2017-07-14T02:40:00Z", "2017-07-14T02:40:00Z")]),
    f"meta/msgvault/json_simple/{INBOX}/alice_ABC123/message_1.json": ({MSG: 3}, [alice, folder("inbox"),
        in_file("See you soon", "café time?", "Hello"), utc("2020-09-13T12:26:40Z", "2020-09-13T12:28:40Z")]),
    f"meta/msgvault/json_with_media/{INBOX}/bob_XYZ789/message_1.json": ({MSG: 1}, [says("Here's a photo"),
        lambda report, rows: equal(names(rows), ["messages/inbox/bob_XYZ789/photos/tiny.png"], "name from the top")]),
    "meta/msgvault/json_with_media/": ({MSG: 1, "photo": 1}, [present(1, 1)]),
    f"meta/msgvault/json_nontext/{INBOX}/sam_NONTXT/message_1.json": ({MSG: 3, CALL: 2, SYS: 1}, [nontext]),
    f"{INSTAGRAM}/inbox/danielr_17843123456789/message_1.json": ({MSG: 6, CALL: 1}, [format_is("meta-json"),
        instagram_inbox, channels(instagram=7), senders("Daniel R 🖤", "Maya Okafor"), titled("Daniel R 🖤"), asked,
        utc("2024-03-24T21:05:07Z", "2024-03-26T20:00:00Z")]),
    f"{INSTAGRAM}/message_requests/newacct9981_998/message_1.json": ({MSG: 1}, [folder("message_requests"),
        says("you can’t block me forever"), utc("2024-04-02T03:00:00Z", "2024-04-02T03:00:00Z")]),
    "meta/synth_instagram/": ({MSG: 7, CALL: 1, "photo": 1}, [present(1, 1)]),
    "meta/synth_e2ee_utf8/Daniel Reed_3.json": ({MSG: 3}, [format_is("meta-e2ee"), e2ee_utf8, instants,
        channels(messenger=3), says("café? I’m outside 🏠", None, None),
        utc("2024-03-24T21:05:07Z", "2024-03-24T21:07:07Z")]),
}
CODES = {}
