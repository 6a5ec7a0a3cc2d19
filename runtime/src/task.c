#include "task.h"

#include "memory.h"
#include "panic.h"
#include "pool.h"
#include "watch.h"

#include <string.h>

/* Records are made this many at a time. */
#define RECORDS_PER_BLOCK 64

/* Looks for work this many times before a join gives up and sleeps. */
#define SEARCHES_BEFORE_SLEEP 64

/* How far up task_descends_from looks: it runs under a lock, and a miss costs little. */
#define LONGEST_DESCENT 64

_Thread_local worker *worker_self;

static task_scope *scope_of(bolt_finish *finish) { return (task_scope *)(void *)finish; }

/* Records. */

static task *make_records(worker *self) {
  task *block = mem_new_root(RECORDS_PER_BLOCK * sizeof *block);
  for (int i = 0; i < RECORDS_PER_BLOCK; i++) {
    block[i].home = self;
    block[i].next = i + 1 < RECORDS_PER_BLOCK ? &block[i + 1] : NULL;
  }
  return block;
}

static task *new_record(worker *self, uint64_t size) {
  if (size > TASK_INLINE_CAPTURES) {
    return mem_new_root(offsetof(task, captures) + size);
  }
  if (self->free_tasks == NULL) {
    self->free_tasks =
        atomic_exchange_explicit(&self->returned_tasks, NULL, memory_order_acquire);
    if (self->free_tasks == NULL) {
      self->free_tasks = make_records(self);
    }
  }
  task *record = self->free_tasks;
  self->free_tasks = record->next;
  return record;
}

/* A record may wait long for its next use: what it captured must not be kept alive by it. */
static void free_record(worker *self, task *record) {
  if (record->home == NULL) {
    mem_free_root(record);
    return;
  }
  memset(record->captures, 0, sizeof record->captures);
  if (record->home == self) {
    record->next = self->free_tasks;
    self->free_tasks = record;
    return;
  }
  /* Its owner takes the whole list at once, so a record cannot come back between load and swap. */
  task *first = atomic_load_explicit(&record->home->returned_tasks, memory_order_relaxed);
  do {
    record->next = first;
  } while (!atomic_compare_exchange_weak_explicit(&record->home->returned_tasks, &first, record,
                                                  memory_order_release, memory_order_relaxed));
}

/* Watching. */

static void *task_fiber(const task *task) {
#ifdef BOLT_THREAD_SANITIZER
  return task->fiber;
#else
  (void)task;
  return NULL;
#endif
}

static void watch_task(task *task) {
#ifdef BOLT_THREAD_SANITIZER
  task->fiber = watch_spawn(task->spawned_at, task);
#else
  (void)task;
#endif
}

/* Counting. */

static void count_spawned(worker *self, task_scope *scope) {
  if (scope->home == self) {
    scope->local++;
  } else {
    /* The spawner's own task is still counted, so the count cannot be zero here. */
    atomic_fetch_add_explicit(&scope->shared, 2, memory_order_relaxed);
  }
}

static void count_finished(worker *self, task_scope *scope) {
  worker *home = scope->home;
  if (home == self) {
    scope->local--;
  } else if (atomic_fetch_sub_explicit(&scope->shared, 2, memory_order_acq_rel) == 3) {
    park_wake(&home->park);
  }
}

static bool is_finished(const task_scope *scope) {
  return scope->local * 2 + atomic_load_explicit(&scope->shared, memory_order_acquire) == 0;
}

void task_run(worker *self, task *task) {
  task_scope *scope = task->scope;
  task_context context; /* but `first`, which is set with its use */
  context.scope = scope;
  context.innermost = scope;
  context.spawned_at = task->spawned_at;
  context.held = NULL;
  atomic_init(&context.waits_for, NULL);
  task_context *interrupted = self->context;
  self->context = &context;
  watched watched = watch_begin(task_fiber(task), task);
  task->code(task->captures);
  watch_end(watched, scope);
  if (context.held != NULL || context.innermost != scope) {
    panic_internal("a task ended inside a lock or a finish");
  }
  self->context = interrupted;
  free_record(self, task);
  count_finished(self, scope);
}

bool task_descends_from(const task *task, const void *wanted) {
  const task_scope *ancestor = wanted;
  const task_scope *scope = task->scope;
  for (int steps = 0; steps < LONGEST_DESCENT && scope->depth > ancestor->depth; steps++) {
    scope = scope->outer;
  }
  return scope == ancestor;
}

/* Scopes. */

void bolt_finish_begin(bolt_finish *finish) {
  worker *self = worker_self;
  task_context *context = self->context;
  task_scope *scope = scope_of(finish);
  scope->outer = context->innermost;
  scope->opener = context;
  scope->home = self;
  scope->held = context->held;
  scope->floor = deque_tail(&self->deque);
  scope->depth = scope->outer == NULL ? 0 : scope->outer->depth + 1;
  scope->local = 0;
  atomic_init(&scope->shared, 0);
  context->innermost = scope;
}

void bolt_finish_spawn(bolt_finish *finish, void (*code)(void *captures), const void *captures,
                       uint64_t size, const bolt_site *site) {
  worker *self = worker_self;
  task_scope *scope = scope_of(finish);
  task *task = new_record(self, size);
  task->code = code;
  task->scope = scope;
  task->spawned_at = site;
  if (size != 0) {
    memcpy(task->captures, captures, size);
  }
  watch_enter(__builtin_return_address(0));
  watch_task(task);
  watch_leave();
  count_spawned(self, scope);
  if (deque_push(&self->deque, task)) {
    pool_announce_work();
  } else {
    task_run(self, task); /* bounds the tasks that wait, however many a loop spawns */
  }
}

/* Sleeps until the scope's count is zero; what is left of it runs elsewhere. */
static void sleep_until_finished(worker *self, task_scope *scope) {
  int64_t moved = scope->local * 2;
  scope->local = 0;
  int64_t before = atomic_fetch_add_explicit(&scope->shared, moved + 1, memory_order_acq_rel);
  if (before + moved == 0) {
    return;
  }
  pool_begin_block();
  while (atomic_load_explicit(&scope->shared, memory_order_acquire) != 1) {
    park_wait(&self->park);
  }
  pool_end_block();
}

static void wait_until_finished(worker *self, task_scope *scope) {
  for (int searches = 0; searches < SEARCHES_BEFORE_SLEEP;) {
    task *task = NULL;
    if (deque_tail(&self->deque) > scope->floor) {
      task = deque_pop(&self->deque);
    }
    if (task == NULL) {
      if (is_finished(scope)) {
        return;
      }
      task = pool_steal(task_descends_from, scope);
    }
    if (task == NULL) {
      park_pause();
      searches++;
    } else {
      task_run(self, task);
      searches = 0;
    }
  }
  sleep_until_finished(self, scope);
}

void bolt_finish_end(bolt_finish *finish) {
  worker *self = worker_self;
  task_scope *scope = scope_of(finish);
  task_context *context = self->context;
  if (context->innermost != scope) {
    panic_internal("a finish was closed out of order");
  }
  wait_until_finished(self, scope);
  watch_joined(scope);
  context->innermost = scope->outer;
}
