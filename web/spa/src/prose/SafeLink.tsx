/** A link in untrusted text. It shows the host it leads to, and sends no referrer. */
import type { ReactNode } from "react";
import { hostAfter, isSafe } from "./links";
import css from "./prose.module.css";

interface SafeLinkProps {
  address: string;
  /** The link's text. If it is blank, the address is shown instead. */
  words: string;
  children?: ReactNode;
}

export function SafeLink({ address, words, children }: SafeLinkProps) {
  const said = words.trim() ? (children ?? words) : address;
  if (!isSafe(address))
    return words.trim() === address ? said : <Unsafe address={address}>{said}</Unsafe>;
  const host = hostAfter(address, words.trim() || address);
  return (
    <a href={address} target="_blank" rel="noopener noreferrer nofollow">
      {said}
      {host && <bdi className={css.host}> ({host})</bdi>}
    </a>
  );
}

/** An address with another scheme, or a path, is shown as text and cannot be opened. */
function Unsafe({ address, children }: { address: string; children: ReactNode }) {
  return (
    <>
      {children}
      {address && ` (${address})`}
    </>
  );
}
