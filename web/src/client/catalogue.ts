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
  acknowledged_at: string | null;
  acknowledged_by: string;
  at: string;
  by: string;
  closed_at: string | null;
  count: number;
  due: string;
  equipment: string;
  facts: Record<string, unknown>;
  history: string[];
  id: string;
  kind: string;
  level: number;
  link: string;
  note: string;
  severity: Severity;
  state: AlertState;
  title: string;
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
  equipment?: string;
  facts?: Record<string, unknown> | null;
  kind: string;
  link?: string;
  severity: Severity;
  title: string;
};

/** How usual a machine behaves: ``score`` against the ``limit`` of its own usual past. */
export type AnomalyRow = {
  alarm: boolean;
  at: string | null;
  equipment: string;
  limit: number;
  model: string;
  name: string;
  ratio: number;
  score: number | null;
  since: string | null;
};

/** A machine's score over time with its limit, and what makes it unusual at one moment. */
export type AnomalyView = {
  alarms: boolean[];
  at: string | null;
  equipment: string;
  learnt_at: string;
  limit: number;
  model: string;
  parts: SignalPart[];
  scores: number[];
  times: string[];
  version: number;
};

/** A row of the analysis of variance: parts, operators, interaction, repeatability, total. */
export type AnovaLine = {
  degrees_of_freedom: number;
  f: number | null;
  mean_square: number;
  p: number | null;
  source: string;
  squares: number;
};

/** An answer with the figures in it, its sources and the query that ran. */
export type Answer = {
  confidence: number;
  declined: boolean;
  figures: CopilotFigure[];
  language: string;
  path: string;
  query: string;
  reworded: boolean;
  sources: Citation[];
  text: string;
};

/** What is left to an asset after its newest row, in the unit of its age. */
export type AssetLife = {
  age: number;
  asset: string;
  high: number;
  life: number;
  low: number;
  middle: number;
  probability: number;
};

/** A watched component, ranked by risk: probability of failure times its consequence. */
export type AssetView = {
  alarm_index: number;
  at: string;
  component: string;
  consequence: number;
  equipment: string;
  horizon_h: number;
  index: number;
  leading: Record<string, number>;
  level: string;
  life_h: number | null;
  life_high_h: number | null;
  life_low_h: number | null;
  name: string;
  prediction: string;
  probability: number;
  risk: number;
  zone: string;
};

/** Where and when the plan puts an operation. */
export type Assignment = {
  end: string;
  equipment: string;
  order: string;
  seq: number;
  start: string;
};

/** One thing that an attribute chart counted: a flawed picture, a value outside its limits, or */
export type AttributeCase = {
  at: string;
  equipment: string;
  file: string;
  id: string;
  lot: string;
  lower: number | null;
  of: string;
  title: string;
  unit: string;
  upper: number | null;
  value: number | null;
};

/** A chart of counts at an equipment, with Nelson's rules 1 to 4. */
export type AttributeChartView = {
  equipment: string;
  found: number;
  inspected: number;
  kind: string;
  of: string;
  per: string;
  points: AttributePoint[];
};

/** One sample of an attribute chart: what was found among what was inspected in a span. */
export type AttributePoint = {
  at: string;
  centre: number;
  found: number;
  inspected: number;
  lcl: number;
  rules: number[];
  shift: string;
  ucl: number;
  until: string;
  value: number;
};

/** Whether the trail is whole; if not, the first line that does not fit and why. */
export type AuditVerdict = {
  first_bad: number | null;
  lines: number;
  ok: boolean;
  problem: string;
};

/** One line of the audit trail. */
export type AuditView = {
  actor: string;
  approved_by: string;
  at: string;
  call: unknown;
  detail: unknown;
  entry: string;
  outcome: string;
  recommendation: string;
  seq: number;
};

/** Whether a spare part can be had at a time; ``by`` is when enough for one is there. */
export type Availability = {
  by: string;
  free: number;
  lead_time_days: number;
  on_hand: number;
  on_order: number;
  part: string;
  reserved: number;
};

/** How the same method did on steps that it had not seen, beside the seasonal naive. */
export type BackTest = {
  compared: number;
  mae: number;
  naive_mae: number;
  rmse: number;
  within_80: number;
  within_95: number;
};

/** A material in total: free to use, on hold, and being worked on. */
export type Balance = {
  available: number;
  held: number;
  in_work: number;
  material: string;
  unit: string;
};

/** Why a bar begins when it does; ``binding`` reasons alone decide it. */
export type BarReason = {
  binding: boolean;
  by: string;
  kind: string;
  until: string;
};

/** What a measure was before: the plant's own record over a period. */
export type Baseline = {
  amount: number;
  cases: number;
  definition: string;
  frozen_at: string;
  frozen_by: string;
  high: number;
  low: number;
  measure: string;
  since: string;
  unit: string;
  until: string;
  use_case: string;
};

/** How a charge is put together: lots at a time, and how long it takes as a whole. */
export type Batch_Input = {
  charge_time_s: number;
  maximum_lots: number;
  maximum_wait_s: number;
  minimum_lots: number;
};

/** How a charge is put together: lots at a time, and how long it takes as a whole. */
export type Batch = {
  charge_time_s: number;
  maximum_lots: number;
  maximum_wait_s: number;
  minimum_lots: number;
};

/** Working time of a site in its own words. */
export type CalendarView = {
  breaks: Record<string, unknown>[];
  holidays: Record<string, unknown>[];
  shifts: Record<string, unknown>[];
  site: string;
  zone: string;
};

/** Capability from a mean, a deviation and a count, with 95 % intervals. */
export type CapabilityFigures = {
  cp: number | null;
  cp_high: number | null;
  cp_low: number | null;
  cpk: number;
  cpk_high: number;
  cpk_low: number;
};

/** Capability with 95 % intervals; short-term Cp, Cpk and long-term Pp, Ppk. */
export type CapabilityView = {
  cp: number | null;
  cpk: number | null;
  cpk_high: number | null;
  cpk_low: number | null;
  expected_out: number;
  fitted: FittedView | null;
  normal_p: number | null;
  pp: number | null;
  ppk: number | null;
};

/** What a work centre made in a shift. */
export type CentreOutput = {
  good: number;
  scrap: number;
  target: number;
  work_centre: string;
};

/** One change against the plant as it stands; hours count from now. */
export type Change_Input = {
  equipment: string;
  factor: number;
  from_h: number;
  kind: ChangeKind;
  machine_kind: string;
  product: string;
  quantity: number;
  rule: string;
  to_h: number;
};

/** One change against the plant as it stands; hours count from now. */
export type Change = {
  equipment: string;
  factor: number;
  from_h: number;
  kind: ChangeKind;
  machine_kind: string;
  product: string;
  quantity: number;
  rule: string;
  to_h: number;
};

/** What a what-if changes. */
export type ChangeKind = "stop" | "speed" | "setup" | "order" | "rule";

/** A characteristic that is measured somewhere on some product, and how often. */
export type CharacteristicView = {
  characteristic: string;
  equipment: string;
  latest: string;
  product: string;
  values: number;
};

/** One point of a control chart, with the numbers of the rules it breaks. */
export type ChartPoint = {
  at: string;
  centre: number;
  lcl: number | null;
  lot: string;
  measured: number | null;
  rules: number[];
  ucl: number;
  value: number;
};

/** A control chart over the values of one characteristic of one product at one machine. */
export type ChartView = {
  capability: CapabilityView | null;
  characteristic: string;
  equipment: string;
  kind: string;
  lower: number | null;
  nominal: number | null;
  opposite: ChartPoint[];
  points: ChartPoint[];
  product: string;
  run_length: RunLengthView | null;
  spread: ChartPoint[];
  unit: string;
  upper: number | null;
};

/** A check at an operation; a ``mandatory`` one must be recorded before it can complete. */
export type Check_Input = {
  id: string;
  lower: number | null;
  mandatory: boolean;
  name: string;
  nominal: number | null;
  sample: string;
  unit: string;
  upper: number | null;
};

/** A check at an operation; a ``mandatory`` one must be recorded before it can complete. */
export type Check = {
  id: string;
  lower: number | null;
  mandatory: boolean;
  name: string;
  nominal: number | null;
  sample: string;
  unit: string;
  upper: number | null;
};

/** One measured value of a lot. */
export type CheckIn = {
  at: string | null;
  by: string;
  characteristic: string;
  equipment: string;
  lot: string;
  lower: number | null;
  nominal: number | null;
  order: string;
  seq: number;
  unit: string;
  upper: number | null;
  value: number;
};

/** A check that was recorded at an operation. */
export type CheckRow = {
  at: string;
  check: string;
  lot: string;
  ok: boolean;
  person: string;
  seq: number;
  value: number | null;
};

/** One measured value. */
export type CheckView = {
  at: string;
  by: string;
  characteristic: string;
  equipment: string;
  lot: string;
  lower: number | null;
  ok: boolean;
  order: string;
  seq: number;
  unit: string;
  upper: number | null;
  value: number;
};

/** A source: what kind, its title, where to open it, and the words quoted to the letter. */
export type Citation = {
  kind: string;
  quote: string;
  ref: string;
  title: string;
};

/** Who may read: everybody, everybody in the plant, or those with the restricted permission. */
export type Classification = "public" | "internal" | "restricted";

/** A stretch in which a machine is not available, and why. */
export type Closed = {
  end: string;
  equipment: string;
  reason: string;
  start: string;
};

/** One figure with and without the change; ``difference`` is taken replication by replication. */
export type Compared = {
  baseline: Span;
  changed: Span;
  clear: boolean;
  difference: Span;
  name: string;
  unit: string;
};

/** A component's health over time, its latest spectra, and what is predicted. */
export type ConditionView = {
  alarm_index: number;
  asset: AssetView | null;
  envelope: SpectrumView | null;
  index: number[];
  onset: string | null;
  orders: ShaftOrders | null;
  prediction: Prediction | null;
  spectrum: SpectrumView | null;
  threshold: number;
  times: string[];
  tones: Tone[];
};

/** A source of signals and how it stands. Secrets in the options are masked. */
export type ConnectionView = {
  address: string;
  changed_at: string;
  enabled: boolean;
  id: string;
  options: Record<string, string>;
  protocol: string;
  reason: string;
  state: string;
  tags: number;
};

/** Material that an operation used. */
export type ConsumedRow = {
  at: string;
  into: string;
  kind: string;
  lot: string;
  material: string;
  person: string;
  quantity: number;
  seq: number;
  unit: string;
};

export type ControlEaseWornMachinesArguments = {

};

export type ControlRecommendSetpointArguments = {
  effect?: Effect_Input | null;
  equipment: string;
  evidence?: Evidence_Input[] | null;
  parameter: string;
  reason: string;
  situation?: string;
  value: number;
};

export type ControlSettleWritesArguments = {

};

export type ControlWriteSetpointArguments = {
  equipment: string;
  parameter: string;
  reason: string;
  recommendation?: string;
  value: number;
};

export type CopilotWriteGuideArguments = {
  component: string;
  equipment: string;
  recommendation?: string;
  work_order: string;
};

/** What a pattern goes together with: ranked drivers, and the machine and band they point to. */
export type Correlation = {
  at: string;
  caveats: string[];
  defect: string;
  drivers: DriverView[];
  equipment: string;
  flawed: number;
  high: number | null;
  id: string;
  low: number | null;
  odds_ratio: number;
  operation: string;
  p_value: number;
  parts: number;
  pattern: string;
  signal: string;
};

/** What a person types to log in. */
export type Credentials = {
  code: string;
  login: string;
  password: string;
};

/** What a user has beside the password. */
export type CredentialsView = {
  badge: string;
  pin: boolean;
  second_factor: boolean;
};

/** Flawed among inspected units, and the units that count. */
export type DefectRate = {
  flawed: number;
  parts: number;
  pictures: string[];
  rate: number | null;
};

/** Demand of a material or spare part, where it comes from, and what it is worth. */
export type DemandForecast = {
  back_test: BackTest;
  history: DemandRow[];
  item: string;
  kind: string;
  name: string;
  pattern: string;
  source: string;
  step: string;
  steps: DemandStep[];
  unit: string;
  weights: Record<string, number>;
  worth_it: boolean;
};

/** What was used in one step of time, and how many records say so. */
export type DemandRow = {
  quantity: number;
  records: number;
  start: string;
};

/** The demand expected in one step of time, with its 80 and 95 % intervals. */
export type DemandStep = {
  expected: number;
  high_80: number;
  high_95: number;
  low_80: number;
  low_95: number;
  start: string;
};

/** A lot whose balance in the store is not what its history leaves. */
export type Difference = {
  by_history: number;
  in_store: number;
  lot: string;
  material: string;
};

/** One entry of a station's queue. */
export type DispatchRow = {
  blocked_by: string;
  customer: string;
  due: string;
  operation: OperationView;
  order: string;
  priority: number;
  product: string;
  quantity: number;
  ready: boolean;
};

/** One revision of a controlled document. */
export type Document = {
  about: string[];
  added_at: string;
  by: string;
  classification: Classification;
  effective_from: string;
  file: string;
  id: string;
  kind: string;
  language: string;
  name: string;
  pages: number;
  revision: string;
  state: DocumentState;
  title: string;
};

export type DocumentsAddDocumentArguments = {
  about?: string[] | null;
  classification?: Classification;
  document: string;
  effective_from?: string | null;
  file: string;
  kind: string;
  name: string;
  revision: string;
  title: string;
};

export type DocumentsLoadFolderArguments = {
  folder: string;
};

export type DocumentsReleaseDocumentArguments = {
  document: string;
  revision: string;
};

export type DocumentState = "draft" | "released" | "superseded";

/** A characteristic that left its level, at the machine to blame: since when, how far, by how */
export type Drift = {
  at: string;
  characteristic: string;
  direction: string;
  equipment: string;
  id: string;
  limits_take: number;
  now: number;
  product: string;
  series: DriftValue[];
  shift_sigma: number;
  sigma: number;
  since: string;
  unit: string;
  usual: number;
  values: number;
};

/** The usual reading of the stability index: below 0.1 stable, to 0.25 watch, above moved. */
export type DriftState = "stable" | "watch" | "moved";

/** A value of a series that drifted. */
export type DriftValue = {
  at: string;
  lot: string;
  value: number;
};

/** One thing that a defect goes together with; see ``quality.drivers.Driver``. */
export type DriverView = {
  caveats: string[];
  column: string;
  explained_by: string[];
  flawed: number;
  high: number | null;
  kind: string;
  level: string | null;
  low: number | null;
  odds_ratio: number;
  odds_ratio_high: number;
  odds_ratio_low: number;
  p_corrected: number;
  p_value: number;
  parts: number;
  rate: number;
  rate_elsewhere: number;
};

/** A quantity of one lot became part of another. */
export type Edge = {
  at: string;
  equipment: string;
  into: string;
  lot: string;
  order: string;
  quantity: number;
};

/** What following the recommendation is expected to change, with an interval. */
export type Effect_Input = {
  expected: number;
  high: number;
  low: number;
  measure: string;
  unit: string;
};

/** What following the recommendation is expected to change, with an interval. */
export type Effect = {
  expected: number;
  high: number;
  low: number;
  measure: string;
  unit: string;
};

/** Energy of a unit, or of everything below a node, with the machines it is the sum of. */
export type Energy = {
  end: string;
  equipment: string;
  start: string;
  unit: string;
  units: UnitEnergy[];
  value: number | null;
};

export type EnergyReadMetersArguments = {

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
  facts: Record<string, unknown>;
  id: string;
  kind: string;
  name: string;
  parent: string;
};

/** One thing that speaks for a recommendation. */
export type Evidence_Input = {
  figures: Record<string, number | string>;
  kind: string;
  ref: string;
  title: string;
};

/** One thing that speaks for a recommendation. */
export type Evidence = {
  figures: Record<string, number | string>;
  kind: string;
  ref: string;
  title: string;
};

export type ExecutionAddNoteArguments = {
  equipment?: string;
  order?: string;
  seq?: number;
  text: string;
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
  note?: string;
  reason: string;
  start: string;
};

export type ExecutionClockInArguments = {
  equipment?: string;
  order?: string;
  seq?: number;
};

export type ExecutionClockOutArguments = {
  order?: string;
  seq?: number;
};

export type ExecutionCompleteOperationArguments = {
  checks?: Record<string, number> | null;
  equipment?: string;
  good?: number;
  lot?: string;
  order: string;
  parameters?: Record<string, number> | null;
  reason?: string;
  scrap?: number;
  seq: number;
};

export type ExecutionConsumeMaterialArguments = {
  into: string;
  lot: string;
  order: string;
  quantity: number | string;
  seq: number;
};

export type ExecutionImportHistoryArguments = {
  labour?: PastLabour[] | null;
  operations?: PastOperation[] | null;
  orders?: ExecutionPastOrder[] | null;
  pieces?: PastPiece[] | null;
  quantities?: PastQuantity[] | null;
  states?: PastState[] | null;
};

export type ExecutionNoteStateArguments = {
  at: string;
  equipment: string;
  state: string;
};

export type ExecutionPauseOperationArguments = {
  order: string;
  reason?: string;
  seq: number;
};

export type ExecutionReceiveOrderArguments = {
  customer?: string;
  due: string;
  options?: Record<string, string> | null;
  order: string;
  priority?: number;
  product: string;
  quantity: number;
  source?: string;
  source_id?: string;
};

export type ExecutionRecordCheckArguments = {
  check: string;
  lot?: string;
  ok?: boolean;
  order: string;
  seq: number;
  value?: number | null;
};

export type ExecutionReportQuantityArguments = {
  equipment?: string;
  good?: number;
  lot?: string;
  order: string;
  parameters?: Record<string, number> | null;
  reason?: string;
  scrap?: number;
  seq: number;
};

export type ExecutionReturnMaterialArguments = {
  into: string;
  location: string;
  lot: string;
  order: string;
  quantity: number | string;
  seq: number;
};

export type ExecutionScanMaterialArguments = {
  lot: string;
  order: string;
  seq: number;
};

export type ExecutionSetPriorityArguments = {
  order: string;
  priority: number;
};

export type ExecutionStartOperationArguments = {
  equipment?: string;
  order: string;
  seq: number;
};

/** How probable an asset's failure is within the horizon after its newest row. */
export type FailureChance = {
  asset: string;
  at_h: number;
  horizon_h: number;
  probability: number;
};

/** One figure of a report: the model's, the baseline's, and which direction is better. */
export type Figure_Input = {
  baseline: number;
  higher_is_better: boolean;
  model: number;
  name: string;
};

/** A file that came in; ``state`` is taken or parked, ``problem`` says why it was parked. */
export type FileView = {
  at: string;
  name: string;
  orders: string[];
  problem: string;
  state: string;
};

/** One time that a rule fired. */
export type Firing = {
  at: string;
  detail: string;
  entry: string;
  news: number;
  rule: string;
  state: string;
};

/** Simulated beside actual pieces of a work centre over the last days. */
export type Fit = {
  actual: number;
  error: number | null;
  simulated: Span;
  work_centre: string;
};

/** Long-term capability by the quantiles of the distribution that fits best. */
export type FittedView = {
  expected_out: number;
  family: string;
  pp: number | null;
  ppk: number | null;
  ppk_high: number | null;
  ppk_low: number | null;
};

/** Flawed pieces of one kind at a station; ``kind`` is empty where it has no name yet. */
export type FlawKind = {
  judged: number;
  kind: string;
  proposed: number;
  station: string;
};

/** A lot or serial that a text names; see ``Match`` for ``how``. */
export type FoundLot = {
  how: "exact" | "alike" | "similar";
  likeness: number;
  lot: string;
  material: string;
  read: string;
  serial: boolean;
  state: string;
};

/** An order that a text names: exact, alike but for doubles such as O and 0, or a guess. */
export type FoundOrder = {
  how: "exact" | "alike" | "similar";
  likeness: number;
  order: string;
  product: string;
  read: string;
  state: string;
};

/** What a source shows at one address: a folder to look into, or a value that can be mapped. */
export type FoundView = {
  address: string;
  data_type: string;
  example: string;
  is_folder: boolean;
  name: string;
  unit: string;
  writable: boolean;
};

/** What one method (``anova`` or ``average_range``) says. */
export type GaugeMethod = {
  distinct_categories: number;
  interaction_kept: boolean;
  method: string;
  shares: GaugeShare[];
  verdict: string;
};

/** One measurement of a gauge study: who measured which part for the how-many-th time. */
export type GaugeReading_Input = {
  appraiser: string;
  part: string;
  trial: number;
  value: number;
};

/** One measurement of a gauge study: who measured which part for the how-many-th time. */
export type GaugeReading = {
  appraiser: string;
  part: string;
  trial: number;
  value: number;
};

/** One source of variation by one method: its deviation in the unit of the values, its share */
export type GaugeShare = {
  percent_of_tolerance: number | null;
  percent_of_total: number;
  sigma: number;
  source: string;
};

/** A gauge study in the list, with its verdict; see ``quality.gauge_study``. */
export type GaugeStudyLine = {
  appraisers: number;
  by: string;
  characteristic: string;
  distinct_categories: number;
  equipment: string;
  gauge: string;
  id: string;
  measured_at: string;
  parts: number;
  percent_of_tolerance: number | null;
  percent_of_total: number;
  title: string;
  trials: number;
  verdict: string;
};

/** A gauge study with its figures. */
export type GaugeStudyView = {
  anova: AnovaLine[];
  by: string;
  characteristic: string;
  equipment: string;
  gauge: string;
  id: string;
  lower: number | null;
  measured_at: string;
  methods: GaugeMethod[];
  readings: GaugeReading[];
  reasons: string[];
  title: string;
  unit: string;
  upper: number | null;
  verdict: string;
};

/** Lots and how they became part of one another; ``complete`` is false where it was cut off. */
export type Genealogy = {
  complete: boolean;
  edges: Edge[];
  nodes: LotView[];
  roots: string[];
};

export type GuidanceDecideArguments = {
  password?: string;
  reason?: string;
  recommendation: string;
  verdict: Verdict;
};

export type GuidanceEscalateOverdueArguments = {

};

export type GuidanceRecommendArguments = {
  action?: string;
  call?: Record<string, unknown> | null;
  code: string;
  confidence?: number | null;
  deadline?: string | null;
  effect?: Effect_Input | null;
  equipment?: string;
  evidence?: Evidence_Input[] | null;
  facts?: Record<string, unknown> | null;
  risk?: Risk;
  title: string;
};

export type GuidanceRecordOutcomeArguments = {
  facts?: Record<string, unknown> | null;
  note?: string;
  recommendation: string;
  truth: Truth;
};

/** A technician's guide for one work order. */
export type Guide = {
  at: string;
  component: string;
  equipment: string;
  id: string;
  recommendation: string;
  sections: Section[];
  work_order: string;
};

/** A hold on a lot, and its release. */
export type HoldView = {
  at: string;
  by: string;
  id: string;
  lot: string;
  reason: string;
  release_reason: string;
  released_at: string | null;
  released_by: string;
};

/** One clock hour of a shift; ``target`` is what standard times allow for the operations run. */
export type HourRow = {
  end: string;
  good: number;
  scrap: number;
  start: string;
  target: number;
  unexplained: number;
  units: UnitStrip[];
};

export type HTTPValidationError = {
  detail: ValidationError[];
};

export type IdentityAddUserArguments = {
  badge?: string;
  demo?: boolean;
  locale?: string;
  login: string;
  name: string;
  password: string;
  pin?: string;
  roles: string[];
  scope?: string[] | null;
};

export type IdentityAssignRolesArguments = {
  roles: string[];
  scope?: string[] | null;
  user: string;
};

export type IdentityBeginSecondFactorArguments = {
  password: string;
};

export type IdentityChangePasswordArguments = {
  new_password: string;
  old_password: string;
};

export type IdentityChooseLocaleArguments = {
  locale: string;
};

export type IdentityConfirmSecondFactorArguments = {
  code: string;
};

export type IdentityEndSessionArguments = {
  session: string;
};

export type IdentityEndSessionsArguments = {
  user: string;
};

export type IdentityEnrolTerminalArguments = {
  name: string;
  station: string;
};

export type IdentityLogInAtTerminalArguments = {
  label?: string;
  pin: string;
  token: string;
  who: string;
};

export type IdentityRemoveSecondFactorArguments = {
  password: string;
};

export type IdentityResetSecondFactorArguments = {
  user: string;
};

export type IdentityRevokeTerminalArguments = {
  terminal: string;
};

export type IdentitySetBadgeArguments = {
  badge: string;
  user: string;
};

export type IdentitySetPasswordArguments = {
  login: string;
  password: string;
};

export type IdentitySetPinArguments = {
  password: string;
  pin: string;
};

export type IdentitySwitchUserArguments = {
  active: boolean;
  user: string;
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
  customers: string[];
  held: string[];
  lots: string[];
  orders: string[];
  serials: string[];
  shipped: string[];
};

/** The population stability index of one input. */
export type InputDrift = {
  index: number;
  name: string;
  state: DriftState;
};

/** From ``start`` up to, not including, ``end``; both in UTC. */
export type Interval = {
  end: string;
  start: string;
};

export type InventoryCountArguments = {
  location: string;
  lot: string;
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
  from_location: string;
  lot: string;
  quantity?: number | string | null;
  reference?: string;
  to_location: string;
};

export type InventoryOrderMaterialArguments = {
  due: string;
  material: string;
  quantity: number | string;
  supplier?: string;
};

export type InventoryOrderPartArguments = {
  due: string;
  part: string;
  quantity: number;
};

export type InventoryReceiveArguments = {
  location: string;
  lot: string;
  material: string;
  quantity: number | string;
  reference?: string;
  supplier?: string;
  unit?: string;
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
  location: string;
  lot: string;
  quantity?: number | string | null;
  reason: string;
};

export type InventoryShipArguments = {
  customer: string;
  location: string;
  lot: string;
  reference?: string;
};

/** One background job: when it last ran, when it is next due, and its last error. */
export type JobView = {
  error: string;
  job: string;
  last_at: string | null;
  next_at: string;
  runs: number;
};

/** A characteristic of a joint chart, its usual level, and how it goes with the others. */
export type JointCharacteristic = {
  correlation: number[];
  mean: number;
  name: string;
  sigma: number;
  unit: string;
};

/** Hotelling's T-squared over what was measured together on one product at one machine. */
export type JointChartView = {
  characteristics: JointCharacteristic[];
  equipment: string;
  points: JointPoint[];
  product: string;
  skipped: number;
};

/** One part. ``contributions`` tell how much T-squared would fall without each characteristic; */
export type JointPoint = {
  at: string;
  broken: boolean;
  contributions: number[];
  lot: string;
  most: string;
  t_squared: number;
  ucl: number;
  values: number[];
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

export type KernelStartRoomArguments = {
  room: string;
};

export type KernelStopRoomArguments = {
  reason: string;
  room: string;
};

/** A label as a picture (SVG) and in a printer's language (ZPL); ``lines`` are what it tells. */
export type Label = {
  height_mm: number;
  lines: LabelLine[];
  lot: string;
  svg: string;
  symbol: string;
  width_mm: number;
  zpl: string;
};

/** One thing that the label tells: its name in the label's language, and the value. */
export type LabelLine = {
  name: string;
  value: string;
};

/** Somebody's work on an operation or at a machine. */
export type LabourRow = {
  end: string | null;
  equipment: string;
  minutes: number;
  order: string;
  person: string;
  seq: number;
  start: string;
};

/** An order that the plan finishes after its date, with the operation that holds it back. */
export type LateOrder = {
  due: string;
  end: string;
  late_h: number;
  order: string;
  reasons: BarReason[];
};

export type LearningCheckAllDriftArguments = {

};

export type LearningCheckDriftArguments = {
  model: string;
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
  data_hash: string;
  figures: Figure_Input[];
  file: string;
  kind: string;
  name: string;
  notes?: Record<string, string | number> | null;
  scope: string;
};

export type LearningRetireModelArguments = {
  model: string;
};

export type LearningStoreTableArguments = {
  content: string;
  name?: string;
};

/** What a parameter of a machine may be set to: validated low, usual and high value. */
export type Limit = {
  equipment: string;
  high: number;
  low: number;
  parameter: string;
  products: string[];
  unit: string;
  value: number;
};

/** One sentence or step with its sources. */
export type Line = {
  citations: Citation[];
  text: string;
};

/** One number of an answer; ``value`` is none where there are no data. */
export type CopilotFigure = {
  name: string;
  unit: string;
  value: number | null;
};

/** An order as it stood at the end of the past that is imported. */
export type ExecutionPastOrder = {
  customer: string;
  due: string;
  finished_at: string | null;
  good: number;
  id: string;
  priority: number;
  product: string;
  quantity: number;
  received_at: string;
  scrap: number;
  source: string;
  started_at: string | null;
  state: OrderState_Input;
};

/** One plant figure, what it is made of, and the query that lists the rows behind it. */
export type ExecutionFigure = {
  end: string;
  equipment: string;
  formula: string;
  name: string;
  parts: Record<string, number>;
  rows: string;
  start: string;
  unit: string;
  value: number | null;
};

/** One line of the ledger; an empty location is outside the store. */
export type InventoryMove = {
  at: string;
  by: string;
  from_location: string;
  id: number;
  kind: string;
  lot: string;
  material: string;
  quantity: number;
  reference: string;
  to_location: string;
  unit: string;
};

/** One figure of a report: the model's, the baseline's, and which direction is better. */
export type LearningFigure = {
  baseline: number;
  higher_is_better: boolean;
  model: number;
  name: string;
};

/** A work order of the past, for the bulk import. */
export type MaintenancePastOrder = {
  component: string;
  downtime_minutes: number;
  end: string;
  equipment: string;
  found: string;
  id: string;
  kind: string;
  note: string;
  part: string;
  start: string;
  task: string;
  technician: string;
  truth: string;
};

/** An operation that stands elsewhere than in the plan before, and why. */
export type SchedulingMove = {
  by: string;
  from_equipment: string;
  from_start: string;
  order: string;
  reason: string;
  seq: number;
  to_equipment: string;
  to_start: string;
};

/** The plant's line as data, with what waits in it now. */
export type LineView = {
  lots_in_line: number;
  name: string;
  opening_stock: Record<string, number>;
  products: ProductView[];
  stations: StationView[];
};

/** A past fact for the bulk import: a quantity of one lot became part of another. */
export type Link = {
  at: string;
  equipment: string;
  into: string;
  lot: string;
  order: string;
  quantity: number | string;
};

/** The newest value of a tag; ``quality`` is good, uncertain, bad or none (never heard). */
export type LiveValue = {
  age_s: number | null;
  at: string | null;
  equipment: string;
  quality: string;
  signal: string;
  tag: string;
  unit: string;
  value: number | null;
};

/** How the same method did on the last days, which it had not seen, two days ahead. */
export type LoadBackTest = {
  days: number;
  mae_kw: number;
  naive_mae_kw: number;
  naive_peak_mae_kw: number;
  peak_mae_kw: number;
  within_80: number;
};

/** The load of today and tomorrow by hour; energy and peak are those of tomorrow (``day``). */
export type LoadForecast = {
  back_test: LoadBackTest;
  day: string;
  equipment: string;
  history_days: number;
  history_from: string;
  hours: LoadHour[];
  kwh: number;
  meters: number;
  peak_at: string;
  peak_high_kw: number;
  peak_kw: number;
  peak_low_kw: number;
  unit: string;
};

/** Mean power expected in an hour of the plant's clock, with its 80 % interval. */
export type LoadHour = {
  expected_kw: number;
  high_kw: number;
  low_kw: number;
  start: string;
};

/** Energy and mean power of one step of a load curve. */
export type LoadPoint = {
  kwh: number;
  mean_kw: number;
  start: string;
};

/** A span of a machine's timeline within the window, and how it counts. */
export type LossRow = {
  counts_as: string;
  end: string;
  equipment: string;
  reason: string;
  seconds: number;
  start: string;
  state: string;
};

/** A quantity of one material with one history; a serial is a lot of one piece. */
export type Lot = {
  at: string;
  consumed: number | string;
  customer: string;
  held_reason: string;
  id: string;
  location: string;
  made_on: string;
  material: string;
  order: string;
  quantity: number | string;
  scrapped: number | string;
  serial: boolean;
  state: LotState;
  supplier: string;
  unit: string;
};

export type LotState = "available" | "held" | "scrapped" | "consumed" | "shipped";

/** A lot or serial: what came in, what remains, where it is and in which state. */
export type LotView = {
  at: string;
  consumed: number;
  customer: string;
  held_reason: string;
  id: string;
  location: string;
  made_on: string;
  material: string;
  order: string;
  quantity: number;
  remaining: number;
  scrapped: number;
  serial: boolean;
  state: string;
  supplier: string;
  unit: string;
};

export type MaintenanceAssessAllArguments = {

};

export type MaintenanceAssessArguments = {
  equipment: string;
};

export type MaintenanceCancelWorkOrderArguments = {
  reason: string;
  work_order: string;
};

export type MaintenanceCloseWorkOrderArguments = {
  downtime_minutes?: number | null;
  found: string;
  note?: string;
  recommendation?: string;
  truth: Truth;
  work_order: string;
};

export type MaintenanceFitFailureModelArguments = {
  asset: string;
  events?: string[] | null;
  failed: string;
  file: string;
  fleet: string;
  horizon_h?: number;
  signals?: string[] | null;
  time_h: string;
};

export type MaintenanceFitLifeModelArguments = {
  age: string;
  asset: string;
  cap?: number | null;
  failed?: string;
  file: string;
  fleet: string;
  horizon?: number;
  settings?: string[] | null;
  signals?: string[] | null;
};

export type MaintenanceImportWorkOrdersArguments = {
  orders: MaintenancePastOrder[];
};

export type MaintenanceLearnBehaviourArguments = {
  equipment: string;
};

export type MaintenanceNoteEvidenceArguments = {
  equipment: string;
  figures?: Record<string, number | string> | null;
  kind: string;
  ref: string;
  title: string;
};

export type MaintenancePlanWorkOrderArguments = {
  component: string;
  end: string;
  equipment: string;
  kind?: string;
  part?: string;
  prediction?: string;
  quantity?: number;
  recommendation?: string;
  start: string;
  task: string;
  technician: string;
};

export type MaintenanceProposeWorkOrderArguments = {
  prediction: string;
};

export type MaintenanceStartWorkOrderArguments = {
  work_order: string;
};

export type MaintenanceWatchBehaviourArguments = {
  until?: string | null;
};

/** Something that is bought or made; ``kind`` is raw, bought or made. */
export type Material = {
  facts: Record<string, unknown>;
  id: string;
  kind: string;
  name: string;
  unit: string;
};

/** When a bought material runs out by the forecast, if nothing more than is on order comes. */
export type MaterialShortage = {
  early: string | null;
  free: number;
  held: number;
  horizon_days: number;
  last_receipt: string | null;
  late: string | null;
  lead_time_days: number | null;
  material: string;
  name: string;
  on_order: number | null;
  order_by: string | null;
  per_day: number | null;
  reason: string;
  runs_out: string | null;
  supplier: string;
  unit: string;
};

/** A completion for the enterprise system; not yet written while ``written_at`` is empty. */
export type MessageView = {
  at: string;
  name: string;
  order: string;
  written_at: string | null;
};

/** A champion's inputs at one look beside those at fitting, the most moved first. */
export type ModelDrift = {
  at: string;
  by_chance: number;
  changes: string[];
  index: number;
  inputs: InputDrift[];
  model: string;
  rows: number;
  state: DriftState;
};

export type ModelState = "candidate" | "shadow" | "champion" | "retired";

/** One version of a model for one scope (an equipment, a product, or the plant). */
export type ModelVersion = {
  by: string;
  data_hash: string;
  figures: LearningFigure[];
  file: string;
  id: string;
  kind: string;
  name: string;
  notes: Record<string, string | number>;
  promoted_at: string | null;
  promoted_by: string;
  scope: string;
  state: ModelState;
  trained_at: string;
  version: number;
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
  actor: string;
  at: string;
  facts: Record<string, unknown>;
  id: number;
  name: string;
  subject: string;
};

/** Something that is not as specified: what, how bad, which lots, and what becomes of them. */
export type Nonconformance = {
  at: string;
  by: string;
  closed_at: string | null;
  correlation: string;
  defect: string;
  disposition: string;
  equipment: string;
  facts: Record<string, unknown>;
  held: string[];
  id: string;
  lots: string[];
  pattern: string;
  severity: string;
  state: NonconformanceState;
  title: string;
};

export type NonconformanceState = "open" | "contained" | "closed";

/** What somebody wrote. */
export type Note = {
  at: string;
  by: string;
  equipment: string;
  id: string;
  order: string;
  seq: number;
  text: string;
};

/** The OEE index with its factors, the totals they are made of, and where the rows are. */
export type Oee = {
  availability: number | null;
  busy_s: number;
  calendar_s: number;
  end: string;
  equipment: string;
  formulas: Record<string, string>;
  good: number;
  made: number;
  made_good: number;
  oee: number | null;
  performance: number | null;
  planned_stop_s: number;
  quality_ratio: number | null;
  rows: string[];
  running_s: number;
  scrap: number;
  standard_s: number;
  start: string;
  unit: string;
  unknown_s: number;
  unreported_s: number;
  value: number | null;
};

/** Where somebody is logged in: the browser's own words, and the terminal if it is one. */
export type OpenSession = {
  browser: string;
  expires: string;
  id: string;
  opened: string;
  terminal: string;
};

/** What a sampling plan does with lots of a share of flawed parts: how likely it accepts them, */
export type OperatingPoint = {
  acceptance: number;
  outgoing: number | null;
  share: number;
};

export type OperationState = "pending" | "running" | "paused" | "done" | "cancelled";

/** An operation with everything a station shows; ``waiting`` pieces are not reported yet. */
export type OperationView = {
  alternatives: string[];
  arrived: number;
  batch_pieces: number;
  checks: Check[];
  checks_done: string[];
  document: string;
  equipment: string;
  finished: string | null;
  good: number;
  lot: string;
  materials: Need[];
  name: string;
  name_de: string;
  order: string;
  planned_end: string | null;
  planned_start: string | null;
  scrap: number;
  seq: number;
  set_points: SetPoint[];
  setup_family: string;
  skill: string;
  standard_time_s: number;
  started: string | null;
  state: string;
  waiting: number;
  work_centre: string;
};

/** Energy of an order with the runs that it is the sum of. */
export type OrderEnergy = {
  kwh: number;
  order: string;
  runs: RunEnergy[];
};

/** An order as lists show it; ``late`` when its due date has passed and it is not done. */
export type OrderRow = {
  customer: string;
  due: string;
  finished_at: string | null;
  good: number;
  id: string;
  late: boolean;
  options: Record<string, string>;
  priority: number;
  product: string;
  quantity: number;
  received_at: string;
  revision: string;
  scrap: number;
  source: string;
  source_id: string;
  started_at: string | null;
  state: string;
};

export type OrderState_Input = "pending" | "accepted" | "running" | "paused" | "done" | "cancelled";

export type OrderState = "planned" | "started" | "closed" | "cancelled";

/** An order with its operations, the material it used, its lots, and how its pieces balance. */
export type OrderView = {
  begun: number;
  in_work: number;
  labour_minutes: number;
  lots: string[];
  materials: ConsumedRow[];
  operations: OperationView[];
  order: OrderRow;
};

/** What came of a request: done with a result, or a recommendation that awaits a decision. */
export type Outcome = {
  recommendation: string;
  result: unknown;
  state: string;
};

/** Something that could not be processed, why, and what to do. */
export type ParkedView = {
  advice: string;
  at: string;
  code: string;
  content: string;
  count: number;
  facts: Record<string, unknown>;
  id: string;
  source: string;
  state: string;
  what: string;
};

/** A spare part. ``reserved`` pieces are still on hand; ``fits`` lists equipment paths. */
export type Part = {
  fits: string[];
  id: string;
  kind: string;
  lead_time_days: number;
  location: string;
  name: string;
  on_hand: number;
  on_order: number;
  price_nok: number;
  reorder_point: number;
  reserved: number;
  supplier: string;
};

/** Energy per good part. Scrap is not divided by: what it took is borne by the good ones. */
export type PartEnergy = {
  end: string;
  equipment: string;
  good: number;
  kwh: number;
  scrap: number;
  start: string;
  unit: string;
  value: number | null;
};

/** A supplier or a customer. */
export type Partner = {
  facts: Record<string, unknown>;
  id: string;
  kind: string;
  name: string;
};

/** A passage that answers: verbatim ``quote`` with its place, and what the score is made of. */
export type PassageHit = {
  covered: number;
  document: string;
  file: string;
  heading: string;
  kind: string;
  page: number;
  passage: string;
  quote: string;
  revision: string;
  score: number;
  text: string;
  title: string;
};

/** A stretch of somebody's work on an operation. */
export type PastLabour = {
  end: string | null;
  equipment: string;
  id: string;
  order: string;
  person: string;
  seq: number;
  start: string;
};

/** An operation of a past order; those that are not named had not begun. */
export type PastOperation = {
  equipment: string;
  finished: string | null;
  good: number;
  lot: string;
  order: string;
  scrap: number;
  seq: number;
  started: string | null;
  state: OperationState;
};

/** A piece with a serial number; ``passed`` is its last operation, 0 while in the first. */
export type PastPiece = {
  lot: string;
  order: string;
  passed: number;
  scrapped: boolean;
};

/** A past report of pieces. */
export type PastQuantity = {
  at: string;
  equipment: string;
  good: number;
  lot: string;
  order: string;
  person: string;
  reason: string;
  scrap: number;
  seq: number;
};

/** A span of a machine's state, with its reason where somebody gave one. */
export type PastState = {
  by: string;
  end: string | null;
  equipment: string;
  note: string;
  reason: string;
  start: string;
  state: string;
};

/** A defect that recurs at a station more often than it used to. */
export type Pattern = {
  at: string;
  concluded: string | null;
  correlation: string;
  defect: string;
  flawed: number;
  id: string;
  parts: number;
  rate: number;
  since: string;
  state: string;
  station: string;
  usual_rate: number;
};

/** The highest load expected tomorrow, with its 80 % interval. */
export type PeakLoad = {
  at: string;
  equipment: string;
  high_kw: number;
  low_kw: number;
  unit: string;
  value: number;
};

/** Somebody who works at the site. */
export type Person = {
  crew: string;
  id: string;
  language: string;
  name: string;
  role: string;
  scope: string;
  skills: string[];
};

/** A picture as a camera station sends it: its content is stored under ``file``. */
export type PictureIn = {
  at: string;
  file: string;
  judged: string;
  kind: string;
  lot: string;
  measured: Record<string, number>;
  order: string;
  station: string;
  unit: number;
};

/** A picture with its verdict; ``heat_file`` overlays it. */
export type PictureView = {
  at: string;
  box: number[] | null;
  file: string;
  flawed: boolean | null;
  heat_file: string;
  id: string;
  judged: string;
  judged_by: string;
  kind: string;
  kind_share: number | null;
  latency_ms: number | null;
  lot: string;
  measured: Record<string, number>;
  model: string;
  order: string;
  placement: PlacementView | null;
  proposed_kind: string;
  score: number | null;
  station: string;
  unit: number;
};

/** How far a part lies from where it usually does: pixels to the right and down, degrees */
export type PlacementView = {
  down_px: number;
  in_place: boolean;
  likeness: number;
  right_px: number;
  turn_deg: number;
};

/** What a plan is worth: weighted tardiness and set-up in hours, late orders, how it was found. */
export type PlanFigures = {
  found_by: string;
  gap: number | null;
  late_orders: number;
  makespan_h: number;
  operations: number;
  seconds: number;
  setup_h: number;
  tardiness_h: number;
};

/** A plan without its bars. */
export type PlanHead = {
  at: string;
  by: string;
  figures: PlanFigures;
  id: string;
  previous: string;
  reason: string;
  state: string;
};

/** One operation in the plan; ``setup_s`` lies before ``start``, late orders are marked. */
export type PlannedBar = {
  due: string | null;
  end: string;
  equipment: string;
  late_h: number;
  locked: boolean;
  name: string;
  operator: string;
  order: string;
  product: string;
  quantity: number;
  seq: number;
  setup_s: number;
  start: string;
  state: string;
};

export type PlantCloseDayArguments = {
  date: string;
  name: string;
  site: string;
  work_centres?: string[] | null;
};

export type PlantDefineReasonArguments = {
  reason: Reason_Input;
};

export type PlantLoadPlantArguments = {
  folder: string;
};

export type PlantOpenDayArguments = {
  date: string;
  site: string;
};

export type PlantReleaseProductArguments = {
  product: Product_Input;
};

/** A plan with its bars, the maintenance windows in it, its figures and what moved. */
export type PlanView = {
  at: string;
  bars: PlannedBar[];
  by: string;
  figures: PlanFigures;
  id: string;
  moves: SchedulingMove[];
  previous: string;
  reason: string;
  state: string;
  windows: Closed[];
};

/** That a component will fail, when, and what speaks for it. */
export type Prediction = {
  at: string;
  component: string;
  equipment: string;
  features: Record<string, number>;
  growth: string;
  horizon_h: number;
  id: string;
  index: number;
  life_h: number;
  life_high_h: number;
  life_low_h: number;
  model: string;
  onset: string | null;
  p_value: number;
  probability: number;
  state: string;
  threshold: number;
  truth: string;
};

/** A past fact for the bulk import: what was done to a lot on equipment. */
export type Process = {
  end: string;
  equipment: string;
  good: number | string;
  lot: string;
  operation: string;
  order: string;
  parameters: Record<string, unknown>;
  people: string[];
  scrap: number | string;
  start: string;
};

/** What was done to a lot on equipment: when, by whom, with which parameters and yield. */
export type ProcessRow = {
  end: string;
  equipment: string;
  good: number;
  lot: string;
  operation: string;
  order: string;
  parameters: Record<string, unknown>;
  people: string[];
  scrap: number;
  start: string;
};

/** Something that is made, in one revision, with its routing. */
export type Product_Input = {
  facts: Record<string, unknown>;
  family: string;
  id: string;
  kind: string;
  lot_size: number;
  name: string;
  name_de: string;
  revision: string;
  routing: RouteStep_Input[];
  traced_by: string;
  unit: string;
};

/** Something that is made, in one revision, with its routing. */
export type Product = {
  facts: Record<string, unknown>;
  family: string;
  id: string;
  kind: string;
  lot_size: number;
  name: string;
  name_de: string;
  revision: string;
  routing: RouteStep[];
  traced_by: string;
  unit: string;
};

/** Everything on record about an order: steps, people, times, settings, lots, checks, notes. */
export type ProductionRecord = {
  checks: CheckRow[];
  holds: HoldView[];
  labour: LabourRow[];
  lots: LotView[];
  made_from: Edge[];
  notes: Note[];
  order: OrderView;
  processes: ProcessRow[];
  quantities: QuantityRow[];
};

/** A product's route, and how many pieces make a lot. */
export type ProductView = {
  lot_size: number;
  name: string;
  steps: StepView[];
};

/** A reorder point and order level from the forecast, beside the reorder point in force. */
export type ProposedLevel = {
  error_per_day: number | null;
  free: number;
  item: string;
  kind: string;
  lead_time_days: number | null;
  name: string;
  order_level: number | null;
  per_day: number | null;
  reason: string;
  reorder_point: number | null;
  reorder_point_now: number | null;
  review_days: number;
  safety_stock: number | null;
  service_level: number;
  unit: string;
};

/** A material on order: how much of it came so far, and when the rest is due. */
export type Purchase = {
  at: string;
  by: string;
  due: string;
  id: string;
  material: string;
  quantity: number;
  received: number;
  supplier: string;
  unit: string;
};

export type QualityCloseNonconformanceArguments = {
  disposition: string;
  nonconformance: string;
};

export type QualityConcludePatternArguments = {
  pattern: string;
};

export type QualityConcludePatternsOfArguments = {
  equipment: string;
};

export type QualityCorrelateArguments = {
  pattern: string;
};

export type QualityFindDriftsArguments = {

};

export type QualityFindPatternsArguments = {

};

export type QualityFitInspectorArguments = {
  also?: string[] | null;
  station: string;
};

export type QualityHoldSuspectsArguments = {
  lots: string[];
  nonconformance: string;
  reason: string;
  recommendation?: string;
};

export type QualityImportChecksArguments = {
  checks: CheckIn[];
};

export type QualityImportPicturesArguments = {
  pictures: PictureIn[];
};

export type QualityInspectPastArguments = {
  limit?: number;
};

export type QualityInspectPicturesArguments = {
  pictures: PictureIn[];
};

export type QualityJudgePictureArguments = {
  judged: "good" | "flawed";
  kind?: string;
  picture: string;
};

export type QualityLearnKindsArguments = {

};

export type QualityOpenNonconformanceArguments = {
  correlation?: string;
  defect: string;
  equipment?: string;
  lots?: string[] | null;
  pattern?: string;
  severity?: "minor" | "major" | "critical";
  title: string;
};

export type QualityProposeContainmentArguments = {
  correlation: string;
};

export type QualityReadMarksArguments = {
  content?: string;
  picture?: string;
  text?: boolean;
};

export type QualityRecordCheckArguments = {
  check: CheckIn;
};

export type QualityRecordGaugeStudyArguments = {
  characteristic: string;
  equipment?: string;
  gauge?: string;
  lower?: number | null;
  measured_at?: string | null;
  readings?: GaugeReading_Input[] | null;
  table?: string;
  title: string;
  unit?: string;
  upper?: number | null;
};

/** One report of good pieces and scrap. */
export type QuantityRow = {
  at: string;
  equipment: string;
  good: number;
  id: number;
  lot: string;
  order: string;
  person: string;
  product: string;
  reason: string;
  scrap: number;
  seq: number;
};

/** For how many days the stock lasts by the forecast; none where there is no forecast. */
export type Reach = {
  free: number;
  material: string;
  per_day: number | null;
  unit: string;
  value: number | null;
};

/** The count of a machine's energy meter at a time; it only grows until it is reset. */
export type Reading = {
  at: string;
  count_kwh: number;
  equipment: string;
};

/** Why a machine stands or a part is scrapped. */
export type Reason_Input = {
  code: string;
  facts: Record<string, unknown>;
  group: string;
  label: string;
  label_de: string;
  planned: boolean;
  state: string;
};

/** Why a machine stands or a part is scrapped. */
export type Reason = {
  code: string;
  facts: Record<string, unknown>;
  group: string;
  label: string;
  label_de: string;
  planned: boolean;
  state: string;
};

/** An act that somebody should consider. */
export type Recommendation = {
  action: string;
  at: string;
  by: string;
  call: Record<string, unknown>;
  code: string;
  confidence: number | null;
  deadline: string | null;
  decided_at: string | null;
  decided_by: string;
  effect: Effect | null;
  equipment: string;
  evidence: Evidence[];
  facts: Record<string, unknown>;
  id: string;
  level: number;
  outcome_at: string | null;
  outcome_by: string;
  outcome_facts: Record<string, unknown>;
  outcome_note: string;
  reason: string;
  result: unknown;
  risk: string;
  signed: boolean;
  state: State;
  title: string;
  truth: Truth | null;
};

/** A refusal: its stable code, the facts, and what to do. */
export type Refused = {
  advice: string;
  code: string;
  facts: Record<string, unknown>;
  status: number;
};

/** A sample that a rule repaired, marked or rejected. */
export type Repair = {
  original: number | null;
  rule: string;
  stored: number | null;
  tag: string;
  time: string;
  verdict: string;
};

/** A closed work order, as a case to learn from. */
export type RepairCase = {
  closed_at: string | null;
  component: string;
  downtime_minutes: number;
  equipment: string;
  found: string;
  kind: string;
  note: string;
  part: string;
  task: string;
  technician: string;
  truth: string;
  work_order: string;
};

/** A sample that a rule of preparation repaired, marked or rejected. */
export type RepairView = {
  at: string;
  id: number;
  original: number | null;
  rule: string;
  stored: number | null;
  tag: string;
  time: string;
  undone_by: string;
  verdict: string;
};

/** What a work order keeps or took of a spare part: reserved, issued or released. */
export type Reservation = {
  at: string;
  by: string;
  issued: number;
  part: string;
  quantity: number;
  state: string;
  work_order: string;
};

/** What a what-if found, and from what. */
export type Result = {
  at: string;
  by: string;
  changes: Change[];
  figures: Compared[];
  horizon_h: number;
  id: string;
  orders: number;
  replications: number;
  seed: number;
};

/** How far an action reaches, from reading to changing production. */
export type Risk = "inform" | "support" | "initiate" | "execute";

/** A room of the house; a stopped one says since when, by whom and why. */
export type RoomView = {
  at: string | null;
  by: string;
  reason: string;
  room: string;
  stoppable: boolean;
  stopped: boolean;
};

/** One operation of a routing. */
export type RouteStep_Input = {
  batch: Batch_Input | null;
  checks: Check_Input[];
  document: string;
  equipment: string[];
  materials: Need_Input[];
  name: string;
  name_de: string;
  seq: number;
  set_points: SetPoint_Input[];
  setup_family: string;
  skill: string;
  standard_time_s: number;
  work_centre: string;
};

/** One operation of a routing. */
export type RouteStep = {
  batch: Batch | null;
  checks: Check[];
  document: string;
  equipment: string[];
  materials: Need[];
  name: string;
  name_de: string;
  seq: number;
  set_points: SetPoint[];
  setup_family: string;
  skill: string;
  standard_time_s: number;
  work_centre: string;
};

/** On news of kind ``on``, when the condition holds, put ``do`` through the door. */
export type Rule = {
  changed_at: string | null;
  changed_by: string;
  do: string;
  enabled: boolean;
  given: Record<string, unknown>;
  id: string;
  on: string;
  title: string;
  version: number;
  when: string;
};

/** Energy of one run of a lot on a machine, shared by pieces with lots that ran beside it. */
export type RunEnergy = {
  end: string;
  equipment: string;
  kwh: number;
  lot: string;
  operation: string;
  pieces: number;
  start: string;
};

/** How many values pass on average until the chart signals: without any shift, and after a */
export type RunLengthView = {
  one_sigma: number;
  quiet: number;
};

/** Take ``sample`` parts of the lot; accept it with at most ``accept`` flawed ones. */
export type SamplingPlanView = {
  accept: number;
  curve: OperatingPoint[];
  even_share: number;
  good_accepted: number;
  good_share: number;
  letter: string | null;
  limiting_share: number;
  outgoing_limit: number | null;
  reject: number;
  sample: number;
};

/** What came of one recommendation, in hours and in money, with a 90 % interval. */
export type Saving = {
  amount: number;
  at: string;
  currency: string;
  evidence: Record<string, unknown>;
  high: number;
  id: string;
  kind: string;
  low: number;
  measure: string;
  method: string;
  money: number;
  money_high: number;
  money_low: number;
  recommendation: string;
  unit: string;
  use_case: string;
};

export type SchedulingLockBarArguments = {
  equipment: string;
  order: string;
  seq: number;
  start: string;
};

export type SchedulingMakePlanArguments = {
  publish?: boolean;
  reason?: string;
  seconds?: number;
};

export type SchedulingPublishPlanArguments = {
  plan: string;
};

export type SchedulingReplanArguments = {
  equipment?: string;
  reason: string;
  seconds?: number;
};

export type SchedulingSolveProblemArguments = {
  name?: string;
  problem: string;
  seconds?: number;
  seed?: number;
};

export type SchedulingUnlockBarArguments = {
  order: string;
  seq: number;
};

/** A part of a guide: why, safety, parts, steps, past cases, afterwards. */
export type Section = {
  code: string;
  lines: Line[];
  title: string;
};

/** A parameter of the machine for this product, with the limits it must keep. */
export type SetPoint_Input = {
  high: number | null;
  low: number | null;
  signal: string;
  unit: string;
  value: number;
};

/** A parameter of the machine for this product, with the limits it must keep. */
export type SetPoint = {
  high: number | null;
  low: number | null;
  signal: string;
  unit: string;
  value: number;
};

/** How long a machine kind takes to change from one set-up family to another. */
export type Setup = {
  from_family: string;
  machine_kind: string;
  setup_s: number;
  to_family: string;
};

export type Severity = "info" | "warning" | "critical";

/** Amplitudes over multiples of the shaft's speed, which is the measured one where it is told. */
export type ShaftOrders = {
  amplitude: number[];
  measured: boolean;
  order: number[];
  speed_rpm: number;
  tones: ShaftTone[];
  unit: string;
};

/** A bearing's tone as a multiple of the shaft's speed, and the amplitude found there. */
export type ShaftTone = {
  amplitude: number;
  name: string;
  order: number;
};

/** A shift hour by hour, for a unit or for all units below a node. */
export type ShiftMonitor = {
  equipment: string;
  good: number;
  hours: HourRow[];
  scrap: number;
  shift: ShiftView;
  target: number;
  unexplained: number;
};

/** A shift in short: output against target, stops by reason, people, notes. */
export type ShiftSummary = {
  notes: Note[];
  output: CentreOutput[];
  people: Record<string, number>;
  shift: ShiftView;
  stop_minutes_by_reason: Record<string, number>;
  stops: Stop[];
  unexplained: number;
};

/** One shift on one day; the night belongs to the ``date`` on which it begins. */
export type ShiftView = {
  date: string;
  end: string;
  id: string;
  name: string;
  name_de: string;
  start: string;
};

/** A material of which open orders need more than is free, and the first one that lacks it. */
export type Shortage = {
  due: string;
  free: number;
  material: string;
  needed: number;
  order: string;
  orders: string[];
  short: number;
  unit: string;
};

/** The certificate that a server shows: its SHA-256 thumbprint, and whether we trust it. */
export type ShownCertificate = {
  subject: string;
  thumbprint: string;
  trusted: boolean;
  valid_until: string;
};

/** One signal's part in a moment's score: its share, what it read, and how far from usual. */
export type SignalPart = {
  away: number;
  deviations: number;
  reading: number;
  share: number;
  signal: string;
  tag: string;
  unit: string;
  usual: number;
};

/** A mean over replications with the interval of 95 %. */
export type Span = {
  high: number;
  low: number;
  mean: number;
};

/** Amplitudes over frequency; thinned to what a screen shows, keeping the peaks. */
export type SpectrumView = {
  amplitude: number[];
  frequency_hz: number[];
  unit: string;
};

export type State = "open" | "deferred" | "approved" | "rejected";

/** A machine's state since ``at``, as derived from its signals. */
export type StateChange = {
  at: string;
  equipment: string;
  source: string;
  state: string;
};

/** A stretch in which a machine was in one state; ``end`` is None while it lasts. */
export type StateSpan = {
  end: string | null;
  equipment: string;
  source: string;
  start: string;
  state: string;
};

/** A station of the line: machines of one kind that share a queue. */
export type StationView = {
  batch_lots: number;
  machines: string[];
  manned_by_shift: boolean;
  mean_repair_h: number | null;
  mean_time_between_failures_h: number | null;
  name: string;
};

/** One step of a product's route with its mean time for a lot (or a single piece). */
export type StepView = {
  family: string;
  machines: string[];
  needs: Record<string, number>;
  station: string;
  time_s: number;
};

/** A quantity of a lot at a place, for the bulk import. */
export type StockRow = {
  location: string;
  lot: string;
  material: string;
  quantity: number | string;
  unit: string;
};

/** How much of a lot lies where, and the state of the lot. */
export type StockView = {
  location: string;
  lot: string;
  material: string;
  quantity: number;
  since: string;
  state: string;
  supplier: string;
  unit: string;
};

/** A time in which a machine stood; ``unexplained`` until somebody gives the reason. */
export type Stop = {
  by: string;
  end: string | null;
  equipment: string;
  minutes: number;
  note: string;
  reason: string;
  start: string;
  state: string;
  unexplained: boolean;
};

/** A stretch of a machine's strip within an hour, from and to in minutes of that hour. */
export type StripSpan = {
  from_minute: number;
  reason: string;
  start: string;
  state: string;
  to_minute: number;
  unexplained: boolean;
};

/** Which address of a source feeds which signal of which equipment. */
export type TagMapping = {
  address: string;
  equipment: string;
  high: number | null;
  low: number | null;
  options: Record<string, string> | null;
  period_s: number | null;
  signal: string;
  source_unit: string;
  states: Record<string, string> | null;
  tag_class: string;
  unit: string;
  wave_rate_hz: number | null;
};

/** A signal of an equipment and where it comes from. */
export type TagView = {
  address: string;
  codes: Record<string, string>;
  connection: string | null;
  equipment: string;
  high: number | null;
  id: string;
  low: number | null;
  options: Record<string, string>;
  period_s: number | null;
  signal: string;
  source_unit: string;
  tag_class: string;
  unit: string;
  wave_rate_hz: number | null;
};

/** How far a long piece of work is; ``state`` is running, done, failed or cancelled. */
export type TaskView = {
  actor: string;
  changed_at: string;
  done: number;
  id: string;
  name: string;
  note: string;
  started_at: string;
  state: string;
  total: number;
};

export type TelemetryAttachConnectionArguments = {
  address: string;
  connection: string;
  options?: Record<string, string> | null;
  protocol: string;
};

export type TelemetryImportStatesArguments = {
  changes: StateChange[];
};

export type TelemetryLoadTagsArguments = {
  addresses: Record<string, string>;
  folder: string;
};

export type TelemetryMapTagsArguments = {
  connection: string;
  tags: TagMapping[];
};

export type TelemetryNoteAlarmsArguments = {
  alarm: number;
  at: string;
  equipment: string;
};

export type TelemetryNoteConnectionArguments = {
  connection: string;
  reason?: string;
  state: string;
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
  arrival_us: number[];
  connection: string;
  names: string[];
  quality: number[];
  tag: number[];
  time_us: number[];
  value: (number | null)[];
};

export type TelemetryTrustCertificateArguments = {
  connection: string;
  thumbprint: string;
};

/** A word that people use: what it stands for, and its other names in that language. */
export type Term = {
  kind: string;
  locale: string;
  ref: string;
  synonyms: string[];
  term: string;
};

/** A browser at a station that people share. Only there does a PIN open a session. */
export type Terminal = {
  at: string;
  by: string;
  id: string;
  name: string;
  station: string;
};

/** A bearing's tone and the amplitude found there. */
export type Tone = {
  amplitude: number;
  frequency_hz: number;
  name: string;
};

export type TracingAddToLotArguments = {
  lot: string;
  quantity: number | string;
};

export type TracingConsumeArguments = {
  equipment?: string;
  into: string;
  lot: string;
  order?: string;
  quantity: number | string;
};

export type TracingCreateLotArguments = {
  customer?: string;
  location?: string;
  lot: string;
  made_on?: string;
  material: string;
  order?: string;
  quantity: number | string;
  serial?: boolean;
  supplier?: string;
  unit?: string;
};

export type TracingGiveBackArguments = {
  into: string;
  lot: string;
  quantity: number | string;
};

export type TracingHoldLotArguments = {
  lot: string;
  reason: string;
};

export type TracingImportGenealogyArguments = {
  links?: Link[] | null;
  lots?: Lot[] | null;
  processes?: Process[] | null;
};

export type TracingMoveLotArguments = {
  location: string;
  lot: string;
};

export type TracingRecordProcessArguments = {
  end: string;
  equipment: string;
  good?: number | string;
  lot: string;
  operation: string;
  order: string;
  parameters?: Record<string, unknown> | null;
  people?: string[] | null;
  scrap?: number | string;
  start: string;
};

export type TracingReleaseLotArguments = {
  lot: string;
  password?: string;
  reason: string;
};

export type TracingScrapLotArguments = {
  lot: string;
  quantity?: number | string | null;
  reason: string;
};

export type TracingShipLotArguments = {
  customer: string;
  lot: string;
};

/** How often predictions of a model's name and scope turned out right, with a 95 % interval. */
export type TrackRecord = {
  confirmed: number;
  false: number;
  high: number | null;
  low: number | null;
  name: string;
  precision: number | null;
  scope: string;
};

/** One bucket of a trend: its mean, extremes and number of samples. */
export type TrendPoint = {
  at: string;
  count: number;
  high: number | null;
  low: number | null;
  mean: number | null;
};

/** A tag's course over a span of time. */
export type TrendView = {
  points: TrendPoint[];
  tag: string;
  unit: string;
};

/** Whether the recommendation turned out right. */
export type Truth = "confirmed" | "false" | "unclear";

export type TwinStudyLineArguments = {
  horizon_h?: number;
  line: Record<string, unknown>;
  replications?: number;
  seed?: number;
  warm_up_h?: number | null;
};

export type TwinWhatIfArguments = {
  changes: Change_Input[];
  horizon_h?: number;
  replications?: number;
  seed?: number;
};

/** One machine's energy; ``covered_s`` of the window are covered by readings. */
export type UnitEnergy = {
  covered_s: number;
  equipment: string;
  kwh: number;
};

/** One machine within an hour: its strip, its output and its target. */
export type UnitStrip = {
  equipment: string;
  good: number;
  scrap: number;
  spans: StripSpan[];
  target: number;
};

/** One record of something used; ``into`` is the lot, customer or work order that took it. */
export type Use = {
  at: string;
  equipment: string;
  into: string;
  lot: string;
  order: string;
  quantity: number;
  source: string;
};

/** A user without secrets. */
export type UserView = {
  active: boolean;
  demo: boolean;
  id: string;
  locale: string;
  login: string;
  must_change: boolean;
  name: string;
  roles: string[];
  scope: string[];
};

export type ValidationError = {
  ctx: Record<string, unknown>;
  input: unknown;
  loc: (string | number)[];
  msg: string;
  type: string;
};

export type ValueBookOutcomeArguments = {
  recommendation: string;
};

export type ValueFreezeBaselineArguments = {
  component: string;
};

/** All savings of a kind added up; augmentation and automation are never mixed. */
export type ValueSummary = {
  cases: number;
  currency: string;
  hours: number;
  kind: string;
  money: number;
  money_high: number;
  money_low: number;
};

export type Verdict = "approve" | "reject" | "defer";

/** A file that lies in the inbox; size and change tell whether it is still being written. */
export type Waiting = {
  changed: number;
  name: string;
  size_bytes: number;
};

/** Pieces that wait at an operation or are worked on there. */
export type WipRow = {
  due: string;
  equipment: string;
  name: string;
  order: string;
  product: string;
  seq: number;
  state: string;
  waiting: number;
};

export type WorkflowLoadRulesArguments = {
  folder: string;
};

export type WorkflowNoteFiringArguments = {
  entry: string;
  news: number;
  recommendation?: string;
  rule: string;
  state: string;
};

export type WorkflowSwitchRuleArguments = {
  enabled: boolean;
  rule: string;
};

export type WorkflowWriteRuleArguments = {
  do: string;
  given?: Record<string, unknown> | null;
  on: string;
  rule: string;
  title: string;
  when?: string;
};

/** Work on a machine: what, when, who, with which part, and what was found. */
export type WorkOrder = {
  closed_at: string | null;
  component: string;
  created_at: string | null;
  downtime_minutes: number;
  end: string;
  equipment: string;
  facts: Record<string, unknown>;
  found: string;
  id: string;
  kind: string;
  note: string;
  part: string;
  prediction: string;
  quantity: number;
  recommendation: string;
  start: string;
  started_at: string | null;
  state: OrderState;
  task: string;
  technician: string;
  truth: string;
};

/** One write of a set-point: who and why, the values before, asked for and read back. */
export type Write = {
  acknowledged: boolean;
  answer: string;
  at: string;
  by: string;
  equipment: string;
  id: string;
  parameter: string;
  previous: number | null;
  read_back: number | null;
  reason: string;
  recommendation: string;
  unit: string;
  value: number;
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
  "energy.load_forecast": { args: { equipment?: string; }; answer: LoadForecast };
  "energy.order_energy": { args: { order: string; }; answer: OrderEnergy };
  "energy.peak_load": { args: { equipment?: string; }; answer: PeakLoad };
  "energy.per_part": { args: { equipment?: string; start?: string | null; end?: string | null; }; answer: PartEnergy };
  "enterprise.came_by_file": { args: { order: string; }; answer: boolean };
  "enterprise.files": { args: { state?: string; limit?: number; }; answer: FileView[] };
  "enterprise.inbox": { args: Record<string, never>; answer: Waiting[] };
  "enterprise.messages": { args: { open_only?: boolean; limit?: number; }; answer: MessageView[] };
  "execution.availability": { args: { equipment?: string; start?: string | null; end?: string | null; }; answer: ExecutionFigure };
  "execution.dispatch_list": { args: { equipment: string; limit?: number; }; answer: DispatchRow[] };
  "execution.downtime": { args: { equipment?: string; start?: string | null; end?: string | null; unexplained_only?: boolean; state?: string; limit?: number; }; answer: Stop[] };
  "execution.find_orders": { args: { texts: string[]; }; answer: FoundOrder[] };
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
  "identity.credentials": { args: { user: string; }; answer: CredentialsView };
  "identity.me": { args: Record<string, never>; answer: UserView };
  "identity.my_credentials": { args: Record<string, never>; answer: CredentialsView };
  "identity.my_sessions": { args: Record<string, never>; answer: OpenSession[] };
  "identity.sessions": { args: { user: string; }; answer: OpenSession[] };
  "identity.terminals": { args: Record<string, never>; answer: Terminal[] };
  "identity.users": { args: Record<string, never>; answer: UserView[] };
  "identity.verify_audit": { args: Record<string, never>; answer: AuditVerdict };
  "inventory.availability": { args: { part: string; at?: string | null; }; answer: Availability };
  "inventory.balances": { args: { material?: string; }; answer: Balance[] };
  "inventory.demand_forecast": { args: { item: string; horizon?: number; }; answer: DemandForecast };
  "inventory.differences": { args: Record<string, never>; answer: Difference[] };
  "inventory.ledger": { args: { lot?: string; material?: string; reference?: string; start?: string | null; end?: string | null; limit?: number; }; answer: InventoryMove[] };
  "inventory.part": { args: { part: string; }; answer: Part };
  "inventory.parts": { args: { low_only?: boolean; }; answer: Part[] };
  "inventory.parts_for": { args: { equipment: string; }; answer: Part[] };
  "inventory.proposed_levels": { args: { service_level?: number; review_days?: number; }; answer: ProposedLevel[] };
  "inventory.purchases": { args: { material?: string; open_only?: boolean; }; answer: Purchase[] };
  "inventory.reservations": { args: { part?: string; work_order?: string; }; answer: Reservation[] };
  "inventory.shortages": { args: { horizon?: number; }; answer: MaterialShortage[] };
  "inventory.stock": { args: { material?: string; location?: string; lot?: string; limit?: number; }; answer: StockView[] };
  "inventory.stock_reach": { args: { material: string; }; answer: Reach };
  "inventory.usage": { args: { material: string; start?: string | null; end?: string | null; limit?: number; }; answer: Use[] };
  "kernel.jobs": { args: Record<string, never>; answer: JobView[] };
  "kernel.news": { args: { name?: string; after?: number; limit?: number; }; answer: NewsView[] };
  "kernel.parked": { args: { state?: string; limit?: number; }; answer: ParkedView[] };
  "kernel.rooms": { args: Record<string, never>; answer: RoomView[] };
  "kernel.task": { args: { task: string; }; answer: TaskView };
  "kernel.tasks": { args: { limit?: number; }; answer: TaskView[] };
  "learning.champion": { args: { name: string; scope?: string; }; answer: ModelVersion | null };
  "learning.drift": { args: { model?: string; limit?: number; }; answer: ModelDrift[] };
  "learning.models": { args: { name?: string; scope?: string; }; answer: ModelVersion[] };
  "learning.track_record": { args: { name: string; scope?: string; }; answer: TrackRecord };
  "maintenance.anomalies": { args: Record<string, never>; answer: AnomalyRow[] };
  "maintenance.anomaly": { args: { equipment: string; start?: string | null; end?: string | null; at?: string | null; }; answer: AnomalyView };
  "maintenance.assets": { args: Record<string, never>; answer: AssetView[] };
  "maintenance.condition": { args: { equipment: string; }; answer: ConditionView };
  "maintenance.mttr": { args: { start: string; end: string; equipment?: string; }; answer: number | null };
  "maintenance.past_repairs": { args: { component?: string; equipment?: string; limit?: number; }; answer: RepairCase[] };
  "maintenance.predict_failure": { args: { fleet: string; file: string; }; answer: FailureChance[] };
  "maintenance.predict_life": { args: { fleet: string; file: string; horizon?: number; }; answer: AssetLife[] };
  "maintenance.prediction": { args: { prediction: string; }; answer: Prediction };
  "maintenance.predictions": { args: { state?: string; }; answer: Prediction[] };
  "maintenance.unlearnt": { args: Record<string, never>; answer: string[] };
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
  "quality.attribute_cases": { args: { start: string; end: string; of?: "pictures" | "values" | "nonconformances"; equipment?: string; limit?: number; }; answer: AttributeCase[] };
  "quality.attribute_chart": { args: { kind?: "p" | "np" | "c" | "u"; of?: "pictures" | "values" | "nonconformances"; per?: "hour" | "shift" | "day"; equipment?: string; days?: number; size?: number; }; answer: AttributeChartView };
  "quality.capability_of": { args: { mean: number; sigma: number; count: number; lower?: number | null; upper?: number | null; }; answer: CapabilityFigures };
  "quality.characteristics": { args: Record<string, never>; answer: CharacteristicView[] };
  "quality.chart": { args: { characteristic: string; equipment: string; product?: string; kind?: string; limit?: number; }; answer: ChartView };
  "quality.checks": { args: { lot?: string; order?: string; limit?: number; }; answer: CheckView[] };
  "quality.correlation": { args: { correlation: string; }; answer: Correlation };
  "quality.correlations": { args: { limit?: number; }; answer: Correlation[] };
  "quality.defect_rate": { args: { start: string; end: string; station?: string; }; answer: DefectRate };
  "quality.drift": { args: { drift: string; }; answer: Drift };
  "quality.drifts": { args: { equipment?: string; limit?: number; }; answer: Drift[] };
  "quality.flaw_kinds": { args: { station?: string; start?: string | null; end?: string | null; }; answer: FlawKind[] };
  "quality.gauge_studies": { args: { equipment?: string; limit?: number; }; answer: GaugeStudyLine[] };
  "quality.gauge_study": { args: { study: string; }; answer: GaugeStudyView };
  "quality.joint_chart": { args: { equipment: string; product?: string; limit?: number; }; answer: JointChartView };
  "quality.nonconformance": { args: { nonconformance: string; }; answer: Nonconformance };
  "quality.nonconformances": { args: { state?: string; limit?: number; }; answer: Nonconformance[] };
  "quality.patterns": { args: { state?: string; }; answer: Pattern[] };
  "quality.picture": { args: { picture: string; }; answer: PictureView };
  "quality.pictures": { args: { station?: string; lot?: string; flawed?: boolean | null; limit?: number; }; answer: PictureView[] };
  "quality.sampling_plan": { args: { lot_size?: number | null; aql_percent?: number; level?: "S-1" | "S-2" | "S-3" | "S-4" | "I" | "II" | "III"; inspection?: "normal" | "tightened"; good_share?: number | null; bad_share?: number | null; producer_risk?: number; consumer_risk?: number; }; answer: SamplingPlanView };
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
  "tracing.find_lots": { args: { texts: string[]; }; answer: FoundLot[] };
  "tracing.forward": { args: { lot: string; limit?: number; }; answer: Genealogy };
  "tracing.holds": { args: { lot?: string; open_only?: boolean; }; answer: HoldView[] };
  "tracing.impact": { args: { lots: string[]; }; answer: Impact };
  "tracing.label": { args: { lot: string; symbol?: "data_matrix" | "qr"; language?: "en" | "de"; }; answer: Label };
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
  "workflow.rules_behind": { args: { news: number; }; answer: string[] };
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
  "control.settle_writes": { args: ControlSettleWritesArguments; answer: Outcome };
  "control.write_setpoint": { args: ControlWriteSetpointArguments; answer: Outcome };
  "copilot.write_guide": { args: CopilotWriteGuideArguments; answer: Outcome };
  "documents.add_document": { args: DocumentsAddDocumentArguments; answer: Outcome };
  "documents.load_folder": { args: DocumentsLoadFolderArguments; answer: Outcome };
  "documents.release_document": { args: DocumentsReleaseDocumentArguments; answer: Outcome };
  "energy.read_meters": { args: EnergyReadMetersArguments; answer: Outcome };
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
  "identity.begin_second_factor": { args: IdentityBeginSecondFactorArguments; answer: Outcome };
  "identity.change_password": { args: IdentityChangePasswordArguments; answer: Outcome };
  "identity.choose_locale": { args: IdentityChooseLocaleArguments; answer: Outcome };
  "identity.confirm_second_factor": { args: IdentityConfirmSecondFactorArguments; answer: Outcome };
  "identity.end_session": { args: IdentityEndSessionArguments; answer: Outcome };
  "identity.end_sessions": { args: IdentityEndSessionsArguments; answer: Outcome };
  "identity.enrol_terminal": { args: IdentityEnrolTerminalArguments; answer: Outcome };
  "identity.log_in_at_terminal": { args: IdentityLogInAtTerminalArguments; answer: Outcome };
  "identity.remove_second_factor": { args: IdentityRemoveSecondFactorArguments; answer: Outcome };
  "identity.reset_second_factor": { args: IdentityResetSecondFactorArguments; answer: Outcome };
  "identity.revoke_terminal": { args: IdentityRevokeTerminalArguments; answer: Outcome };
  "identity.set_badge": { args: IdentitySetBadgeArguments; answer: Outcome };
  "identity.set_password": { args: IdentitySetPasswordArguments; answer: Outcome };
  "identity.set_pin": { args: IdentitySetPinArguments; answer: Outcome };
  "identity.switch_user": { args: IdentitySwitchUserArguments; answer: Outcome };
  "inventory.count": { args: InventoryCountArguments; answer: Outcome };
  "inventory.import_stock": { args: InventoryImportStockArguments; answer: Outcome };
  "inventory.issue_part": { args: InventoryIssuePartArguments; answer: Outcome };
  "inventory.load_parts": { args: InventoryLoadPartsArguments; answer: Outcome };
  "inventory.move": { args: InventoryMoveArguments; answer: Outcome };
  "inventory.order_material": { args: InventoryOrderMaterialArguments; answer: Outcome };
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
  "kernel.start_room": { args: KernelStartRoomArguments; answer: Outcome };
  "kernel.stop_room": { args: KernelStopRoomArguments; answer: Outcome };
  "learning.check_all_drift": { args: LearningCheckAllDriftArguments; answer: Outcome };
  "learning.check_drift": { args: LearningCheckDriftArguments; answer: Outcome };
  "learning.promote_model": { args: LearningPromoteModelArguments; answer: Outcome };
  "learning.record_feedback": { args: LearningRecordFeedbackArguments; answer: Outcome };
  "learning.register_model": { args: LearningRegisterModelArguments; answer: Outcome };
  "learning.retire_model": { args: LearningRetireModelArguments; answer: Outcome };
  "learning.store_table": { args: LearningStoreTableArguments; answer: Outcome };
  "maintenance.assess": { args: MaintenanceAssessArguments; answer: Outcome };
  "maintenance.assess_all": { args: MaintenanceAssessAllArguments; answer: Outcome };
  "maintenance.cancel_work_order": { args: MaintenanceCancelWorkOrderArguments; answer: Outcome };
  "maintenance.close_work_order": { args: MaintenanceCloseWorkOrderArguments; answer: Outcome };
  "maintenance.fit_failure_model": { args: MaintenanceFitFailureModelArguments; answer: Outcome };
  "maintenance.fit_life_model": { args: MaintenanceFitLifeModelArguments; answer: Outcome };
  "maintenance.import_work_orders": { args: MaintenanceImportWorkOrdersArguments; answer: Outcome };
  "maintenance.learn_behaviour": { args: MaintenanceLearnBehaviourArguments; answer: Outcome };
  "maintenance.note_evidence": { args: MaintenanceNoteEvidenceArguments; answer: Outcome };
  "maintenance.plan_work_order": { args: MaintenancePlanWorkOrderArguments; answer: Outcome };
  "maintenance.propose_work_order": { args: MaintenanceProposeWorkOrderArguments; answer: Outcome };
  "maintenance.start_work_order": { args: MaintenanceStartWorkOrderArguments; answer: Outcome };
  "maintenance.watch_behaviour": { args: MaintenanceWatchBehaviourArguments; answer: Outcome };
  "plant.close_day": { args: PlantCloseDayArguments; answer: Outcome };
  "plant.define_reason": { args: PlantDefineReasonArguments; answer: Outcome };
  "plant.load_plant": { args: PlantLoadPlantArguments; answer: Outcome };
  "plant.open_day": { args: PlantOpenDayArguments; answer: Outcome };
  "plant.release_product": { args: PlantReleaseProductArguments; answer: Outcome };
  "quality.close_nonconformance": { args: QualityCloseNonconformanceArguments; answer: Outcome };
  "quality.conclude_pattern": { args: QualityConcludePatternArguments; answer: Outcome };
  "quality.conclude_patterns_of": { args: QualityConcludePatternsOfArguments; answer: Outcome };
  "quality.correlate": { args: QualityCorrelateArguments; answer: Outcome };
  "quality.find_drifts": { args: QualityFindDriftsArguments; answer: Outcome };
  "quality.find_patterns": { args: QualityFindPatternsArguments; answer: Outcome };
  "quality.fit_inspector": { args: QualityFitInspectorArguments; answer: Outcome };
  "quality.hold_suspects": { args: QualityHoldSuspectsArguments; answer: Outcome };
  "quality.import_checks": { args: QualityImportChecksArguments; answer: Outcome };
  "quality.import_pictures": { args: QualityImportPicturesArguments; answer: Outcome };
  "quality.inspect_past": { args: QualityInspectPastArguments; answer: Outcome };
  "quality.inspect_pictures": { args: QualityInspectPicturesArguments; answer: Outcome };
  "quality.judge_picture": { args: QualityJudgePictureArguments; answer: Outcome };
  "quality.learn_kinds": { args: QualityLearnKindsArguments; answer: Outcome };
  "quality.open_nonconformance": { args: QualityOpenNonconformanceArguments; answer: Outcome };
  "quality.propose_containment": { args: QualityProposeContainmentArguments; answer: Outcome };
  "quality.read_marks": { args: QualityReadMarksArguments; answer: Outcome };
  "quality.record_check": { args: QualityRecordCheckArguments; answer: Outcome };
  "quality.record_gauge_study": { args: QualityRecordGaugeStudyArguments; answer: Outcome };
  "scheduling.lock_bar": { args: SchedulingLockBarArguments; answer: Outcome };
  "scheduling.make_plan": { args: SchedulingMakePlanArguments; answer: Outcome };
  "scheduling.publish_plan": { args: SchedulingPublishPlanArguments; answer: Outcome };
  "scheduling.replan": { args: SchedulingReplanArguments; answer: Outcome };
  "scheduling.solve_problem": { args: SchedulingSolveProblemArguments; answer: Outcome };
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
  "twin.study_line": { args: TwinStudyLineArguments; answer: Outcome };
  "twin.what_if": { args: TwinWhatIfArguments; answer: Outcome };
  "value.book_outcome": { args: ValueBookOutcomeArguments; answer: Outcome };
  "value.freeze_baseline": { args: ValueFreezeBaselineArguments; answer: Outcome };
  "workflow.load_rules": { args: WorkflowLoadRulesArguments; answer: Outcome };
  "workflow.note_firing": { args: WorkflowNoteFiringArguments; answer: Outcome };
  "workflow.switch_rule": { args: WorkflowSwitchRuleArguments; answer: Outcome };
  "workflow.write_rule": { args: WorkflowWriteRuleArguments; answer: Outcome };
}
