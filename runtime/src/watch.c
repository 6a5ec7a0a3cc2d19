#include "watch.h"

#ifdef BOLT_THREAD_SANITIZER

#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* From the sanitizer's interface, whose headers are clang's. */
void *__tsan_create_fiber(unsigned flags);
void __tsan_destroy_fiber(void *fiber);
void __tsan_switch_to_fiber(void *fiber, unsigned flags);
void *__tsan_get_current_fiber(void);
void __tsan_set_fiber_name(void *fiber, const char *name);
void __tsan_func_entry(void *return_address);
void __tsan_func_exit(void);
void __tsan_acquire(void *address);
void __tsan_release(void *address);
void __tsan_mutex_pre_lock(void *mutex, unsigned flags);
void __tsan_mutex_post_lock(void *mutex, unsigned flags, int recursion);
int __tsan_mutex_pre_unlock(void *mutex, unsigned flags);
void __tsan_mutex_post_unlock(void *mutex, unsigned flags);
void __tsan_mutex_destroy(void *mutex, unsigned flags);
void AnnotateIgnoreReadsBegin(const char *file, int line);
void AnnotateIgnoreReadsEnd(const char *file, int line);
void AnnotateIgnoreWritesBegin(const char *file, int line);
void AnnotateIgnoreWritesEnd(const char *file, int line);

#define WITHOUT_ORDER 1u /* a switch between fibers orders nothing */
#define LINKER_INIT 1u   /* objects are zeroed, and their locks are never destroyed */
#define READ_LOCK 8u

/* Fibers of tasks that wait to be run; each makes all clocks longer. */
#define MOST_WAITING_FIBERS 512
/* Of all tasks: the sanitizer knows 8,000 threads. */
#define MOST_FIBERS 4000
#define LONGEST_SHOWN_PATH 40

static _Atomic int fibers;

static void *new_fiber(int most) {
  if (atomic_fetch_add(&fibers, 1) >= most) {
    atomic_fetch_sub(&fibers, 1);
    return NULL;
  }
  return __tsan_create_fiber(0);
}

void *watch_spawn(const bolt_site *site, void *record) {
  void *fiber = new_fiber(MOST_WAITING_FIBERS);
  if (fiber == NULL) {
    __tsan_release(record);
  } else if (site != NULL) {
    char name[64];
    size_t length = strlen(site->path);
    size_t skipped = length > LONGEST_SHOWN_PATH ? length - LONGEST_SHOWN_PATH : 0;
    snprintf(name, sizeof name, "task at %s:%u", site->path + skipped, site->line);
    __tsan_set_fiber_name(fiber, name);
  }
  return fiber;
}

watched watch_begin(void *fiber, void *record) {
  bool is_late = fiber == NULL;
  watched entered = {.fiber = is_late ? new_fiber(MOST_FIBERS) : fiber};
  if (entered.fiber != NULL) {
    entered.before = __tsan_get_current_fiber();
    __tsan_switch_to_fiber(entered.fiber, WITHOUT_ORDER);
  }
  if (is_late) {
    __tsan_acquire(record);
  }
  return entered;
}

void watch_end(watched entered, void *scope) {
  __tsan_release(scope);
  if (entered.fiber != NULL) {
    __tsan_switch_to_fiber(entered.before, WITHOUT_ORDER);
    __tsan_destroy_fiber(entered.fiber);
    atomic_fetch_sub(&fibers, 1);
  }
}

void watch_joined(void *scope) {
  __tsan_acquire(scope);
  /* Another scope at this place is not to know what the tasks of this one did. */
  watch_pause();
  __tsan_mutex_destroy(scope, 0);
  watch_resume();
}

void watch_locked(void *object, bool exclusive) {
  unsigned flags = LINKER_INIT | (exclusive ? 0 : READ_LOCK);
  __tsan_mutex_pre_lock(object, flags);
  __tsan_mutex_post_lock(object, flags, 0);
}

void watch_unlock(void *object, bool exclusive) {
  unsigned flags = exclusive ? 0 : READ_LOCK;
  (void)__tsan_mutex_pre_unlock(object, flags);
  __tsan_mutex_post_unlock(object, flags);
}

void watch_enter(void *return_address) { __tsan_func_entry(return_address); }

void watch_leave(void) { __tsan_func_exit(); }

void watch_pause(void) {
  AnnotateIgnoreReadsBegin(__FILE__, __LINE__);
  AnnotateIgnoreWritesBegin(__FILE__, __LINE__);
}

void watch_resume(void) {
  AnnotateIgnoreWritesEnd(__FILE__, __LINE__);
  AnnotateIgnoreReadsEnd(__FILE__, __LINE__);
}

#else

/* A file of C has at least one declaration. */
typedef int bolt_unwatched;

#endif
