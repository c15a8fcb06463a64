import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";

/** A text that is typed at once and put into the address when the typing rests. */
export function useTypedSearch(inAddress: string | undefined, put: (text: string | undefined) => void) {
  const [text, setText] = useState(inAddress ?? "");
  const sent = useRef(inAddress ?? "");
  const send = useDebouncedCallback((value: string) => {
    sent.current = value.trim();
    put(value.trim() || undefined);
  }, 200);
  useEffect(() => {
    if ((inAddress ?? "") === sent.current) return;
    sent.current = inAddress ?? "";
    setText(inAddress ?? "");
  }, [inAddress]);
  const set = (value: string) => {
    setText(value);
    send(value);
  };
  return [text, set] as const;
}
