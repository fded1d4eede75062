// What is always in sight: how old the list is, and whether this browser can work without network at all.

export type Level = 'ok' | 'soon' | 'late';

const MINUTE = 60 * 1000;
const HOUR = 60 * MINUTE;
const SOON = 12 * HOUR;
const LATE = 24 * HOUR;

/** The age of keys, rules and revocations, in words and as a level; `age` in milliseconds, undefined for no list. */
export function listAge(age: number | undefined): { words: string; level: Level } {
  if (age === undefined) return { words: '没有名单', level: 'late' };
  return { words: `名单 ${span(age)}`, level: age > LATE ? 'late' : age > SOON ? 'soon' : 'ok' };
}

/** Inside WeChat on an iPhone nothing is kept for working without network. */
export function isWeChatOnIos(userAgent: string): boolean {
  return /MicroMessenger/i.test(userAgent) && /iPhone|iPad|iPod/i.test(userAgent);
}

function span(age: number): string {
  if (age < MINUTE) return '刚刚';
  if (age < HOUR) return `${Math.floor(age / MINUTE)} 分钟前`;
  if (age < 2 * LATE) return `${Math.floor(age / HOUR)} 小时前`;
  return `${Math.floor(age / LATE)} 天前`;
}
