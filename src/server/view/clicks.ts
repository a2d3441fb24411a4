/** Clicks beside the panes: the agents as a list or as tabs, the cards of the board. */
import {contains} from '../../core/layout.ts';
import {agentAt, cardAt} from '../../core/seen.ts';
import type {MouseToken} from '../../terminal/input.ts';
import type {Desk} from './desk.ts';
import {goTo} from './panes.ts';

/** A click chooses a card, one on the card that is chosen opens it; the wheel goes through them. */
export const clickPanel = (desk: Desk, {action, button, y}: MouseToken): void => {
  if (action === 'wheel-up') desk.perform('card-previous');
  if (action === 'wheel-down') desk.perform('card-next');
  if (action !== 'press' || button !== 0) return;
  const {areas, view, server} = desk;
  const card = areas.panel === undefined ? undefined : cardAt(server.world, view, {panel: areas.panel, y});
  const isChosen = view.hands === 'panel' && card?.id === view.panel.task;
  desk.perform('show-board');
  if (card === undefined) return;
  if (isChosen) desk.perform('card-open');
  else desk.set({panel: {...desk.view.panel, task: card.id}});
};

export const clickBeside = (desk: Desk, token: MouseToken): void => {
  const {areas, view, server} = desk;
  if (areas.panel !== undefined && contains(areas.panel, token.x, token.y)) clickPanel(desk, token);
  else if (token.action === 'press' && token.button === 0) {
    const session = agentAt(server.world.state, view, {areas, ...token});
    if (session !== undefined) goTo(desk, session);
  }
};
