/** One client's Ink tree on its in-memory screen. Drawing is synchronous; when to draw is decided by `main.ts`. */
import {render, type Instance} from 'ink';
import {App, type AppProps} from '../../components/App.tsx';
import type {GraphemeTable} from '../terminal/cells.ts';
import {toAscii} from '../terminal/draw.ts';
import {Boundary} from './Boundary.tsx';
import {Screen} from './screen.ts';

export type PictureOptions = {
  readonly cols: number;
  readonly rows: number;
  readonly graphemes: GraphemeTable;
  /** A component threw; what is drawn is one line about it. */
  readonly onFailed: (reason: string) => void;
};

/** A picture of a fixed size; another size is another picture. */
export class Picture implements Disposable {
  readonly #options: PictureOptions;
  readonly #screen: Screen;
  #ink: Instance | undefined;

  constructor(options: PictureOptions) {
    this.#options = options;
    this.#screen = new Screen(options);
  }

  /** Draw; when it returns, `copy` gives the cells. */
  draw(props: AppProps): void {
    const {rows, onFailed} = this.#options;
    const tree = (
      <Boundary rows={rows} onFailed={onFailed}>
        <App {...props} />
      </Boundary>
    );
    if (this.#ink === undefined) this.#ink = this.#mount(tree);
    else this.#ink.rerender(tree);
  }

  /** Did a `draw` change cells since the last `copy`? */
  get changed(): boolean {
    return this.#screen.changed;
  }

  /** Copy the cells, with our signs as the terminal can show them. */
  copy(into: Uint32Array, {ascii}: {readonly ascii: boolean}): void {
    this.#screen.copy(into);
    if (ascii) toAscii(into);
  }

  [Symbol.dispose](): void {
    this.#screen[Symbol.dispose]();
    this.#ink?.unmount();
    this.#ink?.cleanup();
  }

  #mount(tree: React.JSX.Element): Instance {
    const {stdout, stdin} = this.#screen;
    return render(tree, {
      stdout,
      stdin,
      stderr: stdout,
      interactive: true,
      incrementalRendering: true,
      patchConsole: false,
      exitOnCtrlC: false,
      // No throttle of Ink's own: a frame is whole when `rerender` returns, and `pace.ts` keeps the rate.
      maxFps: 0,
    });
  }
}
