/* src/read/formats/mail_source.c
 * See mail_source.h. */
#include "read/formats/mail_source.h"

#include "base/buf.h"

static bool
is_utf16(struct slice head, bool *big)
{
	*big = slice_starts(head, "\xfe\xff");
	return *big || slice_starts(head, "\xff\xfe");
}

static bool
ends_in_cr(struct slice head)
{
	return head.n != 0 && memchr(head.p, '\r', head.n) != NULL &&
	       memchr(head.p, '\n', head.n) == NULL;
}

struct slice
mail_source_head(struct slice head, uint8_t *room)
{
	struct buf out = {.p = room, .size = MAIL_SOURCE_HEAD_BYTES, .max = MAIL_SOURCE_HEAD_BYTES};
	size_t units;
	bool big;

	if (is_utf16(head, &big)) {
		units = (head.n - 2) / 2;
		if (units > MAIL_SOURCE_HEAD_BYTES / 3)
			units = MAIL_SOURCE_HEAD_BYTES / 3;
		buf_put_utf16(&out, slice_of(head.p + 2, units * 2), big);
		head = buf_slice(&out);
	} else if (ends_in_cr(head)) {
		buf_put_most(&out, head);
	}
	if (!ends_in_cr(head))
		return head;
	for (size_t i = 0; i < out.n; i++)
		if (out.p[i] == '\r')
			out.p[i] = '\n';
	return buf_slice(&out);
}

/* An LF behind a CR ends the same line. */
static enum status
read_at(void *ctx, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	struct mail_source *s = ctx;
	enum status status;
	uint8_t *out = p;
	size_t read, kept = 0;

	if (at != s->at)
		return fail(err, E_IO, "a re-encoded file can only be read forward");
	do {
		status = s->under.read_at(s->under.ctx, s->under_at, p, n, &read, err);
		if (status != OK)
			return status;
		if (read > n)
			return fail(err, E_IO, "a source gave more than was asked for");
		s->under_at += read;
		for (size_t i = 0; i < read; i++) {
			uint8_t c = out[i];

			if (c != '\n' || !s->after_cr)
				out[kept++] = c == '\r' ? '\n' : c;
			s->after_cr = c == '\r';
		}
	} while (kept == 0 && read != 0);
	*got = kept;
	s->at += kept;
	return OK;
}

bool
mail_source_init(
    struct mail_source *source, const struct source *file, struct slice head, struct source *out)
{
	bool big;

	source->recoded = is_utf16(head, &big);
	if (!source->recoded && !ends_in_cr(head))
		return false;
	source->under = source->recoded ? sms_utf16_init(&source->utf16, file, 2, big) : *file;
	source->under_at = source->at = 0;
	source->after_cr = false;
	*out = (struct source){read_at, UINT64_MAX, source};
	return true;
}
