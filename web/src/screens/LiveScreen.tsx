export default function LiveScreen() {
  return <div className="message">…</div>;
}
