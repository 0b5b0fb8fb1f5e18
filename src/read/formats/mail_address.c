/* src/read/formats/mail_address.c
 * Address lists; see mail_address.h. */
#include "read/formats/mail_address.h"

enum { NAME_PIECES_MAX = 4 }; /* "Hale, Dan, Jr., Office <...>" */

/* Where the scanner stands while it looks for the end of an address. */
struct place {
	bool quoted;
	bool angle;
	size_t comment; /* depth of brackets */
};

/* Step over one byte (two for a quoted pair) and keep track; the step. */
static size_t
place_step(struct place *place, struct slice s, size_t i)
{
	uint8_t c = s.p[i];

	if (c == '\\' && (place->quoted || place->comment != 0))
		return i + 1 < s.n ? 2 : 1;
	if (place->quoted) {
		place->quoted = c != '"';
	} else if (place->comment != 0) {
		place->comment += c == '(' ? 1 : 0;
		place->comment -= c == ')' ? 1 : 0;
	} else if (c == '"') {
		place->quoted = true;
	} else if (c == '(') {
		place->comment = 1;
	} else if (c == '<') {
		place->angle = true;
	} else if (c == '>') {
		place->angle = false;
	}
	return 1;
}

static bool
place_is_open(const struct place *place)
{
	return !place->quoted && !place->angle && place->comment == 0;
}

/* Nobody's address stands in it. */
static bool
is_name_only(struct slice piece)
{
	return memchr(piece.p, '<', piece.n) == NULL && memchr(piece.p, '@', piece.n) == NULL;
}

/* The piece of *rest up to ',' or ';', and where a group's name in front of it ends (0: none). */
static struct slice
piece_next(struct slice *rest, size_t *group)
{
	struct place place = {.comment = 0};
	struct slice piece = *rest;
	size_t i = 0;
	uint8_t c;

	*group = 0;
	while (i < rest->n) {
		c = rest->p[i];
		if (place_is_open(&place) && (c == ',' || c == ';'))
			break;
		if (place_is_open(&place) && c == ':')
			*group = i + 1;
		i += place_step(&place, *rest, i);
	}
	if (i > rest->n)
		i = rest->n;
	piece.n = i;
	if (i < rest->n)
		i++;
	*rest = slice_from(*rest, i);
	return piece;
}

/* The first comment of the piece, without its brackets. */
static struct slice
comment_of(struct slice s)
{
	struct place place = {.comment = 0};
	size_t start = 0;

	for (size_t i = 0; i < s.n;) {
		bool before = place.comment != 0;

		i += place_step(&place, s, i);
		if (!before && place.comment != 0)
			start = i;
		if (before && place.comment == 0)
			return slice_of(s.p + start, i - 1 - start);
	}
	return slice_of(s.p, 0);
}

/* "<@relay,@relay:dan@example.org>": the route is history (RFC 5322, section 4.4). */
static struct slice
without_route(struct slice s)
{
	struct slice rest = s, route;

	s = slice_trim(s);
	if (s.n != 0 && s.p[0] == '@' && cut(&rest, ':', &route))
		return slice_trim(rest);
	return s;
}

/* Find the angle brackets outside of quotes and comments. */
static bool
angles_find(struct slice s, size_t *open, size_t *close, bool *unclear)
{
	struct place place = {.comment = 0};
	bool was, found = false;

	*close = s.n;
	for (size_t i = 0, step; i < s.n; i += step) {
		was = place.angle;
		step = place_step(&place, s, i);
		if (!was && place.angle) {
			*unclear |= found;
			*open = i;
			*close = s.n;
			found = true;
		} else if (was && !place.angle) {
			*close = i;
		}
	}
	*unclear |= found && *close == s.n;
	return found;
}

/* A quote that never closes hides the brackets: take the last pair as it stands. */
static bool
angles_guess(struct slice s, size_t *open, size_t *close, bool *unclear)
{
	const uint8_t *from = s.n != 0 ? memrchr(s.p, '<', s.n) : NULL;
	const uint8_t *to = from != NULL ? memchr(from, '>', s.n - (size_t)(from - s.p)) : NULL;

	if (to == NULL)
		return false;
	*open = (size_t)(from - s.p);
	*close = (size_t)(to - s.p);
	*unclear = true;
	return true;
}

/* "dan@example.org (Dan)" and "(Dan) dan@example.org" without the comment. */
static struct slice
without_comment(struct slice piece, struct slice comment)
{
	struct slice before, behind;
	size_t end;

	if (comment.n == 0)
		return piece;
	before = slice_trim(slice_of(piece.p, (size_t)(comment.p - piece.p) - 1));
	end = (size_t)(comment.p - piece.p) + comment.n + 1;
	behind = slice_trim(slice_from(piece, end));
	return before.n != 0 ? before : behind;
}

static void
piece_read(struct slice piece, struct mail_address *out)
{
	size_t open = 0, close = 0;

	out->name = comment_of(piece);
	if (angles_find(piece, &open, &close, &out->unclear) ||
	    angles_guess(piece, &open, &close, &out->unclear)) {
		if (slice_trim(slice_of(piece.p, open)).n != 0)
			out->name = slice_trim(slice_of(piece.p, open));
		out->address = without_route(slice_of(piece.p + open + 1, close - open - 1));
		return;
	}
	out->address = without_comment(piece, out->name);
	if (out->address.n != 0 && memchr(out->address.p, '@', out->address.n) != NULL)
		return;
	out->name = piece; /* "Mail Delivery Subsystem" */
	out->address = slice_of(piece.p, 0);
}

/* "Hale, Dan <dan@example.org>": old writers do not quote the comma.  A word without an address in
 * front of a name with one is taken for the first half of that name. */
static bool
name_join(struct slice *piece, struct slice *rest)
{
	struct slice behind = *rest, next;
	size_t group, end = piece->n;

	if (slice_trim(*piece).n == 0 || !is_name_only(*piece))
		return false;
	for (unsigned i = 0; i < NAME_PIECES_MAX && behind.n != 0 && piece->p[end] == ','; i++) {
		next = piece_next(&behind, &group);
		if (group != 0 || next.n == 0)
			return false;
		end = (size_t)(next.p - piece->p) + next.n;
		if (is_name_only(next))
			continue;
		if (memchr(next.p, '<', next.n) == NULL)
			return false;
		*piece = slice_of(piece->p, end);
		*rest = behind;
		return true;
	}
	return false;
}

/* One address; `whole` leaves a group's name where it is, before a name with an address. */
static bool
address_next(struct slice *rest, bool whole, struct mail_address *out)
{
	struct slice piece, member;
	size_t group;
	bool joined;

	while (rest->n != 0) {
		piece = piece_next(rest, &group);
		if (whole && memchr(piece.p, '<', piece.n) != NULL)
			group = 0;
		member = slice_from(piece, group);
		joined = name_join(&member, rest);
		piece = slice_of(piece.p, group + member.n);
		member = slice_trim(slice_from(piece, group));
		piece = slice_trim(piece);
		if (piece.n == 0)
			continue;
		*out = (struct mail_address){.written = member, .joined = joined};
		if (member.n != 0)
			piece_read(member, out);
		else /* "undisclosed-recipients:;" */
			out->written = slice_of(piece.p, (size_t)(rest->p - piece.p));
		return true;
	}
	return false;
}

bool
mail_address_next(struct slice *rest, struct mail_address *out)
{
	return address_next(rest, false, out);
}

bool
mail_address_from(struct slice *rest, struct mail_address *out)
{
	return address_next(rest, true, out);
}

void
mail_name_unquote(struct slice name, struct buf *out)
{
	bool quoted = false;

	name = slice_trim(name);
	for (size_t i = 0; i < name.n; i++) {
		if (name.p[i] == '"') {
			quoted = !quoted;
			continue;
		}
		if (quoted && name.p[i] == '\\' && i + 1 < name.n)
			i++;
		buf_put_byte(out, name.p[i]);
	}
}

static bool
is_address_byte(uint8_t c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
	       c == '.' || c == '-' || c == '_' || c == '+' || c >= 0x80;
}

bool
mail_name_address(struct text name, struct slice *out)
{
	struct slice s = slice_of_text(name);
	size_t from, to;

	for (size_t at = 1; at + 1 < s.n; at++) {
		if (s.p[at] != '@')
			continue;
		for (from = at; from > 0 && is_address_byte(s.p[from - 1]);)
			from--;
		for (to = at + 1; to < s.n && is_address_byte(s.p[to]);)
			to++;
		if (from == at || memchr(s.p + at + 1, '.', to - at - 1) == NULL)
			continue;
		*out = slice_of(s.p + from, to - from);
		return true;
	}
	return false;
}

/* The name of a mailbox of Gmail's; empty when it is none. */
static struct slice
gmail_name(struct slice address)
{
	const uint8_t *at = address.n != 0 ? memrchr(address.p, '@', address.n) : NULL;
	struct slice name, domain;
	const uint8_t *plus;

	if (at == NULL)
		return slice_of(NULL, 0);
	name = slice_of(address.p, (size_t)(at - address.p));
	domain = slice_of(at + 1, address.n - name.n - 1);
	if (!slice_eq_nocase(domain, SLICE_LITERAL("gmail.com")) &&
	    !slice_eq_nocase(domain, SLICE_LITERAL("googlemail.com")))
		return slice_of(NULL, 0);
	plus = name.n != 0 ? memchr(name.p, '+', name.n) : NULL;
	return plus != NULL ? slice_of(name.p, (size_t)(plus - name.p)) : name;
}

static void
dots_skip(struct slice *s)
{
	while (s->n != 0 && s->p[0] == '.')
		*s = slice_from(*s, 1);
}

bool
mail_address_same(struct slice a, struct slice b)
{
	struct slice one = gmail_name(a), other = gmail_name(b);

	if (slice_eq_nocase(a, b))
		return true;
	if (one.n == 0 || other.n == 0)
		return false;
	for (;;) {
		dots_skip(&one);
		dots_skip(&other);
		if (one.n == 0 || other.n == 0)
			return one.n == other.n;
		if (!slice_eq_nocase(slice_of(one.p, 1), slice_of(other.p, 1)))
			return false;
		one = slice_from(one, 1);
		other = slice_from(other, 1);
	}
}
