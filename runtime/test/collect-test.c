/* The collector under the load of tasks. Only for the plain variant: the others never collect. */
#include "check.h"

#include "memory.h"
#include "pool.h"

#define GC_THREADS
#define GC_NO_THREAD_REDIRECTS
#include <gc/gc.h>

typedef struct cell {
  bolt_object header;
  struct cell *next;
  long value;
} cell;

static const bolt_class cell_class = {.name = "Cell", .size = sizeof(cell)};

static cell *new_cell(long value, cell *next) {
  cell *made = bolt_new(&cell_class);
  made->value = value;
  made->next = next;
  return made;
}

__attribute__((noinline)) static cell *make_list(long length) {
  cell *list = NULL;
  for (long i = length; i > 0; i--) {
    list = new_cell(i, list);
  }
  return list;
}

static long sum(const cell *list) {
  long total = 0;
  for (; list != NULL; list = list->next) {
    total += list->value;
  }
  return total;
}

static void objects_are_zeroed_and_typed(void) {
  for (int i = 0; i < 100000; i++) {
    cell *made = bolt_new(&cell_class);
    CHECK(made->header.class == &cell_class && made->header.lock == 0);
    CHECK(made->next == NULL && made->value == 0);
    made->value = -1;
    made->header.lock = 0;
  }
  static const bolt_class flat = {.name = "Flat", .size = 200, .pointer_free = 1};
  for (int i = 0; i < 100000; i++) {
    unsigned char *made = bolt_new(&flat);
    for (size_t byte = sizeof(void *); byte < 200; byte++) {
      CHECK(made[byte] == 0);
      made[byte] = 0xFF;
    }
  }
}

/* Objects of two to forty words behind the header, every one a reference. */
enum { WORDS = 40 };

typedef struct record {
  bolt_object header;
  void *references[WORDS];
} record;

static bolt_class record_classes[WORDS + 1];

static record *make_records(int depth, int words) {
  record *made = bolt_new(&record_classes[words]);
  for (int i = 0; depth > 0 && i < words; i += words - 1) {
    made->references[i] = make_records(depth - 1, words);
  }
  return made;
}

static int count_records(const record *from, int depth, int words) {
  int count = from->header.class == &record_classes[words];
  for (int i = 0; depth > 0 && i < words; i += words - 1) {
    count += count_records(from->references[i], depth - 1, words);
  }
  return count;
}

static void references_are_followed_to_the_last_word(void) {
  for (int words = 2; words <= WORDS; words++) {
    record_classes[words] =
        (bolt_class){.name = "Record", .size = sizeof(bolt_object) + 8 * (uint64_t)words};
    record *root = make_records(10, words);
    GC_gcollect();
    (void)make_records(8, words);
    CHECK(count_records(root, 10, words) == 2047);
  }
}

typedef struct list_captures {
  cell *list;
  _Atomic long *total;
} list_captures;

static void add_list(void *captures) {
  list_captures *copy = captures;
  atomic_fetch_add(copy->total, sum(copy->list));
}

/* Nothing but the record of a queued task leads to its list, while others collect. */
static void queued_tasks_keep_what_they_captured(void) {
  _Atomic long total = 0;
  for (int round = 0; round < 10; round++) {
    bolt_finish scope;
    bolt_finish_begin(&scope);
    for (int i = 0; i < 3000; i++) {
      list_captures captures = {.list = make_list(20), .total = &total};
      bolt_finish_spawn(&scope, add_list, &captures, sizeof captures, NULL);
      captures.list = NULL;
      if (i % 500 == 0) {
        GC_gcollect();
      }
    }
    bolt_finish_end(&scope);
  }
  CHECK(atomic_load(&total) == 10 * 3000 * 210L);
}

typedef struct large_captures {
  long padding[50];
  cell *list;
  _Atomic long *total;
} large_captures;

static void add_large(void *captures) {
  large_captures *copy = captures;
  atomic_fetch_add(copy->total, sum(copy->list));
}

static void large_captures_are_kept_too(void) {
  _Atomic long total = 0;
  bolt_finish scope;
  bolt_finish_begin(&scope);
  for (int i = 0; i < 1000; i++) {
    large_captures captures = {.list = make_list(20), .total = &total};
    bolt_finish_spawn(&scope, add_large, &captures, sizeof captures, NULL);
    captures.list = NULL;
    if (i % 100 == 0) {
      GC_gcollect();
    }
  }
  bolt_finish_end(&scope);
  CHECK(atomic_load(&total) == 1000 * 210L);
}

/* Lists live on the stacks of tasks that wait at joins, sleep in locks, or run. */
typedef struct tree_captures {
  int depth;
  cell *shared;
  long *result;
} tree_captures;

static void build_tree(void *captures) {
  tree_captures copy = *(tree_captures *)captures;
  cell *mine = make_list(50);
  long left = 0;
  long right = 0;
  if (copy.depth > 0) {
    bolt_finish scope;
    bolt_finish_begin(&scope);
    tree_captures below = {.depth = copy.depth - 1, .shared = copy.shared, .result = &left};
    bolt_finish_spawn(&scope, build_tree, &below, sizeof below, NULL);
    below.result = &right;
    bolt_finish_spawn(&scope, build_tree, &below, sizeof below, NULL);
    bolt_finish_end(&scope);
  }
  bolt_lock_exclusive(copy.shared, NULL);
  copy.shared->next = new_cell(1, copy.depth % 2 == 0 ? copy.shared->next : NULL);
  bolt_unlock_exclusive(copy.shared);
  *copy.result = left + right + sum(mine);
}

static void stacks_of_all_workers_are_scanned(void) {
  for (int round = 0; round < 4; round++) {
    long result = 0;
    tree_captures root = {.depth = 12, .shared = new_cell(0, NULL), .result = &result};
    build_tree(&root);
    CHECK(result == ((1L << 13) - 1) * 1275);
  }
}

static void make_garbage(void *captures) {
  (void)captures;
  for (int i = 0; i < 2000; i++) {
    CHECK(sum(make_list(100)) == 5050);
  }
}

static void garbage_of_many_threads_is_reclaimed(void) {
  bolt_finish scope;
  bolt_finish_begin(&scope);
  for (int i = 0; i < 50; i++) {
    bolt_finish_spawn(&scope, make_garbage, NULL, 0, NULL);
  }
  bolt_finish_end(&scope);
  CHECK(GC_get_heap_size() < (size_t)256 << 20);
}

/* A record that waits for its next use must not keep a large structure alive. */
static _Atomic long finalized;

static void count_finalized(void *object, void *data) {
  (void)object;
  (void)data;
  atomic_fetch_add(&finalized, 1);
}

static void finished_tasks_let_go_of_what_they_captured(void) {
  enum { TASKS = 1000 };
  _Atomic long total = 0;
  atomic_store(&finalized, 0);
  bolt_finish scope;
  bolt_finish_begin(&scope);
  for (int i = 0; i < TASKS; i++) {
    list_captures captures = {.list = make_list(1), .total = &total};
    GC_register_finalizer(captures.list, count_finalized, NULL, NULL, NULL);
    bolt_finish_spawn(&scope, add_list, &captures, sizeof captures, NULL);
  }
  bolt_finish_end(&scope);
  CHECK(atomic_load(&total) == TASKS);
  for (int i = 0; i < 3; i++) {
    GC_gcollect();
    GC_invoke_finalizers();
  }
  CHECK(atomic_load(&finalized) > TASKS - 20); /* stale words on stacks keep a few */
}

/* Only the used part of a stack is scanned: 256 MB would take a tenth of a second each time. */
static void collections_do_not_scan_reserved_stacks(void) {
  double before = check_seconds(CLOCK_PROCESS_CPUTIME_ID);
  for (int i = 0; i < 20; i++) {
    GC_gcollect();
  }
  CHECK(check_seconds(CLOCK_PROCESS_CPUTIME_ID) - before < 2);
}

int32_t bolt_program_main(void) {
  CASE(objects_are_zeroed_and_typed);
  CASE(references_are_followed_to_the_last_word);
  CASE(queued_tasks_keep_what_they_captured);
  CASE(large_captures_are_kept_too);
  CASE(stacks_of_all_workers_are_scanned);
  CASE(garbage_of_many_threads_is_reclaimed);
  CASE(finished_tasks_let_go_of_what_they_captured);
  CASE(collections_do_not_scan_reserved_stacks);
  return DONE();
}
