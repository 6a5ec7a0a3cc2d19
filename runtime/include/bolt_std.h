/*
 * The runtime's functions for the standard library, which declares them `extern` in Bolt. Strings,
 * arrays, tuples and optionals are passed by address, results of these through an address that
 * comes first; the place of the call comes last, for those that may panic.
 */
#ifndef BOLT_STD_H
#define BOLT_STD_H

#include "bolt.h"

#pragma GCC visibility push(default)

/* T[]: `data` points into what `base` keeps alive. */
typedef struct bolt_array {
  void *base;
  void *data;
  int64_t length;
} bolt_array;

/* string? */
typedef struct bolt_optional_string {
  uint8_t is_some;
  bolt_string value;
} bolt_optional_string;

/* f64? */
typedef struct bolt_optional_f64 {
  uint8_t is_some;
  double value;
} bolt_optional_f64;

/* std.process */
void bolt_std_args(bolt_array *result, const bolt_site *site);
void bolt_std_env(bolt_optional_string *result, const bolt_string *name, const bolt_site *site);
_Noreturn void bolt_std_exit(int32_t code, const bolt_site *site);

/* std.time: nanoseconds. */
int64_t bolt_std_monotonic(const bolt_site *site);
int64_t bolt_std_wall(const bolt_site *site);
void bolt_std_sleep(int64_t nanoseconds, const bolt_site *site);

/* std.io: bytes that are not UTF-8 become U+FFFD. `mode`: 0 replaces the file, 1 appends to it. */
void bolt_std_write(int32_t to, const bolt_string *text, const bolt_site *site);
void bolt_std_flush(const bolt_site *site);
void bolt_std_read_line(bolt_optional_string *result, const bolt_site *site);
void bolt_std_read_file(bolt_optional_string *result, const bolt_string *path,
                        const bolt_site *site);
uint8_t bolt_std_write_file(const bolt_string *path, const bolt_string *text, int32_t mode,
                            const bolt_site *site);
uint8_t bolt_std_exists(const bolt_string *path, const bolt_site *site);
uint8_t bolt_std_remove(const bolt_string *path, const bolt_site *site);
/* Why the last of these failed in this thread; empty where none did. */
void bolt_std_last_error(bolt_string *result, const bolt_site *site);

/* std.string */
void bolt_std_concat(bolt_string *result, const bolt_array *parts, const bolt_site *site);
void bolt_std_put(const bolt_array *bytes, int64_t at, const bolt_string *text,
                  const bolt_site *site);
void bolt_std_copy(const bolt_array *to, const bolt_array *from, const bolt_site *site);
void bolt_std_text(bolt_string *result, const bolt_array *bytes, int64_t end, int32_t length,
                   const bolt_site *site);
void bolt_std_from_chars(bolt_string *result, const bolt_array *chars, const bolt_site *site);
/* Bytes from `from` up to `to`, both at the beginning of a code point. */
void bolt_std_bytes(bolt_string *result, const bolt_string *text, int64_t from, int64_t to,
                    const bolt_site *site);
/* Byte offset of `part` in `text` from byte `from` on, or -1. */
int64_t bolt_std_find(const bolt_string *text, const bolt_string *part, int64_t from,
                      const bolt_site *site);
/* Code points in the first `bytes` bytes. */
int64_t bolt_std_count(const bolt_string *text, int64_t bytes, const bolt_site *site);
void bolt_std_parse_f64(bolt_optional_f64 *result, const bolt_string *text, const bolt_site *site);

#pragma GCC visibility pop

#endif
