// The verdict, over the whole screen: what to do, why, the temperature, out or in, and what the guard did.

import { type TypingView, button, el, keypad, onEnter, shape } from './dom';
import type { Gate, Open } from './gate';
import { press, readTemperature } from './keypad';
import type { Direction, Verdict } from './store';
import { DIRECTIONS, VERDICTS, degrees, feverSentence } from './words';

const DIGITS = 3; // 36.5 is typed as 365

/** Why a guard may do otherwise than he was told. */
const WHY: Record<'go' | 'stop', string[]> = {
  go: ['紧急情况', '居委会电话同意', '执行公务', '证件已查看'],
  stop: ['本人与证不符', '体温高', '本人改变主意', '居委会电话要求'],
};

/** What was said to whom the rules turn away: for when he complains. */
const SAID = ['说明了规定，他走了', '请他打居委会电话', '他说有急事', '他不同意，要投诉'];

/** Whom the guard asked and then did not let through. */
const ASKED = ['体温高', '本人与证不符', '请他打居委会电话', '他说有急事', '他不同意，要投诉'];

/** `typed` is what stands on the temperature's display and is kept by the caller over a redraw. */
export function verdictView(gate: Gate, open: Open, typed: string, type: (typed: string) => void): TypingView {
  const { told, found, scan } = open;
  const settle = (verdict?: Verdict, note?: string): void => void gate.settle(verdict, note);
  const verdict = scan.verdict; // what was told, or 问清 for a fever
  const fever = gate.fever && scan.tenths !== undefined;
  const head = el('div.verdict-head', { role: 'alert' },
    shape(verdict),
    el('div.verdict-words', {},
      el('h1', {}, fever && told.verdict === 'go' ? '体温高' : VERDICTS[verdict]),
      el('p.sentence', {}, told.verdict === 'go' && fever ? feverSentence(scan.tenths as number) : told.sentence),
      fever && told.verdict !== 'go' ? el('p.sentence', {}, feverSentence(scan.tenths as number)) : null,
      facts(found.door, told.rule, told.look)));

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
  view.append(el('div.verdict-acts', {}, directions, found.firm ? remarkField(gate, open) : null, temperature, actions(verdict, view, settle)));
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

function actions(told: Verdict, view: HTMLElement, settle: (verdict?: Verdict, note?: string) => void): HTMLElement {
  const bar = el('div.actions');
  const act = (verdict: 'go' | 'stop'): HTMLElement => {
    const asTold = verdict === told;
    const words = told === 'ask' ? `已${VERDICTS[verdict]}` : asTold ? `已${VERDICTS[verdict]}，下一个` : `改为${VERDICTS[verdict]}`;
    return button(`act.act-${verdict}${asTold ? '.act-main' : ''}`, words.replace('已不放行', '没放行'), () => {
      if (verdict === 'go' && (asTold || told === 'ask')) settle(verdict);
      else view.append(asTold ? whyView('跟他怎么说的？', SAID, verdict, settle)
        : whyView(`为什么${told === 'ask' ? '没放行' : VERDICTS[verdict]}？`, told === 'ask' ? ASKED : WHY[verdict], verdict, settle));
    });
  };
  bar.append(act('stop'), act('go'));
  return bar;
}

/** What is done otherwise than told says why, and who is turned away what was said: one tap. */
function whyView(title: string, choices: readonly string[], verdict: 'go' | 'stop', settle: (verdict: Verdict, note: string) => void): HTMLElement {
  const view = el('div.why', { role: 'dialog', 'aria-label': title }, el('h2', {}, title));
  choices.forEach((why) => view.append(button('choice', why, () => settle(verdict, why))));
  const own = el('input.own', { placeholder: '别的，写几个字', maxlength: '100', 'aria-label': '别的原因', enterkeyhint: 'done' }) as HTMLInputElement;
  onEnter(own, () => { if (own.value.trim()) settle(verdict, own.value.trim()); });
  view.append(el('div.own-line', {}, own, button('choice', '就按这个', () => settle(verdict, own.value.trim() || '没有写原因'))),
    button('choice.choice-quiet', '返回', () => view.remove()));
  return view;
}

function shownTemperature(typed: string, tenths: number | undefined): string {
  if (typed.length > 2) return `${typed.slice(0, 2)}.${typed.slice(2)}`;
  if (typed.length > 0) return typed;
  return tenths === undefined ? '__._' : degrees(tenths);
}

function hintOf(typed: string, fever: boolean): string {
  if (typed.length === DIGITS && readTemperature(typed) === null) return '不像体温，请重输';
  return fever ? '再量一次' : typed.length > 0 ? '' : '365 就是 36.5，可跳过';
}

/** 放行 出 38号楼 2-501 */
export function lastWords(verdict: Verdict, direction: Direction, door: string): string {
  return [VERDICTS[verdict], DIRECTIONS[direction], door].filter(Boolean).join(' ');
}
