/** Lists the leases of the machine and who waits for one. */
import {leaseLimitsOf} from '../../core/host.ts';
import {shownBook} from '../../core/nouns/lease.ts';
import type {Handler} from '../handler.ts';

export const listLeases: Handler<'list-leases'> = async ({leases, config, ports, root}) => {
  const {limit} = leaseLimitsOf((await config.read()).settings, ports.host());
  const book = shownBook(leases.read(), root);
  const now = ports.now().getTime();
  const since = (at: string) => ({age_seconds: Math.max(0, Math.floor((now - Date.parse(at)) / 1000))});
  return {
    limit,
    leases: book.leases.map(it => ({...it, ...since(it.granted_at)})),
    queue: book.queue.map(it => ({...it, ...since(it.queued_at)})),
  };
};
