// 今天回来: doors to which somebody announced to come back today. Who it is, the guard asks; the committee knows.

import { button, el } from './dom';
import { places } from './doors';
import type { Gate } from './gate';
import { passesOf } from './list';
import { livesThere } from './verdict';
import { dayTimeOf } from './words';

const LATE = 60 * 60 * 1000; // milliseconds after the announced time: the train is not just late

export function returneeView(gate: Gate, back: () => void): HTMLElement {
  const { list } = gate;
  const all = gate.returnees();
  const doors = list ? places(list.doors) : [];
  const late = (at: number): boolean => gate.now() - at > LATE;
  const choose = (door: string): void => {
    const place = doors.find(({ words }) => words === door);
    const passes = list && place ? passesOf(list, place.index).filter(livesThere) : [];
    // Of several nobody knows whose: the door alone is asked about. Whoever comes back stands outside.
    void gate.chosen(door, passes.length === 1 && passes[0] ? passes[0].number : undefined, 'in');
  };
  return el('section.find', {}, el('h1', {}, all.length > 0 ? `今天有 ${all.length} 人报备回来` : '今天没有人报备回来'),
    el('p.hint', {}, all.length > 0 ? '到了的：点一下他说的房号，再打居委会电话，由网格员来接。' : '没有报备的，问清住哪一户，打居委会电话。'),
    el('div.firms', {}, ...all.map(({ door, at, proven }) => button(`choice.firm${late(at) ? '.firm-ask' : ''}`, door, () => choose(door),
      el('small', {}, [`说好 ${dayTimeOf(at, gate.now())} 到`, late(at) ? '过了时间' : '', proven ? '' : '没有核实，先问清'].filter(Boolean).join(' · '))))),
    button('choice.choice-quiet', '返回', back));
}
