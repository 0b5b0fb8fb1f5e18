/* src/read/formats/video_place.c
 * Places in MP4 and QuickTime files; see video.h.  Whole numbers only. */
#include "read/formats/geo.h"
#include "read/formats/video.h"

enum { PART_BYTES = 32, FIXED_BITS = 16 };

/* "+12.3456" off the front, without its sign where that is plus, and without leading zeros. */
static bool
take_part(struct slice *rest, char out[PART_BYTES], struct text *part)
{
	size_t n = 0, digits = 1;

	if (rest->n < 2 || (rest->p[0] != '+' && rest->p[0] != '-'))
		return false;
	while (digits < rest->n &&
	       ((rest->p[digits] >= '0' && rest->p[digits] <= '9') || rest->p[digits] == '.'))
		digits++;
	if (digits + 1 >= PART_BYTES || digits == 1)
		return false;
	if (rest->p[0] == '-')
		out[n++] = '-';
	for (size_t i = 1; i < digits; i++) {
		bool leading = n == 0 || out[n - 1] == '-';

		if (!leading || rest->p[i] != '0' || i + 1 == digits || rest->p[i + 1] == '.')
			out[n++] = (char)rest->p[i];
	}
	*part = (struct text){out, n};
	*rest = slice_from(*rest, digits);
	return true;
}

/* Degrees alone have two or three digits before the point; more are minutes and seconds. */
static bool
is_degrees(struct text part, size_t most)
{
	size_t whole = 0;

	for (size_t i = part.n != 0 && part.p[0] == '-'; i < part.n && part.p[i] != '.'; i++)
		whole++;
	return whole != 0 && whole <= most;
}

void
video_place(struct video *v, struct text written)
{
	struct making *m = &v->media->m;
	struct slice rest = slice_of_text(written);
	char latitude[PART_BYTES], longitude[PART_BYTES];
	struct text north, east;

	if (written.n == 0)
		return;
	v->media->details = true;
	making_claim(m, "location", written);
	if (!take_part(&rest, latitude, &north) || !take_part(&rest, longitude, &east) ||
	    !is_degrees(north, 2) || !is_degrees(east, 3)) {
		media_doubt(v->media, "place-unreadable", written);
		return;
	}
	if (m->record.place.p == NULL)
		geo_place(m, north, east);
}

/* 16 bits of degrees and 16 of what is behind the point, in 1e-7 degrees. */
static int64_t
e7_of(uint64_t fixed)
{
	int64_t value = (int64_t)fixed;

	if (value >= INT64_C(1) << 31)
		value -= INT64_C(1) << 32;
	value *= INT64_C(10000000);
	return (value + (value < 0 ? -(1 << (FIXED_BITS - 1)) : 1 << (FIXED_BITS - 1))) /
	       (1 << FIXED_BITS);
}

/* Its name, up to a zero, which two bytes make in UTF-16.  False when it does not end. */
static bool
place_name(struct video *v, struct isom_span *box)
{
	struct slice view = isom_peek(&v->isom, box, ISOM_WINDOW_BYTES), name;
	struct buf utf8;

	if (view.n < 2 || view.p[0] != 0xFE || view.p[1] != 0xFF) {
		if (!cut(&view, 0, &name))
			return false;
		isom_skip(box, name.n + 1);
		media_claim(v->media, "location-name", name);
		return true;
	}
	name = slice_of(view.p + 2, 0);
	while (name.n + 4 <= view.n && (name.p[name.n] != 0 || name.p[name.n + 1] != 0))
		name.n += 2;
	if (name.n + 4 > view.n)
		return false;
	buf_init(&utf8, 2 * ISOM_WINDOW_BYTES);
	buf_put_utf16(&utf8, name, true);
	media_claim(v->media, "location-name", buf_slice(&utf8));
	buf_fini(&utf8);
	isom_skip(box, name.n + 4);
	return true;
}

void
video_place_box(struct video *v, struct isom_span box)
{
	struct making *m = &v->media->m;
	uint64_t language, role, longitude, latitude;
	uint8_t version;
	uint32_t flags;

	if (!isom_take_full(&v->isom, &box, &version, &flags) ||
	    !isom_take(&v->isom, &box, 2, &language))
		return;
	if (!place_name(v, &box)) {
		v->isom.damaged = true;
		return;
	}
	if (!isom_take(&v->isom, &box, 1, &role) || !isom_take(&v->isom, &box, 4, &longitude) ||
	    !isom_take(&v->isom, &box, 4, &latitude))
		return;
	v->media->details = true;
	geo_claim_e7(m, "location", e7_of(latitude), e7_of(longitude));
	if (m->record.place.p == NULL)
		geo_place_e7(m, e7_of(latitude), e7_of(longitude));
}
