// Writes pass-codes.json. It shares no code with the product, so that both sides are held to a third opinion.
// The keys sign nothing but these cases. Signatures are never the same twice: run it only when a case is added.
import { createHash, createPrivateKey, createPublicKey, sign } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { deflateRawSync, deflateSync, gzipSync } from 'node:zlib';

// A private key of P-256 from a word, as SEC 1 (RFC 5915) writes it.
function keyFrom(word) {
  const secret = createHash('sha256').update(word).digest('hex');
  const key = createPrivateKey({ key: Buffer.from(`30310201010420${secret}a00a06082a8648ce3d030107`, 'hex'), format: 'der', type: 'sec1' });
  const { x, y } = createPublicKey(key).export({ format: 'jwk' });
  return { kid: createHash('sha256').update(x + y).digest('hex').slice(0, 8), x, y, key };
}
const first = keyFrom('SafeIsle test key one'), second = keyFrom('SafeIsle test key two'), stranger = keyFrom('SafeIsle test key nobody knows');

// CBOR
const hex = (text) => Buffer.from(text.replace(/ /g, ''), 'hex');
const join = (...parts) => Buffer.concat(parts);
function head(major, n) {
  const m = major << 5;
  if (n < 24) return Buffer.of(m | n);
  if (n < 256) return Buffer.of(m | 24, n);
  if (n < 65536) return Buffer.of(m | 25, n >> 8, n & 255);
  const wide = Buffer.alloc(9);
  wide.writeBigUInt64BE(BigInt(n), 1);
  if (n < 2 ** 32) return join(Buffer.of(m | 26), wide.subarray(5));
  wide[0] = m | 27;
  return wide;
}
const int = (n) => (n < 0 ? head(1, -1 - n) : head(0, n));
const bytes = (b) => join(head(2, b.length), b);
const text = (t) => join(head(3, Buffer.byteLength(t)), Buffer.from(t));
const array = (...items) => join(head(4, items.length), ...items);
const map = (...pairs) => join(head(5, pairs.length), ...pairs.map(([k, v]) => join(k, v)));
const tag = (n, content) => join(head(6, n), content);

// Base45
const letters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:';
function base45(b) {
  let out = '';
  for (let i = 0; i < b.length; i += 2) {
    const pair = i + 1 < b.length;
    let n = pair ? b[i] * 256 + b[i + 1] : b[i];
    for (let left = pair ? 3 : 2; left > 0; left--, n = Math.floor(n / 45)) out += letters[n % 45];
  }
  return out;
}

// The layers of a good code, each of which a case may replace.
const paper = { community: 990101001001, number: 1234567, counter: 1234567, rule: 3, version: 1, onPhone: false, issuedAt: 1774224000, expiresAt: 1776816000 };
const values = (p) => array(int(p.community), int(p.number), int(p.counter), int(p.rule), int(p.version), int(p.onPhone ? 1 : 0));
const claims = (p) => map([int(4), int(p.expiresAt)], [int(6), int(p.issuedAt)], [int(-65537), values(p)]);
const headerOf = (kid, alg = int(-7)) => map([int(1), alg], [int(4), bytes(hex(kid))]);
const signature = (header, payload, key, hash = 'sha256') =>
  sign(hash, array(text('Signature1'), bytes(header), bytes(hex('')), bytes(payload)), { key, dsaEncoding: 'ieee-p1363' });
function cose(payload, o = {}) {
  const header = o.header ?? headerOf(first.kid);
  const signed = o.signature ?? signature(o.signedHeader ?? header, o.signedPayload ?? payload, o.key ?? first.key, o.hash);
  return tag(18, array(bytes(header), o.open ?? map(), bytes(payload), bytes(signed)));
}
const code = (message) => 'SI1:' + base45(deflateSync(message, { level: 9 }));
const pass = (p, o) => code(cose(claims(p), o));
const raw = (payload) => code(cose(payload));

const cases = [];
const good = (name, p, made = pass(p)) => cases.push({ name, text: made, pass: p });
const bad = (why, name, made) => cases.push({ name, text: made, why });

good('paper pass', paper);
good('phone code of 90 seconds', { ...paper, onPhone: true, expiresAt: paper.issuedAt + 90 });
good('a household counts together', { ...paper, number: 42, counter: 41 });
good('by the second key', paper, pass(paper, { header: headerOf(second.kid), key: second.key }));
good('smallest of everything', { community: 100000000000, number: 0, counter: 0, rule: 0, version: 0, onPhone: false, issuedAt: 0, expiresAt: 1 });
good('largest of everything', { community: 999999999999, number: 9999999, counter: 9999999, rule: 255, version: 255, onPhone: true, issuedAt: 4294967294, expiresAt: 4294967295 });
for (const edge of [23, 24, 255, 256, 65535, 65536]) good(`number ${edge}`, { ...paper, number: edge });
for (const edge of [23, 24]) good(`version and rule ${edge}`, { ...paper, version: edge, rule: edge });
good('over long ago: the caller judges', { ...paper, issuedAt: 1000000000, expiresAt: 1000000001 });
good('stored, not squeezed', paper, 'SI1:' + base45(deflateSync(cose(claims(paper)), { level: 0 })));
good('squeezed by fixed codes', paper, 'SI1:' + base45(deflateSync(cose(claims(paper)), { strategy: 4 })));
good('with repeated parts', { ...paper, community: 990000000000, number: 0, counter: 0 }, 'SI1:' + base45(deflateSync(cose(claims({ ...paper, community: 990000000000, number: 0, counter: 0 })), { level: 9, memLevel: 9 })));
good('a line end after it', paper, pass(paper) + '\r\n');
good('blanks around it', paper, ' \t' + pass(paper) + '  ');

// Each value altered after signing.
for (const [name, other] of Object.entries({ community: 990101001002, number: 1234568, counter: 1, rule: 4, version: 2, onPhone: true, issuedAt: paper.issuedAt + 1, expiresAt: paper.expiresAt + 86400 })) {
  bad('forged', `${name} altered after signing`, pass({ ...paper, [name]: other }, { signedPayload: claims(paper) }));
}
bad('forged', 'signed by another of our keys', pass(paper, { key: second.key }));
bad('forged', 'our key id, signed by a stranger', pass(paper, { key: stranger.key }));
bad('forged', 'signature of zeros', pass(paper, { signature: Buffer.alloc(64) }));
bad('forged', 'signature with one bit turned', (() => { const h = headerOf(first.kid), s = signature(h, claims(paper), first.key); s[63] ^= 1; return pass(paper, { signature: s }); })());
bad('forged', 'SHA-384 under the name of ES256', pass(paper, { hash: 'sha384' }));
bad('forged', 'key id put in afterwards', pass(paper, { header: headerOf(second.kid), signedHeader: headerOf(first.kid) }));
bad('forged', 'algorithm ES384', pass(paper, { header: headerOf(first.kid, int(-35)) }));
bad('forged', 'algorithm EdDSA', pass(paper, { header: headerOf(first.kid, int(-8)) }));
bad('forged', 'algorithm HMAC', pass(paper, { header: headerOf(first.kid, int(5)) }));
bad('forged', 'algorithm 0', pass(paper, { header: headerOf(first.kid, int(0)), signature: Buffer.alloc(64) }));
bad('key', 'unknown key', pass(paper, { header: headerOf(stranger.kid), key: stranger.key }));
bad('key', 'unknown key and a bad signature', pass(paper, { header: headerOf('00000000'), signature: Buffer.alloc(64) }));

// The message's shape.
const h = headerOf(first.kid), p = claims(paper), s = signature(h, p, first.key), four = [bytes(h), map(), bytes(p), bytes(s)];
bad('damaged', 'no tag', code(array(...four)));
bad('damaged', 'tag of a CWT around it', code(tag(61, tag(18, array(...four)))));
bad('damaged', 'tag of a MAC', code(tag(17, array(...four))));
bad('damaged', 'three parts', code(tag(18, array(...four.slice(0, 3)))));
bad('damaged', 'five parts', code(tag(18, array(...four, int(0)))));
bad('damaged', 'a map in place of the parts', code(tag(18, map([int(0), bytes(h)], [int(1), map()], [int(2), bytes(p)], [int(3), bytes(s)]))));
bad('damaged', 'an open header that is not empty', pass(paper, { open: map([int(4), bytes(hex(second.kid))]) }));
bad('damaged', 'the open header is an array', pass(paper, { open: array() }));
bad('damaged', 'the key id only in the open header', pass(paper, { header: map([int(1), int(-7)]), open: map([int(4), bytes(hex(first.kid))]) }));
bad('damaged', 'an empty protected header', pass(paper, { header: hex('') }));
bad('damaged', 'a third protected header', pass(paper, { header: map([int(1), int(-7)], [int(2), array(int(4))], [int(4), bytes(hex(first.kid))]) }));
bad('damaged', 'the algorithm as text', pass(paper, { header: headerOf(first.kid, text('ES256')) }));
bad('damaged', 'a key id of eight bytes', pass(paper, { header: headerOf(first.kid + first.kid) }));
bad('damaged', 'the key id as text', pass(paper, { header: map([int(1), int(-7)], [int(4), text('abcd')]) }));
bad('damaged', 'headers in the wrong order', pass(paper, { header: map([int(4), bytes(hex(first.kid))], [int(1), int(-7)]) }));
bad('damaged', 'a signature of 63 bytes', pass(paper, { signature: s.subarray(0, 63) }));
bad('damaged', 'a signature in DER', pass(paper, { signature: sign('sha256', array(text('Signature1'), bytes(h), bytes(hex('')), bytes(p)), first.key) }));
bad('damaged', 'no payload', code(tag(18, array(bytes(h), map(), hex('f6'), bytes(s)))));
bad('damaged', 'bytes after the message', code(join(cose(p), hex('00'))));
bad('damaged', 'the message cut off', code(cose(p).subarray(0, -1)));
bad('damaged', 'not CBOR', code(Buffer.from('hello, this is no message')));
bad('damaged', 'nothing deflated', code(hex('')));

// CBOR that is not in its one form; all of it rightly signed or harmless.
bad('damaged', 'the tag not in the shortest form', code(join(hex('d812'), array(...four))));
bad('damaged', 'a length not in the shortest form', code(tag(18, array(join(hex(`58${h.length.toString(16).padStart(2, '0')}`), h), map(), bytes(p), bytes(s)))));
bad('damaged', 'parts of indefinite length', code(join(hex('d29f'), ...four, hex('ff'))));
bad('damaged', 'an open header of indefinite length', pass(paper, { open: hex('bfff') }));
bad('damaged', 'a payload in pieces', code(tag(18, array(bytes(h), map(), join(hex('5f'), bytes(p), hex('ff')), bytes(s)))));
bad('damaged', 'reserved length 28', code(join(hex('d2'), hex('9c'), ...four)));
bad('damaged', 'a number not in the shortest form', raw(map([int(4), int(paper.expiresAt)], [int(6), int(paper.issuedAt)], [int(-65537), array(int(paper.community), hex('1b00000000 0012d687'), int(1), int(3), int(1), int(0))])));
bad('damaged', 'a small number in two bytes', raw(map([int(4), int(paper.expiresAt)], [int(6), int(paper.issuedAt)], [int(-65537), array(int(paper.community), int(1), int(1), hex('1803'), int(1), int(0))])));
bad('damaged', 'claims of indefinite length', raw(join(hex('bf'), claims(paper).subarray(1), hex('ff'))));
bad('damaged', 'values of indefinite length', raw(map([int(4), int(paper.expiresAt)], [int(6), int(paper.issuedAt)], [int(-65537), join(hex('9f'), values(paper).subarray(1), hex('ff'))])));
bad('damaged', 'a claim twice', raw(map([int(4), int(paper.expiresAt)], [int(4), int(paper.expiresAt)], [int(6), int(paper.issuedAt)], [int(-65537), values(paper)])));
bad('damaged', 'claims in the wrong order', raw(map([int(6), int(paper.issuedAt)], [int(4), int(paper.expiresAt)], [int(-65537), values(paper)])));
bad('damaged', 'a claim too many', raw(map([int(1), text('SafeIsle')], [int(4), int(paper.expiresAt)], [int(6), int(paper.issuedAt)], [int(-65537), values(paper)])));
bad('damaged', 'no end', raw(map([int(6), int(paper.issuedAt)], [int(-65537), values(paper)])));
bad('damaged', 'bytes after the claims', raw(join(claims(paper), hex('00'))));
bad('damaged', 'claims nested too deep', raw(join(hex('81'.repeat(40)), int(0))));
bad('damaged', 'an array of 2^32 items that are not there', raw(hex('9affffffff')));
bad('damaged', 'text that is not UTF-8', raw(map([int(4), int(paper.expiresAt)], [int(6), hex('62c328')], [int(-65537), values(paper)])));

// Values that no pass has.
const out = (name, change) => bad('damaged', name, raw(claims({ ...paper, ...change })));
out('a community of eleven digits', { community: 99999999999 });
out('a community of thirteen digits', { community: 1000000000000 });
out('a number of eight digits', { number: 10000000 });
out('a negative number', { number: -1 });
out('a counter of eight digits', { counter: 10000000 });
out('rule 256', { rule: 256 });
out('version 256', { version: 256 });
out('over before it began', { expiresAt: paper.issuedAt - 1 });
out('over as it began', { expiresAt: paper.issuedAt });
out('from before 1970', { issuedAt: -1 });
out('until after 2106', { expiresAt: 4294967296 });
bad('damaged', 'a community of 2^53', raw(map([int(4), int(paper.expiresAt)], [int(6), int(paper.issuedAt)], [int(-65537), array(hex('1b0020000000000000'), int(1), int(1), int(3), int(1), int(0))])));
bad('damaged', 'a community of 2^63', raw(map([int(4), int(paper.expiresAt)], [int(6), int(paper.issuedAt)], [int(-65537), array(hex('1b8000000000000000'), int(1), int(1), int(3), int(1), int(0))])));
bad('damaged', 'kind 2', raw(map([int(4), int(paper.expiresAt)], [int(6), int(paper.issuedAt)], [int(-65537), array(int(paper.community), int(1), int(1), int(3), int(1), int(2))])));
bad('damaged', 'five values', raw(map([int(4), int(paper.expiresAt)], [int(6), int(paper.issuedAt)], [int(-65537), array(int(paper.community), int(1), int(1), int(3), int(1))])));
bad('damaged', 'seven values', raw(map([int(4), int(paper.expiresAt)], [int(6), int(paper.issuedAt)], [int(-65537), array(int(paper.community), int(1), int(1), int(3), int(1), int(0), int(0))])));
bad('damaged', 'a fraction', raw(map([int(4), int(paper.expiresAt)], [int(6), hex('f97c00')], [int(-65537), values(paper)])));
bad('damaged', 'the number as text', raw(map([int(4), int(paper.expiresAt)], [int(6), int(paper.issuedAt)], [int(-65537), array(int(paper.community), text('1234567'), int(1), int(3), int(1), int(0))])));

// Deflated wrongly.
function bits(text) {
  const row = text.replace(/ /g, '').padEnd(Math.ceil(text.replace(/ /g, '').length / 8) * 8, '0');
  return Buffer.from(row.match(/.{8}/g).map((eight) => parseInt([...eight].reverse().join(''), 2)));
}
const zlib = deflateSync(cose(p), { level: 9 }), packed = (b) => 'SI1:' + base45(b);
bad('damaged', 'not deflated', packed(cose(p)));
bad('damaged', 'deflated without zlib\'s head', packed(deflateRawSync(cose(p))));
bad('damaged', 'gzip', packed(gzipSync(cose(p))));
bad('damaged', 'wrong checksum', packed(join(zlib.subarray(0, -1), Buffer.of(zlib.at(-1) ^ 1))));
bad('damaged', 'checksum missing', packed(zlib.subarray(0, -4)));
bad('damaged', 'checksum cut off', packed(zlib.subarray(0, -1)));
bad('damaged', 'cut off in the middle', packed(zlib.subarray(0, zlib.length >> 1)));
bad('damaged', 'bytes after it', packed(join(zlib, hex('00'))));
bad('damaged', 'bytes after it that end in the checksum', packed(join(zlib, hex('00'), zlib.subarray(-4))));
bad('damaged', 'twice', packed(join(zlib, zlib)));
bad('damaged', 'two bytes', packed(zlib.subarray(0, 2)));
bad('damaged', 'a preset dictionary', packed(deflateSync(cose(p), { dictionary: Buffer.from('Signature1') })));
bad('damaged', 'block of kind 3', packed(hex('789c07000000000001')));
bad('damaged', 'a distance before the beginning', packed(join(hex('789c'), bits('1 10 10010001 0000001 00011 0000000'), hex('00000001'))));
bad('damaged', 'inflates to 513 bytes', packed(deflateSync(Buffer.alloc(513))));
bad('damaged', 'inflates to a hundred thousand bytes', packed(deflateSync(Buffer.alloc(100_000))));

// The text.
const sound = pass(paper), body = sound.slice(4);
bad('damaged', 'nothing after the prefix', 'SI1:');
bad('damaged', 'one character after the prefix', 'SI1:A');
bad('damaged', 'the last character lost', sound.slice(0, -1));
bad('damaged', 'the last four characters lost', sound.slice(0, -4));
bad('damaged', 'three too large for two bytes', `SI1::::${body}`);
bad('damaged', 'three worth 65536', 'SI1:GGW');
bad('damaged', 'two too large for a byte', 'SI1:::');
bad('damaged', 'two worth 256', 'SI1:V5');
bad('damaged', 'lower case after the prefix', 'SI1:' + body.toLowerCase());
bad('damaged', 'a full-width character', 'SI1:' + 'Ａ' + body.slice(1));
bad('damaged', 'a line end in the middle', `SI1:${body.slice(0, 60)}\n${body.slice(60)}`);
bad('damaged', 'a blank in the middle', `SI1:${body.slice(0, 60)} ${body.slice(60)}`);
bad('damaged', 'the prefix twice', 'SI1:' + sound);
bad('damaged', 'two thousand characters', 'SI1:' + '0'.repeat(2000));
bad('damaged', 'three characters beyond the limit', sound + '0'.repeat(512 - sound.length + 3));
bad('foreign', 'nothing', '');
bad('foreign', 'blanks', '   ');
bad('foreign', 'half of the prefix', 'SI1');
bad('foreign', 'the prefix in lower case', 'si1:' + body);
bad('foreign', 'all in lower case', sound.toLowerCase());
bad('foreign', 'a health certificate of the European Union', 'HC1:' + body);
bad('foreign', 'a later edition', 'SI2:' + body);
bad('foreign', 'no prefix', body);
bad('foreign', 'a short number', '12345674');
bad('foreign', 'an address', 'https://example.cn/d/7KQ2M9XA4T');
bad('foreign', 'words', '扫码进群');
bad('foreign', 'ten thousand blanks', ' '.repeat(10_000));
bad('foreign', 'a full-width prefix', 'ＳＩ１：' + body);

const rows = (list) => list.map((row) => `    ${JSON.stringify(row)}`).join(',\n');
const keys = [first, second].map(({ kid, x, y }) => ({ kid, x, y }));
writeFileSync(new URL('pass-codes.json', import.meta.url), `{\n  "keys": [\n${rows(keys)}\n  ],\n  "cases": [\n${rows(cases)}\n  ]\n}\n`);
console.log(`${cases.length} cases, longest good one ${Math.max(...cases.filter((c) => c.pass).map((c) => c.text.length))} characters`);
