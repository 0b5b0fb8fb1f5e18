"""Turn words.txt into words_list.c: one fixed-width table, so that no pointer needs relocation.

Usage: words_embed.py words.txt words_list.c
Not for: judging the list; tests/keep/test_words.c does that.
"""
import sys


def main() -> None:
    with open(sys.argv[1], encoding="ascii") as source:
        words = source.read().split()
    if len(words) != 2048 or any(not 3 <= len(word) <= 8 for word in words):
        sys.exit("words.txt: 2,048 words of 3 to 8 letters are wanted")
    with open(sys.argv[2], "w", encoding="ascii") as out:
        out.write('/* Made from words.txt by words_embed.py. */\n#include "keep/words.h"\n\n')
        out.write("const char words_list[WORDS_LIST_COUNT][WORDS_MAX_LETTERS + 1] = {\n")
        out.writelines(f'\t"{word}",\n' for word in words)
        out.write("};\n")


main()
