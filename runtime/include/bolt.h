/*
 * The runtime's ABI: what generated code may call and what it must lay out.
 *
 * Invariant: everything that generated code touches is declared here, and nothing else leaves the
 * shared library; src/llvm/runtime-abi.ts mirrors it. A `site` may be NULL where none is known.
 */
#ifndef BOLT_H
#define BOLT_H

#include <stddef.h>
#include <stdint.h>

#pragma GCC visibility push(default)

typedef void (*bolt_method)(void);

/* A class descriptor; generated code emits one constant per class (and per generic instance). */
typedef struct bolt_class {
  const char *name;               /* as printed in messages */
  const struct bolt_class *super; /* NULL at the root */
  uint64_t size;                  /* bytes of an object, header included */
  uint32_t pointer_free;          /* 1: no field can hold a reference */
  uint32_t method_count;
  bolt_method methods[];          /* the method table */
} bolt_class;

/* Every object starts with this; fields follow at the offsets that the compiler lays out. */
typedef struct bolt_object {
  const bolt_class *class;
  uint64_t lock;                  /* owned by lock.c; 0 = free */
} bolt_object;

/* A place in the source that may panic; module assembly fills tables of these. */
typedef struct bolt_site {
  const char *path;               /* relative to the project */
  uint32_t line;
  uint32_t column;
} bolt_site;

/* Immutable UTF-8, passed by pointer. Behind the last byte anything may stand: for C there is
   bolt_string_to_c. */
typedef struct bolt_string {
  uint64_t bytes;
  uint64_t code_points;
  const char *data;
} bolt_string;

/*
 * The scope of a `finish`, on the stack of the function that opened it, closed by the same task.
 * Scopes of a task nest like its blocks; locks taken inside a scope are released inside it.
 */
typedef struct bolt_finish {
  _Alignas(16) unsigned char opaque[64];
} bolt_finish;

/* The program's `main`, emitted by the module that declares it: the exit code. */
int32_t bolt_program_main(void);

/* The program's arguments, its own name left out, as a `string[]`: a place for a bolt_array. */
void bolt_program_args(void *result);

/* Memory: a zero-filled object of the class; panics when the heap is exhausted. */
void *bolt_new(const bolt_class *class);
/* Zero-filled elements of an array; panics when there cannot be so many. NULL where it is empty. */
void *bolt_array_new(int64_t length, uint64_t element_size, uint32_t pointer_free,
                     const bolt_site *site);
/* A copy of `size` bytes that stays and is scanned for references: a thread's own variable. */
void *bolt_local_new(const void *initial, uint64_t size);
/* 1 where the object is of the class or of one below it. */
int32_t bolt_is_instance(const void *object, const bolt_class *class);

/*
 * Tasks. `captures` is copied (size bytes, 16-aligned, scanned for references); `code` receives the
 * copy. The scope is the opener's innermost one, or the one that the spawning task belongs to. The
 * call may run the task itself, or other tasks of the scope, before it returns.
 */
void bolt_finish_begin(bolt_finish *scope);
void bolt_finish_spawn(bolt_finish *scope, void (*code)(void *captures), const void *captures,
                       uint64_t size, const bolt_site *site);
void bolt_finish_end(bolt_finish *scope);

/*
 * Locks of objects: re-entrant, readers-writer, owned by tasks. Whoever reads may not ask to write
 * before it has released (a panic); whoever writes may read.
 */
void bolt_lock_shared(void *object, const bolt_site *site);
void bolt_unlock_shared(void *object);
void bolt_lock_exclusive(void *object, const bolt_site *site);
void bolt_unlock_exclusive(void *object);

/* C's printf, one call atomic with respect to other threads. */
void bolt_printf(const char *format, ...) __attribute__((format(printf, 1, 2)));

/* Strings. The result may be one of the parts. */
void bolt_string_concat(bolt_string *result, const bolt_string *parts, uint64_t count);
void bolt_show_i64(bolt_string *result, int64_t value);
void bolt_show_u64(bolt_string *result, uint64_t value);
void bolt_show_i128(bolt_string *result, uint64_t low, int64_t high);
void bolt_show_u128(bolt_string *result, uint64_t low, uint64_t high);
void bolt_show_f64(bolt_string *result, double value);
void bolt_show_f32(bolt_string *result, float value);
void bolt_show_bool(bolt_string *result, uint32_t value);
void bolt_show_char(bolt_string *result, uint32_t code_point);
/* Its class between angle brackets. */
void bolt_show_object(bolt_string *result, const void *object);
/* As literals of the language. */
void bolt_string_quote(bolt_string *result, const bolt_string *text);
void bolt_char_quote(bolt_string *result, uint32_t code_point);
/* -1, 0 or 1, by code points. */
int32_t bolt_string_compare(const bolt_string *a, const bolt_string *b);
int32_t bolt_string_equal(const bolt_string *a, const bolt_string *b);
/* The same for equal strings, in every run. */
uint64_t bolt_string_hash(const bolt_string *text);
/* Positions count code points; slice and at panic where there are none. */
void bolt_string_slice(bolt_string *result, const bolt_string *text, int64_t from, int64_t to,
                       const bolt_site *site);
uint32_t bolt_string_at(const bolt_string *text, int64_t position, const bolt_site *site);
/* The code point that starts at a byte inside the string, and the bytes that one takes. */
uint32_t bolt_string_decode(const bolt_string *text, int64_t offset);
int64_t bolt_char_bytes(uint32_t code_point);
/* For C functions: a copy with a NUL behind, and what C returned; NULL is an empty string, and bytes
   that are not UTF-8 become U+FFFD. */
char *bolt_string_to_c(const bolt_string *text);
void bolt_string_from_c(bolt_string *result, const char *text);

/* Panics: message, position, flush, exit status 101. `name` is the variable or field. */
_Noreturn void bolt_panic(const bolt_site *site, const bolt_string *message);
_Noreturn void bolt_panic_index(const bolt_site *site, int64_t index, int64_t length);
_Noreturn void bolt_panic_slice(const bolt_site *site, int64_t from, int64_t to, int64_t length);
_Noreturn void bolt_panic_join(const bolt_site *site);
/* A C function that returned NULL. */
_Noreturn void bolt_panic_null(const bolt_site *site, const char *name);
_Noreturn void bolt_panic_receiver(const bolt_site *site, const char *name);
_Noreturn void bolt_panic_field_access(const bolt_site *site, const char *name);
_Noreturn void bolt_panic_unset_field(const bolt_site *site, const char *name);
_Noreturn void bolt_panic_unset_element(const bolt_site *site, const char *name);
_Noreturn void bolt_panic_divide(const bolt_site *site);

#pragma GCC visibility pop

#endif
