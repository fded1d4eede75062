// What the islands need to know of form fields.

export type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

export function isField(element: Element | EventTarget | null): element is Field {
  return element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement;
}

/** Whether the field is ticked rather than filled in. */
export function isTick(field: Field): field is HTMLInputElement {
  return field instanceof HTMLInputElement && (field.type === 'checkbox' || field.type === 'radio');
}

/** The value that the server wrote into the page. */
export function served(field: Field): string {
  if (!(field instanceof HTMLSelectElement)) return field.defaultValue;
  const chosen = Array.from(field.options).find((option) => option.defaultSelected) ?? field.options[0];
  return chosen ? chosen.value : '';
}

/** Whether a person has changed the field since the server wrote it. */
export function isChanged(field: Field): boolean {
  return isTick(field) ? field.checked !== field.defaultChecked : field.value !== served(field);
}
