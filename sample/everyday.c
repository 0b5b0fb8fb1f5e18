/* sample/everyday.c
 * Ordinary traffic around the case: the sister, friends, work, companies, the friend who speaks for
 * the other side. */
#include <string.h>

#include "sample/rhythm.h"
#include "sample/str.h"
#include "sample/zone.h"

/* One source: what arrives, what is answered, and a second language now and then. */
struct source {
	struct rhythm rhythm;
	enum words in;
	enum words in_other; /* used in `other` of 1000 cases; WORDS_KINDS for none */
	enum words reply;
	enum words reply_other;
	uint16_t other;
};

static const struct source sources[] = {
    {{"2024-01-08", "2025-07-14", CHANNEL_WHATSAPP, HANDLE_SISTER, CHAT_SISTER, 950, 3, HOURS_DAY,
	 780, 780, false},
	WORDS_SISTER, WORDS_SISTER_PL, WORDS_TO_SISTER, WORDS_TO_SISTER_PL, 170},
    {{"2024-01-08", "2025-07-14", CHANNEL_SMS, HANDLE_SISTER, CHAT_NONE, 260, 2, HOURS_DAY, 700,
	 700, false},
	WORDS_SISTER, WORDS_SISTER_PL, WORDS_TO_SISTER, WORDS_TO_SISTER_PL, 250},
    {{"2024-01-08", "2025-07-14", CHANNEL_WHATSAPP, HANDLE_COLLEAGUE, CHAT_QUIZ, 420, 3,
	 HOURS_EVENING, 220, 120, false},
	WORDS_QUIZ, WORDS_URDU, WORDS_QUIZ, WORDS_KINDS, 90},
    {{"2024-01-08", "2025-07-14", CHANNEL_WHATSAPP, HANDLE_NEIGHBOUR, CHAT_QUIZ, 160, 2,
	 HOURS_EVENING, 100, 100, false},
	WORDS_QUIZ, WORDS_CHINESE, WORDS_QUIZ, WORDS_KINDS, 110},
    {{"2024-01-08", "2025-07-14", CHANNEL_WHATSAPP, HANDLE_SISTER, CHAT_QUIZ, 120, 2, HOURS_EVENING,
	 100, 100, false},
	WORDS_QUIZ, WORDS_SISTER_PL, WORDS_QUIZ, WORDS_KINDS, 60},
    {{"2024-01-10", "2025-07-14", CHANNEL_SMS, HANDLE_COLLEAGUE, CHAT_NONE, 230, 2, HOURS_DAY, 500,
	 500, false},
	WORDS_COLLEAGUE, WORDS_URDU, WORDS_TO_FRIEND, WORDS_KINDS, 260},
    {{"2024-01-15", "2025-07-14", CHANNEL_SMS, HANDLE_NEIGHBOUR, CHAT_NONE, 130, 1, HOURS_EVENING,
	 500, 500, false},
	WORDS_NEIGHBOUR, WORDS_CHINESE, WORDS_TO_FRIEND, WORDS_KINDS, 330},
    {{"2024-01-08", "2025-07-14", CHANNEL_SMS, HANDLE_WORK, CHAT_NONE, 330, 1, HOURS_OFFICE, 100,
	 100, false},
	WORDS_WORK, WORDS_KINDS, WORDS_TO_FRIEND, WORDS_KINDS, 0},
    {{"2024-01-08", "2025-07-14", CHANNEL_SMS, HANDLE_PARCEL, CHAT_NONE, 330, 1, HOURS_OFFICE, 0, 0,
	 false},
	WORDS_PARCEL, WORDS_KINDS, WORDS_KINDS, WORDS_KINDS, 0},
    {{"2024-01-08", "2025-07-14", CHANNEL_SMS, HANDLE_CODE, CHAT_NONE, 170, 1, HOURS_NIGHT, 0, 0,
	 false},
	WORDS_CODE, WORDS_KINDS, WORDS_KINDS, WORDS_KINDS, 0},
    {{"2024-03-25", "2025-07-14", CHANNEL_SMS, HANDLE_BANK, CHAT_NONE, 220, 1, HOURS_DAY, 0, 0,
	 false},
	WORDS_BANK, WORDS_KINDS, WORDS_KINDS, WORDS_KINDS, 0},
    {{"2024-04-15", "2025-07-14", CHANNEL_SMS, HANDLE_SURGERY, CHAT_NONE, 60, 1, HOURS_OFFICE, 0, 0,
	 false},
	WORDS_SURGERY, WORDS_KINDS, WORDS_KINDS, WORDS_KINDS, 0},
    {{"2024-01-08", "2025-07-14", CHANNEL_MMS, HANDLE_SISTER, CHAT_NONE, 60, 1, HOURS_DAY, 200, 200,
	 false},
	WORDS_SISTER, WORDS_KINDS, WORDS_TO_SISTER, WORDS_KINDS, 0},
    {{"2024-01-08", "2025-07-14", CHANNEL_CALL, HANDLE_SISTER, CHAT_NONE, 320, 1, HOURS_DAY, 250,
	 250, false},
	WORDS_KINDS, WORDS_KINDS, WORDS_KINDS, WORDS_KINDS, 0},
    {{"2024-01-08", "2025-07-14", CHANNEL_CALL, HANDLE_WORK, CHAT_NONE, 110, 1, HOURS_OFFICE, 200,
	 200, false},
	WORDS_KINDS, WORDS_KINDS, WORDS_KINDS, WORDS_KINDS, 0},
    {{"2024-01-08", "2025-07-14", CHANNEL_CALL, HANDLE_COLLEAGUE, CHAT_NONE, 90, 1, HOURS_DAY, 300,
	 300, false},
	WORDS_KINDS, WORDS_KINDS, WORDS_KINDS, WORDS_KINDS, 0},
    {{"2024-06-10 12:00", "2025-07-14", CHANNEL_CALL, HANDLE_POLICE, CHAT_NONE, 45, 1, HOURS_OFFICE,
	 300, 300, false},
	WORDS_KINDS, WORDS_KINDS, WORDS_KINDS, WORDS_KINDS, 0},
    {{"2024-01-08", "2025-07-14", CHANNEL_EMAIL, HANDLE_NEWS_MAIL, CHAT_NONE, 330, 1, HOURS_DAY, 0,
	 0, false},
	WORDS_NEWS_SUBJECT, WORDS_KINDS, WORDS_KINDS, WORDS_KINDS, 0},
    {{"2024-01-08", "2025-07-14", CHANNEL_EMAIL, HANDLE_SHOP_MAIL, CHAT_NONE, 140, 1, HOURS_DAY, 0,
	 0, false},
	WORDS_PARCEL, WORDS_KINDS, WORDS_KINDS, WORDS_KINDS, 0},
    {{"2024-01-08", "2025-07-14", CHANNEL_EMAIL, HANDLE_WORK_MAIL, CHAT_NONE, 160, 1, HOURS_OFFICE,
	 250, 250, false},
	WORDS_WORK_SUBJECT, WORDS_KINDS, WORDS_TO_FRIEND, WORDS_KINDS, 0},
    {{"2024-01-08", "2025-07-14", CHANNEL_EMAIL, HANDLE_SISTER_MAIL, CHAT_NONE, 60, 1,
	 HOURS_EVENING, 400, 400, false},
	WORDS_SISTER, WORDS_SISTER_PL, WORDS_TO_SISTER, WORDS_TO_SISTER_PL, 300},
    {{"2024-09-14 19:10", "2024-11-28", CHANNEL_WHATSAPP, HANDLE_PROXY, CHAT_PROXY, 1300, 3,
	 HOURS_EVENING, 30, 0, true},
	WORDS_PROXY, WORDS_KINDS, WORDS_REPLY_STOP, WORDS_KINDS, 0},
    {{"2025-01-24", "2025-05-30", CHANNEL_SMS, HANDLE_PROXY, CHAT_NONE, 240, 2, HOURS_EVENING, 0, 0,
	 true},
	WORDS_PROXY, WORDS_KINDS, WORDS_KINDS, WORDS_KINDS, 0},
};

static void
fill_mail(struct voice *v, const struct source *src, struct event *e)
{
	struct str s = {0};
	size_t i;

	if (src->in == WORDS_NEWS_SUBJECT || src->in == WORDS_WORK_SUBJECT) {
		enum words body = src->in == WORDS_NEWS_SUBJECT ? WORDS_NEWS_BODY : WORDS_WORK_BODY;

		i = voice_index(v, src->in);
		e->subject = str_dup(voice_unmarked(words_get(src->in).p[i]));
		str_addf(&s, "Hello Marta,\n\n%s\n\n%s\n", words_get(body).p[i],
		    people_handle(e->handle)->contact);
		e->text = s.p;
		return;
	}
	e->subject = str_dup(src->in == WORDS_PARCEL ? "Your delivery" : "From Kasia 💛");
	e->text = voice_line(v, src->in);
}

static void
fill_call(struct voice *v, struct event *e)
{
	if (e->out) {
		e->kind = CALL_OUT;
		e->duration_s = (int)rng_between(&v->rng, 10, 2400);
	} else if (rng_chance(&v->rng, 250)) {
		e->kind = CALL_MISSED;
	} else {
		e->kind = CALL_ANSWERED;
		e->duration_s = (int)rng_between(&v->rng, 15, 3000);
	}
}

static void
fill_text(struct voice *v, const struct source *src, struct event *e)
{
	bool other = rng_chance(&v->rng, src->other);
	enum words words = other ? src->in_other : src->in;

	if (e->out)
		words = other && src->reply_other != WORDS_KINDS ? src->reply_other : src->reply;
	if (e->channel == CHANNEL_MMS)
		e->kind = e->out ? EVENT_TEXT : EVENT_IMAGE;
	else if (e->channel == CHANNEL_WHATSAPP && !other && !e->out && rng_chance(&v->rng, 20))
		e->kind = EVENT_IMAGE;
	if (e->kind == EVENT_IMAGE && rng_chance(&v->rng, 400))
		return;
	e->text = voice_line(v, words);
}

static void
say(struct story *s, struct voice *v, const struct rhythm *r, int64_t at_ms, bool out, void *ctx)
{
	const struct source *src = ctx;
	struct event e = {
	    .at_ms = at_ms,
	    .channel = r->channel,
	    .handle = r->handle,
	    .chat = r->chat,
	    .out = out,
	};

	v->before = at_ms < zone_ms(STORY_ENDED);
	if (e.channel == CHANNEL_CALL)
		fill_call(v, &e);
	else if (e.channel == CHANNEL_EMAIL && !out)
		fill_mail(v, src, &e);
	else
		fill_text(v, src, &e);
	if (e.channel == CHANNEL_EMAIL && out)
		e.subject = str_dup("Re: your message");
	story_add(s, e);
}

void
everyday_tell(struct story *s)
{
	for (size_t i = 0; i < sizeof sources / sizeof sources[0]; i++) {
		struct source src = sources[i];
		struct voice v;
		char stream[] = "everyday-00";

		stream[9] = (char)('0' + i / 10);
		stream[10] = (char)('0' + i % 10);
		voice_init(&v, s->seed, stream);
		rhythm_run(s, &v, &src.rhythm, say, &src);
		voice_fini(&v);
	}
}
