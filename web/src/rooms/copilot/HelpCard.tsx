export default function HelpCard(props: { station: string; order: string; step: string; document: string }) {
  return <div>{props.step}</div>;
}
