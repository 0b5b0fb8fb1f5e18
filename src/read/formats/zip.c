/* src/read/formats/zip.c
 * A zip: WhatsApp's export with its media, or a bundle of anything else, each thing in it read by
 * the format of its content.  Names are labels, never paths; nothing is written anywhere. Office
 * documents and the like are zips too, but one document to a person: the probe leaves them to the
 * format "file". Not for: several zips that belong together. */
#include "base/mem.h"
#include "read/formats/formats.h"
#include "read/formats/zip_entry.h"

enum { ARENA_BYTES = 1 << 20, LOCAL_BYTES = 30 };

/* First entries of files that are zips only inside. */
static const char *const documents[] = {
    "[Content_Types].xml",
    "mimetype",
    "_rels/",
    "docProps/",
    "word/",
    "xl/",
    "ppt/",
    "META-INF/",
    "AndroidManifest.xml",
};

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
	name = slice_of(head.p + LOCAL_BYTES, head.n - LOCAL_BYTES);
	if (name.n > n)
		name.n = n;
	for (size_t i = 0; i < COUNT_OF(documents); i++)
		if (slice_starts(name, documents[i]))
			return 0;
	return 90;
}

static enum status
say(struct zip_reading *reading, enum note_kind kind, const char *code, const char *sentence,
    struct err *err)
{
	return zip_shared_note(reading->shared, kind, code, text_of_c(sentence), err);
}

static enum status
say_encrypted(struct zip_reading *reading, struct err *err)
{
	const struct zip_directory *directory = &reading->directory;
	size_t locked = 0, files = 0;
	struct buf buf;
	enum status status;

	for (size_t i = 0; i < directory->count; i++) {
		files += !directory->entry[i].name.folder;
		locked += (directory->entry[i].flags & (ZIP_FLAG_ENCRYPTED | ZIP_FLAG_STRONG)) != 0;
	}
	if (locked == 0)
		return OK;
	buf_init(&buf, 512);
	buf_putf(&buf,
	    "%zu of %zu files in this zip are locked with a password. Unpack it with the password "
	    "and add what comes out.",
	    locked, files);
	status = buf_check(&buf, err);
	if (status == OK)
		status = zip_shared_note(
		    reading->shared, NOTE_ENCRYPTED, "zip-password", buf_text(&buf), err);
	buf_fini(&buf);
	return status;
}

/* What is wrong with the list itself. */
static enum status
say_list(struct zip_reading *reading, struct err *err)
{
	const struct zip_directory *directory = &reading->directory;
	enum status status = OK;

	if (directory->salvaged)
		status = say(reading, NOTE_UNREAD, "zip-cut-off",
		    "The end of this zip is missing; what could be found from its begin on was "
		    "read.",
		    err);
	else if (directory->broken)
		status = say(reading, NOTE_UNREAD, "zip-list-damaged",
		    "The list of what is in this zip breaks off; what it names before that was "
		    "read.",
		    err);
	if (status == OK && directory->beyond != 0)
		status = say(reading, NOTE_UNREAD, "too-many-entries",
		    "This zip holds more than 100,000 files; the first 100,000 were read.", err);
	if (status == OK && directory->count == 0)
		status = say(
		    reading, NOTE_DOUBT, "empty-zip", "There is nothing in this zip.", err);
	return status == OK ? say_encrypted(reading, err) : status;
}

static enum status
say_unnamed_rest(struct zip_reading *reading, struct err *err)
{
	struct buf buf;
	enum status status;

	if (reading->unread <= ZIP_UNREAD_NAMED_MAX)
		return OK;
	buf_init(&buf, 256);
	buf_putf(&buf, "And %llu more files in this zip that could not be read, or not wholly.",
	    (unsigned long long)(reading->unread - ZIP_UNREAD_NAMED_MAX));
	status = buf_check(&buf, err);
	if (status == OK)
		status = zip_shared_note(
		    reading->shared, NOTE_UNREAD, "zip-entries", buf_text(&buf), err);
	buf_fini(&buf);
	return status;
}

/* Texts name the pictures beside them, so they are read first: a picture that a message names is no
 * record of its own.  Only the order depends on the ending, never how an entry is read. */
static bool
names_others(struct text label)
{
	static const char *const endings[] = {
	    ".json", ".jsonl", ".js", ".html", ".htm", ".csv", ".md"};
	struct text base = zip_name_base(label);

	for (size_t i = 0; i < COUNT_OF(endings); i++) {
		size_t n = strlen(endings[i]);

		if (base.n > n &&
		    slice_eq_nocase(slice_of(base.p + base.n - n, n), slice_of(endings[i], n)))
			return true;
	}
	return false;
}

static enum status
entries_read(struct zip_reading *reading, struct err *err)
{
	const struct zip_directory *directory = &reading->directory;
	enum status status = OK;

	for (unsigned pass = 0; pass < 2 && status == OK; pass++) {
		for (size_t i = 0; i < directory->count && status == OK; i++) {
			const struct zip_name *name = &directory->entry[i].name;

			/* A folder is only the begin of other names. */
			if (reading->taken[i].done ||
			    (name->folder && directory->entry[i].bytes == 0) ||
			    (pass == 0 && !names_others(name->label)))
				continue;
			arena_reset(&reading->arena);
			reading->taken[i].done = true;
			status = zip_entry_read(reading, i, err);
		}
	}
	return status;
}

static enum status
reading_run(struct zip_reading *reading, struct err *err)
{
	enum status status = zip_chats_find(reading, err);

	if (status == OK)
		status = zip_shared_note(reading->shared, NOTE_FORMAT,
		    reading->of_whatsapp ? "whatsapp-zip" : "zip", TEXT_NONE, err);
	if (status == OK)
		status = say_list(reading, err);
	if (status == OK)
		status = zip_chats_read(reading, err);
	if (status == OK)
		status = entries_read(reading, err);
	return status == OK ? say_unnamed_rest(reading, err) : status;
}

enum status
zip_read_within(const struct source *source, const struct reading_options *options,
    const struct sink *sink, uint64_t *budget, struct err *err)
{
	struct zip_shared shared;
	struct zip_reading reading = {.source = source, .options = options, .shared = &shared};
	enum status status = zip_directory_read(&reading.directory, source, err);

	if (status != OK)
		return status;
	zip_shared_init(&shared, sink, budget);
	arena_init(&reading.arena, ARENA_BYTES);
	reading.taken = mem_new(reading.directory.count, sizeof *reading.taken);
	status = reading.taken != NULL ? reading_run(&reading, err)
				       : fail(err, E_NOMEM, "no memory for the list of a zip");
	zip_parts_fini(&reading);
	zip_names_fini(&reading.names);
	mem_free(reading.chats);
	mem_free(reading.taken);
	arena_fini(&reading.arena);
	zip_shared_fini(&shared);
	zip_directory_fini(&reading.directory);
	return status;
}

/* Less than the parent takes from a file of that size (read/reading.h): what is too much is said
 * entry by entry here, instead of being the end of the worker. */
uint64_t
zip_budget(uint64_t zip_bytes)
{
	uint64_t base = UINT64_C(960) << 20;

	if (zip_bytes >= (ZIP_TOTAL_MAX_BYTES - base) / 8)
		return ZIP_TOTAL_MAX_BYTES;
	return base + 8 * zip_bytes;
}

static enum status
zip_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	uint64_t bytes = source->bytes, budget;

	/* Below 2^56 together, or the parent would not have asked. */
	for (size_t i = 0; i < options->parts_count; i++)
		bytes += options->parts[i].bytes;
	budget = zip_budget(bytes);
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
