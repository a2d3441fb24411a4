/** Keeps how the screen last looked, so that the next client starts on it. */
import * as z from 'zod';
import {firstView, type View} from '../../core/view.ts';
import {panelTabs} from '../../core/panels.ts';
import {showInstead, type Axis, type Layout} from '../../core/layout.ts';
import {readViewFile, writeViewFile} from '../../store/view-file.ts';
import type {Ports} from '../ports.ts';

const layout: z.ZodType<Layout> = z.lazy(() =>
  z.discriminatedUnion('kind', [
    z.object({kind: z.literal('pane'), pane: z.int().positive(), session: z.string()}),
    z.object({
      kind: z.literal('split'),
      axis: z.enum(['row', 'column'] satisfies Axis[]),
      parts: z.array(z.object({share: z.number().positive(), layout})).min(1),
    }),
  ]),
);

const kept = z.object({
  version: z.literal(1),
  layout,
  focus: z.int(),
  lastFocus: z.int(),
  nextPane: z.int(),
  zoomed: z.boolean(),
  panel: z.object({tab: z.enum(panelTabs), open: z.boolean(), task: z.string().optional()}),
  arrangement: z.int(),
});

/** How long a view must be at rest before it is written, milliseconds. */
const REST_MS = 1000;

/** The latest view of any client, in memory and on disk. */
export class ViewKeeper {
  readonly #path: string;
  readonly #ports: Ports;
  #latest: View | undefined;
  #due: Disposable | undefined;

  constructor(path: string, ports: Ports) {
    this.#path = path;
    this.#ports = ports;
  }

  /** The view a new client starts on. Dialogs, notices and scrolling are not carried over. */
  startOn(size: {cols: number; rows: number}): View {
    const fresh = firstView(size, 'planner');
    const found = kept.safeParse(this.#latest === undefined ? readViewFile(this.#path) : {...this.#latest, version: 1});
    if (!found.success) return fresh;
    const {version: _, ...last} = found.data;
    // On a narrow screen an open panel would hide the panes one comes back for.
    return {...fresh, ...last, panel: {...last.panel, open: false}};
  }

  /** A session goes on under another name, also on screens to come. */
  renamed(from: string, to: string): void {
    const view = this.startOn({cols: 80, rows: 24});
    this.changed({...view, layout: showInstead(view.layout, from, to)});
  }

  changed(view: View): void {
    this.#latest = view;
    this.#due ??= this.#ports.after(REST_MS, () => this.save());
  }

  save(): void {
    this.#due?.[Symbol.dispose]();
    this.#due = undefined;
    if (this.#latest === undefined) return;
    const {layout, focus, lastFocus, nextPane, zoomed, arrangement} = this.#latest;
    const {tab, open, task} = this.#latest.panel;
    const panel = {tab, open, task};
    writeViewFile(this.#path, {version: 1, layout, focus, lastFocus, nextPane, zoomed, panel, arrangement});
  }
}
