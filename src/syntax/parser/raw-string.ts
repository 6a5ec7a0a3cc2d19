/**
 * The text of a `"""` string. Nothing in it is an escape. If it begins with a line break, that one
 * does not count; if its closing quotes stand on a line of their own, neither does the break before
 * them, and their indentation is taken from every line.
 */
export function unindent(source: string): string {
  const text = source.includes('\r') ? source.replaceAll(/\r\n?/g, '\n') : source;
  if (!text.startsWith('\n')) return text;
  const last = text.lastIndexOf('\n');
  const indentation = text.slice(last + 1);
  if (indentation.trim() !== '') return text.slice(1);
  if (last === 0) return '';
  return text
    .slice(1, last)
    .split('\n')
    .map((line) => withoutIndentation(line, indentation))
    .join('\n');
}

/** Takes away as much of `indentation` as the line has. */
function withoutIndentation(line: string, indentation: string): string {
  let length = 0;
  while (length < indentation.length && line[length] === indentation[length]) length += 1;
  return line.slice(length);
}
