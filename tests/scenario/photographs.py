#!/usr/bin/env python3
"""The document of photographs in a pack: every picture that the pack shows, coded anew, with what its file says; nothing that
the pack leaves out or hides; and no byte of a file's own picture."""
import base64, html, re, struct, sys, zipfile, zlib
from email.message import EmailMessage
from scenario import *

sys.path.insert(0, os.path.join(ROOT, "tests", "tools"))
import pdf_check

IMAGES = os.path.join(ROOT, "tests", "corpora", "image", "good")
PICTURES = os.path.join(ROOT, "tests", "corpora", "picture")
COLOURS = {"chat": (200, 30, 30), "friend": (30, 200, 30), "mail": (30, 30, 200), "incident": (200, 200, 30), "beside": (30, 200, 200)}


def chunk(name, body):
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))


def png(rgb, side=40):
    """A plain picture of one colour."""
    rows = (b"\0" + bytes(rgb) * side) * side
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def first_pixel(image):
    """Of a PNG of ours: red, green, blue."""
    at, data = 8, b""
    while at < len(image):
        n, name = struct.unpack(">I4s", image[at:at + 8])
        if name == b"IDAT":
            data += image[at + 8:at + 8 + n]
        holds(name in (b"IHDR", b"IDAT", b"IEND", b"sRGB", b"gAMA", b"cHRM"), f"a chunk {name} in a copy")
        at += 12 + n
    row = zlib.decompress(data)
    return tuple(row[1:4])


def seed(*names):
    with open(os.path.join(*names), "rb") as file:
        return file.read()


def with_notes(name):
    """The notes of one seed on the pixels of another: most seeds with notes have no pixels."""
    notes, pixels = seed(IMAGES, name), seed(PICTURES, "good", "baseline.jpg")
    at = notes.index(b"\xff\xe1")
    n = 2 + struct.unpack(">H", notes[at + 2:at + 4])[0]
    return pixels[:2] + notes[at:at + n] + pixels[2:]


def chat_zip(path, other, pictures):
    """A WhatsApp chat with pictures: {"IMG….png": bytes}."""
    lines = [f"24/03/2024, 21:{5 + i:02} - {other}: {name} (file attached)\nlook at this {i}" for i, name in enumerate(pictures)]
    lines.append("25/03/2024, 08:00 - Maya: stop")
    with zipfile.ZipFile(path, "w") as out:
        out.writestr(f"WhatsApp Chat with {other}.txt", "\n".join(lines) + "\n")
        for name, data in pictures.items():
            out.writestr(name, data)


def mail(path, picture):
    message = EmailMessage()
    message["From"], message["To"] = "Daniel Reed <daniel@example.org>", "Maya <maya@example.org>"
    message["Subject"], message["Date"] = "your street", "Tue, 26 Mar 2024 09:00:00 +0000"
    message.set_content("I was there")
    message.add_attachment(picture, maintype="application", subtype="octet-stream", filename="street.bin")
    with open(path, "wb") as file:
        file.write(message.as_bytes())


def page_of(pack, name="photographs.html"):
    with open(os.path.join(pack, "data", name), encoding="utf-8") as file:
        return file.read()


def copies(page):
    return [base64.b64decode(data) for data in re.findall(r'<img src="data:image/(?:png|jpeg);base64,([^"]+)"', page)]


def colours(page):
    found = {first_pixel(image) for image in copies(page) if image.startswith(b"\x89PNG")}
    return {name for name, rgb in COLOURS.items() if rgb in found}


def parts_of(page):
    """Of each picture what stands below its heading, by the heading; tags are gone."""
    parts = re.split(r"<h3>(.*?)</h3>", re.sub(r'src="[^"]*"', "", page))
    return {html.unescape(title): html.unescape(re.sub(r"<[^>]*>", " ", part)) for title, part in zip(parts[1::2], parts[2::2])}


def words_of(text):
    return re.sub(r"\s+", " ", text)


class World:
    def __init__(self, scratch):
        self.scratch, self.vault = scratch, new_vault(scratch)
        folder = scratch.at("in")
        os.makedirs(folder)
        chat_zip(os.path.join(folder, "WhatsApp Chat with Daniel Reed.zip"), "Daniel Reed",
                 {"IMG-20240324-WA0001.png": png(COLOURS["chat"])})
        chat_zip(os.path.join(folder, "WhatsApp Chat with Kasia.zip"), "Kasia", {"IMG-20240324-WA0002.png": png(COLOURS["friend"])})
        mail(os.path.join(folder, "street.eml"), png(COLOURS["mail"]))
        for name in ("phone.jpg", "turned.jpg", "local-time.jpg"):
            scratch.put("in/" + name, with_notes(name))
        for name in ("baseline.jpg", "cmyk.jpg"):
            shutil.copy(os.path.join(PICTURES, "good", name), os.path.join(folder, name))
        for name in ("bomb-of-pixels.png", "cut-off.jpg", "moving.gif", "empty", "no-tables.jpg"):
            shutil.copy(os.path.join(PICTURES, "bad", name), os.path.join(folder, name))
        shutil.copy(os.path.join(PICTURES, "bad", "heic"), os.path.join(folder, "IMG_4711.HEIC"))
        self.vault.run("import", folder).want(DONE, DOUBTS)
        self.incident = self.vault.json("add", "--when", "2024-03-27 18:00", "--what", "He stood at the gate", "--attach",
                                        scratch.put("gate.png", png(COLOURS["incident"]))).want(DONE).one()["id"]
        self.pack = scratch.at("pack")
        self.vault.run("pack", "--out", self.pack).want(DONE)
        self.page = page_of(self.pack)
        self.records = self.vault.records()

    def made(self, name, *options):
        path = self.scratch.at(name)
        self.vault.run("pack", "--out", path, *options).want(DONE)
        if "content" not in options:
            run(VERIFY, path, "--quiet").want(DONE)
        return path


def all_are_there(w):
    equal(colours(w.page), set(COLOURS) - {"beside"}, "pictures out of a chat, a mail, a diary")
    parts = parts_of(w.page)
    equal(len(parts), 4 + 1 + 5 + 5, f"pictures, that of the diary with its entry and by itself: {list(parts)}")
    equal(len(copies(w.page)), 4 + 5 + 1, "copies to look at; of the damaged ones what decodes")
    run(VERIFY, w.pack, "--quiet").want(DONE)
    holds("photographs.html, photographs.pdf" in page_of(w.pack, "00-read-first.html"), "the first page names it")
    manifest = open(os.path.join(w.pack, "manifest-sha256.txt"), encoding="utf-8").read()
    holds("data/photographs.html" in manifest and "data/photographs.pdf" in manifest, "the manifest names it")
    holds("These are copies made for looking at, smaller than the originals." in w.page, "what counts is said")


def order(w):
    days = [re.search(r", (?:\w+day )?(\d+ \w+ \d{4}|date not known)", title)[1] for title in parts_of(w.page)]
    dated = [d for d in days if d != "date not known"]
    holds(days[:len(dated)] == dated and len(dated) < len(days), f"those without a time come last: {days}")
    import datetime
    times = [datetime.datetime.strptime(d, "%d %B %Y") for d in dated]
    equal(times, sorted(times), "order")


def nothing_of_the_files(w):
    """Not even a Huffman table: a copy is decoded and coded anew."""
    for image in copies(w.page):
        if image.startswith(b"\x89PNG"):
            first_pixel(image)
            continue
        equal(image[:4], b"\xff\xd8\xff\xe0", "a plain JPEG")
        holds(b"Exif" not in image and b"http" not in image and b"\xff\xe1" not in image, "notes of a file in a copy")
    for name in ("phone.jpg", "local-time.jpg"):
        original = with_notes(name)
        data = original[original.index(b"\xff\xda") + 14:][:64]
        holds(not any(data in image for image in copies(w.page)), f"{name} itself stands in the page")
        holds(base64.b64encode(original[:300])[:200].decode() not in w.page, f"{name} itself stands in the page")


def claims(w):
    words = words_of(" ".join(parts_of(w.page).values()))
    phone = next(r for r in w.records if r["attachments"] and r["attachments"][0]["name"] == "phone.jpg")
    said = {c["key"]: c["value"] for c in phone["claims"]}
    part = next(p for p in parts_of(w.page).values() if "phone.jpg" in p)
    holds(said["exif-model"] in part and said["gps-position"] in part, f"camera and place: {part}")
    holds(phone["attachments"][0]["sha256"] in part and f"{phone['attachments'][0]['bytes']:,} bytes" in part, "which file")
    holds("Its file says taken " in words_of(part), "when, as a claim")
    local = words_of(next(p for p in parts_of(w.page).values() if "local-time.jpg" in p))
    holds("camera’s clock, zone not stated)" in local, f"a clock without a zone: {local}")
    holds("Sent by Daniel Reed" in words and "Came by WhatsApp" in words, "who sent it, and how")
    holds("Came by E-mail" in words and "daniel@example.org" in words and "your street" in words, "a mail")
    holds("the person put it with an entry of the diary" in words, "an entry of the diary")
    holds("street.bin" in words, "a picture that is not called one")


def what_cannot_be_shown(w):
    found = {name: words_of(part) for part in parts_of(w.page).values() for name in
             ("bomb-of-pixels.png", "moving.gif", "IMG_4711.HEIC", "cut-off.jpg", "no-tables.jpg") if name in part}
    equal(len(found), 5, f"all are named: {list(found)}")
    holds("it is too large to be decoded. The file itself is exhibit" in found["bomb-of-pixels.png"], found["bomb-of-pixels.png"])
    holds("pictures written as GIF are not decoded by Daybook" in found["moving.gif"], found["moving.gif"])
    holds("pictures written as HEIC or AVIF are not decoded" in found["IMG_4711.HEIC"], found["IMG_4711.HEIC"])
    holds("nothing of it can be decoded" in found["no-tables.jpg"], found["no-tables.jpg"])
    holds("The file ends before the picture does" in found["cut-off.jpg"], found["cut-off.jpg"])
    holds("of which 4 could not be shown on this page." in w.page, "and they are counted: " + w.page[-300:])


def pdf(w):
    path = os.path.join(w.pack, "data", "photographs.pdf")
    holds("No syntax or stream encoding errors" in run("qpdf", "--check", path).want(0).out, "qpdf")
    with open(path, "rb") as file:
        seen = pdf_check.check(file.read())
    equal(seen.kinds["Figure"], len(copies(w.page)), "figures")
    structure = run("pdfinfo", "-struct", path).want(0).out
    text = run("pdftotext", path, "-").want(0).out
    holds("zone not stated" in words_of(text) and "too large to be decoded" in words_of(text), "its words")
    holds("Figure" in structure, structure[:300])


def chosen(w):
    message = next(r for r in w.records if r["kind"] == "message" and any(a["name"] and "WA0001" in a["name"] for a in r["attachments"]))
    pack = w.made("chosen", "--select", message["id"])
    equal(colours(page_of(pack)), {"chat"}, "one message, its picture and no other")
    equal(len(parts_of(page_of(pack))), 1, "pictures")
    text = next(r for r in w.records if r["kind"] == "message" and not r["attachments"])
    pack = w.made("without", "--select", text["id"])
    holds(not os.path.exists(os.path.join(pack, "data", "photographs.html")), "no picture, no document")
    holds("photographs.html" not in page_of(pack, "00-read-first.html"), "and nothing says there is")


def of_one_person(w):
    pack = w.made("friend", "--person", "Kasia")
    shown = colours(page_of(pack))
    holds("friend" in shown and not {"chat", "mail"} & shown, f"pictures of {shown}")
    for number in ("WA0001", "daniel@example.org", "your street"):
        holds(number not in page_of(pack), f"{number} is told")


def hidden(w):
    """What is hidden in an entry of the diary is not shown as a picture."""
    pack = w.made("hidden-content", "--select", w.incident, "--hide", "content")
    path = os.path.join(pack, "data", "photographs.html")
    holds(not os.path.exists(path) or "incident" not in colours(page_of(pack)), "the picture of hidden content")
    pack = w.made("not-hidden", "--select", w.incident)
    equal(colours(page_of(pack)), {"incident"}, "and without hiding it is shown")
    pack = w.made("hidden-text", "--select", w.incident, "--hide", "text")
    holds("stood at the gate" not in page_of(pack), "hidden words")


def private_stays(w):
    secret = w.vault.json("add", "--when", "2024-03-28 10:00", "--what", "Again", "--private", "hazelnut", "--attach",
                          w.scratch.put("again.png", png((9, 9, 9)))).want(DONE).one()["id"]
    pack = w.made("private", "--select", secret)
    holds("hazelnut" not in page_of(pack), "a private note")


def the_same_again(w):
    """One file under two records: shown once, and said."""
    vault = new_vault(w.scratch, "again-vault")
    folder = w.scratch.at("again")
    os.makedirs(folder)
    chat_zip(os.path.join(folder, "WhatsApp Chat with Daniel Reed.zip"), "Daniel Reed",
             {"IMG-20240324-WA0001.png": png(COLOURS["chat"]), "IMG-20240324-WA0002.png": png(COLOURS["chat"])})
    vault.run("import", folder).want(DONE, DOUBTS)
    pack = w.scratch.at("again-pack")
    vault.run("pack", "--out", pack).want(DONE)
    page = page_of(pack)
    equal((len(parts_of(page)), len(copies(page))), (2, 1), "two records, one picture")
    holds("The same file as at No. 1, where the picture stands." in page, "it is said where")


def beside(w):
    """A picture in the folder of a chat is an exhibit of its own: shown with the message where it is in the pack, and only there."""
    vault = new_vault(w.scratch, "beside-vault")
    folder = w.scratch.at("beside")
    os.makedirs(folder)
    w.scratch.put("beside/IMG-20240324-WA0009.png", png(COLOURS["beside"]))
    w.scratch.put("beside/WhatsApp Chat with Daniel Reed.txt", "24/03/2024, 21:05 - Daniel Reed: IMG-20240324-WA0009.png (file attached)\n")
    vault.run("import", folder).want(DONE, DOUBTS)
    vault.run("pack", "--out", w.scratch.at("beside-pack")).want(DONE)
    page = page_of(w.scratch.at("beside-pack"))
    equal(colours(page), {"beside"}, "the picture")
    holds("Sent by Daniel Reed" in words_of(next(iter(parts_of(page).values()))), "with who sent it")
    message = next(r for r in vault.records() if r["kind"] == "message")
    alone = w.scratch.at("beside-alone")
    vault.run("pack", "--out", alone, "--select", message["id"]).want(DONE)
    originals = os.listdir(os.path.join(alone, "data", "originals"))
    if not any(name.endswith(".png") for name in originals):
        holds(not os.path.exists(os.path.join(alone, "data", "photographs.html")), "a picture that the pack does not hold")


def twice(w):
    """The copies are the same in each pack."""
    equal(copies(page_of(w.made("twice"))), copies(page_of(w.made("thrice"))), "copies")


def no_such_format(w):
    told = w.vault.run("import", "--format", "picture-pixels", os.path.join(IMAGES, "phone.jpg"))
    equal(told.code, USAGE, f"{told.out} {told.err}")
    holds("there is no format" in told.err, told.err)


with Scratch() as scratch:
    quick_keys()
    world = World(scratch)
    case("photographs__every_picture_of_the_pack_is_there", all_are_there, world)
    case("photographs__order_is_by_time", order, world)
    case("photographs__no_byte_of_a_file_reaches_the_page", nothing_of_the_files, world)
    case("photographs__what_files_say_is_worded_as_a_claim", claims, world)
    case("photographs__what_cannot_be_shown_is_said", what_cannot_be_shown, world)
    case("photographs__pdf_has_the_same_and_is_tagged", pdf, world)
    case("photographs__only_what_was_chosen", chosen, world)
    case("photographs__only_those_of_one_person", of_one_person, world)
    case("photographs__what_is_hidden_stays_hidden", hidden, world)
    case("photographs__private_notes_stay", private_stays, world)
    case("photographs__the_same_file_is_shown_once", the_same_again, world)
    case("photographs__a_picture_beside_its_chat", beside, world)
    case("photographs__copies_are_the_same_each_time", twice, world)
    case("photographs__pixels_are_no_format_to_ask_for", no_such_format, world)
finish()
