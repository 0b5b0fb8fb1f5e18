/* src/keep/index_stored.c
 * What a record is found by, and reading and changing rows that are stored. */
#include "keep/index_claims.h"
#include "keep/index_inside.h"
#include "keep/index_text.h"

#include "index_sql.inc"

/* "<kind>/<direction>/<channel number>": few of them, and each list filter is some of them. */
static enum status
class_id(struct index *index, const struct facts *facts, uint32_t *out, struct err *err)
{
	struct buf *name = &index->fold;
	enum status status;

	buf_reset(name);
	buf_put_u64(name, facts->kind);
	buf_put_byte(name, '/');
	buf_put_u64(name, facts->direction);
	buf_put_byte(name, '/');
	buf_put_u64(name, facts->channel);
	status = buf_check(name, err);
	return status == OK ? word_id(index, WORD_CLASS, buf_text(name), out, err) : status;
}

static bool
present(struct text text)
{
	return text.p != NULL && text.n != 0;
}

static enum status
optional_word(
    struct index *index, enum word_sort sort, struct text text, uint32_t *out, struct err *err)
{
	*out = 0;
	return present(text) ? word_id(index, sort, text, out, err) : OK;
}

/* Reported doubts; that a zone was assumed holds for every record of some formats. */
static bool
doubted(const struct record *record)
{
	for (size_t i = 0; i < record->doubts_count; i++)
		if (!text_eq_c(record->doubts[i].code, "zone-assumed"))
			return true;
	return false;
}

static bool
is_unsent(const struct record *record)
{
	static const char *const marks[] = {"draft", "queued", "failed"};

	for (size_t i = 0; record->direction == DIRECTION_OUT && i < record->marks_count; i++)
		for (size_t k = 0; k < COUNT_OF(marks); k++)
			if (text_eq_c(record->marks[i], marks[k]))
				return true;
	return false;
}

enum status
stored_facts_of(
    struct index *index, const struct record *record, struct facts *out, struct err *err)
{
	struct facts facts = {
	    .kind = (uint8_t)record->kind,
	    .direction = (uint8_t)record->direction,
	    .basis = (uint8_t)record->when.basis,
	    .precision = (uint8_t)record->when.precision,
	};
	enum status status = optional_word(
	    index, WORD_CHANNEL, record->channel, &facts.channel, err);

	if (status == OK)
		status = optional_word(
		    index, WORD_CONVERSATION, record->conversation, &facts.conversation, err);
	if (status == OK)
		status = word_party(index, &record->from, &facts.from, err);
	/* Behind a number that was not shown may be anybody: whom the person says it was. */
	if (status == OK && record->by_count != 0 &&
	    handle_is_withheld(index_identity_of(&record->from)))
		status = word_by(index, record->by[0], &facts.from, err);
	if (status == OK && record->to_count != 0)
		status = word_party(index, &record->to[0], &facts.to, err);
	if (status != OK)
		return status;
	if (record->attachments_count != 0)
		facts.flags |= INDEX_ATTACHMENT;
	if (record->doubts_count != 0)
		facts.flags |= INDEX_DOUBTED;
	if (is_unsent(record))
		facts.flags |= INDEX_UNSENT;
	if (record->to_count > 1)
		facts.flags |= INDEX_SEVERAL;
	if (record->kind != KIND_INCIDENT &&
	    (record->kinds_count != 0 || record->effect.n != 0 || record->changed.n != 0))
		facts.flags |= INDEX_NOTED;
	*out = facts;
	return OK;
}

static void
claims_put(struct buf *out, const struct record *record)
{
	for (size_t i = 0; i < record->claims_count; i++) {
		const struct claim *claim = &record->claims[i];

		if (!present(claim->value) || !index_claim_is_words(claim->key))
			continue;
		index_text_put(out, claim->value);
		index_phones_put(out, claim->value);
	}
}

static void
texts_put(struct buf *out, const struct record *record)
{
	const struct text texts[] = {record->subject, record->body, record->place, record->effect,
	    record->changed, record->observer};
	struct text raw;

	for (size_t i = 0; i < COUNT_OF(texts); i++)
		if (present(texts[i]))
			index_text_put(out, texts[i]);
	for (size_t i = 0; i < record->witnesses_count; i++)
		index_text_put(out, record->witnesses[i]);
	for (size_t i = 0; i < record->attachments_count; i++)
		if (present(record->attachments[i].name))
			index_text_put(out, record->attachments[i].name);
	if (record->raw.n != 0 && text_check(record->raw, &raw, NULL))
		index_text_put(out, raw);
	if (present(record->subject))
		index_phones_put(out, record->subject);
	if (present(record->body))
		index_phones_put(out, record->body);
	claims_put(out, record);
}

static bool
is_party(struct text text, const struct party *party)
{
	return text_eq(text, party->handle) || text_eq(text, party->as_written) ||
	       text_eq(text, party->name);
}

/* A thread with one person is found by that person: no facet of its own for it. */
static bool
own_conversation(const struct record *record)
{
	if (!present(record->conversation) || is_party(record->conversation, &record->from))
		return false;
	return record->to_count != 1 || !is_party(record->conversation, &record->to[0]);
}

static enum status
parties_put(
    struct index *index, const struct record *record, const struct facts *facts, struct err *err)
{
	enum status status = OK;
	uint32_t id = 0;

	if (facts->from != 0)
		index_facet_put(&index->text, 'f', facts->from);
	if (record->by_count != 0)
		status = word_party(index, &record->from, &id, err);
	if (status == OK && id != 0 && id != facts->from)
		index_facet_put(&index->text, 'f', id);
	for (size_t i = 0; status == OK && i < record->by_count; i++) {
		status = word_by(index, record->by[i], &id, err);
		if (status == OK && id != 0 && id != facts->from)
			index_facet_put(&index->text, 'f', id);
	}
	for (size_t i = 0; status == OK && i < record->to_count; i++) {
		id = facts->to;
		if (i != 0)
			status = word_party(index, &record->to[i], &id, err);
		if (status == OK && id != 0)
			index_facet_put(&index->text, 't', id);
	}
	if (status == OK && own_conversation(record))
		index_facet_put(&index->text, 'v', facts->conversation);
	return status;
}

static bool
ends_with_one_of(struct text name, const char *const *endings)
{
	for (; *endings != NULL; endings++) {
		size_t n = strlen(*endings);

		if (name.n > n + 1 && name.p[name.n - n - 1] == '.' &&
		    slice_eq_nocase(slice_of(name.p + name.n - n, n), slice_of(*endings, n)))
			return true;
	}
	return false;
}

/* "photo", "video", "audio" or "document". */
static const char *
attachment_sort(const struct attachment *attachment)
{
	static const char *const photo[] = {
	    "jpg", "jpeg", "png", "webp", "heic", "heif", "gif", "avif", NULL};
	static const char *const video[] = {"mp4", "mov", "3gp", "mkv", "webm", "avi", NULL};
	static const char *const audio[] = {
	    "opus", "ogg", "oga", "mp3", "m4a", "amr", "wav", "aac", NULL};
	struct slice type = slice_of_text(attachment->type);

	if (slice_starts(type, "image/") || ends_with_one_of(attachment->name, photo))
		return "photo";
	if (slice_starts(type, "video/") || ends_with_one_of(attachment->name, video))
		return "video";
	if (slice_starts(type, "audio/") || ends_with_one_of(attachment->name, audio))
		return "audio";
	return "document";
}

static void
has_put(struct buf *out, const char *word)
{
	index_facet_word_put(out, 'h', text_of_c(word));
}

static enum status
marks_put(struct index *index, const struct text *marks, size_t count, struct err *err)
{
	enum status status = OK;
	uint32_t id = 0;

	for (size_t i = 0; status == OK && i < count; i++) {
		status = optional_word(index, WORD_MARK, marks[i], &id, err);
		if (status == OK && id != 0)
			index_facet_put(&index->text, 'm', id);
	}
	return status;
}

static void
haves_put(struct buf *out, const struct record *record)
{
	if (record->kind == KIND_PHOTO || record->kind == KIND_VIDEO ||
	    record->kind == KIND_AUDIO || record->kind == KIND_DOCUMENT)
		has_put(out, record_kind_name(record->kind));
	if (record->attachments_count != 0)
		has_put(out, "attachment");
	for (size_t i = 0; i < record->attachments_count; i++) {
		has_put(out, attachment_sort(&record->attachments[i]));
		if (record->attachments[i].source == ATTACHMENT_MISSING)
			has_put(out, "missing");
	}
	if (present(record->place))
		has_put(out, "place");
	if (doubted(record))
		has_put(out, "doubt");
}

enum status
stored_text_of(
    struct index *index, const struct record *record, const struct facts *facts, struct err *err)
{
	uint32_t class = 0;
	enum status status = class_id(index, facts, &class, err);

	if (status != OK)
		return status;
	buf_reset(&index->text);
	texts_put(&index->text, record);
	index_facet_put(&index->text, 'c', class);
	status = parties_put(index, record, facts, err);
	if (status == OK)
		status = marks_put(index, record->marks, record->marks_count, err);
	if (status == OK)
		status = marks_put(index, record->kinds, record->kinds_count, err);
	if (status != OK)
		return status;
	haves_put(&index->text, record);
	return buf_check(&index->text, err);
}

static enum status
stored_of_row(struct db_statement *statement, struct stored *out, struct err *err)
{
	out->key = db_column_i64(statement, 0);
	out->bytes = db_column_bytes(statement, 2);
	return facts_parse(db_column_bytes(statement, 1), &out->facts, err);
}

enum status
stored_get(struct index *index, int64_t key, struct stored *out, struct err *err)
{
	struct db_statement *statement = NULL;
	bool row = false;
	enum status status = index_sql(index, SQL_RECORD_GET, &statement, err);

	if (status != OK)
		return status;
	db_reset(statement);
	db_bind_i64(statement, 1, key);
	status = db_step(statement, &row, err);
	if (status != OK)
		return status;
	if (!row)
		return fail(err, E_NOTFOUND, "index: no such record");
	return stored_of_row(statement, out, err);
}

enum status
stored_from(struct index *index, int64_t key, bool *found, struct stored *out, struct err *err)
{
	struct db_statement *statement = NULL;
	bool row = false;
	enum status status = index_sql(index, SQL_RECORD_FROM, &statement, err);

	if (status != OK)
		return status;
	db_reset(statement);
	db_bind_i64(statement, 1, key);
	status = db_step(statement, &row, err);
	if (status != OK)
		return status;
	*found = row;
	return row ? stored_of_row(statement, out, err) : OK;
}

enum status
stored_facts_set(struct index *index, int64_t key, const struct facts *facts, struct err *err)
{
	uint8_t bytes[FACTS_MAX_BYTES];
	size_t n = facts_put(bytes, facts);
	struct db_statement *statement = NULL;
	enum status status = index_sql(index, SQL_RECORD_FACTS, &statement, err);

	if (status != OK)
		return status;
	db_bind_i64(statement, 1, key);
	db_bind_bytes(statement, 2, slice_of(bytes, n));
	status = db_run(statement, err);
	db_reset(statement);
	return status;
}

enum status
stored_words(struct index *index, const struct stored *stored, bool in, struct err *err)
{
	struct db_statement *statement = NULL;
	struct record record;
	enum status status;

	arena_reset(&index->scratch);
	status = record_parse(stored->bytes, &index->scratch, &record, err);
	if (status == OK)
		status = stored_text_of(index, &record, &stored->facts, err);
	if (status == OK)
		status = index_sql(index, in ? SQL_WORDS_PUT : SQL_WORDS_DELETE, &statement, err);
	if (status != OK)
		return status;
	db_bind_i64(statement, 1, stored->key);
	db_bind_text(statement, 2, buf_text(&index->text));
	status = db_run(statement, err);
	db_reset(statement);
	buf_reset(&index->group);
	if (status == OK)
		status = rollup_group_put(index, &stored->facts, &record, &index->group, err);
	return status == OK
		   ? rollup_change(index, &stored->facts, buf_slice(&index->group), !in, err)
		   : status;
}

void
stored_release(struct index *index)
{
	if (index->statements[SQL_RECORD_GET] != NULL)
		db_reset(index->statements[SQL_RECORD_GET]);
	if (index->statements[SQL_RECORD_FROM] != NULL)
		db_reset(index->statements[SQL_RECORD_FROM]);
}
