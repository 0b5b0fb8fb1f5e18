/* src/read/formats/mail_message.h
 * Inside mail*.c only: the state of one mail while it is read, and what its pieces do for each
 * other. */
#ifndef READ_FORMATS_MAIL_MESSAGE_H
#define READ_FORMATS_MAIL_MESSAGE_H

#include "read/formats/mail.h"
#include "read/formats/mail_charset.h"
#include "read/formats/mail_html.h"
#include "read/formats/mail_transfer.h"

enum {
	MAIL_DEPTH_MAX = 32,
	MAIL_PARTS_MAX = 2000,
	MAIL_HEAD_MAX_BYTES = 256 * 1024,
	MAIL_BOUNDARY_MAX_BYTES = 250, /* RFC 2046, section 5.1.1, says 70 */
	MAIL_PLAIN_MAX_BYTES = RECORD_TEXT_MAX_BYTES,
	MAIL_PAGE_MAX_BYTES = 4 * 1024 * 1024, /* of HTML, before its words are taken out */
	MAIL_OUTSIDE_MAX_BYTES = 256 * 1024,
	MAIL_ASIDE_MAX_BYTES = 256 * 1024,
	MAIL_RAW_MAX_BYTES = 512 * 1024,
	MAIL_ARENA_BYTES = 2 * 1024 * 1024, /* with body and raw a record stays below its 4 MiB */
	MAIL_DOUBTS_BYTES = 256 * 1024,
	MAIL_DOUBTS_SAME = 10, /* of one code */
	MAIL_DETAIL_BYTES = 500,
	MAIL_MINE_MAX = 16,
	MAIL_TYPE_BYTES = 100,
	MAIL_TNEF_MAX_BYTES = 64 * 1024 * 1024,     /* of a winmail.dat that is opened */
	MAIL_COMPARED_MAX_BYTES = 16 * 1024 * 1024, /* of text held beside pages, for one mail */
};

/* What the header of a mail or part says about its content (RFC 2045, RFC 2183). */
struct mail_content {
	char type[MAIL_TYPE_BYTES]; /* lower case, NUL-terminated; "text/plain" when nothing is said
				     */
	char charset[MAIL_CHARSET_NAME_BYTES];
	bool bordered; /* a boundary is given, perhaps an empty one */
	uint8_t boundary[MAIL_BOUNDARY_MAX_BYTES];
	size_t boundary_bytes;
	enum mail_transfer_kind transfer;
	struct text name; /* of the file, clean; absent when there is none */
	bool attachment;  /* Content-Disposition says so */
	bool shown;       /* it says "inline": to be read with the other words (RFC 2183, 2.1) */
	bool typed;       /* the header does name a type */
	bool locked;      /* encrypted by its sender */
};

enum mail_use {
	USE_TEXT, /* words for the body */
	USE_PAGE, /* HTML */
	USE_FILE, /* sent on as it comes */
};

struct mail_part {
	enum mail_use use;
	enum mail_use aside; /* of a file that is text: how it is read; else USE_FILE */
	bool kept;           /* words with a name: sent on as a file, too */
	struct mail_transfer transfer;
	struct text name, declared;
	char charset[MAIL_CHARSET_NAME_BYTES];
	struct buf bytes; /* decoded, not yet sent */
	bool alternative; /* stands in multipart/alternative */
	bool mixed;       /* and is one piece of several there */
	size_t beside_at; /* offset in the body of the text that stands there with it */
	bool walked;      /* an attached mail whose headers are looked at as they go by */
	bool begun;       /* the sink knows of it */
	bool lettered;    /* words with a file among them: there is more room for them */
	bool tnef;        /* a winmail.dat, held until it is whole so that it can be opened */
	struct text type; /* as the sink was told */
	uint64_t sent;    /* bytes */
	uint8_t line_end; /* 0, 1 (LF) or 2 (CRLF): belongs to the part if another line follows */
};

struct mail_entity {
	bool message; /* an attached mail; else a multipart */
	bool alternative, digest, mixed;
	size_t body_at, page_at; /* of an alternative: lengths of body and page when it began */
	bool closed;
	unsigned parts;
	bool bordered; /* the boundary is known; else the first line like one will do */
	uint8_t boundary[MAIL_BOUNDARY_MAX_BYTES];
	size_t boundary_bytes;
};

enum mail_state {
	STATE_HEAD,    /* header lines are collected */
	STATE_BODY,    /* of a leaf */
	STATE_OUTSIDE, /* before the first and behind the last part of a multipart */
};

enum {
	MAIL_CANDIDATES_MAX = 16,
	MAIL_RECIPIENTS_OFFERED = 8, /* one mail may have hundreds: the others are for senders */
};

struct mail_candidate {
	char address[128];
	size_t bytes;
	uint64_t count;
};

struct mail {
	struct sink sink;
	const struct reading_options *options;
	struct mail_texts texts;
	struct arena arena, doubts;
	struct buf head;     /* header lines being collected */
	struct buf again;    /* those of its lines that turned out to be none */
	struct buf unfolded; /* one field's value */
	struct buf scratch;
	struct buf text;    /* one decoded value */
	struct buf decoded; /* one decoded part */
	struct buf body, raw;
	struct buf
	    page; /* words of pages in an alternative, until it is known whether it has text */
	struct buf aside;      /* words of a file, should there be no others */
	struct buf letters;    /* of the text in hand: files that stand in it as letters */
	struct buf unlettered; /* one of them */
	struct buf tnef;       /* words of each winmail.dat, a zero behind each */
	struct buf outside;    /* text of multiparts that stands in no part */
	struct record record;
	enum status failed; /* no memory for something that had to be kept */
	bool too_much;      /* something was left out for want of room in one record */
	bool head_long, root_read, no_fields, boundary_missing, too_deep;
	bool no_parts;
	bool alternatives_differ, body_cut;
	size_t compared_bytes;
	size_t unsettled_bytes; /* of page: words to be compared when the alternative ends */
	struct text remote[MAIL_REMOTE_MAX]; /* addresses already named */
	size_t remote_count;
	enum mail_state state;
	struct mail_entity stack[MAIL_DEPTH_MAX];
	unsigned depth;
	unsigned attached; /* depth of the attached mail being sent on; 0: none */
	unsigned parts, files;
	bool in_part;
	bool aside_cut;
	bool recoded;        /* the file was saved again, in another character set */
	bool remote_more;    /* more would be loaded than is named */
	bool tnef_open;      /* what stands in a winmail.dat is being sent on */
	bool inside_unread;  /* something in a file of it was left unread */
	bool locked_inside;  /* an envelope or words that are locked */
	unsigned level;      /* of mails within mails; 0: the outermost */
	size_t inside_bytes; /* of words in its files that are told */
	struct mail_part part;
	uint32_t extracts;               /* numbers given out in this reading */
	struct text mine[MAIL_MINE_MAX]; /* addresses of the diary's owner */
	size_t mine_count;
	bool met;       /* one of them was, as the sender of a mail or as who it was for */
	bool not_found; /* none was: they count as not told */
	struct mail_candidate candidates[MAIL_CANDIDATES_MAX];
};

/* mail_keep.c: what goes into the record. */

/* A copy in the mail's arena; absent, and `too_much`, when there is no room. */
struct text mail_keep(struct mail *mail, struct text text);
/* The same for a name: at most RECORD_NAME_MAX_BYTES of it. */
struct text mail_keep_name(struct mail *mail, struct text text);
void mail_claim(struct mail *mail, const char *key, struct text value);
/* Bytes of a header as they are written, without folds. */
void mail_claim_raw(struct mail *mail, const char *key, struct slice value);
/* Once for each code and detail; MAIL_DOUBTS_SAME of one code at most. */
void mail_doubt(struct mail *mail, const char *code, struct text detail);
/* Keep bytes that could not be read as they were meant. */
void mail_keep_raw(struct mail *mail, struct slice bytes);
/* A header value unfolded, its encoded words undone, without blanks around; lives in mail->text. */
struct text mail_header_text(struct mail *mail, struct slice value);
void mail_check_added(struct mail *mail, enum status status);

/* mail_content.c */
void mail_content_read(
    struct mail *mail, struct slice block, bool digest, struct mail_content *out);
/* The name of a file as a label; doubted and claimed where it is no safe one. */
struct text mail_name_keep(struct mail *mail, struct text name);
/* "Text/Plain (comment)" as "text/plain"; false when it is no type. */
bool mail_content_type(struct slice head, char out[MAIL_TYPE_BYTES]);

/* mail_record.c: the header of the mail itself, and of an attached one. */
/* Where the fields end: lines behind it are no fields, and with no blank line in front of them most
 * likely the body. */
size_t mail_record_head(struct mail *mail, struct slice block);
void mail_attached_head(struct mail *mail, struct slice block);

/* mail_noted.c: what the mailbox it lay in says of a mail. */
struct mail_noted {
	bool received;    /* a server's line came: what stands below was sent with the mail */
	bool labelled;    /* a line of labels came */
	bool draft, sent; /* labels say so */
	bool unsent;      /* a program that was composing it, or is to send it, says so */
};
void mail_noted_labels(struct mail *mail, struct slice value, struct mail_noted *noted);
/* Mozilla's flags, the first or the second line of them. */
void mail_noted_status(
    struct mail *mail, struct slice value, bool second, struct mail_noted *noted);
void mail_noted_composing(struct slice value, struct mail_noted *noted);
/* When the direction is known: the mark "draft". */
void mail_noted_settle(struct mail *mail, const struct mail_noted *noted);

/* mail_inside.c: called when the part in hand begins to be sent on; `whole`: all of it is there. */
void mail_inside_look(struct mail *mail, bool whole);
enum { INSIDE_LEVELS_MAX = 3 }; /* of mails within files of mails */
/* What something inside says, as a claim, as far as there is room. */
void mail_inside_words(struct mail *mail, const char *key, struct text words);

/* mail_tnef.c: words and files in a winmail.dat. */
/* The part in hand is one, and is to be held. */
bool mail_tnef_holds(const struct mail *mail);
/* It begins to be sent on: part.tnef, or the doubt that it is not opened. */
void mail_tnef_look(struct mail *mail);
/* It has been sent on as it is, and its bytes are still there: what is in it follows. */
MUST_USE enum status mail_tnef_open(struct mail *mail, bool whole, struct err *err);
/* At the end of the mail: its words are the mail's, or are told beside them. */
void mail_tnef_settle(struct mail *mail);

/* mail_letters.c: the words of a text go to the body; files that stand in it as letters (uuencode)
 * are kept until they are sent on. */
void mail_letters_read(struct mail *mail, struct text text);
/* May one of them stand in it? */
bool mail_letters_stand(struct slice text);
MUST_USE enum status mail_letters_send(struct mail *mail, struct err *err);

/* mail_part.c */
void mail_part_begin(struct mail *mail, const struct mail_content *content, enum mail_use use);
MUST_USE enum status mail_part_put(
    struct mail *mail, const struct mail_line *line, struct err *err);
/* The line end that was held back belongs to the part: no boundary follows. */
void mail_part_line_end(struct mail *mail);
MUST_USE enum status mail_part_end(struct mail *mail, bool whole, struct err *err);
/* Send the part in hand on as a file, and name it in the record. */
MUST_USE enum status mail_part_send(struct mail *mail, bool whole, struct err *err);
/* A file out of another: a part like any other. */
MUST_USE enum status mail_part_file(struct mail *mail, const struct mail_content *content,
    struct slice bytes, bool whole, struct err *err);
/* For mail_html_text(): an address that a page would load from, once. */
void mail_remote_add(void *ctx, struct text url);
/* Append decoded text to the body, as far as there is room. */
void mail_body_add(struct mail *mail, struct text text);
/* The outermost alternative that is open; NULL when there is none. */
const struct mail_entity *mail_alternative(const struct mail *mail);
/* An alternative is over: without text, its pages are the words. */
void mail_alternative_end(struct mail *mail, const struct mail_entity *alternative);

#endif
