/*
 * Watching: what the runtime tells ThreadSanitizer in programs built with `--sanitize=thread`.
 *
 * Invariant: the sanitizer sees the program's tasks and locks, not the threads and atomics that the
 * runtime makes them from. Each task is a fiber of its own, created by the spawner; what a task does
 * happens before the end of the scope that waits for it; locks are mutexes of the sanitizer. So a race
 * is found on any number of cores, even when the tasks happen to run one after the other.
 *
 * The runtime is not instrumented in this variant (BOLT_THREAD_SANITIZER); in others this is nothing.
 */
#ifndef BOLT_WATCH_H
#define BOLT_WATCH_H

#include "bolt.h"

#include <stdbool.h>
#include <stddef.h>

#ifdef BOLT_THREAD_SANITIZER

/* The fiber of a task that runs, NULL if there were too many, and that which it interrupts. */
typedef struct watched {
  void *fiber;
  void *before;
} watched;

/* A fiber for a task that the running one spawns; NULL where too many wait already. `record`: the
   task's, which stands for it until it runs. */
void *watch_spawn(const bolt_site *site, void *record);

/* Goes on as the task. */
watched watch_begin(void *fiber, void *record);

/* The task has ended: what it did is known to whoever waits for `scope`. */
void watch_end(watched entered, void *scope);

/* All tasks of the scope have ended. */
void watch_joined(void *scope);

/* A lock has been taken, or is about to be released. */
void watch_locked(void *object, bool exclusive);
void watch_unlock(void *object, bool exclusive);

/* Around what Bolt code calls and the sanitizer records the stack in: the caller is to be in it. */
void watch_enter(void *return_address);
void watch_leave(void);

/* Memory that is allocated or freed between these is the runtime's own. */
void watch_pause(void);
void watch_resume(void);

#else

typedef struct watched {
  char nothing;
} watched;

static inline void *watch_spawn(const bolt_site *site, void *record) {
  (void)site;
  (void)record;
  return NULL;
}
static inline watched watch_begin(void *fiber, void *record) {
  (void)fiber;
  (void)record;
  return (watched){0};
}
static inline void watch_end(watched entered, void *scope) {
  (void)entered;
  (void)scope;
}
static inline void watch_joined(void *scope) { (void)scope; }
static inline void watch_locked(void *object, bool exclusive) {
  (void)object;
  (void)exclusive;
}
static inline void watch_unlock(void *object, bool exclusive) {
  (void)object;
  (void)exclusive;
}
static inline void watch_enter(void *return_address) { (void)return_address; }
static inline void watch_leave(void) {}
static inline void watch_pause(void) {}
static inline void watch_resume(void) {}

#endif

#endif
