/* src/diary/record.c
 * Records: names of their enumerations, and growing their arrays in an arena.
 * The canonical bytes are written in record_put.c and read in record_parse.c. */
#include "diary/record.h"

#include "diary/record_grow.h"

static const char *const kind_names[KIND_COUNT] = {"incident", "message", "call", "voicemail",
    "email", "photo", "video", "audio", "document", "position", "contact", "payment", "system",
    "note"};
static const char *const direction_names[DIRECTION_COUNT] = {"none", "in", "out", "unknown"};
static const char *const basis_names[BASIS_COUNT] = {"none", "date", "local", "instant"};
static const char *const precision_names[PRECISION_COUNT] = {
    "second", "minute", "hour", "day", "month", "year", "none"};
static const char *const source_names[ATTACHMENT_COUNT] = {
    "missing", "self", "extracted", "beside"};

void
record_init(struct record *record)
{
	*record = (struct record){.when = MOMENT_NONE, .until = MOMENT_NONE, .duration_s = -1};
}

const char *
record_kind_name(enum record_kind kind)
{
	return (unsigned)kind < KIND_COUNT ? kind_names[kind] : "unknown";
}

const char *
direction_name(enum direction direction)
{
	return (unsigned)direction < DIRECTION_COUNT ? direction_names[direction] : "unknown";
}

const char *
time_basis_name(enum time_basis basis)
{
	return (unsigned)basis < BASIS_COUNT ? basis_names[basis] : "none";
}

const char *
precision_name(enum precision precision)
{
	return (unsigned)precision < PRECISION_COUNT ? precision_names[precision] : "none";
}

const char *
attachment_source_name(enum attachment_source source)
{
	return (unsigned)source < ATTACHMENT_COUNT ? source_names[source] : "missing";
}

static bool
name_find(const char *const *names, size_t count, struct text name, size_t *out)
{
	for (size_t i = 0; i < count; i++) {
		if (text_eq_c(name, names[i])) {
			*out = i;
			return true;
		}
	}
	return false;
}

bool
record_kind_parse(struct text name, enum record_kind *out)
{
	size_t i;

	if (!name_find(kind_names, KIND_COUNT, name, &i))
		return false;
	*out = (enum record_kind)i;
	return true;
}

bool
direction_parse(struct text name, enum direction *out)
{
	size_t i;

	if (!name_find(direction_names, DIRECTION_COUNT, name, &i))
		return false;
	*out = (enum direction)i;
	return true;
}

bool
time_basis_parse(struct text name, enum time_basis *out)
{
	size_t i;

	if (!name_find(basis_names, BASIS_COUNT, name, &i))
		return false;
	*out = (enum time_basis)i;
	return true;
}

bool
precision_parse(struct text name, enum precision *out)
{
	size_t i;

	if (!name_find(precision_names, PRECISION_COUNT, name, &i))
		return false;
	*out = (enum precision)i;
	return true;
}

bool
attachment_source_parse(struct text name, enum attachment_source *out)
{
	size_t i;

	if (!name_find(source_names, ATTACHMENT_COUNT, name, &i))
		return false;
	*out = (enum attachment_source)i;
	return true;
}

/*
 * Room for one more element at the end of an array of `count` elements.  Arrays grow by doubling:
 * a power of two is full.  Returns the new element, or NULL.
 */
static void *
grow(void **array, size_t count, size_t size, struct arena *arena)
{
	void *bigger;

	if (count != 0 && (count & (count - 1)) != 0)
		return (unsigned char *)*array + count * size;
	bigger = arena_alloc(arena, count != 0 ? 2 * count : 1, size);
	if (bigger == NULL)
		return NULL;
	if (count != 0)
		memcpy(bigger, *array, count * size);
	*array = bigger;
	return (unsigned char *)bigger + count * size;
}

void *
record_grow(void **array, size_t *count, size_t size, struct arena *arena, enum status *status,
    struct err *err)
{
	void *item;

	if (*count >= RECORD_MAX_ITEMS) {
		*status = fail(
		    err, E_LIMIT, "more than %d items in one field of a record", RECORD_MAX_ITEMS);
		return NULL;
	}
	item = grow(array, *count, size, arena);
	if (item == NULL) {
		*status = fail(err, E_NOMEM, "no room for one more item of a record");
		return NULL;
	}
	(*count)++;
	*status = OK;
	return item;
}

enum status
record_add_text(
    struct text **array, size_t *count, struct text value, struct arena *arena, struct err *err)
{
	enum status status;
	void *base = *array;
	struct text *item = record_grow(&base, count, sizeof *item, arena, &status, err);

	if (item == NULL)
		return status;
	*item = value;
	*array = base;
	return OK;
}

enum status
record_add_mark(struct record *record, struct arena *arena, const char *mark, struct err *err)
{
	return record_add_text(&record->marks, &record->marks_count, text_of_c(mark), arena, err);
}

enum status
record_add_doubt(struct record *record, struct arena *arena, const char *code, struct text detail,
    struct err *err)
{
	enum status status;
	void *base = record->doubts;
	struct doubt *item = record_grow(
	    &base, &record->doubts_count, sizeof *item, arena, &status, err);

	if (item == NULL)
		return status;
	*item = (struct doubt){text_of_c(code), detail};
	record->doubts = base;
	return OK;
}

enum status
record_add_claim(
    struct record *record, struct arena *arena, const char *key, struct text value, struct err *err)
{
	enum status status;
	void *base = record->claims;
	struct claim *item = record_grow(
	    &base, &record->claims_count, sizeof *item, arena, &status, err);

	if (item == NULL)
		return status;
	*item = (struct claim){text_of_c(key), value};
	record->claims = base;
	return OK;
}

enum status
record_add_to(
    struct record *record, struct arena *arena, const struct party *party, struct err *err)
{
	enum status status;
	void *base = record->to;
	struct party *item = record_grow(
	    &base, &record->to_count, sizeof *item, arena, &status, err);

	if (item == NULL)
		return status;
	*item = *party;
	record->to = base;
	return OK;
}

enum status
record_add_attachment(struct record *record, struct arena *arena,
    const struct attachment *attachment, struct err *err)
{
	enum status status;
	void *base = record->attachments;
	struct attachment *item = record_grow(
	    &base, &record->attachments_count, sizeof *item, arena, &status, err);

	if (item == NULL)
		return status;
	*item = *attachment;
	record->attachments = base;
	return OK;
}

/* Wall times in two zones are never further apart than this. */
#define CLOCKS_APART (INT64_C(26) * 3600 * US_PER_SECOND)

bool
moment_is_plausible(const struct moment *moment)
{
	return moment->at_known && moment->at_us >= MOMENT_FIRST_US &&
	       moment->at_us < MOMENT_LAST_US;
}

bool
moment_ends_before(const struct moment *from, const struct moment *until)
{
	if (from->basis != until->basis || from->basis == BASIS_NONE)
		return false;
	if (from->basis == BASIS_INSTANT)
		return until->at_us < from->at_us;
	return civil_to_us(&until->local) + (text_eq(from->zone, until->zone) ? 0 : CLOCKS_APART) <
	       civil_to_us(&from->local);
}

bool
record_has_doubt(const struct record *record, const char *code)
{
	for (size_t i = 0; i < record->doubts_count; i++)
		if (text_eq_c(record->doubts[i].code, code))
			return true;
	return false;
}
