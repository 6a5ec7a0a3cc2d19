/** Bounds that keep every stage behind the parser from overflowing its stack. */

/**
 * Tokens of a signature or body. Texts of declarations that have more are cut off behind the one
 * too many.
 */
export const maxTokens = 1_000_000;

/**
 * Constructs inside one another that the parser follows: parentheses, blocks, calls, interpolations
 * …
 */
export const maxNesting = 400;

/** Depth of a syntax tree, long operator chains included. Consumers may recurse on trees. */
export const maxTreeDepth = 500;
