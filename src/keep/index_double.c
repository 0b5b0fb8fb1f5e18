/* src/keep/index_double.c
 * The same message in two imports: when two records are one, and what happens to those standing
 * behind a row that goes. */
#include "keep/index_inside.h"

#include "base/ascii.h"

static bool
attachment_same(const struct attachment *a, const struct attachment *b)
{
	if (a->hashed && b->hashed)
		return memcmp(a->sha256, b->sha256, sizeof a->sha256) == 0;
	if (a->name.p != NULL && b->name.p != NULL)
		return text_eq(a->name, b->name);
	return true; /* left out of one of the exports */
}

/* Two payments of a day are one only where every cell says the same, the amount and the account
 * among them; the line differs from file to file. */
static bool
claims_same(const struct record *a, const struct record *b)
{
	size_t i = 0, k = 0;

	for (;;) {
		while (i < a->claims_count && text_eq_c(a->claims[i].key, "line"))
			i++;
		while (k < b->claims_count && text_eq_c(b->claims[k].key, "line"))
			k++;
		if (i == a->claims_count || k == b->claims_count)
			return i == a->claims_count && k == b->claims_count;
		if (!text_eq(a->claims[i].key, b->claims[k].key) ||
		    !text_eq(a->claims[i].value, b->claims[k].value))
			return false;
		i++;
		k++;
	}
}

/* What a mail calls itself: the first claim of that, if it has one. */
static struct text
mail_id(const struct record *record)
{
	for (size_t i = 0; record->kind == KIND_EMAIL && i < record->claims_count; i++)
		if (text_eq_c(record->claims[i].key, "header-message-id"))
			return record->claims[i].value;
	return TEXT_NONE;
}

/* Thirty mails of one second with the same three words are thirty; only their ids tell. */
static bool
mail_ids_differ(const struct record *a, const struct record *b)
{
	struct text one = mail_id(a), other = mail_id(b);

	return one.n != 0 && other.n != 0 && !text_eq(one, other);
}

static size_t
end_of_words(struct text text)
{
	size_t n = text.n;

	while (n != 0 && ascii_is_blank((uint8_t)text.p[n - 1]))
		n--;
	return n;
}

/* A mail that is saved by itself has other line ends than in a mailbox, and perhaps one less. */
static bool
words_same(struct text a, struct text b)
{
	size_t i = 0, k = 0, end_a = end_of_words(a), end_b = end_of_words(b);

	for (;;) {
		i += i + 1 < end_a && a.p[i] == '\r' && a.p[i + 1] == '\n';
		k += k + 1 < end_b && b.p[k] == '\r' && b.p[k + 1] == '\n';
		if (i == end_a || k == end_b)
			return i == end_a && k == end_b;
		if (a.p[i++] != b.p[k++])
			return false;
	}
}

bool
double_same(const struct record *a, const struct record *b)
{
	if (!words_same(a->body, b->body) || !text_eq(a->subject, b->subject) ||
	    a->duration_s != b->duration_s || a->attachments_count != b->attachments_count ||
	    !slice_eq(a->raw, b->raw) ||
	    (a->to_count != b->to_count && a->to_count != 0 && b->to_count != 0))
		return false;
	if (mail_ids_differ(a, b))
		return false;
	if (a->kind == KIND_PAYMENT && a->when.basis == BASIS_DATE && !claims_same(a, b))
		return false;
	for (size_t i = 0; i < a->attachments_count; i++)
		if (!attachment_same(&a->attachments[i], &b->attachments[i]))
			return false;
	return true;
}

/* Put the row in front: into lists and words, counting those still behind it. */
static enum status
step_forward(struct index *index, struct stored *stored, const struct facts *gone, struct err *err)
{
	enum status status;
	bool listed;

	stored->facts.flags &= (uint16_t)~INDEX_DOUBLE;
	stored->facts.doubles = (uint16_t)(gone->doubles != 0 ? gone->doubles - 1 : 0);
	stored->facts.same = 0;
	listed = facts_listed(&stored->facts); /* not when it was corrected */
	/* Words first: the row's bytes are borrowed and gone with the next statement. */
	status = listed ? stored_words(index, stored, true, err) : OK;
	if (status == OK)
		status = stored_facts_set(index, stored->key, &stored->facts, err);
	if (status == OK && listed)
		index->listed++;
	return status;
}

enum status
double_each(
    struct index *index, int64_t key, int64_t at_us, double_fn each, void *ctx, struct err *err)
{
	struct stored stored;
	bool found = true;
	int64_t window = 0, at;
	enum status status = OK;

	if (!key_of_us(at_us, &window))
		return OK;
	at = window;
	for (;;) {
		status = stored_from(index, at, &found, &stored, err);
		if (status != OK || !found ||
		    (stored.key >= window + KEYS_PER_MS && stored.key != at))
			return status;
		at = stored.key + 1;
		if ((stored.facts.flags & INDEX_DOUBLE) == 0 || stored.facts.same != key)
			continue;
		status = each(ctx, &stored, err);
		if (status != OK)
			return status;
	}
}

struct promotion {
	struct index *index;
	const struct facts *gone;
	int64_t front; /* key of the one that stepped forward; 0: none yet */
};

static enum status
promote_one(void *ctx, struct stored *stored, struct err *err)
{
	struct promotion *promotion = ctx;

	if (promotion->front == 0) {
		promotion->front = stored->key;
		return step_forward(promotion->index, stored, promotion->gone, err);
	}
	stored->facts.same = promotion->front;
	return stored_facts_set(promotion->index, stored->key, &stored->facts, err);
}

enum status
double_promote(struct index *index, int64_t key, const struct facts *gone, struct err *err)
{
	struct promotion promotion = {.index = index, .gone = gone};

	if (gone->doubles == 0 || !gone->at_known)
		return OK;
	return double_each(index, key, gone->at_us, promote_one, &promotion, err);
}
