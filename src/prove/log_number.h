/* src/prove/log_number.h
 * How entries of several logs are numbered inside the program: entry n of the own log is n, entry n
 * of the log in slot s (from 1: docs/format/log.md, section 11) is LOG_NUMBER(s, n).  In files and
 * in front of people the two parts stand apart. */
#ifndef PROVE_LOG_NUMBER_H
#define PROVE_LOG_NUMBER_H

#include <stdint.h>

enum { LOG_SLOT_SHIFT = 40, LOG_OTHERS_MAX = 255 };

#define LOG_NUMBER(slot, n) ((uint64_t)(slot) << LOG_SLOT_SHIFT | (n))

static inline unsigned
log_slot_in(uint64_t number)
{
	return (unsigned)(number >> LOG_SLOT_SHIFT);
}

static inline uint64_t
log_number_in(uint64_t number)
{
	return number & (LOG_NUMBER(1, 0) - 1);
}

#endif
