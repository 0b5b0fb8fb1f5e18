/* src/app/settings.h
 * What holds for the whole vault until it is said otherwise: whose law is looked at, and the
 * initials that exhibits are numbered under.  Each change is an entry (docs/format/log.md, section
 * 14); the newest stands in the index.  Not for: how one command behaves, which options say. */
#ifndef APP_SETTINGS_H
#define APP_SETTINGS_H

#include "app/app.h"
#include "prove/entry.h"
#include "show/law.h"

enum { SETTINGS_INITIALS_BYTES = 9 }; /* NUL included */

enum setting { SETTING_JURISDICTION, SETTING_INITIALS, SETTING_COUNT };

struct settings {
	enum jurisdiction jurisdiction;         /* ENGLAND_WALES when nobody said */
	char initials[SETTINGS_INITIALS_BYTES]; /* "DB" when nobody said; NUL-terminated */
	bool said[SETTING_COUNT];
};

/* "jurisdiction", "initials". */
const char *setting_name(enum setting setting);
/* False (out untouched) for a word that is none of them. */
MUST_USE bool setting_parse(struct text name, enum setting *out);
/* E_FORMAT, with what it may be, for a value that the setting cannot have. */
MUST_USE enum status setting_check(enum setting setting, struct text value, struct err *err);
/* Write the entry, durably.  E_FORMAT as setting_check(); errors of log_append() and catch_up(). */
MUST_USE enum status setting_put(
    struct app *app, enum setting setting, struct text value, struct err *err);
/* What an entry of kind `setting` sets; `value` is borrowed from it.  False for other kinds, for a
 * setting this program does not know, and for a value that it cannot have. */
MUST_USE bool setting_of_entry(const struct entry *entry, enum setting *out, struct text *value);
/* Two looks into the index.  Errors of the index. */
MUST_USE enum status settings_find(struct app *app, struct settings *out, struct err *err);
/* For catch_up(): an entry of kind setting into the index.  Errors of the index. */
MUST_USE enum status setting_apply(
    struct app *app, const struct entry *entry, uint64_t number, struct err *err);

#endif
