// @ts-check
// Types of the data that comes from the engine as JSON; the Rust side is src/page/; of lessons src/site/lessons.rs; of Look
// src/experiment/look.rs.

/**
 * @typedef {{ key: string, name: string, rule: string }} Choice
 * @typedef {{ field: string, symbol: string, label: string, text: string, wanted: string, fraction: string | null, options: Choice[] | null, default: string, keys: string, fixed: boolean }} Control
 * @typedef {{ key: string, name: string, formula: string, mathml: string, is_typed: boolean, about: string, source: string, controls: Control[] }} SurfaceCard
 * @typedef {{ key: string, name: string, form: string | null, source: string, rate: string, controls: Control[], batching: Control[], batch: string, advanced: Control[], defaults: string[], schedule: StageCard[], rule: { text: string, mathml: string } | null, is_writable: boolean, pins: [string, string][], is_pinned: boolean }} ContenderCard
 * @typedef {{ field: string, key: string, about: string, source: string, controls: Control[] }} StageCard
 * @typedef {{ key: string, rate: Control | null }} FairnessCard
 * @typedef {{ words: string, remarks: string[], is_own: boolean, controls: Control[], columns: string[], is_labelled: boolean }} DataCard
 * @typedef {{ names: string[], numeric: boolean[], has_header: boolean, words: string, rows: string[][] }} Preview
 * @typedef {{ kind: string, name: string, at: string, loss: string, eigenvalues: string, definiteness: string, place: [string, string], limit: string, beside: string }} PointRow
 * @typedef {{ rows: PointRow[], hidden: number, sort: string, descending: boolean, offset: string, sharpness: string }} PointTable
 * @typedef {{ link: string, link_is_whole: boolean, surface: SurfaceCard, starts: Control[][], steps: Control, unit: string, has_epochs: boolean, randomness: Control[], data: DataCard | null, quantities: [string, string][], banner: string[], has_arrows: boolean, has_map: boolean, can_undo: [boolean, boolean], contenders: ContenderCard[], fairness: FairnessCard, stationary_summary: string, proof: ProofCard, has_floor: boolean }} Page
 * @typedef {{ at: number | null, see: string[] }} Look
 * @typedef {{ state: "pending" | "proved" | "except" | "open", words: string, exceptions: { at: string, words: string }[] }} ProofCard
 * @typedef {{ key: string, name: string, about: string }} Item
 * @typedef {{ name: string, items: Item[] }} Group
 * @typedef {{ scenes: Item[], typed: Item, surfaces: Item[], models: Item[], optimizers: Group[], schedules: Item[], fairness: Item[], most_stages: number, presets: string[] }} Catalogue
 * @typedef {{ name: string, step: number, loss: string, gradient: string, outcome: string, brief: string, tone: string }} Status
 * @typedef {{ key: string, heading: string, about: string, sort: "ascending" | "descending" | "none", is_numeric: boolean }} Head
 * @typedef {{ contender: number, tone: string, cells: { text: string, note: string, title: string }[] }} ComparisonRow
 * @typedef {{ budget: string, notes: string[], columns: Head[], rows: ComparisonRow[], unit: string, chosen: { budget: string, criterion: string, threshold: string } }} ComparisonTable
 * @typedef {{ text: string, value: string }} CodeLine
 * @typedef {{ functions: string[], before: CodeLine[], heads: CodeLine[], body: CodeLine[], update: number, running: number, next: number }} Training
 * @typedef {{ name: string, text: string, matrix: string[] | null }} Fact
 * @typedef {{ name: string, eigenvalue: string, factor: string, decade: string, measured: string, window: string, verdict: string, tone: string, manner: string }} TheoryMode
 * @typedef {{ scope: string, setting: string, remarks: string[], modes: TheoryMode[], axes: [string, string] | null, picture: string, clock: string, best: string, button: { label: string, title: string, edits: [string, string][], idle: string } | null }} TheoryCard
 * @typedef {{ kind: string, budget: string, tuning: { of: number, target: string, dials: [string, string][], x: [string, string, string], y: [string, string, string] } | null, about: string, share: number, progress: string, rows: { fate: number, words: string, shares: string[] }[], heads: string[], bars: { contender: number, share: number, words: string }[], best: { words: string, edits: [string, string][] } | null }} MapCard
 * @typedef {{ key: string, number: number, title: string }} LessonItem
 * @typedef {{ sources: string[], scenes: { link: string, words: string }[], html: string }} Lesson
 */

export {};
