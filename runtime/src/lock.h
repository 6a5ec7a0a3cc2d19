/*
 * Locks: a re-entrant readers-writer lock in the header of every object, owned by tasks.
 *
 * Invariant: the lock word of an object is
 *   0                          free
 *   readers * 16               held by so many readers
 *   owner | EXCLUSIVE          held by the task whose context is at the address `owner`
 * and PARKED is set in it if and only if tasks are queued for the object; the last release then takes
 * the mutex of the object's bucket. Each task lists what it holds
 * (lock_hold, newest first); entering again only deepens the entry and leaves the word alone.
 *
 * Transitions, [m] under the bucket's mutex, P the bit PARKED as it was:
 *   free               -> reader 1 | P, writer | P        acquire; a queued task clears P if it is last
 *   readers n          -> readers n+1                     acquire, only while nobody is parked
 *   readers n, n > 1   -> readers n-1 | P                 release
 *   held               -> free                            release while nobody is parked
 *   held               -> held | PARKED                   [m] a task queues up
 *   held | PARKED      -> free | PARKED                   [m] release to a writer that has just queued
 *                                                             up: it is woken, and may be overtaken
 *   held | PARKED      -> held by the head of the queue   [m] release to a reader, together with those
 *                                                             behind it, or to a writer that waits long
 * Mutual exclusion: only acquisitions lead into a held state, and each starts from a word that admits
 * it. No starvation: the queue is first in, first out, and only within LOCK_PATIENCE_NS of a task's
 * queueing up do others get ahead of it; overtaking saves the time that a sleeper takes to wake up.
 * Readers do not join others past a queue, except those whose own task or ancestor already reads: the
 * queue waits for them.
 *
 * A lock that an ancestor took before it opened the scope this task descends from stays taken until
 * this task is done: to wait for it is a certain deadlock. Those entries do not change while the
 * scope is open, so descendants may read them.
 */
#ifndef BOLT_LOCK_H
#define BOLT_LOCK_H

#include "bolt.h"

#include <stdbool.h>

#define LOCK_PATIENCE_NS 1000000

typedef struct lock_hold {
  bolt_object *object;
  uint64_t depth;          /* how often it has been entered */
  bool exclusive;
  struct lock_hold *below; /* the one taken before */
} lock_hold;

#endif
