export function ensureHosts(): void;

export function ensureRenderer(): void;
