export default function StationScreen() {
  return <div className="message">…</div>;
}
