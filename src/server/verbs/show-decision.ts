/** Shows one ruling. */
import {decisionOf} from '../../core/nouns/decision.ts';
import type {Handler} from '../handler.ts';

export const showDecision: Handler<'show-decision'> = ({world}, {params}) =>
  decisionOf(world.state, params.decision_id);
