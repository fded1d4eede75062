// Finding a door: by what was typed (38-2-501, 38号楼2单元501室), or by building, unit, room.

import { halfWidth } from './keypad';
import type { Door } from './list';

export interface Place { index: number; building: string; unit: string; room: string; words: string }

const MOST = 24; // doors offered for what was typed

/** The doors with their parts: 2-501 and 2单元501室 are unit 2, room 501. */
export function places(doors: readonly Door[]): Place[] {
  return doors.map(({ building, label }, index) => {
    const match = /^(\d{1,2})(?:单元|-)(.+)$/.exec(label);
    const room = (match ? (match[2] as string) : label).replace(/室$/, '');
    return { index, building, unit: match ? (match[1] as string) : '', room, words: `${building} ${label}` };
  });
}

/** Doors that fit: the whole address first, then those that begin with it; unit may be left out. */
export function search(all: readonly Place[], typed: string): Place[] {
  const wanted = partsOf(typed);
  if (wanted.length === 0) return [];
  const [building, ...rest] = wanted;
  const last = rest.length - 1;
  return all.filter((place) => {
    if (keyOf(place.building) !== building) return rest.length === 0 && keyOf(place.building).indexOf(building as string) === 0;
    const full = (place.unit ? [place.unit] : []).concat(partsOf(place.room));
    const fits = (parts: string[]): boolean =>
      rest.every((part, i) => (i === last ? (parts[i] || '').indexOf(part) === 0 : parts[i] === part));
    return fits(full) || (place.unit !== '' && fits(full.slice(1)));
  }).sort((a, b) => Number(a.room !== rest[last]) - Number(b.room !== rest[last])).slice(0, MOST);
}

/** Each value once, in the order in which it comes. */
export function distinct(values: readonly string[]): string[] {
  return Array.from(new Set(values));
}

function partsOf(text: string): string[] {
  return halfWidth(text).toUpperCase().replace(/号楼|单元|[号栋幢座楼室#＃/.\s]/g, '-').split('-').filter((part) => part !== '');
}

function keyOf(building: string): string {
  return partsOf(building).join('-');
}
