/* src/sys/db/amalgamation.c
 * SQLite with its page encryption (SQLite3MultipleCiphers), as one unit, configured for us.  The
 * source is not ours: tools/fetch-sqlite brings it, and warnings are off for this file alone.
 *
 * Not here: any file access.  SQLITE_OS_OTHER leaves SQLite's own file layer out, so a database can
 * only be reached through vfs.c, and a symbol scan of this object shows no open, read or socket. */

#define SQLITE_OS_OTHER                1 /* vfs.c is the only file layer */
#define SQLITE_THREADSAFE              2 /* one thread at a time for each database */
#define SQLITE_TEMP_STORE              3 /* never a temporary file: those are not encrypted */
#define SQLITE_SECURE_DELETE           1
#define SQLITE_DQS                     0 /* "x" is a name, never a string */
#define SQLITE_TRUSTED_SCHEMA          0
#define SQLITE_DEFAULT_MEMSTATUS       0
#define SQLITE_DEFAULT_WAL_SYNCHRONOUS 1
#define SQLITE_MAX_MMAP_SIZE           0
#define SQLITE_MAX_ATTACHED            0
#define SQLITE_MAX_WORKER_THREADS      0
#define SQLITE_USE_URI                 0
#define SQLITE_ENABLE_FTS5             1
#define SQLITE_LIKE_DOESNT_MATCH_BLOBS 1
#define SQLITE_OMIT_AUTOINIT           1
#define SQLITE_OMIT_DEPRECATED         1
#define SQLITE_OMIT_DESERIALIZE        1
#define SQLITE_OMIT_LOAD_EXTENSION     1
#define SQLITE_OMIT_LOCALTIME          1
#define SQLITE_OMIT_SHARED_CACHE       1
#define SQLITE_OMIT_TCL_VARIABLE       1
#define HAVE_ISNAN                     1

/* AEGIS-256 alone.  aes256cbc is not authenticated, and what is not there cannot be chosen. */
#define CODEC_TYPE              CODEC_TYPE_AEGIS
#define HAVE_CIPHER_AEGIS       1
#define HAVE_CIPHER_AES_128_CBC 0
#define HAVE_CIPHER_AES_256_CBC 0
#define HAVE_CIPHER_ASCON128    0
#define HAVE_CIPHER_CHACHA20    0
#define HAVE_CIPHER_RC4         0
#define HAVE_CIPHER_SQLCIPHER   0
#define ARGON2_NO_THREADS       1 /* its passphrase hashing is never used: keys are raw */

/*
 * The cipher seeds its nonce generator with syscall(SYS_getrandom, …), falling back to
 * /dev/urandom.  Both are the entropy seam's business: the call is renamed once the system's own
 * declaration of it has been read (meson.build includes unistd.h before this file), and since it
 * always gives all bytes the compiler drops the fallback.
 */
#include "sys/db/vfs_seed.h"

#define syscall(number, p, n, flags) vfs_seed_all((p), (n))

#include <sqlite3.c>

/* With these ciphers off, this release declares its value encryption but leaves it out. */
int
sqlite3_vle_init(sqlite3 *db, char **message, const sqlite3_api_routines *api)
{
	(void)db;
	(void)message;
	(void)api;
	return SQLITE_OK;
}
