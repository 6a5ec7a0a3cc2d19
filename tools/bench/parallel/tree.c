#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

typedef struct tree {
  bool inner;
  int value;
  struct tree *left;
  struct tree *right;
} tree;

static tree *build(int depth, int value) {
  tree *made = calloc(1, sizeof *made);
  made->value = value % 7;
  if (depth > 0) {
    made->inner = true;
    made->left = build(depth - 1, 2 * value);
    made->right = build(depth - 1, 2 * value + 1);
  }
  return made;
}

static int sum(const tree *tree) {
  return tree->inner ? tree->value + sum(tree->left) + sum(tree->right) : tree->value;
}

typedef struct half {
  const tree *tree;
  int depth;
  int result;
} half;

static int parallel_sum(const tree *tree, int depth);

static void *run(void *argument) {
  half *half = argument;
  half->result = parallel_sum(half->tree, half->depth);
  return NULL;
}

static int parallel_sum(const tree *tree, int depth) {
  if (depth <= 10) {
    return sum(tree);
  }
  half left = {.tree = tree->left, .depth = depth - 1};
  pthread_t thread;
  if (pthread_create(&thread, NULL, run, &left) != 0) {
    abort();
  }
  int right = parallel_sum(tree->right, depth - 1);
  pthread_join(thread, NULL);
  return tree->value + left.result + right;
}

int main(void) {
  tree *tree = build(16, 1);
  int total = 0;
  for (int round = 0; round < 400; round++) {
    total += parallel_sum(tree, 16) % 1000;
  }
  printf("%d\n", total);
}
