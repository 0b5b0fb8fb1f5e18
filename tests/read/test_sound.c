/* tests/read/test_sound.c
 * Recordings in AMR, WAVE and CAF: how long they are, and what they say of themselves. */
#include "tests/support/check.h"

#include "read/formats/formats.h"
#include "tests/read/collect.h"
#include "tests/read/hard.h"

#define GOOD     "tests/corpora/sound/good/"
#define BAD      "tests/corpora/sound/bad/"
#define FIXTURES "../shared/fixtures/media"

static const struct format *
format_for(const char *path)
{
	const char *ending = strrchr(path, '.');

	if (strcmp(ending, ".wav") == 0)
		return &wav_format;
	return strcmp(ending, ".caf") == 0 ? &caf_format : &amr_format;
}

static const struct record *
hear(struct collect *c, const char *path)
{
	struct reading_options options = {.name = text_of_c(strrchr(path, '/') + 1)};

	hard_file(c, format_for(path), path, &options);
	assert_int_equal(c->count, 1);
	assert_int_equal(c->records[0].kind, KIND_AUDIO);
	assert_text(c->records[0].channel, "audio");
	assert_int_equal(c->records[0].attachments[0].source, ATTACHMENT_SELF);
	return &c->records[0];
}

static void
sound__counts_how_long_a_recording_is(void **state)
{
	static const struct {
		const char *path, *type, *ms;
	} files[] = {
	    {GOOD "voice.amr", "audio/amr", "1500"},
	    {GOOD "kinds.amr", "audio/amr", "200"},
	    {GOOD "voice_wide.amr", "audio/amr-wb", "1040"},
	    {GOOD "two_channels.amr", "audio/amr", "500"},
	    {GOOD "memo.wav", "audio/wav", "500"},
	    {GOOD "info.wav", "audio/wav", "250"},
	    {GOOD "large.wav", "audio/wav", "1000"},
	    {GOOD "spoken.caf", "audio/x-caf", "1987"},
	    {GOOD "plain.caf", "audio/x-caf", "500"},
	};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		const struct record *r = hear(&c, files[i].path);

		assert_text(r->attachments[0].type, files[i].type);
		assert_text(record_claim(r, "duration-ms"), files[i].ms);
		assert_int_equal(r->doubts_count, 0);
		assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
		collect_fini(&c);
	}
}

static void
sound__takes_the_clock_of_a_recorder(void **state)
{
	static const char *const files[] = {GOOD "memo.wav", BAD "other_marks.wav"};
	struct collect c;
	const struct record *r;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		r = hear(&c, files[i]);
		assert_int_equal(r->when.basis, BASIS_LOCAL);
		assert_int_equal(r->when.local.year, 2024);
		assert_int_equal(r->when.local.day, 24);
		assert_int_equal(r->when.local.second, 7);
		collect_fini(&c);
	}
	r = hear(&c, GOOD "memo.wav");
	assert_text(record_claim(r, "wav-origination"), "2024-03-24 21:05:07");
	assert_text(record_claim(r, "wav-originator"), "Recorder 7");
	assert_text(record_claim(r, "wav-description"), "at the door");
	collect_fini(&c);
	r = hear(&c, GOOD "spoken.caf");
	hard_instant(&r->when, "2024-03-24T21:05:07Z");
	assert_text(record_claim(r, "codec"), "opus");
	assert_text(record_claim(r, "caf-source-encoder"), "Example");
	collect_fini(&c);
	r = hear(&c, GOOD "info.wav");
	assert_int_equal(r->when.basis, BASIS_NONE);
	assert_text(record_claim(r, "wav-icrd"), "2024-03-24");
	collect_fini(&c);
	r = hear(&c, GOOD "voice.amr");
	assert_int_equal(r->when.basis, BASIS_NONE);
	assert_int_equal(collect_notes(&c, NOTE_OMITS, "no-details"), 1);
	collect_fini(&c);
}

static void
sound__says_what_is_wrong(void **state)
{
	static const struct {
		const char *path, *doubt;
		bool unread;
	} files[] = {
	    {BAD "magic_only.amr", "no-sound", false},
	    {BAD "cut.amr", "cut-off", true},
	    {BAD "unknown_kind.amr", "damaged", true},
	    {BAD "padding_set.amr", "damaged", true},
	    {BAD "no_channels.amr", "damaged", true},
	    {BAD "channels_cut.amr", "cut-off", true},
	    {BAD "no_sound.wav", "no-sound", false},
	    {BAD "no_length.wav", "length-unknown", false},
	    {BAD "cut.wav", "cut-off", true},
	    {BAD "cut_in_list.wav", "cut-off", true},
	    {BAD "list_lies.wav", "damaged", true},
	    {BAD "format_short.wav", "damaged", true},
	    {BAD "odd_date.wav", "date-unreadable", false},
	    {BAD "no_date.wav", "not-utf8", false},
	    {BAD "broadcast_short.wav", "damaged", true},
	    {BAD "chunk_too_long.wav", "cut-off", true},
	    {BAD "cut.caf", "cut-off", true},
	    {BAD "rate_odd.caf", "damaged", true},
	    {BAD "rate_negative.caf", "damaged", true},
	    {BAD "texts_cut.caf", "damaged", true},
	    {BAD "recorded_odd.caf", "date-unreadable", false},
	    {BAD "length_negative.caf", "cut-off", true},
	    {BAD "nothing_inside.caf", "no-sound", false},
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
sound__counts_what_is_there(void **state)
{
	static const struct {
		const char *path, *ms;
	} files[] = {{BAD "cut.amr", "60"}, {BAD "unknown_kind.amr", "60"}, {BAD "cut.wav", "250"},
	    {BAD "no_length.wav", "500"}};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		assert_text(record_claim(hear(&c, files[i].path), "duration-ms"), files[i].ms);
		collect_fini(&c);
	}
	assert_int_equal(hear(&c, BAD "rate_odd.caf")->duration_s, -1);
	collect_fini(&c);
	assert_int_equal(hear(&c, BAD "no_format.wav")->duration_s, -1);
	collect_fini(&c);
}

/* Ours is the limit, not the recorder's the mistake; and it does not hang on how much came. */
static void
sound__sees_the_head_of_a_long_part(void **state)
{
	const struct {
		const struct format *format;
		struct slice before, behind; /* 40,000 letters: more than is looked into */
		const char *key, *value;
	} files[] = {
	    {&wav_format,
		SLICE_LITERAL("RIFF\xff\xff\xff\x7fWAVE"
			      "fmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0"
			      "LIST\x5e\x9c\0\0INFOICRD\x0a\0\0\0"
			      "2024-03-24ICMT\x40\x9c\0\0"),
		SLICE_LITERAL("data\x08\0\0\0........"), "wav-icrd", "2024-03-24"},
	    {&caf_format,
		SLICE_LITERAL("caff\0\x01\0\0"
			      "desc\0\0\0\0\0\0\0\x20\x40\xbf\x40\0\0\0\0\0lpcm\0\0\0\0"
			      "\0\0\0\x01\0\0\0\x01\0\0\0\x01\0\0\0\x08"
			      "info\0\0\0\0\0\0\x9c\x58\0\0\0\x02"
			      "title\0door\0comment\0"),
		SLICE_LITERAL("\0data\0\0\0\0\0\0\0\x0c\0\0\0\0........"), "caf-title", "door"},
	};
	struct collect c;
	struct buf buf;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		buf_init(&buf, 1 << 16);
		buf_put_slice(&buf, files[i].before);
		for (int k = 0; k < 40000; k++)
			buf_put_byte(&buf, 'x');
		buf_put_slice(&buf, files[i].behind);
		collect_init(&c);
		assert_ok(collect_slice(&c, files[i].format, buf_slice(&buf), NULL), &c.err);
		assert_string_equal(c.broken, "");
		assert_int_equal(c.count, 1);
		assert_true(record_claims(&c.records[0], files[i].key, files[i].value));
		assert_text(record_claim(&c.records[0], "duration-ms"), "1");
		assert_int_equal(c.records[0].doubts_count, 1);
		assert_non_null(record_doubt(&c.records[0], "cut"));
		collect_fini(&c);
		hard_pieces(files[i].format, buf_slice(&buf));
		buf_fini(&buf);
	}
}

static void
sound__is_recognised_by_content(void **state)
{
	static const char *const files[] = {GOOD "voice.amr", GOOD "voice_wide.amr",
	    GOOD "memo.wav", GOOD "large.wav", GOOD "spoken.caf"};
	static const struct format *const formats[] = {&amr_format, &wav_format, &caf_format};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		struct slice bytes = load_file(files[i]);

		assert_ptr_equal(format_of_head(bytes), format_for(files[i]));
		load_free(bytes);
	}
	for (size_t i = 0; i < COUNT_OF(formats); i++) {
		collect_init(&c);
		assert_int_equal(
		    collect_slice(&c, formats[i], SLICE_LITERAL("RIFF, they say"), NULL), E_FORMAT);
		collect_fini(&c);
	}
}

static void
sound__bears_pieces_cuts_and_flips(void **state)
{
	static const char *const files[] = {
	    GOOD "voice_wide.amr", GOOD "memo.wav", GOOD "info.wav", GOOD "spoken.caf"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++)
		hard_seed(format_for(files[i]), files[i]);
}

static void
sound__holds_the_facts_of_outside_files(void **state)
{
	struct collect c;
	const struct record *r;

	(void)state;
	if (!collect_have(FIXTURES))
		return;
	r = hear(&c, FIXTURES "/tika_testAMR.amr");
	assert_int_equal(r->attachments[0].bytes, 3620);
	assert_int_equal(r->when.basis, BASIS_NONE);
	assert_text(record_claim(r, "duration-ms"), "5560"); /* 278 frames of 13 bytes */
	collect_fini(&c);
	r = hear(&c, FIXTURES "/tika_testAMR-WB.amr");
	assert_text(r->attachments[0].type, "audio/amr-wb");
	assert_text(record_claim(r, "duration-ms"), "4000"); /* 200 frames of 18 bytes */
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(sound__counts_how_long_a_recording_is),
	    cmocka_unit_test(sound__takes_the_clock_of_a_recorder),
	    cmocka_unit_test(sound__says_what_is_wrong),
	    cmocka_unit_test(sound__counts_what_is_there),
	    cmocka_unit_test(sound__sees_the_head_of_a_long_part),
	    cmocka_unit_test(sound__is_recognised_by_content),
	    cmocka_unit_test(sound__bears_pieces_cuts_and_flips),
	    cmocka_unit_test(sound__holds_the_facts_of_outside_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
