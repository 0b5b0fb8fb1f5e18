/* src/read/formats/iphone_transcript.c
 * See iphone_transcript.h and docs/formats/iphone-backup.md. */
#include "read/formats/iphone_transcript.h"

#include "base/buf.h"
#include "read/formats/apple_backup.h"
#include "read/formats/chat.h"

enum { VOICEMAILS_MAX = 20000, LABEL_BYTES = 128, ID_DIGITS = 40 };

bool
iphone_transcript_is(struct slice bytes)
{
	return slice_starts(bytes, "bplist0") &&
	       slice_find(bytes, SLICE_LITERAL("NSKeyedArchiver")) != SIZE_MAX &&
	       slice_find(bytes, SLICE_LITERAL("transcriptionString")) != SIZE_MAX;
}

static struct text
words_of(const struct bplist_node *root)
{
	const struct bplist_node *objects = bplist_get(root, "$objects"), *node;

	node = bplist_object(objects, bplist_get(bplist_get(root, "$top"), "root"));
	node = bplist_object(objects, bplist_get(node, "transcriptionString"));
	return node != NULL && node->type == BPLIST_TEXT ? node->text : TEXT_NONE;
}

/* A backup calls the file by a sum over its place, "Library/Voicemail/N.transcript": the number is
 * the one whose sum that is.  0: none. */
static int64_t
voicemail_of(struct text name)
{
	struct buf path, label;
	int64_t found = 0;

	if (name.n != ID_DIGITS)
		return 0;
	buf_init(&path, LABEL_BYTES);
	buf_init(&label, LABEL_BYTES);
	for (int64_t n = 1; n <= VOICEMAILS_MAX && found == 0; n++) {
		buf_reset(&path);
		buf_reset(&label);
		buf_putf(&path, "Library/Voicemail/%lld.transcript", (long long)n);
		apple_backup_put(&label, "HomeDomain", buf_text(&path));
		if (label.n > ID_DIGITS &&
		    memcmp(label.p + label.n - ID_DIGITS, name.p, ID_DIGITS) == 0)
			found = n;
	}
	buf_fini(&label);
	buf_fini(&path);
	return found;
}

enum status
iphone_transcript_read(struct making *m, const struct bplist_node *root, uint64_t bytes)
{
	struct attachment self = {.name = text_prefix(m->options->name, RECORD_NAME_MAX_BYTES),
	    .source = ATTACHMENT_SELF,
	    .bytes = bytes != UINT64_MAX ? bytes : 0};
	struct text words = words_of(root);
	int64_t voicemail = voicemail_of(m->options->name);

	making_note(m, NOTE_FORMAT, "iphone-transcript", NULL);
	making_begin(m, KIND_DOCUMENT, "voicemail");
	m->record.direction = DIRECTION_UNKNOWN;
	making_claim(m, "transcript", words);
	if (words.n != 0)
		making_claim(m, "transcript-by", TEXT_LITERAL("the telephone"));
	else
		making_doubt(m, "transcript-not-understood", TEXT_NONE);
	if (voicemail != 0)
		making_claim_i64(m, "voicemail-row", voicemail);
	making_doubt(m, "out-of-its-database",
	    TEXT_LITERAL("This is what a telephone heard in a voicemail: whose it was, and when "
			 "it came, stands in the database of voicemail."));
	making_doubt(m, "no-time", TEXT_NONE);
	if (m->status == OK)
		m->status = record_add_attachment(&m->record, &m->arena, &self, m->err);
	return making_send(m);
}
