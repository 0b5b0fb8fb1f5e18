/* bench/pdf.c
 * How quickly pages are made, into a sink that only counts.
 *   bench-pdf rows N       a chronology of N short records
 *   bench-pdf exhibits N P N exhibits, each led to from a line, P of them with a photograph
 * One line of figures; memory is watched from outside (bench/measure.py). */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/fonts.h"
#include "base/mem.h"
#include "show/report/doc_pdf.h"
#include "show/report/report.h"

enum { PHOTO_BYTES = 300 * 1000, PER_DAY = 60 };

static const char *const messages[] = {"Where are you?",
    "Answer me. I know you are at home, the light is on.",
    "I only want to talk to you, five minutes, that is all I ask for.",
    "Who was that at your door tonight?", "you will be sorry",
    "Please. I am outside now and I am not going until you come down and look at me.",
    "I saw you on Weir Street with him", "ok", "Missed call",
    "Happy birthday, whatever you think of me \xf0\x9f\x8e\x82", "Gdzie jeste\xc5\x9b?",
    "\xd8\xaa\xd9\x85 \xda\xa9\xdb\x81\xd8\xa7\xda\xba \xdb\x81\xd9\x88"};

struct sink {
	uint64_t bytes, pages;
};

static enum status
count(void *ctx, struct slice data, struct err *err)
{
	struct sink *sink = ctx;

	(void)err;
	sink->bytes += data.n;
	return OK;
}

static double
now_s(clockid_t clock)
{
	struct timespec t;

	(void)clock_gettime(clock, &t);
	return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static uint64_t
next(uint64_t *seed)
{
	*seed ^= *seed << 13;
	*seed ^= *seed >> 7;
	*seed ^= *seed << 17;
	return *seed;
}

/* Words that differ from row to row, as in life: names, numbers, times. */
static void
say(struct buf *out, uint64_t *seed, bool latin)
{
	size_t kinds = sizeof messages / sizeof *messages - (latin ? 2 : 0);

	buf_reset(out);
	buf_put_c(out, messages[next(seed) % kinds]);
	if (next(seed) % 3 == 0)
		buf_putf(out, " %u %c%c%c%c%c", (unsigned)(next(seed) % 1000),
		    (char)('a' + next(seed) % 26), (char)('a' + next(seed) % 26),
		    (char)('a' + next(seed) % 26), (char)('a' + next(seed) % 26),
		    (char)('a' + next(seed) % 26));
}

static void
write_rows(struct doc *doc, uint64_t rows)
{
	struct report_info info = {.title = TEXT_LITERAL("Chronology"),
	    .zone = TEXT_LITERAL("Europe/London"),
	    .shown_records = rows};
	struct chronology chronology;
	struct record record;
	struct report_row row = {
	    .record = &record, .exhibit = TEXT_LITERAL("DB/1"), .person = TEXT_LITERAL("Dan")};
	struct buf body;
	uint64_t seed = 88172645463325252u;

	buf_init(&body, 4096);
	record_init(&record);
	record.kind = KIND_MESSAGE;
	record.channel = TEXT_LITERAL("whatsapp");
	record.direction = DIRECTION_IN;
	record.from.handle = TEXT_LITERAL("+447700900303");
	report_chronology_begin(&chronology, doc, &info);
	for (uint64_t i = 0; i < rows; i++) {
		uint64_t day = i / PER_DAY;

		say(&body, &seed, true);
		record.body = buf_text(&body);
		record.when = (struct moment){.basis = BASIS_LOCAL,
		    .precision = PRECISION_MINUTE,
		    .local_known = true,
		    .local = {(int32_t)(2000 + day / 336), (int32_t)(1 + day / 28 % 12),
			(int32_t)(1 + day % 28), (int32_t)(i % PER_DAY * 24 / PER_DAY),
			(int32_t)(next(&seed) % 60), 0, 0}};
		row.number = i + 1;
		row.day_contacts = PER_DAY;
		report_chronology_row(&chronology, &row);
	}
	report_chronology_end(&chronology);
	buf_fini(&body);
}

/* A frame header and noise: what a PDF holds of a JPEG, it does not look into. */
static struct doc_image
photo(uint8_t *bytes, uint64_t *seed)
{
	static const uint8_t head[] = {0xff, 0xd8, 0xff, 0xc0, 0, 17, 8, 4, 0xb0, 6, 0x40, 3, 1,
	    0x22, 0, 2, 0x11, 1, 3, 0x11, 1, 0xff, 0xda, 0, 12, 3, 1, 0, 2, 0x11, 3, 0x11, 0, 63,
	    0};

	memcpy(bytes, head, sizeof head);
	for (size_t i = sizeof head; i + 8 <= PHOTO_BYTES; i += 8) {
		uint64_t noise = next(seed);

		memcpy(bytes + i, &noise, 8);
	}
	return (struct doc_image){.bytes = slice_of(bytes, PHOTO_BYTES),
	    .width = 1600,
	    .height = 1200,
	    .told = TEXT_LITERAL("A photograph of a door at night.")};
}

static void
write_exhibits(struct doc *doc, uint64_t exhibits, uint64_t photos)
{
	static const struct doc_column columns[] = {{"No.", 30, true, false},
	    {"Name", 200, false, false}, {"SHA-256", 200, false, true},
	    {"Exhibit", 40, false, false}};
	const struct doc_table table = {.columns = columns, .count = 4, .dense = true};
	uint8_t *bytes = mem_new(1, PHOTO_BYTES);
	uint64_t seed = 42;
	struct buf name, number, words;

	buf_init(&name, 256);
	buf_init(&number, 256);
	buf_init(&words, 4096);
	if (bytes == NULL)
		abort();
	doc_heading(doc, 1, TEXT_LITERAL("Exhibits"));
	doc_table_begin(doc, &table);
	for (uint64_t i = 0; i < exhibits; i++) {
		struct doc_cell cells[4] = {{.level = 0}};

		buf_reset(&name);
		buf_reset(&number);
		buf_putf(&number, "ABC/%u", (unsigned)(i + 1));
		buf_putf(&name, "IMG_%04u.jpg", (unsigned)(next(&seed) % 10000));
		cells[0].text = buf_text(&number);
		cells[1].text = buf_text(&name);
		cells[2].text = TEXT_LITERAL(
		    "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08");
		cells[3].text = cells[3].link = buf_text(&number);
		doc_table_cells(doc, cells, false);
	}
	doc_table_end(doc);
	for (uint64_t i = 0; i < exhibits; i++) {
		buf_reset(&number);
		buf_putf(&number, "ABC/%u", (unsigned)(i + 1));
		doc_place(doc, buf_text(&number));
		doc_heading(doc, 2, buf_text(&number));
		for (int k = 0; k < 6; k++) {
			say(&words, &seed, false);
			doc_fact(doc, "What it says", buf_text(&words));
		}
		if (i * photos / exhibits != (i + 1) * photos / exhibits) {
			struct doc_image image = photo(bytes, &seed);

			doc_image(doc, &image, 4000);
		}
	}
	mem_free(bytes);
	buf_fini(&name);
	buf_fini(&number);
	buf_fini(&words);
}

/* Every page has a word of its own in the file only in packed streams; the writer itself knows. */
static int
run(int argc, char **argv, struct fonts *fonts)
{
	struct font_source source = fonts_source(fonts);
	struct sink sink = {0};
	struct out out = {count, &sink};
	struct doc_pdf_info info = {.title = TEXT_LITERAL("Bench"),
	    .created_us = 1711314307000000,
	    .fonts = &source,
	    .page_count = &sink.pages};
	struct doc *doc;
	struct err err;
	double wall = now_s(CLOCK_MONOTONIC), cpu = now_s(CLOCK_PROCESS_CPUTIME_ID);
	enum status status = doc_pdf_new(&doc, &out, &info, &err);

	if (status == OK) {
		if (strcmp(argv[1], "rows") == 0)
			write_rows(doc, strtoull(argv[2], NULL, 10));
		else
			write_exhibits(doc, strtoull(argv[2], NULL, 10),
			    strtoull(argc > 3 ? argv[3] : "0", NULL, 10));
		status = doc_end(doc, &err);
	}
	if (status != OK) {
		(void)fprintf(stderr, "%s\n", err.text);
		return 1;
	}
	wall = now_s(CLOCK_MONOTONIC) - wall;
	cpu = now_s(CLOCK_PROCESS_CPUTIME_ID) - cpu;
	(void)printf("%llu pages %llu bytes %.3f s %.3f cpu-s %.0f pages/cpu-s\n",
	    (unsigned long long)sink.pages, (unsigned long long)sink.bytes, wall, cpu,
	    (double)sink.pages / cpu);
	return 0;
}

int
main(int argc, char **argv)
{
	struct fonts *fonts;
	int code;

	if (argc < 3) {
		(void)fprintf(stderr, "usage: bench-pdf rows N | exhibits N PHOTOS\n");
		return 2;
	}
	fonts = fonts_of_system();
	if (fonts == NULL)
		return 1;
	code = run(argc, argv, fonts);
	fonts_free(fonts);
	return code;
}
