// The engine's entry: the only file of the engine that hosts may import.
export {};
