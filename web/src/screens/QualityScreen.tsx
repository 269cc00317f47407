export default function QualityScreen() {
  return <div className="message">…</div>;
}
