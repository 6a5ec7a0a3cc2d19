#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* A hash map from texts to numbers: open addressing, linear probing, doubled at three quarters. */
typedef struct { char **keys; int32_t *values; int32_t capacity, count; } map;

static uint32_t hash(const char *text) {
  uint32_t h = 2166136261u;
  for (; *text; text++) h = (h ^ (unsigned char)*text) * 16777619u;
  return h;
}

static map create(int32_t capacity) {
  return (map){calloc(capacity, sizeof(char *)), calloc(capacity, sizeof(int32_t)), capacity, 0};
}

static int32_t slot(const map *m, const char *key) {
  int32_t index = (int32_t)(hash(key) & (uint32_t)(m->capacity - 1));
  while (m->keys[index] && strcmp(m->keys[index], key)) index = (index + 1) & (m->capacity - 1);
  return index;
}

static void grow(map *m) {
  map larger = create(m->capacity * 2);
  for (int32_t i = 0; i < m->capacity; i++) {
    if (!m->keys[i]) continue;
    int32_t index = slot(&larger, m->keys[i]);
    larger.keys[index] = m->keys[i];
    larger.values[index] = m->values[i];
  }
  larger.count = m->count;
  free(m->keys);
  free(m->values);
  *m = larger;
}

static void add(map *m, const char *key, int32_t value) {
  int32_t index = slot(m, key);
  if (!m->keys[index]) {
    m->keys[index] = strdup(key);
    m->count++;
  }
  m->values[index] += value;
  if (m->count * 4 > m->capacity * 3) grow(m);
}

int main(void) {
  map m = create(16);
  uint32_t state = 42;
  char key[16];
  for (int32_t i = 0; i < 4000000; i++) {
    state = state * 1664525u + 1013904223u;
    snprintf(key, sizeof key, "key%u", state >> 13);
    add(&m, key, i % 7);
  }
  uint32_t total = 0;
  for (int32_t i = 0; i < m.capacity; i++) total += (uint32_t)m.values[i];
  printf("%d %u\n", m.count, total);
  return 0;
}
