#include "panic.h"

#include "task.h"
#include "trace.h"
#include "worker.h"

#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

/* Spawn sites that a report shows before it says that there are more. */
#define SHOWN_SPAWNS 16

static atomic_flag reporting = ATOMIC_FLAG_INIT;

/* Only the reporting thread uses these; its own stack may be exhausted. */
static char report[32768];
static size_t used;

static void append(const char *format, va_list arguments) {
  int length = vsnprintf(report + used, sizeof report - used, format, arguments);
  if (length > 0) {
    size_t room = sizeof report - used - 1;
    used += (size_t)length < room ? (size_t)length : room;
  }
}

void panic_add(const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  append(format, arguments);
  va_end(arguments);
}

void panic_begin(void) {
  if (atomic_flag_test_and_set(&reporting)) {
    for (;;) {
      pause();
    }
  }
}

/* Keeps the lock of stdout, so that nothing is printed behind what has been flushed. A thread that
   never gives it back (it blocks in a write, say) must not keep the report from appearing. */
static void flush_output(void) {
  for (int tries = 0; tries < 1000; tries++) {
    if (ftrylockfile(stdout) == 0) {
      fflush_unlocked(stdout);
      return;
    }
    usleep(1000);
  }
}

static void write_report(void) {
  for (size_t written = 0; written < used;) {
    ssize_t count = write(STDERR_FILENO, report + written, used - written);
    if (count <= 0) {
      return;
    }
    written += (size_t)count;
  }
}

void panic_add_spawns(const task_context *context, const char *indent) {
  int shown = 0;
  for (; context != NULL && context->scope != NULL; context = context->scope->opener) {
    if (context->spawned_at == NULL) {
      continue;
    }
    if (shown++ == SHOWN_SPAWNS) {
      panic_add("%s(and earlier tasks)\n", indent);
      return;
    }
    const bolt_site *site = context->spawned_at;
    panic_add("%sin a task spawned at %s:%u:%u\n", indent, site->path, site->line, site->column);
  }
}

_Noreturn void panic_end(void) {
  flush_output();
  write_report();
  _exit(PANIC_EXIT_STATUS);
}

_Noreturn void panic(const bolt_site *site, const char *format, ...) {
  panic_begin();
  va_list arguments;
  va_start(arguments, format);
  panic_add("panic: ");
  append(format, arguments);
  va_end(arguments);
  panic_add("\n");
  if (site != NULL) {
    panic_add("  at %s:%u:%u\n", site->path, site->line, site->column);
  }
  trace_add_current("  ");
  panic_add_spawns(worker_self == NULL ? NULL : worker_self->context, "  ");
  panic_end();
}

_Noreturn void panic_internal(const char *format, ...) {
  panic_begin();
  va_list arguments;
  va_start(arguments, format);
  panic_add("internal error: ");
  append(format, arguments);
  va_end(arguments);
  panic_add("\n  this is a bug in boltd\n");
  flush_output();
  write_report();
  abort();
}

_Noreturn void bolt_panic(const bolt_site *site, const bolt_string *message) {
  int length = message->bytes > INT_MAX ? INT_MAX : (int)message->bytes;
  panic(site, "%.*s", length, length == 0 ? "" : message->data);
}

_Noreturn void bolt_panic_receiver(const bolt_site *site, const char *name) {
  panic(site, "cannot call a method of `%s`: it is unset", name);
}

_Noreturn void bolt_panic_field_access(const bolt_site *site, const char *name) {
  panic(site, "cannot access a field of `%s`: it is unset", name);
}

_Noreturn void bolt_panic_unset_element(const bolt_site *site, const char *name) {
  panic(site, "an element of `%s` is unset", name);
}

_Noreturn void bolt_panic_unset_field(const bolt_site *site, const char *name) {
  panic(site, "field `%s` is unset", name);
}

_Noreturn void bolt_panic_divide(const bolt_site *site) { panic(site, "division by zero"); }
