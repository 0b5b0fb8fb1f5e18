/* src/read/formats/bundle_entry.c
 * One entry of an archive: sent out as bytes, kept as a record, or read by the format of its
 * content; see bundle.h. */
#include "read/formats/bundle.h"

#include "diary/reference.h"
#include "read/formats/formats.h"

bool
bundle_entry_label(const struct bundle *bundle, const struct bundle_entry *entry,
    struct arena *arena, struct text *out)
{
	struct text outer = bundle->options->inside;
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
bundle_entry_unread(struct bundle *bundle, size_t i, const char *sentence, struct err *err)
{
	struct text label = bundle->entry[i].name.label;
	struct buf buf;
	enum status status;

	if (bundle->unread++ >= BUNDLE_UNREAD_NAMED_MAX)
		return OK;
	buf_init(&buf, RECORD_NAME_MAX_BYTES);
	buf_put_text(&buf, label);
	buf_put_c(&buf, ": ");
	buf_put_c(&buf, sentence);
	buf_put_byte(&buf, '.');
	status = buf_check(&buf, err);
	if (status == OK)
		status = bundle_shared_note(
		    bundle->shared, NOTE_UNREAD, bundle->ways->unread, buf_text(&buf), err);
	buf_fini(&buf);
	return status;
}

/* The bytes that tell which format it is. */
static void
head_add(struct buf *head, struct slice block)
{
	if (block.n > FORMAT_HEAD_BYTES - head->n)
		block.n = FORMAT_HEAD_BYTES - head->n;
	buf_put_slice(head, block);
}

/* All blocks of an open stream, the first of which is in hand; `head` may be NULL. */
static enum status
blocks_send(struct bundle *bundle, struct bundle_stream *stream, struct slice block,
    struct buf *head, struct err *err)
{
	enum status status = OK;

	while (status == OK) {
		if (head != NULL)
			head_add(head, block);
		status = bundle_shared_extract_data(bundle->shared, block, err);
		if (status != OK)
			return status;
		status = bundle_stream_next(stream, &block, err);
	}
	return status == E_NOTFOUND ? OK : status;
}

enum status
bundle_entry_send(struct bundle *bundle, size_t i, struct bundle_stream *stream, struct slice first,
    struct err *err)
{
	struct bundle_entry *entry = &bundle->entry[i];
	struct text name = bundle_name_base(entry->name.label);
	struct buf head;
	enum status status;

	entry->kind = KIND_DOCUMENT;
	entry->type = file_type_of(first, &entry->kind);
	if (first.n == 0 && stream->damage != NULL) {
		entry->damage = stream->damage; /* not one byte of it */
		return OK;
	}
	entry->extract = bundle->shared->extracts;
	status = bundle_shared_extract_begin(bundle->shared, name, entry->type, err);
	buf_init(&head, FORMAT_HEAD_BYTES);
	if (status == OK && first.n != 0)
		status = blocks_send(bundle, stream, first, entry->looked ? NULL : &head, err);
	if (status == OK)
		status = buf_check(&head, err);
	if (status == OK) {
		entry->extracted = true;
		entry->sent = stream->given;
		entry->damage = stream->damage;
		status = bundle_shared_extract_end(bundle->shared, stream->damage == NULL, err);
	}
	if (status == OK && !entry->looked)
		status = bundle_look_head(bundle, i, buf_slice(&head), err);
	buf_fini(&head);
	return status;
}

static enum status
stream_send(struct bundle *bundle, size_t i, struct bundle_stream *stream, struct err *err)
{
	struct slice block = {NULL, 0};
	enum status status = bundle_stream_next(stream, &block, err);

	if (status != OK && status != E_NOTFOUND)
		return status;
	return bundle_entry_send(bundle, i, stream, block, err);
}

/* The sentence of a refusal must outlive the error it came in. */
static const char *
refusal_kept(const struct bundle_entry *entry)
{
	return entry->refusal != NULL ? entry->refusal
				      : "not where the list of the archive says, or not whole";
}

enum status
bundle_entry_extract(struct bundle *bundle, size_t i, bool *kept, struct err *err)
{
	struct bundle_entry *entry = &bundle->entry[i];
	struct bundle_stream stream;
	enum status status;

	*kept = entry->extracted;
	if (entry->extracted || entry->damage != NULL)
		return OK;
	status = bundle_stream_open(&stream, bundle, i, err);
	if (status == E_FORMAT)
		entry->damage = refusal_kept(entry);
	else if (status != OK)
		return status;
	else {
		status = stream_send(bundle, i, &stream, err);
		bundle_stream_close(&stream);
		if (status != OK)
			return status;
	}
	*kept = entry->extracted;
	/* Passwords are said once for the whole archive. */
	if (entry->damage == NULL || bundle_entry_is_shut(entry))
		return OK;
	return bundle_entry_unread(bundle, i, entry->damage, err);
}

/* The date in the list: set by whoever packed it, in a zip two seconds fine and without a zone. Its
 * value is absent where there is none. */
static enum status
modified_find(
    struct bundle *bundle, const struct bundle_entry *entry, struct claim *out, struct err *err)
{
	struct civil c;
	struct buf buf;
	enum status status = OK;

	*out = (struct claim){text_of_c(bundle->ways->modified), TEXT_NONE};
	if (entry->modified_us == BUNDLE_TIME_NONE || !civil_of_us(entry->modified_us, &c))
		return OK;
	buf_init(&buf, 64);
	civil_put(&buf, &c);
	if (!bundle->ways->modified_is_local)
		buf_put_byte(&buf, 'Z');
	if (!arena_text(&bundle->arena, buf_text(&buf), &out->value))
		status = fail(err, E_NOMEM, "no memory for a record");
	buf_fini(&buf);
	return status;
}

static enum status
claim_modified(
    struct bundle *bundle, const struct bundle_entry *entry, struct record *record, struct err *err)
{
	struct claim claim;
	enum status status = modified_find(bundle, entry, &claim, err);

	if (status != OK || claim.value.p == NULL)
		return status;
	return record_add_claim(record, &bundle->arena, bundle->ways->modified, claim.value, err);
}

static enum status
doubts_add(
    struct bundle *bundle, size_t i, const char *doubt, struct record *record, struct err *err)
{
	const struct bundle_entry *entry = &bundle->entry[i];
	struct arena *arena = &bundle->arena;
	enum status status = OK;

	if (entry->damage != NULL)
		status = record_add_doubt(record, arena,
		    bundle_entry_is_shut(entry) ? "encrypted"
		    : entry->extracted          ? "entry-damaged"
						: "entry-unread",
		    text_of_c(entry->damage), err);
	if (status == OK && doubt != NULL)
		status = record_add_doubt(record, arena, doubt, TEXT_NONE, err);
	if (status == OK && entry->name.unsafe)
		status = record_add_doubt(record, arena, "unsafe-name", entry->name.label, err);
	if (status == OK && entry->name.guessed)
		status = record_add_doubt(record, arena, "name-guessed", entry->name.label, err);
	if (status == OK && entry->link)
		status = record_add_doubt(record, arena, "link-not-followed", entry->target, err);
	if (status == OK && entry->doubt != NULL)
		status = record_add_doubt(record, arena, entry->doubt, TEXT_NONE, err);
	return status;
}

enum status
bundle_entry_keep(struct bundle *bundle, size_t i, const char *doubt, struct err *err)
{
	struct bundle_entry *entry = &bundle->entry[i];
	struct attachment a = {.name = bundle_name_base(entry->name.label)};
	struct record record;
	bool kept = false;
	enum status status = OK;

	entry->done = true;
	/* The record that names it has its bytes already. */
	if (entry->named)
		return OK;
	/* A link of a tar, or a device, has no bytes at all. */
	if (entry->target.p == NULL && entry->doubt == NULL)
		status = bundle_entry_extract(bundle, i, &kept, err);
	if (status != OK)
		return status;
	record_init(&record);
	record.kind = entry->kind != KIND_INCIDENT ? entry->kind : KIND_DOCUMENT;
	record.channel = bundle->of_whatsapp ? TEXT_LITERAL("whatsapp") : TEXT_LITERAL("file");
	record.conversation = bundle->conversation;
	record.position = 1;
	a.type = entry->type;
	a.bytes = kept ? entry->sent : 0;
	a.source = kept ? ATTACHMENT_EXTRACTED : ATTACHMENT_MISSING;
	a.extract = entry->extract;
	if (!bundle_entry_label(bundle, entry, &bundle->arena, &record.inside))
		return fail(err, E_NOMEM, "no memory for a record");
	status = record_add_attachment(&record, &bundle->arena, &a, err);
	if (status == OK)
		status = doubts_add(bundle, i, doubt, &record, err);
	if (status == OK)
		status = claim_modified(bundle, entry, &record, err);
	return status == OK ? bundle_shared_record(bundle->shared, &record, err) : status;
}

/* The bytes of entry i of `from`, the bundle in hand or another part of it. */
static enum status
bytes_take(
    struct bundle *from, size_t i, struct attachment *attachment, bool *kept, struct err *err)
{
	const struct bundle_entry *entry = &from->entry[i];
	enum status status;

	attachment->source = ATTACHMENT_MISSING;
	*kept = false;
	/* Its own record says why. */
	if (!bundle_entry_is_file(entry))
		return OK;
	from->out_of_order = true;
	status = bundle_entry_extract(from, i, kept, err);
	from->out_of_order = false;
	if (status != OK || !*kept)
		return status;
	attachment->source = ATTACHMENT_EXTRACTED;
	attachment->extract = entry->extract;
	attachment->bytes = entry->sent;
	return OK;
}

/* A file that the reader names: another entry, or one of another part; else it may stand beside the
 * archive.  A picture needs no record of its own then.  But words can name anything: what holds
 * records is read for itself all the same, or a link that somebody typed would hide a chat. */
static enum status
named_fetch(const struct bundle_handing *handing, struct attachment *attachment, bool *elsewhere,
    struct err *err)
{
	struct bundle *bundle = handing->bundle, *from = bundle;
	struct text folder = bundle_name_folder(bundle->entry[handing->i].name.label);
	bool found = false, kept = false;
	size_t i = 0;
	enum status status = bundle_names_find(bundle, folder, attachment->name, &found, &i, err);

	if (status == OK && !found) {
		from = NULL;
		if (bundle->ways->elsewhere != NULL)
			status = bundle->ways->elsewhere(
			    bundle, folder, attachment->name, &from, &i, err);
	}
	if (status != OK || from == NULL)
		return status;
	status = bytes_take(from, i, attachment, &kept, err);
	if (status != OK || !kept)
		return status;
	attachment->type = from->entry[i].type;
	from->entry[i].named = true;
	from->entry[i].done = from->entry[i].done || !from->entry[i].records;
	*elsewhere = from != bundle;
	return OK;
}

/* The reader says "the original itself": these are the entry's bytes.  Or it names a file. */
static enum status
bytes_fetch(void *ctx, struct attachment *attachment, bool *elsewhere, struct err *err)
{
	const struct bundle_handing *handing = ctx;
	bool kept;

	*elsewhere = false;
	if (attachment->source == ATTACHMENT_BESIDE)
		return named_fetch(handing, attachment, elsewhere, err);
	return bytes_take(handing->bundle, handing->i, attachment, &kept, err);
}

static void
slot_close(struct bundle_handing *handing, unsigned slot)
{
	if (handing->slot_open[slot])
		bundle_source_fini(&handing->slot[slot]);
	handing->slot_open[slot] = false;
}

/* Another entry, from the folder of this one or below it, if it can be read here and there. */
static enum status
entry_look(
    void *ctx, struct text name, unsigned slot, struct source *out, bool *found, struct err *err)
{
	struct bundle_handing *handing = ctx;
	struct bundle *bundle = handing->bundle;
	struct bundle_source *bs = &handing->slot[slot];
	struct text folder = bundle_name_folder(bundle->entry[handing->i].name.label);
	size_t i;
	enum status status;

	slot_close(handing, slot);
	status = bundle_names_find_here(
	    bundle, reference_folder(folder, name), name, found, &i, err);
	if (status != OK || !*found)
		return status;
	*found = false;
	if (!bundle_entry_is_file(&bundle->entry[i]))
		return OK;
	bundle->out_of_order = true;
	status = bundle_source_init_anywhere(bs, bundle, i, BUNDLE_HELD_BYTES, err);
	handing->slot_open[slot] = status == OK;
	if (status == OK)
		status = bundle_source_make_anywhere(bs, err);
	bundle->out_of_order = false;
	if (status != OK)
		return status == E_FORMAT ? OK : status;
	if (!bundle_source_is_anywhere(bs)) {
		slot_close(handing, slot);
		return OK;
	}
	*found = true;
	*out = bundle_source_of(bs);
	return OK;
}

enum status
bundle_entry_hand(struct bundle *bundle, size_t i, struct bundle_handing *handing,
    struct reading_options *options, struct err *err)
{
	const struct bundle_entry *entry = &bundle->entry[i];
	enum status status;

	*handing = (struct bundle_handing){.bundle = bundle,
	    .i = i,
	    .inner = {.shared = bundle->shared,
		.base = bundle->shared->extracts,
		.fetch = bytes_fetch,
		.fetch_ctx = handing}};
	handing->sink = bundle_inner_sink(&handing->inner);
	if (!bundle_entry_label(bundle, entry, &bundle->arena, &handing->inner.inside))
		return fail(err, E_NOMEM, "no memory for a record");
	status = modified_find(bundle, entry, &handing->inner.modified, err);
	if (status != OK)
		return status;
	*options = *bundle->options;
	options->format = TEXT_NONE;
	options->name = bundle_name_base(entry->name.label);
	options->folder = bundle_name_last_folder(entry->name.label);
	options->inside = handing->inner.inside;
	options->parts_count = 0; /* of this archive, not of one inside it */
	handing->look = (struct looking){entry_look, handing};
	options->look = &handing->look;
	return OK;
}

void
bundle_entry_handed(struct bundle_handing *handing)
{
	for (unsigned slot = 0; slot < READING_SLOTS; slot++)
		slot_close(handing, slot);
	bundle_inner_fini(&handing->inner);
}

static enum status
hand_over(struct bundle *bundle, size_t i, const struct format *format, struct bundle_source *bs,
    struct err *err)
{
	bundle_within_fn *within = bundle_within(format);
	struct bundle_handing handing;
	struct reading_options options;
	struct source source = bundle_source_of(bs);
	enum status status = bundle_entry_hand(bundle, i, &handing, &options, err);

	if (status != OK)
		return status;
	if (within != NULL) {
		status = within(&source, &options, &handing.sink, bundle->shared->budget, err);
	} else {
		if (bundle->owner_by_entry)
			status = bundle_owner_choose(bundle, format, &source, &options, err);
		if (status == OK)
			status = format->read(&source, &options, &handing.sink, err);
	}
	bundle_entry_handed(&handing);
	return status;
}

/* Its format is known, and its reader gave up before the first record: why, and what to do. */
static enum status
say_failed(struct bundle *bundle, size_t i, const struct bundle_source *bs, const struct err *why,
    struct err *err)
{
	const char *sentence = why->text;

	if (bs->damage != NULL)
		sentence = bs->damage;
	else if (!bundle_source_is_anywhere(bs))
		sentence = "too large to be read inside an archive, or damaged: unpack it and "
			   "bring it in as it is";
	return bundle_entry_unread(
	    bundle, i, sentence[0] != '\0' ? sentence : "it could not be read", err);
}

/* Nobody read it. */
static enum status
failed_keep(struct bundle *bundle, size_t i, const struct bundle_source *bs, const struct err *why,
    struct err *err)
{
	enum status status = say_failed(bundle, i, bs, why, err);

	return status == OK ? bundle_entry_keep(bundle, i, "not-understood", err) : status;
}

static enum status
source_read(struct bundle *bundle, size_t i, struct bundle_source *bs, struct err *err)
{
	const char *doubt = bundle->of_whatsapp ? "not-named-in-chat" : NULL;
	uint64_t records = bundle->shared->records;
	const struct format *format;
	struct err why = {.status = OK};
	enum status status = bundle_look_format(bundle, i, bs, &format, &doubt, err);

	if (status != OK || format == NULL)
		return status == OK ? bundle_entry_keep(bundle, i, doubt, err) : status;
	status = hand_over(bundle, i, format, bs, &why);
	if (bundle->shared->failed != OK || bs->outer_status != OK) {
		if (err != NULL)
			*err = why;
		return status;
	}
	/* Everything else is the entry's own misfortune, and ends here. */
	if (bundle->shared->records == records)
		return status == OK ? bundle_entry_keep(bundle, i, doubt, err)
				    : failed_keep(bundle, i, bs, &why, err);
	if (status != OK)
		status = bundle_entry_unread(bundle, i,
		    status == E_LIMIT && bs->marks.count != 0
			? "only its first part could be read inside the archive: unpack it and "
			  "bring it in as it is"
			: "only its first part could be read",
		    err);
	if (status == OK && !bundle->entry[i].extracted)
		status = bundle_source_check(bs, err);
	if (status == OK && bs->damage != NULL && bundle->entry[i].damage == NULL)
		status = bundle_entry_unread(bundle, i, bs->damage, err);
	return status;
}

enum status
bundle_entry_read(struct bundle *bundle, size_t i, struct err *err)
{
	const struct bundle_entry *entry = &bundle->entry[i];
	struct bundle_source bs;
	enum status status;

	/* In an export of WhatsApp a picture that was sent is not looked into. */
	if (entry->plain ||
	    (bundle->of_whatsapp && entry->extracted && entry->kind != KIND_DOCUMENT))
		return bundle_entry_keep(
		    bundle, i, bundle->of_whatsapp ? "not-named-in-chat" : NULL, err);
	if (!bundle_entry_is_file(entry) || entry->refusal != NULL ||
	    (entry->bytes_known && entry->bytes == 0))
		return bundle_entry_keep(bundle, i, NULL, err);
	status = bundle_source_init_anywhere(&bs, bundle, i, bundle->ways->hold_bytes, err);
	if (status == E_FORMAT)
		return bundle_entry_keep(bundle, i, NULL, err);
	if (status != OK)
		return status;
	status = source_read(bundle, i, &bs, err);
	bundle_source_fini(&bs);
	return status;
}
