/* src/read/formats/mbox_line.c
 * Separators of mailboxes; see mbox_line.h. */
#include "read/formats/mbox_line.h"

#include "base/ascii.h"
#include "read/formats/mail_date.h"
#include "read/formats/mail_head.h"

enum { SEPARATOR_MAX_BYTES = 512 };

/* A full date and no other word. */
static bool
is_date(struct slice s)
{
	struct mail_date date;

	return mail_date_parse(s, &date) && date.has_time && (date.odd & MAIL_DATE_WORDS) == 0;
}

/* Digits, "@xxx": what Google Takeout writes. */
static bool
is_takeout(struct slice sender)
{
	size_t n = 0;

	while (n < sender.n && sender.p[n] >= '0' && sender.p[n] <= '9')
		n++;
	return n >= 5 && slice_eq(slice_from(sender, n), SLICE_LITERAL("@xxx"));
}

/* How many digits stand at `at`. */
static size_t
digits_at(struct slice s, size_t at)
{
	size_t n = 0;

	while (at + n < s.n && ascii_is_digit(s.p[at + n]))
		n++;
	return n;
}

/* The last word is a year, a clock, a zone, or AM or PM. */
static bool
ends_dated(struct slice s)
{
	const char *const bytes = "0123456789:+-ABCDEFGHIJKLMNOPQRSTUVWXYZ";
	size_t n = 0;

	while (n < s.n && memchr(bytes, s.p[s.n - 1 - n], strlen(bytes)) != NULL)
		n++;
	return (n > 2 || (n == 2 && s.p[s.n - 1] == 'M')) && n < s.n && s.p[s.n - 1 - n] == ' ' &&
	       s.p[s.n - 1] != ':';
}

/* Without "remote from host", which mail that came by UUCP has behind the date (RFC 976). */
static struct slice
without_remote(struct slice s)
{
	const struct slice words = SLICE_LITERAL(" remote from ");
	size_t at = slice_find(s, words), host;

	if (at == SIZE_MAX)
		return s;
	host = at + words.n;
	return host < s.n && memchr(s.p + host, ' ', s.n - host) == NULL ? slice_of(s.p, at) : s;
}

/* A clock and a year, in whatever language. */
static bool
is_odd(struct slice s)
{
	bool clock = false, year = false;
	size_t n;

	s = without_remote(s);
	for (size_t i = 0; i < s.n; i += n != 0 ? n : 1) {
		n = digits_at(s, i);
		year |= n == 4 && (s.p[i] == '1' || s.p[i] == '2');
		clock |= (n == 1 || n == 2) && i + n < s.n && s.p[i + n] == ':' &&
			 digits_at(s, i + n + 1) == 2;
	}
	return clock && year && ends_dated(s);
}

/* A bit for each of the names that nearly every mail has; 0 for another. */
static unsigned
typical_name(struct slice line)
{
	static const char *const names[] = {"from", "to", "date", "subject", "received",
	    "return-path", "message-id", "delivered-to", "mime-version"};
	struct slice name;

	if (!cut(&line, ':', &name))
		return 0;
	for (size_t i = 0; i < COUNT_OF(names); i++)
		if (slice_eq_nocase(name, slice_of(names[i], strlen(names[i]))))
			return 1U << i;
	return 0;
}

bool
mbox_header_follows(struct slice head)
{
	struct slice line;
	unsigned seen = 0;

	while (cut_last(&head, '\n', &line)) {
		if (line.n == 0 || line.p[0] == '\r')
			break;
		if (line.p[0] != ' ' && line.p[0] != '\t' && !mail_line_is_field(line))
			break;
		seen |= typical_name(line);
	}
	return (seen & (seen - 1)) != 0; /* two at least */
}

enum mbox_style
mbox_separator(struct slice line, bool *needs_header)
{
	struct slice rest, sender;
	bool dated;
	size_t n = 0;

	if (line.n > SEPARATOR_MAX_BYTES || !slice_starts(line, "From "))
		return MBOX_NONE;
	rest = slice_trim(slice_from(line, 5));
	while (n < rest.n && rest.p[n] != ' ' && rest.p[n] != '\t')
		n++;
	sender = slice_of(rest.p, n);
	rest = slice_trim(slice_from(rest, n));
	dated = sender.n != 0 && is_date(rest);
	*needs_header = !dated;
	if (!dated && rest.n != 0)
		return is_odd(rest) ? MBOX_ODD : MBOX_NONE;
	if (slice_eq(sender, SLICE_LITERAL("-")))
		return MBOX_THUNDERBIRD;
	if (is_takeout(sender))
		return MBOX_TAKEOUT;
	if (dated)
		return MBOX_DATED;
	return sender.n >= 3 && memchr(sender.p, '@', sender.n) != NULL ? MBOX_BARE : MBOX_NONE;
}

bool
mbox_is_quoted(struct slice line)
{
	size_t n = 0;

	while (n < line.n && line.p[n] == '>')
		n++;
	return n != 0 && slice_starts(slice_from(line, n), "From ");
}
