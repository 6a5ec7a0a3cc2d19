/* Objects as their classes describe them: tests of types, printed forms. */
#include "bolt.h"

#include "memory.h"
#include "utf8.h"

#include <string.h>

int32_t bolt_is_instance(const void *object, const bolt_class *class) {
  const bolt_class *own = ((const bolt_object *)object)->class;
  while (own != NULL && own != class) {
    own = own->super;
  }
  return own != NULL;
}

void bolt_show_object(bolt_string *result, const void *object) {
  const char *name = object == NULL ? "unset" : ((const bolt_object *)object)->class->name;
  size_t length = strlen(name);
  char *data = mem_new_bytes(length + 3);
  data[0] = '<';
  memcpy(data + 1, name, length);
  memcpy(data + 1 + length, ">", 2);
  *result = (bolt_string){
      .bytes = length + 2, .code_points = utf8_count(data, length + 2), .data = data};
}
