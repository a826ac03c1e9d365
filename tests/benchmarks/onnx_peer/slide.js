// Runs FOLDER/generator.onnx over the windows of FOLDER/meta.json with onnxruntime-node and blends them. See README.md.
const fs = require("fs");
const path = require("path");
const ort = require("onnxruntime-node");

const folder = process.argv[2];
const meta = JSON.parse(fs.readFileSync(path.join(folder, "meta.json")));
const bytes = fs.readFileSync(path.join(folder, "input.f32"));
const input = new Float32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4);
const [Z, Y, X] = meta.size;
const [wz, wy, wx] = meta.window;
const voxels = Z * Y * X;
const windowVoxels = wz * wy * wx;

// exp(-r^2 / 2 sigma^2) with sigma = size / 8 along each axis, as in networks/layers/sliding_window.
function gaussian() {
  const along = (size) => Float64Array.from({ length: size }, (_, i) => Math.exp(-(((i - (size - 1) / 2) / (size / 8)) ** 2) / 2));
  const [gz, gy, gx] = [along(wz), along(wy), along(wx)];
  const weights = new Float32Array(windowVoxels);
  for (let z = 0, n = 0; z < wz; z++) for (let y = 0; y < wy; y++) for (let x = 0; x < wx; x++) weights[n++] = gz[z] * gy[y] * gx[x];
  return weights;
}

function cut(patch, [z0, y0, x0]) {
  let n = 0;
  for (let c = 0; c < meta.channels; c++)
    for (let z = 0; z < wz; z++)
      for (let y = 0; y < wy; y++) {
        const from = c * voxels + ((z0 + z) * Y + y0 + y) * X + x0;
        patch.set(input.subarray(from, from + wx), n);
        n += wx;
      }
}

function blend(sum, total, result, weights, [z0, y0, x0]) {
  for (let z = 0, n = 0; z < wz; z++)
    for (let y = 0; y < wy; y++) {
      let at = ((z0 + z) * Y + y0 + y) * X + x0;
      for (let x = 0; x < wx; x++, n++, at++) {
        const w = weights[n];
        total[at] += w;
        sum[at] += w * result[n];
        sum[voxels + at] += w * result[windowVoxels + n];
      }
    }
}

async function main() {
  const session = await ort.InferenceSession.create(path.join(folder, "generator.onnx"), {
    executionProviders: ["cpu"], intraOpNumThreads: 2, interOpNumThreads: 1, executionMode: "sequential",
  });
  const weights = gaussian();
  const sum = new Float32Array(2 * voxels), total = new Float32Array(voxels);
  const patch = new Float32Array(meta.channels * windowVoxels);
  const feed = () => ({ x: new ort.Tensor("float32", patch, [1, meta.channels, wz, wy, wx]) });
  cut(patch, meta.starts[0]);
  await session.run(feed());  // the first run plans memory; it is not timed
  const begin = process.hrtime.bigint();
  for (const start of meta.starts) {
    cut(patch, start);
    const { y } = await session.run(feed());
    blend(sum, total, y.data, weights, start);
  }
  for (let i = 0; i < voxels; i++) if (total[i] > 0) { sum[i] /= total[i]; sum[voxels + i] /= total[i]; }
  const seconds = Number(process.hrtime.bigint() - begin) / 1e9;
  fs.writeFileSync(path.join(folder, "output.f32"), Buffer.from(sum.buffer));
  console.log(JSON.stringify({ seconds, windows: meta.starts.length }));
}

main();
