/* src/read/formats/apple_handle.h
 * Does a word of Apple's databases look like what somebody is reached by?  Not for: making one
 * spelling of it (diary/handle.h). */
#ifndef READ_FORMATS_APPLE_HANDLE_H
#define READ_FORMATS_APPLE_HANDLE_H

#include "base/slice.h"

/* Three digits or more, and nothing else than what an iPhone puts between them. */
bool apple_handle_is_number(struct text written);
/* "dan@example.org", and not "https://dan@example.org". */
bool apple_handle_is_address(struct text written);

#endif
