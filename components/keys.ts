/** The keys of the person who looks, for the hints in the chrome. */
import {createContext, use} from 'react';
import {usualKeymap, type Keymap} from '../src/core/keymap.ts';

export const KeysContext = createContext<Keymap>(usualKeymap);
export const useKeys = (): Keymap => use(KeysContext);
