/* src/app/keys.h
 * A new key for the whole diary, and the page of a recovery sheet.  Changes of single ways in are
 * slots_*() of keep/slots.h, recovering is vault_recover() of keep/recover.h.
 * Not for: asking a person. */
#ifndef APP_KEYS_H
#define APP_KEYS_H

#include "app/app.h"
#include "keep/recover.h"
#include "keep/renew.h"
#include "keep/slots.h"

/* Sheets and words are drawn and shown before anything is written, so that is the caller's part. */

/*
 * Header, objects, logs and index under a new key; `passphrase` and `words` (new ones) open it from
 * the first moment on.  `began` (may be NULL) is called once they do.  Nothing may be appended
 * unsettled.  The app can only be closed afterwards, also on failure.
 * Errors of vault_renew_begin() and vault_renew_run(); after `began` the rest is done by the next
 * app_open().
 */
struct renewal {
	struct slice passphrase, words;
	void (*began)(void *ctx);
	void *ctx;
};
MUST_USE enum status keys_renew(
    struct app *app, const struct renewal *renewal, struct renew_counts *out, struct err *err);
/* What an earlier one left to do, on a vault that is open and nothing else: for app_open(). */
MUST_USE enum status keys_renew_finish(const struct app_options *options, struct vault *vault,
    struct renew_counts *out, struct err *err);

/* The page, as text or as PDF, appended.  E_NOMEM, E_LIMIT. */
MUST_USE enum status sheet_page_text(
    const struct sheet *sheet, int64_t now_us, struct buf *out, struct err *err);
MUST_USE enum status sheet_page_pdf(
    const struct sheet *sheet, int64_t now_us, struct buf *out, struct err *err);
/* A sheet out of a file of such text: lines that are none of a sheet are passed over.  E_FORMAT
 * names the line that is wrong or missing. */
MUST_USE enum status sheet_page_read(struct slice text, struct sheet *out, struct err *err);

#endif
