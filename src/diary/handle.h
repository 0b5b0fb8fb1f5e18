/* src/diary/handle.h
 * One spelling for one telephone number or address (formats.md rule 7).
 * UK numbers become E.164, those that Ofcom's plan has; e-mail addresses lower-case; short codes
 * (up to 6 digits), alphanumeric senders, "insert-address-token", group addresses and withheld
 * numbers stay as written. */
#ifndef DIARY_HANDLE_H
#define DIARY_HANDLE_H

#include "base/arena.h"
#include "base/slice.h"

/*
 * "07700 900202", "+44 (0)7700 900202", "00447700900202", "447700900202" -> "+447700900202".
 * Direction marks (U+200E, U+200F, U+202A-202E, U+2066-2069), spaces, brackets, dots and hyphens in
 * numbers of 7 to 15 digits are dropped.  Doing it twice changes nothing.  The result is
 * `as_written` itself where nothing is to be changed, else an arena copy; absent in gives absent
 * out.  False only when the arena is full.
 */
MUST_USE bool handle_normalise(struct arena *arena, struct text as_written, struct text *out);
enum { HANDLE_VEHICLE_BYTES = 8 };
/*
 * A vehicle by its registration mark, as it stands on the plate: "ab12cde" -> "AB12 CDE", "a123bcd"
 * -> "A123 BCD", "abc123d" -> "ABC 123D", "aiz1234" -> "AIZ 1234" (the formats of DVLA's leaflet
 * INF104; older ones without a letter for their year are left alone, they look like too much else).
 * *out lies in `spelled`.  False, and nothing is set, for everything else.
 */
MUST_USE bool handle_vehicle(
    struct text written, char spelled[HANDLE_VEHICLE_BYTES], struct text *out);
/* True for absent, "", "-1", "-2", "anonymous", "unknown", "withheld" and the like: nobody's
 * number. */
bool handle_is_withheld(struct text as_written);
/* Of these, those that say that whoever called did not want the number to be shown: "-2",
 * "anonymous", "private", "withheld" and the like, but not "", "-1" or "unknown". */
bool handle_says_withheld(struct text as_written);
/* What was dialled, when 141 or 1470 (#31# or *31#) stands before a number of the United Kingdom:
 * that prefix, and the number behind it, which lies in `written`.  False, and nothing is set, for
 * everything else. */
MUST_USE bool handle_cut_prefix(struct text written, struct text *prefix, struct text *number);

#endif
