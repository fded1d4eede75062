import { describe, expect, test } from 'vitest';
import rulesVectors from '../../../../tests/vectors/pass-rules.json';
import wordsVectors from '../../../../tests/vectors/pass-words.json';
import { type DayHours, type PassFacts, type PassJudgement, type PassRule, judge } from './pass-rules';
import { judgementWords } from './pass-words';

/** Instants as people read them; what a case leaves out is as usual. */
interface Told { verdict: PassJudgement['verdict']; reason: PassJudgement['reason']; nextAt?: string; backBy?: string }
interface Case {
  name: string;
  rule: Partial<PassRule>;
  curfew?: DayHours;
  facts: { held?: boolean; revoked?: boolean; from?: string; until?: string; outs?: string[]; outSince?: string; direction?: 'in' };
  at: string;
  is: Told;
}

const usual: PassRule = {
  key: 1, name: '居民', subject: 'person', cycleDays: 1, times: 0, days: 'any', hours: [], longestMinutes: null, evidence: '', exempt: false, voids: [],
};
const instant = (text: string | undefined) => text === undefined ? null : Date.parse(text);
const judgement = (told: Told): PassJudgement => ({ ...told, nextAt: instant(told.nextAt), backBy: instant(told.backBy) });
const cases = rulesVectors as unknown as Case[];

function facts({ outs, outSince, ...said }: Case['facts']): PassFacts {
  return {
    held: false, revoked: false, from: null, until: null, direction: 'out', ...said, outs: (outs ?? []).map(Date.parse), outSince: instant(outSince),
  };
}

describe('the gate decides as the server does', () => {
  test('there are cases', () => expect(cases.length).toBeGreaterThanOrEqual(150));

  test.each(cases)('$name', (c) => {
    expect(judge({ ...usual, ...c.rule }, c.curfew ?? null, facts(c.facts), Date.parse(c.at))).toEqual(judgement(c.is));
  });
});

test.each(wordsVectors as unknown as { is: Told; sentence: string }[])('says: $sentence', ({ is, sentence }) => {
  expect(judgementWords(judgement(is))).toBe(sentence);
});
