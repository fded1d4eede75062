// The shelf: what lies there, taken with one tap; and one more thing, by door and place.

import { button, el, fill, onEnter, toTop } from './dom';
import { distinct } from './doors';
import { doorPicker } from './find-view';
import type { Gate } from './gate';
import type { Thing } from './shelf';
import { dayTimeOf } from './words';

const PLACES = ['货架1', '货架2', '货架3', '货架4', '货架5', '货架6'];
const MOST_PLACE = 10; // characters
const MOST_FIRMS = 12; // offered as who brought it

export function shelfView(gate: Gate, back: () => void): HTMLElement {
  const view = el('section.find.shelf');
  const list = (said = ''): void => {
    const things = gate.shelf();
    fill(view, el('h1', {}, things.length > 0 ? `货架上有 ${things.length} 件` : '货架上没有东西'),
      said && el('p.hint', { role: 'status' }, said),
      button('act.act-main', '放一件', door),
      ...things.map((thing) => line(thing)),
      button('choice.choice-quiet', '返回', back));
    toTop(view);
  };
  const line = (thing: Thing): HTMLElement => el('div.thing', {},
    el('div', {}, el('b', {}, thing.door), el('span', {}, [thing.place, thing.firm, `${dayTimeOf(thing.at, gate.now())} 放下`].filter(Boolean).join(' · '))),
    button('choice', '取走', () => void gate.fetched(thing).then(() => list(`${thing.door} 的东西已取走。`))));
  const door = (): void => fill(view, ...doorPicker(gate, '给哪一户？', (place) => where(place.words)),
    button('choice.choice-quiet', '返回', () => list()));
  const where = (words: string): void => {
    let firm = '';
    const firms = gate.firms().slice(0, MOST_FIRMS).map(({ line: { name } }) => {
      const chip = button('choice', name, () => {
        firm = firm === name ? '' : name;
        firms.forEach((each) => each.setAttribute('aria-pressed', String(each.textContent === firm)));
      });
      chip.setAttribute('aria-pressed', 'false');
      return chip;
    });
    const put = (place: string): void => void gate.left(words, place, firm).then(() => list(`已记下：${words}，${place || '货架'}。`));
    const own = el('input.own', { placeholder: '别的地方', maxlength: String(MOST_PLACE), 'aria-label': '放在哪里', enterkeyhint: 'done' }) as HTMLInputElement;
    onEnter(own, () => { if (own.value.trim()) put(own.value.trim()); });
    const known = distinct(PLACES.concat(gate.shelf().map((thing) => thing.place).filter(Boolean)));
    fill(view, el('h1', {}, `${words}，放在哪里？`),
      firms.length > 0 && el('p.hint', {}, '谁送的（可不选）'), firms.length > 0 && el('div.grid', {}, ...firms),
      el('p.hint', {}, '点一下放的地方就记下'), el('div.grid', {}, ...known.map((place) => button('choice', place, () => put(place)))),
      el('div.own-line', {}, own, button('choice', '记下', () => put(own.value.trim()))),
      button('choice.choice-quiet', '返回', door));
    toTop(view);
  };
  list();
  return view;
}
