/* src/sys/db/vfs.h
 * Inside sys/db: SQLite's file layer over `struct io`.  It forwards and does nothing
 * else, but that it asks for no sync after one that failed. */
#ifndef SYS_DB_VFS_H
#define SYS_DB_VFS_H

#include "sys/db/db.h"

struct vfs;

/* Register a file layer of its own for one database. */
MUST_USE enum status vfs_new(const struct io *io, const struct clock *clock,
    const struct entropy *entropy, struct vfs **out, struct err *err);
/* After the database was closed.  NULL is fine. */
void vfs_free(struct vfs *vfs);
/* The name of the encrypting layer over it, for sqlite3_open_v2(). */
const char *vfs_name(const struct vfs *vfs);
/* The errno of the last failed call, 0 when none failed since it was asked for. */
int vfs_take_errno(struct vfs *vfs);
/* Whether a sync failed since it was opened; none is tried after it. */
bool vfs_sync_failed(const struct vfs *vfs);

/* Make the names in the folder of `name` durable.  0 or -errno. */
int vfs_sync_folder_of(const struct io *io, const char *name);

#endif
