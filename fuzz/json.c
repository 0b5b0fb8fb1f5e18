/* fuzz/json.c
 * Any bytes as JSON: however few bytes a read gives, a walk sees the same, takes the same values,
 * and ends; what a tree holds is text; nothing is read past its end. */
#include <stdio.h>
#include <stdlib.h>

#include "base/buf.h"
#include "read/formats/json_head.h"
#include "read/formats/json_walk.h"
#include "tests/read/collect.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

enum { DEPTH_MAX = 80, SEEN_BYTES = 64 << 20 };

static void
must(bool holds, const char *what)
{
	if (holds)
		return;
	(void)fprintf(stderr, "%s\n", what);
	abort();
}

static void
tree_put(struct buf *seen, const struct json_node *node)
{
	struct text checked;

	buf_putf(seen, "%d", (int)node->type);
	must(text_check(slice_of_text(node->text), &checked, NULL), "a value is no text");
	must(text_check(slice_of_text(node->key), &checked, NULL), "a key is no text");
	buf_put_text(seen, node->key);
	buf_put_text(seen, node->text);
	for (const struct json_node *at = node->first; at != NULL; at = at->next)
		tree_put(seen, at);
}

static void
value_walk(struct json_walk *walk, struct buf *seen, unsigned depth)
{
	struct json_taken taken;
	struct text key;
	bool more = true;
	uint8_t c = 0;

	must(json_walk_look(walk, &c, NULL) == OK, "looking failed");
	if ((c != '{' && c != '[') || depth % 3 == 2) {
		must(json_walk_take(walk, &taken, NULL) == OK, "taking failed");
		must((taken.tree.root == NULL) == (taken.why != NULL),
		    "neither a tree nor a reason");
		buf_put_slice(seen, taken.raw);
		if (taken.tree.root != NULL)
			tree_put(seen, taken.tree.root);
		return;
	}
	must(json_walk_enter(walk, NULL) == OK, "entering failed");
	for (size_t i = 0; more; i++) {
		must(json_walk_next(walk, &key, &more, NULL) == OK, "going on failed");
		buf_put_text(seen, key);
		if (!more)
			break;
		if (i % 5 == 4)
			must(json_walk_skip(walk, NULL) == OK, "stepping over failed");
		else
			value_walk(walk, seen, depth + 1);
	}
}

static void
walk_once(struct slice bytes, size_t most, struct buf *seen)
{
	struct collect_pieces pieces = {bytes, most};
	struct source source = collect_source(&pieces);
	struct json_walk walk;

	must(json_walk_init(&walk, &source, NULL) == OK, "no memory");
	value_walk(&walk, seen, 0);
	buf_putf(seen, "%d%d%u", walk.cut, walk.broken, walk.odd);
	json_walk_fini(&walk);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	struct slice bytes = slice_of(data, n);
	struct json_head head;
	struct buf one, two;

	buf_init(&one, SEEN_BYTES);
	buf_init(&two, SEEN_BYTES);
	walk_once(bytes, SIZE_MAX, &one);
	walk_once(bytes, n < 4096 ? 1 : 61, &two);
	must(slice_eq(buf_slice(&one), buf_slice(&two)), "pieces of another size, another walk");
	json_head_scan(bytes, &head);
	buf_fini(&one);
	buf_fini(&two);
	return 0;
}
