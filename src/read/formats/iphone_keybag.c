/* src/read/formats/iphone_keybag.c
 * Keys of a locked backup; see iphone_keybag.h. */
#include "read/formats/iphone_keybag.h"

#include <nettle/nist-keywrap.h>
#include <nettle/pbkdf2.h>

#include "base/encode.h"

enum { TAG_BYTES = 4, SALT_MAX_BYTES = 64, WRAP_BY_PHONE = 1, WRAP_BY_PASSWORD = 2 };

static const uint8_t wrap_iv[8] = {0xa6, 0xa6, 0xa6, 0xa6, 0xa6, 0xa6, 0xa6, 0xa6};

/* What stands before the classes. */
struct head {
	struct slice salt, first_salt; /* the latter since iOS 10.2 */
	uint32_t rounds, first_rounds;
};

struct item {
	struct slice tag, value;
};

static uint32_t
number_of(struct slice value)
{
	uint32_t n = 0;

	for (size_t i = 0; i < value.n && value.n == 4; i++)
		n = n << 8 | value.p[i];
	return n;
}

static bool
item_next(struct slice *rest, struct item *out)
{
	struct slice length;

	return take(rest, TAG_BYTES, &out->tag) && take(rest, 4, &length) &&
	       take(rest, number_of(length), &out->value);
}

static bool
is(const struct item *item, const char *tag)
{
	return memcmp(item->tag.p, tag, TAG_BYTES) == 0;
}

static void
head_take(struct head *head, const struct item *item)
{
	if (is(item, "SALT"))
		head->salt = item->value;
	else if (is(item, "DPSL"))
		head->first_salt = item->value;
	else if (is(item, "ITER"))
		head->rounds = number_of(item->value);
	else if (is(item, "DPIC"))
		head->first_rounds = number_of(item->value);
}

static bool
head_is_sane(const struct head *head)
{
	return head->salt.n != 0 && head->salt.n <= SALT_MAX_BYTES &&
	       head->first_salt.n <= SALT_MAX_BYTES && head->rounds != 0 &&
	       head->rounds <= IPHONE_ROUNDS_MAX && head->first_rounds <= IPHONE_ROUNDS_MAX &&
	       (head->first_salt.n == 0) == (head->first_rounds == 0);
}

static void
password_key(const struct head *head, struct text password, uint8_t out[IPHONE_KEY_BYTES])
{
	uint8_t first[IPHONE_KEY_BYTES];
	const uint8_t *key = (const uint8_t *)password.p;
	size_t n = password.n;

	if (head->first_rounds != 0) {
		pbkdf2_hmac_sha256(n, key, head->first_rounds, head->first_salt.n,
		    head->first_salt.p, sizeof first, first);
		key = first;
		n = sizeof first;
	}
	pbkdf2_hmac_sha1(n, key, head->rounds, head->salt.n, head->salt.p, IPHONE_KEY_BYTES, out);
}

static bool
unwrap(const uint8_t key[IPHONE_KEY_BYTES], struct slice wrapped, uint8_t out[IPHONE_KEY_BYTES])
{
	struct aes256_ctx aes;

	if (wrapped.n != IPHONE_WRAPPED_BYTES)
		return false;
	aes256_set_decrypt_key(&aes, key);
	return aes256_keyunwrap(&aes, wrap_iv, IPHONE_KEY_BYTES, out, wrapped.p) == 1;
}

struct class_key {
	uint32_t number, wrap;
	struct slice wrapped;
};

/* A class whose key the password opens, or ought to. */
static void
class_end(struct iphone_keybag *bag, const struct class_key *c, const uint8_t *key)
{
	if (c->number == 0 || c->number >= IPHONE_CLASSES || c->wrapped.n == 0)
		return;
	/* Wrapped in both, the password's wrapping comes off and the telephone's stays. */
	bag->phone_only[c->number] = (c->wrap & WRAP_BY_PHONE) != 0;
	if ((c->wrap & WRAP_BY_PASSWORD) == 0)
		return;
	if (unwrap(key, c->wrapped, bag->key[c->number]))
		bag->known[c->number] = true;
	else
		bag->damaged++;
}

/* Classes begin with their UUID; the first UUID is the bag's. */
static size_t
classes_open(struct iphone_keybag *bag, struct slice rest, const uint8_t *key)
{
	struct class_key c = {.number = 0};
	struct item item;
	size_t opened = 0;

	while (item_next(&rest, &item)) {
		if (is(&item, "UUID")) {
			class_end(bag, &c, key);
			c = (struct class_key){.number = 0};
		} else if (is(&item, "CLAS")) {
			c.number = number_of(item.value);
		} else if (is(&item, "WRAP")) {
			c.wrap = number_of(item.value);
		} else if (is(&item, "WPKY")) {
			c.wrapped = item.value;
		}
	}
	class_end(bag, &c, key);
	for (size_t i = 0; i < IPHONE_CLASSES; i++)
		opened += bag->known[i];
	return opened;
}

enum iphone_keybag_state
iphone_keybag_open(struct slice bag, struct text password, struct iphone_keybag *out)
{
	struct head head = {.rounds = 0};
	struct slice rest = bag;
	struct item item;
	uint8_t key[IPHONE_KEY_BYTES];

	*out = (struct iphone_keybag){.known = {false}};
	while (item_next(&rest, &item))
		head_take(&head, &item);
	if (!head_is_sane(&head))
		return KEYBAG_STRANGE;
	password_key(&head, password, key);
	if (classes_open(out, bag, key) != 0)
		return KEYBAG_OPEN;
	return out->damaged != 0 ? KEYBAG_WRONG : KEYBAG_STRANGE;
}

bool
iphone_key_unwrap(
    const struct iphone_keybag *bag, struct slice wrapped, uint8_t out[IPHONE_KEY_BYTES])
{
	struct slice key = wrapped;
	uint32_t number;

	return take_u32le(&key, &number) && number < IPHONE_CLASSES && bag->known[number] &&
	       unwrap(bag->key[number], key, out);
}

bool
iphone_key_is_phones(const struct iphone_keybag *bag, struct slice wrapped)
{
	uint32_t number;

	return take_u32le(&wrapped, &number) && number < IPHONE_CLASSES && bag->phone_only[number];
}
