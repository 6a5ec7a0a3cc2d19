/* The pool: when its threads start, sleep, are called, and stand in for each other. */
#include "check.h"

#include "pool.h"

#include <dirent.h>

static int threads_of_process(void) {
  int count = 0;
  DIR *folder = opendir("/proc/self/task");
  for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
    count += entry->d_name[0] != '.';
  }
  closedir(folder);
  return count;
}

static void a_finish_without_tasks_starts_no_thread(void) {
  int before = threads_of_process();
  for (int i = 0; i < 1000; i++) {
    bolt_finish scope;
    bolt_finish_begin(&scope);
    bolt_finish_end(&scope);
  }
  CHECK(pool_workers() == 1);
  CHECK(threads_of_process() == before);
}

/* The spawner does not join before the task has run: a worker must be called, every time. */
static void raise_flag(void *captures) { atomic_store(*(atomic_bool **)captures, true); }

static void spawn_and_watch(void) {
  atomic_bool raised = false;
  atomic_bool *captures = &raised;
  bolt_finish scope;
  bolt_finish_begin(&scope);
  bolt_finish_spawn(&scope, raise_flag, &captures, sizeof captures, NULL);
  double deadline = check_seconds(CLOCK_MONOTONIC) + 10;
  while (!atomic_load(&raised) && check_seconds(CLOCK_MONOTONIC) < deadline) {
  }
  CHECK(atomic_load(&raised));
  bolt_finish_end(&scope);
}

static void no_call_for_a_worker_is_lost(void) {
  uint64_t state = 11;
  for (int i = 0; i < 5000; i++) {
    spawn_and_watch();
    /* About as long as a worker searches before it sleeps. */
    for (volatile uint64_t pause = check_random(&state) % 8192; pause > 0; pause--) {
    }
  }
  for (int i = 0; i < 20; i++) {
    check_pause();
    spawn_and_watch();
  }
}

/*
 * All cores are busy when the task that everybody waits for is spawned. Then one worker sleeps at
 * the join of `inner`, of which that task is no descendant: a spare one must take over.
 */
static atomic_bool inner_runs;
static atomic_bool spawned;
static atomic_bool spare_ran;
static _Atomic uint32_t occupied;

static void run_on_spare(void *captures) {
  (void)captures;
  atomic_store(&spare_ran, true);
}

static void occupy(void *captures) {
  (void)captures;
  atomic_fetch_add(&occupied, 1);
  AWAIT(atomic_load(&spare_ran));
}

static void inner_task(void *captures) {
  (void)captures;
  atomic_store(&inner_runs, true);
  AWAIT(atomic_load(&spare_ran));
}

static void outer_task(void *captures) {
  (void)captures;
  AWAIT(atomic_load(&inner_runs));
  bolt_finish scope;
  bolt_finish_begin(&scope);
  bolt_finish_spawn(&scope, run_on_spare, NULL, 0, NULL);
  atomic_store(&spawned, true);
  AWAIT(atomic_load(&spare_ran));
  bolt_finish_end(&scope);
}

static void a_spare_worker_takes_over_at_a_join(void) {
  atomic_store(&inner_runs, false);
  atomic_store(&spawned, false);
  atomic_store(&spare_ran, false);
  atomic_store(&occupied, 0);
  bolt_finish outer;
  bolt_finish_begin(&outer);
  for (uint32_t i = 3; i < pool_cores(); i++) {
    bolt_finish_spawn(&outer, occupy, NULL, 0, NULL);
  }
  AWAIT(atomic_load(&occupied) == pool_cores() - 3);
  bolt_finish_spawn(&outer, outer_task, NULL, 0, NULL);
  bolt_finish inner;
  bolt_finish_begin(&inner);
  bolt_finish_spawn(&inner, inner_task, NULL, 0, NULL);
  AWAIT(atomic_load(&spawned));
  bolt_finish_end(&inner);
  bolt_finish_end(&outer);
  CHECK(atomic_load(&spare_ran));
}

static void idle_workers_use_no_processor(void) {
  spawn_and_watch();
  for (int i = 0; i < 100; i++) {
    check_pause();
  }
  double before = check_seconds(CLOCK_PROCESS_CPUTIME_ID);
  struct timespec quarter = {.tv_nsec = 250000000};
  nanosleep(&quarter, NULL);
  CHECK(check_seconds(CLOCK_PROCESS_CPUTIME_ID) - before < 0.05);
  CHECK(pool_workers() <= pool_cores() + 64);
}

typedef struct pair {
  bolt_object header;
  long a;
  long b;
} pair;

static const bolt_class pair_class = {.name = "Pair", .size = sizeof(pair), .pointer_free = 1};

static pair *new_pair(void) { return bolt_new(&pair_class); }

static void bump_often(void *captures) {
  pair *shared = *(pair **)captures;
  for (int i = 0; i < 10000; i++) {
    bolt_lock_exclusive(shared, NULL);
    shared->a++;
    shared->b++;
    bolt_unlock_exclusive(shared);
  }
}

static void bump_slowly(void *captures) {
  pair *shared = *(pair **)captures;
  for (int i = 0; i < 10; i++) {
    bolt_lock_exclusive(shared, NULL);
    long before = shared->a;
    check_pause();
    shared->a = before + 1;
    bolt_unlock_exclusive(shared);
  }
}

/* All threads but one block; the task that lets them go needs a spare worker. */
static void let_go(void *captures) { atomic_store(*(atomic_bool **)captures, true); }

static void a_spare_worker_takes_over_at_a_lock(void) {
  atomic_bool released = false;
  atomic_bool *flag = &released;
  pair *shared = new_pair();
  bolt_finish scope;
  bolt_finish_begin(&scope);
  bolt_lock_exclusive(shared, NULL);
  for (uint32_t i = 0; i < pool_cores() * 3; i++) {
    bolt_finish_spawn(&scope, bump_often, &shared, sizeof shared, NULL);
  }
  bolt_finish_spawn(&scope, let_go, &flag, sizeof flag, NULL);
  AWAIT(atomic_load(flag));
  bolt_unlock_exclusive(shared);
  bolt_finish_end(&scope);
  CHECK(shared->a == (long)pool_cores() * 30000);
}

static void spare_workers_are_bounded(void) {
  pair *shared = new_pair();
  bolt_finish scope;
  bolt_finish_begin(&scope);
  bolt_lock_exclusive(shared, NULL);
  for (int i = 0; i < 500; i++) {
    bolt_finish_spawn(&scope, bump_slowly, &shared, sizeof shared, NULL);
  }
  AWAIT(pool_workers() == pool_cores() + 64);
  check_pause();
  CHECK(pool_workers() == pool_cores() + 64);
  bolt_unlock_exclusive(shared);
  bolt_finish_end(&scope);
  CHECK(shared->a == 5000);
}

int32_t bolt_program_main(void) {
  CASE(a_finish_without_tasks_starts_no_thread);
  if (pool_cores() > 1) {
    CASE(no_call_for_a_worker_is_lost);
    CASE(a_spare_worker_takes_over_at_a_lock);
    CASE(spare_workers_are_bounded);
    CASE(idle_workers_use_no_processor);
  }
  if (pool_cores() > 2) {
    CASE(a_spare_worker_takes_over_at_a_join);
  }
  return DONE();
}
