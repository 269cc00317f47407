import { useEffect, useRef, useState } from "react";
import { useWords } from "../../design/words";
import { stationWords } from "./stationWords";

/**
 * The scan field always has the focus, so that a wedge scanner works without a touch.
 * It lets go only while somebody types elsewhere or a dialogue is open.
 */
export function ScanField({ onScan }: { onScan: (text: string) => void }) {
  const say = useWords(stationWords);
  const field = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  useEffect(() => {
    const take = () => {
      const active = document.activeElement;
      const typing = active instanceof HTMLInputElement || active instanceof HTMLTextAreaElement || active instanceof HTMLSelectElement;
      const dialogue = document.querySelector('[role="dialog"]') !== null;
      if (!typing && !dialogue) field.current?.focus({ preventScroll: true });
    };
    take();
    const timer = window.setInterval(take, 700);
    return () => window.clearInterval(timer);
  }, []);
  return (
    <form
      className="scan"
      onSubmit={(event) => {
        event.preventDefault();
        if (text.trim()) onScan(text.trim());
        setText("");
      }}
    >
      <input
        ref={field}
        className="scan-input"
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        placeholder={say("scan")}
        aria-label={say("scan")}
        inputMode="none"
        autoComplete="off"
        spellCheck={false}
        data-testid="scan"
      />
    </form>
  );
}
