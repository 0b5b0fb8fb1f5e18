#!/usr/bin/env python3
"""The sample case counted a second time, from the list of its records and from nothing else, and held against what
the picture says and what the pages of a pack print.  No number below was typed: each is counted in both places."""
import csv, datetime, html, itertools, json, os, re
from collections import Counter
from scenario import *
from second_count import *


def large_enough(count, rows):
    """A case in which nothing is, proves nothing."""
    holds(len(count.contacts) > 1000 and count.approaches() > 100, "the sample case is large")
    holds(len(count.all_bursts()) > BURSTS, "there are more runs than are told")
    holds(count.gaps() and count.effects() and count.replies, "gaps, effects and replies")
    holds(any(k in WITH_HANDLES and count.displaced(row.day) for row, k in count.events), "numbers around a block")
    holds({c.r["precision"] for c in count.contacts} >= {"second", "minute", "hour", "day"}, "times known well and badly")


def other_runs(vault, rows):
    """Runs with N and T chosen."""
    for burst, gap in OTHER_RUNS:
        picture = vault.json("picture", "--burst", str(burst), "--gap", str(gap)).want(DONE).one()
        agree(Count(rows, burst, gap), picture)


def truth(count, rows, picture, folder):
    """The sample's writer counted what it wrote, and knows nothing of Daybook: no message of theirs is missing, none is twice."""
    with open(os.path.join(folder, "sample", "facts.json"), encoding="utf-8") as file:
        wrote = json.load(file)["totals"]
    def is_counted(r):  # by the writer: calls in a chat are lines of WhatsApp's there, and mails of their own are apart
        return (r["kind"], r["channel"]) != ("call", "whatsapp") and not r["origin"]["name"].endswith(".eml")
    found = Counter(c.person for c in count.contacts if c.channel != NOTED and is_counted(c.r))
    equal(found, {person: wrote["incoming_by_person"][person] for person in picture["by_person"]}, "contacts")
    equal(sum("Owen Tarrick" in map(person_of, row.r["to"]) for row in count.replies), wrote["owner_to_other_side"],
          "replies; a draft is none")
    equal(sum(r["doubles"] for r in rows), wrote["repeats"], "what is in two exports")


def shown(date):
    return date.strftime("%d %B %Y").lstrip("0")


def statement(count, picture):
    """The sentence that leads says the numbers counted."""
    first, last = min(count.days), max(count.days)
    stop = next(row for row, kind in count.events if kind == "told-to-stop")
    for words in (f"Between {shown(datetime.date.fromordinal(first))} and {shown(datetime.date.fromordinal(last))} there were "
                  f"{len(count.contacts):,} contacts in {count.approaches():,} approaches on {len(count.days):,} of "
                  f"{last - first + 1:,} days", f"over {len(count.channels)} channels",
                  f"{count.around(stop.day)[2]:,} of them came after the day of",
                  f"Replies by the person: {len(count.replies):,}."):
        holds(words in picture["statement"], f"{words!r} in {picture['statement']!r}")


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
    holds(f"there were {len(count.contacts):,} contacts in {count.approaches():,} approaches on {len(count.days):,} of "
          in page, "the statement")
    holds(f"Replies by the person: {len(count.replies):,}." in page, "the replies")
    holds(f"{len(rows):,} records, {exhibits:,} exhibits" in page, "what the pack holds")
    holds(f"{count.unknown:,} calls or messages from withheld or unknown numbers" in page, "who is not counted")
    stop = next(row for row, kind in count.events if kind == "told-to-stop")
    holds(f"{count.around(stop.day)[2]:,} of them came after the day of" in page, "what came after")
    for person, n in count.persons.items():
        holds(f"{person} {n:,}" in page, f"contacts of {person}")
    for month in count.months():
        label = datetime.date.fromisoformat(month["month"] + "-01").strftime("%B %Y")
        holds(not month["contacts"] or f"{label} {month['contacts']:,} " in page, f"contacts in {label}: {month['contacts']}")


def tables_of(page):
    """Tables of a page by their heads: rows of cells, those of one head in the order of the page."""
    found = {}
    for table in re.findall(r"<table.*?</table>", re.sub(r"<svg.*?</svg>", "", page, flags=re.S), re.S):
        head = tuple(html.unescape(re.sub(r"<[^>]*>", "", h)) for h in re.findall(r'<th scope="col"[^>]*>(.*?)</th>', table))
        body = re.findall(r"<tr[^>]*>(.*?)</tr>", table[table.index("<tbody"):], re.S)
        cells = [[html.unescape(re.sub(r"<[^>]*>", "", c)) for c in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row)] for row in body]
        found.setdefault(head, []).append(cells)
    return found


def number(text):
    return 0 if text in ("", "none recorded") else int(text.replace(",", ""))


def page_tables(picture, pack):
    """Each number in a table of the first page is one of the picture, which was counted a second time."""
    tables = tables_of(page_of(pack, "00-read-first.html"))
    key = tables["No.", "Key date", "When", "Next contact", "28 days before", "28 days after", "All since"][0]
    equal([[number(c) for c in row[4:]] for row in key],
          [[e["before_28d"], e["after_28d"], e["since"]] for e in picture["key_events"]], "around the key dates")
    for row, event in zip(key, picture["key_events"]):
        after = event["next_contact_day"] and (datetime.date.fromisoformat(event["next_contact_day"]) -
                                               datetime.date.fromisoformat(event["day"])).days
        equal(row[3], {None: "none recorded", 1: "the next day"}.get(after, f"{after} days later"), f"next contact after {row[1]}")
    hours = tables[("",) + tuple(f"{h:02}" for h in range(24)) + ("All",)][0]
    equal([[number(c) for c in row[1:25]] for row in hours], picture["by_weekday_hour"] + [picture["by_hour"]], "hours")
    equal([number(row[25]) for row in hours], [sum(map(number, row[1:25])) for row in hours], "sums of hours")
    for noun, head in (("channels", "Channel"), ("handles", "Number, address or account"), ("kinds", "Kind")):
        rows = tables[head, "First recorded", "Last recorded", "Contacts"][0]
        equal([number(row[3]) for row in rows], [c["contacts"] for c in picture[noun]], f"contacts of {noun}")
        holds(all(row[0] == c["handle"] for row, c in zip(rows, picture["handles"])) or noun != "handles", "handles")
    moved = tables["Number, address or account", "Channel", "First contact of all", "28 days before", "28 days after"]
    equal([[(row[0], number(row[3]), number(row[4])) for row in rows] for rows in moved],
          [[(h["handle"], h["before_28d"], h["after_28d"]) for h in e["handles"]] for e in picture["key_events"] if e.get("handles")],
          "after a block")
    months, total = tables["", "Contacts", "Replies", "Contacts so far"][0], 0
    equal([(number(row[1]), number(row[2])) for row in months], [(m["contacts"], m["replies"]) for m in picture["months"]], "months")
    for row in months:
        total += number(row[1])
        equal(number(row[3]), total, f"so far in {row[0]}")
    effects = tables["When", "Effect", "Changed because of it"][0]
    equal([(row[1] or None, row[2] or None) for row in effects], [(e["effect"], e["changed"]) for e in picture["effects"]], "effects")


def conversations(count, picture, pack):
    """With each number: every contact from it that is counted, every reply to it, whole and in order of time."""
    page = page_of(pack, "conversations.html")
    parts = re.split(r"<h2( id=[^>]*)?>(.*?)</h2>", page)
    found = {}
    for title, part in zip(parts[2::3], parts[3::3]):
        rows = re.findall(r'<tr( class="apart")?><t[dh][^>]*>(.*?)</t[dh]><td[^>]*>(.*?)</td>', part[part.index("<tbody"):])
        days = [r[1][:10] for r in rows if r[1] != "not known"]  # in a night with two o'clock twice, times go back
        holds(days == sorted(days), f"order with {title}")
        found[html.unescape(title).split(" (")[0]] = (sum(not r[0] for r in rows), sum(bool(r[0]) for r in rows))
        holds(all(html.unescape(r[2]).startswith("to ") == bool(r[0]) for r in rows), "who wrote stands on every line")
    equal({handle: n for handle, (n, _) in found.items()}, {h["handle"]: h["contacts"] for h in picture["handles"]}, "contacts with each number")
    holds(sum(sent for _, sent in found.values()) >= len(count.replies), "and every reply")
    listed = re.findall(r'<tr><td[^>]*>([^<]*)</td><td[^>]*><a href="#([^"]*)">(.*?)</a></td><td class="n">([\d,]+)</td></tr>', parts[0])
    equal([(link, html.unescape(handle)) for _, link, handle, _ in listed],
          [(place[5:-1], html.unescape(title).split(" (")[0]) for place, title in zip(parts[1::3], parts[2::3])], "the list leads to each, in order")
    equal([number(lines) for *_, lines in listed], [sum(found[html.unescape(handle)]) for _, _, handle, _ in listed], "lines with each")
    persons = [title.partition(" (")[2] for title in parts[2::3]]
    groups = [person for person, _ in itertools.groupby(persons) if person]
    equal(sorted(groups), sorted(set(groups)), "numbers of one person stand together")
    holds(max(Counter(filter(None, persons)).values()) > 2, "somebody has several")
    equal([html.unescape(name) + ")" for name, *_ in listed if name], groups, "a name is said once")
    words = max((c.r for c in count.contacts if c.channel != NOTED and c.r["text"]), key=lambda r: len(r["text"]))["text"]
    holds(re.sub(r"\s+", " ", words).strip()[:3000] in words_of(page), "the longest message is whole")


def page_runs(picture, pack):
    page = words_of(page_of(pack, "00-read-first.html"))
    for burst in picture["bursts"]:
        holds(re.search(rf"{burst['contacts']:,} contacts within .*? Replies in that time: {burst['replies']:,}\.", page), f"{burst}")


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
    counted = {shown(datetime.date.fromordinal(d)): n for d, n in count.days.items()}
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
    n = sum(c.id in {r["id"] for r in chosen} for c in count.contacts)
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
    case("recount__the_sample_has_of_everything", large_enough, count, rows)
    case("recount__totals", agree_totals, count, picture)
    case("recount__channels_people_kinds_hours", agree_shares, count, picture)
    case("recount__key_dates_and_the_numbers_around_them", agree_events, count, picture)
    case("recount__runs", agree_bursts, count, picture)
    case("recount__gaps_silences_months", agree_spans, count, picture)
    case("recount__channels_numbers_kinds_effects_each", agree_lists, count, picture)
    case("recount__every_field", agree, count, picture)
    case("recount__statement", statement, count, picture)
    case("recount__other_runs", other_runs, vault, rows)
    case("recount__what_was_put_in", truth, count, rows, picture, folder)
    case("recount__first_page", first_page, count, rows, pack, len(said["imports"]))
    case("recount__page_tables", page_tables, picture, pack)
    case("recount__conversations", conversations, count, picture, pack)
    case("recount__page_runs", page_runs, picture, pack)
    case("recount__chronology", chronology, count, rows, pack)
    case("recount__pages_speak_in_words", page_kinds, pack)
    case("recount__picture_fits_a_screen", one_screen, vault)
    case("recount__hidden_fields_are_hidden_on_pages", hidden_is_hidden, vault, rows, scratch)
    case("recount__chosen_records_come_in_order", chosen_come_in_order, vault, count, rows, scratch)
    case("recount__numbers_of_others_stay", others_numbers_stay, vault, rows, scratch)
finish()
