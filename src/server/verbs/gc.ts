/** Removes discussions and conversations that are old. What is live is never among them, and nothing goes without `--apply`. */
import type {Change} from '../../core/event.ts';
import {artifactFiles, removeArtifacts, type ArtifactFile} from '../../store/artifacts.ts';
import {garbageOf} from '../../work/garbage.ts';
import type {Handler} from '../handler.ts';

const DAY_MS = 24 * 60 * 60 * 1000;

export const gc: Handler<'gc'> = async ({world, discussions, ports}, {params, caller}) => {
  const {max_age_days, apply: applied = false} = params;
  const before = ports.now().getTime() - max_age_days * DAY_MS;
  const files = await artifactFiles(discussions.dir);
  const isOn = (key: string): boolean => discussions.on(key) !== undefined;
  // From here on nothing is waited for until the change is made: what begins meanwhile is not old.
  const old = garbageOf(world.state, {before: new Date(before).toISOString(), isOn});
  const ids = new Set<string>(old.discussions.map(it => it.id));
  const isStray = ({id, changed}: ArtifactFile): boolean => !(id in world.state.discussions) && changed <= before;
  const isGarbage = (it: ArtifactFile): boolean => ids.has(it.id) || isStray(it);
  const found = files.filter(it => isGarbage(it) && !discussions.isRunning(it.id));
  if (applied) {
    const changes = [
      ...old.discussions.map(({id}): Change => ({type: 'discussion-removed', discussion_id: id})),
      ...old.conversations.map(({key}): Change => ({type: 'conversation-forgotten', conversation_key: key})),
    ];
    if (changes.length > 0) await world.commit(caller.actor, changes);
    await removeArtifacts(
      discussions.dir,
      found.map(it => it.name),
    );
  }
  return {
    applied,
    max_age_days,
    discussions: old.discussions.map(({id, topic, ended_at}) => ({id, topic, ended_at})),
    conversations: old.conversations.map(({session, last_used_at}) => ({session, last_used_at})),
    strays: found.filter(it => !ids.has(it.id)).map(it => it.name),
    bytes: found.reduce((sum, it) => sum + it.bytes, 0),
  };
};
