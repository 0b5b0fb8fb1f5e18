/* src/app/original.h
 * Inside app/ only: keeping one original, and the answers that a reading of it was given. */
#ifndef APP_ORIGINAL_H
#define APP_ORIGINAL_H

#include "app/import.h"
#include "app/siblings.h"

/* What the person said about a file that the file does not say itself. */
struct reading_answers {
	struct text format, zone, date_order;
	struct text me;            /* one name, or several with LF between */
	struct text columns, days; /* as struct reading_options has them */
	struct text password;      /* of the file; stays in this vault */
	/* `me` was said for several files at once, or is several names: it holds only where it is
	 * among the names that the file offers, else what held before. */
	bool me_offered;
	struct text me_else; /* as `me` */
};

struct original_source {
	const char *path;
	struct io_stat stat; /* before the first byte was read */
	struct text folder;  /* where it stood: finds media beside a chat; never leaves */
	struct reading_answers answers;
};

/* A path's last part as valid UTF-8, shortened to fit. */
void original_name(const char *path, char out[IMPORT_NAME_BYTES]);
/* What the last folder of a path is called, without where it is; absent when it has no name. */
struct text original_folder_name(struct text path);
void answers_put(struct act *act, const struct reading_answers *answers);
/* Borrowed from the entry, and from the arena. */
void answers_of_entry(const struct entry *entry, struct arena *arena, struct reading_answers *out);

/*
 * Copy one file in and append its entry.  Durable after originals_settle().  A file whose bytes are
 * in the vault already is only recognised (kept->duplicate).
 * E_NOTFOUND, E_DENIED, E_IO for the file; errors of the vault.
 */
MUST_USE enum status original_keep(struct app *app, const char *path,
    const struct reading_answers *answers, struct kept_original *kept, struct err *err);
/*
 * A file whose bytes were kept before (kept->duplicate), from another folder or under another name:
 * an entry "again" says where it stands now, so that a chat beside it finds it.  Said once for each
 * place.  Durable after originals_settle().
 */
MUST_USE enum status original_again(struct app *app, const char *path,
    const struct kept_original *kept, struct siblings *siblings, struct err *err);
/* Is there now what the newest reading of a duplicate looked for beside it in vain?  `all` was
 * empty before the first such question of an import, and is filled by it. */
MUST_USE enum status original_missed_came(struct app *app, const struct kept_original *kept,
    struct siblings *all, bool *came, struct err *err);
MUST_USE enum status originals_settle(struct app *app, struct err *err);

#endif
