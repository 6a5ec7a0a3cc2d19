/* Locks of objects. */
#include "check.h"

#include "pool.h"

#include <stdlib.h>

typedef struct pair {
  bolt_object header;
  long a;
  long b;
} pair;

static const bolt_class pair_class = {.name = "Pair", .size = sizeof(pair), .pointer_free = 1};

static pair *new_pair(void) { return bolt_new(&pair_class); }

/* Runs `code` in `count` tasks and waits for them. */
static void in_tasks(int count, void (*code)(void *), const void *captures, uint64_t size) {
  bolt_finish scope;
  bolt_finish_begin(&scope);
  for (int i = 0; i < count; i++) {
    bolt_finish_spawn(&scope, code, captures, size, NULL);
  }
  bolt_finish_end(&scope);
}

static void bump_often(void *captures) {
  pair *shared = *(pair **)captures;
  for (int i = 0; i < 10000; i++) {
    bolt_lock_exclusive(shared, NULL);
    shared->a++;
    shared->b++;
    bolt_unlock_exclusive(shared);
  }
}

static void writers_exclude_each_other(void) {
  pair *shared = new_pair();
  in_tasks(20, bump_often, &shared, sizeof shared);
  CHECK(shared->a == 200000 && shared->b == 200000);
  CHECK(shared->header.lock == 0);
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

static void writers_that_sleep_exclude_each_other(void) {
  pair *shared = new_pair();
  in_tasks(100, bump_slowly, &shared, sizeof shared);
  CHECK(shared->a == 1000);
  CHECK(shared->header.lock == 0);
}

typedef struct mixed_captures {
  pair *shared;
  int number;
} mixed_captures;

static void mix(void *captures) {
  mixed_captures *copy = captures;
  pair *shared = copy->shared;
  uint64_t state = (uint64_t)copy->number + 1;
  for (int i = 0; i < 3000; i++) {
    uint64_t choice = check_random(&state) % 8;
    if (choice == 0) {
      bolt_lock_exclusive(shared, NULL);
      shared->a++;
      if (check_random(&state) % 16 == 0) {
        check_pause();
      }
      bolt_lock_shared(shared, NULL);
      CHECK(shared->a == shared->b + 1);
      bolt_unlock_shared(shared);
      shared->b++;
      bolt_unlock_exclusive(shared);
    } else {
      bolt_lock_shared(shared, NULL);
      long seen = shared->a;
      CHECK(seen == shared->b);
      if (choice == 1) {
        bolt_lock_shared(shared, NULL);
        CHECK(seen == shared->b);
        bolt_unlock_shared(shared);
      }
      CHECK(seen == shared->a);
      bolt_unlock_shared(shared);
    }
  }
}

static void readers_never_see_a_write_in_progress(void) {
  mixed_captures captures = {.shared = new_pair()};
  bolt_finish scope;
  bolt_finish_begin(&scope);
  for (captures.number = 0; captures.number < 16; captures.number++) {
    bolt_finish_spawn(&scope, mix, &captures, sizeof captures, NULL);
  }
  bolt_finish_end(&scope);
  CHECK(captures.shared->a == captures.shared->b && captures.shared->a > 0);
  CHECK(captures.shared->header.lock == 0);
}

static void locks_are_reentrant(void) {
  pair *object = new_pair();
  for (int i = 0; i < 100000; i++) {
    bolt_lock_exclusive(object, NULL);
  }
  bolt_lock_shared(object, NULL);
  bolt_unlock_shared(object);
  for (int i = 0; i < 100000; i++) {
    CHECK(object->header.lock != 0);
    bolt_unlock_exclusive(object);
  }
  CHECK(object->header.lock == 0);
  bolt_lock_shared(object, NULL);
  bolt_lock_shared(object, NULL);
  bolt_unlock_shared(object);
  CHECK(object->header.lock != 0);
  bolt_unlock_shared(object);
  CHECK(object->header.lock == 0);
}

static void locks_of_many_objects_may_be_held_at_once(void) {
  enum { OBJECTS = 10000 };
  pair **objects = malloc(OBJECTS * sizeof *objects);
  for (int round = 0; round < 2; round++) {
    for (int i = 0; i < OBJECTS; i++) {
      objects[i] = new_pair();
      bolt_lock_exclusive(objects[i], NULL);
    }
    for (int i = OBJECTS - 1; i >= 0; i--) {
      bolt_unlock_exclusive(objects[i]);
      CHECK(objects[i]->header.lock == 0);
    }
  }
  free(objects);
}

/* Readers that overlap all the time would keep a writer out for ever, were they let in. */
typedef struct stream {
  pair *shared;
  atomic_bool *stop;
  _Atomic long *rounds;
} stream;

/* Long against the gap before the next round, and awake: nobody gets in by luck. */
static void hold_for_a_millisecond(void) {
  double end = check_seconds(CLOCK_MONOTONIC) + 0.001;
  while (check_seconds(CLOCK_MONOTONIC) < end) {
  }
}

static void read_until_stopped(void *captures) {
  stream *copy = captures;
  while (!atomic_load(copy->stop)) {
    bolt_lock_shared(copy->shared, NULL);
    hold_for_a_millisecond();
    bolt_unlock_shared(copy->shared);
    atomic_fetch_add(copy->rounds, 1);
  }
}

static void write_until_stopped(void *captures) {
  stream *copy = captures;
  while (!atomic_load(copy->stop)) {
    bolt_lock_exclusive(copy->shared, NULL);
    hold_for_a_millisecond();
    bolt_unlock_exclusive(copy->shared);
    atomic_fetch_add(copy->rounds, 1);
  }
}

/* Counts how many rounds of the stream get ahead of an attempt, on average. */
static void against_a_stream(void (*code)(void *), void (*attempt)(pair *)) {
  enum { ATTEMPTS = 20, MOST_ROUNDS_AHEAD = 20 };
  atomic_bool stop = false;
  _Atomic long rounds = 0;
  stream captures = {.shared = new_pair(), .stop = &stop, .rounds = &rounds};
  bolt_finish scope;
  bolt_finish_begin(&scope);
  for (int i = 0; i < 3; i++) {
    bolt_finish_spawn(&scope, code, &captures, sizeof captures, NULL);
  }
  AWAIT(atomic_load(&rounds) > 10);
  long before = atomic_load(&rounds);
  for (int i = 0; i < ATTEMPTS; i++) {
    attempt(captures.shared);
  }
  CHECK(atomic_load(&rounds) - before < ATTEMPTS * MOST_ROUNDS_AHEAD);
  atomic_store(&stop, true);
  bolt_finish_end(&scope);
}

static void write_once(pair *shared) {
  bolt_lock_exclusive(shared, NULL);
  shared->a++;
  bolt_unlock_exclusive(shared);
}

static void read_once(pair *shared) {
  bolt_lock_shared(shared, NULL);
  CHECK(shared->a >= 0);
  bolt_unlock_shared(shared);
}

static void a_stream_of_readers_starves_no_writer(void) {
  against_a_stream(read_until_stopped, write_once);
}

static void a_stream_of_writers_starves_no_reader(void) {
  against_a_stream(write_until_stopped, read_once);
}

static void a_stream_of_writers_starves_no_writer(void) {
  against_a_stream(write_until_stopped, write_once);
}

/* Two readers inside at once: each waits for the other before it leaves. */
typedef struct meeting {
  pair *shared;
  _Atomic int *inside;
} meeting;

static void meet(void *captures) {
  meeting *copy = captures;
  bolt_lock_shared(copy->shared, NULL);
  atomic_fetch_add(copy->inside, 1);
  AWAIT(atomic_load(copy->inside) == 2);
  bolt_unlock_shared(copy->shared);
}

static void readers_share(void) {
  _Atomic int inside = 0;
  meeting captures = {.shared = new_pair(), .inside = &inside};
  in_tasks(2, meet, &captures, sizeof captures);
}

/* A reader inside, a writer queued behind it: the reader may read again. */
static void write_behind(void *captures) {
  meeting *copy = captures;
  atomic_fetch_add(copy->inside, 1);
  bolt_lock_exclusive(copy->shared, NULL);
  copy->shared->a = 1;
  bolt_unlock_exclusive(copy->shared);
}

static void a_reader_reads_again_although_a_writer_waits(void) {
  _Atomic int inside = 0;
  meeting captures = {.shared = new_pair(), .inside = &inside};
  bolt_finish scope;
  bolt_finish_begin(&scope);
  bolt_lock_shared(captures.shared, NULL);
  bolt_finish_spawn(&scope, write_behind, &captures, sizeof captures, NULL);
  AWAIT((__atomic_load_n(&captures.shared->header.lock, __ATOMIC_SEQ_CST) & 1) != 0);
  bolt_lock_shared(captures.shared, NULL);
  CHECK(captures.shared->a == 0);
  bolt_unlock_shared(captures.shared);
  bolt_unlock_shared(captures.shared);
  bolt_finish_end(&scope);
  CHECK(captures.shared->a == 1);
}

/* A task that waits at a join holds a lock that unrelated tasks want. */
static void bump_in_tasks(void *captures) {
  pair *shared = *(pair **)captures;
  pair *own = new_pair();
  bolt_lock_exclusive(shared, NULL);
  in_tasks(5, bump_often, &own, sizeof own);
  shared->a += own->a;
  bolt_unlock_exclusive(shared);
}

static void a_lock_may_be_held_across_a_join(void) {
  pair *shared = new_pair();
  in_tasks(30, bump_in_tasks, &shared, sizeof shared);
  CHECK(shared->a == 30 * 50000);
}

/* Random sets of locks, always in the same order: whatever waits for whatever, it ends, and nobody
   takes the waiting for a deadlock. */
enum { ORDERED = 6 };

typedef struct ordered_captures {
  pair **objects;
  int number;
} ordered_captures;

static void lock_some_in_order(void *captures) {
  ordered_captures *copy = captures;
  uint64_t state = (uint64_t)copy->number * 7919 + 1;
  for (int round = 0; round < 1500; round++) {
    uint64_t modes = check_random(&state); /* two bits each: none, shared, exclusive, shared twice */
    for (int i = 0; i < ORDERED; i++) {
      pair *object = copy->objects[i];
      uint64_t mode = (modes >> (2 * i)) & 3;
      if (mode == 2) {
        bolt_lock_exclusive(object, NULL);
        object->a++;
        object->b++;
      } else if (mode != 0) {
        bolt_lock_shared(object, NULL);
        CHECK(object->a == object->b);
      }
      if (mode == 3) {
        bolt_lock_shared(object, NULL);
        bolt_unlock_shared(object);
      }
    }
    for (int i = ORDERED - 1; i >= 0; i--) {
      uint64_t mode = (modes >> (2 * i)) & 3;
      if (mode == 2) {
        bolt_unlock_exclusive(copy->objects[i]);
      } else if (mode != 0) {
        bolt_unlock_shared(copy->objects[i]);
      }
    }
  }
}

static void spawn_lockers(void *captures) {
  ordered_captures copy = *(ordered_captures *)captures;
  bolt_finish scope;
  bolt_finish_begin(&scope);
  for (int i = 0; i < 3; i++) {
    copy.number = copy.number * 3 + i;
    bolt_finish_spawn(&scope, lock_some_in_order, &copy, sizeof copy, NULL);
  }
  bolt_finish_end(&scope);
}

static void locks_taken_in_one_order_never_deadlock(void) {
  pair *objects[ORDERED];
  for (int i = 0; i < ORDERED; i++) {
    objects[i] = new_pair();
  }
  ordered_captures captures = {.objects = objects};
  bolt_finish scope;
  bolt_finish_begin(&scope);
  for (captures.number = 0; captures.number < 4; captures.number++) {
    bolt_finish_spawn(&scope, spawn_lockers, &captures, sizeof captures, NULL);
  }
  bolt_finish_end(&scope);
  for (int i = 0; i < ORDERED; i++) {
    CHECK(objects[i]->header.lock == 0 && objects[i]->a == objects[i]->b);
  }
}

int32_t bolt_program_main(void) {
  CASE(writers_exclude_each_other);
  CASE(writers_that_sleep_exclude_each_other);
  CASE(readers_never_see_a_write_in_progress);
  CASE(locks_are_reentrant);
  CASE(locks_of_many_objects_may_be_held_at_once);
  CASE(a_lock_may_be_held_across_a_join);
  CASE(locks_taken_in_one_order_never_deadlock);
  if (pool_cores() > 1) {
    CASE(a_stream_of_readers_starves_no_writer);
    CASE(a_stream_of_writers_starves_no_reader);
    CASE(a_stream_of_writers_starves_no_writer);
    CASE(readers_share);
    CASE(a_reader_reads_again_although_a_writer_waits);
  }
  return DONE();
}
