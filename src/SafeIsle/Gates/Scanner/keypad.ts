// What a glove types: temperatures and short numbers, also in full width as Chinese keyboards write them.

const LEAST = 340; // tenths of a degree; outside of these it is a slip of the finger
const MOST = 430;

/** 36.5, 365, ３６．５, 36。5 and 36 are tenths of a degree; anything else, and what no body has, is null. */
export function readTemperature(typed: string): number | null {
  const text = halfWidth(typed).replace(/[℃度]$/, '').replace(/[。，、·,点度 ]/g, '.');
  const match = /^(\d{2})(?:\.?(\d))?$/.exec(text);
  if (!match) return null;
  const tenths = Number(match[1]) * 10 + Number(match[2] || 0);
  return tenths >= LEAST && tenths <= MOST ? tenths : null;
}

/** Digits and signs of full width become plain ones; spaces around them go. */
export function halfWidth(typed: string): string {
  return typed.replace(/[\uff01-\uff5e]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) - 0xfee0)).replace(/\u3000/g, ' ').trim();
}

/** What stands on the display after one more key: a digit, `back` or `clear`. */
export function press(shown: string, key: string, most: number): string {
  if (key === 'clear') return '';
  if (key === 'back') return shown.slice(0, -1);
  return shown.length < most ? shown + key : shown;
}
