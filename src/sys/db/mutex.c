/* src/sys/db/mutex.c
 * The locks SQLite asks for, and its start.  SQLite keeps process-wide tables (file layers, page
 * cache slots, its random generator); two databases in two threads meet there.
 * Its fixed locks and the once-flag are the only file-scope variables of this tree that change:
 * what they guard belongs to the process as well. */
#include "sys/db/mutex.h"

#include <sqlite3.h>
#include <threads.h>

#include "base/mem.h"

struct sqlite3_mutex {
	mtx_t lock;
};

enum { FIXED_MUTEXES = SQLITE_MUTEX_STATIC_VFS3 - SQLITE_MUTEX_STATIC_MAIN + 1 };

static struct sqlite3_mutex fixed_mutexes[FIXED_MUTEXES]; /* made by configure() */

static int
mutex_init(void)
{
	return SQLITE_OK;
}

static int
mutex_end(void)
{
	return SQLITE_OK;
}

static sqlite3_mutex *
mutex_alloc(int kind)
{
	struct sqlite3_mutex *mutex = NULL;

	if (kind >= SQLITE_MUTEX_STATIC_MAIN && kind <= SQLITE_MUTEX_STATIC_VFS3)
		return &fixed_mutexes[kind - SQLITE_MUTEX_STATIC_MAIN];
	mutex = mem_new(1, sizeof *mutex);
	if (mutex == NULL)
		return NULL;
	if (mtx_init(&mutex->lock, kind == SQLITE_MUTEX_RECURSIVE ? mtx_plain | mtx_recursive
								  : mtx_plain) != thrd_success) {
		mem_free(mutex);
		return NULL;
	}
	return mutex;
}

static void
mutex_free(sqlite3_mutex *mutex)
{
	mtx_destroy(&mutex->lock);
	mem_free(mutex);
}

static void
mutex_enter(sqlite3_mutex *mutex)
{
	(void)mtx_lock(&mutex->lock);
}

static int
mutex_try(sqlite3_mutex *mutex)
{
	return mtx_trylock(&mutex->lock) == thrd_success ? SQLITE_OK : SQLITE_BUSY;
}

static void
mutex_leave(sqlite3_mutex *mutex)
{
	(void)mtx_unlock(&mutex->lock);
}

static const sqlite3_mutex_methods mutex_methods = {
    .xMutexInit = mutex_init,
    .xMutexEnd = mutex_end,
    .xMutexAlloc = mutex_alloc,
    .xMutexFree = mutex_free,
    .xMutexEnter = mutex_enter,
    .xMutexTry = mutex_try,
    .xMutexLeave = mutex_leave,
};

static void
configure(void)
{
	for (size_t i = 0; i < COUNT_OF(fixed_mutexes); i++)
		if (mtx_init(&fixed_mutexes[i].lock, mtx_plain) != thrd_success)
			return; /* SQLite then does not start: it has no locks at all */
	(void)sqlite3_config(SQLITE_CONFIG_MUTEX, &mutex_methods);
}

enum status
mutex_start_sqlite(struct err *err)
{
	static once_flag once = ONCE_FLAG_INIT;
	int rc;

	call_once(&once, configure);
	rc = sqlite3_initialize();
	if (rc == SQLITE_NOMEM)
		return fail(err, E_NOMEM, "database: no memory to start");
	if (rc != SQLITE_OK)
		return fail(
		    err, E_DENIED, "database: SQLite does not start: %s", sqlite3_errstr(rc));
	return OK;
}
