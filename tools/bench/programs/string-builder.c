#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

typedef struct { char *data; size_t length, capacity; } builder;

static void append(builder *b, const char *text, size_t length) {
  if (b->length + length > b->capacity) {
    b->capacity = b->capacity * 2 < b->length + length ? b->length + length : b->capacity * 2;
    b->data = realloc(b->data, b->capacity);
  }
  memcpy(b->data + b->length, text, length);
  b->length += length;
}

int main(void) {
  uint32_t checksum = 0;
  char number[16];
  for (int round = 0; round < 20; round++) {
    builder b = {malloc(16), 0, 16};
    for (int32_t i = 0; i < 1000000; i++) {
      append(&b, "item ", 5);
      append(&b, number, (size_t)snprintf(number, sizeof number, "%d", i));
      append(&b, "; ", 2);
    }
    for (size_t i = 0; i < b.length; i++) checksum = checksum * 31 + (unsigned char)b.data[i];
    free(b.data);
  }
  printf("%u\n", checksum);
  return 0;
}
