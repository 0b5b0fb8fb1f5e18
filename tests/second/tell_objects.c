/* tests/second/tell_objects.c
 * Objects, and the readings that stand in some of them; see tell.h. */
#include "app/act.h"
#include "app/reading_store.h"
#include "base/arena.h"
#include "prove/value.h"
#include "tests/second/tell_inside.h"
#include "tests/support/must.h"

enum { ARENA_MAX_BYTES = 64 << 20, EXTRACTS_MAX = 4096 };

/* --- objects --- */

static void
areas_tell(struct telling *t, const struct object_id *id, unsigned damaged)
{
	for (unsigned i = 0; i < 2; i++)
		if ((damaged >> i & 1) != 0)
			tell_problem(t, "object %s key area %u", id->text, i);
}

static void
damage_tell(struct telling *t, enum status status, const struct object_check *check)
{
	const char *id = check->info.id.text;

	if (status == E_AUTH)
		areas_tell(t, &check->info.id, 3);
	else if (status == E_FORMAT)
		tell_problem(t, "object %s size", id);
	else
		must_ok(status);
	if (status != OK)
		return;
	areas_tell(t, &check->info.id, check->damaged_areas);
	if (check->damaged_chunks != 0)
		tell_problem(t, "object %s chunk %llu", id,
		    (unsigned long long)(check->first_damage / 65536));
	else if (!check->content_whole)
		tell_problem(t, "object %s content", id);
}

static enum status
object_take(void *ctx, const struct object_id *id, struct err *err)
{
	struct telling *t = ctx;
	struct object_check *check = &t->objects[t->object_count];
	enum status status;

	if (t->object_count == TELL_OBJECTS)
		return fail(err, E_LIMIT, "too many objects");
	status = object_check(t->vault, id, check, err);
	check->info.id = *id;
	damage_tell(t, status, check);
	t->object_count++;
	return OK;
}

static int
object_order(const void *a, const void *b)
{
	const struct object_check *one = a, *two = b;

	return strcmp(one->info.id.text, two->info.id.text);
}

static const struct object_check *
object_find(const struct telling *t, const struct object_id *id)
{
	struct object_check key = {.info = {.id = *id}};

	return bsearch(&key, t->objects, t->object_count, sizeof key, object_order);
}

static void
object_tell(struct telling *t, const struct object_check *check)
{
	json_object_begin(&t->json);
	json_key_c(&t->json, "id", check->info.id.text);
	json_key_u64(&t->json, "bytes", check->info.bytes);
	tell_hex(t, "sha256", check->info.sha256, SHA256_BYTES);
	json_key_bool(&t->json, "whole", check->content_whole);
	json_object_end(&t->json);
}

void
tell_objects(struct telling *t)
{
	uint64_t strange = 0;
	struct err err = {0};

	must_ok(objects_each(t->vault, object_take, t, &strange, &err));
	qsort(t->objects, t->object_count, sizeof *t->objects, object_order);
	json_key(&t->json, "objects");
	json_array_begin(&t->json);
	for (size_t i = 0; i < t->object_count; i++)
		object_tell(t, &t->objects[i]);
	json_array_end(&t->json);
	json_key_u64(&t->json, "strange", strange);
}

/* --- readings --- */

struct reread {
	struct telling *t;
	struct arena arena;
	struct slice seed;
	struct merkle tree;
	uint64_t records, extracts;
	uint8_t sha256[EXTRACTS_MAX][SHA256_BYTES];
};

/* The extract is number `extracts`, and the object it names is there and says the same. */
static bool
extract_holds(struct reread *r, const struct extract *extract)
{
	const struct object_check *object = object_find(r->t, &extract->object.id);

	if (r->extracts == EXTRACTS_MAX || extract->number != r->extracts || object == NULL ||
	    object->info.bytes != extract->object.bytes ||
	    memcmp(object->info.sha256, extract->object.sha256, SHA256_BYTES) != 0)
		return false;
	memcpy(r->sha256[r->extracts++], extract->object.sha256, SHA256_BYTES);
	return true;
}

static bool
record_holds(struct reread *r, struct slice canonical)
{
	uint8_t salt[SHA256_BYTES], leaf[SHA256_BYTES];
	struct record record;

	arena_reset(&r->arena);
	if (record_parse(canonical, &r->arena, &record, NULL) != OK)
		return false;
	for (size_t i = 0; i < record.attachments_count; i++) {
		const struct attachment *a = &record.attachments[i];

		if (a->source == ATTACHMENT_EXTRACTED &&
		    (!a->hashed || a->extract >= r->extracts ||
			memcmp(a->sha256, r->sha256[a->extract], SHA256_BYTES) != 0))
			return false;
	}
	record_salt(r->seed, r->records++, salt);
	record_leaf(r->t->hash, salt, canonical, leaf);
	merkle_add(&r->tree, r->t->hash, leaf);
	return true;
}

static bool
pieces_hold(struct reread *r, struct reading_reader *reader)
{
	enum reading_piece piece;
	struct slice canonical;
	struct extract extract;

	for (;;) {
		if (reading_reader_next(reader, &piece, &canonical, &extract, NULL) != OK)
			return false;
		if (piece == PIECE_END)
			return true;
		if (piece == PIECE_RECORD ? !record_holds(r, canonical)
					  : !extract_holds(r, &extract))
			return false;
	}
}

static bool
reread_run(struct reread *r, const struct object_id *id)
{
	const struct object_check *object = object_find(r->t, id);
	struct reading_reader *reader = NULL;
	bool holds;

	if (object == NULL || !object->content_whole ||
	    reading_reader_new(r->t->vault, id, &reader, NULL) != OK)
		return false;
	merkle_init(&r->tree);
	holds = pieces_hold(r, reader);
	reading_reader_free(reader);
	return holds;
}

static void
reading_tell(struct telling *t, uint64_t number, const struct entry *entry)
{
	struct reread *r = must(calloc(1, sizeof *r));
	uint8_t root[SHA256_BYTES] = {0};
	struct reading_value value = {0};
	struct object_id id = {0};
	bool whole = false;

	r->t = t;
	r->seed = slice_of(entry->seed, sizeof entry->seed);
	arena_init(&r->arena, ARENA_MAX_BYTES);
	if (reading_value_parse(entry->fields[FIELD_READING], &value, NULL) == OK &&
	    object_id_parse(value.object, &id))
		whole = reread_run(r, &id);
	if (whole)
		merkle_root(&r->tree, t->hash, root);
	if (!whole || r->records != value.records || memcmp(root, value.root, sizeof root) != 0)
		tell_problem(t, "log %u reading of entry %llu", log_slot_in(number),
		    (unsigned long long)log_number_in(number));
	json_object_begin(&t->json);
	json_key_u64(&t->json, "log", log_slot_in(number));
	json_key_u64(&t->json, "entry", log_number_in(number));
	json_key_u64(&t->json, "records", whole ? r->records : 0);
	json_key_u64(&t->json, "extracts", whole ? r->extracts : 0);
	tell_hex(t, "root", root, sizeof root);
	json_object_end(&t->json);
	arena_fini(&r->arena);
	free(r);
}

/* The object that holds an original: there, and what the entry says (log.md, section 3). */
static void
original_tell(struct telling *t, uint64_t number, const struct entry *entry)
{
	struct text named = act_find(entry->fields[FIELD_PRIVATE], "object");
	struct slice contents = entry->fields[FIELD_CONTENT];
	const struct object_check *object;
	struct content content;
	struct object_id id;

	if (!object_id_parse(slice_of_text(named), &id))
		return;
	object = object_find(t, &id);
	if (object == NULL || !content_next(&contents, &content) ||
	    object->info.bytes != content.bytes ||
	    memcmp(object->info.sha256, content.sha256, SHA256_BYTES) != 0)
		tell_problem(t, "log %u original of entry %llu", log_slot_in(number),
		    (unsigned long long)log_number_in(number));
}

void
tell_noted(struct telling *t)
{
	struct entry entry;

	json_key(&t->json, "readings");
	json_array_begin(&t->json);
	for (size_t i = 0; i < t->noted_count; i++) {
		must_ok(log_read(t->vault, t->noted[i], &t->storage, &entry, NULL));
		if (slice_eq(entry.fields[FIELD_KIND], SLICE_LITERAL("reading")))
			reading_tell(t, t->noted[i], &entry);
		else
			original_tell(t, t->noted[i], &entry);
	}
	json_array_end(&t->json);
}
