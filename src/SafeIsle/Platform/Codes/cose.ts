import { readCbor, valuesOf } from './cbor';

/** A message signed by one key (COSE_Sign1, RFC 9052), as CoseSign1.cs makes it. */
export interface CoseSign1 {
  algorithm: number;
  /** 8 hexadecimal digits, lower case. */
  kid: string;
  /** Believe it only after `isSignedBy`. */
  payload: Uint8Array<ArrayBuffer>;
  header: Uint8Array<ArrayBuffer>;
  signature: Uint8Array<ArrayBuffer>;
}

/** ECDSA on P-256 with SHA-256, the one algorithm that counts. */
export const es256 = -7;

const sign1Tag = 18;
const algorithmHeader = 1, kidHeader = 4;
const kidLength = 4, signatureLength = 64;

/** The message, with whatever algorithm it names; null when the bytes are no such message. */
export function readCoseSign1(bytes: Uint8Array<ArrayBuffer>): CoseSign1 | null {
  const message = readCbor(bytes);
  if (message === null || typeof message !== 'object' || !('tag' in message) || message.tag !== sign1Tag) return null;
  if (!Array.isArray(message.content) || message.content.length !== 4) return null;
  const [header, open, payload, signature] = message.content;
  if (!(header instanceof Uint8Array) || !(payload instanceof Uint8Array) || !(signature instanceof Uint8Array)) return null;
  if (signature.length !== signatureLength || valuesOf(open) === null) return null;
  const named = valuesOf(readCbor(header), algorithmHeader, kidHeader);
  if (named === null) return null;
  const [algorithm, kid] = named;
  if (typeof algorithm !== 'number' || !(kid instanceof Uint8Array) || kid.length !== kidLength) return null;
  return { algorithm, kid: hex(kid), payload, header, signature };
}

/** Whether the key signed it, by ES256. */
export async function isSignedBy(message: CoseSign1, key: CryptoKey): Promise<boolean> {
  return message.algorithm === es256
    && crypto.subtle.verify({ name: 'ECDSA', hash: 'SHA-256' }, key, message.signature, signed(message));
}

// Sig_structure of RFC 9052, 4.4: ["Signature1", protected header, nothing from outside, payload].
function signed({ header, payload }: CoseSign1): Uint8Array<ArrayBuffer> {
  const context = Array.from('Signature1', (letter) => letter.charCodeAt(0));
  return Uint8Array.of(0x84, 0x60 + context.length, ...context, ...byteString(header), 0x40, ...byteString(payload));
}

function byteString(bytes: Uint8Array): number[] {
  const { length } = bytes;
  const head = length < 24 ? [0x40 + length] : length < 256 ? [0x58, length] : [0x59, length >> 8, length & 0xff];
  return [...head, ...bytes];
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
