/* Strings and how values are shown. */
#include "check.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool equals(const bolt_string *string, const char *text) {
  return string->bytes == strlen(text) && memcmp(string->data, text, string->bytes + 1) == 0;
}

static bolt_string literal(const char *text) {
  uint64_t code_points = 0;
  for (const char *c = text; *c != '\0'; c++) {
    code_points += ((unsigned char)*c & 0xC0) != 0x80;
  }
  return (bolt_string){.bytes = strlen(text), .code_points = code_points, .data = text};
}

static void concat_joins_all_parts(void) {
  bolt_string parts[] = {literal("x = "), literal("π"), literal(""), literal("!")};
  bolt_string result;
  bolt_string_concat(&result, parts, 4);
  CHECK(equals(&result, "x = π!"));
  CHECK(result.code_points == 6);
  bolt_string_concat(&parts[1], parts, 2);
  CHECK(equals(&parts[1], "x = π"));
}

static void concat_of_one_filled_part_shares_it(void) {
  bolt_string parts[] = {literal(""), literal("alone"), literal("")};
  bolt_string result;
  bolt_string_concat(&result, parts, 3);
  CHECK(result.data == parts[1].data && result.code_points == 5);
  bolt_string_concat(&result, parts, 0);
  CHECK(equals(&result, ""));
  bolt_string_concat(&result, parts, 1);
  CHECK(equals(&result, ""));
}

static int32_t compare(const char *a, const char *b) {
  bolt_string left = literal(a);
  bolt_string right = literal(b);
  return bolt_string_compare(&left, &right);
}

static void compare_orders_by_code_points(void) {
  CHECK(compare("", "") == 0);
  CHECK(compare("a", "a") == 0);
  CHECK(compare("a", "b") == -1);
  CHECK(compare("b", "a") == 1);
  CHECK(compare("a", "ab") == -1);
  CHECK(compare("ab", "a") == 1);
  CHECK(compare("z", "é") == -1);
  CHECK(compare("\xEF\xBF\xBD", "\xF0\x9F\x98\x80") == -1);
}

static void integers_show_their_whole_range(void) {
  bolt_string result;
  bolt_show_i64(&result, 0);
  CHECK(equals(&result, "0"));
  bolt_show_i64(&result, INT64_MIN);
  CHECK(equals(&result, "-9223372036854775808"));
  bolt_show_i64(&result, INT64_MAX);
  CHECK(equals(&result, "9223372036854775807"));
  bolt_show_u64(&result, UINT64_MAX);
  CHECK(equals(&result, "18446744073709551615"));
  bolt_show_i128(&result, 0, INT64_MIN);
  CHECK(equals(&result, "-170141183460469231731687303715884105728"));
  bolt_show_i128(&result, UINT64_MAX, -1);
  CHECK(equals(&result, "-1"));
  bolt_show_i128(&result, 0, 1);
  CHECK(equals(&result, "18446744073709551616"));
  bolt_show_u128(&result, UINT64_MAX, UINT64_MAX);
  CHECK(equals(&result, "340282366920938463463374607431768211455"));
}

static void bools_and_chars_show_as_text(void) {
  bolt_string result;
  bolt_show_bool(&result, 1);
  CHECK(equals(&result, "true"));
  bolt_show_bool(&result, 0);
  CHECK(equals(&result, "false"));
  const struct {
    uint32_t code_point;
    const char *text;
  } chars[] = {{'a', "a"},       {0x7F, "\x7F"},          {0x80, "\xC2\x80"},
               {0x7FF, "߿"},     {0x800, "ࠀ"},            {0x20AC, "€"},
               {0xFFFF, "\xEF\xBF\xBF"}, {0x10000, "𐀀"}, {0x1F600, "😀"},
               {0x10FFFF, "\xF4\x8F\xBF\xBF"}};
  for (size_t i = 0; i < sizeof chars / sizeof *chars; i++) {
    bolt_show_char(&result, chars[i].code_point);
    CHECK(equals(&result, chars[i].text) && result.code_points == 1);
  }
  bolt_show_char(&result, 0);
  CHECK(result.bytes == 1 && result.data[0] == '\0');
}

static void doubles_show_as_short_literals(void) {
  const struct {
    double value;
    const char *text;
  } cases[] = {
    {1.0, "1.0"}, {-1.0, "-1.0"}, {0.0, "0.0"}, {-0.0, "-0.0"}, {0.1, "0.1"}, {100.0, "100.0"},
    {0.1 + 0.2, "0.30000000000000004"}, {1.0 / 3, "0.3333333333333333"}, {123456.75, "123456.75"},
    {0.0001, "0.0001"}, {0.00012345, "0.00012345"}, {0.00001, "1e-5"}, {1.5e-7, "1.5e-7"},
    {1e15, "1000000000000000.0"}, {1e16, "1e16"}, {1.25e21, "1.25e21"}, {-2.5e300, "-2.5e300"},
    {9007199254740993.0, "9007199254740992.0"}, {DBL_MAX, "1.7976931348623157e308"},
    {DBL_MIN, "2.2250738585072014e-308"}, {5e-324, "5e-324"}, {1e-320, "1e-320"},
    {INFINITY, "inf"}, {-INFINITY, "-inf"}, {NAN, "nan"}, {-NAN, "nan"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    bolt_string result;
    bolt_show_f64(&result, cases[i].value);
    CHECK(equals(&result, cases[i].text));
  }
}

static void singles_show_as_short_literals(void) {
  const struct {
    float value;
    const char *text;
  } cases[] = {
    {1.0f, "1.0"}, {0.1f, "0.1"}, {16777216.0f, "16777216.0"}, {3.4028235e38f, "3.4028235e38"},
    {1.0f / 3, "0.33333334"}, {1e-45f, "1e-45"}, {1.1754944e-38f, "1.1754944e-38"},
    {-0.0f, "-0.0"}, {INFINITY, "inf"}, {NAN, "nan"},
  };
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    bolt_string result;
    bolt_show_f32(&result, cases[i].value);
    CHECK(equals(&result, cases[i].text));
  }
}

/* Significant digits of a shown number. */
static int digits_of(const bolt_string *shown) {
  int digits = 0;
  int zeros = 0;
  for (const char *c = shown->data; *c != '\0' && *c != 'e'; c++) {
    if (*c == '0') {
      zeros += digits > 0;
    } else if (*c >= '1' && *c <= '9') {
      digits += 1 + zeros;
      zeros = 0;
    }
  }
  return digits;
}

static void random_doubles_read_back_and_none_is_shorter(void) {
  uint64_t state = 42;
  for (int i = 0; i < 100000; i++) {
    uint64_t bits = check_random(&state);
    double value;
    memcpy(&value, &bits, sizeof value);
    if (!isfinite(value)) {
      continue;
    }
    bolt_string shown;
    bolt_show_f64(&shown, value);
    CHECK(strtod(shown.data, NULL) == value);
    int digits = digits_of(&shown);
    if (digits > 1) {
      char shorter[40];
      snprintf(shorter, sizeof shorter, "%.*e", digits - 2, value);
      CHECK(strtod(shorter, NULL) != value);
    }
  }
}

static void random_singles_read_back(void) {
  uint64_t state = 43;
  for (int i = 0; i < 100000; i++) {
    uint32_t bits = (uint32_t)check_random(&state);
    float value;
    memcpy(&value, &bits, sizeof value);
    if (isfinite(value)) {
      bolt_string shown;
      bolt_show_f32(&shown, value);
      CHECK(strtof(shown.data, NULL) == value);
    }
  }
}

int32_t bolt_program_main(void) {
  CASE(concat_joins_all_parts);
  CASE(concat_of_one_filled_part_shares_it);
  CASE(compare_orders_by_code_points);
  CASE(integers_show_their_whole_range);
  CASE(bools_and_chars_show_as_text);
  CASE(doubles_show_as_short_literals);
  CASE(singles_show_as_short_literals);
  CASE(random_doubles_read_back_and_none_is_shorter);
  CASE(random_singles_read_back);
  return DONE();
}
