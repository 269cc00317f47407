export default function TraceScreen() {
  return <div className="message">…</div>;
}
