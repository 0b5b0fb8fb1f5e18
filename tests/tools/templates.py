#!/usr/bin/env python3
"""tools/templates refuses whatever could open or close an element, an attribute or a script by what is put into it."""
import os, subprocess, sys, tempfile

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
failed = 0
ENGLISH = "a.plain = Plain.\na.one = One {1}.\na.two = {2} and {1}.\n"
HEAD = "text x\nurl to\nnumber n\nflag f\nhtml h\nlist rows\n  text y\n  url at\n---\n"


def case(name, holds, told=""):
    global failed
    failed += not holds
    print(f"[{'       OK' if holds else '  FAILED '} ] {name}" + (f"\n{told}" if not holds else ""))


def made(body, what="code", english=ENGLISH, head=HEAD, other=None):
    with tempfile.TemporaryDirectory() as folder:
        def put(name, text):
            path = os.path.join(folder, name)
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
            return path
        out = os.path.join(folder, "out")
        more = [put("pl.txt", other)] if other is not None else [put("p.page", head + body)] if what in ("code", "types") else []
        run = subprocess.run([os.path.join(root, "tools/templates"), what, out, put("en.txt", english), *more],
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        return run.returncode, open(out, encoding="utf-8").read() if run.returncode == 0 else run.stdout


GOOD = {
    "text": ("<p>{{x}}</p>", "html_text(html, view->x);"),
    "attribute": ('<p title="{{x}}">a</p>', "html_value(html, view->x);"),
    "url": ('<a href="{{to}}">a</a>', "html_url(html, view->to);"),
    "number": ('<p title="{{n}}">{{n}}</p>', "html_u64(html, view->n);"),
    "ready": ("<div>{{h}}</div>", "html_part(html, view->h);"),
    "in_a_text_area": ("<textarea>{{x}}</textarea>", "html_value(html, view->x);"),
    "list": ("<ul>{{each rows}}<li><a href=\"{{.at}}\">{{.y}}</a></li>{{end}}</ul>", "view->rows[i].y"),
    "choice": ('<input type="radio" {{if f}}checked {{end}}>', "if (view->f) {"),
    "choice_of_none": ("{{if no x}}<p>a</p>{{else}}<p>b</p>{{end}}", "if (!(view->x.n != 0)) {"),
    "sentence": ("<p>{{say a.two x x}}</p>", "html_say(html, WORD_A_TWO, (const struct text[]){view->x, view->x}, 2);"),
    "sentence_in_an_attribute": ('<p title="{{say a.plain}}">a</p>', "html_say_value(html, WORD_A_PLAIN, NULL, 0);"),
    "script_of_a_file": ('<script src="{{to}}" defer></script>', "html_url"),
}
BAD = {
    "unknown_value": "<p>{{z}}</p>", "unquoted": "<p title={{x}}>a</p>", "unquoted_literal": "<p title=a>a</p>",
    "single_quotes": "<p title='{{x}}'>a</p>", "style": '<p style="color: red">a</p>', "handler": '<p onclick="x()">a</p>',
    "handler_in_capitals": '<p OnClick="x()">a</p>', "script": "<script>x()</script>", "script_value": "<script src=\"{{to}}\">{{x}}</script>",
    "style_element": "<style>p {}</style>", "javascript": '<a href="javascript:x()">a</a>', "javascript_in_capitals": '<a href=" JavaScript:x()">a</a>',
    "data": '<img src="data:text/html,x">', "text_as_url": '<a href="{{x}}">a</a>', "url_with_a_beginning": '<a href="/a{{to}}">a</a>',
    "number_as_url": '<a href="{{n}}">a</a>', "sentence_as_url": '<a href="{{say a.plain}}">a</a>', "value_in_a_tag": "<p {{x}}>a</p>",
    "value_as_a_name": "<{{x}}>", "ready_in_an_attribute": '<p title="{{h}}">a</p>', "flag_as_text": "<p>{{f}}</p>",
    "list_as_text": "<p>{{rows}}</p>", "field_outside_its_list": "<p>{{.y}}</p>", "no_such_field": "{{each rows}}{{.z}}{{end}}",
    "not_closed": "<p>{{x}}", "closed_twice": "<p>a</p></p>", "crossed": "<b><i>a</b></i>", "end_without": "{{end}}", "if_without_end": "{{if f}}a",
    "half_an_element": "{{if f}}<p>{{end}}</p>", "half_an_attribute": '<p {{if f}}title="{{end}}">a</p>', "else_in_another": "{{if f}}<p>{{else}}</p>{{end}}",
    "no_such_sentence": "<p>{{say a.none}}</p>", "too_few_texts": "<p>{{say a.one}}</p>", "too_many_texts": "<p>{{say a.plain x}}</p>",
    "sentence_of_a_number": "<p>{{say a.one n}}</p>", "mark_left_open": "<p>{{x}</p>", "empty_mark": "<p>{{}}</p>", "raw": "<p>{{raw x}}</p>",
    "frame_with_a_page": '<iframe srcdoc="{{x}}"></iframe>', "base": '<base href="/">', "object": '<object data="x"></object>',
    "bare_greater": "<p>a > b</p>", "bare_less": "<p>a < b</p>", "comment": "<!-- {{x}} -->", "attribute_twice": '<p id="a" id="b">a</p>',
    "less_in_an_attribute": '<p title="<">a</p>',
}

for name, (body, wanted) in GOOD.items():
    code, told = made(body)
    case(f"templates__take_{name}", code == 0 and wanted in told, told)
for name, body in BAD.items():
    code, told = made(body)
    case(f"templates__refuse_{name}", code != 0 and "p.page:" in told and "Traceback" not in told, told)
for name, head in {"no_line": "text x\n", "no_such_type": "thing x\n---\n", "no_name": "text X\n---\n", "too_much": "text x y\n---\n"}.items():
    code, told = made("a", head=head)
    case(f"templates__refuse_head_{name}", code != 0 and "Traceback" not in told, told)
for name, english in {"twice": "a.b = x\na.b = y\n", "no_sentence": "a.b = \n", "no_key": "plain = x\n", "no_equals": "a.b x\n"}.items():
    code, told = made("", "keys", english)
    case(f"words__refuse_{name}", code != 0 and "Traceback" not in told, told)
code, told = made("", "words", other="a.plain = Zwykły.\na.one = Bez miejsca.\n")
case("words__what_has_other_places_is_said_in_English", code == 0 and 'words_pl' in told and "Zwykły" in told and "Bez" not in told, told)
code, told = made("", "words", other="a.other = x\n")
case("words__a_key_that_English_lacks_is_refused", code != 0, told)
sys.exit(1 if failed else 0)
