/* bench/gen_sms.c
 * bench-gen-sms N FILE: one SMS Backup & Restore file with N messages of about 80 characters from
 * 15 handles over nine years, in order of time.  Constant memory, the same bytes every time.
 * PROSE_COMMON stands in about 98 of 100 messages, PROSE_RARE_PAIR in every 166,667th. */
#include <stdio.h>

#include "bench/prose.h"
#include "bench/sink.h"
#include "sample/encode.h"
#include "sample/zone.h"

struct sender {
	const char *address;
	const char *contact;
};

static const struct sender senders[] = {
    {"+447700900201", "Robin Vale"},
    {"+447700900202", "Sam Orchard"},
    {"+447700900203", "(Unknown)"},
    {"07700900204", "Jo &amp; Kit"},
    {"+447700900205", "Alex Fenn"},
    {"+447700900206", "(Unknown)"},
    {"+447700900207", "Nel"},
    {"+447700900208", "Dad"},
    {"01632960111", "Office"},
    {"+447700900210", "(Unknown)"},
    {"PARCELGO", "(Unknown)"},
    {"60777", "(Unknown)"},
    {"+447700900213", "Lee"},
    {"MillerBank", "(Unknown)"},
    {"", "(Unknown)"},
};

static const uint16_t sender_weights[] = {
    300, 180, 120, 90, 70, 55, 45, 35, 30, 25, 20, 12, 8, 6, 4};

struct job {
	struct prose prose;
	struct rng rng;
	struct str text;
	uint64_t total;
	int64_t start_ms;
	int64_t at_ms;
	uint32_t step_ms; /* each message has a span of its own of this length */
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
	else if (number % 20011 == 20010)
		str_addz(&j->text, " " PROSE_RARE);
	if (rng_chance(&j->rng, 60))
		str_addz(&j->text, " I'm \"here\" & you're not 😀");
}

static void
add_date(struct str *out, int64_t at_ms)
{
	struct civil c = zone_local(at_ms);

	str_addz(out, " readable_date=\"");
	str_addu(out, (uint64_t)c.day);
	str_addc(out, ' ');
	str_addz(out, zone_month(c.month));
	str_addc(out, ' ');
	str_addu(out, (uint64_t)c.year);
	for (int i = 0; i < 3; i++) {
		int v = i == 0 ? c.hour : i == 1 ? c.minute : c.second;
		char two[3] = {i == 0 ? ' ' : ':', (char)('0' + v / 10), (char)('0' + v % 10)};

		str_add(out, two, sizeof two);
	}
	str_addc(out, '"');
}

static void
add_message(struct job *j, uint64_t number, struct str *out)
{
	const struct sender *who =
	    &senders[rng_weighted(&j->rng, sender_weights, sizeof senders / sizeof senders[0])];
	bool received = rng_chance(&j->rng, 720);

	j->at_ms = j->start_ms + (int64_t)number * j->step_ms + rng_below(&j->rng, j->step_ms);
	make_text(j, number);
	str_addz(out, "  <sms protocol=\"0\" address=\"");
	str_addz(out, who->address);
	str_addz(out, "\" date=\"");
	str_addu(out, (uint64_t)j->at_ms);
	str_addz(out, received ? "\" type=\"1\" subject=\"null\" body=\""
			       : "\" type=\"2\" subject=\"null\" body=\"");
	(void)encode_sms_xml(out, str_z(&j->text));
	str_addz(out, "\" toa=\"null\" sc_toa=\"null\" service_center=\"");
	str_addz(out, received ? "+447700900999" : "null");
	str_addz(out, "\" read=\"1\" status=\"-1\" locked=\"0\" date_sent=\"");
	str_addu(out, received ? (uint64_t)(j->at_ms / 1000 * 1000 - 1000) : 0);
	str_addz(out, "\" sub_id=\"1\"");
	add_date(out, j->at_ms);
	str_addz(out, " contact_name=\"");
	str_addz(out, who->contact);
	str_addz(out, "\" />\n");
}

/* At most three weeks, so that it fits; at least a millisecond. */
static uint32_t
step_of(int64_t span_ms, uint64_t total)
{
	int64_t step_ms = span_ms / (int64_t)total;

	if (step_ms > 21 * ZONE_DAY_MS)
		step_ms = 21 * ZONE_DAY_MS;
	return step_ms > 0 ? (uint32_t)step_ms : 1;
}

static bool
generate(uint64_t total, const char *path)
{
	const int64_t span_ms = 9 * 365 * ZONE_DAY_MS;
	struct job j = {.total = total, .start_ms = zone_ms("2016-01-01")};
	struct sink s;

	if (!sink_open(&s, path))
		return false;
	j.step_ms = step_of(span_ms, total);
	prose_init(&j.prose);
	rng_init(&j.rng, RNG_SEED_DEFAULT, "bench-sms");
	str_addf(&s.buffer,
	    "<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>\n"
	    "<!--File Created By SMS Backup & Restore v10.20.002 on 01/01/2025 09:00:00-->\n"
	    "<?xml-stylesheet type=\"text/xsl\" href=\"sms.xsl\"?>\n"
	    "<smses count=\"%llu\" backup_set=\"0b6f3f52-4c1d-4d0e-9a55-2f7d1c8e9a11\" "
	    "backup_date=\"1735722000000\" type=\"full\">\n",
	    (unsigned long long)total);
	for (uint64_t i = 0; i < total && !s.failed; i++) {
		add_message(&j, i, &s.buffer);
		sink_flow(&s);
	}
	str_addz(&s.buffer, "</smses>\n");
	prose_fini(&j.prose);
	str_fini(&j.text);
	return sink_close(&s, path);
}

int
main(int argc, char **argv)
{
	uint64_t total;

	if (argc != 3 || !sink_number(argv[1], false, &total)) {
		fputs("usage: bench-gen-sms N FILE   (N may end in k or M)\n", stderr);
		return 2;
	}
	return generate(total, argv[2]) ? 0 : 1;
}
