#!/usr/bin/env python3
"""What files leave open is answered once: answers add up, hold for later files of the same kind, and touch no others."""
import os
import zipfile
from scenario import *

CHAT = "24/03/2024, 21:05 - Maya Okafor: who is there\n24/03/2024, 21:06 - Daniel Reed{n}: me, {n}\n"
UNSURE = "03/04/2024, 21:05 - Maya Okafor: one\n03/04/2024, 21:06 - Daniel Reed: two\n"
PICTURE = b"\xff\xd8\xff\xe0" + bytes(300)


def reading(vault, path, *options):
    """The report of one file."""
    return vault.json("import", path, *options).want(DONE, DOUBTS).one()


def by_name(vault, path, *options):
    return {r["original"]["name"]: r for r in vault.json("import", path, *options).want(DONE, DOUBTS).rows()}


def codes(report):
    return [q["code"] for q in report["questions"]]


def directions(vault):
    return {r["text"]: r["direction"] for r in vault.records()}


def answers_add_up(scratch):
    vault = new_vault(scratch, "add")
    path = scratch.put("add-in/chat.txt", UNSURE)
    equal(sorted(codes(reading(vault, path))), ["date-order", "me"], "what the chat leaves open")
    equal(codes(reading(vault, path, "--me", "Maya Okafor")), ["date-order"], "after the first answer")
    equal(codes(reading(vault, path, "--date-order", "mdy")), [], "after the second")
    reading(vault, path, "--zone", "Europe/Paris")
    rows = {r["text"]: r for r in vault.records()}
    equal({t: r["direction"] for t, r in rows.items()}, {"one": "out", "two": "in"}, "who is me stays")
    equal(rows["one"]["at"], "2024-03-04T20:05:00Z", "so does the order, and the zone is the new one")
    reading(vault, path, "--me", "Daniel Reed")
    equal(directions(vault), {"one": "in", "two": "out"}, "an answer is changed by another")
    equal([r["at"] for r in vault.records() if r["text"] == "one"], ["2024-03-04T20:05:00Z"], "and nothing else by it")
    entries = vault.json("check").want(DONE).one()["log_entries"]
    holds(reading(vault, path, "--me", "Daniel Reed")["duplicate_of"], "what was said before is not done twice")
    equal(vault.json("check").want(DONE).one()["log_entries"], entries, "entries")
    vault.sound()


def asked_once_for_each_source(scratch):
    vault = new_vault(scratch, "once")
    first = os.path.dirname([scratch.put(f"once/march/{n}.txt", CHAT.format(n=n)) for n in range(5)][0])
    equal({n: codes(r) for n, r in by_name(vault, first).items()}, {f"{n}.txt": ["me"] for n in range(5)}, "five chats ask")
    answered = by_name(vault, first, "--me", "Maya Okafor")
    equal([(codes(r), r["me"]) for r in answered.values()], [([], None)] * 5, "one answer for all of them")
    later = scratch.put("once/april/1.txt", CHAT.format(n=9) + "24/04/2024, 21:05 - Maya Okafor: stop\n")
    report = reading(vault, later)
    equal((codes(report), report["me"]["name"]), ([], "Maya Okafor"), "a later chat is not asked about")
    holds(report["me"]["for"].endswith(".txt") and report["me"]["said"].startswith("20"), f"and that is said: {report['me']}")
    equal(directions(vault)["stop"], "out", "it is used")
    said = vault.run("import", scratch.put("once/may.txt", CHAT.format(n=7))).want(DONE).out
    holds("you are taken to be Maya Okafor, as you said on " in said and " for " in said, f"in words: {said}")
    strangers = reading(vault, scratch.put("once/others.txt", "24/03/2024, 21:05 - Ann: a\n24/03/2024, 21:06 - Zoe: z\n"))
    equal((codes(strangers), strangers["me"]), (["me"], None), "not where the name does not occur")
    for name in ("i", "i-wal", "i-journal"):
        if os.path.exists(os.path.join(vault.path, name)):
            os.remove(os.path.join(vault.path, name))
    report = reading(vault, scratch.put("once/june.txt", CHAT.format(n=6)))
    equal((codes(report), report["me"]["name"]), ([], "Maya Okafor"), "after the index was made anew")
    both = reading(vault, scratch.put("once/two.txt", CHAT.format(n=1)), "--me", "Daniel Reed1")
    equal(both["me"], None, "an answer goes before what was said")
    report = reading(vault, scratch.put("once/july.txt", CHAT.format(n=1) + "24/07/2024, 21:05 - Maya Okafor: July\n"))
    equal((codes(report), report["me"]), (["me"], None), "of two names it is neither")
    vault.sound()


def forgotten_with_its_file(scratch):
    vault = new_vault(scratch, "forgotten")
    reading(vault, scratch.put("forgotten-in/a.txt", CHAT.format(n=1)), "--me", "Maya Okafor")
    vault.json("remove", vault.records()[0]["id"], "--whole-file", "--why", "not mine", "--yes").want(DONE)
    report = reading(vault, scratch.put("forgotten-in/b.txt", CHAT.format(n=2)))
    equal((codes(report), report["me"]), (["me"], None), "what was said for a removed file is gone too")
    vault.sound()


def asked_together(scratch):
    vault = new_vault(scratch, "together")
    folder = os.path.dirname([scratch.put(f"together-in/{n}.txt", UNSURE.replace("Reed", f"Reed {n}")) for n in range(4)][0])
    out = vault.run("import", folder).want(DONE).out
    equal(out.count("Which of these is you"), 1, "asked once: " + out)
    equal(out.count("Is the day first"), 1, "and once: " + out)
    holds('in 4 files (WhatsApp chat)?' in out and '"Maya Okafor" in 4' in out, out)
    # Nobody's name is put into the person's mouth: the first may be the other side's.
    holds('--me "' not in out and "--me and your own name" in out and "--date-order dmy or --date-order mdy" in out, out)
    again = vault.run("import", folder).want(DONE).out
    equal(again.count("it still leaves open who you are (--me), and whether"), 4, "what nobody answered is said again: " + again)
    equal([codes(r) for r in vault.json("import", folder).want(DONE).rows()][0], ["me", "date-order"], "in JSON, too")
    alone = vault.run("import", scratch.put("together-alone/x.txt", UNSURE + "x")).want(DONE).out
    holds("Which of these is you, in x.txt?" in alone, alone)


def only_what_was_open_is_read_again(scratch):
    """Of a whole folder; a file that is named is read again in any case."""
    vault = new_vault(scratch, "only")
    folder = os.path.dirname(scratch.put("only-in/chat.txt", CHAT.format(n=1)))
    picture = scratch.put("only-in/picture.jpg", PICTURE)
    by_name(vault, folder)
    again = by_name(vault, folder, "--me", "Maya Okafor")
    equal({n: bool(r["duplicate_of"]) for n, r in again.items()}, {"chat.txt": False, "picture.jpg": True}, "read again")
    equal(reading(vault, picture, "--me", "Maya Okafor")["duplicate_of"], None, "named by itself")
    again = by_name(vault, folder, "--zone", "Europe/Paris")
    equal({n: bool(r["duplicate_of"]) for n, r in again.items()}, {"chat.txt": False, "picture.jpg": False}, "a zone")
    again = by_name(vault, folder, "--date-order", "dmy")
    equal({n: bool(r["duplicate_of"]) for n, r in again.items()}, {"chat.txt": True, "picture.jpg": True}, "nobody asked")
    vault.sound()


def one_name_does_not_hold_for_all(scratch):
    """People have another name in every app: what was said for a folder holds where a file knows that name."""
    vault = new_vault(scratch, "names")
    scratch.put("names-in/a.txt", CHAT.format(n=1))
    # A folder holds a chat that knows her by another name, and one in which she never wrote.
    scratch.put("names-in/b.txt", "24/03/2024, 21:05 - maya.o: leave me alone\n24/03/2024, 21:06 - Dan: no\n")
    silent = scratch.put("names-in/c.txt", "24/03/2024, 21:05 - Unknown: I see you\n")
    folder = os.path.dirname(silent)
    first = by_name(vault, folder, "--me", "Maya Okafor")
    equal({n: codes(r) for n, r in first.items()}, {"a.txt": [], "b.txt": ["me"], "c.txt": ["me"]}, "asked where nobody is called so")
    equal({t: d for t, d in directions(vault).items() if t in ("who is there", "leave me alone", "I see you")},
          {"who is there": "out", "leave me alone": "unknown", "I see you": "unknown"}, "her own words are not received")
    again = by_name(vault, folder, "--me", "Maya Okafor")
    equal({n: bool(r["duplicate_of"]) for n, r in again.items()}, {n: True for n in first}, "the same twice does nothing")
    second = by_name(vault, folder, "--me", "maya.o")
    equal({n: codes(r) for n, r in second.items()}, {"a.txt": [], "b.txt": [], "c.txt": ["me"]}, "a second name adds to the first")
    by_name(vault, folder, "--zone", "Europe/Paris")
    equal(reading(vault, silent, "--me", "Maya Okafor")["duplicate_of"], None, "for this file alone")
    equal({t: d for t, d in directions(vault).items() if t in ("who is there", "leave me alone", "no", "I see you")},
          {"who is there": "out", "leave me alone": "out", "no": "in", "I see you": "in"}, "she never wrote there")
    by_name(vault, folder, "--me", "Daniel Reed1")
    equal({t: d for t, d in directions(vault).items() if t in ("who is there", "leave me alone", "I see you")},
          {"who is there": "in", "leave me alone": "out", "I see you": "in"}, "a name is changed where it is known")
    vault.sound()


def archive_of(scratch, name, **chats):
    path = scratch.put(name, b"")
    with zipfile.ZipFile(path, "w") as z:
        for chat, text in chats.items():
            z.writestr(f"WhatsApp Chat with {chat}.txt", text)
    return path


def a_name_in_an_archive_of_chats(scratch):
    """Forty chats in one zip are forty files: her words in a chat that knows her by another name are not received."""
    chats = {"a": CHAT.format(n=1), "b": "24/03/2024, 21:05 - maya.o: leave me alone\n24/03/2024, 21:06 - Dan: no\n",
             "c": "24/03/2024, 21:05 - Unknown: I see you\n"}
    said = ("who is there", "leave me alone", "I see you")

    vault = new_vault(scratch, "zipped")
    report = reading(vault, archive_of(scratch, "chats.zip", **chats), "--me", "Maya Okafor")
    equal([q.get("choices") for q in report["questions"]], [["maya.o", "Dan", "Unknown"]], "asked for the chats that do not know her")
    equal({t: d for t, d in directions(vault).items() if t in said},
          {"who is there": "out", "leave me alone": "unknown", "I see you": "unknown"}, "by itself")
    vault.sound()

    vault = new_vault(scratch, "zipped-many")
    folder = os.path.dirname(archive_of(scratch, "zips/1.zip", **chats))
    scratch.put("zips/d.txt", CHAT.format(n=2))
    by_name(vault, folder, "--me", "Maya Okafor")
    by_name(vault, folder, "--me", "maya.o")
    equal({t: d for t, d in directions(vault).items() if t in said},
          {"who is there": "out", "leave me alone": "out", "I see you": "unknown"}, "in a folder another name adds to it")
    vault.sound()

    vault = new_vault(scratch, "zipped-silent")
    quiet = {n: chats["c"].replace("I see you", n) for n in ("one", "two")}
    report = reading(vault, archive_of(scratch, "quiet.zip", **quiet), "--me", "Maya Okafor")
    equal((codes(report), directions(vault)), ([], {"one": "in", "two": "in"}), "she wrote in none of them")
    vault.sound()


TELEGRAM = ('{{"name":"Dan","type":"personal_chat","id":7,"messages":[{{"id":1,"type":"message","date":"2024-03-24T21:07:00","date_unixtime":'
            '"1711314420","from":"Dan","from_id":"user7","text":"pick up{n}"}},{{"id":2,"type":"message","date":"2024-03-24T21:08:00",'
            '"date_unixtime":"1711314480","from":"M.","from_id":"user8","text":"never{n}"}}]}}')


def archive_of_two_sources(scratch, name, n=""):
    path = scratch.put(name, b"")
    with zipfile.ZipFile(path, "w") as z:
        z.writestr("wa/WhatsApp Chat with Dan.txt", f"24/03/2024, 21:05 - Dan: open up{n}\n24/03/2024, 21:06 - Maya Okafor: stop{n}\n")
        z.writestr("tg/result.json", TELEGRAM.format(n=n))
    return path


def an_archive_of_many_files(scratch):
    """Each thing is asked once for the whole archive, what is in most of its files first; and nothing goes by unsaid."""
    vault = new_vault(scratch, "many")
    path = scratch.put("many.zip", b"")
    with zipfile.ZipFile(path, "w") as z:
        for n in range(40):
            z.writestr(f"WhatsApp Chat with P{n}.txt", f"04/05/2024, 21:05 - P{n}: a\n04/05/2024, 21:06 - Maya Okafor: b\n")
        z.writestr("walk.gpx", track("2024-03-24T10:00:00Z"))
        z.writestr("result.json", TELEGRAM.format(n=""))
    report = reading(vault, path)
    equal(codes(report), ["date-order", "me", "days"], "each once")
    names = report["questions"][1]["choices"]
    equal((names[0], sorted(names)), ("Maya Okafor", sorted(["Maya Okafor", "M."] + [f"P{n}" for n in range(40)])), "every name")
    equal((report["questions"][2]["choices"], report["more_choices"], report["more_questions"]), (["2024-03-24", "2024-03-24"], 0, 0), "the first and the last day")
    holds(any("WhatsApp" in o for o in report["omits"]) and any("Telegram" in o for o in report["omits"]), f"of both: {report['omits']}")
    equal((len(report["omits"]), report["more_omits"]), (len(set(report["omits"])), 0), "each once")
    vault = new_vault(scratch, "many-said")
    out = vault.run("import", path, scratch.put("many-chat.txt", CHAT.format(n=4))).want(DONE, DOUBTS).out
    equal((out.count("A WhatsApp export does not contain reactions"), out.count("\nNot in them, as with all files of these kinds:\n")), (1, 1),
          "what no such file holds is said once for both: " + out)
    holds('"Maya Okafor", ' in out and ", and 18 more\n" in out, "names that are not shown are counted: " + out)


def two_names_in_one_archive(scratch):
    """In an archive of two apps she has two names: each file takes the one it knows, said together or one after the other."""
    vault = new_vault(scratch, "two-names")
    path = archive_of_two_sources(scratch, "two.zip")
    all_known = {"open up": "in", "stop": "out", "pick up": "in", "never": "out"}
    no_telegram = {"open up": "in", "stop": "out", "pick up": "in", "never": "unknown"}  # whose chat it is, it says
    equal(codes(reading(vault, path))[0], "me", "it asks")
    equal((codes(reading(vault, path, "--me", "Maya Okafor")), directions(vault)), (["me"], no_telegram), "the first is heard where it is known")
    report = reading(vault, path, "--me", "M.")
    equal((codes(report), directions(vault), [d["code"] for d in report["doubts"] if d["code"].startswith("me")]), ([], all_known, []),
          "the second adds to it")
    holds(reading(vault, path, "--me", "Maya Okafor")["duplicate_of"], "the first once more does nothing")
    holds(reading(vault, path, "--me", "M.", "--me", "Maya Okafor")["duplicate_of"], "nor do both")
    reading(vault, path, "--zone", "Europe/Paris")
    equal(directions(vault), all_known, "both stay with another answer")
    reading(vault, path, "--me", "Zoe")
    equal(directions(vault), all_known, "a name that nobody has turns nothing round")
    report = reading(vault, archive_of_two_sources(scratch, "later.zip", n="!"))
    equal((codes(report), report["me"]["name"]), ([], "Maya Okafor, M."), "a later archive of the kind is not asked about")
    equal((directions(vault)["never!"], directions(vault)["pick up!"]), ("out", "in"), "and each of its files takes its own")
    vault.sound()

    vault = new_vault(scratch, "two-at-once")
    equal((codes(reading(vault, path, "--me", "Maya Okafor", "--me", "M.")), directions(vault)), ([], all_known), "in one command")
    vault = new_vault(scratch, "two-other")
    reading(vault, path, "--me", "M.")
    reading(vault, path, "--me", "Maya Okafor")
    equal(directions(vault), all_known, "the other one first")
    vault.sound()

    vault = new_vault(scratch, "two-mended")
    reading(vault, path, "--me", "Dan")
    equal((codes(reading(vault, path, "--me", "Maya Okafor")), directions(vault)), (["me"], no_telegram),
          "a wrong name gives way to one among the same choices, in the other files too")
    vault = new_vault(scratch, "two-stranger")
    equal(codes(reading(vault, path, "--me", "Zoe"))[0], "me", "nobody's name is asked again")
    equal({directions(vault)[t] for t in ("open up", "stop", "never")}, {"unknown"}, "and turns nothing round")
    vault.sound()


def who_never_answered(scratch):
    """From a new number there is a chat with his words alone.  Its name tells whose they are; if it has none, her own does."""
    vault = new_vault(scratch, "silent")
    scratch.put("silent-in/chat.txt", CHAT.format(n=1))
    scratch.put("silent-in/WhatsApp Chat with +44 7700 900418.txt", "24/03/2024, 22:00 - +44 7700 900418: new number\n")
    folder = os.path.dirname(scratch.put("silent-in/nameless.txt", "24/03/2024, 23:00 - +44 7700 900663: and another\n"))
    reports = by_name(vault, folder, "--me", "Maya Okafor")
    equal({n: codes(r) for n, r in reports.items()},
          {"chat.txt": [], "WhatsApp Chat with +44 7700 900418.txt": [], "nameless.txt": ["me"]}, "asked where nothing tells")
    equal((directions(vault)["new number"], directions(vault)["and another"]), ("in", "unknown"), "by its name, by nothing")
    reading(vault, os.path.join(folder, "nameless.txt"), "--me", "Maya Okafor")
    equal({t: d for t, d in directions(vault).items()},
          {"who is there": "out", "me, 1": "in", "new number": "in", "and another": "in"}, "named by itself, with her own name")
    vault.sound()
    vault = new_vault(scratch, "silent-unsaid")
    reading(vault, os.path.join(folder, "WhatsApp Chat with +44 7700 900418.txt"))
    record, = vault.records()
    equal((record["direction"], [d["code"] for d in record["doubts"] if d["code"] != "zone-assumed"]),
          ("in", ["direction-by-title"]), "nobody has said who she is")


def two_names_for_one_file(scratch):
    """Of several names said at once a chat takes the one it knows."""
    vault = new_vault(scratch, "one-of-two")
    path = scratch.put("one-of-two/chat.txt", CHAT.format(n=1))
    equal((codes(reading(vault, path, "--me", "maya.o", "--me", "Maya Okafor")), directions(vault)["who is there"]), ([], "out"), "the second")
    holds(reading(vault, path, "--me", "maya.o", "--me", "Maya Okafor")["duplicate_of"], "once")
    vault.sound()


def a_handle_for_a_folder(scratch):
    """Who is asked by names may be told by an address as well."""
    vault = new_vault(scratch, "handle")
    message = '{{"creator":{{"name":"{0}","email":"{1}","user_type":"Human"}},"created_date":"Sunday, March 24, 2024 at 9:0{2}:07 PM UTC","text":"{3}","topic_id":"t{2}","message_id":"a/b/{2}"}}'
    rows = ",".join([message.format("Daniel Reed", "dan@example.com", 5, "open up"), message.format("Maya Okafor", "maya@example.com", 6, "no")])
    folder = os.path.dirname(scratch.put("handle-in/messages.json", f'{{"messages":[{rows}]}}'))
    scratch.put("handle-in/chat.txt", CHAT.format(n=1))
    reports = by_name(vault, folder, "--me", "maya@example.com")
    equal({n: codes(r) for n, r in reports.items()}, {"messages.json": [], "chat.txt": ["me"]}, "where it is somebody's")
    equal({t: d for t, d in directions(vault).items() if t in ("open up", "no", "who is there")},
          {"open up": "in", "no": "out", "who is there": "unknown"}, "and nowhere else")
    vault = new_vault(scratch, "handle-asked")
    report = by_name(vault, folder)["messages.json"]
    equal([(q["code"], q["choices"]) for q in report["questions"]], [("me", ["Daniel Reed", "Maya Okafor"])], "names alone are offered")


MAIL = "From: {0}\nTo: {1}\nSubject: {2}\nDate: Sun, 24 Mar 2024 21:0{2}:07 +0000\nMessage-ID: <{2}@x>\n\nmail {2}\n"
OUTLOOK = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "corpora", "msg", "good", "plain")


def an_address_for_a_folder_of_mail(scratch):
    """Her address is known in a folder by the mail that she sent, and by that which she got."""
    maya, dan = "Maya <maya@example.org>", "Daniel Reed <dan@example.org>"
    vault = new_vault(scratch, "mail")
    scratch.put("mail-in/1.eml", MAIL.format(maya, dan, 1))
    scratch.put("mail-in/2.eml", MAIL.format(dan, maya, 2))
    folder = os.path.dirname(scratch.put("mail-in/3.eml", MAIL.format(dan, "ann@example.org", 3)))
    with open(OUTLOOK, "rb") as f:
        received = f.read()
    scratch.put("mail-in/4.msg", received)
    scratch.put("mail-in/5.msg", received.replace("Tonight".encode("utf-16-le"), "Tomorro".encode("utf-16-le")))
    reports = by_name(vault, folder, "--me", "maya@example.org")
    equal({n: codes(r) for n, r in reports.items()},
          {"1.eml": [], "2.eml": [], "3.eml": ["me"], "4.msg": [], "5.msg": []}, "asked only where she is not")
    equal({r["subject"]: r["direction"] for r in vault.records("--kind", "email")},
          {"1": "out", "2": "in", "3": "unknown", "Tonight": "in", "Tomorro": "in"}, "sent and received")
    vault.sound()

    vault = new_vault(scratch, "mail-asked")
    report = by_name(vault, folder)["4.msg"]
    equal([(q["code"], q["choices"]) for q in report["questions"]], [("me", ["dan@example.org", "maya@example.org"])],
          "addresses are offered")


def track(*times):
    points = "".join(f'<trkpt lat="51.5" lon="-0.1"><time>{t}</time></trkpt>' for t in times)
    return f'<gpx version="1.1" creator="x"><wpt lat="51.6" lon="-0.2"><name>home</name></wpt><trk><trkseg>{points}</trkseg></trk></gpx>'


def only_chosen_days(scratch):
    vault = new_vault(scratch, "days")
    # 23:30Z on 30 March is 23:30 in London, on 31 March it is half past midnight of 1 April: the clocks went forward.
    path = scratch.put("days-in/walk.gpx", track("2024-03-24T10:00:00Z", "2024-03-24T11:00:00Z", "2024-03-30T23:30:00Z",
                                                "2024-03-31T23:30:00Z", "2024-04-05T10:00:00Z"))

    def days():
        return sorted((r["at"] or "")[:16] for r in vault.records("--kind", "position"))

    report = reading(vault, path)
    equal(report["questions"], [{"code": "days", "choices": ["2024-03-24", "2024-04-05"]}], "it asks for days")
    equal(report["left_out"], "5 positions on 4 days (24 March 2024 to 5 April 2024) are kept in the file and were not taken in.",
          "and says what there is")
    equal((report["by_kind"], report["first"]), ({"position": 1, "document": 1}, None), "a place without a time, and the file")
    equal(days(), [""], "positions")
    report = reading(vault, path, "--days", "2024-03-24")
    equal((days(), report["questions"]), (["", "2024-03-24T10:00", "2024-03-24T11:00"], []), "one day")
    equal(report["left_out"], "3 positions on 3 other days (30 March 2024 to 5 April 2024) are kept in the file and were not taken in.",
          "the others are counted")
    reading(vault, path, "--days", "2024-03-30..2024-04-01")
    equal(days(), ["", "2024-03-30T23:30", "2024-03-31T23:30"], "first and last, by the clock of the place")
    reading(vault, path, "--days", "2024-03-31..2024-03-31")
    equal(days(), [""], "half past midnight is the next day")
    reading(vault, path, "--zone", "UTC")
    equal(days(), ["", "2024-03-31T23:30"], "in another zone it is not; and the days stay chosen")
    report = reading(vault, path, "--days", "2024-01-01..2024-12-31")
    equal((len(days()), report["left_out"], report["by_kind"]), (6, None, {"position": 6}), "all of them")
    vault.sound()


quick_keys()
with Scratch() as scratch:
    case("answers__add_up", answers_add_up, scratch)
    case("answers__asked_once_for_each_source", asked_once_for_each_source, scratch)
    case("answers__forgotten_with_its_file", forgotten_with_its_file, scratch)
    case("answers__asked_together", asked_together, scratch)
    case("answers__only_what_was_open_is_read_again", only_what_was_open_is_read_again, scratch)
    case("answers__one_name_does_not_hold_for_all", one_name_does_not_hold_for_all, scratch)
    case("answers__a_name_in_an_archive_of_chats", a_name_in_an_archive_of_chats, scratch)
    case("answers__an_archive_of_many_files", an_archive_of_many_files, scratch)
    case("answers__two_names_in_one_archive", two_names_in_one_archive, scratch)
    case("answers__who_never_answered", who_never_answered, scratch)
    case("answers__two_names_for_one_file", two_names_for_one_file, scratch)
    case("answers__a_handle_for_a_folder", a_handle_for_a_folder, scratch)
    case("answers__an_address_for_a_folder_of_mail", an_address_for_a_folder_of_mail, scratch)
    case("answers__only_chosen_days", only_chosen_days, scratch)
finish()
