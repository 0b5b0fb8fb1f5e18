/* src/read/formats/imessage_history.h
 * What Apple's Messages notes about changes of a message ("message_summary_info", a binary property
 * list): the wordings of each part that was edited, and the parts that were taken back. */
#ifndef READ_FORMATS_IMESSAGE_HISTORY_H
#define READ_FORMATS_IMESSAGE_HISTORY_H

#include "read/formats/making.h"

struct imessage_history {
	bool understood;
	bool edited, unsent;
	bool sent_known, edited_known;
	int64_t sent_us, edited_us; /* of the first wording, and of the last */
	struct text last;           /* the last wordings, a line for each part; may be absent */
	struct text parts;          /* numbers of the parts that were edited: "0, 2" */
};

/* Earlier wordings become claims "earlier-wording" of the record in hand, each with its time. */
void imessage_history(struct making *m, struct slice plist, struct imessage_history *out);

#endif
