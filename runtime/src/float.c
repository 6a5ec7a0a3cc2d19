/*
 * Floating-point numbers as text: the shortest decimal that reads back as the same number,
 * written so that it is a literal of the language (`1.0`, `0.1`, `1e21`, `1.5e-7`), or `inf`,
 * `-inf`, `nan`.
 *
 * Fifteen significant digits (six for f32) survive a round trip through any normal number, so a
 * number that has so short a form shows it at that precision, once trailing zeros are dropped;
 * otherwise one or two (up to three) digits more decide. Subnormal numbers carry fewer digits and
 * are tried from one digit on.
 */
#include "bolt.h"

#include "text.h"

#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 0.digits * 10^point, without trailing zeros. */
typedef struct decimal {
  char digits[24];
  int count;
  int point;
} decimal;

static void scan_decimal(decimal *result, const char *scientific) {
  const char *exponent = strchr(scientific, 'e');
  result->count = 0;
  for (const char *c = scientific; c < exponent; c++) {
    if (*c != '.') {
      result->digits[result->count++] = *c;
    }
  }
  while (result->count > 1 && result->digits[result->count - 1] == '0') {
    result->count--;
  }
  result->point = atoi(exponent + 1) + 1;
}

static void show_decimal(bolt_string *result, const decimal *number, bool negative) {
  char text[64];
  char *out = text;
  if (negative) {
    *out++ = '-';
  }
  int exponent = number->point - 1;
  if (exponent < -4 || exponent > 15) {
    *out++ = number->digits[0];
    if (number->count > 1) {
      *out++ = '.';
      memcpy(out, number->digits + 1, (size_t)number->count - 1);
      out += number->count - 1;
    }
    out += sprintf(out, "e%d", exponent);
  } else {
    int whole = number->point > 0 ? number->point : 0;
    if (whole == 0) {
      *out++ = '0';
    }
    for (int place = 0; place < whole; place++) {
      *out++ = place < number->count ? number->digits[place] : '0';
    }
    *out++ = '.';
    for (int zeros = number->point; zeros < 0; zeros++) {
      *out++ = '0';
    }
    if (whole >= number->count) {
      *out++ = '0';
    }
    for (int place = whole; place < number->count; place++) {
      *out++ = number->digits[place];
    }
  }
  text_ascii(result, text, (size_t)(out - text));
}

static bool show_special(bolt_string *result, double value) {
  if (isnan(value)) {
    *result = (bolt_string){.bytes = 3, .code_points = 3, .data = "nan"};
  } else if (isinf(value)) {
    *result = value > 0 ? (bolt_string){.bytes = 3, .code_points = 3, .data = "inf"}
                        : (bolt_string){.bytes = 4, .code_points = 4, .data = "-inf"};
  } else if (value == 0) {
    *result = signbit(value) ? (bolt_string){.bytes = 4, .code_points = 4, .data = "-0.0"}
                             : (bolt_string){.bytes = 3, .code_points = 3, .data = "0.0"};
  } else {
    return false;
  }
  return true;
}

static void show_shortest(bolt_string *result, double value, int first, int last, bool single) {
  double magnitude = fabs(value);
  char text[40];
  for (int count = first; count <= last; count++) {
    snprintf(text, sizeof text, "%.*e", count - 1, magnitude);
    if (single ? strtof(text, NULL) == (float)magnitude : strtod(text, NULL) == magnitude) {
      break;
    }
  }
  decimal number;
  scan_decimal(&number, text);
  show_decimal(result, &number, value < 0);
}

void bolt_show_f64(bolt_string *result, double value) {
  if (!show_special(result, value)) {
    show_shortest(result, value, isnormal(value) ? 15 : 1, 17, false);
  }
}

void bolt_show_f32(bolt_string *result, float value) {
  if (!show_special(result, value)) {
    show_shortest(result, value, isnormal(value) ? 6 : 1, 9, true);
  }
}
