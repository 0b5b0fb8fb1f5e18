/* src/read/formats/sms.c
 * SMS Backup & Restore: <smses> with <sms> and <mms>, <calls> with <call> (formats.md section 1).
 * Also what other programs write in the same dialect.  Here: recognising it, and its encoding.
 * The reading itself is in sms_walk.c. */
#include "base/mem.h"
#include "read/formats/formats.h"
#include "read/formats/sms_utf16.h"
#include "read/formats/sms_walk.h"

/* What encoding a file begins with. */
enum encoding { UTF_8, UTF_16_LITTLE, UTF_16_BIG };

static enum encoding
encoding_of(struct slice head, size_t *mark)
{
	*mark = 2;
	if (slice_starts(head, "\xff\xfe"))
		return UTF_16_LITTLE;
	if (slice_starts(head, "\xfe\xff"))
		return UTF_16_BIG;
	*mark = 0;
	if (head.n >= 4 && head.p[0] == '<' && head.p[1] == 0)
		return UTF_16_LITTLE;
	if (head.n >= 4 && head.p[0] == 0 && head.p[1] == '<')
		return UTF_16_BIG;
	*mark = slice_starts(head, "\xef\xbb\xbf") ? 3 : 0;
	return UTF_8;
}

/* The first element of a head in UTF-8, after declarations and comments, and nothing else: such an
 * element may be typed into a message of any other file. */
static enum sms_element
first_element(struct slice head)
{
	struct source source = source_of_slice(&head);
	struct sms_scan scan;
	struct sms_scan_token token = {.event = SMS_SCAN_END};
	enum sms_element element = SMS_ELEMENT_UNKNOWN;

	if (sms_scan_init(&scan, &source, 0, NULL) != OK)
		return element;
	if (sms_scan_next(&scan, &token, NULL) == OK && token.event == SMS_SCAN_OPEN &&
	    !scan.stray_text)
		element = sms_fields_element(token.name);
	sms_scan_fini(&scan);
	return element;
}

static int
sms_probe(struct slice head)
{
	uint8_t narrow[4096];
	enum sms_element element;
	enum encoding encoding;
	size_t mark, n = 0;

	if (head.n == 0)
		return 0;
	encoding = encoding_of(head, &mark);
	head = slice_from(head, mark);
	if (encoding != UTF_8) { /* the names looked for are ASCII */
		for (size_t i = encoding == UTF_16_BIG; i < head.n && n < sizeof narrow; i += 2)
			narrow[n++] = head.p[i];
		head = slice_of(narrow, n);
	}
	element = first_element(head);
	return element == SMS_ELEMENT_SMSES || element == SMS_ELEMENT_CALLS ? 95 : 0;
}

static enum status
read_utf16(struct sms_walk *walk, const struct source *source, size_t mark, bool big)
{
	struct sms_utf16 *utf16 = mem_new(1, sizeof *utf16);
	struct source utf8;
	enum status status;

	if (utf16 == NULL)
		return fail(walk->r.err, E_NOMEM, "no memory for a reader");
	utf8 = sms_utf16_init(utf16, source, mark, big);
	sms_record_note(&walk->r, 0, NOTE_DOUBT, "re-encoded",
	    TEXT_LITERAL("Another program has saved the file again, as UTF-16."));
	status = walk->r.status != OK ? walk->r.status : sms_walk_run(walk, &utf8, 0);
	if (utf16->replaced)
		sms_record_note(&walk->r, 0, NOTE_DOUBT, "not-utf16",
		    TEXT_LITERAL("Parts of the file are no characters."));
	mem_free(utf16);
	return status != OK ? status : walk->r.status;
}

static enum status
read_encoded(struct sms_walk *walk, const struct source *source)
{
	enum encoding encoding;
	uint8_t head[4];
	size_t n, mark;
	enum status status = source_read_full(source, 0, head, sizeof head, &n, walk->r.err);

	if (status != OK)
		return status;
	encoding = encoding_of(slice_of(head, n), &mark);
	sms_record_note(&walk->r, 0, NOTE_FORMAT, "sms-xml", TEXT_NONE);
	if (walk->r.status != OK)
		return walk->r.status;
	if (encoding != UTF_8)
		return read_utf16(walk, source, mark, encoding == UTF_16_BIG);
	return sms_walk_run(walk, source, mark);
}

static enum status
sms_read(const struct source *source, const struct reading_options *options,
    const struct sink *sink, struct err *err)
{
	struct sms_walk *walk = mem_new(1, sizeof *walk);
	enum status status;

	if (walk == NULL)
		return fail(err, E_NOMEM, "no memory for a reader");
	sms_walk_init(walk, options, sink, err);
	status = read_encoded(walk, source);
	sms_walk_fini(walk);
	mem_free(walk);
	return status;
}

const struct format sms_format = {
    .name = "sms-xml", .probe = sms_probe, .read = sms_read, .prepare = NULL};
