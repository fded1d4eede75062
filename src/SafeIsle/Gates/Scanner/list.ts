// What the scanner knows of passes: the server's snapshot, brought up to date by later ones.

import { wall } from '../shanghai';
import type { FirmLine } from '../Firms/firm-rules';
import type { PassRule } from '../Passes/pass-rules';
import type { Thing } from './shelf';
import type { Direction } from './store';

/** One pass as the list knows it; `door` is an index into `doors`, `version` the card's edition modulo 256, `from` its first day where it is yet to come. */
export interface Pass { number: number; counter: number; rule: number; version: number; door: number; from?: string | null }

/** A door of the community: 38号楼, 2-501. */
export interface Door { building: string; label: string }

/** Somebody of this counter went out or came in, by the server's clock. */
export interface Move { counter: number; at: number; direction: Direction }

export interface Hours { from: string; to: string }

/** Somebody announced to come back to this door, then; who and from where is not told. `proven`: the household itself, or the committee, said so. */
export interface Returnee { door: string; at: number; proven: boolean }

/** Another enclosure than this gate's, and its entrance; `doors` are pairs: index of a door, and how many from there on. */
export interface Elsewhere { name: string; gate: string; doors: readonly number[] }

/** `at`: the server's clock when it made the list, epoch milliseconds; `fever` in tenths of a degree. */
export interface GateList {
  seq: number;
  at: number;
  /** Not open: the committee has closed this gate. */
  gate: { id: string; name: string; open?: boolean };
  keys: { kid: string; x: string; y: string }[];
  fever: number;
  curfew: Hours | null;
  rules: PassRule[];
  doors: Door[];
  passes: Map<number, Pass>;
  revoked: Set<number>;
  /** Of the revoked ones the visitors' passes that were used, in and out; a list of before has none. */
  spent?: Set<number>;
  held: Set<number>;
  moves: Move[];
  firms: readonly FirmLine[];
  /** What lies on this gate's shelf. */
  shelf: readonly Thing[];
  /** The committee's number, or empty; a list of before has none of these three. */
  phone?: string;
  /** Gates and fences, for whoever reports a breach. */
  places?: readonly string[];
  returnees?: readonly Returnee[];
  elsewhere?: readonly Elsewhere[];
}

/** The answer of GET /api/gate/snapshot. */
export interface Snapshot {
  seq: number;
  full: boolean;
  at: number;
  gate: { id: string; name: string; open?: boolean };
  keys: { kid: string; x: string; y: string }[];
  fever: number;
  curfew: Hours | null;
  rules: PassRule[];
  doors?: { building: string; labels: string[] }[] | null;
  passes?: { numbers: string; rules: string; versions: string; doors: string; firsts?: string } | null;
  changed?: (Pass & { state: string })[] | null;
  counters?: [number, number][] | null;
  revoked?: number[] | null; // not full: those since the list that was named
  spent?: number[] | null; // of these
  held?: number[] | null;
  moves?: { from: number; counts: string; high: string; low: string } | null; // full: by the passes, in their order
  outs?: [number, number, 0 | 1][] | null; // not full: those received since then, some of them again
  /** Nothing: as before. */
  firms?: FirmLine[] | null;
  shelf?: Thing[] | null;
  gone?: [number, number, 0 | 1][] | null; // not full: moves that a guard took back since then
  phone?: string | null;
  places?: string[] | null;
  returnees?: Returnee[] | null;
  elsewhere?: Elsewhere[] | null; // nothing: as before
}

const DAY = 24 * 60 * 60 * 1000;
const LONGEST_CYCLE = 31 * DAY; // milliseconds; moves before it bind nobody
const REVOKED = 'revoked'; // the other state is valid

/** The list after a snapshot: a full one replaces it, another changes it. */
export function apply(before: GateList | undefined, news: Snapshot): GateList {
  const doors = news.full ? flat(news.doors || []) : (before ? before.doors : []);
  const all = passes(before, news);
  return {
    seq: news.seq,
    at: news.at,
    gate: news.gate,
    keys: news.keys,
    fever: news.fever,
    curfew: news.curfew,
    rules: news.rules,
    doors,
    passes: all,
    revoked: voided(before && before.revoked, news.revoked, news),
    spent: voided(before && before.spent, news.spent, news),
    held: new Set(news.held || []),
    moves: moves(news.full || !before ? [] : before.moves, news, all),
    firms: news.firms || (before && before.firms) || [],
    shelf: news.shelf || (before && before.shelf) || [],
    phone: news.phone || '',
    places: news.places || [],
    returnees: news.returnees || [],
    elsewhere: news.elsewhere || (!news.full && before && before.elsewhere) || [],
  };
}

/** All numbers that were so (`before`) and all that became so; a number of a later list that is good again is not. */
function voided(before: Set<number> | undefined, numbers: number[] | null | undefined, news: Snapshot): Set<number> {
  const all = new Set(news.full || !before ? [] : before);
  (numbers || []).forEach((number) => all.add(number));
  (news.changed || []).forEach(({ number, state }) => { if (state !== REVOKED) all.delete(number); });
  return all;
}

/** The doors that have this pass, as people say it: 38号楼 2-501; empty where the list does not know. */
export function doorOf(list: GateList, pass: Pass | undefined): string {
  const door = pass && list.doors[pass.door];
  return door ? `${door.building} ${door.label}` : '';
}

/** The enclosure whose own entrance people of this door go out by, where that is not this gate. */
export function elsewhereOf(list: GateList, door: number): Elsewhere | undefined {
  return (list.elsewhere || []).find(({ doors }) => doors.some((first, i) => i % 2 === 0 && door >= first && door < first + (doors[i + 1] as number)));
}

/** All passes of a door, by number. */
export function passesOf(list: GateList, door: number): Pass[] {
  return Array.from(list.passes.values()).filter((pass) => pass.door === door).sort((a, b) => a.number - b.number);
}

function flat(groups: { building: string; labels: string[] }[]): Door[] {
  const doors: Door[] = [];
  for (const { building, labels } of groups) labels.forEach((label) => doors.push({ building, label }));
  return doors;
}

function passes(before: GateList | undefined, news: Snapshot): Map<number, Pass> {
  if (news.full) return unpacked(news);
  const known = before ? before.passes : new Map<number, Pass>();
  if (!news.changed || news.changed.length === 0) return known; // the same object: nothing to store anew
  const changed = new Map(known);
  for (const { number, counter, rule, version, door, from, state } of news.changed) {
    if (state === REVOKED) changed.delete(number);
    else changed.set(number, { number, counter, rule, version: version % 256, door, ...(from && { from }) });
  }
  return changed;
}

/** Strings of bytes, one entry a pass: 3 bytes number, 1 byte rule, 1 byte version, 2 bytes door; a fifth of 1 byte: days to its first. */
function unpacked(news: Snapshot): Map<number, Pass> {
  const known = new Map<number, Pass>();
  if (!news.passes) return known;
  const counters = new Map(news.counters || []);
  const firsts = atob(news.passes.firsts || '');
  const [numbers, rules, versions, doors] = [news.passes.numbers, news.passes.rules, news.passes.versions, news.passes.doors].map(atob) as
    [string, string, string, string];
  for (let i = 0; i < rules.length; i++) {
    const number = (numbers.charCodeAt(3 * i) << 16) | (numbers.charCodeAt(3 * i + 1) << 8) | numbers.charCodeAt(3 * i + 2);
    const counter = counters.get(number);
    const days = firsts.charCodeAt(i) || 0;
    known.set(number, {
      number,
      counter: counter === undefined ? number : counter,
      rule: rules.charCodeAt(i),
      version: versions.charCodeAt(i),
      door: (doors.charCodeAt(2 * i) << 8) | doors.charCodeAt(2 * i + 1),
      ...(days > 0 && { from: dateOf(news.at + days * DAY) }),
    });
  }
  return known;
}

/** What was known and what is new, each once: the server may repeat moves. One that a guard took back is as if it had never been. */
function moves(before: readonly Move[], news: Snapshot, passes: ReadonlyMap<number, Pass>): Move[] {
  const all = new Map<string, Move>();
  const put = (move: Move): void => {
    if (move.at > news.at - LONGEST_CYCLE) all.set(`${move.counter} ${move.at} ${move.direction}`, move);
  };
  before.forEach(put);
  (news.gone || []).forEach(([counter, at, way]) => all.delete(`${counter} ${at} ${way === 0 ? 'out' : 'in'}`));
  unpackedMoves(news, passes).forEach(put);
  (news.outs || []).forEach(([counter, at, way]) => put({ counter, at, direction: way === 0 ? 'out' : 'in' }));
  return Array.from(all.values()).sort((a, b) => a.at - b.at);
}

/** How many moves each pass's counter has, and when in seconds, doubled, odd where it is in. */
function unpackedMoves({ moves: packed }: Snapshot, passes: ReadonlyMap<number, Pass>): Move[] {
  if (!packed) return [];
  const [counts, high, low] = [packed.counts, packed.high, packed.low].map(atob) as [string, string, string];
  const all: Move[] = [];
  let i = 0;
  Array.from(passes.values()).forEach(({ counter }, pass) => {
    for (let left = counts.charCodeAt(pass) || 0; left > 0; left--, i++) {
      const time = (high.charCodeAt(i) << 16) | (low.charCodeAt(2 * i) << 8) | low.charCodeAt(2 * i + 1);
      all.push({ counter, at: (packed.from + (time >> 1)) * 1000, direction: time % 2 === 0 ? 'out' : 'in' });
    }
  });
  return all;
}

/** The date in Shanghai, which has no summer time: 2022-03-23. */
export function dateOf(at: number): string {
  return new Date(wall(at)).toISOString().slice(0, 10);
}
