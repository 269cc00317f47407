import { useState } from "react";
import { PageHead } from "../design/Panel";
import { useWords } from "../design/words";
import { AskFleet, LearnFleet } from "../rooms/learning/Fleets";
import { useMayLearn } from "../rooms/learning/may";
import { ModelDetail, ModelList } from "../rooms/learning/Models";
import { learningWords } from "../rooms/learning/words";

export default function ModelsScreen() {
  const say = useWords(learningWords);
  const [chosen, setChosen] = useState("");
  const mayLearn = useMayLearn();
  return (
    <>
      <PageHead title={say("title")} note={say("note")} />
      <div className="cols two">
        <ModelList chosen={chosen} onOpen={setChosen} />
        <div className="stack">
          <ModelDetail key={chosen} chosen={chosen} />
          {mayLearn && <LearnFleet onLearnt={setChosen} />}
          <AskFleet />
        </div>
      </div>
    </>
  );
}
