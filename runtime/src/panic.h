/*
 * Panics: the end of a program that cannot go on.
 *
 * Invariant: exactly one thread reports, with one write, after the program's output has been
 * flushed; every other thread that arrives here sleeps until the process is gone.
 */
#ifndef BOLT_PANIC_H
#define BOLT_PANIC_H

#include "bolt.h"

#define PANIC_EXIT_STATUS 101

/* Prints `panic: <message>`, the site, the stack trace, and where the running tasks were spawned; exits
   with 101. */
_Noreturn void panic(const bolt_site *site, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

struct task_context;

/* The same in parts, for longer reports: the text begins with `panic: `. */
void panic_begin(void);
void panic_add(const char *format, ...) __attribute__((format(printf, 1, 2)));
/* Where the task and those around it were spawned, a line each. */
void panic_add_spawns(const struct task_context *context, const char *indent);
_Noreturn void panic_end(void);

/* A defect of the runtime or of generated code: says so, and aborts. */
_Noreturn void panic_internal(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
