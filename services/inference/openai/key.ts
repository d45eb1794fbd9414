/** The key of an endpoint: read when it is needed, and kept out of everything that is written down. */
import { TransportError } from '../../../domain/errors.ts';

/**
 * Reads the key out of the environment variable that the configuration names.
 *
 * @returns undefined where the endpoint takes no key
 * @throws TransportError (`refused-key`) where the variable is not set in this process
 */
export function readKey(keyVariable: string | undefined): string | undefined {
  if (keyVariable === undefined) return undefined;
  const key = process.env[keyVariable]?.trim();
  if (key === undefined || key === '') {
    throw new TransportError(`the environment variable ${keyVariable} holds no key`, {
      missingClass: 'refused-key',
      concerns: 'endpoint',
      retryable: false,
    });
  }
  return key;
}

/** Endpoints like to repeat a part of the key that they refuse. */
const LOOKS_LIKE_A_KEY = /\b(?:sk|pk|key|gsk|hf|xai)[-_][\w*.-]{6,}|\bBearer\s+\S+/gi;
const LONGEST = 512;

/** A text from outside, short enough for a message, without the key and without anything that looks like one. */
export function redact(text: string, key: string | undefined): string {
  const hidden = key === undefined ? text : text.replaceAll(key, '[key]');
  return hidden.replace(LOOKS_LIKE_A_KEY, '[key]').slice(0, LONGEST);
}
