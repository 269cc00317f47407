export default function ShiftScreen() {
  return <div className="message">…</div>;
}
