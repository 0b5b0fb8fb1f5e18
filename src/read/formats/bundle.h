/* src/read/formats/bundle.h
 * Inside the readers of archives: many files in one, each read by the format of its content.  What
 * is the same for a zip, a tar and a 7z stands here and in bundle_*.c: names are labels and never
 * paths, a file that a text names is sent for that text, and what nobody names or reads is kept.
 * Not for: where the bytes of an entry come from; zip.c and archive_forward.c give their own ways
 * for that. */
#ifndef READ_FORMATS_BUNDLE_H
#define READ_FORMATS_BUNDLE_H

#include "read/format.h"
#include "read/formats/bundle_inner.h"
#include "read/formats/bundle_names.h"
#include "read/formats/bundle_source.h"

#define BUNDLE_ENTRY_MAX_BYTES (UINT64_C(8) << 30) /* unpacked, one entry */
#define BUNDLE_TOTAL_MAX_BYTES (UINT64_C(8) << 30) /* unpacked, the whole bundle */
#define BUNDLE_RATIO_FREE_BYTES                                                                    \
	(UINT64_C(64) << 20) /* smaller entries may be packed as they like */
#define BUNDLE_TIME_NONE INT64_MIN

enum {
	BUNDLE_CHATS_MAX = 256,
	BUNDLE_KEPT_MAX_BYTES = 32 * 1024 * 1024, /* of entries held in memory on the way */
	BUNDLE_UNREAD_NAMED_MAX = 100,
	BUNDLE_RATIO_MAX = 1000,
};

/* One entry: what the list says, and what became of it. */
struct bundle_entry {
	struct bundle_name name;
	uint64_t bytes;        /* as the list says: a hint */
	uint64_t packed_bytes; /* what it is packed into; for the limits */
	int64_t modified_us;   /* BUNDLE_TIME_NONE, or as the bundle's `modified` says */
	const char *refusal; /* why its bytes cannot be had, a static sentence; NULL: to be tried */
	const char *doubt;   /* about what it is ("special-file"); NULL mostly */
	struct text target;  /* of a link whose target is not its bytes; else absent */
	bool bytes_known;
	bool link;   /* never followed */
	bool locked; /* with a password */

	bool extracted; /* its bytes were sent as extract `extract` */
	bool named;     /* a record of another entry has these bytes */
	bool done;      /* it needs no record any more: it has one, or was read */
	bool looked;    /* its first bytes were, and say the next two */
	bool plain;     /* no format is interested in it */
	bool records;   /* a format reads it as records: a chat, a mail, a table */
	uint32_t extract;
	uint64_t sent;         /* bytes of the extract */
	uint64_t paid;         /* unpacked so far, once or again, and taken off the budget once */
	struct text type;      /* absent when the bytes claim none */
	enum record_kind kind; /* what such a file is; KIND_DOCUMENT by default */
	const char *damage;    /* static sentence; NULL when the bytes are whole */
	struct slice held;     /* its bytes, kept in memory on the way; p NULL mostly */
	bool no_chat; /* named like a chat of WhatsApp, and no line of it begins like one */
};

/* Neither a link nor a device: its bytes are what its name stands for. */
static inline bool
bundle_entry_is_file(const struct bundle_entry *entry)
{
	return !entry->link && entry->doubt == NULL;
}

/* A password keeps its bytes; what is damaged behind one is damaged. */
static inline bool
bundle_entry_is_shut(const struct bundle_entry *entry)
{
	return entry->locked && entry->damage != NULL && strstr(entry->damage, "password") != NULL;
}

/* How the bytes of an entry are had. */
struct bundle_ways {
	const char *word; /* "zip", "archive": for sentences */
	/* Codes of notes on one entry that could not be read, and on those past the limit. */
	const char *unread, *unread_rest;
	/* What a date in the list is: "zip-modified", and whether it is a wall time. */
	const char *modified;
	bool modified_is_local;
	size_t hold_bytes; /* entries up to here are held in memory while they are read */
	/*
	 * As in bundle_stream.h, without the limits.  open: stream->inner is its own to set.
	 * close: after an open that was OK.
	 */
	enum status (*open)(struct bundle_stream *stream, struct err *err);
	enum status (*next)(struct bundle_stream *stream, struct slice *out, struct err *err);
	void (*close)(struct bundle_stream *stream);
	/* Whether all bytes of an entry that may be unpacked stand in the source as they are, and
	 * where.  E_NOMEM, or what the source returned.  NULL: none do. */
	enum status (*plain)(
	    struct bundle *bundle, size_t i, uint64_t *at, bool *is_plain, struct err *err);
	/* mark, back, forget: as in bundle_stream.h, of a stream that is open.  NULL: there are no
	 * marks. */
	enum status (*mark)(struct bundle_stream *stream, void **mark, struct err *err);
	enum status (*back)(struct bundle_stream *stream, const void *mark, struct err *err);
	void (*forget)(void *mark);
	/* The other part of the same download, and the entry in it, that `name` means in a text of
	 * `folder`; *part is NULL when there is none.  NULL: there are no parts. */
	enum status (*elsewhere)(struct bundle *bundle, struct text folder, struct text name,
	    struct bundle **part, size_t *entry, struct err *err);
};

struct bundle {
	const struct bundle_ways *ways;
	void *ways_ctx;
	const struct source *source;
	const struct reading_options *options;
	bool out_of_order;          /* what is opened now is wanted in between, or once more */
	struct arena names_arena;   /* labels, and bytes held */
	struct bundle_entry *entry; /* in the order in which they are read best */
	size_t count, size;
	uint64_t beyond; /* entries past BUNDLE_ENTRIES_MAX, at least */
	struct bundle_names names;
	struct bundle_shared *shared; /* its own, or of the bundle that it is another part of */
	struct bundle_shared own;
	struct arena arena; /* reset for each entry */
	/* In an export of WhatsApp, for records of files no message names; else absent. */
	bool of_whatsapp;
	struct text conversation;
	size_t *chats; /* entries that are chats; BUNDLE_CHATS_MAX at most */
	size_t chats_count;
	size_t chats_tried[2]; /* without a name like a chat's, and with one */
	bool owner_by_entry;   /* see bundle_owner.c */
	uint64_t unread;       /* entries not read, or not wholly */
	uint64_t again;        /* bytes of it read to and fro in entries with marks */
};

/* bundle.c */

/* E_NOMEM.  To be given to bundle_fini() in any case. */
MUST_USE enum status bundle_init(struct bundle *bundle, const struct bundle_ways *ways,
    const struct source *source, const struct reading_options *options, const struct sink *sink,
    uint64_t *budget, struct err *err);
void bundle_fini(struct bundle *bundle);
/* One more entry, zero-filled but for `modified_us`; NULL with *status when there is no room for it
 * (OK: past the maximum, counted in `beyond`). */
struct bundle_entry *bundle_add(struct bundle *bundle, enum status *status, struct err *err);
/* Texts name the pictures beside them, so they are read first: a picture that a message names is no
 * record of its own.  Only the order depends on the ending, never how an entry is read. */
bool bundle_names_others(struct text label);
/* Everything that is in the list: chats first, then texts, then the rest. */
MUST_USE enum status bundle_read(struct bundle *bundle, struct err *err);
/* A note about the whole bundle. */
MUST_USE enum status bundle_say(struct bundle *bundle, enum note_kind kind, const char *code,
    const char *sentence, struct err *err);
/* Unpacked bytes that an archive of that many may give, in all. */
uint64_t bundle_budget(uint64_t packed_bytes);
/* How a nested archive is read within a budget; NULL for a format that is none. */
typedef enum status bundle_within_fn(const struct source *source,
    const struct reading_options *options, const struct sink *sink, uint64_t *budget,
    struct err *err);
bundle_within_fn *bundle_within(const struct format *format);

/* bundle_entry.c */

/* Full label of an entry: what this bundle stands in, and the entry's own.  In the arena given. */
MUST_USE bool bundle_entry_label(const struct bundle *bundle, const struct bundle_entry *entry,
    struct arena *arena, struct text *out);
/* Send the bytes of entry i as an extract, if that has not happened.  *kept is false when they
 * cannot be had (entry->damage says why). */
MUST_USE enum status bundle_entry_extract(
    struct bundle *bundle, size_t i, bool *kept, struct err *err);
/* The same of a stream that is open, whose first bytes are in hand (none: it is at its end). */
MUST_USE enum status bundle_entry_send(struct bundle *bundle, size_t i,
    struct bundle_stream *stream, struct slice first, struct err *err);
/* A record of its own for entry i, with its bytes as attachment; none when another has them. */
MUST_USE enum status bundle_entry_keep(
    struct bundle *bundle, size_t i, const char *doubt, struct err *err);
/* Entry i read by whoever knows its content, else kept. */
MUST_USE enum status bundle_entry_read(struct bundle *bundle, size_t i, struct err *err);

/* An entry handed to another reader: what that says goes to `sink`, which stays in place. */
struct bundle_handing {
	struct bundle *bundle;
	size_t i;
	struct bundle_inner inner;
	struct sink sink;
	/* Other entries it may look for, held in memory. */
	struct looking look;
	struct bundle_source slot[READING_SLOTS];
	bool slot_open[READING_SLOTS];
};

/* *options are those of the bundle, for entry i.  E_NOMEM; else bundle_entry_handed() afterwards.
 */
MUST_USE enum status bundle_entry_hand(struct bundle *bundle, size_t i,
    struct bundle_handing *handing, struct reading_options *options, struct err *err);
void bundle_entry_handed(struct bundle_handing *handing);

/* A note that entry i, or part of it, could not be read; named one by one up to a number. */
MUST_USE enum status bundle_entry_unread(
    struct bundle *bundle, size_t i, const char *sentence, struct err *err);

/* bundle_look.c */

/* The format of an entry's first bytes (FORMAT_HEAD_BYTES where there are so many), for nobody to
 * find out twice; what no format takes is said as of any other file. */
MUST_USE enum status bundle_look_head(
    struct bundle *bundle, size_t i, struct slice head, struct err *err);
/* Who reads entry i, which bs then gives as that reader needs it.  NULL: nobody, it is kept as it
 * is; *doubt is about its record then, and untouched where there is none. */
MUST_USE enum status bundle_look_format(struct bundle *bundle, size_t i, struct bundle_source *bs,
    const struct format **format, const char **doubt, struct err *err);

/*
 * bundle_owner.c: a name that the owner has in one chat need not be hers in the next.  It is taken
 * for an entry only where somebody in there has it when several names were given, or when one chat
 * of several has it.
 */

/* Were names given as a list, each ended by LF? */
bool bundle_owner_is_list(const struct bundle *bundle);
/* options->me becomes the first of the names that is somebody in the entry at `source`, or absent.
 * Errors of the source other than E_FORMAT. */
MUST_USE enum status bundle_owner_choose(const struct bundle *bundle, const struct format *format,
    const struct source *source, struct reading_options *options, struct err *err);

/* bundle_chat.c: chats of WhatsApp among the entries, found (sets of_whatsapp) and read. */

/* Whether entry i may be a chat by its name, and has to be looked into; counts. */
bool bundle_chat_may_be(struct bundle *bundle, size_t i);
/* Its first bytes (FORMAT_HEAD_BYTES where there are so many) decide. */
void bundle_chat_judge(struct bundle *bundle, size_t i, struct slice head);
/* Look for them in a bundle that can be opened anywhere. */
MUST_USE enum status bundle_chats_find(struct bundle *bundle, struct err *err);
MUST_USE enum status bundle_chats_read(struct bundle *bundle, struct err *err);

#endif
