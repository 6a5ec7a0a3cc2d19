/*
 * Files and standard streams for std.io.
 *
 * Invariant: what fails leaves its reason in `last_error`, which is the thread's own; what succeeds
 * clears it. A task does not change its thread between two calls.
 */
#include "bolt_std.h"
#include "panic.h"
#include "text.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static _Thread_local int last_error;

static bool ends_well(int error) {
  last_error = error;
  return error == 0;
}

void bolt_std_last_error(bolt_string *result, const bolt_site *site) {
  (void)site;
  char buffer[256];
  const char *text = last_error == 0 ? "" : strerror_r(last_error, buffer, sizeof buffer);
  text_from_bytes(result, text, strlen(text));
}

void bolt_std_write(int32_t to, const bolt_string *text, const bolt_site *site) {
  FILE *stream = to == 2 ? stderr : stdout;
  if (fwrite(text->data, 1, text->bytes, stream) != text->bytes) {
    panic(site, "cannot write to standard %s: %s", to == 2 ? "error" : "output", strerror(errno));
  }
}

void bolt_std_flush(const bolt_site *site) {
  if (fflush(stdout) != 0) {
    panic(site, "cannot write to standard output: %s", strerror(errno));
  }
}

void bolt_std_read_line(bolt_optional_string *result, const bolt_site *site) {
  (void)site;
  *result = (bolt_optional_string){0};
  char *line = NULL;
  size_t room = 0;
  errno = 0;
  ssize_t length = getline(&line, &room, stdin);
  if (ends_well(length < 0 ? errno : 0) && length >= 0) {
    if (length > 0 && line[length - 1] == '\n') {
      length--;
    }
    if (length > 0 && line[length - 1] == '\r') {
      length--;
    }
    result->is_some = 1;
    text_from_bytes(&result->value, line, (size_t)length);
  }
  free(line);
}

/* All bytes of the stream, to be freed; NULL with errno set where it cannot be read. */
static char *read_all(FILE *file, size_t *length) {
  size_t room = 4096;
  char *bytes = malloc(room);
  *length = 0;
  while (bytes != NULL) {
    *length += fread(bytes + *length, 1, room - *length, file);
    if (ferror(file)) {
      int error = errno;
      free(bytes);
      errno = error;
      return NULL;
    }
    if (feof(file)) {
      break;
    }
    if (*length == room) {
      char *more = realloc(bytes, room * 2);
      if (more == NULL) {
        free(bytes);
      }
      bytes = more;
      room *= 2;
    }
  }
  return bytes;
}

void bolt_std_read_file(bolt_optional_string *result, const bolt_string *path,
                        const bolt_site *site) {
  (void)site;
  *result = (bolt_optional_string){0};
  errno = 0;
  FILE *file = fopen(bolt_string_to_c(path), "rbe");
  if (file == NULL) {
    (void)ends_well(errno);
    return;
  }
  size_t length;
  char *bytes = read_all(file, &length);
  if (ends_well(bytes == NULL ? errno : 0)) {
    result->is_some = 1;
    text_from_bytes(&result->value, bytes, length);
  }
  free(bytes);
  (void)fclose(file);
}

uint8_t bolt_std_write_file(const bolt_string *path, const bolt_string *text, int32_t mode,
                            const bolt_site *site) {
  (void)site;
  FILE *file = fopen(bolt_string_to_c(path), mode == 0 ? "wbe" : "abe");
  if (file == NULL) {
    return ends_well(errno);
  }
  errno = 0;
  bool is_written = fwrite(text->data, 1, text->bytes, file) == text->bytes;
  int error = is_written ? 0 : errno;
  /* What was buffered is written now, and may fail now. */
  if (fclose(file) != 0 && error == 0) {
    error = errno;
  }
  return ends_well(error);
}

uint8_t bolt_std_exists(const bolt_string *path, const bolt_site *site) {
  (void)site;
  struct stat state;
  return ends_well(stat(bolt_string_to_c(path), &state) == 0 ? 0 : errno);
}

uint8_t bolt_std_remove(const bolt_string *path, const bolt_site *site) {
  (void)site;
  return ends_well(remove(bolt_string_to_c(path)) == 0 ? 0 : errno);
}
