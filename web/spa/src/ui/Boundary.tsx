/** Contains an error: the region says what is wrong and what helps, and the rest of the page keeps working. */
import { Component, type ReactNode } from "react";
import { PartMissing } from "~/lib/loader";
import { page } from "~/lib/page";
import { Button } from "./Button";
import css from "./boundary.module.css";
import { Main } from "./Main";

/** Where the message is shown: in place of a screen, of a part of one, or floating in place of a layer. */
export type Region = "screen" | "part" | "layer";

interface BoundaryProps {
  region: Region;
  /** A new value triggers another attempt: the address of the screen, the name of the layer. */
  resetKey?: string;
  children: ReactNode;
}

interface BoundaryState {
  error: Error | null;
  resetKey: string | undefined;
}

export class Boundary extends Component<BoundaryProps, BoundaryState> {
  override state: BoundaryState = { error: null, resetKey: this.props.resetKey };

  static getDerivedStateFromError(error: unknown): Partial<BoundaryState> {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  static getDerivedStateFromProps(
    { resetKey }: BoundaryProps,
    state: BoundaryState,
  ): Partial<BoundaryState> | null {
    return resetKey === state.resetKey ? null : { error: null, resetKey };
  }

  /** Whether this boundary handles the error. */
  protected handles(_error: Error): boolean {
    return true;
  }

  private readonly retry = () => {
    const { error } = this.state;
    if (error instanceof PartMissing) error.forget();
    this.setState({ error: null });
  };

  override render(): ReactNode {
    const { error } = this.state;
    if (!error) return this.props.children;
    if (!this.handles(error)) throw error;
    return <Fault error={error} region={this.props.region} onRetry={this.retry} />;
  }
}

/** Wraps one part that is loaded on demand. Reports a missing file and leaves any other error to the region. */
export class MissingBoundary extends Boundary {
  protected override handles(error: Error): boolean {
    return error instanceof PartMissing;
  }
}

interface FaultProps {
  error: Error;
  region: Region;
  onRetry: () => void;
}

function Fault({ error, region, onRetry }: FaultProps) {
  const line = <FaultLine error={error} onRetry={onRetry} />;
  if (region === "screen") {
    return (
      <Main className={css.screen}>
        <h1 className="hidden-words">Not loaded</h1>
        {line}
      </Main>
    );
  }
  return <div className={css[region]}>{line}</div>;
}

function FaultLine({ error, onRetry }: Omit<FaultProps, "region">) {
  const isOffline = !navigator.onLine;
  const isMissing = error instanceof PartMissing;
  return (
    <div role="group" aria-label="Not loaded" className={css.line}>
      <p>{isMissing ? missingText(isOffline) : "This part of the screen failed."}</p>
      {isMissing && !isOffline ? null : <Button onClick={onRetry}>Try again</Button>}
      {isOffline ? null : (
        <Button look="primary" onClick={() => page.reload()}>
          Reload
        </Button>
      )}
    </div>
  );
}

function missingText(isOffline: boolean): string {
  return isOffline
    ? "You are offline, and this part is not loaded yet."
    : "FlowPilot was updated. Reload to continue; what you typed is kept.";
}
