export default function DataScreen() {
  return <div className="message">…</div>;
}
