/* src/app/packing.h
 * Packs: what is handed to police, a solicitor or an advocate.  Readable and checkable without
 * Daybook (docs/format/pack.md).  Giving one is itself an entry. */
#ifndef APP_PACKING_H
#define APP_PACKING_H

#include "app/listing.h"
#include "app/picturing.h"
#include "prove/pack_writer.h"

struct packing_options {
	const char *path;           /* a folder, or a ZIP when it ends in ".zip"; must not exist */
	struct text since, until;   /* as typed; empty: everything */
	const struct text *persons; /* only records from, to or by them */
	size_t person_count;
	bool key_dates;              /* with persons: key dates that name nobody as well */
	const struct text *selected; /* ids; when given, only these records */
	size_t selected_count;
	uint32_t hidden;            /* bit 1 << enum entry_field: fields not shown */
	struct text made_for;       /* "police", "solicitor", "advocate", "me" */
	struct text exhibit_prefix; /* "MH": exhibits are MH/1 …; empty: the vault's initials */
};

struct packing_sum {
	uint64_t records, left_out, exhibits, entries;
	uint64_t key_dates_taken, key_dates_left_out; /* of those that name nobody */
	struct pack_written written;
	char head_code[HEAD_CODE_CHARS + 1];
};

/* E_CONFLICT: something stands at the path.  E_FORMAT: a time or id is not understood.  E_NOTFOUND:
 * nothing to pack, or an id that does not exist.  On failure nothing stands at the path; or, when
 * only its name could not be made durable (E_IO), the whole pack. */
MUST_USE enum status pack_make(struct app *app, const struct packing_options *options,
    struct packing_sum *out, struct err *err);

#endif
