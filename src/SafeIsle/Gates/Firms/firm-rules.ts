// Whether a firm's people are expected now: the same as Firms/FirmRules.cs. Both satisfy tests/vectors/firm-rules.json.

/** A firm of the list. Days: bit 0 is Monday; start and stop in minutes since midnight in Shanghai, the same twice is the whole day. */
export interface FirmLine {
  id: string;
  name: string;
  /** 快递, 维修 … */
  kind: string;
  what: string;
  /** The dwelling that is repaired, or empty. */
  dwelling: string;
  /** May come in; otherwise only as far as the shelf. */
  inside: boolean;
  days: number;
  start: number;
  stop: number;
  /** Last day, 'yyyy-MM-dd'. */
  until: string;
  /** Names of its gates; none: all. */
  gates: readonly string[];
}

export type FirmReason = 'firm' | 'firmEnded' | 'firmGate' | 'firmDay' | 'firmHours';

const minute = 60_000, day = 24 * 60 * minute, offset = 8 * 60 * minute, week = 7, monday = 4; // 1970-01-05 was a Monday

/** Nobody is turned away by the list alone: outside of the window the guard asks. */
export function judgeFirm(firm: FirmLine, gate: string, direction: 'out' | 'in', at: number): { verdict: 'go' | 'ask'; reason: FirmReason } {
  const reason = direction === 'out' ? 'firm' : whyNot(firm, gate, at);
  return { verdict: reason === 'firm' ? 'go' : 'ask', reason };
}

function whyNot(firm: FirmLine, gate: string, at: number): FirmReason {
  const today = Math.floor((at + offset) / day);
  const time = Math.floor((at + offset - today * day) / minute);
  // After midnight, a window that began in the evening still belongs to that evening's day.
  const date = firm.stop < firm.start && time < firm.stop ? today - 1 : today;
  return date * day > Date.parse(`${firm.until}T00:00:00Z`) ? 'firmEnded'
    : firm.gates.length > 0 && firm.gates.indexOf(gate) < 0 ? 'firmGate'
    : (firm.days >> ((date - monday + week) % week) & 1) === 0 ? 'firmDay'
    : !inWindow(firm, time) ? 'firmHours'
    : 'firm';
}

function inWindow({ start, stop }: FirmLine, time: number): boolean {
  return start === stop || (start < stop ? time >= start && time < stop : time >= start || time < stop);
}
