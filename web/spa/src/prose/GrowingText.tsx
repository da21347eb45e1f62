/** Text that may grow. New text is appended after the existing text node, so that a selection in it stays. */
import { useLayoutEffect, useRef, useState } from "react";

export function Words({ text }: { text: string }) {
  const [first] = useState(text);
  const box = useRef<HTMLSpanElement>(null);
  useLayoutEffect(() => {
    if (box.current) show(box.current, text);
  }, [text]);
  return <span ref={box}>{first}</span>;
}

function show(box: HTMLElement, text: string): void {
  const { firstChild: node } = box;
  if (!(node instanceof Text)) box.textContent = text;
  else if (text.startsWith(node.data)) node.appendData(text.slice(node.data.length));
  else if (node.data !== text) node.data = text;
}
