/* sample/backup.h
 * The exports of "SMS Backup & Restore": messages and calls as XML, in the app's own (not quite
 * well-formed) spelling. */
#ifndef SAMPLE_BACKUP_H
#define SAMPLE_BACKUP_H

#include "sample/facts.h"
#include "sample/media.h"
#include "sample/out.h"
#include "sample/story.h"

/* Both full backups, the one that was cut off, and the call log. */
void backup_write(struct out *o, struct facts *f, struct media *m, const struct story *s);
#endif
