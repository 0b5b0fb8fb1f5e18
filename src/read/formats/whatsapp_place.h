/* src/read/formats/whatsapp_place.h
 * A place out of two real numbers of a database: degrees with six digits, without floating point.
 */
#ifndef READ_FORMATS_WHATSAPP_PLACE_H
#define READ_FORMATS_WHATSAPP_PLACE_H

#include "read/formats/making.h"
#include "read/formats/sqlite_file.h"

/* "51.507400,-0.127800" as long as the record lives; absent where they are none. */
struct text whatsapp_place_text(
    struct making *m, const struct sqlite_value *latitude, const struct sqlite_value *longitude);
/* record.place = "51.507400,-0.127800"; "position-unreadable" where they are none. */
void whatsapp_place(
    struct making *m, const struct sqlite_value *latitude, const struct sqlite_value *longitude);

#endif
