/** Buttons. An icon button always has a name, shown as its tooltip on hover and focus. */
import type { ComponentProps, ReactNode } from "react";
import { Link, type LinkProps } from "react-router";
import { classes } from "~/lib/classes";
import css from "./button.module.css";

type Look = "primary" | "plain" | "ghost" | "danger";

interface Style {
  /** One primary button per region; plain is for the alternative beside it, ghost for everything else. */
  look?: Look;
  /** Only inside banners and rows. */
  small?: boolean;
  large?: boolean;
}

function looks({ look = "plain", small, large }: Style, className?: string): string {
  const size = small ? css.small : large && css.large;
  return classes(css.button, look !== "plain" && css[look], size, className);
}

export type ButtonProps = ComponentProps<"button"> & Style;

export function Button({ look, small, large, className, ...rest }: ButtonProps) {
  return <button type="button" className={looks({ look, small, large }, className)} {...rest} />;
}

export function ButtonLink({ look, small, large, className, ...rest }: LinkProps & Style) {
  return <Link className={looks({ look, small, large }, className)} {...rest} />;
}

export interface IconButtonProps extends Omit<ComponentProps<"button">, "aria-label"> {
  /** The accessible name and tooltip. */
  label: string;
  look?: Look;
  small?: boolean;
  /** The tooltip's position, for buttons near an edge. */
  tip?: "below" | "above" | "below-start" | "above-start";
  children?: ReactNode;
}

export function IconButton({
  label,
  look = "ghost",
  small,
  tip = "below",
  ...rest
}: IconButtonProps) {
  const { className, ...props } = rest;
  const tipClass = classes(
    css.tip,
    tip.startsWith("above") && css.tipUp,
    tip.endsWith("start") && css.tipStart,
  );
  return (
    <button
      type="button"
      aria-label={label}
      data-tip={label}
      className={classes(looks({ look }), small ? css.iconSmall : css.icon, tipClass, className)}
      {...props}
    />
  );
}
