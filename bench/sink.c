/* bench/sink.c
 * See sink.h. */
#include "bench/sink.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

bool
sink_open(struct sink *s, const char *path)
{
	*s = (struct sink){.fd = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0644)};
	if (s->fd < 0)
		fprintf(stderr, "bench: %s: %s\n", path, strerror(errno));
	return s->fd >= 0;
}

static void
drain(struct sink *s)
{
	size_t done = 0;

	while (done < s->buffer.n && !s->failed) {
		ssize_t n = write(s->fd, s->buffer.p + done, s->buffer.n - done);

		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			s->failed = true;
		else
			done += (size_t)n;
	}
	s->bytes += done;
	str_clear(&s->buffer);
}

void
sink_flow(struct sink *s)
{
	if (s->buffer.n >= SINK_BUFFER_BYTES)
		drain(s);
}

bool
sink_close(struct sink *s, const char *path)
{
	drain(s);
	if (close(s->fd) != 0)
		s->failed = true;
	if (s->failed)
		fprintf(stderr, "bench: %s: %s\n", path, strerror(errno));
	str_fini(&s->buffer);
	return !s->failed;
}

bool
sink_number(const char *text, bool binary, uint64_t *value)
{
	uint64_t v = 0;
	uint64_t unit = binary ? 1024 : 1000;
	size_t digits = strspn(text, "0123456789");

	if (digits == 0 || digits > 15)
		return false;
	for (size_t i = 0; i < digits; i++)
		v = v * 10 + (uint64_t)(text[i] - '0');
	if (text[digits] != '\0' && (text[digits + 1] != '\0' || digits > 6))
		return false;
	switch (text[digits]) {
	case '\0': break;
	case 'k': v *= unit; break;
	case 'M': v *= unit * unit; break;
	case 'G': v *= unit * unit * unit; break;
	default: return false;
	}
	*value = v;
	return v > 0;
}

bool
sink_folder(const char *path)
{
	if (mkdir(path, 0755) == 0 || errno == EEXIST)
		return true;
	fprintf(stderr, "bench: %s: %s\n", path, strerror(errno));
	return false;
}
