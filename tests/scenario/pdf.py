#!/usr/bin/env python3
"""The PDFs of a pack, and one that has everything in it, as other programs read them: qpdf, poppler, and a second reading of
their structure (tests/tools/pdf_check.py)."""
import glob, html, json, re, sys, unicodedata
from scenario import *

sys.path.insert(0, os.path.join(ROOT, "tests", "tools"))
import pdf_check

SAMPLE = os.path.join(BUILD, os.environ.get("DAYBOOK_PDF_SAMPLE", "tests/tools/pdf_sample"))
TEXTS = os.path.join(ROOT, "tests", "show", "texts", "scripts.tsv")
# Programs that read from the left put marks of direction around what reads from the right.
MARKS = dict.fromkeys(map(ord, "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))


def read(path):
    with open(path, "rb") as file:
        return file.read()


def texts():
    with open(TEXTS, encoding="utf-8") as file:
        return [line.rstrip("\n").split("\t") for line in file]


def words_of(text):
    """Words without what punctuation there is around them: a program may put that on either side."""
    return {"".join(c for c in word if unicodedata.category(c)[0] not in "P" or c in "'’").strip()
            for word in text.translate(MARKS).split()} - {""}


def made(scratch, name):
    path = scratch.at(name)
    run(SAMPLE, TEXTS, path).want(0)
    return path


def is_sound(path):
    said = run("qpdf", "--check", path).want(0)
    holds("No syntax or stream encoding errors" in said.out, said.out)
    equal(said.err, "", "qpdf warns")
    for program in ("pdfinfo", "pdftotext"):
        equal(run(program, path, *(["-"] if program == "pdftotext" else [])).want(0).err, "", f"{program} complains")


def is_structured(path):
    return pdf_check.check(read(path))


def has_everything(path):
    seen = is_structured(path)
    holds({"H1", "H2", "H3", "P", "L", "LI", "Lbl", "LBody", "Table", "THead", "TBody", "TR", "TH", "TD", "Link", "Figure"} <= set(seen.kinds),
          f"elements: {seen.kinds}")
    equal(seen.kinds["Figure"], 2, "figures")
    equal((seen.headings, len(seen.places)), (3, 2), "headings in the contents, places")
    equal(seen.kinds["THead"], 1, "a head said again is no second head")
    holds(len(seen.font_names) > 12, f"{len(seen.font_names)} fonts")


def words_come_back(path):
    """Of every language, from a program that reads the page and from one that reads its structure."""
    page = words_of(run("pdftotext", path, "-").want(0).out)
    structure = words_of(run("pdfinfo", "-struct-text", path).want(0).out.replace('"', " "))
    for name, text in texts():
        lost = words_of(text) - page
        holds(not lost, f"{name}: pdftotext does not give back {lost}")
        lost = words_of(text) - structure
        holds(not lost, f"{name}: the structure does not give back {lost}")


def order_is_kept(path):
    """In the structure a line from right to left reads as it was written."""
    structure = run("pdfinfo", "-struct-text", path).want(0).out
    for name in ("Arabic", "Urdu", "Hebrew", "Hindi", "Thai"):
        text = dict(texts())[name]
        holds(f'"{text}"' in structure, f"{name} is not whole")


def fonts_are_parts(path, least):
    rows = [line for line in run("pdffonts", path).want(0).out.splitlines()[2:]]
    holds(len(rows) >= least, f"{len(rows)} fonts")
    for row in rows:
        embedded, part, meaning = row.split()[-5:-2]
        pictures = "Type 3" in row  # letters that are pictures have no name that could say so
        holds((embedded, meaning) == ("yes", "yes") and (part == "yes" or pictures), row)


def furniture(path):
    out = run("pdftotext", "-layout", path, "-").want(0).out
    pages = [page for page in out.split("\f") if page.strip()]
    for i, page in enumerate(pages, 1):
        holds(re.search(rf"Page {i} of {len(pages)}\s*$", page), f"the foot of page {i}: {page.strip().splitlines()[-1]}")
    holds(sum("Friday 1 March 2024 (continued)" in page for page in pages) >= 2, "the group is said again")
    structure = run("pdfinfo", "-struct-text", path).want(0).out
    holds("(continued)" not in structure and "Page 1 of" not in structure, "furniture is no part of the structure")


def attached(path):
    said = run("qpdf", "--list-attachments", path).want(0).out
    holds(said.startswith("chronology.csv"), said)
    equal(run("qpdf", "--show-attachment=chronology.csv", path).want(0).out, "No.,Time\n1,21:05\n", "what is attached")


def same_twice(scratch, path):
    equal(read(made(scratch, "again.pdf")) == read(path), True, "two runs give the same bytes")


def checker_sees(path):
    """What the second reading says can also be no: one byte wrong, and it does."""
    data = bytearray(read(path))
    end = data.rindex(b"startxref\n") + 10
    for change in ((end, ord("9")), (data.index(b" 0 obj\n") - 1, ord("7")), (data.index(b"/Filter/FlateDecode/Length ") + 27, ord("9"))):
        harmed = bytearray(data)
        harmed[change[0]] = change[1]
        if harmed == data:
            continue
        try:
            pdf_check.check(bytes(harmed))
        except Exception:
            continue
        raise Wrong(f"byte {change[0]} may be anything")


def of_pack(path, words):
    is_sound(path)
    seen = is_structured(path)
    holds(seen.kinds["H1"] >= 1 and seen.headings >= 1, f"{seen.kinds}")
    fonts_are_parts(path, 2)
    out = run("pdftotext", path, "-").want(0).out
    for word in words:
        holds(word in out, f"{word!r} is not in {os.path.basename(path)}")


def conversations_are_led_to(data):
    """A bookmark and a line of the list for each number that the HTML page has, in the same order."""
    path, page = os.path.join(data, "conversations.pdf"), read(os.path.join(data, "conversations.html")).decode()
    titles = [html.unescape(title) for title in re.findall(r"<h2[^>]*>(.*?)</h2>", page)]
    holds(len(titles) > 3, "several numbers")
    outlines = json.loads(run("qpdf", "--json", "--json-key=outlines", path).want(0).out)["outlines"]
    equal([kid["title"] for top in outlines for kid in top["kids"]], titles, "bookmarks")
    pages = [kid["destpageposfrom1"] for top in outlines for kid in top["kids"]]
    holds(pages == sorted(pages) and pages[-1] > pages[0], f"bookmarks lead to pages {pages}")
    seen = is_structured(path)
    equal((seen.kinds["Link"], {name.decode() for name, _ in seen.places}), (len(titles), {f"talk-{n + 1}" for n in range(len(titles))}), "lines lead there")


with Scratch() as scratch:
    sample = made(scratch, "sample.pdf")
    case("pdf__other_programs_find_nothing_wrong", is_sound, sample)
    case("pdf__has_all_elements_where_they_belong", has_everything, sample)
    case("pdf__words_of_every_language_come_back", words_come_back, sample)
    case("pdf__structure_reads_in_the_order_of_writing", order_is_kept, sample)
    case("pdf__fonts_are_in_it_and_cut_down", fonts_are_parts, sample, 16)
    case("pdf__foot_and_heads_said_again_are_furniture", furniture, sample)
    case("pdf__attached_file_comes_out_again", attached, sample)
    case("pdf__same_input_gives_the_same_bytes", same_twice, scratch, sample)
    case("pdf__a_harmed_file_is_seen", checker_sees, sample)
    said = run(DAYBOOK, "--json", "demo", scratch.at("demo")).want(DONE).one()
    data = os.path.join(said["pack"], "data")
    case("pdf__read_first_of_the_demo", of_pack, os.path.join(data, "00-read-first.pdf"), ["Record of events", "head code"])
    case("pdf__chronology_of_the_demo", of_pack, os.path.join(data, "chronology.pdf"), ["Chronology", "End of the chronology"])
    case("pdf__conversations_of_the_demo", of_pack, os.path.join(data, "conversations.pdf"), ["Conversations", "Messages and calls"])
    case("pdf__conversations_are_led_to", conversations_are_led_to, data)
finish()
