// Generated from the OpenAPI document by `npm run client`; not edited by hand.

/** One catalogue entry and the roles that may use it. */
export type AccessRow = {
  entry: string;
  permission: string;
  risk: string;
  roles: string[];
};

/** Something that a person should know or come to. */
export type Alert = {
  id: string;
  kind: string;
  severity: Severity;
  equipment: string;
  title: string;
  facts: Record<string, unknown>;
  link: string;
  by: string;
  at: string;
  due: string;
  count: number;
  level: number;
  state: AlertState;
  acknowledged_by: string;
  acknowledged_at: string | null;
  note: string;
  closed_at: string | null;
  history: string[];
};

export type AlertState = "open" | "acknowledged" | "closed";

export type AndonAcknowledgeArguments = {
  alert: string;
  note?: string;
};

export type AndonCallHelpArguments = {
  equipment: string;
  kind: string;
  note?: string;
};

export type AndonCloseArguments = {
  alert: string;
};

export type AndonEscalateOverdueArguments = {

};

export type AndonRaiseAlertArguments = {
  kind: string;
  severity: Severity;
  title: string;
  equipment?: string;
  facts?: Record<string, unknown> | null;
  link?: string;
};

/** An answer with the figures in it, its sources and the query that ran. */
export type Answer = {
  text: string;
  path: string;
  language: string;
  figures: CopilotFigure[];
  sources: Citation[];
  query: string;
  confidence: number;
  declined: boolean;
  reworded: boolean;
};

/** A watched component, ranked by risk: probability of failure times its consequence. */
export type AssetView = {
  equipment: string;
  name: string;
  component: string;
  level: string;
  index: number;
  alarm_index: number;
  probability: number;
  horizon_h: number;
  life_low_h: number | null;
  life_h: number | null;
  life_high_h: number | null;
  consequence: number;
  risk: number;
  leading: Record<string, number>;
  zone: string;
  prediction: string;
  at: string;
};

/** Where and when the plan puts an operation. */
export type Assignment = {
  order: string;
  seq: number;
  equipment: string;
  start: string;
  end: string;
};

/** Whether the trail is whole; if not, the first line that does not fit and why. */
export type AuditVerdict = {
  ok: boolean;
  lines: number;
  first_bad: number | null;
  problem: string;
};

/** One line of the audit trail. */
export type AuditView = {
  seq: number;
  at: string;
  actor: string;
  entry: string;
  call: unknown;
  outcome: string;
  detail: unknown;
  approved_by: string;
  recommendation: string;
};

/** Whether a spare part can be had at a time; ``by`` is when enough for one is there. */
export type Availability = {
  part: string;
  on_hand: number;
  reserved: number;
  free: number;
  on_order: number;
  lead_time_days: number;
  by: string;
};

/** A material in total: free to use, on hold, and being worked on. */
export type Balance = {
  material: string;
  unit: string;
  available: number;
  held: number;
  in_work: number;
};

/** Why a bar begins when it does; ``binding`` reasons alone decide it. */
export type BarReason = {
  kind: string;
  by: string;
  until: string;
  binding: boolean;
};

/** What a measure was before: the plant's own record over a period. */
export type Baseline = {
  use_case: string;
  measure: string;
  amount: number;
  low: number;
  high: number;
  unit: string;
  cases: number;
  since: string;
  until: string;
  definition: string;
  frozen_by: string;
  frozen_at: string;
};

/** How a charge is put together: lots at a time, and how long it takes as a whole. */
export type Batch_Input = {
  maximum_lots: number;
  minimum_lots: number;
  maximum_wait_s: number;
  charge_time_s: number;
};

/** How a charge is put together: lots at a time, and how long it takes as a whole. */
export type Batch = {
  maximum_lots: number;
  minimum_lots: number;
  maximum_wait_s: number;
  charge_time_s: number;
};

/** Working time of a site in its own words. */
export type CalendarView = {
  site: string;
  zone: string;
  shifts: Record<string, unknown>[];
  breaks: Record<string, unknown>[];
  holidays: Record<string, unknown>[];
};

/** Capability with 95 % intervals; short-term Cp, Cpk and long-term Pp, Ppk. */
export type CapabilityView = {
  cp: number | null;
  cpk: number | null;
  cpk_low: number | null;
  cpk_high: number | null;
  pp: number | null;
  ppk: number | null;
  expected_out: number;
};

/** What a work centre made in a shift. */
export type CentreOutput = {
  work_centre: string;
  good: number;
  scrap: number;
  target: number;
};

/** One change against the plant as it stands; hours count from now. */
export type Change_Input = {
  kind: ChangeKind;
  equipment: string;
  from_h: number;
  to_h: number;
  factor: number;
  machine_kind: string;
  product: string;
  quantity: number;
  rule: string;
};

/** One change against the plant as it stands; hours count from now. */
export type Change = {
  kind: ChangeKind;
  equipment: string;
  from_h: number;
  to_h: number;
  factor: number;
  machine_kind: string;
  product: string;
  quantity: number;
  rule: string;
};

/** What a what-if changes. */
export type ChangeKind = "stop" | "speed" | "setup" | "order" | "rule";

/** A characteristic that is measured somewhere, and how often. */
export type CharacteristicView = {
  characteristic: string;
  equipment: string;
  values: number;
  latest: string;
};

/** One point of a control chart, with the numbers of the rules it breaks. */
export type ChartPoint = {
  at: string;
  value: number;
  centre: number;
  ucl: number;
  lcl: number;
  rules: number[];
  lot: string;
};

/** A control chart over the values of one characteristic at one machine. */
export type ChartView = {
  characteristic: string;
  equipment: string;
  kind: string;
  unit: string;
  lower: number | null;
  upper: number | null;
  nominal: number | null;
  points: ChartPoint[];
  spread: ChartPoint[];
  capability: CapabilityView | null;
};

/** A check at an operation; a ``mandatory`` one must be recorded before it can complete. */
export type Check_Input = {
  id: string;
  name: string;
  unit: string;
  nominal: number | null;
  lower: number | null;
  upper: number | null;
  sample: string;
  mandatory: boolean;
};

/** A check at an operation; a ``mandatory`` one must be recorded before it can complete. */
export type Check = {
  id: string;
  name: string;
  unit: string;
  nominal: number | null;
  lower: number | null;
  upper: number | null;
  sample: string;
  mandatory: boolean;
};

/** One measured value of a lot. */
export type CheckIn = {
  lot: string;
  characteristic: string;
  value: number;
  equipment: string;
  unit: string;
  lower: number | null;
  upper: number | null;
  nominal: number | null;
  order: string;
  seq: number;
  at: string | null;
  by: string;
};

/** A check that was recorded at an operation. */
export type CheckRow = {
  at: string;
  seq: number;
  check: string;
  lot: string;
  value: number | null;
  ok: boolean;
  person: string;
};

/** One measured value. */
export type CheckView = {
  lot: string;
  characteristic: string;
  equipment: string;
  value: number;
  unit: string;
  lower: number | null;
  upper: number | null;
  ok: boolean;
  by: string;
  at: string;
  order: string;
  seq: number;
};

/** A source: what kind, its title, where to open it, and the words quoted to the letter. */
export type Citation = {
  kind: string;
  title: string;
  ref: string;
  quote: string;
};

/** Who may read: everybody, everybody in the plant, or those with the restricted permission. */
export type Classification = "public" | "internal" | "restricted";

/** A stretch in which a machine is not available, and why. */
export type Closed = {
  equipment: string;
  start: string;
  end: string;
  reason: string;
};

/** One figure with and without the change; ``difference`` is taken replication by replication. */
export type Compared = {
  name: string;
  unit: string;
  baseline: Span;
  changed: Span;
  difference: Span;
  clear: boolean;
};

/** A component's health over time, its latest spectra, and what is predicted. */
export type ConditionView = {
  asset: AssetView | null;
  times: string[];
  index: number[];
  alarm_index: number;
  threshold: number;
  onset: string | null;
  prediction: Prediction | null;
  spectrum: SpectrumView | null;
  envelope: SpectrumView | null;
  tones: Tone[];
};

/** A source of signals and how it stands. Secrets in the options are masked. */
export type ConnectionView = {
  id: string;
  protocol: string;
  address: string;
  options: Record<string, string>;
  enabled: boolean;
  state: string;
  reason: string;
  changed_at: string;
  tags: number;
};

/** Material that an operation used. */
export type ConsumedRow = {
  seq: number;
  material: string;
  lot: string;
  into: string;
  quantity: number;
  unit: string;
  kind: string;
  person: string;
  at: string;
};

export type ControlEaseWornMachinesArguments = {

};

export type ControlRecommendSetpointArguments = {
  equipment: string;
  parameter: string;
  value: number;
  reason: string;
  evidence?: Evidence_Input[] | null;
  effect?: Effect_Input | null;
  situation?: string;
};

export type ControlWriteSetpointArguments = {
  equipment: string;
  parameter: string;
  value: number;
  reason: string;
  recommendation?: string;
};

export type CopilotWriteGuideArguments = {
  work_order: string;
  equipment: string;
  component: string;
  recommendation?: string;
};

/** What a pattern goes together with: ranked drivers, and the machine and band they point to. */
export type Correlation = {
  id: string;
  pattern: string;
  defect: string;
  at: string;
  equipment: string;
  operation: string;
  signal: string;
  low: number | null;
  high: number | null;
  odds_ratio: number;
  p_value: number;
  parts: number;
  flawed: number;
  drivers: DriverView[];
  caveats: string[];
};

/** Flawed among inspected units, and the units that count. */
export type DefectRate = {
  parts: number;
  flawed: number;
  rate: number | null;
  pictures: string[];
};

/** A lot whose balance in the store is not what its history leaves. */
export type Difference = {
  lot: string;
  material: string;
  in_store: number;
  by_history: number;
};

/** One entry of a station's queue. */
export type DispatchRow = {
  order: string;
  product: string;
  customer: string;
  priority: number;
  due: string;
  quantity: number;
  ready: boolean;
  blocked_by: string;
  operation: OperationView;
};

/** One revision of a controlled document. */
export type Document = {
  id: string;
  revision: string;
  title: string;
  kind: string;
  language: string;
  file: string;
  name: string;
  pages: number;
  effective_from: string;
  added_at: string;
  by: string;
  classification: Classification;
  about: string[];
  state: DocumentState;
};

export type DocumentsAddDocumentArguments = {
  document: string;
  revision: string;
  title: string;
  kind: string;
  file: string;
  name: string;
  effective_from?: string | null;
  classification?: Classification;
  about?: string[] | null;
};

export type DocumentsLoadFolderArguments = {
  folder: string;
};

export type DocumentsReleaseDocumentArguments = {
  document: string;
  revision: string;
};

export type DocumentState = "draft" | "released" | "superseded";

/** One thing that a defect goes together with; see ``quality.drivers.Driver``. */
export type DriverView = {
  column: string;
  kind: string;
  level: string | null;
  low: number | null;
  high: number | null;
  parts: number;
  flawed: number;
  rate: number;
  rate_elsewhere: number;
  odds_ratio: number;
  odds_ratio_low: number;
  odds_ratio_high: number;
  p_value: number;
  p_corrected: number;
  explained_by: string[];
  caveats: string[];
};

/** A quantity of one lot became part of another. */
export type Edge = {
  lot: string;
  into: string;
  quantity: number;
  equipment: string;
  order: string;
  at: string;
};

/** What following the recommendation is expected to change, with an interval. */
export type Effect_Input = {
  measure: string;
  unit: string;
  expected: number;
  low: number;
  high: number;
};

/** What following the recommendation is expected to change, with an interval. */
export type Effect = {
  measure: string;
  unit: string;
  expected: number;
  low: number;
  high: number;
};

/** Energy of a unit, or of everything below a node, with the machines it is the sum of. */
export type Energy = {
  value: number | null;
  unit: string;
  equipment: string;
  start: string;
  end: string;
  units: UnitEnergy[];
};

export type EnergyRecordReadingsArguments = {
  readings: Reading[];
};

export type EnterprisePrepareCompletionArguments = {
  order: string;
};

export type EnterpriseSendCompletionsArguments = {

};

export type EnterpriseTakeOrdersArguments = {

};

/** One node of the hierarchy. ``id`` is a path such as ``halden/machining/GR-04``. */
export type Equipment = {
  id: string;
  name: string;
  kind: string;
  parent: string;
  facts: Record<string, unknown>;
};

/** One thing that speaks for a recommendation. */
export type Evidence_Input = {
  kind: string;
  title: string;
  ref: string;
  figures: Record<string, number | string>;
};

/** One thing that speaks for a recommendation. */
export type Evidence = {
  kind: string;
  title: string;
  ref: string;
  figures: Record<string, number | string>;
};

export type ExecutionAddNoteArguments = {
  text: string;
  order?: string;
  seq?: number;
  equipment?: string;
};

export type ExecutionAssignOperationsArguments = {
  assignments: Assignment[];
};

export type ExecutionCancelOrderArguments = {
  order: string;
  reason: string;
};

export type ExecutionClassifyDowntimeArguments = {
  equipment: string;
  start: string;
  reason: string;
  note?: string;
};

export type ExecutionClockInArguments = {
  order?: string;
  seq?: number;
  equipment?: string;
};

export type ExecutionClockOutArguments = {
  order?: string;
  seq?: number;
};

export type ExecutionCompleteOperationArguments = {
  order: string;
  seq: number;
  good?: number;
  scrap?: number;
  reason?: string;
  lot?: string;
  equipment?: string;
  checks?: Record<string, number> | null;
  parameters?: Record<string, number> | null;
};

export type ExecutionConsumeMaterialArguments = {
  order: string;
  seq: number;
  lot: string;
  quantity: number | string;
  into: string;
};

export type ExecutionImportHistoryArguments = {
  orders?: ExecutionPastOrder[] | null;
  operations?: PastOperation[] | null;
  quantities?: PastQuantity[] | null;
  states?: PastState[] | null;
  labour?: PastLabour[] | null;
};

export type ExecutionNoteStateArguments = {
  equipment: string;
  state: string;
  at: string;
};

export type ExecutionPauseOperationArguments = {
  order: string;
  seq: number;
  reason?: string;
};

export type ExecutionReceiveOrderArguments = {
  order: string;
  product: string;
  quantity: number;
  due: string;
  priority?: number;
  customer?: string;
  source?: string;
  source_id?: string;
  options?: Record<string, string> | null;
};

export type ExecutionRecordCheckArguments = {
  order: string;
  seq: number;
  check: string;
  value?: number | null;
  ok?: boolean;
  lot?: string;
};

export type ExecutionReportQuantityArguments = {
  order: string;
  seq: number;
  good?: number;
  scrap?: number;
  reason?: string;
  equipment?: string;
  lot?: string;
  parameters?: Record<string, number> | null;
};

export type ExecutionReturnMaterialArguments = {
  order: string;
  seq: number;
  lot: string;
  into: string;
  quantity: number | string;
  location: string;
};

export type ExecutionScanMaterialArguments = {
  order: string;
  seq: number;
  lot: string;
};

export type ExecutionSetPriorityArguments = {
  order: string;
  priority: number;
};

export type ExecutionStartOperationArguments = {
  order: string;
  seq: number;
  equipment?: string;
};

/** One figure of a report: the model's, the baseline's, and which direction is better. */
export type Figure_Input = {
  name: string;
  model: number;
  baseline: number;
  higher_is_better: boolean;
};

/** A file that came in; ``state`` is taken or parked, ``problem`` says why it was parked. */
export type FileView = {
  name: string;
  state: string;
  orders: string[];
  problem: string;
  at: string;
};

/** One time that a rule fired. */
export type Firing = {
  rule: string;
  news: number;
  at: string;
  entry: string;
  state: string;
  detail: string;
};

/** Simulated beside actual pieces of a work centre over the last days. */
export type Fit = {
  work_centre: string;
  actual: number;
  simulated: Span;
  error: number | null;
};

/** What a source shows at one address: a folder to look into, or a value that can be mapped. */
export type FoundView = {
  address: string;
  name: string;
  is_folder: boolean;
  data_type: string;
  unit: string;
  writable: boolean;
  example: string;
};

/** Lots and how they became part of one another; ``complete`` is false where it was cut off. */
export type Genealogy = {
  roots: string[];
  nodes: LotView[];
  edges: Edge[];
  complete: boolean;
};

export type GuidanceDecideArguments = {
  recommendation: string;
  verdict: Verdict;
  reason?: string;
  password?: string;
};

export type GuidanceEscalateOverdueArguments = {

};

export type GuidanceRecommendArguments = {
  code: string;
  title: string;
  equipment?: string;
  facts?: Record<string, unknown> | null;
  evidence?: Evidence_Input[] | null;
  confidence?: number | null;
  effect?: Effect_Input | null;
  action?: string;
  call?: Record<string, unknown> | null;
  risk?: Risk;
  deadline?: string | null;
};

export type GuidanceRecordOutcomeArguments = {
  recommendation: string;
  truth: Truth;
  note?: string;
  facts?: Record<string, unknown> | null;
};

/** A technician's guide for one work order. */
export type Guide = {
  id: string;
  work_order: string;
  equipment: string;
  component: string;
  recommendation: string;
  at: string;
  sections: Section[];
};

/** A hold on a lot, and its release. */
export type HoldView = {
  id: string;
  lot: string;
  reason: string;
  by: string;
  at: string;
  released_by: string;
  release_reason: string;
  released_at: string | null;
};

/** One clock hour of a shift; ``target`` is what standard times allow for the operations run. */
export type HourRow = {
  start: string;
  end: string;
  good: number;
  scrap: number;
  target: number;
  unexplained: number;
  units: UnitStrip[];
};

export type IdentityAddUserArguments = {
  login: string;
  name: string;
  password: string;
  roles: string[];
  scope?: string[] | null;
  locale?: string;
  demo?: boolean;
};

export type IdentityAssignRolesArguments = {
  user: string;
  roles: string[];
  scope?: string[] | null;
};

export type IdentityChangePasswordArguments = {
  old_password: string;
  new_password: string;
};

export type IdentityChooseLocaleArguments = {
  locale: string;
};

export type IdentitySetPasswordArguments = {
  login: string;
  password: string;
};

export type IdentitySwitchUserArguments = {
  user: string;
  active: boolean;
};

/** What a machine drew while it stood ready without work. */
export type IdleDraw = {
  equipment: string;
  idle_hours: number;
  idle_kwh: number;
  mean_kw: number;
  total_kwh: number;
};

/** Everything that suspect lots reached: lots, serials, orders and customers. */
export type Impact = {
  lots: string[];
  serials: string[];
  orders: string[];
  customers: string[];
  held: string[];
  shipped: string[];
};

/** From ``start`` up to, not including, ``end``; both in UTC. */
export type Interval = {
  start: string;
  end: string;
};

export type InventoryCountArguments = {
  lot: string;
  location: string;
  quantity: number | string;
  reason: string;
};

export type InventoryImportStockArguments = {
  rows: StockRow[];
};

export type InventoryIssuePartArguments = {
  part: string;
  quantity: number;
  work_order: string;
};

export type InventoryLoadPartsArguments = {
  folder: string;
};

export type InventoryMoveArguments = {
  lot: string;
  from_location: string;
  to_location: string;
  quantity?: number | string | null;
  reference?: string;
};

export type InventoryOrderPartArguments = {
  part: string;
  quantity: number;
  due: string;
};

export type InventoryReceiveArguments = {
  lot: string;
  material: string;
  quantity: number | string;
  location: string;
  unit?: string;
  supplier?: string;
  reference?: string;
};

export type InventoryReceivePartArguments = {
  part: string;
  quantity: number;
};

export type InventoryReleaseReservationArguments = {
  part: string;
  work_order: string;
};

export type InventoryReservePartArguments = {
  part: string;
  quantity: number;
  work_order: string;
};

export type InventoryScrapArguments = {
  lot: string;
  location: string;
  reason: string;
  quantity?: number | string | null;
};

export type InventoryShipArguments = {
  lot: string;
  location: string;
  customer: string;
  reference?: string;
};

/** One background job: when it last ran, when it is next due, and its last error. */
export type JobView = {
  job: string;
  last_at: string | null;
  next_at: string;
  runs: number;
  error: string;
};

export type KernelCancelTaskArguments = {
  task: string;
};

export type KernelDismissParkedArguments = {
  parked: string;
  reason: string;
};

export type KernelRetryParkedArguments = {
  parked: string;
};

/** Somebody's work on an operation or at a machine. */
export type LabourRow = {
  person: string;
  order: string;
  seq: number;
  equipment: string;
  start: string;
  end: string | null;
  minutes: number;
};

/** An order that the plan finishes after its date, with the operation that holds it back. */
export type LateOrder = {
  order: string;
  due: string;
  end: string;
  late_h: number;
  reasons: BarReason[];
};

export type LearningPromoteModelArguments = {
  model: string;
};

export type LearningRecordFeedbackArguments = {
  model: string;
  prediction: string;
  truth: string;
};

export type LearningRegisterModelArguments = {
  name: string;
  scope: string;
  kind: string;
  file: string;
  data_hash: string;
  figures: Figure_Input[];
  notes?: Record<string, string | number> | null;
};

export type LearningRetireModelArguments = {
  model: string;
};

/** What a parameter of a machine may be set to: validated low, usual and high value. */
export type Limit = {
  equipment: string;
  parameter: string;
  value: number;
  low: number;
  high: number;
  unit: string;
  products: string[];
};

/** One sentence or step with its sources. */
export type Line = {
  text: string;
  citations: Citation[];
};

/** One number of an answer; ``value`` is none where there are no data. */
export type CopilotFigure = {
  name: string;
  value: number | null;
  unit: string;
};

/** An order as it stood at the end of the past that is imported. */
export type ExecutionPastOrder = {
  id: string;
  product: string;
  quantity: number;
  due: string;
  received_at: string;
  state: OrderState_Input;
  good: number;
  scrap: number;
  started_at: string | null;
  finished_at: string | null;
  customer: string;
  priority: number;
  source: string;
};

/** One plant figure, what it is made of, and the query that lists the rows behind it. */
export type ExecutionFigure = {
  name: string;
  value: number | null;
  unit: string;
  equipment: string;
  start: string;
  end: string;
  parts: Record<string, number>;
  formula: string;
  rows: string;
};

/** One line of the ledger; an empty location is outside the store. */
export type InventoryMove = {
  id: number;
  at: string;
  lot: string;
  material: string;
  unit: string;
  quantity: number;
  from_location: string;
  to_location: string;
  kind: string;
  reference: string;
  by: string;
};

/** One figure of a report: the model's, the baseline's, and which direction is better. */
export type LearningFigure = {
  name: string;
  model: number;
  baseline: number;
  higher_is_better: boolean;
};

/** A work order of the past, for the bulk import. */
export type MaintenancePastOrder = {
  id: string;
  equipment: string;
  component: string;
  task: string;
  kind: string;
  start: string;
  end: string;
  technician: string;
  part: string;
  found: string;
  note: string;
  truth: string;
  downtime_minutes: number;
};

/** An operation that stands elsewhere than in the plan before, and why. */
export type SchedulingMove = {
  order: string;
  seq: number;
  from_equipment: string;
  to_equipment: string;
  from_start: string;
  to_start: string;
  reason: string;
  by: string;
};

/** The plant's line as data, with what waits in it now. */
export type LineView = {
  name: string;
  stations: StationView[];
  products: ProductView[];
  lots_in_line: number;
  opening_stock: Record<string, number>;
};

/** A past fact for the bulk import: a quantity of one lot became part of another. */
export type Link = {
  lot: string;
  into: string;
  quantity: number | string;
  at: string;
  equipment: string;
  order: string;
};

/** The newest value of a tag; ``quality`` is good, uncertain, bad or none (never heard). */
export type LiveValue = {
  tag: string;
  equipment: string;
  signal: string;
  value: number | null;
  unit: string;
  quality: string;
  at: string | null;
  age_s: number | null;
};

/** Energy and mean power of one step of a load curve. */
export type LoadPoint = {
  start: string;
  kwh: number;
  mean_kw: number;
};

/** A span of a machine's timeline within the window, and how it counts. */
export type LossRow = {
  equipment: string;
  state: string;
  reason: string;
  start: string;
  end: string;
  seconds: number;
  counts_as: string;
};

/** A quantity of one material with one history; a serial is a lot of one piece. */
export type Lot = {
  id: string;
  material: string;
  quantity: number | string;
  unit: string;
  at: string;
  serial: boolean;
  state: LotState;
  consumed: number | string;
  scrapped: number | string;
  supplier: string;
  made_on: string;
  order: string;
  customer: string;
  location: string;
  held_reason: string;
};

export type LotState = "available" | "held" | "scrapped" | "consumed" | "shipped";

/** A lot or serial: what came in, what remains, where it is and in which state. */
export type LotView = {
  id: string;
  material: string;
  quantity: number;
  remaining: number;
  consumed: number;
  scrapped: number;
  unit: string;
  state: string;
  serial: boolean;
  supplier: string;
  made_on: string;
  order: string;
  customer: string;
  location: string;
  held_reason: string;
  at: string;
};

export type MaintenanceAssessAllArguments = {

};

export type MaintenanceAssessArguments = {
  equipment: string;
};

export type MaintenanceCancelWorkOrderArguments = {
  work_order: string;
  reason: string;
};

export type MaintenanceCloseWorkOrderArguments = {
  work_order: string;
  truth: Truth;
  found: string;
  note?: string;
  downtime_minutes?: number | null;
  recommendation?: string;
};

export type MaintenanceImportWorkOrdersArguments = {
  orders: MaintenancePastOrder[];
};

export type MaintenanceNoteEvidenceArguments = {
  equipment: string;
  kind: string;
  ref: string;
  title: string;
  figures?: Record<string, number | string> | null;
};

export type MaintenancePlanWorkOrderArguments = {
  equipment: string;
  component: string;
  task: string;
  start: string;
  end: string;
  technician: string;
  part?: string;
  quantity?: number;
  kind?: string;
  prediction?: string;
  recommendation?: string;
};

export type MaintenanceProposeWorkOrderArguments = {
  prediction: string;
};

export type MaintenanceStartWorkOrderArguments = {
  work_order: string;
};

/** Something that is bought or made; ``kind`` is raw, bought or made. */
export type Material = {
  id: string;
  name: string;
  kind: string;
  unit: string;
  facts: Record<string, unknown>;
};

/** A completion for the enterprise system; not yet written while ``written_at`` is empty. */
export type MessageView = {
  order: string;
  name: string;
  at: string;
  written_at: string | null;
};

export type ModelState = "candidate" | "shadow" | "champion" | "retired";

/** One version of a model for one scope (an equipment, a product, or the plant). */
export type ModelVersion = {
  id: string;
  name: string;
  scope: string;
  version: number;
  kind: string;
  file: string;
  data_hash: string;
  trained_at: string;
  by: string;
  figures: LearningFigure[];
  notes: Record<string, string | number>;
  state: ModelState;
  promoted_by: string;
  promoted_at: string | null;
};

/** A material that an operation takes for each piece. */
export type Need_Input = {
  material: string;
  quantity: number | string;
  unit: string;
};

/** A material that an operation takes for each piece. */
export type Need = {
  material: string;
  quantity: number;
  unit: string;
};

/** One piece of news as it was told. */
export type NewsView = {
  id: number;
  name: string;
  subject: string;
  facts: Record<string, unknown>;
  actor: string;
  at: string;
};

/** Something that is not as specified: what, how bad, which lots, and what becomes of them. */
export type Nonconformance = {
  id: string;
  defect: string;
  title: string;
  severity: string;
  equipment: string;
  at: string;
  by: string;
  lots: string[];
  held: string[];
  pattern: string;
  correlation: string;
  state: NonconformanceState;
  disposition: string;
  closed_at: string | null;
  facts: Record<string, unknown>;
};

export type NonconformanceState = "open" | "contained" | "closed";

/** What somebody wrote. */
export type Note = {
  id: string;
  at: string;
  order: string;
  seq: number;
  equipment: string;
  text: string;
  by: string;
};

/** The OEE index with its factors, the totals they are made of, and where the rows are. */
export type Oee = {
  value: number | null;
  unit: string;
  equipment: string;
  start: string;
  end: string;
  availability: number | null;
  performance: number | null;
  quality_ratio: number | null;
  oee: number | null;
  calendar_s: number;
  planned_stop_s: number;
  unknown_s: number;
  busy_s: number;
  running_s: number;
  standard_s: number;
  good: number;
  scrap: number;
  formulas: Record<string, string>;
  rows: string[];
};

export type OperationState = "pending" | "running" | "paused" | "done" | "cancelled";

/** An operation with everything a station shows; ``waiting`` pieces are not reported yet. */
export type OperationView = {
  order: string;
  seq: number;
  name: string;
  name_de: string;
  work_centre: string;
  equipment: string;
  alternatives: string[];
  state: string;
  arrived: number;
  good: number;
  scrap: number;
  waiting: number;
  lot: string;
  started: string | null;
  finished: string | null;
  planned_start: string | null;
  planned_end: string | null;
  standard_time_s: number;
  setup_family: string;
  skill: string;
  document: string;
  materials: Need[];
  checks: Check[];
  set_points: SetPoint[];
  checks_done: string[];
  batch_pieces: number;
};

/** Energy of an order with the runs that it is the sum of. */
export type OrderEnergy = {
  order: string;
  kwh: number;
  runs: RunEnergy[];
};

/** An order as lists show it; ``late`` when its due date has passed and it is not done. */
export type OrderRow = {
  id: string;
  source: string;
  source_id: string;
  product: string;
  revision: string;
  quantity: number;
  due: string;
  priority: number;
  customer: string;
  state: string;
  good: number;
  scrap: number;
  received_at: string;
  started_at: string | null;
  finished_at: string | null;
  options: Record<string, string>;
  late: boolean;
};

export type OrderState_Input = "pending" | "accepted" | "running" | "paused" | "done" | "cancelled";

export type OrderState = "planned" | "started" | "closed" | "cancelled";

/** An order with its operations, the material it used, its lots, and how its pieces balance. */
export type OrderView = {
  order: OrderRow;
  operations: OperationView[];
  materials: ConsumedRow[];
  lots: string[];
  begun: number;
  in_work: number;
  labour_minutes: number;
};

/** What came of a request: done with a result, or a recommendation that awaits a decision. */
export type Outcome = {
  state: string;
  result: unknown;
  recommendation: string;
};

/** Something that could not be processed, why, and what to do. */
export type ParkedView = {
  id: string;
  source: string;
  what: string;
  code: string;
  facts: Record<string, unknown>;
  advice: string;
  content: string;
  state: string;
  count: number;
  at: string;
};

/** A spare part. ``reserved`` pieces are still on hand; ``fits`` lists equipment paths. */
export type Part = {
  id: string;
  name: string;
  kind: string;
  fits: string[];
  price_nok: number;
  supplier: string;
  lead_time_days: number;
  reorder_point: number;
  location: string;
  on_hand: number;
  reserved: number;
  on_order: number;
};

/** Energy per good part. Scrap is not divided by: what it took is borne by the good ones. */
export type PartEnergy = {
  value: number | null;
  unit: string;
  equipment: string;
  start: string;
  end: string;
  kwh: number;
  good: number;
  scrap: number;
};

/** A supplier or a customer. */
export type Partner = {
  id: string;
  name: string;
  kind: string;
  facts: Record<string, unknown>;
};

/** A passage that answers: verbatim ``quote`` with its place, and what the score is made of. */
export type PassageHit = {
  passage: string;
  document: string;
  title: string;
  kind: string;
  revision: string;
  page: number;
  heading: string;
  text: string;
  quote: string;
  score: number;
  covered: number;
  file: string;
};

/** A stretch of somebody's work on an operation. */
export type PastLabour = {
  id: string;
  person: string;
  order: string;
  seq: number;
  equipment: string;
  start: string;
  end: string | null;
};

/** An operation of a past order; those that are not named had not begun. */
export type PastOperation = {
  order: string;
  seq: number;
  equipment: string;
  state: OperationState;
  started: string | null;
  finished: string | null;
  good: number;
  scrap: number;
  lot: string;
};

/** A past report of pieces. */
export type PastQuantity = {
  at: string;
  order: string;
  seq: number;
  equipment: string;
  good: number;
  scrap: number;
  reason: string;
  person: string;
  lot: string;
};

/** A span of a machine's state, with its reason where somebody gave one. */
export type PastState = {
  equipment: string;
  state: string;
  start: string;
  end: string | null;
  reason: string;
  by: string;
  note: string;
};

/** A defect that recurs at a station more often than it used to. */
export type Pattern = {
  id: string;
  defect: string;
  station: string;
  since: string;
  at: string;
  rate: number;
  usual_rate: number;
  parts: number;
  flawed: number;
  state: string;
  correlation: string;
};

/** Somebody who works at the site. */
export type Person = {
  id: string;
  name: string;
  role: string;
  crew: string;
  skills: string[];
  language: string;
  scope: string;
};

/** A picture as a camera station sends it: its content is stored under ``file``. */
export type PictureIn = {
  station: string;
  lot: string;
  unit: number;
  order: string;
  at: string;
  file: string;
  measured: Record<string, number>;
  judged: string;
};

/** A picture with its verdict; ``heat_file`` overlays it. */
export type PictureView = {
  id: string;
  station: string;
  lot: string;
  unit: number;
  order: string;
  at: string;
  file: string;
  heat_file: string;
  flawed: boolean | null;
  score: number | null;
  box: number[] | null;
  latency_ms: number | null;
  model: string;
  judged: string;
  judged_by: string;
  measured: Record<string, number>;
};

/** What a plan is worth: weighted tardiness and set-up in hours, late orders, how it was found. */
export type PlanFigures = {
  tardiness_h: number;
  setup_h: number;
  makespan_h: number;
  late_orders: number;
  operations: number;
  seconds: number;
  found_by: string;
  gap: number | null;
};

/** A plan without its bars. */
export type PlanHead = {
  id: string;
  at: string;
  reason: string;
  by: string;
  state: string;
  previous: string;
  figures: PlanFigures;
};

/** One operation in the plan; ``setup_s`` lies before ``start``, late orders are marked. */
export type PlannedBar = {
  order: string;
  seq: number;
  name: string;
  product: string;
  equipment: string;
  start: string;
  end: string;
  setup_s: number;
  operator: string;
  quantity: number;
  due: string | null;
  late_h: number;
  locked: boolean;
  state: string;
};

export type PlantCloseDayArguments = {
  site: string;
  date: string;
  name: string;
  work_centres?: string[] | null;
};

export type PlantDefineReasonArguments = {
  reason: Reason_Input;
};

export type PlantLoadPlantArguments = {
  folder: string;
};

export type PlantOpenDayArguments = {
  site: string;
  date: string;
};

export type PlantReleaseProductArguments = {
  product: Product_Input;
};

/** A plan with its bars, the maintenance windows in it, its figures and what moved. */
export type PlanView = {
  id: string;
  at: string;
  reason: string;
  by: string;
  state: string;
  previous: string;
  figures: PlanFigures;
  bars: PlannedBar[];
  windows: Closed[];
  moves: SchedulingMove[];
};

/** That a component will fail, when, and what speaks for it. */
export type Prediction = {
  id: string;
  equipment: string;
  component: string;
  at: string;
  probability: number;
  horizon_h: number;
  life_low_h: number;
  life_h: number;
  life_high_h: number;
  index: number;
  threshold: number;
  onset: string | null;
  p_value: number;
  growth: string;
  features: Record<string, number>;
  model: string;
  state: string;
  truth: string;
};

/** A past fact for the bulk import: what was done to a lot on equipment. */
export type Process = {
  lot: string;
  equipment: string;
  operation: string;
  order: string;
  start: string;
  end: string;
  good: number | string;
  scrap: number | string;
  people: string[];
  parameters: Record<string, unknown>;
};

/** What was done to a lot on equipment: when, by whom, with which parameters and yield. */
export type ProcessRow = {
  lot: string;
  equipment: string;
  operation: string;
  order: string;
  start: string;
  end: string;
  good: number;
  scrap: number;
  people: string[];
  parameters: Record<string, unknown>;
};

/** Something that is made, in one revision, with its routing. */
export type Product_Input = {
  id: string;
  revision: string;
  name: string;
  name_de: string;
  kind: string;
  family: string;
  traced_by: string;
  lot_size: number;
  unit: string;
  routing: RouteStep_Input[];
  facts: Record<string, unknown>;
};

/** Something that is made, in one revision, with its routing. */
export type Product = {
  id: string;
  revision: string;
  name: string;
  name_de: string;
  kind: string;
  family: string;
  traced_by: string;
  lot_size: number;
  unit: string;
  routing: RouteStep[];
  facts: Record<string, unknown>;
};

/** Everything on record about an order: steps, people, times, settings, lots, checks, notes. */
export type ProductionRecord = {
  order: OrderView;
  quantities: QuantityRow[];
  processes: ProcessRow[];
  checks: CheckRow[];
  labour: LabourRow[];
  notes: Note[];
  lots: LotView[];
  made_from: Edge[];
  holds: HoldView[];
};

/** A product's route, and how many pieces make a lot. */
export type ProductView = {
  name: string;
  lot_size: number;
  steps: StepView[];
};

export type QualityCloseNonconformanceArguments = {
  nonconformance: string;
  disposition: string;
};

export type QualityConcludePatternArguments = {
  pattern: string;
};

export type QualityCorrelateArguments = {
  pattern: string;
};

export type QualityFindPatternsArguments = {

};

export type QualityFitInspectorArguments = {
  station: string;
  also?: string[] | null;
};

export type QualityHoldSuspectsArguments = {
  nonconformance: string;
  lots: string[];
  reason: string;
  recommendation?: string;
};

export type QualityImportChecksArguments = {
  checks: CheckIn[];
};

export type QualityImportPicturesArguments = {
  pictures: PictureIn[];
};

export type QualityInspectPicturesArguments = {
  pictures: PictureIn[];
};

export type QualityJudgePictureArguments = {
  picture: string;
  judged: string;
};

export type QualityOpenNonconformanceArguments = {
  defect: string;
  title: string;
  severity?: string;
  equipment?: string;
  lots?: string[] | null;
  pattern?: string;
  correlation?: string;
};

export type QualityProposeContainmentArguments = {
  correlation: string;
};

export type QualityRecordCheckArguments = {
  check: CheckIn;
};

/** One report of good pieces and scrap. */
export type QuantityRow = {
  id: number;
  at: string;
  order: string;
  seq: number;
  equipment: string;
  good: number;
  scrap: number;
  reason: string;
  person: string;
  lot: string;
  product: string;
};

/** The count of a machine's energy meter at a time; it only grows until it is reset. */
export type Reading = {
  equipment: string;
  at: string;
  count_kwh: number;
};

/** Why a machine stands or a part is scrapped. */
export type Reason_Input = {
  code: string;
  group: string;
  state: string;
  planned: boolean;
  label: string;
  label_de: string;
  facts: Record<string, unknown>;
};

/** Why a machine stands or a part is scrapped. */
export type Reason = {
  code: string;
  group: string;
  state: string;
  planned: boolean;
  label: string;
  label_de: string;
  facts: Record<string, unknown>;
};

/** An act that somebody should consider. */
export type Recommendation = {
  id: string;
  code: string;
  title: string;
  facts: Record<string, unknown>;
  equipment: string;
  by: string;
  at: string;
  risk: string;
  confidence: number | null;
  evidence: Evidence[];
  effect: Effect | null;
  action: string;
  call: Record<string, unknown>;
  deadline: string | null;
  level: number;
  state: State;
  decided_by: string;
  decided_at: string | null;
  reason: string;
  signed: boolean;
  result: unknown;
  truth: Truth | null;
  outcome_note: string;
  outcome_facts: Record<string, unknown>;
  outcome_by: string;
  outcome_at: string | null;
};

/** A refusal: its stable code, the facts, and what to do. */
export type Refused = {
  code: string;
  status: number;
  facts: Record<string, unknown>;
  advice: string;
};

/** A sample that a rule repaired, marked or rejected. */
export type Repair = {
  rule: string;
  tag: string;
  time: string;
  original: number | null;
  stored: number | null;
  verdict: string;
};

/** A closed work order, as a case to learn from. */
export type RepairCase = {
  work_order: string;
  equipment: string;
  component: string;
  task: string;
  kind: string;
  closed_at: string | null;
  found: string;
  note: string;
  truth: string;
  downtime_minutes: number;
  technician: string;
  part: string;
};

/** A sample that a rule of preparation repaired, marked or rejected. */
export type RepairView = {
  id: number;
  rule: string;
  tag: string;
  time: string;
  original: number | null;
  stored: number | null;
  verdict: string;
  at: string;
  undone_by: string;
};

/** What a work order keeps or took of a spare part: reserved, issued or released. */
export type Reservation = {
  part: string;
  work_order: string;
  quantity: number;
  issued: number;
  state: string;
  by: string;
  at: string;
};

/** What a what-if found, and from what. */
export type Result = {
  id: string;
  at: string;
  by: string;
  changes: Change[];
  horizon_h: number;
  replications: number;
  seed: number;
  orders: number;
  figures: Compared[];
};

/** How far an action reaches, from reading to changing production. */
export type Risk = "inform" | "support" | "initiate" | "execute";

/** One operation of a routing. */
export type RouteStep_Input = {
  seq: number;
  name: string;
  name_de: string;
  work_centre: string;
  equipment: string[];
  standard_time_s: number;
  setup_family: string;
  skill: string;
  document: string;
  materials: Need_Input[];
  checks: Check_Input[];
  set_points: SetPoint_Input[];
  batch: Batch_Input | null;
};

/** One operation of a routing. */
export type RouteStep = {
  seq: number;
  name: string;
  name_de: string;
  work_centre: string;
  equipment: string[];
  standard_time_s: number;
  setup_family: string;
  skill: string;
  document: string;
  materials: Need[];
  checks: Check[];
  set_points: SetPoint[];
  batch: Batch | null;
};

/** On news of kind ``on``, when the condition holds, put ``do`` through the door. */
export type Rule = {
  id: string;
  title: string;
  on: string;
  do: string;
  when: string;
  given: Record<string, unknown>;
  version: number;
  enabled: boolean;
  changed_by: string;
  changed_at: string | null;
};

/** Energy of one run of a lot on a machine, shared by pieces with lots that ran beside it. */
export type RunEnergy = {
  equipment: string;
  lot: string;
  operation: string;
  start: string;
  end: string;
  pieces: number;
  kwh: number;
};

/** What came of one recommendation, in hours and in money, with a 90 % interval. */
export type Saving = {
  id: string;
  recommendation: string;
  use_case: string;
  measure: string;
  amount: number;
  low: number;
  high: number;
  unit: string;
  money: number;
  money_low: number;
  money_high: number;
  currency: string;
  kind: string;
  method: string;
  at: string;
  evidence: Record<string, unknown>;
};

export type SchedulingLockBarArguments = {
  order: string;
  seq: number;
  equipment: string;
  start: string;
};

export type SchedulingMakePlanArguments = {
  reason?: string;
  seconds?: number;
  publish?: boolean;
};

export type SchedulingPublishPlanArguments = {
  plan: string;
};

export type SchedulingReplanArguments = {
  reason: string;
  equipment?: string;
  seconds?: number;
};

export type SchedulingUnlockBarArguments = {
  order: string;
  seq: number;
};

/** A part of a guide: why, safety, parts, steps, past cases, afterwards. */
export type Section = {
  code: string;
  title: string;
  lines: Line[];
};

/** A parameter of the machine for this product, with the limits it must keep. */
export type SetPoint_Input = {
  signal: string;
  value: number;
  low: number | null;
  high: number | null;
  unit: string;
};

/** A parameter of the machine for this product, with the limits it must keep. */
export type SetPoint = {
  signal: string;
  value: number;
  low: number | null;
  high: number | null;
  unit: string;
};

/** How long a machine kind takes to change from one set-up family to another. */
export type Setup = {
  machine_kind: string;
  from_family: string;
  to_family: string;
  setup_s: number;
};

export type Severity = "info" | "warning" | "critical";

/** A shift hour by hour, for a unit or for all units below a node. */
export type ShiftMonitor = {
  equipment: string;
  shift: ShiftView;
  hours: HourRow[];
  good: number;
  scrap: number;
  target: number;
  unexplained: number;
};

/** A shift in short: output against target, stops by reason, people, notes. */
export type ShiftSummary = {
  shift: ShiftView;
  output: CentreOutput[];
  stops: Stop[];
  unexplained: number;
  stop_minutes_by_reason: Record<string, number>;
  people: Record<string, number>;
  notes: Note[];
};

/** One shift on one day; the night belongs to the ``date`` on which it begins. */
export type ShiftView = {
  id: string;
  name: string;
  name_de: string;
  start: string;
  end: string;
  date: string;
};

/** A material of which open orders need more than is free, and the first one that lacks it. */
export type Shortage = {
  material: string;
  unit: string;
  needed: number;
  free: number;
  short: number;
  order: string;
  due: string;
  orders: string[];
};

/** The certificate that a server shows: its SHA-256 thumbprint, and whether we trust it. */
export type ShownCertificate = {
  thumbprint: string;
  trusted: boolean;
  subject: string;
  valid_until: string;
};

/** A mean over replications with the interval of 95 %. */
export type Span = {
  mean: number;
  low: number;
  high: number;
};

/** Amplitudes over frequency; thinned to what a screen shows, keeping the peaks. */
export type SpectrumView = {
  frequency_hz: number[];
  amplitude: number[];
  unit: string;
};

export type State = "open" | "deferred" | "approved" | "rejected";

/** A machine's state since ``at``, as derived from its signals. */
export type StateChange = {
  equipment: string;
  state: string;
  at: string;
  source: string;
};

/** A stretch in which a machine was in one state; ``end`` is None while it lasts. */
export type StateSpan = {
  equipment: string;
  state: string;
  start: string;
  end: string | null;
  source: string;
};

/** A station of the line: machines of one kind that share a queue. */
export type StationView = {
  name: string;
  machines: string[];
  batch_lots: number;
  manned_by_shift: boolean;
  mean_time_between_failures_h: number | null;
  mean_repair_h: number | null;
};

/** One step of a product's route with its mean time for a lot (or a single piece). */
export type StepView = {
  station: string;
  machines: string[];
  time_s: number;
  family: string;
  needs: Record<string, number>;
};

/** A quantity of a lot at a place, for the bulk import. */
export type StockRow = {
  lot: string;
  location: string;
  material: string;
  unit: string;
  quantity: number | string;
};

/** How much of a lot lies where, and the state of the lot. */
export type StockView = {
  lot: string;
  location: string;
  material: string;
  unit: string;
  quantity: number;
  state: string;
  supplier: string;
  since: string;
};

/** A time in which a machine stood; ``unexplained`` until somebody gives the reason. */
export type Stop = {
  equipment: string;
  start: string;
  end: string | null;
  state: string;
  reason: string;
  note: string;
  by: string;
  minutes: number;
  unexplained: boolean;
};

/** A stretch of a machine's strip within an hour, from and to in minutes of that hour. */
export type StripSpan = {
  from_minute: number;
  to_minute: number;
  state: string;
  reason: string;
  start: string;
  unexplained: boolean;
};

/** Which address of a source feeds which signal of which equipment. */
export type TagMapping = {
  equipment: string;
  signal: string;
  address: string;
  unit: string;
  source_unit: string;
  tag_class: string;
  low: number | null;
  high: number | null;
  period_s: number | null;
  wave_rate_hz: number | null;
  states: Record<string, string> | null;
  options: Record<string, string> | null;
};

/** A signal of an equipment and where it comes from. */
export type TagView = {
  id: string;
  equipment: string;
  signal: string;
  unit: string;
  tag_class: string;
  connection: string | null;
  address: string;
  low: number | null;
  high: number | null;
  source_unit: string;
  codes: Record<string, string>;
  period_s: number | null;
  wave_rate_hz: number | null;
  options: Record<string, string>;
};

/** How far a long piece of work is; ``state`` is running, done, failed or cancelled. */
export type TaskView = {
  id: string;
  name: string;
  state: string;
  done: number;
  total: number;
  note: string;
  actor: string;
  started_at: string;
  changed_at: string;
};

export type TelemetryAttachConnectionArguments = {
  connection: string;
  protocol: string;
  address: string;
  options?: Record<string, string> | null;
};

export type TelemetryImportStatesArguments = {
  changes: StateChange[];
};

export type TelemetryLoadTagsArguments = {
  folder: string;
  addresses: Record<string, string>;
};

export type TelemetryMapTagsArguments = {
  connection: string;
  tags: TagMapping[];
};

export type TelemetryNoteAlarmsArguments = {
  equipment: string;
  alarm: number;
  at: string;
};

export type TelemetryNoteConnectionArguments = {
  connection: string;
  state: string;
  reason?: string;
};

export type TelemetryNoteRepairsArguments = {
  repairs: Repair[];
};

export type TelemetryNoteStatesArguments = {
  changes: StateChange[];
};

export type TelemetrySwitchConnectionArguments = {
  connection: string;
  enabled: boolean;
};

export type TelemetryTakeSamplesArguments = {
  connection: string;
  names: string[];
  tag: number[];
  time_us: number[];
  value: (number | null)[];
  quality: number[];
  arrival_us: number[];
};

export type TelemetryTrustCertificateArguments = {
  connection: string;
  thumbprint: string;
};

/** A word that people use: what it stands for, and its other names in that language. */
export type Term = {
  term: string;
  kind: string;
  ref: string;
  synonyms: string[];
  locale: string;
};

/** A bearing's tone and the amplitude found there. */
export type Tone = {
  name: string;
  frequency_hz: number;
  amplitude: number;
};

export type TracingAddToLotArguments = {
  lot: string;
  quantity: number | string;
};

export type TracingConsumeArguments = {
  lot: string;
  into: string;
  quantity: number | string;
  equipment?: string;
  order?: string;
};

export type TracingCreateLotArguments = {
  lot: string;
  material: string;
  quantity: number | string;
  unit?: string;
  serial?: boolean;
  supplier?: string;
  made_on?: string;
  order?: string;
  customer?: string;
  location?: string;
};

export type TracingGiveBackArguments = {
  lot: string;
  into: string;
  quantity: number | string;
};

export type TracingHoldLotArguments = {
  lot: string;
  reason: string;
};

export type TracingImportGenealogyArguments = {
  lots?: Lot[] | null;
  links?: Link[] | null;
  processes?: Process[] | null;
};

export type TracingMoveLotArguments = {
  lot: string;
  location: string;
};

export type TracingRecordProcessArguments = {
  lot: string;
  equipment: string;
  operation: string;
  order: string;
  start: string;
  end: string;
  people?: string[] | null;
  parameters?: Record<string, unknown> | null;
  good?: number | string;
  scrap?: number | string;
};

export type TracingReleaseLotArguments = {
  lot: string;
  reason: string;
};

export type TracingScrapLotArguments = {
  lot: string;
  reason: string;
  quantity?: number | string | null;
};

export type TracingShipLotArguments = {
  lot: string;
  customer: string;
};

/** How often predictions of a model's name and scope turned out right, with a 95 % interval. */
export type TrackRecord = {
  name: string;
  scope: string;
  confirmed: number;
  false: number;
  precision: number | null;
  low: number | null;
  high: number | null;
};

/** One bucket of a trend: its mean, extremes and number of samples. */
export type TrendPoint = {
  at: string;
  mean: number | null;
  low: number | null;
  high: number | null;
  count: number;
};

/** A tag's course over a span of time. */
export type TrendView = {
  tag: string;
  unit: string;
  points: TrendPoint[];
};

/** Whether the recommendation turned out right. */
export type Truth = "confirmed" | "false" | "unclear";

export type TwinWhatIfArguments = {
  changes: Change_Input[];
  horizon_h?: number;
  replications?: number;
  seed?: number;
};

/** One machine's energy; ``covered_s`` of the window are covered by readings. */
export type UnitEnergy = {
  equipment: string;
  kwh: number;
  covered_s: number;
};

/** One machine within an hour: its strip, its output and its target. */
export type UnitStrip = {
  equipment: string;
  spans: StripSpan[];
  good: number;
  scrap: number;
  target: number;
};

/** A user without secrets. */
export type UserView = {
  id: string;
  login: string;
  name: string;
  roles: string[];
  scope: string[];
  locale: string;
  active: boolean;
  must_change: boolean;
  demo: boolean;
};

export type ValueBookOutcomeArguments = {
  recommendation: string;
};

export type ValueFreezeBaselineArguments = {
  component: string;
};

/** All savings of a kind added up; augmentation and automation are never mixed. */
export type ValueSummary = {
  kind: string;
  cases: number;
  hours: number;
  money: number;
  money_low: number;
  money_high: number;
  currency: string;
};

export type Verdict = "approve" | "reject" | "defer";

/** A file that lies in the inbox; size and change tell whether it is still being written. */
export type Waiting = {
  name: string;
  size_bytes: number;
  changed: number;
};

/** Pieces that wait at an operation or are worked on there. */
export type WipRow = {
  order: string;
  product: string;
  seq: number;
  name: string;
  equipment: string;
  state: string;
  waiting: number;
  due: string;
};

export type WorkflowLoadRulesArguments = {
  folder: string;
};

export type WorkflowNoteFiringArguments = {
  rule: string;
  news: number;
  entry: string;
  state: string;
  recommendation?: string;
};

export type WorkflowSwitchRuleArguments = {
  rule: string;
  enabled: boolean;
};

export type WorkflowWriteRuleArguments = {
  rule: string;
  title: string;
  on: string;
  do: string;
  when?: string;
  given?: Record<string, unknown> | null;
};

/** Work on a machine: what, when, who, with which part, and what was found. */
export type WorkOrder = {
  id: string;
  equipment: string;
  component: string;
  task: string;
  kind: string;
  start: string;
  end: string;
  technician: string;
  part: string;
  quantity: number;
  prediction: string;
  recommendation: string;
  state: OrderState;
  created_at: string | null;
  started_at: string | null;
  closed_at: string | null;
  truth: string;
  found: string;
  note: string;
  downtime_minutes: number;
  facts: Record<string, unknown>;
};

/** One write of a set-point: who, why, from and to, and whether the machine took it. */
export type Write = {
  id: string;
  equipment: string;
  parameter: string;
  previous: number | null;
  value: number;
  unit: string;
  reason: string;
  by: string;
  recommendation: string;
  at: string;
  acknowledged: boolean;
  answer: string;
};

export interface Queries {
  "andon.alerts": { args: { state?: string; equipment?: string; limit?: number; }; answer: Alert[] };
  "control.limits": { args: { equipment?: string; }; answer: Limit[] };
  "control.writes": { args: { equipment?: string; limit?: number; }; answer: Write[] };
  "copilot.ask": { args: { question: string; context?: string; }; answer: Answer };
  "copilot.guide": { args: { work_order: string; }; answer: Guide };
  "copilot.guides": { args: { equipment?: string; limit?: number; }; answer: Guide[] };
  "documents.document": { args: { document: string; revision?: string; }; answer: Document };
  "documents.documents": { args: { kind?: string; state?: string; }; answer: Document[] };
  "documents.passage": { args: { passage: string; }; answer: PassageHit };
  "documents.search": { args: { query: string; about?: string; kind?: string; k?: number; }; answer: PassageHit[] };
  "energy.energy_kwh": { args: { equipment?: string; start?: string | null; end?: string | null; }; answer: Energy };
  "energy.idle_draw": { args: { equipment?: string; start?: string | null; end?: string | null; }; answer: IdleDraw[] };
  "energy.kwh": { args: { equipment?: string; start?: string | null; end?: string | null; }; answer: Energy };
  "energy.load_curve": { args: { equipment?: string; start: string; end: string; step_s?: number; }; answer: LoadPoint[] };
  "energy.order_energy": { args: { order: string; }; answer: OrderEnergy };
  "energy.per_part": { args: { equipment?: string; start?: string | null; end?: string | null; }; answer: PartEnergy };
  "enterprise.came_by_file": { args: { order: string; }; answer: boolean };
  "enterprise.files": { args: { state?: string; limit?: number; }; answer: FileView[] };
  "enterprise.inbox": { args: Record<string, never>; answer: Waiting[] };
  "enterprise.messages": { args: { open_only?: boolean; limit?: number; }; answer: MessageView[] };
  "execution.availability": { args: { equipment?: string; start?: string | null; end?: string | null; }; answer: ExecutionFigure };
  "execution.dispatch_list": { args: { equipment: string; limit?: number; }; answer: DispatchRow[] };
  "execution.downtime": { args: { equipment?: string; start?: string | null; end?: string | null; unexplained_only?: boolean; state?: string; limit?: number; }; answer: Stop[] };
  "execution.first_pass_yield": { args: { product?: string; start?: string | null; end?: string | null; }; answer: ExecutionFigure };
  "execution.labour": { args: { person?: string; order?: string; start?: string | null; end?: string | null; }; answer: LabourRow[] };
  "execution.losses": { args: { equipment: string; start?: string | null; end?: string | null; limit?: number; }; answer: LossRow[] };
  "execution.notes": { args: { search?: string; order?: string; equipment?: string; start?: string | null; end?: string | null; limit?: number; }; answer: Note[] };
  "execution.oee": { args: { equipment?: string; start?: string | null; end?: string | null; }; answer: Oee };
  "execution.oee_by_unit": { args: { equipment?: string; start?: string | null; end?: string | null; }; answer: Oee[] };
  "execution.on_time_delivery": { args: { product?: string; start?: string | null; end?: string | null; }; answer: ExecutionFigure };
  "execution.order": { args: { order: string; }; answer: OrderView };
  "execution.orders": { args: { state?: string; product?: string; customer?: string; search?: string; due_before?: string | null; limit?: number; }; answer: OrderRow[] };
  "execution.output": { args: { equipment?: string; start?: string | null; end?: string | null; order?: string; limit?: number; }; answer: QuantityRow[] };
  "execution.performance": { args: { equipment?: string; start?: string | null; end?: string | null; }; answer: ExecutionFigure };
  "execution.production_record": { args: { order: string; }; answer: ProductionRecord };
  "execution.quality_ratio": { args: { equipment?: string; start?: string | null; end?: string | null; }; answer: ExecutionFigure };
  "execution.scrap_ratio": { args: { equipment?: string; start?: string | null; end?: string | null; }; answer: ExecutionFigure };
  "execution.shift_monitor": { args: { equipment: string; at?: string | null; shift?: string; day?: string | null; }; answer: ShiftMonitor };
  "execution.shift_summary": { args: { shift?: string; day?: string | null; at?: string | null; site?: string; }; answer: ShiftSummary };
  "execution.shortages": { args: Record<string, never>; answer: Shortage[] };
  "execution.throughput": { args: { equipment?: string; start?: string | null; end?: string | null; }; answer: ExecutionFigure };
  "execution.wip": { args: { product?: string; work_centre?: string; }; answer: WipRow[] };
  "guidance.inbox": { args: { state?: string; equipment?: string; limit?: number; }; answer: Recommendation[] };
  "guidance.open_count": { args: Record<string, never>; answer: number };
  "guidance.recommendation": { args: { recommendation: string; }; answer: Recommendation };
  "identity.access_matrix": { args: Record<string, never>; answer: AccessRow[] };
  "identity.audit_trail": { args: { actor?: string; entry?: string; before?: number; limit?: number; }; answer: AuditView[] };
  "identity.me": { args: Record<string, never>; answer: UserView };
  "identity.users": { args: Record<string, never>; answer: UserView[] };
  "identity.verify_audit": { args: Record<string, never>; answer: AuditVerdict };
  "inventory.availability": { args: { part: string; at?: string | null; }; answer: Availability };
  "inventory.balances": { args: { material?: string; }; answer: Balance[] };
  "inventory.differences": { args: Record<string, never>; answer: Difference[] };
  "inventory.ledger": { args: { lot?: string; material?: string; reference?: string; start?: string | null; end?: string | null; limit?: number; }; answer: InventoryMove[] };
  "inventory.part": { args: { part: string; }; answer: Part };
  "inventory.parts": { args: { low_only?: boolean; }; answer: Part[] };
  "inventory.parts_for": { args: { equipment: string; }; answer: Part[] };
  "inventory.reservations": { args: { part?: string; work_order?: string; }; answer: Reservation[] };
  "inventory.stock": { args: { material?: string; location?: string; lot?: string; limit?: number; }; answer: StockView[] };
  "kernel.jobs": { args: Record<string, never>; answer: JobView[] };
  "kernel.news": { args: { name?: string; after?: number; limit?: number; }; answer: NewsView[] };
  "kernel.parked": { args: { state?: string; limit?: number; }; answer: ParkedView[] };
  "kernel.task": { args: { task: string; }; answer: TaskView };
  "kernel.tasks": { args: { limit?: number; }; answer: TaskView[] };
  "learning.champion": { args: { name: string; scope?: string; }; answer: ModelVersion | null };
  "learning.models": { args: { name?: string; scope?: string; }; answer: ModelVersion[] };
  "learning.track_record": { args: { name: string; scope?: string; }; answer: TrackRecord };
  "maintenance.assets": { args: Record<string, never>; answer: AssetView[] };
  "maintenance.condition": { args: { equipment: string; }; answer: ConditionView };
  "maintenance.mttr": { args: { start: string; end: string; equipment?: string; }; answer: number | null };
  "maintenance.past_repairs": { args: { component?: string; equipment?: string; limit?: number; }; answer: RepairCase[] };
  "maintenance.prediction": { args: { prediction: string; }; answer: Prediction };
  "maintenance.predictions": { args: { state?: string; }; answer: Prediction[] };
  "maintenance.work_order": { args: { work_order: string; }; answer: WorkOrder };
  "maintenance.work_orders": { args: { state?: string; equipment?: string; }; answer: WorkOrder[] };
  "plant.calendar": { args: { site?: string; }; answer: CalendarView };
  "plant.equipment": { args: { equipment: string; }; answer: Equipment };
  "plant.equipment_tree": { args: { under?: string; kind?: string; }; answer: Equipment[] };
  "plant.materials": { args: { kind?: string; }; answer: Material[] };
  "plant.partners": { args: { kind?: string; }; answer: Partner[] };
  "plant.people": { args: { skill?: string; role?: string; }; answer: Person[] };
  "plant.people_on_shift": { args: { at?: string | null; skill?: string; site?: string; }; answer: Person[] };
  "plant.product": { args: { product: string; revision?: string; }; answer: Product };
  "plant.products": { args: Record<string, never>; answer: Product[] };
  "plant.reasons": { args: { group?: string; }; answer: Reason[] };
  "plant.routing": { args: { product: string; revision?: string; }; answer: RouteStep[] };
  "plant.setup_matrix": { args: { machine_kind?: string; }; answer: Setup[] };
  "plant.shift_at": { args: { at?: string | null; site?: string; }; answer: ShiftView };
  "plant.shifts_between": { args: { start: string; end: string; site?: string; }; answer: ShiftView[] };
  "plant.vocabulary": { args: { locale?: string; kind?: string; }; answer: Term[] };
  "plant.working_intervals": { args: { equipment: string; start: string; end: string; }; answer: Interval[] };
  "quality.characteristics": { args: Record<string, never>; answer: CharacteristicView[] };
  "quality.chart": { args: { characteristic: string; equipment: string; kind?: string; limit?: number; }; answer: ChartView };
  "quality.checks": { args: { lot?: string; order?: string; limit?: number; }; answer: CheckView[] };
  "quality.correlation": { args: { correlation: string; }; answer: Correlation };
  "quality.correlations": { args: { limit?: number; }; answer: Correlation[] };
  "quality.defect_rate": { args: { start: string; end: string; station?: string; }; answer: DefectRate };
  "quality.nonconformance": { args: { nonconformance: string; }; answer: Nonconformance };
  "quality.nonconformances": { args: { state?: string; limit?: number; }; answer: Nonconformance[] };
  "quality.patterns": { args: { state?: string; }; answer: Pattern[] };
  "quality.picture": { args: { picture: string; }; answer: PictureView };
  "quality.pictures": { args: { station?: string; lot?: string; flawed?: boolean | null; limit?: number; }; answer: PictureView[] };
  "scheduling.late_orders": { args: Record<string, never>; answer: LateOrder[] };
  "scheduling.plan": { args: { plan?: string; }; answer: PlanView };
  "scheduling.plan_changes": { args: { plan?: string; }; answer: SchedulingMove[] };
  "scheduling.plans": { args: { limit?: number; }; answer: PlanHead[] };
  "scheduling.why": { args: { order: string; seq: number; }; answer: BarReason[] };
  "telemetry.browse": { args: { connection: string; under?: string; limit?: number; }; answer: FoundView[] };
  "telemetry.connections": { args: Record<string, never>; answer: ConnectionView[] };
  "telemetry.current_states": { args: Record<string, never>; answer: StateSpan[] };
  "telemetry.live": { args: { equipment?: string; }; answer: LiveValue[] };
  "telemetry.machine_states": { args: { start: string; end: string; equipment?: string; }; answer: StateSpan[] };
  "telemetry.repairs": { args: { tag?: string; limit?: number; }; answer: RepairView[] };
  "telemetry.server_certificate": { args: { connection: string; }; answer: ShownCertificate };
  "telemetry.tags": { args: { equipment?: string; connection?: string; }; answer: TagView[] };
  "telemetry.trend": { args: { tag: string; start: string; end: string; buckets?: number; }; answer: TrendView };
  "tracing.backward": { args: { lot: string; limit?: number; }; answer: Genealogy };
  "tracing.forward": { args: { lot: string; limit?: number; }; answer: Genealogy };
  "tracing.holds": { args: { lot?: string; open_only?: boolean; }; answer: HoldView[] };
  "tracing.impact": { args: { lots: string[]; }; answer: Impact };
  "tracing.lot": { args: { lot: string; }; answer: LotView };
  "tracing.lots": { args: { state?: string; material?: string; order?: string; search?: string; serial?: boolean | null; limit?: number; }; answer: LotView[] };
  "tracing.lots_processed_on": { args: { equipment: string; start: string; end: string; limit?: number; }; answer: ProcessRow[] };
  "tracing.processes": { args: { lot?: string; order?: string; limit?: number; }; answer: ProcessRow[] };
  "twin.fit_error": { args: { days?: number; replications?: number; seed?: number; }; answer: Fit[] };
  "twin.line": { args: Record<string, never>; answer: LineView };
  "twin.result": { args: { result: string; }; answer: Result };
  "twin.results": { args: { limit?: number; }; answer: Result[] };
  "value.baselines": { args: Record<string, never>; answer: Baseline[] };
  "value.savings": { args: { limit?: number; }; answer: Saving[] };
  "value.summary": { args: Record<string, never>; answer: ValueSummary[] };
  "workflow.firings": { args: { rule?: string; limit?: number; }; answer: Firing[] };
  "workflow.rules": { args: { on?: string; enabled_only?: boolean; }; answer: Rule[] };
  "workflow.try_rule": { args: { on: string; when: string; last?: number; }; answer: number[] };
}

export interface Actions {
  "andon.acknowledge": { args: AndonAcknowledgeArguments; answer: Outcome };
  "andon.call_help": { args: AndonCallHelpArguments; answer: Outcome };
  "andon.close": { args: AndonCloseArguments; answer: Outcome };
  "andon.escalate_overdue": { args: AndonEscalateOverdueArguments; answer: Outcome };
  "andon.raise_alert": { args: AndonRaiseAlertArguments; answer: Outcome };
  "control.ease_worn_machines": { args: ControlEaseWornMachinesArguments; answer: Outcome };
  "control.recommend_setpoint": { args: ControlRecommendSetpointArguments; answer: Outcome };
  "control.write_setpoint": { args: ControlWriteSetpointArguments; answer: Outcome };
  "copilot.write_guide": { args: CopilotWriteGuideArguments; answer: Outcome };
  "documents.add_document": { args: DocumentsAddDocumentArguments; answer: Outcome };
  "documents.load_folder": { args: DocumentsLoadFolderArguments; answer: Outcome };
  "documents.release_document": { args: DocumentsReleaseDocumentArguments; answer: Outcome };
  "energy.record_readings": { args: EnergyRecordReadingsArguments; answer: Outcome };
  "enterprise.prepare_completion": { args: EnterprisePrepareCompletionArguments; answer: Outcome };
  "enterprise.send_completions": { args: EnterpriseSendCompletionsArguments; answer: Outcome };
  "enterprise.take_orders": { args: EnterpriseTakeOrdersArguments; answer: Outcome };
  "execution.add_note": { args: ExecutionAddNoteArguments; answer: Outcome };
  "execution.assign_operations": { args: ExecutionAssignOperationsArguments; answer: Outcome };
  "execution.cancel_order": { args: ExecutionCancelOrderArguments; answer: Outcome };
  "execution.classify_downtime": { args: ExecutionClassifyDowntimeArguments; answer: Outcome };
  "execution.clock_in": { args: ExecutionClockInArguments; answer: Outcome };
  "execution.clock_out": { args: ExecutionClockOutArguments; answer: Outcome };
  "execution.complete_operation": { args: ExecutionCompleteOperationArguments; answer: Outcome };
  "execution.consume_material": { args: ExecutionConsumeMaterialArguments; answer: Outcome };
  "execution.import_history": { args: ExecutionImportHistoryArguments; answer: Outcome };
  "execution.note_state": { args: ExecutionNoteStateArguments; answer: Outcome };
  "execution.pause_operation": { args: ExecutionPauseOperationArguments; answer: Outcome };
  "execution.receive_order": { args: ExecutionReceiveOrderArguments; answer: Outcome };
  "execution.record_check": { args: ExecutionRecordCheckArguments; answer: Outcome };
  "execution.report_quantity": { args: ExecutionReportQuantityArguments; answer: Outcome };
  "execution.return_material": { args: ExecutionReturnMaterialArguments; answer: Outcome };
  "execution.scan_material": { args: ExecutionScanMaterialArguments; answer: Outcome };
  "execution.set_priority": { args: ExecutionSetPriorityArguments; answer: Outcome };
  "execution.start_operation": { args: ExecutionStartOperationArguments; answer: Outcome };
  "guidance.decide": { args: GuidanceDecideArguments; answer: Outcome };
  "guidance.escalate_overdue": { args: GuidanceEscalateOverdueArguments; answer: Outcome };
  "guidance.recommend": { args: GuidanceRecommendArguments; answer: Outcome };
  "guidance.record_outcome": { args: GuidanceRecordOutcomeArguments; answer: Outcome };
  "identity.add_user": { args: IdentityAddUserArguments; answer: Outcome };
  "identity.assign_roles": { args: IdentityAssignRolesArguments; answer: Outcome };
  "identity.change_password": { args: IdentityChangePasswordArguments; answer: Outcome };
  "identity.choose_locale": { args: IdentityChooseLocaleArguments; answer: Outcome };
  "identity.set_password": { args: IdentitySetPasswordArguments; answer: Outcome };
  "identity.switch_user": { args: IdentitySwitchUserArguments; answer: Outcome };
  "inventory.count": { args: InventoryCountArguments; answer: Outcome };
  "inventory.import_stock": { args: InventoryImportStockArguments; answer: Outcome };
  "inventory.issue_part": { args: InventoryIssuePartArguments; answer: Outcome };
  "inventory.load_parts": { args: InventoryLoadPartsArguments; answer: Outcome };
  "inventory.move": { args: InventoryMoveArguments; answer: Outcome };
  "inventory.order_part": { args: InventoryOrderPartArguments; answer: Outcome };
  "inventory.receive": { args: InventoryReceiveArguments; answer: Outcome };
  "inventory.receive_part": { args: InventoryReceivePartArguments; answer: Outcome };
  "inventory.release_reservation": { args: InventoryReleaseReservationArguments; answer: Outcome };
  "inventory.reserve_part": { args: InventoryReservePartArguments; answer: Outcome };
  "inventory.scrap": { args: InventoryScrapArguments; answer: Outcome };
  "inventory.ship": { args: InventoryShipArguments; answer: Outcome };
  "kernel.cancel_task": { args: KernelCancelTaskArguments; answer: Outcome };
  "kernel.dismiss_parked": { args: KernelDismissParkedArguments; answer: Outcome };
  "kernel.retry_parked": { args: KernelRetryParkedArguments; answer: Outcome };
  "learning.promote_model": { args: LearningPromoteModelArguments; answer: Outcome };
  "learning.record_feedback": { args: LearningRecordFeedbackArguments; answer: Outcome };
  "learning.register_model": { args: LearningRegisterModelArguments; answer: Outcome };
  "learning.retire_model": { args: LearningRetireModelArguments; answer: Outcome };
  "maintenance.assess": { args: MaintenanceAssessArguments; answer: Outcome };
  "maintenance.assess_all": { args: MaintenanceAssessAllArguments; answer: Outcome };
  "maintenance.cancel_work_order": { args: MaintenanceCancelWorkOrderArguments; answer: Outcome };
  "maintenance.close_work_order": { args: MaintenanceCloseWorkOrderArguments; answer: Outcome };
  "maintenance.import_work_orders": { args: MaintenanceImportWorkOrdersArguments; answer: Outcome };
  "maintenance.note_evidence": { args: MaintenanceNoteEvidenceArguments; answer: Outcome };
  "maintenance.plan_work_order": { args: MaintenancePlanWorkOrderArguments; answer: Outcome };
  "maintenance.propose_work_order": { args: MaintenanceProposeWorkOrderArguments; answer: Outcome };
  "maintenance.start_work_order": { args: MaintenanceStartWorkOrderArguments; answer: Outcome };
  "plant.close_day": { args: PlantCloseDayArguments; answer: Outcome };
  "plant.define_reason": { args: PlantDefineReasonArguments; answer: Outcome };
  "plant.load_plant": { args: PlantLoadPlantArguments; answer: Outcome };
  "plant.open_day": { args: PlantOpenDayArguments; answer: Outcome };
  "plant.release_product": { args: PlantReleaseProductArguments; answer: Outcome };
  "quality.close_nonconformance": { args: QualityCloseNonconformanceArguments; answer: Outcome };
  "quality.conclude_pattern": { args: QualityConcludePatternArguments; answer: Outcome };
  "quality.correlate": { args: QualityCorrelateArguments; answer: Outcome };
  "quality.find_patterns": { args: QualityFindPatternsArguments; answer: Outcome };
  "quality.fit_inspector": { args: QualityFitInspectorArguments; answer: Outcome };
  "quality.hold_suspects": { args: QualityHoldSuspectsArguments; answer: Outcome };
  "quality.import_checks": { args: QualityImportChecksArguments; answer: Outcome };
  "quality.import_pictures": { args: QualityImportPicturesArguments; answer: Outcome };
  "quality.inspect_pictures": { args: QualityInspectPicturesArguments; answer: Outcome };
  "quality.judge_picture": { args: QualityJudgePictureArguments; answer: Outcome };
  "quality.open_nonconformance": { args: QualityOpenNonconformanceArguments; answer: Outcome };
  "quality.propose_containment": { args: QualityProposeContainmentArguments; answer: Outcome };
  "quality.record_check": { args: QualityRecordCheckArguments; answer: Outcome };
  "scheduling.lock_bar": { args: SchedulingLockBarArguments; answer: Outcome };
  "scheduling.make_plan": { args: SchedulingMakePlanArguments; answer: Outcome };
  "scheduling.publish_plan": { args: SchedulingPublishPlanArguments; answer: Outcome };
  "scheduling.replan": { args: SchedulingReplanArguments; answer: Outcome };
  "scheduling.unlock_bar": { args: SchedulingUnlockBarArguments; answer: Outcome };
  "telemetry.attach_connection": { args: TelemetryAttachConnectionArguments; answer: Outcome };
  "telemetry.import_states": { args: TelemetryImportStatesArguments; answer: Outcome };
  "telemetry.load_tags": { args: TelemetryLoadTagsArguments; answer: Outcome };
  "telemetry.map_tags": { args: TelemetryMapTagsArguments; answer: Outcome };
  "telemetry.note_alarms": { args: TelemetryNoteAlarmsArguments; answer: Outcome };
  "telemetry.note_connection": { args: TelemetryNoteConnectionArguments; answer: Outcome };
  "telemetry.note_repairs": { args: TelemetryNoteRepairsArguments; answer: Outcome };
  "telemetry.note_states": { args: TelemetryNoteStatesArguments; answer: Outcome };
  "telemetry.switch_connection": { args: TelemetrySwitchConnectionArguments; answer: Outcome };
  "telemetry.take_samples": { args: TelemetryTakeSamplesArguments; answer: Outcome };
  "telemetry.trust_certificate": { args: TelemetryTrustCertificateArguments; answer: Outcome };
  "tracing.add_to_lot": { args: TracingAddToLotArguments; answer: Outcome };
  "tracing.consume": { args: TracingConsumeArguments; answer: Outcome };
  "tracing.create_lot": { args: TracingCreateLotArguments; answer: Outcome };
  "tracing.give_back": { args: TracingGiveBackArguments; answer: Outcome };
  "tracing.hold_lot": { args: TracingHoldLotArguments; answer: Outcome };
  "tracing.import_genealogy": { args: TracingImportGenealogyArguments; answer: Outcome };
  "tracing.move_lot": { args: TracingMoveLotArguments; answer: Outcome };
  "tracing.record_process": { args: TracingRecordProcessArguments; answer: Outcome };
  "tracing.release_lot": { args: TracingReleaseLotArguments; answer: Outcome };
  "tracing.scrap_lot": { args: TracingScrapLotArguments; answer: Outcome };
  "tracing.ship_lot": { args: TracingShipLotArguments; answer: Outcome };
  "twin.what_if": { args: TwinWhatIfArguments; answer: Outcome };
  "value.book_outcome": { args: ValueBookOutcomeArguments; answer: Outcome };
  "value.freeze_baseline": { args: ValueFreezeBaselineArguments; answer: Outcome };
  "workflow.load_rules": { args: WorkflowLoadRulesArguments; answer: Outcome };
  "workflow.note_firing": { args: WorkflowNoteFiringArguments; answer: Outcome };
  "workflow.switch_rule": { args: WorkflowSwitchRuleArguments; answer: Outcome };
  "workflow.write_rule": { args: WorkflowWriteRuleArguments; answer: Outcome };
}
