#!/usr/bin/env python3
"""The photographs of a pack: each is shown, made anew, with what its file claims; what cannot be shown is said; what is left out
of the pack is not shown either."""
import base64, glob, html, re, struct, zlib
from scenario import *

WORDS = re.compile(r"<[^>]+>")


def png(width, height, rows=None, cut=0):
    chunk = lambda kind, data: struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
    body = zlib.compress(rows if rows is not None else b"".join(
        b"\0" + bytes((x * 7 + y) % 256 for x in range(width * 3)) for y in range(height)))
    whole = (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + chunk(b"IDAT", body)
             + chunk(b"IEND", b""))
    return whole[:len(whole) - cut]


def read(path):
    with open(path, "rb") as file:
        return file.read()


def page_of(pack, name="photographs.html"):
    return read(os.path.join(pack, "data", name)).decode("utf-8")


def parts_of(page):
    """What stands under each heading, as words and as pictures."""
    parts = re.split(r"<h3[^>]*>(.*?)</h3>", re.sub(r"<h2.*?</h2>", "", page))
    return [(html.unescape(WORDS.sub("", title)), re.sub(r"\s+", " ", html.unescape(WORDS.sub(" ", part))),
             re.findall(r'<img[^>]*src="data:([a-z/]+);base64,([^"]+)"', part)) for title, part in zip(parts[1::2], parts[2::2])]


def part_about(parts, name):
    found = [part for part in parts if f" {name}," in part[1] or f" {name} " in part[1]]
    holds(found, f"{name} is not on the page")
    return found[0]


def packed(vault, scratch, name, *chosen):
    pack = scratch.at(name)
    vault.run("pack", "--out", pack, *chosen).want(DONE)
    run(VERIFY, pack, "--quiet").want(DONE)
    return pack


class Case:
    """A vault with pictures of every kind, and messages of two people with a picture each."""

    def __init__(self, scratch):
        self.scratch = scratch
        run(os.path.join(BUILD, "daybook-sample"), scratch.at("sample")).want(DONE)
        photographs = sorted(glob.glob(scratch.at("sample", "**", "IMG_2024*.jpg"), recursive=True))
        self.photograph = read(photographs[0])
        put = lambda name, content: scratch.put("in/" + name, content)
        files = [put("street.jpg", self.photograph), put("street-again.jpg", self.photograph),
                 put("cut.jpg", read(photographs[1])[:len(read(photographs[1])) * 2 // 3]),
                 put("screen.png", png(40, 30)), put("wide.png", png(5000, 20)),
                 put("cut.png", png(40, 200, b"".join(b"\0" + os.urandom(120) for _ in range(200)), cut=12000)),
                 put("bomb.png", png(60000, 60000, b"\0" * 1000)), put("nothing.jpg", b"\xff\xd8\xff\xe0" + bytes(40)),
                 put("phone.heic", b"\0\0\0\x18ftypheic\0\0\0\0heicmif1" + bytes(400))]
        texts = "\n".join(
            f'<mms date="{1700000000000 + n * 100000}" m_type="132" msg_box="1" address="{number}"><parts>'
            f'<part seq="0" ct="image/png" name="p{n}.png" cl="p{n}.png" data="{base64.b64encode(png(30 + n, 20)).decode()}" />'
            f'</parts><addrs><addr address="{number}" type="137" /></addrs></mms>'
            for n, number in enumerate(("+447700900202", "+447700900303")))
        files.append(put("sms.xml", f'<?xml version="1.0" encoding="UTF-8"?>\n<smses count="2">\n{texts}\n</smses>\n'))
        self.vault = new_vault(scratch, "vault")
        self.vault.run("import", *files).want(DONE, DOUBTS)
        for number, person in (("+447700900202", "Rob"), ("+447700900303", "Ann")):
            self.vault.run("people", "name", number, person, "--why", "known").want(DONE)
        self.records = self.vault.records()
        self.pack = packed(self.vault, scratch, "pack")
        self.parts = parts_of(page_of(self.pack))


def all_are_there(c):
    names = [a["name"] for r in c.records for a in r["attachments"] if (a["type"] or "").startswith("image/")]
    equal(len(c.parts), len(names), f"parts for {names}")
    shown = [part for part in c.parts if part[2]]
    equal({kind for part in shown for kind, _ in part[2]} - {"image/jpeg", "image/png"}, set(), "kinds")
    holds(len(shown) >= 7, f"{len(shown)} of {len(names)} are shown")


def nothing_of_the_file_is_left(c):
    """Not one of its own bytes: they are made anew."""
    title, words, pictures = part_about(c.parts, "street.jpg")
    own = base64.b64decode(pictures[0][1])
    holds(own != c.photograph and b"Exif" not in own and own[:2] == b"\xff\xd8", "the picture is the file itself")
    holds(len(own) > 3000, "there is a picture in it")


def claims_are_said(c):
    record = next(r for r in c.records if r["kind"] == "photo" and any(a["name"] == "street.jpg" for a in r["attachments"]))
    title, words, _ = part_about(c.parts, "street.jpg")
    claims = {claim["key"]: claim["value"] for claim in record["claims"]}
    holds(claims["exif-make"] in words and claims["exif-model"] in words, f"the camera: {claims}; {words}")
    holds(record["attachments"][0]["sha256"] in words.replace(" ", ""), "its digest")
    holds("originals/" in words, "where it is in the pack")


def the_same_is_shown_once(c):
    parts = [part for part in c.parts if " street.jpg" in part[1] or " street-again.jpg" in part[1]]
    holds(sum(bool(part[2]) for part in parts) == 1, f"{[(p[0], len(p[2])) for p in parts]}")


def what_cannot_be_shown_is_said(c):
    for name, said, seen in (("cut.jpg", "ends before the picture does", True), ("cut.png", "ends before the picture does", True),
                             ("bomb.png", "cannot be shown here: ", False), ("phone.heic", "cannot be shown here: ", False)):
        _, words, pictures = part_about(c.parts, name)
        holds(said in words, f"{name}: {words}")
        equal(bool(pictures), seen, name)


def senders_stand_beside(c):
    for name, number, person in (("p0.png", "+447700900202", "Rob"), ("p1.png", "+447700900303", "Ann")):
        _, words, pictures = part_about(c.parts, name)
        holds(person in words and pictures, f"{name}: {words}")


def left_out_is_not_shown(c):
    pack = packed(c.vault, c.scratch, "rob", "--person", "Rob")
    parts = parts_of(page_of(pack))
    equal([len(parts), "p0.png" in parts[0][1]], [1, True], "only his")
    holds("p1.png" not in page_of(pack) and "Ann" not in page_of(pack), "nothing of hers")
    text = next(r for r in c.records if r["kind"] != "photo")
    chosen = packed(c.vault, c.scratch, "chosen", "--select", text["id"])
    equal(len(parts_of(page_of(chosen))), 1, "one was chosen")
    note = c.vault.json("add", "--when", "2024-03-01", "--what", "nothing to see").want(DONE).one()["id"]
    without = packed(c.vault, c.scratch, "without", "--select", note)
    equal(sorted(glob.glob(os.path.join(without, "data", "photographs*"))), [], "no picture, no page")


def as_a_pdf(c):
    path = os.path.join(c.pack, "data", "photographs.pdf")
    holds("No syntax or stream encoding errors" in run("qpdf", "--check", path).want(0).out, "qpdf")
    images = len(run("pdfimages", "-list", path).want(0).out.splitlines()) - 2
    equal(images, sum(len(part[2]) for part in c.parts), "as many as on the page")
    equal(run("pdfinfo", "-struct-text", path).want(0).out.count("Figure"), images, "each with words in its place")


def is_named_in_the_pack(c):
    first = page_of(c.pack, "00-read-first.html")
    holds("photographs.html" in first, "the first page tells of it")
    manifest = read(os.path.join(c.pack, "manifest-sha256.txt")).decode()
    holds("data/photographs.html" in manifest and "data/photographs.pdf" in manifest, "in the manifest")


quick_keys()
with Scratch() as scratch:
    c = Case(scratch)
    for name, check in (("all_are_there", all_are_there), ("nothing_of_the_file_is_left", nothing_of_the_file_is_left),
                        ("claims_are_said", claims_are_said), ("the_same_is_shown_once", the_same_is_shown_once),
                        ("what_cannot_be_shown_is_said", what_cannot_be_shown_is_said),
                        ("senders_stand_beside", senders_stand_beside), ("left_out_is_not_shown", left_out_is_not_shown),
                        ("as_a_pdf", as_a_pdf), ("are_named_in_the_pack", is_named_in_the_pack)):
        case(f"photographs__{name}", check, c)
finish()
