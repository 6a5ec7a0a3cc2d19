/** Words of other languages, and what says the same in Bolt. They are ordinary names here, so they are looked up only where a name makes no sense. */

const notes: ReadonlyMap<string, string> = new Map([
  ['and', '`&&` joins two conditions.'],
  ['or', '`||` joins two conditions.'],
  ['not', '`!` negates a condition.'],
  ['instanceof', '`x is C` tests whether a value is a `C`.'],
  ['then', 'What is done stands in braces: `if c { a } else { b }`.'],
  ['switch', '`match x { pattern => value, … }` chooses by patterns.'],
  ['when', '`match x { pattern => value, … }` chooses by patterns.'],
  ['loop', '`while true { … }` repeats without end.'],
  ['do', 'A loop tests its condition first: `while c { … }`.'],
  ['foreach', '`for (x in xs) { … }` takes one element after the other.'],
  ['elif', 'Write `else if`.'],
  ['elsif', 'Write `else if`.'],
  ['try', '`e?` hands a failure on to the caller.'],
  ['throw', '`panic("…")` ends the program; a result that may be a failure is a union.'],
  ['guard', 'Write `if let x = e { … } else { … }`.'],
  ['unless', 'Write `if !c { … }`.'],
  ['enum', '`type Color = Red | Green;` is one of several types.'],
  ['union', '`type Shape = Circle | Square;` is one of several types.'],
  ['typedef', '`type Id = u64;` gives a type another name.'],
  ['using', '`import a.b;` makes the declarations of a module known.'],
  ['use', '`import a.b;` makes the declarations of a module known.'],
  ['impl', '`implement Point { … }` holds the methods of a struct.'],
  ['extension', '`implement Point { … }` holds the methods of a struct.'],
  ['interface', 'A class may extend one other class.'],
  ['static', 'A constant is `const int X = 1;`, a global variable `locked var int x = 1;`.'],
  ['global', 'A global variable is `locked var int x = 1;` or `local var int x = 1;`.'],
  ['locked', 'A global variable is `locked var int x = 1;`.'],
  ['local', 'A global variable is `local var int x = 1;`.'],
  ['let', 'A constant is `const int X = 1;`, a global variable `locked var int x = 1;`.'],
  ['extern', 'A C function is `extern function int puts(string s);`.'],
  ['test', 'A test is `test "what it shows" { … }`.'],
  ['struct', 'A struct is `struct Point { float x; float y }`.'],
  ['implement', 'Methods of a struct stand in `implement Point { … }`.'],
  ['type', 'A type is declared by `type Id = u64;`.'],
]);

/** Operators that are words elsewhere. */
const operators: ReadonlySet<string> = new Set(['and', 'or', 'instanceof', 'then']);

/** What to write in the place of the word; none, if Bolt has no opinion on it. */
export function foreignWordNotes(word: string): readonly string[] {
  const note = notes.get(word);
  return note === undefined ? [] : [note];
}

export function isForeignOperator(word: string): boolean {
  return operators.has(word);
}
