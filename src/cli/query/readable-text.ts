/**
 * Canonical texts of declarations (tokens with a blank between each two, see src/syntax/outline.ts)
 * on several lines, so that a difference shows what an edit was about. For people only.
 */
export function layOut(canonical: string): string {
  const lines: string[] = [];
  let depth = 0;
  let line = '';
  const end = (): void => {
    if (line.trim() !== '') lines.push(`${'  '.repeat(depth)}${line.trim()}`);
    line = '';
  };
  // Literals first: what looks like punctuation in them is none.
  for (const [token] of canonical.matchAll(
    /"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|[{};]|[^"'{};]+/g,
  )) {
    if (token === '}') {
      end();
      depth = Math.max(0, depth - 1);
    }
    line += token;
    if (token === '{') {
      end();
      depth += 1;
    } else if (token === ';' || token === '}') {
      end();
    }
  }
  end();
  return lines.join('\n');
}
