/* src/read/formats/meta_words.c
 * Notices in words; see meta_words.h. */
#include "read/formats/meta_words.h"

#include "base/compiler.h"

enum { LENGTH_MAX_S = 100 * 24 * 60 * 60 }; /* of a call */

#define WORDS(s)                                                                                   \
	{                                                                                          \
		(s), sizeof(s) - 1                                                                 \
	}

static const struct {
	struct text words;
	enum meta_words meaning;
} notices[] = {
    {WORDS("missed an audio call"), META_WORDS_MISSED},
    {WORDS("missed a video call"), META_WORDS_MISSED},
    {WORDS("missed a video chat"), META_WORDS_MISSED},
    {WORDS("missed a call"), META_WORDS_MISSED},
    {WORDS("missed a group call"), META_WORDS_MISSED},
    {WORDS("missed your call"), META_WORDS_MISSED},
    {WORDS("missed your audio call"), META_WORDS_MISSED},
    {WORDS("missed your video call"), META_WORDS_MISSED},
    {WORDS("missed your video chat"), META_WORDS_MISSED},
    {WORDS("started an audio call"), META_WORDS_CALL},
    {WORDS("started a video call"), META_WORDS_CALL},
    {WORDS("started a video chat"), META_WORDS_CALL},
    {WORDS("started a call"), META_WORDS_CALL},
    {WORDS("called you"), META_WORDS_CALL},
    {WORDS("audio call ended"), META_WORDS_CALL},
    {WORDS("video call ended"), META_WORDS_CALL},
    {WORDS("video chat ended"), META_WORDS_CALL},
    {WORDS("call ended"), META_WORDS_CALL},
    {WORDS("unsent a message"), META_WORDS_UNSENT},
};

static bool
without(struct slice *s, struct slice name)
{
	if (name.n == 0 || s->n <= name.n || memcmp(s->p, name.p, name.n) != 0 ||
	    s->p[name.n] != ' ')
		return false;
	*s = slice_from(*s, name.n + 1);
	return true;
}

/* The whole name, or the first: "Daniel missed your call." */
static bool
without_name(struct slice *s, struct text name)
{
	struct slice rest = slice_of_text(name), first;

	if (rest.n == 0 || s->n == 0 || rest.p[0] != s->p[0])
		return false; /* nearly always: every message comes here */
	return without(s, rest) || (cut(&rest, ' ', &first) && without(s, first));
}

/* Without the name of whoever it is about, or "The", and the full stop. */
static struct slice
core(struct text text, const struct meta_thread *thread, struct text sender)
{
	struct slice s = slice_trim(slice_of_text(text));
	bool named = without_name(&s, sender);

	for (size_t i = 0; i < thread->people_count && !named; i++)
		named = without_name(&s, thread->people[i]);
	if (!named && (slice_starts(s, "You ") || slice_starts(s, "The ")))
		s = slice_from(s, 4);
	if (s.n != 0 && s.p[s.n - 1] == '.')
		s.n--;
	return s;
}

static bool
starts_with(struct slice *s, const char *words)
{
	size_t n = strlen(words);

	if (s->n < n || !slice_eq_nocase(slice_of(s->p, n), slice_of(words, n)))
		return false;
	*s = slice_from(*s, n);
	return true;
}

/* "Reacted 😂 to your message ", "Liked a message". */
static bool
is_reaction(struct slice s, struct text *sign)
{
	struct slice end;
	size_t n;

	if (starts_with(&s, "liked ")) {
		*sign = TEXT_LITERAL("liked");
		return slice_eq_nocase(s, SLICE_LITERAL("a message")) ||
		       slice_eq_nocase(s, SLICE_LITERAL("your message"));
	}
	if (!starts_with(&s, "reacted "))
		return false;
	n = slice_find(s, SLICE_LITERAL(" to "));
	if (n == SIZE_MAX)
		return false;
	end = slice_from(s, n + 4);
	*sign = (struct text){(const char *)s.p, n};
	return slice_eq_nocase(end, SLICE_LITERAL("your message")) ||
	       slice_eq_nocase(end, SLICE_LITERAL("a message"));
}

/* "Daniel" and "Daniel Reed", of those in the thread. */
static bool
is_person(struct slice s, const struct meta_thread *thread)
{
	struct slice name, first;

	for (size_t i = 0; i < thread->people_count; i++) {
		name = slice_of_text(thread->people[i]);
		if (slice_eq(s, name) || (cut(&name, ' ', &first) && slice_eq(s, first)))
			return true;
	}
	return false;
}

/* "You missed a call from Daniel.", "You called Daniel." */
static enum meta_words
with_other(struct slice s, const struct meta_thread *thread)
{
	static const char *const missed[] = {"missed a call from ", "missed an audio call from ",
	    "missed a video call from ", "missed a video chat from ", "missed a video chat with "};

	for (size_t i = 0; i < COUNT_OF(missed); i++)
		if (starts_with(&s, missed[i]))
			return META_WORDS_MISSED;
	return starts_with(&s, "called ") && is_person(s, thread) ? META_WORDS_CALL
								  : META_WORDS_NONE;
}

enum meta_words
meta_words_find(
    struct text text, const struct meta_thread *thread, struct text sender, struct text *sign)
{
	struct slice s = core(text, thread, sender);
	struct text with = TEXT_NONE;

	for (size_t i = 0; i < COUNT_OF(notices); i++)
		if (s.n == notices[i].words.n &&
		    slice_eq_nocase(s, slice_of_text(notices[i].words)))
			return notices[i].meaning;
	if (!is_reaction(s, &with))
		return with_other(s, thread);
	if (sign != NULL)
		*sign = with;
	return META_WORDS_REACTION;
}

struct text
meta_words_head(struct text text, struct text *length)
{
	struct slice rest = slice_of_text(text), head;

	*length = TEXT_NONE;
	if (!cut(&rest, '\n', &head) || !starts_with(&rest, "Duration: ") ||
	    slice_find(rest, SLICE_LITERAL("\n")) != SIZE_MAX)
		return text;
	rest = slice_trim(rest);
	*length = (struct text){(const char *)rest.p, rest.n};
	return (struct text){text.p, head.n};
}

/* "second", "seconds": what one of them is; 0 for other words. */
static int64_t
unit_of(struct slice word)
{
	static const struct {
		const char *name;
		int64_t seconds;
	} units[] = {{"second", 1}, {"sec", 1}, {"minute", 60}, {"min", 60}, {"hour", 60 * 60},
	    {"hr", 60 * 60}};

	if (word.n > 1 && word.p[word.n - 1] == 's')
		word.n--;
	for (size_t i = 0; i < COUNT_OF(units); i++)
		if (slice_eq_nocase(word, slice_of(units[i].name, strlen(units[i].name))))
			return units[i].seconds;
	return 0;
}

bool
meta_words_seconds(struct text length, int64_t *seconds)
{
	struct slice rest = slice_trim(slice_of_text(length)), word;
	int64_t sum = 0;
	uint64_t count;

	if (rest.n == 0)
		return false;
	while (cut_last(&rest, ' ', &word)) {
		int64_t unit;

		if (!u64_parse(word, &count) || count > LENGTH_MAX_S ||
		    !cut_last(&rest, ' ', &word))
			return false;
		unit = unit_of(word);
		sum += (int64_t)count * unit;
		if (unit == 0 || sum > LENGTH_MAX_S)
			return false;
	}
	*seconds = sum;
	return true;
}

void
meta_words_caller(struct making *m, struct text words, struct text sender)
{
	struct slice s = slice_trim(slice_of_text(words));

	if (!without_name(&s, sender)) {
		if (m->record.direction != DIRECTION_OUT || !slice_starts(s, "You "))
			return;
		s = slice_from(s, 4);
	}
	if (!starts_with(&s, "missed "))
		return;
	m->record.direction = DIRECTION_UNKNOWN;
	m->record.to_count = 0;
	making_doubt(m, "caller-assumed",
	    TEXT_LITERAL("The words say that whoever this entry is by missed the call: another one "
			 "will have called."));
}
