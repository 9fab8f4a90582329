// @ts-check
// Types of the data that comes from the engine as JSON; the Rust side is src/page/.

/**
 * @typedef {{ key: string, name: string, rule: string }} Choice
 * @typedef {{ field: string, symbol: string, label: string, text: string, wanted: string, fraction: string | null, options: Choice[] | null, default: string, keys: string, fixed: boolean }} Control
 * @typedef {{ key: string, name: string, formula: string, about: string, source: string, controls: Control[] }} SurfaceCard
 * @typedef {{ key: string, name: string, form: string | null, source: string, rate: string, controls: Control[], advanced: Control[], defaults: string[], schedule: StageCard[] }} ContenderCard
 * @typedef {{ field: string, key: string, about: string, source: string, controls: Control[] }} StageCard
 * @typedef {{ key: string, rate: Control | null, words: string }} FairnessCard
 * @typedef {{ kind: string, name: string, at: string, loss: string, eigenvalues: string, definiteness: string }} PointRow
 * @typedef {{ link: string, surface: SurfaceCard, starts: Control[][], steps: Control, contenders: ContenderCard[], fairness: FairnessCard, stationary: PointRow[], stationary_summary: string, loss_axis: string, has_floor: boolean }} Page
 * @typedef {{ key: string, name: string, about: string }} Item
 * @typedef {{ name: string, items: Item[] }} Group
 * @typedef {{ scenes: Item[], surfaces: Item[], optimizers: Group[], schedules: Item[], fairness: Item[], most_stages: number, presets: string[] }} Catalogue
 * @typedef {{ name: string, step: number, loss: string, gradient: string, outcome: string, brief: string, tone: string }} Status
 * @typedef {{ name: string, text: string, matrix: string[] | null }} Fact
 */

export {};
