/*
 * Lock words: the state of the readers-writer lock in an object's header.
 *
 * Invariant: the word is
 *   0                   free
 *   readers * READER    held by so many readers
 *   owner | EXCLUSIVE   held by the task whose context is at the address `owner`
 * with PARKED added while tasks that sleep are queued for the object (see lock_queue.h).
 *
 * Transitions, [m] under the mutex of the object's queue, P the bit PARKED as it was:
 *   free             -> reader 1 | P     acquire
 *   free             -> writer | P       acquire; one of the queue makes P right behind it [m]
 *   readers n        -> readers n+1      acquire, only while nobody is parked
 *   readers n, n > 1 -> readers n-1 | P  release
 *   held             -> free             release while nobody is parked
 *   held             -> held | PARKED    [m] a task queues up
 *   held | PARKED    -> free             [m] release; the head of the queue, a writer that has not
 *                                        waited long, is woken, and may be overtaken
 *   held | PARKED    -> head's | P       [m] release to a writer that has waited long, or to a
 *                                        reader and the readers right behind it
 * Mutual exclusion: only acquisitions and [m] releases to the head lead into a held state; the
 * former start from a word that admits them, by compare-and-swap, the latter from the last
 * holder's. Readers do not join others past a queue, except those whose own task or ancestor
 * already reads: the queue waits for them.
 */
#ifndef BOLT_LOCK_WORD_H
#define BOLT_LOCK_WORD_H

#include "bolt.h"
#include "task.h"

#include <stdatomic.h>
#include <stdbool.h>

#define LOCK_PARKED ((uint64_t)1)
#define LOCK_EXCLUSIVE ((uint64_t)2)
#define LOCK_READER ((uint64_t)16)
#define LOCK_FLAGS (LOCK_READER - 1)

typedef _Atomic(uint64_t) lock_word;
_Static_assert(sizeof(lock_word) == sizeof(uint64_t), "a lock word is one word of the object");
_Static_assert(_Alignof(task_context) >= LOCK_READER, "the flags fit below an owner's address");

static inline lock_word *lock_word_of(bolt_object *object) {
  return (lock_word *)(void *)&object->lock;
}

static inline const task_context *lock_owner(uint64_t word) {
  return (word & LOCK_EXCLUSIVE) == 0 ? NULL
                                      : (const task_context *)(uintptr_t)(word & ~LOCK_FLAGS);
}

static inline bool lock_is_held(uint64_t word) { return (word & ~LOCK_PARKED) != 0; }

static inline bool lock_has_one_reader(uint64_t word) {
  return (word & ~LOCK_FLAGS) == LOCK_READER;
}

/* The word after a task that it admits has entered. */
static inline uint64_t lock_entered(uint64_t word, const task_context *context, bool exclusive) {
  return exclusive ? word | (uint64_t)(uintptr_t)context | LOCK_EXCLUSIVE : word + LOCK_READER;
}

/* May a task enter? `joins`: it, or an ancestor, reads already. */
static inline bool lock_admits(uint64_t word, bool exclusive, bool joins) {
  if (!lock_is_held(word)) {
    return true;
  }
  return !exclusive && (word & LOCK_EXCLUSIVE) == 0 && ((word & LOCK_PARKED) == 0 || joins);
}

static inline bool lock_swap(lock_word *word, uint64_t *seen, uint64_t next) {
  return atomic_compare_exchange_strong_explicit(word, seen, next, memory_order_acq_rel,
                                                 memory_order_acquire);
}

#endif
