// The verdict, over the whole screen: what to do, why, the temperature, out or in, and what the guard did.

import { distinct } from './doors';
import { type TypingView, button, el, keypad, onEnter, shape } from './dom';
import type { Gate, Open } from './gate';
import { press, readTemperature } from './keypad';
import type { Direction, Verdict } from './store';
import { livesThere } from './verdict';
import { DIRECTIONS, OWN_REASONS, VERDICTS, degrees, feverSentence, reasonWords, returneeWords } from './words';

const DIGITS = 3; // 36.5 is typed as 365

/** Why a guard may let somebody through whom the rules turn away. */
const WHY_GO = ['紧急情况', '居委会电话同意', '执行公务', '证件已查看'];

/** What was said to whom is turned away: for when he complains. */
const SAID = ['说明了规定，他走了', '请他打居委会电话', '他说有急事', '他不同意，要投诉'];

const OTHER = 'other'; // the code of a reason that only words say

/** `typed` is what stands on the temperature's display and is kept by the caller over a redraw; `seek` opens the search for a door. */
export function verdictView(gate: Gate, open: Open, typed: string, type: (typed: string) => void, seek: () => void): TypingView {
  const { told, found, scan } = open;
  const settle = (verdict?: Verdict, note?: string, reason?: string): void => void gate.settle(verdict, note, reason);
  const verdict = scan.verdict; // what was told, or 问清 for a fever
  const fever = gate.fever && scan.tenths !== undefined;
  const phone = (gate.list && gate.list.phone) || '';
  const hot = fever ? feverSentence(scan.tenths as number) : '';
  // Whoever is expected back is none of a visitor, a firm or somebody on an errand.
  const back = found.firm || (found.pass && !livesThere(found.pass)) ? '' : returneeWords(gate.returnees(found.door), gate.now());
  const call = phone && (verdict !== 'go' || back || told.sentence.indexOf('电话') >= 0)
    ? el('a.call', { href: `tel:${phone.replace(/[^0-9+]/g, '')}` }, '打居委会电话 ', el('b', {}, phone)) : null;
  const sentences = [true, fever && told.verdict !== 'go', back].filter(Boolean).length;
  const size = sentences > 1 && fever ? '.crowded.full' : sentences > 1 || fever ? '.crowded' : '';
  const head = el(`div.verdict-head${size}`, { role: 'alert' },
    shape(verdict),
    el('div.verdict-words', {},
      el('h1', {}, fever && told.verdict === 'go' ? '体温高' : VERDICTS[verdict]),
      el('p.sentence', {}, told.verdict === 'go' && fever ? hot : told.sentence),
      fever && told.verdict !== 'go' ? el('p.sentence', {}, hot) : null,
      back ? el('p.sentence.returns', {}, back) : null,
      facts(found.door, told.rule, fever ? '' : told.look)),
    // Who is not let go is told to ask or to call: both are one tap.
    found.source.how === 'none' || call ? el('div.ways', {}, found.source.how === 'none' ? button('seek', '找房号', seek) : null, call) : null);

  const directions = el('div.directions', { role: 'group', 'aria-label': '方向' },
    ...(['out', 'in'] as Direction[]).map((direction) => {
      const way = button('way', direction === 'out' ? '↑ 出门' : '↓ 进门', () => void gate.turn(direction));
      way.setAttribute('aria-pressed', String(told.direction === direction));
      return way;
    }));

  const display = el('output.reading', { 'aria-label': '体温' }, shownTemperature(typed, scan.tenths));
  const enter = (after: string): void => {
    type(after);
    const tenths = after.length === DIGITS ? readTemperature(after) : null;
    if (tenths !== null) void gate.measured(tenths);
  };
  const before = typed.length === DIGITS ? '' : typed; // one more digit begins the second measuring
  const pad = keypad(() => before, DIGITS, enter);
  const temperature = el('div.temperature', {},
    el('div.temperature-head', {}, el('span', {}, '体温'), display, el('span.hint', {}, hintOf(typed, gate.fever))), pad);

  const view = el(`section.verdict.told-${verdict}`, {}, head);
  view.append(el('div.verdict-acts', {}, directions, found.firm ? remarkField(gate, open) : null, temperature, actions(gate, open, view, settle)));
  return Object.assign(view, { type: (digit: string) => enter(press(before, digit, DIGITS)) });
}

/** The plate, or the name of who drives: by hand, if at all. */
function remarkField(gate: Gate, open: Open): HTMLElement {
  const input = el('input.own.remark', { placeholder: '车牌或姓名（可不填）', maxlength: '40', 'aria-label': '车牌或姓名', value: open.remark || '' }) as HTMLInputElement;
  input.addEventListener('input', () => gate.remark(input.value));
  return input;
}

function facts(door: string, rule: string, look: string): HTMLElement | null {
  const words = [door, rule].filter(Boolean).join(' · ');
  if (!words && !look) return null;
  return el('p.facts', {}, words, look ? el('span.look', {}, `看一眼：${look}`) : null);
}

type Settle = (verdict?: Verdict, note?: string, reason?: string) => void;

function actions(gate: Gate, { scan, found, told: { verdict: ruled, reason, rule } }: Open, view: HTMLElement, settle: Settle): HTMLElement {
  const bar = el('div.actions');
  const told = scan.verdict;
  const whose = [found.door, rule].filter(Boolean).join(' · ');
  const act = (verdict: 'go' | 'stop'): HTMLElement => {
    const asTold = verdict === told;
    const words = told === 'ask' ? `已${VERDICTS[verdict]}` : asTold ? `已${VERDICTS[verdict]}，下一个` : `改为${VERDICTS[verdict]}`;
    return button(`act.act-${verdict}${asTold ? '.act-main' : ''}`, words.replace('已不放行', '没放行'), () => {
      if (verdict === 'go' && (asTold || told === 'ask')) settle(verdict);
      else view.append(verdict === 'go' ? whyGo(whose, settle) : whyStop(whose, ruled !== 'go' ? reason : gate.fever ? 'fever' : '', settle));
    });
  };
  bar.append(act('stop'), act('go'));
  // Nothing was read: a finger chose it, and may have slipped.
  if (found.source.how !== 'code') {
    bar.classList.add('actions-three');
    bar.append(button('act.act-nobody', '按错了，没有人', () => void gate.nobody()));
  }
  return bar;
}

/** Who is let through against the rules: why, in one tap. `whose`: door and rule, so that the sheet says whom it is about. */
function whyGo(whose: string, settle: Settle): HTMLElement {
  const title = '为什么放行？';
  const view = el('div.why', { role: 'dialog', 'aria-label': title }, el('h2', {}, title), whose ? el('p.whose', {}, whose) : null);
  WHY_GO.forEach((why) => view.append(button('choice', why, () => settle('go', why))));
  const own = ownWords('别的原因', (words) => settle('go', words));
  view.append(el('div.own-line', {}, own, button('choice', '就按这个', () => settle('go', own.value.trim() || '没有写原因'))),
    button('choice.choice-quiet', '返回', () => view.remove()));
  return view;
}

/** Who is turned away: why, where what the screen says (`reason`, or empty) is chosen already, and what was said, which ends it in one tap. */
function whyStop(whose: string, reason: string, settle: Settle): HTMLElement {
  const title = '为什么没放行？';
  let chosen = reason;
  const all = distinct([reason, ...Object.keys(OWN_REASONS)].filter(Boolean));
  const reasons = all.map((code) => button('choice', OWN_REASONS[code] || reasonWords(code), () => {
    chosen = code;
    show();
  }));
  const show = (): void => reasons.forEach((each, i) => each.setAttribute('aria-pressed', String(all[i] === chosen)));
  const done = (said: string): void => settle('stop', said || undefined, chosen || OTHER);
  const own = ownWords('跟他怎么说的', done);
  show();
  return el('div.why', { role: 'dialog', 'aria-label': title }, el('h2', {}, title), whose ? el('p.whose', {}, whose) : null, el('div.pairs', {}, ...reasons),
    el('p.hint', {}, '跟他怎么说的？点一下就记下；也可以不说'),
    el('div.pairs', {}, ...SAID.map((said) => button('choice', said, () => done(said)))),
    el('div.own-line', {}, own, button('choice', '就按这个', () => done(own.value.trim()))),
    button('choice.choice-quiet', '返回', (): void => { const open = own.closest('.why'); if (open) open.remove(); }));
}

function ownWords(label: string, done: (words: string) => void): HTMLInputElement {
  const own = el('input.own', { placeholder: '别的，写几个字', maxlength: '100', 'aria-label': label, enterkeyhint: 'done' }) as HTMLInputElement;
  onEnter(own, () => { if (own.value.trim()) done(own.value.trim()); });
  return own;
}

function shownTemperature(typed: string, tenths: number | undefined): string {
  if (typed.length > 2) return `${typed.slice(0, 2)}.${typed.slice(2)}`;
  if (typed.length > 0) return typed;
  return tenths === undefined ? '__._' : degrees(tenths);
}

function hintOf(typed: string, fever: boolean): string {
  if (typed.length === DIGITS && readTemperature(typed) === null) return '不像体温，请重输';
  return fever ? '再量一次' : typed.length > 0 ? '' : '365 即 36.5，可跳过';
}

/** 放行 出 38号楼 2-501 */
export function lastWords(verdict: Verdict, direction: Direction, door: string): string {
  return [VERDICTS[verdict], DIRECTIONS[direction], door].filter(Boolean).join(' ');
}
