/* fuzz/tnef.c
 * A winmail.dat of any bytes, as a mail carries it, with words of its own beside it or without; see
 * reader.h. */
#include "base/encode.h"
#include "fuzz/reader.h"

#define HEAD                                                                                       \
	"From: dan@example.net\nContent-Type: multipart/mixed; boundary=b\n\n--b\n\n%s\n--b\n"     \
	"Content-Type: application/ms-tnef\nContent-Transfer-Encoding: base64\n\n"

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
	static bool prepared;
	const struct reading_options options = {
	    .format = TEXT_LITERAL("eml"), .me = TEXT_LITERAL("maya@example.org")};
	struct buf mail;
	int result;

	if (!prepared)
		eml_format.prepare();
	prepared = true;
	buf_init(&mail, 4 * n + 4096);
	buf_putf(&mail, HEAD, n % 2 != 0 ? "Have a nice day." : "");
	base64_put(&mail, data, n);
	buf_put_c(&mail, "\n--b--\n");
	if (buf_check(&mail, NULL) != OK)
		abort();
	result = reader_fuzz(&eml_format, buf_slice(&mail), &options);
	buf_fini(&mail);
	return result;
}
