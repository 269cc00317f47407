export default function InboxScreen() {
  return <div className="message">…</div>;
}
