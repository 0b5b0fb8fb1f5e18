/* bench/gen_mixed.c
 * bench-gen-mixed [BYTES] DIR: a folder of mixed files of exactly BYTES together (default 2 GiB,
 * then about 8,000 files): 15 % text that compresses, 42 % photographs of 100 to 600 KB and 43 %
 * video of 4 to 60 MB that do not.  Constant memory, the same bytes every time. */
#include <stdio.h>
#include <string.h>

#include "bench/prose.h"
#include "bench/sink.h"

enum kind { KIND_TEXT, KIND_PHOTO, KIND_VIDEO, KIND_COUNT };

enum { PER_FOLDER = 200, VIDEO_MAX = 60 * 1000 * 1000 };

struct job {
	struct prose prose;
	struct rng rng;
	const char *dir;
	uint64_t total;
	uint64_t written[KIND_COUNT];
	uint32_t files[KIND_COUNT];
};

static const char *const kind_names[KIND_COUNT] = {"text", "photos", "videos"};
static const char *const kind_suffixes[KIND_COUNT] = {"txt", "jpg", "mp4"};
static const uint64_t kind_percent[KIND_COUNT] = {15, 42, 43};

static uint64_t
file_size(struct job *j, enum kind kind)
{
	switch (kind) {
	case KIND_TEXT: return (uint64_t)rng_between(&j->rng, 2000, 114000);
	case KIND_PHOTO: return (uint64_t)rng_between(&j->rng, 100000, 600000);
	case KIND_VIDEO:
	case KIND_COUNT: break;
	}
	if (rng_chance(&j->rng, 100))
		return (uint64_t)rng_between(&j->rng, 40000000, VIDEO_MAX);
	return (uint64_t)rng_between(&j->rng, 4000000, 38000000);
}

/* The kind that lags most behind its share. */
static enum kind
next_kind(const struct job *j)
{
	enum kind best = KIND_TEXT;

	for (size_t i = 1; i < KIND_COUNT; i++)
		if (j->written[i] * kind_percent[best] < j->written[best] * kind_percent[i])
			best = (enum kind)i;
	return best;
}

/* The start of a real file of that kind, so that a reader of media finds what it expects and stops.
 */
static void
add_head(enum kind kind, uint64_t bytes, struct str *out)
{
	static const unsigned char jpeg[] = {0xff, 0xd8, 0xff, 0xe0, 0, 16, 'J', 'F', 'I', 'F', 0,
	    1, 1, 0, 0, 1, 0, 1, 0, 0, 0xff, 0xda, 0, 8, 1, 1, 0, 0, 63, 0};
	static const unsigned char mp4[] = {0, 0, 0, 24, 'f', 't', 'y', 'p', 'i', 's', 'o', 'm', 0,
	    0, 2, 0, 'i', 's', 'o', 'm', 'm', 'p', '4', '2'};
	uint64_t rest = bytes - sizeof mp4;

	if (kind == KIND_PHOTO) {
		str_add(out, jpeg, sizeof jpeg);
		return;
	}
	str_add(out, mp4, sizeof mp4);
	for (int shift = 24; shift >= 0; shift -= 8)
		str_addc(out, (char)(rest >> shift & 255u));
	str_addz(out, "mdat");
}

static void
fill(struct job *j, enum kind kind, uint64_t bytes, struct sink *s)
{
	unsigned char block[65536];
	uint64_t left = bytes;

	if (kind != KIND_TEXT && bytes > 64) {
		add_head(kind, bytes, &s->buffer);
		left -= s->buffer.n;
	}
	while (left > 0 && !s->failed) {
		size_t n = left < sizeof block ? (size_t)left : sizeof block;
		size_t before = s->buffer.n;

		if (kind == KIND_TEXT) {
			prose_add(&j->prose, &j->rng, n < 900 ? n : 900, &s->buffer);
			str_addc(&s->buffer, '\n');
			if (s->buffer.n - before > left)
				s->buffer.n = before + (size_t)left;
			n = s->buffer.n - before;
		} else {
			rng_bytes(&j->rng, block, n);
			str_add(&s->buffer, block, n);
		}
		left -= n;
		sink_flow(s);
	}
}

static bool
write_file(struct job *j, enum kind kind, uint64_t bytes)
{
	struct str path = {0};
	struct sink s;
	uint32_t number = j->files[kind]++;
	bool done = true;

	str_addf(&path, "%s/%s/%03u", j->dir, kind_names[kind], (unsigned)(number / PER_FOLDER));
	if (number % PER_FOLDER == 0)
		done = sink_folder(path.p);
	str_addf(&path, "/%06u.%s", (unsigned)number, kind_suffixes[kind]);
	done = done && sink_open(&s, path.p);
	if (done) {
		fill(j, kind, bytes, &s);
		done = sink_close(&s, path.p);
	}
	j->written[kind] += bytes;
	str_fini(&path);
	return done;
}

static bool
make_folders(const char *dir)
{
	bool done = sink_folder(dir);

	for (size_t i = 0; i < KIND_COUNT && done; i++) {
		struct str path = {0};

		str_addf(&path, "%s/%s", dir, kind_names[i]);
		done = sink_folder(path.p);
		str_fini(&path);
	}
	return done;
}

static bool
generate(uint64_t total, const char *dir)
{
	struct job j = {.dir = dir, .total = total};
	uint64_t left = total;
	bool done = make_folders(dir);

	prose_init(&j.prose);
	rng_init(&j.rng, RNG_SEED_DEFAULT, "bench-mixed");
	while (done && left > 0) {
		enum kind kind = next_kind(&j);
		uint64_t bytes = file_size(&j, kind);

		/* In a small set no one film may be most of it. */
		if (bytes > total / 8 + 1)
			bytes = total / 8 + 1;
		if (bytes > left)
			bytes = left;
		done = write_file(&j, kind, bytes);
		left -= bytes;
	}
	prose_fini(&j.prose);
	if (done)
		printf("%u texts, %u photographs, %u videos, %llu bytes\n",
		    (unsigned)j.files[KIND_TEXT], (unsigned)j.files[KIND_PHOTO],
		    (unsigned)j.files[KIND_VIDEO], (unsigned long long)total);
	return done;
}

int
main(int argc, char **argv)
{
	uint64_t total = UINT64_C(2) << 30;

	if ((argc != 2 && argc != 3) || (argc == 3 && !sink_number(argv[1], true, &total))) {
		fputs("usage: bench-gen-mixed [BYTES] DIR   (BYTES may end in k, M or G; default "
		      "2G)\n",
		    stderr);
		return 2;
	}
	return generate(total, argv[argc - 1]) ? 0 : 1;
}
