/* bench/picture.c
 * How quickly the picture is drawn:  bench-picture ROWS [FOLDER]
 * Ten years of synthetic messages, calls and mails, 300 incidents and key events among them, in an
 * open index; subjects, picture and its JSON, as `daybook --json picture` does it, then the same
 * with the whole page in place of the JSON, as `daybook picture --html` does it.  Neither the
 * vault's key derivation nor making the rows is in it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "app/picturing.h"
#include "base/mem.h"
#include "keep/index_names.h"
#include "show/mirror.h"
#include "show/query.h"
#include "show/report/doc_html.h"
#include "show/report/report.h"
#include "show/report/report_mirror.h"
#include "sys/crypto/entropy.h"
#include "sys/crypto/secret.h"
#include "sys/os/os_clock.h"
#include "sys/os/os_io.h"

enum { PEOPLE = 60, HIS = 12, INCIDENTS = 300, ROUNDS = 15, JSON_BYTES = 64 << 20 };

static const int64_t first_us = INT64_C(1388534400000000); /* 2014-01-01 */
static const int64_t span_us = INT64_C(315576000000000);   /* ten years */
static const int64_t hour_us = INT64_C(3600000000);

struct bench {
	uint64_t random, rows;
	char path[4096];
	struct app app;
	struct arena arena;
	struct buf data;
	double fill_s;
};

static double
seconds(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_MONOTONIC, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double
cpu_seconds(void)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static void
must(enum status status, const struct err *err, const char *what)
{
	if (status == OK)
		return;
	(void)fprintf(stderr, "bench-picture: %s: %s\n", what, err->text);
	exit(1);
}

static uint64_t
draw(struct bench *bench, uint64_t below)
{
	bench->random ^= bench->random << 13;
	bench->random ^= bench->random >> 7;
	bench->random ^= bench->random << 17;
	return bench->random % below;
}

/* --- rows --- */

/* Wall time is an hour ahead in summer. */
static void
add_record(
    struct bench *bench, uint64_t number, const struct record *record, bool dated, int64_t at_us)
{
	const bool summer = at_us / US_PER_DAY % 365 > 90 && at_us / US_PER_DAY % 365 < 300;
	struct record parsed;
	struct index_item item = {.number = number,
	    .record = &parsed,
	    .at_known = dated,
	    .at_us = at_us,
	    .local_known = dated,
	    .local_us = at_us + (summer ? hour_us : 0)};
	struct err err;
	double begin;

	buf_reset(&bench->data);
	must(record_put(&bench->data, record, &err), &err, "a row");
	arena_reset(&bench->arena);
	begin = seconds();
	item.bytes = buf_slice(&bench->data);
	must(record_parse(item.bytes, &bench->arena, &parsed, &err), &err, "parse");
	must(index_add(bench->app.index, &item, &err), &err, "add");
	bench->fill_s += seconds() - begin;
}

static void
add_message(struct bench *bench, uint64_t number)
{
	static const struct {
		enum record_kind kind;
		const char *channel;
	} ways[] = {{KIND_MESSAGE, "sms"}, {KIND_MESSAGE, "whatsapp"}, {KIND_MESSAGE, "whatsapp"},
	    {KIND_CALL, "call"}, {KIND_EMAIL, "email"}};
	const size_t way = draw(bench, COUNT_OF(ways));
	const uint64_t step = (uint64_t)span_us / bench->rows;
	const int64_t at_us = first_us + (int64_t)(number * step + draw(bench, step)) / 1000 * 1000;
	struct party me = {.handle = TEXT_LITERAL("+447700900999")}, they = {.handle = TEXT_NONE};
	char other[24], text[48];
	struct record record;
	bool in = draw(bench, 4) != 0;

	(void)snprintf(other, sizeof other, "+4477009%05u", (unsigned)draw(bench, PEOPLE));
	(void)snprintf(text, sizeof text, "answer me now %llu", (unsigned long long)number % 1000);
	they.handle = text_of_c(other);
	record_init(&record);
	record.kind = ways[way].kind;
	record.channel = text_of_c(ways[way].channel);
	record.when = (struct moment){.basis = BASIS_INSTANT,
	    .precision = PRECISION_SECOND,
	    .at_known = true,
	    .at_us = at_us};
	record.direction = in ? DIRECTION_IN : DIRECTION_OUT;
	record.from = in ? they : me;
	record.to = in ? &me : &they;
	record.to_count = 1;
	record.body = text_of_c(text);
	add_record(bench, number, &record, true, at_us);
}

static void
fill_messages(struct bench *bench)
{
	const struct index_import import = {.number = 1,
	    .entry_id = TEXT_LITERAL("aaaaaaaaaaaaaaaaaaaaaaaaaa"),
	    .original = TEXT_LITERAL("00"),
	    .name = TEXT_LITERAL("all"),
	    .expected = bench->rows};
	struct err err;
	double begin;

	must(index_begin_import(bench->app.index, &import, &err), &err, "begin");
	for (uint64_t i = 0; i < bench->rows; i++)
		add_message(bench, i);
	begin = seconds();
	must(index_end(bench->app.index, &err), &err, "end");
	bench->fill_s += seconds() - begin;
}

static void
add_incident(struct bench *bench, uint64_t number)
{
	static const char *const kinds[] = {"watching", "following", "blocked", "told-to-stop",
	    "reported", "gift", "changed-number", "order-made"};
	char entry_id[27];
	struct index_import import = {.number = 2 + number, .entry_id = {entry_id, 26}};
	struct text by = TEXT_LITERAL("Owen"), kind = text_of_c(kinds[number % COUNT_OF(kinds)]);
	const int64_t at_us = first_us + (int64_t)number * (span_us / INCIDENTS);
	struct record record;
	struct err err;

	(void)snprintf(entry_id, sizeof entry_id, "%026llu", (unsigned long long)number);
	record_init(&record);
	record.kind = KIND_INCIDENT;
	record.channel = TEXT_LITERAL("diary");
	record.when = (struct moment){.basis = BASIS_INSTANT,
	    .precision = PRECISION_MINUTE,
	    .at_known = true,
	    .at_us = at_us};
	record.body = TEXT_LITERAL("He stood at the gate for an hour.");
	record.effect = TEXT_LITERAL("I did not sleep.");
	record.by = &by;
	record.by_count = 1;
	record.kinds = &kind;
	record.kinds_count = 1;
	must(index_begin_import(bench->app.index, &import, &err), &err, "begin");
	add_record(bench, 0, &record, true, at_us);
	must(index_end(bench->app.index, &err), &err, "end");
}

static void
name_his(struct bench *bench)
{
	char handle[24];
	struct err err;

	for (unsigned i = 0; i < HIS; i++) {
		(void)snprintf(handle, sizeof handle, "+4477009%05u", i);
		must(index_name_person(
			 bench->app.index, text_of_c(handle), TEXT_LITERAL("Owen"), &err),
		    &err, "name");
	}
}

/* --- drawing --- */

struct took {
	double wall_ms, cpu_ms;
};

static void
json_print(struct bench *bench, const struct subjects *subjects, const struct picture *picture,
    struct buf *out)
{
	struct json json;
	struct err err;

	(void)bench;
	(void)subjects;
	json_init(&json, out);
	picture_json(picture, &json);
	must(buf_check(out, &err), &err, "json");
}

struct mirroring {
	const struct subjects *subjects;
	struct mirror *mirror;
	struct arena arena;
};

static enum status
mirror_row(void *ctx, const struct index_row *row, struct err *err)
{
	struct mirroring *mirroring = ctx;
	struct moment when = {.basis = row->basis,
	    .precision = row->precision,
	    .at_known = row->at_known,
	    .at_us = row->at_us};
	struct record record;
	enum status status;

	arena_reset(&mirroring->arena);
	status = record_parse(row->bytes, &mirroring->arena, &record, err);
	if (status == OK)
		mirror_add(mirroring->mirror, &(struct mirror_row){.when = &when,
						  .kind = record.kind,
						  .as = incident_counted_as(mirroring->subjects,
						      &record, record.by, record.by_count),
						  .record = &record,
						  .id = TEXT_LITERAL("1 aaaa")});
	return status;
}

static void
page_print(struct bench *bench, const struct subjects *subjects, const struct picture *picture,
    struct buf *bytes)
{
	const struct index_page page = {.no_limit = true};
	struct mirror *mirror = mem_new(1, sizeof *mirror);
	struct query *query = mem_new(1, sizeof *query);
	struct mirroring mirroring = {.subjects = subjects, .mirror = mirror};
	struct out out = out_of_buf(bytes);
	struct doc *doc = NULL;
	struct err err;

	if (mirror == NULL || query == NULL)
		exit(1);
	arena_init(&mirroring.arena, 1 << 20);
	mirror_init(mirror, ENGLAND_WALES);
	mirror_occasions(mirror, picture);
	query_init(query);
	query->kinds = 1U << KIND_INCIDENT;
	must(index_query(bench->app.index, query, &page, mirror_row, &mirroring, NULL, &err), &err,
	    "incidents");
	must(doc_html_new(&doc, &out, TEXT_LITERAL("The picture"), &err), &err, "page");
	report_picture_alone(doc, TEXT_LITERAL("The picture"), picture);
	report_mirror(doc, mirror);
	must(doc_end(doc, &err), &err, "page");
	arena_fini(&mirroring.arena);
	mem_free(query);
	mem_free(mirror);
}

typedef void (*print_fn)(struct bench *bench, const struct subjects *subjects,
    const struct picture *picture, struct buf *out);

static struct took
draw_once(struct bench *bench, print_fn print, struct buf *out, uint64_t *contacts)
{
	struct picture *picture = mem_new(1, sizeof *picture);
	struct subjects *subjects = mem_new(1, sizeof *subjects);
	struct took took;
	struct err err;
	double wall = seconds(), cpu = cpu_seconds();

	if (picture == NULL || subjects == NULL)
		exit(1);
	must(subjects_find(&bench->app, NULL, 0, subjects, &err), &err, "subjects");
	must(picture_draw(&bench->app, subjects, NULL, picture, &err), &err, "draw");
	buf_reset(out);
	print(bench, subjects, picture, out);
	took = (struct took){(seconds() - wall) * 1e3, (cpu_seconds() - cpu) * 1e3};
	*contacts = picture->contacts;
	picture_fini(picture);
	subjects_fini(subjects);
	mem_free(picture);
	mem_free(subjects);
	return took;
}

static int
by_wall(const void *a, const void *b)
{
	const struct took *left = a, *right = b;

	return left->wall_ms < right->wall_ms ? -1 : left->wall_ms > right->wall_ms;
}

/* The best of them says what it costs, where others want the same cores. */
static void
measure(struct bench *bench, const char *what, print_fn print)
{
	struct took took[ROUNDS], first;
	struct buf out;
	uint64_t contacts = 0;

	buf_init(&out, JSON_BYTES);
	first = draw_once(bench, print, &out, &contacts); /* fills the cache */
	for (size_t i = 0; i < ROUNDS; i++)
		took[i] = draw_once(bench, print, &out, &contacts);
	qsort(took, ROUNDS, sizeof took[0], by_wall);
	(void)printf("  picture and its %-6s best %8.2f ms   p50 %8.2f ms   max %8.2f ms   (best "
		     "%.2f ms of a core; the first %.2f ms; %llu contacts, %zu bytes)\n",
	    what, took[0].wall_ms, took[ROUNDS / 2].wall_ms, took[ROUNDS - 1].wall_ms,
	    took[0].cpu_ms, first.wall_ms, (unsigned long long)contacts, out.n);
	buf_fini(&out);
}

static void
reopen(struct bench *bench, const uint8_t *key)
{
	struct index_options options = {.path = bench->path,
	    .io = os_io(),
	    .clock = os_clock(),
	    .entropy = entropy_system(),
	    .key = key};
	enum index_fresh fresh;
	struct err err;

	index_close(bench->app.index);
	bench->app.index = NULL;
	must(index_open(&options, &bench->app.index, &fresh, &err), &err, "open");
}

static void
fill(struct bench *bench)
{
	struct rusage usage;
	struct io io = os_io();
	struct io_stat stat;

	arena_init(&bench->arena, 1 << 20);
	buf_init(&bench->data, 1 << 20);
	fill_messages(bench);
	for (uint64_t i = 0; i < INCIDENTS; i++)
		add_incident(bench, i);
	name_his(bench);
	arena_fini(&bench->arena);
	buf_fini(&bench->data);
	(void)getrusage(RUSAGE_SELF, &usage);
	(void)io.ops->stat(io.ctx, bench->path, &stat);
	(void)printf("%llu rows in %.2f s, %.0f rows/s; file %.0f MB; peak memory %.0f MiB\n",
	    (unsigned long long)bench->rows, bench->fill_s, (double)bench->rows / bench->fill_s,
	    (double)stat.bytes / 1e6, (double)usage.ru_maxrss / 1024);
}

int
main(int argc, char **argv)
{
	static struct bench bench = {.random = 88172645463325252u};
	static const uint8_t key[INDEX_KEY_BYTES] = {1, 2, 3};
	struct io io = os_io();
	struct rusage usage;
	struct err err;

	bench.rows = argc > 1 ? strtoull(argv[1], NULL, 10) : 50000;
	(void)snprintf(
	    bench.path, sizeof bench.path, "%s/bench-picture-index", argc > 2 ? argv[2] : ".");
	if (bench.rows == 0 || bench.rows > 100000000) {
		(void)fprintf(stderr, "usage: bench-picture ROWS [FOLDER]\n");
		return 2;
	}
	must(crypto_start(&err), &err, "start");
	must(index_erase(bench.path, &io, &err), &err, "erase");
	reopen(&bench, key);
	fill(&bench);
	reopen(&bench, key);
	measure(&bench, "JSON", json_print);
	measure(&bench, "page", page_print);
	(void)getrusage(RUSAGE_SELF, &usage);
	(void)printf("  peak memory %.0f MiB\n", (double)usage.ru_maxrss / 1024);
	index_close(bench.app.index);
	must(index_erase(bench.path, &io, &err), &err, "erase");
	return 0;
}
