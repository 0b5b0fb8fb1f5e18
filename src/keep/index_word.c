/* src/keep/index_word.c
 * Small numbers for what repeats: channels, conversations, identities, marks, classes. */
#include "keep/index_word.h"

#include "base/hash.h"
#include "base/mem.h"
#include "keep/index_inside.h"
#include "keep/index_text.h"

#include "index_sql.inc"

enum {
	MAP_SLOTS = 65536, /* a power of two */
	MAP_MAX_COUNT = MAP_SLOTS / 2,
	MAP_TEXT_BYTES = 4 * 1024 * 1024,
	ALIAS_WORDS_MAX = 8,
	ALIAS_TEXT_MAX = 4096,
};

enum status
word_map_init(struct word_map *map, const struct entropy *entropy, struct err *err)
{
	arena_init(&map->arena, MAP_TEXT_BYTES);
	map->slots = mem_new(MAP_SLOTS, sizeof *map->slots);
	if (map->slots == NULL)
		return fail(err, E_NOMEM, "index: no memory");
	entropy->fill(entropy->ctx, &map->seed, sizeof map->seed);
	return OK;
}

void
word_map_fini(struct word_map *map)
{
	arena_fini(&map->arena);
	mem_free(map->slots);
	map->slots = NULL;
}

void
word_map_clear(struct word_map *map)
{
	memset(map->slots, 0, MAP_SLOTS * sizeof *map->slots);
	arena_reset(&map->arena);
	map->count = 0;
}

static uint64_t
hash_of(const struct word_map *map, uint32_t sort, struct text text)
{
	return hash_bytes(map->seed ^ (sort * UINT64_C(0x9e3779b97f4a7c15)), slice_of_text(text));
}

/* The slot of the text, or the free one where it belongs. */
static struct word_slot *
slot_of(const struct word_map *map, uint64_t hash, uint32_t sort, struct text text)
{
	size_t at = hash & (MAP_SLOTS - 1);

	while (map->slots[at].hash != 0) {
		struct word_slot *slot = &map->slots[at];

		if (slot->hash == hash && slot->sort == sort && text_eq(slot->text, text))
			return slot;
		at = (at + 1) & (MAP_SLOTS - 1);
	}
	return &map->slots[at];
}

static void
remember(struct word_map *map, uint64_t hash, uint32_t sort, struct text text, uint32_t id)
{
	struct word_slot *slot;
	struct text copy;

	if (map->count >= MAP_MAX_COUNT || !arena_text(&map->arena, text, &copy)) {
		word_map_clear(map);
		if (!arena_text(&map->arena, text, &copy))
			return;
	}
	slot = slot_of(map, hash, sort, text);
	*slot = (struct word_slot){hash, copy, sort, id};
	map->count++;
}

static enum status
find_stored(
    struct index *index, enum word_sort sort, struct text text, uint32_t *out, struct err *err)
{
	struct db_statement *statement = NULL;
	bool row = false;
	enum status status = index_sql(index, SQL_WORD_FIND, &statement, err);

	if (status != OK)
		return status;
	db_bind_i64(statement, 1, sort);
	db_bind_text(statement, 2, text);
	status = db_step(statement, &row, err);
	if (status == OK)
		*out = row ? (uint32_t)db_column_i64(statement, 0) : 0;
	db_reset(statement);
	return status;
}

static enum status
store(struct index *index, enum word_sort sort, struct text text, uint32_t *out, struct err *err)
{
	struct db_statement *statement = NULL;
	int64_t id = 0;
	bool row = false;
	enum status status = index_sql(index, SQL_WORD_PUT, &statement, err);

	if (status != OK)
		return status;
	db_bind_i64(statement, 1, sort);
	db_bind_text(statement, 2, text);
	status = db_step(statement, &row, err);
	if (status == OK && row) {
		id = db_column_i64(statement, 0);
		/* The insert is done when the statement has run to its end. */
		status = db_run(statement, err);
	}
	db_reset(statement);
	if (status == OK && (id <= 0 || id > UINT32_MAX))
		status = fail(err, E_LIMIT, "index: too many names");
	if (status == OK)
		*out = (uint32_t)id;
	return status;
}

enum status
word_find(
    struct index *index, enum word_sort sort, struct text text, uint32_t *out, struct err *err)
{
	uint64_t hash = hash_of(&index->map, sort, text);
	struct word_slot *slot = slot_of(&index->map, hash, sort, text);
	enum status status;

	if (slot->hash != 0) {
		*out = slot->id;
		return OK;
	}
	status = find_stored(index, sort, text, out, err);
	if (status == OK && *out != 0)
		remember(&index->map, hash, sort, text, *out);
	return status;
}

enum status
word_id(struct index *index, enum word_sort sort, struct text text, uint32_t *out, struct err *err)
{
	uint32_t id = 0;
	enum status status = word_find(index, sort, text, &id, err);

	if (status == OK && id == 0) {
		status = store(index, sort, text, &id, err);
		if (status == OK)
			remember(&index->map, hash_of(&index->map, sort, text), sort, text, id);
	}
	if (status == OK)
		*out = id;
	return status;
}

/* `index->fold` holds the folded text. */
static enum status
alias_store(struct index *index, uint32_t id, bool whole, struct text name, struct err *err)
{
	struct db_statement *statement = NULL;
	enum status status = buf_check(&index->fold, err);

	if (status != OK || index->fold.n == 0)
		return status;
	status = index_sql(index, SQL_ALIAS_PUT, &statement, err);
	if (status != OK)
		return status;
	db_bind_text(statement, 1, buf_text(&index->fold));
	db_bind_i64(statement, 2, id);
	db_bind_i64(statement, 3, whole ? 1 : 0);
	db_bind_text(statement, 4, name);
	status = db_run(statement, err);
	db_reset(statement);
	return status;
}

/* Each word of a name by itself, so that from:sam finds "Sam Carter". */
static enum status
alias_words(struct index *index, uint32_t id, struct text name, struct err *err)
{
	struct slice rest = slice_of_text(name), word;
	enum status status = OK;

	for (unsigned i = 0; status == OK && i < ALIAS_WORDS_MAX; i++) {
		if (!cut_last(&rest, ' ', &word))
			break;
		buf_reset(&index->fold);
		index_fold_put(&index->fold, (struct text){(const char *)word.p, word.n});
		if (index->fold.n > 1)
			status = alias_store(index, id, false, TEXT_NONE, err);
	}
	return status;
}

/* `name` is NULL text for the identity itself. */
static enum status
alias_add(struct index *index, uint32_t id, struct text text, bool is_name, struct err *err)
{
	char number[PHONE_DIGITS_MAX + 2];
	struct text capped = text_prefix(text, ALIAS_TEXT_MAX);
	enum status status;

	buf_reset(&index->fold);
	index_fold_put(&index->fold, capped);
	status = alias_store(index, id, true, is_name ? capped : TEXT_NONE, err);
	if (status == OK && index_phone(capped, number)) {
		buf_reset(&index->fold);
		buf_put_byte(&index->fold, INDEX_FACET);
		buf_put_c(&index->fold, number);
		return alias_store(index, id, true, TEXT_NONE, err);
	}
	return status == OK ? alias_words(index, id, capped, err) : status;
}

/* Once for each name of an identity. */
static enum status
name_remember(struct index *index, uint32_t id, struct text name, struct err *err)
{
	struct buf *key = &index->known;
	struct text text;
	uint64_t hash;
	enum status status;

	buf_reset(key);
	buf_put_u64(key, id);
	buf_put_byte(key, '/');
	buf_put_text(key, name);
	status = buf_check(key, err);
	if (status != OK)
		return status;
	text = buf_text(key);
	hash = hash_of(&index->map, WORD_ALIAS, text);
	if (slot_of(&index->map, hash, WORD_ALIAS, text)->hash != 0)
		return OK;
	status = alias_add(index, id, name, true, err);
	if (status == OK)
		remember(&index->map, hash, WORD_ALIAS, text, id);
	return status;
}

struct text
index_identity_of(const struct party *party)
{
	if (party->handle.p != NULL && party->handle.n != 0)
		return party->handle;
	if (party->as_written.p != NULL && party->as_written.n != 0)
		return party->as_written;
	if (party->name.p != NULL && party->name.n != 0)
		return party->name;
	return TEXT_NONE;
}

struct text
index_identity_by(struct text by, char spelled[HANDLE_VEHICLE_BYTES])
{
	struct text mark = TEXT_NONE;

	return handle_vehicle(by, spelled, &mark) ? mark : by;
}

enum status
word_by(struct index *index, struct text by, uint32_t *out, struct err *err)
{
	char spelled[HANDLE_VEHICLE_BYTES];

	return word_party(index, &(struct party){.name = index_identity_by(by, spelled)}, out, err);
}

enum status
word_party(struct index *index, const struct party *party, uint32_t *out, struct err *err)
{
	struct text identity = index_identity_of(party);
	uint32_t id = 0;
	enum status status;

	if (identity.p == NULL) {
		*out = 0;
		return OK;
	}
	status = word_find(index, WORD_IDENTITY, identity, &id, err);
	if (status == OK && id == 0) {
		status = word_id(index, WORD_IDENTITY, identity, &id, err);
		if (status == OK)
			status = alias_add(index, id, identity, false, err);
	}
	if (status == OK && party->name.p != NULL && party->name.n != 0 &&
	    !text_eq(party->name, identity))
		status = name_remember(index, id, party->name, err);
	if (status == OK)
		*out = id;
	return status;
}
