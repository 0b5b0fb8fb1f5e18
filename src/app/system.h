/* src/app/system.h
 * The real world put behind the seams, for programs that run on it: files, clock, entropy, the
 * terminal, Ctrl-C, the worker.  Tests put their own behind the same seams instead. */
#ifndef APP_SYSTEM_H
#define APP_SYSTEM_H

#include <stdatomic.h>

#include "base/buf.h"
#include "base/err.h"
#include "keep/vault.h"

/* First thing in main(): memory hygiene and the crypto library.  E_IO. */
MUST_USE enum status system_start(struct err *err);
struct vault_seams system_seams(void);
int64_t system_boot_us(void);
int64_t system_now_us(void);
/* NULL when unset or empty. */
const char *system_env(const char *name);
bool system_is_terminal(int fd);
/* True once the person has pressed Ctrl-C; the handler is set up by the first call. */
const atomic_bool *system_interrupted(void);
/* $DAYBOOK_VAULT, else $XDG_DATA_HOME/daybook, else ~/.local/share/daybook. */
const char *system_default_vault(struct buf *storage);
/* The first line of a file, without its line end, into locked memory. */
MUST_USE enum status system_secret_from_file(const char *path, struct secret *out, struct err *err);
/* Asked without showing it, once. */
MUST_USE enum status system_secret_from_terminal(
    const char *question, struct secret *out, struct err *err);
/* An answer of any length, also none, into locked memory; `shown` while it is typed, or not.
 * E_NOTFOUND: there is no terminal. */
MUST_USE enum status system_ask(
    const char *question, bool shown, struct secret *out, struct err *err);
/* Words for the person's eyes, to the terminal and not to standard output. */
MUST_USE enum status system_say(struct slice words, struct err *err);

bool system_is_worker(int argc, char **argv);
int system_worker_main(int argc, char **argv);

/* Folder of the running program, with a '/' at its end and no NUL. */
MUST_USE enum status system_program_folder(struct buf *out, struct err *err);
/* Run a program to its end; its standard output goes to ours unless `quiet`.  *code is its exit
 * code, or 128 and more for a signal. */
MUST_USE enum status system_run(
    const char *path, const char *const *argv, bool quiet, int *code, struct err *err);
/* Path of daybook-reader beside the running program, NUL-terminated in `storage`; NULL when it is
 * not there, and the program itself is then started as the worker. */
const char *system_reader_path(struct buf *storage);
/* A new folder, and its parents where missing; existing ones are fine. */
MUST_USE enum status system_make_folder(const char *path, struct err *err);
/* The same for the folder that `path` is to stand in: on a new account not even ~/.local/share may
 * be there yet. */
MUST_USE enum status system_make_parent(const char *path, struct err *err);
/* A whole small file, atomically and durably. */
MUST_USE enum status system_save(const char *path, struct slice bytes, struct err *err);
MUST_USE enum status system_load(
    const char *path, size_t max_bytes, struct buf *out, struct err *err);
bool system_exists(const char *path);
/* Whether `folder`/`name` exists. */
bool system_exists_in(const char *folder, const char *name);
/* Absolute, without links and "..", with a NUL; the last part may be missing.  E_NOTFOUND: the
 * folder it is in does not exist.  `out` is emptied first. */
MUST_USE enum status system_real_path(const char *path, struct buf *out, struct err *err);

#endif
