/* src/read/formats/iphone_locked.c
 * A locked backup, opened: its list, the stores of messages and calls in it, and the files those
 * name; see iphone_locked.h and docs/design/0029-locked-backup.md.  Everything else stays locked.
 * The files are looked for by their names; nothing is opened that was not brought in. */
#include "read/formats/iphone_locked.h"

#include "base/encode.h"
#include "read/formats/apple_backup.h"
#include "read/formats/bundle_inner.h"
#include "read/formats/formats.h"
#include "read/formats/iphone_cipher.h"
#include "read/formats/iphone_list.h"

enum { SLOT_LIST, SLOT_STORE, SLOT_NAMED, BLOCK_BYTES = 128 * 1024 };

struct locked {
	struct making *m;
	const struct looking *look;
	struct iphone_keybag bag;
	struct iphone_list list;
	struct bundle_shared shared;
	uint64_t budget;
	size_t opened;       /* stores */
	uint64_t keyless;    /* files that are here, and whose key is damaged */
	uint64_t phone_only; /* the same, whose key only the telephone opens */
};

/* A file of the backup, open: found among those brought in, and its key known. */
struct opened {
	struct source locked;
	struct iphone_cipher *cipher;
};

static enum status
file_open(struct locked *x, const struct iphone_item *item, struct text name, unsigned slot,
    struct opened *out, struct err *err)
{
	uint8_t key[IPHONE_KEY_BYTES];
	struct slice wrapped;
	bool found = false;
	enum status status;

	*out = (struct opened){.cipher = NULL};
	if (item == NULL || !item->has_key)
		return OK;
	status = x->look->file(x->look->ctx, name, slot, &out->locked, &found, err);
	if (status != OK || !found)
		return status;
	wrapped = slice_of(item->key, sizeof item->key);
	if (!iphone_key_unwrap(&x->bag, wrapped, key)) {
		if (iphone_key_is_phones(&x->bag, wrapped))
			x->phone_only++;
		else
			x->keyless++;
		return OK;
	}
	return iphone_cipher_new(&out->locked, key, item->bytes, &out->cipher, err);
}

static enum status
blocks_send(struct bundle_shared *shared, const struct source *source, struct window *window,
    struct slice block, bool *whole, struct err *err)
{
	uint64_t sent = 0;
	enum status status = OK;

	while (status == OK && block.n != 0) {
		status = bundle_shared_extract_data(shared, block, err);
		sent += block.n;
		window_skip(window, block.n);
		if (status == OK)
			status = window_peek(window, BLOCK_BYTES, &block, err);
	}
	*whole = sent == source->bytes;
	return status;
}

/* All of an open file as an extract, with the type of its content. */
static enum status
file_send(struct locked *x, struct iphone_item *item, struct text name, struct source source,
    struct attachment *a, struct err *err)
{
	enum record_kind kind = KIND_DOCUMENT;
	struct window window;
	struct slice block = {NULL, 0};
	bool whole = false;
	enum status status = window_init(&window, &source, BLOCK_BYTES, err);

	if (status == OK)
		status = window_peek(&window, BLOCK_BYTES, &block, err);
	if (status == OK) {
		item->extract = x->shared.extracts;
		a->type = file_type_of(block, &kind);
		status = bundle_shared_extract_begin(&x->shared, name, a->type, err);
	}
	if (status == OK)
		status = blocks_send(&x->shared, &source, &window, block, &whole, err);
	/* A file that was cut off is shorter than the list says. */
	if (status == OK)
		status = bundle_shared_extract_end(
		    &x->shared, whole && source.bytes == item->bytes, err);
	window_fini(&window);
	item->taken = status == OK;
	return status;
}

/* The store itself is no attachment; what it names is opened once. */
static enum status
named_fetch(void *ctx, struct attachment *a, bool *elsewhere, struct err *err)
{
	struct locked *x = ctx;
	struct iphone_item *item = NULL;
	struct opened file = {.cipher = NULL};
	enum status status = OK;

	*elsewhere = false;
	if (a->source == ATTACHMENT_BESIDE)
		item = iphone_list_find(&x->list, a->name);
	a->source = ATTACHMENT_MISSING;
	if (item == NULL)
		return OK;
	if (!item->taken) {
		status = file_open(x, item, a->name, SLOT_NAMED, &file, err);
		if (status == OK && file.cipher != NULL)
			status = file_send(
			    x, item, a->name, iphone_cipher_source(file.cipher), a, err);
		iphone_cipher_free(file.cipher);
	}
	if (status == OK && item->taken) {
		a->source = ATTACHMENT_EXTRACTED;
		a->extract = item->extract;
		a->bytes = item->bytes;
	}
	return status;
}

/* A store by the reader of its content. */
static enum status
store_hand(struct locked *x, struct source source, struct text label, struct err *err)
{
	struct bundle_inner inner = {.shared = &x->shared,
	    .base = x->shared.extracts,
	    .inside = label,
	    .fetch = named_fetch,
	    .fetch_ctx = x};
	struct sink sink = bundle_inner_sink(&inner);
	struct reading_options options = *x->m->options;
	enum status status;

	options.format = TEXT_NONE;
	options.inside = label;
	options.folder = TEXT_NONE;
	options.parts_count = 0;
	options.look = NULL;
	status = sqlite_format.read(&source, &options, &sink, err);
	bundle_inner_fini(&inner);
	x->opened += status == OK;
	/* Of the file's own: a key that is not its, or damage. */
	if (status == E_FORMAT && x->shared.failed == OK)
		return bundle_shared_note(
		    &x->shared, NOTE_UNREAD, "backup-file-damaged", label, err);
	return status;
}

static enum status
store_read(struct locked *x, const char *domain, const char *path, struct err *err)
{
	struct buf name, label;
	struct opened file = {.cipher = NULL};
	enum status status;

	buf_init(&name, 256);
	buf_init(&label, 512);
	apple_backup_put(&name, domain, text_of_c(path));
	buf_putf(&label, "%s/%s", domain, path);
	status = file_open(x, iphone_list_find(&x->list, buf_text(&name)), buf_text(&name),
	    SLOT_STORE, &file, err);
	if (status == OK && file.cipher != NULL)
		status = store_hand(x, iphone_cipher_source(file.cipher), buf_text(&label), err);
	iphone_cipher_free(file.cipher);
	buf_fini(&name);
	buf_fini(&label);
	return status;
}

static enum status
say_count(struct locked *x, uint64_t count, const char *code, const char *sentence, struct err *err)
{
	struct buf buf;

	if (count == 0)
		return OK;
	buf_init(&buf, 512);
	buf_putf(&buf,
	    "The password fits, but %llu of the files that are read %s All of it is kept.",
	    (unsigned long long)count, sentence);
	return bundle_shared_say(&x->shared, NOTE_UNREAD, code, &buf, err);
}

static enum status
say_keyless(struct locked *x, struct err *err)
{
	enum status status = say_count(x, x->keyless, "backup-keys-damaged",
	    "could not be opened: keys in this backup are damaged.", err);

	return status == OK ? say_count(x, x->phone_only, "backup-keys-of-phone",
				  "can be opened by that telephone alone.", err)
			    : status;
}

static enum status
say_opened(struct locked *x, struct err *err)
{
	uint64_t files = x->list.beyond + x->list.count;
	struct buf buf;

	if (x->opened == 0 && x->keyless == 0)
		return bundle_shared_note(&x->shared, NOTE_UNREAD, "backup-nothing-opened",
		    TEXT_LITERAL("The password fits, but none of the files with messages and "
				 "calls is here. Bring in the whole folder of the backup."),
		    err);
	buf_init(&buf, 512);
	buf_putf(&buf,
	    "This backup lists %llu files. Messages, calls, voicemail, address book and what they "
	    "name were opened; all others are kept as they are, locked.",
	    (unsigned long long)files);
	return bundle_shared_say(&x->shared, NOTE_DOUBT, "backup-list", &buf, err);
}

/* The list is locked with a key of its own. */
static enum status
list_read(struct locked *x, struct slice wrapped, struct err *err)
{
	uint8_t key[IPHONE_KEY_BYTES];
	struct source locked, plain;
	struct iphone_cipher *cipher = NULL;
	struct sqlite_file file;
	bool found = false;
	enum status status;

	if (!iphone_key_unwrap(&x->bag, wrapped, key))
		return E_FORMAT;
	status = x->look->file(
	    x->look->ctx, TEXT_LITERAL("Manifest.db"), SLOT_LIST, &locked, &found, err);
	if (status == OK && !found)
		return E_FORMAT;
	if (status == OK)
		status = iphone_cipher_new(&locked, key, locked.bytes, &cipher, err);
	if (status != OK)
		return status;
	plain = iphone_cipher_source(cipher);
	status = sqlite_file_init(&file, &plain, err);
	if (status == OK)
		status = iphone_list_read(&x->list, &file, err);
	sqlite_file_fini(&file);
	iphone_cipher_free(cipher);
	return status;
}

static enum status
files_read(struct locked *x, const struct bplist_node *manifest, struct err *err)
{
	const struct bplist_node *key = bplist_get(manifest, "ManifestKey");
	enum status status = E_FORMAT;

	if (key != NULL && key->type == BPLIST_DATA)
		status = list_read(x, key->data, err);
	if (status == E_FORMAT)
		return bundle_shared_note(&x->shared, NOTE_UNREAD, "backup-list-missing",
		    TEXT_LITERAL("The password fits, but the list of this backup, Manifest.db, is "
				 "not beside it or is damaged. Bring in the whole folder."),
		    err);
	for (size_t i = 0; i < COUNT_OF(apple_backup_stores) && status == OK; i++)
		status = store_read(
		    x, apple_backup_stores[i].domain, apple_backup_stores[i].path, err);
	if (status == OK)
		status = say_keyless(x, err);
	return status == OK ? say_opened(x, err) : status;
}

enum status
iphone_locked_read(struct making *m, const struct bplist_node *manifest, struct err *err)
{
	const struct bplist_node *bag = bplist_get(manifest, "BackupKeyBag");
	struct locked x = {.m = m, .look = m->options->look, .budget = UINT64_MAX};
	enum iphone_keybag_state state = KEYBAG_STRANGE;
	enum status status;

	if (bag != NULL && bag->type == BPLIST_DATA)
		state = iphone_keybag_open(bag->data, m->options->password, &x.bag);
	if (state != KEYBAG_OPEN) {
		making_note(m, NOTE_ENCRYPTED,
		    state == KEYBAG_WRONG ? "backup-password-wrong" : "backup-keys-unknown",
		    state == KEYBAG_WRONG
			? "The password given does not open this backup. All of it is kept; try "
			  "again with the password that was set when the backup was made."
			: "The keys of this backup are written in a way that is not known here. "
			  "All of it is kept.");
		if (state == KEYBAG_WRONG)
			making_note(m, NOTE_QUESTION, "password", NULL);
		return m->status;
	}
	bundle_shared_init(&x.shared, m->sink, &x.budget);
	status = files_read(&x, manifest, err);
	bundle_shared_fini(&x.shared);
	iphone_list_fini(&x.list);
	return status;
}
