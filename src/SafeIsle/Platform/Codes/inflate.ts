// Inflates what zlib deflated (RFC 1950, 1951): phones of 2019 have no DecompressionStream.

/** Codes of one alphabet: how many there are of each length, and the symbols by length, then by value. */
interface Huffman { counts: Uint16Array; symbols: Uint16Array }

class Malformed extends Error {}

const longestCode = 15;
const endOfBlock = 256;
const longestRun = 285;
const orderOfLengths = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];

const fixedLiterals = huffman(Array.from({ length: 288 }, (_, i) => (i < 144 ? 8 : i < 256 ? 9 : i < 280 ? 7 : 8)));
const fixedDistances = huffman(Array.from({ length: 32 }, () => 5));

/** The bytes; null when they are not deflated, cut off, followed by others, or more than `most`. */
export function inflate(deflated: Uint8Array, most: number): Uint8Array<ArrayBuffer> | null {
  try {
    return unpacked(deflated, most);
  } catch (error) {
    if (error instanceof Malformed) return null;
    throw error;
  }
}

function unpacked(input: Uint8Array, most: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(most);
  let length = 0, at = 0, held = 0, heldBits = 0;

  const method = byte(), flags = byte();
  const preset = (flags & 0x20) !== 0;
  check((method & 0x0f) === 8 && method >> 4 <= 7 && (method * 256 + flags) % 31 === 0 && !preset);
  for (let last = false; !last;) {
    last = bits(1) === 1;
    const kind = bits(2);
    if (kind === 0) stored();
    else if (kind === 1) block(fixedLiterals, fixedDistances);
    else if (kind === 2) dynamic();
    else check(false);
  }
  let low = 1, high = 0;
  for (let i = 0; i < length; i++) {
    low = (low + (out[i] as number)) % 65521;
    high = (high + low) % 65521;
  }
  check(byte() * 256 + byte() === high && byte() * 256 + byte() === low && at === input.length);
  return out.slice(0, length);

  function byte(): number {
    const value = input[at++];
    if (value === undefined) throw new Malformed();
    return value;
  }

  function bits(count: number): number {
    while (heldBits < count) {
      held |= byte() << heldBits;
      heldBits += 8;
    }
    const value = held & ((1 << count) - 1);
    held >>= count;
    heldBits -= count;
    return value;
  }

  function put(value: number): void {
    check(length < most);
    out[length++] = value;
  }

  function stored(): void {
    held = heldBits = 0;
    const count = byte() | (byte() << 8), inverse = byte() | (byte() << 8);
    check((count ^ inverse) === 0xffff);
    for (let i = 0; i < count; i++) put(byte());
  }

  function dynamic(): void {
    const literals = bits(5) + 257, distances = bits(5) + 1, codes = bits(4) + 4;
    check(literals <= 286 && distances <= 30);
    const first: number[] = Array.from({ length: 19 }, () => 0);
    for (let i = 0; i < codes; i++) first[orderOfLengths[i] as number] = bits(3);
    const code = huffman(first);
    const lengths: number[] = [];
    while (lengths.length < literals + distances) {
      const symbol = next(code);
      if (symbol < 16) {
        lengths.push(symbol);
        continue;
      }
      check(symbol !== 16 || lengths.length > 0);
      const value = symbol === 16 ? (lengths[lengths.length - 1] as number) : 0;
      for (let n = symbol === 16 ? 3 + bits(2) : symbol === 17 ? 3 + bits(3) : 11 + bits(7); n > 0; n--) lengths.push(value);
    }
    check(lengths.length === literals + distances && lengths[endOfBlock] !== 0);
    block(huffman(lengths.slice(0, literals), true), huffman(lengths.slice(literals), true));
  }

  function block(literals: Huffman, distances: Huffman): void {
    for (let symbol = next(literals); symbol !== endOfBlock; symbol = next(literals)) {
      if (symbol < endOfBlock) {
        put(symbol);
        continue;
      }
      check(symbol <= longestRun);
      const count = symbol === longestRun ? 258 : 3 + ranged(symbol - 257, 2);
      const reach = next(distances);
      check(reach < 30);
      const back = 1 + ranged(reach, 1);
      check(back <= length);
      for (let i = 0; i < count; i++) put(out[length - back] as number);
    }
  }

  // Values in rows of 2^fine codes; from the third row on, each row's codes take one bit more than those of the row before.
  function ranged(code: number, fine: number): number {
    const extra = Math.max((code >> fine) - 1, 0);
    return extra === 0 ? code : (((1 << fine) + (code & ((1 << fine) - 1))) << extra) + bits(extra);
  }

  // Codes of one length are consecutive numbers, so a code is found by counting.
  function next({ counts, symbols }: Huffman): number {
    let code = 0, first = 0, index = 0;
    for (let size = 1; size <= longestCode; size++) {
      code |= bits(1);
      const count = counts[size] as number;
      if (code - first < count) return symbols[index + code - first] as number;
      index += count;
      first = (first + count) << 1;
      code <<= 1;
    }
    throw new Malformed();
  }
}

/** The codes that these lengths mean. Too many are malformed; too few as well, but for none or one of a single bit where `sparse`. */
function huffman(lengths: number[], sparse = false): Huffman {
  const counts = new Uint16Array(longestCode + 1), next = new Uint16Array(longestCode + 2);
  for (const size of lengths) if (size > 0) counts[size]!++;
  let left = 1, longest = 0;
  for (let size = 1; size <= longestCode; size++) {
    const count = counts[size] as number;
    left = left * 2 - count;
    check(left >= 0);
    next[size + 1] = (next[size] as number) + count;
    if (count > 0) longest = size;
  }
  check(left === 0 || (sparse && longest <= 1));
  const symbols = new Uint16Array(lengths.length);
  lengths.forEach((size, symbol) => {
    if (size > 0) symbols[next[size]!++] = symbol;
  });
  return { counts, symbols };
}

function check(holds: boolean): void {
  if (!holds) throw new Malformed();
}
