import { expect, test } from 'vitest';
import vectors from '../../../../tests/vectors/todo-doors.json';
import { isMeant } from './todo-find';

test.each(vectors)('$typed in $door', ({ door, typed, meant }) => expect(isMeant(door, typed)).toBe(meant));
