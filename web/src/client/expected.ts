// Entries of rooms that stand in the contract but not yet in the published OpenAPI document.
export type Found = { address: string; name: string; is_folder: boolean; data_type: string; unit: string; writable: boolean; example: string };
export type Source = { kind: string; title: string; ref: string; quote: string };
export type Answer = {
  text: string; figures: Record<string, unknown>[]; sources: Source[]; query: unknown; confidence: number | null; declined: boolean; path: string[];
};

export interface ExpectedQueries {
  "telemetry.browse": { args: { connection: string; under?: string }; answer: Found[] };
  "copilot.ask": { args: { question: string }; answer: Answer };
}

export type ExpectedActions = Record<never, never>;
