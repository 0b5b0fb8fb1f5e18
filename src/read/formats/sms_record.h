/* src/read/formats/sms_record.h
 * The reader of SMS Backup & Restore at work: what it holds, and what every kind of element needs
 * to become a record.  The first failure sticks in `status`; every function here does nothing
 * after it.  Internal to sms*.c. */
#ifndef READ_FORMATS_SMS_RECORD_H
#define READ_FORMATS_SMS_RECORD_H

#include "read/format.h"
#include "read/formats/sms_data.h"
#include "read/formats/sms_fields.h"
#include "read/formats/sms_scan.h"

/* Found in a record; after the bits of enum sms_value_found. */
enum {
	SMS_RECORD_MANY = 1 << 6,  /* more than one record shows: some of it was left out */
	SMS_RECORD_TWICE = 1 << 7, /* an attribute stands twice: the first one counts */
};

/* Things said once for a file; after the bits of enum sms_value_found. */
enum {
	SMS_SAID_STRAY = 1 << 8,
	SMS_SAID_DECLARED = 1 << 9,
	SMS_SAID_BROKEN = 1 << 10,
	SMS_SAID_ROOTS = 1 << 11,
	SMS_SAID_CUT = 1 << 12,
	SMS_SAID_OMITS = 1 << 13,
	SMS_SAID_DAMAGED = 1 << 14,
	SMS_SAID_UNKNOWN = 1 << 15,
	SMS_SAID_PARTS = 1 << 16,
};

/* An mms element between its tag and its end. */
struct sms_mms {
	bool open;
	bool head_broken; /* its own tag could not be read */
	bool broken;      /* something in it could not be read, or its end is missing */
	unsigned parts, addresses, smils;
	bool data_met; /* the part in hand has bytes, or tried to */
	bool has_sender, sender_is_owner;
	bool contradicts;  /* the file says both that it came in and that it went out */
	bool all_equal;    /* every address so far is the same */
	struct text first; /* its handle */
};

struct sms_reader {
	const struct sink *sink;
	const struct reading_options *options;
	struct err *err;
	enum status status;
	struct sms_scan scan;
	struct arena arena, inner_arena; /* of the record in hand; of the part or address in hand */
	struct buf scratch, lengthy; /* a value while it is decoded; one longer than the window */
	struct buf body;             /* the text parts of an mms */
	struct sms_data data;
	struct record record;
	struct sms_fields fields, inner; /* attributes of the record; of the part or address */
	struct sms_mms mms;
	unsigned found;    /* enum sms_value_found of the record in hand */
	unsigned said;     /* the same bits and SMS_SAID_*, for the whole file */
	unsigned unknowns; /* unknown attributes of the record in hand */
	uint64_t position; /* record elements begun */
	uint64_t emitted;  /* records given to the sink */
	uint32_t extracts; /* begun so far */
	bool calls;        /* the root is <calls> */
};

/* A new record element begins: everything of the one before is forgotten. */
void sms_record_begin(struct sms_reader *r);
/* Complete it with its doubts and give it to the sink. */
void sms_record_emit(struct sms_reader *r);
/* These bytes stand for what was not understood (the first time only). */
void sms_record_put_raw(struct sms_reader *r, struct slice raw);
/* The bytes of the tag in hand do. */
void sms_record_keep_raw(struct sms_reader *r);

/* Part of the record could not be read: its doubt, and a note for the file. */
void sms_record_broken(struct sms_reader *r);

/* `code`, `mark` and `key` are literals; details and values are borrowed for the record. */
void sms_record_doubt(struct sms_reader *r, const char *code, struct text detail);
void sms_record_mark(struct sms_reader *r, const char *mark);
void sms_record_claim(struct sms_reader *r, const char *key, struct text value);
/* Copies that live as long as the record. */
struct text sms_record_keep(struct sms_reader *r, struct text text);

/* `date` (milliseconds since 1970 UTC) as the record's time. */
void sms_record_when(struct sms_reader *r, struct text date);
/* `date_sent` (milliseconds or seconds, told apart by size; 0 is unknown) as the claim "sent". */
void sms_record_sent(struct sms_reader *r, struct text date_sent);
/* Somebody's number: as written, normalised; nobody's number has no handle. */
struct party sms_record_party(struct sms_reader *r, struct text written);
/* A name, address or the like, no longer than a record may have it. */
struct text sms_record_name(struct sms_reader *r, struct text text);
/* Why something that came in shows no number, where it shows none. */
void sms_record_caller(struct sms_reader *r, struct text number, struct text presentation);
/* The name in the phone's own address book; absent for "(Unknown)". */
struct text sms_record_contact_name(const struct sms_reader *r);
/* Claims that messages of both kinds have. */
void sms_record_message_claims(struct sms_reader *r);
/* Claims that all have. */
void sms_record_claims(struct sms_reader *r);

/* A note of the file; `once` (0 or one bit) is checked against and added to r->said. */
void sms_record_note(
    struct sms_reader *r, unsigned once, enum note_kind kind, const char *code, struct text detail);

#endif
