/* src/prove/bag.h
 * The small texts of a pack's outer form, BagIt 1.0 (RFC 8493): safe names, manifest lines,
 * bag-info.txt.  docs/format/pack.md section 2 rules our profile.  Pure.
 * Not for: files (pack_reader.h, pack_writer.h) or what stands inside them. */
#ifndef PROVE_BAG_H
#define PROVE_BAG_H

#include "base/buf.h"
#include "base/err.h"
#include "base/slice.h"
#include "sys/crypto/hash.h"

enum {
	BAG_NAME_MAX_BYTES = 200, /* a whole name, "data/originals/…" */
	BAG_PART_MAX_BYTES = 100, /* between two slashes */
	BAG_MAX_FILES = 1000000,
	BAG_MANIFEST_MAX_BYTES = 256 * 1024 * 1024,
	BAG_INFO_MAX_BYTES = 64 * 1024,
};

/* bagit.txt, the whole file (RFC 8493 section 2.1.1). */
extern const char bag_declaration[];

/* A relative name of letters a-z, digits, '.', '_', '-' and single slashes, no part of which begins
 * with '.' or '-', within the lengths above: safe on every file system, the same in a manifest and
 * for sha256sum. */
MUST_USE bool bag_name_ok(struct slice name);
/* In the payload: below "data/". */
bool bag_name_is_payload(struct slice name);

struct bag_line {
	uint8_t sha256[SHA256_BYTES];
	struct slice name; /* borrowed */
};
/* "hash  name LF", as sha256sum writes it. */
void bag_line_put(struct buf *out, const uint8_t sha256[SHA256_BYTES], struct slice name);
/* The next line off the front of a manifest.  E_FORMAT: not of that form, or the name is not safe;
 * *rest is untouched then.  Call only while rest->n != 0. */
MUST_USE enum status bag_line_next(struct slice *rest, struct bag_line *out, struct err *err);

/* bag-info.txt: "Label: value LF".  A value keeps its first line only. */
void bag_info_put(struct buf *out, const char *label, struct text value);
/* Payload-Oxum, "bytes.files" (RFC 8493 section 2.2.2). */
void bag_oxum_put(struct buf *out, uint64_t bytes, uint64_t files);
struct bag_info {
	bool oxum_known, version_known;
	uint64_t bytes, files; /* Payload-Oxum */
	uint64_t version;      /* Pack-Version, our own label */
};
/* Every line must be of the form; unknown labels are passed over, the two above may stand once. */
MUST_USE enum status bag_info_parse(struct slice text, struct bag_info *out, struct err *err);

#endif
