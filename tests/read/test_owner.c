/* tests/read/test_owner.c
 * The owner's name in another spelling than the file's: of what two have written it is not said
 * which of them is she, in whatever format. */
#include "tests/support/check.h"

#include "read/formats/formats.h"
#include "tests/read/collect.h"
#include "tests/read/hard.h"

#define CORPUS "tests/corpora/"
#define SNAP(from)                                                                                 \
	"{\"From\":\"" from "\",\"Media Type\":\"TEXT\",\"Created\":\"2024-03-24 21:05:07 UTC\"}"
#define TIKTOK(from) "{\"Date\":\"2024-03-24 21:05:07\",\"From\":\"" from "\",\"Content\":\"x\"}"
#define X(from)                                                                                    \
	"{\"messageCreate\":{\"id\":\"1\",\"senderId\":\"" from                                    \
	"\",\"text\":\"x\",\"createdAt\":\"2024-03-24T21:05:07.340Z\"}}"
#define MAIL(from, to)                                                                             \
	"From: " from "\nTo: " to "\nDate: Sun, 24 Mar 2024 21:05:07 +0000\nSubject: "             \
	"Tonight\n\nx\n"

struct row {
	const struct format *format;
	const char *path, *bytes; /* one of them */
	const char *right, *wrong;
};

static void
read_row(struct collect *c, const struct row *row, const char *me)
{
	struct reading_options options = {.me = text_of_c(me)};

	if (row->bytes != NULL)
		hard_text(c, row->format, row->bytes, me);
	else
		hard_file(c, row->format, row->path, &options);
}

static size_t
count_direction(const struct collect *c, enum direction direction)
{
	size_t count = 0;

	for (size_t i = 0; i < c->count; i++)
		if (c->records[i].from.handle.n != 0 || c->records[i].from.name.n != 0)
			count += c->records[i].direction == direction;
	return count;
}

static void
assert_row(const struct row *row)
{
	struct collect c;

	print_message("%s\n", row->format->name);
	read_row(&c, row, row->right);
	assert_int_not_equal(
	    count_direction(&c, DIRECTION_IN) + count_direction(&c, DIRECTION_OUT), 0);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "me-not-found"), 0);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "me"), 0);
	collect_fini(&c);
	read_row(&c, row, row->wrong);
	assert_int_not_equal(count_direction(&c, DIRECTION_UNKNOWN), 0);
	assert_int_equal(count_direction(&c, DIRECTION_IN), 0);
	assert_int_equal(count_direction(&c, DIRECTION_OUT), 0);
	assert_int_equal(collect_notes(&c, NOTE_DOUBT, "me-not-found"), 1);
	assert_int_equal(collect_notes(&c, NOTE_QUESTION, "me"), 1);
	collect_fini(&c);
}

static void
owner__spelt_otherwise_is_asked_for_again(void **state)
{
	static const struct row rows[] = {
	    {&whatsapp_txt_format, NULL,
		"24/03/2024, 21:05 - Dan: one\n24/03/2024, 21:06 - Maya: two\n", "Maya", "Mya"},
	    {&meta_json_format, CORPUS "meta/good/instagram.json", NULL, "Maya Okafor",
		"Maya Okafr"},
	    {&meta_html_format, CORPUS "meta_html/good/2020_oldest_first.html", NULL, "Maya Okafor",
		"Maya Okafr"},
	    {&snapchat_format, NULL, "{\"the three\":[" SNAP("dan_r") "," SNAP("maya_o") "]}",
		"maya_o", "mayao"},
	    {&tiktok_format, NULL,
		"{\"Any Name\":{\"Other\":{\"ChatHistory\":{\"Chat History with dan_r:\":[" TIKTOK(
		    "dan_r") "," TIKTOK("maya_o") "]}}}}",
		"maya_o", "mayao"},
	    {&x_archive_format, NULL,
		"window.YTD.direct_messages.part0 = [{\"dmConversation\":{\"conversationId\":"
		"\"1001-2002\",\"messages\":[" X("1001") "," X("2002") "]}}]",
		"2002", "2020"},
	    {&csv_format, NULL,
		"Date,From,To,Message\n24/03/2024 21:05,Dan,Maya,one\n24/03/2024 "
		"21:06,Maya,Dan,two\n",
		"Maya", "Mya"},
	    {&eml_format, NULL, MAIL("dan@example.org", "maya@example.org"), "maya@example.org",
		"mya@example.org"},
	    {&mbox_format, NULL,
		"From - Sun Mar 24 21:05:07 2024\n" MAIL("dan@example.org",
		    "maya@example.org") "\nFrom - Sun Mar 24 21:06:07 "
					"2024\n" MAIL("maya@example.org", "dan@example.org"),
		"maya@example.org", "mya@example.org"},
	    {&emlx_format, CORPUS "emlx/good/read-and-answered", NULL, "maya@example.org",
		"mya@example.org"},
	    {&msg_format, CORPUS "msg/good/plain", NULL, "maya@example.org", "mya@example.org"},
	    {&pst_format, CORPUS "pst/good/narrow", NULL, "maya@example.org", "mya@example.org"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++)
		assert_row(&rows[i]);
}

/* Google delivers all of them to one. */
static void
owner__has_one_mailbox_at_gmail_however_it_is_spelt(void **state)
{
	static const struct row row = {&csv_format, NULL,
	    "Date,From,To,Message\n24/03/2024 21:05,dan@example.org,maya.okafor@gmail.com,one\n"
	    "24/03/2024 21:06,Maya.Okafor@gmail.com,dan@example.org,two\n",
	    "mayaokafor@googlemail.com", "mayaokafor@example.org"};

	(void)state;
	assert_row(&row);
}

/* She may never have answered. */
static void
owner__is_not_sought_where_only_one_writes(void **state)
{
	static const struct row rows[] = {
	    {&snapchat_format, NULL, "{\"dan_r\":[" SNAP("dan_r") "," SNAP("dan_r") "]}", "",
		"maya_o"},
	    {&eml_format, NULL, "From: dan@example.org\nSubject: Tonight\n\nx\n", "",
		"maya@example.org"},
	};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(rows); i++) {
		read_row(&c, &rows[i], rows[i].wrong);
		assert_int_equal(count_direction(&c, DIRECTION_IN), c.count);
		assert_int_equal(collect_notes(&c, NOTE_QUESTION, "me"), 0);
		collect_fini(&c);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(owner__spelt_otherwise_is_asked_for_again),
	    cmocka_unit_test(owner__has_one_mailbox_at_gmail_however_it_is_spelt),
	    cmocka_unit_test(owner__is_not_sought_where_only_one_writes),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
