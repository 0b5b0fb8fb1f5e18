/* src/read/formats/sms_ie_columns.c
 * Columns of Android's tables that no reader here asks for; see sms_ie.h.  The lists hold those
 * that are read elsewhere and those that mean nothing outside of the telephone; telephones and
 * versions add others, and nothing of those is lost. */
#include "read/formats/sms_ie.h"

enum { COLUMNS_MAX = 50, KEY_BYTES = 48 };

#define COLUMN(literal)                                                                            \
	{                                                                                          \
		(literal), sizeof(literal) - 1                                                     \
	}

/* In the order in which telephones have them: the next key is mostly found at once. */
static const struct text text_columns[] = {COLUMN("_id"), COLUMN("thread_id"), COLUMN("address"),
    COLUMN("person"), COLUMN("date"), COLUMN("date_sent"), COLUMN("protocol"), COLUMN("read"),
    COLUMN("status"), COLUMN("type"), COLUMN("reply_path_present"), COLUMN("subject"),
    COLUMN("body"), COLUMN("service_center"), COLUMN("locked"), COLUMN("sub_id"),
    COLUMN("error_code"), COLUMN("creator"), COLUMN("seen"), COLUMN("__display_name"),
    COLUMN("display_name")};

static const struct text multimedia_columns[] = {COLUMN("_id"), COLUMN("thread_id"), COLUMN("date"),
    COLUMN("date_sent"), COLUMN("msg_box"), COLUMN("read"), COLUMN("m_id"), COLUMN("sub"),
    COLUMN("sub_cs"), COLUMN("ct_t"), COLUMN("ct_l"), COLUMN("exp"), COLUMN("m_cls"),
    COLUMN("m_type"), COLUMN("v"), COLUMN("m_size"), COLUMN("pri"), COLUMN("rr"), COLUMN("rpt_a"),
    COLUMN("resp_st"), COLUMN("st"), COLUMN("tr_id"), COLUMN("retr_st"), COLUMN("retr_txt"),
    COLUMN("retr_txt_cs"), COLUMN("read_status"), COLUMN("ct_cls"), COLUMN("resp_txt"),
    COLUMN("d_tm"), COLUMN("d_rpt"), COLUMN("locked"), COLUMN("sub_id"), COLUMN("seen"),
    COLUMN("creator"), COLUMN("text_only"), COLUMN("__sender_address"), COLUMN("sender_address"),
    COLUMN("__recipient_addresses"), COLUMN("recipient_addresses"), COLUMN("__parts"),
    COLUMN("parts")};

static const struct text call_columns[] = {COLUMN("_id"), COLUMN("number"), COLUMN("presentation"),
    COLUMN("post_dial_digits"), COLUMN("date"), COLUMN("duration"), COLUMN("data_usage"),
    COLUMN("type"), COLUMN("features"), COLUMN("subscription_component_name"),
    COLUMN("subscription_id"), COLUMN("phone_account_hidden"), COLUMN("sub_id"), COLUMN("new"),
    COLUMN("name"), COLUMN("numbertype"), COLUMN("numberlabel"), COLUMN("countryiso"),
    COLUMN("is_read"), COLUMN("geocoded_location"), COLUMN("lookup_uri"), COLUMN("matched_number"),
    COLUMN("normalized_number"), COLUMN("photo_id"), COLUMN("photo_uri"),
    COLUMN("formatted_number"), COLUMN("add_for_all_users"), COLUMN("last_modified"),
    COLUMN("transcription"), COLUMN("transcription_state"),
    COLUMN("is_phone_account_migration_pending"), COLUMN("__display_name"), COLUMN("display_name")};

static const struct {
	const struct text *names;
	size_t count;
} tables[] = {[ANDROID_TEXTS] = {text_columns, COUNT_OF(text_columns)},
    [ANDROID_CALLS] = {call_columns, COUNT_OF(call_columns)},
    [ANDROID_MULTIMEDIA] = {multimedia_columns, COUNT_OF(multimedia_columns)}};

/* What telephones write where there is nothing to say. */
static const char *const usual[][2] = {
    {"block_reason", "0"}, {"missed_reason", "0"}, {"priority", "0"}};

/* *hint: 0 at the beginning of a row. */
static bool
is_known(enum android_list list, struct text key, size_t *hint)
{
	size_t at = *hint;

	for (size_t i = 0; i < tables[list].count; i++, at++) {
		if (at >= tables[list].count)
			at = 0;
		if (text_eq(key, tables[list].names[at])) {
			*hint = at + 1;
			return true;
		}
	}
	return false;
}

static bool
says_nothing(struct text key, struct text value)
{
	if (value.n == 0 || text_eq_c(value, "null"))
		return true;
	for (size_t i = 0; i < COUNT_OF(usual); i++)
		if (text_eq_c(key, usual[i][0]) && text_eq_c(value, usual[i][1]))
			return true;
	return false;
}

/* "via_number" is "column-via-number". */
static const char *
key_of(struct making *m, struct text column)
{
	static const char prefix[] = "column-";
	char key[KEY_BYTES];
	size_t n = sizeof prefix - 1;
	const char *kept;

	memcpy(key, prefix, n);
	for (size_t i = 0; i < column.n && n < sizeof key; i++) {
		char c = column.p[i];

		if (c >= 'A' && c <= 'Z')
			c = (char)(c - 'A' + 'a');
		key[n++] = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? c : '-';
	}
	kept = arena_z(&m->arena, slice_of(key, n));
	if (kept == NULL && m->status == OK)
		m->status = fail(m->err, E_NOMEM, "no room for one record");
	return kept;
}

static struct text
value_of(const struct json_node *node)
{
	if (node->type == JSON_TRUE)
		return TEXT_LITERAL("true");
	return node->type == JSON_FALSE ? TEXT_LITERAL("false") : json_tree_written(node);
}

void
sms_ie_columns(struct making *m, enum android_list list, const struct json_taken *taken)
{
	const struct json_node *at = taken->tree.root->first;
	bool nested = false;
	size_t met = 0, hint = 0;

	for (; at != NULL && m->status == OK; at = at->next) {
		const char *key;

		if (is_known(list, at->key, &hint))
			continue;
		nested = nested || at->type == JSON_ARRAY || at->type == JSON_OBJECT;
		if (says_nothing(at->key, value_of(at)))
			continue;
		if (met++ == COLUMNS_MAX) {
			m->many = true;
			break;
		}
		key = key_of(m, at->key);
		if (key != NULL)
			making_claim(m, key, value_of(at));
	}
	if (nested)
		json_record_strange(m, taken, "A column that is not known here holds a list.");
}
