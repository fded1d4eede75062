import { expect, test } from 'vitest';
import vectors from '../../../../tests/vectors/inflate.json';
import { inflate } from './inflate';

test.each(vectors)('$name', ({ deflated, bytes }) => {
  const found = inflate(fromHex(deflated), 512);
  expect(found && toHex(found)).toBe(bytes);
});

test('bytes after the end are refused', () => {
  const sound = vectors[0] as { deflated: string };
  expect(inflate(fromHex(sound.deflated + '00'), 512)).toBeNull();
});

test('noise is refused and ends', () => {
  // A fixed sequence, so that what fails once fails again.
  let state = 20260323;
  const next = (): number => (state = (Math.imul(state, 1103515245) + 12345) >>> 0) >>> 16 & 0xff;
  for (let round = 0; round < 5000; round++) {
    const noise = Uint8Array.of(0x78, 0x9c, ...Array.from({ length: 60 }, next));
    expect(inflate(noise, 512)).toBeNull();
  }
});

function fromHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
}

function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}
