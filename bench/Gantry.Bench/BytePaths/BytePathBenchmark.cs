using BenchmarkDotNet.Attributes;

namespace Gantry.Bench.BytePaths;

/// <summary>Times every <see cref="BytePath"/>.</summary>
[MemoryDiagnoser]
public class BytePathBenchmark
{
    BytePathRun? _run;

    public static IEnumerable<string> Names => BytePath.All.Select(path => path.Name);

    [ParamsSource(nameof(Names))]
    public string Path { get; set; } = "";

    [GlobalSetup]
    public void Prepare() => _run = BytePath.All.Single(path => path.Name == Path).Prepare();

    [GlobalCleanup]
    public void End() => _run?.Dispose();

    [Benchmark]
    public void Run() => _run!.Once();
}
