/* tests/read/collect.c
 * The collecting sink; see collect.h. */
#include "tests/read/collect.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "read/answers.h"
#include "tests/support/load.h"

enum { COLLECT_ARENA_BYTES = 1 << 30 };

static void
broke(struct collect *collect, const char *rule, uint64_t position)
{
	if (collect->broken[0] == '\0')
		(void)snprintf(collect->broken, sizeof collect->broken,
		    "%s (record or note at %llu)", rule, (unsigned long long)position);
}

static void *
grown(void *array, size_t count, size_t *size, size_t item)
{
	if (count < *size)
		return array;
	*size = *size != 0 ? 2 * *size : 16;
	array = realloc(array, *size * item);
	if (array == NULL)
		abort();
	return array;
}

static struct text
copy(struct collect *collect, struct text text)
{
	struct text out;

	if (!arena_text(&collect->arena, text, &out))
		abort();
	return out;
}

static bool
name_sound(struct text name)
{
	return name.n <= RECORD_NAME_MAX_BYTES;
}

/* What the parent would refuse ends the reading of a whole file, so no reader may say it. */
static void
check_record(struct collect *collect, const struct record *r)
{
	struct err err;

	if (collect->notes_count == 0 || collect->notes[0].kind != NOTE_FORMAT)
		broke(collect, "a record before the note that names the format", collect->count);
	if (answers_record_check(r, collect->extracts_count, &err) != OK)
		broke(collect, err.text, collect->count);
	for (size_t i = 0; i < r->attachments_count; i++) {
		const struct attachment *a = &r->attachments[i];

		if (a->source == ATTACHMENT_EXTRACTED && a->extract < collect->extracts_count &&
		    !collect->extracts[a->extract].ended)
			broke(collect, "an attachment whose bytes did not come first",
			    collect->count);
	}
}

/* A record must survive its own canonical bytes; what is kept is what came back. */
static enum status
keep_record(struct collect *collect, const struct record *record, struct err *err)
{
	struct slice bytes;
	struct text copied;
	struct record *slot;
	enum status status;

	buf_reset(&collect->canonical);
	status = record_put(&collect->canonical, record, err);
	if (status != OK) {
		broke(collect, "a record over the limits", collect->count);
		return status;
	}
	if (collect->count > collect->keep_records)
		return OK;
	copied = copy(collect, buf_text(&collect->canonical));
	bytes = slice_of_text(copied);
	collect->records = grown(
	    collect->records, (size_t)collect->count - 1, &collect->records_size, sizeof *slot);
	slot = &collect->records[collect->count - 1];
	status = record_parse(bytes, &collect->arena, slot, err);
	if (status != OK)
		broke(collect, "a record that is not canonical", collect->count);
	return status;
}

static enum status
collect_record(void *ctx, const struct record *record, struct err *err)
{
	struct collect *collect = ctx;
	enum status status;

	collect->count++;
	check_record(collect, record);
	status = keep_record(collect, record, err);
	if (status != OK)
		return status;
	if (collect->stop_after != 0 && collect->count >= collect->stop_after)
		return fail(err, E_CANCELLED, "enough records");
	return OK;
}

static struct collect_extract *
open_extract(struct collect *collect)
{
	if (collect->extracts_count == 0 || collect->extracts[collect->extracts_count - 1].ended)
		return NULL;
	return &collect->extracts[collect->extracts_count - 1];
}

static enum status
collect_extract_begin(void *ctx, struct text name, struct text type, struct err *err)
{
	struct collect *collect = ctx;
	struct collect_extract *slot;

	(void)err;
	if (open_extract(collect) != NULL)
		broke(collect, "two extracts at once", collect->extracts_count);
	if (!name_sound(name) || !name_sound(type))
		broke(collect, "a name of an extract is too long", collect->extracts_count);
	collect->extracts = grown(
	    collect->extracts, collect->extracts_count, &collect->extracts_size, sizeof *slot);
	slot = &collect->extracts[collect->extracts_count++];
	*slot = (struct collect_extract){.name = copy(collect, name), .type = copy(collect, type)};
	buf_init(&slot->data, SIZE_MAX / 2);
	return OK;
}

static enum status
collect_extract_data(void *ctx, struct slice data, struct err *err)
{
	struct collect *collect = ctx;
	struct collect_extract *slot = open_extract(collect);
	size_t room;

	(void)err;
	if (slot == NULL) {
		broke(collect, "bytes of no extract", collect->extracts_count);
		return OK;
	}
	room = slot->data.n < collect->keep_bytes ? collect->keep_bytes - slot->data.n : 0;
	buf_put(&slot->data, data.p, data.n < room ? data.n : room);
	slot->bytes += data.n;
	return OK;
}

static enum status
collect_extract_end(void *ctx, bool whole, struct err *err)
{
	struct collect *collect = ctx;
	struct collect_extract *slot = open_extract(collect);

	(void)err;
	if (slot == NULL) {
		broke(collect, "the end of no extract", collect->extracts_count);
		return OK;
	}
	slot->ended = true;
	slot->whole = whole;
	return OK;
}

static enum status
collect_say(void *ctx, enum note_kind kind, const char *code, struct text detail, uint64_t position,
    struct err *err)
{
	struct collect *collect = ctx;
	struct collect_note *slot;

	(void)err;
	if ((unsigned)kind >= NOTE_COUNT || !frame_code_ok(text_of_c(code)))
		broke(collect, "a note whose code is not a code word", position);
	if ((kind == NOTE_FORMAT) != (collect->notes_count == 0))
		broke(collect, "the format is named first and once", position);
	if (detail.n > RECORD_NAME_MAX_BYTES)
		broke(collect, "the detail of a note is too long", position);
	collect->notes = grown(
	    collect->notes, collect->notes_count, &collect->notes_size, sizeof *slot);
	slot = &collect->notes[collect->notes_count++];
	*slot = (struct collect_note){
	    kind, copy(collect, text_of_c(code)), copy(collect, detail), position};
	return OK;
}

void
collect_init(struct collect *collect)
{
	*collect = (struct collect){.keep_records = SIZE_MAX, .keep_bytes = SIZE_MAX};
	arena_init(&collect->arena, COLLECT_ARENA_BYTES);
	buf_init(&collect->canonical, 2 * RECORD_MAX_BYTES);
}

void
collect_fini(struct collect *collect)
{
	for (size_t i = 0; i < collect->extracts_count; i++)
		buf_fini(&collect->extracts[i].data);
	free(collect->extracts);
	free(collect->notes);
	free(collect->records);
	buf_fini(&collect->canonical);
	arena_fini(&collect->arena);
	*collect = (struct collect){0};
}

struct sink
collect_sink(struct collect *collect)
{
	return (struct sink){collect_record, collect_extract_begin, collect_extract_data,
	    collect_extract_end, collect_say, collect};
}

static enum status
pieces_read_at(void *ctx, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	const struct collect_pieces *pieces = ctx;
	size_t left = at < pieces->data.n ? pieces->data.n - (size_t)at : 0;

	(void)err;
	if (n > left)
		n = left;
	if (pieces->at_most != 0 && n > pieces->at_most)
		n = pieces->at_most;
	if (n != 0)
		memcpy(p, pieces->data.p + at, n);
	*got = n;
	return OK;
}

struct source
collect_source(struct collect_pieces *pieces)
{
	return (struct source){pieces_read_at, pieces->data.n, pieces};
}

enum status
collect_slice(struct collect *collect, const struct format *format, struct slice bytes,
    const struct reading_options *options)
{
	static const struct reading_options none = {0};
	struct collect_pieces pieces = {bytes, collect->read_at_most};
	struct source source = collect_source(&pieces);
	struct sink sink = collect_sink(collect);
	enum status status;

	status = format->read(&source, options != NULL ? options : &none, &sink, &collect->err);
	if (status == OK && collect->notes_count == 0)
		broke(collect, "a reading that does not name its format", 0);
	if (status == OK && open_extract(collect) != NULL)
		broke(collect, "an extract left open", collect->extracts_count);
	return status;
}

enum status
collect_file(struct collect *collect, const struct format *format, const char *path,
    const struct reading_options *options)
{
	struct slice bytes;
	enum status status;

	if (access(path, R_OK) != 0)
		return fail(&collect->err, E_NOTFOUND, "%s is not there", path);
	bytes = load_file(path);
	status = collect_slice(collect, format, bytes, options);
	load_free(bytes);
	return status;
}

bool
collect_have(const char *folder)
{
	struct stat st;

	if (stat(folder, &st) == 0 && S_ISDIR(st.st_mode))
		return true;
	(void)printf("(%s is not there: its facts are not checked)\n", folder);
	return false;
}

size_t
collect_notes(const struct collect *collect, enum note_kind kind, const char *code)
{
	size_t count = 0;

	for (size_t i = 0; i < collect->notes_count; i++)
		count += collect->notes[i].kind == kind &&
			 (code == NULL || text_eq_c(collect->notes[i].code, code));
	return count;
}

const struct collect_note *
collect_note(const struct collect *collect, enum note_kind kind, const char *code)
{
	for (size_t i = 0; i < collect->notes_count; i++)
		if (collect->notes[i].kind == kind &&
		    (code == NULL || text_eq_c(collect->notes[i].code, code)))
			return &collect->notes[i];
	return NULL;
}

static size_t
kept(const struct collect *collect)
{
	return collect->count < collect->keep_records ? (size_t)collect->count
						      : collect->keep_records;
}

size_t
collect_channel(const struct collect *collect, const char *channel)
{
	size_t count = 0;

	for (size_t i = 0; i < kept(collect); i++)
		count += text_eq_c(collect->records[i].channel, channel);
	return count;
}

size_t
collect_marked(const struct collect *collect, const char *mark)
{
	size_t count = 0;

	for (size_t i = 0; i < kept(collect); i++)
		count += record_marked(&collect->records[i], mark);
	return count;
}

size_t
collect_doubted(const struct collect *collect, const char *code)
{
	size_t count = 0;

	for (size_t i = 0; i < kept(collect); i++)
		count += record_doubt(&collect->records[i], code) != NULL;
	return count;
}

static bool
notes_equal(const struct collect *a, const struct collect *b)
{
	if (a->notes_count != b->notes_count)
		return false;
	for (size_t i = 0; i < a->notes_count; i++)
		if (a->notes[i].kind != b->notes[i].kind ||
		    !text_eq(a->notes[i].code, b->notes[i].code) ||
		    !text_eq(a->notes[i].detail, b->notes[i].detail) ||
		    a->notes[i].position != b->notes[i].position)
			return false;
	return true;
}

static bool
extracts_equal(const struct collect *a, const struct collect *b)
{
	if (a->extracts_count != b->extracts_count)
		return false;
	for (size_t i = 0; i < a->extracts_count; i++) {
		const struct collect_extract *x = &a->extracts[i], *y = &b->extracts[i];

		if (!text_eq(x->name, y->name) || !text_eq(x->type, y->type) ||
		    x->bytes != y->bytes || x->whole != y->whole ||
		    !slice_eq(buf_slice(&x->data), buf_slice(&y->data)))
			return false;
	}
	return true;
}

static void
spell(struct collect *collect, size_t i)
{
	buf_reset(&collect->canonical);
	if (record_put(&collect->canonical, &collect->records[i], NULL) != OK)
		abort();
}

bool
collect_equal(struct collect *a, struct collect *b)
{
	size_t count = kept(a) < kept(b) ? kept(a) : kept(b);

	if (a->count != b->count || !notes_equal(a, b) || !extracts_equal(a, b))
		return false;
	for (size_t i = 0; i < count; i++) {
		spell(a, i);
		spell(b, i);
		if (!slice_eq(buf_slice(&a->canonical), buf_slice(&b->canonical)))
			return false;
	}
	return true;
}

bool
record_marked(const struct record *record, const char *mark)
{
	for (size_t i = 0; i < record->marks_count; i++)
		if (text_eq_c(record->marks[i], mark))
			return true;
	return false;
}

const struct doubt *
record_doubt(const struct record *record, const char *code)
{
	for (size_t i = 0; i < record->doubts_count; i++)
		if (text_eq_c(record->doubts[i].code, code))
			return &record->doubts[i];
	return NULL;
}

struct text
record_claim(const struct record *record, const char *key)
{
	for (size_t i = 0; i < record->claims_count; i++)
		if (text_eq_c(record->claims[i].key, key))
			return record->claims[i].value;
	return TEXT_NONE;
}

bool
record_claims(const struct record *record, const char *key, const char *value)
{
	for (size_t i = 0; i < record->claims_count; i++)
		if (text_eq_c(record->claims[i].key, key) &&
		    text_eq_c(record->claims[i].value, value))
			return true;
	return false;
}
