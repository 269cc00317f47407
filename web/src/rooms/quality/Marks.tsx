import { Link } from "wouter";
import { Refused } from "../../design/Asked";
import { Boxes } from "../../design/Boxes";
import { Tag } from "../../design/Figure";
import { useFormat } from "../../design/format";
import { useWords, type Words } from "../../design/words";
import type { MarkRead, Reading } from "./marks";
import { marksWords } from "./marksWords";

/** The frames of what was read, over the picture. */
export function MarkBoxes({ reading, chosen, onChoose }: { reading: Reading; chosen: string; onChoose: (key: string) => void }) {
  const { width, height, marks } = reading.read;
  const boxes = marks.map((mark, at) => ({ key: String(at), corners: mark.corners, label: mark.text, chosen: chosen === String(at) }));
  return <Boxes width={width} height={height} boxes={boxes} onChoose={onChoose} />;
}

/** What was read, in words; a mark of another lot is a warning. */
export function MarkList({ reading, chosen, onChoose }: { reading: Reading; chosen: string; onChoose: (key: string) => void }) {
  const say = useWords(marksWords);
  const { marks, other_lots: others, lot } = reading.read;
  return (
    <div className="stack" role="status">
      {reading.codesOnly && <Refused error={reading.codesOnly} />}
      {others?.map((other) => (
        <p key={other} className="mark-warning" role="alert">
          {say("otherLot", { lot })} <Link href={`/trace/${encodeURIComponent(other)}`}>{other}</Link>
        </p>
      ))}
      {marks.length === 0 ? <span className="muted">{say("nothing")}</span> : (
        <ul className="marks">
          {marks.map((mark, at) => (
            <li key={at}>
              <button type="button" className={chosen === String(at) ? "mark chosen" : "mark"} onClick={() => onChoose(String(at))}>
                <MarkKind mark={mark} />
                <span className="code">{mark.text}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

function MarkKind({ mark }: { mark: MarkRead }) {
  const say = useWords<Words>(marksWords);
  const format = useFormat();
  if (mark.kind !== "text") return <Tag tone="info">{say(mark.kind)}</Tag>;
  return <Tag tone={mark.confidence >= 0.9 ? "plain" : "warn"}>{`${say("text")} ${format.number(mark.confidence * 100, 0)} %`}</Tag>;
}
