// Whether a pass opens the gate: the same as Plans/PassRules.cs, so that a gate without network decides alike. Both satisfy
// tests/vectors/pass-rules.json. Instants are epoch milliseconds; dates and hours are those of Shanghai (UTC+8, no summer time).

/** A part of the day, 'HH:mm'; from belongs to it, to does not; from later than to spans midnight. */
export interface DayHours { from: string; to: string }

export interface PassRule {
  /** 1 … 20, stands in the code of every pass. */
  key: number;
  name: string;
  /** Whose outs are counted together: of the pass alone, or of all passes of the household. */
  subject: 'person' | 'household';
  /** Natural days: today and the days before it. */
  cycleDays: number;
  /** Outs within a cycle; 0 no limit, -1 barred. */
  times: number;
  /** By the date of the month. */
  days: 'any' | 'odd' | 'even';
  /** None: all day. */
  hours: readonly DayHours[];
  /** Outside for longer is late; null where nobody counts. */
  longestMinutes: number | null;
  evidence: string;
  /** The curfew does not bind it. */
  exempt: boolean;
  voids: readonly ('returnee' | 'isolation' | 'closed' | 'unscreened' | 'travel')[];
}

export interface PassFacts {
  held: boolean;
  revoked: boolean;
  /** First and last date on which the pass counts, 'yyyy-MM-dd'. */
  from: string | null;
  until: string | null;
  /** When the counter went out, in any order; the same instant twice is one out that came by two ways. */
  outs: readonly number[];
  /** Since when the counter is outside; null when it is inside. */
  outSince: number | null;
  direction: 'out' | 'in';
}

export type PassVerdict = 'go' | 'stop' | 'ask';

export type PassReason = 'ok' | 'in' | 'late' | 'revoked' | 'held' | 'notYet' | 'expired' | 'barred' | 'day' | 'hours' | 'curfew'
  | 'used' | 'alreadyOut' | 'notOut';

export interface PassJudgement {
  verdict: PassVerdict;
  reason: PassReason;
  /** Earliest instant when it would be allowed again; null when there is none or it need not wait. */
  nextAt: number | null;
  /** When whoever goes out, or is outside too long or twice, has or had to be back. */
  backBy: number | null;
}

const minute = 60_000, day = 24 * 60 * minute, offset = 8 * 60 * minute;

/** How many days after today are looked at for the next time that it would be allowed. */
const searchedDays = 31;

/** An out ahead of the clock by up to this was told by a fast clock and counts as of now; one beyond it does not count. */
const fastClock = day;

export function judge(rule: PassRule, curfew: DayHours | null, facts: PassFacts, at: number): PassJudgement {
  return facts.direction === 'in' ? comesIn(rule, facts, at) : goesOut(rule, curfew, facts, at);
}

// Nobody is kept from going home.
function comesIn(rule: PassRule, facts: PassFacts, at: number): PassJudgement {
  if (facts.revoked || facts.held) return is('ask', facts.revoked ? 'revoked' : 'held');
  if (facts.outSince === null) return is('go', 'notOut');
  const by = backBy(rule, facts.outSince);
  return by !== null && at > by ? is('go', 'late', null, by) : is('go', 'in');
}

function goesOut(rule: PassRule, curfew: DayHours | null, facts: PassFacts, at: number): PassJudgement {
  const outs = daysOfOuts(facts.outs, at);
  const reason = whyNot(rule, curfew, facts, outs, at);
  switch (reason) {
    case null:
      return facts.outSince !== null
        ? is('ask', 'alreadyOut', null, backBy(rule, facts.outSince))
        : is('go', 'ok', null, backBy(rule, at));
    case 'revoked': case 'held': case 'expired': case 'barred':
      return is('stop', reason);
    default:
      return is('stop', reason, next(rule, curfew, facts, outs, at));
  }
}

function whyNot(
  rule: PassRule, curfew: DayHours | null, facts: PassFacts, outs: readonly number[], at: number): PassReason | null {
  const date = dayOf(at), time = at + offset - date * day;
  return facts.revoked ? 'revoked'
    : facts.held ? 'held'
    : facts.from !== null && date < dayNamed(facts.from) ? 'notYet'
    : facts.until !== null && date > dayNamed(facts.until) ? 'expired'
    : rule.times < 0 ? 'barred'
    : !onDate(rule, date) ? 'day'
    : !inHours(rule, time) ? 'hours'
    : inCurfew(rule, curfew, time) ? 'curfew'
    : isUsed(rule, outs, date) ? 'used'
    : null;
}

// What forbids it can end only with a day, with the beginning of the rule's hours or with the curfew.
function next(rule: PassRule, curfew: DayHours | null, facts: PassFacts, outs: readonly number[], at: number): number | null {
  if (rule.times < 0) return null;
  const times = [0, ...rule.hours.map((h) => timeNamed(h.from)), curfew ? timeNamed(curfew.to) : 0]
    .filter((time) => inHours(rule, time) && !inCurfew(rule, curfew, time))
    .sort((a, b) => a - b);
  const first = facts.from === null ? -Infinity : dayNamed(facts.from);
  const last = facts.until === null ? Infinity : dayNamed(facts.until);
  const today = dayOf(at);
  for (let date = today; date <= today + searchedDays; date++) {
    if (date < first || date > last || !onDate(rule, date) || isUsed(rule, outs, date)) continue;
    for (const time of times) {
      const instant = date * day + time - offset;
      if (instant > at) return instant;
    }
  }
  return null;
}

function onDate(rule: PassRule, date: number): boolean {
  return rule.days === 'any' || (new Date(date * day).getUTCDate() % 2 === 1) === (rule.days === 'odd');
}

function inHours(rule: PassRule, time: number): boolean {
  return rule.hours.length === 0 || rule.hours.some((h) => has(h, time));
}

function inCurfew(rule: PassRule, curfew: DayHours | null, time: number): boolean {
  return !rule.exempt && curfew !== null && has(curfew, time);
}

function has(hours: DayHours, time: number): boolean {
  const from = timeNamed(hours.from), to = timeNamed(hours.to);
  return from <= to ? time >= from && time < to : time >= from || time < to;
}

function isUsed(rule: PassRule, outs: readonly number[], date: number): boolean {
  return rule.times > 0 && outs.filter((out) => out > date - rule.cycleDays && out <= date).length >= rule.times;
}

// Each out once, by the day on which it counts.
function daysOfOuts(outs: readonly number[], at: number): number[] {
  return [...new Set(outs)].filter((out) => out <= at + fastClock).map((out) => dayOf(Math.min(out, at)));
}

function backBy(rule: PassRule, since: number): number | null {
  return rule.longestMinutes === null ? null : since + rule.longestMinutes * minute;
}

/** The day of an instant, counted from 1970-01-01. */
function dayOf(at: number): number {
  return Math.floor((at + offset) / day);
}

function dayNamed(date: string): number {
  return Date.parse(`${date}T00:00:00Z`) / day;
}

/** 'HH:mm' → milliseconds since midnight. */
function timeNamed(time: string): number {
  return (Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5))) * minute;
}

function is(verdict: PassVerdict, reason: PassReason, nextAt: number | null = null, by: number | null = null): PassJudgement {
  return { verdict, reason, nextAt, backBy: by };
}
