import type { ReactNode } from "react";

type PanelProps = {
  title?: ReactNode;
  note?: ReactNode;
  actions?: ReactNode;
  flush?: boolean;
  children: ReactNode;
  label?: string;
};

export function Panel({ title, note, actions, flush, children, label }: PanelProps) {
  return (
    <section className="panel" aria-label={label ?? (typeof title === "string" ? title : undefined)}>
      {title !== undefined && (
        <header>
          <h2>{title}</h2>
          {note !== undefined && <span className="note">{note}</span>}
          {actions && <div className="actions">{actions}</div>}
        </header>
      )}
      <div className={flush ? "body flush" : "body"}>{children}</div>
    </section>
  );
}

type HeadProps = { title: ReactNode; note?: ReactNode; children?: ReactNode };

export function PageHead({ title, note, children }: HeadProps) {
  return (
    <div className="page-head">
      <h1>{title}</h1>
      {note !== undefined && <span className="note">{note}</span>}
      {children && <div className="actions">{children}</div>}
    </div>
  );
}
