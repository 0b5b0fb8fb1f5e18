/* src/read/formats/imessage_app.c
 * A message that an app made (a "balloon": handwriting, a game, money); see imessage.h.  What it
 * shows stands in "payload_data", in a form of the app's own.
 * Not for: links and the like, whose words stand in the row. */
#include "base/buf.h"
#include "read/formats/imessage.h"

enum { APP_NAME_BYTES = 128, SENTENCE_BYTES = 512 };

#define OBJECT_SIGN "\xef\xbf\xbc" /* U+FFFC stands where the app's picture is */

/* By the end of "balloon_bundle_id": some stand behind the team that signed them. */
static const struct {
	const char *end, *what;
} apps[] = {
    {"com.apple.Handwriting.HandwritingProvider", "handwriting"},
    {"com.apple.DigitalTouchBalloonProvider", "a drawing by Digital Touch"},
    {"com.apple.messages.URLBalloonProvider", "a link"},
    {"com.apple.messages.Polls", "a poll"},
    {"com.apple.PassbookUIService.PeerPaymentMessagesExtension", "money, by Apple Cash"},
    {"com.apple.SafetyMonitorApp.SafetyMonitorMessages", "Check In"},
    {"com.apple.findmy.FindMyMessagesApp", "a place, by Find My"},
    {"com.gamerdelights.gamepigeon.ext", "a game, by GamePigeon"},
};

static bool
has_words(struct slice body)
{
	body = slice_trim(body);
	while (slice_starts(body, OBJECT_SIGN))
		body = slice_trim(slice_from(body, sizeof OBJECT_SIGN - 1));
	return body.n != 0;
}

static bool
is_unsent(const struct record *record)
{
	for (size_t i = 0; i < record->marks_count; i++)
		if (text_eq_c(record->marks[i], "unsent"))
			return true;
	return false;
}

static void
app_put(struct buf *out, struct text id)
{
	struct slice rest = slice_of_text(id), piece = rest;

	while (cut_last(&rest, ':', &piece))
		;
	for (size_t i = 0; i < COUNT_OF(apps); i++)
		if (slice_eq(piece, slice_of(apps[i].end, strlen(apps[i].end)))) {
			buf_put_c(out, apps[i].what);
			return;
		}
	if (id.n == 0)
		buf_put_c(out, "which one is not said");
	else
		buf_put_text(out,
		    text_prefix((struct text){(const char *)piece.p, piece.n}, APP_NAME_BYTES));
}

void
imessage_app(struct imessage *im, const struct sqlite_row *row)
{
	struct making *m = im->m;
	struct text id = imessage_words(im, &im->message, row, "balloon_bundle_id");
	struct slice payload = sqlite_blob(sqlite_value_of(&im->message, row, "payload_data"));
	struct buf buf;

	if ((id.n == 0 && payload.n == 0) || is_unsent(&m->record) ||
	    has_words(slice_of_text(m->record.body)))
		return;
	buf_init(&buf, SENTENCE_BYTES);
	buf_put_c(&buf, "This message was made by an app (");
	app_put(&buf, id);
	buf_put_c(&buf, ") and has no words; ");
	buf_put_c(&buf, payload.n != 0 ? "what it shows is not understood, and its bytes are kept."
				       : "what it shows is not in the database.");
	if (m->status == OK)
		m->status = buf_check(&buf, m->err);
	if (m->status == OK)
		making_doubt(m, "not-understood", buf_text(&buf));
	buf_fini(&buf);
	if (m->record.raw.n == 0)
		making_raw(m, payload);
}
