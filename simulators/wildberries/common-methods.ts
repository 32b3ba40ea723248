import { json } from './answer.js';
import type { Handler } from './call.js';
import { moscowDateTime } from './moscow-time.js';
import { BRANDS } from './product-names.js';
import { hashText, pick } from './random.js';

/** GET /ping */
export const ping: Handler = (call) => json({ TS: `${moscowDateTime(call.nowMs)}+03:00`, Status: 'OK' });

/** Name of the seller's firm, invented of the seller's id. */
export function sellerName(sid: string): string {
  return `ООО «${pick(BRANDS, hashText(sid))} Трейд»`;
}

/** GET /api/v1/seller-info */
export const sellerInfo: Handler = ({ claims: { sid } }) => {
  const word = hashText(sid);
  return json({
    name: sellerName(sid),
    sid,
    tin: String(7_700_000_000 + (word % 99_999_999)),
    tradeMark: pick(BRANDS, word),
  });
};
