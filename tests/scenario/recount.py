#!/usr/bin/env python3
"""The sample case counted a second time, from the list of its records and from nothing else, and held against what
the picture says and what the pages of a pack print.  No number below was typed: each is counted in both places."""
import csv, datetime, html, json, os, re
from collections import Counter
from scenario import *

CONTACT_KINDS = {"message", "call", "voicemail", "email", "payment"}
NOTED = "in person or noted"
KEY_EVENTS = {"relationship-ended", "told-to-stop", "blocked", "changed-number", "moved", "reported", "warned",
              "arrested", "bailed", "order-made", "order-served", "order-breached", "hearing", "harmed"}
TO_THE_MINUTE, TO_THE_HOUR, TO_THE_DAY = {"second", "minute"}, {"second", "minute", "hour"}, {"second", "minute",
                                                                                            "hour", "day"}
UNSENT = {"draft", "queued", "failed"}
APPROACH, BURST, BURST_LEAST, WINDOW = 600, 3600, 10, 28


def instant(text):
    return datetime.datetime.fromisoformat(text.replace("Z", "+00:00"))


def person_of(party):
    return (party or {}).get("person") or ""


def nameless(party):
    return not party or not party["handle"] and not party["name"]


class Count:
    """Everything the picture says, from rows of `list --all --json`."""

    def __init__(self, rows):
        subjects = {name.lower() for r in rows if r["kind"] == "incident" for name in r["by"]}
        self.contacts, self.replies, self.unknown, self.undirected, self.others, self.unnamed = [], [], 0, 0, 0, 0
        for r in rows:
            if r["kind"] == "incident":
                by = [name for name in r["by"] if name.lower() in subjects]
                if by:
                    self.contacts.append((r, NOTED, by[0], r["kinds"]))
                else:
                    self.others += bool(r["by"])
                    self.unnamed += not r["by"] and (not r["kinds"] or not KEY_EVENTS.issuperset(r["kinds"]))
            elif r["kind"] in CONTACT_KINDS and r["direction"] == "unknown":
                self.undirected += 1
            elif r["kind"] in CONTACT_KINDS and r["direction"] == "in":
                if "withheld" in r["marks"] or nameless(r["from"]):
                    self.unknown += 1
                elif person_of(r["from"]).lower() in subjects:
                    self.contacts.append((r, r["channel"], person_of(r["from"]), ["contacting"]))
                else:
                    self.others += 1
            elif r["kind"] in CONTACT_KINDS and r["direction"] == "out" and r["to"] and not UNSENT.intersection(r["marks"]):
                if any(person_of(to).lower() in subjects for to in r["to"]):
                    self.replies.append(r)
        self.channels = Counter(channel for _, channel, _, _ in self.contacts)
        self.persons = Counter(person for _, _, person, _ in self.contacts)
        self.kinds = Counter(k for *_, kinds in self.contacts for k in kinds if k not in KEY_EVENTS)
        self.dated = sorted((r for r, *_ in self.contacts if r["at"] and r["precision"] in TO_THE_DAY),
                            key=lambda r: instant(r["at"]))
        self.days = Counter(r["at_local"][:10] for r in self.dated)
        self.hours = Counter(int(r["at_local"][11:13]) for r in self.dated if r["precision"] in TO_THE_HOUR)
        exact = [instant(r["at"]) for r in self.dated if r["precision"] in TO_THE_MINUTE]
        gaps = [(b - a).total_seconds() for a, b in zip(exact, exact[1:])]
        self.approaches = bool(exact) + sum(gap >= APPROACH for gap in gaps)
        self.largest_run, run = 0, 1
        for gap in gaps:
            run = run + 1 if gap <= BURST else 1
            self.largest_run = max(self.largest_run, run)
        self.events = [(k, r) for r in rows for k in r["kinds"] if k in KEY_EVENTS]

    def around(self, event):
        """Contacts in the 28 whole days before and after, and ever since; the day itself is on neither side."""
        day = datetime.date.fromisoformat(event["at_local"][:10])
        apart = {(datetime.date.fromisoformat(d) - day).days: n for d, n in self.days.items()}
        return (sum(n for d, n in apart.items() if -WINDOW <= d < 0), sum(n for d, n in apart.items() if 0 < d <= WINDOW),
                sum(n for d, n in apart.items() if d > 0))


def totals(count, picture):
    equal(picture["contacts"], len(count.contacts), "contacts")
    equal(picture["approaches"], count.approaches, "approaches")
    equal(picture["days_touched"], len(count.days), "days touched")
    equal(picture["replies"], len(count.replies), "replies")
    equal(picture["unknown_sender"], count.unknown, "from withheld or unknown numbers")
    equal((picture["unknown_direction"], picture["from_others"], picture["unnamed"]),
          (count.undirected, count.others, count.unnamed), "what is no contact")
    equal(picture["undated"], sum(not r["at"] for r, *_ in count.contacts), "undated")
    equal((picture["first"], picture["last"]), (count.dated[0]["at"], count.dated[-1]["at"]), "first and last")
    holds(len(count.contacts) > 1000 and count.approaches > 100, "the sample case is large")


def truth(count, rows, picture, folder):
    """The sample's writer counted what it wrote, and knows nothing of Daybook: no message of theirs is missing, none is twice."""
    with open(os.path.join(folder, "sample", "facts.json"), encoding="utf-8") as file:
        wrote = json.load(file)["totals"]
    def is_counted(r):  # by the writer: calls in a chat are lines of WhatsApp's there, and mails of their own are apart
        return (r["kind"], r["channel"]) != ("call", "whatsapp") and not r["origin"]["name"].endswith(".eml")
    found = Counter(person for r, channel, person, _ in count.contacts if channel != NOTED and is_counted(r))
    equal(found, {person: wrote["incoming_by_person"][person] for person in picture["by_person"]}, "contacts")
    equal(sum("Owen Tarrick" in map(person_of, r["to"]) for r in count.replies), wrote["owner_to_other_side"], "replies; a draft is none")
    equal(sum(r["doubles"] for r in rows), wrote["repeats"], "what is in two exports")


def shares(count, picture):
    equal(picture["by_channel"], dict(count.channels), "by channel")
    equal(picture["by_person"], dict(count.persons), "by person")
    equal(picture["by_kind"], dict(count.kinds), "by kind")
    equal(picture["by_hour"], [count.hours[h] for h in range(24)], "by hour")


def events(count, picture):
    equal([e["kind"] for e in picture["key_events"]], [k for k, _ in count.events], "kinds of key dates")
    for said, (kind, event) in zip(picture["key_events"], count.events):
        equal((said["before_28d"], said["after_28d"], said["since"]), count.around(event), f"{kind} {event['at']}")


def runs(count, picture):
    holds(count.largest_run >= BURST_LEAST, "there is a run to be told")
    equal(picture["bursts"][0]["contacts"], count.largest_run, "the largest run")


# -- what the pages print -------------------------------------------------------------------------------------

def page_of(pack, name):
    with open(os.path.join(pack, "data", name), encoding="utf-8") as file:
        return file.read()


def table_of(pack):
    with open(os.path.join(pack, "data", "chronology.csv"), encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def words_of(page):
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", page)))


def first_page(count, rows, pack, exhibits):
    page = words_of(page_of(pack, "00-read-first.html"))
    holds(f"there were {len(count.contacts):,} contacts in {count.approaches:,} approaches on {len(count.days):,} days"
          in page, "the statement")
    holds(f"Replies by the person: {len(count.replies):,}." in page, "the replies")
    holds(f"{len(rows):,} records, {exhibits:,} exhibits" in page, "what the pack holds")
    holds(f"{count.unknown:,} calls or messages from withheld or unknown numbers" in page, "who is not counted")
    stop = next(event for kind, event in count.events if kind == "told-to-stop")
    holds(f"{count.around(stop)[2]:,} of them came after the day of" in page, "what came after")
    for person, n in count.persons.items():
        holds(f"{person} {n:,}" in page, f"contacts of {person}")
    for month in sorted({day[:7] for day in count.days}):
        label = datetime.date.fromisoformat(month + "-01").strftime("%b %Y")
        n = sum(k for day, k in count.days.items() if day.startswith(month))
        holds(f"{label} {n:,} " in page, f"contacts in {label}: {n}")


def chronology(count, rows, pack):
    table = table_of(pack)
    equal([row["number"] for row in table], [str(n + 1) for n in range(len(rows))], "running numbers")
    undated = [r for r in rows if not r["at"]]
    equal([row["id"] for row in table], [r["id"] for r in rows if r["at"]] + [r["id"] for r in undated],
          "order: by time, those without one last")
    holds(undated, "there are some without a time")
    page = page_of(pack, "chronology.html")
    equal(re.findall(r'<tr(?: class="apart")?><td class="n">(\d+)</td>', page), [row["number"] for row in table],
          "rows of the page")
    said = {m[0]: int(m[1].replace(",", "")) for m in re.findall(r">\w+day (\d+ \w+ \d{4}) \S ([\d,]+) contacts?<", page)}
    counted = {datetime.date.fromisoformat(d).strftime("%d %B %Y").lstrip("0"): n for d, n in count.days.items()}
    equal(said, counted, "contacts beside each day")


def page_kinds(pack):
    """No code of ours stands where a person reads."""
    page = words_of(page_of(pack, "00-read-first.html")) + words_of(page_of(pack, "chronology.html"))
    codes = KEY_EVENTS | {"third-party", "zone-assumed", "time-twice", "date-differs-from-received", "sms-xml"}
    for code in codes:
        holds("-" not in code or code not in page, f"{code} is said as a code")


# -- what is chosen and what is hidden ------------------------------------------------------------------------

def hidden_is_hidden(vault, rows, scratch):
    incident = next(r for r in rows if r["kind"] == "incident" and r["place"] and r["effect"] and r["witnesses"]
                    and r["at"])
    pack = scratch.at("hidden")
    vault.run("pack", "--out", pack, "--select", incident["id"], "--hide", "place", "--hide", "effect",
              "--hide", "people").want(DONE)
    for name in ("00-read-first.html", "chronology.html", "chronology.csv"):
        page = html.unescape(page_of(pack, name))
        holds(incident["text"] in page, f"{name} tells the incident")
        for secret in (incident["effect"], incident["witnesses"][0], incident["place"]):
            holds(secret not in page.replace(incident["text"], ""), f"{name} tells {secret!r}, which was hidden")
    run(VERIFY, pack, "--quiet").want(DONE)


def chosen_come_in_order(vault, count, rows, scratch):
    dated = [r for r in rows if r["at"] and r["kind"] == "message"]
    undated = next(r for r in rows if not r["at"])
    chosen = [dated[500], undated, dated[20], dated[3000], dated[20]]
    pack = scratch.at("chosen")
    vault.run("pack", "--out", pack, *(word for r in chosen for word in ("--select", r["id"]))).want(DONE)
    equal([row["id"] for row in table_of(pack)], [r["id"] for r in (dated[20], dated[500], dated[3000], undated)],
          "chosen records: by time, each once, the undated last")
    n = sum(r["id"] in {c["id"] for c in chosen} for r, *_ in count.contacts)
    said = re.search(r"([\d,]+) contacts?(?: in| is| are| on)", words_of(page_of(pack, "00-read-first.html")))
    equal(int(said[1].replace(",", "")), n, "the picture of a pack counts what the pack shows")


def others_numbers_stay(vault, rows, scratch):
    """A pack about one person tells no number of a friend who does not appear in it."""
    subject = next(name for r in rows if r["kind"] == "incident" for name in r["by"])
    people = {}
    for r in rows:
        if person_of(r["from"]) and r["from"]["handle"].startswith("+"):
            people.setdefault(person_of(r["from"]), set()).add(r["from"]["handle"])
    pack = scratch.at("one")
    vault.run("pack", "--out", pack, "--person", subject).want(DONE)
    page = page_of(pack, "00-read-first.html")
    holds(any(number in page for number in people[subject]), f"{subject}'s numbers are told")
    friends = [(name, number) for name, numbers in people.items() for number in numbers
               if name not in {by for r in rows for by in r["by"]}]
    holds(friends, "somebody else has a number")
    for name, number in friends:
        holds(number not in page, f"the number of {name} is told")


def one_screen(vault):
    lines = vault.run("picture").want(DONE).out.splitlines()
    holds(len(lines) <= 32, f"{len(lines)} lines")
    holds(max(map(len, lines)) <= 80, f"a line of {max(map(len, lines))} letters")


with Scratch() as scratch:
    folder = scratch.at("demo")
    said = run(DAYBOOK, "--json", "demo", folder).want(DONE).one()
    vault, pack = Vault(said["vault"], said["passphrase_file"]), said["pack"]
    rows = vault.records()
    picture = vault.json("picture").want(DONE).one()
    count = Count(rows)
    case("recount__the_demo_says_the_same_picture", equal, said["picture"], picture, "picture")
    case("recount__totals", totals, count, picture)
    case("recount__what_was_put_in", truth, count, rows, picture, folder)
    case("recount__channels_people_kinds_hours", shares, count, picture)
    case("recount__key_dates", events, count, picture)
    case("recount__runs", runs, count, picture)
    case("recount__first_page", first_page, count, rows, pack, len(said["imports"]))
    case("recount__chronology", chronology, count, rows, pack)
    case("recount__pages_speak_in_words", page_kinds, pack)
    case("recount__picture_fits_a_screen", one_screen, vault)
    case("recount__hidden_fields_are_hidden_on_pages", hidden_is_hidden, vault, rows, scratch)
    case("recount__chosen_records_come_in_order", chosen_come_in_order, vault, count, rows, scratch)
    case("recount__numbers_of_others_stay", others_numbers_stay, vault, rows, scratch)
finish()
