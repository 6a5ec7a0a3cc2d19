/*
 * Tasks: their records, their running, and the scopes that wait for them.
 *
 * Invariant: a scope counts its unfinished tasks exactly: `local` + `shared` / 2, where `local`
 * is touched only by the worker of the task that opened it, and may be negative, as may `shared`,
 * which the others touch. So a task that nobody steals costs no atomic addition. Once the opener
 * is about to sleep it moves `local` into `shared` and marks it as waiting; then the one that
 * brings the count to zero wakes it. Nobody touches a scope after having counted its own task as
 * finished.
 *
 * A task belongs to the scope that it was spawned into; scopes form a tree through `outer`. All
 * tasks of the scopes below F are called the descendants of F. While F is open, whatever its
 * opener's worker finds in its own deque above `floor` descends from F: only the opener, and
 * descendants that it runs while it waits, have pushed there.
 */
#ifndef BOLT_TASK_H
#define BOLT_TASK_H

#include "bolt.h"
#include "lock.h"
#include "worker.h"

#include <stdatomic.h>
#include <stdbool.h>

typedef struct task_scope {
  struct task_scope *outer;     /* the scope around it: of the same task, or the task's own */
  struct task_context *opener;
  worker *home;                 /* the opener's worker */
  lock_hold *held;              /* the locks that the opener holds while it waits for this scope */
  uint64_t floor;               /* the tail of home's deque when the scope opened */
  uint64_t depth;               /* 1 + outer's */
  int64_t local;
  _Atomic int64_t shared;       /* twice the number, plus 1 while the opener waits */
} task_scope;

_Static_assert(sizeof(task_scope) <= sizeof(bolt_finish), "bolt_finish is too small");
_Static_assert(_Alignof(task_scope) <= _Alignof(bolt_finish), "bolt_finish is not aligned");

/* A task that runs; its address identifies it as the owner of locks. Main has one too. */
typedef struct task_context {
  _Alignas(16) task_scope *scope; /* the scope that it belongs to; NULL for main */
  task_scope *innermost;          /* the scope that it has opened last, else `scope` */
  const bolt_site *spawned_at;
  lock_hold *held;                /* the locks that it holds, newest first */
  _Atomic(void *) waits_for;      /* the object whose lock it waits for */
  lock_hold first;                /* the entry for a lock that it takes while it holds no other */
} task_context;

#define TASK_INLINE_CAPTURES 80

/* A task that has not finished. Records are recycled by the worker that made them. */
typedef struct task {
  struct task *next;
  void (*code)(void *captures);
  task_scope *scope;
  const bolt_site *spawned_at;
  worker *home;                 /* whose record it is; NULL if it was made for large captures */
#ifdef BOLT_THREAD_SANITIZER
  void *fiber;                  /* see watch.h */
#endif
  _Alignas(16) unsigned char captures[TASK_INLINE_CAPTURES];
} task;

/* Runs a task that the calling worker has taken, and counts it as finished. Stack traces end at it. */
__attribute__((noinline)) void task_run(worker *self, task *task);

/* A filter for deque_steal: does the task descend from the scope `wanted`? */
bool task_descends_from(const task *task, const void *wanted);

#endif
