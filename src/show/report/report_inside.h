/* src/show/report/report_inside.h
 * Inside show/report/: the parts of the picture, in the order in which they are shown.  Each says
 * nothing when there is nothing to say. */
#ifndef SHOW_REPORT_INSIDE_H
#define SHOW_REPORT_INSIDE_H

#include "show/report/report.h"

enum {
	PICTURE_EVENTS_NEAR_DAYS = 366, /* a key event so long before the first contact is drawn */
	PICTURE_MONTHS_YEARS = 6,       /* longer spans have a table by years */
};

void report_total_chart(struct doc *doc, const struct picture *picture);
void report_calendar_chart(struct doc *doc, const struct picture *picture);
void report_hours(struct doc *doc, const struct picture *picture);
void report_channels(struct doc *doc, const struct picture *picture);
void report_displacement(struct doc *doc, const struct picture *picture);
void report_replies(struct doc *doc, const struct picture *picture);
void report_kinds(struct doc *doc, const struct picture *picture);
void report_effects(struct doc *doc, const struct picture *picture);
/* Of one record, for cells: "Attached: …" a line each, below what is there; whether its time is
 * marked as one whose zone the file does not say. */
void attachments_put(struct buf *out, const struct record *record);
bool zone_is_assumed(const struct record *record);
/* Points of a list that is under way. */
void report_unrecorded(struct doc *doc, const struct picture *picture, struct buf *line);

#endif
