/* src/app/handing_over.c
 * This vault's logs in a new vault that can be given away; see merging.h. */
#include "app/merging.h"

#include "base/encode.h"
#include "keep/vault.h"
#include "sys/crypto/entropy.h"
#include "sys/crypto/secret.h"

enum { NOBODYS_BYTES = 32, NOBODYS_CHARS = 52 };

/* The new vault has a passphrase that nobody ever sees: its words open it. */
static enum status
carrier_create(
    struct app *app, const char *path, struct buf *words, struct vault **out, struct err *err)
{
	uint8_t random[NOBODYS_BYTES], text[NOBODYS_CHARS];
	struct buf passphrase = {.p = text, .size = sizeof text, .max = sizeof text};
	enum status status;

	entropy_fill(&app->seams.entropy, random, sizeof random);
	base32_put(&passphrase, random, sizeof random);
	status = vault_create(path, &app->seams, buf_slice(&passphrase), NULL, words, out, err);
	secret_wipe(random, sizeof random);
	secret_wipe(text, sizeof text);
	return status;
}

enum status
vault_hand_over(struct app *app, const char *path, struct text name, struct buf *words,
    struct merge_sum *sum, struct err *err)
{
	struct app_options options = {.seams = app->seams,
	    .program = app->program,
	    .progress = app->progress,
	    .cancelled = app->cancelled,
	    .zone = text_of_c(app->zone_name)};
	struct merging merging = {.from = app->vault, .how = OTHER_PERSON, .name = name};
	struct app carrier = {0};
	struct vault *vault = NULL;
	struct buf note;
	enum status status;

	/* Everything is to be under a signed head, since only that goes over. */
	buf_init(&note, NOTE_MAX_BYTES);
	status = log_checkpoint(app->vault, &note, err);
	buf_fini(&note);
	if (status == OK)
		status = carrier_create(app, path, words, &vault, err);
	if (status == OK)
		status = app_start(&carrier, &options, vault, err);
	if (status == OK)
		status = vault_merge(&carrier, &merging, sum, err);
	app_close(&carrier);
	return status;
}
