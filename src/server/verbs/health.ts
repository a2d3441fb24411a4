/** Says how the project stands. */
import {Fault} from '../../core/fault.ts';
import {workerThresholdsOf} from '../../core/host.ts';
import {heavyThresholds} from '../../work/gate.ts';
import {healthOf, type Checkout} from '../../work/health.ts';
import type {Caller} from '../caller.ts';
import type {Handler} from '../handler.ts';
import type {Server} from '../server.ts';
import {underWayIn} from '../removal.ts';
import {ask, gitAt} from '../git.ts';
import {changedFiles} from '../workspace.ts';

export const health: Handler<'health'> = async (server, {caller}) => {
  const {world, config, ports, root, clients} = server;
  const [{settings}, checkout, isHeavy] = await Promise.all([
    config.read(),
    checkoutOf(root),
    areWorkersHeavy(server, clients.envFor(caller)),
  ]);
  const {state, signals} = world;
  const thresholds = workerThresholdsOf(settings);
  const host = {figures: ports.host(), thresholds: isHeavy ? heavyThresholds(thresholds) : thresholds};
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

/** What is not installed weighs nothing; `doctor` tells of that. */
const areWorkersHeavy = async ({launcher}: Server, env: Caller['env']): Promise<boolean> => {
  try {
    return (await launcher.agent(undefined, 'worker', env)).isHeavy;
  } catch (thrown) {
    if (thrown instanceof Fault) return false;
    throw thrown;
  }
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
