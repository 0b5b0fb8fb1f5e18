"""The picture counted a second time: from rows of `list --all --json` and the definitions of docs/design/0033 and 0034 alone.

Nothing here is read off the program.  Where an order is not defined (two of the same size), only what is defined is compared."""
import bisect, datetime
from collections import Counter, defaultdict
from scenario import equal, holds

CONTACT_KINDS = {"message", "call", "voicemail", "email", "payment"}
NOTED = "in person or noted"
KEY_EVENTS = {"relationship-ended", "told-to-stop", "blocked", "changed-number", "moved", "reported", "warned",
              "arrested", "bailed", "order-made", "order-served", "order-breached", "hearing", "harmed"}
LOGGED = {"spoke-to-police", "spoke-to-court", "spoke-to-support"}  # what she did, and nothing that was done to her
WITH_HANDLES = {"blocked", "changed-number"}
TO_THE_MINUTE = {"second", "minute"}
TO_THE_HOUR = TO_THE_MINUTE | {"hour"}
TO_THE_DAY = TO_THE_HOUR | {"day"}
UNSENT = {"draft", "queued", "failed"}
MINUTE = 60 * 1000 * 1000
DAY = 24 * 60 * MINUTE
APPROACH, WINDOW, GAP_LEAST, SILENCE_OVER = 10 * MINUTE, 28, 7 * DAY, 14
BURST_LEAST = 10
OTHER_RUNS = ((3, 5), (25, 240))  # N and T that are chosen instead
BURSTS, GAPS, SILENCES, EFFECTS, EFFECT_BYTES = 10, 5, 64, 1000, 400
NAMES, HANDLES, NAME_BYTES = 64, 256, 256
FIRST_YEAR, LAST_YEAR = 1990, 2099
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.timezone.utc)
LAST = DAY * 365 * 20000  # after every time there is


def instant(text):
    """Microseconds since 1970."""
    return (datetime.datetime.fromisoformat(text.replace("Z", "+00:00")) - EPOCH) // datetime.timedelta(microseconds=1)


def day_number(text):
    return datetime.date.fromisoformat(text[:10]).toordinal()


def day_text(number):
    return datetime.date.fromordinal(number).isoformat() if number else None


def person_of(party):
    """The name that a number, address or account was given; where it was given none, it stands for itself."""
    return ((party or {}).get("person") or (party or {}).get("handle") or (party or {}).get("name") or "")


def nameless(party):
    return not party or not party["handle"] and not party["name"]


class Row:
    """One record, and what is known of its time."""

    def __init__(self, r):
        self.r, self.id, self.at = r, r["id"], r["at"]
        self.us = instant(r["at"]) if r["at"] else None
        by_hand = r["kind"] == "incident"
        self.known = bool(r["at"]) and (by_hand or FIRST_YEAR <= int(r["at"][:4]) <= LAST_YEAR)
        precision = r["precision"]
        self.exact = self.known and precision in TO_THE_MINUTE
        self.of_hour = self.known and precision in TO_THE_HOUR
        self.of_day = self.known and precision in TO_THE_DAY
        local = r["at_local"] or r["at"]
        self.day = day_number(local) if self.of_day else None
        self.hour = int(local[11:13]) if self.of_hour else None

    def order(self):
        return (self.us if self.known else LAST, self.id)


class Contact(Row):
    def __init__(self, row, channel, person, kinds, handle):
        self.__dict__.update(row.__dict__)
        self.channel, self.person, self.handle = cut(channel, NAME_BYTES), cut(person, NAME_BYTES), cut(handle, NAME_BYTES)
        self.kinds = [cut(kind, NAME_BYTES) for kind in dict.fromkeys(kinds)]


class Count:
    """Everything the picture says; the names are those of its JSON.

    `of`: the persons it is of.  Without: everybody whom an incident names; where none names any, everybody."""

    def __init__(self, rows, burst=BURST_LEAST, gap=60, of=()):
        self.rows = [Row(r) for r in rows]
        self.burst, self.gap = burst, gap * MINUTE
        self.subjects = {name.lower() for name in of} or {
            name.lower() for row in self.rows if row.r["kind"] == "incident" for name in row.r["by_persons"]}
        self.first_channels = None
        self.sort_out()
        self.contacts.sort(key=Row.order)
        self.replies.sort(key=Row.order)
        self.dated = [c for c in self.contacts if c.of_day]
        self.days = Counter(c.day for c in self.dated)
        self.exact = [c for c in self.dated if c.exact]
        self.channels = Counter(c.channel for c in self.contacts)
        self.persons = Counter(c.person for c in self.contacts)
        self.kinds = Counter(k for c in self.contacts for k in c.kinds if k not in KEY_EVENTS | LOGGED)
        self.events = sorted(((row, k) for row in self.rows if row.r["kind"] in CONTACT_KINDS | {"incident"}
                              for k in dict.fromkeys(row.r["kinds"]) if k in KEY_EVENTS), key=lambda e: (*e[0].order(), e[1]))

    def is_of(self, name):
        return bool(name) and (not self.subjects or name.lower() in self.subjects)

    # -- docs/design/0033: each row is one thing

    def sort_out(self):
        self.contacts, self.replies, self.unknown, self.undirected, self.others, self.unnamed = [], [], 0, 0, 0, 0
        for row in self.rows:
            r = row.r
            if r["kind"] == "incident":
                self.incident(row)
            elif r["kind"] in CONTACT_KINDS and r["direction"] == "unknown":
                self.undirected += 1
            elif r["kind"] in CONTACT_KINDS and r["direction"] == "in":
                self.received(row)
            elif r["kind"] in CONTACT_KINDS and r["direction"] == "out" and not UNSENT.intersection(r["marks"]):
                if any(self.is_of(person_of(to)) for to in r["to"]):
                    self.replies.append(row)

    def incident(self, row):
        by = [name for name in row.r["by_persons"] if self.is_of(name)]
        if by:
            self.contacts.append(Contact(row, NOTED, by[0], row.r["kinds"], None))
        elif row.r["by_persons"]:
            self.others += 1
        elif not row.r["kinds"] or not (KEY_EVENTS | LOGGED).issuperset(row.r["kinds"]):
            self.unnamed += 1

    def received(self, row):
        sender = row.r["from"]
        if "withheld" in row.r["marks"] or nameless(sender):
            self.said_to_be(row)
        elif self.is_of(person_of(sender)):
            handle = sender["handle"] or sender["name"]
            self.contacts.append(Contact(row, row.r["channel"], person_of(sender), ["contacting", *row.r["kinds"]], handle))
        else:
            self.others += 1

    def said_to_be(self, row):
        """Behind a number that was not shown: whom the person says it was."""
        if not row.r["by_persons"]:
            self.unknown += 1
        elif self.is_of(row.r["by_persons"][0]):
            self.contacts.append(Contact(row, row.r["channel"], row.r["by_persons"][0], ["contacting", *row.r["kinds"]], row.r["by"][0]))
        else:
            self.others += 1

    # -- docs/design/0034

    def approaches(self):
        return bool(self.exact) + sum(b.us - a.us >= APPROACH for a, b in zip(self.exact, self.exact[1:]))

    def by_hour(self):
        n = Counter(c.hour for c in self.contacts if c.of_hour)
        return [n[h] for h in range(24)]

    def by_weekday_hour(self):
        n = Counter(((c.day - 1) % 7, c.hour) for c in self.contacts if c.of_hour)
        return [[n[d, h] for h in range(24)] for d in range(7)]

    def around(self, day, days=None):
        """Contacts in the 28 whole days before and after, and ever since; the day itself is on neither side."""
        days = self.days if days is None else days
        apart = {d - day: n for d, n in days.items()}
        return (sum(n for d, n in apart.items() if -WINDOW <= d < 0), sum(n for d, n in apart.items() if 0 < d <= WINDOW),
                sum(n for d, n in apart.items() if d > 0))

    def next_contact_day(self, day):
        return day_text(min((d for d in self.days if d > day), default=None))

    def first_channel(self, handle):
        """Where it was first used; of two channels at one instant, the one whose name comes first."""
        if self.first_channels is None:
            self.first_channels = {}
            for c in sorted(self.contacts, key=lambda c: (c.us if c.of_day else LAST, c.channel)):
                self.first_channels.setdefault(c.handle, c.channel)
        return self.first_channels[handle]

    def displaced(self, day):
        """Handles with a contact in one of the two windows."""
        by_handle, out = defaultdict(Counter), []
        for c in self.dated:
            if c.handle is not None:
                by_handle[c.handle][c.day] += 1
        for handle, days in by_handle.items():
            before, after, _ = self.around(day, days)
            first = min(days)
            if before or after:
                out.append({"handle": handle, "channel": self.first_channel(handle), "before_28d": before,
                            "after_28d": after, "first_day": day_text(first), "days_after": first - day if first >= day else None})
        return out

    def all_bursts(self):
        runs, run = [], []
        for c in self.exact:
            if run and c.us - run[-1].us > self.gap:
                runs.append(run)
                run = []
            run.append(c)
        runs.append(run)
        times = sorted(r.us for r in self.replies if r.known)
        out = []
        for run in sorted((run for run in runs if len(run) >= self.burst), key=lambda run: (-len(run), run[0].us)):
            replies = bisect.bisect_right(times, run[-1].us + self.gap) - bisect.bisect_left(times, run[0].us)
            out.append({"from": run[0].at, "to": run[-1].at, "contacts": len(run), "replies": replies,
                        "channels": Counter(c.channel for c in run)})
        return out

    def gaps(self):
        pairs = [(b.us - a.us, a, b) for a, b in zip(self.dated, self.dated[1:]) if b.us - a.us >= GAP_LEAST]
        pairs.sort(key=lambda p: (-p[0], p[1].us))
        return [{"from": a.at, "to": b.at} for _, a, b in pairs[:GAPS]]

    def unrecorded(self):
        """First and last whole day without a record; the longest first."""
        days = sorted({row.day for row in self.rows if row.of_day and row.r["kind"] in CONTACT_KINDS | {"incident"}})
        spans = [(b - a - 1, a + 1, b - 1) for a, b in zip(days, days[1:]) if b - a - 1 > SILENCE_OVER]
        return [(first, last) for _, first, last in sorted(spans, key=lambda s: (-s[0], s[1]))[:SILENCES]]

    def months(self):
        if not self.dated:
            return []
        contacts, replies = Counter(), Counter()
        for out, rows in ((contacts, self.dated), (replies, self.replies)):
            for row in rows:
                if row.of_day:
                    date = datetime.date.fromordinal(row.day)
                    out[date.year * 12 + date.month - 1] += 1
        return [{"month": f"{m // 12:04}-{m % 12 + 1:02}", "contacts": contacts[m], "replies": replies[m]}
                for m in range(min(contacts), max(contacts) + 1)]

    def of_each(self, key):
        """Contacts, first and last of those that are of a day; for each value of key(contact), which may be several."""
        out = {}
        for c in self.contacts:
            for value in key(c):
                one = out.setdefault(value, {"contacts": 0, "first": None, "last": None})
                one["contacts"] += 1
                if c.of_day:
                    one["first"], one["last"] = one["first"] or c.at, c.at
        return out

    def first_incidents(self):
        """Of those that are written down with a time."""
        out = {}
        for c in self.contacts:
            if c.r["kind"] == "incident" and c.known:
                for kind in c.kinds:
                    out.setdefault(kind, c.id)
        return out

    def effects(self):
        told = sorted((row for row in self.rows if row.r["effect"] or row.r["changed"]), key=Row.order)
        return [{"at": row.at, "effect": cut(row.r["effect"]), "changed": cut(row.r["changed"]), "id": row.id}
                for row in told if row.r["kind"] in CONTACT_KINDS | {"incident"}]


def cut(text, most=EFFECT_BYTES):
    """The first bytes of it, no letter in halves."""
    return text and text.encode("utf-8")[:most].decode("utf-8", "ignore")


# -- held against the picture ---------------------------------------------------------------------------------

def largest_first(list_, key, what):
    sizes = [one[key] for one in list_]
    equal(sizes, sorted(sizes, reverse=True), f"{what}, most first")


def agree_totals(count, picture):
    equal(picture["contacts"], len(count.contacts), "contacts")
    equal(picture["approaches"], count.approaches(), "approaches")
    equal(picture["days_touched"], len(count.days), "days touched")
    equal(picture["replies"], len(count.replies), "replies")
    equal(picture["unknown_sender"], count.unknown, "from withheld or unknown numbers")
    equal(picture["unknown_direction"], count.undirected, "of unknown direction")
    equal(picture["from_others"], count.others, "from others")
    equal(picture["unnamed"], count.unnamed, "incidents that name nobody")
    equal(picture["undated"], sum(not c.known for c in count.contacts), "undated")
    equal(picture["misdated"], sum(bool(c.at) and not c.known for c in count.contacts), "misdated")
    equal(picture["coarse"], sum(c.known and not c.of_day for c in count.contacts), "coarse")
    equal((picture["first"], picture["last"]), (count.dated[0].at, count.dated[-1].at) if count.dated else (None, None),
          "first and last")


def agree_shares(count, picture):
    for name, counted in (("by_channel", count.channels), ("by_person", count.persons), ("by_kind", count.kinds)):
        told = dict(picture[name])
        named = [k for k in told if k != "other" or k in counted]
        equal({k: told[k] for k in named}, {k: counted[k] for k in named}, name)
        equal(sum(told.values()), sum(counted.values()), f"{name}: all")
        holds(len(counted) <= NAMES - 1 or len(named) >= NAMES - 1, f"{name}: {len(named)} names of {len(counted)}")
    equal(picture["by_hour"], count.by_hour(), "by hour")
    equal(picture["by_weekday_hour"], count.by_weekday_hour(), "by weekday and hour")


def agree_events(count, picture):
    told = picture["key_events"]
    equal(len(told) + picture["more_key_events"], len(count.events), "how many key dates")
    counted = [(k, row.id, row.at) for row, k in count.events[:len(told)]]
    equal([(e["kind"], e["id"], e["at"]) for e in told], counted, "key dates")
    for one, (row, kind) in zip(told, count.events):
        what = f"{kind} {row.at}"
        equal(one["day"], day_text(row.day), f"{what}: its day")
        around = count.around(row.day) if row.day else (0, 0, 0)
        equal((one["before_28d"], one["after_28d"], one["since"]), around, what)
        equal(one["next_contact_day"], count.next_contact_day(row.day) if row.day else None, f"{what}: the next contact")
        equal("handles" in one, kind in WITH_HANDLES and row.of_day, f"{what}: handles")
        if "handles" in one:
            agree_displacement(count, row, one, what)


def agree_displacement(count, row, one, what):
    counted = {h["handle"]: h for h in count.displaced(row.day)} if row.day else {}
    equal(len(one["handles"]) + one["more_handles"], len(counted), f"{what}: how many handles")
    told = {h["handle"]: h for h in one["handles"]}
    equal(told, {h: counted.get(h) for h in told}, f"{what}: handles")


def agree_bursts(count, picture):
    counted = count.all_bursts()
    equal((picture["burst_contacts"], picture["burst_gap_minutes"]), (count.burst, count.gap // MINUTE), "N and T")
    told = [{k: v for k, v in b.items() if k != "channels"} for b in picture["bursts"]]
    equal(told, [{k: v for k, v in b.items() if k != "channels"} for b in counted[:BURSTS]], "bursts")
    equal(picture["more_bursts"], max(0, len(counted) - BURSTS), "more bursts")
    for one, burst in zip(picture["bursts"], counted):
        equal(sorted(one["channels"]), sorted(burst["channels"]), f"channels of the run of {one['from']}")
        largest_first([{"n": burst["channels"][c]} for c in one["channels"]], "n", f"channels of the run of {one['from']}")


def agree_spans(count, picture):
    equal(picture["gaps"], count.gaps(), "gaps")
    told = [(s["from"], s["to"]) for s in picture["unrecorded"]]
    equal(told, [(day_text(a), day_text(b)) for a, b in count.unrecorded()], "unrecorded")
    equal(picture["months"], count.months(), "months")


def agree_each(told, name, counted, most):
    named = {one[name]: one for one in told if one[name] != "other" or "other" in counted}
    for key, one in named.items():
        equal({k: one[k] for k in ("contacts", "first", "last")}, counted.get(key), f"{name} {key}")
    equal(sum(one["contacts"] for one in told), sum(one["contacts"] for one in counted.values()), f"all of every {name}")
    holds(len(named) == len(counted) or len(named) >= most - 1, f"{name}: {len(named)} of {len(counted)}")
    largest_first([one for one in told if one[name] in named], "contacts", name)


def agree_lists(count, picture):
    agree_each(picture["channels"], "channel", count.of_each(lambda c: [c.channel]), NAMES)
    agree_each(picture["handles"], "handle", count.of_each(lambda c: [c.handle] if c.handle is not None else []), HANDLES)
    agree_each(picture["kinds"], "kind", count.of_each(lambda c: [k for k in c.kinds if k not in KEY_EVENTS | LOGGED]), NAMES)
    for one in picture["handles"]:
        if len(picture["handles"]) <= HANDLES:  # one more is "other"
            equal(one["channel"], count.first_channel(one["handle"]), f"the channel of {one['handle']}")
    first = count.first_incidents()
    for one in picture["kinds"]:
        equal(one.get("id"), first.get(one["kind"]), f"the first incident of {one['kind']}")
    effects = count.effects()
    equal(picture["effects"], effects[:EFFECTS], "effects")
    equal(picture["more_effects"], max(0, len(effects) - EFFECTS), "more effects")


KNOWN = {"statement", "contacts", "approaches", "days_touched", "first", "last", "by_channel", "by_person", "by_kind", "by_hour",
         "by_weekday_hour", "replies", "undated", "misdated", "coarse", "unknown_sender", "unknown_direction", "from_others",
         "unnamed", "key_events", "more_key_events", "bursts", "more_bursts", "burst_contacts", "burst_gap_minutes", "gaps",
         "unrecorded", "months", "channels", "handles", "kinds", "effects", "more_effects"}


def agree(count, picture):
    """Every field of the picture is what was counted; a field nobody counts fails too."""
    equal(set(picture), KNOWN, "fields of the picture")
    for one in (agree_totals, agree_shares, agree_events, agree_bursts, agree_spans, agree_lists):
        one(count, picture)
