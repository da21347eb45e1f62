import {
  CircleArrowUp,
  CircleCheck,
  CircleDashed,
  CircleQuestionMark,
  CornerDownRight,
  TriangleAlert,
  Wrench,
} from "lucide-react";
import type { TreeNode } from "~/api/trees";
import css from "./outline.module.css";

interface KindIconProps {
  node: TreeNode | undefined;
  isGap?: boolean;
  isLink?: boolean;
}

const ENDINGS = { solved: CircleCheck, escalate: CircleArrowUp, try_fix: Wrench };

/** Beside the text that says the same. */
export function KindIcon({ node, isGap, isLink }: KindIconProps) {
  const shared = { size: 16, strokeWidth: 1.5, "aria-hidden": true } as const;
  if (isGap || !node) return <TriangleAlert {...shared} className={css.warn} />;
  if (isLink) return <CornerDownRight {...shared} className={css.muted} />;
  if (node.kind === "question") return <CircleQuestionMark {...shared} className={css.muted} />;
  if (node.kind === "step") return <CircleDashed {...shared} className={css.muted} />;
  const Icon = ENDINGS[node.outcome ?? "solved"];
  return <Icon {...shared} className={node.outcome === "escalate" ? css.warn : css.ok} />;
}
