/* bench/search.c
 * How quickly the index takes in, lists and finds:  bench-search ROWS [FOLDER]
 * Synthetic SMS (82 bytes of text on average, words by Zipf's law over 20,000, ten years) through
 * the public calls of keep/index.h.  Making the rows is not counted. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>

#include "keep/index.h"
#include "sys/crypto/entropy.h"
#include "sys/crypto/secret.h"
#include "sys/os/os_clock.h"
#include "sys/os/os_io.h"

enum { WORDS = 20000, BLOCK = 4096, TEXT_BYTES = 82, PEOPLE = 60, ROUNDS = 300, PAGE = 50 };

static const int64_t first_us = INT64_C(1388534400000000); /* 2014-01-01 */
static const int64_t span_us = INT64_C(315576000000000);   /* ten years */

struct bench {
	uint64_t random;
	char words[WORDS][12];
	uint64_t rows;
	char path[4096];
	struct index *index;
	struct buf data;
	size_t at[BLOCK + 1];
	int64_t when[BLOCK];
};

static double
seconds_of(clockid_t clock)
{
	struct timespec now;

	(void)clock_gettime(clock, &now);
	return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

static double
seconds(void)
{
	return seconds_of(CLOCK_MONOTONIC);
}

/* Beside the wall time, which says little while other programs want the same cores. */
static double
cpu_seconds(void)
{
	return seconds_of(CLOCK_PROCESS_CPUTIME_ID);
}

struct spent {
	double wall, cpu;
};

static void
must(enum status status, const struct err *err, const char *what)
{
	if (status == OK)
		return;
	(void)fprintf(stderr, "bench-search: %s: %s\n", what, err->text);
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

/* A word's number by Zipf's law: number k about 1/k as often as the first. */
static const char *
draw_word(struct bench *bench)
{
	double u = (double)draw(bench, UINT64_C(1) << 40) / (double)(UINT64_C(1) << 40);
	size_t number = (size_t)exp(u * log((double)WORDS)) - 1;

	return bench->words[number < WORDS ? number : WORDS - 1];
}

static void
make_words(struct bench *bench)
{
	for (size_t i = 0; i < WORDS; i++) {
		size_t n = 2 + draw(bench, i < 50 ? 3 : 8);

		for (size_t j = 0; j < n; j++)
			bench->words[i][j] = (char)('a' + draw(bench, 26));
	}
}

static void
make_row(struct bench *bench, uint64_t number, int64_t at_us)
{
	char other[24], text[160];
	struct record record;
	struct party to[1] = {{.handle = TEXT_NONE}};
	struct party me = {
	    .handle = TEXT_LITERAL("+447700900001"), .as_written = TEXT_LITERAL("+44 7700 900001")};
	struct party they = {.handle = TEXT_NONE};
	struct err err;
	size_t n = 0;

	while (n < TEXT_BYTES - 4) {
		/* One word stands in nearly every message. */
		const char *word = n == 0 && draw(bench, 20) != 0 ? bench->words[0]
								  : draw_word(bench);
		size_t length = strlen(word);

		memcpy(text + n, word, length);
		n += length;
		text[n++] = ' ';
	}
	(void)snprintf(other, sizeof other, "+4477009%05u", (unsigned)draw(bench, PEOPLE));
	they.handle = text_of_c(other);
	they.as_written = text_of_c(other);
	record_init(&record);
	record.kind = KIND_MESSAGE;
	record.channel = TEXT_LITERAL("sms");
	record.conversation = they.as_written;
	record.when = (struct moment){.basis = BASIS_INSTANT,
	    .precision = PRECISION_SECOND,
	    .at_known = true,
	    .at_us = at_us};
	record.direction = draw(bench, 2) == 0 ? DIRECTION_IN : DIRECTION_OUT;
	record.from = record.direction == DIRECTION_IN ? they : me;
	to[0] = record.direction == DIRECTION_IN ? me : they;
	record.to = to;
	record.to_count = 1;
	record.body = (struct text){text, n};
	record.position = number + 1;
	must(record_put(&bench->data, &record, &err), &err, "a row");
}

/* The next rows, in order of time as such files are. */
static size_t
make_block(struct bench *bench, uint64_t from)
{
	size_t count = 0;

	buf_reset(&bench->data);
	for (; count < BLOCK && from + count < bench->rows; count++) {
		uint64_t step = (uint64_t)span_us / bench->rows;

		bench->at[count] = bench->data.n;
		bench->when[count] = first_us +
				     (int64_t)((from + count) * step + draw(bench, step));
		bench->when[count] -= bench->when[count] % 1000;
		make_row(bench, from + count, bench->when[count]);
	}
	bench->at[count] = bench->data.n;
	return count;
}

static void
add_block(
    struct bench *bench, uint64_t from, size_t count, struct arena *arena, struct spent *spent)
{
	double wall = seconds(), cpu = cpu_seconds();
	struct err err;

	for (size_t i = 0; i < count; i++) {
		struct slice bytes = {
		    bench->data.p + bench->at[i], bench->at[i + 1] - bench->at[i]};
		struct record record;
		struct index_item item = {.number = from + i,
		    .record = &record,
		    .bytes = bytes,
		    .at_known = true,
		    .at_us = bench->when[i],
		    .local_known = true,
		    .local_us = bench->when[i]};

		/* The caller checks the worker's frames so: it is counted, about 0.4 us a row. */
		arena_reset(arena);
		must(record_parse(bytes, arena, &record, &err), &err, "parse");
		must(index_add(bench->index, &item, &err), &err, "add");
	}
	spent->wall += seconds() - wall;
	spent->cpu += cpu_seconds() - cpu;
}

static struct spent
fill(struct bench *bench)
{
	struct index_import import = {.number = 1,
	    .entry_id = TEXT_LITERAL("aaaaaaaaaaaaaaaaaaaaaaaaaa"),
	    .name = TEXT_LITERAL("sms.xml"),
	    .format = TEXT_LITERAL("sms-xml"),
	    .expected = bench->rows};
	struct spent spent = {0, 0};
	double wall = seconds(), cpu = cpu_seconds();
	struct arena arena;
	struct err err;

	arena_init(&arena, 8 << 20);
	must(index_begin_import(bench->index, &import, &err), &err, "begin");
	spent = (struct spent){seconds() - wall, cpu_seconds() - cpu};
	for (uint64_t from = 0; from < bench->rows;) {
		size_t count = make_block(bench, from);

		add_block(bench, from, count, &arena, &spent);
		from += count;
	}
	wall = seconds();
	cpu = cpu_seconds();
	must(index_end(bench->index, &err), &err, "end");
	arena_fini(&arena);
	spent.wall += seconds() - wall;
	spent.cpu += cpu_seconds() - cpu;
	return spent;
}

static enum status
touch_row(void *ctx, const struct index_row *row, struct err *err)
{
	uint64_t *sum = ctx;

	(void)err;
	*sum += row->bytes.n + row->key % 2 + 1;
	return OK;
}

static int
by_value(const void *a, const void *b)
{
	double left = *(const double *)a, right = *(const double *)b;

	return left < right ? -1 : left > right;
}

typedef void (*query_fn)(struct bench *, struct query *, struct index_page *);

static void
two_words(struct bench *bench, struct query *query, struct index_page *page)
{
	(void)page;
	query->terms[0].text = text_of_c(draw_word(bench));
	query->terms[1].text = text_of_c(draw_word(bench));
	query->terms_count = 2;
}

static void
rare_word(struct bench *bench, struct query *query, struct index_page *page)
{
	(void)page;
	query->terms[0].text = text_of_c(bench->words[10000 + draw(bench, 10000)]);
	query->terms_count = 1;
}

static void
common_word(struct bench *bench, struct query *query, struct index_page *page)
{
	(void)page;
	query->terms[0].text = text_of_c(bench->words[0]);
	query->terms_count = 1;
}

static void
deep(struct bench *bench, struct index_page *page)
{
	page->after_set = true;
	page->after = (UINT64_C(1) << 40) + (UINT64_C(63524131200) << 16) +
		      (draw(bench, 315576000) << 16);
	page->newest_first = draw(bench, 2) == 0;
}

static void
common_deep(struct bench *bench, struct query *query, struct index_page *page)
{
	common_word(bench, query, page);
	deep(bench, page);
}

static void
phrase(struct bench *bench, struct query *query, struct index_page *page)
{
	static char text[64];

	(void)page;
	(void)snprintf(
	    text, sizeof text, "%s %s", bench->words[draw(bench, 5)], bench->words[draw(bench, 5)]);
	query->terms[0].text = text_of_c(text);
	query->terms_count = 1;
}

static void
prefix(struct bench *bench, struct query *query, struct index_page *page)
{
	(void)page;
	query->terms[0].text = text_prefix(text_of_c(bench->words[100 + draw(bench, 1000)]), 3);
	query->terms[0].prefix = true;
	query->terms_count = 1;
}

static void
plain_list(struct bench *bench, struct query *query, struct index_page *page)
{
	(void)query;
	deep(bench, page);
}

static void
filtered_list(struct bench *bench, struct query *query, struct index_page *page)
{
	static char handle[24];

	(void)snprintf(handle, sizeof handle, "+4477009%05u", (unsigned)draw(bench, PEOPLE));
	query->from[0] = text_of_c(handle);
	query->from_count = 1;
	query->kinds = 1u << KIND_MESSAGE;
	query->channels[0] = TEXT_LITERAL("SMS");
	query->channels_count = 1;
	query->directions = 1u << DIRECTION_IN;
	deep(bench, page);
}

static void
never_list(struct bench *bench, struct query *query, struct index_page *page)
{
	/* Two filters that never meet: what they sent is never `out`. */
	filtered_list(bench, query, page);
	query->directions = 1u << DIRECTION_OUT;
}

static void
measure(struct bench *bench, const char *name, query_fn make)
{
	static double took[ROUNDS];
	static struct query query;
	struct err err;
	uint64_t sum = 0;

	for (size_t i = 0; i < ROUNDS; i++) {
		struct index_page page = {.newest_first = true, .limit = PAGE};
		double begin;

		memset(&query, 0, sizeof query);
		make(bench, &query, &page);
		begin = seconds();
		must(index_query(bench->index, &query, &page, touch_row, &sum, NULL, &err), &err,
		    name);
		took[i] = (seconds() - begin) * 1e3;
	}
	qsort(took, ROUNDS, sizeof took[0], by_value);
	(void)printf("  %-34s p50 %8.3f ms   p99 %8.3f ms   max %8.3f ms\n", name, took[ROUNDS / 2],
	    took[ROUNDS * 99 / 100], took[ROUNDS - 1]);
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

	index_close(bench->index);
	bench->index = NULL;
	must(index_open(&options, &bench->index, &fresh, &err), &err, "open");
}

static void
measure_scan(struct bench *bench)
{
	struct index_page page = {.facts_only = true, .no_limit = true};
	struct query query = {.kinds = 1u << KIND_MESSAGE, .from_count = 1};
	uint64_t sum = 0, count = 0;
	struct err err;
	double begin = seconds();

	must(index_query(bench->index, NULL, &page, touch_row, &sum, NULL, &err), &err, "scan");
	(void)printf("  facts of every record              %8.3f s\n", seconds() - begin);
	query.from[0] = TEXT_LITERAL("+447700900001");
	begin = seconds();
	must(index_count(bench->index, &query, &count, &err), &err, "count");
	(void)printf("  count by one filter                %8.3f s   (%llu)\n", seconds() - begin,
	    (unsigned long long)count);
}

static void
measure_all(struct bench *bench, const uint8_t *key)
{
	double begin = seconds();

	reopen(bench, key);
	(void)printf("  close and open                     %8.3f ms\n", (seconds() - begin) * 1e3);
	measure(bench, "two words", two_words);
	measure(bench, "rare word", rare_word);
	measure(bench, "word in most rows, first page", common_word);
	measure(bench, "word in most rows, any page", common_deep);
	measure(bench, "phrase of two common words", phrase);
	measure(bench, "beginning of a word", prefix);
	measure(bench, "list, any page", plain_list);
	measure(bench, "list by four filters, any page", filtered_list);
	measure(bench, "filters that never meet", never_list);
	measure_scan(bench);
}

int
main(int argc, char **argv)
{
	static struct bench bench = {.random = 88172645463325252u};
	static const uint8_t key[INDEX_KEY_BYTES] = {1, 2, 3};
	struct io io = os_io();
	struct rusage usage;
	struct io_stat stat;
	struct err err;
	struct spent took;

	bench.rows = argc > 1 ? strtoull(argv[1], NULL, 10) : 1000000;
	(void)snprintf(
	    bench.path, sizeof bench.path, "%s/bench-search-index", argc > 2 ? argv[2] : ".");
	if (bench.rows == 0 || bench.rows > 100000000) {
		(void)fprintf(stderr, "usage: bench-search ROWS [FOLDER]\n");
		return 2;
	}
	must(crypto_start(&err), &err, "start");
	must(index_erase(bench.path, &io, &err), &err, "erase");
	buf_init(&bench.data, 256 << 20);
	make_words(&bench);
	reopen(&bench, key);
	took = fill(&bench);
	(void)getrusage(RUSAGE_SELF, &usage);
	(void)io.ops->stat(io.ctx, bench.path, &stat);
	(void)printf("%llu rows taken in and searchable: %.2f s (%.2f s of a core), %.0f rows/s; "
		     "file %.0f MB; peak "
		     "memory %.0f MiB\n",
	    (unsigned long long)bench.rows, took.wall, took.cpu, (double)bench.rows / took.wall,
	    (double)stat.bytes / 1e6, (double)usage.ru_maxrss / 1024);
	measure_all(&bench, key);
	(void)getrusage(RUSAGE_SELF, &usage);
	(void)printf("  peak memory %.0f MiB\n", (double)usage.ru_maxrss / 1024);
	index_close(bench.index);
	buf_fini(&bench.data);
	must(index_erase(bench.path, &io, &err), &err, "erase");
	return 0;
}
