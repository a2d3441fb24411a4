/** A discussion as the verbs show it: what is listed of it, what it came to, and where every word is. */
import type {Artifact} from '../../core/artifact.ts';
import {given} from '../../core/given.ts';
import {discussionOf} from '../../core/nouns/discussion.ts';
import type {Discussed} from '../../protocol/discussion-shapes.ts';
import {artifactPaths} from '../../store/artifacts.ts';
import type {Server} from '../server.ts';

export const discussedOf = (
  {world, discussions}: Pick<Server, 'world' | 'discussions'>,
  {run_id, synthesis, moderation}: Artifact,
): Discussed => {
  const {json, markdown} = artifactPaths(discussions.dir, run_id);
  return {
    ...discussionOf(world.state, run_id),
    ...given({synthesis: synthesis ?? undefined, moderation: moderation ?? undefined}),
    json_path: json,
    markdown_path: markdown,
  };
};
