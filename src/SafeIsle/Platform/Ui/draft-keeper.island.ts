// <form data-draft="close-building" method="post">: what a person has typed is kept in this tab until the server took it,
// and put back, with a notice, when the page is opened again.
//
// Fields that are never kept: passwords, files, hidden fields, and everything inside or marked with data-secret.
// Where several people share a computer, the name in data-draft should contain who is logged in.

import { type Field, isChanged, isField, isTick } from './fields';

const PREFIX = 'draft:';
const KEPT_FOR = 12 * 60 * 60 * 1000; // milliseconds; a night's work, not a week's
const NEVER_KEPT = ['password', 'file', 'hidden', 'submit', 'button', 'image', 'reset', 'select-multiple'];

/** What is kept of one form: each field as name, its number among those of that name, and its value (or ticked or not). */
export type Draft = { at: number; sent: boolean; fields: [name: string, index: number, value: string | boolean][] };

/** The fields that may be kept, each with its number among those of the same name. */
export function keptFields(form: HTMLFormElement): [Field, string, number][] {
  const seen = new Map<string, number>();
  const kept: [Field, string, number][] = [];
  for (const field of Array.from(form.elements)) {
    if (!isField(field) || !field.name || NEVER_KEPT.includes(field.type)) continue;
    if (field.closest('[data-secret]') || field.autocomplete === 'one-time-code') continue;
    const index = seen.get(field.name) ?? 0;
    seen.set(field.name, index + 1);
    kept.push([field, field.name, index]);
  }
  return kept;
}

/** The draft of the form as it stands: what a person changed, now or in the draft before. */
export function read(form: HTMLFormElement, at: number, before?: Draft): Draft {
  const known = new Set((before ? before.fields : []).map(([name, index]) => `${index} ${name}`));
  const fields = keptFields(form)
    .filter(([field, name, index]) => isChanged(field) || known.has(`${index} ${name}`))
    .map(([field, name, index]): Draft['fields'][number] => [name, index, isTick(field) ? field.checked : field.value]);
  return { at, sent: false, fields };
}

/** Puts the draft into the form; tells whether anything changed by it. */
export function restore(form: HTMLFormElement, draft: Draft): boolean {
  const wanted = new Map(draft.fields.map(([name, index, value]) => [`${index} ${name}`, value]));
  let changed = false;
  for (const [field, name, index] of keptFields(form)) {
    const value = wanted.get(`${index} ${name}`);
    if (typeof value === 'boolean' && isTick(field) && field.checked !== value) {
      field.checked = value;
      changed = true;
    } else if (typeof value === 'string' && !isTick(field) && field.value !== value) {
      const before = field.value;
      field.value = value; // a choice that is no longer offered leaves a <select> empty
      if (field instanceof HTMLSelectElement && field.selectedIndex < 0) field.value = before;
      else changed = true;
    }
  }
  return changed;
}

/** Keeps this form from now on, and puts back what was kept of it. */
export function keep(form: HTMLFormElement): void {
  const key = `${PREFIX}${location.pathname}:${form.dataset.draft ?? ''}`;
  let draft = stored(key);
  if (draft && restore(form, draft)) {
    notice(form, () => {
      form.reset();
      draft = undefined;
      sessionStorage.removeItem(key);
    });
  }

  const write = (sent: boolean): void => {
    const now = read(form, Date.now(), draft);
    if (now.fields.length === 0) sessionStorage.removeItem(key);
    else store(key, { ...now, sent });
  };
  form.addEventListener('input', () => write(false));
  form.addEventListener('change', () => write(false));
  form.addEventListener('submit', () => write(true));
}

/**
 * Forgets drafts that are old, and those that were sent when a redirect shows that they arrived. A redirect to the login shows
 * that they did not: then they count as unsent, so that the redirect after the login does not take them away.
 */
export function tidy(redirected: boolean): void {
  const atLogin = document.querySelector('form[action="/login"]') !== null;
  for (const key of Object.keys(sessionStorage)) {
    if (!key.startsWith(PREFIX)) continue;
    const draft = stored(key);
    if (!draft || (draft.sent && redirected && !atLogin)) sessionStorage.removeItem(key);
    else if (draft.sent && redirected) store(key, { ...draft, sent: false });
  }
}

function stored(key: string): Draft | undefined {
  const text = sessionStorage.getItem(key);
  if (text === null) return undefined;
  try {
    const draft = JSON.parse(text) as Draft;
    return Array.isArray(draft.fields) && Date.now() - draft.at < KEPT_FOR ? draft : undefined;
  } catch {
    return undefined; // not ours, or cut short: there is nothing to put back
  }
}

function store(key: string, draft: Draft): void {
  try {
    sessionStorage.setItem(key, JSON.stringify(draft));
  } catch {
    sessionStorage.removeItem(key); // the tab's storage is full or closed: better none than a stale one
  }
}

function notice(form: HTMLFormElement, clear: () => void): void {
  const line = document.createElement('p');
  line.className = 'draft-notice';
  line.setAttribute('role', 'status');
  line.textContent = '已恢复未提交的内容';
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = '清除';
  button.addEventListener('click', () => { clear(); line.remove(); });
  line.append(button);
  form.prepend(line);
}

// Safari before 15 knows only the older of the two.
const [navigation] = performance.getEntriesByType('navigation') as PerformanceNavigationTiming[];
tidy((navigation ?? performance.navigation ?? { redirectCount: 0 }).redirectCount > 0);
document.querySelectorAll<HTMLFormElement>('form[data-draft]').forEach(keep);
