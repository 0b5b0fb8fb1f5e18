/* fuzz/locked.c
 * What is parsed of a locked backup: first byte 'B', a key bag, with the password "open"; 'L', the
 * list of its files, a database.  Bags that ask for much work are left out: that is slow, and no
 * parsing. */
#include <stdlib.h>

#include "base/encode.h"
#include "read/formats/iphone_list.h"

enum { ROUNDS_TRIED = 50 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);

static void
must(bool ok)
{
	if (!ok)
		abort();
}

/* The largest number behind one of the tags that say how many rounds, wherever it stands. */
static bool
is_quick(struct slice bag)
{
	for (size_t i = 0; i + 12 <= bag.n; i++) {
		const uint8_t *p = bag.p + i;

		if (memcmp(p, "DPIC", 4) != 0 && memcmp(p, "ITER", 4) != 0)
			continue;
		if (p[8] != 0 || p[9] != 0 || p[10] != 0 || p[11] > ROUNDS_TRIED)
			return false;
	}
	return true;
}

static void
bag_try(struct slice bag)
{
	struct iphone_keybag keys;
	uint8_t key[IPHONE_KEY_BYTES];
	size_t known = 0;

	if (!is_quick(bag))
		return;
	if (iphone_keybag_open(bag, TEXT_LITERAL("open"), &keys) == KEYBAG_OPEN) {
		for (size_t i = 0; i < IPHONE_CLASSES; i++)
			known += keys.known[i];
		must(known != 0 && !keys.known[0]);
	}
	(void)!iphone_key_unwrap(&keys, bag, key);
}

static void
list_try(struct slice bytes)
{
	static const char digits[] = "0123456789abcdef";
	struct source source = source_of_slice(&bytes);
	struct iphone_list list = {.count = 0};
	struct sqlite_file file;
	struct err err;
	char name[2 * SHA1_BYTES];
	enum status status = sqlite_file_init(&file, &source, &err);

	if (status == OK)
		status = iphone_list_read(&list, &file, &err);
	must(status == OK || status == E_FORMAT || status == E_NOMEM);
	for (size_t i = 0; i < list.count; i++) {
		for (size_t k = 0; k < sizeof name; k++)
			name[k] = digits[list.item[i].id[k / 2] >> (k % 2 == 0 ? 4 : 0) & 15];
		must(iphone_list_find(&list, (struct text){name, sizeof name}) != NULL);
	}
	iphone_list_fini(&list);
	sqlite_file_fini(&file);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	if (n != 0 && data[0] == 'B')
		bag_try(slice_of(data + 1, n - 1));
	else if (n != 0)
		list_try(slice_of(data + 1, n - 1));
	return 0;
}
