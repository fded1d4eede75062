// Finding doors in my list by what was typed, as TodoDoor.cs does on the server; cases for both lie in tests/vectors/todo-doors.json.

/** The numbers, joined by hyphens: 12号楼1单元101室 is 12-1-101. */
export function key(text: string): string {
  return (text.normalize('NFKC').match(/\d+/g) || []).join('-');
}

/** It begins with those numbers (12-1), or has the words in it; 12- is all of building 12. */
export function isMeant(door: string, typed: string): boolean {
  const words = typed.normalize('NFKC').trim();
  const wanted = key(typed);
  return words === '' || door.toLowerCase().indexOf(words.toLowerCase()) >= 0
    || (wanted !== '' && key(door).indexOf(words.slice(-1) === '-' ? `${wanted}-` : wanted) === 0);
}
