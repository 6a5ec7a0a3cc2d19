#include "lock.h"

#include "memory.h"
#include "panic.h"
#include "pool.h"
#include "task.h"
#include "worker.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdint.h>
#include <time.h>

#define PARKED ((uint64_t)1)
#define EXCLUSIVE ((uint64_t)2)
#define READER ((uint64_t)16)
#define FLAGS (READER - 1)

#define HOLDS_PER_BLOCK 32
#define SPINS_BEFORE_QUEUE 100
#define BUCKETS 64

/* A task in a queue; on the stack of the task. */
typedef struct waiter {
  struct waiter *next;
  bolt_object *object;
  task_context *context;
  worker *worker;
  uint64_t since_ns; /* when it queued up */
  bool exclusive;
  bool granted; /* by the one who released: nothing is left to do */
} waiter;

/* The queues of the objects whose addresses fall into the bucket, in one list. */
typedef struct bucket {
  _Alignas(64) pthread_mutex_t mutex;
  waiter *first;
  waiter *last;
} bucket;

/* All zeros is PTHREAD_MUTEX_INITIALIZER on Linux. */
static bucket buckets[BUCKETS];

typedef _Atomic(uint64_t) lock_word;
_Static_assert(sizeof(lock_word) == sizeof(uint64_t), "a lock word is one word of the object");

static lock_word *word_of(bolt_object *object) { return (lock_word *)(void *)&object->lock; }

static task_context *owner_of(uint64_t word) {
  return (word & EXCLUSIVE) == 0 ? NULL : (task_context *)(uintptr_t)(word & ~FLAGS);
}

static bool is_held(uint64_t word) { return (word & ~PARKED) != 0; }

static uint64_t entered(uint64_t word, task_context *context, bool exclusive) {
  return exclusive ? word | (uint64_t)(uintptr_t)context | EXCLUSIVE : word + READER;
}

static bool swap(lock_word *word, uint64_t *seen, uint64_t next) {
  return atomic_compare_exchange_strong_explicit(word, seen, next, memory_order_acq_rel,
                                                 memory_order_acquire);
}

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

/* Queues. */

static bucket *bucket_of(const bolt_object *object) {
  uint64_t mixed = (uint64_t)(uintptr_t)object * UINT64_C(0x9E3779B97F4A7C15);
  return &buckets[mixed >> 58];
}
_Static_assert(BUCKETS == 64, "bucket_of takes the upper six bits");

static waiter *first_waiter(waiter *from, const bolt_object *object) {
  while (from != NULL && from->object != object) {
    from = from->next;
  }
  return from;
}

static void enqueue(bucket *bucket, waiter *waiter) {
  *(bucket->first == NULL ? &bucket->first : &bucket->last->next) = waiter;
  bucket->last = waiter;
}

static void dequeue(bucket *bucket, waiter *waiter) {
  struct waiter *before = NULL;
  struct waiter **link = &bucket->first;
  while (*link != waiter) {
    before = *link;
    link = &before->next;
  }
  *link = waiter->next;
  if (bucket->last == waiter) {
    bucket->last = before;
  }
}

static uint64_t parked_flag(const bucket *bucket, const bolt_object *object) {
  return first_waiter(bucket->first, object) == NULL ? 0 : PARKED;
}

/* Acquiring. */

/* May a task that is not queued enter? `joins`: it, or an ancestor, reads already. */
static bool admits(uint64_t word, bool exclusive, bool joins) {
  if (!is_held(word)) {
    return true;
  }
  return !exclusive && (word & EXCLUSIVE) == 0 && ((word & PARKED) == 0 || joins);
}

static bool spin(lock_word *word, task_context *context, bool exclusive, bool joins) {
  uint64_t seen = atomic_load_explicit(word, memory_order_acquire);
  int spins = pool_cores() == 1 ? 1 : SPINS_BEFORE_QUEUE;
  for (; spins > 0; spins--) {
    if (admits(seen, exclusive, joins)) {
      if (swap(word, &seen, entered(seen, context, exclusive))) {
        return true;
      }
    } else {
      park_pause();
      seen = atomic_load_explicit(word, memory_order_acquire);
    }
  }
  return false;
}

static uint64_t now_ns(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

/* Enters at once and returns true, or marks the word as contended. Under the bucket's mutex. */
static bool enter_or_mark(bucket *bucket, waiter *self, bool queued, bool joins) {
  lock_word *word = word_of(self->object);
  uint64_t seen = atomic_load_explicit(word, memory_order_acquire);
  for (;;) {
    if (admits(seen, self->exclusive, joins)) {
      if (swap(word, &seen, entered(seen, self->context, self->exclusive))) {
        if (queued) {
          dequeue(bucket, self);
          if (parked_flag(bucket, self->object) == 0) {
            atomic_fetch_and_explicit(word, ~PARKED, memory_order_relaxed);
          }
        }
        return true;
      }
    } else {
      if ((seen & PARKED) != 0 || swap(word, &seen, seen | PARKED)) {
        return false;
      }
    }
  }
}

/* One that has just been woken is worth a few looks before it sleeps again. */
static void watch(const waiter *self) {
  for (int spins = 0; spins < SPINS_BEFORE_QUEUE; spins++) {
    uint64_t seen = atomic_load_explicit(word_of(self->object), memory_order_relaxed);
    if (!is_held(seen)) {
      return;
    }
    park_pause();
  }
}

static void queue_up(waiter *self, bool joins) {
  bucket *bucket = bucket_of(self->object);
  bool queued = false;
  pthread_mutex_lock(&bucket->mutex);
  while (!self->granted && !enter_or_mark(bucket, self, queued, joins)) {
    if (!queued) {
      self->since_ns = now_ns();
      enqueue(bucket, self);
    }
    pthread_mutex_unlock(&bucket->mutex);
    if (!queued) {
      queued = true;
      pool_begin_block();
    }
    park_wait(&self->worker->park);
    watch(self);
    pthread_mutex_lock(&bucket->mutex);
  }
  pthread_mutex_unlock(&bucket->mutex);
  if (queued) {
    pool_end_block();
  }
}

static void acquire_contended(worker *self, bolt_object *object, bool exclusive,
                              const bolt_site *site) {
  task_context *context = self->context;
  bool joins = ancestor_reads(context, object, exclusive, site);
  if (!spin(word_of(object), context, exclusive, joins)) {
    waiter waiter = {
      .object = object, .context = context, .worker = self, .exclusive = exclusive};
    atomic_store_explicit(&context->waits_for, object, memory_order_relaxed);
    queue_up(&waiter, joins);
    atomic_store_explicit(&context->waits_for, NULL, memory_order_relaxed);
  }
  add_hold(self, context, object, exclusive);
}

void bolt_lock_exclusive(void *target, const bolt_site *site) {
  worker *self = worker_self;
  task_context *context = self->context;
  bolt_object *object = target;
  uint64_t seen = 0;
  if (swap(word_of(object), &seen, entered(0, context, true))) {
    add_hold(self, context, object, true);
    return;
  }
  if (owner_of(seen) == context) {
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
  lock_word *word = word_of(object);
  uint64_t seen = atomic_load_explicit(word, memory_order_relaxed);
  while ((seen & FLAGS) == 0) {
    if (swap(word, &seen, seen + READER)) {
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

/* Hands the lock to the head of the queue: a writer, or all readers up to the next writer. */
static uint64_t word_for_head(const waiter *head, const bolt_object *object) {
  if (head->exclusive) {
    return entered(0, head->context, true);
  }
  uint64_t word = 0;
  for (; head != NULL && !head->exclusive; head = first_waiter(head->next, object)) {
    word += READER;
  }
  return word;
}

static void wake_granted(bucket *bucket, bolt_object *object, uint64_t granted) {
  uint64_t count = (granted & EXCLUSIVE) != 0 ? 1 : granted / READER;
  for (; count > 0; count--) {
    waiter *head = first_waiter(bucket->first, object);
    dequeue(bucket, head);
    head->granted = true;
    park_wake(&head->worker->park);
  }
}

static uint64_t waiters_beyond(const waiter *head, const bolt_object *object, uint64_t count) {
  while (head != NULL && count > 0) {
    head = first_waiter(head->next, object);
    count--;
  }
  return head == NULL ? 0 : PARKED;
}

/* Releases the last hold on an object for which tasks are queued. */
static void release_contended(bolt_object *object, bool exclusive) {
  lock_word *word = word_of(object);
  bucket *bucket = bucket_of(object);
  pthread_mutex_lock(&bucket->mutex);
  uint64_t seen = atomic_load_explicit(word, memory_order_relaxed);
  for (;;) {
    waiter *head = first_waiter(bucket->first, object);
    uint64_t granted = 0;
    uint64_t next;
    if (!exclusive && (seen & ~FLAGS) > READER) {
      next = seen - READER;
      head = NULL;
    } else if (head == NULL) {
      next = 0;
    } else if (head->exclusive && now_ns() - head->since_ns < LOCK_PATIENCE_NS) {
      next = PARKED;
    } else {
      granted = word_for_head(head, object);
      uint64_t count = (granted & EXCLUSIVE) != 0 ? 1 : granted / READER;
      next = granted | waiters_beyond(head, object, count);
    }
    if (swap(word, &seen, next)) {
      if (granted != 0) {
        wake_granted(bucket, object, granted);
      } else if (head != NULL) {
        park_wake(&head->worker->park);
      }
      break;
    }
  }
  pthread_mutex_unlock(&bucket->mutex);
}

static void release(bolt_object *object, bool exclusive) {
  lock_word *word = word_of(object);
  uint64_t seen = atomic_load_explicit(word, memory_order_relaxed);
  for (;;) {
    bool is_last = exclusive || (seen & ~FLAGS) == READER;
    if (is_last && (seen & PARKED) != 0) {
      release_contended(object, exclusive);
      return;
    }
    if (swap(word, &seen, exclusive ? 0 : seen - READER)) {
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
