/* src/read/formats/zip_entry.h
 * Inside the zip reader: one zip being read, and what can be done with one entry of it.
 * Not for: the order in which entries are taken; see zip.c. */
#ifndef READ_FORMATS_ZIP_ENTRY_H
#define READ_FORMATS_ZIP_ENTRY_H

#include "read/format.h"
#include "read/formats/zip_inner.h"
#include "read/formats/zip_names.h"
#include "read/formats/zip_source.h"

enum { ZIP_CHATS_MAX = 256, ZIP_UNREAD_NAMED_MAX = 100 };

/* What became of an entry, beside its line in the directory. */
struct zip_taken {
	bool extracted; /* its bytes were sent as extract `extract` */
	bool done;      /* a record names it already */
	uint32_t extract;
	uint64_t bytes;        /* sent */
	struct text type;      /* absent when the bytes claim none */
	enum record_kind kind; /* what such a file is; KIND_DOCUMENT by default */
	const char *damage;    /* static sentence; NULL when the bytes are whole */
};

struct zip_reading {
	const struct source *source;
	const struct reading_options *options;
	struct zip_directory directory;
	struct zip_names names;
	struct zip_taken *taken; /* one for each entry */
	struct zip_shared *shared;
	struct arena arena; /* reset for each entry */
	/* Other parts of the same download, once something was looked for that is not here. */
	struct zip_reading *parts;
	size_t parts_count;
	/* In an export of WhatsApp, for records of files no message names; else absent. */
	bool of_whatsapp;
	struct text conversation;
	size_t *chats; /* entries that are chats; ZIP_CHATS_MAX at most */
	size_t chats_count;
	uint64_t unread; /* entries not read, or not wholly */
};

/* Full label of an entry: what this zip stands in, and the entry's own.  In the arena given. */
MUST_USE bool zip_entry_label(const struct zip_reading *reading, const struct zip_entry *entry,
    struct arena *arena, struct text *out);
/* Send the bytes of entry i as an extract, if that has not happened.  *kept is false when they
 * cannot be had (taken->damage says why). */
MUST_USE enum status zip_entry_extract(
    struct zip_reading *reading, size_t i, bool *kept, struct err *err);
/* A record of its own for entry i, with its bytes as attachment. */
MUST_USE enum status zip_entry_keep(
    struct zip_reading *reading, size_t i, const char *doubt, struct err *err);
/* Entry i read by whoever knows its content, else kept. */
MUST_USE enum status zip_entry_read(struct zip_reading *reading, size_t i, struct err *err);

/* An entry handed to another reader: what that says goes to `sink`, which stays in place. */
struct zip_handing {
	struct zip_reading *reading;
	size_t i;
	struct zip_inner inner;
	struct sink sink;
};

/* *options are those of the zip, for entry i.  E_NOMEM; else zip_entry_handed() afterwards. */
MUST_USE enum status zip_entry_hand(struct zip_reading *reading, size_t i,
    struct zip_handing *handing, struct reading_options *options, struct err *err);
void zip_entry_handed(struct zip_handing *handing);

/* A note that entry i, or part of it, could not be read; named one by one up to a number. */
MUST_USE enum status zip_entry_unread(
    struct zip_reading *reading, size_t i, const char *sentence, struct err *err);

/* zip.c: unpacked bytes that a zip of that many may give, in all. */
uint64_t zip_budget(uint64_t zip_bytes);
/* zip.c: read one zip, within what `budget` still allows; results as struct format says. */
MUST_USE enum status zip_read_within(const struct source *source,
    const struct reading_options *options, const struct sink *sink, uint64_t *budget,
    struct err *err);
/* zip_part.c: the part, and the entry in it, that `name` means in a text of `folder`; *part is NULL
 * when there is none, or when two parts have a different one. */
MUST_USE enum status zip_parts_find(struct zip_reading *reading, struct text folder,
    struct text name, struct zip_reading **part, size_t *entry, struct err *err);
void zip_parts_fini(struct zip_reading *reading);
/* zip_chat.c: find the chats of WhatsApp among the entries (sets of_whatsapp), and read them. */
MUST_USE enum status zip_chats_find(struct zip_reading *reading, struct err *err);
MUST_USE enum status zip_chats_read(struct zip_reading *reading, struct err *err);

#endif
