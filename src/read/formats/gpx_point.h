/* src/read/formats/gpx_point.h
 * Inside the GPX reader: one waypoint, point of a route or point of a track. */
#ifndef READ_FORMATS_GPX_POINT_H
#define READ_FORMATS_GPX_POINT_H

#include "read/formats/gpx.h"

void gpx_point_begin(struct gpx *g, const struct xml_token *token);
/* An element of the point with its text (g->values.text).  `direct`: right under the point, not
 * inside of another. */
void gpx_point_field(struct gpx *g, struct slice name, bool direct);
/* An element of the point that is said in its attributes. */
void gpx_point_attributes(struct gpx *g, const struct xml_token *token);
/* `whole` false: the file goes on, or ends, before the point does. */
void gpx_point_send(struct gpx *g, bool whole);
/* What lies loose becomes claims of the record in hand. */
void gpx_loose_claim(struct gpx *g);

#endif
