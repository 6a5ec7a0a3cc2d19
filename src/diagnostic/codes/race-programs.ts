/** Classes on the pages of race codes. */
import { lines } from './lines.ts';

export const cell: string = lines(
  'class Cell {',
  '  capability linear Own;',
  '  var int value : Own;',
  '  int get() : Own { this.value }',
  '}',
  '',
);

export const pair: string = lines(
  'class Pair {',
  '  capability linear Left, linear Right, read Id;',
  '  var int a : Left;',
  '  var int b : Right;',
  '  const int id : Id;',
  '  void set(int value) : Left { this.a := value }',
  '}',
  '',
);

export const hold: string = `${cell}${lines(
  'class Hold {',
  '  capability linear Keep;',
  '  var Cell cell : Keep;',
  '}',
  '',
)}`;

export const desk: string = lines('class Desk {', '  var int width;', '}', '');

export const node: string = lines(
  'class Node {',
  '  capability subordinate In;',
  '  var int value : In;',
  '}',
  '',
);
