/*
 * Programs that end in their own ways: BOLT_SCENARIO names the one to run. What must appear on the
 * outputs, and the exit status, are in test/runtime/failures.test.ts.
 */
#include "bolt.h"

#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

typedef struct cell {
  bolt_object header;
  struct cell *next;
  long payload[1000];
} cell;

static const bolt_class cell_class = {.name = "Cell", .size = sizeof(cell)};
static const bolt_site here = {.path = "src/app.bolt", .line = 3, .column = 14};
static const bolt_site spawned = {.path = "src/app.bolt", .line = 7, .column = 5};
static const bolt_site outer_spawned = {.path = "src/main.bolt", .line = 1, .column = 2};

static void in_task(void (*code)(void *), void *captures, const bolt_site *site) {
  bolt_finish scope;
  bolt_finish_begin(&scope);
  bolt_finish_spawn(&scope, code, &captures, sizeof captures, site);
  bolt_finish_end(&scope);
}

static void status(void) {
  bolt_printf("%s\n", "done");
  exit(7);
}

static void receiver(void) { bolt_panic_receiver(&here, "counter"); }
static void field_access(void) { bolt_panic_field_access(&here, "point"); }
static void unset_field(void) { bolt_panic_unset_field(&here, "next"); }
static void divide(void) { bolt_panic_divide(&here); }

static void flush(void) {
  bolt_printf("printed before");
  bolt_panic_divide(&here);
}

static void divide_in_task(void *captures) {
  (void)captures;
  bolt_panic_divide(&here);
}

static void spawn_divide(void *captures) {
  (void)captures;
  in_task(divide_in_task, NULL, &spawned);
}

static void nested_tasks(void) { in_task(spawn_divide, NULL, &outer_spawned); }

static void spin_then_divide(void *captures) {
  _Atomic int *arrived = *(_Atomic int **)captures;
  atomic_fetch_add(arrived, 1);
  for (int i = 0; i < 100000 && atomic_load(arrived) < 2; i++) {
  }
  bolt_panic_divide(&here);
}

static void many_panics(void) {
  static _Atomic int arrived;
  _Atomic int *captures = &arrived;
  bolt_finish scope;
  bolt_finish_begin(&scope);
  for (int i = 0; i < 100; i++) {
    bolt_finish_spawn(&scope, spin_then_divide, &captures, sizeof captures, NULL);
  }
  bolt_finish_end(&scope);
}

/* Another thread holds the lock of stdout and never gives it back. */
static void hold_output(void *captures) {
  atomic_bool *held = *(atomic_bool **)captures;
  flockfile(stdout);
  atomic_store(held, true);
  for (;;) {
    pause();
  }
}

static void output_is_stuck(void) {
  static atomic_bool held;
  atomic_bool *captures = &held;
  bolt_finish scope;
  bolt_finish_begin(&scope);
  bolt_finish_spawn(&scope, hold_output, &captures, sizeof captures, NULL);
  while (!atomic_load(&held)) {
    usleep(100);
  }
  bolt_panic_divide(&here);
}

static volatile long never;

__attribute__((noinline)) static long recurse(long depth) {
  volatile long frame[4] = {depth};
  return never == 1 ? depth : recurse(depth + 1) + frame[0];
}

static void overflow(void) {
  bolt_printf("printed before\n");
  bolt_printf("%ld\n", recurse(0));
}

static void recurse_in_task(void *captures) {
  _Atomic int *started = *(_Atomic int **)captures;
  atomic_store(started, 1);
  bolt_printf("%ld\n", recurse(0));
}

/* On the stack of another worker: the first one waits until it has begun. */
static void overflow_in_task(void) {
  static _Atomic int started;
  _Atomic int *captures = &started;
  bolt_finish scope;
  bolt_finish_begin(&scope);
  bolt_finish_spawn(&scope, recurse_in_task, &captures, sizeof captures, &spawned);
  while (!atomic_load(&started)) {
    usleep(100);
  }
  bolt_finish_end(&scope);
}

__attribute__((noinline)) static long recurse_allocating(cell *last) {
  cell *mine = bolt_new(&cell_class);
  mine->next = last;
  return never == 1 ? 0 : recurse_allocating(mine) + mine->payload[3];
}

static void wild_access(void) {
  bolt_printf("printed before\n");
  *(volatile long *)(uintptr_t)(16 + never) = 1;
}

static void exhaust_memory(void) {
  cell *list = NULL;
  for (;;) {
    cell *next = bolt_new(&cell_class);
    next->next = list;
    list = next;
  }
}

static void exhaust_memory_in_task(void *captures) {
  (void)captures;
  exhaust_memory();
}

static void exhaust_memory_in_tasks(void) {
  bolt_finish scope;
  bolt_finish_begin(&scope);
  for (int i = 0; i < 8; i++) {
    bolt_finish_spawn(&scope, exhaust_memory_in_task, NULL, 0, NULL);
  }
  bolt_finish_end(&scope);
}

static void exhaust_memory_recursing(void) { bolt_printf("%ld\n", recurse_allocating(NULL)); }

/* Far more than the limit in all, little of it alive. */
static void stay_within_memory(void) {
  cell *recent[16] = {NULL};
  for (int i = 0; i < 200000; i++) {
    recent[i % 16] = bolt_new(&cell_class);
    recent[i % 16]->payload[7] = i;
  }
  long sum = 0;
  for (int i = 0; i < 16; i++) {
    sum += recent[i]->payload[7];
  }
  bolt_printf("%ld\n", sum);
}

static void lock_exclusive(void *captures) {
  cell *object = *(cell **)captures;
  bolt_lock_exclusive(object, &here);
  bolt_unlock_exclusive(object);
}

static void lock_shared(void *captures) {
  cell *object = *(cell **)captures;
  bolt_lock_shared(object, &here);
  bolt_unlock_shared(object);
}

static void lock_in_grandchild(void *captures) {
  cell *object = *(cell **)captures;
  in_task(lock_shared, object, &spawned);
}

static void ancestor_writes(void) {
  cell *object = bolt_new(&cell_class);
  bolt_lock_exclusive(object, &here);
  in_task(lock_exclusive, object, &spawned);
}

static void distant_ancestor_writes(void) {
  cell *object = bolt_new(&cell_class);
  bolt_lock_exclusive(object, &here);
  in_task(lock_in_grandchild, object, &outer_spawned);
}

static void ancestor_reads_child_writes(void) {
  cell *object = bolt_new(&cell_class);
  bolt_lock_shared(object, &here);
  in_task(lock_exclusive, object, &spawned);
}

static void ancestor_reads_child_reads(void) {
  cell *object = bolt_new(&cell_class);
  bolt_lock_shared(object, &here);
  in_task(lock_shared, object, &spawned);
  bolt_unlock_shared(object);
  bolt_printf("done\n");
}

/* No deadlock: the lock is taken inside the scope, and released while the task waits for it. */
static void ancestor_releases_in_time(void) {
  cell *object = bolt_new(&cell_class);
  bolt_finish scope;
  bolt_finish_begin(&scope);
  bolt_lock_exclusive(object, &here);
  for (int i = 0; i < 4; i++) {
    bolt_finish_spawn(&scope, lock_exclusive, &object, sizeof object, &spawned);
  }
  usleep(20000);
  bolt_unlock_exclusive(object);
  bolt_finish_end(&scope);
  bolt_printf("done\n");
}

static void upgrade(void) {
  cell *object = bolt_new(&cell_class);
  bolt_lock_shared(object, &here);
  bolt_lock_exclusive(object, &here);
}

static void unlock_of_free(void) {
  signal(SIGABRT, SIG_DFL);
  bolt_unlock_exclusive(bolt_new(&cell_class));
}

static void hello(void) { bolt_printf("hello\n"); }

static const struct {
  const char *name;
  void (*run)(void);
} scenarios[] = {
  {"hello", hello},
  {"status", status},
  {"receiver", receiver},
  {"field-access", field_access},
  {"unset-field", unset_field},
  {"divide", divide},
  {"flush", flush},
  {"nested-tasks", nested_tasks},
  {"many-panics", many_panics},
  {"output-is-stuck", output_is_stuck},
  {"overflow", overflow},
  {"overflow-in-task", overflow_in_task},
  {"wild-access", wild_access},
  {"exhaust-memory", exhaust_memory},
  {"exhaust-memory-in-tasks", exhaust_memory_in_tasks},
  {"exhaust-memory-recursing", exhaust_memory_recursing},
  {"stay-within-memory", stay_within_memory},
  {"ancestor-writes", ancestor_writes},
  {"distant-ancestor-writes", distant_ancestor_writes},
  {"ancestor-reads-child-writes", ancestor_reads_child_writes},
  {"ancestor-reads-child-reads", ancestor_reads_child_reads},
  {"ancestor-releases-in-time", ancestor_releases_in_time},
  {"upgrade", upgrade},
  {"unlock-of-free", unlock_of_free},
};

int32_t bolt_program_main(void) {
  const char *name = getenv("BOLT_SCENARIO");
  for (size_t i = 0; name != NULL && i < sizeof scenarios / sizeof *scenarios; i++) {
    if (strcmp(scenarios[i].name, name) == 0) {
      scenarios[i].run();
      return 0;
    }
  }
  fprintf(stderr, "no such scenario\n");
  return 2;
}
