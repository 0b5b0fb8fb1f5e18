/* src/read/formats/image_exif.c
 * EXIF by libexif, which only finds the fields: its printing, its corrections (which would invent
 * values, the present time among them) and its translations are not used. */
#include "read/formats/image.h"

#include <libexif/exif-data.h>

#include "read/formats/tiff.h"

enum { TIFF_MAX_BYTES = 1024 * 1024 };

/* Numbers of tags in the GPS directory; libexif's names for them overlap with other directories. */
enum {
	GPS_LATITUDE_REF = 0x01,
	GPS_LATITUDE = 0x02,
	GPS_LONGITUDE_REF = 0x03,
	GPS_LONGITUDE = 0x04,
	GPS_ALTITUDE_REF = 0x05,
	GPS_ALTITUDE = 0x06,
	GPS_TIME_STAMP = 0x07,
	GPS_PROCESSING_METHOD = 0x1B,
	GPS_AREA_INFORMATION = 0x1C,
	GPS_DATE_STAMP = 0x1D,
};

struct field {
	ExifIfd ifd;
	unsigned tag;
	const char *key;
};

/* Texts that are claims as they stand. */
static const struct field texts[] = {
    {EXIF_IFD_0, EXIF_TAG_MAKE, "exif-make"},
    {EXIF_IFD_0, EXIF_TAG_MODEL, "exif-model"},
    {EXIF_IFD_0, EXIF_TAG_SOFTWARE, "exif-software"},
    {EXIF_IFD_0, EXIF_TAG_ARTIST, "exif-artist"},
    {EXIF_IFD_0, EXIF_TAG_COPYRIGHT, "exif-copyright"},
    {EXIF_IFD_0, EXIF_TAG_IMAGE_DESCRIPTION, "exif-image-description"},
    {EXIF_IFD_0, 0x013C, "exif-host-computer"},
    {EXIF_IFD_EXIF, EXIF_TAG_IMAGE_UNIQUE_ID, "exif-image-unique-id"},
    {EXIF_IFD_EXIF, EXIF_TAG_CAMERA_OWNER_NAME, "exif-camera-owner-name"},
    {EXIF_IFD_EXIF, EXIF_TAG_BODY_SERIAL_NUMBER, "exif-body-serial-number"},
    {EXIF_IFD_EXIF, EXIF_TAG_LENS_MODEL, "exif-lens-model"},
    {EXIF_IFD_0, EXIF_TAG_DATE_TIME, "exif-date-time"},
    {EXIF_IFD_EXIF, EXIF_TAG_OFFSET_TIME, "exif-offset-time"},
    {EXIF_IFD_EXIF, EXIF_TAG_SUB_SEC_TIME, "exif-sub-sec-time"},
    {EXIF_IFD_EXIF, EXIF_TAG_DATE_TIME_ORIGINAL, "exif-date-time-original"},
    {EXIF_IFD_EXIF, EXIF_TAG_OFFSET_TIME_ORIGINAL, "exif-offset-time-original"},
    {EXIF_IFD_EXIF, EXIF_TAG_SUB_SEC_TIME_ORIGINAL, "exif-sub-sec-time-original"},
    {EXIF_IFD_EXIF, EXIF_TAG_DATE_TIME_DIGITIZED, "exif-date-time-digitized"},
    {EXIF_IFD_EXIF, EXIF_TAG_OFFSET_TIME_DIGITIZED, "exif-offset-time-digitized"},
    {EXIF_IFD_EXIF, EXIF_TAG_SUB_SEC_TIME_DIGITIZED, "exif-sub-sec-time-digitized"},
    {EXIF_IFD_GPS, GPS_DATE_STAMP, "gps-date"},
    {EXIF_IFD_GPS, 0x08, "gps-satellites"},
    {EXIF_IFD_GPS, 0x09, "gps-status"},
    {EXIF_IFD_GPS, 0x0A, "gps-measure-mode"},
    {EXIF_IFD_GPS, 0x12, "gps-map-datum"},
};

/* Fractions that are claims as they stand, each with the letter of its reference ("12/1 K"). */
static const struct {
	unsigned tag, ref; /* ref 0: it has none */
	const char *key;
} fractions[] = {
    {0x0B, 0, "gps-precision"},
    {0x0D, 0x0C, "gps-speed"},
    {0x0F, 0x0E, "gps-track"},
    {0x11, 0x10, "gps-image-direction"},
    {0x18, 0x17, "gps-destination-bearing"},
    {0x1A, 0x19, "gps-destination-distance"},
    {0x1F, 0, "gps-horizontal-error"},
};

struct exif {
	struct image *image;
	const ExifData *data;
	bool big; /* numbers are big-endian */
};

/* The bytes of a field; empty when it is not there. */
static struct slice
bytes_of(const struct exif *exif, ExifIfd ifd, unsigned tag)
{
	const ExifEntry *entry = exif_content_get_entry(exif->data->ifd[ifd], (ExifTag)tag);

	if (entry == NULL || entry->data == NULL)
		return slice_of(NULL, 0);
	return slice_of(entry->data, entry->size);
}

static bool
is_there(const struct exif *exif, ExifIfd ifd, unsigned tag)
{
	return exif_content_get_entry(exif->data->ifd[ifd], (ExifTag)tag) != NULL;
}

/* Up to its NUL, without blanks around it. */
static struct slice
string_of(const struct exif *exif, ExifIfd ifd, unsigned tag)
{
	struct slice bytes = bytes_of(exif, ifd, tag);
	const uint8_t *nul = bytes.n != 0 ? memchr(bytes.p, 0, bytes.n) : NULL;

	if (nul != NULL)
		bytes.n = (size_t)(nul - bytes.p);
	return slice_trim(bytes);
}

/* The fraction of a second, decimal digits after the point. */
static int32_t
fraction_us(struct slice digits)
{
	int32_t us = 0, scale = 100000;

	for (size_t i = 0; i < digits.n; i++, scale /= 10) {
		if (digits.p[i] < '0' || digits.p[i] > '9')
			return 0;
		us += (digits.p[i] - '0') * scale;
	}
	return us;
}

/* "   :  ", which some cameras write for an offset that they do not know. */
static bool
says_nothing(struct slice offset)
{
	for (size_t i = 0; i < offset.n; i++)
		if (offset.p[i] != ' ' && offset.p[i] != ':')
			return false;
	return true;
}

static struct image_date
date_of(const struct exif *exif, ExifIfd ifd, unsigned date_tag, unsigned fraction_tag,
    unsigned offset_tag)
{
	struct image_date date = {.present = is_there(exif, ifd, date_tag)};
	struct slice raw = string_of(exif, ifd, date_tag);
	struct slice offset = string_of(exif, EXIF_IFD_EXIF, offset_tag);

	if (!date.present)
		return date;
	date.raw = image_text(exif->image, raw);
	date.blank = image_date_is_blank(raw);
	date.parsed = !date.blank && image_date_parse(raw, &date.local);
	if (date.parsed)
		date.local.us = fraction_us(string_of(exif, EXIF_IFD_EXIF, fraction_tag));
	if (offset.n == 0 || says_nothing(offset))
		return date;
	date.has_offset = image_date_offset(offset, &date.offset_s);
	date.offset = image_text(exif->image, offset);
	if (!date.has_offset)
		image_doubt(exif->image, "offset-unreadable", date.offset);
	return date;
}

/* "51/1 34/1 3274/100", as many as there are, at most three. */
static void
put_rationals(struct buf *out, const struct exif *exif, struct slice bytes)
{
	uint32_t over, under;

	for (int i = 0;
	     i < 3 && tiff_u32(&bytes, exif->big, &over) && tiff_u32(&bytes, exif->big, &under);
	     i++) {
		if (i != 0)
			buf_put_byte(out, ' ');
		buf_put_u64(out, over);
		buf_put_byte(out, '/');
		buf_put_u64(out, under);
	}
}

/* Three rationals as a sum of first + second / 60 + third / 3600, in units of 1e-9; at most
 * `most` whole units. */
static bool
sum_e9(const struct exif *exif, struct slice bytes, uint64_t most, uint64_t *out)
{
	static const uint64_t parts[] = {1, 60, 3600};
	uint64_t sum = 0;
	uint32_t over, under;

	for (size_t i = 0; i < COUNT_OF(parts); i++) {
		if (!tiff_u32(&bytes, exif->big, &over) || !tiff_u32(&bytes, exif->big, &under) ||
		    under == 0)
			return false;
		sum += over * UINT64_C(1000000000) / (under * parts[i]);
		if (sum > (most + 1) * UINT64_C(1000000000))
			return false;
	}
	*out = sum;
	return sum <= most * UINT64_C(1000000000);
}

/* "-1.5678859": seven places, about a centimetre. */
static void
put_degrees(struct buf *out, uint64_t e9, bool negative)
{
	uint64_t e7 = (e9 + 50) / 100;
	char digits[8] = "";

	for (size_t i = 7; i-- > 0; e7 /= 10)
		digits[i] = (char)('0' + e7 % 10);
	if (negative)
		buf_put_byte(out, '-');
	buf_put_u64(out, e7);
	buf_put_byte(out, '.');
	buf_put_c(out, digits);
}

static void
claim_rationals(const struct exif *exif, unsigned tag, struct slice ref, const char *key)
{
	uint8_t bytes[96];
	struct buf out = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	put_rationals(&out, exif, bytes_of(exif, EXIF_IFD_GPS, tag));
	if (out.n == 0)
		return;
	if (ref.n == 1 && ref.p[0] > ' ' && ref.p[0] < 0x7F) {
		buf_put_byte(&out, ' ');
		buf_put_byte(&out, ref.p[0]);
	}
	image_claim(exif->image, key, image_keep(exif->image, buf_text(&out)));
}

/* "12/1", and what it is measured from where that is not "above the sea" (EXIF 3.0,
 * GPSAltitudeRef).
 */
static void
claim_altitude(const struct exif *exif)
{
	static const char *const from[] = {
	    "", " below the sea", " above the ellipsoid", " below the ellipsoid"};
	struct slice ref = bytes_of(exif, EXIF_IFD_GPS, GPS_ALTITUDE_REF);
	uint8_t bytes[128];
	struct buf out = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};

	put_rationals(&out, exif, bytes_of(exif, EXIF_IFD_GPS, GPS_ALTITUDE));
	if (out.n == 0)
		return;
	if (ref.n != 0 && ref.p[0] < COUNT_OF(from)) {
		buf_put_c(&out, from[ref.p[0]]);
	} else if (ref.n != 0) {
		buf_put_c(&out, ", reference ");
		buf_put_u64(&out, ref.p[0]);
	}
	image_claim(exif->image, "gps-altitude", image_keep(exif->image, buf_text(&out)));
}

static void
read_position(const struct exif *exif)
{
	struct slice north = string_of(exif, EXIF_IFD_GPS, GPS_LATITUDE_REF);
	struct slice east = string_of(exif, EXIF_IFD_GPS, GPS_LONGITUDE_REF);
	uint8_t bytes[64];
	struct buf out = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	uint64_t latitude, longitude;

	if (!is_there(exif, EXIF_IFD_GPS, GPS_LATITUDE) &&
	    !is_there(exif, EXIF_IFD_GPS, GPS_LONGITUDE))
		return;
	claim_rationals(exif, GPS_LATITUDE, north, "gps-latitude");
	claim_rationals(exif, GPS_LONGITUDE, east, "gps-longitude");
	if (!sum_e9(exif, bytes_of(exif, EXIF_IFD_GPS, GPS_LATITUDE), 90, &latitude) ||
	    !sum_e9(exif, bytes_of(exif, EXIF_IFD_GPS, GPS_LONGITUDE), 180, &longitude) ||
	    (!slice_eq(north, SLICE_LITERAL("N")) && !slice_eq(north, SLICE_LITERAL("S"))) ||
	    (!slice_eq(east, SLICE_LITERAL("E")) && !slice_eq(east, SLICE_LITERAL("W")))) {
		image_doubt(exif->image, "position-unreadable", TEXT_NONE);
		return;
	}
	if (latitude == 0 && longitude == 0)
		image_doubt(exif->image, "place-zero",
		    TEXT_LITERAL("Devices write 0,0 when they do not know where they are."));
	put_degrees(&out, latitude, north.p[0] == 'S');
	buf_put_byte(&out, ',');
	put_degrees(&out, longitude, east.p[0] == 'W');
	image_claim(exif->image, "gps-position", image_keep(exif->image, buf_text(&out)));
}

/* GPSDateStamp "2012:02:20" and GPSTimeStamp, three rationals: both UTC by the standard. */
static void
read_satellite_time(const struct exif *exif)
{
	struct image *image = exif->image;
	struct slice day = string_of(exif, EXIF_IFD_GPS, GPS_DATE_STAMP);
	uint8_t bytes[64];
	struct buf full = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	struct civil c;
	uint64_t e9;

	claim_rationals(exif, GPS_TIME_STAMP, slice_of(NULL, 0), "gps-time-stamp");
	if (day.n != 10)
		return;
	buf_put_slice(&full, day);
	buf_put_c(&full, " 00:00:00");
	if (!image_date_parse(buf_slice(&full), &c))
		return;
	image->satellite_day_known = true;
	image->satellite_us = civil_to_us(&c);
	if (!sum_e9(exif, bytes_of(exif, EXIF_IFD_GPS, GPS_TIME_STAMP), 24, &e9))
		return;
	image->satellite_time_known = true;
	/* Units of 1e-9 hours are 3.6 microseconds; half a millisecond of rounding is taken off. */
	image->satellite_us += (int64_t)((e9 * 36 / 10 + 500) / 1000 * 1000);
	buf_reset(&full);
	if (time_put(&full, image->satellite_us))
		image_claim(image, "gps-time", image_keep(image, buf_text(&full)));
}

/* EXIF 2.32, section 4.6.5, table 9; some programs leave it out. */
static bool
is_set(struct slice set)
{
	static const char sets[][9] = {
	    "ASCII\0\0\0", "JIS\0\0\0\0\0", "UNICODE\0", "\0\0\0\0\0\0\0\0", "        "};

	for (size_t i = 0; i < COUNT_OF(sets); i++)
		if (slice_eq(set, slice_of(sets[i], 8)))
			return true;
	return false;
}

/* Eight bytes that name the character set, then the text. */
static void
claim_comment(const struct exif *exif, ExifIfd ifd, unsigned tag, const char *key)
{
	struct slice comment = bytes_of(exif, ifd, tag), set = slice_of(NULL, 0);
	struct buf utf8;

	if (comment.n >= 8 && is_set(slice_of(comment.p, 8)) && !take(&comment, 8, &set))
		return;
	if (!slice_starts(set, "UNICODE")) {
		image_claim_bytes(exif->image, key, comment);
		return;
	}
	buf_init(&utf8, 8192);
	for (size_t i = 0; i + 1 < comment.n && i < 2048; i += 2) {
		unsigned unit = exif->big ? (unsigned)(comment.p[i] << 8 | comment.p[i + 1])
					  : (unsigned)(comment.p[i + 1] << 8 | comment.p[i]);

		if (unit == 0)
			break;
		buf_put_code_point(&utf8, unit); /* halves become U+FFFD: it is a claim */
	}
	if (utf8.failed == OK)
		image_claim_bytes(exif->image, key, buf_slice(&utf8));
	buf_fini(&utf8);
}

static void
read_orientation(const struct exif *exif)
{
	struct slice bytes = bytes_of(exif, EXIF_IFD_0, EXIF_TAG_ORIENTATION);
	uint8_t digits[8];
	struct buf out = {.p = digits, .size = sizeof digits, .max = sizeof digits};
	uint16_t value;

	if (!tiff_u16(&bytes, exif->big, &value))
		return;
	buf_put_u64(&out, value);
	image_claim(exif->image, "exif-orientation", image_keep(exif->image, buf_text(&out)));
}

/* How the place was found, and which way the camera looked. */
static void
read_satellite_notes(const struct exif *exif)
{
	claim_altitude(exif);
	for (size_t i = 0; i < COUNT_OF(fractions); i++)
		claim_rationals(exif, fractions[i].tag,
		    fractions[i].ref != 0 ? string_of(exif, EXIF_IFD_GPS, fractions[i].ref)
					  : slice_of(NULL, 0),
		    fractions[i].key);
	claim_comment(exif, EXIF_IFD_GPS, GPS_PROCESSING_METHOD, "gps-processing-method");
	claim_comment(exif, EXIF_IFD_GPS, GPS_AREA_INFORMATION, "gps-area-information");
}

static void
read_fields(const struct exif *exif)
{
	struct image *image = exif->image;

	for (size_t i = 0; i < COUNT_OF(texts); i++)
		image_claim_bytes(image, texts[i].key, bytes_of(exif, texts[i].ifd, texts[i].tag));
	read_orientation(exif);
	claim_comment(exif, EXIF_IFD_EXIF, EXIF_TAG_USER_COMMENT, "exif-user-comment");
	image_apple_read(image, bytes_of(exif, EXIF_IFD_EXIF, EXIF_TAG_MAKER_NOTE));
	image->original = date_of(exif, EXIF_IFD_EXIF, EXIF_TAG_DATE_TIME_ORIGINAL,
	    EXIF_TAG_SUB_SEC_TIME_ORIGINAL, EXIF_TAG_OFFSET_TIME_ORIGINAL);
	image->digitized = date_of(exif, EXIF_IFD_EXIF, EXIF_TAG_DATE_TIME_DIGITIZED,
	    EXIF_TAG_SUB_SEC_TIME_DIGITIZED, EXIF_TAG_OFFSET_TIME_DIGITIZED);
	image->changed = date_of(
	    exif, EXIF_IFD_0, EXIF_TAG_DATE_TIME, EXIF_TAG_SUB_SEC_TIME, EXIF_TAG_OFFSET_TIME);
	read_position(exif);
	read_satellite_notes(exif);
	read_satellite_time(exif);
}

static bool
is_empty(const ExifData *data)
{
	for (unsigned i = 0; i < EXIF_IFD_COUNT; i++)
		if (data->ifd[i] != NULL && data->ifd[i]->count != 0)
			return false;
	return true;
}

/* libexif wants the mark in front that JPEG writes there. */
static void
load(struct image *image, ExifData *data, struct slice tiff)
{
	struct buf marked;
	struct exif exif = {.image = image, .data = data};

	buf_init(&marked, TIFF_MAX_BYTES + 6);
	buf_put(&marked, "Exif\0\0", 6);
	buf_put_slice(&marked, tiff);
	image->status = buf_check(&marked, image->err);
	if (image->status == OK) {
		exif_data_load_data(data, marked.p, (unsigned)marked.n);
		exif.big = exif_data_get_byte_order(data) == EXIF_BYTE_ORDER_MOTOROLA;
		if (is_empty(data))
			image_doubt(image, "exif-unreadable", TEXT_NONE);
		else
			read_fields(&exif);
	}
	buf_fini(&marked);
}

void
image_exif_read(struct image *image, struct slice tiff)
{
	ExifData *data;

	if (image->status != OK)
		return;
	if (image->original.present || image->digitized.present || image->changed.present) {
		image_doubt(image, "exif-twice", TEXT_NONE); /* the first one counts */
		return;
	}
	image->details = true;
	if (tiff.n > TIFF_MAX_BYTES || (!slice_starts(tiff, "II*") && !slice_starts(tiff, "MM"))) {
		image_doubt(image, "exif-unreadable", TEXT_NONE);
		return;
	}
	data = exif_data_new();
	if (data == NULL) {
		image->status = fail(image->err, E_NOMEM, "no memory for EXIF");
		return;
	}
	/* Both would make it change or invent fields. */
	exif_data_unset_option(data, EXIF_DATA_OPTION_FOLLOW_SPECIFICATION);
	exif_data_unset_option(data, EXIF_DATA_OPTION_IGNORE_UNKNOWN_TAGS);
	load(image, data, tiff);
	exif_data_unref(data);
}
