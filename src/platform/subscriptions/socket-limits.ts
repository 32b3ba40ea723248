/** What one process grants to sockets, none of which has to cost its owner anything. */

/** A document of the token limit and its variables fit several times; nothing else is ever sent to us. */
export const MAX_MESSAGE_BYTES = 65_536;
/** A message comes in one frame, or in a few where something between cuts it. */
export const MAX_FRAGMENTS = 64;
/** Who does not say who they are by then is no client of ours. */
export const INIT_TIMEOUT_MS = 3_000;
/** Below the minute after which proxies commonly end what is silent; a peer that is gone is noticed after two. */
export const KEEP_ALIVE_MS = 15_000;
/** An idle socket takes some 20 KB: 100 MB at most. */
export const MAX_SOCKETS = 5_000;
/** An office behind one address, each with several tabs. Those who never say who they are hold these for 3 seconds. */
export const MAX_SOCKETS_PER_ADDRESS = 100;
/** Devices and tabs of one person. */
export const MAX_SOCKETS_PER_USER = 10;
/** A page watches a handful of things at once. */
export const MAX_SUBSCRIPTIONS = 20;
/** What waits for a peer that asks and does not read; what is delivered waits for each message to be taken. */
export const MAX_BUFFERED_BYTES = 1_048_576;
/** How long a peer may take to answer a closing frame before it is cut off. */
export const CLOSE_PATIENCE_MS = 1_000;
