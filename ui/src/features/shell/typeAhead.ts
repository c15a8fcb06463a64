import { useEffect, useState } from "react";

/** The text of the palette. What is typed before its field is there, or has the focus, is kept for it. */
export function useTypeAhead(open: boolean, close: () => void) {
  const [text, setText] = useState("");
  useEffect(() => {
    if (!open) return;
    const onKey = (event: KeyboardEvent) => {
      const dialog = document.getElementById("palette-entries")?.closest('[role="dialog"]');
      if (dialog?.contains(event.target as Node) || event.ctrlKey || event.metaKey || event.altKey) return;
      if (event.key.length === 1) setText((before) => before + event.key);
      else if (event.key === "Backspace") setText((before) => before.slice(0, -1));
      else if (event.key === "Escape") close();
      else if (event.key !== "Enter") return;
      event.preventDefault();
      event.stopPropagation();
    };
    window.addEventListener("keydown", onKey, true);
    return () => {
      window.removeEventListener("keydown", onKey, true);
      setText("");
    };
  }, [open, close]);
  return [text, setText] as const;
}
