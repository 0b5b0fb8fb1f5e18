/* src/read/formats/file.c
 * Any other file: one record that names it, with the media type its first bytes claim, and no time
 * at all.  The person dates it by hand.  An export that is broken is called so.  Not for: looking
 * inside anything else. */
#include "read/formats/formats.h"

#include "base/buf.h"
#include "read/formats/file_look.h"
#include "read/formats/json_tree.h"
#include "read/formats/media.h"

#define GZIP   "application/gzip"
#define RAR    "application/vnd.rar"
#define SQLITE "application/vnd.sqlite3"

enum { JSON_ARENA_BYTES = 8 * 1024 * 1024, HEAD_BYTES = 64 };

struct magic {
	const char *bytes;
	size_t n, at;
	const char *type;
	enum record_kind kind;
};

#define MAGIC(at, literal, type, kind)                                                             \
	{                                                                                          \
		(literal), sizeof(literal) - 1, (at), (type), (kind)                               \
	}

/* Longer and rarer marks first.  Types are those of the IANA media type registry. */
static const struct magic magics[] = {
    MAGIC(0, "%PDF-", "application/pdf", KIND_DOCUMENT),
    MAGIC(0, "\x89PNG\r\n\x1a\n", "image/png", KIND_PHOTO),
    MAGIC(0, "\xff\xd8\xff", "image/jpeg", KIND_PHOTO),
    MAGIC(0, "GIF87a", "image/gif", KIND_PHOTO),
    MAGIC(0, "GIF89a", "image/gif", KIND_PHOTO),
    MAGIC(8, "WEBP", "image/webp", KIND_PHOTO),
    MAGIC(8, "WAVE", "audio/wav", KIND_AUDIO),
    MAGIC(8, "AVI ", "video/x-msvideo", KIND_VIDEO),
    MAGIC(4, "ftypheic", "image/heic", KIND_PHOTO),
    MAGIC(4, "ftypheix", "image/heic", KIND_PHOTO),
    MAGIC(4, "ftypmif1", "image/heif", KIND_PHOTO),
    MAGIC(4, "ftypmsf1", "image/heif", KIND_PHOTO),
    MAGIC(4, "ftypavif", "image/avif", KIND_PHOTO),
    MAGIC(4, "ftypcrx ", "image/x-canon-cr3", KIND_PHOTO),
    MAGIC(4, "ftypM4A", "audio/mp4", KIND_AUDIO),
    MAGIC(4, "ftypqt", "video/quicktime", KIND_VIDEO),
    MAGIC(4, "ftyp3g", "video/3gpp", KIND_VIDEO),
    MAGIC(4, "ftyp", "video/mp4", KIND_VIDEO),
    MAGIC(0, "\x1a\x45\xdf\xa3", "video/x-matroska", KIND_VIDEO),
    MAGIC(0, "OggS", "audio/ogg", KIND_AUDIO),
    MAGIC(0, "#!AMR-WB\n", "audio/amr-wb", KIND_AUDIO),
    MAGIC(0, "#!AMR\n", "audio/amr", KIND_AUDIO),
    MAGIC(0, "caff\0\1", "audio/x-caf", KIND_AUDIO),
    MAGIC(0, "ID3", "audio/mpeg", KIND_AUDIO),
    MAGIC(0, "fLaC", "audio/flac", KIND_AUDIO),
    MAGIC(0, "PK\x03\x04", "application/zip", KIND_DOCUMENT),
    MAGIC(0, "Rar!\x1a\x07", RAR, KIND_DOCUMENT),
    MAGIC(0, "\x1f\x8b\x08", GZIP, KIND_DOCUMENT),
    MAGIC(0, "\xfd\x37zXZ\0", "application/x-xz", KIND_DOCUMENT),
    MAGIC(0, "\x28\xb5\x2f\xfd", "application/zstd", KIND_DOCUMENT),
    MAGIC(4, "1AY&SY", "application/x-bzip2", KIND_DOCUMENT),
    MAGIC(0, "\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/x-ole-storage", KIND_DOCUMENT),
    MAGIC(0, "{\\rtf", "application/rtf", KIND_DOCUMENT),
    MAGIC(0, "SQLite format 3", SQLITE, KIND_DOCUMENT),
    MAGIC(0, "BEGIN:VCARD", "text/vcard", KIND_DOCUMENT),
    MAGIC(0, "BEGIN:VCALENDAR", "text/calendar", KIND_DOCUMENT),
};

static int
file_probe(struct slice head)
{
	(void)head;
	return 1;
}

static const struct magic *
magic_of(struct slice head)
{
	for (size_t i = 0; i < COUNT_OF(magics); i++) {
		const struct magic *m = &magics[i];

		if (head.n >= m->at + m->n && memcmp(head.p + m->at, m->bytes, m->n) == 0)
			return m;
	}
	return NULL;
}

/* A frame of sound without a tag before it (ISO/IEC 11172-3, section 2.4.1.3): MPEG 1 or 2, layer
 * III, with a bit rate and a sampling rate that there are. */
static bool
begins_like_mp3(struct slice head)
{
	return head.n >= 4 && head.p[0] == 0xFF && (head.p[1] & 0xF6) == 0xF2 &&
	       (head.p[2] & 0xF0) != 0 && (head.p[2] & 0xF0) != 0xF0 && (head.p[2] & 0x0C) != 0x0C;
}

struct text
file_type_of(struct slice head, enum record_kind *kind)
{
	const struct magic *magic = magic_of(head);

	if (magic == NULL && begins_like_mp3(head)) {
		*kind = KIND_AUDIO;
		return TEXT_LITERAL("audio/mpeg");
	}
	*kind = magic != NULL ? magic->kind : KIND_DOCUMENT;
	return magic != NULL ? text_of_c(magic->type) : TEXT_NONE;
}

/* As exports in JSON begin: with an object, or an array of objects. */
static bool
begins_like_json(struct slice head)
{
	head = slice_trim(head);
	if (slice_starts(head, "\xef\xbb\xbf"))
		head = slice_trim(slice_from(head, 3));
	if (slice_starts(head, "["))
		head = slice_trim(slice_from(head, 1));
	return slice_starts(head, "{") && !slice_starts(head, "{\\rtf");
}

/* Is it an export that was damaged or cut off?  Only its first part is looked at. */
static enum status
json_is_broken(const struct source *source, struct buf *bytes, bool *broken, struct err *err)
{
	struct arena arena;
	struct json_tree tree;
	size_t got = 1, used;
	uint8_t *p = buf_extend(bytes, FORMAT_HEAD_BYTES);
	enum status status = buf_check(bytes, err);

	bytes->n = 0;
	while (status == OK && got != 0 && bytes->n < FORMAT_HEAD_BYTES) {
		status = source->read_at(
		    source->ctx, bytes->n, p + bytes->n, FORMAT_HEAD_BYTES - bytes->n, &got, err);
		bytes->n += status == OK ? got : 0;
	}
	if (status != OK)
		return status;
	if (slice_starts(buf_slice(bytes), "\xef\xbb\xbf"))
		buf_drop(bytes, 3);
	arena_init(&arena, JSON_ARENA_BYTES);
	status = json_tree_parse(buf_slice(bytes), got == 0, &arena, &tree, &used, NULL);
	*broken = status == E_FORMAT || (status == E_NOTFOUND && got == 0);
	arena_fini(&arena);
	return OK;
}

static enum status
json_note(const struct source *source, const struct sink *sink, struct err *err)
{
	struct buf bytes;
	bool broken = false;
	enum status status;

	buf_init(&bytes, FORMAT_HEAD_BYTES);
	status = json_is_broken(source, &bytes, &broken, err);
	buf_fini(&bytes);
	if (status != OK || !broken)
		return status;
	return sink->note(sink->ctx, NOTE_DOUBT, "broken-json",
	    TEXT_LITERAL("This file begins as JSON does and is none: it may be damaged or cut off, "
			 "and nothing in it could be read."),
	    0, err);
}

/* Endings of what always begins with a mark of its own. */
static const char *const none[] = {NULL};
static const char *const marked[] = {"zip", "7z", "rar", "tar", "tgz", "gz", "bz2", "xz", "zst",
    "pst", "ost", "sqlite", "sqlite3", "jpg", "jpeg", "png", "gif", "webp", "heic", "mp4", "mov",
    "m4a", "3gp", "ogg", "opus", "amr", "wav", "pdf", NULL};

/* Files that are nobody's here, and what to do instead. */
static const struct {
	const char *type;
	enum note_kind kind;
	const char *code, *sentence;
} by_type[] = {
    {GZIP, NOTE_UNREAD, "packed-not-read",
	"It is one packed file (gzip), and that is not opened here. Unpack it and bring in what "
	"was in it."},
    {RAR, NOTE_UNREAD, "packed-not-read",
	"It is an archive of a kind that is not opened here (RAR). Unpack it and bring in what was "
	"in it."},
    {SQLITE, NOTE_DOUBT, "database-unknown",
	"This is a database of an app that is not known here, or not a whole one. It is kept as it "
	"is, and nothing in it is shown."},
};

/* The same by a name's ending, which anybody can give: only where the bytes say nothing. */
static const char *const of_whatsapp[] = {"crypt5", "crypt6", "crypt7", "crypt8", "crypt9",
    "crypt10", "crypt11", "crypt12", "crypt13", "crypt14", "crypt15", NULL};
static const char *const split[] = {"001", "002", "z01", "z02", NULL};
static const struct {
	const char *const *endings;
	const char *code, *sentence;
} by_name[] = {
    {of_whatsapp, "whatsapp-locked",
	"By its name this is WhatsApp's own backup on an Android telephone. It is locked, and "
	"nothing "
	"in it could be read. In WhatsApp, \"Export chat\" gives each chat as it can be read; or "
	"another program unlocks the backup with the 64-digit key of the end-to-end backup "
	"(docs/formats/whatsapp-database.md)."},
    {split, "split-not-read",
	"By its name this is one part of something that was split. Put the parts together with the "
	"program that made them, and bring in what comes out."},
};

static enum status
say(const struct sink *sink, enum note_kind kind, const char *code, const char *sentence,
    struct err *err)
{
	return sink->note(sink->ctx, kind, code, text_of_c(sentence), 0, err);
}

static enum status
type_note(struct text type, const struct sink *sink, struct err *err)
{
	for (size_t i = 0; i < COUNT_OF(by_type); i++)
		if (text_eq_c(type, by_type[i].type))
			return say(
			    sink, by_type[i].kind, by_type[i].code, by_type[i].sentence, err);
	return OK;
}

static enum status
name_note(const struct reading_options *options, const struct sink *sink, struct err *err)
{
	/* One without an ending fits all. */
	if (!media_name_fits(options->name, marked) || media_name_fits(options->name, none))
		return OK;
	return sink->note(sink->ctx, NOTE_DOUBT, "name-differs-from-content",
	    TEXT_LITERAL("This file does not begin as one of its name does: it may be damaged, or "
			 "was not copied whole, and nothing in it could be read."),
	    0, err);
}

/* The list of an iPhone's backup, as it was before there was a Manifest.db. */
static enum status
unknown_note(struct slice head, const struct reading_options *options, const struct sink *sink,
    struct err *err)
{
	if (slice_starts(head, "mbdb\5"))
		return say(sink, NOTE_UNREAD, "backup-list-old",
		    "This is the list of an iPhone's backup as it was made before iOS 10. It is "
		    "not "
		    "read; each file beside it is, by what is in it: bring in the whole folder.",
		    err);
	for (size_t i = 0; i < COUNT_OF(by_name); i++)
		if (media_name_fits(options->name, by_name[i].endings) &&
		    !media_name_fits(options->name, none))
			return say(sink, NOTE_UNREAD, by_name[i].code, by_name[i].sentence, err);
	return name_note(options, sink, err);
}

enum status
file_notes(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	uint8_t bytes[HEAD_BYTES];
	struct slice head = {bytes, 0};
	enum record_kind kind;
	struct text type;
	enum status status = source_read_full(source, 0, bytes, sizeof bytes, &head.n, err);

	if (status == OK && source->bytes == 0)
		status = say(sink, NOTE_DOUBT, "empty-file",
		    "There is nothing in this file; perhaps copying it did not work.", err);
	if (status == OK && begins_like_json(head))
		status = json_note(source, sink, err);
	type = file_type_of(head, &kind);
	if (status == OK && type.p != NULL)
		status = type_note(type, sink, err);
	else if (status == OK && head.n != 0)
		status = unknown_note(head, options, sink, err);
	if (status == OK && type.p == NULL)
		status = file_look_note(source, sink, err);
	return status;
}

static enum status
file_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	uint8_t head[HEAD_BYTES];
	size_t got = 0;
	struct record record;
	struct attachment self = {.name = options->name, .source = ATTACHMENT_SELF};
	enum status status = source_read_full(source, 0, head, sizeof head, &got, err);

	if (status == OK)
		status = sink->note(sink->ctx, NOTE_FORMAT, "file", TEXT_NONE, 0, err);
	if (status == OK)
		status = file_notes(source, options, sink, err);
	if (status != OK)
		return status;
	record_init(&record);
	self.type = file_type_of(slice_of(head, got), &record.kind);
	record.channel = TEXT_LITERAL("file");
	self.bytes = source->bytes != UINT64_MAX ? source->bytes : 0;
	record.attachments = &self;
	record.attachments_count = 1;
	record.inside = options->inside;
	record.position = 1;
	return sink->record(sink->ctx, &record, err);
}

const struct format file_format = {
    .name = "file", .probe = file_probe, .read = file_read, .prepare = NULL};
