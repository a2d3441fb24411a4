/** Says how the project stands. */
import {workerThresholdsOf} from '../../core/host.ts';
import {healthOf, type Checkout} from '../../work/health.ts';
import type {Handler} from '../handler.ts';
import {underWayIn} from '../removal.ts';
import {ask, gitAt} from '../git.ts';
import {changedFiles} from '../workspace.ts';

export const health: Handler<'health'> = async ({world, config, ports, root}) => {
  const [{settings}, checkout] = await Promise.all([config.read(), checkoutOf(root)]);
  const {state, signals} = world;
  const host = {figures: ports.host(), thresholds: workerThresholdsOf(settings)};
  const {status, checks} = healthOf({
    state,
    signals,
    checkout,
    slots: settings.slots,
    host,
    now: ports.now().getTime(),
  });
  return {status, checks: [...checks]};
};

const checkoutOf = async (root: string): Promise<Checkout> => {
  const git = gitAt(root);
  const [branch, changed, dir] = await Promise.all([
    ask(git, ['symbolic-ref', '--short', 'HEAD']),
    changedFiles(root),
    git(['rev-parse', '--absolute-git-dir']),
  ]);
  return {branch, changed: changed.length, half: underWayIn(dir)};
};
