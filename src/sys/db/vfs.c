/* src/sys/db/vfs.c
 * SQLite's file layer over `struct io`: every read, write, sync, rename and lock of the database
 * goes through the seam, so that a simulated disk sees all of them.  The encrypting layer of
 * SQLite3MultipleCiphers stands on top of this one; what arrives here is sealed already.
 * Shared memory is not offered: the database is opened by one process alone (EXCLUSIVE). */
#include "sys/db/vfs.h"

#include <errno.h>
#include <limits.h>
#include <sqlite3.h>
#include <stdlib.h>

#include "base/buf.h"
#include "base/mem.h"
#include "sys/db/vfs_seed.h"

enum {
	VFS_NAME_BYTES = 32,
	SEALED_NAME_BYTES = 64,
	PATH_BYTES = 4096,
	SECTOR_BYTES = 4096,
	/* A disk that keeps answering EINTR must not hang us. */
	INTERRUPTED_MAX = 1000,
};

/* Milliseconds between the Julian epoch SQLite counts from and 1970. */
static const int64_t JULIAN_MS_1970 = INT64_C(210866760000000);

struct vfs {
	sqlite3_vfs base;
	struct io io;
	struct clock clock;
	struct entropy entropy;
	int last_errno;
	int sync_errno; /* of the first sync that failed */
	char name[VFS_NAME_BYTES];
	char sealed_name[SEALED_NAME_BYTES];
};

struct vfs_file {
	sqlite3_file base;
	struct vfs *vfs;
	int handle;
	bool locked;
	const char *made; /* its path (SQLite's own copy) until its name is durable; else NULL */
};

static struct vfs_file *
file_of(sqlite3_file *base)
{
	return (struct vfs_file *)base;
}

static struct vfs *
vfs_of(sqlite3_vfs *base)
{
	return base->pAppData;
}

/* Remember why, and give SQLite its own word for it.  A full disk has one of its own. */
static int
refused(struct vfs *vfs, int64_t result, int code)
{
	vfs->last_errno = result < 0 && result > -4096 ? (int)-result : EIO;
	if (vfs->last_errno == ENOSPC || vfs->last_errno == EDQUOT)
		return SQLITE_FULL;
	if (vfs->last_errno == ENOMEM)
		return SQLITE_IOERR_NOMEM;
	return code;
}

static int
file_close(sqlite3_file *base)
{
	struct vfs_file *file = file_of(base);
	struct vfs *vfs = file->vfs;
	int result = vfs->io.ops->close(vfs->io.ctx, file->handle);

	file->base.pMethods = NULL;
	return result == 0 ? SQLITE_OK : refused(vfs, result, SQLITE_IOERR_CLOSE);
}

static int
file_read(sqlite3_file *base, void *p, int n, sqlite3_int64 at)
{
	struct vfs_file *file = file_of(base);
	struct vfs *vfs = file->vfs;
	size_t done = 0, all = (size_t)n;
	unsigned interrupted = 0;

	while (done < all) {
		int64_t got = vfs->io.ops->pread(
		    vfs->io.ctx, file->handle, (char *)p + done, all - done, (uint64_t)at + done);

		if (got == -EINTR && interrupted++ < INTERRUPTED_MAX)
			continue;
		if (got < 0)
			return refused(vfs, got, SQLITE_IOERR_READ);
		if (got == 0) {
			/* SQLite relies on zeros past the end. */
			memset((char *)p + done, 0, all - done);
			return SQLITE_IOERR_SHORT_READ;
		}
		done += (size_t)got;
	}
	return SQLITE_OK;
}

static int
file_write(sqlite3_file *base, const void *p, int n, sqlite3_int64 at)
{
	struct vfs_file *file = file_of(base);
	struct vfs *vfs = file->vfs;
	size_t done = 0, all = (size_t)n;
	unsigned interrupted = 0;

	while (done < all) {
		int64_t put = vfs->io.ops->pwrite(vfs->io.ctx, file->handle, (const char *)p + done,
		    all - done, (uint64_t)at + done);

		if (put == -EINTR && interrupted++ < INTERRUPTED_MAX)
			continue;
		if (put == 0)
			put = -ENOSPC;
		if (put < 0)
			return refused(vfs, put, SQLITE_IOERR_WRITE);
		done += (size_t)put;
	}
	return SQLITE_OK;
}

static int
file_truncate(sqlite3_file *base, sqlite3_int64 bytes)
{
	struct vfs_file *file = file_of(base);
	struct vfs *vfs = file->vfs;
	int result = vfs->io.ops->truncate(vfs->io.ctx, file->handle, (uint64_t)bytes);

	return result == 0 ? SQLITE_OK : refused(vfs, result, SQLITE_IOERR_TRUNCATE);
}

/* The folder of `name`, NUL-terminated, in `out`. */
static bool
folder_of(const char *name, char out[PATH_BYTES])
{
	const char *slash = strrchr(name, '/');
	size_t n = slash != NULL ? (size_t)(slash - name) : 0;

	if (slash == name)
		n = 1; /* the root itself */
	if (n + 1 > PATH_BYTES)
		return false;
	memcpy(out, slash != NULL ? name : ".", slash != NULL ? n : 1);
	out[slash != NULL ? n : 1] = '\0';
	return true;
}

int
vfs_sync_folder_of(const struct io *io, const char *name)
{
	char folder[PATH_BYTES];

	return folder_of(name, folder) ? io->ops->sync_folder(io->ctx, folder) : -ENAMETOOLONG;
}

static int
folder_sync(struct vfs *vfs, const char *name)
{
	int result = vfs_sync_folder_of(&vfs->io, name);

	return result == 0 ? SQLITE_OK : refused(vfs, result, SQLITE_IOERR_DIR_FSYNC);
}

/* The first sync of a new file makes its name durable too.  After one that failed there is none any
 * more: a later one may succeed without what the first was asked for, and SQLite would then move
 * pages into the database whose journal is not there. */
static int
file_sync(sqlite3_file *base, int flags)
{
	struct vfs_file *file = file_of(base);
	struct vfs *vfs = file->vfs;
	int rc;

	(void)flags;
	if (vfs->sync_errno == 0)
		vfs->sync_errno = vfs->io.ops->sync(vfs->io.ctx, file->handle);
	if (vfs->sync_errno != 0)
		return refused(vfs, vfs->sync_errno, SQLITE_IOERR_FSYNC);
	if (file->made == NULL)
		return SQLITE_OK;
	rc = folder_sync(vfs, file->made);
	if (rc == SQLITE_OK)
		file->made = NULL;
	return rc;
}

static int
file_size(sqlite3_file *base, sqlite3_int64 *out)
{
	struct vfs_file *file = file_of(base);
	struct vfs *vfs = file->vfs;
	uint64_t bytes = 0;
	int result = vfs->io.ops->size(vfs->io.ctx, file->handle, &bytes);

	if (result != 0 || bytes > INT64_MAX)
		return refused(vfs, result, SQLITE_IOERR_FSTAT);
	*out = (sqlite3_int64)bytes;
	return SQLITE_OK;
}

/* One lock for all of SQLite's levels: whoever opened the database has it alone until it closes. */
static int
file_lock(sqlite3_file *base, int level)
{
	struct vfs_file *file = file_of(base);
	struct vfs *vfs = file->vfs;
	int result;

	if (level == SQLITE_LOCK_NONE || file->locked)
		return SQLITE_OK;
	result = vfs->io.ops->lock(vfs->io.ctx, file->handle);
	if (result == -EWOULDBLOCK)
		return SQLITE_BUSY;
	if (result != 0)
		return refused(vfs, result, SQLITE_IOERR_LOCK);
	file->locked = true;
	return SQLITE_OK;
}

static int
file_unlock(sqlite3_file *base, int level)
{
	(void)base;
	(void)level;
	return SQLITE_OK;
}

static int
file_check_reserved(sqlite3_file *base, int *out)
{
	(void)base;
	*out = 0;
	return SQLITE_OK;
}

static int
file_control(sqlite3_file *base, int what, void *p)
{
	(void)base;
	(void)what;
	(void)p;
	return SQLITE_NOTFOUND;
}

static int
file_sector_size(sqlite3_file *base)
{
	(void)base;
	return SECTOR_BYTES;
}

/* Nothing is promised: a torn sector may take its neighbours with it. */
static int
file_characteristics(sqlite3_file *base)
{
	(void)base;
	return 0;
}

static const sqlite3_io_methods file_methods = {
    .iVersion = 1,
    .xClose = file_close,
    .xRead = file_read,
    .xWrite = file_write,
    .xTruncate = file_truncate,
    .xSync = file_sync,
    .xFileSize = file_size,
    .xLock = file_lock,
    .xUnlock = file_unlock,
    .xCheckReservedLock = file_check_reserved,
    .xFileControl = file_control,
    .xSectorSize = file_sector_size,
    .xDeviceCharacteristics = file_characteristics,
};

static int
layer_open(sqlite3_vfs *base, sqlite3_filename name, sqlite3_file *out, int flags, int *out_flags)
{
	/* Anything else would be a temporary file, and those are never encrypted. */
	static const int known = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_MAIN_JOURNAL | SQLITE_OPEN_WAL;
	struct vfs *vfs = vfs_of(base);
	struct vfs_file *file = file_of(out);
	unsigned io_flags = IO_READ;
	struct io_stat stat;
	bool made = false;
	int handle;

	file->base.pMethods = NULL;
	if (name == NULL || (flags & known) == 0) {
		vfs->last_errno = EPERM;
		return SQLITE_CANTOPEN;
	}
	if ((flags & SQLITE_OPEN_READWRITE) != 0)
		io_flags = IO_WRITE;
	if ((flags & SQLITE_OPEN_CREATE) != 0) {
		io_flags |= IO_CREATE;
		made = vfs->io.ops->stat(vfs->io.ctx, name, &stat) == -ENOENT;
	}
	handle = vfs->io.ops->open(vfs->io.ctx, name, io_flags);
	if (handle < 0)
		return refused(vfs, handle, SQLITE_CANTOPEN);
	file->vfs = vfs;
	file->handle = handle;
	file->locked = false;
	file->made = made ? name : NULL;
	file->base.pMethods = &file_methods;
	if (out_flags != NULL)
		*out_flags = flags;
	return SQLITE_OK;
}

/* Always durable, also where SQLite does not ask for it: a write-ahead log that came back after a
 * power cut would lay its old pages over newer ones. */
static int
layer_delete(sqlite3_vfs *base, const char *name, int sync_folder)
{
	struct vfs *vfs = vfs_of(base);
	int result = vfs->io.ops->unlink(vfs->io.ctx, name);

	(void)sync_folder;
	if (result == -ENOENT)
		return SQLITE_IOERR_DELETE_NOENT;
	if (result != 0)
		return refused(vfs, result, SQLITE_IOERR_DELETE);
	return folder_sync(vfs, name);
}

static int
layer_access(sqlite3_vfs *base, const char *name, int what, int *out)
{
	struct vfs *vfs = vfs_of(base);
	struct io_stat stat;
	int result = vfs->io.ops->stat(vfs->io.ctx, name, &stat);

	(void)what;
	if (result != 0 && result != -ENOENT)
		return refused(vfs, result, SQLITE_IOERR_ACCESS);
	/* An empty journal is no journal. */
	*out = result == 0 && stat.is_regular && stat.bytes != 0;
	return SQLITE_OK;
}

static int
layer_full_path(sqlite3_vfs *base, const char *name, int size, char *out)
{
	size_t n = strlen(name) + 1;

	(void)base;
	if (size < 0 || n > (size_t)size)
		return SQLITE_CANTOPEN;
	memcpy(out, name, n);
	return SQLITE_OK;
}

static int
layer_randomness(sqlite3_vfs *base, int n, char *out)
{
	struct vfs *vfs = vfs_of(base);

	if (n > 0)
		vfs->entropy.fill(vfs->entropy.ctx, out, (size_t)n);
	return n;
}

static int
layer_sleep(sqlite3_vfs *base, int us)
{
	(void)base;
	return us; /* nobody else holds a lock for a while: nothing to wait for */
}

static int
layer_now_ms(sqlite3_vfs *base, sqlite3_int64 *out)
{
	struct vfs *vfs = vfs_of(base);

	*out = vfs->clock.now_us(vfs->clock.ctx) / 1000 + JULIAN_MS_1970;
	return SQLITE_OK;
}

static int
layer_now(sqlite3_vfs *base, double *out)
{
	sqlite3_int64 ms = 0;

	(void)layer_now_ms(base, &ms);
	*out = (double)ms / 86400000.0;
	return SQLITE_OK;
}

static int
layer_last_error(sqlite3_vfs *base, int n, char *out)
{
	(void)n;
	(void)out;
	return vfs_of(base)->last_errno;
}

static const sqlite3_vfs layer = {
    .iVersion = 2,
    .szOsFile = (int)sizeof(struct vfs_file),
    .mxPathname = PATH_BYTES,
    .xOpen = layer_open,
    .xDelete = layer_delete,
    .xAccess = layer_access,
    .xFullPathname = layer_full_path,
    .xRandomness = layer_randomness,
    .xSleep = layer_sleep,
    .xCurrentTime = layer_now,
    .xCurrentTimeInt64 = layer_now_ms,
    .xGetLastError = layer_last_error,
};

int
sqlite3_os_init(void)
{
	return SQLITE_OK;
}

int
sqlite3_os_end(void)
{
	return SQLITE_OK;
}

/*
 * Called with SQLite's generator lock held, as is sqlite3_randomness(); vfs_free() takes the same
 * lock before it unregisters, so the layer found here stays for the call.
 */
void
vfs_seed(void *p, size_t n)
{
	sqlite3_vfs *base = sqlite3_vfs_find(NULL);

	if (base == NULL || n > INT_MAX || base->xRandomness(base, (int)n, p) != (int)n)
		abort(); /* a page nonce that repeats would open the page */
}

/* The name has to differ from every other registered layer's: the address does. */
static enum status
name_put(struct vfs *vfs, struct err *err)
{
	struct buf name;
	enum status status;

	buf_init(&name, VFS_NAME_BYTES - 1);
	buf_put_c(&name, "io-");
	buf_put_u64(&name, (uint64_t)(uintptr_t)vfs);
	status = buf_check(&name, err);
	if (status == OK) {
		memcpy(vfs->name, name.p, name.n);
		memcpy(vfs->sealed_name, "multipleciphers-", 16);
		memcpy(vfs->sealed_name + 16, name.p, name.n);
	}
	buf_fini(&name);
	return status;
}

enum status
vfs_new(const struct io *io, const struct clock *clock, const struct entropy *entropy,
    struct vfs **out, struct err *err)
{
	struct vfs *vfs = mem_new(1, sizeof *vfs);
	enum status status;

	if (vfs == NULL)
		return fail(err, E_NOMEM, "database: no memory");
	status = name_put(vfs, err);
	if (status != OK) {
		mem_free(vfs);
		return status;
	}
	vfs->base = layer;
	vfs->base.zName = vfs->name;
	vfs->base.pAppData = vfs;
	vfs->io = *io;
	vfs->clock = *clock;
	vfs->entropy = *entropy;
	/* The default layer is where SQLite's own generators ask for a seed. */
	if (sqlite3_vfs_register(&vfs->base, 1) != SQLITE_OK ||
	    sqlite3mc_vfs_create(vfs->name, 0) != SQLITE_OK) {
		vfs_free(vfs);
		return fail(err, E_NOMEM, "database: no memory for the file layer");
	}
	*out = vfs;
	return OK;
}

void
vfs_free(struct vfs *vfs)
{
	sqlite3_mutex *generator = sqlite3_mutex_alloc(SQLITE_MUTEX_STATIC_PRNG);

	if (vfs == NULL)
		return;
	sqlite3_mutex_enter(generator);
	sqlite3mc_vfs_destroy(vfs->sealed_name);
	(void)sqlite3_vfs_unregister(&vfs->base);
	sqlite3_mutex_leave(generator);
	mem_free(vfs);
}

const char *
vfs_name(const struct vfs *vfs)
{
	return vfs->sealed_name;
}

bool
vfs_sync_failed(const struct vfs *vfs)
{
	return vfs->sync_errno != 0;
}

int
vfs_take_errno(struct vfs *vfs)
{
	int last = vfs->last_errno;

	vfs->last_errno = 0;
	return last;
}
