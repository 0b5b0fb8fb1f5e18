/* src/read/formats/signal_text_body.c
 * The words of one message as signal-export writes them; see signal_text.h and
 * docs/formats/signal-text.md.  The program puts two blanks behind all that was typed, and what it
 * adds itself has none: that tells most of it from words, unless an editor took the blanks away. */
#include "read/formats/signal_text.h"

enum { MEDIA_MAX = 64, DIGITS_MAX = 6 };

#define DELETED "(This message was deleted)"

static void
told_by_words(struct making *m, const char *what)
{
	making_doubt(m, "told-by-words", text_of_c(what));
}

static void
erase(struct buf *body, size_t at, size_t n)
{
	memmove(body->p + at, body->p + at + n, body->n - at - n);
	body->n -= n;
}

static void
trim_end(struct buf *body)
{
	while (body->n != 0 && (body->p[body->n - 1] == '\n' || body->p[body->n - 1] == ' '))
		body->n--;
}

/* Where "> words\n> more\n" ends; 0 when nothing is quoted, or words follow without an empty line.
 */
static size_t
quote_end(struct slice body)
{
	struct slice rest = body, line;

	while (slice_starts(rest, "> ") && cut_last(&rest, '\n', &line))
		;
	return rest.n != 0 && rest.p[0] != '\n' ? 0 : body.n - rest.n;
}

/* "\n\n> words\n> more\n\n" goes before what the sender wrote: whose words they are is not said.
 * The lines are drawn together where they stand. */
static void
quote_take(struct making *m, struct buf *body)
{
	struct slice rest = buf_slice(body), line;
	size_t end, n = 0;

	if (!slice_starts(rest, "\n\n> "))
		return;
	rest = slice_from(rest, 2);
	end = quote_end(rest);
	rest.n = end;
	while (cut_last(&rest, '\n', &line)) {
		if (n != 0)
			body->p[n++] = '\n';
		memmove(body->p + n, line.p + 2, line.n - 2);
		n += line.n - 2;
	}
	if (n == 0)
		return;
	making_claim(m, "reply-to", (struct text){(const char *)body->p, n});
	told_by_words(m, "That the first lines are quoted is said by their shape alone.");
	/* With the empty line that ends it. */
	buf_drop(body, end + 3);
}

/* The last line, "\n(- … -)", with nothing but links to files behind it. */
static bool
line_find(
    struct slice body, struct slice open, struct slice close, size_t *at, struct slice *inside)
{
	struct slice rest = body, after;
	size_t hit, n;

	*at = SIZE_MAX;
	while ((hit = slice_find(rest, open)) != SIZE_MAX) {
		rest = slice_from(rest, hit + open.n);
		*at = body.n - rest.n - open.n;
	}
	if (*at == SIZE_MAX || (n = slice_find(rest, close)) == SIZE_MAX)
		return false;
	*inside = slice_of(rest.p, n);
	after = slice_from(rest, n + close.n);
	return n != 0 && memchr(rest.p, '\n', rest.n) == NULL &&
	       (after.n == 0 || after.p[0] == '[' || slice_starts(after, "!["));
}

/* "Maya: x, Daniel: y"; a comma in a name is no end.  What has no colon stays together. */
static void
reactions_claim(struct making *m, struct slice rest)
{
	struct slice name, sign;
	size_t colon, comma;

	while ((colon = slice_find(rest, SLICE_LITERAL(": "))) != SIZE_MAX) {
		name = slice_of(rest.p, colon);
		sign = slice_from(rest, colon + 2);
		comma = slice_find(sign, SLICE_LITERAL(", "));
		rest = slice_from(sign, comma == SIZE_MAX ? sign.n : comma + 2);
		sign.n = comma == SIZE_MAX ? sign.n : comma;
		const struct text pieces[] = {
		    {(const char *)sign.p, sign.n}, {(const char *)name.p, name.n}};

		chat_claim(m, "reaction", pieces, COUNT_OF(pieces));
	}
	making_claim(m, "reaction", (struct text){(const char *)rest.p, rest.n});
}

static void
signs_take(struct making *m, struct buf *body)
{
	struct slice open = SLICE_LITERAL("\n(( "), close = SLICE_LITERAL(" ))"), inside;
	size_t at;

	if (line_find(buf_slice(body), open, close, &at, &inside)) {
		making_claim(m, "sticker", (struct text){(const char *)inside.p, inside.n});
		told_by_words(m, "That a sticker was sent is said by the shape of a line alone.");
		erase(body, at, open.n + inside.n + close.n);
	}
	open = SLICE_LITERAL("\n(- ");
	close = SLICE_LITERAL(" -)");
	if (line_find(buf_slice(body), open, close, &at, &inside) &&
	    slice_find(inside, SLICE_LITERAL(": ")) != SIZE_MAX) {
		reactions_claim(m, inside);
		told_by_words(m, "Who reacted is said by the shape of a line alone.");
		erase(body, at, open.n + inside.n + close.n);
	}
}

/* How long the address of a link is: to the bracket that closes it, as names may hold brackets. */
static size_t
link_length(struct slice rest)
{
	const uint8_t *first;
	size_t deep = 0, i;

	for (i = 0; i < rest.n && rest.p[i] != '\n'; i++) {
		if (rest.p[i] == ')' && deep == 0)
			return i;
		if (rest.p[i] == ')')
			deep--;
		else if (rest.p[i] == '(')
			deep++;
	}
	first = i != 0 ? memchr(rest.p, ')', i) : NULL;
	return first != NULL ? (size_t)(first - rest.p) : SIZE_MAX;
}

/* Blanks in names are written "%20", and nothing else is: other percent signs are the name's. */
static void
attach(struct making *m, struct slice name)
{
	struct slice rest = name;
	struct buf plain;
	size_t at;

	buf_init(&plain, RECORD_NAME_MAX_BYTES);
	while (name.n <= RECORD_NAME_MAX_BYTES &&
	       (at = slice_find(rest, SLICE_LITERAL("%20"))) != SIZE_MAX) {
		buf_put(&plain, rest.p, at);
		buf_put_c(&plain, " ");
		rest = slice_from(rest, at + 3);
	}
	if (plain.n != 0)
		buf_put_slice(&plain, rest);
	if (m->status == OK)
		m->status = buf_check(&plain, m->err);
	making_attach(m,
	    plain.n != 0 ? buf_text(&plain) : (struct text){(const char *)name.p, name.n},
	    TEXT_NONE, false);
	buf_fini(&plain);
}

/* "![door.jpg](./media/door.jpg)": the file stands beside, in that folder; stickers are in one
 * beside the chats, "[x](../exported_stickers/p/1.webp)".  A link to anything else was typed. */
static void
media_find(struct making *m, struct slice rest)
{
	static const char stickers[] = "./exported_stickers/";
	size_t at, n, count = 0;

	while ((at = slice_find(rest, SLICE_LITERAL("](."))) != SIZE_MAX) {
		rest = slice_from(rest, at + 3);
		if (slice_starts(rest, stickers))
			rest = slice_from(rest, 2);
		else if (slice_starts(rest, "/media/"))
			rest = slice_from(rest, 1);
		else
			continue;
		if (count++ == MEDIA_MAX) {
			making_doubt(m, "attachments-many", TEXT_NONE);
			return;
		}
		n = link_length(rest);
		if (n == SIZE_MAX)
			continue;
		attach(m, slice_of(rest.p, n));
		rest = slice_from(rest, n);
	}
}

/* "1m 5s", "40s" */
static bool
span_read(struct slice text, int64_t *seconds)
{
	int64_t value = 0, sum = 0;
	size_t digits = 0;

	for (size_t i = 0; i < text.n; i++) {
		uint8_t c = text.p[i];

		if (c >= '0' && c <= '9') {
			value = value * 10 + (c - '0');
			if (++digits > DIGITS_MAX)
				return false;
		} else if (digits != 0 && (c == 'm' || c == 's')) {
			sum += c == 'm' ? value * 60 : value;
			value = 0;
			digits = 0;
		} else if (c != ' ' || digits != 0) {
			return false;
		}
	}
	*seconds = sum;
	return text.n != 0 && digits == 0;
}

/* What stands in brackets behind a call: "accepted, 1m 5s". */
static bool
ending_read(struct slice ending, struct slice *word, int64_t *seconds)
{
	struct slice rest = ending;

	if (slice_eq(ending, SLICE_LITERAL("declined by recipient"))) {
		*word = ending;
		return true;
	}
	if (!cut(&rest, ',', word)) {
		*word = ending;
	} else if (!slice_eq(*word, SLICE_LITERAL("accepted")) ||
		   !span_read(slice_trim(rest), seconds)) {
		return false;
	}
	for (size_t i = 0; i < word->n; i++)
		if (word->p[i] < 'a' || word->p[i] > 'z')
			return false;
	return word->n != 0;
}

struct call {
	bool out, missed;
	struct slice sort, word; /* "voice", "declined"; may be empty */
	int64_t seconds;         /* -1: not said */
};

/* "Incoming voice call (accepted, 1m 5s)", "Missed video call", "Outgoing call" */
static bool
call_read(struct slice words, struct call *call)
{
	static const char *const ways[] = {"Incoming ", "Outgoing ", "Missed "};
	static const char *const sorts[] = {"voice ", "video ", "group ", "adhoc "};
	size_t way = 0, n;

	*call = (struct call){.seconds = -1};
	while (way < COUNT_OF(ways) && !slice_starts(words, ways[way]))
		way++;
	if (way == COUNT_OF(ways))
		return false;
	call->out = way == 1;
	call->missed = way == 2;
	n = strlen(ways[way]);
	words = slice_from(words, n);
	for (size_t i = 0; i < COUNT_OF(sorts); i++)
		if (slice_starts(words, sorts[i])) {
			n = strlen(sorts[i]);
			call->sort = slice_of(words.p, n - 1);
			words = slice_from(words, n);
			break;
		}
	if (!slice_starts(words, "call"))
		return false;
	words = slice_from(words, 4);
	if (words.n == 0 || call->missed)
		return words.n == 0;
	return slice_starts(words, " (") && words.p[words.n - 1] == ')' &&
	       ending_read(slice_of(words.p + 2, words.n - 3), &call->word, &call->seconds);
}

/* Old versions of the program write every call under the other one's name, and "Outgoing" where
 * they do not know. */
static void
call_take(struct making *m, struct slice words)
{
	struct record *record = &m->record;
	struct call call;

	if (!call_read(words, &call) || (!call.out && record->direction == DIRECTION_OUT))
		return;
	record->kind = KIND_CALL;
	if (call.out && record->direction == DIRECTION_IN)
		record->direction = DIRECTION_UNKNOWN;
	if (call.missed || slice_eq(call.word, SLICE_LITERAL("unanswered")))
		making_mark(m, "missed");
	else if (slice_starts(call.word, "declined"))
		making_mark(m, "rejected");
	record->duration_s = call.seconds >= 0 ? call.seconds : record->duration_s;
	making_claim(m, "call-type", (struct text){(const char *)call.sort.p, call.sort.n});
	making_claim(m, "call-state", (struct text){(const char *)call.word.p, call.word.n});
	told_by_words(m, "That this is a call is said by its words alone.");
}

/* A line under somebody's name that says nothing: the program writes the app's own notes so. */
static void
empty_doubt(struct making *m)
{
	const struct record *record = &m->record;

	if (record->direction != DIRECTION_OUT && record->attachments_count == 0)
		making_doubt(m, "sender-looks-system",
		    TEXT_LITERAL("signal-export writes notes of Signal's own as messages without "
				 "words."));
}

/* The last line, cut off with its LF. */
static struct slice
last_line(struct slice *body)
{
	size_t begin = body->n;
	struct slice line;

	while (begin != 0 && body->p[begin - 1] != '\n')
		begin--;
	line = slice_from(*body, begin);
	*body = slice_of(body->p, begin != 0 ? begin - 1 : 0);
	return line;
}

static bool
stands_in(struct slice line, const char *open, const char *close)
{
	size_t n = strlen(close);

	return line.n > strlen(open) + n && slice_starts(line, open) &&
	       memcmp(line.p + line.n - n, close, n) == 0;
}

bool
signal_text_padded(struct slice line)
{
	if (line.n != 0 && line.p[line.n - 1] == '\r')
		line.n--;
	return line.n >= 2 && line.p[line.n - 1] == ' ' && line.p[line.n - 2] == ' ';
}

bool
signal_text_added(struct slice line)
{
	if (line.n != 0 && line.p[line.n - 1] == '\r')
		line.n--;
	return stands_in(line, "(- ", " -)") || stands_in(line, "(( ", " ))");
}

bool
signal_text_ended(struct slice body)
{
	struct slice line;

	while (body.n != 0 && body.p[body.n - 1] == '\n')
		body.n--;
	if (slice_eq(body, SLICE_LITERAL(DELETED)))
		return true;
	/* A line for the reactions, and one for a sticker. */
	for (unsigned i = 0; i < 3 && body.n != 0; i++) {
		line = last_line(&body);
		if (signal_text_padded(line))
			return true;
		if (!signal_text_added(line))
			return false;
	}
	return false;
}

void
signal_text_body(struct making *m, struct buf *body)
{
	size_t claims = m->record.claims_count;

	while (body->n != 0 && body->p[body->n - 1] == '\n')
		body->n--;
	if (m->record.kind == KIND_MESSAGE) {
		if (slice_eq(buf_slice(body), SLICE_LITERAL(DELETED))) {
			making_mark(m, "deleted");
			told_by_words(m, "That it was deleted is said by its words alone.");
		}
		quote_take(m, body);
		signs_take(m, body);
	}
	trim_end(body);
	media_find(m, buf_slice(body));
	if (m->record.kind == KIND_MESSAGE) {
		call_take(m, buf_slice(body));
		if (body->n == 0 && m->record.claims_count == claims)
			empty_doubt(m);
	}
	making_body_buf(m, body);
}
