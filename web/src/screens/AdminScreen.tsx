export default function AdminScreen() {
  return <div className="message">…</div>;
}
