/** A node as a box: what it is and its text. The dots are where wires end; a wire is drawn by dragging from the lower one. */
import { Handle, type Node, type NodeProps, Position } from "@xyflow/react";
import { memo } from "react";
import type { Ending, NodeKind } from "~/api/trees";
import css from "./canvas.module.css";

export type CanvasNodeData = {
  look: NodeKind | Ending | "gap";
  kind: string;
  text: string;
  isChosen: boolean;
  canConnect: boolean;
};

export type BoxNode = Node<CanvasNodeData, "box">;

export const CanvasNode = memo(({ data }: NodeProps<BoxNode>) => {
  const { look, kind, text, isChosen, canConnect } = data;
  const leadsOn = look === "question" || look === "step" || look === "gap";
  return (
    <div className={css.box} data-look={look} data-chosen={isChosen || undefined} title={text}>
      <Handle
        type="target"
        position={Position.Top}
        isConnectable={canConnect && look !== "gap"}
        className={css.handle}
      />
      <span className={css.kind}>{kind}</span>
      <bdi className={css.text}>{text}</bdi>
      {leadsOn && (
        <Handle
          type="source"
          position={Position.Bottom}
          isConnectable={canConnect}
          className={css.handle}
        />
      )}
    </div>
  );
});
