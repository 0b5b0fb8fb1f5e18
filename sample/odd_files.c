/* sample/odd_files.c
 * See odd_files.h. */
#include "sample/odd_files.h"

#include <stdlib.h>

#include "sample/rng.h"
#include "sample/str.h"

static const char readme[] =
    "THIS CASE IS FICTIONAL.\n"
    "\n"
    "Nobody in these files exists and nothing in them happened. Names, messages, pictures, "
    "addresses,\n"
    "reference numbers and the town of Ashbeck are made up. Telephone numbers are from the ranges "
    "that\n"
    "Ofcom keeps free for drama, e-mail addresses are in domains reserved for examples, and the "
    "places\n"
    "in photographs are points on open moorland. Derbyshire Constabulary is a real police force; "
    "it has\n"
    "nothing to do with this case, and the officer and the references in it are invented.\n"
    "\n"
    "The files were written by the program daybook-sample to show and to test Daybook. They have "
    "the\n"
    "shapes that real exports have, with their faults: repeated backups, one that was cut off, "
    "missing\n"
    "media, a wrong camera clock, a forged sender, an hour that occurs twice.\n"
    "\n"
    "The texts are unpleasant, because the real ones are. They contain no violence and no slurs.\n"
    "\n"
    "exports/phone      SMS Backup & Restore: two full backups that overlap, one cut off, the call "
    "log\n"
    "exports/whatsapp   exported chats: five from an Android phone, one from an iPhone (folder "
    "iphone)\n"
    "exports/email      a mailbox from Takeout, and mails saved one by one\n"
    "exports/photos     photographs and screenshots\n"
    "exports/letters    scanned letters\n"
    "exports/other      a recording in a format that no program here reads\n"
    "diary.txt          incidents written down by hand; the keys are the options of `daybook add`\n"
    "people.txt         which numbers and names are the same person\n"
    "facts.json         what a careful reader should find, counted while the files were written\n"
    "\n"
    "The diary's owner is Marta Halden.\n";

void
odd_files_write(struct out *o, struct facts *f, uint64_t seed)
{
	static const char path[] = "exports/other/voice-note.bin";
	enum { BLOB_BYTES = 48211 };
	struct rng rng;
	struct str s = {0};
	unsigned char *blob = str_alloc(BLOB_BYTES, 1);

	rng_init(&rng, seed, "blob");
	rng_bytes(&rng, blob, BLOB_BYTES);
	str_add(&s, blob, BLOB_BYTES);
	out_folder(o, "exports/other");
	out_write(o, path, s.p, s.n);
	facts_file(f, path, "unknown");
	json_int(&f->files, "bytes", BLOB_BYTES);
	facts_file_end(f);
	out_write(o, "README.txt", readme, sizeof readme - 1);
	str_fini(&s);
	free(blob);
}
