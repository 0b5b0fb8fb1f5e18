/* sample/whatsapp.h
 * WhatsApp's "Export chat": five Android archives, and one iPhone export that was unpacked. */
#ifndef SAMPLE_WHATSAPP_H
#define SAMPLE_WHATSAPP_H

#include "sample/facts.h"
#include "sample/media.h"
#include "sample/out.h"
#include "sample/story.h"

void whatsapp_write(struct out *o, struct facts *f, struct media *m, const struct story *s);
#endif
