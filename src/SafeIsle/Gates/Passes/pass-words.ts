import { wall } from '../shanghai';
import type { PassJudgement, PassReason, PassVerdict } from './pass-rules';

// The same words as Plans/PassWords.cs, for gates without network; tests/vectors/pass-words.json holds both to them.
const reasons: Record<PassReason, string> = {
  ok: '可以出门。',
  in: '可以进门。',
  late: '可以进门，回来晚了。',
  revoked: '这张证已经作废，请到居委会。',
  held: '这张证现在不能用，请到居委会。',
  notYet: '这张证还没有到生效的日子。',
  expired: '这张证已经过期，请到居委会换证。',
  barred: '这类证不能出门，有急事请打居委会电话。',
  day: '今天不是这张证出门的日子。',
  hours: '现在不是这张证出门的时段。',
  curfew: '现在是夜间限制出入的时段。',
  used: '这张证这几天出门的次数用完了。',
  alreadyOut: '记录上已经出门，还没有回来，请问清楚。',
  notOut: '可以进门，没有出门记录。',
};

export const verdictWords: Record<PassVerdict, string> = { go: '放行', stop: '不放行', ask: '问清' };

/** The reason alone. */
export function passReasonWords(reason: PassReason): string { return reasons[reason] || ''; }

/** The reason, and from when on it is allowed or until when to be back. */
export function judgementWords({ reason, nextAt, backBy }: PassJudgement): string {
  const more = nextAt !== null ? `最早 ${short(nextAt)} 可以出门。`
    : backBy === null ? ''
    : reason === 'ok' ? `请在 ${short(backBy)} 前回来。` : `应在 ${short(backBy)} 前回来。`;
  return reasons[reason] + more;
}

/** 3月23日 21:40, in Shanghai. */
function short(at: number): string {
  const here = new Date(wall(at));
  const two = (n: number) => String(n).padStart(2, '0');
  return `${here.getUTCMonth() + 1}月${here.getUTCDate()}日 ${two(here.getUTCHours())}:${two(here.getUTCMinutes())}`;
}
