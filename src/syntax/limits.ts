/** Bounds that keep every stage behind the parser from overflowing its stack. */

/** Constructs inside one another that the parser follows: parentheses, blocks, calls, interpolations … */
export const maxNesting = 400;

/** Depth of a syntax tree, long operator chains included. Consumers may recurse on trees. */
export const maxTreeDepth = 500;
