/** One client in the worker: its newest view, its picture, and the cells in which that is published. */
import type {Snapshot} from '../client/mirror.ts';
import {CellsBuffer, type Look} from '../core/chrome.ts';
import {reasonOf} from '../core/fault.ts';
import {areasOf, type View} from '../core/view.ts';
import type {GraphemeTable} from '../terminal/cells.ts';
import {Pace, type Clock} from './pace.ts';
import {Picture} from './picture.tsx';

export type ClientOptions = {
  readonly look: Look;
  readonly clock: Clock;
  readonly graphemes: GraphemeTable;
  readonly snapshot: () => Snapshot;
  /** Cells were published that show this version; they may use graphemes that are new. */
  readonly onDrawn: (version: number) => void;
  /** Something threw; the same reason is told once. */
  readonly onFailed: (reason: string) => void;
};

/** Draws a client's newest view over and over, at the pace that is right. */
export class Client implements Disposable {
  readonly #options: ClientOptions;
  readonly #pace: Pace;
  #look: Look;
  #view: View;
  #cells: CellsBuffer;
  #picture: Picture;
  #shownVersion = 0;
  #reason = '';

  constructor(options: ClientOptions, view: View, cells: SharedArrayBuffer) {
    this.#options = options;
    this.#look = options.look;
    this.#pace = new Pace(options.clock, () => this.#draw());
    this.#view = view;
    this.#cells = new CellsBuffer(view, cells);
    this.#picture = this.#paint();
    this.#pace.ask('view');
  }

  get busy(): boolean {
    return this.#pace.busy;
  }

  /** Discussions are on its screen. */
  get seesTable(): boolean {
    return this.#view.panel.tab === 'table' && areasOf(this.#view).panel !== undefined;
  }

  /** @param cells with a view of another size */
  look(view: View, cells?: SharedArrayBuffer): void {
    this.#view = view;
    if (cells !== undefined) this.#resize(cells);
    this.#pace.ask('view');
  }

  /** The terminal is another kind than it was taken for. */
  relook(look: Look): void {
    this.#look = look;
    // The same picture may be other cells.
    this.#shownVersion = 0;
    this.#pace.ask('view');
  }

  /** What it shows besides its view has changed. */
  refresh(): void {
    this.#pace.ask('background');
  }

  [Symbol.dispose](): void {
    this.#pace[Symbol.dispose]();
    this.#picture[Symbol.dispose]();
  }

  #resize(cells: SharedArrayBuffer): void {
    this.#picture[Symbol.dispose]();
    this.#cells = new CellsBuffer(this.#view, cells);
    this.#picture = this.#paint();
    this.#shownVersion = 0;
  }

  #paint(): Picture {
    const {cols, rows} = this.#view;
    return new Picture({cols, rows, graphemes: this.#options.graphemes, onFailed: reason => this.#fail(reason)});
  }

  #draw(): void {
    const {clock, snapshot} = this.#options;
    try {
      this.#picture.draw({snapshot: snapshot(), view: this.#view, look: this.#look, now: clock.now()});
      this.#publish();
    } catch (thrown) {
      this.#fail(reasonOf(thrown));
    }
  }

  #publish(): void {
    const {version} = this.#view;
    if (!this.#picture.changed && version === this.#shownVersion) return;
    this.#cells.publish(version, cells => this.#picture.copy(cells, this.#look));
    this.#shownVersion = version;
    this.#options.onDrawn(version);
  }

  #fail(reason: string): void {
    if (reason === this.#reason) return;
    this.#reason = reason;
    this.#options.onFailed(reason);
  }
}
