/** The modes of capabilities, in the order in which the reference explains them. */
export const capabilityModes = ['linear', 'local', 'read', 'subordinate', 'locked'] as const;

export type CapabilityMode = (typeof capabilityModes)[number];
