#!/usr/bin/env python3
"""src/prove/pack/embed.py OUT NAME=FILE...
Turns text files into one C file of byte arrays (C17 promises strings of only 4,095 characters), so
that the program carries the explanations it puts into every pack.  Plain ASCII only: what a pack
says must look the same everywhere."""
import sys


def main():
    out = ["/* Made by src/prove/pack/embed.py: do not edit. */\n", '#include "prove/pack_text.h"\n']
    for word in sys.argv[2:]:
        name, path = word.split("=", 1)
        with open(path, "rb") as f:
            data = f.read()
        if not data.endswith(b"\n") or max(data) > 126 or 0 in data:
            sys.exit(path + ": must be ASCII and end in a line feed")
        out.append("\nconst char %s[] = {\n" % name)
        for at in range(0, len(data), 20):
            out.append("    " + "".join("%d," % c for c in data[at:at + 20]) + "\n")
        out.append("    0};\n")
    with open(sys.argv[1], "w", encoding="ascii") as f:
        f.write("".join(out))


main()
