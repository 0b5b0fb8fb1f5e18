/* src/keep/log_start.c
 * Opening a log: find the segments, walk the newest, tell an unfinished write from damage
 * (docs/format/vault.md, section 5.2). */
#include <errno.h>

#include "base/mem.h"
#include "keep/log_inside.h"
#include "sys/crypto/secret.h"

enum { CUT_PIECE_BYTES = 256 * 1024 };

void
log_name(uint64_t number, char out[LOG_NAME_CHARS + 1])
{
	static const char digits[] = "0123456789abcdef";

	for (size_t i = LOG_NAME_CHARS; i != 0; i--) {
		out[i - 1] = digits[number & 15];
		number >>= 4;
	}
	out[LOG_NAME_CHARS] = '\0';
}

bool
log_name_parse(const char *name, uint64_t *out)
{
	char again[LOG_NAME_CHARS + 1];
	uint64_t number = 0;
	char c;

	if (strlen(name) != LOG_NAME_CHARS)
		return false;
	for (size_t i = 0; i < LOG_NAME_CHARS; i++) {
		c = name[i];
		number = number << 4 | (uint64_t)(c <= '9' ? c - '0' : c - 'a' + 10);
	}
	log_name(number, again);
	if (memcmp(name, again, sizeof again) != 0 || number > SEGMENT_MAX_NUMBER)
		return false;
	*out = number;
	return true;
}

struct naming {
	uint64_t *numbers;
	size_t count, room;
};

static int
name_take(void *ctx, const struct io_entry *entry)
{
	struct naming *naming = ctx;
	uint64_t number, *more;
	size_t at;

	if (entry->is_folder || !log_name_parse(entry->name, &number))
		return 0;
	more = mem_more(naming->numbers, naming->count, &naming->room, sizeof *more);
	if (more == NULL)
		return -ENOMEM;
	naming->numbers = more;
	/* Folders come in no order; most names are near the end once a few are in. */
	for (at = naming->count; at != 0 && naming->numbers[at - 1] > number; at--)
		naming->numbers[at] = naming->numbers[at - 1];
	naming->numbers[at] = number;
	naming->count++;
	return 0;
}

enum status
log_names(struct log *log, const char *folder, uint64_t **out, size_t *count, struct err *err)
{
	const struct io *io = &log->vault->seams.io;
	struct naming naming = {0};
	enum status status;
	struct buf path;
	int failed;

	buf_init(&path, FILE_PATH_BYTES);
	status = vault_join(log->vault, &path, err, folder, log->id_text, NULL);
	if (status == OK) {
		failed = io->ops->list(io->ctx, path_z(&path), name_take, &naming);
		if (failed != 0 && failed != -ENOENT)
			status = file_fail(err, failed, "cannot look into", path_z(&path));
	}
	buf_fini(&path);
	if (status != OK) {
		mem_free(naming.numbers);
		return status;
	}
	*out = naming.numbers;
	*count = naming.count;
	return OK;
}

struct segment_key
log_key(const struct log *log)
{
	return (struct segment_key){log->vault->keys[KEY_LOG].p, log->id, log->vault->before_log.p};
}

uint64_t
log_segment_entries(const struct log *log, size_t which)
{
	uint64_t end = which + 1 < log->segments ? log->firsts[which + 1] : log->now.entries;

	return end > log->firsts[which] ? end - log->firsts[which] : 0;
}

static enum status
segment_path(struct log *log, uint64_t first, struct buf *path, struct err *err)
{
	char name[LOG_NAME_CHARS + 1];

	log_name(first, name);
	return vault_join(log->vault, path, err, "l", log->id_text, name, NULL);
}

enum status
log_segment_load(struct log *log, uint64_t first, struct buf *out, uint64_t *bytes, struct err *err)
{
	const struct io *io = &log->vault->seams.io;
	enum status status;
	struct buf path;
	uint64_t size = 0;
	size_t got = 0, want;
	int handle = -1;
	uint8_t *to;

	buf_reset(out);
	buf_init(&path, FILE_PATH_BYTES);
	status = segment_path(log, first, &path, err);
	if (status == OK)
		status = file_open(io, path_z(&path), IO_READ, &handle, err);
	if (status == OK)
		status = file_size(io, handle, &size, err);
	want = size < SEGMENT_FILE_MAX_BYTES ? (size_t)size : SEGMENT_FILE_MAX_BYTES;
	to = status == OK ? buf_extend(out, want) : NULL;
	if (status == OK && to == NULL)
		status = buf_check(out, err);
	if (status == OK)
		status = file_read(io, handle, 0, to, want, &got, err);
	if (status == OK) {
		out->n = got;
		if (bytes != NULL)
			*bytes = size;
	}
	file_close(io, handle);
	buf_fini(&path);
	return status;
}

/* Copy the file's bytes from `from` to its end into a new file, durably. */
static enum status
tail_copy(struct vault *vault, int handle, uint64_t from, const char *to, struct err *err)
{
	const struct io *io = &vault->seams.io;
	uint8_t *piece = mem_new(1, CUT_PIECE_BYTES);
	enum status status = OK;
	uint64_t at = from;
	size_t got = 0;
	int copy = -1;

	if (piece == NULL)
		return fail(err, E_NOMEM, "out of memory");
	status = file_open(io, to, IO_WRITE | IO_NEW, &copy, err);
	while (status == OK) {
		status = file_read(io, handle, at, piece, CUT_PIECE_BYTES, &got, err);
		if (status != OK || got == 0)
			break;
		status = file_write_full(io, copy, at - from, piece, got, err);
		at += got;
	}
	if (status == OK)
		status = vault_sync(vault, copy, err);
	file_close(io, copy);
	mem_free(piece);
	return status;
}

/* What follows `at` is set aside in q/, and only when it is safe there cut off. */
static enum status
tail_set_aside(struct log *log, uint64_t first, uint64_t at, struct err *err)
{
	struct vault *vault = log->vault;
	char id_text[VAULT_ID_CHARS + 1], segment[LOG_NAME_CHARS + 1], offset[LOG_NAME_CHARS + 1];
	char name[LOG_NAME_CHARS * 2 + VAULT_ID_CHARS + 3];
	struct buf name_buf = {.p = (uint8_t *)name, .size = sizeof name, .max = sizeof name};
	const struct io *io = &vault->seams.io;
	uint8_t id[VAULT_ID_BYTES];
	struct buf path, quarantine;
	enum status status;
	int handle = -1, failed;

	vault_id_new(vault, id, id_text);
	log_name(first, segment);
	log_name(at, offset);
	buf_put_c(&name_buf, segment);
	buf_put_byte(&name_buf, '-');
	buf_put_c(&name_buf, offset);
	buf_put_byte(&name_buf, '-');
	buf_put(&name_buf, id_text, sizeof id_text);
	buf_init(&path, FILE_PATH_BYTES);
	buf_init(&quarantine, FILE_PATH_BYTES);
	status = vault_join(vault, &quarantine, err, "q", NULL);
	if (status == OK)
		status = vault_mkdir(vault, path_z(&quarantine), NULL, err);
	if (status == OK)
		status = vault_join(vault, &quarantine, err, "q", name, NULL);
	if (status == OK)
		status = segment_path(log, first, &path, err);
	if (status == OK)
		status = file_open(io, path_z(&path), IO_WRITE, &handle, err);
	if (status == OK)
		status = tail_copy(vault, handle, at, path_z(&quarantine), err);
	if (status == OK)
		status = vault_join(vault, &quarantine, err, "q", NULL);
	if (status == OK)
		status = vault_sync_folder(vault, path_z(&quarantine), err);
	if (status == OK) {
		failed = io->ops->truncate(io->ctx, handle, at);
		status = failed == 0 ? vault_sync(vault, handle, err)
				     : file_fail(err, failed, "cannot cut", path_z(&path));
	}
	file_close(io, handle);
	buf_fini(&path);
	buf_fini(&quarantine);
	return status;
}

/* Where the good part of the newest segment ends, and how many records after it are dropped. */
struct verdict {
	bool torn;
	uint64_t at;
	uint64_t dropped;
	uint64_t damaged; /* entries that are not whole and stay */
};

/* Whether slot i is bad and the bad bytes it is lost in begin with it, not with an entry before. */
static bool
hole_begins(const struct segment_map *map, size_t i)
{
	return !map->slots[i].whole &&
	       (i == 0 || map->slots[i - 1].whole || map->slots[i - 1].at != map->slots[i].at);
}

static struct verdict
segment_judge(const struct segment_map *map, uint64_t bytes, uint64_t settled)
{
	struct verdict v = {0};

	for (size_t i = 0; i < map->count; i++) {
		if (map->slots[i].whole)
			continue;
		if (map->first + i >= settled && hole_begins(map, i)) {
			v.torn = true;
			v.at = map->slots[i].at;
			v.dropped = map->count - i + (map->end < bytes ? 1 : 0);
			return v;
		}
		v.damaged++;
	}
	if (map->end < bytes && map->first + map->count >= settled) {
		v.torn = true;
		v.at = map->end;
		v.dropped = 1;
	}
	return v;
}

/* Walk a segment and take the log's state from its last whole record. */
static enum status
segment_adopt(struct log *log, struct log_view *view, uint64_t first, size_t bytes, struct err *err)
{
	struct segment_key key = log_key(log);
	enum status status = segment_walk(
	    &key, slice_of(view->bytes.p, bytes), first, log->hash, &log->plain, &view->map, err);

	if (status != OK || !view->map.sum_known)
		return status;
	log->now.sum = view->map.sum;
	log->now.entries = first + view->map.count;
	memcpy(log->now.last_leaf, view->map.slots[view->map.count - 1].leaf, SHA256_BYTES);
	return OK;
}

/* What nobody knows to be durable is written anew before anything is put behind it.  A sync that
 * failed while another program had the vault leaves bytes that can be read until the power goes,
 * and that no later sync writes: the kernel takes them for written. */
static enum status
tail_renew(
    struct log *log, const struct log_view *view, uint64_t first, uint64_t settled, struct err *err)
{
	struct vault *vault = log->vault;
	const struct io *io = &vault->seams.io;
	const struct segment_map *map = &view->map;
	uint64_t from = settled > first ? settled - first : 0;
	struct buf path;
	enum status status;
	int handle = -1;
	size_t at;

	if (vault->state.read_only || from >= map->count || log->now.bytes > view->bytes.n)
		return OK;
	at = map->slots[from].at;
	buf_init(&path, FILE_PATH_BYTES);
	status = segment_path(log, first, &path, err);
	if (status == OK)
		status = file_open(io, path_z(&path), IO_WRITE, &handle, err);
	if (status == OK)
		status = file_write_full(
		    io, handle, at, view->bytes.p + at, (size_t)log->now.bytes - at, err);
	if (status == OK)
		status = vault_sync(vault, handle, err);
	file_close(io, handle);
	buf_fini(&path);
	return status;
}

static enum status
newest_settle(struct log *log, struct log_view *view, uint64_t first, uint64_t bytes,
    uint64_t settled, struct err *err)
{
	struct verdict v = segment_judge(&view->map, bytes, settled);
	struct vault *vault = log->vault;
	enum status status = OK;

	vault->state.damaged_entries += v.damaged;
	log->now.bytes = bytes;
	if (!v.torn)
		return tail_renew(log, view, first, settled, err);
	vault->state.unfinished_writes += v.dropped;
	log->now.bytes = v.at;
	if (!vault->state.read_only)
		status = tail_set_aside(log, first, v.at, err);
	/* The state must be that of the last record kept, which may stand in an earlier segment. */
	log->now.entries = 0;
	merkle_init(&log->now.sum);
	memset(log->now.last_leaf, 0, sizeof log->now.last_leaf);
	if (status == OK)
		status = segment_adopt(log, view, first, (size_t)v.at, err);
	return status == OK ? tail_renew(log, view, first, settled, err) : status;
}

/* Segments from the newest back, until one has a whole record to go on from. */
static enum status
segments_read(struct log *log, uint64_t signed_entries, struct err *err)
{
	struct log_view *view = &log->view;
	enum status status = OK;
	uint64_t first, bytes = 0, settled;
	bool newest;

	for (size_t i = log->segments; i != 0 && status == OK; i--) {
		first = log->firsts[i - 1];
		newest = i == log->segments;
		status = log_segment_load(log, first, &view->bytes, &bytes, err);
		if (status == OK)
			status = segment_adopt(log, view, first, view->bytes.n, err);
		settled = view->map.settled > signed_entries ? view->map.settled : signed_entries;
		if (status == OK && newest)
			status = newest_settle(log, view, first, bytes, settled, err);
		if (status == OK && view->map.sum_known)
			break;
	}
	return status;
}

/* The log must reach what its names and its signed head say. */
static void
shortness_check(struct log *log, uint64_t signed_entries)
{
	uint64_t least = signed_entries;

	if (log->segments != 0 && log->firsts[log->segments - 1] > least)
		least = log->firsts[log->segments - 1];
	if (log->now.entries >= least)
		return;
	log->vault->state.missing_entries = least - log->now.entries;
	log->refusal =
	    "the log is shorter than its own signed head: an older copy was put back, or "
	    "its end is damaged or gone; nothing may be added to it";
}

/* Whether the tree over the signed entries, as far as the newest segment shows it, is the one that
 * was signed. */
static enum status
root_check(struct log *log, const struct checkpoint *checkpoint, struct err *err)
{
	struct segment_key key = log_key(log);
	const struct segment_map *map = &log->view.map;
	uint8_t root[SHA256_BYTES];
	struct segment_record record;
	struct merkle sum;
	enum status status;
	uint64_t n = checkpoint->entries;
	size_t at, used;

	if (n > log->now.entries)
		return OK; /* told already */
	if (n == log->now.entries) {
		sum = log->now.sum;
	} else {
		if (n < map->first || n - map->first >= map->count ||
		    !map->slots[n - map->first].whole)
			return OK; /* log_check() looks further back */
		at = map->slots[n - map->first].at;
		status = segment_record_open(&key, slice_from(buf_slice(&log->view.bytes), at), n,
		    &log->plain, &record, &used, err);
		if (status != OK)
			return status;
		sum = (struct merkle){.leaves = n, .depth = record.sum_depth};
		if (record.sum_depth != 0)
			memcpy(sum.stack, record.sum, (size_t)record.sum_depth * SHA256_BYTES);
		secret_wipe(log->plain.p, log->plain.n);
	}
	merkle_root(&sum, log->hash, root);
	if (hash_equal(root, checkpoint->root, sizeof root))
		return OK;
	log->vault->state.root_differs = true;
	log->refusal =
	    "the log is not the one its own signed head covers; nothing may be added to it";
	return OK;
}

static enum status
folders_ensure(struct log *log, struct err *err)
{
	struct vault *vault = log->vault;
	static const char *const names[] = {"l", "r"};
	enum status status = OK;
	struct buf path;
	bool made = false;

	buf_init(&path, FILE_PATH_BYTES);
	for (size_t i = 0; i < COUNT_OF(names) && status == OK; i++) {
		status = vault_join(vault, &path, err, names[i], log->id_text, NULL);
		if (status == OK)
			status = vault_mkdir(vault, path_z(&path), &made, err);
		if (status == OK && made)
			status = vault_join(vault, &path, err, names[i], NULL);
		if (status == OK && made)
			status = vault_sync_folder(vault, path_z(&path), err);
	}
	buf_fini(&path);
	return status;
}

static enum status
log_find(struct log *log, struct err *err)
{
	struct checkpoint checkpoint = {0};
	enum status status;
	struct buf note;

	buf_init(&note, NOTE_MAX_BYTES);
	status = log_names(log, "l", &log->firsts, &log->segments, err);
	log->segments_room = log->segments;
	if (status == OK)
		status = log_note_newest(log, &note, &log->signed_known, &checkpoint, err);
	log->signed_entries = checkpoint.entries;
	if (status == OK)
		status = segments_read(log, checkpoint.entries, err);
	if (status == OK)
		shortness_check(log, checkpoint.entries);
	if (status == OK && log->signed_known)
		status = root_check(log, &checkpoint, err);
	buf_fini(&note);
	log->written = log->now.bytes;
	log->durable = log->now;
	log->view.loaded = false;
	return status;
}

enum status
log_new(struct vault *vault, const uint8_t id[HEADER_LOG_ID_BYTES],
    const uint8_t public_key[SIGN_PUBLIC_BYTES], struct log **out, struct err *err)
{
	struct log *log = mem_new(1, sizeof *log);

	if (log == NULL)
		return fail(err, E_NOMEM, "out of memory");
	log->vault = vault;
	memcpy(log->id, id, sizeof log->id);
	vault_id_text(log->id, log->id_text);
	memcpy(log->public_key, public_key, sizeof log->public_key);
	log->handle = -1;
	log->folder_dirty = true;
	buf_init(&log->plain, SEGMENT_RECORD_MAX_BYTES);
	buf_init(&log->pending, SEGMENT_FILE_MAX_BYTES);
	buf_init(&log->view.bytes, SEGMENT_FILE_MAX_BYTES);
	merkle_init(&log->now.sum);
	tree_init(&log->tree);
	log->hash = hash_new();
	if (log->hash == NULL) {
		log_free(log);
		return fail(err, E_NOMEM, "out of memory");
	}
	*out = log;
	return OK;
}

void
log_free(struct log *log)
{
	if (log == NULL)
		return;
	file_close(&log->vault->seams.io, log->handle);
	if (log->plain.p != NULL)
		secret_wipe(log->plain.p, log->plain.size);
	buf_fini(&log->plain);
	buf_fini(&log->pending);
	buf_fini(&log->view.bytes);
	tree_fini(&log->tree);
	hash_free(log->hash);
	mem_free(log->firsts);
	mem_free(log);
}

enum status
log_start(struct vault *vault, struct err *err)
{
	enum status status = log_new(vault, vault->log_id, vault->public_key, &vault->log, err);

	if (status == OK && !vault->state.read_only)
		status = folders_ensure(vault->log, err);
	return status == OK ? log_find(vault->log, err) : status;
}

void
log_stop(struct vault *vault)
{
	log_others_forget(vault);
	log_free(vault->log);
	vault->log = NULL;
}
