/* sample/conduct.c
 * The other side's conduct, phase by phase: how often, by which number, in which mood.  The figures
 * are the plot; scenes.c adds the moments that are written by hand. */
#include "sample/rhythm.h"
#include "sample/zone.h"

enum { MOODS = 6 };

static const enum words mood_words[MOODS] = {
    WORDS_TOGETHER, WORDS_PLEAD, WORDS_ANGRY, WORDS_WATCH, WORDS_THREAT, WORDS_SOFT};

/* Shares of the moods in a phase, in the order of mood_words. */
struct phase {
	struct rhythm rhythm;
	uint16_t moods[MOODS];
	enum words reply;
	uint16_t answered; /* calls that she took, per mille */
	bool blocked;      /* calls that the phone refused by itself */
};

#define TOGETHER                                                                                   \
	{                                                                                          \
		20, 0, 0, 0, 0, 1                                                                  \
	}
#define PLEADING                                                                                   \
	{                                                                                          \
		0, 20, 4, 3, 0, 5                                                                  \
	}
#define BLAMING                                                                                    \
	{                                                                                          \
		0, 8, 16, 6, 3, 3                                                                  \
	}
#define HUNTING                                                                                    \
	{                                                                                          \
		0, 2, 7, 14, 5, 4                                                                  \
	}
#define MENACE                                                                                     \
	{                                                                                          \
		0, 1, 6, 12, 12, 3                                                                 \
	}
#define LINGER                                                                                     \
	{                                                                                          \
		0, 3, 4, 6, 4, 8                                                                   \
	}

/* From the first day to the last.  A long table on purpose: it is the plot, and reads as one. */
static const struct phase phases[] = {
    /* 1. Together: warm, and already counting minutes. */
    {{"2024-01-08", "2024-02-18", CHANNEL_WHATSAPP, HANDLE_OTHER_1, CHAT_OTHER_1, 9500, 4,
	 HOURS_DAY, 850, 700, false},
	TOGETHER, WORDS_REPLY_WARM, 0, false},
    {{"2024-01-08", "2024-02-18", CHANNEL_CALL, HANDLE_OTHER_1, CHAT_NONE, 1500, 2, HOURS_DAY, 250,
	 150, false},
	TOGETHER, WORDS_REPLY_WARM, 700, false},
    {{"2024-01-08", "2024-02-18", CHANNEL_SMS, HANDLE_OTHER_1, CHAT_NONE, 900, 2, HOURS_DAY, 700,
	 500, false},
	TOGETHER, WORDS_REPLY_WARM, 0, false},

    /* 2. The end of the relationship: pleading; answers dwindle. */
    {{"2024-02-18 20:00", "2024-03-22 18:00", CHANNEL_WHATSAPP, HANDLE_OTHER_1, CHAT_OTHER_1, 25000,
	 6, HOURS_EVENING, 260, 40, true},
	PLEADING, WORDS_REPLY_SHORT, 0, false},
    {{"2024-02-18 20:00", "2024-03-22 18:00", CHANNEL_SMS, HANDLE_OTHER_1, CHAT_NONE, 6000, 3,
	 HOURS_EVENING, 180, 20, true},
	PLEADING, WORDS_REPLY_SHORT, 0, false},
    {{"2024-02-18 20:00", "2024-03-22 18:00", CHANNEL_CALL, HANDLE_OTHER_1, CHAT_NONE, 6000, 4,
	 HOURS_EVENING, 0, 0, true},
	PLEADING, WORDS_REPLY_SHORT, 60, false},
    {{"2024-02-18 22:00", "2024-03-22 18:00", CHANNEL_EMAIL, HANDLE_OTHER_MAIL_1, CHAT_NONE, 900, 1,
	 HOURS_NIGHT, 80, 20, true},
	PLEADING, WORDS_REPLY_SHORT, 0, false},

    /* 3. Told to stop: it grows. */
    {{"2024-03-22 18:20", "2024-05-04 21:38", CHANNEL_WHATSAPP, HANDLE_OTHER_1, CHAT_OTHER_1, 22000,
	 6, HOURS_NIGHT, 6, 0, true},
	BLAMING, WORDS_REPLY_STOP, 0, false},
    {{"2024-03-22 18:20", "2024-05-04 21:38", CHANNEL_SMS, HANDLE_OTHER_1, CHAT_NONE, 9000, 4,
	 HOURS_NIGHT, 6, 0, true},
	BLAMING, WORDS_REPLY_STOP, 0, false},
    {{"2024-03-22 18:20", "2024-05-04 21:38", CHANNEL_CALL, HANDLE_OTHER_1, CHAT_NONE, 8000, 6,
	 HOURS_NIGHT, 0, 0, true},
	BLAMING, WORDS_REPLY_STOP, 10, false},
    {{"2024-03-22 22:00", "2024-05-04 21:38", CHANNEL_EMAIL, HANDLE_OTHER_MAIL_1, CHAT_NONE, 1200,
	 1, HOURS_NIGHT, 0, 0, true},
	BLAMING, WORDS_REPLY_STOP, 0, false},
    {{"2024-02-20", "2024-05-04 21:38", CHANNEL_MMS, HANDLE_OTHER_1, CHAT_NONE, 420, 1,
	 HOURS_EVENING, 0, 0, true},
	PLEADING, WORDS_REPLY_STOP, 0, false},

    /* 4. Blocked: a new number two days later, withheld calls, more e-mail. */
    {{"2024-05-04 21:45", "2024-06-24", CHANNEL_CALL, HANDLE_OTHER_1, CHAT_NONE, 1500, 3,
	 HOURS_NIGHT, 0, 0, true},
	BLAMING, WORDS_REPLY_STOP, 0, true},
    {{"2024-05-05", "2024-06-24", CHANNEL_CALL, HANDLE_WITHHELD, CHAT_NONE, 3200, 4, HOURS_NIGHT, 0,
	 0, true},
	BLAMING, WORDS_REPLY_STOP, 40, false},
    {{"2024-05-06 07:20", "2024-06-24", CHANNEL_WHATSAPP, HANDLE_OTHER_2, CHAT_OTHER_2, 9000, 5,
	 HOURS_NIGHT, 0, 0, true},
	HUNTING, WORDS_REPLY_STOP, 0, false},
    {{"2024-05-06 07:20", "2024-06-24", CHANNEL_SMS, HANDLE_OTHER_2, CHAT_NONE, 7500, 4,
	 HOURS_NIGHT, 0, 0, true},
	HUNTING, WORDS_REPLY_STOP, 0, false},
    {{"2024-05-06 07:20", "2024-06-24", CHANNEL_CALL, HANDLE_OTHER_2, CHAT_NONE, 2500, 4,
	 HOURS_NIGHT, 0, 0, true},
	HUNTING, WORDS_REPLY_STOP, 0, false},
    {{"2024-05-05", "2024-06-24", CHANNEL_EMAIL, HANDLE_OTHER_MAIL_1, CHAT_NONE, 1600, 1,
	 HOURS_NIGHT, 0, 0, true},
	BLAMING, WORDS_REPLY_STOP, 0, false},
    {{"2024-05-06 07:20", "2024-06-24", CHANNEL_MMS, HANDLE_OTHER_2, CHAT_NONE, 350, 1,
	 HOURS_EVENING, 0, 0, true},
	HUNTING, WORDS_REPLY_STOP, 0, false},

    /* 5. Warned: seven quiet weeks, then two numbers, a second address and a friend. */
    {{"2024-08-11 09:05", "2024-11-15 20:08", CHANNEL_WHATSAPP, HANDLE_OTHER_2, CHAT_OTHER_2, 8500,
	 5, HOURS_EVENING, 0, 0, true},
	HUNTING, WORDS_REPLY_STOP, 0, false},
    {{"2024-08-11 09:05", "2024-11-29", CHANNEL_SMS, HANDLE_OTHER_3, CHAT_NONE, 4200, 4,
	 HOURS_NIGHT, 0, 0, true},
	HUNTING, WORDS_REPLY_STOP, 0, false},
    {{"2024-08-11 09:05", "2024-11-15 20:08", CHANNEL_CALL, HANDLE_OTHER_2, CHAT_NONE, 2400, 4,
	 HOURS_NIGHT, 0, 0, true},
	HUNTING, WORDS_REPLY_STOP, 0, false},
    {{"2024-08-12", "2024-11-30", CHANNEL_CALL, HANDLE_WITHHELD, CHAT_NONE, 1900, 3, HOURS_NIGHT, 0,
	 0, true},
	HUNTING, WORDS_REPLY_STOP, 30, false},
    {{"2024-08-12 21:00", "2024-11-30", CHANNEL_EMAIL, HANDLE_OTHER_MAIL_2, CHAT_NONE, 700, 1,
	 HOURS_NIGHT, 0, 0, true},
	HUNTING, WORDS_REPLY_STOP, 0, false},
    {{"2024-08-15", "2024-11-29", CHANNEL_MMS, HANDLE_OTHER_3, CHAT_NONE, 250, 1, HOURS_EVENING, 0,
	 0, true},
	HUNTING, WORDS_REPLY_STOP, 0, false},

    /* 6. She changes her number: only e-mail gets through. */
    {{"2024-12-02", "2025-01-19", CHANNEL_EMAIL, HANDLE_OTHER_MAIL_2, CHAT_NONE, 350, 1,
	 HOURS_NIGHT, 0, 0, false},
	LINGER, WORDS_REPLY_STOP, 0, false},

    /* 7. He finds the new number: the worst two months. */
    {{"2025-01-19 18:45", "2025-03-20 10:00", CHANNEL_WHATSAPP, HANDLE_OTHER_4, CHAT_OTHER_4, 8500,
	 6, HOURS_NIGHT, 0, 0, true},
	MENACE, WORDS_REPLY_STOP, 0, false},
    {{"2025-01-19 18:45", "2025-03-20 10:00", CHANNEL_SMS, HANDLE_OTHER_4, CHAT_NONE, 6500, 4,
	 HOURS_NIGHT, 0, 0, true},
	MENACE, WORDS_REPLY_STOP, 0, false},
    {{"2025-01-19 18:45", "2025-03-20 10:00", CHANNEL_CALL, HANDLE_OTHER_4, CHAT_NONE, 3200, 5,
	 HOURS_NIGHT, 0, 0, true},
	MENACE, WORDS_REPLY_STOP, 0, false},
    {{"2025-01-20", "2025-03-20 10:00", CHANNEL_CALL, HANDLE_WITHHELD, CHAT_NONE, 1800, 3,
	 HOURS_NIGHT, 0, 0, true},
	MENACE, WORDS_REPLY_STOP, 30, false},
    {{"2025-01-19 21:00", "2025-03-20", CHANNEL_EMAIL, HANDLE_OTHER_MAIL_2, CHAT_NONE, 1000, 1,
	 HOURS_NIGHT, 0, 0, true},
	MENACE, WORDS_REPLY_STOP, 0, false},
    {{"2025-01-20", "2025-03-20", CHANNEL_MMS, HANDLE_OTHER_4, CHAT_NONE, 300, 1, HOURS_NIGHT, 0, 0,
	 true},
	MENACE, WORDS_REPLY_STOP, 0, false},

    /* 8. Arrested and released on conditions: less, from behind withheld numbers and by e-mail. */
    {{"2025-03-28", "2025-07-12", CHANNEL_CALL, HANDLE_WITHHELD, CHAT_NONE, 1700, 3, HOURS_NIGHT, 0,
	 0, true},
	LINGER, WORDS_REPLY_STOP, 20, false},
    {{"2025-03-28", "2025-07-12", CHANNEL_CALL, HANDLE_OTHER_4, CHAT_NONE, 500, 2, HOURS_NIGHT, 0,
	 0, true},
	LINGER, WORDS_REPLY_STOP, 0, true},
    {{"2025-04-02", "2025-07-12", CHANNEL_SMS, HANDLE_OTHER_3, CHAT_NONE, 900, 2, HOURS_NIGHT, 0, 0,
	 true},
	LINGER, WORDS_REPLY_STOP, 0, false},
    {{"2025-03-26", "2025-07-12", CHANNEL_EMAIL, HANDLE_OTHER_MAIL_2, CHAT_NONE, 550, 1,
	 HOURS_NIGHT, 0, 0, true},
	LINGER, WORDS_REPLY_STOP, 0, false},
};

static struct event
blank(const struct rhythm *r, int64_t at_ms, bool out)
{
	return (struct event){
	    .at_ms = at_ms,
	    .channel = r->channel,
	    .handle = r->handle,
	    .chat = r->chat,
	    .out = out,
	};
}

static enum event_kind
chat_kind(struct rng *rng)
{
	static const struct {
		enum event_kind kind;
		uint16_t permille;
	} odd[] = {{EVENT_IMAGE, 26}, {EVENT_VOICE, 14}, {EVENT_DELETED, 12}, {EVENT_EDITED, 11},
	    {EVENT_OMITTED, 7}, {EVENT_VIEW_ONCE, 4}, {EVENT_LOCATION, 4}, {EVENT_LIVE, 1},
	    {EVENT_MISSING_IMAGE, 1}};
	uint32_t draw = rng_below(rng, 1000);

	for (size_t i = 0; i < sizeof odd / sizeof odd[0]; i++) {
		if (draw < odd[i].permille)
			return odd[i].kind;
		draw -= odd[i].permille;
	}
	return EVENT_TEXT;
}

static bool
needs_text(enum event_kind kind, struct rng *rng)
{
	if (kind == EVENT_IMAGE)
		return rng_chance(rng, 400);
	return kind == EVENT_TEXT || kind == EVENT_EDITED;
}

static void
say_call(struct story *s, struct voice *v, const struct phase *p, struct event e)
{
	e.kind = CALL_MISSED;
	if (e.out) {
		e.kind = CALL_OUT;
		e.duration_s = (int)rng_between(&v->rng, 20, 900);
	} else if (p->blocked) {
		e.kind = CALL_BLOCKED;
	} else if (rng_chance(&v->rng, p->answered)) {
		e.kind = CALL_ANSWERED;
		e.duration_s = (int)rng_between(&v->rng, 3, p->answered > 100 ? 1500 : 40);
	} else if (rng_chance(&v->rng, 90)) {
		e.kind = CALL_REJECTED;
	} else if (rng_chance(&v->rng, 60)) {
		e.kind = CALL_VOICEMAIL;
		e.duration_s = (int)rng_between(&v->rng, 4, 110);
	}
	story_add(s, e);
}

static void
say(struct story *s, struct voice *v, const struct rhythm *r, int64_t at_ms, bool out, void *ctx)
{
	const struct phase *p = ctx;
	struct event e = blank(r, at_ms, out);
	enum words mood = mood_words[rng_weighted(&v->rng, p->moods, MOODS)];

	if (scenes_cover(at_ms))
		return;
	v->before = at_ms < zone_ms(STORY_OWN_NUMBER);
	if (r->channel == CHANNEL_CALL) {
		say_call(s, v, p, e);
		return;
	}
	if (out) {
		e.text = voice_line(v, p->reply);
		if (r->channel == CHANNEL_EMAIL)
			e.subject = voice_line(v, WORDS_MAIL_SUBJECT);
	} else if (r->channel == CHANNEL_EMAIL) {
		e.text = voice_letter(v, mood);
		e.subject = voice_line(v, WORDS_MAIL_SUBJECT);
	} else {
		if (r->channel == CHANNEL_WHATSAPP)
			e.kind = chat_kind(&v->rng);
		else if (r->channel == CHANNEL_MMS)
			e.kind = rng_chance(&v->rng, 850) ? EVENT_IMAGE : EVENT_VOICE;
		if (needs_text(e.kind, &v->rng))
			e.text = voice_say(v, mood);
	}
	story_add(s, e);
}

void
conduct_tell(struct story *s)
{
	for (size_t i = 0; i < sizeof phases / sizeof phases[0]; i++) {
		struct phase p = phases[i];
		struct voice v;
		char stream[] = "conduct-00";

		stream[8] = (char)('0' + i / 10);
		stream[9] = (char)('0' + i % 10);
		voice_init(&v, s->seed, stream);
		rhythm_run(s, &v, &p.rhythm, say, &p);
		voice_fini(&v);
	}
}
