/* src/read/formats/zip_entry.c
 * One entry of a zip: sent out as bytes, kept as a record, or read by the format of its content;
 * see zip_entry.h. */
#include "read/formats/zip_entry.h"

#include "read/formats/formats.h"

bool
zip_entry_label(const struct zip_reading *reading, const struct zip_entry *entry,
    struct arena *arena, struct text *out)
{
	struct text outer = reading->options->inside;
	char *p;

	if (outer.p == NULL || outer.n + 1 + entry->name.label.n > RECORD_NAME_MAX_BYTES)
		return arena_text(arena, entry->name.label, out);
	p = arena_alloc(arena, 1, outer.n + 1 + entry->name.label.n);
	if (p == NULL)
		return false;
	memcpy(p, outer.p, outer.n);
	p[outer.n] = '/';
	memcpy(p + outer.n + 1, entry->name.label.p, entry->name.label.n);
	*out = (struct text){p, outer.n + 1 + entry->name.label.n};
	return true;
}

enum status
zip_entry_unread(struct zip_reading *reading, size_t i, const char *sentence, struct err *err)
{
	struct text label = reading->directory.entry[i].name.label;
	struct buf buf;
	enum status status;

	if (reading->unread++ >= ZIP_UNREAD_NAMED_MAX)
		return OK;
	buf_init(&buf, RECORD_NAME_MAX_BYTES);
	buf_put_text(&buf, label);
	buf_put_c(&buf, ": ");
	buf_put_c(&buf, sentence);
	buf_put_byte(&buf, '.');
	status = buf_check(&buf, err);
	if (status == OK)
		status = zip_shared_note(
		    reading->shared, NOTE_UNREAD, "zip-entry", buf_text(&buf), err);
	buf_fini(&buf);
	return status;
}

/* All blocks of an opened stream, the first of which is in hand. */
static enum status
blocks_send(
    struct zip_reading *reading, struct zip_stream *stream, struct slice block, struct err *err)
{
	enum status status = OK;

	while (status == OK) {
		status = zip_shared_extract_data(reading->shared, block, err);
		if (status != OK)
			return status;
		status = zip_stream_next(stream, &block, err);
	}
	return status == E_NOTFOUND ? OK : status;
}

static enum status
stream_send(struct zip_reading *reading, size_t i, struct zip_stream *stream, struct err *err)
{
	struct zip_taken *taken = &reading->taken[i];
	struct text name = zip_name_base(reading->directory.entry[i].name.label);
	struct slice block = {NULL, 0};
	enum status status = zip_stream_next(stream, &block, err);

	if (status != OK && status != E_NOTFOUND)
		return status;
	taken->kind = KIND_DOCUMENT;
	taken->type = file_type_of(block, &taken->kind);
	if (status == E_NOTFOUND && stream->damage != NULL) {
		taken->damage = stream->damage; /* not one byte of it */
		return OK;
	}
	taken->extract = reading->shared->extracts;
	status = zip_shared_extract_begin(reading->shared, name, taken->type, err);
	if (status == OK && block.n != 0)
		status = blocks_send(reading, stream, block, err);
	if (status != OK)
		return status;
	taken->extracted = true;
	taken->bytes = stream->given;
	taken->damage = stream->damage;
	return zip_shared_extract_end(reading->shared, stream->damage == NULL, err);
}

/* The sentence of a refusal must outlive the error it came in. */
static const char *
refusal_kept(const struct zip_entry *entry)
{
	const char *sentence = zip_stream_refusal(entry);

	return sentence != NULL ? sentence : "not where the list of the zip says, or not whole";
}

enum status
zip_entry_extract(struct zip_reading *reading, size_t i, bool *kept, struct err *err)
{
	struct zip_entry *entry = &reading->directory.entry[i];
	struct zip_taken *taken = &reading->taken[i];
	struct zip_stream stream;
	enum status status;

	*kept = taken->extracted;
	if (taken->extracted || taken->damage != NULL)
		return OK;
	status = zip_stream_open(&stream, reading->source, entry, reading->shared->budget, err);
	if (status == E_FORMAT)
		taken->damage = refusal_kept(entry);
	else if (status != OK)
		return status;
	else {
		status = stream_send(reading, i, &stream, err);
		zip_stream_close(&stream);
		if (status != OK)
			return status;
	}
	*kept = taken->extracted;
	/* Passwords are said once for the whole zip. */
	if (taken->damage == NULL || (entry->flags & ZIP_FLAG_ENCRYPTED) != 0)
		return OK;
	return zip_entry_unread(reading, i, taken->damage, err);
}

/* The date in the zip: two seconds fine, no zone, set by whoever packed it. */
static enum status
claim_modified(struct zip_reading *reading, const struct zip_entry *entry, struct record *record,
    struct err *err)
{
	struct civil c = {.year = 1980 + (entry->dos_date >> 9),
	    .month = entry->dos_date >> 5 & 15,
	    .day = entry->dos_date & 31,
	    .hour = entry->dos_time >> 11,
	    .minute = entry->dos_time >> 5 & 63,
	    .second = 2 * (entry->dos_time & 31)};
	struct buf buf;
	struct text text;
	enum status status = OK;

	if (!civil_valid(&c))
		return OK;
	buf_init(&buf, 64);
	civil_put(&buf, &c);
	if (!arena_text(&reading->arena, buf_text(&buf), &text))
		status = fail(err, E_NOMEM, "no memory for a record");
	buf_fini(&buf);
	return status == OK ? record_add_claim(record, &reading->arena, "zip-modified", text, err)
			    : status;
}

static enum status
doubts_add(struct zip_reading *reading, size_t i, const char *doubt, struct record *record,
    struct err *err)
{
	const struct zip_entry *entry = &reading->directory.entry[i];
	const char *damage = reading->taken[i].damage;
	struct arena *arena = &reading->arena;
	enum status status = OK;

	if (damage != NULL)
		status = record_add_doubt(record, arena,
		    (entry->flags & ZIP_FLAG_ENCRYPTED) != 0 ? "encrypted"
		    : reading->taken[i].extracted            ? "entry-damaged"
							     : "entry-unread",
		    text_of_c(damage), err);
	if (status == OK && doubt != NULL)
		status = record_add_doubt(record, arena, doubt, TEXT_NONE, err);
	if (status == OK && entry->name.unsafe)
		status = record_add_doubt(record, arena, "unsafe-name", entry->name.label, err);
	if (status == OK && entry->name.guessed)
		status = record_add_doubt(record, arena, "name-guessed", entry->name.label, err);
	if (status == OK && entry->link)
		status = record_add_doubt(record, arena, "link-not-followed", TEXT_NONE, err);
	return status;
}

enum status
zip_entry_keep(struct zip_reading *reading, size_t i, const char *doubt, struct err *err)
{
	const struct zip_entry *entry = &reading->directory.entry[i];
	struct zip_taken *taken = &reading->taken[i];
	struct attachment a = {.name = zip_name_base(entry->name.label)};
	struct record record;
	bool kept;
	enum status status = zip_entry_extract(reading, i, &kept, err);

	if (status != OK)
		return status;
	record_init(&record);
	record.kind = taken->kind != KIND_INCIDENT ? taken->kind : KIND_DOCUMENT;
	record.channel = reading->of_whatsapp ? TEXT_LITERAL("whatsapp") : TEXT_LITERAL("file");
	record.conversation = reading->conversation;
	record.position = 1;
	a.type = taken->type;
	a.bytes = kept ? taken->bytes : 0;
	a.source = kept ? ATTACHMENT_EXTRACTED : ATTACHMENT_MISSING;
	a.extract = taken->extract;
	if (!zip_entry_label(reading, entry, &reading->arena, &record.inside))
		return fail(err, E_NOMEM, "no memory for a record");
	status = record_add_attachment(&record, &reading->arena, &a, err);
	if (status == OK)
		status = doubts_add(reading, i, doubt, &record, err);
	if (status == OK)
		status = claim_modified(reading, entry, &record, err);
	taken->done = true;
	return status == OK ? zip_shared_record(reading->shared, &record, err) : status;
}

/* The bytes of entry i of `from`, the zip in hand or another part of it. */
static enum status
bytes_take(
    struct zip_reading *from, size_t i, struct attachment *attachment, bool *kept, struct err *err)
{
	const struct zip_taken *taken = &from->taken[i];
	enum status status = zip_entry_extract(from, i, kept, err);

	attachment->source = ATTACHMENT_MISSING;
	if (status != OK || !*kept)
		return status;
	attachment->source = ATTACHMENT_EXTRACTED;
	attachment->extract = taken->extract;
	attachment->bytes = taken->bytes;
	return OK;
}

/* A file that the reader names: another entry, which needs no record of its own then, or one of
 * another part; else it may stand beside the zip. */
static enum status
named_fetch(const struct zip_handing *handing, struct attachment *attachment, bool *elsewhere,
    struct err *err)
{
	struct zip_reading *reading = handing->reading, *from = reading;
	struct text folder = zip_name_folder(reading->directory.entry[handing->i].name.label);
	bool found = false, kept = false;
	size_t i = 0;
	enum status status = zip_names_find(
	    &reading->names, &reading->directory, folder, attachment->name, &found, &i, err);

	if (status == OK && !found)
		status = zip_parts_find(reading, folder, attachment->name, &from, &i, err);
	if (status != OK || from == NULL)
		return status;
	status = bytes_take(from, i, attachment, &kept, err);
	if (status != OK || !kept)
		return status;
	attachment->type = from->taken[i].type;
	from->taken[i].done = true;
	*elsewhere = from != reading;
	return OK;
}

/* The reader says "the original itself": these are the entry's bytes.  Or it names a file. */
static enum status
bytes_fetch(void *ctx, struct attachment *attachment, bool *elsewhere, struct err *err)
{
	const struct zip_handing *handing = ctx;
	bool kept;

	*elsewhere = false;
	if (attachment->source == ATTACHMENT_BESIDE)
		return named_fetch(handing, attachment, elsewhere, err);
	return bytes_take(handing->reading, handing->i, attachment, &kept, err);
}

enum status
zip_entry_hand(struct zip_reading *reading, size_t i, struct zip_handing *handing,
    struct reading_options *options, struct err *err)
{
	const struct zip_entry *entry = &reading->directory.entry[i];

	*handing = (struct zip_handing){.reading = reading,
	    .i = i,
	    .inner = {.shared = reading->shared,
		.base = reading->shared->extracts,
		.fetch = bytes_fetch,
		.fetch_ctx = handing}};
	handing->sink = zip_inner_sink(&handing->inner);
	if (!zip_entry_label(reading, entry, &reading->arena, &handing->inner.inside))
		return fail(err, E_NOMEM, "no memory for a record");
	*options = *reading->options;
	options->format = TEXT_NONE;
	options->name = zip_name_base(entry->name.label);
	options->inside = handing->inner.inside;
	options->parts_count = 0; /* of this zip, not of one inside it */
	options->look = NULL;
	return OK;
}

void
zip_entry_handed(struct zip_handing *handing)
{
	zip_inner_fini(&handing->inner);
}

static enum status
hand_over(struct zip_reading *reading, size_t i, const struct format *format, struct zip_source *zs,
    struct err *err)
{
	struct zip_handing handing;
	struct reading_options options;
	struct source source = zip_source_of(zs);
	enum status status = zip_entry_hand(reading, i, &handing, &options, err);

	if (status != OK)
		return status;
	if (format == &zip_format)
		status = zip_read_within(
		    &source, &options, &handing.sink, reading->shared->budget, err);
	else
		status = format->read(&source, &options, &handing.sink, err);
	zip_entry_handed(&handing);
	return status;
}

static enum status
head_read(const struct source *source, struct window *window, struct slice *head, struct err *err)
{
	enum status status = window_init(window, source, FORMAT_HEAD_BYTES, err);

	return status == OK ? window_peek(window, FORMAT_HEAD_BYTES, head, err) : status;
}

/* Who reads this?  NULL: nobody, it is kept as it is. */
static enum status
format_find(const struct zip_reading *reading, struct zip_source *zs, const struct format **format,
    struct err *err)
{
	struct source source = zip_source_of(zs);
	enum record_kind kind = KIND_DOCUMENT;
	struct window window = {.p = NULL};
	struct slice head = {NULL, 0};
	enum status status = head_read(&source, &window, &head, err);

	*format = NULL;
	if (status == OK && head.n != 0) {
		*format = format_of_head(head);
		(void)file_type_of(head, &kind);
	}
	window_fini(&window);
	/* What WhatsApp exports has lost its own dates; and nobody but us names plain files. */
	if (*format == &file_format || (reading->of_whatsapp && kind != KIND_DOCUMENT))
		*format = NULL;
	return status;
}

/* A zip in a zip is opened when it can be read here and there; one in that is kept as it is. */
static enum status
zip_hold(struct zip_reading *reading, size_t i, struct zip_source *zs, const struct format **format,
    struct err *err)
{
	struct zip_entry *entry = &reading->directory.entry[i];
	enum status status;

	if (reading->options->inside.p != NULL) {
		*format = NULL;
		return OK;
	}
	if (zs->is_held)
		return OK;
	if (entry->bytes > ZIP_SOURCE_INNER_BYTES) {
		*format = NULL;
		return zip_entry_unread(reading, i,
		    "a zip inside the zip, too large to be opened there: unpack it and add it on "
		    "its own",
		    err);
	}
	zip_source_fini(zs);
	status = zip_source_init(
	    zs, reading->source, entry, reading->shared->budget, ZIP_SOURCE_INNER_BYTES, err);
	if (status == OK && !zs->is_held)
		*format = NULL;
	return status;
}

static enum status
source_read(struct zip_reading *reading, size_t i, struct zip_source *zs, struct err *err)
{
	const char *doubt = reading->of_whatsapp ? "not-named-in-chat" : NULL;
	uint64_t records = reading->shared->records;
	const struct format *format;
	enum status status = format_find(reading, zs, &format, err);

	if (status == OK && format == &zip_format)
		status = zip_hold(reading, i, zs, &format, err);
	if (status != OK || format == NULL)
		return status == OK ? zip_entry_keep(reading, i, doubt, err) : status;
	status = hand_over(reading, i, format, zs, err);
	if (reading->shared->failed != OK || zs->zip_status != OK)
		return status;
	/* Everything else is the entry's own misfortune, and ends here. */
	if (reading->shared->records == records)
		return zip_entry_keep(reading, i, status == OK ? doubt : "not-understood", err);
	if (status != OK)
		status = zip_entry_unread(reading, i, "only its first part could be read", err);
	if (status == OK && zs->damage != NULL && reading->taken[i].damage == NULL)
		status = zip_entry_unread(reading, i, zs->damage, err);
	return status;
}

enum status
zip_entry_read(struct zip_reading *reading, size_t i, struct err *err)
{
	struct zip_entry *entry = &reading->directory.entry[i];
	struct zip_source zs;
	enum status status;

	if (entry->link || zip_stream_refusal(entry) != NULL ||
	    (entry->bytes == 0 && !entry->sizes_unknown))
		return zip_entry_keep(reading, i, NULL, err);
	status = zip_source_init(
	    &zs, reading->source, entry, reading->shared->budget, ZIP_SOURCE_HELD_BYTES, err);
	if (status == E_FORMAT)
		return zip_entry_keep(reading, i, NULL, err);
	if (status != OK)
		return status;
	status = source_read(reading, i, &zs, err);
	zip_source_fini(&zs);
	return status;
}
