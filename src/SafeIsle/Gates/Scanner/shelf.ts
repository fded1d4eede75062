// What lies on the shelf: the list's things and this device's own events, which may not have been sent yet.

/** Something on the shelf of this gate; `at` is when it was left, epoch milliseconds. */
export interface Thing { id: string; door: string; place: string; firm: string; at: number }

/** It was left, or taken. `at` is the device's own clock; each event says all that is known of its thing, so that order does not matter. */
export interface ShelfEvent extends Thing { taken: boolean; guard?: string }

/** On the device; `sent` between the server's receipt and the next list, which then knows. */
export interface KeptEvent extends ShelfEvent { community: number; sent: boolean }

/** The newest first. */
export function lying(listed: readonly Thing[], own: readonly KeptEvent[], offset: number): Thing[] {
  const taken = new Set(own.filter((event) => event.taken).map((event) => event.id));
  const known = new Set(listed.map((thing) => thing.id));
  const left = own.filter((event) => !event.taken && !known.has(event.id))
    .map(({ id, door, place, firm, at }) => ({ id, door, place, firm, at: at + offset }));
  return listed.concat(left).filter((thing) => !taken.has(thing.id)).sort((a, b) => b.at - a.at);
}

/** As it is uploaded. */
export function eventWire({ id, at, taken, door, place, firm, guard }: KeptEvent): ShelfEvent {
  return { id, at, taken, door, place, firm, guard };
}

/** Events that were stored under these; the same thing may have been left and taken. */
export function marked(events: readonly KeptEvent[], sent: readonly KeptEvent[]): KeptEvent[] {
  return events.map((event) => (sent.some((one) => one.id === event.id && one.taken === event.taken) ? { ...event, sent: true } : event));
}
