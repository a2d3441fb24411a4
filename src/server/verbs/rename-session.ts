/** Gives a shell another name; its program, panes and leases go with it. */
import {Fault} from '../../core/fault.ts';
import {given} from '../../core/given.ts';
import {sessionOf} from '../../core/nouns/session.ts';
import {checkName, handOver} from '../handover.ts';
import type {Handler} from '../handler.ts';
import {shownSession} from './shown-session.ts';

export const renameSession: Handler<'rename-session'> = async (server, {params: {name, to}, caller}) => {
  const {world, leases} = server;
  const {kind, task_id} = sessionOf(world.state, name);
  if (kind !== 'shell') throw new Fault('rename-refused', {session: name, ...given({task: task_id})});
  checkName('rename-session', '<to>', to);
  if (to !== name) {
    await handOver(server, caller.actor, {from: name, to});
    await leases.handOver(name, to);
  }
  return shownSession(world, to);
};
