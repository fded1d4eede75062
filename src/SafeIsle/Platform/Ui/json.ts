// What is sent as JSON. Half a character, as a damaged code or a cut word has it, is none that the server can read, and with it all that is
// sent together would be refused: it goes as the sign for a character that was lost.

const PAIRS_AND_HALVES = /[\ud800-\udbff][\udc00-\udfff]|[\ud800-\udfff]/g;

/** JSON whose texts have no half characters. */
export function json(body: unknown): string {
  return JSON.stringify(body, (_, value: unknown) =>
    typeof value === 'string' ? value.replace(PAIRS_AND_HALVES, (found) => found.length === 2 ? found : '\ufffd') : value);
}
