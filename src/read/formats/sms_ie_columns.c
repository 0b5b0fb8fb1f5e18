/* src/read/formats/sms_ie_columns.c
 * Columns of Android's tables that no reader here asks for; see sms_ie.h.  The lists hold those
 * that are read elsewhere and those that mean nothing outside of the telephone; telephones and
 * versions add others, and nothing of those is lost. */
#include "read/formats/sms_ie.h"

enum { COLUMNS_MAX = 50, KEY_BYTES = 48 };

/* In every table. */
static const char *const common[] = {"_id", "date", "type", "thread_id", "seen", "read", "creator",
    "sub_id", "subscription_id", "__display_name", "display_name"};

static const char *const text_columns[] = {"address", "person", "date_sent", "protocol", "status",
    "reply_path_present", "subject", "body", "service_center", "locked", "error_code"};

static const char *const multimedia_columns[] = {"msg_box", "m_type", "m_id", "sub", "sub_cs",
    "ct_t", "ct_l", "ct_cls", "date_sent", "exp", "m_cls", "m_size", "v", "pri", "rr", "rpt_a",
    "resp_st", "st", "tr_id", "retr_st", "retr_txt", "retr_txt_cs", "read_status", "resp_txt",
    "d_tm", "d_rpt", "locked", "text_only", "__sender_address", "sender_address",
    "__recipient_addresses", "recipient_addresses", "__parts", "parts"};

static const char *const call_columns[] = {"number", "duration", "presentation", "countryiso",
    "geocoded_location", "transcription", "transcription_state", "post_dial_digits", "features",
    "name", "new", "is_read", "lookup_uri", "photo_id", "photo_uri", "last_modified", "numbertype",
    "numberlabel", "formatted_number", "normalized_number", "matched_number", "data_usage",
    "subscription_component_name", "add_for_all_users", "phone_account_hidden",
    "is_phone_account_migration_pending"};

static const struct {
	const char *const *names;
	size_t count;
} tables[] = {[ANDROID_TEXTS] = {text_columns, COUNT_OF(text_columns)},
    [ANDROID_CALLS] = {call_columns, COUNT_OF(call_columns)},
    [ANDROID_MULTIMEDIA] = {multimedia_columns, COUNT_OF(multimedia_columns)}};

/* What telephones write where there is nothing to say. */
static const char *const usual[][2] = {
    {"block_reason", "0"}, {"missed_reason", "0"}, {"priority", "0"}};

static bool
is_in(struct text key, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (text_eq_c(key, names[i]))
			return true;
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
	size_t met = 0;

	for (; at != NULL && m->status == OK; at = at->next) {
		const char *key;

		if (is_in(at->key, common, COUNT_OF(common)) ||
		    is_in(at->key, tables[list].names, tables[list].count))
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
