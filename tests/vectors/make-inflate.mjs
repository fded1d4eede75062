// Writes inflate.json: what inflates to at most 512 bytes, and what does not. Expected is what each case says, and Node's zlib must agree.
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { constants, deflateSync, inflateSync } from 'node:zlib';

const most = 512;
const cases = [];

function put(name, deflated, bytes) {
  let found = null;
  try {
    found = inflateSync(deflated, { maxOutputLength: 1_000_000 });
  } catch { /* refused */ }
  const agrees = bytes === null ? found === null || found.length > most : found?.equals(bytes);
  if (!agrees) throw new Error(`Node does not agree: ${name}`);
  cases.push({ name, deflated: deflated.toString('hex'), bytes: bytes?.toString('hex') ?? null });
}

// By zlib itself.
const noise = Buffer.concat(Array.from({ length: 16 }, (_, i) => createHash('sha256').update(`${i}`).digest()));
const words = Buffer.from('上海市普陀区桃浦镇，38号楼2单元501室，出入证一张，每两天一人一次，每次三小时。'.repeat(4)).subarray(0, most);
const samples = {
  nothing: Buffer.alloc(0), 'one byte': Buffer.of(0xff), words, noise, '512 equal bytes': Buffer.alloc(512, 7), 'noise twice': Buffer.concat([noise.subarray(0, 256), noise.subarray(0, 256)]),
  'all bytes': Buffer.from(Array.from({ length: 256 }, (_, i) => i)), 'few letters': Buffer.from(Array.from(noise, (b) => 97 + (b & 3))),
};
const strategies = { '': {}, ', fastest': { level: 1 }, ', stored': { level: 0 }, ', fixed codes': { strategy: constants.Z_FIXED }, ', codes only': { strategy: constants.Z_HUFFMAN_ONLY }, ', runs': { strategy: constants.Z_RLE }, ', small window': { windowBits: 9 } };
for (const [name, bytes] of Object.entries(samples)) {
  for (const [how, options] of Object.entries(strategies)) put(name + how, deflateSync(bytes, options), bytes);
}
put('513 bytes', deflateSync(Buffer.alloc(513)), null);
put('513 bytes stored', deflateSync(Buffer.alloc(513), { level: 0 }), null);
put('a hundred thousand bytes', deflateSync(Buffer.alloc(100_000)), null);

// By hand, bit by bit.
function adler(bytes) {
  let low = 1, high = 0;
  for (const b of bytes) high = (high + (low = (low + b) % 65521)) % 65521;
  return Buffer.of(high >> 8, high & 255, low >> 8, low & 255);
}
const n = (value, count) => Array.from({ length: count }, (_, i) => (value >> i) & 1);
const code = (text) => Array.from(text, Number);
const stream = (bytes, ...bits) => {
  const row = bits.flat();
  const packed = Buffer.alloc(Math.ceil(row.length / 8));
  row.forEach((bit, i) => { packed[i >> 3] |= bit << (i & 7); });
  return Buffer.concat([Buffer.of(0x78, 0x9c), packed, adler(bytes)]);
};
// Code lengths of 0 … 14 in four bits, of 15 and of 16 (repeat) in five.
const order = [16, 17, 18, 0, 8, 7, 9, 6, 10, 5, 11, 4, 12, 3, 13, 2, 14, 1, 15];
const plain = (symbol) => (symbol < 15 ? code(symbol.toString(2).padStart(4, '0')) : code(symbol === 15 ? '11110' : '11111'));
const plainLengths = order.map((symbol) => n(symbol < 15 ? 4 : symbol < 17 ? 5 : 0, 3)).flat();
function dynamic(literals, distances, lengths = [...literals, ...distances].map(plain), header = plainLengths) {
  return [n(1, 1), n(2, 2), n(literals.length - 257, 5), n(distances.length - 1, 5), n(15, 4), header, ...lengths].flat();
}
function literals(sizes, count = 258) {
  const row = Array(count).fill(0);
  for (const [symbol, size] of Object.entries(sizes)) row[symbol] = size;
  return row;
}
const aaa = Buffer.from('AAA'), aaaa = Buffer.from('AAAA'), none = Buffer.alloc(0), A = 65;
const aAndEnd = literals({ [A]: 1, 256: 1 }), aLengthEnd = literals({ [A]: 2, 256: 2, 257: 1 });
const fixed = [n(1, 1), n(1, 2)].flat(), fixedEnd = code('0000000'), fixedA = code('01110001');

put('two codes', stream(aaa, dynamic(aAndEnd, [0]), code('0001')), aaa);
put('one distance of one bit', stream(aaaa, dynamic(aLengthEnd, [1]), code('10'), code('0'), code('0'), code('11')), aaaa);
put('the distance that has no code', stream(aaaa, dynamic(aLengthEnd, [1]), code('10'), code('0'), code('1'), code('11')), null);
put('a length without any distance', stream(aaaa, dynamic(aLengthEnd, [0]), code('10'), code('0'), code('0'), code('11')), null);
put('nothing but the end', stream(none, dynamic(literals({ 256: 1 }), [0]), code('0')), none);
put('no end', stream(aaa, dynamic(literals({ [A]: 1, 66: 1 }), [0]), code('000')), null);
put('too many literals', stream(aaa, dynamic(literals({ [A]: 1, 66: 1, 256: 1 }), [0]), code('0001')), null);
put('too few literals', stream(aaa, dynamic(literals({ [A]: 2, 256: 2 }), [0]), code('00000001')), null);
put('too many distances', stream(aaa, dynamic(aAndEnd, [1, 1, 1]), code('0001')), null);
put('too few distances', stream(aaa, dynamic(aAndEnd, [2]), code('0001')), null);
put('287 literals', stream(aaa, dynamic(literals({ [A]: 1, 256: 1 }, 287), [0]), code('0001')), null);
put('31 distances', stream(aaa, dynamic(aAndEnd, Array(31).fill(0)), code('0001')), null);
put('a repeat of nothing', stream(aaa, dynamic(aAndEnd, [0], [plain(16), n(0, 2), ...[...aAndEnd.slice(3), 0].map(plain)]), code('0001')), null);
put('a repeat over the border of the alphabets', stream(aaa, dynamic(aAndEnd, [0, 0, 0], [...aAndEnd.map(plain), plain(16), n(0, 2)]), code('0001')), aaa);
put('a repeat beyond the end', stream(aaa, dynamic(aAndEnd, [0, 0], [...aAndEnd.map(plain), plain(16), n(0, 2)]), code('0001')), null);
put('too few codes of lengths', stream(aaa, dynamic(aAndEnd, [0], undefined, order.map((symbol) => n(symbol < 15 ? 4 : 0, 3)).flat()), code('0001')), null);
put('too many codes of lengths', stream(aaa, dynamic(aAndEnd, [0], undefined, order.map(() => n(4, 3)).flat()), code('0001')), null);
put('fixed codes by hand', stream(aaa, fixed, fixedA, fixedA, fixedA, fixedEnd), aaa);
put('an overlap', stream(aaaa, fixed, fixedA, code('0000001'), code('00000'), fixedEnd), aaaa);
put('a distance before the beginning', stream(aaaa, fixed, fixedA, code('0000001'), code('00001'), fixedEnd), null);
put('length code 286', stream(aaaa, fixed, fixedA, code('11000110'), code('00000'), fixedEnd), null);
put('distance code 30', stream(aaaa, fixed, fixedA, code('0000001'), code('11110'), fixedEnd), null);
put('a block that is not the last', stream(aaa, n(0, 1), n(1, 2), fixedA, fixedEnd, fixed, fixedA, fixedA, fixedEnd), aaa);
put('no last block', stream(aaa, n(0, 1), n(1, 2), fixedA, fixedA, fixedA, fixedEnd), null);
put('a block of kind 3', stream(none, n(1, 1), n(3, 2)), null);
put('stored, length twice the same', stream(aaa, n(1, 1), n(0, 2), n(0, 5), n(3, 16), n(3, 16), ...aaa.toJSON().data.map((b) => n(b, 8))), null);
put('stored, longer than it is', stream(aaa, n(1, 1), n(0, 2), n(0, 5), n(300, 16), n(~300 & 0xffff, 16), ...aaa.toJSON().data.map((b) => n(b, 8))), null);
put('bits that say nothing are not zero', stream(aaa, fixed, fixedA, fixedA, fixedA, fixedEnd, code('1')), aaa);

// The head and the end.
const sound = deflateSync(words), turned = (at, bits) => { const b = Buffer.from(sound); b[at] ^= bits; return b; };
put('head: another method', Buffer.concat([Buffer.of(0x77, 0x85), sound.subarray(2)]), null);
put('head: a window too large', Buffer.concat([Buffer.of(0x88, 0x1c), sound.subarray(2)]), null);
put('head: wrong sum', turned(1, 1), null);
put('checksum: first byte', turned(sound.length - 4, 1), null);
put('checksum: last byte', turned(sound.length - 1, 0x80), null);
for (const length of [0, 1, 2, 3, 10, sound.length - 5, sound.length - 4, sound.length - 1]) put(`cut off after ${length} bytes`, sound.subarray(0, length), null);

writeFileSync(new URL('inflate.json', import.meta.url), `[\n${cases.map((row) => `  ${JSON.stringify(row)}`).join(',\n')}\n]\n`);
console.log(`${cases.length} cases`);
