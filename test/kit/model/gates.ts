/** Where scripted replies wait until a test lets them go on: tests open gates in place of sleeping. */

/** Gates by name. One that is opened before anybody comes lets the next one through. */
export class Gates {
  readonly #waiting = new Map<string, readonly (() => void)[]>();
  readonly #open = new Map<string, number>();
  readonly #onChange: () => void;

  constructor(onChange: () => void) {
    this.#onChange = onChange;
  }

  /** How many wait at a gate. */
  waitingAt(gate: string): number {
    return this.#waitersAt(gate).length;
  }

  /** Let one through. */
  open(gate: string): void {
    const [next, ...later] = this.#waitersAt(gate);
    this.#waiting.set(gate, later);
    if (next === undefined) this.#open.set(gate, (this.#open.get(gate) ?? 0) + 1);
    else next();
  }

  /** Wait to be let through, or until there is no reason to. */
  async pass(gate: string, gone: AbortSignal): Promise<void> {
    const open = this.#open.get(gate) ?? 0;
    if (open > 0) {
      this.#open.set(gate, open - 1);
      return;
    }
    const {promise, resolve} = Promise.withResolvers<void>();
    this.#waiting.set(gate, [...this.#waitersAt(gate), resolve]);
    gone.addEventListener('abort', () => this.#leave(gate, resolve), {once: true});
    this.#onChange();
    await promise;
  }

  #leave(gate: string, resolve: () => void): void {
    this.#waiting.set(
      gate,
      this.#waitersAt(gate).filter(it => it !== resolve),
    );
    resolve();
  }

  #waitersAt(gate: string): readonly (() => void)[] {
    return this.#waiting.get(gate) ?? [];
  }
}
