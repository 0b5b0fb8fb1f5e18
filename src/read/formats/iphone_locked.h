/* src/read/formats/iphone_locked.h
 * A backup of an iPhone that its owner locked with a password, opened with it. */
#ifndef READ_FORMATS_IPHONE_LOCKED_H
#define READ_FORMATS_IPHONE_LOCKED_H

#include "read/formats/bplist.h"
#include "read/formats/making.h"

/* `manifest` is Manifest.plist; m->options has the password, and a way to look for the other files
 * of the backup.  What the sink or a source returned, or E_NOMEM. */
MUST_USE enum status iphone_locked_read(
    struct making *m, const struct bplist_node *manifest, struct err *err);

#endif
