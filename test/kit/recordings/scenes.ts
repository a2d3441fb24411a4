/** All scenes that are recorded of each agent, by name. */
import {questions} from './questions.ts';
import {starts} from './starts.ts';
import type {Scene} from './stage.ts';
import {troubles} from './troubles.ts';
import {turns} from './turns.ts';

export const scenes: Readonly<Record<string, Scene>> = {...starts, ...turns, ...questions, ...troubles};
