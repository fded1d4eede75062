export type PassNumberReading = { ok: true; number: number } | { ok: false; sentence: string };

const mostTyped = 64;
const before = ['出入证编号', '出入证', '编号', '证号', 'NO'];

/** The short number that somebody typed, without its check digit: the same as PassNumber.cs, proven by tests/vectors/pass-numbers.json. */
export function readPassNumber(typed: string): PassNumberReading {
  if (typed.length > mostTyped) return no('这不像出入证的编号，请照证上的 8 位数字输。');
  const text = typed
    .replace(/[\uFF01-\uFF5E]/g, (wide) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0))
    .replace(/[\s\u200B-\u200F\u202A-\u202E\u2060-\u2064]/g, '')
    .replace(/[\u2010-\u2015\u2212]/g, '-').replace(/\u3002/g, '.')
    .toUpperCase();
  const label = before.find((word) => text.startsWith(word)) ?? '';
  const digits = text.slice(label.length).replace(/[-.:]/g, '');
  if (digits === '') return no('请输证上的 8 位编号。');
  if (!/^[0-9]+$/.test(digits)) return no('编号里只有数字，请照证上的 8 位数字输。');
  if (digits.length !== 8) return no(`编号是 8 位数字，刚才输了 ${digits.length} 位，请照证上再输一遍。`);
  if (sum(digits, 1) % 10 !== 0) return no(`“${digits.slice(0, 4)} ${digits.slice(4)}”有一位输错了，请照证上再输一遍。`);
  return { ok: true, number: Number(digits.slice(0, 7)) };
}

/** As it is printed: 1234 5674. */
export function passNumberText(number: number): string {
  const digits = String(number).padStart(7, '0');
  return `${digits.slice(0, 4)} ${digits.slice(4)}${(10 - sum(digits, 2) % 10) % 10}`;
}

// Luhn: digits from the right, weighted by turns; of two digits their sum counts.
function sum(digits: string, firstWeight: 1 | 2): number {
  return Array.from(digits).reverse().reduce((total, digit, i) => {
    const value = Number(digit) * (i % 2 === 0 ? firstWeight : 3 - firstWeight);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
}

function no(sentence: string): PassNumberReading {
  return { ok: false, sentence };
}
