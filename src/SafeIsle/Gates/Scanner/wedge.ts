// Hardware scanners type what they read, much quicker than fingers, and end with Enter.

export const QUICK = 100; // milliseconds between two keys of a scanner, at most
const STUMBLING = 1000; // the same once a pass has begun: by radio, or in a busy moment of the phone
const BEGUN = 'SI1:';
const LEAST = 6; // characters; fewer are somebody's fingers

/** Feeds keys one by one; answers the whole text at its Enter. */
export class Wedge {
  private text = '';
  private at = 0;

  /** Whether the last key may be a finger's: nothing came shortly before it. */
  get alone(): boolean { return this.text.length === 1; }

  key(key: string, at: number): string | null {
    if (at - this.at > (this.text.indexOf(BEGUN) === 0 ? STUMBLING : QUICK)) this.text = '';
    this.at = at;
    if (key === 'Enter') {
      const text = this.text;
      this.text = '';
      return text.length >= LEAST ? text : null;
    }
    if (key.length === 1) this.text += key; // Shift and the like are no characters
    return null;
  }
}
