/* src/read/formats/sms_walk.c
 * The walk through one file; see sms_walk.h. */
#include "read/formats/sms_walk.h"

#include "read/formats/sms_message.h"
#include "read/formats/sms_mms.h"
#include "read/formats/sms_value.h"

enum {
	RECORD_ARENA_BYTES = 16 * 1024 * 1024,
	LONGEST_VALUE_BYTES = RECORD_TEXT_MAX_BYTES,
	MAX_UNKNOWN_ATTRIBUTES = 50,
	USUAL_TAG_BYTES = 4096,
};

/* A value that the window could not hold: its beginning, as much as is kept. */
static struct slice
gather(struct sms_walk *w, const struct sms_scan_token *token)
{
	struct sms_reader *r = &w->r;
	enum sms_scan_piece state = SMS_SCAN_PIECE_MORE;
	struct slice piece = token->value;

	buf_reset(&r->lengthy);
	for (;;) {
		if (buf_put_most(&r->lengthy, piece) != 0)
			r->found |= SMS_VALUE_CUT;
		if (r->status == OK)
			r->status = buf_check(&r->lengthy, r->err);
		if (r->status != OK || state != SMS_SCAN_PIECE_MORE)
			return buf_slice(&r->lengthy);
		r->status = sms_scan_more(&r->scan, &piece, &state, r->err);
	}
}

static void
read_field(struct sms_walk *w, enum sms_field field, const struct sms_scan_token *token)
{
	struct sms_reader *r = &w->r;
	bool inner = w->element == SMS_ELEMENT_PART || w->element == SMS_ELEMENT_ADDR;
	struct text *value = &(inner ? &r->inner : &r->fields)->values[field];
	struct slice raw = token->value;

	if (value->p != NULL) {
		r->found |= SMS_RECORD_TWICE;
		return;
	}
	if (!token->whole)
		raw = gather(w, token);
	if (r->status == OK && !sms_value_text(inner ? &r->inner_arena : &r->arena, &r->scratch,
				   raw, sms_fields_max_bytes(field), &r->found, value))
		r->status = fail(r->err, E_NOMEM, "no room for one value");
}

/* An attribute that no table knows becomes a claim, so that nothing new is lost. */
static void
read_unknown(struct sms_walk *w, const struct sms_scan_token *token)
{
	static const char prefix[] = "attribute-";
	struct sms_reader *r = &w->r;
	struct text value = TEXT_NONE;
	char key[64];
	size_t n = sizeof prefix - 1;

	if (++r->unknowns > MAX_UNKNOWN_ATTRIBUTES) {
		r->found |= SMS_RECORD_MANY;
		return;
	}
	memcpy(key, prefix, n);
	for (size_t i = 0; i < token->name.n && n + 1 < sizeof key; i++) {
		uint8_t c = token->name.p[i];

		if (c >= 'A' && c <= 'Z')
			c = (uint8_t)(c - 'A' + 'a');
		key[n++] = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ? (char)c : '-';
	}
	key[n] = '\0';
	if (!token->whole)
		r->found |= SMS_VALUE_CUT;
	if (!sms_value_text(&r->arena, &r->scratch, token->value, 1024, &r->found, &value))
		r->status = fail(r->err, E_NOMEM, "no room for one value");
	else
		sms_record_claim(r, sms_record_keep(r, (struct text){key, n}).p, value);
}

static void
on_attribute(struct sms_walk *w, const struct sms_scan_token *token)
{
	enum sms_field field;

	if (w->depth != 0 || w->element == SMS_ELEMENT_UNKNOWN)
		return;
	field = sms_fields_find(w->element, token->name, &w->hint);
	if (field < SMS_FIELD_COUNT)
		read_field(w, field, token);
	else if (field == SMS_FIELD_DATA)
		sms_mms_data(&w->r, token);
	else if (field == SMS_FIELD_UNKNOWN && w->element >= SMS_ELEMENT_SMS)
		read_unknown(w, token);
}

/* A broken message or call was not the cut end of the file after all. */
static void
flush_pending(struct sms_walk *w)
{
	if (!w->pending)
		return;
	w->pending = false;
	if (w->r.calls)
		sms_message_call(&w->r, false);
	else
		sms_message_sms(&w->r, false);
}

/* An mms without its end: what follows shows that it is over. */
static void
flush_mms(struct sms_walk *w)
{
	if (!w->r.mms.open)
		return;
	w->r.mms.broken = true;
	sms_mms_close(&w->r);
}

/* Compare the count that the root declared with what came. */
static void
close_root(struct sms_walk *w)
{
	uint8_t bytes[96];
	struct buf detail = {.p = bytes, .size = sizeof bytes, .max = sizeof bytes};
	uint64_t came = w->r.emitted - w->before_root;

	if (w->in_root && w->declared && (w->count < 0 || (uint64_t)w->count != came)) {
		buf_put_i64(&detail, w->count);
		buf_put_c(&detail, " declared, ");
		buf_put_u64(&detail, came);
		buf_put_c(&detail, " read");
		sms_record_note(&w->r, 0, NOTE_DOUBT, "count-differs", buf_text(&detail));
	}
	w->in_root = false;
}

static void
say_omits(struct sms_reader *r)
{
	if ((r->said & SMS_SAID_OMITS) != 0)
		return;
	r->said |= SMS_SAID_OMITS;
	if (r->calls) {
		sms_record_note(r, 0, NOTE_OMITS, "old-calls",
		    TEXT_LITERAL("A phone keeps only about its last 500 calls."));
		sms_record_note(r, 0, NOTE_OMITS, "blocked-calls",
		    TEXT_LITERAL("Some phones do not list calls from blocked numbers."));
		sms_record_note(r, 0, NOTE_OMITS, "withheld-numbers",
		    TEXT_LITERAL("Withheld numbers are not in it; the network knows them."));
		return;
	}
	sms_record_note(r, 0, NOTE_OMITS, "deleted",
	    TEXT_LITERAL("Messages deleted before the export was made are not in it."));
	sms_record_note(r, 0, NOTE_OMITS, "chat-messages",
	    TEXT_LITERAL("Most RCS chat messages and all messages of other apps are not in it."));
}

static void
open_root(struct sms_walk *w)
{
	struct sms_reader *r = &w->r;

	close_root(w);
	if (w->any_root)
		sms_record_note(r, SMS_SAID_ROOTS, NOTE_DOUBT, "several-exports",
		    TEXT_LITERAL("The file holds several exports, one after the other."));
	w->any_root = w->in_root = true;
	w->declared = false;
	w->before_root = r->emitted;
	r->calls = w->element == SMS_ELEMENT_CALLS;
	arena_reset(&r->arena);
	memset(&r->fields, 0, sizeof r->fields);
	r->found = 0;
	say_omits(r);
}

static void
opened_root(struct sms_walk *w)
{
	struct text total = sms_fields_get(&w->r.fields, SMS_TOTAL);

	if (total.p == NULL)
		return;
	w->declared = i64_parse_loose(slice_of_text(total), &w->count);
	if (!w->declared)
		sms_record_note(&w->r, 0, NOTE_DOUBT, "count-unreadable", text_prefix(total, 100));
}

static bool
is_inner(enum sms_element element)
{
	return element == SMS_ELEMENT_PARTS || element == SMS_ELEMENT_PART ||
	       element == SMS_ELEMENT_ADDRS || element == SMS_ELEMENT_ADDR;
}

/* An element that no export had so far: a note with its bytes, or part of the message it is in.
 * `whole` is empty when it was too long for the window. */
static void
finish_unknown(struct sms_walk *w, struct slice whole)
{
	struct sms_reader *r = &w->r;

	w->depth = 0;
	sms_scan_keep(&r->scan, false);
	if (whole.n != 0 && !r->mms.open)
		r->record.raw = slice_of(NULL, 0);
	sms_record_put_raw(r, whole);
	sms_record_doubt(r, "element-unknown", TEXT_NONE);
	sms_record_note(r, SMS_SAID_UNKNOWN, NOTE_UNREAD, "element-unknown",
	    TEXT_LITERAL("The file has elements that are not known; their bytes are kept."));
	if (r->mms.open)
		return;
	r->record.kind = KIND_NOTE;
	r->record.channel = r->calls ? TEXT_LITERAL("call") : TEXT_LITERAL("sms");
	sms_record_emit(r);
}

/* Inside an unknown element: what is known ends it, for it may be a wrapper, or lack its end. */
static bool
ends_unknown(const struct sms_walk *w, enum sms_element element)
{
	return element != SMS_ELEMENT_UNKNOWN && (w->r.mms.open || !is_inner(element));
}

static void
on_open(struct sms_walk *w, struct slice name)
{
	struct sms_reader *r = &w->r;

	w->in_tag = true;
	w->hint = 0;
	if (w->depth != 0 && !ends_unknown(w, sms_fields_element(name)))
		return;
	if (w->depth != 0)
		finish_unknown(w, sms_scan_split(&r->scan));
	flush_pending(w);
	w->element = sms_fields_element(name);
	if (is_inner(w->element) && !r->mms.open)
		w->element = SMS_ELEMENT_UNKNOWN;
	if (w->element == SMS_ELEMENT_SMSES || w->element == SMS_ELEMENT_CALLS) {
		flush_mms(w);
		open_root(w);
	} else if (!w->any_root && r->status == OK) {
		r->status = fail(r->err, E_FORMAT, "its first element is not <smses> or <calls>");
	} else if (is_inner(w->element)) {
		sms_mms_inner_begin(r);
	} else if (w->element != SMS_ELEMENT_UNKNOWN || !r->mms.open) {
		flush_mms(w);
		sms_record_begin(r);
	}
}

/* Its first tag is kept at once, in case the whole of it is too long for the window. */
static void
opened_unknown(struct sms_walk *w, bool empty)
{
	if (empty) {
		finish_unknown(w, sms_scan_raw(&w->r.scan));
		return;
	}
	w->depth = 1;
	sms_record_keep_raw(&w->r);
	sms_scan_keep(&w->r.scan, true);
}

/* Values that are not all there as they were written: the bytes are kept beside the text. */
static void
keep_odd_bytes(struct sms_reader *r)
{
	if ((r->found &
		(SMS_VALUE_NOT_UTF8 | SMS_VALUE_LONE | SMS_VALUE_ENTITY | SMS_RECORD_TWICE)) != 0)
		sms_record_keep_raw(r);
}

static void
on_opened(struct sms_walk *w, bool empty)
{
	struct sms_reader *r = &w->r;

	w->in_tag = false;
	if (w->depth != 0) {
		w->depth += empty ? 0 : 1;
		return;
	}
	keep_odd_bytes(r);
	switch (w->element) {
	case SMS_ELEMENT_SMSES:
	case SMS_ELEMENT_CALLS: opened_root(w); break;
	case SMS_ELEMENT_SMS: sms_message_sms(r, true); break;
	case SMS_ELEMENT_CALL: sms_message_call(r, true); break;
	case SMS_ELEMENT_PART: sms_mms_part(r); break;
	case SMS_ELEMENT_ADDR: sms_mms_address(r); break;
	case SMS_ELEMENT_MMS:
		sms_mms_open(r, true);
		if (empty)
			sms_mms_close(r);
		break;
	case SMS_ELEMENT_UNKNOWN: opened_unknown(w, empty); break;
	case SMS_ELEMENT_PARTS:
	case SMS_ELEMENT_ADDRS:
	case SMS_ELEMENT_COUNT: break;
	}
}

static void
on_close(struct sms_walk *w, struct slice name)
{
	enum sms_element element = sms_fields_element(name);

	if (w->depth != 0) {
		w->depth = ends_unknown(w, element) ? 0 : w->depth - 1;
		if (w->depth != 0)
			return;
		finish_unknown(w, sms_scan_raw(&w->r.scan));
		if (!ends_unknown(w, element))
			return;
	}
	flush_pending(w);
	if (element == SMS_ELEMENT_MMS && w->r.mms.open)
		sms_mms_close(&w->r);
	if (element != SMS_ELEMENT_SMSES && element != SMS_ELEMENT_CALLS)
		return;
	flush_mms(w);
	close_root(w);
}

static void
on_broken(struct sms_walk *w)
{
	struct sms_reader *r = &w->r;
	bool in_tag = w->in_tag;

	w->in_tag = false;
	if (w->depth != 0)
		return;
	flush_pending(w);
	if (in_tag && (w->element == SMS_ELEMENT_SMS || w->element == SMS_ELEMENT_CALL)) {
		sms_record_keep_raw(r);
		w->pending = true;
	} else if (in_tag && w->element == SMS_ELEMENT_MMS) {
		sms_mms_open(r, false);
	} else if (r->mms.open) {
		if (in_tag && w->element == SMS_ELEMENT_PART)
			sms_mms_part(r);
		if (in_tag && w->element == SMS_ELEMENT_ADDR)
			sms_mms_address(r);
		sms_mms_broken(r);
	} else {
		sms_record_note(r, SMS_SAID_BROKEN, NOTE_UNREAD, "broken-element",
		    TEXT_LITERAL("Part of the file is not as it should be and could not be read."));
	}
}

/* Name the record that the end of the file cut off. */
static void
describe_cut(struct sms_walk *w, struct buf *detail)
{
	struct sms_reader *r = &w->r;
	struct text address = sms_fields_get(&r->fields, SMS_ADDRESS);
	int64_t ms;

	buf_put_c(detail, w->element == SMS_ELEMENT_CALL || r->calls ? "A call"
			  : w->element == SMS_ELEMENT_SMS            ? "A text message"
								     : "A multimedia message");
	if (i64_parse_loose(slice_of_text(r->fields.values[SMS_DATE]), &ms) &&
	    ms > INT64_MIN / 1000 && ms < INT64_MAX / 1000) {
		buf_put_c(detail, " of ");
		(void)time_put(detail, ms * 1000);
	}
	if (address.n != 0) {
		buf_put_c(detail, " with ");
		buf_put_text(detail, text_prefix(address, 200));
	}
	buf_put_c(detail, " is cut off where the file ends; it is not shown.");
}

static void
on_end(struct sms_walk *w)
{
	struct sms_reader *r = &w->r;
	bool mid_record = r->mms.open || w->pending ||
			  (w->in_tag && w->depth == 0 &&
			      (w->element == SMS_ELEMENT_SMS || w->element == SMS_ELEMENT_MMS ||
				  w->element == SMS_ELEMENT_CALL));
	struct buf detail;

	w->cut = w->cut || w->in_tag || mid_record || w->in_root || w->depth != 0;
	if (!w->cut)
		return;
	buf_init(&detail, 2048);
	if (mid_record)
		describe_cut(w, &detail);
	else
		buf_put_c(&detail, "The file ends before its last element does.");
	sms_record_note(r, SMS_SAID_CUT, NOTE_UNREAD, "cut-off", buf_text(&detail));
	buf_fini(&detail);
	close_root(w);
}

/* What the tokenizer met that is said once. */
static void
say_oddities(struct sms_walk *w)
{
	struct sms_reader *r = &w->r;

	if (r->scan.declared)
		sms_record_note(r, SMS_SAID_DECLARED, NOTE_DOUBT, "declaration",
		    TEXT_LITERAL("The file declares things of its own; they were not obeyed."));
	if (r->scan.stray_text)
		sms_record_note(r, SMS_SAID_STRAY, NOTE_DOUBT, "stray-text",
		    TEXT_LITERAL("There is text between the messages that belongs to none."));
}

/* A message or call whose whole tag stands in view as exports write it: nearly all of them, and
 * several times faster than attribute by attribute.  The values are borrowed from the window. */
static bool
read_usual(struct sms_walk *w)
{
	struct sms_reader *r = &w->r;
	struct slice raws[SMS_FIELD_COUNT], ahead;
	uint32_t seen;
	size_t used;

	r->status = sms_scan_ahead(&r->scan, USUAL_TAG_BYTES, &ahead, r->err);
	if (r->status != OK || !sms_fields_usual(w->element, ahead, raws, &seen, &used))
		return false;
	sms_scan_opened(&r->scan, used);
	for (unsigned i = 0; i < SMS_FIELD_COUNT && r->status == OK; i++) {
		enum sms_field field = (enum sms_field)i;

		if ((seen >> i & 1) != 0 &&
		    !sms_value_borrow(&r->arena, &r->scratch, raws[i], sms_fields_max_bytes(field),
			&r->found, &r->fields.values[i]))
			r->status = fail(r->err, E_NOMEM, "no room for one value");
	}
	return true;
}

static void
step(struct sms_walk *w, bool *ended)
{
	struct sms_scan_token token;

	w->r.status = sms_scan_next(&w->r.scan, &token, w->r.err);
	if (w->r.status != OK)
		return;
	switch (token.event) {
	case SMS_SCAN_OPEN:
		on_open(w, token.name);
		if (w->depth == 0 && w->r.status == OK &&
		    (w->element == SMS_ELEMENT_SMS || w->element == SMS_ELEMENT_CALL) &&
		    read_usual(w))
			on_opened(w, true);
		break;
	case SMS_SCAN_ATTRIBUTE: on_attribute(w, &token); break;
	case SMS_SCAN_OPENED: on_opened(w, token.empty); break;
	case SMS_SCAN_CLOSE: on_close(w, token.name); break;
	case SMS_SCAN_BROKEN: on_broken(w); break;
	case SMS_SCAN_CUT:
	case SMS_SCAN_END:
		w->cut = token.event == SMS_SCAN_CUT;
		*ended = true;
		break;
	}
}

static enum status
run(struct sms_walk *w)
{
	struct sms_reader *r = &w->r;
	bool ended = false;

	while (!ended && r->status == OK)
		step(w, &ended);
	if (r->status == OK)
		on_end(w);
	say_oddities(w);
	if (r->status != OK)
		return r->status;
	if (!w->any_root)
		return fail(r->err, E_FORMAT, "it has no <smses> or <calls>");
	if (w->cut && r->emitted == 0)
		return fail_at(r->err, E_FORMAT, (size_t)sms_scan_at(&r->scan),
		    "it is cut off before its first message is complete");
	return OK;
}

void
sms_walk_init(struct sms_walk *walk, const struct reading_options *options, const struct sink *sink,
    struct err *err)
{
	struct sms_reader *r = &walk->r;

	memset(walk, 0, sizeof *walk);
	r->sink = sink;
	r->options = options;
	r->err = err;
	arena_init(&r->arena, RECORD_ARENA_BYTES);
	arena_init(&r->inner_arena, RECORD_ARENA_BYTES);
	buf_init(&r->lengthy, LONGEST_VALUE_BYTES);
	buf_init(&r->scratch, 3 * LONGEST_VALUE_BYTES);
	buf_init(&r->body, RECORD_TEXT_MAX_BYTES);
}

void
sms_walk_fini(struct sms_walk *walk)
{
	struct sms_reader *r = &walk->r;

	buf_fini(&r->body);
	buf_fini(&r->scratch);
	buf_fini(&r->lengthy);
	arena_fini(&r->inner_arena);
	arena_fini(&r->arena);
}

enum status
sms_walk_run(struct sms_walk *walk, const struct source *source, uint64_t at)
{
	enum status status = sms_scan_init(&walk->r.scan, source, at, walk->r.err);

	if (status != OK)
		return status;
	status = run(walk);
	sms_scan_fini(&walk->r.scan);
	return status;
}
