// @ts-check
// Types of the data that comes from the engine as JSON; the Rust side is src/page.rs.

/**
 * @typedef {{ key: string, name: string, rule: string }} Choice
 * @typedef {{ field: string, symbol: string, label: string, text: string, wanted: string, fraction: number | null, options: Choice[] | null, default: string }} Control
 * @typedef {{ key: string, name: string, formula: string, about: string, source: string, controls: Control[] }} SurfaceCard
 * @typedef {{ key: string, name: string, form: string | null, source: string, controls: Control[] }} ContenderCard
 * @typedef {{ kind: string, name: string, at: string, loss: string, eigenvalues: string, definiteness: string }} PointRow
 * @typedef {{ link: string, surface: SurfaceCard, starts: Control[][], steps: Control, contenders: ContenderCard[], stationary: PointRow[], stationary_summary: string, loss_axis: string }} Page
 * @typedef {{ key: string, name: string, about: string }} Item
 * @typedef {{ scenes: Item[], surfaces: Item[], optimizers: Item[], presets: string[] }} Catalogue
 * @typedef {{ step: number, loss: string, gradient: string, outcome: string, brief: string, tone: string }} Status
 * @typedef {{ name: string, text: string, matrix: string[] | null }} Fact
 */

export {};
