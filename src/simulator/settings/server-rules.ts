/** The ways to choose a worker, by name. */
export const ROUTER_POLICIES = ["kv", "round-robin", "random"] as const;

/** The ways to choose a worker. */
export type RouterPolicy = (typeof ROUTER_POLICIES)[number];
