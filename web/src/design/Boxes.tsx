import "./boxes.css";

export type Box = { key: string; corners: number[][]; label: string; chosen?: boolean };

type BoxesProps = { width: number; height: number; boxes: readonly Box[]; onChoose?: (key: string) => void };

/** Frames over a picture that fills the same place, drawn in the picture's own pixels. */
export function Boxes({ width, height, boxes, onChoose }: BoxesProps) {
  return (
    <svg className="boxes" viewBox={`0 0 ${width} ${height}`} preserveAspectRatio="xMidYMid meet" aria-hidden="true">
      {boxes.map((box) => (
        <polygon key={box.key} className={box.chosen ? "box chosen" : "box"} points={box.corners.map((at) => at.join(",")).join(" ")} onClick={() => onChoose?.(box.key)}>
          <title>{box.label}</title>
        </polygon>
      ))}
    </svg>
  );
}
