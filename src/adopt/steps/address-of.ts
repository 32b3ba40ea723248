import { quoted } from '../identifiers.js';
import type { Link } from '../link.js';

/**
 * Makes what reads an address: the panel noted what it was told, behind proxies several with commas, and words where it
 * knew none.
 * @returns how a text is read: the first address of it, or none
 */
export async function addressOf(link: Link, schema: string): Promise<(text: string) => string> {
  await link.run(`
    CREATE OR REPLACE FUNCTION ${quoted(schema)}.address_of(word text) RETURNS inet LANGUAGE plpgsql IMMUTABLE AS $$
    BEGIN
      RETURN nullif(btrim(split_part(word, ',', 1)), '')::inet;
    EXCEPTION WHEN invalid_text_representation THEN
      RETURN NULL;
    END $$`);
  return (text) => `${quoted(schema)}.address_of(${text})`;
}
