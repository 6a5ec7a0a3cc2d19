#include "lock.h"

#include "lock_queue.h"
#include "lock_word.h"
#include "memory.h"
#include "panic.h"
#include "pool.h"
#include "task.h"
#include "watch.h"
#include "worker.h"

#define HOLDS_PER_BLOCK 32
#define LONGEST_PAUSE 64

/* What is not the way of a task that takes one lock that is free: kept out of that way, which then
   needs no frame. */
#define ASIDE __attribute__((noinline))

/* What a task holds. */

static void make_holds(worker *self) {
  lock_hold *block = mem_new_root(HOLDS_PER_BLOCK * sizeof *block);
  for (int i = 0; i < HOLDS_PER_BLOCK; i++) {
    block[i].below = i + 1 < HOLDS_PER_BLOCK ? &block[i + 1] : NULL;
  }
  self->free_holds = block;
}

static lock_hold *take_free_hold(worker *self) {
  if (self->free_holds == NULL) {
    make_holds(self);
  }
  lock_hold *hold = self->free_holds;
  self->free_holds = hold->below;
  return hold;
}

static inline void push_hold(task_context *context, lock_hold *hold, lock_hold entry) {
  *hold = entry;
  context->held = hold;
  watch_locked(entry.object, entry.exclusive);
}

static ASIDE void add_further_hold(worker *self, bolt_object *object, uint32_t exclusive,
                                   const bolt_site *site) {
  task_context *context = self->context;
  lock_hold entry = {object, site, 1, exclusive, context->held};
  push_hold(context, take_free_hold(self), entry);
}

static inline void add_hold(worker *self, bolt_object *object, uint32_t exclusive,
                            const bolt_site *site) {
  task_context *context = self->context;
  if (context->held == NULL) {
    push_hold(context, &context->first, (lock_hold){object, site, 1, exclusive, NULL});
  } else {
    add_further_hold(self, object, exclusive, site);
  }
}

static lock_hold *find_hold(lock_hold *held, const bolt_object *object) {
  while (held != NULL && held->object != object) {
    held = held->below;
  }
  return held;
}

/* Unlinks the entry; its object must not stay reachable from it. */
static void drop_hold(worker *self, task_context *context, lock_hold *hold) {
  lock_hold **link = &context->held;
  while (*link != hold) {
    link = &(*link)->below;
  }
  *link = hold->below;
  hold->object = NULL;
  if (hold != &context->first) {
    hold->below = self->free_holds;
    self->free_holds = hold;
  }
}

/* Nobody can let this task in: the one that holds the lock waits for it. */
static _Noreturn void report_ancestor(const task_context *context, const lock_hold *hold,
                                      const bolt_site *site) {
  panic_begin();
  panic_add("panic: deadlock: this task asks for the lock of a `%s` "
            "that a task %s while it waits for this one\n",
            hold->object->class->name, hold->exclusive ? "holds" : "holds for reading");
  if (site != NULL) {
    panic_add("  at %s:%u:%u\n", site->path, site->line, site->column);
  }
  if (hold->site != NULL) {
    panic_add("  the lock was taken at %s:%u:%u\n", hold->site->path, hold->site->line,
              hold->site->column);
  }
  panic_add_spawns(context, "  ");
  panic_end();
}

/* Panics if an ancestor holds the lock while it waits for this task; true if one reads with us. */
static bool ancestor_reads(const task_context *context, const bolt_object *object, bool exclusive,
                           const bolt_site *site) {
  bool reads = false;
  for (const task_scope *scope = context->scope; scope != NULL; scope = scope->opener->scope) {
    const lock_hold *hold = find_hold(scope->held, object);
    if (hold != NULL && (exclusive || hold->exclusive)) {
      report_ancestor(context, hold, site);
    }
    reads = reads || hold != NULL;
  }
  return reads;
}

/* Acquiring. */

/* Looks at the word ever more seldom: each look takes it from the core that works with it. */
static bool spin(lock_word *word, const task_context *context, bool exclusive) {
  int longest = pool_cores() == 1 ? 1 : LONGEST_PAUSE;
  for (int pauses = 1; pauses <= longest; pauses *= 2) {
    uint64_t seen = atomic_load_explicit(word, memory_order_acquire);
    while (lock_admits(seen, exclusive, false)) {
      if (lock_swap(word, &seen, lock_entered(seen, context, exclusive))) {
        return true;
      }
    }
    for (int i = 0; i < pauses; i++) {
      park_pause();
    }
  }
  return false;
}

static void acquire_contended(worker *self, bolt_object *object, bool exclusive,
                              const bolt_site *site) {
  task_context *context = self->context;
  if (!spin(lock_word_of(object), context, exclusive)) {
    bool joins = ancestor_reads(context, object, exclusive, site);
    lock_queue_enter(self, &(lock_wish){object, site, exclusive, joins});
  }
  add_hold(self, object, exclusive, site);
}

/* `seen`: the word, which is not free. */
static ASIDE void lock_exclusive_again_or_wait(worker *self, bolt_object *object,
                                               const bolt_site *site, uint64_t seen) {
  task_context *context = self->context;
  lock_hold *hold = find_hold(context->held, object);
  if (lock_owner(seen) == context) {
    hold->depth++;
    return;
  }
  if (hold != NULL) {
    panic(site, "deadlock: this task asks to write a `%s` while it reads it", object->class->name);
  }
  acquire_contended(self, object, true, site);
}

void bolt_lock_exclusive(void *target, const bolt_site *site) {
  worker *self = worker_self;
  bolt_object *object = target;
  uint64_t seen = 0;
  if (lock_swap(lock_word_of(object), &seen, lock_entered(0, self->context, true))) {
    add_hold(self, object, true, site);
  } else {
    lock_exclusive_again_or_wait(self, object, site, seen);
  }
}

static ASIDE void lock_shared_again_or_wait(worker *self, bolt_object *object,
                                            const bolt_site *site) {
  lock_hold *hold = find_hold(self->context->held, object);
  if (hold != NULL) {
    hold->depth++;
  } else {
    acquire_contended(self, object, false, site);
  }
}

void bolt_lock_shared(void *target, const bolt_site *site) {
  worker *self = worker_self;
  bolt_object *object = target;
  lock_word *word = lock_word_of(object);
  uint64_t seen = atomic_load_explicit(word, memory_order_relaxed);
  while ((seen & LOCK_FLAGS) == 0) {
    if (lock_swap(word, &seen, seen + LOCK_READER)) {
      add_hold(self, object, false, site);
      return;
    }
  }
  lock_shared_again_or_wait(self, object, site);
}

/* Releasing. */

/* `seen`: what the word was, or might be. */
static ASIDE void release(bolt_object *object, bool exclusive, uint64_t seen) {
  lock_word *word = lock_word_of(object);
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

static ASIDE void unlock_any(worker *self, bolt_object *object) {
  task_context *context = self->context;
  lock_hold *hold = find_hold(context->held, object);
  if (hold == NULL) {
    panic_internal("a task released a lock that it does not hold");
  }
  if (--hold->depth > 0) {
    return;
  }
  bool exclusive = hold->exclusive;
  watch_unlock(object, exclusive);
  drop_hold(self, context, hold);
  release(object, exclusive, atomic_load_explicit(lock_word_of(object), memory_order_relaxed));
}

/* The only lock that the task holds, entered once. */
static inline void unlock(bolt_object *object, bool exclusive) {
  worker *self = worker_self;
  task_context *context = self->context;
  lock_hold *hold = &context->first;
  if (context->held != hold || hold->object != object || hold->depth != 1 ||
      hold->exclusive != exclusive) {
    unlock_any(self, object);
    return;
  }
  watch_unlock(object, exclusive);
  context->held = NULL;
  hold->object = NULL;
  uint64_t seen = exclusive ? lock_entered(0, context, true) : LOCK_READER;
  if (!lock_swap(lock_word_of(object), &seen, 0)) {
    release(object, exclusive, seen);
  }
}

void bolt_unlock_shared(void *object) { unlock(object, false); }

void bolt_unlock_exclusive(void *object) { unlock(object, true); }
