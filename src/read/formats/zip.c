/* src/read/formats/zip.c
 * A zip: WhatsApp's export with its media, or a bundle of anything else, each thing in it read by
 * the format of its content.  Names are labels, never paths; nothing is written anywhere. Office
 * documents and the like are zips too, but one document to a person: the probe leaves them to the
 * format "file". Not for: the other parts of a download; see
 * zip_part.c. */
#include "read/formats/zip.h"

#include "base/mem.h"
#include "read/formats/formats.h"
#include "read/formats/zip_stream.h"

enum { LOCAL_BYTES = 30, EMPTY_BYTES = 2, EMPTY_LOCKED_BYTES = 32 };

/* First entries of files that are zips only inside: these, or XML in these folders.  A folder of
 * the same name with anything else in it is somebody's own. */
static const char *const documents[] = {"[Content_Types].xml", "mimetype", "AndroidManifest.xml",
    "META-INF/", "META-INF/MANIFEST.MF", "_rels/.rels"};
static const char *const document_folders[] = {"docProps/", "word/", "xl/", "ppt/"};

static bool
ends_with(struct slice s, const char *end)
{
	size_t n = strlen(end);

	return s.n >= n && memcmp(s.p + s.n - n, end, n) == 0;
}

static bool
is_of_document(struct slice name)
{
	for (size_t i = 0; i < COUNT_OF(documents); i++)
		if (slice_eq(name, slice_of(documents[i], strlen(documents[i]))))
			return true;
	for (size_t i = 0; i < COUNT_OF(document_folders); i++)
		if (slice_starts(name, document_folders[i]) &&
		    (ends_with(name, ".xml") || ends_with(name, ".rels")))
			return true;
	return false;
}

static int
zip_probe(struct slice head)
{
	struct slice name;
	size_t n;

	if (slice_starts(head, "PK\5\6"))
		return 90; /* an empty one */
	if (!slice_starts(head, "PK\3\4") || head.n < LOCAL_BYTES)
		return 0;
	n = (size_t)(head.p[26] | head.p[27] << 8);
	name = slice_from(head, LOCAL_BYTES);
	if (name.n > n)
		name.n = n;
	return is_of_document(name) ? 0 : 90;
}

/* How many are locked, or, when a password was tried, did not open with it. */
static enum status
say_locked(struct zip *zip, bool tried, const char *sentence, struct err *err)
{
	struct bundle *bundle = &zip->bundle;
	size_t locked = 0, files = 0;
	struct buf buf;
	enum status status;

	for (size_t i = 0; i < bundle->count; i++) {
		const struct bundle_entry *entry = &bundle->entry[i];

		files += !entry->name.folder;
		locked += tried ? bundle_entry_is_shut(entry) : entry->locked;
	}
	if (locked == 0)
		return OK;
	buf_init(&buf, 512);
	buf_putf(&buf, "%zu of %zu files in this zip ", locked, files);
	buf_put_c(&buf, sentence);
	status = bundle_shared_say(bundle->shared, NOTE_ENCRYPTED, "zip-password", &buf, err);
	if (status == OK)
		status = bundle_shared_note(
		    bundle->shared, NOTE_QUESTION, "password", TEXT_NONE, err);
	return status;
}

static enum status
say_without_password(struct zip *zip, struct err *err)
{
	return say_locked(zip, false,
	    "are locked with a password. Unpack it with the password and add what comes out, or "
	    "import it again with the password.",
	    err);
}

static enum status
say_wrong_password(struct zip *zip, struct err *err)
{
	return say_locked(zip, true,
	    "did not open with the password that was given. Nothing is lost: the zip is kept as "
	    "it is, and can be imported again with the right password.",
	    err);
}

/* What is wrong with the list itself. */
static enum status
say_list(struct zip *zip, struct err *err)
{
	const struct zip_directory *directory = &zip->directory;
	struct bundle *bundle = &zip->bundle;
	enum status status = OK;

	if (directory->salvaged)
		status = bundle_say(bundle, NOTE_UNREAD, "zip-cut-off",
		    "The end of this zip is missing; what could be found from its begin on was "
		    "read.",
		    err);
	else if (directory->broken)
		status = bundle_say(bundle, NOTE_UNREAD, "zip-list-damaged",
		    "The list of what is in this zip breaks off; what it names before that was "
		    "read.",
		    err);
	if (status == OK && directory->unlisted)
		status = bundle_say(bundle, NOTE_UNREAD, "zip-unlisted",
		    "There are files in this zip that its list does not name: another zip was put "
		    "before it, or they were taken out of the list. They were not read; all of it "
		    "is kept.",
		    err);
	if (status == OK && directory->beyond != 0)
		status = bundle_say(bundle, NOTE_UNREAD, "too-many-entries",
		    "This zip holds more than 100,000 files; the first 100,000 were read.", err);
	if (status == OK && directory->count == 0)
		status = bundle_say(
		    bundle, NOTE_DOUBT, "empty-zip", "There is nothing in this zip.", err);
	if (status == OK && bundle->options->password.n == 0)
		status = say_without_password(zip, err);
	return status;
}

static enum status
reading_run(struct zip *zip, struct err *err)
{
	struct bundle *bundle = &zip->bundle;
	enum status status = bundle_chats_find(bundle, err);

	if (status == OK)
		status = bundle_shared_note(bundle->shared, NOTE_FORMAT,
		    bundle->of_whatsapp ? "whatsapp-zip" : "zip", TEXT_NONE, err);
	if (status == OK)
		status = say_list(zip, err);
	if (status == OK)
		status = bundle_read(bundle, err);
	if (status == OK && bundle->options->password.n != 0)
		status = say_wrong_password(zip, err);
	return status;
}

static enum status
way_open(struct bundle_stream *stream, struct err *err)
{
	const struct zip *zip = stream->bundle->ways_ctx;
	struct zip_stream *unpacking = mem_new(1, sizeof *unpacking);
	enum status status;

	if (unpacking == NULL)
		return fail(err, E_NOMEM, "no memory to unpack");
	status = zip_stream_open(unpacking, stream->bundle->source,
	    &zip->directory.entry[stream->i], stream->bundle->options->password, err);
	if (status == OK)
		stream->inner = unpacking;
	else
		mem_free(unpacking);
	return status;
}

static enum status
way_next(struct bundle_stream *stream, struct slice *out, struct err *err)
{
	struct zip_stream *unpacking = stream->inner;
	uint64_t at = unpacking->at;
	enum status status = zip_stream_next(unpacking, out, err);

	stream->packed += unpacking->at - at;
	stream->damage = unpacking->damage;
	return status;
}

static void
way_close(struct bundle_stream *stream)
{
	zip_stream_close(stream->inner);
	mem_free(stream->inner);
}

static enum status
way_mark(struct bundle_stream *stream, void **mark, struct err *err)
{
	struct zip_mark *place = mem_new(1, sizeof *place);
	bool marked = false;
	enum status status;

	if (place == NULL)
		return fail(err, E_NOMEM, "no memory to unpack");
	status = zip_stream_mark(stream->inner, place, &marked, err);
	if (marked)
		*mark = place;
	else
		mem_free(place);
	return status;
}

static enum status
way_back(struct bundle_stream *stream, const void *mark, struct err *err)
{
	return zip_stream_back(stream->inner, mark, err);
}

static void
way_forget(void *mark)
{
	zip_mark_free(mark);
	mem_free(mark);
}

static enum status
way_plain(struct bundle *bundle, size_t i, uint64_t *at, bool *is_plain, struct err *err)
{
	const struct zip *zip = bundle->ways_ctx;

	if (bundle->entry[i].refusal != NULL)
		return OK;
	return zip_stream_plain(bundle->source, &zip->directory.entry[i], at, is_plain, err);
}

static const struct bundle_ways zip_ways = {
    .word = "zip",
    .unread = "zip-entry",
    .unread_rest = "zip-entries",
    .modified = "zip-modified",
    .modified_is_local = true,
    .hold_bytes = BUNDLE_HELD_BYTES,
    .open = way_open,
    .next = way_next,
    .close = way_close,
    .plain = way_plain,
    .mark = way_mark,
    .back = way_back,
    .forget = way_forget,
    .elsewhere = zip_parts_find,
};

/* Two seconds fine, no zone. */
static int64_t
modified_of(const struct zip_entry *entry)
{
	struct civil c = {.year = 1980 + (entry->dos_date >> 9),
	    .month = entry->dos_date >> 5 & 15,
	    .day = entry->dos_date & 31,
	    .hour = entry->dos_time >> 11,
	    .minute = entry->dos_time >> 5 & 63,
	    .second = 2 * (entry->dos_time & 31)};

	return civil_valid(&c) ? civil_to_us(&c) : BUNDLE_TIME_NONE;
}

/* Packed, nothing is two bytes; locked, it has salt and checks around it. */
static bool
is_nothing(const struct zip_entry *entry, bool locked)
{
	return entry->packed_bytes <= EMPTY_BYTES ||
	       (locked && !entry->sizes_unknown && entry->bytes == 0 &&
		   entry->packed_bytes <= EMPTY_LOCKED_BYTES);
}

static enum status
entries_list(struct zip *zip, struct err *err)
{
	enum status status = OK;

	for (size_t i = 0; i < zip->directory.count; i++) {
		const struct zip_entry *from = &zip->directory.entry[i];
		struct bundle_entry *to = bundle_add(&zip->bundle, &status, err);

		if (to == NULL)
			return status;
		to->name = from->name;
		to->locked = (from->flags & (ZIP_FLAG_ENCRYPTED | ZIP_FLAG_STRONG)) != 0;
		to->name.folder = from->name.folder && is_nothing(from, to->locked);
		to->bytes = from->sizes_unknown ? from->packed_bytes : from->bytes;
		to->bytes_known = !from->sizes_unknown;
		to->packed_bytes = from->packed_bytes;
		to->modified_us = modified_of(from);
		to->refusal = zip_stream_refusal(from, zip->bundle.options->password.n != 0);
		to->link = from->link;
	}
	return OK;
}

enum status
zip_init(struct zip *zip, const struct source *source, const struct reading_options *options,
    const struct sink *sink, uint64_t *budget, struct err *err)
{
	enum status status = zip_directory_read(&zip->directory, source, err);

	zip->parts = NULL;
	zip->parts_count = 0;
	if (status != OK)
		return status;
	status = bundle_init(&zip->bundle, &zip_ways, source, options, sink, budget, err);
	zip->bundle.ways_ctx = zip;
	if (status == OK)
		status = entries_list(zip, err);
	if (status != OK)
		zip_fini(zip);
	return status;
}

void
zip_fini(struct zip *zip)
{
	zip_parts_fini(zip);
	bundle_fini(&zip->bundle);
	zip_directory_fini(&zip->directory);
}

enum status
zip_read_within(const struct source *source, const struct reading_options *options,
    const struct sink *sink, uint64_t *budget, struct err *err)
{
	struct zip zip;
	enum status status = zip_init(&zip, source, options, sink, budget, err);

	if (status != OK)
		return status;
	status = reading_run(&zip, err);
	zip_fini(&zip);
	return status;
}

static enum status
zip_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	uint64_t bytes = source->bytes, budget;

	/* Below 2^56 together, or the parent would not have asked. */
	for (size_t i = 0; i < options->parts_count; i++)
		bytes += options->parts[i].bytes;
	budget = bundle_budget(bytes);
	return zip_read_within(source, options, sink, &budget, err);
}

static int
never(struct slice head)
{
	(void)head;
	return 0;
}

const struct format zip_format = {
    .name = "zip", .probe = zip_probe, .read = zip_read, .prepare = NULL};

/* What the reading calls itself when there is a chat inside, so that the name can be asked for. */
const struct format whatsapp_zip_format = {
    .name = "whatsapp-zip", .probe = never, .read = zip_read, .prepare = NULL};
