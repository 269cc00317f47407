export default function AskScreen() {
  return <div className="message">…</div>;
}
