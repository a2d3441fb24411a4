/** Shows and changes settings. */
import {isPersonal, problemOf, settingNamed, settings, type SettingName} from '../../core/config.ts';
import {Fault} from '../../core/fault.ts';
import type {Actor} from '../../core/stamp.ts';
import type {Result} from '../../protocol/verbs.ts';
import {writeSetting} from '../../store/config-file.ts';
import type {Handler} from '../handler.ts';
import type {Server} from '../server.ts';

export const config: Handler<'config'> = async (server, {params, caller: {actor}}) => {
  const {action = 'show', key, value, user = false} = params;
  if (action === 'show') return shown(server, key === undefined ? undefined : known(key));
  if (key === undefined) throw new Fault('params-invalid', {verb: 'config', problems: ['key is missing']});
  const name = known(key);
  if (action === 'get') return shown(server, name);
  const path = pathFor(server, name, {actor, user});
  await writeSetting(path, name, action === 'unset' ? undefined : read(name, value));
  server.log.say('setting changed', {key: name, path});
  return shown(server, name);
};

const pathFor = ({config: {paths}}: Server, name: SettingName, by: {actor: Actor; user: boolean}): string => {
  if (!by.user && !isPersonal(name)) return paths.repository;
  checkActor(by.actor, name);
  return paths.user;
};

/** What the person's own file says of commands, sandboxes and approvals, no agent writes there. @throws Fault `actor-refused` */
const checkActor = (actor: Actor, name: SettingName): void => {
  if ((name === 'worktree_setup' || isPersonal(name)) && actor !== 'user')
    throw new Fault('actor-refused', {actor, verb: 'config'});
};

/** @throws Fault `setting-unknown` */
const known = (word: string): SettingName => {
  const {key, nearest} = settingNamed(word);
  if (key === undefined) throw new Fault('setting-unknown', {key: word, ...(nearest === undefined ? {} : {nearest})});
  return key;
};

/** @throws Fault `setting-invalid` */
const read = (key: SettingName, value: string | undefined): unknown => {
  if (value === undefined) throw new Fault('params-invalid', {verb: 'config', problems: ['value is missing']});
  const reason = problemOf(key, value);
  if (reason !== undefined) throw new Fault('setting-invalid', {key, value, reason});
  return settings.shape[key].parse(value);
};

const shown = async ({config: configuration}: Server, only?: SettingName): Promise<Result<'config'>> => {
  const {list, problems} = await configuration.read();
  return {
    settings: list
      .filter(it => only === undefined || it.key === only)
      .map(it => ({...it, what: settings.shape[it.key].description ?? ''})),
    problems: [...problems],
  };
};
