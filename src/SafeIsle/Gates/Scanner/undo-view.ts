// 撤回: the last decision taken back. What was recorded stays, with its correction.

import { button, el } from './dom';
import type { Gate } from './gate';
import { lastWords } from './verdict-view';
import { timeOf } from './words';

export function undoView(gate: Gate, back: () => void): HTMLElement {
  const { last } = gate;
  if (!last || !gate.undoable) {
    return el('section.find', {}, el('h1', {}, '撤不回了'), el('p.hint', {}, '过了 2 分钟，或已经撤回过。要更正的请打电话告诉居委会。'), button('choice.choice-quiet', '返回', back));
  }
  return el('section.find', {}, el('h1', {}, '撤回上一个？'),
    el('p', {}, `${lastWords(last.verdict, last.direction, gate.lastDoor)} ${timeOf(last.trueAt)}`),
    el('p.hint', {}, '原来的记录不删，标明已更正，次数按更正后的算。'),
    button('act.act-main', '人还在，重新判断', () => void gate.undo(true).then(() => { if (!gate.open) back(); })),
    button('act', '按错了，没有人进出', () => void gate.undo(false).then(back)),
    button('choice.choice-quiet', '返回', back));
}
