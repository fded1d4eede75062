import { expect, test } from 'vitest';
import { decodeBase45 } from './base45';

// The examples of RFC 9285.
test.each([['BB8', 'AB'], ['%69 VD92EX0', 'Hello!!'], ['UJCLQE7W581', 'base-45'], ['QED8WEX0', 'ietf!'], ['', '']])('%s is %s', (text, words) => {
  expect(decodeBase45(text)).toEqual(Uint8Array.from(words, (letter) => letter.charCodeAt(0)));
});

test.each(['GGW', ':::', '::', 'V5', 'A', 'ABCD', 'bb8', 'BB\n', 'BBＡ'])('%j is refused', (text) => {
  expect(decodeBase45(text)).toBeNull();
});

test('the largest groups are read', () => {
  expect(decodeBase45('FGWU5')).toEqual(Uint8Array.of(0xff, 0xff, 0xff));
});
