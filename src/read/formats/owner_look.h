/* src/read/formats/owner_look.h
 * Inside the readers: a chat is read once for nothing else than who its owner is in it, before it
 * is read in earnest.  What is said first is shown first, and a name proves little until all have
 * been met who have it. Not for: what is compared with what (owner.h). */
#ifndef READ_FORMATS_OWNER_LOOK_H
#define READ_FORMATS_OWNER_LOOK_H

#include "read/format.h"
#include "read/formats/owner.h"

/* One reading, which leaves what it finds to making.h: that fills options->found at the end of the
 * first, and begins the second with it. */
typedef enum status owner_look_read(const struct source *source,
    const struct reading_options *options, const struct sink *sink, struct err *err);

/* Hears everything and keeps nothing; its ctx is NULL. */
extern const struct sink owner_look_deaf;
/* `read`, twice where a name of the owner was given.  What it returns. */
MUST_USE enum status owner_look(owner_look_read *read, const struct source *source,
    const struct reading_options *options, const struct sink *sink, struct err *err);
/* The same where it matters only whether anybody is the owner: the first reading ends with the
 * first record that says so.  A name given in another spelling is found out that way. */
MUST_USE enum status owner_look_met(owner_look_read *read, const struct source *source,
    const struct reading_options *options, const struct sink *sink, struct err *err);

#endif
