// Couriers and repairs: the firms of the list, those expected now first.

import { button, el, fill } from './dom';
import type { ExpectedFirm, Gate } from './gate';
import { sentenceOf } from './words';

const SEARCHED = 12; // firms, from which on a field to search in helps

export function firmView(gate: Gate, back: () => void): HTMLElement {
  const all = gate.firms();
  const choices = el('div.firms');
  const show = (typed: string): void => {
    const found = all.filter(({ line }) => !typed || `${line.name}${line.kind}${line.what}${line.dwelling}`.indexOf(typed) >= 0);
    fill(choices, ...part('现在该来的', found.filter((firm) => firm.verdict === 'go')), ...part('别的单位，先问清', found.filter((firm) => firm.verdict !== 'go')),
      found.length === 0 && el('p.hint', {}, all.length === 0 ? '名单上还没有单位，居委会在“送货维修”里登记。' : '没有找到这个单位。'));
  };
  const part = (title: string, firms: ExpectedFirm[]): (HTMLElement | false)[] => firms.length === 0 ? [] : [
    el('h2', {}, title), ...firms.map(({ line, verdict, reason }) => button(`choice.firm.firm-${verdict}`, line.name, () => void gate.firm(line.id),
      el('small', {}, [line.kind, line.what, line.dwelling, line.inside ? '' : '只到货架'].filter(Boolean).join(' · '),
        verdict === 'go' ? '' : ` · ${sentenceOf({ verdict, reason, nextAt: null, backBy: null })}`))),
  ];
  const input = el('input.own', { placeholder: '单位名称', 'aria-label': '找单位', autocomplete: 'off' }) as HTMLInputElement;
  input.addEventListener('input', () => show(input.value.trim()));
  show('');
  return el('section.find', {}, el('h1', {}, '送货维修'), all.length > SEARCHED && input, choices,
    button('choice', '不在名单里', () => void gate.withoutPass()), button('choice.choice-quiet', '返回', back));
}
