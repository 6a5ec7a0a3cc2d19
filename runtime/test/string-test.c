/* Strings and how values are shown. */
#include "check.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static bool equals(const bolt_string *string, const char *text) {
  return string->bytes == strlen(text) && memcmp(string->data, text, string->bytes) == 0;
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

/* A long string and what is appended to it, by two who do not know of each other. */
static void appends_leave_the_older_string_as_it_is(void) {
  bolt_string old = {.bytes = 0, .code_points = 0, .data = ""};
  for (int i = 0; i < 1000; i++) {
    bolt_string parts[] = {old, literal("0123456789")};
    bolt_string_concat(&old, parts, 2);
  }
  CHECK(old.bytes == 10000 && old.code_points == 10000);
  bolt_string left[] = {old, literal("left")};
  bolt_string right[] = {old, literal("right"), literal("ä")};
  bolt_string one;
  bolt_string other;
  bolt_string_concat(&one, left, 2);
  bolt_string_concat(&other, right, 3);
  CHECK(one.bytes == 10004 && memcmp(one.data + 10000, "left", 4) == 0);
  CHECK(other.bytes == 10007 && memcmp(other.data + 10000, "rightä", 7) == 0);
  CHECK(other.code_points == 10006);
  for (int i = 0; i < 10000; i++) {
    CHECK(old.data[i] == '0' + i % 10 && one.data[i] == old.data[i] && other.data[i] == old.data[i]);
  }
  bolt_string twice[] = {one, one};
  bolt_string_concat(&one, twice, 2);
  CHECK(one.bytes == 20008 && memcmp(one.data, one.data + 10004, 10004) == 0);
}

static bolt_string slice(bolt_string text, int64_t from, int64_t to) {
  bolt_string result;
  bolt_string_slice(&result, &text, from, to, NULL);
  return result;
}

static void slices_count_code_points(void) {
  bolt_string mixed = literal("aé€😀zzzzzzzzzé€😀b");
  int64_t length = (int64_t)mixed.code_points;
  for (int64_t from = 0; from <= length; from++) {
    for (int64_t to = from; to <= length; to++) {
      bolt_string part = slice(mixed, from, to);
      CHECK(part.code_points == (uint64_t)(to - from));
      for (int64_t i = from; i < to; i++) {
        CHECK(bolt_string_at(&part, i - from, NULL) == bolt_string_at(&mixed, i, NULL));
      }
    }
  }
  bolt_string ascii = slice(literal("hello"), 1, 3);
  CHECK(equals(&ascii, "el"));
  bolt_string nothing = slice((bolt_string){0}, 0, 0);
  CHECK(nothing.bytes == 0);
}

static void decoding_goes_code_point_by_code_point(void) {
  bolt_string text = literal("aé€😀");
  static const uint32_t expected[] = {'a', 0xE9, 0x20AC, 0x1F600};
  int64_t offset = 0;
  for (int i = 0; i < 4; i++) {
    uint32_t found = bolt_string_decode(&text, offset);
    CHECK(found == expected[i]);
    offset += bolt_char_bytes(found);
  }
  CHECK((uint64_t)offset == text.bytes);
}

static void equal_strings_have_equal_hashes(void) {
  char text[64];
  uint64_t seen[sizeof text];
  for (size_t size = 0; size < sizeof text; size++) {
    memset(text, 'x', size);
    bolt_string string = {.bytes = size, .code_points = size, .data = text};
    char *copy = malloc(size + 1);
    memcpy(copy, text, size);
    bolt_string other = {.bytes = size, .code_points = size, .data = copy};
    seen[size] = bolt_string_hash(&string);
    CHECK(seen[size] == bolt_string_hash(&other) && bolt_string_equal(&string, &other));
    for (size_t before = 0; before < size; before++) {
      CHECK(seen[before] != seen[size]);
      copy[before] ^= 1;
      CHECK(bolt_string_hash(&other) != seen[size] && !bolt_string_equal(&string, &other));
      copy[before] ^= 1;
    }
    free(copy);
  }
}

static void quotes_escape_what_a_literal_cannot_hold(void) {
  bolt_string text = literal("a\"\\\n\t\r$'é\x01");
  bolt_string result;
  bolt_string_quote(&result, &text);
  CHECK(equals(&result, "\"a\\\"\\\\\\n\\t\\r\\$'é\\u{1}\""));
  CHECK(result.code_points == result.bytes - 1);
  bolt_char_quote(&result, '\'');
  CHECK(equals(&result, "'\\''"));
  bolt_char_quote(&result, '"');
  CHECK(equals(&result, "'\"'"));
  bolt_string_quote(&result, &(bolt_string){0});
  CHECK(equals(&result, "\"\""));
}

static void texts_of_c_become_valid(void) {
  bolt_string result;
  bolt_string_from_c(&result, "a\xFFé\xC3");
  CHECK(equals(&result, "a\xEF\xBF\xBDé\xEF\xBF\xBD") && result.code_points == 4);
  bolt_string_from_c(&result, "\xED\xA0\x80");
  CHECK(result.code_points == 3 && result.bytes == 9);
  bolt_string_from_c(&result, "\xC0\x80\xF4\x90\x80\x80");
  CHECK(result.code_points == 6);
  bolt_string_from_c(&result, NULL);
  CHECK(result.bytes == 0);
  bolt_string part = slice(literal("abc"), 0, 2);
  char *copy = bolt_string_to_c(&part);
  CHECK(strcmp(copy, "ab") == 0 && copy != part.data);
}

static void arrays_are_zero(void) {
  for (uint32_t pointer_free = 0; pointer_free < 2; pointer_free++) {
    for (int64_t length = 1; length < 100000; length *= 7) {
      unsigned char *data = bolt_array_new(length, 3, pointer_free, NULL);
      for (int64_t i = 0; i < length * 3; i++) {
        CHECK(data[i] == 0);
        data[i] = 0xFF;
      }
    }
  }
  CHECK(bolt_array_new(0, 8, 1, NULL) == NULL && bolt_array_new(5, 0, 1, NULL) == NULL);
}

static void a_variable_of_a_thread_begins_as_a_copy(void) {
  static const int64_t initial[] = {1, 2};
  int64_t *copy = bolt_local_new(initial, sizeof initial);
  CHECK(copy[0] == 1 && copy[1] == 2);
}

static void instances_are_found_along_their_classes(void) {
  static const bolt_class base = {.name = "Base"};
  static const bolt_class below = {.name = "Bäse", .super = &base};
  static const bolt_class other = {.name = "Other"};
  bolt_object object = {.class = &below};
  CHECK(bolt_is_instance(&object, &below) && bolt_is_instance(&object, &base));
  CHECK(!bolt_is_instance(&object, &other));
  bolt_string result;
  bolt_show_object(&result, &object);
  CHECK(equals(&result, "<Bäse>") && result.code_points == 6);
  bolt_show_object(&result, NULL);
  CHECK(equals(&result, "<unset>"));
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
  CASE(appends_leave_the_older_string_as_it_is);
  CASE(slices_count_code_points);
  CASE(decoding_goes_code_point_by_code_point);
  CASE(equal_strings_have_equal_hashes);
  CASE(quotes_escape_what_a_literal_cannot_hold);
  CASE(texts_of_c_become_valid);
  CASE(arrays_are_zero);
  CASE(a_variable_of_a_thread_begins_as_a_copy);
  CASE(instances_are_found_along_their_classes);
  CASE(integers_show_their_whole_range);
  CASE(bools_and_chars_show_as_text);
  CASE(doubles_show_as_short_literals);
  CASE(singles_show_as_short_literals);
  CASE(random_doubles_read_back_and_none_is_shorter);
  CASE(random_singles_read_back);
  return DONE();
}
