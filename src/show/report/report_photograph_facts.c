/* src/show/report/report_photograph_facts.c
 * What stands below a picture: how it came, what its file says, and which file it is; see
 * report_photograph.h. */
#include "show/report/report_inside.h"
#include "show/report/report_photograph.h"
#include "show/when.h"
#include "show/words.h"

enum {
	FACT_BYTES = 64 * 1024,
	VALUE_BYTES = 400, /* of one thing that a file says */
	REST_BYTES = 4000, /* of all that has no line of its own */
	WORDS_BYTES = 400, /* of a message */
	TO_MOST = 10,
};

static struct text
claim_of(const struct record *record, const char *key)
{
	for (size_t i = 0; i < record->claims_count; i++)
		if (text_eq_c(record->claims[i].key, key))
			return record->claims[i].value;
	return TEXT_NONE;
}

static void
value_put(struct buf *out, struct text value)
{
	buf_put_one_line(out, text_prefix(value, VALUE_BYTES));
	if (value.n > VALUE_BYTES)
		buf_put_c(out, " \xe2\x80\xa6");
}

/* Behind what stands there already. */
static void
join(struct buf *out, const char *between, struct text value)
{
	if (value.n == 0)
		return;
	buf_put_c(out, out->n != 0 ? between : "");
	value_put(out, value);
}

static void
fact(struct doc *doc, const char *label, struct buf *line)
{
	if (line->n != 0)
		doc_fact(doc, label, buf_text(line));
	buf_reset(line);
}

/* --- how it came --- */

/* Telephones write a word of their own where their own number should stand. */
static bool
is_address(const struct party *party)
{
	return party->name.n != 0 || !text_eq_c(party->as_written, "insert-address-token");
}

static void
put_parties(struct doc *doc, const struct report_row *row, struct buf *line)
{
	const struct record *r = row->record;
	bool out = r->direction == DIRECTION_OUT;

	if (out)
		buf_put_c(line, "the person");
	else
		party_put(line, &r->from, row->person);
	fact(doc, "Sent by", line);
	for (size_t i = 0; i < r->to_count && i < TO_MOST; i++) {
		if (!is_address(&r->to[i]))
			continue;
		buf_put_c(line, line->n == 0 ? "" : "; ");
		party_put(line, &r->to[i], out && i == 0 ? row->person : TEXT_NONE);
	}
	if (r->to_count > TO_MOST)
		buf_putf(line, "; and %zu more", r->to_count - TO_MOST);
	if (line->n == 0 && r->direction == DIRECTION_IN)
		buf_put_c(line, "the person");
	fact(doc, "Sent to", line);
}

static void
put_words(struct doc *doc, const struct record *r, struct buf *line)
{
	struct text body = text_prefix(r->body, WORDS_BYTES);

	join(line, "", r->subject);
	if (body.n != 0) {
		buf_put_c(line, line->n != 0 ? ": " : "");
		buf_put_one_line(line, body);
	}
	if (r->body.n > body.n)
		buf_put_c(line, " \xe2\x80\xa6 (whole in the chronology)");
	fact(doc, "Words with it", line);
}

static void
put_message(
    struct doc *doc, const struct report_info *info, const struct report_row *row, struct buf *line)
{
	const struct record *r = row->record;

	channel_words_put(line, r->channel);
	marks_put(line, r);
	fact(doc, "Came by", line);
	put_parties(doc, row, line);
	when_put(line, &r->when);
	if (zone_is_assumed(r)) {
		buf_put_c(line, " (zone not stated; taken as ");
		buf_put_text(line, info->zone);
		buf_put_byte(line, ')');
	}
	fact(doc, "Sent", line);
	put_words(doc, r, line);
}

static void
put_incident(struct doc *doc, const struct record *r, struct buf *line)
{
	buf_put_c(line, "the person put it with an entry of the diary");
	fact(doc, "Came by", line);
	put_words(doc, r, line);
}

/* --- what its file says --- */

/* Which of its dates that is: the reader takes the strongest that is there. */
static const char *
what_date(const struct record *r)
{
	if (record_has_doubt(r, "date-of-change"))
		return "last changed ";
	return claim_of(r, "exif-date-time-original").n == 0 &&
		       claim_of(r, "exif-date-time-digitized").n != 0
		   ? "made digital "
		   : "taken ";
}

static void
put_time(struct doc *doc, const struct record *r, struct buf *line)
{
	const struct moment *when = &r->when;
	bool changed = record_has_doubt(r, "date-of-change");

	if (when->basis == BASIS_NONE) {
		buf_put_c(line, "nothing about when it was taken");
	} else {
		buf_put_c(line, what_date(r));
		when_put(line, when);
		if (when->basis != BASIS_INSTANT) {
			buf_put_c(line, " (the camera\xe2\x80\x99s clock, zone not stated)");
		} else if (when->zone.n != 0) {
			buf_put_c(line, " (clock and zone as the file has them: ");
			value_put(line, when->zone);
			buf_put_byte(line, ')');
		}
		buf_put_c(line, changed ? "; not when it was taken" : "");
	}
	fact(doc, "Its file says", line);
}

static void
put_camera(struct doc *doc, const struct record *r, struct buf *line)
{
	struct text make = claim_of(r, "exif-make"), model = claim_of(r, "exif-model");
	bool named = make.n != 0 && model.n >= make.n && memcmp(model.p, make.p, make.n) == 0;

	join(line, "", named ? TEXT_NONE : make);
	join(line, " ", model);
	join(line, ", lens ", claim_of(r, "exif-lens-model"));
	join(line, ", serial number ", claim_of(r, "exif-body-serial-number"));
	fact(doc, "Camera, it says", line);
}

static void
put_place(struct doc *doc, const struct record *r, struct buf *line)
{
	struct text position = claim_of(r, "gps-position");

	if (position.n == 0)
		return;
	value_put(line, position);
	buf_put_c(line, " (latitude, longitude, in degrees");
	join(line, "; height ", claim_of(r, "gps-altitude"));
	join(line, "; found by ", claim_of(r, "gps-processing-method"));
	buf_put_byte(line, ')');
	fact(doc, "Place, it says", line);
}

/* Those with a line of their own, or said there in other words. */
static bool
has_line(struct text key)
{
	static const char *const keys[] = {"pixels", "exif-make", "exif-model", "exif-lens-model",
	    "exif-body-serial-number", "exif-software", "gps-position", "gps-latitude",
	    "gps-longitude", "gps-altitude", "gps-processing-method", "exif-date-time-original",
	    "exif-offset-time-original", "exif-orientation"};

	for (size_t i = 0; i < COUNT_OF(keys); i++)
		if (text_eq_c(key, keys[i]))
			return true;
	return false;
}

/* "exif-date-time: …; gps-time: …", with blanks for hyphens. */
static void
put_rest(struct doc *doc, const struct record *r, struct buf *line)
{
	bool whole = true;

	for (size_t i = 0; i < r->claims_count; i++) {
		const struct claim *claim = &r->claims[i];

		if (has_line(claim->key))
			continue;
		if (line->n > REST_BYTES) {
			whole = false;
			break;
		}
		buf_put_c(line, line->n != 0 ? "; " : "");
		for (size_t k = 0; k < claim->key.n; k++)
			buf_put_byte(line, claim->key.p[k] == '-' ? ' ' : (uint8_t)claim->key.p[k]);
		buf_put_c(line, ": ");
		value_put(line, claim->value);
	}
	if (!whole)
		buf_put_c(line, "; and more, which stands in the file itself");
	fact(doc, "It also says", line);
}

static void
put_claims(struct doc *doc, const struct record *r, struct buf *line)
{
	put_time(doc, r, line);
	put_camera(doc, r, line);
	put_place(doc, r, line);
	join(line, "", claim_of(r, "exif-software"));
	fact(doc, "Program, it says", line);
	put_rest(doc, r, line);
}

static void
doubts_put(struct buf *line, const struct record *r)
{
	for (size_t i = 0; i < r->doubts_count; i++) {
		if (text_eq_c(r->doubts[i].code, "zone-assumed"))
			continue; /* said beside the time */
		buf_put_c(line, line->n != 0 ? "; " : "");
		doubt_words_put(line, r->doubts[i].code);
		doubt_detail_put(line, &r->doubts[i]);
	}
}

/* --- which file it is --- */

static void
put_size(struct buf *line, const struct report_photograph *photograph)
{
	struct text pixels = photograph->claims != NULL ? claim_of(photograph->claims, "pixels")
							: TEXT_NONE;

	if (photograph->file_width != 0) {
		count_put(line, photograph->file_width);
		buf_put_c(line, " \xc3\x97 ");
		count_put(line, photograph->file_height);
		buf_put_c(line, " pixels, ");
	} else if (pixels.n != 0) {
		value_put(line, pixels);
		buf_put_c(line, " pixels, as it says; ");
	}
	count_noun_put(line, photograph->bytes, "byte", "bytes");
	buf_put_c(line, photograph->coding != NULL ? ", " : "");
	buf_put_c(line, photograph->coding != NULL ? photograph->coding : "");
}

static void
put_file(struct doc *doc, const struct report_photograph *photograph, struct buf *line)
{
	buf_put_text(line, photograph->exhibit);
	if (photograph->reference.n != 0) {
		buf_put_c(line, ", theirs: ");
		value_put(line, photograph->reference);
	}
	fact(doc, "Exhibit", line);
	buf_put_one_line(line, text_prefix(photograph->name, VALUE_BYTES));
	fact(doc, "Name as it came", line);
	buf_put_text(line, photograph->path);
	fact(doc, "File in this pack", line);
	put_size(line, photograph);
	fact(doc, "Size", line);
	buf_put_hex(line, photograph->sha256, sizeof photograph->sha256);
	fact(doc, "SHA-256", line);
}

void
photograph_facts(
    struct doc *doc, const struct report_info *info, const struct report_photograph *photograph)
{
	const struct record *r = photograph->row->record, *claims = photograph->claims;
	struct buf line;

	buf_init(&line, FACT_BYTES);
	if (r->kind == KIND_INCIDENT)
		put_incident(doc, r, &line);
	else if (claims != r && r->kind != KIND_PHOTO && r->kind != KIND_DOCUMENT)
		put_message(doc, info, photograph->row, &line);
	if (claims != NULL) {
		put_claims(doc, claims, &line);
	} else {
		buf_put_c(&line, "nothing that could be read");
		fact(doc, "Its file says", &line);
	}
	put_file(doc, photograph, &line);
	doubts_put(&line, r);
	if (claims != NULL && claims != r)
		doubts_put(&line, claims);
	fact(doc, "Doubt", &line);
	buf_fini(&line);
}
