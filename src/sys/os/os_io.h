/* src/sys/os/os_io.h
 * The real files of this computer behind base/seam.h, and the one place that knows them.
 * Not for: retrying, error texts or whole-file work; that is sys/os/file.h. */
#ifndef SYS_OS_OS_IO_H
#define SYS_OS_OS_IO_H

#include "base/buf.h"
#include "base/err.h"
#include "base/seam.h"

/*
 * POSIX files.  No state: any number of threads may use it, and ctx is not needed.
 * open         only regular files (-EISDIR for a folder, -ENODEV for a device, pipe or socket, so
 *              that no open can hang); a link at the end gives -ELOOP; handles are close-on-exec.
 * sync_folder  0 on file systems that know no such thing (-EINVAL, -ENOTSUP from fsync).
 * list         a link to a folder is not entered: -ELOOP or -ENOTDIR.
 */
struct io os_io(void);

/*
 * What a path the person typed really names, links resolved: the vault folder or an import may
 * itself be a link, which the calls above do not follow.  NUL-terminated in `out` (replaced).
 * E_NOTFOUND, E_DENIED, E_IO, E_NOMEM.
 */
MUST_USE enum status os_path_real(const char *path, struct buf *out, struct err *err);

#endif
