/* src/sys/os/os_terminal.c
 * Terminal questions; see os_terminal.h. */
#include "sys/os/os_terminal.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/ioctl.h>
#include <termios.h>
#include <unistd.h>

enum {
	KEY_CTRL_C = 3,
	KEY_CTRL_D = 4,
	KEY_BACK = 8,
	KEY_CTRL_U = 21,
	KEY_CTRL_W = 23,
	KEY_DELETE = 127
};

bool
os_terminal_is(int fd)
{
	return isatty(fd) == 1;
}

unsigned
os_terminal_width(int fd)
{
	struct winsize size = {0};

	return ioctl(fd, TIOCGWINSZ, &size) == 0 && size.ws_col != 0 ? size.ws_col : 80;
}

static bool
put(int tty, const uint8_t *p, size_t n)
{
	ssize_t done;

	while (n != 0) {
		done = write(tty, p, n);
		if (done < 0 && errno == EINTR)
			continue;
		if (done <= 0)
			return false;
		p += done;
		n -= (size_t)done;
	}
	return true;
}

static void
say(int tty, const char *what)
{
	(void)put(tty, (const uint8_t *)what, strlen(what));
}

/* One character back: all bytes of a UTF-8 sequence. */
static size_t
erased(const uint8_t *p, size_t n)
{
	do {
		n -= n != 0;
	} while (n != 0 && (p[n] & 0xc0) == 0x80);
	return n;
}

/* Where an erased character stood, on a terminal that shows what is typed. */
static void
show_erased(int tty, const uint8_t *p, size_t from, size_t to)
{
	for (size_t i = from; i < to; i++)
		if ((p[i] & 0xc0) != 0x80)
			say(tty, "\b \b");
}

/* The line, key by key, so that it never stands in the terminal's own line buffer and Ctrl-C leaves
 * the terminal as it was. */
static enum status
line_read(int tty, bool shown, uint8_t *p, size_t size, size_t *n, struct err *err)
{
	size_t have = 0, before;
	ssize_t got;
	uint8_t key;

	for (;;) {
		got = read(tty, &key, 1);
		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0 || key == KEY_CTRL_C || (key == KEY_CTRL_D && have == 0))
			return fail(err, E_CANCELLED, "stopped");
		if (key == '\n' || key == '\r')
			break;
		before = have;
		if (key == KEY_BACK || key == KEY_DELETE)
			have = erased(p, have);
		else if (key == KEY_CTRL_U || key == KEY_CTRL_W)
			have = 0;
		else if (have == size)
			return fail(err, E_LIMIT, "the answer is longer than %zu bytes", size);
		else if (key != KEY_CTRL_D)
			p[have++] = key;
		if (shown && have > before)
			(void)put(tty, &key, key >= ' ' ? 1 : 0);
		else if (shown)
			show_erased(tty, p, have, before);
	}
	*n = have;
	return OK;
}

static enum status
ask_on(
    int tty, const char *question, bool shown, uint8_t *p, size_t size, size_t *n, struct err *err)
{
	struct termios before, quiet;
	enum status status;

	if (tcgetattr(tty, &before) != 0)
		return fail_errno(err, E_IO, errno, "cannot set up the terminal");
	quiet = before;
	quiet.c_lflag &= ~(tcflag_t)(ECHO | ECHOE | ECHOK | ECHONL | ICANON | ISIG | IEXTEN);
	quiet.c_cc[VMIN] = 1;
	quiet.c_cc[VTIME] = 0;
	if (tcsetattr(tty, TCSAFLUSH, &quiet) != 0)
		return fail_errno(err, E_IO, errno, "cannot hide what is typed");
	say(tty, question);
	status = line_read(tty, shown, p, size, n, err);
	(void)tcsetattr(tty, TCSAFLUSH, &before);
	say(tty, "\n");
	return status;
}

static enum status
ask(const char *question, bool shown, uint8_t *p, size_t size, size_t *n, struct err *err)
{
	sigset_t ending, before;
	enum status status;
	int tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);

	if (tty < 0)
		return fail_errno(err, E_NOTFOUND, errno, "there is no terminal to ask on");
	/* A signal must not end us while the terminal is silent: it is let through afterwards. */
	(void)sigemptyset(&ending);
	(void)sigaddset(&ending, SIGINT);
	(void)sigaddset(&ending, SIGTERM);
	(void)sigaddset(&ending, SIGQUIT);
	(void)sigaddset(&ending, SIGTSTP);
	(void)pthread_sigmask(SIG_BLOCK, &ending, &before);
	status = ask_on(tty, question, shown, p, size, n, err);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	(void)close(tty);
	if (status != OK)
		explicit_bzero(p, size);
	return status;
}

enum status
os_terminal_ask_secret(const char *question, uint8_t *p, size_t size, size_t *n, struct err *err)
{
	return ask(question, false, p, size, n, err);
}

enum status
os_terminal_ask_shown(const char *question, uint8_t *p, size_t size, size_t *n, struct err *err)
{
	return ask(question, true, p, size, n, err);
}

enum status
os_terminal_say(const uint8_t *p, size_t n, struct err *err)
{
	int tty = open("/dev/tty", O_RDWR | O_CLOEXEC | O_NOCTTY);
	bool said;

	if (tty < 0)
		return fail_errno(err, E_NOTFOUND, errno, "there is no terminal");
	said = put(tty, p, n);
	(void)close(tty);
	return said ? OK : fail(err, E_IO, "the terminal went away");
}
