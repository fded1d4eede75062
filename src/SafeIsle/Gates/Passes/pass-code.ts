import { decodeBase45 } from '../../Platform/Codes/base45';
import { type Cbor, readCbor, valuesOf } from '../../Platform/Codes/cbor';
import { es256, isSignedBy, readCoseSign1 } from '../../Platform/Codes/cose';
import { inflate } from '../../Platform/Codes/inflate';

/** What the code of a pass says, as PassCode.cs describes it; times in seconds since 1970. */
export interface PassClaims {
  community: number;
  number: number;
  counter: number;
  rule: number;
  version: number;
  onPhone: boolean;
  issuedAt: number;
  expiresAt: number;
}

/** Not ours; unreadable; signed by a key that is not known here; not signed by the key that it names. */
export type PassCodeFault = 'foreign' | 'damaged' | 'key' | 'forged';

export type PassCodeReading = { ok: true; pass: PassClaims } | { ok: false; why: PassCodeFault };

const prefix = 'SI1:';
const mostCharacters = 512;
const mostInflated = 512;
const expiresAtClaim = 4, issuedAtClaim = 6, passClaim = -65537;

/**
 * What a code says, once its signature holds: the same as PassCodes.cs, proven by tests/vectors/pass-codes.json. Whether it is over,
 * revoked or of another community is for the caller to judge.
 * @param keys Public keys by key id, 8 hexadecimal digits in lower case.
 */
export async function readPassCode(text: string, keys: ReadonlyMap<string, CryptoKey>): Promise<PassCodeReading> {
  const tooLong = text.length > mostCharacters;
  const code = tooLong ? text : text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');
  if (!code.startsWith(prefix)) return fault('foreign');

  const deflated = tooLong ? null : decodeBase45(code.slice(prefix.length));
  const bytes = deflated && inflate(deflated, mostInflated);
  const message = bytes && readCoseSign1(bytes);
  if (!message) return fault('damaged');
  if (message.algorithm !== es256) return fault('forged');
  const key = keys.get(message.kid);
  if (!key) return fault('key');
  if (!await isSignedBy(message, key)) return fault('forged');
  const pass = claimsOf(message.payload);
  return pass ? { ok: true, pass } : fault('damaged');
}

/** The public half of a key.
 * @param x Its coordinates on P-256, base64url without padding, as a JSON Web Key has them. */
export function importKey(x: string, y: string): Promise<CryptoKey> {
  return crypto.subtle.importKey('jwk', { kty: 'EC', crv: 'P-256', x, y }, { name: 'ECDSA', namedCurve: 'P-256' }, false, ['verify']);
}

function claimsOf(payload: Uint8Array<ArrayBuffer>): PassClaims | null {
  const [expiresAt, issuedAt, values] = valuesOf(readCbor(payload), expiresAtClaim, issuedAtClaim, passClaim) ?? [];
  if (!Array.isArray(values) || values.length !== 6) return null;
  const [community, number, counter, rule, version, kind] = values;
  if (!within(expiresAt, 0, 0xffffffff) || !within(issuedAt, 0, 0xffffffff) || issuedAt >= expiresAt) return null;
  if (!within(community, 100_000_000_000, 999_999_999_999) || !within(number, 0, 9_999_999) || !within(counter, 0, 9_999_999)) return null;
  if (!within(rule, 0, 255) || !within(version, 0, 255) || !within(kind, 0, 1)) return null;
  return { community, number, counter, rule, version, onPhone: kind === 1, issuedAt, expiresAt };
}

function within(value: Cbor | undefined, least: number, most: number): value is number {
  return typeof value === 'number' && value >= least && value <= most;
}

function fault(why: PassCodeFault): PassCodeReading {
  return { ok: false, why };
}
