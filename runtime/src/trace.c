#include "trace.h"

#include "panic.h"
#include "task.h"

#include <backtrace.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>
#include <unwind.h>

/* Of a run of one function, this many are shown. */
#define SHOWN_OF_RUN 3
/* Of all lines, these at the beginning and at the end. */
#define FIRST_LINES 20
#define LAST_LINES 10
/* Return addresses that are remembered with what they mean; recursion comes back to few. */
#define CACHED_ADDRESSES 4096
#define MOST_INLINED 16
/* Of a thread that waits; the collector has other signals. */
#define MOST_CAPTURED 4096
#define CAPTURE_SIGNAL (SIGRTMIN + 3)
#define CAPTURE_TRIES 1000

/* A function that was active; the texts belong to libbacktrace. */
typedef struct frame {
  const char *function;
  const char *path;
  int line;
} frame;

/* The functions of one address, of which all but the last have been inlined. */
typedef struct address_frames {
  uintptr_t address;
  int count;
  frame frames[MOST_INLINED];
} address_frames;

/* A line of the report: a frame, or how many more frames of the same function follow. */
typedef struct trace_line {
  frame frame;
  uint64_t repeated; /* 0: the frame itself */
} trace_line;

/* Only the reporting thread uses these; its own stack may be exhausted. */
static struct backtrace_state *tables;
static address_frames *cache; /* mapped when it is needed: the collector reads static data */
static trace_line last_lines[LAST_LINES];
static uint64_t lines;
static frame run;
static uint64_t run_length;
static const char *line_indent;

/* Lines. */

static void write_line(const trace_line *line) {
  if (line->repeated > 0) {
    panic_add("%s... %llu more frames of %s\n", line_indent, (unsigned long long)line->repeated,
              line->frame.function);
  } else {
    panic_add("%sin %s at %s:%d\n", line_indent, line->frame.function, line->frame.path,
              line->frame.line);
  }
}

static void add_line(frame frame, uint64_t repeated) {
  trace_line line = {.frame = frame, .repeated = repeated};
  if (lines < FIRST_LINES) {
    write_line(&line);
  } else {
    last_lines[lines % LAST_LINES] = line;
  }
  lines++;
}

static void write_last_lines(void) {
  uint64_t from = FIRST_LINES;
  if (lines > FIRST_LINES + LAST_LINES) {
    from = lines - LAST_LINES;
    panic_add("%s... %llu more lines\n", line_indent, (unsigned long long)(from - FIRST_LINES));
  }
  for (; from < lines; from++) {
    write_line(&last_lines[from % LAST_LINES]);
  }
}

/* Frames. */

static bool is_same_function(const frame *a, const frame *b) {
  return a->function == b->function ||
         (strcmp(a->function, b->function) == 0 && strcmp(a->path, b->path) == 0);
}

static void end_run(void) {
  if (run_length == SHOWN_OF_RUN + 1) {
    add_line(run, 0);
  } else if (run_length > SHOWN_OF_RUN) {
    add_line(run, run_length - SHOWN_OF_RUN);
  }
  run_length = 0;
}

static void add_frame(frame frame) {
  if (run_length > 0 && !is_same_function(&run, &frame)) {
    end_run();
  }
  run = frame;
  run_length++;
  if (run_length <= SHOWN_OF_RUN) {
    add_line(frame, 0);
  }
}

/* Addresses. */

static bool is_bolt(const char *path) {
  const char *extension = strrchr(path, '.');
  return extension != NULL && strcmp(extension, ".bolt") == 0;
}

static int keep_frame(void *data, uintptr_t address, const char *path, int line,
                      const char *function) {
  (void)address;
  address_frames *kept = data;
  if (path == NULL || function == NULL || !is_bolt(path) || kept->count == MOST_INLINED) {
    return 0;
  }
  /* The project's folder, to which paths are relative, is called so. */
  if (strncmp(path, "./", 2) == 0) {
    path += 2;
  }
  kept->frames[kept->count++] = (frame){.function = function, .path = path, .line = line};
  return 0;
}

/* Without tables, or with tables that cannot be read, there are no frames: the panic itself counts. */
static void ignore_failure(void *data, const char *message, int number) {
  (void)data;
  (void)message;
  (void)number;
}

static const address_frames *frames_at(uintptr_t address) {
  address_frames *entry = &cache[address % CACHED_ADDRESSES];
  if (entry->address != address) {
    entry->address = address;
    entry->count = 0;
    (void)backtrace_pcinfo(tables, address, keep_frame, ignore_failure, entry);
  }
  return entry;
}

static void add_address(uintptr_t address) {
  const address_frames *found = frames_at(address);
  for (int i = 0; i < found->count; i++) {
    add_frame(found->frames[i]);
  }
}

/* Files. */

/* Whether a file that the process runs from is no longer the one with its name: another build has
   replaced it, whose tables would tell of other code. */
static bool is_replaced(const char *mapping) {
  static const char mark[] = " (deleted)";
  size_t length = strlen(mapping);
  return strstr(mapping, " r-xp ") != NULL && length >= sizeof mark &&
         strcmp(mapping + length - (sizeof mark - 1), mark) == 0;
}

/* Allocates nothing: the panic may come from within an allocation. */
static bool is_outdated(void) {
  static char text[16384];
  int maps = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
  if (maps < 0) {
    return false;
  }
  bool found = false;
  size_t used = 0;
  for (ssize_t count; !found && (count = read(maps, text + used, sizeof text - 1 - used)) > 0;) {
    used += (size_t)count;
    text[used] = '\0';
    char *line = text;
    for (char *end; !found && (end = strchr(line, '\n')) != NULL; line = end + 1) {
      *end = '\0';
      found = is_replaced(line);
    }
    used -= (size_t)(line - text);
    memmove(text, line, used);
  }
  close(maps);
  return found;
}

/* False without tables. */
static bool begin(const char *indent) {
  if (is_outdated()) {
    panic_add("%s(no stack trace: the program has been built anew since it started)\n", indent);
    return false;
  }
  line_indent = indent;
  lines = 0;
  run_length = 0;
  if (tables == NULL) {
    const size_t size = CACHED_ADDRESSES * sizeof *cache;
    void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (memory == MAP_FAILED) {
      return false;
    }
    cache = memory;
    tables = backtrace_create_state(NULL, 0, ignore_failure, NULL);
  }
  return tables != NULL;
}

static void end(void) {
  end_run();
  write_last_lines();
}

/* Walking stacks. */

typedef void address_visitor(uintptr_t address);

static _Unwind_Reason_Code visit(struct _Unwind_Context *context, void *data) {
  int is_exact = 0; /* a signal came there; else it is behind a call */
  uintptr_t address = _Unwind_GetIPInfo(context, &is_exact) - 1;
  if (is_exact) {
    address++;
  }
  /* What a worker did before it took the task is not the task's. */
  if (_Unwind_GetRegionStart(context) == (uintptr_t)task_run) {
    return _URC_NORMAL_STOP;
  }
  (*(address_visitor **)data)(address);
  return _URC_NO_REASON;
}

static void walk(address_visitor *visitor) { (void)_Unwind_Backtrace(visit, &visitor); }

void trace_add_current(const char *indent) {
  if (begin(indent)) {
    walk(add_address);
    end();
  }
}

/* Another thread walks its own stack, in a handler of a signal that nothing else uses. */

static uintptr_t captured[MOST_CAPTURED];
static int captured_count;
static atomic_bool is_captured;

static void capture_address(uintptr_t address) {
  if (captured_count < MOST_CAPTURED) {
    captured[captured_count++] = address;
  }
}

static void on_capture(int signal_number) {
  (void)signal_number;
  int error = errno;
  walk(capture_address);
  atomic_store_explicit(&is_captured, true, memory_order_release);
  errno = error;
}

static bool capture(pthread_t thread) {
  captured_count = 0;
  atomic_store(&is_captured, false);
  struct sigaction action = {.sa_handler = on_capture, .sa_flags = SA_ONSTACK | SA_RESTART};
  sigemptyset(&action.sa_mask);
  if (sigaction(CAPTURE_SIGNAL, &action, NULL) != 0 || pthread_kill(thread, CAPTURE_SIGNAL) != 0) {
    return false;
  }
  for (int tries = 0; tries < CAPTURE_TRIES; tries++) {
    if (atomic_load_explicit(&is_captured, memory_order_acquire)) {
      return true;
    }
    usleep(1000);
  }
  return false;
}

void trace_add_of(pthread_t thread, const char *indent) {
  if (pthread_equal(thread, pthread_self())) {
    trace_add_current(indent);
  } else if (begin(indent) && capture(thread)) {
    for (int i = 0; i < captured_count; i++) {
      add_address(captured[i]);
    }
    end();
  }
}
