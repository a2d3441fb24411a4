/** The panel at the side, or over the panes: whichever is chosen. */
import type {ReactNode} from 'react';
import type {Rect} from '../src/core/layout.ts';
import type {PanelTab} from '../src/core/panels.ts';
import type {View} from '../src/core/view.ts';
import type {Snapshot} from '../src/client/mirror.ts';
import {Board} from './Board.tsx';
import {Inbox} from './Inbox.tsx';
import {Leases} from './Leases.tsx';
import {Table} from './Table.tsx';

/** What every panel is given. */
export type PanelProps = {
  readonly rect: Rect;
  readonly snapshot: Snapshot;
  readonly view: View;
  /** It lies over the panes. */
  readonly over: boolean;
  /** Milliseconds since the epoch; ages are counted from it. */
  readonly now: number;
};

const panels: Readonly<Record<PanelTab, (props: PanelProps) => ReactNode>> = {
  board: Board,
  leases: Leases,
  inbox: Inbox,
  table: Table,
};

/** Draw it. */
export const Panel = (props: PanelProps) => {
  const Drawn = panels[props.view.panel.tab];
  return <Drawn {...props} />;
};
