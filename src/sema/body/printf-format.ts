/** Formats of `printf`: texts and conversions, read by one pass over the text. */

/** The letter of a conversion; what C calls the conversion specifier. */
export type ConversionLetter =
  | 'd'
  | 'i'
  | 'u'
  | 'x'
  | 'X'
  | 'o'
  | 'c'
  | 's'
  | 'f'
  | 'g'
  | 'e'
  | 'p';

export interface Conversion {
  /** As written, for messages: `%-5d`. */
  readonly text: string;
  readonly flags: string;
  readonly width: string;
  /** With its point; empty where there is none. */
  readonly precision: string;
  readonly letter: ConversionLetter;
}

/** `texts[i]` stands before `conversions[i]`; one text more at the end. `%%` stays `%%`. */
export interface PrintfFormat {
  readonly texts: readonly string[];
  readonly conversions: readonly Conversion[];
  readonly mistakes: readonly FormatMistake[];
}

export interface FormatMistake {
  readonly message: string;
  readonly note: string;
}

export function parsePrintfFormat(format: string): PrintfFormat {
  const texts: string[] = [];
  const conversions: Conversion[] = [];
  const mistakes: FormatMistake[] = [];
  let text = '';
  let at = 0;
  while (at < format.length) {
    const next = format.indexOf('%', at);
    if (next < 0) break;
    text += format.slice(at, next);
    const end = conversionEnd(format, next);
    const source = format.slice(next, end);
    at = end;
    if (source === '%%') {
      text += source;
      continue;
    }
    const conversion = readConversion(source);
    if ('message' in conversion) {
      mistakes.push(conversion);
      continue;
    }
    conversions.push(conversion);
    texts.push(text);
    text = '';
  }
  texts.push(text + format.slice(at));
  return { texts, conversions, mistakes };
}

const flagCharacters = '-+ #0';
const lengthModifiers = 'hljztLq';
const letters = 'diuxXocsfgep';
const widthLimit = 4;

/** The index behind the conversion that starts with the `%` at `start`. */
function conversionEnd(format: string, start: number): number {
  let at = start + 1;
  at = skip(format, at, flagCharacters);
  at = skip(format, at, '0123456789*');
  if (format.charAt(at) === '.') at = skip(format, at + 1, '0123456789*');
  at = skip(format, at, lengthModifiers);
  return Math.min(format.length, at + 1);
}

function skip(text: string, from: number, characters: string): number {
  let at = from;
  while (at < text.length && characters.includes(text.charAt(at))) at += 1;
  return at;
}

function readConversion(source: string): Conversion | FormatMistake {
  const flagEnd = skip(source, 1, flagCharacters);
  const widthEnd = skip(source, flagEnd, '0123456789*');
  const precisionEnd =
    source.charAt(widthEnd) === '.' ? skip(source, widthEnd + 1, '0123456789*') : widthEnd;
  const lengthEnd = skip(source, precisionEnd, lengthModifiers);
  const flags = source.slice(1, flagEnd);
  const width = source.slice(flagEnd, widthEnd);
  const precision = source.slice(widthEnd, precisionEnd);
  const letter = source.slice(lengthEnd);
  if (letter === '') {
    return {
      message: 'The format ends inside a conversion',
      note: 'A percent sign is written `%%`.',
    };
  }
  if (width.includes('*') || precision.includes('*')) {
    return {
      message: `\`${source}\` takes its width from an argument`,
      note: 'Widths and precisions are written out.',
    };
  }
  if (letter === 'n') {
    return {
      message: '`%n` is not supported',
      note: 'It would write to memory that no type describes.',
    };
  }
  if (!isConversionLetter(letter)) {
    return {
      message: `Unknown conversion \`${source}\``,
      note: 'There are `%d %i %u %x %X %o %c %s %f %g %e %p` and `%%`.',
    };
  }
  if (lengthEnd > precisionEnd) {
    return {
      message: `\`${source}\` has a length modifier`,
      note: `The argument's type says how long it is; write \`%${flags}${width}${precision}${letter}\`.`,
    };
  }
  return shapeMistake({ text: source, flags, width, precision, letter });
}

/** Refuses what C leaves undefined. */
function shapeMistake(conversion: Conversion): Conversion | FormatMistake {
  const { text, flags, width, precision, letter } = conversion;
  if (width.length > widthLimit || precision.length > widthLimit + 1) {
    return {
      message: `\`${text}\` is too wide`,
      note: 'Widths and precisions have at most four digits.',
    };
  }
  const allowed = allowedFlags(letter);
  const stray = [...flags].find((flag) => !allowed.includes(flag));
  if (stray !== undefined) {
    return {
      message: `\`${text}\`: the flag \`${stray}\` has no meaning for \`%${letter}\``,
      note: 'Leave it out.',
    };
  }
  if (precision !== '' && (letter === 'c' || letter === 'p')) {
    return { message: `\`${text}\`: \`%${letter}\` takes no precision`, note: 'Leave it out.' };
  }
  return conversion;
}

function allowedFlags(letter: ConversionLetter): string {
  switch (letter) {
    case 'c':
    case 's':
    case 'p':
      return '-';
    case 'd':
    case 'i':
      return '-+ 0';
    case 'u':
      return '-0';
    case 'x':
    case 'X':
    case 'o':
      return '-#0';
    case 'f':
    case 'g':
    case 'e':
      return flagCharacters;
  }
}

function isConversionLetter(letter: string): letter is ConversionLetter {
  return letter.length === 1 && letters.includes(letter);
}
