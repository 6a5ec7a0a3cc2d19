/*
 * Lock queues: the tasks that sleep until a lock comes to them.
 *
 * Invariant: an object's lock word has the bit LOCK_PARKED if and only if tasks are queued for
 * it, as far as the mutex of its queue is free; whoever makes the last release then looks at the
 * queue.
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

/* Enters the lock for the worker's task, after a sleep if need be. For `joins` see lock_admits. */
void lock_queue_enter(worker *self, bolt_object *object, bool exclusive, bool joins);

/* Releases a lock that was seen with LOCK_PARKED and without other holders. */
void lock_queue_release(bolt_object *object, bool exclusive);

#endif
