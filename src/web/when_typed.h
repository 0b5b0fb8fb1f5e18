/* src/web/when_typed.h
 * Inside web/ only: the fields of a form that say when it was ("w", "day", "time", "part"), as one
 * time for the acts of app/. */
#ifndef WEB_WHEN_TYPED_H
#define WEB_WHEN_TYPED_H

#include "web/form.h"

enum { WHEN_TYPED_BYTES = 64 };

/* "now", "unknown", "2024-03-24 21:05", "2024-03"; TEXT_NONE: it is not said.  May stand in
 * `bytes`. */
struct text when_typed(const struct form *form, char bytes[WHEN_TYPED_BYTES]);

#endif
