#!/usr/bin/env python3
"""Small invented cases with a pattern planted in each: the picture says what was planted, where a person would look for it,
and says it of no case in which it was not.  Every number of every case is counted a second time as well (second_count.py)."""
import datetime, random, zoneinfo
from xml.sax.saxutils import quoteattr
from scenario import *
from second_count import *

HERE = zoneinfo.ZoneInfo("Europe/London")
UTC = datetime.timezone.utc
MINUTES = datetime.timedelta(minutes=1)
DAYS = datetime.timedelta(days=1)
MANY = 50000  # counted once
HER, HER_MAIL = "Mina Vale", "mina@example.org"
FIRST, SECOND, THIRD, FRIEND = "+447700900202", "+447700900303", "+447700900404", "+447700900505"
CHAT, MAIL, NEW_MAIL = "Rob Hale", "rob@example.com", "r.hale@example.net"


def at(text):
    """By the clock of the place; of an hour that came twice, the first."""
    return datetime.datetime.fromisoformat(text).replace(tzinfo=HERE).astimezone(UTC)


class Story:
    """What happened, written down as the files that Daybook reads."""

    def __init__(self, scratch, name):
        self.scratch, self.name, self.random = scratch, name, random.Random(name)
        self.texts, self.calls, self.chats, self.mails, self.notes, self.named = [], [], [], [], [], []
        self.n = 0

    def words(self):
        self.n += 1
        return f"{self.name} {self.n}"

    def text(self, when, number=FIRST, out=False, body=None):
        self.texts.append((when, number, 2 if out else 1, self.words() if body is None else body))

    def call(self, when, number=FIRST):
        self.calls.append((when, number))

    def chat(self, when, who=CHAT):
        self.chats.append((when, who, self.words()))

    def mail(self, when, address=MAIL):
        self.mails.append((when, address))

    def note(self, when, what, *kinds, by=None, **more):
        self.notes.append((when, what, kinds, by, more))

    def event(self, when, kind):
        self.note(when, kind, kind)

    def same(self, *handles, person="Rob"):
        self.named += [(handle, person) for handle in handles]

    # -- as files

    def xml(self, tag, lines):
        head = '<?xml version="1.0" encoding="UTF-8"?>\n'
        return f'{head}<{tag} count="{len(lines)}">\n' + "\n".join(lines) + f"\n</{tag}>\n"

    def files(self):
        put, out = lambda name, content: self.scratch.put(f"{self.name}/in/{name}", content), []
        milliseconds = lambda when: when if isinstance(when, int) else round(when.timestamp() * 1000)
        if self.texts:
            out.append(put("sms.xml", self.xml("smses", [
                f'<sms address="{number}" date="{milliseconds(when)}" type="{box}" body={quoteattr(body)} read="1" status="-1" />'
                for when, number, box, body in self.texts])))
        if self.calls:
            out.append(put("calls.xml", self.xml("calls", [
                f'<call number="{number}" duration="0" date="{milliseconds(when)}" type="3" presentation="1" />'
                for when, number in self.calls])))
        if self.chats:
            said = sorted(self.chats, key=lambda line: line[0])
            lines = [f"{when.astimezone(HERE):%d/%m/%Y, %H:%M} - {who}: {words}\n" for when, who, words in said]
            out.append(put(f"WhatsApp Chat with {said[0][1]}.txt", "".join(lines)))
        if self.mails:
            out.append(put("inbox.mbox", "".join(self.one_mail(n, *mail) for n, mail in enumerate(self.mails))))
        return out

    def one_mail(self, n, when, address):
        date = f"Date: {when:%a, %d %b %Y %H:%M:%S %z}\n" if when else ""
        return (f"From rob@example.com Mon Jan  1 00:00:00 2024\nFrom: {address}\nTo: {HER_MAIL}\nSubject: {n}\n{date}"
                f"Message-ID: <{n}@{self.name}.example>\n\n{self.words()}\n\n")

    def vault(self):
        vault = new_vault(self.scratch, f"{self.name}/vault")
        files = self.files()
        if files:
            vault.run("import", "--me", HER, "--me", HER_MAIL, "--date-order", "dmy", *files).want(DONE, DOUBTS)
        for when, what, kinds, by, more in self.notes:
            vault.run("add", "--when", when, "--what", what, *(w for kind in kinds for w in ("--kind", kind)),
                      *(("--by", by) if by else ()), *(w for k, v in more.items() for w in ("--" + k, v))).want(DONE)
        for handle, person in self.named:
            vault.run("people", "name", handle, person, "--why", "she knows it").want(DONE)
        return vault

    def draw(self, *of):
        return look(self.vault(), *of)


def look(vault, *of):
    """The picture, which agrees in every field with what was counted; with N and T chosen as well, and its own ones last."""
    rows = vault.records()
    chosen = [word for name in of for word in ("--person", name)]
    for burst, gap in (*(OTHER_RUNS if len(rows) < MANY else ()), (BURST_LEAST, 60)):
        picture = vault.json("picture", "--burst", str(burst), "--gap", str(gap), *chosen).want(DONE).one()
        agree(Count(rows, burst, gap, of), picture)
    return picture


def quiet_days(story, first, count, every=3, number=FIRST):
    """One contact in so many days, at an hour by chance; returns how many."""
    n = 0
    for day in range(0, count, every):
        story.text(at(first) + day * DAYS + story.random.randrange(8 * 60, 21 * 60) * MINUTES, number)
        n += 1
    return n


def event_of(picture, kind):
    found = [e for e in picture["key_events"] if e["kind"] == kind]
    equal(len(found), 1, f"one {kind}")
    return found[0]


def handles_of(event):
    return {h["handle"]: (h["before_28d"], h["after_28d"], h["days_after"]) for h in event["handles"]}


def runs_of(picture):
    return [(b["from"], b["to"], b["contacts"]) for b in picture["bursts"]]


# -- (a) a run --------------------------------------------------------------------------------------------------

def utc(when):
    text = when.astimezone(UTC).isoformat(timespec="milliseconds" if when.microsecond else "seconds")
    return text.replace("+00:00", "Z")


def run_of(story, start, count, replies, step=9):
    """`count` contacts over several channels, and answers while it lasts; returns its last instant."""
    when = at(start)
    for n in range(count):
        (story.text, story.call, story.chat)[n % 3](when)
        last, when = when, when + story.random.randrange(1, step) * MINUTES
    for n in range(replies):
        story.text(at(start) + (n + 1) * MINUTES, out=True)
    return last


def burst_of_a_night(scratch):
    story = Story(scratch, "night")
    story.same(FIRST, CHAT)
    quiet_days(story, "2024-05-01", 60)
    last = run_of(story, "2024-05-20T23:10", 34, 3)
    picture = story.draw("Rob")
    equal([(b["from"], b["to"], b["contacts"], b["replies"], sorted(b["channels"])) for b in picture["bursts"]],
          [("2024-05-20T22:10:00Z", utc(last), 34, 3, ["call", "sms", "whatsapp"])], "the run")
    equal(picture["more_bursts"], 0, "no other")


def burst_as_clocks_go_forward(scratch):
    """31 March 2024: there is no hour between one and two."""
    story = Story(scratch, "forward")
    story.same(FIRST)
    quiet_days(story, "2024-02-20", 30)
    start = datetime.datetime(2024, 3, 31, 0, 5, tzinfo=UTC)
    for n in range(24):  # 00:05 to 02:00, in UTC
        (story.text, story.call)[n % 2](start + 5 * n * MINUTES)
    picture = story.draw("Rob")
    equal(runs_of(picture), [("2024-03-31T00:05:00Z", "2024-03-31T02:00:00Z", 24)], "one run across the change")
    equal(picture["by_weekday_hour"][6][:4], [11, 0, 12, 1], "by the clock of the place")


def burst_as_clocks_go_back(scratch):
    """27 October 2024: the hour from one to two came twice."""
    story = Story(scratch, "back")
    story.same(FIRST)
    quiet_days(story, "2024-09-02", 40)
    start = datetime.datetime(2024, 10, 26, 23, 30, tzinfo=UTC)
    for n in range(19):  # 00:30 in summer to 02:30 in winter, three hours
        (story.text, story.call)[n % 2](start + 10 * n * MINUTES)
    picture = story.draw("Rob")
    equal(runs_of(picture), [("2024-10-26T23:30:00Z", "2024-10-27T02:30:00Z", 19)], "one run across the change")
    equal(picture["by_weekday_hour"][6][:3], [3, 12, 4], "twice the hour from one")


def burst_to_the_minute(scratch):
    """Sixty minutes apart is within, a millisecond more is not; nine are none."""
    story = Story(scratch, "edge")
    story.same(FIRST)
    hour, over = 60 * MINUTES, 60 * MINUTES + datetime.timedelta(milliseconds=1)
    for n in range(10):
        story.text(at("2024-06-01T08:00") + n * hour)
        story.text(at("2024-06-05T08:00") + n * over)
    for n in range(9):
        story.text(at("2024-06-09T08:00") + n * MINUTES)
    story.text(at("2024-06-01T18:00"), out=True)  # an hour after the last: within
    story.text(at("2024-06-01T07:59"), out=True)  # before the first: not
    picture = story.draw("Rob")
    equal([(b["from"], b["contacts"], b["replies"]) for b in picture["bursts"]], [("2024-06-01T07:00:00Z", 10, 1)], "runs")
    equal(picture["approaches"], 10 + 10 + 1, "approaches")


def bursts_more_than_are_told(scratch):
    story = Story(scratch, "many")
    story.same(FIRST, CHAT)
    for n in range(13):
        run_of(story, f"2024-07-{n + 2:02}T21:00", 10 + n % 5, 0)
    picture = story.draw("Rob")
    equal([b["contacts"] for b in picture["bursts"]], [14, 14, 13, 13, 12, 12, 12, 11, 11, 11], "the ten largest")
    starts = [b["from"][8:10] for b in picture["bursts"]]
    equal(starts, ["06", "11", "05", "10", "04", "09", "14", "03", "08", "13"], "the earlier first of two alike")
    equal(picture["more_bursts"], 3, "the others are counted")


# -- (b) other numbers after a block ----------------------------------------------------------------------------

def displacement(scratch, later, mail_later):
    """One number stops on the day of the block, another begins some days later, and mail after that."""
    story = Story(scratch, f"block{later}-{mail_later}")
    story.same(FIRST, SECOND, NEW_MAIL)
    for day in range(40):
        story.text(at("2024-04-01T10:00") + day * DAYS)
    story.event("2024-05-10 12:00", "blocked")
    for n in range(50):
        story.text(at("2024-05-10T18:00") + (later + n) * DAYS, SECOND)
    for n in range(3):
        story.mail(at("2024-05-10T19:00") + (mail_later + n) * DAYS, NEW_MAIL)
    event = event_of(story.draw("Rob"), "blocked")
    mails = sum(0 < mail_later + n <= 28 for n in range(3))
    planted = {FIRST: (28, 0, None), SECOND: (0, 28 if later == 0 else 29 - later, later)}
    if mails:
        planted[NEW_MAIL] = (0, mails, mail_later)
    equal(handles_of(event), planted, "numbers and addresses around the block")
    equal({h["handle"]: h["channel"] for h in event["handles"]}.get(NEW_MAIL), "email" if mails else None, "and how")


def displacement_twice(scratch):
    """A number that was there before is no new one."""
    story = Story(scratch, "twice")
    story.same(FIRST, SECOND, THIRD)
    for day in range(20):
        story.text(at("2024-03-01T10:00") + day * DAYS, FIRST)
        story.text(at("2024-03-23T10:00") + day * DAYS, SECOND)
        story.text(at("2024-04-19T10:00") + day * DAYS, THIRD)
    story.event("2024-03-21 12:00", "blocked")
    story.event("2024-04-12 12:00", "changed-number")
    picture = story.draw("Rob")
    equal(handles_of(event_of(picture, "blocked")), {FIRST: (20, 0, None), SECOND: (0, 20, 2)}, "first")
    equal(handles_of(event_of(picture, "changed-number")),
          {FIRST: (6, 0, None), SECOND: (20, 0, None), THIRD: (0, 20, 7)}, "second")


# -- (c) a drop after an order, and its breach -----------------------------------------------------------------

def order(scratch, kind, still):
    """Nothing for so many days, then one contact, a week later the old rate of one a day."""
    story = Story(scratch, f"{kind}{still}")
    story.same(FIRST)
    for day in range(60):
        story.text(at("2024-02-01T11:00") + day * DAYS)
    first_day = datetime.date(2024, 4, 1)
    story.event("2024-04-01 14:00", kind)
    breach = at("2024-04-01T22:00") + (still + 1) * DAYS
    story.text(breach)
    story.event((breach + DAYS).strftime("%Y-%m-%d"), "order-breached")
    for day in range(30):
        story.text(breach + (7 + day) * DAYS)
    picture = story.draw("Rob")
    event = event_of(picture, kind)
    within = [d for d in [still + 1] + [still + 8 + n for n in range(30)] if d <= 28]
    equal((event["before_28d"], event["after_28d"], event["since"]), (28, len(within), 31), "around the order")
    equal(event["next_contact_day"], (first_day + (still + 1) * DAYS).isoformat(), "the breach")
    equal(event_of(picture, "order-breached")["before_28d"], 1 + max(0, min(28 - still - 2, 28)), "around its breach")
    longest = picture["gaps"][0]
    equal((longest["from"], longest["to"]), ("2024-03-31T11:00:00Z", utc(breach)), "the longest gap ends with it")


def order_that_changed_nothing(scratch):
    story = Story(scratch, "ignored")
    story.same(FIRST)
    for day in range(80):
        story.text(at("2024-02-01T11:00") + day * DAYS)
    story.event("2024-03-10 14:00", "order-served")
    picture = story.draw("Rob")
    event = event_of(picture, "order-served")
    equal((event["before_28d"], event["after_28d"], event["next_contact_day"]), (28, 28, "2024-03-11"), "as many after as before")
    equal((picture["gaps"], picture["unrecorded"], picture["bursts"]), ([], [], []), "and nothing else")


# -- (d) slowly more ---------------------------------------------------------------------------------------------

def escalation(scratch, months, first, factor):
    story = Story(scratch, f"rise{months}")
    story.same(FIRST)
    plan = [round(first * factor ** n) for n in range(months)]
    for n, count in enumerate(plan):
        begin = datetime.datetime(2022 + n // 12, n % 12 + 1, 1, 0, 10, tzinfo=HERE).astimezone(UTC)
        for k in range(count):  # over four weeks, never two within the hour
            story.text(begin + k * (28 * 24 * 60 // count) * MINUTES)
    picture = story.draw("Rob")
    equal([m["contacts"] for m in picture["months"]], plan, "contacts of each month")
    holds(plan == sorted(plan) and plan[-1] > 2 * plan[0], "they rise")
    equal((picture["bursts"], picture["unrecorded"]), ([], []), "no run, no silence")


def control(scratch):
    """Half a year of little: none of all this."""
    story = Story(scratch, "control")
    story.same(FIRST)
    n = quiet_days(story, "2024-01-02", 180)
    story.event("2024-03-20 12:00", "blocked")
    story.event("2024-04-20 12:00", "order-made")
    for day in range(10):
        story.text(at("2024-01-02T22:00") + day * DAYS, out=True)
    picture = story.draw("Rob")
    equal((picture["contacts"], picture["replies"]), (n, 10), "all of it")
    equal((picture["bursts"], picture["more_bursts"]), ([], 0), "no run")
    equal((picture["gaps"], picture["unrecorded"]), ([], []), "no silence")
    handles = handles_of(event_of(picture, "blocked"))
    equal([h for h, (_, _, days_after) in handles.items() if days_after is not None], [], "no new number")
    around = event_of(picture, "order-made")
    holds(9 <= around["before_28d"] <= 10 and 9 <= around["after_28d"] <= 10, "as before the order")
    monthly = [m["contacts"] for m in picture["months"]][:-1]
    holds(max(monthly) - min(monthly) <= 2, f"no rise: {monthly}")


# -- (e) several at once ------------------------------------------------------------------------------------------

def mixed(scratch):
    """Told to stop; a run that night; blocked; another number four days later; an order; silence; a breach."""
    story = Story(scratch, "mixed")
    story.same(FIRST, SECOND, CHAT)
    quiet_days(story, "2024-01-02", 60, every=2)
    story.event("2024-03-03 18:00", "told-to-stop")
    last = run_of(story, "2024-03-03T22:00", 21, 1)
    story.event("2024-03-04 09:00", "blocked")
    for n in range(20):
        story.text(at("2024-03-08T13:00") + n * DAYS, SECOND)
    story.event("2024-03-27 17:00", "order-made")
    story.note("2024-05-20 08:00", "He stood at the gate", "watching", "loitering", by="Rob",
               effect="I shook", changed="I walk another way")
    story.note("2024-05-22", "A parcel", "gift", "watching", by="Rob")
    story.text(at("2024-05-25T13:00"), SECOND)
    picture = story.draw()
    equal([(b["from"], b["to"], b["contacts"], b["replies"]) for b in picture["bursts"]],
          [("2024-03-03T22:00:00Z", utc(last), 21, 1)], "the run")
    equal(handles_of(event_of(picture, "blocked"))[SECOND], (0, 20, 4), "the other number")
    event = event_of(picture, "order-made")
    equal((event["after_28d"], event["since"], event["next_contact_day"]), (0, 3, "2024-05-20"), "the order and its breach")
    equal([(s["from"], s["to"]) for s in picture["unrecorded"]], [("2024-03-28", "2024-05-19")], "the silence")
    kinds = {k["kind"]: (k["contacts"], k["first"]) for k in picture["kinds"]}
    equal((kinds["watching"], kinds["gift"], kinds["loitering"]), ((2, "2024-05-20T07:00:00Z"), (1, "2024-05-21T23:00:00Z"),
                                                                  (1, "2024-05-20T07:00:00Z")), "the first of each kind")
    equal([(e["effect"], e["changed"]) for e in picture["effects"]], [("I shook", "I walk another way")], "what it did")


def mixed_channels_and_times(scratch):
    """What is known to the hour, the day, the month, the year and not at all."""
    story = Story(scratch, "times")
    story.same(FIRST, MAIL, CHAT)
    noted = (("2023", "monitoring"), ("2024-02", "visit"), ("2024-02-10", "gift"), ("2024-02-11 21:05", "threat"),
             ("unknown", "damage"), ("2024-02-12 22:40", "following"))
    for n, (when, kind) in enumerate(noted):
        story.note(when, f"note {n}", kind, by="Rob", **({"precision": "hour"} if n == 5 else {}))
    for n in range(12):
        (story.text, story.call, story.chat, story.mail)[n % 4](at("2024-02-13T20:00") + n * MINUTES)
    story.text(at("2024-02-13T20:11") + datetime.timedelta(seconds=30), out=True)
    story.event("2024-02", "reported")
    story.event("unknown", "warned")
    story.event("2024-02-14", "moved")
    story.event("2024-02-15 10:00", "spoke-to-police")
    story.note("2024-02-16", "somebody", "watching")
    story.event("2023", "blocked")
    picture = story.draw()
    equal((picture["contacts"], picture["undated"], picture["coarse"], picture["days_touched"]), (18, 1, 2, 4), "what is known")
    equal(picture["unnamed"], 1, "who was there nobody knows; of what she told the police nobody is missing")
    equal([e["kind"] for e in picture["key_events"]], ["blocked", "reported", "moved", "warned"], "in order, without a time last")
    equal([(b["contacts"], b["replies"], len(b["channels"])) for b in picture["bursts"]], [(12, 1, 4)], "the run")


# -- what may come as well ------------------------------------------------------------------------------------

def empty(scratch):
    picture = Story(scratch, "empty").draw()
    equal((picture["contacts"], picture["first"], picture["key_events"], picture["months"]), (0, None, [], []), "nothing")


def one_record(scratch):
    story = Story(scratch, "one")
    story.note("2024-05-01 10:00", "at the gate", "watching", by="Rob")
    picture = story.draw()
    equal((picture["contacts"], picture["approaches"], picture["first"], picture["last"]),
          (1, 1, "2024-05-01T09:00:00Z", "2024-05-01T09:00:00Z"), "one")


def without_a_time(scratch):
    """Mails without a date, a note, texts of 1970 and of the year 2100."""
    story = Story(scratch, "undated")
    story.same(FIRST, MAIL)
    for _ in range(5):
        story.mail(None)
    for when in (0, 1000, 4102444800000, 4102444799999):
        story.text(when)
    story.note("unknown", "a letter", "contacting", by="Rob")
    story.note("unknown", "an order", "order-made", "order-served")
    picture = story.draw()
    equal((picture["contacts"], picture["undated"], picture["misdated"], picture["days_touched"]), (10, 9, 3, 1), "no time")
    equal(picture["first"], "2099-12-31T23:59:59.999Z", "the last that can be")


def thirty_years(scratch):
    """Of which nine are silent."""
    story = Story(scratch, "decades")
    story.same(FIRST)
    silent = range(2003, 2012)
    for year in range(1994, 2024):
        if year not in silent:
            for day in range(0, 365, 14):
                story.text(at(f"{year}-01-01T12:00") + day * DAYS)
    picture = story.draw("Rob")
    spans = [(s["from"], s["to"]) for s in picture["unrecorded"]]
    equal([s for s in spans if s[0][:4] != s[1][:4] or s[0] > s[1]], [("2003-01-01", "2011-12-31")], "nine years are no record")
    equal(len(picture["months"]), 360, "every month has its line")
    equal(sum(m["contacts"] for m in picture["months"] if int(m["month"][:4]) in silent), 0, "those as well")
    equal(picture["gaps"][0]["to"], "2012-01-01T12:00:00Z", "the longest gap")


def silences_to_the_day(scratch):
    """Fourteen whole days are none, fifteen are; a week to the second is a gap."""
    story = Story(scratch, "silent")
    story.same(FIRST)
    week = at("2024-05-01T12:00") + 7 * DAYS
    for days in (0, 15, 31):
        story.text(at("2024-06-01T12:00") + days * DAYS)
    for when in (at("2024-05-01T12:00"), week, week + 7 * DAYS - datetime.timedelta(seconds=1), week + 13 * DAYS):
        story.text(when)
    story.text(at("2024-06-08T12:00"), FRIEND)  # whoever it is from, it is a record
    story.text(at("2024-06-24T12:00"), FRIEND)
    story.text(at("2024-07-20T12:00"), out=True, number=FRIEND)
    picture = story.draw("Rob")
    equal([(s["from"], s["to"]) for s in picture["unrecorded"]], [("2024-07-03", "2024-07-19")], "what nothing is recorded of")
    equal([(g["from"], g["to"]) for g in picture["gaps"]],
          [("2024-06-16T11:00:00Z", "2024-07-02T11:00:00Z"), ("2024-06-01T11:00:00Z", "2024-06-16T11:00:00Z"),
           ("2024-05-21T11:00:00Z", "2024-06-01T11:00:00Z"), ("2024-05-01T11:00:00Z", "2024-05-08T11:00:00Z")], "gaps")


def fifteen_days_of_silence(scratch):
    story = Story(scratch, "fifteen")
    for days in (0, 15, 31):
        story.text(at("2024-06-01T12:00") + days * DAYS)
    picture = story.draw()
    equal([(s["from"], s["to"]) for s in picture["unrecorded"]], [("2024-06-17", "2024-07-01")], "fifteen, not fourteen")


def a_day_of_200000(scratch):
    story = Story(scratch, "flood")
    start = at("2024-06-01T00:00")
    for n in range(200000):
        story.texts.append((start + n * datetime.timedelta(milliseconds=430), FIRST, 1, f"{n}"))
    picture = story.draw()
    equal((picture["contacts"], picture["days_touched"], picture["approaches"]), (200000, 1, 1), "one day")
    equal(runs_of(picture), [("2024-05-31T23:00:00Z", "2024-06-01T22:53:19.570Z", 200000)], "one run")


def key_dates_in_no_order(scratch):
    story = Story(scratch, "future")
    story.same(FIRST)
    quiet_days(story, "2024-01-02", 60)
    for when, kind in (("2031-05-01", "hearing"), ("2024-02-20", "order-made"), ("2024-01-20", "told-to-stop"),
                       ("2024-02-20", "arrested"), ("1890-01-01", "moved"), ("2120-01-01", "order-served")):
        story.event(when, kind)
    story.note("2024-02-10", "several", "reported", "blocked", "warned")
    picture = story.draw("Rob")
    equal([e["day"] for e in picture["key_events"]],
          ["1890-01-01", "2024-01-20", *["2024-02-10"] * 3, *["2024-02-20"] * 2, "2031-05-01", "2120-01-01"], "in order of time")
    equal((event_of(picture, "hearing")["since"], event_of(picture, "hearing")["next_contact_day"]), (0, None), "in the future")
    equal(event_of(picture, "moved")["since"], picture["contacts"], "long ago")


def more_key_dates_than_are_told(scratch):
    """280 of them, a quarter without a time, which come first while they are counted: all that have a time are told."""
    story = Story(scratch, "many-dates")
    story.same(FIRST)
    quiet_days(story, "2024-01-02", 10)
    kinds = sorted(KEY_EVENTS)
    for n in range(5):
        story.note("unknown", f"some day {n}", *kinds, effect="I shook")
    for n in range(15):
        story.note(f"2024-01-{n + 1:02}", f"that day {n}", *kinds)
    picture = story.draw("Rob")
    equal((len(picture["key_events"]), picture["more_key_events"]), (256, 20 * len(kinds) - 256), "as many as are told")
    equal(sum(e["at"] is not None for e in picture["key_events"]), 15 * len(kinds), "all with a time")


def names_of_every_kind(scratch):
    story = Story(scratch, "names")
    arabic, long = "روب هيل المعروف باسم أبو سالم", "Ñ" * 300
    story.same(FIRST, person=arabic)
    story.same(SECOND, person=long)
    quiet_days(story, "2024-01-02", 30)
    quiet_days(story, "2024-01-03", 30, number=SECOND)
    for n in range(3):
        story.chat(at("2024-01-20T12:00") + n * MINUTES, arabic)
    story.note("2024-01-21", "outside", "watching", by=arabic)
    story.note("2024-01-22", "outside", "مراقبة", "k" * 200, by=long)
    picture = story.draw()
    equal(picture["by_person"], {arabic: 14, cut(long, NAME_BYTES): 11}, "both by their names")


def named_split_and_named_again(scratch):
    story = Story(scratch, "split")
    quiet_days(story, "2024-01-02", 30)
    quiet_days(story, "2024-01-03", 60, number=SECOND)
    story.note("2024-01-21", "outside", "watching", by="Rob")
    vault = story.vault()
    contacts = lambda: look(vault)["contacts"]
    say = lambda *words: vault.run("people", *words, "--why", "she knows it").want(DONE)
    equal(contacts(), 1, "nobody's numbers yet")
    say("name", FIRST, "Rob")
    equal(contacts(), 11, "one")
    say("name", SECOND, "Rob")
    equal(contacts(), 31, "both")
    say("split", FIRST)
    equal(contacts(), 21, "the first is not his")
    say("name", FIRST, "rob")
    equal(contacts(), 31, "named again")
    say("name", SECOND, "Somebody")
    equal(contacts(), 11, "another's")


def who_it_was(scratch):
    """A vehicle is a person's; a call without a number is whom she says it was, one by one; nobody is no suspect."""
    story = Story(scratch, "who")
    story.same(FIRST)
    quiet_days(story, "2024-01-02", 30)
    for day in (9, 10, 11):
        story.call(at(f"2024-02-{day:02}T23:10"), "-2")
    story.note("2024-02-01", "outside", "watching", by="Rob")
    story.note("2024-02-02", "it stood at the corner", "loitering", by="ab12cde")
    story.note("2024-02-03", "and again", "loitering", by="AB12 CDE")
    story.note("2024-02-04", "flowers on the step", "gift", by="unknown")
    vault = story.vault()
    say = lambda *words: vault.run("people", *words, "--why", "she knows it")
    picture = look(vault, "Rob")
    equal((picture["contacts"], picture["from_others"], picture["unknown_sender"], picture["unnamed"]), (11, 2, 3, 1), "before")
    say("name", "AB12CDE", "Rob").want(DONE)
    picture = look(vault, "Rob")
    equal((picture["contacts"], picture["from_others"], picture["unnamed"]), (13, 0, 1), "the car is his, however it was written")
    equal(look(vault)["by_person"], {"Rob": 13}, "of whom it is without asking: he, and no unknown")
    equal(len(vault.json("search", "from:ab12cde").want(DONE).rows()), 2, "and it is found so")
    calls = [r for r in vault.records() if r["kind"] == "call"]
    equal(len(calls), 3, "calls without a number")
    vault.run("correct", calls[0]["id"], "--by", "Rob", "--why", "his voice on the line").want(DONE)
    vault.run("correct", calls[1]["id"], "--by", "Dean", "--why", "his voice on the line").want(DONE)
    picture = look(vault, "Rob")
    equal((picture["contacts"], picture["unknown_sender"], picture["from_others"]), (14, 1, 1), "one call is his")
    vault.run("pack", "--out", scratch.at("who-pack")).want(DONE)
    with open(scratch.at("who-pack/data/chronology.html"), encoding="utf-8") as file:
        page = file.read()
    equal([page.count(words) for words in ("withheld or unknown, said in the diary to be Rob", ", said in the diary to be Dean",
                                           "from withheld or unknown", "from -2")], [1, 1, 3, 0], "on paper it is what she says")
    refused = say("name", "withheld", "Rob").want(USAGE)
    holds("correct ID --by" in refused.err, "says how")
    say("split", "ab12 cde").want(DONE)
    equal(look(vault, "Rob")["contacts"], 12, "taken back")


def what_is_noted_of_messages(scratch):
    """Kinds, key dates and effects that she puts to a text count as those of an incident do, and are hidden as those are."""
    story = Story(scratch, "noted")
    story.same(FIRST)
    quiet_days(story, "2024-01-02", 30)
    story.text(at("2024-01-20T12:00"), out=True, body="do not write to me again")
    story.note("2024-01-21", "outside", "watching", by="Rob")
    vault = story.vault()
    rows = [r for r in vault.records() if r["kind"] == "message"]
    mine = next(r for r in rows if r["direction"] == "out")
    his = [r for r in rows if r["direction"] == "in"]
    note = lambda r, *words: vault.run("correct", r["id"], *words, "--why", "looked again").want(DONE)
    note(his[0], "--kind", "threat", "--effect", "I slept at Ann's", "--changed", "I keep the light on")
    note(his[3], "--kind", "threat", "--kind", "contacting")
    note(mine, "--kind", "told-to-stop")
    picture = look(vault)
    kinds = {k["kind"]: k["contacts"] for k in picture["kinds"]}
    equal((kinds["threat"], kinds["contacting"], picture["contacts"], picture["replies"]), (2, 10, 11, 1), "kinds")
    equal([e["kind"] for e in picture["key_events"]], ["told-to-stop"], "the text that told him")
    equal([e["effect"] for e in picture["effects"]], ["I slept at Ann's"], "what it did")
    page = scratch.at("noted.html")
    vault.run("picture", "--html", page).want(DONE)
    with open(page, encoding="utf-8") as file:
        holds("I keep the light on" in file.read(), "and in the mirror")
    vault.run("pack", "--out", scratch.at("noted-pack"), "--hide", "effect", "--hide", "source").want(DONE)
    for name in ("00-read-first.html", "chronology.html", "chronology.csv", "conversations.html"):
        with open(scratch.at("noted-pack", "data", name), encoding="utf-8") as file:
            said = file.read()
        equal([words in said for words in ("slept at", "the light on", "hreat")], [False, False, False], f"hidden in {name}")


def a_message_of_a_megabyte(scratch):
    story = Story(scratch, "long")
    story.same(FIRST)
    quiet_days(story, "2024-01-02", 30)
    story.text(at("2024-01-21T12:00"), body="you will answer me " * (1 << 16))
    story.note("2024-01-22", "outside", "watching", by="Rob", effect="é" * 700, changed="x" + "€" * 300)
    picture = story.draw()
    equal(picture["contacts"], 12, "one of them")
    equal([len(picture["effects"][0][k].encode()) for k in ("effect", "changed")], [400, 400], "what it did, cut between letters")


def more_names_than_are_told(scratch):
    """300 numbers and nobody's name: everybody is counted, the rest under other."""
    story = Story(scratch, "crowd")
    for n in range(300):
        for k in range(1 + (n < 20)):
            story.text(at("2024-01-02T10:00") + (n * 2 + k) * MINUTES, f"+4477009{n:05}")
    picture = story.draw()
    equal((picture["contacts"], sum(picture["by_person"].values())), (320, 320), "all")
    holds("other" in picture["by_person"], "those without a name")


def clocks_of_several_places(scratch):
    """By its own clock the last mail was written in March, the one before in April, and the first in February, not in January."""
    story = Story(scratch, "clocks")
    for offset, text in ((-8, "2024-02-01T10:00"), (13, "2024-02-01T09:00"), (0, "2024-04-01T00:10"), (-8, "2024-03-31T18:00")):
        zone = datetime.timezone(datetime.timedelta(hours=offset))
        story.mail(datetime.datetime.fromisoformat(text).replace(tzinfo=zone))
    story.mail(datetime.datetime(2024, 1, 31, 22, 0, tzinfo=datetime.timezone(-8 * 60 * MINUTES)))
    picture = story.draw()
    equal([(m["month"], m["contacts"]) for m in picture["months"]],
          [("2024-01", 1), ("2024-02", 2), ("2024-03", 1), ("2024-04", 1)], "each in the month of its own clock")


def all_cases(scratch):
    cases = [
        ("a_burst_of_a_night", burst_of_a_night), ("a_burst_as_clocks_go_forward", burst_as_clocks_go_forward),
        ("a_burst_as_clocks_go_back", burst_as_clocks_go_back), ("a_burst_to_the_minute", burst_to_the_minute),
        ("more_bursts_than_are_told", bursts_more_than_are_told),
        ("another_number_on_the_day_of_the_block", displacement, 0, 1), ("another_number_after_three_days", displacement, 3, 5),
        ("another_number_after_27_days_and_mail_too_late", displacement, 27, 29), ("two_blocks", displacement_twice),
        ("an_order_made_and_breached_after_weeks", order, "order-made", 45),
        ("an_order_served_and_breached_soon", order, "order-served", 12),
        ("an_order_that_changed_nothing", order_that_changed_nothing),
        ("twice_as_many_each_month", escalation, 6, 4, 2), ("half_as_many_again_each_month", escalation, 12, 4, 1.4),
        ("slowly_more_over_two_years", escalation, 24, 5, 1.15), ("a_control_has_none_of_it", control),
        ("all_at_once", mixed), ("times_known_well_and_badly", mixed_channels_and_times),
        ("no_record", empty), ("one_record", one_record), ("nothing_has_a_time", without_a_time),
        ("silences_to_the_day", silences_to_the_day), ("fifteen_days_of_silence", fifteen_days_of_silence),
        ("thirty_years_with_nine_silent", thirty_years), ("200000_in_a_day", a_day_of_200000),
        ("key_dates_in_no_order_and_the_future", key_dates_in_no_order),
        ("more_key_dates_than_are_told", more_key_dates_than_are_told),
        ("names_in_arabic_and_of_300_letters", names_of_every_kind),
        ("a_person_named_split_and_named_again", named_split_and_named_again),
        ("who_it_was", who_it_was), ("what_is_noted_of_messages", what_is_noted_of_messages), ("a_message_of_a_megabyte", a_message_of_a_megabyte),
        ("more_names_than_are_told", more_names_than_are_told), ("clocks_of_several_places", clocks_of_several_places),
    ]
    for name, check, *more in cases:
        case(f"cases__{name}", check, scratch, *more)


quick_keys()
EVERYWHERE["TZ"] = "Europe/London"
with Scratch() as scratch:
    all_cases(scratch)
finish()
