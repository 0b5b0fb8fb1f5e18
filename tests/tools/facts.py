#!/usr/bin/env python3
"""tools/check-facts finds what it is there to find, and tools/facts-table stops at a fact that law.json does not have."""
import json, os, shutil, subprocess, sys, tempfile

root = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
failed = 0

def case(name, holds, told=""):
    global failed
    failed += not holds
    print(f"[{'       OK' if holds else '  FAILED '} ] {name}" + (f"\n{told}" if not holds else ""))

def checked(code, name="src/x.c"):
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, name)
        os.makedirs(os.path.dirname(path))
        with open(path, "w", encoding="utf-8") as file:
            file.write(code)
        run = subprocess.run([os.path.join(root, "tools/check-facts"), folder], stdout=subprocess.PIPE, text=True)
        return run.returncode, run.stdout

FOUND = {
    "emergency": 'say("In danger: 999.");', "silent": 'say("then press 55");', "in_two_pieces": 'say("call 1"\n    "01.");',
    "other_emergency": 'say("112 works too");', "free_number": 'say("0808 802 0300");', "non_geographic": 'say("0300 123 2040");',
    "number_of_six": 'say("116 123 day and night");', "children": '/* as 0800 1111 does */', "landline": 'say("020 3866 4107");',
    "abroad": 'say("+44 20 3866 4107");', "mobile_in_a_comment": "// 07860 077333", "by_text": 'say("Text DVS to 82228");',
    "relay": 'say("18001 before it");', "act": 'say("Act 1997");', "act_of": "/* Stalking Protection Act 2019 */",
    "short_section": 'say("s.2A");', "blank_section": 'say("s. 39");', "long_section": 'say("section 4A");',
    "plain_section": 'say("under section 39");', "order": 'say("Protection from Harassment (NI) Order 1997");',
}
PASSED = {
    "fiction": 'say("call 07700 900202 or 020 7946 0000");', "digits": 'const char *d = "0123456789+";',
    "dates": 'say("2024-03-24 2024-04-02");', "rfc": 'say("RFC 9162 section 2.1");', "numbers_in_code": "int x = 999 + 101;",
    "page": "/* docs/format/log.md, section 11 */", "size": 'say("%d of 1,101 and 9.999");', "status": 'say("HTTP/101-x");',
}
for name, code in FOUND.items():
    status, told = checked(code + "\n")
    case(f"facts__{name}_is_found", status == 1 and "src/x.c:1:" in told, told)
for name, code in PASSED.items():
    status, told = checked(code + "\n")
    case(f"facts__{name}_is_no_fact", status == 0, told)
status, told = checked("<p>Call 101</p>\n", "src/web/page.html")
case("facts__a_template_is_looked_at_whole", status == 1 and "page.html:1:" in told, told)
status, told = checked('[{"id": "x", "as_of": null, "source": []}]\n', "data/support.json")
case("facts__an_entry_without_a_source_is_found", status == 1, told)

def table(change, which="law"):
    """(did it succeed, what it said) with data/ changed by `change`."""
    with tempfile.TemporaryDirectory() as folder:
        data = shutil.copytree(os.path.join(root, "data"), os.path.join(folder, "data"))
        for name in ("law", "behaviour", "support"):
            with open(f"{data}/{name}.json", encoding="utf-8") as file:
                value = json.load(file)
            change.get(name, lambda value: None)(value)
            with open(f"{data}/{name}.json", "w", encoding="utf-8") as file:
                json.dump(value, file)
        run = subprocess.run([os.path.join(root, "tools/facts-table"), which, f"{folder}/out.inc", data],
                             stderr=subprocess.PIPE, text=True)
        return run.returncode == 0, run.stderr

def at(*path):
    *way, last, value = path
    def change(data):
        for step in way:
            data = data[step]
        data[last] = value
    return change

SAYS = ("elements", 0, "sources", "scotland", 0)
STOPS = {
    "an_example_that_the_law_does_not_have": {"behaviour": at("kinds", 0, "follows", "england-wales", "example", "staring")},
    "an_element_that_the_law_does_not_have": {"behaviour": at(*SAYS, "says", "three occasions")},
    "a_provision_that_is_not_there": {"behaviour": at(*SAYS, "provision", "sco-40")},
    "a_law_of_another_place": {"behaviour": at(*SAYS, "provision", "pha-7")},
    "a_kind_without_a_source": {"behaviour": at("kinds", 0, "source", "")},
    "a_law_without_a_source": {"law": at(0, "source", [])},
    "a_date_that_is_none": {"law": at(0, "as_of", "last year")},
    "a_code_twice": {"behaviour": at("kinds", 0, "code", "watching")},
    "an_answer_that_no_record_has": {"behaviour": at("elements", 0, "answered_by", {"mood": True})},
    "an_event_that_is_none": {"behaviour": at("elements", 1, "answered_by", {"events": ["shouted-at"]})},
}
for name, change in STOPS.items():
    succeeded, told = table(change)
    case(f"table__stops_at_{name}", not succeeded and told.startswith("tools/facts-table: "), told)
succeeded, told = table({"support": at(0, "phone", None)}, "first")
case("table__stops_at_a_first_call_without_a_number", not succeeded and told.startswith("tools/facts-table: "), told)
for which in ("law", "first"):
    succeeded, told = table({}, which)
    case(f"table__{which}_is_made_of_the_data_as_it_is", succeeded, told)
sys.exit(1 if failed else 0)
