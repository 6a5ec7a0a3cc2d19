/*
 * Workers: what a thread that runs tasks owns.
 *
 * Invariant: a worker is static data or a root, and lives as long as the process; whatever the
 * thread alone can reach is reachable from it. A task runs on one worker from start to end.
 */
#ifndef BOLT_WORKER_H
#define BOLT_WORKER_H

#include "deque.h"
#include "park.h"
#include "stack.h"

struct task;
struct task_context;
struct lock_hold;

#define WORKER_OBJECT_LISTS 17

typedef struct worker {
  struct task_context *context;          /* the running task */
  deque deque;
  struct task *free_tasks;               /* records of this worker, ready for use */
  struct lock_hold *free_holds;
  void *free_objects[WORKER_OBJECT_LISTS]; /* by size; owned by memory.c */
  char apart[64];                        /* from the cache line that others write */
  _Atomic(struct task *) returned_tasks; /* its records, given back by other workers */
  park park;
  stack stack;
  struct worker *next_idle;              /* owned by the pool */
  atomic_bool called;                    /* the pool wants it to leave the idle list */
} worker;

/* The calling thread's worker; NULL in threads that are not ours. */
extern _Thread_local worker *worker_self __attribute__((tls_model("initial-exec")));

#endif
