/* src/read/formats/video_tags.c
 * Texts in MP4 and QuickTime files (QuickTime File Format, "User Data Atoms" and "Metadata"; 3GPP
 * TS 26.244, section 8); see video.h. */
#include "read/formats/video.h"

enum {
	TAGS_MAX = 1000,
	KEY_MAX_BYTES = 256,
	PEEKED_BYTES = 256,
	TYPE_TEXT = 1,
	TYPE_UTF16 = 2,
	TYPE_JPEG = 13,
	TYPE_PNG = 14,
	TYPE_SIGNED = 21,
	TYPE_UNSIGNED = 22,
	OWN_MARK = 0xA9, /* the (c) before names of four letters */
};

#define FOUR(s) ISOM_TYPE((s)[0], (s)[1], (s)[2], (s)[3])

static const struct {
	char type[5];
	const char *name;
} names[] = {
    {"\xa9"
     "nam",
	"title"},
    {"\xa9"
     "ART",
	"artist"},
    {"\xa9"
     "alb",
	"album"},
    {"\xa9"
     "day",
	"day"},
    {"\xa9"
     "cmt",
	"comment"},
    {"\xa9"
     "too",
	"encoder"},
    {"\xa9"
     "wrt",
	"composer"},
    {"\xa9"
     "gen",
	"genre"},
    {"\xa9"
     "mak",
	"make"},
    {"\xa9"
     "mod",
	"model"},
    {"\xa9"
     "swr",
	"software"},
    {"\xa9"
     "des",
	"description"},
    {"\xa9"
     "inf",
	"information"},
    {"\xa9"
     "cpy",
	"copyright"},
    {"\xa9"
     "aut",
	"author"},
    {"\xa9"
     "enc",
	"encoder"},
    {"\xa9"
     "xyz",
	"location"},
    {"aART", "album-artist"},
    {"titl", "title"},
    {"auth", "author"},
    {"dscp", "description"},
    {"cprt", "copyright"},
    {"perf", "performer"},
    {"gnre", "genre"},
    {"name", "name"},
    {"desc", "description"},
};

static struct slice
name_of(uint32_t type, uint8_t letters[4])
{
	size_t from = type >> 24 == OWN_MARK;

	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (FOUR(names[i].type) == type)
			return slice_of(names[i].name, strlen(names[i].name));
	for (size_t i = 0; i < 4; i++)
		letters[i] = (uint8_t)(type >> (24 - 8 * i));
	return slice_of(letters + from, 4 - from);
}

/* A value of text found under a name; the place and the day are more than a claim. */
static void
tag_put(struct video *v, const char *prefix, struct slice name, struct slice value)
{
	struct text text;

	if (slice_trim(value).n == 0)
		return;
	if (slice_eq(name, SLICE_LITERAL("location")) ||
	    slice_eq(name, SLICE_LITERAL("location.ISO6709"))) {
		video_place(v, media_text(v->media, value));
		return;
	}
	media_claim_named(v->media, prefix, name, value);
	if (!slice_eq(name, SLICE_LITERAL("encoder")))
		v->media->details = true;
	text = media_text(v->media, value);
	if (slice_eq(name, SLICE_LITERAL("creationdate")) && v->recorded.n == 0)
		v->recorded = text;
	if (slice_eq(name, SLICE_LITERAL("day")) && v->day.n == 0)
		v->day = text;
}

/* Units of 16 bits up to one that is zero. */
static struct slice
to_zero(struct slice units)
{
	for (size_t i = 0; i + 1 < units.n; i += 2)
		if (units.p[i] == 0 && units.p[i + 1] == 0)
			return slice_of(units.p, i);
	return units;
}

/* UTF-8, or UTF-16 where it has a mark of byte order (or the type says so). */
static void
tag_text(struct video *v, const char *prefix, struct slice name, struct isom_span value, bool utf16)
{
	struct buf raw, utf8;
	struct slice bytes;
	bool big = true;

	buf_init(&raw, 2 * MEDIA_VALUE_BYTES + 2);
	buf_init(&utf8, 4 * MEDIA_VALUE_BYTES + 8);
	if (!isom_load(&v->isom, value, &raw) && raw.n == raw.max)
		media_doubt(
		    v->media, "cut", TEXT_LITERAL("A text was too long to be shown whole."));
	bytes = buf_slice(&raw);
	if (bytes.n >= 2 && ((bytes.p[0] == 0xFE && bytes.p[1] == 0xFF) ||
				(bytes.p[0] == 0xFF && bytes.p[1] == 0xFE))) {
		utf16 = true;
		big = bytes.p[0] == 0xFE;
		bytes = slice_from(bytes, 2);
	}
	if (utf16) {
		bytes = to_zero(bytes);
		buf_put_utf16(&utf8, bytes, big);
		bytes = buf_slice(&utf8);
	}
	tag_put(v, prefix, name, bytes);
	buf_fini(&utf8);
	buf_fini(&raw);
}

static void
tag_number(
    struct video *v, const char *prefix, struct slice name, struct isom_span value, bool sign)
{
	uint8_t bytes[VIDEO_NUMBER_BYTES];
	struct buf out = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	unsigned n = (unsigned)(value.end - value.at);
	uint64_t number, top;

	if (value.end - value.at == 0 || value.end - value.at > 8 ||
	    !isom_take(&v->isom, &value, n, &number))
		return;
	top = UINT64_C(1) << (8 * n - 1);
	if (sign && (number & top) != 0) {
		buf_put_byte(&out, '-');
		number = (top - 1) + top - number + 1;
	}
	buf_put_u64(&out, number);
	media_claim_named(v->media, prefix, name, buf_slice(&out));
}

static bool
is_words(struct slice value)
{
	for (size_t i = 0; i < value.n; i++)
		if (value.p[i] < ' ' && value.p[i] != '\n' && value.p[i] != '\r' &&
		    value.p[i] != '\t')
			return false;
	return value.n != 0;
}

/* "data": its type, its language, its value. */
static void
data_read(struct video *v, const char *prefix, struct slice name, struct isom_span data)
{
	uint64_t type, language;

	if (!isom_take(&v->isom, &data, 4, &type) || !isom_take(&v->isom, &data, 4, &language))
		return;
	switch (type) {
	case 0: /* what the name implies */
		if (is_words(isom_peek(&v->isom, &data, PEEKED_BYTES)))
			tag_text(v, prefix, name, data, false);
		break;
	case TYPE_TEXT: tag_text(v, prefix, name, data, false); break;
	case TYPE_UTF16: tag_text(v, prefix, name, data, true); break;
	case TYPE_SIGNED: tag_number(v, prefix, name, data, true); break;
	case TYPE_UNSIGNED: tag_number(v, prefix, name, data, false); break;
	case TYPE_JPEG:
	case TYPE_PNG:
		media_claim_named(
		    v->media, prefix, name, SLICE_LITERAL("a picture, kept in the file"));
		break;
	default: break;
	}
}

/* A name of the writer's own: "mean" says whose, "name" which, "data" what. */
static void
own_item(struct video *v, struct isom_span item)
{
	struct text name = TEXT_NONE;
	struct isom_box in;

	while (isom_next(&v->isom, &item, &in)) {
		if (in.type == ISOM_TYPE('n', 'a', 'm', 'e')) {
			isom_skip(&in.content, 4);
			name = media_text(
			    v->media, isom_peek(&v->isom, &in.content, KEY_MAX_BYTES));
		} else if (in.type == ISOM_TYPE('d', 'a', 't', 'a') && name.n != 0) {
			data_read(v, "tag", slice_of_text(name), in.content);
		}
	}
}

/* Apple's names without what they all begin with. */
static struct slice
key_bare(struct text key)
{
	static const char apple[] = "com.apple.quicktime.";
	struct slice name = slice_of_text(key);

	if (slice_starts(name, apple))
		name = slice_of(name.p + sizeof apple - 1, name.n - (sizeof apple - 1));
	return name;
}

static void
item_read(struct video *v, const struct isom_box *item)
{
	struct isom_span rest = item->content;
	const char *prefix = "tag";
	uint8_t letters[4];
	struct slice name;
	struct isom_box in;

	if (item->type != 0 && item->type <= v->keys_count) {
		name = key_bare(v->keys[item->type]);
		prefix = "quicktime";
	} else {
		name = name_of(item->type, letters);
	}
	while (isom_next(&v->isom, &rest, &in))
		if (in.type == ISOM_TYPE('d', 'a', 't', 'a'))
			data_read(v, prefix, name, in.content);
}

static void
items_read(struct video *v, struct isom_span list)
{
	struct isom_box item;

	for (int i = 0; isom_next(&v->isom, &list, &item); i++) {
		if (i >= TAGS_MAX) {
			media_doubt(
			    v->media, "too-much", TEXT_LITERAL("It says more than is shown here."));
			return;
		}
		if (item.type == ISOM_TYPE('-', '-', '-', '-'))
			own_item(v, item.content);
		else
			item_read(v, &item);
	}
}

/* Names that the items of the list beside it have numbers of, from 1. */
static void
keys_read(struct video *v, struct isom_span box)
{
	uint64_t count, ignored;
	struct isom_box key;

	if (!isom_take(&v->isom, &box, 4, &ignored) || !isom_take(&v->isom, &box, 4, &count))
		return;
	v->keys_count = 0;
	while (v->keys_count < count && v->keys_count < VIDEO_KEYS_MAX &&
	       isom_next(&v->isom, &box, &key))
		v->keys[++v->keys_count] = media_text(
		    v->media, isom_peek(&v->isom, &key.content, KEY_MAX_BYTES));
}

void
video_metadata(struct video *v, struct isom_span box)
{
	struct isom_span peeked = box;
	struct slice view;
	struct isom_box in;

	/* MP4 made a full box of what was none in QuickTime. */
	isom_skip(&peeked, 4);
	view = isom_peek(&v->isom, &box, 8);
	if (view.n == 8 && memcmp(view.p + 4, "hdlr", 4) != 0)
		box = peeked;
	while (isom_next(&v->isom, &box, &in)) {
		if (in.type == ISOM_TYPE('k', 'e', 'y', 's'))
			keys_read(v, in.content);
		else if (in.type == ISOM_TYPE('i', 'l', 's', 't'))
			items_read(v, in.content);
	}
	v->keys_count = 0;
}

/* Of QuickTime: any number of texts, each with its length and language; the first one counts. */
static void
international_read(struct video *v, const struct isom_box *box)
{
	struct isom_span rest = box->content, value;
	uint8_t letters[4];
	uint64_t n, language;

	if (!isom_take(&v->isom, &rest, 2, &n) || !isom_take(&v->isom, &rest, 2, &language))
		return;
	if (n > rest.end - rest.at) {
		v->isom.damaged = true;
		n = rest.end - rest.at;
	}
	value = (struct isom_span){rest.at, rest.at + n};
	tag_text(v, "tag", name_of(box->type, letters), value, false);
}

/* Of 3GP: a full box, a language, a text. */
static void
asset_read(struct video *v, const struct isom_box *box)
{
	struct isom_span value = box->content;
	uint8_t letters[4];

	isom_skip(&value, 6);
	tag_text(v, "tag", name_of(box->type, letters), value, false);
}

static void
user_item(struct video *v, const struct isom_box *box)
{
	switch (box->type) {
	case ISOM_TYPE('m', 'e', 't', 'a'): video_metadata(v, box->content); return;
	case ISOM_TYPE('l', 'o', 'c', 'i'): video_place_box(v, box->content); return;
	case ISOM_TYPE('X', 'M', 'P', '_'): video_xmp(v, box->content); return;
	case ISOM_TYPE('n', 'a', 'm', 'e'):
		tag_text(v, "tag", SLICE_LITERAL("name"), box->content, false);
		return;
	case ISOM_TYPE('t', 'i', 't', 'l'):
	case ISOM_TYPE('a', 'u', 't', 'h'):
	case ISOM_TYPE('d', 's', 'c', 'p'):
	case ISOM_TYPE('c', 'p', 'r', 't'):
	case ISOM_TYPE('p', 'e', 'r', 'f'): asset_read(v, box); return;
	default:
		if (box->type >> 24 == OWN_MARK)
			international_read(v, box);
	}
}

void
video_user_data(struct video *v, struct isom_span box)
{
	struct isom_box in;

	for (int i = 0; isom_next(&v->isom, &box, &in); i++) {
		if (i >= TAGS_MAX) {
			media_doubt(
			    v->media, "too-much", TEXT_LITERAL("It says more than is shown here."));
			return;
		}
		user_item(v, &in);
	}
}
