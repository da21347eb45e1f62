/** A way from one box to another. The answer stands above the box that only it leads to, else in the middle. */
import { BaseEdge, type Edge, type EdgeProps, EdgeText, getSmoothStepPath } from "@xyflow/react";
import { memo } from "react";

export type WireEdge = Edge<{ answer: string | null; isLink: boolean }, "wire">;

/** Of the label's middle, above the box. */
const ABOVE = 24;
const PADDING: [number, number] = [4, 2];

export const Wire = memo((props: EdgeProps<WireEdge>) => {
  const { id, sourceX, sourceY, targetX, targetY, sourcePosition, targetPosition, data } = props;
  const [path, middleX, middleY] = getSmoothStepPath({
    sourceX,
    sourceY,
    targetX,
    targetY,
    sourcePosition,
    targetPosition,
    borderRadius: 10,
    ...(targetY > sourceY && { centerY: sourceY + 40 }),
  });
  const isAbove = !data?.isLink && targetY > sourceY;
  return (
    <>
      <BaseEdge id={id} path={path} />
      {data?.answer && (
        <EdgeText
          x={isAbove ? targetX : middleX}
          y={isAbove ? targetY - ABOVE : middleY}
          label={data.answer}
          labelShowBg
          labelBgPadding={PADDING}
          labelBgBorderRadius={4}
        />
      )}
    </>
  );
});
