/* Texts as literals of the language: `"a\n"`, `'a'`. */
#include "bolt.h"

#include "text.h"
#include "utf8.h"

#include "memory.h"

#include <stdio.h>
#include <string.h>

/* Longest escape: `\u{10FFFF}`, and the NUL of sprintf. */
#define ESCAPE_ROOM 12

/* What stands for a character between `quote`s; returns its bytes. */
static size_t escape(char *out, const char *text, size_t width, char quote) {
  unsigned char c = (unsigned char)*text;
  if (width > 1) {
    memcpy(out, text, width);
    return width;
  }
  char letter = '\0';
  switch (c) {
  case '\n': letter = 'n'; break;
  case '\r': letter = 'r'; break;
  case '\t': letter = 't'; break;
  case '\\': letter = '\\'; break;
  default: break;
  }
  if (c == (unsigned char)quote || (c == '$' && quote == '"')) {
    letter = (char)c;
  }
  if (letter != '\0') {
    out[0] = '\\';
    out[1] = letter;
    return 2;
  }
  if (c < 0x20 || c == 0x7F) {
    return (size_t)sprintf(out, "\\u{%x}", c);
  }
  out[0] = (char)c;
  return 1;
}

/* The first pass measures, the second one writes. */
static size_t quote_text(char *out, const char *text, size_t length, char quote) {
  char scratch[ESCAPE_ROOM];
  size_t size = 0;
  for (size_t i = 0; i < length;) {
    size_t width = utf8_width((unsigned char)text[i]);
    size += escape(out == NULL ? scratch : out + size, text + i, width, quote);
    i += width;
  }
  return size;
}

static void quoted(bolt_string *result, const char *text, size_t length, char quote) {
  size_t size = quote_text(NULL, text, length, quote);
  char *data = mem_new_bytes(size + 2 + ESCAPE_ROOM);
  data[0] = quote;
  quote_text(data + 1, text, length, quote);
  data[size + 1] = quote;
  data[size + 2] = '\0';
  *result = (bolt_string){
      .bytes = size + 2, .code_points = utf8_count(data, size + 2), .data = data};
}

void bolt_string_quote(bolt_string *result, const bolt_string *text) {
  quoted(result, text->data, text->bytes, '"');
}

void bolt_char_quote(bolt_string *result, uint32_t code_point) {
  char text[4];
  quoted(result, text, utf8_encode(text, code_point), '\'');
}
