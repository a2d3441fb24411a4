/** What keys and clicks do on the panel of leases. */
import type {LeaseAction} from '../../core/keys.ts';
import {chosenLease, leaseAt, leaseIdsOf, whoOf} from '../../core/leases-seen.ts';
import type {Rect} from '../../core/layout.ts';
import type {Desk} from './desk.ts';

const chosen = ({view, server}: Desk): string | undefined => chosenLease(server.world.signals, view);

const moveTo = (desk: Desk, at: (now: number, last: number) => number): void => {
  const ids = leaseIdsOf(desk.server.world.signals);
  const last = ids.length - 1;
  const lease = ids[Math.max(0, Math.min(last, at(ids.indexOf(chosen(desk) ?? ''), last)))];
  if (lease !== undefined) desk.set({panel: {...desk.view.panel, lease}});
};

/** Put the cursor on something, and look how the machine is. */
export const enterLeases = (desk: Desk): void => {
  moveTo(desk, now => now);
  refresh(desk);
};

const refresh = ({server}: Desk): void => server.world.background('look at the leases', () => server.leases.tend(true));

const release = (desk: Desk): void => {
  const id = chosen(desk);
  const {leases = [], queue = []} = desk.server.world.signals.host ?? {};
  const lease = leases.find(it => it.id === id);
  if (lease === undefined) {
    const text = queue.length > 0 ? 'it only waits; there is nothing to release' : 'nobody holds a lease';
    desk.set({notice: {tone: 'plain', text}});
    return;
  }
  const lines = [whoOf(lease), lease.repo, 'What runs under it runs on; the next in the queue may start.'];
  desk.set({
    dialog: {kind: 'confirm', title: `Release ${lease.id}?`, lines, argv: ['release-lease', lease.id, '--yes']},
  });
};

export const leaseActions: Readonly<Record<LeaseAction, (desk: Desk) => void>> = {
  'lease-next': desk => moveTo(desk, now => now + 1),
  'lease-previous': desk => moveTo(desk, now => now - 1),
  'lease-first': desk => moveTo(desk, () => 0),
  'lease-last': desk => moveTo(desk, (_, last) => last),
  'lease-release': release,
  'lease-refresh': refresh,
};

/** A click puts the cursor on what was clicked. */
export const clickLeases = (desk: Desk, panel: Rect, y: number): void => {
  const {view, server} = desk;
  const lease = leaseAt(server.world.signals, view, {panel, y, now: server.ports.now().getTime()});
  desk.perform('show-leases');
  if (lease !== undefined) desk.set({panel: {...desk.view.panel, lease}});
};
