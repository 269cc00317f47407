export default function OrderScreen() {
  return <div className="message">…</div>;
}
