/* src/read/formats/archive.c
 * tar (as it is, or in gzip, bzip2, xz or zstd: Google's .tgz) and 7z as formats: how they are
 * known.  Not for: how they are read; see archive_forward.c. */
#include "read/formats/archive_forward.h"
#include "read/formats/archive_walk.h"
#include "read/formats/bundle.h"
#include "read/formats/formats.h"
#include "read/formats/gzip_source.h"

enum {
	TAR_BYTES = 512, /* of one header, POSIX.1-2017 pax, "ustar Interchange Format" */
	TAR_SUM_AT = 148,
	TAR_SUM_BYTES = 8,
	TAR_MAGIC_AT = 257,
};

static bool
octal(struct slice s, unsigned *out)
{
	unsigned n = 0, digits = 0;

	while (s.n != 0 && *s.p == ' ')
		s = slice_from(s, 1);
	for (; s.n != 0 && *s.p >= '0' && *s.p <= '7'; s = slice_from(s, 1), digits++)
		n = n * 8 + (unsigned)(*s.p - '0');
	*out = n;
	return digits != 0 && digits <= 7;
}

/* A header whose checksum fits.  Headers before ustar have no other mark. */
static bool
is_tar_header(struct slice head)
{
	unsigned sum = 0, want;

	if (head.n < TAR_BYTES || head.p[0] == 0)
		return false;
	for (size_t i = 0; i < TAR_BYTES; i++)
		sum += i >= TAR_SUM_AT && i < TAR_SUM_AT + TAR_SUM_BYTES ? ' ' : head.p[i];
	return octal(slice_of(head.p + TAR_SUM_AT, TAR_SUM_BYTES), &want) && sum == want;
}

bool
archive_is_tar(struct slice head)
{
	uint8_t inside[TAR_BYTES];

	if (slice_starts(head, "\x1f\x8b\x08"))
		return gzip_source_head(head, inside, TAR_BYTES) == TAR_BYTES &&
		       is_tar_header(slice_of(inside, TAR_BYTES));
	return is_tar_header(head);
}

static int
tar_probe(struct slice head)
{
	static const char *const packed[] = {
	    "\xfd\x37zXZ", "\x28\xb5\x2f\xfd", "BZh"}; /* xz, zstd, bzip2 */

	if (archive_is_tar(head))
		return 99;
	/* The first bytes need not show what is inside: reading does, and may find any file. */
	for (size_t i = 0; i < COUNT_OF(packed); i++)
		if (slice_starts(head, packed[i]) &&
		    (packed[i][0] != 'B' || slice_find(slice_of(head.p, head.n < 10 ? head.n : 10),
						SLICE_LITERAL("1AY&SY")) == 4))
			return 90;
	return 0;
}

static enum status
tar_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	uint64_t budget = bundle_budget(source->bytes);

	return archive_tar_within(source, options, sink, &budget, err);
}

static int
seven_probe(struct slice head)
{
	return slice_starts(head, "7z\xbc\xaf\x27\x1c") ? 99 : 0;
}

static enum status
seven_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	uint64_t budget = bundle_budget(source->bytes);

	return archive_7z_within(source, options, sink, &budget, err);
}

const struct format tar_format = {
    .name = "tar", .probe = tar_probe, .read = tar_read, .prepare = archive_walk_prepare};

const struct format seven_format = {
    .name = "7z", .probe = seven_probe, .read = seven_read, .prepare = NULL};
