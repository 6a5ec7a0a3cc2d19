/*
 * Locks: a re-entrant readers-writer lock in the header of every object, owned by tasks.
 *
 * Invariant: the lock word of an object is
 *   0                          free
 *   readers * 16               held by so many readers
 *   owner | EXCLUSIVE          held by the task whose context is at the address `owner`
 * and PARKED is set in it if and only if tasks are queued for the object; then every change that is
 * not an acquisition is made under the mutex of the object's bucket. Each task lists what it holds
 * (lock_hold, newest first); entering again only deepens the entry and leaves the word alone.
 *
 * Transitions, [m] under the bucket's mutex, F the bits PARKED and FAIR as they were:
 *   free               -> reader 1 | F, writer | F        acquire; a queued task clears PARKED if last
 *   readers n          -> readers n+1                     acquire, only while nobody is parked
 *   readers n, n > 1   -> readers n-1 | F                 release
 *   held, no F         -> free                            release
 *   held               -> held | PARKED                   [m] a task queues up
 *   held | PARKED      -> held | PARKED | FAIR            [m] the woken head of the queue found it held
 *   held | PARKED      -> free | PARKED                   [m] release; the head, a writer, is woken
 *   held | PARKED      -> held by the head                [m] release if the head reads or FAIR is set;
 *                                                             readers behind a reader come along
 * Mutual exclusion: only acquisitions lead into a held state, and each starts from a word that admits
 * it. No starvation: the queue is first in, first out; whoever is not queued gets ahead of its head
 * only between a release and the head's waking up, and once the head has been disappointed FAIR makes
 * the next release hand the lock over. Readers do not pass a queue, except those whose own task or
 * ancestor already reads: the queue waits for them.
 *
 * A lock that an ancestor took before it opened the scope this task descends from stays taken until
 * this task is done: to wait for it is a certain deadlock. Those entries do not change while the
 * scope is open, so descendants may read them.
 */
#ifndef BOLT_LOCK_H
#define BOLT_LOCK_H

#include "bolt.h"

#include <stdbool.h>

typedef struct lock_hold {
  bolt_object *object;
  uint64_t depth;          /* how often it has been entered */
  bool exclusive;
  struct lock_hold *below; /* the one taken before */
} lock_hold;

#endif
