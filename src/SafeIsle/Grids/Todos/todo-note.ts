// The note of one door, kept in this tab while whoever wrote it is at the form that takes it up.

const KEY = 'todo-note';

/** `name` is its field's, `raised` the cases that the door had gone up as before. */
export type KeptNote = { account: string; name: string; value: string; raised: string };

/** In place of what was kept; undefined: nothing any more. */
export function keepNote(note: KeptNote | undefined): void {
  try {
    if (note) sessionStorage.setItem(KEY, JSON.stringify(note));
    else sessionStorage.removeItem(KEY);
  } catch {
    // the tab's storage is full or closed: it goes to the form all the same
  }
}

/** What was kept, once. */
export function takeNote(): KeptNote | undefined {
  try {
    const text = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    return text === null ? undefined : JSON.parse(text) as KeptNote;
  } catch {
    return undefined;
  }
}
