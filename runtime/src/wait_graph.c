#include "wait_graph.h"

#include "lock.h"
#include "panic.h"
#include "pool.h"

#include <pthread.h>
#include <stdatomic.h>

static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
static wait_node *nodes;
static uint64_t searches;

static const bolt_object *object_of(const wait_node *node) {
  return atomic_load_explicit(&node->context->waits_for, memory_order_acquire);
}

static const lock_hold *find(const lock_hold *held, const bolt_object *object) {
  while (held != NULL && held->object != object) {
    held = held->below;
  }
  return held;
}

/* The entry by which the task keeps others out of the object, its own or an ancestor's. */
static const lock_hold *hold_of(const task_context *context, const bolt_object *object) {
  const lock_hold *hold = find(context->held, object);
  for (const task_scope *scope = context->scope; hold == NULL && scope != NULL;
       scope = scope->opener->scope) {
    hold = find(scope->held, object);
  }
  return hold;
}

/* Most tasks that wait hold nothing, and close no cycle. */
static bool holds_anything(const task_context *context) {
  bool holds = context->held != NULL;
  for (const task_scope *scope = context->scope; !holds && scope != NULL;
       scope = scope->opener->scope) {
    holds = scope->held != NULL;
  }
  return holds;
}

/* Breadth first over those that hold what is waited for; returns a task that waits for `start`. A
   worker has at most one task that sleeps, so there are no more of them than workers. */
static wait_node *find_cycle(wait_node *start) {
  wait_node *queue[POOL_MOST_WORKERS];
  uint64_t search = ++searches;
  int read = 0, written = 0;
  start->waiter = NULL;
  queue[written++] = start;
  while (read < written) {
    wait_node *node = queue[read++];
    const bolt_object *object = object_of(node);
    if (object == NULL) {
      continue; /* it has been let in */
    }
    if (node != start && hold_of(start->context, object) != NULL) {
      return node;
    }
    for (wait_node *each = nodes; each != NULL; each = each->next) {
      if (each != start && each->search != search && hold_of(each->context, object) != NULL) {
        each->search = search;
        each->waiter = node;
        queue[written++] = each;
      }
    }
  }
  return NULL;
}

/* Reporting. */

static void add_place(const char *before, const bolt_site *site) {
  if (site != NULL) {
    panic_add("%s%s:%u:%u", before, site->path, site->line, site->column);
  }
}

/* Each task waits for the lock of its own number; it, or a task that waits for it, holds that of the one before. */
static void add_task(const wait_node *node, int number, const bolt_object *held, int held_number) {
  const lock_hold *hold = hold_of(node->context, held);
  panic_add("  task %d waits for lock %d, of a `%s`", number, number,
            object_of(node)->class->name);
  add_place(", at ", node->site);
  const char *holder = find(node->context->held, held) == hold ? "" : "a task that waits for it ";
  panic_add("\n    %sholds lock %d, of a `%s`, taken%s", holder, held_number, held->class->name,
            hold->exclusive ? "" : " for reading");
  add_place(" at ", hold->site);
  panic_add("\n");
  panic_add_spawns(node->context, "    ");
}

static _Noreturn void report(wait_node *last) {
  const wait_node *cycle[POOL_MOST_WORKERS];
  int tasks = 0;
  for (const wait_node *node = last; node != NULL; node = node->waiter) {
    cycle[tasks++] = node;
  }
  panic_begin();
  panic_add("panic: deadlock: %d tasks wait for locks of each other\n", tasks);
  for (int number = 1; number <= tasks; number++) {
    int before = number == 1 ? tasks : number - 1;
    add_task(cycle[tasks - number], number, object_of(cycle[tasks - before]), before);
  }
  panic_end();
}

void wait_graph_enter(wait_node *node) {
  pthread_mutex_lock(&mutex);
  node->next = nodes;
  node->search = 0;
  nodes = node;
  wait_node *last = holds_anything(node->context) ? find_cycle(node) : NULL;
  if (last != NULL) {
    report(last);
  }
  pthread_mutex_unlock(&mutex);
}

void wait_graph_leave(wait_node *node) {
  pthread_mutex_lock(&mutex);
  wait_node **link = &nodes;
  while (*link != node) {
    link = &(*link)->next;
  }
  *link = node->next;
  pthread_mutex_unlock(&mutex);
}
