/* src/read/formats/bplist.c
 * Binary property lists; see bplist.h.  A trailer of 32 bytes says where the table of offsets
 * stands; every object begins with a byte of kind and length. */
#include "read/formats/bplist.h"

#include "base/buf.h"

enum { TRAILER_BYTES = 32, TEXT_MAX_BYTES = 4 * 1024 * 1024 };

struct parser {
	struct slice bytes;
	struct arena *arena;
	size_t offset_bytes, ref_bytes;
	uint64_t count, top, table;
	size_t nodes;
};

static uint64_t
number_at(struct slice s, size_t at, size_t n)
{
	uint64_t value = 0;

	for (size_t i = 0; i < n; i++)
		value = value << 8 | s.p[at + i];
	return value;
}

static bool
trailer_read(struct parser *p)
{
	size_t at = p->bytes.n - TRAILER_BYTES;

	p->offset_bytes = p->bytes.p[at + 6];
	p->ref_bytes = p->bytes.p[at + 7];
	p->count = number_at(p->bytes, at + 8, 8);
	p->top = number_at(p->bytes, at + 16, 8);
	p->table = number_at(p->bytes, at + 24, 8);
	return p->offset_bytes >= 1 && p->offset_bytes <= 8 && p->ref_bytes >= 1 &&
	       p->ref_bytes <= 8 && p->table <= at && p->count <= (at - p->table) / p->offset_bytes;
}

/* The bytes of an object from its first one on. */
static bool
object_at(const struct parser *p, uint64_t number, struct slice *out)
{
	uint64_t offset;

	if (number >= p->count)
		return false;
	offset = number_at(
	    p->bytes, (size_t)(p->table + number * p->offset_bytes), p->offset_bytes);
	if (offset >= p->table)
		return false;
	*out = slice_of(p->bytes.p + offset, (size_t)(p->table - offset));
	return true;
}

/* The length of an object: in its first byte, or in an integer behind it. */
static bool
length_take(struct slice *rest, uint8_t low, uint64_t *out)
{
	uint8_t kind;
	size_t n;

	*out = low;
	if (low != 0xf)
		return true;
	if (!take_u8(rest, &kind) || kind >> 4 != 1 || (kind & 0xf) > 3)
		return false;
	n = (size_t)1 << (kind & 0xf);
	if (rest->n < n)
		return false;
	*out = number_at(*rest, 0, n);
	*rest = slice_from(*rest, n);
	return true;
}

static bool
text_make(struct parser *p, struct slice units, bool wide, struct text *out)
{
	struct buf buf;
	bool made;

	if (!wide && text_check(units, out, NULL))
		return true;
	buf_init(&buf, TEXT_MAX_BYTES);
	if (wide)
		buf_put_utf16(&buf, units, true);
	else
		buf_put_repaired(&buf, units, 0xfffd);
	made = buf.failed == OK && arena_text(p->arena, buf_text(&buf), out);
	buf_fini(&buf);
	return made;
}

static struct bplist_node *value_parse(struct parser *p, uint64_t number, unsigned depth);

static uint64_t
ref_at(const struct parser *p, struct slice refs, uint64_t i)
{
	return number_at(refs, (size_t)i * p->ref_bytes, p->ref_bytes);
}

/* The references of an array; those of a dictionary's keys, then its values. */
static bool
members_parse(
    struct parser *p, struct bplist_node *node, struct slice refs, uint64_t n, unsigned depth)
{
	struct bplist_node **last = &node->first, *key;
	uint64_t sets = node->type == BPLIST_DICT ? 2 : 1;

	if (n > refs.n / p->ref_bytes / sets)
		return false;
	for (uint64_t i = 0; i < n; i++) {
		*last = value_parse(p, ref_at(p, refs, sets == 2 ? n + i : i), depth + 1);
		if (*last == NULL)
			return false;
		if (sets == 2) {
			key = value_parse(p, ref_at(p, refs, i), depth + 1);
			if (key == NULL)
				return false;
			(*last)->key = key->text;
		}
		last = &(*last)->next;
	}
	return true;
}

static bool
scalar_parse(struct bplist_node *node, uint8_t kind, struct slice rest)
{
	size_t n = (size_t)1 << (kind & 0xf & 7);

	switch (kind >> 4) {
	case 0:
		node->type = kind == 8 || kind == 9 ? BPLIST_BOOL : BPLIST_NULL;
		node->integer = kind == 9;
		return true;
	case 1: node->type = BPLIST_INTEGER; break;
	case 2: node->type = BPLIST_REAL; break;
	case 3: node->type = BPLIST_DATE; break;
	default:
		node->type = BPLIST_UID;
		n = (size_t)(kind & 0xf) + 1;
		break;
	}
	if (rest.n < n)
		return false;
	if (n > 8)
		rest = slice_of(rest.p + n - 8, 8); /* the low half of 16 */
	node->integer = (int64_t)number_at(rest, 0, n > 8 ? 8 : n);
	return true;
}

static bool
node_fill(struct parser *p, struct bplist_node *node, struct slice object, unsigned depth)
{
	struct slice rest = object, bytes;
	uint64_t n;
	uint8_t kind;

	if (!take_u8(&rest, &kind))
		return false;
	if (kind >> 4 <= 3 || kind >> 4 == 8)
		return scalar_parse(node, kind, rest);
	if (!length_take(&rest, kind & 0xf, &n))
		return false;
	switch (kind >> 4) {
	case 4: node->type = BPLIST_DATA; break;
	case 5:
	case 6: node->type = BPLIST_TEXT; break;
	case 0xa:
	case 0xb:
	case 0xc: node->type = BPLIST_ARRAY; return members_parse(p, node, rest, n, depth);
	case 0xd: node->type = BPLIST_DICT; return members_parse(p, node, rest, n, depth);
	default: return false;
	}
	if (n > rest.n || !take(&rest, (size_t)n * (kind >> 4 == 6 ? 2 : 1), &bytes))
		return false;
	node->data = bytes;
	return node->type == BPLIST_DATA || text_make(p, bytes, kind >> 4 == 6, &node->text);
}

static struct bplist_node *
value_parse(struct parser *p, uint64_t number, unsigned depth)
{
	struct bplist_node *node;
	struct slice object;

	if (depth > BPLIST_DEPTH_MAX || p->nodes++ >= BPLIST_NODES_MAX ||
	    !object_at(p, number, &object))
		return NULL;
	node = arena_alloc(p->arena, 1, sizeof *node);
	return node != NULL && node_fill(p, node, object, depth) ? node : NULL;
}

struct bplist_node *
bplist_parse(struct slice bytes, struct arena *arena)
{
	struct parser p = {.bytes = bytes, .arena = arena};

	if (!slice_starts(bytes, "bplist0") || bytes.n < 8 + TRAILER_BYTES || !trailer_read(&p))
		return NULL;
	return value_parse(&p, p.top, 0);
}

const struct bplist_node *
bplist_get(const struct bplist_node *node, const char *key)
{
	if (node == NULL || node->type != BPLIST_DICT)
		return NULL;
	for (const struct bplist_node *at = node->first; at != NULL; at = at->next)
		if (text_eq_c(at->key, key))
			return at;
	return NULL;
}

const struct bplist_node *
bplist_object(const struct bplist_node *objects, const struct bplist_node *node)
{
	const struct bplist_node *at;
	int64_t n;

	if (node == NULL || node->type != BPLIST_UID || objects == NULL)
		return node;
	n = node->integer;
	at = objects->type == BPLIST_ARRAY ? objects->first : NULL;
	for (; at != NULL && n > 0; n--)
		at = at->next;
	return at;
}
