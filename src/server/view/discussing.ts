/** The discussion that is seen: chosen, followed to its end, read, noted on a task. */
import type {Artifact} from '../../core/artifact.ts';
import {newestFirst} from '../../core/discussions-seen.ts';
import type {Discussion} from '../../core/nouns/discussion.ts';
import {noteOf, saidOf} from '../../core/said.ts';
import {mark} from '../../core/signs.ts';
import {chosenDiscussion} from '../../core/table-seen.ts';
import type {Choice} from '../../core/view.ts';
import {discussionMarkdown} from '../../protocol/discussion-markdown.ts';
import type {Desk} from './desk.ts';
import {openText} from './text.ts';

/** What the cursor of the table stands on. */
export const chosen = ({view, server}: Desk): Discussion | undefined => chosenDiscussion(server.world.state, view);

/** All of them, to choose one. */
export const discussionChoices = ({server}: Desk): readonly Choice[] =>
  newestFirst(server.world.state).map(({id, topic, panel, task_id, status}) => ({
    value: id,
    label: topic,
    detail: [task_id ?? '', panel.map(it => it.name).join(' '), status].filter(it => it !== '').join(` ${mark.dot} `),
  }));

/** Put the cursor on a discussion. */
export const chooseDiscussion = (desk: Desk, discussion: string | undefined): void => {
  desk.set({panel: {...desk.view.panel, discussion}});
  readResult(desk);
};

/** What the discussion that is seen came to is read once it has ended: it is in no mirror. */
export const readResult = (desk: Desk): void => {
  const {panel} = desk.view;
  const it = panel.tab === 'table' && desk.areas.panel !== undefined ? chosen(desk) : undefined;
  if (it === undefined || it.status === 'running' || panel.said?.id === it.id) return;
  const {id} = it;
  desk.set({panel: {...panel, said: {id, lines: []}}});
  desk.run(['show-discussion', id], found => {
    const {synthesis} = found as unknown as Artifact;
    if (synthesis === null || desk.view.panel.said?.id !== id) return;
    desk.set({panel: {...desk.view.panel, said: {id, lines: saidOf(synthesis)}}});
  });
};

/** Note what a discussion came to on a task. */
export const noteOn = (desk: Desk, discussion: string, task: string): void =>
  desk.run(['show-discussion', discussion], found =>
    desk.run(['update-task', task, '--note', noteOf(found as unknown as Artifact)]),
  );

/** The same for the discussion under the cursor. */
export const noteChosenOn = (desk: Desk, task: string): void => {
  const it = chosen(desk);
  if (it !== undefined) noteOn(desk, it.id, task);
};

/** A discussion has begun: see how it goes. */
export const watchDiscussion = (desk: Desk, id: string): void => {
  desk.perform('show-table');
  chooseDiscussion(desk, id);
};

/** Show every word, without the signs that keep words from being markup. */
export const openDiscussion = (desk: Desk, it: Artifact): void =>
  openText(desk, {
    title: it.run_id,
    text: discussionMarkdown(it).replaceAll(/\\([\\`*_[\]<>#|])/gu, '$1'),
    wraps: true,
  });
