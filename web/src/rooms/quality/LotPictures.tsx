import { Link } from "wouter";
import { Panel } from "../../design/Panel";
import { useWords } from "../../design/words";
import { fileUrl } from "../../transport/http";
import { useAsk } from "../../transport/hooks";
import { qualityWords } from "./words";

/** The pictures of one lot or serial, each a way to its page; nothing where there is none. */
export function LotPictures({ lot }: { lot: string }) {
  const say = useWords(qualityWords);
  const rows = useAsk("quality.pictures", { lot, limit: 24 });
  if (!rows.data?.length) return null;
  return (
    <Panel title={say("pictures")} note={rows.data.length}>
      <ul className="thumbs">
        {rows.data.map((each) => (
          <li key={each.id}>
            <Link className="thumb" href={`/quality/picture/${each.id}`} aria-label={`${say("unit")} ${each.unit}`}>
              <img src={fileUrl(each.file)} alt="" loading="lazy" />
            </Link>
          </li>
        ))}
      </ul>
    </Panel>
  );
}
