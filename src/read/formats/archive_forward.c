/* src/read/formats/archive_forward.c
 * Archives that are read from their begin to their end: tar and 7z.  Three walks, each from the
 * begin: the list, on the way through which everything is sent that no format will want to look
 * into later, and small texts are held in memory; then the chats and texts that name others; then
 * the rest.  Not for: the library (archive_walk.c), or what is done with an entry (bundle.h). */
#include "read/formats/archive_forward.h"

#include "base/mem.h"
#include "read/formats/archive_walk.h"
#include "read/formats/bundle.h"
#include "read/formats/formats.h"

enum {
	HEAD_BYTES = FORMAT_HEAD_BYTES + ARCHIVE_PIECE_BYTES,
	KEPT_EACH_BYTES = 1024 * 1024, /* of entries kept in memory from the first walk on */
	KEPT_ALL_BYTES = BUNDLE_KEPT_MAX_BYTES,
	KEPT_INNER_BYTES = 8 * 1024 * 1024, /* in an archive inside an archive */
	HOLD_BYTES = 48 * 1024 * 1024,
	WALKS_MAX = 12,        /* the parent gives sixteen times the file, and looks ahead */
	WALKS_BETWEEN_MAX = 6, /* of them for entries that are wanted out of order */
	NAME_RAW_BYTES = 65535,
	TAR_END_BYTES = 512,
};

struct forward {
	struct bundle bundle;
	enum archive_kind kind;
	struct archive_walk *idle; /* not in use; it stands before, or on, some entry */
	unsigned walks, walks_between;
	size_t kept_bytes, kept_max;
	uint64_t skipped; /* unpacked for nothing, to get behind it */
	bool plain;       /* skipping costs nothing */
	bool damaged;     /* the list ends too early */
	bool passed_over, odd;
	const char *packing; /* what was wrong with the packing around it */
	bool stopped;        /* it was given up, for what stands behind costs too much */
};

/* -- the bytes of an entry ------------------------------------------------------------------- */

static void
walk_free(struct archive_walk *walk)
{
	if (walk != NULL)
		archive_walk_end(walk);
	mem_free(walk);
}

static enum status
walk_new(struct forward *forward, struct archive_walk **out, struct err *err)
{
	struct archive_walk *walk = mem_new(1, sizeof *walk);
	enum status status;

	if (walk == NULL)
		return fail(err, E_NOMEM, "no memory to open an archive");
	status = archive_walk_begin(walk, forward->bundle.source, forward->kind, TEXT_NONE, err);
	if (status == OK)
		*out = walk;
	else
		mem_free(walk);
	return status;
}

/* Whether a walk can still come to the bytes of entry i. */
static bool
is_before(const struct archive_walk *walk, size_t i)
{
	return walk->begun <= i || (walk->begun == i + 1 && walk->fresh);
}

static enum status
walk_again(struct forward *forward, struct archive_walk **out, struct err *err)
{
	bool between = forward->bundle.out_of_order;

	if (forward->walks == WALKS_MAX || (between && forward->walks_between == WALKS_BETWEEN_MAX))
		return fail(err, E_FORMAT, "the archive was unpacked from its begin too often");
	forward->walks++;
	forward->walks_between += between;
	return walk_new(forward, out, err);
}

static enum status
way_open(struct bundle_stream *stream, struct err *err)
{
	struct forward *forward = stream->bundle->ways_ctx;
	struct archive_walk *walk = forward->idle;
	struct archive_item item;
	enum status status = OK;

	if (walk != NULL && is_before(walk, stream->i)) {
		forward->idle = NULL;
	} else {
		status = walk_again(forward, &walk, err);
		if (status != OK)
			return status;
		/* What is in order goes on from here; what is in between leaves the other one. */
		if (!forward->bundle.out_of_order) {
			walk_free(forward->idle);
			forward->idle = NULL;
		}
	}
	while (status == OK && walk->begun <= stream->i)
		status = archive_walk_next(walk, &item, err);
	if (status == OK) {
		stream->inner = walk;
		return OK;
	}
	walk_free(walk);
	return status == E_NOTFOUND ? fail(err, E_FORMAT, "is not found again") : status;
}

static enum status
way_next(struct bundle_stream *stream, struct slice *out, struct err *err)
{
	const char *damage = NULL;
	enum status status = archive_walk_data(stream->inner, out, &damage, err);

	stream->damage = damage;
	return status;
}

/* The walk that came further is the one that is of use. */
static void
way_close(struct bundle_stream *stream)
{
	struct forward *forward = stream->bundle->ways_ctx;
	struct archive_walk *walk = stream->inner;

	if (forward->idle != NULL && forward->idle->begun >= walk->begun) {
		walk_free(walk);
		return;
	}
	walk_free(forward->idle);
	forward->idle = walk;
}

static const struct bundle_ways forward_ways = {
    .word = "archive",
    .unread = "archive-entry",
    .unread_rest = "archive-entries",
    .modified = "archive-modified",
    .hold_bytes = HOLD_BYTES,
    .open = way_open,
    .next = way_next,
    .close = way_close,
};

/* In an archive inside an archive: that one is in memory itself. */
static const struct bundle_ways inner_ways = {
    .word = "archive",
    .unread = "archive-entry",
    .unread_rest = "archive-entries",
    .modified = "archive-modified",
    .hold_bytes = BUNDLE_HELD_BYTES,
    .open = way_open,
    .next = way_next,
    .close = way_close,
};

/* -- the list -------------------------------------------------------------------------------- */

static const char *
refusal_of(const struct archive_item *item)
{
	if (item->locked)
		return "locked with a password";
	if (item->sparse)
		return "stored with holes in it, which is not unpacked here";
	if (item->bytes_known && item->bytes > BUNDLE_ENTRY_MAX_BYTES)
		return "larger than 8 GiB when unpacked";
	return NULL;
}

/* Longer than any label: what is left is too long still, and doubted. */
static struct slice
raw_cut(struct slice raw)
{
	return slice_of(raw.p, raw.n < NAME_RAW_BYTES ? raw.n : NAME_RAW_BYTES);
}

static enum status
entry_add(struct forward *forward, const struct archive_item *item, struct err *err)
{
	struct bundle *bundle = &forward->bundle;
	struct bundle_name target;
	enum status status;
	struct bundle_entry *entry = bundle_add(bundle, &status, err);

	if (entry == NULL)
		return status;
	if (!bundle_name_read(&bundle->names_arena, raw_cut(item->name), &entry->name))
		return fail(err, E_NOMEM, "the names in an archive need too much memory");
	entry->name.guessed = entry->name.guessed || item->name.p == NULL;
	entry->name.folder = entry->name.folder || item->folder;
	entry->bytes = item->bytes;
	entry->bytes_known = item->bytes_known;
	entry->packed_bytes = bundle->source->bytes;
	if (item->timed)
		entry->modified_us = item->modified_us;
	entry->refusal = refusal_of(item);
	entry->locked = item->locked;
	if (item->target.p != NULL) {
		if (!bundle_name_read(&bundle->names_arena, raw_cut(item->target), &target))
			return fail(err, E_NOMEM, "the names in an archive need too much memory");
		entry->link = true;
		entry->target = target.label;
	} else if (!item->file && !item->folder) {
		entry->doubt = "special-file";
	}
	return OK;
}

/* Its first bytes, and whether these are all. */
static enum status
head_read(struct bundle_stream *stream, struct buf *head, bool *all, struct err *err)
{
	struct slice piece;
	enum status status = OK;

	while (status == OK && head->n < FORMAT_HEAD_BYTES) {
		status = bundle_stream_next(stream, &piece, err);
		if (status == OK)
			buf_put_slice(head, piece);
		if (head->failed != OK)
			return buf_check(head, err);
	}
	*all = status == E_NOTFOUND;
	return status == E_NOTFOUND ? OK : status;
}

/* Will a format, or a chat, want to look into it? */
static enum status
is_for_later(struct forward *forward, size_t i, struct slice head, bool *later, struct err *err)
{
	struct bundle *bundle = &forward->bundle;
	size_t chats = bundle->chats_count;
	enum record_kind kind;
	enum status status = OK;

	if (head.n > FORMAT_HEAD_BYTES)
		head.n = FORMAT_HEAD_BYTES;
	if (bundle_chat_may_be(bundle, i))
		bundle_chat_judge(bundle, i, head);
	*later = bundle->chats_count != chats;
	if (*later)
		return OK;
	/* Whether it is empty, or lost its bytes, is known when it is sent. */
	if (head.n == 0)
		bundle->entry[i].plain = true;
	else
		status = bundle_look_head(bundle, i, head, err);
	/* Pictures are sent at once, since messages name them, and looked into all the same. */
	(void)file_type_of(head, &kind);
	*later = !bundle->entry[i].plain && kind == KIND_DOCUMENT;
	return status;
}

/* Small ones stay in memory: a message may name them, and later walks go past them. */
static enum status
keep_in_memory(struct forward *forward, size_t i, struct bundle_stream *stream, struct slice head,
    bool all, struct err *err)
{
	struct bundle_entry *entry = &forward->bundle.entry[i];
	size_t n = head.n;
	struct slice piece;
	enum status status = OK;
	uint8_t *p;

	if (!entry->bytes_known || entry->bytes == 0 || entry->bytes > KEPT_EACH_BYTES ||
	    head.n > entry->bytes || forward->kept_bytes + entry->bytes > forward->kept_max)
		return OK;
	p = arena_alloc(&forward->bundle.names_arena, 1, (size_t)entry->bytes);
	if (p == NULL)
		return OK;
	forward->kept_bytes += (size_t)entry->bytes;
	memcpy(p, head.p, head.n);
	while (!all && status == OK) {
		status = bundle_stream_next(stream, &piece, err);
		if (status != OK || piece.n > entry->bytes - n)
			break;
		memcpy(p + n, piece.p, piece.n);
		n += piece.n;
	}
	if ((all || status == E_NOTFOUND) && stream->damage == NULL && n == entry->bytes)
		entry->held = slice_of(p, n);
	return status == E_NOTFOUND ? OK : status;
}

static enum status
stream_look(struct forward *forward, size_t i, struct bundle_stream *stream, struct buf *head,
    struct err *err)
{
	struct bundle *bundle = &forward->bundle;
	bool all = false, later = false;
	enum status status = head_read(stream, head, &all, err);

	if (status == OK)
		status = is_for_later(forward, i, buf_slice(head), &later, err);
	if (status != OK)
		return status;
	if (later)
		return keep_in_memory(forward, i, stream, buf_slice(head), all, err);
	status = bundle_entry_send(bundle, i, stream, buf_slice(head), err);
	if (status == OK && bundle->entry[i].damage != NULL)
		status = bundle_entry_unread(bundle, i, bundle->entry[i].damage, err);
	return status;
}

/* What is gone past must be unpacked, too, where the whole is packed: more of that than may be
 * taken out of such an archive ends it. */
static void
skip_count(struct forward *forward, const struct bundle_entry *entry, uint64_t given)
{
	const struct bundle *bundle = &forward->bundle;
	uint64_t left = entry->bytes > given ? entry->bytes - given : 0;

	if (forward->plain || entry->locked || !entry->bytes_known)
		return;
	forward->skipped += left < BUNDLE_ENTRY_MAX_BYTES ? left : BUNDLE_ENTRY_MAX_BYTES + 1;
	if (left > BUNDLE_ENTRY_MAX_BYTES || forward->skipped > *bundle->shared->budget ||
	    (forward->skipped > BUNDLE_RATIO_FREE_BYTES &&
		forward->skipped / BUNDLE_RATIO_MAX > bundle->source->bytes))
		forward->stopped = true;
}

/* The entry on which the first walk stands. */
static enum status
look(struct forward *forward, size_t i, struct err *err)
{
	const struct bundle_entry *entry = &forward->bundle.entry[i];
	struct bundle_stream stream;
	struct buf head;
	enum status status;

	if (!bundle_entry_is_file(entry) || entry->refusal != NULL ||
	    (entry->name.folder && entry->bytes == 0)) {
		skip_count(forward, entry, 0);
		return OK;
	}
	status = bundle_stream_open(&stream, &forward->bundle, i, err);
	if (status != OK)
		return status;
	buf_init(&head, HEAD_BYTES);
	status = stream_look(forward, i, &stream, &head, err);
	/* What is too much would have to be unpacked to get behind it. */
	forward->stopped = !forward->plain && stream.limited;
	skip_count(forward, entry, stream.given);
	bundle_stream_close(&stream);
	buf_fini(&head);
	return status;
}

static enum status
list_on(struct forward *forward, const struct archive_item *first, struct err *err)
{
	struct bundle *bundle = &forward->bundle;
	struct archive_item item = *first;
	enum status status = OK;

	while (status == OK && !forward->stopped) {
		status = entry_add(forward, &item, err);
		if (status != OK || bundle->beyond != 0)
			return status;
		status = look(forward, bundle->count - 1, err);
		if (status == OK && !forward->stopped)
			status = archive_walk_next(forward->idle, &item, err);
	}
	forward->damaged = status == E_FORMAT;
	if (forward->idle != NULL) {
		forward->passed_over = forward->idle->passed_over;
		forward->odd = forward->idle->odd;
	}
	if (status == E_NOTFOUND)
		return archive_walk_finish(forward->idle, &forward->packing, err);
	return status == E_FORMAT ? OK : status;
}

/* -- what is said about the whole ------------------------------------------------------------ */

static enum status
say_locked(struct forward *forward, struct err *err)
{
	struct bundle *bundle = &forward->bundle;
	size_t locked = 0, files = 0;
	struct buf buf;

	for (size_t i = 0; i < bundle->count; i++) {
		files += !bundle->entry[i].name.folder;
		locked += bundle->entry[i].locked;
	}
	if (locked == 0)
		return OK;
	buf_init(&buf, 512);
	buf_putf(&buf,
	    "%zu of %zu files in this archive are locked with a password, which cannot be tried "
	    "here. Unpack it with the password and add what comes out.",
	    locked, files);
	return bundle_shared_say(bundle->shared, NOTE_ENCRYPTED, "archive-password", &buf, err);
}

/* Two blocks of zeros end a tar.  One without is whole by chance only. */
static enum status
say_end(struct forward *forward, struct err *err)
{
	const struct source *source = forward->bundle.source;
	uint8_t last[TAR_END_BYTES];
	size_t n;
	enum status status;

	if (!forward->plain || forward->damaged || forward->bundle.beyond != 0 ||
	    source->bytes == UINT64_MAX || source->bytes < sizeof last)
		return OK;
	status = source_read_full(source, source->bytes - sizeof last, last, sizeof last, &n, err);
	for (size_t i = 0; status == OK && i < n; i++)
		if (last[i] != 0)
			return bundle_say(&forward->bundle, NOTE_DOUBT, "archive-without-end",
			    "The mark at the end of this archive is missing: it may have been cut "
			    "off there, between two files, or something was put behind it.",
			    err);
	return status;
}

static enum status
say_damage(struct forward *forward, struct err *err)
{
	struct bundle *bundle = &forward->bundle;
	enum status status = OK;

	if (forward->damaged)
		status = bundle_say(bundle, NOTE_UNREAD, "archive-cut-off",
		    "This archive is damaged or cut off; what stands before that place was read.",
		    err);
	else if (forward->packing != NULL)
		status = bundle_say(bundle, NOTE_UNREAD, "archive-changed",
		    "The packing around this archive is damaged, or its checksum is another one: "
		    "bytes were changed or lost.",
		    err);
	else if (forward->stopped)
		status = bundle_say(bundle, NOTE_UNREAD, "archive-too-much",
		    "Unpacking was stopped: a file is too large or packed as archive bombs are, "
		    "or all together is more than is unpacked from one archive. What stands "
		    "behind it was not read; unpack the archive and add what comes out.",
		    err);
	if (status == OK && forward->passed_over)
		status = bundle_say(bundle, NOTE_UNREAD, "archive-passed-over",
		    "Something damaged in this archive was passed over: a file, or more than one, "
		    "is not in the list.",
		    err);
	if (status == OK && forward->odd)
		status = bundle_say(bundle, NOTE_DOUBT, "archive-odd",
		    "Something in the list of this archive is not written as it should be; a name "
		    "or a date may not be the right one.",
		    err);
	return status;
}

static enum status
say_list(struct forward *forward, struct err *err)
{
	struct bundle *bundle = &forward->bundle;
	enum status status = say_damage(forward, err);

	if (status == OK && bundle->beyond != 0)
		status = bundle_say(bundle, NOTE_UNREAD, "too-many-entries",
		    "This archive holds more than 100,000 files; the first 100,000 were read.",
		    err);
	if (status == OK && bundle->count == 0)
		status = bundle_say(
		    bundle, NOTE_DOUBT, "empty-archive", "There is nothing in this archive.", err);
	if (status == OK)
		status = say_end(forward, err);
	return status == OK ? say_locked(forward, err) : status;
}

/* Nothing in it can be told apart.  It is a document, with what is wrong. */
static enum status
keep_whole(struct forward *forward, bool locked, struct err *err)
{
	const struct reading_options *options = forward->bundle.options;
	const struct source *source = forward->bundle.source;
	struct attachment self = {.name = options->name, .source = ATTACHMENT_SELF};
	struct record record;
	bool tar = forward->kind == ARCHIVE_KIND_TAR;
	enum status status;

	self.type = tar ? TEXT_LITERAL("application/x-tar")
			: TEXT_LITERAL("application/x-7z-compressed");
	if (forward->idle->starved)
		status = bundle_say(&forward->bundle, NOTE_UNREAD, "archive-memory",
		    "To unpack this file, more memory is needed than a reader is given. Unpack it "
		    "yourself and add what comes out.",
		    err);
	else if (locked)
		status = bundle_say(&forward->bundle, NOTE_ENCRYPTED, "archive-password",
		    "This archive is locked with a password, down to the names in it, and the "
		    "password cannot be tried here. Unpack it with the password and add what "
		    "comes out.",
		    err);
	else
		status = bundle_say(&forward->bundle, NOTE_UNREAD, "archive-cut-off",
		    tar ? "This archive is damaged at its begin, so nothing in it could be read."
			: "The list of what is in this archive stands at its end and is damaged or "
			  "missing, so nothing in it could be read.",
		    err);
	if (status != OK)
		return status;
	record_init(&record);
	record.kind = KIND_DOCUMENT;
	record.channel = TEXT_LITERAL("file");
	self.bytes = source->bytes != UINT64_MAX ? source->bytes : 0;
	record.attachments = &self;
	record.attachments_count = 1;
	record.inside = options->inside;
	record.position = 1;
	if (locked)
		status = record_add_doubt(
		    &record, &forward->bundle.arena, "encrypted", TEXT_NONE, err);
	return status == OK ? bundle_shared_record(forward->bundle.shared, &record, err) : status;
}

/* -- one reading ----------------------------------------------------------------------------- */

static enum status
read_listed(struct forward *forward, const struct archive_item *first, struct err *err)
{
	enum status status = list_on(forward, first, err);

	if (status == OK)
		status = say_list(forward, err);
	return status == OK ? bundle_read(&forward->bundle, err) : status;
}

/* Does it begin as a tar does? */
static enum status
begins_as_tar(struct forward *forward, bool *yes, struct err *err)
{
	struct window window = {.p = NULL};
	struct slice head;
	enum status status = window_init(&window, forward->bundle.source, FORMAT_HEAD_BYTES, err);

	if (status == OK)
		status = window_peek(&window, FORMAT_HEAD_BYTES, &head, err);
	*yes = status == OK && archive_is_tar(head);
	window_fini(&window);
	return status;
}

/* What is packed, and no tar, is a file like any other. */
static enum status
keep_packed(struct bundle *bundle, struct err *err)
{
	enum status status = file_format.read(
	    bundle->source, bundle->options, bundle->shared->sink, err);

	return status != OK ? status
			    : bundle_shared_note(bundle->shared, NOTE_UNREAD, "packed-not-read",
				  TEXT_LITERAL("It is packed, and it is damaged or holds no "
					       "archive of files. Unpack it, if that is possible, "
					       "and bring in what was in it."),
				  err);
}

/* The first header decides whether it is such an archive at all. */
static enum status
forward_run(struct forward *forward, const char *name, struct err *err)
{
	struct bundle *bundle = &forward->bundle;
	struct archive_item item;
	bool is_tar = true;
	enum status status = walk_new(forward, &forward->idle, err), first;

	if (status != OK)
		return status;
	forward->walks = 1;
	first = archive_walk_next(forward->idle, &item, err);
	if (first != OK && first != E_NOTFOUND && first != E_FORMAT)
		return first;
	if (first != OK && forward->kind == ARCHIVE_KIND_TAR)
		status = begins_as_tar(forward, &is_tar, err);
	if (status != OK)
		return status;
	if (!is_tar && !forward->idle->starved)
		return keep_packed(bundle, err);
	status = bundle_shared_note(bundle->shared, NOTE_FORMAT, name, TEXT_NONE, err);
	if (status != OK)
		return status;
	if (first == E_FORMAT)
		return keep_whole(forward, forward->idle->locked, err);
	if (first == E_NOTFOUND)
		return say_list(forward, err);
	forward->plain = archive_walk_is_plain(forward->idle);
	return read_listed(forward, &item, err);
}

static enum status
read_within(enum archive_kind kind, const char *name, const struct source *source,
    const struct reading_options *options, const struct sink *sink, uint64_t *budget,
    struct err *err)
{
	bool inner = options->inside.p != NULL;
	struct forward forward = {
	    .kind = kind, .kept_max = inner ? KEPT_INNER_BYTES : KEPT_ALL_BYTES};
	enum status status = bundle_init(&forward.bundle, inner ? &inner_ways : &forward_ways,
	    source, options, sink, budget, err);

	forward.bundle.ways_ctx = &forward;
	if (status == OK)
		status = forward_run(&forward, name, err);
	walk_free(forward.idle);
	bundle_fini(&forward.bundle);
	return status;
}

enum status
archive_tar_within(const struct source *source, const struct reading_options *options,
    const struct sink *sink, uint64_t *budget, struct err *err)
{
	return read_within(ARCHIVE_KIND_TAR, "tar", source, options, sink, budget, err);
}

enum status
archive_7z_within(const struct source *source, const struct reading_options *options,
    const struct sink *sink, uint64_t *budget, struct err *err)
{
	return read_within(ARCHIVE_KIND_7Z, "7z", source, options, sink, budget, err);
}
