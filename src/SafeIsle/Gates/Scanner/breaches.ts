// A gap in a fence, or somebody who climbed it, as the guard reports it: kept here first, sent later, once.

export type BreachKind = 'climbed' | 'gap' | 'other';

/** `place`: the name of a gate or fence of the list; `spot`: where in words; `at`: the device's own clock; `photo`: a JPEG as base64. */
export interface BreachReport { id: string; at: number; kind: BreachKind; place?: string; spot?: string; note?: string; guard?: string; photo?: string }

/** `refused`: the server's sentence why it does not take it. */
export interface KeptBreach extends BreachReport { community: number; refused?: string }

export const KINDS: readonly (readonly [BreachKind, string])[] = [['climbed', '有人翻越'], ['gap', '有缺口'], ['other', '其他']];

/** Characters, as the server takes them. */
export const MOST_SPOT = 60;
export const MOST_NOTE = 200;

/** Why a report says too little, or empty; the same as Gates/Fences/BreachRules.cs. */
export function whyNot({ kind, place, spot, note }: Partial<BreachReport>): string {
  if (!kind) return '请选择看到了什么。';
  if (!place && !spot) return '请选择门岗或围挡，或者写明在哪里，例如“9号楼后面河边”。';
  return kind === 'other' && !note ? '请写一句看到了什么。' : '';
}

/** As it is uploaded. */
export function breachWire({ id, at, kind, place, spot, note, guard, photo }: KeptBreach): BreachReport {
  return { id, at, kind, place, spot, note, guard, photo };
}
