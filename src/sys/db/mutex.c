/* src/sys/db/mutex.c
 * The locks SQLite asks for, and its start.  SQLite keeps process-wide tables (file layers, page
 * cache slots, its random generator); two databases in two threads meet there.
 * Its fixed locks and the once-flag are the only file-scope variables of this tree that change:
 * what they guard belongs to the process as well. */
#include "sys/db/mutex.h"

#include <pthread.h>
#include <sqlite3.h>

#include "base/mem.h"

struct sqlite3_mutex {
	pthread_mutex_t lock;
};

enum { FIXED_MUTEXES = SQLITE_MUTEX_STATIC_VFS3 - SQLITE_MUTEX_STATIC_MAIN + 1 };

#define UNLOCKED                                                                                   \
	{                                                                                          \
		PTHREAD_MUTEX_INITIALIZER                                                          \
	}

static struct sqlite3_mutex fixed_mutexes[] = {
    UNLOCKED,
    UNLOCKED,
    UNLOCKED,
    UNLOCKED,
    UNLOCKED,
    UNLOCKED,
    UNLOCKED,
    UNLOCKED,
    UNLOCKED,
    UNLOCKED,
    UNLOCKED,
    UNLOCKED,
};

_Static_assert(COUNT_OF(fixed_mutexes) == FIXED_MUTEXES, "one for each fixed lock of SQLite");

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
	pthread_mutexattr_t attributes;

	if (kind >= SQLITE_MUTEX_STATIC_MAIN && kind <= SQLITE_MUTEX_STATIC_VFS3)
		return &fixed_mutexes[kind - SQLITE_MUTEX_STATIC_MAIN];
	mutex = mem_new(1, sizeof *mutex);
	if (mutex == NULL)
		return NULL;
	(void)pthread_mutexattr_init(&attributes);
	(void)pthread_mutexattr_settype(&attributes,
	    kind == SQLITE_MUTEX_RECURSIVE ? PTHREAD_MUTEX_RECURSIVE : PTHREAD_MUTEX_NORMAL);
	(void)pthread_mutex_init(&mutex->lock, &attributes);
	(void)pthread_mutexattr_destroy(&attributes);
	return mutex;
}

static void
mutex_free(sqlite3_mutex *mutex)
{
	(void)pthread_mutex_destroy(&mutex->lock);
	mem_free(mutex);
}

static void
mutex_enter(sqlite3_mutex *mutex)
{
	(void)pthread_mutex_lock(&mutex->lock);
}

static int
mutex_try(sqlite3_mutex *mutex)
{
	return pthread_mutex_trylock(&mutex->lock) == 0 ? SQLITE_OK : SQLITE_BUSY;
}

static void
mutex_leave(sqlite3_mutex *mutex)
{
	(void)pthread_mutex_unlock(&mutex->lock);
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
	(void)sqlite3_config(SQLITE_CONFIG_MUTEX, &mutex_methods);
}

enum status
mutex_start_sqlite(struct err *err)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	int rc;

	(void)pthread_once(&once, configure);
	rc = sqlite3_initialize();
	if (rc == SQLITE_NOMEM)
		return fail(err, E_NOMEM, "database: no memory to start");
	if (rc != SQLITE_OK)
		return fail(
		    err, E_DENIED, "database: SQLite does not start: %s", sqlite3_errstr(rc));
	return OK;
}
