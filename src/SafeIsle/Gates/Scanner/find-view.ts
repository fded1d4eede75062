// Without a code: the short number by hand, the door, or an ID number.

import { passNumberText, readPassNumber } from '../Passes/pass-number';
import { type TypingView, button, el, fill, keypad, onEnter, toTop } from './dom';
import { type Place, distinct, places, search } from './doors';
import type { Gate } from './gate';
import { press } from './keypad';
import { passesOf } from './list';

const DIGITS = 8;
const DOCUMENT = /^[0-9A-Z]{8,18}$/i; // an ID number, a passport, a permit: longer than any room's

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

/** A door by typing, or by building, unit and room; or an ID number; then the pass. */
export function doorView(gate: Gate, back: () => void): HTMLElement {
  const choose = (door: string, numbers: number[], offer: Offer): void => {
    if (numbers.length < 2) void gate.chosen(door, numbers[0]);
    else offer(`${door}，哪一张证？`, numbers.map((number) => button('choice', passNumberText(number), () => void gate.chosen(door, number), el('small', {}, ruleOf(number)))));
  };
  const ruleOf = (number: number): string => {
    const pass = gate.list && gate.list.passes.get(number);
    const rule = pass && gate.list && gate.list.rules.find((each) => each.key === pass.rule);
    return rule ? rule.name : '';
  };
  const byDocument = async (document: string, offer: Offer): Promise<void> => {
    offer('正在找……', []);
    const found = await gate.byDocument(document);
    if (typeof found === 'string') offer(found, []);
    else choose(found.door, found.passes, offer);
  };
  const picker = doorPicker(gate, '找房号', (place, offer) => choose(place.words, gate.list ? passesOf(gate.list, place.index).map((pass) => pass.number) : [], offer), byDocument);
  return el('section.find', {}, ...picker, button('choice.choice-quiet', '返回', back));
}

type Offer = (words: string, options: HTMLElement[]) => void;

/** Title, field and choices by which one door is found; an ID number, too, where somebody takes it. */
export function doorPicker(gate: Gate, words: string, found: (place: Place, offer: Offer) => void, byDocument?: (typed: string, offer: Offer) => void): HTMLElement[] {
  const all = gate.list ? places(gate.list.doors) : [];
  const asked = byDocument ? ['38-2-501，或身份证号', '房号或身份证号'] : ['38-2-501', '房号'];
  const input = el('input.own', {
    placeholder: asked[0] as string, 'aria-label': asked[1] as string, autocomplete: 'off', enterkeyhint: 'search',
  }) as HTMLInputElement;
  const choices = el('div.grid');
  const title = el('h1', {}, words);
  const offer: Offer = (said, options) => {
    title.textContent = said;
    fill(choices, ...options);
    toTop(title);
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
    button('choice', place.room, () => found(place, offer))));
  input.addEventListener('input', () => {
    const typed = input.value.replace(/\s/g, '');
    if (typed === '') buildings();
    else if (byDocument && DOCUMENT.test(typed)) offer('身份证号？', [button('choice', '按身份证号找', () => byDocument(typed, offer))]);
    else {
      const doors = search(all, input.value);
      offer(doors.length === 0 ? '没有找到这个房号' : '点房号', doors.map((place) => button('choice', place.words, () => found(place, offer))));
    }
  });
  onEnter(input, () => { if (input.value.trim() && choices.childElementCount === 1) (choices.firstElementChild as HTMLElement).click(); });
  if (all.length === 0) title.textContent = '还没有房号名单，请联网取一次。';
  else buildings();
  return [title, input, choices];
}

function buildingOf(inside: Place[]): string {
  return inside[0] ? inside[0].building : '';
}
