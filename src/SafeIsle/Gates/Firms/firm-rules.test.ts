import { expect, test } from 'vitest';
import vectors from '../../../../tests/vectors/firm-rules.json';
import { type FirmLine, judgeFirm } from './firm-rules';

interface Case { name: string; firm: Partial<FirmLine>; gate: string; direction?: 'out' | 'in'; at: string; verdict: string; reason: string }

const usual: FirmLine = {
  id: 'f', name: '某单位', kind: '送货', what: '', dwelling: '', inside: true, days: 127, start: 480, stop: 1080, until: '2030-01-01', gates: [],
};

test.each(vectors as unknown as Case[])('$name', ({ firm, gate, direction, at, verdict, reason }) => {
  expect(judgeFirm({ ...usual, ...firm }, gate, direction || 'in', Date.parse(at))).toEqual({ verdict, reason });
});
