/**
 * LLVM 14's `default<O2>`, written out (`opt -passes='default<O2>' -print-pipeline-passes`), and its
 * beginnings: running longer and longer ones shows what each pass does. Emission uses the name; a
 * test compares the two.
 */
import { InternalError } from '../base/invariant.ts';

const simplify = (first: string, last: string): string =>
  `simplifycfg<bonus-inst-threshold=1;${first};${last}>`;
const hoist = 'hoist-common-insts;sink-common-insts';
const noHoist = 'no-hoist-common-insts;no-sink-common-insts';
const keep = 'no-switch-to-lookup;keep-loops';
const earliest = simplify(`no-forward-switch-cond;no-switch-range-to-icmp;${keep}`, noHoist);
const usual = simplify(`no-forward-switch-cond;switch-range-to-icmp;${keep}`, noHoist);
const hoisting = simplify(`no-forward-switch-cond;switch-range-to-icmp;${keep}`, hoist);
const last = simplify(
  'forward-switch-cond;switch-range-to-icmp;switch-to-lookup;no-keep-loops',
  hoist,
);

/** What is done to a function once those that it calls are done. */
const scalarPasses: string = [
  'sroa,early-cse<memssa>,speculative-execution,jump-threading,correlated-propagation',
  `${usual},instcombine,libcalls-shrinkwrap,tailcallelim,${usual},reassociate`,
  'require<opt-remark-emit>',
  'loop-mssa(loop-instsimplify,loop-simplifycfg,licm,loop-rotate,licm,simple-loop-unswitch<no-nontrivial;trivial>)',
  `${usual},instcombine,loop(loop-idiom,indvars,loop-deletion,loop-unroll-full)`,
  'sroa,mldst-motion<no-split-footer-bb>,gvn<>,sccp,bdce,instcombine,jump-threading',
  'correlated-propagation,adce,memcpyopt,dse,loop-mssa(licm),coro-elide',
  `${hoisting},instcombine`,
].join(',');

const latePasses: string = [
  'float2int,lower-constant-intrinsics,loop(loop-rotate,loop-deletion),loop-distribute',
  'inject-tli-mappings,loop-vectorize<no-interleave-forced-only;no-vectorize-forced-only;>',
  `loop-load-elim,instcombine,${last},slp-vectorizer,vector-combine,instcombine`,
  'loop-unroll<O2>,transform-warning,instcombine,require<opt-remark-emit>,loop-mssa(licm)',
  `alignment-from-assumptions,loop-sink,instsimplify,div-rem-pairs,${usual},coro-cleanup`,
].join(',');

export const releasePipeline: string = [
  'annotation2metadata,forceattrs,inferattrs',
  `function<eager-inv>(lower-expect,${earliest},sroa,early-cse<>,coro-early)`,
  'openmp-opt,ipsccp,called-value-propagation,globalopt,function(mem2reg),deadargelim',
  `function<eager-inv>(instcombine,${usual})`,
  'require<globals-aa>,function(invalidate<aa>),require<profile-summary>',
  'cgscc(devirt<4>(inline<only-mandatory>,inline,function-attrs,openmp-opt-cgscc',
  `function<eager-inv>(${scalarPasses}),coro-split))`,
  'globalopt,globaldce,elim-avail-extern,rpo-function-attrs,require<globals-aa>',
  `function<eager-inv>(${latePasses})`,
  'cg-profile,globaldce,constmerge,rel-lookup-table-converter,function(annotation-remarks)',
].join(',');

/** A pass, or an adaptor (`function`, `cgscc`, `loop` …) with the passes that it runs. */
interface PassNode {
  readonly name: string;
  readonly inner: readonly PassNode[] | undefined;
}

export interface PipelinePrefix {
  /** The last pass of it. */
  readonly pass: string;
  /** For `LLVMRunPasses`. */
  readonly pipeline: string;
}

/** One for each pass of the pipeline, in order; what only prepares analyses is passed over. */
export function pipelinePrefixes(pipeline: string = releasePipeline): readonly PipelinePrefix[] {
  const passes = parsePasses(pipeline);
  return prefixesOf(passes).flatMap(({ nodes, pass }) =>
    isAnalysis.test(pass) ? [] : [{ pass, pipeline: nodes.map(printPass).join(',') }],
  );
}

const isAnalysis = /^(require|invalidate)</;

interface Prefix {
  readonly nodes: readonly PassNode[];
  readonly pass: string;
}

function prefixesOf(passes: readonly PassNode[]): readonly Prefix[] {
  return passes.flatMap((pass, index) => {
    const before = passes.slice(0, index);
    if (pass.inner === undefined) return [{ nodes: [...before, pass], pass: pass.name }];
    return prefixesOf(pass.inner).map((prefix) => ({
      nodes: [...before, { name: pass.name, inner: prefix.nodes }],
      pass: prefix.pass,
    }));
  });
}

function printPass({ name, inner }: PassNode): string {
  return inner === undefined ? name : `${name}(${inner.map(printPass).join(',')})`;
}

/** `a,b<x;y>(c,d)`. */
function parsePasses(text: string): readonly PassNode[] {
  const [passes, end] = parseList(text, 0);
  if (end !== text.length) throw new InternalError(`Ill-formed pipeline at ${text.slice(end)}`);
  return passes;
}

function parseList(text: string, start: number): readonly [readonly PassNode[], number] {
  const passes: PassNode[] = [];
  for (let at = start; ; ) {
    const name = /^[^,()]+/.exec(text.slice(at))?.[0] ?? '';
    at += name.length;
    if (text[at] === '(') {
      const [inner, end] = parseList(text, at + 1);
      passes.push({ name, inner });
      at = end + 1;
    } else {
      passes.push({ name, inner: undefined });
    }
    if (text[at] !== ',') return [passes, at];
    at += 1;
  }
}
