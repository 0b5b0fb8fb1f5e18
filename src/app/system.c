/* src/app/system.c
 * The real world behind the seams; see system.h. */
#include "app/system.h"

#include "base/mem.h"
#include "read/worker.h"
#include "sys/crypto/entropy.h"
#include "sys/os/file.h"
#include "sys/os/os_clock.h"
#include "sys/os/os_env.h"
#include "sys/os/os_interrupt.h"
#include "sys/os/os_io.h"
#include "sys/os/os_run.h"
#include "sys/os/os_self.h"
#include "sys/os/os_terminal.h"

enum status
system_start(struct err *err)
{
	enum status status = os_self_harden(err);

	return status == OK ? crypto_start(err) : status;
}

struct vault_seams
system_seams(void)
{
	return (struct vault_seams){
	    .io = os_io(), .clock = os_clock(), .entropy = entropy_system(), .parallel = true};
}

int64_t
system_boot_us(void)
{
	struct clock clock = os_clock();

	return clock.boot_us(clock.ctx);
}

int64_t
system_now_us(void)
{
	struct clock clock = os_clock();

	return clock.now_us(clock.ctx);
}

const char *
system_env(const char *name)
{
	return os_env(name);
}

bool
system_is_terminal(int fd)
{
	return os_terminal_is(fd);
}

const atomic_bool *
system_interrupted(void)
{
	return os_interrupt_catch();
}

const char *
system_default_vault(struct buf *storage)
{
	const char *path = os_env("DAYBOOK_VAULT");

	if (path != NULL)
		return path;
	path = os_env("XDG_DATA_HOME");
	buf_reset(storage);
	if (path != NULL) {
		buf_put_c(storage, path);
		buf_put_c(storage, "/daybook");
	} else {
		path = os_env("HOME");
		buf_put_c(storage, path != NULL ? path : ".");
		buf_put_c(storage, "/.local/share/daybook");
	}
	buf_put_byte(storage, '\0');
	return storage->failed == OK ? (const char *)storage->p : "daybook";
}

enum status
system_secret_from_file(const char *path, struct secret *out, struct err *err)
{
	struct io io = os_io();
	struct secret line = {0};
	struct buf real;
	size_t got = 0, n = 0;
	int handle = -1;
	enum status status = secret_new(&line, VAULT_PASSPHRASE_MAX_BYTES + 2, err);

	buf_init(&real, FILE_PATH_BYTES);
	if (status == OK)
		status = os_path_real(path, &real, err);
	if (status == OK)
		status = file_open(&io, (const char *)real.p, IO_READ, &handle, err);
	if (status == OK)
		status = file_read(&io, handle, 0, line.p, line.n, &got, err);
	file_close(&io, handle);
	if (status != OK && err != NULL) {
		struct err why = *err;

		(void)fail(err, status, "the passphrase file: %.120s", why.text);
	}
	while (n < got && line.p[n] != '\n' && line.p[n] != '\r')
		n++;
	if (status == OK && (n == 0 || n > VAULT_PASSPHRASE_MAX_BYTES))
		status = fail(
		    err, E_FORMAT, "the passphrase file %.100s holds no usable first line", path);
	if (status == OK)
		status = secret_copy(out, line.p, n, err);
	secret_fini(&line);
	buf_fini(&real);
	return status;
}

enum status
system_ask(const char *question, bool shown, struct secret *out, struct err *err)
{
	struct secret answer = {0};
	size_t n = 0;
	enum status status = secret_new(&answer, VAULT_PASSPHRASE_MAX_BYTES, err);

	if (status == OK)
		status = shown ? os_terminal_ask_shown(question, answer.p, answer.n, &n, err)
			       : os_terminal_ask_secret(question, answer.p, answer.n, &n, err);
	if (status == OK)
		status = secret_copy(out, answer.p, n, err);
	secret_fini(&answer);
	return status;
}

enum status
system_say(struct slice words, struct err *err)
{
	return os_terminal_say(words.p, words.n, err);
}

enum status
system_secret_from_terminal(const char *question, struct secret *out, struct err *err)
{
	enum status status = system_ask(question, false, out, err);

	if (status == E_NOTFOUND)
		return fail(err, E_NOTFOUND,
		    "there is no terminal to ask for the passphrase; --passphrase-file reads it "
		    "from a file");
	if (status == OK && out->n == 0) {
		secret_fini(out);
		return fail(err, E_FORMAT, "the passphrase is empty");
	}
	return status;
}

bool
system_is_worker(int argc, char **argv)
{
	return argc >= 2 && strcmp(argv[1], "--worker") == 0;
}

int
system_worker_main(int argc, char **argv)
{
	return worker_main(argc, argv);
}

enum status
system_program_folder(struct buf *out, struct err *err)
{
	enum status status = os_self_path(out, err);

	while (status == OK && out->n != 0 && out->p[out->n - 1] != '/')
		out->n--;
	return status;
}

const char *
system_reader_path(struct buf *storage)
{
	buf_reset(storage);
	if (system_program_folder(storage, NULL) != OK)
		return NULL;
	buf_put(storage, "daybook-reader", sizeof "daybook-reader");
	if (buf_check(storage, NULL) != OK || !system_exists((const char *)storage->p))
		return NULL;
	return (const char *)storage->p;
}

enum status
system_run(const char *path, const char *const *argv, bool quiet, int *code, struct err *err)
{
	return os_run(path, argv, quiet, code, err);
}

enum status
system_make_folder(const char *path, struct err *err)
{
	struct io io = os_io();
	char *copy = mem_copy_z(path, strlen(path));
	int code = 0;

	if (copy == NULL)
		return fail(err, E_NOMEM, "no memory for a path");
	for (char *slash = strchr(copy + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		(void)io.ops->mkdir(io.ctx, copy); /* the last one tells */
		*slash = '/';
	}
	code = io.ops->mkdir(io.ctx, copy);
	mem_free(copy);
	if (code == 0 || system_exists(path))
		return OK;
	return file_fail(err, code, "cannot make the folder", path);
}

enum status
system_make_parent(const char *path, struct err *err)
{
	struct buf parent;
	enum status status;

	buf_init(&parent, FILE_PATH_BYTES);
	status = file_parent(&parent, path, err);
	if (status == OK && !system_exists((const char *)parent.p))
		status = system_make_folder((const char *)parent.p, err);
	buf_fini(&parent);
	return status;
}

enum status
system_save(const char *path, struct slice bytes, struct err *err)
{
	struct io io = os_io();

	return file_save(&io, path, bytes, err);
}

enum status
system_load(const char *path, size_t max_bytes, struct buf *out, struct err *err)
{
	struct io io = os_io();

	return file_load(&io, path, max_bytes, out, err);
}

bool
system_exists(const char *path)
{
	struct io io = os_io();
	struct io_stat st;

	return io.ops->stat(io.ctx, path, &st) == 0;
}

bool
system_exists_in(const char *folder, const char *name)
{
	struct buf path;
	bool exists;

	buf_init(&path, FILE_PATH_BYTES);
	exists = file_join(&path, folder, name, NULL) == OK && system_exists((const char *)path.p);
	buf_fini(&path);
	return exists;
}

/* The folder that is there, and below it a name that is not yet. */
static enum status
real_path_of_new(const char *path, struct buf *out, struct err *err)
{
	const char *slash = strrchr(path, '/'), *name = slash != NULL ? slash + 1 : path;
	struct buf parent;
	enum status status;

	buf_init(&parent, FILE_PATH_BYTES);
	status = file_parent(&parent, path, err);
	if (status == OK)
		status = os_path_real((const char *)parent.p, out, err);
	if (status == OK) {
		out->n--; /* its NUL */
		if (out->p[out->n - 1] != '/')
			buf_put_byte(out, '/');
		buf_put(out, name, strlen(name) + 1);
		status = buf_check(out, err);
	}
	buf_fini(&parent);
	return status;
}

enum status
system_real_path(const char *path, struct buf *out, struct err *err)
{
	struct buf bare;
	size_t n = strlen(path);
	enum status status;

	while (n > 1 && path[n - 1] == '/')
		n--;
	buf_init(&bare, FILE_PATH_BYTES);
	buf_put(&bare, path, n);
	buf_put_byte(&bare, '\0');
	status = buf_check(&bare, err);
	if (status == OK)
		status = os_path_real((const char *)bare.p, out, err);
	if (status == E_NOTFOUND)
		status = real_path_of_new((const char *)bare.p, out, err);
	buf_fini(&bare);
	return status;
}
