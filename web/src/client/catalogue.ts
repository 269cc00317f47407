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

/** What following the recommendation is expected to change, with an interval. */
export type Effect_Input = {
  measure: string;
  unit: string;
  expected: number;
  low: number;
  high: number;
};

/** What following the recommendation is expected to change, with an interval. */
export type Effect_Output = {
  measure: string;
  unit: string;
  expected: number;
  low: number;
  high: number;
};

/** One thing that speaks for a recommendation. */
export type Evidence_Input = {
  kind: string;
  title: string;
  ref: string;
  figures: Record<string, number | string>;
};

/** One thing that speaks for a recommendation. */
export type Evidence_Output = {
  kind: string;
  title: string;
  ref: string;
  figures: Record<string, number | string>;
};

/** One figure of a report: the model's, the baseline's, and which direction is better. */
export type Figure_Input = {
  name: string;
  model: number;
  baseline: number;
  higher_is_better: boolean;
};

/** One figure of a report: the model's, the baseline's, and which direction is better. */
export type Figure_Output = {
  name: string;
  model: number;
  baseline: number;
  higher_is_better: boolean;
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
  figures: Figure_Output[];
  notes: Record<string, string | number>;
  state: ModelState;
  promoted_by: string;
  promoted_at: string | null;
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
  evidence: Evidence_Output[];
  effect: Effect_Output | null;
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

/** How far an action reaches, from reading to changing production. */
export type Risk = "inform" | "support" | "initiate" | "execute";

export type Severity = "info" | "warning" | "critical";

export type State = "open" | "deferred" | "approved" | "rejected";

/** A stretch in which a machine was in one state; ``end`` is None while it lasts. */
export type StateSpan = {
  equipment: string;
  state: string;
  start: string;
  end: string | null;
  source: string;
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
  codes: Record<string, string>;
  period_s: number | null;
  wave_rate_hz: number | null;
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

export type Verdict = "approve" | "reject" | "defer";

export interface Queries {
  "andon.alerts": { args: { state?: string; equipment?: string; limit?: number; }; answer: Alert[] };
  "guidance.inbox": { args: { state?: string; equipment?: string; limit?: number; }; answer: Recommendation[] };
  "guidance.open_count": { args: Record<string, never>; answer: number };
  "guidance.recommendation": { args: { recommendation: string; }; answer: Recommendation };
  "identity.access_matrix": { args: Record<string, never>; answer: AccessRow[] };
  "identity.audit_trail": { args: { actor?: string; entry?: string; before?: number; limit?: number; }; answer: AuditView[] };
  "identity.me": { args: Record<string, never>; answer: UserView };
  "identity.users": { args: Record<string, never>; answer: UserView[] };
  "identity.verify_audit": { args: Record<string, never>; answer: AuditVerdict };
  "kernel.jobs": { args: Record<string, never>; answer: JobView[] };
  "kernel.news": { args: { name?: string; after?: number; limit?: number; }; answer: NewsView[] };
  "kernel.parked": { args: { state?: string; limit?: number; }; answer: ParkedView[] };
  "kernel.task": { args: { task: string; }; answer: TaskView };
  "kernel.tasks": { args: { limit?: number; }; answer: TaskView[] };
  "learning.champion": { args: { name: string; scope?: string; }; answer: ModelVersion | null };
  "learning.models": { args: { name?: string; scope?: string; }; answer: ModelVersion[] };
  "learning.track_record": { args: { name: string; scope?: string; }; answer: TrackRecord };
  "telemetry.connections": { args: Record<string, never>; answer: ConnectionView[] };
  "telemetry.current_states": { args: Record<string, never>; answer: StateSpan[] };
  "telemetry.live": { args: { equipment?: string; }; answer: LiveValue[] };
  "telemetry.machine_states": { args: { start: string; end: string; equipment?: string; }; answer: StateSpan[] };
  "telemetry.repairs": { args: { tag?: string; limit?: number; }; answer: RepairView[] };
  "telemetry.tags": { args: { equipment?: string; connection?: string; }; answer: TagView[] };
  "telemetry.trend": { args: { tag: string; start: string; end: string; buckets?: number; }; answer: TrendView };
}

export interface Actions {
  "andon.acknowledge": { args: AndonAcknowledgeArguments; answer: Outcome };
  "andon.call_help": { args: AndonCallHelpArguments; answer: Outcome };
  "andon.close": { args: AndonCloseArguments; answer: Outcome };
  "andon.escalate_overdue": { args: AndonEscalateOverdueArguments; answer: Outcome };
  "andon.raise_alert": { args: AndonRaiseAlertArguments; answer: Outcome };
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
  "kernel.cancel_task": { args: KernelCancelTaskArguments; answer: Outcome };
  "kernel.dismiss_parked": { args: KernelDismissParkedArguments; answer: Outcome };
  "kernel.retry_parked": { args: KernelRetryParkedArguments; answer: Outcome };
  "learning.promote_model": { args: LearningPromoteModelArguments; answer: Outcome };
  "learning.record_feedback": { args: LearningRecordFeedbackArguments; answer: Outcome };
  "learning.register_model": { args: LearningRegisterModelArguments; answer: Outcome };
  "learning.retire_model": { args: LearningRetireModelArguments; answer: Outcome };
}
