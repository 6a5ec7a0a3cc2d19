/*
 * Parking: how a thread sleeps until another one wakes it.
 *
 * Invariant: a parking place holds at most one token. park_wake leaves the token, park_wait takes
 * it and sleeps only while there is none, so a wake-up before the wait is not lost. Tokens may be
 * left over from earlier waits: a waiter checks its condition again after every return.
 */
#ifndef BOLT_PARK_H
#define BOLT_PARK_H

#include <stdatomic.h>
#include <stdint.h>

typedef struct park {
  _Atomic uint32_t token;
} park;

/* Only the owner of the place waits there. */
void park_wait(park *place);

/* The place must outlive the call: places belong to workers, which are never freed. */
void park_wake(park *place);

/* Between two looks at a word that another core is about to change. */
static inline void park_pause(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}

#endif
