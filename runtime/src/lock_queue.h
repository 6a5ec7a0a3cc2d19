/*
 * Lock queues: the tasks that sleep until a lock comes to them.
 *
 * Invariant: while tasks are queued for an object and the mutex of its queue is free, the lock word
 * has the bit LOCK_PARKED, or the task at the head of the queue has been woken and is about to enter
 * or to set the bit; whoever makes the last release with the bit set looks at the queue.
 *
 * No starvation: the queue is first in, first out, and only within LOCK_PATIENCE_NS of a task's
 * queueing up do others get ahead of it. Until then a release wakes a writer without handing the
 * lock over, so that those who are awake use the time that the sleeper takes.
 */
#ifndef BOLT_LOCK_QUEUE_H
#define BOLT_LOCK_QUEUE_H

#include "bolt.h"
#include "worker.h"

#include <stdbool.h>

#define LOCK_PATIENCE_NS 1000000

/* What a task asks for. For `joins` see lock_admits. */
typedef struct lock_wish {
  bolt_object *object;
  const bolt_site *site;
  bool exclusive;
  bool joins;
} lock_wish;

/* Enters the lock for the worker's task, after a sleep if need be. Panics if that would never end. */
void lock_queue_enter(worker *self, const lock_wish *wish);

/* Releases a lock that was seen with LOCK_PARKED and without other holders. */
void lock_queue_release(bolt_object *object, bool exclusive);

#endif
