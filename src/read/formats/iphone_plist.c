/* src/read/formats/iphone_plist.c
 * The format "iphone-plist": Info.plist and Manifest.plist of an iPhone's backup, which say whose
 * telephone it was, when it was copied, and whether a password locks it.  Binary or XML.  And
 * Manifest.mbdb, the list of the files up to iOS 9, which is only named, and what a telephone heard
 * in a voicemail (iphone_transcript.c).
 * Not for: any other property list; those are kept as files. */
#include "base/buf.h"
#include "read/formats/apple_time.h"
#include "read/formats/bplist.h"
#include "read/formats/formats.h"
#include "read/formats/iphone_locked.h"
#include "read/formats/iphone_transcript.h"
#include "read/formats/making.h"
#include "read/formats/sqlite_file.h"
#include "read/formats/xml_encoding.h"

/* Info.plist begins with the icons of all apps. */
enum { PLIST_MAX_BYTES = 32 * 1024 * 1024, ARENA_BYTES = 52 * 1024 * 1024 };

static const struct {
	const char *key, *claim;
} wanted[] = {
    {"Device Name", "device-name"},
    {"Phone Number", "phone-number"},
    {"Product Type", "product"},
    {"Product Version", "ios-version"},
    {"Serial Number", "serial-number"},
    {"iTunes Version", "made-with"},
};

static bool
has(struct slice head, const char *words)
{
	return slice_find(head, slice_of(words, strlen(words))) != SIZE_MAX;
}

static bool
is_of_backup(struct slice bytes)
{
	return (has(bytes, "IsEncrypted") && has(bytes, "BackupKeyBag")) ||
	       (has(bytes, "Last Backup Date") && has(bytes, "Product Type"));
}

static bool
is_old_list(struct slice head)
{
	return slice_starts(head, "mbdb\x05");
}

/* Its keys stand in the order of the alphabet, and before what makes Info.plist known there may be
 * megabytes of icons. */
static int
iphone_plist_probe(struct slice head)
{
	if (is_old_list(head) || iphone_transcript_is(head))
		return 90;
	if (!slice_starts(head, "bplist0") && !xml_encoding_begins(head, "plist"))
		return 0;
	if (is_of_backup(head))
		return 90;
	return has(head, "<key>Applications</key>") &&
		       (has(head, "<key>PlaceholderIcon</key>") ||
			   has(head, "<key>ApplicationSINF</key>") ||
			   has(head, "<key>iTunesMetadata</key>"))
		   ? 60
		   : 0;
}

/* What stands behind <key>NAME</key> in XML. */
static bool
xml_after(struct slice xml, const char *name, struct slice *out)
{
	struct buf key;
	size_t at;

	buf_init(&key, 256);
	buf_putf(&key, "<key>%s</key>", name);
	at = slice_find(xml, buf_slice(&key));
	*out = slice_of(NULL, 0);
	if (at != SIZE_MAX)
		*out = slice_trim(slice_from(xml, at + key.n));
	buf_fini(&key);
	return out->n != 0;
}

/* <string>…</string> or <date>…</date>; entities stay as they are. */
static struct text
xml_text(struct slice xml, const char *name)
{
	struct slice rest, value;
	struct text out = TEXT_NONE;

	if (!xml_after(xml, name, &rest) ||
	    !(slice_starts(rest, "<string>") || slice_starts(rest, "<date>")))
		return TEXT_NONE;
	if (!cut(&rest, '>', &value) || !cut(&rest, '<', &value) || !text_check(value, &out, NULL))
		return TEXT_NONE;
	return out;
}

struct plist {
	struct slice bytes;
	struct bplist_node *root; /* NULL: XML */
};

static struct text
plist_text(const struct plist *plist, const char *name)
{
	const struct bplist_node *node = bplist_get(plist->root, name);

	if (plist->root == NULL)
		return xml_text(plist->bytes, name);
	return node != NULL && node->type == BPLIST_TEXT ? node->text : TEXT_NONE;
}

static bool
plist_true(const struct plist *plist, const char *name)
{
	const struct bplist_node *node = bplist_get(plist->root, name);
	struct slice rest;

	if (plist->root == NULL)
		return xml_after(plist->bytes, name, &rest) && slice_starts(rest, "<true/>");
	return node != NULL && node->type == BPLIST_BOOL && node->integer != 0;
}

static void
fill_when(struct making *m, const struct plist *plist, const char *name)
{
	const struct bplist_node *node = bplist_get(plist->root, name);
	struct text date = plist_text(plist, name);
	int64_t us;

	if (date.n != 0) {
		making_time(m, &m->record.when, date);
	} else if (node != NULL && node->type == BPLIST_DATE &&
		   sqlite_real_us((uint64_t)node->integer, &us)) {
		making_instant_us(m, &m->record.when, APPLE_TIME_EPOCH_US + us, TEXT_NONE);
	}
}

static bool
is_manifest(const struct plist *plist)
{
	return has(plist->bytes, "BackupKeyBag");
}

static bool
is_locked(const struct plist *plist)
{
	return is_manifest(plist) && plist_true(plist, "IsEncrypted");
}

static enum status
plist_record(struct making *m, const struct plist *plist)
{
	bool manifest = is_manifest(plist);

	making_note(m, NOTE_FORMAT, "iphone-plist", NULL);
	making_begin(m, KIND_SYSTEM, "iphone-backup");
	making_body(m, TEXT_LITERAL("A backup of a telephone was made."));
	fill_when(m, plist, manifest ? "Date" : "Last Backup Date");
	for (size_t i = 0; i < COUNT_OF(wanted); i++)
		making_claim(m, wanted[i].claim, plist_text(plist, wanted[i].key));
	if (manifest)
		making_claim(
		    m, "encrypted", is_locked(plist) ? TEXT_LITERAL("yes") : TEXT_LITERAL("no"));
	return making_send(m);
}

/* Each database of the backup is known by its content, and needs no list. */
static enum status
old_list_record(struct making *m, const struct source *source)
{
	struct attachment self = {.name = text_prefix(m->options->name, RECORD_NAME_MAX_BYTES),
	    .source = ATTACHMENT_SELF,
	    .bytes = source->bytes != UINT64_MAX ? source->bytes : 0};

	making_note(m, NOTE_FORMAT, "iphone-backup", NULL);
	making_note(m, NOTE_DOUBT, "backup-list-unread",
	    "This is the list of the files of a backup of an iPhone, as iOS up to 9 made it. It is "
	    "kept and not read: messages, calls and the other databases of the backup are read "
	    "without it, but whether all files are here is not known.");
	making_begin(m, KIND_SYSTEM, "iphone-backup");
	making_body(m, TEXT_LITERAL("The list of the files of a backup of a telephone."));
	making_doubt(m, "no-time", TEXT_NONE);
	if (m->status == OK)
		m->status = record_add_attachment(&m->record, &m->arena, &self, m->err);
	return making_send(m);
}

static void
say_locked(struct making *m)
{
	making_note(m, NOTE_ENCRYPTED, "backup-password",
	    "This backup of an iPhone is locked with a password, so nothing in it can be read. All "
	    "of it is kept. With that password Daybook can open it; a backup without a password is "
	    "another way.");
	making_note(m, NOTE_QUESTION, "password", NULL);
}

static enum status
plist_say(struct making *m, const struct plist *plist, struct err *err)
{
	enum status status = plist_record(m, plist);

	if (status != OK || !is_locked(plist))
		return status;
	if (m->options->password.n != 0 && m->options->look != NULL && plist->root != NULL)
		return iphone_locked_read(m, plist->root, err);
	say_locked(m);
	return m->status;
}

static enum status
head_read(const struct source *source, struct arena *arena, struct slice *out, struct err *err)
{
	struct window window;
	struct slice view = {NULL, 0};
	enum status status = window_init(&window, source, PLIST_MAX_BYTES, err);
	char *copy = NULL;

	if (status == OK)
		status = window_peek(&window, PLIST_MAX_BYTES, &view, err);
	if (status == OK)
		copy = arena_z(arena, view);
	if (status == OK && copy == NULL)
		status = fail(err, E_NOMEM, "no memory for a property list");
	*out = slice_of(copy, view.n);
	window_fini(&window);
	return status;
}

/* What it is, of those that are taken: false for any other list. */
static enum status
known_read(struct making *m, const struct source *source, struct plist *plist, struct arena *arena,
    bool *known, struct err *err)
{
	bool transcript = iphone_transcript_is(plist->bytes);

	*known = true;
	if (is_old_list(plist->bytes))
		return old_list_record(m, source);
	*known = transcript || is_of_backup(plist->bytes);
	if (!*known)
		return OK;
	if (slice_starts(plist->bytes, "bplist0"))
		plist->root = bplist_parse(plist->bytes, arena);
	if (transcript)
		return iphone_transcript_read(m, plist->root, source->bytes);
	if (slice_starts(plist->bytes, "bplist0") && plist->root == NULL)
		return fail(err, E_FORMAT, "a binary property list that is damaged");
	return plist_say(m, plist, err);
}

static enum status
iphone_plist_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	struct plist plist = {.root = NULL};
	struct making m;
	struct arena arena;
	bool known = true;
	enum status status = making_init(&m, options, sink, err);

	arena_init(&arena, ARENA_BYTES);
	m.owner.known = true;
	if (status == OK)
		status = head_read(source, &arena, &plist.bytes, err);
	if (status == OK)
		status = known_read(&m, source, &plist, &arena, &known, err);
	if (status == OK && known)
		status = making_finish(&m);
	arena_fini(&arena);
	making_fini(&m);
	return status == OK && !known ? file_format.read(source, options, sink, err) : status;
}

const struct format iphone_plist_format = {.name = "iphone-plist",
    .probe = iphone_plist_probe,
    .read = iphone_plist_read,
    .prepare = NULL};
