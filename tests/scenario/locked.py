#!/usr/bin/env python3
"""A locked backup of an iPhone, made here with OpenSSL, Python and SQLite, is opened with its password and with no other."""
import datetime, hashlib, json, os, plistlib, struct
from phone import MESSAGES_TABLES, database
from scenario import *

FIRST_SALT, SALT, PASSWORD = b"first salt, 20 bytes", b"salt of twenty bytes", "seven green bottles"
CLASS_KEY, LIST_KEY, FILE_KEY = b"C" * 32, b"L" * 32, b"F" * 32
SMS, CALLS = "3d0d7e5fb2ce288813306e4d4636395e047a3d28", "5a4935c78a5255723f707230a451d79c540d2741"
BUSINESS_CONTACTS = hashlib.sha1(b"AppDomainGroup-group.net.whatsapp.WhatsAppSMB.shared-ContactsV2.sqlite").hexdigest()
SECRET = "I know you are home"
PICTURE = b"\xff\xd8\xff\xe0" + bytes(5000) + b"end of the picture"
PLACE = "~/Library/SMS/Attachments/0a/10/IMG_1.jpeg"
PICTURE_ID = hashlib.sha1(b"MediaDomain-" + PLACE[2:].encode()).hexdigest()


def openssl(mode, key, data, *more):
    return subprocess.run(["openssl", "enc", "-" + mode, "-K", key.hex(), *more], input=data, stdout=subprocess.PIPE, check=True).stdout


def wrap(kek, key):
    """RFC 3394, section 2.2.1."""
    a, r = b"\xa6" * 8, [key[i:i + 8] for i in range(0, len(key), 8)]
    for j in range(6):
        for i in range(len(r)):
            b = openssl("aes-256-ecb", kek, a + r[i], "-nopad")
            a = (int.from_bytes(b[:8], "big") ^ (len(r) * j + i + 1)).to_bytes(8, "big")
            r[i] = b[8:]
    return a + b"".join(r)


def sealed(key, data):
    return openssl("aes-256-cbc", key, data, "-iv", "0" * 32)  # padded as RFC 5652 has it


def tag(name, value):
    value = struct.pack(">I", value) if isinstance(value, int) else value
    return name.encode() + struct.pack(">I", len(value)) + value


def keybag():
    first = hashlib.pbkdf2_hmac("sha256", PASSWORD.encode(), FIRST_SALT, 30000)
    key = hashlib.pbkdf2_hmac("sha1", first, SALT, 1000, 32)
    return (tag("VERS", 5) + tag("TYPE", 1) + tag("UUID", b"U" * 16) + tag("WRAP", 0) + tag("SALT", SALT) + tag("ITER", 1000)
            + tag("DPWT", 1) + tag("DPIC", 30000) + tag("DPSL", FIRST_SALT) + tag("UUID", b"V" * 16) + tag("CLAS", 1)
            + tag("WRAP", 1) + tag("WPKY", b"?" * 40) + tag("UUID", b"W" * 16) + tag("CLAS", 3) + tag("WRAP", 2)
            + tag("KTYP", 0) + tag("WPKY", wrap(key, CLASS_KEY)))


def made(scratch, name, *statements):
    return open(database(scratch, f"made/{name}", *statements), "rb").read()


def messages(scratch):
    return made(
        scratch, "sms.db", *MESSAGES_TABLES,
        "INSERT INTO handle VALUES (1, '+447700900202', 'SMS')", "INSERT INTO chat VALUES (1, '+447700900202')",
        f"INSERT INTO message VALUES (1, 'G1', '{SECRET}', 1, 'SMS', 733007107000000000, 0)",
        "INSERT INTO message VALUES (2, 'G2', 'stop', 1, 'SMS', 733007167000000000, 1)",
        f"INSERT INTO attachment VALUES (1, '{PLACE}', 'image/jpeg', 'IMG_1.jpeg')",
        "INSERT INTO chat_message_join VALUES (1, 1), (1, 2)", "INSERT INTO message_attachment_join VALUES (1, 1)")


def calls(scratch):
    return made(scratch, "calls", "CREATE TABLE ZCALLRECORD (Z_PK INTEGER PRIMARY KEY, ZADDRESS TEXT, ZDATE REAL, ZDURATION REAL,"
                    " ZORIGINATED INTEGER, ZANSWERED INTEGER, ZCALLTYPE INTEGER)",
                    "INSERT INTO ZCALLRECORD VALUES (1, '07700900202', 733010400, 0, 0, 0, 1)")


def business_contacts(scratch):
    return made(scratch, "contacts", "CREATE TABLE ZWAADDRESSBOOKCONTACT (Z_PK INTEGER PRIMARY KEY, ZFULLNAME TEXT, ZPHONENUMBER TEXT,"
                " ZWHATSAPPID TEXT)", "INSERT INTO ZWAADDRESSBOOKCONTACT VALUES (1, 'Daniel Reed', '07700 900202', '447700900202@s.whatsapp.net')")


def row(size):
    key = struct.pack("<I", 3) + wrap(CLASS_KEY, FILE_KEY)
    return plistlib.dumps({"$version": 100000, "$archiver": "NSKeyedArchiver", "$top": {"root": plistlib.UID(1)}, "$objects": [
        "$null", {"Size": size, "ProtectionClass": 3, "EncryptionKey": plistlib.UID(2)}, {"NS.data": key}]}, fmt=plistlib.FMT_BINARY)


def backup(scratch, name, without=()):
    """A folder as Finder makes it."""
    files = {SMS: messages(scratch), CALLS: calls(scratch), BUSINESS_CONTACTS: business_contacts(scratch), PICTURE_ID: PICTURE, "ab" * 20: b"a file nobody opens"}
    listed = made(scratch, "list", "CREATE TABLE Files (fileID TEXT PRIMARY KEY, domain TEXT, relativePath TEXT, flags INTEGER, file BLOB)",
                      "CREATE TABLE Properties (key TEXT, value BLOB)",
                      *[("INSERT INTO Files VALUES (?, 'HomeDomain', 'x', 1, ?)", (i, row(len(data)))) for i, data in files.items()])
    folder = os.path.join(scratch.path, name)
    for i, data in files.items():
        if i not in without:
            scratch.put(f"{name}/{i[:2]}/{i}", sealed(FILE_KEY, data))
    scratch.put(f"{name}/Manifest.db", sealed(LIST_KEY, listed))
    scratch.put(f"{name}/Manifest.plist", plistlib.dumps(
        {"IsEncrypted": True, "Version": "10.0", "BackupKeyBag": keybag(), "Lockdown": {},
         "ManifestKey": struct.pack("<I", 3) + wrap(CLASS_KEY, LIST_KEY)}, fmt=plistlib.FMT_BINARY))
    return folder


def about(vault, name="Manifest.plist"):
    return [r for r in vault.records() if r["origin"]["name"] == name]


def texts(vault):
    return [r["text"] for r in about(vault) if r["kind"] == "message"]


def told(run):
    return [r for r in run.rows() if r.get("format") == "iphone-plist"][0]


def opened(scratch):
    folder = backup(scratch, "whole")
    vault = new_vault(scratch, "whole-vault")
    report = told(vault.json("import", folder).want(DOUBTS))
    equal((report["status"], [q["code"] for q in report["questions"]]), ("partly", ["password"]), "the password is asked for")
    equal(texts(vault), [], "nothing is read without it")
    wrong = scratch.put("wrong.txt", "seven green bottle\n")
    report = told(vault.json("import", folder, "--password-file", wrong).want(DOUBTS))
    equal([q["code"] for q in report["questions"]], ["password"], "another password is asked for")
    equal(texts(vault), [], "nothing is read with another")
    right = scratch.put("right.txt", PASSWORD + "\n")
    report = told(vault.json("import", folder, "--password-file", right).want(DONE, DOUBTS))
    equal((report["status"], report["by_kind"]["message"], report["by_kind"]["call"], report["by_kind"].get("contact")),
          ("read", 2, 1, 1), f"the report: {report}")
    equal(sorted(texts(vault)), [SECRET, "stop"], "the messages")
    first = [r for r in about(vault) if r["text"] == SECRET][0]
    equal((first["at"], first["from"]["handle"], first["direction"]), ("2024-03-24T21:05:07Z", "+447700900202", "in"), "who and when")
    equal(first["origin"]["inside"], "HomeDomain/Library/SMS/sms.db", "where it stood")
    equal([(a["missing"], a["bytes"], a["sha256"]) for a in first["attachments"]],
          [(False, len(PICTURE), hashlib.sha256(PICTURE).hexdigest())], "the picture, opened")
    vault.sound()
    # Neither the password nor what is inside stands in any file of the vault, or in what is told.
    for where, _, names in os.walk(vault.path):
        for name in names:
            content = open(os.path.join(where, name), "rb").read()
            holds(PASSWORD.encode() not in content and SECRET.encode() not in content, f"{name} holds it in clear")
    holds(PASSWORD not in vault.json("list", "--all").out + vault.json("show", first["id"]).out, "the password is told")


def incomplete(scratch):
    right = scratch.put("right.txt", PASSWORD + "\n")
    vault = new_vault(scratch, "part-vault")
    report = told(vault.json("import", backup(scratch, "part", without=(CALLS, PICTURE_ID)), "--password-file", right).want(DOUBTS, DONE))
    equal((report["by_kind"]["message"], report["attachments"]["missing"]), (2, 1), "what is there is read, what is not is counted")
    vault = new_vault(scratch, "none-vault")
    report = told(vault.json("import", backup(scratch, "none", without=(SMS, CALLS, BUSINESS_CONTACTS)), "--password-file", right).want(DOUBTS))
    equal(report["status"], "partly", "the password fits, and nothing is there to open")


def codes(report):
    return [d["code"] for d in report["doubts"]]


def keys_damaged(scratch):
    """A key that does not open any more is damage, and not a wrong password."""
    right = scratch.put("right.txt", PASSWORD + "\n")
    folder = backup(scratch, "keys")
    path = os.path.join(folder, "Manifest.plist")
    plist = plistlib.load(open(path, "rb"))
    plist["BackupKeyBag"] += tag("UUID", b"X" * 16) + tag("CLAS", 4) + tag("WRAP", 2) + tag("WPKY", b"?" * 40)
    plistlib.dump(plist, open(path, "wb"), fmt=plistlib.FMT_BINARY)
    vault = new_vault(scratch, "keys-vault")
    report = told(vault.json("import", folder, "--password-file", right).want(DONE, DOUBTS))
    equal((report["questions"], report["by_kind"]["message"]), ([], 2), "what the other keys open is read")
    # The key of sms.db itself, in the list.
    listed = made(scratch, "list-broken", "CREATE TABLE Files (fileID TEXT PRIMARY KEY, domain TEXT, relativePath TEXT, flags INTEGER, file BLOB)",
                  "CREATE TABLE Properties (key TEXT, value BLOB)",
                  ("INSERT INTO Files VALUES (?, 'HomeDomain', 'x', 1, ?)", (SMS, row(100).replace(wrap(CLASS_KEY, FILE_KEY), b"?" * 40))))
    scratch.put("keys/Manifest.db", sealed(LIST_KEY, listed))
    vault = new_vault(scratch, "keys-vault-2")
    report = told(vault.json("import", folder, "--password-file", right).want(DOUBTS))
    equal((report["status"], report["questions"]), ("partly", []), "not asked for another password")
    holds("backup-keys-damaged" in codes(report), f"said: {codes(report)}")


def key_of_the_telephone(scratch):
    """Some keys no password opens: that is no damage."""
    right = scratch.put("right.txt", PASSWORD + "\n")
    folder = backup(scratch, "phone")
    of_phone = struct.pack("<I", 1) + wrap(CLASS_KEY, FILE_KEY)[:40]
    listed = made(scratch, "list-phone", "CREATE TABLE Files (fileID TEXT PRIMARY KEY, domain TEXT, relativePath TEXT, flags INTEGER, file BLOB)",
                  "CREATE TABLE Properties (key TEXT, value BLOB)",
                  ("INSERT INTO Files VALUES (?, 'HomeDomain', 'x', 1, ?)",
                   (SMS, row(100).replace(struct.pack("<I", 3) + wrap(CLASS_KEY, FILE_KEY), of_phone))))
    scratch.put("phone/Manifest.db", sealed(LIST_KEY, listed))
    vault = new_vault(scratch, "phone-vault")
    report = told(vault.json("import", folder, "--password-file", right).want(DOUBTS))
    equal((report["status"], report["questions"]), ("partly", []), "not asked for another password")
    equal([c for c in codes(report) if c.startswith("backup-keys")], ["backup-keys-of-phone"], "said")


def owner_of(scratch):
    """Info.plist begins with the icons of all apps."""
    vault = new_vault(scratch, "owner-vault")
    info = plistlib.dumps({"Applications": {f"org.example.app{n}": {"PlaceholderIcon": os.urandom(40000)} for n in range(20)},
                           "Device Name": "Maya's iPhone", "Last Backup Date": datetime.datetime(2024, 3, 24, 1, 30),
                           "Phone Number": "+44 7700 900101", "Product Type": "iPhone14,2"})
    path = scratch.put("owner/Info.plist", info)
    report = vault.json("import", path).want(DONE, DOUBTS).one()
    equal(report["format"], "iphone-plist", "known by what stands behind the icons")
    holds("+44 7700 900101" in json.dumps(vault.records()[0]), "and whose telephone it was")
    other = scratch.put("owner/Other.plist", plistlib.dumps({"Applications": {"a": {"PlaceholderIcon": b"x" * 90000}}}))
    equal(vault.json("import", other).want(DONE, DOUBTS).one()["format"], "file", "any other is a file")


def damaged(scratch):
    right = scratch.put("right.txt", PASSWORD + "\n")
    for number, (name, at) in enumerate((("Manifest.db", 40), ("Manifest.db", 100000), (f"3d/{SMS}", 20), ("Manifest.plist", 300))):
        folder = backup(scratch, f"damaged-{number}")
        path = os.path.join(folder, name)
        data = bytearray(open(path, "rb").read())
        data[at % len(data)] ^= 0x55
        open(path, "wb").write(data)
        vault = new_vault(scratch, f"damaged-{number}-vault")
        vault.json("import", folder, "--password-file", right).want(DOUBTS, DONE)
        vault.sound()


quick_keys()
with Scratch() as scratch:
    case("locked__opened", opened, scratch)
    case("locked__incomplete", incomplete, scratch)
    case("locked__keys_damaged", keys_damaged, scratch)
    case("locked__key_of_the_telephone", key_of_the_telephone, scratch)
    case("locked__owner_of", owner_of, scratch)
    case("locked__damaged", damaged, scratch)
finish()
