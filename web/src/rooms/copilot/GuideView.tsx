import type { Guide, Section } from "../../client/catalogue";
import { pageOfRef } from "./refs";
import { Link } from "wouter";
import "./copilot.css";

/** A technician's guide: each line with the sources that it rests on, quoted to the letter. */
export function GuideView({ guide }: { guide: Guide }) {
  return (
    <div data-testid="guide">
      {guide.sections.map((section) => <SectionView key={section.code} section={section} />)}
    </div>
  );
}

function SectionView({ section }: { section: Section }) {
  return (
    <section className={`guide-section ${section.code}`} aria-label={section.title}>
      <h3>{section.title}</h3>
      <ol>
        {section.lines.map((line) => (
          <li key={line.text}>
            {line.text}
            {line.citations.map((each) => {
              const page = pageOfRef(each.ref);
              return (
                <div key={each.ref + each.title} className="cite">
                  {page ? <Link href={page}>{each.title}</Link> : <span>{each.title}</span>}
                  {each.quote && <blockquote>{each.quote}</blockquote>}
                </div>
              );
            })}
          </li>
        ))}
      </ol>
    </section>
  );
}
