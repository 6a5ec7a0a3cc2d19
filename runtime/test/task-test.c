/* Tasks and scopes; pool-test.c looks at the threads behind them. */
#include "check.h"

#include <string.h>
#include <unistd.h>

static _Atomic long counter;

static void count(void *captures) {
  (void)captures;
  atomic_fetch_add_explicit(&counter, 1, memory_order_relaxed);
}

static void a_finish_waits_for_its_tasks(void) {
  for (int round = 0; round < 20000; round++) {
    atomic_store(&counter, 0);
    bolt_finish scope;
    bolt_finish_begin(&scope);
    for (int i = 0; i <= round % 7; i++) {
      bolt_finish_spawn(&scope, count, NULL, 0, NULL);
    }
    bolt_finish_end(&scope);
    CHECK(atomic_load(&counter) == round % 7 + 1);
  }
}

typedef struct numbered {
  int number;
  int *results;
} numbered;

static void store_number(void *captures) {
  numbered *copy = captures;
  copy->results[copy->number] += copy->number + 1;
  copy->number = -1;
}

static void captures_are_copied(void) {
  enum { TASKS = 1000 };
  int results[TASKS] = {0};
  numbered captures = {.results = results};
  bolt_finish scope;
  bolt_finish_begin(&scope);
  for (captures.number = 0; captures.number < TASKS; captures.number++) {
    bolt_finish_spawn(&scope, store_number, &captures, sizeof captures, NULL);
  }
  bolt_finish_end(&scope);
  for (int i = 0; i < TASKS; i++) {
    CHECK(results[i] == i + 1);
  }
}

typedef struct large {
  unsigned char bytes[3000];
  _Atomic long *sum;
} large;

static void add_bytes(void *captures) {
  large *copy = captures;
  long sum = 0;
  for (size_t i = 0; i < sizeof copy->bytes; i++) {
    sum += copy->bytes[i];
  }
  atomic_fetch_add(copy->sum, sum);
}

static void captures_may_be_large(void) {
  _Atomic long sum = 0;
  large captures = {.sum = &sum};
  bolt_finish scope;
  bolt_finish_begin(&scope);
  for (int i = 1; i <= 100; i++) {
    memset(captures.bytes, i, sizeof captures.bytes);
    bolt_finish_spawn(&scope, add_bytes, &captures, sizeof captures, NULL);
  }
  bolt_finish_end(&scope);
  CHECK(atomic_load(&sum) == 5050 * 3000L);
}

static long resident_pages(void) {
  long total = 0;
  long resident = 0;
  FILE *file = fopen("/proc/self/statm", "r");
  CHECK(file != NULL && fscanf(file, "%ld %ld", &total, &resident) == 2);
  fclose(file);
  return resident;
}

static void a_million_tasks_need_bounded_memory(void) {
  atomic_store(&counter, 0);
  long before = resident_pages();
  bolt_finish scope;
  bolt_finish_begin(&scope);
  for (int i = 0; i < 1000000; i++) {
    bolt_finish_spawn(&scope, count, &i, sizeof i, NULL);
  }
  bolt_finish_end(&scope);
  CHECK(atomic_load(&counter) == 1000000);
  long megabytes = (resident_pages() - before) * sysconf(_SC_PAGESIZE) >> 20;
  CHECK(megabytes < 64);
}

static void nest(void *captures) {
  int depth = *(int *)captures - 1;
  atomic_fetch_add(&counter, 1);
  if (depth > 0) {
    bolt_finish scope;
    bolt_finish_begin(&scope);
    bolt_finish_spawn(&scope, nest, &depth, sizeof depth, NULL);
    bolt_finish_end(&scope);
  }
}

static void finishes_nest_ten_thousand_deep(void) {
  for (int round = 0; round < 5; round++) {
    atomic_store(&counter, 0);
    int depth = 10000;
    nest(&depth);
    CHECK(atomic_load(&counter) == 10000);
  }
}

typedef struct fib_captures {
  int n;
  long *result;
} fib_captures;

static long fib(int n);

static void fib_task(void *captures) {
  fib_captures *copy = captures;
  *copy->result = fib(copy->n);
}

static long fib(int n) {
  if (n < 2) {
    return n;
  }
  long first;
  bolt_finish scope;
  bolt_finish_begin(&scope);
  fib_captures captures = {.n = n - 1, .result = &first};
  bolt_finish_spawn(&scope, fib_task, &captures, sizeof captures, NULL);
  long second = fib(n - 2);
  bolt_finish_end(&scope);
  return first + second;
}

static void a_tree_of_tasks_adds_up(void) { CHECK(fib(24) == 46368); }

/* A comb: every task spawns one leaf and goes on in another task, so that nearly all is stolen. */
static void comb(void *captures) {
  int length = *(int *)captures - 1;
  bolt_finish scope;
  bolt_finish_begin(&scope);
  bolt_finish_spawn(&scope, count, NULL, 0, NULL);
  if (length > 0) {
    bolt_finish_spawn(&scope, comb, &length, sizeof length, NULL);
  }
  bolt_finish_end(&scope);
}

static void combs_are_stolen_and_complete(void) {
  for (int round = 0; round < 50; round++) {
    atomic_store(&counter, 0);
    int length = 300;
    comb(&length);
    CHECK(atomic_load(&counter) == 300);
  }
}

/* A task may spawn into the scope that it belongs to, wherever it runs. */
typedef struct spread_captures {
  bolt_finish *scope;
  int depth;
} spread_captures;

static void spread(void *captures) {
  spread_captures copy = *(spread_captures *)captures;
  atomic_fetch_add(&counter, 1);
  if (copy.depth-- > 0) {
    bolt_finish_spawn(copy.scope, spread, &copy, sizeof copy, NULL);
    bolt_finish_spawn(copy.scope, spread, &copy, sizeof copy, NULL);
  }
}

static void tasks_spawn_into_their_own_scope(void) {
  for (int round = 0; round < 50; round++) {
    atomic_store(&counter, 0);
    bolt_finish scope;
    bolt_finish_begin(&scope);
    spread_captures captures = {.scope = &scope, .depth = 9};
    bolt_finish_spawn(&scope, spread, &captures, sizeof captures, NULL);
    bolt_finish_end(&scope);
    CHECK(atomic_load(&counter) == 1023);
  }
}

/* A random tree of tasks; each knows its parent, and each thread what waits on its stack. */
typedef struct node {
  struct node *parent;
  int depth;
  uint64_t seed;
} node;

static _Thread_local const node *waiting;

static bool descends(const node *from, const node *ancestor) {
  while (from != NULL && from != ancestor) {
    from = from->parent;
  }
  return from == ancestor;
}

static void grow(node *self);

static void grow_task(void *captures) {
  node *copy = captures;
  CHECK(waiting == NULL || descends(copy->parent, waiting));
  const node *interrupted = waiting;
  waiting = NULL;
  node self = *copy;
  grow(&self);
  waiting = interrupted;
}

static void grow(node *self) {
  atomic_fetch_add(&counter, 1);
  if (self->depth == 0) {
    if (check_random(&self->seed) % 16 == 0) {
      check_pause(); /* so that joins find nothing to run but what others have */
    }
    return;
  }
  for (int scopes = 0; scopes < 2; scopes++) {
    bolt_finish scope;
    bolt_finish_begin(&scope);
    for (int i = 0; i < 3; i++) {
      node child = {.parent = self, .depth = self->depth - 1, .seed = check_random(&self->seed)};
      waiting = self; /* a full deque runs the task here */
      bolt_finish_spawn(&scope, grow_task, &child, sizeof child, NULL);
    }
    waiting = self;
    bolt_finish_end(&scope);
    waiting = NULL;
  }
}

static void a_join_runs_only_descendants(void) {
  atomic_store(&counter, 0);
  node root = {.depth = 6, .seed = 7};
  grow(&root);
  waiting = NULL;
  long expected = 1;
  for (int depth = 0; depth < 6; depth++) {
    expected = expected * 6 + 1;
  }
  CHECK(atomic_load(&counter) == expected);
}

int32_t bolt_program_main(void) {
  CASE(a_finish_waits_for_its_tasks);
  CASE(captures_are_copied);
  CASE(captures_may_be_large);
  CASE(a_million_tasks_need_bounded_memory);
  CASE(finishes_nest_ten_thousand_deep);
  CASE(a_tree_of_tasks_adds_up);
  CASE(combs_are_stolen_and_complete);
  CASE(tasks_spawn_into_their_own_scope);
  CASE(a_join_runs_only_descendants);
  return DONE();
}
