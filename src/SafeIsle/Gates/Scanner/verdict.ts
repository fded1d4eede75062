// From what was scanned, typed or chosen to what the guard is told. Pure but for the signature's check; no word about anybody's health.

import { type FirmLine, judgeFirm } from '../Firms/firm-rules';
import { type PassClaims, importKey, readPassCode } from '../Passes/pass-code';
import { judge } from '../Passes/pass-rules';
import { type GateList, type Move, type Pass, dateOf, doorOf, elsewhereOf } from './list';
import type { Direction, Scan, Verdict } from './store';
import { type NoPass, type Result, entranceSentence, lookOf, sentenceOf } from './words';

/** A phone's code, good for 45 seconds, is not taken this long after its end, milliseconds: older than a minute it is a screenshot. */
export const STALE_AFTER = 15 * 1000;

/** A code from the future by more than this, milliseconds, says that this clock or the code is wrong. */
const FUTURE = 3 * 60 * 1000;

/** The rule of visitors' passes, GatePlan.Visitor of the server: in first, then out, once; they bear no name. From here on no rule is a plan's. */
const VISITOR = 200;

const MAX_CODE = 600; // characters of a code that are kept; ours have fewer than 300
const NEWER = 128; // editions count modulo 256: up to this far ahead is newer, beyond it older

/** All that a verdict is made of. `at` is the corrected time, epoch milliseconds. */
export interface Known {
  list: GateList | undefined;
  community: number;
  /** This device's own moves that the list does not hold yet. */
  own: readonly Move[];
}

/** Where it came from; kept for when the guard turns the direction round. */
export type Source = Pick<Scan, 'how' | 'code' | 'number' | 'door' | 'firm'>;

/** What is judged: whose pass and until when, or why there is none to judge. */
export interface Found {
  source: Source;
  pass?: Pass;
  revoked?: boolean;
  until?: string | null;
  door: string;
  /** A verdict that needs no rule: the code is no pass of ours, or too old. */
  already?: { verdict: Verdict; reason: NoPass };
  /** Somebody of a firm. */
  firm?: FirmLine;
}

/** What the guard is told. */
export interface Told {
  verdict: Verdict;
  reason: string;
  sentence: string;
  direction: Direction;
  rule: string;
  /** What the guard should look at: papers that the rule asks for, the name of whoever may go where nothing was scanned. */
  look: string;
}

const keys = new Map<string, CryptoKey>(); // by kid and coordinates; importing is slow on an old phone

/** Reads a scanned text. */
export async function findCode(text: string, known: Known, at: number): Promise<Found> {
  const code = text.trim();
  const none = (reason: NoPass, verdict: Verdict = 'ask', keep = true): Found => ({
    // A stranger's code may hold somebody's data: it is not kept.
    source: keep ? { how: 'code', code: code.slice(0, MAX_CODE) } : { how: 'none' }, door: '', already: { verdict, reason },
  });
  const read = await readPassCode(code, await keysOf(known.list));
  if (!read.ok) {
    if (!known.list && read.why !== 'foreign') return none('noList');
    return none(read.why, read.why === 'forged' ? 'stop' : 'ask', read.why !== 'foreign');
  }
  return fromClaims(read.pass, code, known, at);
}

/** A pass by its short number, typed or from a door. */
export function findNumber(number: number, known: Known, door?: string): Found {
  const source: Source = door === undefined ? { how: 'number', number } : { how: 'door', number, door };
  const pass = known.list && known.list.passes.get(number);
  if (!known.list) return { source, door: door || '', already: { verdict: 'ask', reason: 'noList' } };
  const revoked = known.list.revoked.has(number);
  if (!pass && !revoked) return { source, door: door || '', already: { verdict: 'ask', reason: 'unknown' } };
  return { source, pass: pass || { number, counter: number, rule: 0, version: 0, door: -1 }, revoked, door: door || doorOf(known.list, pass) };
}

/** A door that has no pass. */
export function findDoor(door: string): Found {
  return { source: { how: 'door', door }, door, already: { verdict: 'ask', reason: 'noPass' } };
}

/** Whether this is a pass of people who live behind its door: neither a visitor's nor for one errand. */
export function livesThere(pass: Pass): boolean { return pass.rule < VISITOR; }

/** Somebody of a firm on the list. */
export function findFirm(id: string, known: Known): Found {
  const firm = known.list && known.list.firms.find((each) => each.id === id);
  const door = firm ? `${firm.kind}：${firm.name}` : '';
  return firm ? { source: { how: 'firm', firm: id, door }, door, firm } : { source: { how: 'firm', firm: id }, door, already: { verdict: 'ask', reason: 'unknown' } };
}

/** Judges what was found, in the direction that the guard chose or, unless he did, in the one that follows from the last move. */
export function tell(found: Found, known: Known, at: number, chosen?: Direction): Told {
  const { pass, already, firm } = found;
  if (firm && known.list) return tellFirm(firm, known.list.gate.name, chosen || 'in', at);
  const moves = pass ? movesOf(pass.counter, known) : [];
  const last = moves[moves.length - 1];
  const outSince = last && last.direction === 'out' ? last.at : null;
  const visitor = !!pass && pass.rule === VISITOR;
  const direction = chosen || ((visitor ? last && last.direction === 'in' : outSince === null) ? 'out' : 'in');
  const rule = pass && known.list && known.list.rules.find((each) => each.key === pass.rule);
  const plain = (result: Result, sentence = sentenceOf(result)): Told => ({
    verdict: result.verdict === 'stop' && direction === 'in' ? 'ask' : result.verdict, // nobody is kept from going home
    reason: result.reason,
    sentence,
    direction,
    rule: rule ? rule.name : '',
    // A household's card is everybody's and bears no name.
    look: already ? '' : lookOf(found.source.how, result.verdict === 'go' && !visitor && !!rule && rule.subject === 'person', rule && direction === 'out' ? rule.evidence : ''),
  });
  if (already) return plain({ ...already, nextAt: null, backBy: null });
  if (!pass || !known.list) return plain({ verdict: 'ask', reason: 'noList', nextAt: null, backBy: null });
  const spent = (visitor && moves.some((move) => move.direction === 'out')) || (!!known.list.spent && known.list.spent.has(pass.number));
  if (found.revoked || spent) return plain({ verdict: 'stop', reason: spent ? 'spent' : 'revoked', nextAt: null, backBy: null });
  if (!rule) return plain({ verdict: 'ask', reason: 'rule', nextAt: null, backBy: null });
  const judged = judge(rule, known.list.curfew, {
    held: known.list.held.has(pass.number),
    revoked: false,
    from: pass.from || null,
    until: found.until || null,
    outs: moves.filter((move) => move.direction === 'out').map((move) => move.at),
    outSince,
    direction,
  }, at);
  if (judged.verdict === 'go' && known.list.gate.open === false) return plain({ verdict: 'ask', reason: 'gateClosed', nextAt: null, backBy: null });
  // Nobody is kept from coming home by another gate than his own.
  const other = direction === 'out' && judged.verdict === 'go' && elsewhereOf(known.list, pass.door);
  if (other) return plain({ verdict: 'ask', reason: 'otherEntrance', nextAt: null, backBy: null }, entranceSentence(other));
  if (visitor && direction === 'in' && last && judged.verdict === 'go') return plain({ verdict: 'ask', reason: 'alreadyIn', nextAt: null, backBy: null });
  // A visitor who comes in was never out.
  return plain(visitor && judged.reason === 'notOut' ? { ...judged, reason: 'in' } : judged);
}

function tellFirm(firm: FirmLine, gate: string, direction: Direction, at: number): Told {
  const { verdict, reason } = judgeFirm(firm, gate, direction, at);
  return {
    verdict, reason, direction, rule: firm.what, sentence: direction === 'out' ? '可以出门。' : sentenceOf({ verdict, reason, nextAt: null, backBy: null }),
    look: direction === 'out' ? '' : [firm.inside ? '' : '只到货架，不进小区', firm.dwelling && `去 ${firm.dwelling}`].filter(Boolean).join('，'),
  };
}

function fromClaims(claims: PassClaims, code: string, known: Known, at: number): Found {
  const list = known.list;
  const listed = list && list.passes.get(claims.number);
  const found: Found = {
    source: { how: 'code', code: code.slice(0, MAX_CODE), number: claims.number },
    // What the desk says now goes before what was once signed.
    pass: {
      number: claims.number, counter: listed ? listed.counter : claims.counter, rule: listed ? listed.rule : claims.rule,
      version: claims.version, door: listed ? listed.door : -1, from: listed && listed.from,
    },
    revoked: !!list && (list.revoked.has(claims.number) || (!!listed && isOlder(claims.version, listed.version))),
    until: claims.onPhone ? null : dateOf(claims.expiresAt * 1000 - 1),
    door: list ? doorOf(list, listed) : '',
  };
  const ask = (reason: NoPass): Found => ({ ...found, already: { verdict: 'ask', reason } });
  if (claims.community !== known.community) return { ...ask('elsewhere'), pass: undefined };
  if (found.revoked) return found;
  if (claims.issuedAt * 1000 > at + FUTURE) return ask('clock');
  if (claims.onPhone && at > claims.expiresAt * 1000 + STALE_AFTER) return ask('stale');
  // Signed before the list was made, and not in it: it has ended. Signed later: the list cannot know it yet.
  if (list && !listed && claims.issuedAt * 1000 < list.at) return ask('unknown');
  return found;
}

/** Whether a card's edition is before the one of the list; both modulo 256. */
function isOlder(card: number, listed: number): boolean {
  const ahead = (((card - listed) % 256) + 256) % 256;
  return ahead !== 0 && ahead >= NEWER;
}

function movesOf(counter: number, known: Known): Move[] {
  return (known.list ? known.list.moves : []).concat(known.own)
    .filter((move) => move.counter === counter)
    .sort((a, b) => a.at - b.at);
}

async function keysOf(list: GateList | undefined): Promise<ReadonlyMap<string, CryptoKey>> {
  const wanted = new Map<string, CryptoKey>();
  if (!crypto.subtle) return wanted; // an address without https: no signature can be checked, so every code is asked about
  for (const { kid, x, y } of list ? list.keys : []) {
    const name = `${kid} ${x} ${y}`;
    const key = keys.get(name) || (await importKey(x, y));
    keys.set(name, key);
    wanted.set(kid, key);
  }
  return wanted;
}
