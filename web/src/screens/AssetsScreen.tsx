export default function AssetsScreen() {
  return <div className="message">…</div>;
}
