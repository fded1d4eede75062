// Brings what stands on the page to what the server sent, node by node, so that the reader loses nothing: the focus, the
// place in a scrolled list, an opened <details>, and what is half typed stay as they are.

import { isChanged, isField } from './fields';

/** Makes the children of `old` like those of `fresh`; `fresh` is used up. */
export function morphChildren(old: Element, fresh: ParentNode): void {
  const nodes = Array.from(fresh.childNodes);
  const stays = new Set(nodes.map((node) => node instanceof Element ? node.id : ''));
  const keyed = new Map<string, Element>();
  for (const child of Array.from(old.children)) {
    if (child.id && stays.has(child.id)) keyed.set(child.id, child);
    else if (child.id) child.remove();
  }

  let place: ChildNode | null = old.firstChild;
  for (const wanted of nodes) {
    const known = wanted instanceof Element && wanted.id ? keyed.get(wanted.id) : undefined;
    if (known && known.nodeName === wanted.nodeName) {
      if (known === place) place = place.nextSibling;
      else old.insertBefore(known, place);
      morphElement(known, wanted as Element);
    } else if (place && !isKeyed(place) && sameKind(place, wanted)) {
      const next: ChildNode | null = place.nextSibling;
      if (wanted instanceof Element) morphElement(place as Element, wanted);
      else if (place.nodeValue !== wanted.nodeValue) place.nodeValue = wanted.nodeValue;
      place = next;
    } else {
      old.insertBefore(wanted, place);
    }
  }
  while (place) {
    const next: ChildNode | null = place.nextSibling;
    place.remove();
    place = next;
  }
}

function morphElement(old: Element, fresh: Element): void {
  // A custom element minds its own inside and its own state; it is told its attributes.
  const own = old.localName.includes('-');
  const typed = isTyped(old);
  for (const { name, value } of Array.from(fresh.attributes)) {
    if (old.getAttribute(name) !== value && !(typed && isValue(name))) old.setAttribute(name, value);
  }
  if (own) return;
  for (const { name } of Array.from(old.attributes)) {
    if (!fresh.hasAttribute(name) && name !== 'open' && !(typed && isValue(name))) old.removeAttribute(name);
  }
  if (!typed) morphChildren(old, fresh);
}

/** Whether a person is in this field, or has changed it since the server wrote it. */
function isTyped(element: Element): boolean {
  return isField(element) && (element === element.ownerDocument.activeElement || isChanged(element));
}

function isValue(attribute: string): boolean {
  return attribute === 'value' || attribute === 'checked';
}

function sameKind(a: Node, b: Node): boolean {
  return a.nodeType === b.nodeType && a.nodeName === b.nodeName && !isKeyed(b);
}

function isKeyed(node: Node): boolean {
  return node instanceof Element && node.id !== '';
}
