/* src/app/remembering.c
 * See remembering.h. */
#include "app/remembering.h"

#include "app/act.h"
#include "keep/log.h"
#include "read/columns.h"
#include "sys/crypto/hash.h"

void
remembering_mark(struct text header, char out[REMEMBERING_MARK_BYTES])
{
	uint8_t digest[SHA256_BYTES];
	struct buf hex;

	sha256_of(slice_of_text(header), digest);
	hex = (struct buf){
	    .p = (uint8_t *)out, .size = REMEMBERING_MARK_BYTES, .max = REMEMBERING_MARK_BYTES};
	buf_put_hex(&hex, digest, sizeof digest);
	buf_put_byte(&hex, '\0');
}

enum status
remembering_columns(struct app *app, const char *mark, struct buf *columns, struct err *err)
{
	struct buf storage;
	struct entry entry;
	struct text said;
	enum status status = OK;

	buf_init(&storage, LOG_READ_MAX_BYTES);
	/* The newest first: it is the one that counts. */
	for (uint64_t n = log_settled(app->vault); n-- != 0 && status == OK;) {
		status = log_read(app->vault, n, &storage, &entry, err);
		if (status == E_AUTH || status == E_NOTFOUND) {
			status = OK; /* damaged or removed */
			continue;
		}
		if (status != OK || !text_eq_c(act_field(&entry, FIELD_KIND), "reading"))
			continue;
		said = act_find(entry.fields[FIELD_DERIVED], "columns");
		if (said.n == 0 ||
		    !text_eq_c(act_find(entry.fields[FIELD_DERIVED], "header"), mark))
			continue;
		buf_put_text(columns, said);
		status = buf_check(columns, err);
		break;
	}
	buf_fini(&storage);
	return status;
}

enum status
remembering_check(struct text columns, struct err *err)
{
	struct columns parsed;
	struct buf words;
	enum status status;

	if (columns_parse(columns, &parsed))
		return OK;
	buf_init(&words, ERR_TEXT_BYTES);
	for (unsigned i = COLUMN_WHEN; i < COLUMN_COUNT; i++) {
		buf_put_c(&words, i == COLUMN_WHEN ? "" : " ");
		buf_put_c(&words, columns_word((enum column)i));
	}
	buf_put_byte(&words, '\0');
	status = fail(err, E_FORMAT, "--columns is \"when=1 body=3\"; words: %s",
	    words.failed == OK ? (const char *)words.p : "");
	buf_fini(&words);
	return status;
}
