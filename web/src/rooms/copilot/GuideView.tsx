import type { Citation, Guide, Section } from "../../client/catalogue";
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

/** A source, with its own words where they say it otherwise than the line does. */
function Cite({ citation, text }: { citation: Citation; text: string }) {
  const page = pageOfRef(citation.ref);
  if (citation.title === text && !page) return null;
  const title = citation.title === text ? citation.kind : citation.title;
  return (
    <div className="cite">
      {page ? <Link href={page}>{title}</Link> : <span>{title}</span>}
      {citation.quote && !text.includes(citation.quote) && <blockquote>{citation.quote}</blockquote>}
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
            {line.citations.map((each) => <Cite key={each.ref + each.title} citation={each} text={line.text} />)}
          </li>
        ))}
      </ol>
    </section>
  );
}
