/*
 * The program's arguments, environment and end.
 *
 * Each call makes new strings: an array that one task changes is not what another one reads.
 */
#include "args.h"

#include "bolt_std.h"
#include "panic.h"
#include "text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int argument_count;
static char **argument_texts;

void args_set(int count, char **arguments) {
  argument_count = count;
  argument_texts = arguments;
}

void bolt_std_args(bolt_array *result, const bolt_site *site) {
  int64_t length = argument_count > 1 ? argument_count - 1 : 0;
  bolt_string *texts = bolt_array_new(length, sizeof *texts, 0, site);
  for (int64_t index = 0; index < length; index++) {
    const char *text = argument_texts[index + 1];
    text_from_bytes(&texts[index], text, strlen(text));
  }
  *result = (bolt_array){.base = texts, .data = texts, .length = length};
}

void bolt_program_args(void *result) {
  bolt_std_args(result, NULL);
}

void bolt_std_env(bolt_optional_string *result, const bolt_string *name, const bolt_site *site) {
  (void)site;
  *result = (bolt_optional_string){0};
  const char *value = getenv(bolt_string_to_c(name));
  if (value != NULL) {
    result->is_some = 1;
    text_from_bytes(&result->value, value, strlen(value));
  }
}

_Noreturn void bolt_std_exit(int32_t code, const bolt_site *site) {
  if (fflush(stdout) != 0) {
    panic(site, "cannot write to standard output: %s", strerror(errno));
  }
  exit(code);
}
