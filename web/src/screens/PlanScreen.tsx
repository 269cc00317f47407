export default function PlanScreen() {
  return <div className="message">…</div>;
}
