/*
 * Locks: a re-entrant readers-writer lock in the header of every object, owned by tasks.
 *
 * Invariant: each task lists what it holds, newest first. Entering again what it writes only
 * deepens the entry and leaves the lock word (lock_word.h) alone. Locks are released in the
 * reverse order of the scopes and locks around them, so the entries below the newest of a scope's
 * opener do not change while the scope is open, and descendants may read them.
 *
 * A lock that an ancestor took before it opened the scope this task descends from stays taken
 * until this task is done: to wait for it is a certain deadlock, and panics. A lock that the
 * ancestor took since is only waited for: it lets go of it before it waits for the scope.
 */
#ifndef BOLT_LOCK_H
#define BOLT_LOCK_H

#include "bolt.h"

#include <stdbool.h>

typedef struct lock_hold {
  bolt_object *object;
  const bolt_site *site;   /* where it was taken first */
  uint32_t depth;          /* how often it has been entered */
  uint32_t exclusive;
  struct lock_hold *below; /* the one taken before */
} lock_hold;

#endif
