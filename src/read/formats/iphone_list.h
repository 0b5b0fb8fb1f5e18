/* src/read/formats/iphone_list.h
 * What Manifest.db of a locked backup says of its files: how long each is and the key it is locked
 * with. Not for: what they mean; see iphone_locked.c. */
#ifndef READ_FORMATS_IPHONE_LIST_H
#define READ_FORMATS_IPHONE_LIST_H

#include "read/formats/iphone_keybag.h"
#include "read/formats/sha1.h"
#include "read/formats/sqlite_file.h"

enum { IPHONE_LIST_MAX = 1000000 };

struct iphone_item {
	uint8_t id[SHA1_BYTES];
	uint8_t key[4 + IPHONE_WRAPPED_BYTES]; /* class and wrapped key, as iphone_key_unwrap() */
	bool has_key, taken;
	uint32_t extract; /* when taken */
	uint64_t bytes;
};

struct iphone_list {
	struct iphone_item *item; /* by id */
	size_t count, size;
	uint64_t beyond; /* past IPHONE_LIST_MAX */
};

/* All files of the table "Files".  E_NOMEM, or what the source returned.  To be given to
 * iphone_list_fini() in any case. */
MUST_USE enum status iphone_list_read(
    struct iphone_list *list, struct sqlite_file *file, struct err *err);
void iphone_list_fini(struct iphone_list *list);
/* By the 40 digits at the end of a name; NULL when there is none. */
struct iphone_item *iphone_list_find(const struct iphone_list *list, struct text name);

#endif
