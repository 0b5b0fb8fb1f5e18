/* src/read/formats/bundle_inner.c
 * The sink for one entry of an archive; see bundle_inner.h. */
#include "read/formats/bundle_inner.h"

#include "base/mem.h"

enum {
	ARENA_BYTES = 4 * 1024 * 1024,
	NOTE_DETAIL_BYTES = RECORD_NAME_MAX_BYTES,
	NOTE_BUILT_BYTES = 3 * NOTE_DETAIL_BYTES
};

void
bundle_shared_init(struct bundle_shared *shared, const struct sink *sink, uint64_t *budget)
{
	*shared = (struct bundle_shared){.sink = sink, .budget = budget};
	arena_init(&shared->arena, ARENA_BYTES);
}

void
bundle_shared_fini(struct bundle_shared *shared)
{
	arena_fini(&shared->arena);
}

/* A sink that failed is not asked again. */
static enum status
answered(struct bundle_shared *shared, enum status status)
{
	if (status != OK)
		shared->failed = status;
	return status;
}

enum status
bundle_shared_record(struct bundle_shared *shared, const struct record *record, struct err *err)
{
	shared->records++;
	return answered(shared, shared->sink->record(shared->sink->ctx, record, err));
}

enum status
bundle_shared_note(struct bundle_shared *shared, enum note_kind kind, const char *code,
    struct text detail, struct err *err)
{
	return answered(shared, shared->sink->note(shared->sink->ctx, kind, code, detail, 0, err));
}

enum status
bundle_shared_say(struct bundle_shared *shared, enum note_kind kind, const char *code,
    struct buf *sentence, struct err *err)
{
	enum status status = buf_check(sentence, err);

	if (status == OK)
		status = bundle_shared_note(shared, kind, code, buf_text(sentence), err);
	buf_fini(sentence);
	return status;
}

enum status
bundle_shared_extract_begin(
    struct bundle_shared *shared, struct text name, struct text type, struct err *err)
{
	if (shared->extracts == UINT32_MAX)
		return answered(shared, fail(err, E_LIMIT, "too many attachments"));
	shared->extracts++;
	return answered(shared, shared->sink->extract_begin(shared->sink->ctx, name, type, err));
}

enum status
bundle_shared_extract_data(struct bundle_shared *shared, struct slice data, struct err *err)
{
	return answered(shared, shared->sink->extract_data(shared->sink->ctx, data, err));
}

enum status
bundle_shared_extract_end(struct bundle_shared *shared, bool whole, struct err *err)
{
	return answered(shared, shared->sink->extract_end(shared->sink->ctx, whole, err));
}

/* Extracts of the archive's own, sent in between, have taken numbers. */
static uint32_t
number_of(const struct bundle_inner *inner, uint32_t extract)
{
	uint32_t taken = 0;
	size_t from = 0, to = inner->between_count, middle;

	while (from < to) {
		middle = from + (to - from) / 2;
		if (inner->between[middle].after <= extract) {
			taken = inner->between[middle].count;
			from = middle + 1;
		} else {
			to = middle;
		}
	}
	return inner->base + extract + taken;
}

/* `more` extracts were begun that are not the reader's own. */
static enum status
between_add(struct bundle_inner *inner, uint32_t more, struct err *err)
{
	size_t n = inner->between_count;
	uint32_t before = n != 0 ? inner->between[n - 1].count : 0;
	struct bundle_between *list = inner->between;

	if (more == 0)
		return OK;
	if (n == 0 || list[n - 1].after != inner->own) {
		list = mem_more(list, n, &inner->between_size, sizeof *list);
		if (list == NULL)
			return fail(err, E_NOMEM, "no memory for what an archive gave");
		inner->between = list;
		list[inner->between_count++].after = inner->own;
	}
	list[inner->between_count - 1].count = before + more;
	return OK;
}

static enum status
fetch(struct bundle_inner *inner, struct attachment *attachment, struct record *record,
    struct err *err)
{
	struct bundle_shared *shared = inner->shared;
	uint32_t before = shared->extracts;
	bool elsewhere = false;
	enum status status = inner->fetch(inner->fetch_ctx, attachment, &elsewhere, err);

	if (status == OK)
		status = between_add(inner, shared->extracts - before, err);
	if (status == OK && elsewhere)
		status = record_add_doubt(
		    record, &shared->arena, "file-from-other-part", attachment->name, err);
	/* Full of doubts already: the file is there all the same. */
	return status == E_LIMIT && elsewhere ? OK : status;
}

/* A photograph or a recording may have no other date than this. */
static enum status
claim_modified(struct bundle_inner *inner, struct record *copy, struct err *err)
{
	struct claim *claims;
	size_t n = copy->claims_count;

	if (inner->modified.value.p == NULL || n >= RECORD_MAX_ITEMS)
		return OK;
	claims = arena_alloc(&inner->shared->arena, n + 1, sizeof *claims);
	if (claims == NULL)
		return fail(err, E_NOMEM, "too many claims in one record");
	if (n != 0)
		memcpy(claims, copy->claims, n * sizeof *claims);
	claims[n] = inner->modified;
	copy->claims = claims;
	copy->claims_count = n + 1;
	return OK;
}

static enum status
inner_record(void *ctx, const struct record *record, struct err *err)
{
	struct bundle_inner *inner = ctx;
	struct bundle_shared *shared = inner->shared;
	struct record copy = *record;
	enum status status = OK;

	arena_reset(&shared->arena);
	if (copy.inside.p == NULL)
		copy.inside = inner->inside;
	if (copy.attachments_count != 0) {
		copy.attachments = arena_alloc(
		    &shared->arena, copy.attachments_count, sizeof *copy.attachments);
		if (copy.attachments == NULL)
			return fail(err, E_NOMEM, "too many attachments in one record");
	}
	for (size_t i = 0; i < copy.attachments_count && status == OK; i++) {
		struct attachment *a = &copy.attachments[i];

		*a = record->attachments[i];
		if (a->source == ATTACHMENT_SELF)
			status = claim_modified(inner, &copy, err);
		if (status != OK)
			break;
		if (a->source == ATTACHMENT_EXTRACTED)
			a->extract = number_of(inner, a->extract);
		else if (a->source == ATTACHMENT_SELF || a->source == ATTACHMENT_BESIDE)
			status = fetch(inner, a, &copy, err);
	}
	return status == OK ? bundle_shared_record(shared, &copy, err) : status;
}

static enum status
inner_extract_begin(void *ctx, struct text name, struct text type, struct err *err)
{
	struct bundle_inner *inner = ctx;

	inner->own++;
	return bundle_shared_extract_begin(inner->shared, name, type, err);
}

static enum status
inner_extract_data(void *ctx, struct slice data, struct err *err)
{
	const struct bundle_inner *inner = ctx;

	return bundle_shared_extract_data(inner->shared, data, err);
}

static enum status
inner_extract_end(void *ctx, bool whole, struct err *err)
{
	const struct bundle_inner *inner = ctx;

	return bundle_shared_extract_end(inner->shared, whole, err);
}

/* What a format never contains is said once, not for each of a thousand entries. */
static bool
said_before(struct bundle_shared *shared, const char *code, struct text detail)
{
	uint32_t h = 2166136261u;

	for (size_t i = 0; code[i] != '\0'; i++)
		h = (h ^ (uint8_t)code[i]) * 16777619u;
	for (size_t i = 0; i < detail.n; i++)
		h = (h ^ (uint8_t)detail.p[i]) * 16777619u;
	for (size_t i = 0; i < shared->omits_count; i++)
		if (shared->omits[i] == h)
			return true;
	if (shared->omits_count < BUNDLE_OMITS_MAX)
		shared->omits[shared->omits_count++] = h;
	return false;
}

/* "NAME: detail", except where the detail is for a program to read. */
static enum status
note_named(struct bundle_inner *inner, enum note_kind kind, const char *code, struct text detail,
    uint64_t position, struct err *err)
{
	struct bundle_shared *shared = inner->shared;
	struct buf buf;
	enum status status;

	buf_init(&buf, NOTE_BUILT_BYTES);
	buf_put_text(&buf, inner->inside);
	if (detail.n != 0)
		buf_put_c(&buf, ": ");
	buf_put_text(&buf, text_prefix(detail, NOTE_DETAIL_BYTES));
	status = buf_check(&buf, err);
	if (status == OK)
		status = answered(
		    shared, shared->sink->note(shared->sink->ctx, kind, code,
				text_prefix(buf_text(&buf), NOTE_DETAIL_BYTES), position, err));
	buf_fini(&buf);
	return status;
}

static enum status
inner_note(void *ctx, enum note_kind kind, const char *code, struct text detail, uint64_t position,
    struct err *err)
{
	struct bundle_inner *inner = ctx;
	struct bundle_shared *shared = inner->shared;

	if (kind == NOTE_FORMAT || (kind == NOTE_OMITS && said_before(shared, code, detail)))
		return OK;
	if (kind == NOTE_OMITS || kind == NOTE_QUESTION)
		return answered(shared,
		    shared->sink->note(shared->sink->ctx, kind, code, detail, position, err));
	return note_named(inner, kind, code, detail, position, err);
}

struct sink
bundle_inner_sink(struct bundle_inner *inner)
{
	return (struct sink){inner_record, inner_extract_begin, inner_extract_data,
	    inner_extract_end, inner_note, inner};
}

void
bundle_inner_fini(struct bundle_inner *inner)
{
	mem_free(inner->between);
	inner->between = NULL;
}
