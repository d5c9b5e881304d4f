import { setPriority } from 'node:os';

// What only works leaves the processors to what runs beside it, and has packets to take in time.
setPriority(5);
