// Without a code: the short number by hand, or the door.

import { passNumberText, readPassNumber } from '../pass-number';
import { type TypingView, button, el, fill, keypad } from './dom';
import { type Place, distinct, places, search } from './doors';
import type { Gate } from './gate';
import { press } from './keypad';
import { passesOf } from './list';

const DIGITS = 8;

/** Eight digits on a keypad, the last one a check digit; goes on by itself when they are right. */
export function numberView(gate: Gate, back: () => void): TypingView {
  let typed = '';
  const display = el('output.number', { 'aria-label': '编号' });
  const hint = el('p.hint', { role: 'status' });
  const show = (next: string): void => {
    typed = next;
    display.textContent = `${typed.slice(0, 4).padEnd(4, '·')} ${typed.slice(4).padEnd(4, '·')}`;
    const read = typed.length === DIGITS ? readPassNumber(typed) : undefined;
    hint.textContent = !read ? '证上的 8 位数字' : read.ok ? '' : read.sentence;
    hint.classList.toggle('wrong', !!read && !read.ok);
    if (read && read.ok) void gate.typed(read.number);
  };
  show('');
  const view = el('section.find', {}, el('h1', {}, '输编号'), display, hint, keypad(() => typed, DIGITS, show),
    button('choice.choice-quiet', '返回', back));
  return Object.assign(view, { type: (digit: string) => show(press(typed, digit, DIGITS)) });
}

/** A door by typing, or by building, unit and room; then its pass. */
export function doorView(gate: Gate, back: () => void): HTMLElement {
  const all = gate.list ? places(gate.list.doors) : [];
  const input = el('input.own', { placeholder: '38-2-501', 'aria-label': '房号', autocomplete: 'off', enterkeyhint: 'search' }) as HTMLInputElement;
  const choices = el('div.grid');
  const title = el('h1', {}, '找房号');
  const offer = (words: string, options: HTMLElement[]): void => {
    title.textContent = words;
    fill(choices, ...options);
  };
  const buildings = (): void => offer('哪一栋？', distinct(all.map((place) => place.building)).map((building) =>
    button('choice', building, () => units(all.filter((place) => place.building === building)))));
  const units = (inside: Place[]): void => {
    const named = distinct(inside.map((place) => place.unit));
    if (named.length < 2) rooms(inside);
    else offer(`${buildingOf(inside)}，哪个单元？`, named.map((unit) =>
      button('choice', unit ? `${unit} 单元` : '没有单元', () => rooms(inside.filter((place) => place.unit === unit)))));
  };
  const rooms = (inside: Place[]): void => offer(`${buildingOf(inside)}，哪一户？`, inside.map((place) =>
    button('choice', place.room, () => passes(place))));
  const passes = (place: Place): void => {
    const known = gate.list ? passesOf(gate.list, place.index) : [];
    const only = known[0];
    if (!only) void gate.chosen(place.words);
    else if (known.length === 1) void gate.chosen(place.words, only.number);
    else {
      offer(`${place.words}，哪一张证？`, known.map((pass) => {
        const rule = gate.list && gate.list.rules.find((each) => each.key === pass.rule);
        return button('choice', passNumberText(pass.number), () => void gate.chosen(place.words, pass.number),
          el('small', {}, rule ? rule.name : ''));
      }));
    }
  };
  input.addEventListener('input', () => {
    if (input.value.trim() === '') buildings();
    else {
      const found = search(all, input.value);
      offer(found.length === 0 ? '没有找到这个房号' : '点房号', found.map((place) => button('choice', place.words, () => passes(place))));
    }
  });
  if (all.length === 0) title.textContent = '还没有房号名单，请联网取一次。';
  else buildings();
  return el('section.find', {}, title, input, choices, button('choice.choice-quiet', '返回', back));
}

function buildingOf(inside: Place[]): string {
  return inside[0] ? inside[0].building : '';
}
