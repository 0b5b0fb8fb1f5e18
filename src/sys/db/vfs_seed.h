/* src/sys/db/vfs_seed.h
 * Inside sys/db: how the cipher's generator of page nonces gets its seed. */
#ifndef SYS_DB_VFS_SEED_H
#define SYS_DB_VFS_SEED_H

#include <stddef.h>

/* From the entropy seam of an open database.  Dies rather than leave bytes as they were. */
void vfs_seed(void *p, size_t n);

static inline long
vfs_seed_all(void *p, size_t n)
{
	vfs_seed(p, n);
	return (long)n;
}

#endif
