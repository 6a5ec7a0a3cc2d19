#include "lock.h"

#include "lock_queue.h"
#include "lock_word.h"
#include "memory.h"
#include "panic.h"
#include "pool.h"
#include "task.h"
#include "worker.h"

#define HOLDS_PER_BLOCK 32
#define SPINS_BEFORE_QUEUE 100

/* What a task holds. */

static void add_hold(worker *self, task_context *context, bolt_object *object, bool exclusive) {
  if (self->free_holds == NULL) {
    lock_hold *block = mem_new_root(HOLDS_PER_BLOCK * sizeof *block);
    for (int i = 0; i < HOLDS_PER_BLOCK; i++) {
      block[i].below = i + 1 < HOLDS_PER_BLOCK ? &block[i + 1] : NULL;
    }
    self->free_holds = block;
  }
  lock_hold *hold = self->free_holds;
  self->free_holds = hold->below;
  *hold = (lock_hold){
    .object = object, .depth = 1, .exclusive = exclusive, .below = context->held};
  context->held = hold;
}

static lock_hold *find_hold(lock_hold *held, const bolt_object *object) {
  while (held != NULL && held->object != object) {
    held = held->below;
  }
  return held;
}

/* Unlinks the entry; its object must not stay reachable from the list of free ones. */
static void drop_hold(worker *self, task_context *context, lock_hold *hold) {
  lock_hold **link = &context->held;
  while (*link != hold) {
    link = &(*link)->below;
  }
  *link = hold->below;
  hold->object = NULL;
  hold->below = self->free_holds;
  self->free_holds = hold;
}

/* Panics if an ancestor holds the lock while it waits for this task; true if one reads with us. */
static bool ancestor_reads(const task_context *context, const bolt_object *object, bool exclusive,
                           const bolt_site *site) {
  bool reads = false;
  for (const task_scope *scope = context->scope; scope != NULL; scope = scope->opener->scope) {
    const lock_hold *hold = find_hold(scope->held, object);
    if (hold != NULL && (exclusive || hold->exclusive)) {
      panic(site,
            "deadlock: this task asks for the lock of a `%s` "
            "that a task holds while it waits for this one",
            object->class->name);
    }
    reads = reads || hold != NULL;
  }
  return reads;
}

/* Acquiring. */

static bool spin(lock_word *word, const task_context *context, bool exclusive) {
  uint64_t seen = atomic_load_explicit(word, memory_order_acquire);
  int spins = pool_cores() == 1 ? 1 : SPINS_BEFORE_QUEUE;
  for (; spins > 0; spins--) {
    if (lock_admits(seen, exclusive, false)) {
      if (lock_swap(word, &seen, lock_entered(seen, context, exclusive))) {
        return true;
      }
    } else {
      park_pause();
      seen = atomic_load_explicit(word, memory_order_acquire);
    }
  }
  return false;
}

static void acquire_contended(worker *self, bolt_object *object, bool exclusive,
                              const bolt_site *site) {
  task_context *context = self->context;
  if (!spin(lock_word_of(object), context, exclusive)) {
    bool joins = ancestor_reads(context, object, exclusive, site);
    lock_queue_enter(self, object, exclusive, joins);
  }
  add_hold(self, context, object, exclusive);
}

void bolt_lock_exclusive(void *target, const bolt_site *site) {
  worker *self = worker_self;
  task_context *context = self->context;
  bolt_object *object = target;
  uint64_t seen = 0;
  if (lock_swap(lock_word_of(object), &seen, lock_entered(0, context, true))) {
    add_hold(self, context, object, true);
    return;
  }
  if (lock_owner(seen) == context) {
    find_hold(context->held, object)->depth++;
    return;
  }
  if (find_hold(context->held, object) != NULL) {
    panic(site, "deadlock: this task asks to write a `%s` while it reads it", object->class->name);
  }
  acquire_contended(self, object, true, site);
}

void bolt_lock_shared(void *target, const bolt_site *site) {
  worker *self = worker_self;
  task_context *context = self->context;
  bolt_object *object = target;
  lock_word *word = lock_word_of(object);
  uint64_t seen = atomic_load_explicit(word, memory_order_relaxed);
  while ((seen & LOCK_FLAGS) == 0) {
    if (lock_swap(word, &seen, seen + LOCK_READER)) {
      add_hold(self, context, object, false);
      return;
    }
  }
  lock_hold *hold = find_hold(context->held, object);
  if (hold != NULL) {
    hold->depth++;
    return;
  }
  acquire_contended(self, object, false, site);
}

/* Releasing. */

static void release(bolt_object *object, bool exclusive) {
  lock_word *word = lock_word_of(object);
  uint64_t seen = atomic_load_explicit(word, memory_order_relaxed);
  for (;;) {
    bool is_last = exclusive || lock_has_one_reader(seen);
    if (is_last && (seen & LOCK_PARKED) != 0) {
      lock_queue_release(object, exclusive);
      return;
    }
    if (lock_swap(word, &seen, exclusive ? 0 : seen - LOCK_READER)) {
      return;
    }
  }
}

static void unlock(bolt_object *object) {
  worker *self = worker_self;
  task_context *context = self->context;
  lock_hold *hold = find_hold(context->held, object);
  if (hold == NULL) {
    panic_internal("a task released a lock that it does not hold");
  }
  if (--hold->depth > 0) {
    return;
  }
  bool exclusive = hold->exclusive;
  drop_hold(self, context, hold);
  release(object, exclusive);
}

void bolt_unlock_shared(void *object) { unlock(object); }

void bolt_unlock_exclusive(void *object) { unlock(object); }
