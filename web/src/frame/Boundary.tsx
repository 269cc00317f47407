import { Component, type ErrorInfo, type ReactNode } from "react";
import { Refused } from "../design/Asked";

/** A screen that breaks shows what broke and leaves the frame alive. */
export class Boundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state = { error: null as Error | null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override componentDidCatch(error: Error, info: ErrorInfo) {
    console.error(error, info.componentStack);
  }

  override render() {
    if (!this.state.error) return this.props.children;
    return <Refused error={this.state.error} retry={() => this.setState({ error: null })} />;
  }
}
