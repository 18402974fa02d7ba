import { Component, type ReactNode } from "react";
import { Failed } from "./ListState.tsx";

interface Props {
  /** Another place deserves another try. */
  place: string;
  children: ReactNode;
}

/** Keeps a fault in one place from taking the whole window along. */
export class Boundary extends Component<Props, { error: unknown; place: string }> {
  override state = { error: null as unknown, place: this.props.place };

  static getDerivedStateFromError(error: unknown) {
    return { error };
  }

  static getDerivedStateFromProps(props: Props, state: { place: string }) {
    return props.place === state.place ? null : { error: null, place: props.place };
  }

  override render(): ReactNode {
    return this.state.error ? <Failed error={this.state.error} retry={() => this.setState({ error: null })} /> : this.props.children;
  }
}
