/* src/read/formats/geo.h
 * A place on the earth as files write it, in degrees or in 1e-7 degrees.  Whole numbers only: what
 * is shown is what was written, or an exact rewriting of it.
 * Not for: distances, or which street it is. */
#ifndef READ_FORMATS_GEO_H
#define READ_FORMATS_GEO_H

#include "read/formats/making.h"

/* "-0.14189", "+51.5", "5.0E-5" in 1e-7 degrees, further digits cut off.  False (out untouched) for
 * anything else, and for what is no angle (over 1000 degrees). */
MUST_USE bool geo_e7_parse(struct slice written, int64_t *e7);
/* "51.5013640" */
void geo_e7_put(struct buf *out, int64_t e7);
/* "51.5013640°, -0.1418900°", "geo:51.501364,-0.141890", "51.5,-0.1": the two halves as written.
 * False (out untouched) when it is not of these. */
MUST_USE bool geo_halves(struct text written, struct text *latitude, struct text *longitude);

/* The place of the record in hand: as written where that is plain decimal.  What cannot be read or
 * is not on the earth is doubted, and kept as the claim "written-place". */
void geo_place(struct making *m, struct text latitude, struct text longitude);
/* The same out of 1e-7 degrees.  Old exports of Google let them overflow: 2^32 is taken off again,
 * with the doubt "place-overflow". */
void geo_place_e7(struct making *m, int64_t latitude, int64_t longitude);
/* Another place of the same record, as a claim. */
void geo_claim(struct making *m, const char *key, struct text latitude, struct text longitude);
void geo_claim_e7(struct making *m, const char *key, int64_t latitude, int64_t longitude);

#endif
