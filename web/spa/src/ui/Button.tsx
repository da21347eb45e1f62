/** Buttons. An icon alone always carries a name, shown as its tip on hover and focus. */
import type { ComponentProps, ReactNode } from "react";
import { Link, type LinkProps } from "react-router";
import { classes } from "~/lib/classes";
import css from "./button.module.css";

type Look = "primary" | "plain" | "ghost" | "danger";

interface Style {
  look?: Look;
  small?: boolean;
}

function looks({ look = "plain", small }: Style, className?: string): string {
  return classes(css.button, look !== "plain" && css[look], small && css.small, className);
}

export type ButtonProps = ComponentProps<"button"> & Style;

export function Button({ look, small, className, ...rest }: ButtonProps) {
  return <button type="button" className={looks({ look, small }, className)} {...rest} />;
}

export function ButtonLink({ look, small, className, ...rest }: LinkProps & Style) {
  return <Link className={looks({ look, small }, className)} {...rest} />;
}

export interface IconButtonProps extends Omit<ComponentProps<"button">, "aria-label"> {
  /** The accessible name, and the tip. */
  label: string;
  look?: Look;
  small?: boolean;
  /** Where the tip stands, for buttons near an edge. */
  tip?: "below" | "above" | "below-start";
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
    tip === "above" && css.tipUp,
    tip === "below-start" && css.tipStart,
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
