/** One value of CBOR (RFC 8949), of the part that Cbor.cs knows; a map is by ascending bytes of its keys. */
export type Cbor = number | string | Uint8Array<ArrayBuffer> | Cbor[] | CborMap | CborTag;
export interface CborMap { entries: [key: Cbor, value: Cbor][] }
export interface CborTag { tag: number; content: Cbor }

const mostBytes = 1024;
const mostDepth = 8;

/** The one value that the bytes are in their deterministic encoding; null when they are anything else. */
export function readCbor(bytes: Uint8Array<ArrayBuffer>): Cbor | null {
  if (bytes.length > mostBytes) return null;
  let at = 0;
  const value = next(mostDepth);
  return at === bytes.length ? value : null;

  function next(depth: number): Cbor | null {
    const first = bytes[at++];
    if (depth === 0 || first === undefined) return null;
    const argument = argumentOf(first & 0x1f);
    if (argument === null) return null;
    switch (first >> 5) {
      case 0: return argument;
      case 1: return -1 - argument;
      case 2: return take(argument);
      case 3: return text(argument);
      case 4: return array(argument, depth - 1);
      case 5: return map(argument, depth - 1);
      case 6: {
        const content = next(depth - 1);
        return content === null ? null : { tag: argument, content };
      }
      default: return null;
    }
  }

  // In the shortest form only.
  function argumentOf(info: number): number | null {
    if (info < 24) return info;
    const length = 1 << (info - 24);
    const digits = info > 27 ? null : take(length);
    if (digits === null) return null;
    const argument = digits.reduce((value, digit) => value * 256 + digit, 0);
    const least = length === 1 ? 24 : 2 ** (length * 4);
    return argument < least || argument > Number.MAX_SAFE_INTEGER ? null : argument;
  }

  function take(length: number): Uint8Array<ArrayBuffer> | null {
    if (length > bytes.length - at) return null;
    at += length;
    return bytes.slice(at - length, at);
  }

  function text(length: number): string | null {
    const taken = take(length);
    if (taken === null) return null;
    try {
      return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(taken);
    } catch {
      return null; // no UTF-8: the one thing that a decoder throws for
    }
  }

  function array(count: number, depth: number): Cbor[] | null {
    const items: Cbor[] = [];
    while (items.length < count) {
      const item = next(depth);
      if (item === null) return null;
      items.push(item);
    }
    return items;
  }

  function map(count: number, depth: number): CborMap | null {
    const entries: CborMap['entries'] = [];
    let last = '';
    while (entries.length < count) {
      const start = at;
      const key = next(depth);
      const written = String.fromCharCode(...bytes.subarray(start, at));
      if (key === null || written <= last) return null;
      const value = next(depth);
      if (value === null) return null;
      last = written;
      entries.push([key, value]);
    }
    return { entries };
  }
}

/** The values of a map that has exactly these keys, in this order; null for anything else. */
export function valuesOf(map: Cbor | null | undefined, ...keys: number[]): Cbor[] | null {
  if (map === null || map === undefined || typeof map !== 'object' || !('entries' in map) || !Array.isArray(map.entries)) return null;
  const { entries } = map;
  return entries.length === keys.length && keys.every((key, i) => entries[i]?.[0] === key) ? entries.map(([, value]) => value) : null;
}
