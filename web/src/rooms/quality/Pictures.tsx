import { Autocomplete, Button, SegmentedControl, Switch } from "@mantine/core";
import { useState } from "react";
import { Link } from "wouter";
import type { PictureView } from "../../client/catalogue";
import { Asked, Refused } from "../../design/Asked";
import { Facts } from "../../design/Facts";
import { Tag } from "../../design/Figure";
import { actorName, shortName, useFormat } from "../../design/format";
import { Panel } from "../../design/Panel";
import { useWords } from "../../design/words";
import { fileUrl } from "../../transport/http";
import { useAct, useAsk } from "../../transport/hooks";
import { kindWords } from "./kindWords";
import { MarkBoxes, MarkList } from "./Marks";
import { useMarks } from "./marks";
import { marksWords } from "./marksWords";
import { qualityWords } from "./words";

/** The review queue: pictures of the camera stations, the newest first, one of them large. */
export function PicturePanel({ picture }: { picture: string }) {
  const say = useWords(qualityWords);
  const [only, setOnly] = useState("flawed");
  const [chosen, setChosen] = useState(picture);
  const rows = useAsk("quality.pictures", { limit: 48, flawed: only === "flawed" ? true : undefined }, { keep: true });
  const current = chosen || rows.data?.[0]?.id || "";
  return (
    <Panel
      title={say("pictures")}
      flush
      actions={
        <SegmentedControl size="xs" aria-label={say("pictures")} value={only} onChange={setOnly} data={[{ value: "flawed", label: say("flawedOnly") }, { value: "all", label: say("allPictures") }]} />
      }
    >
      <div className="pictures">
        {current ? <Large key={current} id={current} /> : <div className="message">{say("choosePicture")}</div>}
        <Asked query={rows} empty={say("noPictures")}>
          {(found) => (
            <ul className="thumbs">
              {found.map((each) => (
                <li key={each.id}>
                  <button type="button" className={thumbClass(each, current)} onClick={() => setChosen(each.id)} aria-label={`${each.lot} ${each.unit}: ${say(verdictKey(each))}`}>
                    <img src={fileUrl(each.file)} alt="" loading="lazy" />
                  </button>
                </li>
              ))}
            </ul>
          )}
        </Asked>
      </div>
    </Panel>
  );
}

function thumbClass(picture: PictureView, current: string): string {
  return `thumb ${isOutOfPlace(picture) ? "outOfPlace" : verdictKey(picture)}${picture.id === current ? " chosen" : ""}`;
}

function verdictKey(picture: PictureView): "flawed" | "fine" | "open" {
  if (picture.judged) return picture.judged === "flawed" ? "flawed" : "fine";
  if (picture.flawed === null) return "open";
  return picture.flawed ? "flawed" : "fine";
}

/** The part lies elsewhere than usual and nobody has judged the picture: neither good nor flawed. */
function isOutOfPlace(picture: PictureView): boolean {
  return picture.placement !== null && picture.judged === "";
}

function Large({ id }: { id: string }) {
  const found = useAsk("quality.picture", { picture: id });
  return <Asked query={found} lines={8}>{(picture) => <LargePicture picture={picture} />}</Asked>;
}

function LargePicture({ picture }: { picture: PictureView }) {
  const say = useWords(qualityWords);
  const format = useFormat();
  const sayMarks = useWords(marksWords);
  const [heat, setHeat] = useState(true);
  const [mark, setMark] = useState("");
  const marks = useMarks();
  const verdict = verdictKey(picture);
  return (
    <div className="large">
      <div className="large-frame">
        <img src={fileUrl(picture.file)} alt={`${picture.lot} ${picture.unit}`} />
        {heat && picture.heat_file && <img className="heat" src={fileUrl(picture.heat_file)} alt={say("heat")} />}
        {marks.data && <MarkBoxes reading={marks.data} chosen={mark} onChoose={setMark} />}
      </div>
      <div className="stack large-side">
        <div className="row">
          <VerdictTag picture={picture} />
          <span className="muted">{format.dateTime(picture.at)}</span>
        </div>
        <OutOfPlace picture={picture} />
        <dl className="facts">
          <dt>{say("station")}</dt><dd>{shortName(picture.station)}</dd>
          <dt>{say("lot")}</dt><dd><Link href={`/trace/${encodeURIComponent(picture.lot)}`}>{picture.lot}</Link></dd>
          <dt>{say("unit")}</dt><dd>{picture.unit}</dd>
          <dt>{say("score")}</dt><dd>{format.number(picture.score, 2)}</dd>
          <dt>{say("model")}</dt><dd className="code">{picture.model || "–"}</dd>
        </dl>
        <Facts facts={picture.measured} />
        {picture.heat_file && <Switch label={say("heat")} checked={heat} onChange={(event) => setHeat(event.currentTarget.checked)} />}
        {picture.judged && <span className="muted">{say("judgedBy", { verdict: say(verdict), who: actorName(picture.judged_by) })}</span>}
        {marks.error && <Refused error={marks.error} />}
        {marks.data ? <MarkList reading={marks.data} chosen={mark} onChoose={setMark} /> : (
          <div>
            <Button size="compact-md" variant="default" loading={marks.isPending} onClick={() => marks.mutate({ picture: picture.id })}>{sayMarks("read")}</Button>
          </div>
        )}
        <Judge picture={picture} />
      </div>
    </div>
  );
}

function VerdictTag({ picture }: { picture: PictureView }) {
  const say = useWords(qualityWords);
  const sayKind = useWords(kindWords);
  const verdict = verdictKey(picture);
  if (isOutOfPlace(picture)) return <Tag tone="warn">{sayKind("outOfPlace")}</Tag>;
  const tone = verdict === "flawed" ? "bad" : verdict === "fine" ? "good" : "plain";
  return <Tag tone={tone}>{picture.kind ? `${say(verdict)}: ${picture.kind}` : say(verdict)}</Tag>;
}

function OutOfPlace({ picture }: { picture: PictureView }) {
  const say = useWords(kindWords);
  const format = useFormat();
  const place = picture.placement;
  if (!place) return null;
  const told = { right: format.number(place.right_px, 0), down: format.number(place.down_px, 0), turn: format.number(place.turn_deg, 1) };
  return <p className="mark-warning">{say("lies", told)}. {isOutOfPlace(picture) && say("notJudged")}</p>;
}

/** A person's verdict, with the kind of flaw in the plant's own words; the model's is proposed. */
function Judge({ picture }: { picture: PictureView }) {
  const say = useWords(qualityWords);
  const sayKind = useWords(kindWords);
  const format = useFormat();
  const judge = useAct("quality.judge_picture");
  const known = useAsk("quality.flaw_kinds", {});
  const [kind, setKind] = useState(picture.kind || picture.proposed_kind);
  const kinds = [...new Set(known.data?.map((each) => each.kind).filter(Boolean))].sort();
  const share = format.number((picture.kind_share ?? 0) * 100, 0);
  const proposed = picture.proposed_kind && !picture.kind;
  return (
    <>
      {judge.error && <Refused error={judge.error} />}
      <Autocomplete size="sm" label={sayKind("kind")} description={proposed ? sayKind("proposed", { kind: picture.proposed_kind, share }) : undefined} data={kinds} value={kind} onChange={setKind} maxLength={60} />
      <div className="row" role="group" aria-label={say("judge")}>
        <Button size="compact-md" variant="default" onClick={() => judge.mutate({ picture: picture.id, judged: "flawed", kind })}>{say("flawed")}</Button>
        <Button size="compact-md" variant="default" onClick={() => judge.mutate({ picture: picture.id, judged: "good" })}>{say("fine")}</Button>
      </div>
    </>
  );
}
