/* src/cli/asking.h
 * Questions about new passphrases and recovery words, on the terminal or answered by options.
 * Secrets stand in locked memory; what is shown goes to the terminal, not to standard output. */
#ifndef CLI_ASKING_H
#define CLI_ASKING_H

#include "cli/cli.h"

/* --passphrase-file, else $DAYBOOK_PASSPHRASE_FILE, else NULL. */
const char *cli_secret_file(const struct cli *cli);
/* Whether somebody is at the terminal who was asked for the passphrase, and not a script. */
bool cli_asks(const struct cli *cli);

struct new_passphrase {
	struct secret secret;
	bool drawn; /* by chance, and not told yet: the caller prints it */
};

/*
 * From `file`, when there is one; with --generate drawn; else asked for on the terminal: six words
 * are offered first, another one is typed twice.  secret_fini() it.
 * E_FORMAT: empty, or not the same twice.  E_NOTFOUND: no terminal.  E_CANCELLED.
 */
MUST_USE enum status cli_new_passphrase(
    struct cli *cli, const char *file, struct new_passphrase *out, struct err *err);

/*
 * Have `words` typed once more, however often it takes; those that are wrong are named by number.
 * OK: they are the same, or nobody is there to type, or they were left out though not `needed`.
 * E_CANCELLED: left out though needed.
 */
MUST_USE enum status cli_words_again(
    struct cli *cli, struct slice words, bool needed, struct err *err);

#endif
