/* bench/peer_read.c
 * What the usual libraries take for reading the same file and doing nothing with it: libxml2 (its
 * stream of events), yajl and GMime, each where it was found when this was built.
 * Usage: bench-peer-read xml|json|mail|names FILE [TIMES]: the quickest of TIMES readings (3),
 * processor time of this process.  "names" prints which of them there are. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#ifdef HAVE_YAJL
#include <yajl/yajl_parse.h>
#endif
#ifdef HAVE_LIBXML2
#include <libxml/SAX2.h>
#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#endif
#ifdef HAVE_GMIME
#include <gmime/gmime.h>
#endif

enum { CHUNK_BYTES = 256 * 1024 };

struct count {
	unsigned long long bytes, things; /* elements and attributes, strings, or mails */
};

static unsigned char chunk[CHUNK_BYTES];

static double
seconds(void)
{
	struct timespec at = {0};

	(void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &at);
	return (double)at.tv_sec + (double)at.tv_nsec / 1e9;
}

#ifdef HAVE_YAJL
static int
on_string(void *ctx, const unsigned char *p, size_t n)
{
	struct count *count = ctx;

	(void)p;
	(void)n;
	count->things++;
	return 1;
}

static int
on_number(void *ctx, const char *p, size_t n)
{
	(void)ctx;
	(void)p;
	(void)n;
	return 1;
}

static bool
read_json(int fd, struct count *count)
{
	static const yajl_callbacks calls = {
	    .yajl_number = on_number, .yajl_string = on_string, .yajl_map_key = on_string};
	yajl_handle handle = yajl_alloc(&calls, NULL, count);
	bool good = handle != NULL;
	ssize_t n;

	while (good && (n = read(fd, chunk, sizeof chunk)) > 0) {
		count->bytes += (unsigned long long)n;
		good = yajl_parse(handle, chunk, (size_t)n) == yajl_status_ok;
	}
	good = good && yajl_complete_parse(handle) == yajl_status_ok;
	yajl_free(handle);
	return good;
}
#endif

#ifdef HAVE_LIBXML2
static void
on_element(void *ctx, const xmlChar *name, const xmlChar *prefix, const xmlChar *uri, int spaces,
    const xmlChar **namespaces, int attributes, int defaulted, const xmlChar **values)
{
	struct count *count = ctx;

	(void)name;
	(void)prefix;
	(void)uri;
	(void)spaces;
	(void)namespaces;
	(void)defaulted;
	(void)values;
	count->things += 1 + (unsigned)attributes;
}

/* Halves of characters as the SMS app writes them are no XML: it is told to go on. */
static bool
read_xml(int fd, struct count *count)
{
	xmlSAXHandler calls = {.initialized = XML_SAX2_MAGIC, .startElementNs = on_element};
	xmlParserCtxtPtr parser = xmlCreatePushParserCtxt(&calls, count, NULL, 0, NULL);
	ssize_t n;

	if (parser == NULL)
		return false;
	(void)xmlCtxtUseOptions(parser, XML_PARSE_RECOVER | XML_PARSE_HUGE | XML_PARSE_NOERROR);
	parser->userData = count;
	while ((n = read(fd, chunk, sizeof chunk)) > 0) {
		count->bytes += (unsigned long long)n;
		(void)xmlParseChunk(parser, (const char *)chunk, (int)n, 0);
	}
	(void)xmlParseChunk(parser, NULL, 0, 1);
	xmlFreeParserCtxt(parser);
	return count->things != 0;
}
#endif

#ifdef HAVE_GMIME
static void
on_part(GMimeObject *parent, GMimeObject *part, gpointer ctx)
{
	GMimeStream *nowhere;

	(void)parent;
	(void)ctx;
	if (!GMIME_IS_PART(part))
		return;
	nowhere = g_mime_stream_null_new();
	(void)g_mime_data_wrapper_write_to_stream(
	    g_mime_part_get_content(GMIME_PART(part)), nowhere);
	g_object_unref(nowhere);
}

/* Heads, and each part decoded, as an indexer has to. */
static bool
read_mail(int fd, struct count *count)
{
	GMimeStream *stream = g_mime_stream_fs_new(dup(fd));
	GMimeParser *parser = g_mime_parser_new_with_stream(stream);
	GMimeMessage *mail;

	g_mime_parser_set_format(parser, GMIME_FORMAT_MBOX);
	while (!g_mime_parser_eos(parser)) {
		mail = g_mime_parser_construct_message(parser, NULL);
		if (mail == NULL)
			break;
		g_mime_message_foreach(mail, on_part, NULL);
		(void)g_mime_message_get_date(mail);
		g_object_unref(mail);
		count->things++;
	}
	count->bytes = (unsigned long long)g_mime_stream_length(stream);
	g_object_unref(parser);
	g_object_unref(stream);
	return count->things != 0;
}
#endif

struct peer {
	const char *what, *name;
	bool (*read)(int fd, struct count *count);
};

static const struct peer peers[] = {
#ifdef HAVE_LIBXML2
    {"xml", "libxml2", read_xml},
#endif
#ifdef HAVE_YAJL
    {"json", "yajl", read_json},
#endif
#ifdef HAVE_GMIME
    {"mail", "GMime", read_mail},
#endif
    {NULL, NULL, NULL},
};

static int
measure(const struct peer *peer, const char *path, int times)
{
	double least = 1e9, took;
	struct count count;
	bool good = true;
	int fd;

	for (int i = 0; i < times && good; i++) {
		fd = open(path, O_RDONLY | O_CLOEXEC);
		if (fd < 0) {
			perror(path);
			return 1;
		}
		count = (struct count){0, 0};
		took = seconds();
		good = peer->read(fd, &count);
		took = seconds() - took;
		least = took < least ? took : least;
		(void)close(fd);
	}
	(void)printf("%s %.3f s %.1f MB/s %llu things %.0f things/s%s\n", peer->name, least,
	    (double)count.bytes / least / 1e6, count.things, (double)count.things / least,
	    good ? "" : " FAILED");
	return good ? 0 : 1;
}

int
main(int argc, char **argv)
{
	int times = argc > 3 ? atoi(argv[3]) : 3;

#ifdef HAVE_GMIME
	g_mime_init();
#endif
	for (const struct peer *peer = peers; peer->what != NULL; peer++) {
		if (argc > 2 && strcmp(argv[1], peer->what) == 0)
			return measure(peer, argv[2], times);
		if (argc == 2)
			(void)puts(peer->what);
	}
	return argc == 2 ? 0 : 2;
}
