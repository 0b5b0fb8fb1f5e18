/* src/read/formats/mbox_line.c
 * Separators of mailboxes; see mbox_line.h. */
#include "read/formats/mbox_line.h"

#include "read/formats/mail_date.h"

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
	return n >= 5 && slice_eq(slice_of(sender.p + n, sender.n - n), SLICE_LITERAL("@xxx"));
}

enum mbox_style
mbox_separator(struct slice line, bool *needs_header)
{
	struct slice rest, sender;
	bool dated;
	size_t n = 0;

	if (line.n > SEPARATOR_MAX_BYTES || !slice_starts(line, "From "))
		return MBOX_NONE;
	rest = slice_trim(slice_of(line.p + 5, line.n - 5));
	while (n < rest.n && rest.p[n] != ' ' && rest.p[n] != '\t')
		n++;
	sender = slice_of(rest.p, n);
	rest = slice_trim(slice_of(rest.p + n, rest.n - n));
	dated = sender.n != 0 && is_date(rest);
	*needs_header = !dated;
	if (!dated && rest.n != 0)
		return MBOX_NONE;
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
	return n != 0 && slice_starts(slice_of(line.p + n, line.n - n), "From ");
}
