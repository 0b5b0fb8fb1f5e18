"""A second reading of a PDF that Daybook wrote, by its own few rules (ISO 32000-1, ISO 19005-3): every object that is named is
there, where the cross-references say; tags, marks and keys belong together; fonts are in the file; and what PDF/A forbids is
not there.  It reads what our writer writes, not every PDF: what it does not know is an error."""
import re, sys, zlib

TOKEN = re.compile(rb"""[\0\t\n\f\r ]*(?:%[^\r\n]*[\r\n][\0\t\n\f\r ]*)*
    (?: (?P<ref>(\d+)\ (\d+)\ R(?![A-Za-z0-9]))
      | (?P<number>[+-]?(?:\d+\.?\d*|\.\d+)) | (?P<name>/[^\0\t\n\f\r ()<>\[\]{}/%]*) | (?P<open><<|\[) | (?P<close>>>|\])
      | (?P<hex><[0-9A-Fa-f\s]*>) | (?P<string>\() | (?P<word>[A-Za-z'"*][A-Za-z0-9*]*) )""", re.X)
ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


class Wrong(Exception):
    pass


def must(truth, what):
    if not truth:
        raise Wrong(what)


class Name(str):
    pass


class Ref(int):
    pass


class Word(str):
    pass


def string_at(data, at):
    out, depth = bytearray(), 1
    while True:
        c = data[at:at + 1]
        must(c, "a string does not end")
        at += 1
        if c == b"\\":
            e = data[at:at + 1]
            at += 1
            out += ESCAPES.get(e, e)
            continue
        depth += (c == b"(") - (c == b")")
        if depth == 0:
            return bytes(out), at
        out += c


def tokens(data, at=0):
    """Values and operators: (value, end)."""
    stack = []
    while True:
        m = TOKEN.match(data, at)
        if not m:
            must(not data[at:].strip(b"\0\t\n\f\r "), f"what is {data[at:at + 20]!r}?")
            must(not stack, "something is open at the end")
            return
        at = m.end()
        if m["open"]:
            stack.append((m["open"], []))
            continue
        if m["close"]:
            must(stack, "closed, and not opened")
            kind, items = stack.pop()
            must((kind == b"<<") == (m["close"] == b">>"), "brackets cross")
            value = items
            if kind == b"<<":
                must(len(items) % 2 == 0, f"a dictionary of an odd number: {items}")
                value = dict(zip(items[::2], items[1::2]))
                must(len(value) == len(items) // 2, f"a key is twice in {items}")
        elif m["ref"]:
            value = Ref(m[2])
        elif m["number"]:
            value = float(m["number"]) if b"." in m["number"] else int(m["number"])
        elif m["name"]:
            value = Name(re.sub(rb"#(..)", lambda h: bytes.fromhex(h[1].decode()), m["name"][1:]).decode())
        elif m["hex"]:
            value = bytes.fromhex(m["hex"][1:-1].decode())
        elif m["string"] is not None:
            value, at = string_at(data, at)
        else:
            word = m["word"].decode()
            value = {"true": True, "false": False, "null": None}.get(word, Word(word))
        if stack:
            stack[-1][1].append(value)
        else:
            yield value, at


def value_at(data, at):
    return next(tokens(data, at))


class Pdf:
    def __init__(self, data):
        self.data, self.cache = data, {}
        must(data.startswith(b"%PDF-1.7\n%") and min(data[10:14]) > 127, "how it begins")
        end = re.search(rb"startxref\n(\d+)\n%%EOF\n\Z", data)
        must(end, "how it ends")
        self.places = {}
        self.trailer, rows = self.stream_at(int(end[1]))
        must(self.trailer["Type"] == "XRef" and self.trailer["W"] == [1, 5, 1], "the cross-references")
        self.rows(rows)
        self.own = self.trailer_id
        must(self.places[self.own][1] == int(end[1]), "the cross-references have their own place")

    def rows(self, rows):
        size, above = self.trailer["Size"], bytes(7)
        must(len(rows) == size * 8, "as many rows as objects")
        for i in range(size):
            must(rows[8 * i] == 2, "a predictor")
            above = bytes((a + b) & 255 for a, b in zip(above, rows[8 * i + 1:8 * i + 8]))
            if above[0]:
                self.places[i] = (above[0], int.from_bytes(above[1:6], "big"), above[6])

    def stream_at(self, at):
        head = re.compile(rb"(\d+) 0 obj\n").match(self.data, at)
        must(head, f"an object begins at {at}")
        self.trailer_id = int(head[1])
        value, end = value_at(self.data, head.end())
        if self.data[end:end + 8] != b"\nstream\n":
            return value, None
        start = end + 8
        raw = self.data[start:start + value["Length"]]
        after = start + value["Length"]
        must(self.data[after:after + 18] == b"\nendstream\nendobj\n", f"stream {head[1]} is as long as it says")
        return value, zlib.decompress(raw) if value.get("Filter") == "FlateDecode" else raw

    def get(self, ref):
        if ref in self.cache:
            return self.cache[ref]
        must(ref in self.places, f"object {ref} is named and not there")
        kind, where, index = self.places[ref]
        if kind == 1:
            must(self.data.startswith(b"%d 0 obj\n" % ref, where), f"object {ref} is not where it should be")
            value = self.stream_at(where)
        else:
            holder, body = self.get(Ref(where))
            key = ("pack", where)
            if key not in self.cache:
                numbers = [v for v, _ in tokens(body[:holder["First"]])]
                must(len(numbers) == 2 * holder["N"], "the head of an object stream")
                self.cache[key] = numbers
            numbers = self.cache[key]
            must(numbers[2 * index] == ref, f"object {ref} is another in its stream")
            value = (value_at(body, holder["First"] + numbers[2 * index + 1])[0], None)
        self.cache[ref] = value
        return value

    def of(self, value):
        return self.get(value)[0] if isinstance(value, Ref) else value

    def stream(self, ref):
        return self.get(ref)[1]


class Check:
    def __init__(self, data):
        self.pdf = Pdf(data)
        self.root = self.pdf.of(self.pdf.trailer["Root"])
        self.marks = {}   # (page, mark) -> drawn how often
        self.belongs = {} # (page, mark) -> element
        self.words = 0

    def all(self):
        self.objects()
        self.catalogue()
        self.pages()
        self.tags()
        self.fonts()
        self.names()
        self.outline()

    def refs_in(self, value):
        if isinstance(value, Ref):
            yield value
        elif isinstance(value, dict):
            for v in value.values():
                yield from self.refs_in(v)
        elif isinstance(value, list):
            for v in value:
                yield from self.refs_in(v)

    def objects(self):
        """All that is reached is there, and all that is there is reached but for the streams that hold others."""
        seen, todo = set(), [self.pdf.trailer["Root"], self.pdf.trailer["Info"]]
        while todo:
            ref = todo.pop()
            if ref in seen:
                continue
            seen.add(ref)
            value = self.pdf.get(ref)[0]
            if isinstance(value, dict):
                must(not {"AA", "JS", "LZWDecode", "TR", "OPI", "Ref", "XFA"} & set(value), f"forbidden in PDF/A: {set(value)}")
                must(value.get("Filter") != "LZWDecode", "LZW")
            todo += self.refs_in(value)
        holders = {where for kind, where, _ in self.pdf.places.values() if kind == 2} | {self.pdf.own}
        idle = set(self.pdf.places) - seen - holders
        must(not idle, f"objects nobody leads to: {sorted(idle)[:9]}")
        must(len(self.pdf.trailer["ID"]) == 2 and len(self.pdf.trailer["ID"][0]) == 16, "an ID")

    def catalogue(self):
        root, of = self.root, self.pdf.of
        must(root["MarkInfo"] == {"Marked": True}, "marked")
        must(root["ViewerPreferences"]["DisplayDocTitle"] is True, "its title is shown")
        must(re.fullmatch(rb"[a-z]{2}(-[A-Z]{2})?", root["Lang"]), "a language")
        must("PageLabels" in root and "AA" not in root and "OpenAction" not in root, "labels, and no actions")
        intent = root["OutputIntents"][0]
        must(intent["S"] == "GTS_PDFA1", "an output intent")
        profile = self.pdf.stream(intent["DestOutputProfile"])
        must(len(profile) == int.from_bytes(profile[:4], "big") and profile[36:40] == b"acsp" and profile[12:24] == b"mntrRGB XYZ ",
             "a colour profile")
        xmp = self.pdf.stream(root["Metadata"]).decode()
        info = of(self.pdf.trailer["Info"])
        must("<pdfaid:part>3</pdfaid:part>" in xmp and "<pdfaid:conformance>B</pdfaid:conformance>" in xmp, "PDF/A-3b")
        must("Filter" not in self.pdf.get(root["Metadata"])[0], "metadata can be read as they are")
        title = info["Title"][2:].decode("utf-16-be")
        escaped = title.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        must(f">{escaped}</rdf:li>" in xmp, "one title in both places")
        day = info["CreationDate"].decode()
        must(f"<xmp:CreateDate>{day[2:6]}-{day[6:8]}-{day[8:10]}T{day[10:12]}:{day[12:14]}:{day[14:16]}Z<" in xmp, "one date in both")
        for spec in root.get("AF", []):
            file = of(spec)
            must(file["AFRelationship"] in ("Data", "Source", "Alternative", "Supplement", "Unspecified"), "a relation")
            must({"F", "UF", "EF", "Desc"} <= set(file), "an attached file is named")
            embedded = of(file["EF"]["F"])
            must("/" in embedded["Subtype"] and embedded["Params"]["Size"] == len(self.pdf.stream(file["EF"]["F"])), "its size and kind")

    def pages(self):
        self.list, todo = [], [(self.root["Pages"], None)]
        while todo:
            ref, parent = todo.pop()
            node = self.pdf.of(ref)
            must(parent is None or node["Parent"] == parent, "a page knows its parent")
            if node["Type"] == "Pages":
                todo += [(kid, ref) for kid in reversed(node["Kids"])]
                continue
            self.list.append(ref)
        must(self.pdf.of(self.root["Pages"])["Count"] == len(self.list), "how many pages")
        for ref in self.list:
            self.page(ref)

    def page(self, ref):
        node = self.pdf.of(ref)
        data = b"\n".join(self.pdf.stream(part) for part in node["Contents"])
        fonts, images = node["Resources"].get("Font", {}), node["Resources"].get("XObject", {})
        open_marks, in_text, saved, args, used = [], False, 0, [], set()
        for value, _ in tokens(data):
            if not isinstance(value, Word):
                args.append(value)
                continue
            if value in ("BDC", "BMC"):
                mark = args[1].get("MCID") if value == "BDC" else None
                if mark is not None:
                    must((ref, mark) not in self.marks, f"mark {mark} twice on a page")
                    must(all(m is None for m, _ in open_marks) and not any(n == "Artifact" for _, n in open_marks),
                         "a mark of an element inside another")
                    self.marks[ref, mark] = 0
                open_marks.append((mark, args[0]))
            elif value == "EMC":
                must(open_marks, "EMC alone")
                must(not in_text or in_text == len(open_marks) - 1 or in_text < len(open_marks), "a mark ends inside text it began before")
                open_marks.pop()
            elif value == "BT":
                must(not in_text, "text in text")
                in_text = len(open_marks)
                must(open_marks, "text outside a mark")
            elif value == "ET":
                must(in_text and in_text == len(open_marks), "text ends in another mark than it began in")
                in_text = False
            elif value == "q":
                saved += 1
            elif value == "Q":
                saved -= 1
            elif value == "Tf":
                must(args[0] in fonts, f"font {args[0]} is not of this page")
                used.add(args[0])
                font = args[0]
            elif value == "Do":
                must(args[0] in images, f"picture {args[0]} is not of this page")
            elif value in ("TJ", "Tj"):
                must(in_text and open_marks, "letters outside a mark")
                if self.pdf.of(fonts[font])["Subtype"] == "Type0":
                    strings = b"".join(s for s in args[0] if isinstance(s, bytes))
                    must(b"\0\0" not in {strings[i:i + 2] for i in range(0, len(strings), 2)}, "a letter that is in no font (.notdef)")
                self.words += 1
            elif value not in ("Tm", "Tr", "Tz", "Ts", "g", "G", "rg", "RG", "w", "d", "re", "f", "S", "m", "l", "c", "cm", "d0"):
                raise Wrong(f"operator {value}")
            args = []
        must(not open_marks and not in_text and saved == 0 and not args, "a page ends in the middle of something")
        must(used == set(fonts), f"fonts of a page that it does not use: {set(fonts) - used}")
        self.notes(ref, node)

    def notes(self, ref, node):
        for note in node.get("Annots", []):
            n = self.pdf.of(note)
            must(n["Subtype"] == "Link" and n["F"] == 4 and n["P"] == ref and "Contents" in n, "a link")
            must(n["Rect"][0] < n["Rect"][2] and n["Rect"][1] < n["Rect"][3], "it has an area")
            self.belongs["note", note] = n["StructParent"]

    def tree(self, node, leaves):
        node = self.pdf.of(node)
        if "Kids" in node:
            for kid in node["Kids"]:
                self.tree(kid, leaves)
        else:
            pairs = node.get("Nums") or node["Names"]
            keys = pairs[::2]
            must(keys == sorted(keys) and node.get("Limits", [keys[0], keys[-1]]) == [keys[0], keys[-1]], "keys in order")
            leaves += list(zip(keys, pairs[1::2]))

    def tags(self):
        top = self.pdf.of(self.root["StructTreeRoot"])
        parents = []
        self.tree(top["ParentTree"], parents)
        must([k for k, _ in parents] == list(range(top["ParentTreeNextKey"])), "every key is there")
        parents = dict(parents)
        self.kinds, seen = {}, set()
        todo = [(top["K"], self.root["StructTreeRoot"], None)]
        while todo:
            ref, parent, above = todo.pop()
            e = self.pdf.of(ref)
            must(ref not in seen and e["P"] == parent, f"element {ref} stands once, below its parent")
            seen.add(ref)
            self.kinds[e["S"]] = self.kinds.get(e["S"], 0) + 1
            self.allowed(e, above)
            kids = e.get("K", [])
            for kid in kids if isinstance(kids, list) else [kids]:
                if isinstance(kid, Ref):
                    todo.append((kid, ref, e["S"]))
                elif isinstance(kid, int):
                    self.mark_of(e["Pg"], kid, ref, parents)
                elif kid["Type"] == "MCR":
                    self.mark_of(kid["Pg"], kid["MCID"], ref, parents)
                else:
                    key = self.belongs.pop(("note", kid["Obj"]), None)
                    must(key is not None and parents[key] == ref and e["S"] == "Link", "a link is in its element")
        left = [m for m, drawn in self.marks.items() if not drawn]
        must(not left, f"marks of no element: {left[:5]}")
        must(not any(k[0] == "note" for k in self.belongs), "links of no element")

    def allowed(self, e, above):
        """ISO 32000-1, 14.8.4: what stands in what."""
        inside = {"TR": ("THead", "TBody"), "THead": ("Table",), "TBody": ("Table",), "TH": ("TR",), "TD": ("TR",), "LI": ("L",),
                  "Lbl": ("LI",), "LBody": ("LI",), "Link": ("TD",), "Document": (None,)}
        must(above in inside.get(e["S"], ("Document",)), f"{e['S']} in {above}")
        must(e["S"] != "Figure" or len(e["Alt"]) > 2, "a figure is told in words")
        must(e["S"] != "TH" or e["A"]["Scope"] in ("Row", "Column"), "a heading of a table says of what")

    def mark_of(self, page, mark, element, parents):
        must((page, mark) in self.marks, f"mark {mark} of an element is not on its page")
        self.marks[page, mark] += 1
        must(self.marks[page, mark] == 1, "a mark of two elements")
        listed = self.pdf.of(parents[self.pdf.of(page)["StructParents"]])
        must(listed[mark] == element, "a page's list says whose a mark is")

    def fonts(self):
        self.font_names, seen = set(), set()
        for page in self.list:
            for ref in self.pdf.of(page)["Resources"]["Font"].values():
                if ref not in seen:
                    seen.add(ref)
                    self.font(self.pdf.of(ref))

    def font(self, font):
        cmap = self.pdf.stream(font["ToUnicode"])
        must(b"begincodespacerange" in cmap and cmap.count(b"beginbfchar") == cmap.count(b"endbfchar"), "a ToUnicode map")
        if font["Subtype"] == "Type3":
            must(all(self.pdf.stream(p).endswith((b" d0", b"Q")) for p in font["CharProcs"].values()), "letters that are pictures")
            must(len(font["Widths"]) == font["LastChar"] + 1 == len(font["CharProcs"]), "a width each")
            return
        inner = self.pdf.of(font["DescendantFonts"][0])
        descriptor = self.pdf.of(inner["FontDescriptor"])
        must(font["Encoding"] == "Identity-H" and font["BaseFont"] == inner["BaseFont"] == descriptor["FontName"], "one name")
        must(re.fullmatch(r"[A-Z]{6}\+[\w-]+", font["BaseFont"]), "the name of a part of a font")
        must(inner["Subtype"] == "CIDFontType0" or "CIDToGIDMap" in inner, "which glyph a code is")
        program = descriptor.get("FontFile2") or descriptor["FontFile3"]
        body = self.pdf.stream(program)
        must(len(body) > 100 and (self.pdf.of(program).get("Length1", len(body)) == len(body)), "the font is in the file")
        self.font_names.add(font["BaseFont"])

    def names(self):
        names = self.pdf.of(self.root["Names"])
        self.places = []
        if "Dests" in names:
            self.tree(names["Dests"], self.places)
        known = {name for name, _ in self.places}
        must(all(target[0] in self.list and target[1] == "XYZ" for _, target in self.places), "places are on pages")
        for page in self.list:
            for note in self.pdf.of(page).get("Annots", []):
                must(self.pdf.of(note)["Dest"] in known, f"a link leads nowhere: {self.pdf.of(note)['Dest']}")

    def outline(self):
        self.headings = 0
        if "Outlines" not in self.root:
            return
        top = self.pdf.of(self.root["Outlines"])
        todo = [(self.root["Outlines"], top)]
        while todo:
            ref, node = todo.pop()
            kid, before, count = node.get("First"), None, 0
            while kid is not None:
                k = self.pdf.of(kid)
                must(k["Parent"] == ref and k.get("Prev") == before and k["Dest"][0] in self.list, "an entry of the contents")
                self.headings += 1
                count += 1 + k.get("Count", 0)
                todo.append((kid, k))
                before, kid = kid, k.get("Next")
            must(node.get("Last") == before and node.get("Count", 0) == count, "the last entry, and how many")


def check(data):
    """Raises Wrong; gives what was seen."""
    seen = Check(data)
    seen.all()
    return seen


if __name__ == "__main__":
    for name in sys.argv[1:]:
        with open(name, "rb") as file:
            found = check(file.read())
        print(f"{name}: {len(found.list)} pages, {len(found.marks)} marks, {found.kinds}, {found.headings} headings, {len(found.places)} places")
