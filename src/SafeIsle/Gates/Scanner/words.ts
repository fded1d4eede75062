// The sentences of the scanner. None tells anybody's health, and none says more of a person than the pass does.

import { dayOf, wall } from '../shanghai';
import type { FirmReason } from '../Firms/firm-rules';
import type { PassJudgement, PassReason, PassVerdict } from '../Passes/pass-rules';
import { judgementWords, passReasonWords, verdictWords } from '../Passes/pass-words';
import type { Elsewhere, Returnee } from './list';
import type { Direction, Scan, Verdict } from './store';

export const VERDICTS: Record<Verdict, string> = verdictWords;
export const DIRECTIONS: Record<Direction, string> = { out: '出', in: '进' };

/** Why there is nothing for the rules to judge. */
export type NoPass = 'foreign' | 'damaged' | 'key' | 'forged' | 'elsewhere' | 'clock' | 'stale' | 'unknown' | 'noPass' | 'noList' | 'rule' | 'none' | 'gateClosed' | 'alreadyIn' | 'spent' | 'otherEntrance'
  | FirmReason;

/** What the rules answer, or why they were not asked. */
export interface Result { verdict: PassVerdict; reason: PassReason | NoPass; nextAt: number | null; backBy: number | null }

const NO_PASS: Record<NoPass, string> = {
  foreign: '这不是出入证的码，请出示出入证，或输编号。',
  damaged: '码没有读完整，请再扫一次，或输编号。',
  key: '本机认不出这张证是谁签发的，请先联网更新，或输编号。',
  forged: '签名对不上，这张证不是居委会发的。',
  elsewhere: '这是别的社区的证，请问清来访哪一户。',
  clock: '码上的时间比本机晚，请核对本机时间，再问清。',
  stale: '这是截图或过时的码，请刷新后再出示。',
  unknown: '名单里没有这张证，请问清住哪一户，或打电话问居委会。',
  noPass: '这一户没有可用的证，请问清，或打电话问居委会。',
  noList: '本机还没有名单，请联网取一次；取到之前请看证问清。',
  rule: '名单里没有这类证的规则，请联网更新后再看。',
  none: '没有出示出入证，请问清住哪一户、为什么进出。',
  gateClosed: '这个门岗已经关闭，请走别的门；有急事打电话问居委会。',
  otherEntrance: '住在别的围合，请走那里的出入口；有急事打电话问居委会。',
  alreadyIn: '记录上已经进门，还没有出去，请问清楚。',
  spent: '这张证已经用过，只能进出一次；再来请重新登记。',
  firm: '单位在名单上。',
  firmEnded: '这个单位的登记到期了，请打电话问居委会。',
  firmGate: '这个单位登记的不是这个门，请问清。',
  firmDay: '今天不是这个单位登记的日子，请问清。',
  firmHours: '现在不是这个单位登记的时段，请问清。',
};

/** What the guard reads. */
export function sentenceOf(result: Result): string {
  return NO_PASS[result.reason as NoPass] || judgementWords(result as PassJudgement);
}

/** Where whoever lives in another enclosure goes out. */
export function entranceSentence({ name, gate }: Elsewhere): string {
  return `住在${name}，请走${gate}；有急事打电话问居委会。`;
}

/** The same in short, as the guard picks it and the log says it: 现在是夜间限制出入的时段. */
export function reasonWords(reason: string): string {
  const words = NO_PASS[reason as NoPass] || passReasonWords(reason as PassReason);
  return words.split(/[，。]/)[0] as string;
}

/** Why a guard does not let somebody through whom the rules would; the codes of Scans/ScanReasons.cs. */
export const OWN_REASONS: Record<string, string> = {
  fever: '体温高', holder: '本人与证不符', mind: '本人改变主意', committee: '居委会电话要求',
};

/** What to look at besides: a number or a door proves nothing, and the card of one person (`named`) bears his name. */
export function lookOf(how: Scan['how'], named: boolean, evidence: string): string {
  return [named && (how === 'number' || how === 'door') ? '证上的姓名' : '', evidence].filter(Boolean).join('，');
}

/** 36.5 for 365. */
export function degrees(tenths: number): string {
  return (tenths / 10).toFixed(1);
}

/** The number to call stands on the button below. */
export function feverSentence(tenths: number): string {
  return `体温 ${degrees(tenths)}，请再量一次，仍高就请到旁边等并打居委会电话。`;
}

/** Whoever is expected back at this door: 有人报备回来（昨天 18:00）. */
export function returneeWords(returnees: readonly Returnee[], now: number): string {
  if (returnees.length === 0) return '';
  const times = returnees.map(({ at, proven }) => `${dayTimeOf(at, now)}${proven ? '' : '，没有核实'}`).join('；');
  return `有人报备回来（${times}），请网格员来接。`;
}

/** 21:40 in Shanghai. */
export function timeOf(at: number): string {
  return new Date(wall(at)).toISOString().slice(11, 16);
}

/** 21:40, 昨天 21:40 or 3 天前 21:40; days of Shanghai. */
export function dayTimeOf(at: number, now: number): string {
  const days = dayOf(now) - dayOf(at);
  return `${days <= 0 ? '' : days === 1 ? '昨天 ' : `${days} 天前 `}${timeOf(at)}`;
}
