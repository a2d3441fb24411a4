/** Keeps a fault in one client's picture from ending the worker: one line says so until the next change draws well. */
import {Box, Text} from 'ink';
import {Component, type ReactNode} from 'react';
import {reasonOf} from '../core/fault.ts';
import {sanitise} from '../core/sanitise.ts';

export type BoundaryProps = {
  readonly rows: number;
  readonly onFailed: (reason: string) => void;
  readonly children: ReactNode;
};

type Failure = {readonly reason: string | undefined};

/** Draws its children, or on the last row what went wrong in them. New children are tried anew. */
export class Boundary extends Component<BoundaryProps, Failure> {
  override state: Failure = {reason: undefined};

  static getDerivedStateFromError(thrown: unknown): Failure {
    return {reason: reasonOf(thrown)};
  }

  override componentDidCatch(thrown: unknown): void {
    this.props.onFailed(reasonOf(thrown));
  }

  override componentDidUpdate(before: BoundaryProps): void {
    if (this.state.reason !== undefined && before.children !== this.props.children) this.setState({reason: undefined});
  }

  override render(): ReactNode {
    const {reason} = this.state;
    if (reason === undefined) return this.props.children;
    return (
      <Box height={this.props.rows} alignItems="flex-end">
        <Text wrap="truncate-end">{` this picture failed, which is a bug: ${sanitise(reason)}`}</Text>
      </Box>
    );
  }
}
