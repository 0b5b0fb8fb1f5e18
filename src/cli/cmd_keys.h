/* src/cli/cmd_keys.h
 * What the verbs of `keys` share, cmd_keys*.c and nobody else. */
#ifndef CLI_CMD_KEYS_H
#define CLI_CMD_KEYS_H

#include "app/keys.h"
#include "cli/asking.h"

/* What every verb works with. */
struct keys {
	struct cli *cli;
	struct app app;
	struct secret secret;   /* that it was opened with */
	struct secret words[2]; /* drawn: recovery words, or two halves */
	struct new_passphrase passphrase;
	struct json json;
	bool renewing; /* the new key is in force */
};

/* One JSON object as answer; a secret in it. */
void keys_json_begin(struct keys *k);
void keys_json_end(struct keys *k);
void keys_json_secret(struct keys *k, const char *key, const struct secret *secret);
/* Words for the person, once. */
void keys_put_shown(struct keys *k, const char *what, const struct secret *words);

/* Into k->passphrase, as the options say or as is typed. */
MUST_USE enum status keys_new_passphrase(struct keys *k, struct err *err);
/* New recovery words into k->words[0], shown and typed before they are in force: somebody who did
 * not write them down must not lose the old ones. */
MUST_USE enum status keys_words_offer(struct keys *k, struct err *err);

/* cmd_keys_paper.c: halves and the sheet; cmd_keys_renew.c. */
MUST_USE enum status keys_do_split(struct keys *k, struct err *err);
MUST_USE enum status keys_do_sheet(struct keys *k, struct err *err);
MUST_USE enum status keys_do_renew(struct keys *k, struct err *err);

#endif
