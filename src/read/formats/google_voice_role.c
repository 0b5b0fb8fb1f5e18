/* src/read/formats/google_voice_role.c
 * Which element of a page of Google Voice is for what; see google_voice.h. */
#include "read/formats/google_voice.h"

static bool
is_c(struct slice s, const char *c)
{
	return slice_eq(s, slice_of(c, strlen(c)));
}

/* One of the words of class="…". */
static bool
has_word(struct slice words, const char *word)
{
	struct slice rest = words, one;

	while (cut_last(&rest, ' ', &one))
		if (is_c(slice_trim(one), word))
			return true;
	return false;
}

enum voice_role
voice_role_of(const struct xml_token *token)
{
	static const struct {
		const char *tag, *attribute, *word; /* attribute NULL: the name is enough */
		enum voice_role role;
	} roles[] = {
	    {"title", NULL, NULL, VOICE_TITLE},
	    {"div", "class", "hChatLog", VOICE_CHAT},
	    {"div", "class", "participants", VOICE_PARTICIPANTS},
	    {"div", "class", "message", VOICE_MESSAGE},
	    {"div", "class", "haudio", VOICE_CALL},
	    {"div", "class", "deletedStatusContainer", VOICE_DELETED},
	    {"abbr", "class", "dt", VOICE_TIME},
	    {"abbr", "class", "published", VOICE_TIME},
	    {"abbr", "class", "duration", VOICE_DURATION},
	    {"abbr", "class", "fn", VOICE_OWN_NAME},
	    {"span", "class", "fn", VOICE_NAME},
	    {"span", "class", "full-text", VOICE_TRANSCRIPT},
	    {"q", NULL, NULL, VOICE_WORDS},
	    {"a", "class", "tel", VOICE_TEL},
	    {"a", "rel", "tag", VOICE_LABEL},
	    {"a", NULL, NULL, VOICE_LINK},
	    {"br", NULL, NULL, VOICE_BREAK},
	    {"img", NULL, NULL, VOICE_MEDIA},
	    {"audio", NULL, NULL, VOICE_MEDIA},
	    {"video", NULL, NULL, VOICE_MEDIA},
	};
	struct slice words = slice_of(NULL, 0);

	for (size_t i = 0; i < COUNT_OF(roles); i++) {
		if (!is_c(token->name, roles[i].tag))
			continue;
		if (roles[i].attribute == NULL ||
		    (xml_attribute(token, roles[i].attribute, &words) &&
			has_word(words, roles[i].word)))
			return roles[i].role;
	}
	return VOICE_NONE;
}

bool
voice_is_void(struct slice tag)
{
	static const char *const names[] = {"br", "img", "hr", "meta", "link", "input", "source"};

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (is_c(tag, names[i]))
			return true;
	return false;
}

bool
voice_wants_words(enum voice_role role)
{
	static const enum voice_role wanted[] = {VOICE_TITLE, VOICE_TIME, VOICE_DURATION,
	    VOICE_NAME, VOICE_OWN_NAME, VOICE_WORDS, VOICE_TRANSCRIPT, VOICE_LABEL, VOICE_DELETED};

	for (size_t i = 0; i < COUNT_OF(wanted); i++)
		if (role == wanted[i])
			return true;
	return false;
}

unsigned
voice_label_of(struct slice href)
{
	static const struct {
		const char *name;
		unsigned label;
	} labels[] = {{"placed", VOICE_IS_PLACED}, {"received", VOICE_IS_RECEIVED},
	    {"missed", VOICE_IS_MISSED}, {"voicemail", VOICE_IS_VOICEMAIL}};
	struct slice before;

	if (!cut(&href, '#', &before))
		return 0;
	for (size_t i = 0; i < COUNT_OF(labels); i++)
		if (is_c(href, labels[i].name))
			return labels[i].label;
	return 0;
}

unsigned
voice_label_of_heading(struct text heading)
{
	static const struct {
		const char *begins;
		unsigned label;
	} labels[] = {{"Placed call", VOICE_IS_PLACED}, {"Received call", VOICE_IS_RECEIVED},
	    {"Missed call", VOICE_IS_MISSED}, {"Voicemail", VOICE_IS_VOICEMAIL}};

	for (size_t i = 0; i < COUNT_OF(labels); i++)
		if (slice_starts(slice_of_text(heading), labels[i].begins))
			return labels[i].label;
	return 0;
}

bool
voice_seconds(struct text written, int64_t *out)
{
	static const struct {
		char unit;
		int64_t seconds;
	} units[] = {{'H', 3600}, {'M', 60}, {'S', 1}};
	struct slice rest = slice_of_text(written), digits;
	int64_t total = 0, value;
	bool any = false;

	if (!slice_starts(rest, "PT"))
		return false;
	rest = slice_from(rest, 2);
	for (size_t i = 0; i < COUNT_OF(units); i++) {
		if (!cut(&rest, (uint8_t)units[i].unit, &digits))
			continue;
		if (digits.n == 0 || digits.n > 7 || digits.p[0] < '0' || digits.p[0] > '9' ||
		    !i64_parse_loose(digits, &value))
			return false;
		total += value * units[i].seconds;
		any = true;
	}
	if (!any || rest.n != 0)
		return false;
	*out = total;
	return true;
}

bool
voice_inside(const struct voice *v, enum voice_role role)
{
	unsigned depth = v->depth < VOICE_DEPTH_MAX ? v->depth : VOICE_DEPTH_MAX;

	for (unsigned i = 0; i < depth; i++)
		if (v->open[i].role == role)
			return true;
	return false;
}
