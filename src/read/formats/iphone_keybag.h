/* src/read/formats/iphone_keybag.h
 * The keys of a locked backup of an iPhone, opened with the owner's backup password: the key bag of
 * Manifest.plist (Apple Platform Security, "Keybags"; RFC 8018 for the password, RFC 3394 for what
 * is wrapped). Not for: files; see iphone_cipher.h. */
#ifndef READ_FORMATS_IPHONE_KEYBAG_H
#define READ_FORMATS_IPHONE_KEYBAG_H

#include "base/slice.h"

enum {
	IPHONE_KEY_BYTES = 32,
	IPHONE_WRAPPED_BYTES = 40,
	IPHONE_CLASSES = 16,
	/* Rounds that the bag may ask for; Apple writes ten million and ten thousand. */
	IPHONE_ROUNDS_MAX = 50000000,
};

struct iphone_keybag {
	uint8_t key[IPHONE_CLASSES][IPHONE_KEY_BYTES];
	bool known[IPHONE_CLASSES];
	bool phone_only[IPHONE_CLASSES]; /* what no password opens outside the telephone */
	size_t damaged;                  /* classes that the password ought to open, and does not */
};

enum iphone_keybag_state {
	KEYBAG_OPEN,    /* one class at least; a wrong password opens none */
	KEYBAG_WRONG,   /* the password does not fit */
	KEYBAG_STRANGE, /* not a key bag, or one that asks for more work than any phone does */
};

enum iphone_keybag_state iphone_keybag_open(
    struct slice bag, struct text password, struct iphone_keybag *out);
/* `wrapped`: the number of a class (4 bytes, the least first) and a key wrapped with that class's.
 * False when there is no such class, or its key does not fit. */
MUST_USE bool iphone_key_unwrap(
    const struct iphone_keybag *bag, struct slice wrapped, uint8_t out[IPHONE_KEY_BYTES]);
/* Is one that does not fit of a class which only the telephone itself opens? */
bool iphone_key_is_phones(const struct iphone_keybag *bag, struct slice wrapped);

#endif
