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
static const bolt_site taken = {.path = "src/lib.bolt", .line = 9, .column = 3};
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
  bolt_lock_exclusive(object, &taken);
  in_task(lock_exclusive, object, &spawned);
}

static void distant_ancestor_writes(void) {
  cell *object = bolt_new(&cell_class);
  bolt_lock_exclusive(object, &taken);
  in_task(lock_in_grandchild, object, &outer_spawned);
}

static void ancestor_reads_child_writes(void) {
  cell *object = bolt_new(&cell_class);
  bolt_lock_shared(object, &taken);
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

/* Tasks that take one lock each, wait for each other, and then ask for that of the next one. */
enum { MOST_PARTNERS = 3 };

typedef struct ring {
  cell *cells[MOST_PARTNERS];
  _Atomic int arrived;
  int partners;
} ring;

typedef struct partner {
  ring *ring;
  int number;
} partner;

static const bolt_site first_sites[MOST_PARTNERS] = {
  {.path = "src/a.bolt", .line = 1, .column = 1},
  {.path = "src/b.bolt", .line = 2, .column = 2},
  {.path = "src/c.bolt", .line = 3, .column = 3},
};

static void meet_partners(ring *ring) {
  atomic_fetch_add(&ring->arrived, 1);
  while (atomic_load(&ring->arrived) < ring->partners) {
    usleep(100);
  }
}

static void take_two(void *captures) {
  partner *self = captures;
  ring *ring = self->ring;
  bolt_lock_exclusive(ring->cells[self->number], &first_sites[self->number]);
  meet_partners(ring);
  cell *next = ring->cells[(self->number + 1) % ring->partners];
  bolt_lock_exclusive(next, &here);
  bolt_unlock_exclusive(next);
  bolt_unlock_exclusive(ring->cells[self->number]);
}

static void lock_in_a_ring(int partners, void (*code)(void *)) {
  ring *ring = calloc(1, sizeof *ring);
  ring->partners = partners;
  bolt_finish scope;
  bolt_finish_begin(&scope);
  for (int i = 0; i < partners; i++) {
    ring->cells[i] = bolt_new(&cell_class);
  }
  for (int i = 1; i < partners; i++) {
    partner captures = {.ring = ring, .number = i};
    bolt_finish_spawn(&scope, code, &captures, sizeof captures, &spawned);
  }
  code(&(partner){.ring = ring});
  bolt_finish_end(&scope);
}

static void two_tasks_lock_in_opposite_order(void) { lock_in_a_ring(2, take_two); }

static void three_tasks_lock_in_a_ring(void) { lock_in_a_ring(3, take_two); }

/* Reads, then writes what the other one reads. */
static void read_then_write(void *captures) {
  partner *self = captures;
  ring *ring = self->ring;
  bolt_lock_shared(ring->cells[self->number], &first_sites[self->number]);
  meet_partners(ring);
  bolt_lock_exclusive(ring->cells[(self->number + 1) % ring->partners], &here);
}

static void readers_ask_to_write_what_the_other_reads(void) { lock_in_a_ring(2, read_then_write); }

static void lock_the_other_in_a_task(void *captures) {
  partner *self = captures;
  ring *ring = self->ring;
  cell *mine = ring->cells[self->number];
  bolt_lock_exclusive(mine, &first_sites[self->number]);
  meet_partners(ring);
  in_task(lock_exclusive, ring->cells[(self->number + 1) % ring->partners], &outer_spawned);
  bolt_unlock_exclusive(mine);
}

/* What keeps each out is held by a task that waits for the other's child. */
static void children_want_what_the_other_parent_holds(void) {
  lock_in_a_ring(2, lock_the_other_in_a_task);
}

static void lock_one_and_read_the_other(void *captures) {
  ring *ring = *(struct ring **)captures;
  bolt_lock_exclusive(ring->cells[1], &first_sites[1]);
  atomic_fetch_add(&ring->arrived, 1);
  lock_shared(&ring->cells[0]);
  bolt_unlock_exclusive(ring->cells[1]);
}

static bool someone_is_queued_for(cell *object) {
  return (__atomic_load_n(&object->header.lock, __ATOMIC_SEQ_CST) & 1) != 0;
}

/* A reader is kept out by a writer that queues for what we read, so it waits for us. */
static void a_reader_waits_behind_a_queued_writer(void) {
  ring *ring = calloc(1, sizeof *ring);
  bolt_finish scope;
  bolt_finish_begin(&scope);
  ring->cells[0] = bolt_new(&cell_class);
  ring->cells[1] = bolt_new(&cell_class);
  bolt_lock_shared(ring->cells[0], &first_sites[0]);
  bolt_finish_spawn(&scope, lock_exclusive, &ring->cells[0], sizeof(cell *), &outer_spawned);
  while (!someone_is_queued_for(ring->cells[0])) {
    usleep(100);
  }
  bolt_finish_spawn(&scope, lock_one_and_read_the_other, &ring, sizeof ring, &spawned);
  while (atomic_load(&ring->arrived) == 0) {
    usleep(100);
  }
  lock_exclusive(&ring->cells[1]);
}

/* Ordered locks: much waiting, no deadlock. */
static void lock_in_order(void *captures) {
  partner *self = captures;
  ring *ring = self->ring;
  for (int i = 0; i < 2000; i++) {
    for (int each = 0; each < MOST_PARTNERS; each++) {
      if (self->number % 2 == 0) {
        bolt_lock_exclusive(ring->cells[each], &here);
      } else {
        bolt_lock_shared(ring->cells[each], &here);
      }
    }
    for (int each = MOST_PARTNERS - 1; each >= 0; each--) {
      if (self->number % 2 == 0) {
        bolt_unlock_exclusive(ring->cells[each]);
      } else {
        bolt_unlock_shared(ring->cells[each]);
      }
    }
  }
}

static void many_tasks_lock_in_the_same_order(void) {
  lock_in_a_ring(MOST_PARTNERS, lock_in_order);
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
  {"two-tasks-lock-in-opposite-order", two_tasks_lock_in_opposite_order},
  {"three-tasks-lock-in-a-ring", three_tasks_lock_in_a_ring},
  {"readers-ask-to-write-what-the-other-reads", readers_ask_to_write_what_the_other_reads},
  {"children-want-what-the-other-parent-holds", children_want_what_the_other_parent_holds},
  {"a-reader-waits-behind-a-queued-writer", a_reader_waits_behind_a_queued_writer},
  {"many-tasks-lock-in-the-same-order", many_tasks_lock_in_the_same_order},
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
