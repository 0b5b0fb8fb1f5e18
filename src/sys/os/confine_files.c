/* src/sys/os/confine_files.c
 * Landlock without a single rule: every right it knows is handled, none is given.
 * The constants are ours, because headers are older than kernels; the ABI is asked at run time
 * (kernel documentation, userspace-api/landlock). */
#include <errno.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "sys/os/confine.h"
#include "sys/os/confine_parts.h"

/* The same numbers on every architecture. */
enum { CALL_CREATE_RULESET = 444, CALL_RESTRICT_SELF = 446, CREATE_RULESET_VERSION = 1 };

#define FS_ABI_1     UINT64_C(0x1fff) /* execute ... make_sym: bits 0 to 12 */
#define FS_REFER     UINT64_C(0x2000) /* ABI 2 */
#define FS_TRUNCATE  UINT64_C(0x4000) /* ABI 3 */
#define FS_IOCTL_DEV UINT64_C(0x8000) /* ABI 5 */
#define NET_TCP      UINT64_C(3)      /* ABI 4: bind, connect */
#define SCOPE_ALL    UINT64_C(3)      /* ABI 6: abstract sockets, signals */

/* struct landlock_ruleset_attr as of ABI 6; older kernels take it when what they do not know is 0.
 */
struct ruleset {
	uint64_t handled_fs, handled_net, scoped;
};

static struct ruleset
ruleset_of_abi(long abi)
{
	struct ruleset r = {.handled_fs = FS_ABI_1};

	r.handled_fs |= abi >= 2 ? FS_REFER : 0;
	r.handled_fs |= abi >= 3 ? FS_TRUNCATE : 0;
	r.handled_net = abi >= 4 ? NET_TCP : 0;
	r.handled_fs |= abi >= 5 ? FS_IOCTL_DEV : 0;
	r.scoped = abi >= 6 ? SCOPE_ALL : 0;
	return r;
}

enum status
confine_files(uint32_t *walls, struct err *err)
{
	struct ruleset ruleset;
	long abi, handle, failed;

	abi = syscall(CALL_CREATE_RULESET, NULL, 0UL, (unsigned long)CREATE_RULESET_VERSION);
	if (abi < 1)
		return fail_errno(err, E_DENIED, errno, "no confinement: Landlock");
	ruleset = ruleset_of_abi(abi);
	handle = syscall(CALL_CREATE_RULESET, &ruleset, sizeof ruleset, 0UL);
	if (handle < 0)
		return fail_errno(err, E_DENIED, errno, "no confinement: Landlock rules");
	failed = syscall(CALL_RESTRICT_SELF, handle, 0UL);
	if (failed != 0) {
		(void)fail_errno(err, E_DENIED, errno, "no confinement: Landlock walls");
		(void)close((int)handle);
		return E_DENIED;
	}
	(void)close((int)handle);
	*walls |= WALL_FILES;
	*walls |= ruleset.handled_net != 0 ? WALL_TCP : 0;
	*walls |= ruleset.scoped != 0 ? WALL_SCOPE : 0;
	return OK;
}
