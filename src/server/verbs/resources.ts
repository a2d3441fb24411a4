/** Shows how the machine is, and what may start on it. */
import {leaseLimitsOf, workerThresholdsOf} from '../../core/host.ts';
import {hostRefusalOf} from '../../work/gate.ts';
import {obstacleTo} from '../../work/leases.ts';
import type {Handler} from '../handler.ts';

export const resources: Handler<'resources'> = async ({leases, config, ports}) => {
  const {settings} = await config.read();
  const figures = ports.host();
  const limits = leaseLimitsOf(settings, figures);
  const thresholds = workerThresholdsOf(settings);
  const book = leases.read();
  const depth = book.queue.length;
  const reason = depth > 0 ? `${depth} wait(s) before it` : obstacleTo(book, {limits, figures});
  const refusal = hostRefusalOf({figures, thresholds});
  return {
    ...figures,
    leases: {
      ...limits,
      in_use: book.leases.length,
      queue_depth: depth,
      allowed: reason === undefined,
      ...(reason === undefined ? {} : {reason}),
    },
    worker_launch: {...thresholds, allowed: refusal === undefined, ...refusal},
  };
};
