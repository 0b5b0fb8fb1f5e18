/* src/read/formats/pst_object.c
 * Things of a mailbox as objects with properties ([MS-PST], section 2.4.5); see pst.h. */
#include "base/mem.h"
#include "read/formats/pst.h"

enum { ROW = 0, NODE = 1 }; /* what an object's place is */
enum { METHOD_MAIL = 5, LIST_ITEM_BYTES = 16 };

/* A node with properties, and the list of recipients in it, once it is asked for. */
struct held {
	struct pst *pst;
	struct pst_heap heap;
	struct pst_table recipients;
	bool looked, found; /* for them; they are there */
};

static struct pst_heap *
heap_of(const struct msg_object *object)
{
	struct held *held;

	if (object->place == ROW)
		return object->node;
	held = object->node;
	return held != NULL ? &held->heap : NULL;
}

bool
pst_object_open(struct pst *pst, const struct pst_node *node, struct msg_object *out)
{
	struct held *held = mem_new(1, sizeof *held);

	msg_object_init(out, NODE);
	out->node = held;
	if (held == NULL) {
		msg_stick(&pst->msg, fail(pst->msg.err, E_NOMEM, "no memory for a mail"));
		return false;
	}
	held->pst = pst;
	pst_heap_init(&held->heap, &pst->file);
	pst_table_init(&held->recipients, &pst->file);
	if (pst_heap_open(&held->heap, node, PST_CLIENT_PROPERTIES))
		out->listed = pst_properties(&held->heap, &out->list);
	msg_stick(&pst->msg, pst->file.status);
	if (out->list.failed == E_NOMEM)
		msg_stick(&pst->msg, buf_check(&out->list, pst->msg.err));
	return out->listed;
}

bool
pst_object_row(struct pst_table *table, struct msg_object *out)
{
	msg_object_init(out, ROW);
	out->node = &table->heap;
	out->listed = pst_table_cells(table, &out->list);
	return out->listed;
}

void
pst_object_check(const struct msg_object *object)
{
	const struct held *held = object->node;

	if (object->place != ROW && held != NULL &&
	    (held->heap.broken || held->heap.data.broken || held->recipients.heap.broken ||
		object->list.failed != OK))
		held->pst->damaged = true;
}

static void
object_close(struct msg_object *object)
{
	struct held *held = object->node;

	if (object->place == ROW || held == NULL)
		return;
	pst_object_check(object);
	pst_heap_fini(&held->heap);
	pst_table_fini(&held->recipients);
	mem_free(held);
	object->node = NULL;
}

/* Where the value of a property stands; false when there is no such property. */
static bool
place_of(const struct msg_object *object, uint32_t tag, uint32_t *place)
{
	struct slice rest = buf_slice(&object->list), item;
	uint32_t found, flags;

	while (take(&rest, LIST_ITEM_BYTES, &item))
		if (take_u32le(&item, &found) && found == tag && take_u32le(&item, &flags))
			return take_u32le(&item, place);
	return false;
}

static bool
property_has(struct msg *msg, const struct msg_object *object, uint32_t tag)
{
	uint32_t place;

	(void)msg;
	return place_of(object, tag, &place);
}

static void
file_stick(struct msg *msg)
{
	const struct pst *pst = msg->container;

	msg_stick(msg, pst->file.status);
}

struct filling {
	struct buf *out;
	size_t left;
	bool cut;
};

static void
piece_keep(void *ctx, struct slice piece)
{
	struct filling *filling = ctx;
	size_t n = piece.n < filling->left ? piece.n : filling->left;

	buf_put(filling->out, piece.p, n);
	filling->left -= n;
	filling->cut = filling->cut || n < piece.n;
}

static bool
property_bytes(
    struct msg *msg, const struct msg_object *object, uint32_t tag, size_t max, bool *whole)
{
	struct filling filling = {.out = &msg->bytes, .left = max};
	uint32_t place;

	if (heap_of(object) == NULL || !place_of(object, tag, &place))
		return false;
	pst_value_pour(heap_of(object), place, piece_keep, &filling, whole);
	*whole = *whole && !filling.cut;
	file_stick(msg);
	msg_stick(msg, buf_check(&msg->bytes, msg->err));
	return true;
}

/* An object is another node: its number, and how large it is [2.3.3.5]. */
static bool
object_place(const struct msg_object *object, uint32_t tag, uint32_t *place)
{
	struct slice piece;

	if (heap_of(object) == NULL || !place_of(object, tag, place) ||
	    !pst_heap_piece(heap_of(object), *place, &piece) || piece.n < 4)
		return false;
	*place = (uint32_t)pst_number_at(piece, 0, false);
	return true;
}

static bool
property_pour(struct msg *msg, const struct msg_object *object, uint32_t tag,
    void (*put)(void *ctx, struct slice piece), void *ctx, bool *whole)
{
	bool is_object = (tag & UINT16_MAX) == MSG_OBJECT;
	uint32_t place;

	if (heap_of(object) == NULL ||
	    !(is_object ? object_place(object, tag, &place) : place_of(object, tag, &place)))
		return false;
	pst_value_pour(heap_of(object), place, put, ctx, whole);
	file_stick(msg);
	return true;
}

static bool
recipient_next(struct pst *pst, struct held *held, struct msg_object *out)
{
	struct pst_node node;

	if (!held->looked &&
	    pst_inner_find(&pst->file, held->heap.inner, PST_RECIPIENT_TABLE, &node)) {
		held->found = pst_table_open(&held->recipients, &node);
		if (!held->found)
			pst->damaged = true;
	}
	held->looked = true;
	if (!held->found || !pst_table_next(&held->recipients))
		return false;
	if (!pst_object_row(&held->recipients, out))
		pst->damaged = true;
	return true;
}

static bool
part_next(struct msg *msg, const struct msg_object *mail, enum msg_part kind, uint64_t *at,
    struct msg_object *out)
{
	struct pst *pst = msg->container;
	struct held *held = mail->node;
	struct pst_node node;
	bool found;

	if (mail->place == ROW || held == NULL || msg->m.status != OK)
		return false;
	if (kind == MSG_RECIPIENT) {
		found = recipient_next(pst, held, out);
		file_stick(msg);
		return found;
	}
	found = *at < UINT32_MAX &&
		pst_inner_next(&pst->file, held->heap.inner, PST_ATTACHMENT, (uint32_t)*at, &node);
	file_stick(msg);
	if (!found)
		return false;
	*at = node.number;
	if (!pst_object_open(pst, &node, out))
		pst->damaged = true;
	return true;
}

static bool
mail_within(struct msg *msg, const struct msg_object *attachment, struct msg_object *out)
{
	struct pst *pst = msg->container;
	const struct pst_heap *heap = heap_of(attachment);
	struct pst_node node;
	uint64_t method = 0;
	uint32_t number;
	bool found;

	if (heap == NULL || !msg_fixed(attachment, MSG_METHOD, MSG_LONG, &method) ||
	    method != METHOD_MAIL ||
	    !object_place(attachment, (uint32_t)MSG_DATA << 16 | MSG_OBJECT, &number))
		return false;
	found = pst_inner_find(&pst->file, heap->inner, number, &node);
	file_stick(msg);
	if (!found || msg->m.status != OK) {
		pst->damaged = true;
		return false;
	}
	if (!pst_object_open(pst, &node, out))
		pst->damaged = true;
	return true;
}

static bool
names_open(struct msg *msg, struct msg_object *out)
{
	struct pst *pst = msg->container;
	struct pst_node node;

	if (!pst_node_find(&pst->file, PST_NAMES, &node))
		return false;
	(void)pst_object_open(pst, &node, out);
	return true;
}

const struct msg_from pst_from = {.has = property_has,
    .bytes = property_bytes,
    .pour = property_pour,
    .part = part_next,
    .within = mail_within,
    .names = names_open,
    .close = object_close,
    .apart = true};
