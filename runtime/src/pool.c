#include "pool.h"

#include "memory.h"
#include "panic.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SEARCHES_BEFORE_SLEEP 32

/* Both counters in one word, so that they are compared and changed together. */
#define RUNNING ((uint64_t)1)
#define SEARCHING ((uint64_t)1 << 32)

static _Atomic uint64_t counters = RUNNING;
static uint32_t cores;

static worker first_worker;
static task_context main_context;

/* Static data: what keeps the workers alive for the collector. */
static _Atomic(worker *) workers[POOL_MOST_WORKERS];
static _Atomic uint32_t worker_count;

static uint32_t worker_limit;

static pthread_mutex_t idle_mutex = PTHREAD_MUTEX_INITIALIZER;
static worker *idle;

static uint32_t read_cores(void);
static void *work(void *argument);

void pool_init(const stack *stack) {
  first_worker.stack = *stack;
  first_worker.context = &main_context;
  worker_self = &first_worker;
  atomic_store(&workers[0], &first_worker);
  atomic_store(&worker_count, 1);
  cores = read_cores();
  worker_limit = cores == 1 ? 1 : cores + POOL_SPARE_WORKERS;
}

uint32_t pool_cores(void) { return cores; }

uint32_t pool_workers(void) { return atomic_load(&worker_count); }

static uint32_t read_cores(void) {
  const char *text = getenv("BOLT_THREADS");
  if (text != NULL && *text != '\0') {
    char *end = NULL;
    errno = 0;
    unsigned long number = strtoul(text, &end, 10);
    if (errno != 0 || *text < '0' || *text > '9' || *end != '\0' || number == 0) {
      panic(NULL, "BOLT_THREADS is `%s`, which is not a number of threads", text);
    }
    return number < POOL_MOST_CORES ? (uint32_t)number : POOL_MOST_CORES;
  }
  cpu_set_t usable;
  int count = sched_getaffinity(0, sizeof usable, &usable) == 0 ? CPU_COUNT(&usable) : 1;
  return count < POOL_MOST_CORES ? (uint32_t)count : POOL_MOST_CORES;
}

/* The counters. */

static uint32_t running(uint64_t seen) { return (uint32_t)seen; }
static uint32_t searching(uint64_t seen) { return (uint32_t)(seen >> 32); }

static bool wants_worker(uint64_t seen) { return running(seen) < cores && searching(seen) == 0; }

static bool work_is_visible(void) {
  uint32_t count = atomic_load(&worker_count);
  for (uint32_t i = 0; i < count; i++) {
    worker *other = atomic_load_explicit(&workers[i], memory_order_acquire);
    if (other != NULL && deque_has_work(&other->deque)) {
      return true;
    }
  }
  return false;
}

/* Starting and calling workers. */

static worker *take_idle(void) {
  pthread_mutex_lock(&idle_mutex);
  worker *called = idle;
  if (called != NULL) {
    idle = called->next_idle;
  }
  pthread_mutex_unlock(&idle_mutex);
  return called;
}

/* Known before it runs: its thread may push at once, and others must see that. */
static worker *add_worker(void) {
  uint32_t index = atomic_load(&worker_count);
  worker *added = mem_new_root(sizeof *added);
  if (!stack_reserve(&added->stack)) {
    return NULL;
  }
  atomic_store_explicit(&workers[index], added, memory_order_release);
  atomic_store(&worker_count, index + 1);
  return added;
}

static bool start_thread(worker *added) {
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstack(&attributes, added->stack.low, added->stack.size);
  pthread_attr_setdetachstate(&attributes, PTHREAD_CREATE_DETACHED);
  int failure = mem_start_thread(&attributes, work, added);
  pthread_attr_destroy(&attributes);
  return failure == 0;
}

/* Only for the one that has claimed the right to call a worker: there is one at a time. */
static bool start_worker(void) {
  if (atomic_load(&worker_count) >= worker_limit) {
    return false;
  }
  worker *added = add_worker();
  if (added == NULL || !start_thread(added)) {
    worker_limit = 0; /* the system is short of them: do not ask again at every spawn */
    return false;
  }
  return true;
}

/* Wakes or starts a worker that searches, if a core is free and nobody searches yet. */
static void call_worker(void) {
  uint64_t seen = atomic_load(&counters);
  do {
    if (!wants_worker(seen)) {
      return;
    }
  } while (!atomic_compare_exchange_weak(&counters, &seen, seen + RUNNING + SEARCHING));
  worker *called = take_idle();
  if (called != NULL) {
    atomic_store_explicit(&called->called, true, memory_order_release);
    park_wake(&called->park);
  } else if (!start_worker()) {
    atomic_fetch_sub(&counters, RUNNING + SEARCHING);
  }
}

void pool_announce_work(void) {
  if (wants_worker(atomic_load(&counters))) {
    call_worker();
  }
}

static void call_worker_for_visible_work(void) {
  if (wants_worker(atomic_load(&counters)) && work_is_visible()) {
    call_worker();
  }
}

void pool_begin_block(void) {
  atomic_fetch_sub(&counters, RUNNING);
  call_worker_for_visible_work();
}

void pool_end_block(void) { atomic_fetch_add(&counters, RUNNING); }

/* The life of a worker. */

task *pool_steal(deque_filter filter, const void *wanted) {
  static _Thread_local uint32_t seed;
  uint32_t count = atomic_load_explicit(&worker_count, memory_order_acquire);
  seed = seed * 1664525 + 1013904223; /* spreads thieves over victims, no more */
  uint32_t start = (seed >> 16) % count;
  for (uint32_t i = 0; i < count; i++) {
    uint32_t index = start + i < count ? start + i : start + i - count;
    worker *victim = atomic_load_explicit(&workers[index], memory_order_acquire);
    if (victim != worker_self) {
      task *stolen = deque_steal(&victim->deque, filter, wanted);
      if (stolen != NULL) {
        return stolen;
      }
    }
  }
  return NULL;
}

static task *search(void) {
  for (int searches = 0; searches < SEARCHES_BEFORE_SLEEP; searches++) {
    task *found = pool_steal(NULL, NULL);
    if (found != NULL) {
      return found;
    }
    park_pause();
  }
  return NULL;
}

/* Leaves the running ones until called; returns counted as running and searching. */
static void sleep_until_called(worker *self, uint64_t counted_as) {
  pthread_mutex_lock(&idle_mutex);
  self->next_idle = idle;
  idle = self;
  pthread_mutex_unlock(&idle_mutex);
  atomic_fetch_sub(&counters, counted_as);
  call_worker_for_visible_work();
  while (!atomic_exchange_explicit(&self->called, false, memory_order_acquire)) {
    park_wait(&self->park);
  }
}

/* After a task: searches on, or sleeps if a worker that was blocked has come back. */
static void search_or_retire(worker *self) {
  uint64_t seen = atomic_load(&counters);
  while (running(seen) <= cores) {
    if (atomic_compare_exchange_weak(&counters, &seen, seen + SEARCHING)) {
      return;
    }
  }
  sleep_until_called(self, RUNNING);
}

static void *work(void *argument) {
  worker *self = argument;
  worker_self = self;
  stack_use_for_signals(&self->stack);
  for (;;) {
    task *task = search();
    if (task == NULL) {
      sleep_until_called(self, RUNNING + SEARCHING);
      continue;
    }
    atomic_fetch_sub(&counters, SEARCHING);
    call_worker_for_visible_work();
    do {
      task_run(self, task);
      task = deque_pop(&self->deque);
    } while (task != NULL);
    search_or_retire(self);
  }
  return NULL;
}
