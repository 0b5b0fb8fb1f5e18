/* bench/gen_chat.c
 * bench-gen-chat FORM N FILE: one chat of N messages of about 80 characters from twelve people over
 * nine years, as "whatsapp" (a group, the text of an Android telephone), "meta" (message_1.json,
 * the newest first, letters outside of English written byte by byte) or "telegram" (result.json).
 * Constant memory, the same bytes every time. */
#include <stdio.h>
#include <string.h>

#include "bench/prose.h"
#include "bench/sink.h"
#include "sample/encode.h"
#include "sample/zone.h"

static const char *const people[] = {"Daniel Reed", "Maya Okafor", "Robin Vale", "Sam Orchard",
    "Jo & Kit", "Alex Fenn", "Łucja Nowicka", "Nel", "Dad", "+44 7700 900210", "Lee Marsh",
    "Renée Office"};
static const uint16_t people_weights[] = {300, 260, 120, 90, 70, 55, 45, 35, 30, 25, 20, 12};

enum { PEOPLE = sizeof people / sizeof people[0], FIRST_ID = 41000001 };

struct message {
	uint64_t number; /* from 1 */
	int64_t at_ms;
	size_t who;
	bool photo, answers, edited, reacted;
};

struct job {
	struct prose prose;
	struct rng rng;
	struct str text;
	uint64_t total;
	int64_t start_ms;
	uint32_t step_ms; /* each message has a span of its own of this length */
};

struct form {
	const char *name;
	void (*begin)(struct job *j, struct str *out);
	void (*message)(struct job *j, const struct message *m, bool last, struct str *out);
	void (*end)(struct job *j, struct str *out);
	bool newest_first;
};

static void
make_text(struct job *j, uint64_t number)
{
	size_t length = 20 + rng_below(&j->rng, 110);

	str_clear(&j->text);
	if (rng_chance(&j->rng, 980))
		str_addz(&j->text, PROSE_COMMON " ");
	prose_add(&j->prose, &j->rng, length, &j->text);
	if (number % 166667 == 166666)
		str_addz(&j->text, " " PROSE_RARE_PAIR);
	if (rng_chance(&j->rng, 60))
		str_addz(&j->text, " I'm \"here\" & you're not 😀");
	if (rng_chance(&j->rng, 60))
		str_addz(&j->text, "\nand why do you not answer?");
}

static void
add_two(struct str *out, int value)
{
	char two[2] = {(char)('0' + value / 10 % 10), (char)('0' + value % 10)};

	str_add(out, two, sizeof two);
}

/* --- WhatsApp --- */

static void
whatsapp_line(const struct message *m, struct str *out)
{
	struct civil c = zone_local(m->at_ms);

	add_two(out, c.day);
	str_addc(out, '/');
	add_two(out, c.month);
	str_addc(out, '/');
	str_addu(out, (uint64_t)c.year);
	str_addz(out, ", ");
	add_two(out, c.hour);
	str_addc(out, ':');
	add_two(out, c.minute);
	str_addz(out, " - ");
}

static void
whatsapp_begin(struct job *j, struct str *out)
{
	struct message first = {.at_ms = j->start_ms};

	whatsapp_line(&first, out);
	str_addz(out, "Messages and calls are end-to-end encrypted. Only people in this chat can "
		      "read, listen to, or share them.\n");
	whatsapp_line(&first, out);
	str_addz(out, "Daniel Reed created group \"Street party\"\n");
}

static void
whatsapp_message(struct job *j, const struct message *m, bool last, struct str *out)
{
	(void)last;
	whatsapp_line(m, out);
	str_addz(out, people[m->who]);
	str_addz(out, ": ");
	if (m->photo)
		str_addz(out, "<Media omitted>");
	else
		str_add(out, j->text.p, j->text.n);
	if (m->edited)
		str_addz(out, " <This message was edited>");
	str_addc(out, '\n');
}

static void
nothing_more(struct job *j, struct str *out)
{
	(void)j;
	(void)out;
}

/* --- Meta --- */

/* As Meta writes it: each byte of UTF-8 beyond ASCII is a "\u00XX" of its own. */
static void
meta_string(struct str *out, const char *text)
{
	static const char digits[] = "0123456789abcdef";

	str_addc(out, '"');
	for (; *text != '\0'; text++) {
		unsigned c = (unsigned char)*text;

		if (c >= 0x80) {
			char escape[6] = {'\\', 'u', '0', '0', digits[c >> 4], digits[c & 15]};

			str_add(out, escape, sizeof escape);
		} else if (c == '\n') {
			str_addz(out, "\\n");
		} else {
			if (c == '"' || c == '\\' || c == '/')
				str_addc(out, '\\');
			str_addc(out, (char)c);
		}
	}
	str_addc(out, '"');
}

static void
meta_begin(struct job *j, struct str *out)
{
	(void)j;
	str_addz(out, "{\n  \"participants\": [");
	for (size_t i = 0; i < PEOPLE; i++) {
		str_addz(out, i == 0 ? "\n    {\n      \"name\": " : ",\n    {\n      \"name\": ");
		meta_string(out, people[i]);
		str_addz(out, "\n    }");
	}
	str_addz(out, "\n  ],\n  \"messages\": [\n");
}

static void
meta_message(struct job *j, const struct message *m, bool last, struct str *out)
{
	str_addz(out, "    {\n      \"sender_name\": ");
	meta_string(out, people[m->who]);
	str_addz(out, ",\n      \"timestamp_ms\": ");
	str_addu(out, (uint64_t)m->at_ms);
	if (m->photo) {
		str_addz(out, ",\n      \"photos\": [\n        {\n          \"uri\": "
			      "\"your_facebook_activity\\/messages\\/inbox\\/"
			      "streetparty_10150000000000001\\/photos\\/");
		str_addu(out, 100000000 + m->number);
		str_addz(out, ".jpg\",\n          \"creation_timestamp\": ");
		str_addu(out, (uint64_t)(m->at_ms / 1000));
		str_addz(out, "\n        }\n      ]");
	} else {
		str_addz(out, ",\n      \"content\": ");
		meta_string(out, str_z(&j->text));
	}
	if (m->reacted) {
		str_addz(out, ",\n      \"reactions\": [\n        {\n          \"reaction\": ");
		meta_string(out, "❤");
		str_addz(out, ",\n          \"actor\": ");
		meta_string(out, people[(m->who + 1) % PEOPLE]);
		str_addz(out, "\n        }\n      ]");
	}
	str_addz(out, ",\n      \"is_geoblocked_for_viewer\": false,\n"
		      "      \"is_unsent_image_by_messenger_kid_parent\": false\n    }");
	str_addz(out, last ? "\n" : ",\n");
}

static void
meta_end(struct job *j, struct str *out)
{
	(void)j;
	str_addz(out, "  ],\n  \"title\": \"Street party\",\n  \"is_still_participant\": true,\n"
		      "  \"thread_path\": \"inbox\\/streetparty_10150000000000001\",\n"
		      "  \"magic_words\": [\n\n  ],\n"
		      "  \"joinable_mode\": {\n    \"mode\": 1,\n    \"link\": \"\"\n  }\n}\n");
}

/* --- Telegram --- */

static void
telegram_begin(struct job *j, struct str *out)
{
	(void)j;
	str_addz(out, "{\n \"name\": \"Street party\",\n \"type\": \"private_group\",\n"
		      " \"id\": 41099999,\n \"messages\": [\n");
}

static void
telegram_date(const struct message *m, struct str *out)
{
	struct civil c = zone_local(m->at_ms);

	str_addz(out, "   \"date\": \"");
	str_addu(out, (uint64_t)c.year);
	str_addc(out, '-');
	add_two(out, c.month);
	str_addc(out, '-');
	add_two(out, c.day);
	str_addc(out, 'T');
	add_two(out, c.hour);
	str_addc(out, ':');
	add_two(out, c.minute);
	str_addc(out, ':');
	add_two(out, c.second);
	str_addz(out, "\",\n   \"date_unixtime\": \"");
	str_addu(out, (uint64_t)(m->at_ms / 1000));
	str_addz(out, "\",\n");
}

static void
telegram_words(struct job *j, struct str *out)
{
	str_addz(out, "   \"text\": ");
	encode_json(out, str_z(&j->text));
	str_addz(out, ",\n   \"text_entities\": [\n    {\n     \"type\": \"plain\",\n"
		      "     \"text\": ");
	encode_json(out, str_z(&j->text));
	str_addz(out, "\n    }\n   ]\n");
}

static void
telegram_message(struct job *j, const struct message *m, bool last, struct str *out)
{
	str_addz(out, "  {\n   \"id\": ");
	str_addu(out, m->number);
	str_addz(out, ",\n   \"type\": \"message\",\n");
	telegram_date(m, out);
	if (m->edited) {
		str_addz(out, "   \"edited_unixtime\": \"");
		str_addu(out, (uint64_t)(m->at_ms / 1000 + 60));
		str_addz(out, "\",\n");
	}
	str_addz(out, "   \"from\": ");
	encode_json(out, people[m->who]);
	str_addz(out, ",\n   \"from_id\": \"user");
	str_addu(out, FIRST_ID + m->who);
	str_addz(out, "\",\n");
	if (m->answers && m->number > 1) {
		str_addz(out, "   \"reply_to_message_id\": ");
		str_addu(out, m->number - 1);
		str_addz(out, ",\n");
	}
	if (m->photo) {
		str_addz(out, "   \"photo\": \"photos/photo_");
		str_addu(out, m->number);
		str_addz(out, ".jpg\",\n   \"width\": 960,\n   \"height\": 1280,\n");
	}
	telegram_words(j, out);
	str_addz(out, last ? "  }\n" : "  },\n");
}

static void
telegram_end(struct job *j, struct str *out)
{
	(void)j;
	str_addz(out, " ]\n}");
}

static const struct form forms[] = {
    {"whatsapp", whatsapp_begin, whatsapp_message, nothing_more, false},
    {"meta", meta_begin, meta_message, meta_end, true},
    {"telegram", telegram_begin, telegram_message, telegram_end, false},
};

static void
add_message(struct job *j, const struct form *form, uint64_t i, struct str *out)
{
	uint64_t place = form->newest_first ? j->total - 1 - i : i;
	struct message m = {
	    .number = place + 1,
	    .at_ms = j->start_ms + (int64_t)place * j->step_ms + rng_below(&j->rng, j->step_ms),
	    .who = rng_weighted(&j->rng, people_weights, PEOPLE),
	    .photo = rng_chance(&j->rng, 30),
	    .answers = rng_chance(&j->rng, 100),
	    .edited = rng_chance(&j->rng, 10),
	    .reacted = rng_chance(&j->rng, 60),
	};

	make_text(j, place);
	form->message(j, &m, i + 1 == j->total, out);
}

static bool
generate(const struct form *form, uint64_t total, const char *path)
{
	const int64_t span_ms = 9 * 365 * ZONE_DAY_MS;
	struct job j = {.total = total, .start_ms = zone_ms("2016-01-01")};
	int64_t step_ms = span_ms / (int64_t)total;
	struct sink s;

	if (!sink_open(&s, path))
		return false;
	j.step_ms = step_ms > ZONE_DAY_MS ? (uint32_t)ZONE_DAY_MS : (uint32_t)(step_ms + 1);
	prose_init(&j.prose);
	rng_init(&j.rng, RNG_SEED_DEFAULT, form->name);
	form->begin(&j, &s.buffer);
	for (uint64_t i = 0; i < total && !s.failed; i++) {
		add_message(&j, form, i, &s.buffer);
		sink_flow(&s);
	}
	form->end(&j, &s.buffer);
	prose_fini(&j.prose);
	str_fini(&j.text);
	return sink_close(&s, path);
}

int
main(int argc, char **argv)
{
	const struct form *form = NULL;
	uint64_t total;

	for (size_t i = 0; argc == 4 && i < sizeof forms / sizeof forms[0]; i++)
		if (strcmp(forms[i].name, argv[1]) == 0)
			form = &forms[i];
	if (form == NULL || !sink_number(argv[2], false, &total)) {
		fputs(
		    "usage: bench-gen-chat whatsapp|meta|telegram N FILE   (N may end in k or M)\n",
		    stderr);
		return 2;
	}
	return generate(form, total, argv[3]) ? 0 : 1;
}
