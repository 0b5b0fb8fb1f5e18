/* tests/read/test_mail_oracle.c
 * The same mail taken apart by GMime: what both find of names, types and bytes must agree.  GMime
 * is the oracle here and not the reader: docs/design/0011-mail.md. */
#include "tests/support/check.h"

#include <dirent.h>
#include <gmime/gmime.h>
#include <stdio.h>

#include "read/formats/formats.h"
#include "tests/read/collect.h"

/* What GMime finds: every leaf, decoded, attached mails as one leaf. */
struct leaves {
	struct {
		GByteArray *bytes;
		char *name;
		bool text; /* text or HTML without a file name: the body, or not kept apart */
	} items[64];
	size_t count;
};

static void
leaf_add(struct leaves *leaves, GMimeObject *object)
{
	GMimeStream *stream = g_mime_stream_mem_new();
	const char *name = NULL;
	GByteArray *bytes;

	assert_true(leaves->count < COUNT_OF(leaves->items));
	if (GMIME_IS_MESSAGE_PART(object)) {
		GMimeMessage *message = g_mime_message_part_get_message(GMIME_MESSAGE_PART(object));

		g_mime_object_write_to_stream(GMIME_OBJECT(message), NULL, stream);
		name = g_mime_object_get_content_type_parameter(object, "name");
	} else {
		GMimeDataWrapper *content = g_mime_part_get_content(GMIME_PART(object));

		if (content != NULL)
			g_mime_data_wrapper_write_to_stream(content, stream);
		name = g_mime_part_get_filename(GMIME_PART(object));
	}
	bytes = g_mime_stream_mem_get_byte_array(GMIME_STREAM_MEM(stream));
	leaves->items[leaves->count].bytes = g_byte_array_append(
	    g_byte_array_new(), bytes->data, bytes->len);
	leaves->items[leaves->count].name = g_strdup(name);
	leaves->items[leaves->count].text = name == NULL && GMIME_IS_TEXT_PART(object);
	leaves->count++;
	g_object_unref(stream);
}

static void
walk(struct leaves *leaves, GMimeObject *object)
{
	if (GMIME_IS_MULTIPART(object)) {
		int count = g_mime_multipart_get_count(GMIME_MULTIPART(object));

		for (int i = 0; i < count; i++)
			walk(leaves, g_mime_multipart_get_part(GMIME_MULTIPART(object), i));
		return;
	}
	leaf_add(leaves, object);
}

static void
leaves_fini(struct leaves *leaves)
{
	for (size_t i = 0; i < leaves->count; i++) {
		g_byte_array_unref(leaves->items[i].bytes);
		g_free(leaves->items[i].name);
	}
}

static bool
extract_is(const struct collect_extract *extract, GByteArray *bytes, const char *name)
{
	if (extract->data.n != bytes->len ||
	    (bytes->len != 0 && memcmp(extract->data.p, bytes->data, bytes->len) != 0))
		return false;
	return name == NULL ? extract->name.p == NULL : text_eq_c(extract->name, name);
}

static bool
is_text(const struct collect_extract *extract)
{
	return slice_starts(slice_of_text(extract->type), "text/");
}

/* GMime leaves what stands in the words as letters there. */
static bool
stood_in_text(const struct collect *c, const struct collect_extract *extract)
{
	const struct record *r = &c->records[0];

	for (size_t i = 0; i < r->claims_count; i++)
		if (text_eq_c(r->claims[i].key, "attachment-in-text") &&
		    text_eq(r->claims[i].value, extract->name))
			return true;
	return false;
}

/* Every file GMime finds is among ours, in the same order, and we found no others but text, which
 * is no file to it. */
static void
compare(const char *path, const struct collect *c, const struct leaves *leaves)
{
	size_t next = 0;

	for (size_t i = 0; i < leaves->count; i++) {
		if (leaves->items[i].text)
			continue;
		while (
		    next < c->extracts_count && is_text(&c->extracts[next]) &&
		    !extract_is(&c->extracts[next], leaves->items[i].bytes, leaves->items[i].name))
			next++;
		if (next == c->extracts_count ||
		    !extract_is(&c->extracts[next], leaves->items[i].bytes, leaves->items[i].name))
			fail_msg("%s: leaf %zu differs from GMime's\n", path, i);
		next++;
	}
	for (; next < c->extracts_count; next++)
		if (!is_text(&c->extracts[next]) && !stood_in_text(c, &c->extracts[next]))
			fail_msg("%s: extract %zu is unknown to GMime\n", path, next);
}

static GMimeMessage *
gmime_read(const char *path)
{
	GMimeStream *stream = g_mime_stream_fs_open(path, 0, 0, NULL);
	GMimeParser *parser;
	GMimeMessage *message;

	assert_non_null(stream);
	parser = g_mime_parser_new_with_stream(stream);
	g_mime_parser_set_format(parser, GMIME_FORMAT_MESSAGE);
	message = g_mime_parser_construct_message(parser, NULL);
	g_object_unref(parser);
	g_object_unref(stream);
	return message;
}

static void
check_subject(const char *path, const struct collect *c, GMimeMessage *message)
{
	const char *subject = g_mime_message_get_subject(message);

	if (subject != NULL && !text_eq_c(c->records[0].subject, subject))
		fail_msg("%s: subject differs: \"%s\"\n", path, subject);
}

static void
check_file(const char *path)
{
	GMimeMessage *message = gmime_read(path);
	struct leaves leaves = {.count = 0};
	struct collect c;

	assert_non_null(message);
	collect_init(&c);
	assert_ok(collect_file(&c, &eml_format, path, NULL), &c.err);
	if (g_mime_message_get_mime_part(message) != NULL)
		walk(&leaves, g_mime_message_get_mime_part(message));
	check_subject(path, &c, message);
	compare(path, &c, &leaves);
	leaves_fini(&leaves);
	collect_fini(&c);
	g_object_unref(message);
}

/* Where the two differ on purpose. */
static bool
differs(const char *name)
{
	static const char *const known[] = {
	    /* GMime prints attached mails anew instead of giving their bytes. */
	    "digest.eml",
	    /* Joining words, it loses what stands behind the padding of the first. */
	    "japanese.eml",
	    "split-word.eml",
	    /* Lines of a mailbox above the header, here or in an attached mail. */
	    "saved-from-mailbox.eml",
	    "mail_attachment_message_rfc822.eml",
	    "mail_attachment_pdf.eml",
	    /* Damage, where each has its own way; test_mail_fixtures.c holds what is wanted. */
	    "enmime_bad-final-boundary.eml",
	    "enmime_malformed-base64-attach.eml",
	    "enmime_multipart-wo-boundary.eml",
	    "mail_multiple_content_types.eml",
	    "mail_missing_body.eml",
	};

	for (size_t i = 0; i < COUNT_OF(known); i++)
		if (strcmp(name, known[i]) == 0)
			return true;
	return false;
}

static size_t
check_folder(const char *folder)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	char path[512];
	size_t count = 0;

	if (dir == NULL)
		return 0;
	while ((entry = readdir(dir)) != NULL) {
		if (entry->d_name[0] == '.' || differs(entry->d_name))
			continue;
		(void)snprintf(path, sizeof path, "%s/%s", folder, entry->d_name);
		check_file(path);
		count++;
	}
	(void)closedir(dir);
	return count;
}

static void
oracle__agrees_on_sound_mail(void **state)
{
	(void)state;
	g_mime_init();
	assert_true(check_folder("tests/corpora/mail/good") >= 10);
	if (collect_have("../shared/fixtures/email/eml"))
		assert_true(check_folder("../shared/fixtures/email/eml") >= 10);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(oracle__agrees_on_sound_mail),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
