/* src/read/formats/video_time.c
 * Times that MP4 and QuickTime files carry, and which of them is the record's; see video.h.
 * What Apple's programs write with an offset is an instant.  The numbers of the heads are UTC by
 * the standard and often the clock on the wall in truth: an instant with a doubt. */
#include "read/formats/video.h"

/* 1904-01-01T00:00:00Z, where ISO/IEC 14496-12, section 8.2.2.3, counts from. */
#define EPOCH_1904_S INT64_C(2082844800)
/* 1990: a number that would be before 1970 counts from 1970 when it is later than this. */
#define FIRST_UNIX_S UINT64_C(631152000)
/* The end of the calendar. */
#define LAST_S INT64_C(253402300799)
/* Dates of one recording may be so far apart before it is said. */
#define SLACK_US (INT64_C(10) * 60 * US_PER_SECOND)

static bool
counts_from_1970(uint64_t seconds)
{
	return seconds >= FIRST_UNIX_S && seconds < (uint64_t)EPOCH_1904_S;
}

/* False when it lies behind all calendars. */
static bool
unix_of(uint64_t seconds, int64_t *at_s)
{
	if (seconds > INT64_MAX / US_PER_SECOND)
		return false;
	*at_s = (int64_t)seconds - (counts_from_1970(seconds) ? 0 : EPOCH_1904_S);
	return true;
}

void
video_time_claim(struct video *v, const char *key, uint64_t seconds)
{
	uint8_t bytes[40];
	struct buf out = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	int64_t at_s;

	if (seconds == 0)
		return;
	v->media->details = true;
	if (!unix_of(seconds, &at_s) || !time_put(&out, at_s * US_PER_SECOND))
		buf_put_u64(&out, seconds);
	making_claim(&v->media->m, key, buf_text(&out));
}

/* "+0100" as "+01:00"; false when it does not end so. */
static bool
offset_spelled(struct text written, char out[40], size_t *n)
{
	size_t at = written.n - 5;

	if (written.n < 6 || written.n + 2 > 40 || (written.p[at] != '+' && written.p[at] != '-'))
		return false;
	memcpy(out, written.p, written.n);
	memmove(out + at + 4, out + at + 3, 2);
	out[at + 3] = ':';
	*n = written.n + 1;
	return true;
}

/* A date with a time of day, with or without an offset from UTC. */
static bool
text_read(struct video *v, struct text written, struct moment *out)
{
	char spelled[40];
	struct text text = written;
	struct civil ignored;
	int64_t ignored_us;
	size_t n;

	if (offset_spelled(written, spelled, &n))
		text = making_keep(&v->media->m, (struct text){spelled, n});
	if (!time_parse(slice_of_text(text), &ignored_us) &&
	    !civil_parse(slice_of_text(text), &ignored, NULL))
		return false;
	making_time(&v->media->m, out, text);
	if (out->basis == BASIS_INSTANT && text.n > 6 && text.p[text.n - 1] != 'Z')
		out->zone = (struct text){text.p + text.n - 6, 6};
	return out->basis != BASIS_NONE;
}

static void
number_read(struct video *v, uint64_t seconds, struct moment *out)
{
	uint8_t bytes[VIDEO_NUMBER_BYTES];
	struct buf written = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	int64_t at_s;

	buf_put_u64(&written, seconds);
	if (!unix_of(seconds, &at_s))
		at_s = INT64_MAX;
	making_instant_s(&v->media->m, out, at_s, buf_text(&written));
	if (counts_from_1970(seconds))
		media_doubt(v->media, "counted-from-1970",
		    TEXT_LITERAL("Its time counts from 1970, where the standard wants 1904."));
	media_doubt(v->media, "clock-of-the-device",
	    TEXT_LITERAL("The file gives its time as UTC; some devices write the time on the wall "
			 "there, or the time of saving."));
}

static void
compare(struct video *v, const struct moment *recorded)
{
	struct buf detail;
	int64_t at_s, apart_us;

	if (v->created == 0 || recorded->basis != BASIS_INSTANT || !unix_of(v->created, &at_s) ||
	    at_s > LAST_S)
		return;
	apart_us = at_s * US_PER_SECOND - recorded->at_us;
	if (apart_us <= SLACK_US && apart_us >= -SLACK_US)
		return;
	buf_init(&detail, 256);
	buf_put_c(&detail, "recorded ");
	(void)time_put(&detail, recorded->at_us);
	buf_put_c(&detail, ", the file made ");
	(void)time_put(&detail, at_s * US_PER_SECOND);
	media_doubt(v->media, "dates-differ", buf_text(&detail));
	buf_fini(&detail);
}

void
video_time_settle(struct video *v)
{
	struct moment *when = &v->media->m.record.when;

	if (v->recorded.n != 0 && text_read(v, v->recorded, when)) {
		compare(v, when);
		return;
	}
	if (v->recorded.n != 0)
		media_doubt(v->media, "date-unreadable", v->recorded);
	if (v->created != 0)
		number_read(v, v->created, when);
	else if (v->track_created != 0)
		number_read(v, v->track_created, when);
	else if (v->day.n != 0)
		(void)text_read(v, v->day, when);
}
