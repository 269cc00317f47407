export default function ValueScreen() {
  return <div className="message">…</div>;
}
