/* src/web/rows.h
 * Inside web/ only: a record in the few words that lists and entries show. */
#ifndef WEB_ROWS_H
#define WEB_ROWS_H

#include "app/incident.h"
#include "app/listing.h"
#include "web/site.h"

/* Texts live in the visit's arena; absent when there is no room. */
struct text row_when(struct visit *visit, const struct record *record);
struct text row_kind(struct visit *visit, const struct record *record);
/* The other side, under the name that the person gave; who did it, of an incident. */
struct text row_who(struct visit *visit, const struct listed *listed);
/* When it was written down; absent when that is not known. */
struct text row_written(struct visit *visit, const struct listed *listed);
/* "/e/12": what `page` begins with ("/e/") and the number of that id. */
struct text row_path(struct visit *visit, const char *page, struct text id);
/* After saving the browser is sent to the entry, so that "reload" saves nothing again. */
void visit_saved(struct visit *visit, const struct incident_saved *saved);
/* What a put function writes, kept. */
struct text row_kept(struct visit *visit, const struct buf *words);

#endif
