/* src/read/formats/android_letters.h
 * Words that Android keeps as bytes, each as if it were a letter of ISO 8859-1, with the charset in
 * a column beside them: the subject of a multimedia message, and what the network said of one.
 * Exports copy both columns as they are. */
#ifndef READ_FORMATS_ANDROID_LETTERS_H
#define READ_FORMATS_ANDROID_LETTERS_H

#include "base/buf.h"

enum android_letters {
	ANDROID_LETTERS_AS_WRITTEN, /* they are letters already; *out holds nothing to use */
	ANDROID_LETTERS_TOLD,       /* UTF-8, as the charset says */
	ANDROID_LETTERS_ASSUMED,    /* no charset is given, and they make UTF-8 */
};

/* `charset` as written: a number of IANA's, 106 being UTF-8; absent, or the word null, where none
 * is given.  What the bytes say is appended to *out, which must be empty; when its limit is too
 * small, or memory fails, they stay as written. */
enum android_letters android_letters(struct text written, struct text charset, struct buf *out);

#endif
