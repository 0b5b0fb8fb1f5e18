"""Signal, Snapchat, X, Discord, TikTok and Telegram: what is known about their outside exports."""
from facts import *

MSG, CALL, SYS, CONTACT = "message", "call", "system", "contact"
PHOTO_SHA = "385765e0b2c5846b950c7aff8c4aad38b47193f6e90042f933025e6b07665c34"
VOICE_SHA = "df3ad08fa779ddd0abdb9c9293e522305ebbf7735c35443e046dd2b61103282c"


def omits(*words):
    def check(report, rows):
        for word in words:
            holds(any(word in sentence for sentence in report["omits"]), f"{word!r} in {report['omits']}")
    return check


def first_and_last(first, last):
    """Of the records that have a time at all."""
    def check(report, rows):
        equal((report["first"], report["last"]), (first, last), "first and last of the report")
        times = [t for t in utc_times(rows) if t]
        equal((min(times), max(times)), (first, last), "first and last of the list")
    return check


def questions(*codes):
    return lambda report, rows: equal(sorted(q["code"] for q in report["questions"]), sorted(codes), "questions")


# -- Signal -----------------------------------------------------------------------------------------------

def signal_export(report, rows):
    made = [r for r in rows if r["kind"] == SYS and r["at"] is None]
    contacts = [r for r in rows if r["kind"] == CONTACT]
    items = [r for r in rows if r["at"] is not None]
    equal(len(items), 11, "chatItem")
    equal(len(contacts), 3, "two recipients that are people, and the account")
    equal([r["conversation"] for r in made if r["conversation"]], ["Flatmates"], "1 group")
    equal({r["conversation"] for r in items}, {"Daniel Reed", "Flatmates"}, "2 chats")
    edited = [r for r in items if "edited" in r["marks"]]
    equal([r["text"] for r in edited], ["final wording"], "1 edited")
    equal(claimed(edited, "earlier-wording"), ["2026-03-01T10:02:00Z original threat wording",
                                               "2026-03-01T10:03:00Z second wording"], "2 earlier revisions")
    equal([marked(items, m) for m in ("deleted", "view-once", "missed", "disappearing", "voice-note")],
          [1, 1, 1, 1, 1], "deleted, view once, missed, timer, voice note")
    once = [r for r in items if "view-once" in r["marks"]]
    equal([(a["name"], a["missing"]) for a in attachments(once)], [(None, True)], "view-once without media")
    equal([r["channel"] for r in items].count("sms"), 1, "1 sms=true")
    equal([r["to"][0]["handle"] for r in contacts if r["subject"] == "Priya"], ["priya.77"], "username-only contact")
    equal([r["to"][0]["handle"] for r in contacts if r["subject"] == "Daniel Reed"], ["+447700900202"], "e164")
    equal(sorted(claimed(rows, "expected-sha256")), [PHOTO_SHA, VOICE_SHA], "plaintextHash in hexadecimal")
    equal([r["direction"] for r in items].count("out"), 1, "outgoing")
    holds(any(d["code"] == "disappearing-timer" for d in report["doubts"]), "the timer change is in the report")


def signal_files(report, rows):
    named = {a["name"]: a for a in attachments(rows) if a["name"]}
    for sha in (PHOTO_SHA, VOICE_SHA):
        file = named[f"files/{sha[:2]}/{sha}"]
        equal((file["missing"], file["sha256"]), (False, sha), "the file whose name is its sum")


def signal_text(report, rows):
    equal(local_times(rows), ["2019-12-24T12:23:00", "2020-01-17T21:49:00"], "local times")
    equal([(r["time_basis"], r["precision"]) for r in rows], [("local", "minute")] * 2, "minute precision")
    equal(texts(rows), ["Hello John!", "Hello\nJane!"], "1 of several lines")
    equal([r["from"]["name"] for r in rows], ["Jane Doe", "John Doe"], "who")


# -- Snapchat ---------------------------------------------------------------------------------------------

def snapchat_chat(report, rows):
    equal({r["conversation"] for r in rows}, {"dan_r2024", "Squad"}, "2 threads")
    equal(utc_times(in_file_order(rows)), ["2024-03-24T21:07:00.340Z", "2024-03-24T21:06:30Z",
          "2024-03-24T21:06:00Z", "2024-03-24T21:05:07Z", "2024-03-25T08:00:00Z"], "milliseconds, newest first")
    holds(any(d["code"] == "milliseconds" for d in report["doubts"]), "that the field lies is said")
    equal([r["direction"] for r in in_file_order(rows)], ["in", "in", "out", "in", "in"], "IsSender")
    said(rows, "don't message me again")
    said(rows, "saved threat 👀")
    equal([r["text"] for r in in_file_order(rows) if r["at"] in ("2024-03-24T21:07:00.340Z", "2024-03-25T08:00:00Z")],
          [None, "STATUS"], "2 with null Content: nothing is invented")
    equal(doubt_codes(rows)["not-saved"], 1, "the words that nobody saved")
    equal(names(rows), ["chat_media/2024-03-24_b~AAAA1111", "chat_media/2024-03-24_b~BBBB2222"], "2 media ids")


def snapchat_files(report, rows):
    equal([(a["missing"], a["sha256"]) for a in attachments(rows)], [(False, PHOTO_SHA), (True, None)],
          "1 file present")


def snap(report, rows):
    equal((rows[0]["text"], [a["missing"] for a in attachments(rows)]), (None, [True]), "no content")
    equal((rows[0]["from"]["handle"], rows[0]["at"]), ("dan_r2024", "2024-03-24T22:00:00Z"), "who and when")


def talk(report, rows):
    equal((rows[0]["from"], rows[0]["to"], rows[0]["direction"]), (None, [], "in"), "without any contact")
    equal((rows[0]["at"], rows[0]["duration"]), ("2024-03-24T22:05:00Z", 0), "when and how long")
    equal(doubt_codes(rows)["no-contact"], 1, "and that is said")


def snapchat_2022(report, rows):
    rows = in_file_order(rows)
    equal(texts(rows), ["it's me", "no"], "key Text")
    equal([(r["direction"], r["conversation"]) for r in rows], [("in", "dan_r2024"), ("out", "dan_r2024")], "sections")


# -- X ----------------------------------------------------------------------------------------------------

def x_messages(report, rows):
    rows = in_file_order(rows)
    equal(utc_times(rows), ["2024-03-24T21:07:00.123Z", "2024-03-24T21:06:00Z", "2024-03-24T21:05:07Z"], "newest first")
    equal([(r["from"]["handle"], r["to"][0]["handle"]) for r in rows],
          [("2002", "1001"), ("1001", "2002"), ("2002", "1001")], "ids")
    equal(texts(rows), ["delivered & read? <3", "stop", "I found you https://t.co/abc"], "&amp; and &lt;")
    equal(claimed(rows, "reaction"), ["funny 2002 2024-03-24T21:06:30.000Z"], "reaction")
    equal(claimed(rows, "link"), ["https://example.org/map"], "where a short address leads")
    equal(names(rows), ["direct_messages_media/1772000000000000003-abc.jpg"], "file <id>-<name>")


def x_group(report, rows):
    rows = in_file_order(rows)
    equal(texts(rows), ["participantsLeave: 3003", "group msg", "joinConversation: 1001, 2002, 3003"],
          "message, join and leave")
    equal({r["conversation"] for r in rows}, {"555"}, "the group")


def x_account(report, rows):
    equal([(p["as_written"], p["handle"]) for p in rows[0]["to"]],
          [("maya_o", "maya_o"), ("1001", "1001"), ("maya@example.org", "maya@example.org")], "owner id 1001")
    equal(claimed(rows, "account-owner"), ["yes"], "the owner's own")


# -- Discord ----------------------------------------------------------------------------------------------

def discord_2026(report, rows):
    rows = in_file_order(rows)
    equal(utc_times(rows), ["2024-03-24T21:06:00Z", "2024-03-24T21:05:07Z"], "times in UTC")
    equal(claimed(rows, "written-time"), ["2024-03-24 21:06:00", "2024-03-24 21:05:07"], "text without zone")
    equal([r["direction"] for r in rows], ["out", "out"], "own messages")
    equal([(a["name"], a["missing"]) for a in attachments(rows)], [("a.png", True), ("b.png", True)], "links, no files")
    equal(len(claimed(rows, "media-address")), 2, "2 attachment URLs")
    said(rows, "please stop\nI mean it")


def discord_2021(report, rows):
    rows = in_file_order(rows)
    equal(texts(rows), ['please, "stop"\nnow', ""], "quoted newline and quotes")
    equal(utc_times(rows), ["2021-03-24T21:06:00.123Z", "2021-03-24T21:05:07Z"], "times with offset")
    equal([r["direction"] for r in rows], ["out", "out"], "own messages")


def discord_channel(report, rows):
    equal([p["as_written"] for p in rows[0]["to"]], ["42", "77"], "who is in it")
    equal(rows[0]["conversation"], "900100", "which it is")


def discord_index(report, rows):
    equal([r["conversation"] for r in in_file_order(rows)], ["Direct Message with danr#0", None], "names")


# -- TikTok -----------------------------------------------------------------------------------------------

def tiktok_2026(report, rows):
    chat = [r for r in rows if r["kind"] == MSG]
    equal(utc_times(chat), ["2024-03-24T21:05:07Z", "2024-03-24T21:06:00Z"], "messages in UTC")
    equal([(r["conversation"], r["direction"]) for r in chat], [("dan_r", "in"), ("dan_r", "out")], "1 chat")
    said(rows, "This account blocked: dan_r")
    equal(claimed(rows, "ip-address"), ["192.0.2.10"], "1 login with IP")


def tiktok_2023(report, rows):
    equal(texts(rows), ["old layout"], "older keys")


# -- Telegram ---------------------------------------------------------------------------------------------

def telegram_pair(report, rows):
    equal(utc_times(rows), ["2018-12-05T10:39:10Z", "2018-12-05T10:49:24Z"], "date_unixtime as a string")
    equal(texts(rows), ["Minimal Message", "Link:https://telegram.org/"], "bold and link put together")


def telegram_single(report, rows):
    rows = in_file_order(rows)
    equal([r["kind"] for r in rows], [CALL, MSG, MSG, MSG, MSG, MSG], "1 service, 4 messages, 1 unsupported")
    equal(rows[0]["marks"], ["missed"], "missed call")
    equal(rows[1]["text"], "escape \x1b and bell \x07 end", "escapes that JSON does not have")
    equal(claimed(rows, "edited-at"), ["2024-03-24T21:06:00Z"], "edited")
    equal((rows[2]["at"], rows[2]["from"]["name"]), ("2024-03-31T01:00:00Z", None), "message 3, from null")
    holds("2024-03-31T02:00:00" in claimed([rows[2]], "written-time"), "its local text")
    equal((names([rows[3]]), rows[3]["marks"]), (["voice_messages/audio_1@01-04-2024_13-00-00.ogg"], ["voice-note"]),
          "voice note")
    equal([a["missing"] for a in attachments([rows[4]])], [True], "photo not included")
    holds("(File not included" in claimed([rows[4]], "file-left-out")[0], "and why")
    equal([d["code"] for d in rows[5]["doubts"]], ["not-understood", "no-time"], "unsupported")


def telegram_voice(report, rows):
    equal([a["missing"] for a in attachments(rows) if a["name"]], [False], "voice note present")


def telegram_account(report, rows):
    rows = in_file_order(rows)
    equal([r["conversation"] for r in rows], [None, None, "Daniel", "1234567"], "chats; the left one has no name")
    equal([(p["as_written"], p["handle"]) for p in rows[1]["to"]],
          [("0044 7700 900202", "+447700900202"), ("user700000202", "user700000202")], "contact")
    equal(claimed(rows, "added"), ["2023-01-05T10:00:00Z"], "contact's date")
    equal((rows[2]["time_basis"], rows[2]["at_local"]), ("local", "2021-06-01T12:00:00"), "no date_unixtime")
    equal((rows[2]["from"]["as_written"], rows[2]["direction"]), ("700000202", "in"), "numeric from_id")
    equal((rows[3]["at"], rows[3]["text"]), ("2024-01-02T03:04:05Z", "invite_members: Maya, (no name)"), "left chat")


SIGNAL_KINDS = {MSG: 9, CALL: 1, SYS: 3, CONTACT: 3}
TELEGRAM_KINDS = {CALL: 1, MSG: 5}
X, DISCORD = "x/synth_archive/data/", "discord/synth_package_"
TABLE = {
    "signal/synth_plaintext_export/main.jsonl": (SIGNAL_KINDS, [signal_export, omits("disappearing", "deleted"),
        questions(), first_and_last("2026-03-01T10:00:00Z", "2026-03-03T12:05:00Z")]),
    "signal/synth_plaintext_export": (SIGNAL_KINDS, [signal_export, signal_files]),
    "signal/chatminer_signal-export_chat.md.txt": ({MSG: 2}, [signal_text, questions("me")]),
    "snapchat/synth_mydata/json/chat_history.json": ({MSG: 4, SYS: 1}, [snapchat_chat, omits("saved"), questions()]),
    "snapchat/synth_mydata": ({MSG: 4, SYS: 1}, [snapchat_chat, snapchat_files]),
    "snapchat/synth_mydata/json/snap_history.json": ({MSG: 1}, [snap, omits("snaps"), questions()]),
    "snapchat/synth_mydata/json/talk_history.json": ({CALL: 1}, [talk, omits("calls")]),
    "snapchat/synth_chat_history_2022.json": ({MSG: 2}, [snapchat_2022, questions(),
        utc("2022-07-22T19:28:21Z", "2022-07-22T19:29:00Z")]),
    X + "direct-messages.js": ({MSG: 3}, [x_messages, omits("number only"), questions("me")]),
    X + "direct-messages-group.js": ({MSG: 1, SYS: 2}, [x_group]),
    X + "account.js": ({CONTACT: 1}, [x_account]),
    DISCORD + "2026/Messages/c900100/messages.json": ({MSG: 2}, [discord_2026, omits("only what you wrote yourself"),
        questions()]),
    DISCORD + "2026/Messages/c900100/channel.json": ({SYS: 1}, [discord_channel]),
    DISCORD + "2026/Messages/index.json": ({SYS: 2}, [discord_index]),
    DISCORD + "2021/messages/c900100/messages.csv": ({MSG: 2}, [discord_2021, omits("only what you wrote yourself"),
        questions()]),
    DISCORD + "2021/messages/c900100/channel.json": ({SYS: 1}, [discord_channel]),
    "tiktok/synth_user_data_tiktok.json": ({MSG: 2, SYS: 2}, [tiktok_2026, omits("links"), questions()]),
    "tiktok/synth_user_data_2023.json": ({MSG: 1}, [tiktok_2023, questions("me"),
        utc("2023-03-24T21:05:07Z", "2023-03-24T21:05:07Z")]),
    "telegram/chatminer_single_export.json": ({MSG: 2}, [telegram_pair]),
    "telegram/chatminer_batch_export.json": ({MSG: 2}, [telegram_pair]),
    "telegram/synth_single/result.json": (TELEGRAM_KINDS, [telegram_single, omits("secret chats")]),
    "telegram/synth_single": (TELEGRAM_KINDS, [telegram_single, telegram_voice]),
    "telegram/synth_full_account.json": ({CONTACT: 2, MSG: 1, SYS: 1}, [telegram_account, omits("secret chats"),
        questions()]),
}
# A message in it is of a kind that Telegram could not export.
CODES = {"telegram/synth_single": DOUBTS, "telegram/synth_single/result.json": DOUBTS}
