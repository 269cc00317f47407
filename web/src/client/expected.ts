// Entries of rooms that stand in the contract but not yet in the published OpenAPI document.
type None = Record<string, never>;

export type EquipmentView = { id: string; name: string; kind: string; parent: string | null; facts: Record<string, unknown> };
export type ShiftView = { name: string; start: string; end: string; date: string };
export type ReasonView = { code: string; group: string; state: string; labels: Record<string, string> };
export type OperationView = {
  order: string; seq: number; name: string; equipment: string; state: string; good: number; scrap: number;
  lot: string; started: string | null; finished: string | null; standard_time_s: number;
};
export type OrderView = {
  id: string; source: string; source_id: string; product: string; quantity: number; due: string; priority: number;
  customer: string; state: string; good: number; scrap: number; operations: OperationView[];
};
export type CheckView_ = { id: string; name: string; unit: string; nominal: number | null; lower: number | null; upper: number | null; sample: string; mandatory: boolean };
export type DispatchRow = {
  order: string; seq: number; name: string; name_de?: string; product: string; quantity: number; equipment: string; state: string; good: number; scrap: number;
  waiting: number; due: string; priority: number; lot: string; planned_start: string | null; started: string | null; standard_time_s: number; setup_family?: string;
  document?: string; checks?: CheckView_[];
};
export type Oee = { equipment: string; availability: number | null; performance: number | null; effectiveness: number | null; oee: number | null };
export type DowntimeView = { equipment: string; start: string; end: string | null; state: string; reason: string; by: string };
export type Bar = {
  order: string; seq: number; equipment: string; start: string; end: string; setup_s: number; locked: boolean; late: boolean; why: string;
};
export type PlanWindow = { equipment: string; start: string; end: string; title: string };
export type PlanView = { id: string; at: string; reason: string; bars: Bar[]; windows: PlanWindow[]; kpis: Record<string, number> };
export type Move = { order: string; seq: number; from_equipment: string; to_equipment: string; from_start: string; to_start: string; why: string };
export type AssetView = {
  equipment: string; component: string; health: number | null; probability: number | null; horizon_h: number | null;
  life_h_low: number | null; life_h: number | null; life_h_high: number | null; risk: number; consequence: number; reason: string;
};
export type Lot = { id: string; material: string; quantity: number; unit: string; state: string; supplier: string; made_on: string; order: string; at: string };
export type GenealogyNode = { lot: string; material: string; state: string; quantity: number; unit: string };
export type GenealogyEdge = { from: string; to: string; quantity: number };
export type Genealogy = { root: string; nodes: GenealogyNode[]; edges: GenealogyEdge[] };
export type Impact = { lots: string[]; serials: string[]; orders: string[]; customers: string[] };
export type Source = { kind: string; title: string; ref: string; quote: string };
export type Answer = {
  text: string; figures: Record<string, unknown>[]; sources: Source[]; query: unknown; confidence: number | null; declined: boolean; path: string[];
};
export type Guide = { title: string; sections: { title: string; steps: { text: string; sources: Source[] }[] }[] };
export type Saving = { recommendation: string; measure: string; value: number; low: number; high: number; unit: string; method: string };

export type Found = { address: string; name: string; is_folder: boolean; data_type: string; unit: string; writable: boolean; example: string };

export interface ExpectedQueries {
  "telemetry.browse": { args: { connection: string; under?: string }; answer: Found[] };
  "plant.equipment_tree": { args: None; answer: EquipmentView[] };
  "plant.shift_at": { args: { at?: string }; answer: ShiftView | null };
  "plant.reasons": { args: None; answer: ReasonView[] };
  "execution.orders": { args: { state?: string }; answer: OrderView[] };
  "execution.order": { args: { order: string }; answer: OrderView };
  "execution.dispatch_list": { args: { equipment: string }; answer: DispatchRow[] };
  "execution.downtime": { args: { start: string; end: string; equipment?: string }; answer: DowntimeView[] };
  "execution.oee": { args: { equipment: string; start: string; end: string }; answer: Oee };
  "scheduling.plan": { args: None; answer: PlanView };
  "scheduling.plan_changes": { args: { plan: string }; answer: Move[] };
  "scheduling.why_late": { args: { order: string }; answer: unknown };
  "maintenance.assets": { args: None; answer: AssetView[] };
  "tracing.lot": { args: { lot: string }; answer: Lot };
  "tracing.lots": { args: { state?: string; material?: string }; answer: Lot[] };
  "tracing.forward": { args: { lot: string }; answer: Genealogy };
  "tracing.backward": { args: { lot: string }; answer: Genealogy };
  "tracing.impact": { args: { lots: string[] }; answer: Impact };
  "copilot.ask": { args: { question: string }; answer: Answer };
  "copilot.guide": { args: { equipment: string; recommendation?: string }; answer: Guide };
}

export interface ExpectedActions {
  "execution.report_quantity": { args: Record<string, unknown>; answer: unknown };
  "execution.start_operation": { args: Record<string, unknown>; answer: unknown };
  "execution.pause_operation": { args: Record<string, unknown>; answer: unknown };
  "execution.complete_operation": { args: Record<string, unknown>; answer: unknown };
  "execution.record_check": { args: Record<string, unknown>; answer: unknown };
  "execution.classify_downtime": { args: Record<string, unknown>; answer: unknown };
  "execution.add_note": { args: Record<string, unknown>; answer: unknown };
  "scheduling.replan": { args: Record<string, unknown>; answer: unknown };
  "scheduling.lock_bar": { args: Record<string, unknown>; answer: unknown };
  "scheduling.move_bar": { args: Record<string, unknown>; answer: unknown };
  "tracing.hold_lot": { args: { lot: string; reason: string }; answer: unknown };
  "tracing.release_lot": { args: { lot: string; reason: string }; answer: unknown };
}
