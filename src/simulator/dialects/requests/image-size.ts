import { decodeBase64 } from "../../../events/index.ts";
import type { ImageSize } from "./image-tokens.ts";

/** Length of Base64 to decode: headers are at the beginning, but JPEGs may have a preview before theirs. */
const HEAD_CHARS = 262_144;

/**
 * Reads the size of a PNG, GIF, JPEG or WebP image; `undefined` for other formats and invalid Base64.
 *
 * @param data Base64 or a `data:` URL.
 */
export function imageSizeOf(data: string): ImageSize | undefined {
  const start = data.startsWith("data:") ? data.indexOf(",") + 1 : 0;
  const bytes = bytesOf(data.slice(start, start + HEAD_CHARS));
  const size = bytes && (pngSize(bytes) ?? gifSize(bytes) ?? webpSize(bytes) ?? jpegSize(bytes));
  return size !== undefined && size.width > 0 && size.height > 0 ? size : undefined;
}

function bytesOf(base64: string): DataView | undefined {
  try {
    return new DataView(decodeBase64(base64).buffer);
  } catch {
    // A URL or damaged data: the size is unknown.
    return undefined;
  }
}

function tagAt(bytes: DataView, at: number, length: number): string {
  if (at + length > bytes.byteLength) return "";
  return String.fromCharCode(...new Uint8Array(bytes.buffer, at, length));
}

/** @see {@link https://www.w3.org/TR/png-3/#11IHDR} */
function pngSize(bytes: DataView): ImageSize | undefined {
  if (tagAt(bytes, 12, 4) !== "IHDR" || bytes.byteLength < 24) return undefined;
  return { width: bytes.getUint32(16), height: bytes.getUint32(20) };
}

/** @see {@link https://www.w3.org/Graphics/GIF/spec-gif89a.txt} "Logical Screen Descriptor" */
function gifSize(bytes: DataView): ImageSize | undefined {
  if (tagAt(bytes, 0, 3) !== "GIF" || bytes.byteLength < 10) return undefined;
  return { width: bytes.getUint16(6, true), height: bytes.getUint16(8, true) };
}

/** @see RFC 9649, "WebP Image Format", section 2. */
function webpSize(bytes: DataView): ImageSize | undefined {
  if (tagAt(bytes, 8, 4) !== "WEBP" || bytes.byteLength < 30) return undefined;
  switch (tagAt(bytes, 12, 4)) {
    case "VP8 ":
      return {
        width: bytes.getUint16(26, true) % 16_384,
        height: bytes.getUint16(28, true) % 16_384,
      };
    case "VP8L": {
      const bits = bytes.getUint32(21, true);
      return { width: 1 + (bits % 16_384), height: 1 + (Math.floor(bits / 16_384) % 16_384) };
    }
    case "VP8X":
      return {
        width: 1 + bytes.getUint16(24, true) + 65_536 * bytes.getUint8(26),
        height: 1 + bytes.getUint16(27, true) + 65_536 * bytes.getUint8(29),
      };
    default:
      return undefined;
  }
}

/** Follows the segments to the start of a frame. @see ITU-T T.81, section B.2.2. */
function jpegSize(bytes: DataView): ImageSize | undefined {
  if (bytes.byteLength < 4 || bytes.getUint16(0) !== 0xff_d8) return undefined;
  let at = 2;
  while (at + 9 <= bytes.byteLength && bytes.getUint8(at) === 0xff) {
    const marker = bytes.getUint8(at + 1);
    // C4, C8 and CC are tables, not frames.
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker)) {
      return { width: bytes.getUint16(at + 7), height: bytes.getUint16(at + 5) };
    }
    at += 2 + bytes.getUint16(at + 2);
  }
  return undefined;
}
