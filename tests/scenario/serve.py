#!/usr/bin/env python3
"""The screens, asked through real sockets as a browser asks, and as none does (docs/design/0040-loopback.md)."""
import http.client, os, re, signal, socket, subprocess, time, urllib.parse
from scenario import *

HEADERS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin",
           "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Resource-Policy": "same-origin",
           "Cross-Origin-Embedder-Policy": "require-corp"}


class Screens:
    """`daybook serve` under way, and one browser."""

    def __init__(self, vault):
        clean = {k: v for k, v in os.environ.items() if not k.startswith(("DAYBOOK_", "LD_PRELOAD"))}
        self.program = subprocess.Popen([DAYBOOK, "--vault", vault.path, "serve"], stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, text=True, env={**clean, **EVERYWHERE})
        self.link = self.program.stdout.readline().strip()
        found = re.fullmatch(r"http://(([a-z2-7]{26})\.localhost:(\d+))(/[a-z2-7]{26})", self.link)
        holds(found, f"a link: {self.link!r}")
        self.host, self.label, self.port, self.token = found[1], found[2], int(found[3]), found[4]
        self.cookie = self.key = None

    def __enter__(self):
        return self

    def __exit__(self, *ignored):
        if self.program.poll() is None:
            self.program.kill()
        self.program.communicate()

    def ask(self, method, path, body=None, headers=None, host=None):
        """None as a header's value leaves it out."""
        every = {"Host": host or self.host, "Sec-Fetch-Site": "same-origin", "Cookie": self.cookie}
        if method == "POST":
            every.update({"Origin": "http://" + self.host, "Content-Type": "application/x-www-form-urlencoded"})
            body = body if isinstance(body, (bytes, str)) else urllib.parse.urlencode({"k": self.key, **(body or {})})
        every.update(headers or {})
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        connection.request(method, path, body, {k: v for k, v in every.items() if v is not None})
        answer = connection.getresponse()
        answer.text = answer.read().decode("utf-8")
        connection.close()
        if answer.getheader("Set-Cookie"):
            self.cookie = answer.getheader("Set-Cookie").split(";")[0]
        found = re.search(r'name="k" value="([a-z2-7]{26})"', answer.text)
        self.key = found[1] if found else self.key
        return answer

    def get(self, path, code=200, **more):
        answer = self.ask("GET", path, **more)
        equal(answer.status, code, path)
        return answer

    def post(self, path, code=303, **fields):
        answer = self.ask("POST", path, fields)
        equal(answer.status, code, path)
        return answer

    def enter(self):
        self.get(self.token, 303)
        self.get("/")
        self.post("/", p=PASSPHRASE)
        return self

    def raw(self, lines, more=b""):
        """Bytes as they are; what comes back until the other side closes or says nothing for a second."""
        with socket.create_connection(("127.0.0.1", self.port), timeout=2) as line:
            line.sendall("\r\n".join(lines).encode() + b"\r\n\r\n" + more)
            line.settimeout(1)
            got = b""
            try:
                while True:
                    piece = line.recv(65536)
                    if not piece:
                        break
                    got += piece
            except (socket.timeout, ConnectionError):
                pass
            return got.decode("utf-8", "replace")


def a_note_from_the_link_to_the_exit(w):
    with Screens(w.fresh("note")) as s:
        door = s.enter().get("/h")
        holds("Nothing here yet" in door.text, "an empty diary")
        answer = s.post("/a", what="He stood outside", w="day", day="2024-03-24", time="21:05", who="Owen")
        page = s.get(answer.getheader("Location"))
        holds("Saved" in page.text and "Sunday 24 March 2024, 21:05" in page.text, page.text[:500])
        begin = time.monotonic()
        gone = s.post("/x", 200)
        equal(gone.getheader("Clear-Site-Data"), '"cache", "cookies", "storage"', "told to forget")
        equal(re.sub(r"<[^>]*>|\s", "", gone.text), "Notes", "an empty page")
        equal(s.program.wait(10), 0, "it ends")
        holds(time.monotonic() - begin < 5, "soon")
        out, err = s.program.communicate()
        holds("Owen" not in out + err and "gate" not in out + err and s.token[1:] not in err, "nothing is logged")
    rows = w.vault_of("note").records()
    equal([(r["text"], r["at_local"][:16]) for r in rows], [("He stood outside", "2024-03-24T21:05")], "on the disk")
    w.vault_of("note").sound()


def every_answer_has_its_headers(w):
    with Screens(w.fresh("headers")) as s:
        s.enter()
        css = re.search(r'href="(/s/[^"]+\.css)"', s.get("/h").text)[1]
        for path, code in (("/", 303), ("/h", 200), ("/t", 200), ("/i", 200), ("/none", 404), ("/e/9", 404), (css, 200), ("/x", 405)):
            answer = s.get(path, code)
            for name, value in HEADERS.items():
                equal(answer.getheader(name), value, f"{name} of {path}")
            policy = answer.getheader("Content-Security-Policy")
            holds(policy.startswith("default-src 'none'; ") and "unsafe" not in policy and "*" not in policy, policy)
            holds("frame-ancestors 'none'" in policy, policy)
            equal(answer.getheader("Server"), None, "what it is is not told")
        for path in ("/h", "/a", "/t", "/i", "/l"):
            text = s.get(path).text
            holds(not re.search(r"(?:src|href|action)=\"(?!/|#|tel:)", text), f"{path} leads elsewhere")
            holds(re.search(r"<title>Notes(?:: \w+)?</title>", text), "a title that says nothing")
            holds(not re.search(r"style=|<style|\son\w+=|<script>", text), "inline")


def only_this_computer_is_listened_to(w):
    with Screens(w.fresh("listen")) as s:
        listening = [line.split() for name in ("tcp", "tcp6") for line in open(f"/proc/{s.program.pid}/net/{name}").readlines()[1:]
                     if line.split()[1].endswith(f":{s.port:04X}") and line.split()[3] == "0A"]
        equal([line[1].split(":")[0] for line in listening], ["0100007F"], "127.0.0.1 alone")


def what_no_browser_sends(w):
    """Requests that are cut, doubled, smuggled or of another protocol; the next honest one is answered."""
    with Screens(w.fresh("odd")) as s:
        s.enter()
        host, cookie, fetch = f"Host: {s.host}", f"Cookie: {s.cookie}", "Sec-Fetch-Site: same-origin"
        honest = [host, cookie, fetch]
        form = ["Content-Type: application/x-www-form-urlencoded", f"Origin: http://{s.host}"]
        body = f"k={s.key}&what=smuggled".encode()
        length = f"Content-Length: {len(body)}"
        bad = {
            "two_hosts": (["GET /h HTTP/1.1", host, *honest], b""),
            "another_host_first": (["GET /h HTTP/1.1", "Host: evil.example", *honest], b""),
            "no_host": (["GET /h HTTP/1.1", cookie, fetch], b""),
            "old": (["GET /h HTTP/1.0", cookie, fetch], b""),
            "absolute": (["GET http://evil.example/h HTTP/1.1", "Host: evil.example", cookie, fetch], b""),
            "chunked": (["POST /a/q HTTP/1.1", *honest, *form, "Transfer-Encoding: chunked"],
                        b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)),
            "chunked_and_length": (["POST /a/q HTTP/1.1", *honest, *form, length, "Transfer-Encoding: chunked"],
                                   b"%x\r\n%s\r\n0\r\n\r\n" % (len(body), body)),
            "two_origins": (["POST /a/q HTTP/1.1", *honest, *form, "Origin: null", length], body),
            "two_cookies": (["GET /h HTTP/1.1", host, "Cookie: a=b", cookie, fetch], b""),
            "put": (["PUT /a/q HTTP/1.1", *honest, *form, length], body),
            "connect": ([f"CONNECT {s.host} HTTP/1.1", *honest], b""),
            "upgrade": (["GET /h HTTP/1.1", host, "Upgrade: websocket", "Connection: Upgrade", "Sec-WebSocket-Key: a"], b""),
            "no_protocol": (["GET /h"], b""), "noise": (["\x00\xff\x00"], b"\xff" * 100), "nothing": ([""], b""),
            "long_path": (["GET /" + "a" * 70000 + " HTTP/1.1", *honest], b""),
            "long_header": (["GET /h HTTP/1.1", *honest, "X: " + "a" * 70000], b""),
            "many_headers": (["GET /h HTTP/1.1", *honest, *[f"X{i}: a" for i in range(20000)]], b""),
            "dots": (["GET /../h HTTP/1.1", *honest], b""), "encoded": (["GET /%68 HTTP/1.1", *honest], b""),
            "double_slash": (["GET //h HTTP/1.1", *honest], b""), "nul": (["GET /h%00 HTTP/1.1", *honest], b""),
            "length_too_long": (["POST /a/q HTTP/1.1", *honest, *form, f"Content-Length: {len(body) + 10}"], body),
            "length_negative": (["POST /a/q HTTP/1.1", *honest, *form, "Content-Length: -1"], body),
            "length_twice": (["POST /a/q HTTP/1.1", *honest, *form, length, "Content-Length: 1"], body),
            "text_form": (["POST /a/q HTTP/1.1", *honest, "Content-Type: text/plain", form[1], length], body),
            "parts_form": (["POST /a/q HTTP/1.1", *honest, "Content-Type: multipart/form-data; boundary=a", form[1], length], body),
            "no_origin": (["POST /a/q HTTP/1.1", *honest, form[0], length], body),
            "null_origin": (["POST /a/q HTTP/1.1", *honest, form[0], "Origin: null", length], body),
            "framed": (["GET /h HTTP/1.1", host, cookie, "Sec-Fetch-Site: cross-site", "Sec-Fetch-Dest: iframe"], b""),
            "other_port": (["GET /h HTTP/1.1", f"Host: {s.label}.localhost:1", cookie, fetch], b""),
            "ip": (["GET /h HTTP/1.1", f"Host: 127.0.0.1:{s.port}", cookie, fetch], b""),
        }
        for name, (lines, more) in bad.items():
            got = s.raw(lines, more)
            holds(not re.match(r"HTTP/1\.\d (?:200|303)", got), f"{name}: {got[:200]}")
        holds("Nothing here yet" in s.get("/h").text, "nothing was saved, and it still answers")


def slow_and_many(w):
    """Connections that say little take nothing from others, and are closed."""
    with Screens(w.fresh("slow")) as s:
        s.enter()
        lines = []
        for i in range(50):
            line = socket.create_connection(("127.0.0.1", s.port), timeout=5)
            line.sendall(b"POST /a/q HTTP/1.1\r\nHost: " + b"a" * i)
            lines.append(line)
        begin = time.monotonic()
        s.post("/a/q", what="in between")
        holds(time.monotonic() - begin < 5, "a note is saved meanwhile")
        for line in lines:
            line.close()
        for _ in range(1000):
            try:
                socket.create_connection(("127.0.0.1", s.port), timeout=5).close()
            except OSError:
                pass
        s.get("/h")


def a_body_longer_than_is_taken(w):
    with Screens(w.fresh("long")) as s:
        s.enter()
        answer = s.ask("POST", "/a/q", f"k={s.key}&what=" + "a" * (2 << 20))
        equal(answer.status, 413, "too long")
        holds("longer than can be taken" in answer.text, "said")
        s.post("/a/q", what="short")


def a_line_without_a_vault(w):
    missing = run(DAYBOOK, "--vault", w.scratch.at("none"), "serve").want(FAILED)
    holds("there is no vault" in missing.err and not missing.out, missing.err)


def ctrl_c_ends_it(w):
    with Screens(w.fresh("stop")) as s:
        s.enter()
        s.post("/a/q", what="kept")
        s.program.send_signal(signal.SIGINT)
        equal(s.program.wait(10), 0, "it ends")
    equal([r["text"] for r in w.vault_of("stop").records()], ["kept"], "what was saved")


def another_program_has_it_open(w):
    """The second one is told so at its door, and changes nothing."""
    vault = w.fresh("twice")
    with Screens(vault) as one, Screens(vault) as two:
        one.enter()
        two.get(two.token, 303)
        two.get("/")
        answer = two.ask("POST", "/", {"p": PASSPHRASE})
        equal(answer.status, 500, "it is open elsewhere")
        holds("could not be opened" in answer.text, answer.text)
        one.post("/a/q", what="still mine")


class World:
    def __init__(self, scratch):
        self.scratch, self.vaults = scratch, {}

    def fresh(self, name):
        self.vaults[name] = new_vault(self.scratch, name)
        return self.vaults[name]

    def vault_of(self, name):
        return self.vaults[name]


quick_keys()
with Scratch() as scratch:
    world = World(scratch)
    for name, check in {"a_note_from_link_to_exit": a_note_from_the_link_to_the_exit, "headers": every_answer_has_its_headers,
                        "loopback_alone": only_this_computer_is_listened_to, "odd_requests": what_no_browser_sends,
                        "slow_and_many": slow_and_many, "long_body": a_body_longer_than_is_taken,
                        "no_vault": a_line_without_a_vault, "ctrl_c": ctrl_c_ends_it, "open_elsewhere": another_program_has_it_open}.items():
        if not sys.argv[1:] or name in sys.argv[1:]:
            case(f"serve__{name}", check, world)
finish()
