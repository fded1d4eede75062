// Reads a grey picture (PGM, P5) from its input and writes what the QR code in it says; nothing when there is none.
import { readFileSync } from 'node:fs';
import jsqr from 'jsqr';

const file = readFileSync(0);
const [head, width, height] = file.toString('latin1', 0, 40).match(/^P5\s(\d+)\s(\d+)\s255\s/);
const grey = file.subarray(head.length), [across, down] = [Number(width), Number(height)];
const pixels = new Uint8ClampedArray(across * down * 4).fill(255);
for (let at = 0; at < across * down; at++) pixels.fill(grey[at], at * 4, at * 4 + 3);

const read = jsqr.default ?? jsqr;
process.stdout.write(read(pixels, across, down)?.data ?? '');
