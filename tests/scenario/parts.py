#!/usr/bin/env python3
"""A download that came in several zips is one tree: what a chat of one part names may be in another, or lie beside them."""
import io, os, shutil, zipfile
from scenario import *

PICTURE = b"\xff\xd8\xff\xe0" + bytes(300)
TOP = "your_instagram_activity/messages/inbox/daniel_1/"


def chat(*names):
    photos = ",".join('{"uri":"%s","creation_timestamp":1711314307}' % (TOP + "photos/" + n) for n in names)
    return ('{"participants":[{"name":"Daniel Reed"},{"name":"Maya Okafor"}],"messages":[{"sender_name":"Daniel Reed",'
            '"timestamp_ms":1711314307000,"photos":[%s]}],"title":"Daniel Reed","is_still_participant":true,'
            '"thread_path":"inbox/daniel_1","magic_words":[]}' % photos)


def packed(**files):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z:
        for name, data in files.items():
            z.writestr(zipfile.ZipInfo(name, (2024, 3, 24, 21, 5, 44)), data)
    return out.getvalue()


def message(vault):
    """The message's files: name, whether they are there, how many bytes; and its doubts."""
    rows = [vault.json("show", r["id"]).want(DONE).one() for r in vault.records() if r["kind"] == "message"]
    holds(len(rows) == 1, f"one message, got {rows}")
    return [(a["name"].split("/")[-1], not a["missing"], a["bytes"]) for a in rows[0]["attachments"]], [
        d["code"] for d in rows[0]["doubts"]]


def fill(scratch, name, **files):
    folder = os.path.join(scratch.path, name)
    for path, data in files.items():
        scratch.put(os.path.join(name, path), data)
    return folder


def in_another_part(scratch):
    folder = fill(scratch, "two", **{
        "instagram-maya-1.zip": packed(**{TOP + "message_1.json": chat("1.jpg", "2.jpg")}),
        "instagram-maya-2.zip": packed(**{TOP + "photos/1.jpg": PICTURE}),
        "instagram-maya-3.zip": packed(**{TOP + "photos/2.jpg": PICTURE + b"2", "other.txt": "x"})})
    vault = new_vault(scratch, "two-vault")
    vault.json("import", folder).want(DONE, DOUBTS)
    files, doubts = message(vault)
    equal(files, [("1.jpg", True, 304), ("2.jpg", True, 305)], "both pictures come from the other parts")
    holds("file-from-other-part" in doubts, f"which is said: {doubts}")
    vault.sound()
    # Also when it is read again, from the diary alone.
    shutil.rmtree(folder)
    first = fill(scratch, "two", **{"instagram-maya-1.zip": packed(**{TOP + "message_1.json": chat("1.jpg", "2.jpg")})})
    vault.json("import", first, "--me", "Maya Okafor").want(DONE, DOUBTS)
    equal(message(vault)[0], files, "when it is read again")
    vault.sound()


def beside_the_zip(scratch):
    folder = fill(scratch, "beside", **{"part.zip": packed(**{TOP + "message_1.json": chat("1.jpg")}),
                                        TOP + "photos/1.jpg": PICTURE})
    vault = new_vault(scratch, "beside-vault")
    vault.json("import", folder).want(DONE, DOUBTS)
    equal(message(vault)[0], [("1.jpg", True, 304)], "one part was unpacked already")
    vault.sound()


def objects(vault):
    return {os.path.join(where, n) for where, _, names in os.walk(os.path.join(vault.path, "o")) for n in names}


def a_part_that_is_damaged(scratch):
    """Inside the vault: what it held is missing, and that is said."""
    folder = fill(scratch, "hurt", **{"a.zip": packed(**{TOP + "photos/1.jpg": os.urandom(300000)})})
    vault = new_vault(scratch, "hurt-vault")
    vault.json("import", os.path.join(folder, "a.zip"), "--keep-only").want(DONE, DOUBTS)
    for path in objects(vault):
        with open(path, "r+b") as f:
            f.seek(os.path.getsize(path) // 2)
            f.write(bytes(64))
    scratch.put("hurt/b.zip", packed(**{TOP + "message_1.json": chat("1.jpg")}))
    report = [r for r in vault.json("import", os.path.join(folder, "b.zip")).want(DONE, DOUBTS).rows()
              if r.get("original", {}).get("name") == "b.zip"][0]
    holds("part-damaged" in [d["code"] for d in report["doubts"]], f"said: {report}")
    equal(report["status"], "partly", "not all of it is there")


def a_part_that_is_gone(scratch):
    folder = fill(scratch, "gone", **{
        "a.zip": packed(**{TOP + "photos/1.jpg": PICTURE}),
        "b.zip": packed(**{TOP + "message_1.json": chat("1.jpg")}), "c.zip": b"PK\x03\x04 no zip at all"})
    vault = new_vault(scratch, "gone-vault")
    vault.json("import", os.path.join(folder, "a.zip")).want(DONE, DOUBTS)
    photo = [r for r in vault.records() if r["kind"] == "photo"][0]
    vault.json("remove", photo["id"], "--whole-file", "--why", "not mine", "--yes").want(DONE)
    vault.json("import", os.path.join(folder, "b.zip"), os.path.join(folder, "c.zip")).want(DONE, DOUBTS)
    equal(message(vault)[0], [("1.jpg", False, None)], "what was removed is not found")
    vault.sound()


quick_keys()
with Scratch() as scratch:
    case("parts__in_another_part", in_another_part, scratch)
    case("parts__beside_the_zip", beside_the_zip, scratch)
    case("parts__a_part_that_is_damaged", a_part_that_is_damaged, scratch)
    case("parts__a_part_that_is_gone", a_part_that_is_gone, scratch)
finish()
