/* src/diary/detail.c
 * Details of a key event; see detail.h. */
#include "diary/detail.h"

static const char *const names[DETAIL_COUNT] = {"force", "reference", "officer", "court",
    "promised", "promised-by", "terms", "expires", "handle", "shown-by"};

const char *
detail_name(enum detail detail)
{
	return names[detail];
}

static struct claim *
claim_of(const struct record *record, enum detail detail)
{
	for (size_t i = 0; i < record->claims_count; i++)
		if (text_eq_c(record->claims[i].key, names[detail]))
			return &record->claims[i];
	return NULL;
}

struct text
detail_of(const struct record *record, enum detail detail)
{
	const struct claim *claim = record->kind == KIND_INCIDENT ? claim_of(record, detail) : NULL;

	return claim != NULL ? claim->value : TEXT_NONE;
}

enum status
detail_set(struct record *record, enum detail detail, struct text value, struct arena *arena,
    struct err *err)
{
	struct claim *claim = claim_of(record, detail);

	if (claim == NULL)
		return record_add_claim(record, arena, names[detail], value, err);
	claim->value = value;
	return OK;
}
