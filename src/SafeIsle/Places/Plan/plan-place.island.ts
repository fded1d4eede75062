// <plan-place> around a form (thing, x, y, act) and the drawing: a tap on the drawing puts the chosen thing there, a thing that is there
// already can be dragged. Each is sent as the form would send it, without leaving the page. Without scripts the form does all of it.

const MOST = 1000; // of both sides
const DRAGGED = 6; // pixels; less is a tap

/** Thousandths of the drawing at that point of the screen; below the ground counts as its edge. */
export function spotAt(box: DOMRect, height: number, ground: number, clientX: number, clientY: number): { x: number; y: number } {
  const share = (part: number, whole: number) => Math.min(MOST, Math.max(0, Math.round((part / whole) * MOST)));
  return { x: share(clientX - box.left, box.width), y: share(((clientY - box.top) / box.height) * height, ground) };
}

export class PlanPlace extends HTMLElement {
  private held: { id: string; startX: number; startY: number; moved: boolean } | null = null;

  connectedCallback(): void {
    const svg = this.svg;
    svg.addEventListener('pointerdown', (event) => this.grab(event));
    svg.addEventListener('pointermove', (event) => this.drag(event));
    svg.addEventListener('pointerup', (event) => void this.drop(event));
    svg.addEventListener('pointercancel', () => { this.held = null; });
    this.select.addEventListener('change', () => this.show(this.select.selectedOptions[0]));
  }

  private get svg(): SVGSVGElement { return this.querySelector('svg.site-plan')!; }
  private get form(): HTMLFormElement { return this.querySelector('form')!; }
  private get select(): HTMLSelectElement { return this.querySelector('select')!; }
  private get status(): HTMLElement { return this.querySelector('[role=status]')!; }
  private input(name: string): HTMLInputElement { return this.querySelector(`input[name=${name}]`)!; }
  private get height(): number { return Number(this.svg.getAttribute('viewBox')!.split(' ')[3]); }
  private get ground(): number { return Number(this.svg.dataset.ground); }

  private show(option?: HTMLOptionElement): void {
    this.input('x').value = option?.dataset.x ?? '';
    this.input('y').value = option?.dataset.y ?? '';
  }

  private grab(event: PointerEvent): void {
    const id = (event.target as Element).closest<SVGElement>('[data-thing]')?.dataset.thing;
    this.held = { id: id ?? this.select.value, startX: event.clientX, startY: event.clientY, moved: false };
    if (id) this.svg.setPointerCapture(event.pointerId);
    else this.held.moved = true; // nothing to drag: a tap puts the chosen thing here
  }

  private drag(event: PointerEvent): void {
    const held = this.held;
    if (!held || !this.svg.hasPointerCapture(event.pointerId)) return;
    held.moved ||= Math.hypot(event.clientX - held.startX, event.clientY - held.startY) > DRAGGED;
    if (held.moved) this.move(held.id, this.spot(event));
  }

  private async drop(event: PointerEvent): Promise<void> {
    const held = this.held;
    this.held = null;
    if (!held?.id) return;
    const option = this.optionOf(held.id);
    this.select.value = held.id;
    if (!held.moved) {
      this.show(option);
      return;
    }
    const spot = this.spot(event);
    this.input('x').value = String(spot.x);
    this.input('y').value = String(spot.y);
    this.move(held.id, spot);
    if (!(await this.send())) return;
    const name = option.text.replace('（没放）', '');
    Object.assign(option.dataset, { x: String(spot.x), y: String(spot.y) });
    option.text = name;
    const next = Array.from(this.select.options).find((o) => o.text.endsWith('（没放）'));
    this.status.textContent = next ? `${name}已放好，下一个：${next.text.replace('（没放）', '')}，在图上点它的位置。` : `${name}已放好，全部放完了。`;
    if (!next) return;
    this.select.value = next.value;
    this.show(next);
  }

  private async send(): Promise<boolean> {
    const data = new FormData(this.form);
    data.set('act', 'put');
    try {
      // As a page, so that the sentence of the answer is taken here and not by the next page.
      const answer = await fetch(this.form.action, { method: 'POST', headers: { Accept: 'text/html' }, body: new URLSearchParams(data as unknown as Record<string, string>) });
      if (answer.ok && new URL(answer.url).pathname === location.pathname) return true;
      this.status.textContent = '没有保存，请刷新页面再放一次。';
    } catch {
      this.status.textContent = '网络不通，没有保存；联网以后点“放在这里”。';
    }
    return false;
  }

  private spot(event: PointerEvent): { x: number; y: number } {
    return spotAt(this.svg.getBoundingClientRect(), this.height, this.ground, event.clientX, event.clientY);
  }

  private move(id: string, spot: { x: number; y: number }): void {
    const thing = this.querySelector<SVGElement>(`[data-thing="${id}"]`);
    thing?.setAttribute('transform', `translate(${spot.x} ${(spot.y * this.ground) / MOST})`);
    thing?.removeAttribute('visibility');
  }

  private optionOf(id: string): HTMLOptionElement {
    return Array.from(this.select.options).find((option) => option.value === id)!;
  }
}

customElements.define('plan-place', PlanPlace);
