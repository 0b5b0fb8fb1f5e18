/* tests/read/test_isom.c
 * Video, sound and photographs in ISO base media files: what MP4, 3GP, QuickTime and HEIF say of
 * themselves, and how far it is believed. */
#include "tests/support/check.h"

#include "read/formats/formats.h"
#include "tests/read/collect.h"
#include "tests/read/hard.h"

#define GOOD     "tests/corpora/isom/good/"
#define BAD      "tests/corpora/isom/bad/"
#define FIXTURES "../shared/fixtures"

static bool
ends(const char *path, const char *with)
{
	size_t n = strlen(path), m = strlen(with);

	return n >= m && strcmp(path + n - m, with) == 0;
}

static const struct format *
format_for(const char *path)
{
	return ends(path, ".heic") || ends(path, ".heif") || ends(path, ".avif") ? &heif_format
										 : &mp4_format;
}

/* The one record of a file, under its own name. */
static const struct record *
hear(struct collect *c, const char *path)
{
	struct reading_options options = {.name = text_of_c(strrchr(path, '/') + 1)};

	hard_file(c, format_for(path), path, &options);
	assert_int_equal(c->count, 1);
	assert_int_equal(c->records[0].attachments_count, 1);
	assert_int_equal(c->records[0].attachments[0].source, ATTACHMENT_SELF);
	return &c->records[0];
}

static void
isom__reads_what_an_iphone_says_of_a_video(void **state)
{
	struct collect c;
	const struct record *r = hear(&c, GOOD "iphone.mov");

	(void)state;
	assert_int_equal(r->kind, KIND_VIDEO);
	assert_text(r->channel, "video");
	assert_text(r->attachments[0].type, "video/quicktime");
	hard_instant(&r->when, "2024-03-24T21:05:07Z");
	assert_text(r->when.zone, "+00:00");
	assert_text(r->place, "51.5014,-0.1419");
	assert_text(record_claim(r, "location"), "+51.5014-000.1419+012.300/");
	assert_text(record_claim(r, "quicktime-location-accuracy-horizontal"), "4.724148");
	assert_text(record_claim(r, "quicktime-creationdate"), "2024-03-24T21:05:07+0000");
	assert_text(record_claim(r, "quicktime-make"), "Apple");
	assert_text(record_claim(r, "quicktime-model"), "iPhone 15");
	assert_text(record_claim(r, "quicktime-software"), "17.4");
	assert_text(record_claim(r, "quicktime-content-identifier"),
	    "11111111-2222-4333-8444-555555555555");
	assert_text(record_claim(r, "quicktime-full-frame-rate-playback-intent"), "1");
	assert_text(record_claim(r, "quicktime-live-photo-vitality-score"), "-1");
	assert_text(record_claim(r, "quicktime-com-example-count"), "255");
	assert_text(record_claim(r, "movie-created"), "2024-03-24T21:05:07Z");
	assert_text(record_claim(r, "track"), "video hvc1 1920x1080");
	assert_text(record_claim(r, "rotation"), "90");
	assert_text(record_claim(r, "duration-ms"), "5000");
	assert_int_equal(r->duration_s, 5);
	assert_int_equal(r->doubts_count, 0);
	assert_int_equal(collect_notes(&c, NOTE_OMITS, NULL), 0);
	collect_fini(&c);
}

static void
isom__takes_the_offset_that_is_written(void **state)
{
	struct collect c;
	const struct record *r = hear(&c, GOOD "summer.mov");

	(void)state;
	hard_instant(&r->when, "2024-07-24T20:05:07Z");
	assert_text(r->when.zone, "+01:00");
	assert_int_equal(r->doubts_count, 0);
	collect_fini(&c);
	r = hear(&c, GOOD "wall_time.mov");
	assert_int_equal(r->when.basis, BASIS_LOCAL);
	assert_int_equal(r->when.local.hour, 21);
	collect_fini(&c);
}

static void
isom__doubts_the_clock_of_a_telephone(void **state)
{
	static const char *const files[] = {GOOD "android.mp4", GOOD "memo.m4a",
	    GOOD "old_phone.3gp", GOOD "without_brand.mov", GOOD "begins_wide.mov",
	    GOOD "begins_data.mov", GOOD "begins_free.mov", GOOD "begins_skip.mov",
	    GOOD "only_track_time.mp4", GOOD "wide_times.mp4", GOOD "xmp.mp4",
	    BAD "since_1970.mp4"};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		const struct record *r = hear(&c, files[i]);

		hard_instant(&r->when, "2024-03-24T21:05:07Z");
		assert_non_null(record_doubt(r, "clock-of-the-device"));
		assert_int_equal(
		    record_doubt(r, "counted-from-1970") != NULL, ends(files[i], "since_1970.mp4"));
		collect_fini(&c);
	}
}

static void
isom__knows_no_time_where_none_is_written(void **state)
{
	struct collect c;
	const struct record *r = hear(&c, GOOD "messenger.mp4");

	(void)state;
	assert_int_equal(r->when.basis, BASIS_NONE);
	assert_int_equal(r->doubts_count, 0);
	assert_int_equal(collect_notes(&c, NOTE_OMITS, "no-details"), 1);
	collect_fini(&c);
	r = hear(&c, GOOD "only_day.mp4");
	hard_instant(&r->when, "2024-03-24T21:05:07Z");
	assert_text(r->when.zone, "+01:00");
	assert_null(record_doubt(r, "clock-of-the-device"));
	collect_fini(&c);
}

static void
isom__tells_sound_from_video(void **state)
{
	static const struct {
		const char *path;
		enum record_kind kind;
		const char *type;
	} files[] = {
	    {GOOD "memo.m4a", KIND_AUDIO, "audio/mp4"},
	    {GOOD "sound_only.mp4", KIND_AUDIO, "audio/mp4"},
	    {GOOD "android.mp4", KIND_VIDEO, "video/mp4"},
	    {GOOD "old_phone.3gp", KIND_VIDEO, "video/3gpp"},
	    {GOOD "without_brand.mov", KIND_VIDEO, "video/quicktime"},
	    {GOOD "in_pieces.mp4", KIND_VIDEO, "video/mp4"},
	};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		const struct record *r = hear(&c, files[i].path);

		assert_int_equal(r->kind, files[i].kind);
		assert_text(r->attachments[0].type, files[i].type);
		assert_text(r->channel, r->kind == KIND_VIDEO ? "video" : "audio");
		collect_fini(&c);
	}
}

static void
isom__reads_tags_of_all_kinds(void **state)
{
	struct collect c;
	const struct record *r = hear(&c, GOOD "memo.m4a");

	(void)state;
	assert_text(record_claim(r, "tag-title"), "New Recording 3");
	assert_text(record_claim(r, "tag-encoder"), "com.apple.VoiceMemos (iPhone 17.4)");
	assert_text(record_claim(r, "tag-day"), "2024");
	assert_text(record_claim(r, "tag-note-to-self"), "about the door");
	assert_text(record_claim(r, "tag-covr"), "a picture, kept in the file");
	assert_null(record_claim(r, "tag-trkn").p);
	assert_text(record_claim(r, "duration-ms"), "7500");
	collect_fini(&c);
	r = hear(&c, GOOD "old_phone.3gp");
	assert_text(record_claim(r, "tag-title"), "At the gate");
	assert_text(record_claim(r, "tag-author"), "Maya \xc3\xa9");
	assert_text(record_claim(r, "location-name"), "home");
	assert_text(r->place, "51.5014038,-0.1419067"); /* the nearest of 16 bits */
	collect_fini(&c);
	r = hear(&c, GOOD "android.mp4");
	assert_text(r->place, "51.5014,-0.1419");
	assert_text(record_claim(r, "quicktime-com-android-version"), "14");
	collect_fini(&c);
	r = hear(&c, GOOD "without_brand.mov");
	assert_text(record_claim(r, "tag-make"), "Example");
	collect_fini(&c);
	r = hear(&c, GOOD "xmp.mp4");
	assert_text(record_claim(r, "xmp-create-date"), "2024-03-24T21:05:07Z");
	collect_fini(&c);
}

static void
isom__reads_a_file_written_in_pieces(void **state)
{
	struct collect c;
	const struct record *r = hear(&c, GOOD "in_pieces.mp4");

	(void)state;
	assert_int_equal(r->duration_s, -1);
	assert_non_null(record_doubt(r, "length-unknown"));
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
	collect_fini(&c);
	r = hear(&c, GOOD "in_pieces_with_length.mp4");
	assert_text(record_claim(r, "duration-ms"), "7500");
	assert_text(record_claim(r, "xmp-create-date"), "2024-03-24T21:05:07Z");
	collect_fini(&c);
}

/* Doubts that a file must raise, and whether it counts as read in part only. */
static void
isom__says_what_is_wrong(void **state)
{
	static const struct {
		const char *path, *doubt;
		bool unread;
	} files[] = {
	    {BAD "brand_only.mp4", "no-index", true},
	    {BAD "interrupted.mp4", "no-index", true},
	    {BAD "cut_in_data.mp4", "cut-off", true},
	    {BAD "cut_in_index.mp4", "cut-off", true},
	    {BAD "cut_in_head.mp4", "cut-off", true},
	    {BAD "too_long.mp4", "damaged", true},
	    {BAD "too_short.mp4", "damaged", true},
	    {BAD "long_of_64_bits.mp4", "cut-off", true},
	    {BAD "packed_index.mov", "not-unpacked", false},
	    {BAD "no_words.mp4", "damaged", true},
	    {BAD "dates_differ.mov", "dates-differ", false},
	    {BAD "date_unreadable.mov", "date-unreadable", false},
	    {BAD "long_ago.mp4", "date-implausible", false},
	    {BAD "past_all_calendars.mp4", "date-implausible", false},
	    {BAD "place_odd.mov", "place-unreadable", false},
	    {BAD "place_minutes.mov", "place-unreadable", false},
	    {BAD "place_not_on_earth.mov", "place-implausible", false},
	    {BAD "place_zero.mov", "place-zero", false},
	    {BAD "loci_without_end.3gp", "damaged", true},
	    {BAD "text_too_long.mp4", "damaged", true},
	    {BAD "long_text.mp4", "cut", false},
	    {BAD "not_utf8.mp4", "not-utf8", false},
	    {BAD "numbers_beyond.mov", "no-tracks", false},
	    {BAD "many_tracks.mp4", "too-much", false},
	    {BAD "much_said.mp4", "too-much", false},
	    {BAD "odd_end.mp4", "damaged", true},
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
isom__reads_what_can_be_read_beside_damage(void **state)
{
	struct collect c;
	const struct record *r = hear(&c, BAD "cut_in_data.mp4");

	(void)state;
	hard_instant(&r->when, "2024-03-24T21:05:07Z");
	collect_fini(&c);
	r = hear(&c, BAD "cut_in_index.mp4");
	assert_text(r->place, "51.5014,-0.1419");
	collect_fini(&c);
	r = hear(&c, BAD "dates_differ.mov");
	hard_instant(&r->when, "2024-03-01T10:00:00Z");
	assert_text(record_doubt(r, "dates-differ")->detail,
	    "recorded 2024-03-01T10:00:00Z, the file made 2024-03-24T21:05:07Z");
	collect_fini(&c);
	r = hear(&c, BAD "date_unreadable.mov");
	hard_instant(&r->when, "2024-03-24T21:05:07Z");
	assert_non_null(record_doubt(r, "clock-of-the-device"));
	collect_fini(&c);
	r = hear(&c, BAD "two_places.mp4");
	assert_text(r->place, "51.5014,-0.1419");
	assert_int_equal(r->doubts_count, 1);
	collect_fini(&c);
	r = hear(&c, BAD "zeros_behind.mp4");
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
	assert_text(record_claim(r, "duration-ms"), "5000");
	collect_fini(&c);
	r = hear(&c, BAD "text_too_long.mp4");
	assert_text(record_claim(r, "tag-comment"), "short");
	collect_fini(&c);
	r = hear(&c, BAD "zero_length_inside.mp4");
	assert_text(record_claim(r, "tag-title"), "to the end");
	collect_fini(&c);
}

static void
isom__repairs_texts_and_obeys_none(void **state)
{
	struct collect c;
	const struct record *r = hear(&c, BAD "not_utf8.mp4");

	(void)state;
	assert_text(record_claim(r, "tag-comment"), "caf\xef\xbf\xbd \xef\xbf\xbd");
	collect_fini(&c);
	r = hear(&c, BAD "long_text.mp4");
	assert_int_equal(record_claim(r, "tag-comment").n, 16384);
	collect_fini(&c);
	r = hear(&c, BAD "controls.mp4");
	assert_text(record_claim(r, "tag-title"), "../../etc/passwd");
	assert_text(r->attachments[0].name, "controls.mp4");
	collect_fini(&c);
	r = hear(&c, BAD "utf16_tag.mov");
	assert_text(record_claim(r, "quicktime-n"), "\xc3\xa9\xef\xbf\xbd");
	collect_fini(&c);
	r = hear(&c, BAD "wide_number.mov");
	assert_text(record_claim(r, "quicktime-n"), "-9223372036854775808");
	assert_text(record_claim(r, "quicktime-odd"), "1");
	assert_null(record_claim(r, "quicktime-long").p);
	collect_fini(&c);
}

static void
isom__says_when_the_name_is_of_another_kind(void **state)
{
	static const struct {
		const char *name;
		bool doubted;
	} names[] = {
	    {"a.mp4", false}, {"a.MP4", false}, {"a", false}, {"a.jpg", true}, {"a.mp3", true}};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(names); i++) {
		struct reading_options options = {.name = text_of_c(names[i].name)};

		hard_file(&c, &mp4_format, GOOD "android.mp4", &options);
		assert_int_equal(record_doubt(&c.records[0], "name-differs-from-content") != NULL,
		    names[i].doubted);
		collect_fini(&c);
	}
}

/* -- photographs ------------------------------------------------------------------------------- */

static void
heif__reads_exif_and_xmp_wherever_they_lie(void **state)
{
	static const struct {
		const char *path, *type;
		bool xmp;
	} files[] = {
	    {GOOD "photo.heic", "image/heic", true},
	    {GOOD "extents.heic", "image/heic", true},
	    {GOOD "photo.avif", "image/avif", true},
	    {GOOD "photo.heif", "image/heif", true},
	    {GOOD "in_idat.heic", "image/heic", false},
	    {GOOD "wide_numbers.heic", "image/heic", false},
	};
	struct collect c;

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		const struct record *r = hear(&c, files[i].path);

		assert_int_equal(r->kind, KIND_PHOTO);
		assert_text(r->attachments[0].type, files[i].type);
		hard_instant(&r->when, "2024-03-24T21:05:07.250Z");
		assert_text(record_claim(r, "exif-model"), "iPhone 15");
		assert_text(record_claim(r, "exif-orientation"), "6");
		assert_text(record_claim(r, "heif-rotation"), "270");
		assert_text(record_claim(r, "gps-position"), "51.5014000,-0.1419000");
		assert_text(record_claim(r, "apple-content-identifier"),
		    "11111111-2222-4333-8444-555555555555");
		assert_text(record_claim(r, "pixels"), "4032x3024");
		assert_int_equal(record_claim(r, "xmp-create-date").p != NULL, files[i].xmp);
		assert_int_equal(r->doubts_count, 0);
		collect_fini(&c);
	}
}

static void
heif__takes_a_photograph_without_details(void **state)
{
	struct collect c;
	const struct record *r = hear(&c, GOOD "no_details.heic");

	(void)state;
	assert_int_equal(r->when.basis, BASIS_NONE);
	assert_text(record_claim(r, "pixels"), "4032x3024");
	assert_int_equal(collect_notes(&c, NOTE_OMITS, "no-details"), 1);
	assert_int_equal(r->doubts_count, 0);
	collect_fini(&c);
}

static void
heif__says_what_is_wrong(void **state)
{
	static const struct {
		const char *path, *doubt;
		bool unread;
	} files[] = {
	    {BAD "photo_cut_in_exif.heic", "details-cut", true},
	    {BAD "photo_cut_in_meta.heic", "cut-off", true},
	    {BAD "photo_without_meta.heic", "cut-off", true},
	    {BAD "photo_not_exif.heic", "exif-unreadable", false},
	    {BAD "photo_skips_too_far.heic", "exif-unreadable", false},
	    {BAD "photo_exif_of_three_bytes.heic", "exif-unreadable", false},
	    {BAD "photo_without_location.heic", "damaged", true},
	    {BAD "photo_located_twice.heic", "damaged", true},
	    {BAD "photo_many_extents.heic", "damaged", true},
	    {BAD "photo_extents_of_nothing.heic", "damaged", true},
	    {BAD "photo_behind_the_end.heic", "damaged", true},
	    {BAD "photo_in_other_file.heic", "details-elsewhere", true},
	    {BAD "photo_made_of_items.heic", "details-elsewhere", false},
	    {BAD "photo_idat_missing.heic", "details-elsewhere", false},
	    {BAD "photo_wide_sizes.heic", "damaged", true},
	    {BAD "photo_many_items.heic", "too-much", true},
	    {BAD "photo_property_beyond.heic", "damaged", true},
	    {BAD "photo_turned_often.heic", "damaged", true},
	    {BAD "photo_twice_exif.heic", "exif-twice", false},
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

/* -- of all ------------------------------------------------------------------------------------ */

static void
isom__is_recognised_by_content(void **state)
{
	static const struct {
		const char *path;
		const struct format *format;
	} files[] = {
	    {GOOD "iphone.mov", &mp4_format},
	    {GOOD "without_brand.mov", &mp4_format},
	    {GOOD "begins_wide.mov", &mp4_format},
	    {GOOD "begins_data.mov", &mp4_format},
	    {GOOD "begins_free.mov", &mp4_format},
	    {GOOD "begins_skip.mov", &mp4_format},
	    {GOOD "old_phone.3gp", &mp4_format},
	    {GOOD "photo.heic", &heif_format},
	    {GOOD "photo.avif", &heif_format},
	    {GOOD "photo.heif", &heif_format},
	    {BAD "brand_only.mp4", &mp4_format},
	    {BAD "empty", &file_format},
	};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++) {
		struct slice bytes = load_file(files[i].path);

		if (format_of_head(bytes) != files[i].format)
			fail_msg("%s: taken for %s\n", files[i].path, format_of_head(bytes)->name);
		load_free(bytes);
	}
}

/* Words that are called as a part of a film are none. */
static void
isom__takes_no_words_for_a_film(void **state)
{
	static const char *const texts[] = {"the mdat was lost, he said",
	    "Get free minutes now, Maya", "and skip the rest of all that",
	    "how wide the mdat mdat mdat"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(texts); i++)
		assert_int_equal(mp4_format.probe(slice_of(texts[i], strlen(texts[i]))), 0);
	assert_int_equal(mp4_format.probe(SLICE_LITERAL("\0\0\0\1mdat\0\0\0\1\0\0\0\0")), 80);
	assert_int_equal(mp4_format.probe(SLICE_LITERAL("\0\0\0\x08wide\0\0\0\x08none")), 0);
	assert_int_equal(mp4_format.probe(SLICE_LITERAL("\0\0\0\x04"
							"free\0\0\0\x08mdat")),
	    0);
	assert_int_equal(mp4_format.probe(SLICE_LITERAL("\0\0\0\x08mdat")), 0);
}

static void
isom__refuses_what_is_none(void **state)
{
	struct collect c;

	(void)state;
	collect_init(&c);
	assert_int_equal(collect_slice(&c, &mp4_format, SLICE_LITERAL("no video"), NULL), E_FORMAT);
	assert_int_equal(collect_slice(&c, &mp4_format, SLICE_LITERAL(""), NULL), E_FORMAT);
	collect_fini(&c);
	collect_init(&c);
	assert_int_equal(
	    collect_slice(&c, &heif_format, SLICE_LITERAL("no photo"), NULL), E_FORMAT);
	collect_fini(&c);
}

/* Twelve gigabytes between the begin and the index, of which nothing is read. */
struct huge {
	struct slice begin, end;
	uint64_t end_at, bytes_read;
};

static enum status
huge_read_at(void *ctx, uint64_t at, void *p, size_t n, size_t *got, struct err *err)
{
	struct huge *huge = ctx;
	uint64_t end = huge->end_at + huge->end.n;

	(void)err;
	if (n > (at < end ? end - at : 0))
		n = (size_t)(at < end ? end - at : 0);
	memset(p, 0x5a, n);
	for (size_t i = 0; i < n; i++) {
		if (at + i < huge->begin.n)
			((uint8_t *)p)[i] = huge->begin.p[at + i];
		else if (at + i >= huge->end_at)
			((uint8_t *)p)[i] = huge->end.p[at + i - huge->end_at];
	}
	huge->bytes_read += n;
	*got = n;
	return OK;
}

static void
huge_hear(bool length_known)
{
	static const uint8_t begin[] = "\0\0\0\x10"
				       "ftypmp42\0\0\0\0"
				       "\0\0\0\1mdat"
				       "\0\0\0\x03\0\0\0\x10";
	struct slice file = load_file(GOOD "xmp.mp4");
	size_t moov = slice_find(file, SLICE_LITERAL("moov")) - 4;
	struct huge huge = {.begin = slice_of(begin, 32),
	    .end = slice_of(file.p + moov, file.n - moov),
	    .end_at = 16 + (UINT64_C(3) << 32) + 16};
	struct source source = {
	    huge_read_at, length_known ? huge.end_at + huge.end.n : UINT64_MAX, &huge};
	struct reading_options options = {.name = TEXT_NONE};
	struct collect c;
	struct sink sink;

	collect_init(&c);
	sink = collect_sink(&c);
	assert_ok(mp4_format.read(&source, &options, &sink, &c.err), &c.err);
	assert_string_equal(c.broken, "");
	hard_instant(&c.records[0].when, "2024-03-24T21:05:07Z");
	assert_int_equal(collect_notes(&c, NOTE_UNREAD, NULL), 0);
	assert_true(huge.bytes_read < 64 * 1024);
	collect_fini(&c);
	load_free(file);
}

static void
isom__hops_over_what_was_recorded(void **state)
{
	(void)state;
	huge_hear(true);
	huge_hear(false);
}

static void
isom__bears_pieces_cuts_and_flips(void **state)
{
	static const char *const files[] = {GOOD "iphone.mov", GOOD "memo.m4a",
	    GOOD "old_phone.3gp", GOOD "extents.heic", GOOD "wide_numbers.heic"};

	(void)state;
	for (size_t i = 0; i < COUNT_OF(files); i++)
		hard_seed(format_for(files[i]), files[i]);
}

static void
isom__holds_the_facts_of_outside_files(void **state)
{
	struct collect c;
	const struct record *r;

	(void)state;
	if (!collect_have(FIXTURES "/media"))
		return;
	r = hear(&c, FIXTURES "/media/tika_testMP4.m4a");
	assert_int_equal(r->kind, KIND_AUDIO);
	hard_instant(&r->when, "2012-01-28T18:39:18Z");
	collect_fini(&c);
	r = hear(&c, FIXTURES "/media/tika_testMP4_udtaLocation.mp4");
	assert_text(r->place, "12.3456,-98.7654");
	collect_fini(&c);
	r = hear(&c, FIXTURES "/media/tika_testHEIC_livePhoto.heic");
	hard_instant(&r->when, "2025-07-11T20:41:55.250Z");
	assert_text(r->when.zone, "-04:00");
	assert_text(record_claim(r, "gps-time"), "2025-07-11T20:41:53.990Z");
	assert_text(
	    record_claim(r, "apple-content-identifier"), "CD28D161-D5EC-4CDE-8B60-DACCC1363B6B");
	collect_fini(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(isom__reads_what_an_iphone_says_of_a_video),
	    cmocka_unit_test(isom__takes_the_offset_that_is_written),
	    cmocka_unit_test(isom__doubts_the_clock_of_a_telephone),
	    cmocka_unit_test(isom__knows_no_time_where_none_is_written),
	    cmocka_unit_test(isom__tells_sound_from_video),
	    cmocka_unit_test(isom__reads_tags_of_all_kinds),
	    cmocka_unit_test(isom__reads_a_file_written_in_pieces),
	    cmocka_unit_test(isom__says_what_is_wrong),
	    cmocka_unit_test(isom__reads_what_can_be_read_beside_damage),
	    cmocka_unit_test(isom__repairs_texts_and_obeys_none),
	    cmocka_unit_test(isom__says_when_the_name_is_of_another_kind),
	    cmocka_unit_test(heif__reads_exif_and_xmp_wherever_they_lie),
	    cmocka_unit_test(heif__takes_a_photograph_without_details),
	    cmocka_unit_test(heif__says_what_is_wrong),
	    cmocka_unit_test(isom__is_recognised_by_content),
	    cmocka_unit_test(isom__takes_no_words_for_a_film),
	    cmocka_unit_test(isom__refuses_what_is_none),
	    cmocka_unit_test(isom__hops_over_what_was_recorded),
	    cmocka_unit_test(isom__bears_pieces_cuts_and_flips),
	    cmocka_unit_test(isom__holds_the_facts_of_outside_files),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
