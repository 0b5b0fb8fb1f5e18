/* tests/read/test_ogg.c
 * Recordings in Ogg: how long they are, and what they say of themselves. */
#include "tests/support/check.h"

#include "read/formats/formats.h"
#include "tests/read/collect.h"
#include "tests/read/hard.h"

#define GOOD     "tests/corpora/ogg/good/"
#define BAD      "tests/corpora/ogg/bad/"
#define FIXTURES "../shared/fixtures/media"

static const struct record *
hear(struct collect *c, const char *path)
{
	struct reading_options options = {.name = text_of_c(strrchr(path, '/') + 1)};

	hard_file(c, &ogg_format, path, &options);
	assert_int_equal(c->count, 1);
	assert_int_equal(c->records[0].attachments[0].source, ATTACHMENT_SELF);
	assert_int_equal(c->records[0].when.basis, BASIS_NONE);
	return &c->records[0];
}

static void
ogg__counts_how_long_a_recording_is(void **state)
{
	static const struct {
		const char *path, *codec, *ms;
	} files[] = {
	    {GOOD "voice.opus", "opus", "3000"},
	    {GOOD "tags_on_two_pages.opus", "opus", "500"},
	    {GOOD "music.ogg", "vorbis", "2500"},
	    {GOOD "voice.spx", "speex", "4000"},
	    {GOOD "sound.oga", "flac", "1000"},
	    {GOOD "film.ogv", "vorbis", "1000"},
	    {GOOD "two_in_a_row.opus", "opus", "4000"},
	};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		const struct record *r = hear(&c, files[i].path);

		assert_text(record_claim(r, "codec"), files[i].codec);
		assert_text(record_claim(r, "duration-ms"), files[i].ms);
		assert_int_equal(r->doubts_count, 0);
		assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
		collect_fini(&c);
	}
}

static void
ogg__tells_sound_from_film(void **state)
{
	struct collect c;
	const struct record *r = hear(&c, GOOD "voice.opus");

	(void)state;
	assert_int_equal(r->kind, KIND_AUDIO);
	assert_text(r->channel, "audio");
	assert_text(r->attachments[0].type, "audio/ogg");
	collect_fini(&c);
	r = hear(&c, GOOD "film.ogv");
	assert_int_equal(r->kind, KIND_VIDEO);
	assert_text(r->attachments[0].type, "video/ogg");
	collect_fini(&c);
}

static void
ogg__reads_comments_as_claims(void **state)
{
	struct collect c;
	const struct record *r = hear(&c, GOOD "tags.opus");

	(void)state;
	assert_text(record_claim(r, "ogg-vendor"), "libopus 1.3.1");
	assert_text(record_claim(r, "ogg-title"), "At the door");
	assert_text(record_claim(r, "ogg-artist"), "Maya Okafor");
	assert_text(record_claim(r, "ogg-description"), "a=b");
	assert_text(record_claim(r, "ogg-metadata-block-picture"), "a picture, kept in the file");
	assert_int_equal(collect_notes(&c, NOTE_OMITS, "no-details"), 0);
	collect_fini(&c);
	r = hear(&c, GOOD "tags_on_two_pages.opus");
	assert_int_equal(record_claim(r, "ogg-comment").n, 700);
	collect_fini(&c);
	(void)hear(&c, GOOD "voice.opus");
	assert_int_equal(collect_notes(&c, NOTE_OMITS, "no-details"), 1);
	collect_fini(&c);
	r = hear(&c, BAD "comments_odd.opus");
	assert_text(record_claim(r, "ogg-comment"), "no sign");
	assert_text(record_claim(r, "ogg-name"), "caf\xef\xbf\xbd");
	collect_fini(&c);
}

static void
ogg__says_what_is_wrong(void **state)
{
	static const struct {
		const char *path, *doubt;
		bool unread;
	} files[] = {
	    {BAD "head_only.opus", "no-sound", false},
	    {BAD "first_page_only.opus", "no-sound", false},
	    {BAD "cut.opus", "cut-off", true},
	    {BAD "cut_between_pages.opus", "end-unmarked", false},
	    {BAD "page_missing.opus", "pages-missing", false},
	    {BAD "wrong_sum.opus", "damaged", true},
	    {BAD "rubbish_between.opus", "damaged", true},
	    {BAD "rubbish_behind.opus", "damaged", true},
	    {BAD "runs_back.opus", "times-run-back", false},
	    {BAD "negative.opus", "damaged", true},
	    {BAD "comments_lie.opus", "damaged", true},
	    {BAD "vendor_lies.opus", "damaged", true},
	    {BAD "comments_odd.opus", "not-utf8", false},
	    {BAD "many_comments.opus", "too-much", false},
	    {BAD "not_tags.opus", "damaged", true},
	    {BAD "head_short.opus", "damaged", true},
	    {BAD "no_rate.ogg", "damaged", true},
	};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		const struct record *r = hear(&c, files[i].path);

		if (record_doubt(r, files[i].doubt) == NULL)
			fail_msg("%s: not doubted as %s\n", files[i].path, files[i].doubt);
		if ((collect_notes(&c, NOTE_UNREAD, NULL) != 0) != files[i].unread)
			fail_msg("%s: read wholly or not?\n", files[i].path);
		collect_fini(&c);
	}
}

static void
ogg__counts_on_behind_damage(void **state)
{
	struct collect c;

	(void)state;
	assert_text(record_claim(hear(&c, BAD "rubbish_between.opus"), "duration-ms"), "2000");
	collect_fini(&c);
	assert_text(record_claim(hear(&c, BAD "shorter_than_its_skip.opus"), "duration-ms"), "0");
	collect_fini(&c);
}

static void
ogg__is_recognised_by_content(void **state)
{
	static const char *const others[] = {
	    BAD "empty", BAD "words.ogg", BAD "unknown_inside.ogg"};
	struct slice bytes = load_file(GOOD "voice.opus");
	struct collect c;

	(void)state;
	assert_ptr_equal(format_of_head(bytes), &ogg_format);
	load_free(bytes);
	for (size_t i = 0; i < COUNT_OF(others); i++) {
		bytes = load_file(others[i]);
		assert_ptr_equal(format_of_head(bytes), &file_format);
		collect_init(&c);
		assert_int_equal(collect_slice(&c, &ogg_format, bytes, NULL), E_FORMAT);
		collect_fini(&c);
		load_free(bytes);
	}
}

static void
ogg__bears_pieces_cuts_and_flips(void **state)
{
	(void)state;
	hard_seed(&ogg_format, GOOD "tags.opus");
	hard_seed(&ogg_format, GOOD "film.ogv");
}

static void
ogg__holds_the_facts_of_outside_files(void **state)
{
	struct collect c;
	const struct record *r;

	(void)state;
	if (!collect_have(FIXTURES))
		return;
	r = hear(&c, FIXTURES "/tika_testOPUS.opus");
	assert_int_equal(r->attachments[0].bytes, 1059);
	assert_text(record_claim(r, "duration-ms"), "21"); /* (1401 - 356) / 48 */
	assert_text(record_claim(r, "ogg-title"), "Test Title");
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(ogg__counts_how_long_a_recording_is),
	    cmocka_unit_test(ogg__tells_sound_from_film),
	    cmocka_unit_test(ogg__reads_comments_as_claims),
	    cmocka_unit_test(ogg__says_what_is_wrong),
	    cmocka_unit_test(ogg__counts_on_behind_damage),
	    cmocka_unit_test(ogg__is_recognised_by_content),
	    cmocka_unit_test(ogg__bears_pieces_cuts_and_flips),
	    cmocka_unit_test(ogg__holds_the_facts_of_outside_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
