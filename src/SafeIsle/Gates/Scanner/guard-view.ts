// Who stands at the gate: said once a shift, so that whoever is turned away knows by whom.

import { button, el, onEnter } from './dom';
import type { Gate } from './gate';

const MOST_NAME = 20; // characters, as the server takes them

export function guardView(gate: Gate, back: () => void): HTMLElement {
  const say = (name: string): void => void gate.chooseGuard(name).then(back);
  const own = el('input.own', { placeholder: '姓名', maxlength: String(MOST_NAME), 'aria-label': '值班人姓名', autocomplete: 'off', enterkeyhint: 'done' }) as HTMLInputElement;
  const chosen = (): void => { if (own.value.trim()) say(own.value.trim()); };
  onEnter(own, chosen);
  return el('section.find', {}, el('h1', {}, '谁在值班？'),
    el('p.hint', {}, '没放行谁的时候要记下是谁没放行；一个班次写一次。'),
    gate.guards.length > 0 && el('div.grid', {}, ...gate.guards.map((name) => button('choice', name, () => say(name)))),
    el('div.own-line', {}, own, button('choice', '确定', chosen)),
    button('choice.choice-quiet', '返回', back));
}
