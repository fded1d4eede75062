import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  test: {
    include: ['src/SafeIsle/**/*.test.ts', 'web/**/*.test.mjs'],
    environment: 'happy-dom',
  },
});
