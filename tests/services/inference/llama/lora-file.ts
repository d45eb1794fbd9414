/** Writes a small LoRA adapter as a GGUF file (version 3), for one matrix of a model of llama's architecture. */
import { writeFileSync } from 'node:fs';

const U32 = 4;
const F32 = 6;
const STRING = 8;
const ALIGNMENT = 32;

/**
 * @param file where to write
 * @param tensor the adapted matrix, such as `blk.0.attn_q.weight`, of `width` x `width`
 * @param value what every element of both factors is, at rank 1
 */
export function writeLora(file: string, tensor: string, width: number, value: number): void {
  const factor = Buffer.from(new Float32Array(width).fill(value).buffer);
  const header = Buffer.concat([
    Buffer.from('GGUF'),
    u32(3),
    u64(2),
    u64(4),
    text('general.type', STRING, string('adapter')),
    text('general.architecture', STRING, string('llama')),
    text('adapter.type', STRING, string('lora')),
    text('adapter.lora.alpha', F32, f32(1)),
    tensorInfo(`${tensor}.lora_a`, [width, 1], 0),
    tensorInfo(`${tensor}.lora_b`, [1, width], padded(factor).length),
  ]);
  writeFileSync(file, Buffer.concat([padded(header), padded(factor), padded(factor)]));
}

function tensorInfo(name: string, dimensions: readonly number[], offset: number): Buffer {
  const float32 = 0;
  return Buffer.concat([
    string(name),
    u32(dimensions.length),
    ...dimensions.map(u64),
    u32(float32),
    u64(offset),
  ]);
}

function text(key: string, type: number, value: Buffer): Buffer {
  return Buffer.concat([string(key), u32(type), value]);
}

function string(value: string): Buffer {
  return Buffer.concat([u64(Buffer.byteLength(value)), Buffer.from(value)]);
}

function u32(value: number): Buffer {
  const buffer = Buffer.alloc(U32);
  buffer.writeUInt32LE(value);
  return buffer;
}

function u64(value: number): Buffer {
  const buffer = Buffer.alloc(8);
  buffer.writeBigUInt64LE(BigInt(value));
  return buffer;
}

function f32(value: number): Buffer {
  const buffer = Buffer.alloc(4);
  buffer.writeFloatLE(value);
  return buffer;
}

function padded(buffer: Buffer): Buffer {
  return Buffer.concat([buffer, Buffer.alloc((ALIGNMENT - (buffer.length % ALIGNMENT)) % ALIGNMENT)]);
}
