/* src/read/formats/imessage_history.c
 * Changes of a message; see imessage_history.h. */
#include "read/formats/imessage_history.h"

#include "read/formats/apple_time.h"
#include "read/formats/bplist.h"
#include "read/formats/sqlite_file.h"
#include "read/formats/typedstream.h"

enum { ARENA_BYTES = 8 * 1024 * 1024 };

static bool
version_time(const struct bplist_node *version, int64_t *at_us)
{
	const struct bplist_node *at = bplist_get(version, "d");
	int64_t us;

	if (at == NULL || (at->type != BPLIST_REAL && at->type != BPLIST_DATE) ||
	    !sqlite_real_us((uint64_t)at->integer, &us))
		return false;
	*at_us = APPLE_TIME_EPOCH_US + us;
	return true;
}

/* What a message said before it was changed, with the time it was written. */
static void
claim_version(struct making *m, const struct bplist_node *version)
{
	const struct bplist_node *bytes = bplist_get(version, "t");
	struct text text;
	struct buf buf;
	int64_t at_us;

	if (bytes == NULL || !typedstream_text(bytes->data, &text))
		return;
	buf_init(&buf, RECORD_TEXT_MAX_BYTES);
	if (version_time(version, &at_us) && time_put(&buf, at_us))
		buf_put_c(&buf, " ");
	buf_put_text(&buf, text);
	if (buf.failed == OK)
		making_claim(m, "earlier-wording", buf_text(&buf));
	buf_fini(&buf);
}

static void
last_put(struct buf *last, const struct bplist_node *version)
{
	const struct bplist_node *bytes = bplist_get(version, "t");
	struct text text;

	if (bytes == NULL || !typedstream_text(bytes->data, &text))
		return;
	if (last->n != 0)
		buf_put_byte(last, '\n');
	buf_put_text(last, text);
}

/* One part: its wordings, the first of which is how it was sent. */
static void
part_read(struct making *m, const struct bplist_node *part, struct imessage_history *out,
    struct buf *last)
{
	const struct bplist_node *at = part->first;
	int64_t at_us;

	if (at == NULL)
		return;
	if (version_time(at, &at_us) && (!out->sent_known || at_us < out->sent_us)) {
		out->sent_known = true;
		out->sent_us = at_us;
	}
	for (; at->next != NULL; at = at->next) {
		claim_version(m, at);
		out->edited = true;
	}
	if (at != part->first && version_time(at, &at_us) &&
	    (!out->edited_known || at_us > out->edited_us)) {
		out->edited_known = true;
		out->edited_us = at_us;
	}
	last_put(last, at);
}

static void
parts_read(struct making *m, const struct bplist_node *edits, struct imessage_history *out)
{
	struct buf last, parts;

	buf_init(&last, RECORD_TEXT_MAX_BYTES);
	buf_init(&parts, RECORD_NAME_MAX_BYTES);
	for (const struct bplist_node *part = edits->first; part != NULL; part = part->next) {
		part_read(m, part, out, &last);
		if (part->first == NULL || part->first->next == NULL)
			continue;
		if (parts.n != 0)
			buf_put_c(&parts, ", ");
		buf_put_text(&parts, part->key);
	}
	/* What is longer than a record holds is left out; the bytes are in the original. */
	if (last.n != 0)
		out->last = making_keep(m, buf_text(&last));
	if (parts.n != 0)
		out->parts = making_keep(m, buf_text(&parts));
	buf_fini(&parts);
	buf_fini(&last);
}

void
imessage_history(struct making *m, struct slice plist, struct imessage_history *out)
{
	const struct bplist_node *root, *edits, *gone;
	struct arena arena;

	*out = (struct imessage_history){.understood = false};
	arena_init(&arena, ARENA_BYTES);
	root = bplist_parse(plist, &arena);
	edits = bplist_get(root, "ec");
	gone = bplist_get(root, "rp");
	out->understood = root != NULL;
	out->unsent = gone != NULL && gone->first != NULL;
	if (edits != NULL)
		parts_read(m, edits, out);
	arena_fini(&arena);
}
